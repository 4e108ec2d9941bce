"""Katalog kegagalan: satu kunci berbeda, ukuran yang benar, dan hasil tersimpan yang memisahkan."""

import dataclasses

import numpy as np
import pytest

from generatif import failure_scores, failures, ledger, provenance
from generatif.data import load_mnist
from generatif.failure_scores import twin_distance
from generatif.failures import FAILURES, Failure
from generatif.models import laboratory
from generatif.models.laboratory_setting import DIGITS, RING
from generatif.models.laboratory_tasks import ring_points
from measure_failures import MODULES

NAMES = sorted(FAILURES)


def differing(one, other):
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


@pytest.fixture(scope="module")
def stored():
    return failures.stored()


@pytest.fixture(scope="module")
def digits():
    return load_mnist("embedded")


def run_of(stored, setting):
    return stored["runs"][failures.label(setting)]


def test_catalog_holds_the_eight_failures_and_collapse_on_digits():
    keys = {failure.key for failure in FAILURES.values()}
    assert len(FAILURES) == 9
    assert keys >= {"g_loss", "data_range", "swap_labels", "training", "d_trainable", "rate_scale"}


@pytest.mark.parametrize("name", NAMES)
def test_failing_and_cured_differ_in_one_key(name):
    failure = FAILURES[name]
    pair = map(dataclasses.asdict, (failure.cured, failure.failing))
    assert differing(*pair) == {failure.key}


@pytest.mark.parametrize("name", NAMES)
def test_stored_settings_differ_in_the_named_key_only(stored, name):
    failure = FAILURES[name]
    for seed in stored["seeds"]:
        pair = [run_of(stored, s)[str(seed)]["setting"] for s in (failure.cured, failure.failing)]
        assert differing(*pair) == {failure.key}
        assert pair == [dataclasses.asdict(s) for s in (failure.cured, failure.failing)]


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_seed_separates(stored, name):
    failure = FAILURES[name]
    assert len(stored["seeds"]) == 3
    scores = [
        [run_of(stored, setting)[str(seed)]["scores"] for seed in stored["seeds"]]
        for setting in (failure.failing, failure.cured)
    ]
    assert failures.separates(failure, *scores)


def frechet_of(stored, setting):
    return [run_of(stored, setting)[str(seed)]["scores"]["frechet"] for seed in stored["seeds"]]


def test_contrasts_are_unharmed_unless_training_is_forgotten(stored):
    for setting in failures.CONTRASTS:
        distances = frechet_of(stored, setting)
        if setting.training:
            assert max(distances) < 100
        else:
            assert min(distances) < 100 < 150 < max(distances)


def test_limits_were_chosen_on_other_seeds(stored):
    assert stored["seeds"] == list(failures.SEEDS)
    assert not set(failures.SEEDS) & set(failures.EXPLORED)
    for runs in stored["runs"].values():
        assert sorted(runs) == sorted(map(str, failures.SEEDS))


def test_stored_runs_belong_to_this_code(stored):
    now = {module: provenance.code_sha256(module) for module in MODULES}
    for runs in stored["runs"].values():
        for seed in stored["seeds"]:
            assert runs[str(seed)]["code"] == now
            assert {len(curve) for curve in runs[str(seed)]["curves"].values()} == {60}
    assert set(stored["runs"]) == set(failures.settings())


def test_stored_references_are_measured_the_same_way(stored, digits):
    images = digits.x_train[np.arange(1000) * 6]
    made = failure_scores.measure_digits(images)
    for key, value in stored["references"]["real"].items():
        assert made[key] == pytest.approx(value, rel=2e-3, abs=1e-3)


def test_ring_pair_separates_live():
    failure = FAILURES["ring-collapse"]
    pair = []
    for setting in (failure.failing, failure.cured):
        game, curves = laboratory.train(setting, seed=7)
        pair.append([failure_scores.measure_run(game, curves)])
    assert failures.separates(failure, *pair)


def test_separation_needs_every_seed_and_every_measure():
    failure = Failure("x", "x", RING, "penalty", 1.0, {"frechet": (200, 120), "modes": (3, 7)})
    bad, good = {"frechet": 250, "modes": 2}, {"frechet": 80, "modes": 8}
    assert failures.separates(failure, [bad, bad], [good, good])
    for worse in ({"frechet": 150, "modes": 2}, {"frechet": 250, "modes": 4}):
        assert not failures.separates(failure, [bad, worse], [good, good])
    for worse in ({"frechet": 130, "modes": 8}, {"frechet": 80, "modes": 6}):
        assert not failures.separates(failure, [bad, bad], [good, worse])


def test_labels_name_the_changed_keys():
    assert failures.label(DIGITS) == "digits"
    assert failures.label(RING) == "ring"
    changed = dataclasses.replace(DIGITS, g_loss="saturating", d_rate=2e-2)
    assert failures.label(changed) == "digits-d_rate-0.02-g_loss-saturating"


def test_modes_are_counted_where_points_are():
    points = ring_points(4000, 5)
    assert failure_scores.covered_modes(points) == 8
    assert failure_scores.measure_points(points)["inside_share"] > 0.98
    one = np.tile([[1.0, 0.0]], (1000, 1))
    assert failure_scores.measure_points(one) == {"modes": 1, "inside_share": 1.0}
    assert failure_scores.covered_modes(0.5 * points) == 0
    rare = np.concatenate([one, np.tile([[-1.0, 0.0]], (9, 1))])
    assert failure_scores.covered_modes(rare) == 1
    assert failure_scores.covered_modes(np.concatenate([rare, [[-1.0, 0.0]] * 2])) == 2


def test_points_just_outside_three_deviations_do_not_count():
    assert failure_scores.covered_modes(np.array([[1.149, 0.0]])) == 1
    assert failure_scores.covered_modes(np.array([[1.151, 0.0]])) == 0


def test_twins_are_close(digits):
    real = digits.x_test[:200]
    distances = np.linalg.norm(
        (real[:, None] / 255 - real[None] / 255).reshape(200, 200, -1), axis=2
    )
    np.fill_diagonal(distances, np.inf)
    assert twin_distance(real) == pytest.approx(np.median(distances.min(axis=1)), rel=1e-6)
    assert twin_distance(np.concatenate([real[:50]] * 2)) == pytest.approx(0, abs=1e-6)


def test_digit_measures_see_noise_and_one_class(digits):
    real = failure_scores.measure_digits(digits.x_train[np.arange(1000) * 6])
    noise = np.random.default_rng(0).integers(0, 256, (1000, 28, 28, 1)).astype("uint8")
    ones = digits.x_train[digits.y_train == 1]
    one = failure_scores.measure_digits(np.concatenate([ones, ones])[:1000])
    assert real["frechet"] < 10 < 200 < failure_scores.measure_digits(noise)["frechet"]
    assert real["histogram_kl"] < 0.02 < 2 < one["histogram_kl"]
    assert one["twin"] < 0.1 * real["twin"]


@pytest.mark.parametrize("data_range", ["unit", "symmetric"])
def test_samples_are_shown_in_the_range_of_their_data(data_range):
    setting = dataclasses.replace(DIGITS, width=2, data_range=data_range)
    game = laboratory.LaboratoryGAN(setting, 1)
    raw = game(np.random.default_rng(0).standard_normal((16, 32)).astype("float32")).numpy()
    shown = raw if data_range == "unit" else raw / 2 + 0.5
    expected = np.rint(255 * np.clip(shown, 0, 1))
    made = failure_scores.sample(game, 16)
    assert made.dtype == np.uint8
    np.testing.assert_allclose(made, expected, atol=1)
    assert np.mean(made == expected) > 0.99


def test_stored_pictures_are_small_and_complete(stored):
    names = [name for name in stored["runs"] if name.startswith("digits")]
    for name in names:
        assert failures.stored_picture(name).shape == (32, 28, 28, 1)
    folder = ledger.files("generatif") / "measured" / failures.PICTURES
    files = list(folder.iterdir())
    assert sorted(each.name for each in files) == sorted(f"{name}.png" for name in names)
    assert max(len(each.read_bytes()) for each in files) <= 30_000


def test_a_stored_picture_keeps_the_order_of_its_samples(tmp_path, monkeypatch, digits):
    import measure_failures as tool

    monkeypatch.setattr(ledger, "files", lambda _: tmp_path)
    tool.save_picture(tmp_path / "measured", "contoh", digits.x_test[:32])
    np.testing.assert_array_equal(failures.stored_picture("contoh"), digits.x_test[:32])

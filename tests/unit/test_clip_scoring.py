"""Ukuran klip: pusat massa menurut SciPy, gerak dengan tangan, garis dasar, dan pemisahan."""

import numpy as np
import pytest
from scipy.ndimage import center_of_mass

from generatif import metrics, recipes
from generatif.classifiers import load_classifiers
from generatif.clip_scoring import ClipScorer, mix_frames, shuffle_frames
from generatif.clip_statistics import (
    crop_digits,
    find_centers,
    kept_share,
    modal_classes,
    motion_statistics,
)
from generatif.datasets import load_mnist
from generatif.moving_digits import make_clips, random_paths

COUNT = 120


@pytest.fixture(scope="module")
def scorer():
    return ClipScorer(recipes.find("mocogan-mnist", "kilat"), COUNT)


@pytest.fixture(scope="module")
def baselines(scorer):
    return scorer.baselines()


class FakeGenerator:
    """Pembuat klip yang isinya hanya dari kode isi dan geraknya hanya dari derau, atau tertukar."""

    def __init__(self, swapped=False):
        self.digits = load_mnist("embedded").x_train
        self.swapped = swapped

    def predict(self, inputs, **_):
        """Angka yang dipilih oleh kode isi, di lintasan yang diundi dengan benih dari derau."""
        keys = [(1e6 * np.abs(each.reshape(len(each), -1)[:, 0])).astype(int) for each in inputs]
        content, motion = keys[::-1] if self.swapped else keys
        paths = np.concatenate([random_paths(1, seed=key) for key in motion])
        clips = make_clips(self.digits[content % len(self.digits)], paths)
        return clips.astype("float32") / 127.5 - 1


def test_centers_equal_scipy_and_blank_frames_sit_in_the_middle():
    clips = np.random.default_rng(0).integers(0, 256, (3, 2, 28, 28, 1), np.uint8)
    clips[2, 1] = 0
    centers = find_centers(clips)
    for clip, frame in ((0, 0), (1, 1), (2, 0)):
        expected = np.array(center_of_mass(clips[clip, frame, ..., 0].astype(float))) + 0.5
        np.testing.assert_allclose(centers[clip, frame], expected)
    np.testing.assert_array_equal(centers[2, 1], [14, 14])


def test_a_square_is_cropped_around_its_center():
    clips = np.zeros((1, 2, 28, 28, 1), np.uint8)
    clips[0, 0, 0:4, 24:28] = 255
    clips[0, 1, 10:14, 3:7] = 255
    crops = crop_digits(clips, find_centers(clips))
    assert crops.shape == (1, 2, 28, 28, 1)
    np.testing.assert_array_equal(crops[0, 0], crops[0, 1])
    assert (crops[0, 0, 11:17, 11:17] > 200).all()
    assert crops[0, 0, :8].max() < 40


def test_motion_by_hand():
    path = np.array([[[0, 0], [3, 4], [6, 8], [6, 8], [6, 8.6]]])
    motion = motion_statistics(path)
    assert motion["speed"] == pytest.approx((5 + 5 + 0 + 0.6) / 4)
    assert motion["still"] == 0.25
    assert motion["straight"] == pytest.approx(1 / 3)


def test_kept_share_by_hand():
    classes = np.array([[8, 3, 3, 3], [1, 1, 1, 1], [5, 2, 5, 2]])
    np.testing.assert_array_equal(modal_classes(classes), [3, 1, 2])
    assert kept_share(classes) == pytest.approx((3 + 4 + 2) / 12)


def test_frames_are_shuffled_within_and_mixed_across_clips():
    clips = 10 * np.arange(12)[:, None] + np.arange(10)
    shuffled = shuffle_frames(clips, seed=1)
    np.testing.assert_array_equal(np.sort(shuffled, axis=1), clips)
    assert (shuffled != clips).any(axis=1).all()
    mixed = mix_frames(clips)
    np.testing.assert_array_equal(mixed % 10, clips % 10)
    np.testing.assert_array_equal(mixed[0] // 10, np.arange(10))


def test_each_baseline_fails_in_its_own_way(baselines):
    rows = {name: {**row, **row["judges"]["residual"]} for name, row in baselines.items()}
    assert rows["real"]["path_frechet"] == pytest.approx(0, abs=1e-6)
    assert rows["real"]["frechet"] == pytest.approx(0, abs=1e-6)
    assert rows["real"]["class_kl"] < rows["mixed"]["class_kl"]
    assert min(rows["train"][name] for name in ("path_frechet", "frechet")) > 0.1
    assert rows["real"]["kept"] > 0.95
    assert rows["frozen"]["still"] == rows["frozen"]["kept"] == 1
    assert rows["frozen"]["path_frechet"] > 10 * rows["train"]["path_frechet"]
    assert rows["shuffled"]["straight"] < 0.1 < 0.7 < rows["real"]["straight"]
    assert rows["shuffled"]["kept"] == rows["real"]["kept"]
    assert rows["mixed"]["kept"] < 0.3
    assert rows["mixed"]["confident"] == rows["real"]["confident"]


def test_a_walk_moves_well_but_changes_its_digit(scorer):
    images = load_mnist("embedded").x_train[: 10 * COUNT].reshape(10, COUNT, 28, 28, 1)
    row = scorer.walk_scores(images)
    assert row["straight"] > 0.4
    assert 1 < row["speed"] < 2.5
    assert row["path_frechet"] < 30
    assert row["judges"]["plain"]["kept"] < 0.4
    still = scorer.walk_scores(np.repeat(images[:1], 10, axis=0))
    assert 1 < still["speed"] < 1.4
    assert still["judges"]["plain"]["kept"] > 0.95


def test_judgements_equal_the_classifier_read_by_hand(scorer):
    """Angka dibaca pengklasifikasi; hanya bingkai pertama dan terakhir yang dibandingkan."""
    data = scorer.recipe.load()
    sets = {"made": data.x_train[:COUNT], "real": data.x_test[:COUNT]}
    ends, shares = {}, {}
    for name, clips in sets.items():
        crops = crop_digits(clips, find_centers(clips)).reshape(-1, 28, 28, 1)
        features, found = load_classifiers("mnist")["plain"](crops)
        features = features.reshape(COUNT, 10, -1)
        ends[name] = np.concatenate([features[:, 0], features[:, 9]])
        shares[name] = found.reshape(COUNT, 10, -1)
    row = scorer.scores(sets["made"])["judges"]["plain"]
    manifold = metrics.manifold_scores(ends["made"], ends["real"])
    assert row["frechet"] == pytest.approx(metrics.frechet_distance(ends["made"], ends["real"]))
    assert row["recall"] == pytest.approx(manifold["recall"])
    assert row["coverage"] == pytest.approx(manifold["coverage"])
    assert row["confident"] == np.mean(shares["made"].max(axis=2) >= 0.9)
    classes = modal_classes(shares["made"].argmax(axis=2))
    frequencies = np.array([np.mean(classes == digit) for digit in range(10)])
    seen = frequencies[frequencies > 0]
    assert row["class_kl"] == pytest.approx(np.sum(seen * np.log(10 * seen)), abs=1e-6)


def test_separation_is_seen_and_its_absence_too(scorer):
    """Bila kedua masukannya tertukar, klip seisi tidak lagi sekelas dan sederau tidak segerak."""
    right = scorer.separation(FakeGenerator(), pairs=60)
    wrong = scorer.separation(FakeGenerator(swapped=True), pairs=60)
    assert right["same_content"]["plain"] > 0.9 > 0.3 > right["other_content"]["plain"]
    assert right["same_motion"] < 1 < 4 < right["other_motion"]
    assert wrong["same_content"]["plain"] < 0.3 < 0.9 < wrong["other_content"]["plain"]
    assert wrong["other_motion"] < 1 < 4 < wrong["same_motion"]


def test_scorer_measures_a_generator(scorer):
    recipe = scorer.recipe
    generator = recipe.networks(recipe.build())["generator"]
    row = scorer.final(generator)
    assert row["count"] == COUNT
    assert set(row["judges"]) == {"plain", "residual"}
    assert set(row["separation"]) == {
        "same_content",
        "other_content",
        "same_motion",
        "other_motion",
    }
    table = scorer.summary(row)
    assert table[0] == ("UKURAN", "NILAI")
    assert ("langkah lurus", f"{row['straight']:.3f}") in table
    epoch = scorer.epoch(generator)
    assert epoch["path_frechet"] == row["path_frechet"]
    assert epoch["kept_plain"] == row["judges"]["plain"]["kept"]
    assert epoch["frechet_plain"] == row["judges"]["plain"]["frechet"]


def test_stored_measures_are_shown_without_data(scorer, monkeypatch):
    """`ukur` hanya mencetak yang tersimpan; tanpa data lengkap pun ia harus jalan."""

    def no_data(self):
        raise AssertionError("data tidak boleh dimuat")

    monkeypatch.setattr(type(scorer.recipe), "load", no_data)
    measured = {"path_frechet": 1.0, "straight": 0.5, "judges": {}}
    assert ("langkah lurus", "0.500") in ClipScorer(scorer.recipe, 5).summary(measured)

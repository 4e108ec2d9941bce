"""Ukuran salinan, selisih berpasangan, dan satu kasus kecil."""

import numpy as np
import pytest
from scipy import stats

from generatif import augmentation_scoring as tool


def normal(count, seed):
    return np.random.default_rng(seed).normal(size=(count, 4, 4, 1))


def test_copies_new_images_and_swapped_sets():
    seen, unseen = normal(40, 0), normal(40, 1)
    near = seen[:10] + 0.01
    assert tool.copied_share(near, seen, unseen) == 1
    assert tool.copied_share(near, unseen, seen) == 0
    assert tool.copied_share(near, seen, seen) == 0.5
    fresh = [
        tool.copied_share(normal(200, seed), normal(40, 100 + seed), normal(40, 200 + seed))
        for seed in range(30)
    ]
    assert abs(np.mean(fresh) - 0.5) < 0.04
    half = np.concatenate([near, unseen[:10]])
    assert tool.copied_share(half, seen, unseen) == 0.5


def test_sets_of_different_size_are_refused():
    with pytest.raises(ValueError, match="berisi 40 citra dan pembandingnya 39"):
        tool.copied_share(normal(5, 0), normal(40, 0), normal(39, 1))


@pytest.mark.parametrize("count", [2, 5, 10])
def test_paired_difference_agrees_with_scipy(count):
    rng = np.random.default_rng(count)
    base = rng.normal(size=count)
    values = base + rng.normal(0.8, 1, size=count)
    found = tool.paired_difference(list(values), list(base))
    expected = stats.ttest_rel(values, base)
    interval = expected.confidence_interval(0.95)
    assert found["mean"] == pytest.approx(np.mean(values - base))
    assert found["error"] == pytest.approx(stats.sem(values - base))
    assert (found["low"], found["high"]) == pytest.approx(tuple(interval), abs=1e-3)
    assert found["wins"] == np.sum(values > base)
    assert found["distinct"] == (expected.pvalue < 0.05)


def test_paired_difference_of_equal_values_is_not_distinct():
    found = tool.paired_difference([1.0, 2.0], [1.0, 2.0])
    assert (found["mean"], found["wins"], found["distinct"]) == (0, 0, False)
    steady = tool.paired_difference([2.0, 3.0], [1.0, 2.0])
    assert steady["distinct"] is True


@pytest.mark.parametrize(("values", "base"), [([1.0, 2.0], [1.0]), ([1.0], [1.0]), ([], [])])
def test_unpaired_values_are_refused(values, base):
    with pytest.raises(ValueError, match="yang diharapkan"):
        tool.paired_difference(values, base)


def test_scores_of_made_images():
    made, labels = normal(4, 0), np.array([0, 0, 1, 1])
    always_one = lambda images: (None, np.tile([0.1, 0.9], (len(images), 1)))  # noqa: E731
    scores = tool.score_made(made, labels, normal(6, 1), normal(6, 2), {"satu": always_one})
    assert scores["accuracy_satu"] == 0.5
    assert 0 <= scores["copied_share"] <= 1


def test_a_case_trains_every_row_from_the_same_few_images(monkeypatch):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (60, 28, 28, 1)).astype("uint8")
    labels = np.arange(60) % 3
    shown, trained = [], []

    def sampler(kind, **options):
        def make(few, few_labels, classes, per_class, *, seed):
            shown.append((kind, options, few, few_labels, classes, seed))
            return np.full((classes * per_class, 28, 28, 1), 128 + len(shown), "uint8")

        return make

    def train(real, made=None, **options):
        trained.append((real, made, options))

    monkeypatch.setattr(tool, "sampler", sampler)
    monkeypatch.setattr(tool.augmentation, "train_classifier", train)
    monkeypatch.setattr(tool.augmentation, "accuracy", lambda network, x, y: float(len(x)))
    scores, made = tool.run_case(
        (images[:40], labels[:40]),
        (images[40:], labels[40:]),
        4,
        7,
        made_per_class=2,
        steps=9,
        generator_options={"gan": {"steps": 3}},
    )
    assert [each[:2] for each in shown] == [("gauss", {}), ("vae", {}), ("gan", {"steps": 3})]
    few = shown[0][2]
    assert len(few) == 12
    assert {each.tobytes() for each in few} <= {each.tobytes() for each in images[:40]}
    for _, _, seen, seen_labels, classes, _ in shown:
        np.testing.assert_array_equal(seen, few)
        np.testing.assert_array_equal(seen_labels, np.repeat([0, 1, 2], 4))
        assert classes == 3
    assert list(scores["accuracy"]) == list(tool.ROWS)
    assert set(scores["accuracy"].values()) == {20.0}
    assert scores["made"].keys() == made.keys() == {"gauss", "vae", "gan"}
    for (real, extra, options), (classic, kind, share) in zip(
        trained, tool.ROWS.values(), strict=True
    ):
        np.testing.assert_allclose(real[0], few / 255, atol=1e-6)
        assert (options["classic"], options["steps"]) == (classic, 9)
        assert options["seed"] == trained[0][2]["seed"]
        assert (extra is None) == (kind is None)
        if kind:
            np.testing.assert_allclose(extra[0], made[kind] / 255, atol=1e-6)
            np.testing.assert_array_equal(extra[1], [0, 0, 1, 1, 2, 2])
            assert options["share"] == share

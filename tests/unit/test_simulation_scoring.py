"""Ukuran simulasi: penghalusan, pengklasifikasi pembanding, dan hakim yang bebas."""

import keras
import numpy as np
import pytest

from generatif import recipes
from generatif import simulation_scoring as scoring
from generatif.data import load_mnist, scale_to_unit
from generatif.metrics import frechet_distance
from generatif.simulation_scoring import guess, refine, share_right, train_classifier

COUNT = 120


@pytest.fixture(scope="module")
def data():
    return load_mnist("embedded")


@pytest.fixture(scope="module")
def recipe():
    return recipes.customize(recipes.find("simgan-mnist", "kilat"), count=200, seed=7)


@pytest.fixture
def short(monkeypatch):
    """Pengklasifikasi pembanding hanya dilatih 5 langkah."""
    train = scoring.train_classifier
    monkeypatch.setattr(
        scoring, "train_classifier", lambda *data, seed: train(*data, seed=seed, steps=5)
    )


def changed_network(scale, offset):
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Rescaling(scale, offset)])


def test_refine_clips_before_rounding():
    images = np.linspace(0, 1, 784, dtype="float32").reshape(1, 28, 28, 1)
    made = refine(changed_network(1.5, -0.25), images)
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, np.rint(255 * np.clip(1.5 * images - 0.25, 0, 1)))


def test_classifier_learns_its_data_and_its_seed_decides_it(data):
    images, labels = data.x_train[:500], data.y_train[:500]
    networks = [train_classifier(images, labels, seed=3, steps=50) for _ in range(2)]
    assert share_right(networks[0], images, labels) > 0.8
    np.testing.assert_array_equal(*(guess(each, images) for each in networks))
    other = train_classifier(images, labels, seed=4, steps=1)
    assert not np.array_equal(other.get_weights()[0], networks[0].get_weights()[0])


def test_steps_do_not_depend_on_the_number_of_pictures(data):
    for count in (64, 200):
        network = train_classifier(data.x_train[:count], data.y_train[:count], seed=1, steps=7)
        assert int(network.optimizer.iterations) == 7


def test_share_right_by_hand(data):
    class Fixed:
        def predict(self, images, **_):
            assert images.max() <= 1
            return np.eye(10)[[3, 1, 4, 1]]

    labels = np.array([3, 1, 4, 2])
    assert share_right(Fixed(), data.x_test[:4], labels) == 0.75
    np.testing.assert_array_equal(guess(Fixed(), data.x_test[:4]), [3, 1, 4, 1])


def test_epoch_row_never_touches_the_test_data(recipe, data):
    scorer = recipe.scorer(COUNT)
    network = changed_network(1.0, 0.0)
    row = scorer.epoch(network)
    images, labels = (each[:COUNT] for each in recipe.simulate())
    for name, judge in scorer._classifiers.items():
        features, chances = judge(images)
        assert row[f"kept_{name}"] == pytest.approx((chances.argmax(1) == labels).mean())
        expected = frechet_distance(features, judge(data.x_train[:COUNT])[0])
        assert row[f"frechet_{name}"] == pytest.approx(expected)
    assert len(row) == 4


def test_final_measures_the_refined_pictures(recipe, data, short, monkeypatch):
    scorer = recipe.scorer(COUNT)
    used = []
    train = scoring.train_classifier
    monkeypatch.setattr(
        scoring,
        "train_classifier",
        lambda images, labels, seed: (
            used.append((images, labels, seed)) or train(images, labels, seed=seed)
        ),
    )
    final = scorer.final(changed_network(-1.0, 1.0))
    simulated, labels = recipe.simulate()
    np.testing.assert_array_equal(used[0][0], 255 - simulated)
    np.testing.assert_array_equal(used[0][1], labels)
    assert used[0][2] == recipe.seed
    assert final["count"] == COUNT
    distance = np.abs(255 - 2 * simulated.astype(int)).mean() / 255
    assert final["change"] == pytest.approx(distance)
    assert set(final["classifiers"]) == set(final["judges"]) == {"plain", "residual"}
    for name, judge in scorer._classifiers.items():
        row, count = final["judges"][name], slice(0, COUNT)
        features, chances = judge(255 - simulated[count])
        right = chances.argmax(1) == labels[count]
        before = judge(simulated[count])[1].argmax(1) == labels[count]
        assert row["accuracy"] == pytest.approx(right.mean())
        assert row["lost"] == (before & ~right).sum()
        assert row["gained"] == (right & ~before).sum()
        expected = frechet_distance(features, judge(data.x_test[:COUNT])[0])
        assert row["frechet"] == pytest.approx(expected)
    assert len(scorer.summary(final)) == 1 + 2 + 2 * 3


def test_test_accuracy_is_measured_on_the_real_test_pictures(recipe, data, monkeypatch):
    scorer = recipe.scorer(COUNT)
    seen = {}
    monkeypatch.setattr(scoring, "train_classifier", lambda *_, seed: None)
    monkeypatch.setattr(
        scoring, "share_right", lambda _, images, labels: seen.update(x=images, y=labels) or 0.5
    )
    assert scorer.scores(*recipe.simulate())["test_accuracy"] == 0.5
    np.testing.assert_array_equal(seen["x"], data.x_test[:COUNT])
    np.testing.assert_array_equal(seen["y"], data.y_test[:COUNT])


def test_unrefined_pictures_lose_nothing(recipe, short):
    simulated, labels = recipe.simulate()
    for row in recipe.scorer(COUNT).scores(simulated, labels)["judges"].values():
        assert (row["lost"], row["gained"]) == (0, 0)
        assert row["frechet"] > 0
    assert scale_to_unit(simulated).max() == 1


def test_bad_arguments(data):
    with pytest.raises(ValueError, match="banyak citra = 63; yang diharapkan: paling sedikit 64"):
        train_classifier(data.x_train[:63], data.y_train[:63], seed=1)
    with pytest.raises(ValueError, match="steps = 0"):
        train_classifier(data.x_train[:64], data.y_train[:64], seed=1, steps=0)

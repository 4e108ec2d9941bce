"""Ukuran penambalan: di dalam dan di luar lubang, kelas, dan garis dasar."""

import keras
import numpy as np
import pytest

from generatif import recipes
from generatif.classifiers import load_classifiers
from generatif.data import load_fashion_mnist
from generatif.inpainting_scoring import fill_images, hole_error
from generatif.masks import KINDS, assign_masks
from generatif.metrics import edge_strength, frechet_distance

COUNT = 120


@pytest.fixture(scope="module")
def data():
    return load_fashion_mnist("embedded")


@pytest.fixture(scope="module")
def images(data):
    return data.x_test[:COUNT]


@pytest.fixture(scope="module")
def scorer():
    return recipes.find("inpaint-gan", "kilat").scorer(COUNT)


def constant_network(value):
    """Jaringan yang mengeluarkan `value` di semua piksel."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 2)),
            keras.layers.Conv2D(1, 1, kernel_initializer="zeros", name="nol"),
            keras.layers.Rescaling(1.0, value),
        ]
    )


def test_fill_images_pastes_the_network_output(images):
    masks = assign_masks("half", COUNT)
    made = fill_images(constant_network(0.6), images, masks)
    assert made.dtype == np.uint8
    assert (made[masks == 1] == 153).all()
    np.testing.assert_array_equal(made[masks == 0], images[masks == 0])


def test_hole_error_by_hand():
    images = np.zeros((2, 2, 2, 1), "uint8")
    made = np.array([51, 102, 0, 255, 0, 0, 255, 0], "uint8").reshape(2, 2, 2, 1)
    masks = np.array([1, 0, 1, 0, 0, 0, 1, 1]).reshape(2, 2, 2, 1)
    assert hole_error(made, images, masks) == pytest.approx((0.2 + 0 + 1 + 0) / 4)
    assert hole_error(made, images, 1 - masks) == pytest.approx((0.4 + 1 + 0 + 0) / 4)


@pytest.mark.parametrize("kind", KINDS)
def test_scores_equal_their_definitions(scorer, data, images, kind):
    made = np.roll(images, 3, axis=2)
    scores = scorer.scores(made, kind)
    masks = assign_masks(kind, COUNT)
    apart = np.abs(made / 255 - images / 255)
    assert scores["hole_error"] == pytest.approx(apart[masks == 1].mean())
    assert scores["outside_error"] == pytest.approx(apart[masks == 0].mean())
    assert scores["edge_strength"] == edge_strength(made)
    for name, classifier in load_classifiers("fashion_mnist").items():
        features, probabilities = classifier(made)
        row = scores["judges"][name]
        right = probabilities.argmax(axis=1) == data.y_test[:COUNT]
        assert row["accuracy"] == pytest.approx(right.mean())
        assert row["frechet"] == pytest.approx(frechet_distance(features, classifier(images)[0]))
        assert row["lost"] > 0


def test_baselines_keep_the_visible_part_and_differ():
    rows = recipes.find("inpaint-gan", "kilat").scorer(24).baselines()
    assert set(rows) == set(KINDS)
    for row in rows.values():
        assert set(row) == {"empty", "mean", "biharmonic", "linear", "nearest", "real"}
        assert all(each["outside_error"] == 0 for each in row.values())
        assert row["real"]["hole_error"] == 0
        assert len({each["hole_error"] for each in row.values()}) == 6
        for judge in row["real"]["judges"].values():
            assert judge["lost"] == 0
            assert judge["frechet"] == pytest.approx(0, abs=1e-6)
    assert rows["square"]["linear"]["hole_error"] < rows["square"]["mean"]["hole_error"]


def test_final_and_epoch_measure_the_network(scorer, data):
    network = constant_network(0.5)
    final = scorer.final(network)
    assert final["count"] == COUNT
    assert final["parameters"] == network.count_params() == 3
    assert set(final["classifiers"]) == {"plain", "residual"}
    row = scorer.epoch(network)
    train = data.x_train[:COUNT]
    for kind in KINDS:
        masks = assign_masks(kind, COUNT)
        assert final["kinds"][kind]["outside_error"] == 0
        expected = np.abs(np.rint(127.5) / 255 - train / 255)[masks == 1].mean()
        assert row[f"train_error_{kind}"] == pytest.approx(expected)
    assert len(scorer.summary(final)) == 1 + len(KINDS)

"""Ukuran translasi: garis dasar, keterikatan pada asal, dan uji sinyal tersembunyi."""

import keras
import numpy as np
import pytest

from generatif import recipes
from generatif import translation_scoring as scoring
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.metrics import frechet_distance
from generatif.models.cyclegan import join_networks
from generatif.outlines import draw_outlines

COUNT = 60


@pytest.fixture(scope="module")
def data():
    return load_fashion_mnist("embedded")


@pytest.fixture(scope="module")
def paired():
    return recipes.find("pix2pix-fashion", "kilat").scorer(COUNT)


@pytest.fixture(scope="module")
def shoes():
    return recipes.find("cyclegan-shoes", "kilat").scorer(COUNT)


def affine(scale, shift=0.0):
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Rescaling(scale, shift)])


def test_directions_come_from_the_right_network():
    forward, backward = affine(0.5), affine(0.25)
    split = scoring.split_directions(join_networks(forward, backward, ("forward", "backward")))
    ones = np.ones((1, 28, 28, 1), "float32")
    assert scoring.translate_pixels(split["forward"], ones).max() == 0.5
    assert scoring.translate_pixels(split["backward"], ones).max() == 0.25
    assert list(scoring.split_directions(forward)) == ["forward"]


def test_translate_clips_then_rounds():
    pixels = np.linspace(0, 1, 784, dtype="float32").reshape(1, 28, 28, 1)
    made = scoring.translate(affine(2.0, -0.5), pixels)
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, np.rint(255 * np.clip(2 * pixels - 0.5, 0, 1)))


def test_l1_by_hand():
    a = np.array([0, 51, 255], "uint8").reshape(1, 3, 1, 1)
    b = np.array([51, 0, 255], "uint8").reshape(1, 3, 1, 1)
    assert scoring.l1(a, b) == pytest.approx(0.4 / 3)


def test_origin_rate_of_a_copy_a_common_change_and_a_swap(data):
    images = data.x_test[:50]
    assert scoring.origin_rate(images, images) == 1
    patched = images // 2
    patched[:, 4:10, 4:10] = 200
    assert scoring.origin_rate(patched, images) > 0.9
    swapped = images.copy()
    swapped[:20] = images[:20][::-1]
    assert scoring.origin_rate(swapped, images) == pytest.approx(0.6)
    assert scoring.origin_rate(np.broadcast_to(images[:1], images.shape), images) <= 0.02


def test_origin_rate_equals_numpy_correlation(data):
    """Korelasi setiap pasangan, citra demi citra."""
    made, sources = data.x_test[:30] // 4 + data.x_test[30:60] // 2, data.x_test[:30]
    rows = [each.reshape(30, -1).astype("float64") for each in (made, sources)]
    rows = [each - each.mean(axis=0) for each in rows]
    wins = 0
    for index, one in enumerate(rows[0]):
        likeness = [one @ other / np.sqrt(other @ other) for other in rows[1]]
        wins += int(np.argmax(likeness) == index)
    assert 0 < wins < 30
    assert scoring.origin_rate(made, sources) == pytest.approx(wins / 30)


def test_fill_stays_inside_the_line(data):
    square = np.zeros((1, 9, 9, 1), "uint8")
    square[:, 2, 2:7] = square[:, 6, 2:7] = square[:, 2:7, 2] = square[:, 2:7, 6] = 255
    filled = scoring.fill_outlines(square, 90)[0, ..., 0]
    expected = np.zeros((9, 9), "uint8")
    expected[2:7, 2:7] = 90
    np.testing.assert_array_equal(filled, expected)
    corner = np.zeros((1, 9, 9, 1), "uint8")
    corner[:, 2, 2:7] = corner[:, 2:7, 2] = 255
    filled = scoring.fill_outlines(corner, 90)[0, ..., 0]
    np.testing.assert_array_equal(filled, np.where(corner[0, ..., 0], 90, 0))
    pillars = np.zeros_like(corner)
    pillars[:, 2:7, 2] = pillars[:, 2:7, 6] = 255
    for lines in (pillars, np.swapaxes(pillars, 1, 2)):
        np.testing.assert_array_equal(scoring.fill_outlines(lines, 255), lines)
    outlines = draw_outlines(data.x_test[:20])
    assert (scoring.fill_outlines(outlines, 90)[outlines > 0] == 90).all()


def test_perturbations_by_definition():
    pixels = np.random.default_rng(3).uniform(size=(40, 28, 28, 1)).astype("float32")
    made = scoring.perturbations(pixels)
    assert set(made) == {"rounded", "binary", "noise_2", "noise_8", "noise_32"}
    assert np.abs(made["rounded"] - pixels).max() <= 0.5 / 255 + 1e-6
    np.testing.assert_array_equal(made["binary"], pixels > 0.5)
    inside = (pixels > 0.4) & (pixels < 0.6)
    for sigma in (2, 8):
        spread = 255 * np.std((made[f"noise_{sigma}"] - pixels)[inside])
        assert spread == pytest.approx(sigma, rel=0.05)
    assert 0 <= made["noise_32"].min() <= made["noise_32"].max() <= 1


def test_hidden_signal_by_hand(data):
    """Pergi membagi dua, pulang mengalikan dua: usikan menjadi dua kali lebih besar."""
    source, target = data.x_test[:30], data.x_test[30:70]
    scores = scoring.hidden_signal(affine(0.5), affine(2.0), source, target)
    made = scale_to_unit(source) / 2
    assert scores["return"]["exact"] == pytest.approx(0, abs=1e-6)
    for name, perturbed in scoring.perturbations(made).items():
        expected = np.abs(np.clip(2 * perturbed, 0, 1) - np.clip(2 * made, 0, 1)).mean()
        assert scores["change"][name] == pytest.approx(expected, abs=1e-5)
        assert scores["return"][name] == pytest.approx(expected, abs=1e-5)
    real = scale_to_unit(target)
    for name, perturbed in scoring.perturbations(real).items():
        expected = np.abs(np.clip(2 * perturbed, 0, 1) - np.clip(2 * real, 0, 1)).mean()
        assert scores["control"][name] == pytest.approx(expected, abs=1e-5)


def test_scores_compare_with_truth_target_and_origin(paired, data):
    images, labels = data.x_test[:COUNT], data.y_test[:COUNT]
    made = np.roll(images, 4, axis=2)
    scores = paired.scores("forward", made)
    assert scores["l1"] == pytest.approx(np.abs(made / 255 - images / 255).mean(), abs=1e-6)
    outlines = draw_outlines(images)
    assert scores["moved"] == pytest.approx(np.abs(made / 255 - outlines / 255).mean(), abs=1e-6)
    for name, classifier in paired._classifiers.items():
        features, probabilities = classifier(made)
        row = scores["judges"][name]
        assert row["accuracy"] == pytest.approx(np.mean(probabilities.argmax(1) == labels))
        assert row["frechet"] == pytest.approx(frechet_distance(features, classifier(images)[0]))


def test_shoe_directions_want_the_other_shoe(shoes, data):
    sneakers, boots = (data.x_test[data.y_test == label][:COUNT] for label in (7, 9))
    rows = shoes.baselines()
    for row in rows["copy"].values():
        assert (row["moved"], row["origin"]) == (0, 1)
        assert row["judges"]["plain"]["accuracy"] < 0.1
    for row in rows["real"].values():
        assert row["judges"]["plain"]["accuracy"] > 0.9
    for direction, made in (("forward", boots), ("backward", sneakers)):
        scores = shoes.scores(direction, made)
        assert scores["judges"]["residual"]["frechet"] == pytest.approx(0, abs=1e-4)
        assert scores["judges"]["residual"]["accuracy"] > 0.9
        assert "l1" not in scores
    stranger = rows["stranger"]["forward"]
    assert stranger["judges"]["residual"]["accuracy"] > 0.9
    assert stranger["origin"] < 0.2


def test_outline_baselines(paired, data):
    rows = paired.baselines()
    assert set(rows) == {"copy", "real", "fill", "neighbor"}
    outlines, known = draw_outlines(data.x_test[:COUNT]), draw_outlines(data.x_train)
    flat = [each.reshape(len(each), -1) > 0 for each in (outlines, known)]
    differing = (flat[0][:, None] != flat[1][None, :600]).sum(axis=2)
    assert rows["neighbor"]["forward"]["l1"] < rows["copy"]["forward"]["l1"]
    some = scoring.metrics.nearest_neighbors(outlines, known[:600])[0]
    np.testing.assert_array_equal(differing[np.arange(COUNT), some], differing.min(axis=1))
    gray = paired.typical_gray()
    inside = scoring.fill_outlines(known, 1) > 0
    below = np.mean(data.x_train[inside] < gray), np.mean(data.x_train[inside] <= gray)
    assert below[0] <= 0.5 <= below[1] + 0.01
    assert rows["real"]["forward"]["judges"]["residual"]["accuracy"] > 0.8


def test_final_and_epoch_measure_both_directions(shoes, paired, data):
    model = shoes.recipe.build()
    network = shoes.recipe.networks(model)["generator"]
    final = shoes.final(network)
    assert final["count"] == COUNT
    assert final["parameters"] == network.count_params()
    sneakers, boots = (data.x_test[data.y_test == label][:COUNT] for label in (7, 9))
    for direction, source in (("forward", sneakers), ("backward", boots)):
        made = network.get_layer(direction).predict(scale_to_unit(source), verbose=0)
        expected = np.abs(np.clip(made, 0, 1) - source / 255).mean()
        assert final[direction]["moved"] == pytest.approx(expected, abs=2e-3)
        back = network.get_layer({"forward": "backward", "backward": "forward"}[direction])
        home = back.predict(np.clip(made, 0, 1), verbose=0)
        expected = np.abs(np.clip(home, 0, 1) - source / 255).mean()
        assert final[direction]["hidden"]["return"]["exact"] == pytest.approx(expected, abs=1e-4)
    assert set(shoes.epoch(network)) == {"train_accuracy_plain", "train_accuracy_residual"}
    single = paired.recipe.networks(paired.recipe.build())["generator"]
    row = paired.final(single)
    assert "backward" not in row
    assert "hidden" not in row["forward"]
    assert "train_l1" in paired.epoch(single)
    assert len(shoes.summary(final)) == 1 + 2 * 2 * 2
    assert len(paired.summary(row)) == 1 + 2 * 2

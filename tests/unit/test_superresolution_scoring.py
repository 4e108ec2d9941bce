"""Ukuran superresolusi: pembesaran klasik, konsistensi, dan kelas yang berubah."""

import keras
import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from skimage.transform import downscale_local_mean

from generatif import recipes
from generatif import superresolution_scoring as scoring
from generatif.data import load_fashion_mnist
from generatif.metrics import edge_strength, frechet_distance
from generatif.superresolution_scoring import (
    back_project,
    class_changes,
    enlarge,
    interpolate,
    shrink_images,
)

COUNT = 150


@pytest.fixture(scope="module")
def data():
    return load_fashion_mnist("embedded")


@pytest.fixture(scope="module")
def images(data):
    return data.x_test[:COUNT]


@pytest.fixture(scope="module", params=[2, 4])
def scorer(request):
    return recipes.find(f"super-mse-x{request.param}", "kilat").scorer(COUNT)


def keys_kernel(x, a=-0.5):
    """Kernel konvolusi kubik Keys (1981)."""
    x = np.abs(x)
    near = (a + 2) * x**3 - (a + 3) * x**2 + 1
    far = a * (x**3 - 5 * x**2 + 8 * x - 4)
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def lanczos_kernel(x):
    return np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)


KERNELS = {"bicubic": keys_kernel, "lanczos": lanczos_kernel}


def resampling_matrix(kernel, size, scale):
    """Bobot tiap piksel kecil bagi tiap piksel besar; pusat piksel di tengah petaknya."""
    centers = (np.arange(size * scale) + 0.5) / scale - 0.5
    weights = kernel(centers[:, None] - np.arange(size)[None])
    return weights / weights.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("scale", [2, 4])
@pytest.mark.parametrize("method", KERNELS)
def test_interpolation_equals_the_textbook_kernel(method, scale):
    low = np.random.default_rng(0).integers(0, 2, (5, 28 // scale, 28 // scale, 1))
    matrix = resampling_matrix(KERNELS[method], 28 // scale, scale)
    expected = matrix @ low[..., 0].astype("float64") @ matrix.T
    assert expected.min() < -0.01
    assert expected.max() > 1.01
    made = interpolate(low, method)
    np.testing.assert_allclose(made[..., 0], np.clip(expected, 0, 1), atol=1e-5)


@pytest.mark.parametrize("scale", [2, 4])
def test_nearest_repeats_pixels(images, scale):
    low = shrink_images(images, scale)
    np.testing.assert_array_equal(
        interpolate(low, "nearest"), low.repeat(scale, 1).repeat(scale, 2)
    )


@pytest.mark.parametrize("scale", [2, 4])
def test_shrink_is_the_block_mean(images, scale):
    expected = downscale_local_mean(images / 255, (1, scale, scale, 1))
    np.testing.assert_allclose(shrink_images(images, scale), expected, atol=1e-6)


@pytest.mark.parametrize("scale", [2, 4])
def test_back_projection_is_the_nearest_consistent_image(images, scale):
    """Dibandingkan dengan pseudoinvers matriks pengecilan, satu baris blok."""
    rng = np.random.default_rng(0)
    large = rng.uniform(0.4, 0.6, (3, 8, 8, 1)).astype("float32")
    low = rng.uniform(0.4, 0.6, (3, 8 // scale, 8 // scale, 1)).astype("float32")
    one = np.kron(np.eye(8 // scale), np.full((1, scale), 1 / scale))
    matrix = np.kron(one, one)
    flat = large.reshape(3, -1).T
    nearest = flat + np.linalg.pinv(matrix) @ (low.reshape(3, -1).T - matrix @ flat)
    made = back_project(large, low)
    np.testing.assert_allclose(made.reshape(3, -1).T, nearest, atol=1e-5)
    np.testing.assert_allclose(back_project(made, low), made, atol=1e-6)
    wild = back_project(
        interpolate(shrink_images(images, scale)) * 3 - 1, shrink_images(images, scale)
    )
    assert 0 <= wild.min() <= wild.max() <= 1


def test_enlarge_clips_before_rounding():
    network = keras.Sequential(
        [keras.Input((14, 14, 1)), keras.layers.UpSampling2D(2), keras.layers.Rescaling(1.5, -0.25)]
    )
    low = np.linspace(0, 1, 196, dtype="float32").reshape(1, 14, 14, 1)
    expected = np.rint(255 * np.clip(1.5 * low - 0.25, 0, 1)).repeat(2, 1).repeat(2, 2)
    made = enlarge(network, low)
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, expected)


def test_class_changes_by_hand():
    labels = np.array([0, 0, 1, 1, 0, 0])
    real = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.7, 0.3], [0.4, 0.6], [0.8, 0.2]]
    made = [[0.6, 0.4], [0.05, 0.95], [0.6, 0.4], [0.2, 0.8], [0.3, 0.7], [0.1, 0.9]]
    assert class_changes(np.array(made), np.array(real), labels) == {
        "accuracy": pytest.approx(2 / 6),
        "lost": 3,
        "confidently_lost": 2,
        "gained": 1,
    }


def test_scores_equal_scikit_image(scorer, images):
    made = np.random.default_rng(0).integers(0, 256, images.shape, "uint8")
    scores = scorer.scores(made)
    pairs = [(a[..., 0] / 255, b[..., 0] / 255) for a, b in zip(images, made, strict=True)]
    psnr = [peak_signal_noise_ratio(*pair, data_range=1) for pair in pairs]
    assert scores["psnr"] == pytest.approx(np.mean(psnr), abs=1e-3)
    options = {"data_range": 1, "gaussian_weights": True, "sigma": 1.5}
    ssim = [
        structural_similarity(*pair, use_sample_covariance=False, **options, full=True)[1]
        for pair in pairs
    ]
    inner = np.mean([each[5:-5, 5:-5].mean() for each in ssim])
    assert scores["ssim"] == pytest.approx(inner, abs=1e-3)
    scale = (scorer.recipe.scale,) * 2
    again = [
        peak_signal_noise_ratio(*(downscale_local_mean(each, scale) for each in pair), data_range=1)
        for pair in pairs
    ]
    assert scores["consistency"] == pytest.approx(np.mean(again), abs=1e-3)
    assert scores["edge_strength"] == edge_strength(made)


def test_judges_compare_with_the_same_real_images(scorer, images, data):
    made = np.roll(images, 6, axis=2)
    scores = scorer.scores(made)["judges"]
    labels = data.y_test[:COUNT]
    for name, classifier in scorer._classifiers.items():
        features, probabilities = classifier(made)
        real_features, real = classifier(images)
        right, real_right = (each.argmax(1) == labels for each in (probabilities, real))
        row = scores[name]
        assert row["accuracy"] == pytest.approx(right.mean())
        assert row["lost"] - row["gained"] == real_right.sum() - right.sum()
        assert 0 < row["confidently_lost"] < row["lost"]
        assert row["frechet"] == pytest.approx(frechet_distance(features, real_features))


def test_consistency_tells_a_shifted_copy_from_a_consistent_one(scorer, images):
    consistent = scoring.unit_to_uint8(interpolate(scorer._low, "nearest"))
    shifted = np.roll(images, 1, axis=2)
    assert scorer.scores(consistent)["consistency"] > 50
    assert scorer.scores(shifted)["consistency"] < 40


def test_baselines_and_real_row(scorer):
    rows = scorer.baselines()
    assert set(rows) == {*scoring.METHODS, "projected", "real"}
    for name in (*scoring.METHODS, "projected"):
        assert np.isfinite(rows[name]["psnr"])
        assert np.isfinite(rows[name]["consistency"])
    for row in rows["real"]["judges"].values():
        assert (row["lost"], row["gained"]) == (0, 0)
        assert row["frechet"] == pytest.approx(0, abs=1e-6)
    for key in ("psnr", "consistency"):
        assert rows["projected"][key] > rows["bicubic"][key]
    assert rows["lanczos"]["psnr"] > rows["bicubic"]["psnr"] > rows["nearest"]["psnr"]


def test_final_and_epoch_measure_the_network(scorer, data):
    recipe = scorer.recipe
    network = next(iter(recipe.networks(recipe.build()).values()))
    final = scorer.final(network)
    assert final["count"] == COUNT
    assert final["parameters"] == network.count_params()
    assert set(final["classifiers"]) == set(final["judges"]) == {"plain", "residual"}
    made = enlarge(network, scorer._low)
    assert final["psnr"] == scorer.scores(made)["psnr"]
    row = scorer.epoch(network)
    train = enlarge(network, shrink_images(data.x_train[:COUNT], recipe.scale))
    expected = [
        peak_signal_noise_ratio(a / 255, b / 255, data_range=1)
        for a, b in zip(data.x_train, train, strict=False)
    ]
    assert row["train_psnr"] == pytest.approx(np.mean(expected), abs=1e-3)
    assert set(row) == {"train_psnr", "train_accuracy_plain", "train_accuracy_residual"}
    assert len(scorer.summary(final)) == 1 + 3 + 2 * 3


def test_bad_method():
    with pytest.raises(ValueError, match="method = 'kubik'; yang diharapkan: salah satu dari"):
        interpolate(np.zeros((1, 14, 14, 1)), "kubik")

"""Ukuran atas piksel dibandingkan dengan pencarian langsung, NumPy, dan bentuk tertutup."""

import keras
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

import generatif
from generatif import metrics


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_gray_share_counts_the_limits():
    levels = np.array([0, 63, 64, 128, 191, 192, 255, 10], dtype="uint8")
    assert metrics.gray_share(levels) == 3 / 8
    with pytest.raises(TypeError, match="uint8"):
        metrics.gray_share(levels / 255)


def test_nearest_neighbors_equal_a_direct_search(rng):
    images = rng.integers(0, 256, (7, 4, 4, 1), dtype="uint8")
    reference = rng.integers(0, 256, (30, 4, 4, 1), dtype="uint8")
    indices, distances = metrics.nearest_neighbors(images, reference, chunk=3)
    for image, index, distance in zip(images, indices, distances, strict=True):
        direct = [np.linalg.norm(image / 255 - other / 255) for other in reference]
        assert index == int(np.argmin(direct))
        assert distance == pytest.approx(min(direct), rel=1e-5)


def test_nearest_neighbors_find_a_copy(rng):
    reference = rng.integers(0, 256, (30, 4, 4, 1), dtype="uint8")
    indices, distances = metrics.nearest_neighbors(reference[[17]], reference)
    assert (indices[0], distances[0]) == (17, 0)


def test_nearest_neighbors_refuse_other_shapes():
    with pytest.raises(ValueError, match="sama tinggi"):
        metrics.nearest_neighbors(np.zeros((2, 4, 4, 1)), np.zeros((2, 5, 4, 1)))
    with pytest.raises(ValueError, match="tidak kosong"):
        metrics.nearest_neighbors(np.zeros((0, 4, 4, 1)), np.zeros((2, 4, 4, 1)))


def test_class_gaussians_keep_mean_and_classes(rng):
    labels = np.repeat([0, 1], 500)
    images = np.where(labels[:, None] == 0, 60, 190) + rng.normal(0, 10, (1000, 16))
    images = np.clip(images, 0, 255).astype("uint8").reshape(-1, 4, 4, 1)
    made = metrics.class_gaussian_images(images, labels, 400, components=16, seed=1)
    assert made.shape == (400, 4, 4, 1)
    assert made.dtype == np.uint8
    assert made[:200].mean() == pytest.approx(60, abs=2)
    assert made[200:].mean() == pytest.approx(190, abs=2)
    assert made[:200].std() == pytest.approx(10, abs=2)


def test_class_gaussians_refuse_missing_labels(rng):
    images = rng.integers(0, 256, (6, 4, 4, 1), dtype="uint8")
    with pytest.raises(ValueError, match="satu label per citra"):
        metrics.class_gaussian_images(images, np.zeros(5), 10)
    with pytest.raises(ValueError, match="sekurangnya 2 citra"):
        metrics.class_gaussian_images(images, np.array([0, 0, 0, 0, 0, 1]), 10)


def test_nearest_neighbors_refuse_nan():
    with pytest.raises(ValueError, match="NaN"):
        metrics.nearest_neighbors(np.full((2, 4, 4, 1), np.nan), np.zeros((2, 4, 4, 1)))


def test_neighbor_distances_against_the_test_distances(rng):
    real = rng.uniform(1, 2, 1000)
    report = metrics.compare_neighbor_distances([0.0, 1.5, 0.5, 3.0], real)
    assert report["neighbor_share"] == 0.5
    np.testing.assert_allclose(report["neighbor_percentiles"][2], 1.0)
    ordered = np.sort(real)
    np.testing.assert_allclose(
        report["test_neighbor_percentiles"],
        [np.interp(share * 999, np.arange(1000), ordered) for share in (0.01, 0.1, 0.5, 0.9)],
    )


def test_new_images_are_not_called_copies(rng):
    real = rng.uniform(1, 2, 20_000)
    share = metrics.compare_neighbor_distances(rng.uniform(1, 2, 20_000), real)["neighbor_share"]
    assert share == pytest.approx(0.01, abs=0.004)


def test_neighbor_distances_need_a_hundred_test_images():
    with pytest.raises(ValueError, match="sekurangnya 100"):
        metrics.compare_neighbor_distances(np.ones(5), np.ones(99))
    with pytest.raises(ValueError, match="tanpa NaN"):
        metrics.compare_neighbor_distances([np.nan], np.ones(100))


def test_memorization_tells_copies_from_new_images(rng):
    train, test, new = (rng.integers(0, 256, (300, 4, 4, 1), dtype="uint8") for _ in range(3))
    half = np.concatenate([train[:100], new[:100]])
    assert metrics.memorization(train[:150], train, test)["neighbor_share"] == 1
    assert metrics.memorization(new, train, test)["neighbor_share"] < 0.05
    # Berjarak sama: 20 dari 200 mengambil kedua paruhnya, bukan 20 yang pertama.
    report = metrics.memorization(half, train, test, queries=150)
    assert report["neighbor_share"] == pytest.approx(0.5, abs=0.05)


def test_evenly_spaced_takes_the_whole_range():
    np.testing.assert_array_equal(metrics.evenly_spaced(np.arange(10), 4), [0, 2, 5, 7])
    np.testing.assert_array_equal(metrics.evenly_spaced(np.arange(3), 4), [0, 1, 2])


def test_psnr_is_the_mean_over_images(rng):
    images, targets = rng.integers(0, 256, (2, 5, 12, 12, 1), dtype="uint8")
    images[0] = targets[0] ^ 1
    errors = ((images / 255 - targets / 255) ** 2).mean(axis=(1, 2, 3))
    expected = np.mean(-10 * np.log10(errors))
    assert metrics.psnr(images, targets) == pytest.approx(expected, rel=1e-4)
    assert metrics.psnr(images / 255, targets / 255) == pytest.approx(expected, rel=1e-4)
    assert expected > 1 - 10 * np.log10(errors.mean())


def test_ssim_of_constant_images_is_the_luminance_term():
    a, b = np.full((3, 12, 12, 1), 0.2), np.full((3, 12, 12, 1), 0.7)
    expected = (2 * 0.2 * 0.7 + 1e-4) / (0.2**2 + 0.7**2 + 1e-4)
    # tf.image.ssim menghitung ragam nol ini dalam float32.
    assert metrics.ssim(a, b) == pytest.approx(expected, abs=1e-3)
    assert metrics.ssim(a, a) == pytest.approx(1)


def test_ssim_equals_the_float64_one_of_keras(rng):
    targets = generatif.load_fashion_mnist("embedded").x_test[:200]
    images = np.roll(targets, 1, axis=2)
    expected = keras.ops.image.ssim(images / 255, targets / 255, max_val=1.0).numpy().mean()
    assert metrics.ssim(images, targets) == pytest.approx(expected, rel=1e-4)


def test_ssim_of_one_window_equals_numpy(rng):
    a, b = rng.uniform(0, 1, (2, 1, 11, 11, 1))
    taps = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    window = np.outer(taps, taps) / taps.sum() ** 2
    x, y = a[0, ..., 0], b[0, ..., 0]
    mean_x, mean_y = (window * x).sum(), (window * y).sum()
    var_x, var_y = (window * x**2).sum() - mean_x**2, (window * y**2).sum() - mean_y**2
    cov = (window * x * y).sum() - mean_x * mean_y
    expected = (2 * mean_x * mean_y + 1e-4) * (2 * cov + 9e-4)
    expected /= (mean_x**2 + mean_y**2 + 1e-4) * (var_x + var_y + 9e-4)
    assert metrics.ssim(a, b) == pytest.approx(expected, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("measure", [metrics.psnr, metrics.ssim])
@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.full((2, 12, 12, 1), 1.1), "np.clip"),
        (np.full((2, 12, 12, 1), np.nan), "tanpa NaN"),
        (np.zeros((3, 12, 12, 1)), "yang sama"),
        (np.zeros((2, 12, 12)), "tinggi, lebar, kanal"),
    ],
)
def test_reconstructions_that_cannot_be_compared(measure, images, message):
    with pytest.raises(ValueError, match=message):
        measure(images, np.zeros((2, 12, 12, 1)))


def test_ssim_refuses_small_images():
    with pytest.raises(ValueError, match="10x12.*11x11"):
        metrics.ssim(np.zeros((2, 10, 12, 1)), np.zeros((2, 10, 12, 1)))


def test_auroc_counts_ordered_pairs(rng):
    labels, scores = rng.integers(0, 2, 40), rng.integers(0, 6, 40) / 5
    pairs = [(a, n) for a in scores[labels == 1] for n in scores[labels == 0]]
    expected = np.mean([(a > n) + 0.5 * (a == n) for a, n in pairs])
    assert metrics.auroc(labels, scores) == pytest.approx(expected, abs=1e-9)
    assert metrics.auroc([0, 0, 1], [0.1, 0.2, 0.9]) == 1


@pytest.mark.parametrize(
    ("labels", "scores", "message"),
    [
        ([0, 0, 0], [1, 2, 3], "keduanya ada"),
        ([0, 1], [1, 2, 3], "sama panjang"),
        ([0, 2, 1], [1, 2, 3], "label 0 dan 1"),
        ([0, 1, 1], [1, np.nan, 3], "tanpa NaN"),
    ],
)
def test_auroc_refuses_bad_labels(labels, scores, message):
    with pytest.raises(ValueError, match=message):
        metrics.auroc(labels, scores)


def test_edge_strength_of_stripes_and_blur():
    stripes = np.zeros((3, 28, 28, 1), "uint8")
    stripes[:, :, ::2] = 255
    assert metrics.edge_strength(stripes) == pytest.approx(0.5)
    assert metrics.edge_strength(np.full_like(stripes, 90)) == 0
    images = generatif.load_mnist("embedded").x_test[:50]
    blurred = gaussian_filter(images.astype("float32"), (0, 1, 1, 0)).astype("uint8")
    assert metrics.edge_strength(blurred) < 0.8 * metrics.edge_strength(images)

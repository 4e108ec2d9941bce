"""Ukuran mutu dibandingkan dengan bentuk tertutup dan pencarian langsung."""

import numpy as np
import pytest

from generatif import metrics


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def correlated(rng, count=4000, size=5):
    return rng.standard_normal((count, size)) @ rng.standard_normal((size, size))


def test_frechet_of_equal_samples_is_zero(rng):
    sample = correlated(rng)
    assert metrics.frechet_distance(sample, sample) == pytest.approx(0, abs=1e-9)


def test_frechet_of_a_shift_is_its_square(rng):
    sample, shift = correlated(rng), np.array([1.0, -2.0, 0.5, 0.0, 3.0])
    assert metrics.frechet_distance(sample, sample + shift) == pytest.approx(shift @ shift)


def test_frechet_of_doubled_spread_is_the_trace(rng):
    sample = correlated(rng)
    centered = sample - sample.mean(axis=0)
    expected = np.trace(np.cov(centered, rowvar=False))
    assert metrics.frechet_distance(centered, 2 * centered) == pytest.approx(expected)


def test_frechet_of_rotated_gaussians_equals_scipy(rng):
    linalg = pytest.importorskip("scipy.linalg")
    a, b = correlated(rng), 1.0 + correlated(rng)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root = linalg.sqrtm(cov_a @ cov_b).real
    shift = a.mean(axis=0) - b.mean(axis=0)
    expected = shift @ shift + np.trace(cov_a + cov_b - 2 * root)
    assert metrics.frechet_distance(a, b) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (np.zeros((5, 3)), np.zeros((5, 4)), "pengklasifikasi yang sama"),
        (np.zeros((1, 3)), np.zeros((5, 3)), "N sekurangnya 2"),
        (np.zeros(3), np.zeros((5, 3)), "N sekurangnya 2"),
        (np.full((5, 3), np.nan), np.zeros((5, 3)), "NaN"),
    ],
)
def test_frechet_refuses_bad_features(a, b, message):
    with pytest.raises(ValueError, match=message):
        metrics.frechet_distance(a, b)


def test_histogram_of_known_classes():
    probabilities = np.eye(4)[[0, 0, 1, 3]]
    np.testing.assert_allclose(metrics.class_shares(probabilities), [0.5, 0.25, 0, 0.25])


def test_histogram_kl_closed_forms():
    assert metrics.histogram_kl(np.full(10, 0.1)) == pytest.approx(0)
    assert metrics.histogram_kl(np.eye(10)[3]) == pytest.approx(np.log(10))
    assert metrics.histogram_kl([0.5, 0.5, 0, 0]) == pytest.approx(np.log(2))


def test_histogram_kl_refuses_what_is_no_histogram():
    with pytest.raises(ValueError, match="berjumlah 1"):
        metrics.histogram_kl([0.5, 0.2])
    with pytest.raises(ValueError, match="tak negatif"):
        metrics.histogram_kl([1.5, -0.5])


def test_confident_share_counts_the_threshold_itself():
    assert metrics.confident_share([[0.9, 0.1], [0.6, 0.4], [0.05, 0.95], [0.5, 0.5]]) == 0.5


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

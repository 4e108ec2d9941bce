"""Ukuran atas fitur dibandingkan dengan bentuk tertutup, SciPy, paket `prdc`, dan putaran polos."""

import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from prdc import compute_prdc
from scipy import linalg, stats

from generatif import metrics


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def correlated(rng, count=4000, size=5):
    return rng.standard_normal((count, size)) @ rng.standard_normal((size, size))


def exact_gaussian(rng, mean, covariance, count=300):
    """Sampel yang rerata dan kovariansnya persis `mean` dan `covariance`."""
    noise = rng.standard_normal((count, len(mean)))
    noise -= noise.mean(axis=0)
    white = noise @ np.linalg.inv(np.linalg.cholesky(np.cov(noise, rowvar=False))).T
    return mean + white @ np.linalg.cholesky(covariance).T


def random_probabilities(rng, count=50, classes=6):
    return rng.dirichlet(np.full(classes, 0.3), count)


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
    a, b = correlated(rng), 1.0 + correlated(rng)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root = linalg.sqrtm(cov_a @ cov_b).real
    shift = a.mean(axis=0) - b.mean(axis=0)
    expected = shift @ shift + np.trace(cov_a + cov_b - 2 * root)
    assert metrics.frechet_distance(a, b) == pytest.approx(expected, rel=1e-6)


def test_frechet_of_known_gaussians(rng):
    mean, first, second = np.array([1.0, -2, 0]), np.array([1.0, 4, 9]), np.array([16.0, 1, 9])
    rotation = stats.ortho_group.rvs(3, random_state=rng)
    a = exact_gaussian(rng, mean, rotation @ np.diag(first) @ rotation.T)
    b = exact_gaussian(rng, np.zeros(3), rotation @ np.diag(second) @ rotation.T)
    expected = mean @ mean + np.sum((np.sqrt(first) - np.sqrt(second)) ** 2)
    assert expected == 15
    assert metrics.frechet_distance(a, b) == pytest.approx(expected, rel=1e-9)


def test_frechet_with_dead_features_equals_the_living_part(rng):
    a, b = correlated(rng), 1.0 + correlated(rng)
    padded = [np.pad(part, ((0, 0), (0, 3))) for part in (a, b)]
    expected = metrics.frechet_distance(a, b)
    assert metrics.frechet_distance(*padded) == pytest.approx(expected, rel=1e-6)


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


def test_kid_equals_a_plain_loop(rng):
    a, b = rng.standard_normal((30, 4)), 0.5 + rng.standard_normal((25, 4))
    draws = np.random.default_rng(7)
    estimates = []
    for _ in range(3):
        x = a[draws.choice(30, 8, replace=False)]
        y = b[draws.choice(25, 8, replace=False)]
        pairs = [(i, j) for i in range(8) for j in range(8)]
        within = sum((x[i] @ x[j] / 4 + 1) ** 3 for i, j in pairs if i != j)
        within += sum((y[i] @ y[j] / 4 + 1) ** 3 for i, j in pairs if i != j)
        across = sum((x[i] @ y[j] / 4 + 1) ** 3 for i, j in pairs)
        estimates.append(within / (8 * 7) - 2 * across / 8**2)
    mean, error = metrics.kernel_distance(a, b, subsets=3, subset_size=8, seed=7)
    assert mean == pytest.approx(np.mean(estimates), rel=1e-9)
    assert error == pytest.approx(np.std(estimates, ddof=1) * np.sqrt(8 / (25 - 8) + 1 / 3))


def test_kid_of_gaussians_equals_their_moments(rng):
    # k(x, y) = 1 + 3xy + 3(xy)^2 + (xy)^3, jadi hanya tiga momen pertama yang berselisih.
    expected = 3 * 0.5**2 + 3 * 0.25**2 + 1.625**2
    a, b = rng.standard_normal((20_000, 1)), 0.5 + rng.standard_normal((20_000, 1))
    mean, error = metrics.kernel_distance(a, b, subsets=60)
    assert error < 0.3
    assert mean == pytest.approx(expected, abs=4 * error)


def test_kid_is_unbiased_and_its_error_is_the_spread_over_new_data(rng):
    draws = [
        metrics.kernel_distance(
            rng.standard_normal((200, 3)),
            shift + rng.standard_normal((200, 3)),
            subsets=30,
            subset_size=40,
        )
        for shift in (0.0, 0.4)
        for _ in range(150)
    ]
    same, moved = np.array(draws[:150]), np.array(draws[150:])
    assert same[:, 0].mean() == pytest.approx(0, abs=4 * same[:, 0].std() / np.sqrt(150))
    assert (same[:, 0] < 0).any()
    assert moved[:, 1].mean() == pytest.approx(moved[:, 0].std(), rel=0.35)


def test_kid_is_repeatable_and_follows_its_seed(rng):
    a, b = correlated(rng, 100), correlated(rng, 100)
    options = {"subsets": 5, "subset_size": 20}
    first = metrics.kernel_distance(a, b, **options)
    assert metrics.kernel_distance(a, b, **options) == first
    assert metrics.kernel_distance(a, b, **options, seed=1) != first


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"subset_size": 50}, "Hanya ada 50 sampel.*sekurangnya 51"),
        ({"subset_size": 1}, "subset_size = 1"),
        ({"subset_size": 20, "subsets": 1}, "subsets = 1"),
        ({"subset_size": 2.5}, "bilangan bulat positif"),
    ],
)
def test_kid_refuses_bad_subsets(rng, options, message):
    with pytest.raises(ValueError, match=message):
        metrics.kernel_distance(correlated(rng, 50), correlated(rng, 60), **options)


def test_standardized_features(rng):
    real = correlated(rng) * [1, 10, 100, 0, 1] + 5
    scaled = metrics.standardize_features(real, real)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(scaled.std(axis=0), [1, 1, 1, 0, 1])
    np.testing.assert_allclose(metrics.standardize_features(real + 2, real)[:, 3], 2)


@pytest.mark.parametrize("chunk", [7, 90, 500])
@pytest.mark.parametrize("neighbors", [1, 5])
def test_manifold_scores_equal_prdc(rng, chunk, neighbors):
    real = rng.standard_normal((230, 8))
    fake = 0.3 + 0.8 * rng.standard_normal((190, 8))
    expected = compute_prdc(real, fake, neighbors)
    scores = metrics.manifold_scores(fake, real, neighbors, chunk)
    assert scores.keys() == expected.keys()
    for name, value in expected.items():
        assert scores[name] == pytest.approx(value, abs=1e-6)
    assert 0.05 < scores["recall"] < scores["precision"]


def test_manifold_scores_of_repeated_samples_equal_prdc(rng):
    real = rng.standard_normal((200, 8))
    fake = np.tile(rng.standard_normal((20, 8)), (10, 1))
    scores, expected = metrics.manifold_scores(fake, real), compute_prdc(real, fake, 5)
    assert scores == pytest.approx(expected, abs=1e-6)
    assert scores["recall"] == 0


def test_manifold_memory_is_bounded_by_the_chunk(rng):
    features, real = rng.standard_normal((2, 3000, 4))
    tracemalloc.start()
    metrics.manifold_scores(features, real, chunk=50)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3000 * 3000 * 8 / 8


def test_manifold_scores_refuse_few_samples(rng):
    with pytest.raises(ValueError, match="Hanya ada 5 sampel.*sekurangnya 6"):
        metrics.manifold_scores(correlated(rng, 5), correlated(rng, 50))
    with pytest.raises(ValueError, match="neighbors = 0"):
        metrics.manifold_scores(correlated(rng, 9), correlated(rng, 9), neighbors=0)


@pytest.mark.parametrize(
    "measure", [metrics.kernel_distance, metrics.manifold_scores, metrics.standardize_features]
)
def test_features_of_two_sizes_or_with_nan_are_refused(measure):
    with pytest.raises(ValueError, match="pengklasifikasi yang sama"):
        measure(np.zeros((50, 3)), np.zeros((50, 4)))
    with pytest.raises(ValueError, match="NaN"):
        measure(np.full((50, 3), np.inf), np.zeros((50, 3)))


def test_classifier_score_closed_forms():
    assert metrics.classifier_score(np.eye(10)) == pytest.approx(10)
    assert metrics.classifier_score(np.eye(10)[[3, 3, 3]]) == pytest.approx(1)
    assert metrics.classifier_score(np.full((5, 10), 0.1)) == pytest.approx(1)


def test_classifier_score_equals_scipy(rng):
    probabilities = random_probabilities(rng)
    divergences = [stats.entropy(row, probabilities.mean(axis=0)) for row in probabilities]
    expected = np.exp(np.mean(divergences))
    assert metrics.classifier_score(probabilities) == pytest.approx(expected, rel=1e-9)


def test_classifier_score_refuses_logits(rng):
    with pytest.raises(ValueError, match="softmax"):
        metrics.classifier_score(rng.standard_normal((5, 10)))
    with pytest.raises(ValueError, match="berjumlah 1"):
        metrics.classifier_score(np.full((5, 10), 0.2))


class PixelClassifier:
    """Pengganti pengklasifikasi beku: fiturnya piksel, peluangnya dari fitur pertama."""

    def __init__(self, scale):
        self.scale = scale

    def __call__(self, images):
        features = images.reshape(len(images), -1) * float(self.scale)
        first = images.reshape(len(images), -1)[:, 0] / 255
        return features, np.stack([first, 1 - first], axis=1)


def test_scores_of_images_under_every_classifier(rng):
    images, real, train = rng.integers(0, 256, (3, 60, 2, 3, 1), dtype="uint8")
    classifiers = {"plain": PixelClassifier(1), "residual": PixelClassifier(10)}
    references = metrics.prepare_references(classifiers, real, train[:50])
    scores = metrics.score_images(images, references)
    assert list(scores) == ["plain", "residual"]
    flat = [part.reshape(60, 6).astype(float) for part in (images, real)]
    expected = {
        "count": 60,
        "reference_count": 60,
        "frechet": metrics.frechet_distance(*flat),
        **compute_prdc(flat[1], flat[0], 5),
        "histogram_kl": metrics.histogram_kl(
            [np.mean(flat[0][:, 0] > 127), np.mean(flat[0][:, 0] < 128)]
        ),
        "confident_share": np.mean((flat[0][:, 0] >= 229.5) | (flat[0][:, 0] <= 25.5)),
    }
    assert {key: scores["plain"][key] for key in expected} == pytest.approx(expected)
    assert scores["residual"]["frechet"] == pytest.approx(100 * expected["frechet"])
    assert scores["residual"]["kid"] == pytest.approx(scores["plain"]["kid"])
    assert scores["plain"].keys() - expected.keys() == {"kid", "kid_se", "classifier_score"}


def test_scores_standardize_kid_by_the_training_features(rng):
    features, real, train = rng.standard_normal((3, 40, 5)) * [1, 5, 25, 1, 1]
    scores = metrics.score_features(features, random_probabilities(rng, 40), real, train)
    scaled = [(part - train.mean(axis=0)) / train.std(axis=0) for part in (features, real)]
    expected = metrics.kernel_distance(*scaled, subset_size=20)
    assert (scores["kid"], scores["kid_se"]) == pytest.approx(expected)


def test_quick_scores_agree_with_the_full_ones(rng):
    images, real = rng.integers(0, 256, (2, 60, 2, 3, 1), dtype="uint8")
    classifier = PixelClassifier(1)
    quick = metrics.quick_scores(images, classifier, classifier(real)[0])
    full = metrics.score_images(images, metrics.prepare_references({"a": classifier}, real, real))
    shared = quick.keys() & full["a"].keys()
    assert shared == {"frechet", "histogram_kl", "confident_share"}
    assert {key: quick[key] for key in shared} == {key: full["a"][key] for key in shared}
    assert quick["gray_share"] == np.mean((images > 63) & (images < 192))


def test_import_loads_neither_tensorflow_nor_scikit_learn():
    heavy = {"tensorflow", "keras", "scipy", "sklearn"}
    code = f"import sys, generatif.metrics; print({heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"

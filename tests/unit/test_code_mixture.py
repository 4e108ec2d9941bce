"""Campuran Gauss di atas kode: mengenali campuran yang diketahui, menolak masukan keliru."""

import numpy as np
import pytest

from generatif.code_mixture import CodeMixture

CENTERS = np.array([[10.0, 0.0, 0.0, 0.0], [-10.0, 3.0, 0.0, 0.0], [0.0, -12.0, 5.0, 0.0]])
SHARES = (0.6, 0.3, 0.1)
SPREADS = (0.5, 1.0, 2.0)


def known_codes(count=6000, seed=0):
    rng = np.random.default_rng(seed)
    which = rng.choice(3, count, p=SHARES)
    noise = rng.normal(size=(count, 4)) * np.array(SPREADS)[which, None]
    return CENTERS[which] + noise


def nearest_center(codes):
    return np.linalg.norm(codes[:, None] - CENTERS, axis=2).argmin(axis=1)


def test_samples_follow_a_known_mixture():
    samples = CodeMixture(known_codes(30_000), components=3).sample(30_000)
    which = nearest_center(samples)
    for index, (share, spread) in enumerate(zip(SHARES, SPREADS, strict=True)):
        mine = samples[which == index]
        assert len(mine) / len(samples) == pytest.approx(share, abs=0.02)
        np.testing.assert_allclose(mine.mean(axis=0), CENTERS[index], atol=0.2 * spread)
        np.testing.assert_allclose(np.cov(mine.T), spread**2 * np.eye(4), atol=0.15 * spread**2)


def test_correlation_inside_each_component_is_kept():
    rng = np.random.default_rng(3)
    which = rng.choice(2, 20_000)
    slopes = np.array([0.9, -0.9])
    steps = rng.normal(size=(20_000, 2))
    steps[:, 1] = slopes[which] * steps[:, 0] + np.sqrt(1 - 0.81) * steps[:, 1]
    steps[:, 0] += 20 * which
    samples = CodeMixture(steps, components=2).sample(20_000)
    side = (samples[:, 0] > 10).astype(int)
    for index, slope in enumerate(slopes):
        assert np.corrcoef(samples[side == index].T)[0, 1] == pytest.approx(slope, abs=0.03)


def test_one_component_is_one_gaussian_between_the_clusters():
    codes = known_codes()
    samples = CodeMixture(codes, components=1).sample(20_000)
    np.testing.assert_allclose(samples.mean(axis=0), codes.mean(axis=0), atol=0.3)
    np.testing.assert_allclose(np.cov(samples.T), np.cov(codes.T), atol=3)
    far = np.linalg.norm(samples[:, None] - CENTERS, axis=2).min(axis=1) > 6
    assert far.mean() > 0.2


def test_wide_codes_stay_in_their_principal_subspace():
    directions = np.linalg.qr(np.random.default_rng(1).normal(size=(50, 4)))[0].T
    codes = known_codes() @ directions + 7
    samples = CodeMixture(codes, components=3, max_dims=4).sample(2000)
    assert samples.shape == (2000, 50)
    inside = (samples - 7) @ directions.T @ directions + 7
    np.testing.assert_allclose(samples, inside, atol=1e-3)
    shares = np.bincount(nearest_center((samples - 7) @ directions.T), minlength=3) / 2000
    np.testing.assert_allclose(shares, SHARES, atol=0.05)


def test_narrow_directions_are_dropped_by_max_dims():
    rng = np.random.default_rng(1)
    codes = known_codes() @ np.linalg.qr(rng.normal(size=(50, 4)))[0].T
    codes += rng.normal(0, 0.05, codes.shape)
    samples = CodeMixture(codes, components=3, max_dims=4).sample(500).astype("float64")
    spreads = np.linalg.svd(samples - samples.mean(axis=0), compute_uv=False)
    assert spreads[3] > 1
    assert spreads[4] < 1e-3


def test_dead_code_units_stay_at_zero():
    codes = np.concatenate([known_codes(), np.zeros((6000, 1))], axis=1)
    samples = CodeMixture(codes, components=3).sample(500)
    np.testing.assert_allclose(samples[:, 4], 0, atol=1e-6)


def test_constant_code_units_are_kept_constant():
    codes = np.concatenate([known_codes(), np.full((6000, 1), 3.0)], axis=1)
    samples = CodeMixture(codes, components=3).sample(500)
    np.testing.assert_allclose(samples[:, 4], 3, atol=1e-3)


def test_seed_decides_the_samples():
    codes = known_codes(600)
    first, again, other = (CodeMixture(codes, 3, seed=seed).sample(100) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.dtype == np.float32


@pytest.mark.parametrize(
    ("codes", "options", "message"),
    [
        (np.zeros((20, 4, 4)), {}, r"codes = \(20, 4, 4\)"),
        (np.zeros((10, 4)), {}, "N > 10"),
        (known_codes(50), {"components": 0}, "components = 0"),
        (known_codes(50), {"max_dims": 1.5}, "max_dims = 1.5"),
    ],
)
def test_bad_arguments(codes, options, message):
    with pytest.raises(ValueError, match=message):
        CodeMixture(codes, **options)

"""Alat ukur peredam derau: filter, parameter dari data latih, dan berkas hasilnya."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import median_filter
from sklearn.linear_model import Ridge

import measure_denoising as tool
from generatif import metrics
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.denoising_scoring import noisy_copy
from generatif.scoring import probe_accuracy

STORED = Path(__file__).resolve().parents[2] / "measurements" / "denoising.json"


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:60])


@pytest.fixture(scope="module")
def noisy(images):
    return noisy_copy(images, "gaussian", 0.3)


@pytest.fixture(scope="module")
def stored():
    return json.loads(STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("size", [3, 5, 7])
def test_median_equals_scipy_image_by_image(noisy, size):
    made = tool.median[0](noisy, footprint=f"{size}x{size}")
    for each, filtered in zip(noisy, made, strict=True):
        expected = median_filter(each[..., 0], size=size, mode="nearest")
        np.testing.assert_array_equal(filtered[..., 0], expected)


def test_cross_takes_the_median_of_five(noisy):
    made = tool.median[0](noisy[:1], footprint="silang")[0, ..., 0]
    image = noisy[0, ..., 0]
    around = [image[9, 9], image[8, 9], image[10, 9], image[9, 8], image[9, 10]]
    assert made[9, 9] == np.median(around)


def test_non_local_means_keeps_pixels_without_a_similar_patch(images):
    made = tool.nlm[0](images[:2], h=1e-9, patch_size=3, patch_distance=5, fast_mode=True)
    assert np.isfinite(made).all()
    np.testing.assert_allclose(made, images[:2], atol=1e-6)


def test_linear_equals_ridge_regression(images, noisy):
    made = tool.linear(noisy, images, noisy[:5])
    ridge = Ridge(alpha=tool.RIDGE * len(images)).fit(
        noisy.reshape(60, -1).astype("float64"), images.reshape(60, -1).astype("float64")
    )
    expected = ridge.predict(noisy[:5].reshape(5, -1)).reshape(5, 28, 28, 1)
    np.testing.assert_allclose(made, expected, atol=1e-4)


def test_quality_matches_the_package_and_hides_infinity(images, noisy):
    row = tool.quality(noisy, images)
    assert row["mse"] == pytest.approx(np.mean((noisy - images) ** 2), rel=1e-5)
    assert row["psnr"] == pytest.approx(metrics.psnr(noisy, images))
    assert row["ssim"] == pytest.approx(metrics.ssim(noisy, images))
    assert tool.quality(images, images) == {"mse": 0.0, "psnr": None, "ssim": 1.0}
    assert tool.quality(images + 5, np.ones_like(images))["mse"] == 0


def test_parameters_come_from_training_images(monkeypatch, images, noisy):
    """Citra latih lebih menyukai penskala 1, citra uji penskala 2: yang terpilih 1."""
    monkeypatch.setattr(tool, "TUNING_COUNT", {"median": 20})
    monkeypatch.setattr(tool, "COUNT", 5)
    method = (lambda x, scale: x * scale, [{"scale": 2.0}, {"scale": 1.0}])
    dim = images[:5] / 2
    row = tool.tuned(method, "median", dim, images, images, images[:5])
    assert row["scale"] == 1.0
    assert row["count"] == 5
    assert row["mse"] == pytest.approx(np.mean((dim - images[:5]) ** 2), rel=1e-5)


def test_stored_rows_cover_every_setting(stored):
    assert stored["count"] == 10_000
    wanted = {
        f"{noise}-{round(100 * level)}" for noise, levels in tool.LEVELS.items() for level in levels
    }
    assert set(stored["rows"]) == wanted
    networks = {f"{name}-{seed}" for name, (_, seeds) in tool.VARIANTS.items() for seed in seeds}
    for row in stored["rows"].values():
        assert set(row["scores"]) == {"berderau", "median", "nlm", "linear", *networks}
    assert set(stored["probe"]) == {"piksel"} | {
        name for name in networks if name.endswith("-2026")
    }


def test_stored_noise_errors_follow_the_closed_form(stored):
    """Galat citra rusak dihitung dari citra uji; tidak ada jaringan yang terlibat."""
    images = scale_to_unit(load_fashion_mnist("embedded").x_test)
    energy, missing = np.mean(images**2), np.mean((1 - images) ** 2)
    for row in stored["rows"].values():
        error, level = row["scores"]["berderau"]["mse"], row["level"]
        if row["noise"] == "masking":
            assert error == pytest.approx(level * energy, rel=0.03)
        elif row["noise"] == "salt_and_pepper":
            assert error == pytest.approx(level / 2 * (energy + missing), rel=0.03)
        else:
            assert error == pytest.approx(
                np.mean((noisy_copy(images, "gaussian", level) - images) ** 2), rel=0.03
            )


def test_penalty_is_chosen_without_looking_at_test_labels():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 100)
    codes = rng.normal(size=(100, 80)) + 0.4 * np.where(np.arange(80) < 4, labels[:, None], 0)
    parts = (codes[:60], codes[60:], labels[:60])
    chosen = tool.tuned_accuracy(*parts, labels[60:])["inverse_penalty"]
    assert chosen == tool.tuned_accuracy(*parts, 1 - labels[60:])["inverse_penalty"]
    held_out = codes[:48], codes[48:60], labels[:48], labels[48:60]
    scores = {each: probe_accuracy(*held_out, each) for each in tool.INVERSE_PENALTIES}
    assert len(set(scores.values())) > 1
    assert scores[chosen] == max(scores.values())

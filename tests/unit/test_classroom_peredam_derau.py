"""Pemeriksa latihan bab peredam derau: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import peredam_derau


def salted(images, level, rng, salt=0.5, shape=None):
    draws = rng.uniform(size=shape or images.shape)
    made = np.where(draws < level, 0.0, images)
    return np.where(draws < level * salt, 1.0, made)


def in_place(images, level, rng):
    draws = rng.uniform(size=images.shape)
    images[draws < level] = 0.0
    images[draws < level / 2] = 1.0
    return images


def flipped(images, level, rng):
    """Menukar terang dan gelap, bukan menggantinya."""
    draws = rng.uniform(size=images.shape)
    return np.where(draws < level, 1 - images, images)


def own_generator(images, level, rng):
    return salted(images, level, np.random.default_rng())


def twice(images, level, rng):
    return salted(salted(images, level, rng, salt=0), level, rng, salt=1)


def overwriting(images, level, rng):
    """Dua undian yang masing-masing benar, tetapi merica menimpa garam."""
    made = np.where(rng.uniform(size=images.shape) < level / 2, 1.0, images)
    return np.where(rng.uniform(size=images.shape) < level / 2, 0.0, made)


def salt_on_bright(images, level, rng):
    """Piksel terang menjadi garam, piksel gelap menjadi merica."""
    draws = rng.uniform(size=images.shape)
    salt = (draws < level / 2) & (images > 0)
    return np.where(salt, 1.0, np.where(draws < level, 0.0, images))


def error(network, clean, spoil):
    return np.mean((network(spoil(clean)) - clean) ** 2)


def mean(noisy, first, second, sigma, share, power=2):
    logs = np.array(
        [
            np.log(share) - np.sum((noisy - first) ** 2) / (power * sigma**2),
            np.log(1 - share) - np.sum((noisy - second) ** 2) / (power * sigma**2),
        ]
    )
    weights = np.exp(logs - logs.max())
    return (weights[0] * first + weights[1] * second) / weights.sum()


def nearest(noisy, first, second, sigma, share):
    closer = np.sum((noisy - first) ** 2) < np.sum((noisy - second) ** 2)
    return first if closer else second


def careless(noisy, first, second, sigma, share):
    one = share * np.exp(-np.sum((noisy - first) ** 2) / (2 * sigma**2))
    two = (1 - share) * np.exp(-np.sum((noisy - second) ** 2) / (2 * sigma**2))
    with np.errstate(all="ignore"):
        return (one * first + two * second) / (one + two)


def overflowing(noisy, first, second, sigma, share):
    """Pangkat dipotong: aman dari NaN, tetapi salah ketika deraunya kecil."""
    one = share * np.exp(-min(np.sum((noisy - first) ** 2) / (2 * sigma**2), 50.0))
    two = (1 - share) * np.exp(-min(np.sum((noisy - second) ** 2) / (2 * sigma**2), 50.0))
    return (one * first + two * second) / (one + two)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (peredam_derau.salt_and_pepper, salted),
        (peredam_derau.denoising_error, error),
        (peredam_derau.conditional_mean, mean),
        (peredam_derau.background_mean, 0.3 / np.sqrt(2 * np.pi)),
        (peredam_derau.background_mean, 0.12),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_background_mean_agrees_with_a_simulation():
    draws = np.random.default_rng(0).normal(size=1_000_000)
    simulated = np.clip(0.3 * draws, 0, 1).mean()
    assert simulated == pytest.approx(0.3 / np.sqrt(2 * np.pi), abs=0.001)


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (peredam_derau.salt_and_pepper, lambda x, p, r: salted(x, p, r, salt=0), "garam"),
        (peredam_derau.salt_and_pepper, lambda x, p, r: salted(x, p, r, salt=1), "merica"),
        (peredam_derau.salt_and_pepper, lambda x, p, r: salted(x, p, r, salt=0.2), "sama mungkin"),
        (peredam_derau.salt_and_pepper, lambda x, p, r: salted(x, 2 * p, r), "bersama-sama"),
        (peredam_derau.salt_and_pepper, overwriting, "undi SEKALI"),
        (peredam_derau.salt_and_pepper, twice, "bersama-sama"),
        (peredam_derau.salt_and_pepper, in_place, "salinannya"),
        (peredam_derau.salt_and_pepper, flipped, "Belum ada garam"),
        (peredam_derau.salt_and_pepper, own_generator, "`rng` yang diberikan"),
        (peredam_derau.salt_and_pepper, salt_on_bright, "Pada citra hitam"),
        (peredam_derau.salt_and_pepper, lambda x, p, r: salted(x, p, r)[:1], "seukuran"),
        (
            peredam_derau.salt_and_pepper,
            lambda x, p, r: salted(x, p, r, shape=x.shape[1:]),
            "sama di semua citra",
        ),
        (
            peredam_derau.salt_and_pepper,
            lambda x, p, r: np.where(salted(x, p, r) == x, 0.9 * x, salted(x, p, r)),
            "tetap seperti semula",
        ),
        (peredam_derau.denoising_error, lambda f, x, s: np.mean((f(x) - x) ** 2), "val_loss"),
        (
            peredam_derau.denoising_error,
            lambda f, x, s: np.mean((f(s(x)) - s(x)) ** 2),
            "masih berderau",
        ),
        (peredam_derau.denoising_error, lambda f, x, s: np.mean((f(x) - s(x)) ** 2), "Terbalik"),
        (
            peredam_derau.denoising_error,
            lambda f, x, s: np.mean((f(s(x), training=True) - x) ** 2),
            "training=True",
        ),
        (peredam_derau.denoising_error, lambda f, x, s: np.mean((s(x) - x) ** 2), "lewatkan"),
        (peredam_derau.denoising_error, lambda f, x, s: np.sum((f(s(x)) - x) ** 2), "per piksel"),
        (
            peredam_derau.denoising_error,
            lambda f, x, s: np.sqrt(np.mean((f(s(x)) - x) ** 2)),
            "akarnya",
        ),
        (
            peredam_derau.denoising_error,
            lambda f, x, s: np.mean(np.abs(f(s(x)) - x)),
            "Rusak dulu",
        ),
        (peredam_derau.conditional_mean, nearest, "memilih satu citra"),
        (
            peredam_derau.conditional_mean,
            lambda y, a, b, s, p: mean(y, a, b, s, 0.5),
            "belum dipakai",
        ),
        (
            peredam_derau.conditional_mean,
            lambda y, a, b, s, p: mean(y, a, b, s, 1 - p),
            "bukan lawan",
        ),
        (
            peredam_derau.conditional_mean,
            lambda y, a, b, s, p: mean(y, a, b, s, p, power=1),
            "dibagi 2σ²",
        ),
        (
            peredam_derau.conditional_mean,
            lambda y, a, b, s, p: mean(y, a, b, np.sqrt(s), p),
            "dikuadratkan",
        ),
        (
            peredam_derau.conditional_mean,
            lambda y, a, b, s, p: p * a + (1 - p) * b,
            "Citra berderaunya",
        ),
        (peredam_derau.conditional_mean, careless, "NaN"),
        (peredam_derau.conditional_mean, overflowing, "Tanpa keraguan"),
        (peredam_derau.conditional_mean, lambda y, a, b, s, p: 0.5, "seukuran"),
        (peredam_derau.conditional_mean, lambda y, a, b, s, p: y, "jumlah kedua bobot"),
        (peredam_derau.background_mean, 0, "tidak ada yang negatif"),
        (peredam_derau.background_mean, 0.239, "Separuh"),
        (peredam_derau.background_mean, 0.15, "separuh σ"),
        (peredam_derau.background_mean, 0.3, "integral"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert hint in said


def test_crossing_accepts_only_the_smallest_level(capsys, monkeypatch):
    monkeypatch.setattr(peredam_derau, "_median_crossing", lambda: 0.14)
    for answer in (0.13, 0.14, 0.15):
        assert verdict(capsys, peredam_derau.median_crossing, answer).endswith("LULUS")
    assert "lebih dekat" in verdict(capsys, peredam_derau.median_crossing, 0.12)
    assert "yang terkecil" in verdict(capsys, peredam_derau.median_crossing, 0.2)
    assert "di antara 0 dan 1" in verdict(capsys, peredam_derau.median_crossing, 14)


def test_crossing_agrees_with_scikit_image():
    from skimage.filters import median

    from generatif.data import load_fashion_mnist, scale_to_unit

    crossing = peredam_derau._median_crossing()
    clean = scale_to_unit(load_fashion_mnist("embedded").x_test)
    rng = np.random.default_rng(5)
    wins = []
    for level in (crossing - 0.02, crossing + 0.02):
        noisy = np.clip(clean + level * rng.normal(size=clean.shape), 0, 1)
        made = median(noisy[..., 0], np.ones((1, 3, 3)))[..., None]
        wins.append(np.mean((made - clean) ** 2) < np.mean((noisy - clean) ** 2))
    assert wins == [False, True]

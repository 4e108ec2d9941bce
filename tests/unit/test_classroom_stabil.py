"""Pemeriksa latihan bab Menstabilkan pelatihan: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict
from scipy.optimize import minimize_scalar
from scipy.stats import wasserstein_distance

from generatif.classroom import stabil
from generatif.data import load_mnist
from generatif.models.diff_augment import DiffAugment


def searched_slope(distance, weight):
    """Cari dengan pengoptimal: tidak memakai rumus pemeriksanya."""
    return minimize_scalar(lambda s: -s * distance + weight * (s - 1) ** 2).x


def uniform_mix(real, fake, rng):
    share = rng.uniform(size=(len(real), 1, 1, 1))
    return share * real + (1 - share) * fake


def normal_mix(real, fake, rng):
    share = rng.normal(size=(len(real), 1, 1, 1))
    return share * real + (1 - share) * fake


def pixel_mix(real, fake, rng):
    share = rng.uniform(size=real.shape)
    return share * real + (1 - share) * fake


def batch_mix(real, fake, rng):
    share = rng.uniform()
    return share * real + (1 - share) * fake


def squashed_mix(real, fake, rng):
    share = rng.beta(5, 5, size=(len(real), 1, 1, 1))
    return share * real + (1 - share) * fake


def added_mix(real, fake, rng):
    share = rng.uniform(size=(len(real), 1, 1, 1))
    return real + share * fake


def center_spread(images):
    weight = images[..., 0].astype("float64")
    place = np.arange(28)
    total = weight.sum(axis=(1, 2))
    rows = (weight.sum(axis=2) @ place) / total
    columns = (weight.sum(axis=1) @ place) / total
    return np.sqrt((rows.var() + columns.var()) / 2)


@pytest.fixture(scope="module")
def spread():
    images = load_mnist("embedded").x_train[:1000].astype("float32")

    def measure(pixels, training=True, hole=0.0, extra=0.5):
        layer = DiffAugment((pixels + extra) / 28, hole, seed=3)
        return center_spread(np.asarray(layer(images, training=training)))

    return measure


def test_experiment_as_told_passes(capsys, spread):
    measured = {m: spread(m) for m in (1, 2, 3, 4)}
    assert verdict(capsys, stabil.leaked_spread, measured).endswith(": LULUS")


def test_experiment_done_wrongly_is_refused(capsys, spread):
    shifts = (1, 2, 3, 4)
    cases = {
        "training=True": {m: spread(m, training=False) for m in shifts},
        "ragamnya": {m: spread(m) ** 2 for m in shifts},
        "kurang satu piksel": {m: spread(m, extra=-0.5) for m in shifts},
        "hole=0": {m: spread(m, hole=0.5) for m in shifts},
        "empat geseran": {3: spread(3)},
    }
    for hint, measured in cases.items():
        said = verdict(capsys, stabil.leaked_spread, measured)
        assert ": BELUM. " in said
        assert hint in said


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (stabil.earth_mover, wasserstein_distance),
        (stabil.penalized_slope, searched_slope),
        (stabil.interpolates, uniform_mix),
        (stabil.kernel_norm, lambda k: np.linalg.norm(np.moveaxis(k, -1, 0).reshape(5, -1), 2)),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (stabil.earth_mover, lambda a, b: np.abs(a - b).mean(), "Urutkan dulu"),
        (stabil.earth_mover, lambda a, b: abs(a.mean() - b.mean()), "selisih reratanya"),
        (stabil.earth_mover, lambda a, b: np.abs(np.sort(a) - np.sort(b)).sum(), "bukan jumlah"),
        (
            stabil.earth_mover,
            lambda a, b: np.sqrt(((np.sort(a) - np.sort(b)) ** 2).mean()),
            "bukan kuadrat",
        ),
        (stabil.earth_mover, lambda a, b: np.abs(np.sort(a) - b).mean(), "Baru satu"),
        (stabil.earth_mover, lambda a, b: np.abs(np.sort(a) - np.sort(b)).max(), "rata-ratakan"),
        (stabil.penalized_slope, lambda d, w: 1.0, "lunak"),
        (stabil.penalized_slope, lambda d, w: 1 + d / w, "2(a − 1)"),
        (stabil.penalized_slope, lambda d, w: 1 - d / (2 * w), "Tandanya"),
        (stabil.penalized_slope, lambda d, w: d * (1 + d / (2 * w)), "taksiran jaraknya"),
        (stabil.penalized_slope, lambda d, w: d / (2 * w), "Satunya hilang"),
        (stabil.penalized_slope, lambda d, w: 1 + w / (2 * d), "tertukar"),
        (stabil.penalized_slope, lambda d, w: 1.2, "kemiringannya 4"),
        (stabil.interpolates, normal_mix, "bukan normal"),
        (stabil.interpolates, pixel_mix, "(B, 1, 1, 1)"),
        (stabil.interpolates, batch_mix, "Satu per contoh"),
        (stabil.interpolates, squashed_mix, "tidak seragam"),
        (stabil.interpolates, added_mix, "berjumlah satu"),
        (stabil.interpolates, lambda r, f, g: uniform_mix(r, f, g)[..., 0], "Bentuknya"),
        (stabil.kernel_norm, np.linalg.norm, "Frobenius"),
        (stabil.kernel_norm, lambda k: np.linalg.norm(k.reshape(-1, 5), "nuc"), "jumlah semua"),
        (stabil.kernel_norm, lambda k: np.linalg.norm(k.reshape(-1, 5), 2) ** 2, "kuadratnya"),
        (stabil.kernel_norm, lambda k: np.linalg.norm(k.reshape(-1, 5), -2), "terkecil"),
        (stabil.kernel_norm, lambda k: np.abs(k).max(), "unsur terbesar"),
        (stabil.kernel_norm, lambda k: np.linalg.norm(k.reshape(3, -1), 2), "Perataannya"),
        (stabil.kernel_norm, lambda k: np.linalg.norm(k.reshape(5, -1), 2), "di belakang"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert ": BELUM. " in said
    assert hint in said


CHECKS = (
    stabil.earth_mover,
    stabil.penalized_slope,
    stabil.interpolates,
    stabil.kernel_norm,
    stabil.leaked_spread,
)

"""Pemeriksa latihan bab Setelah GAN: jawaban benar lulus, yang keliru ditolak."""

import math

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import difusi
from generatif.models.diffusion_process import cosine_schedule, linear_schedule


def first_below(level):
    return {
        name: next(t for t, value in enumerate(schedule) if value < level)
        for name, schedule in (("lurus", linear_schedule()), ("kosinus", cosine_schedule()))
    }


def regress(noisy, alpha_bar, mean, spread):
    """Taksiran dari banyak tarikan, tanpa rumus: regresi derau pada x_t."""
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(4_000_000)
    drawn = np.sqrt(alpha_bar) * (mean + spread * rng.standard_normal(noise.size))
    drawn += np.sqrt(1 - alpha_bar) * noise
    slope, intercept = np.polyfit(drawn, noise, 1)
    return slope * noisy + intercept


def gaussian(noisy, level, mean, spread):
    offset = noisy - np.sqrt(level) * mean
    return np.sqrt(1 - level) * offset / (level * spread**2 + 1 - level)


def ddim(noisy, noise, now, before):
    signal = noisy / np.sqrt(now) - np.sqrt((1 - now) / now) * noise
    return np.sqrt(before) * signal + np.sqrt(1 - before) * noise


def clean(noisy, noise, now, before):
    return (noisy - np.sqrt(1 - now) * noise) / np.sqrt(now)


def even(first, second):
    (train_a, each_a), (train_b, each_b) = first, second
    if each_a == each_b:
        return math.inf
    count = 60_000 * (train_a - train_b) / (each_b - each_a)
    return count if count > 0 else math.inf


def spreads(steps_of=lambda steps: steps, **options):
    return {steps: difusi._ddim_spread(steps_of(steps), **options) for steps in difusi.STEP_CHOICES}


def test_gaussian_answer_is_the_regression():
    noisy = np.array([-1.0, 0.3, 2.0])
    np.testing.assert_allclose(
        gaussian(noisy, 0.4, 0.7, 0.5), regress(noisy, 0.4, 0.7, 0.5), atol=0.01
    )


def test_reference_spread_reaches_the_spread_of_the_data():
    assert difusi._ddim_spread(400) == pytest.approx(math.hypot(1.5, 0.5), abs=0.01)


RIGHT = [
    (difusi.half_signal, lambda: first_below(0.5)),
    (difusi.gaussian_guess, lambda: gaussian),
    (difusi.ddim_move, lambda: ddim),
    (difusi.even_count, lambda: even),
    (difusi.spread_by_steps, spreads),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT, ids=lambda each: getattr(each, "__name__", ""))
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer()).endswith("LULUS")


def fresh_noise(noisy, noise, now, before):
    return ddim(noisy, noise, now, before) + np.random.default_rng().standard_normal(noisy.shape)


WRONG = [
    (difusi.half_signal, lambda: first_below(0.25), "akarnya"),
    (difusi.half_signal, lambda: {k: v - 1 for k, v in first_below(0.5).items()}, "meleset satu"),
    (difusi.half_signal, lambda: {"lurus": 500, "kosinus": 500}, "Jadwal lurus"),
    (difusi.half_signal, lambda: [1, 2], "kamus"),
    (difusi.gaussian_guess, lambda: lambda x, a, m, s: gaussian(x, a, m, 0.0), "satu titik"),
    (difusi.gaussian_guess, lambda: lambda x, a, m, s: gaussian(x, a, 0.0, s), "Rerata datanya"),
    (
        difusi.gaussian_guess,
        lambda: lambda x, a, m, s: np.sqrt(1 - a) * gaussian(x, a, m, s),
        "Kovarians",
    ),
    (difusi.gaussian_guess, lambda: lambda x, a, m, s: gaussian(x, a, m, np.sqrt(s)), "kuadrat"),
    (difusi.gaussian_guess, lambda: lambda x, a, m, s: x, "regresi"),
    (difusi.gaussian_guess, lambda: lambda x, a, m, s: 0.0, "satu bilangan"),
    (difusi.ddim_move, lambda: fresh_noise, "derau baru"),
    (difusi.ddim_move, lambda: clean, "taksiran citra bersih"),
    (
        difusi.ddim_move,
        lambda: lambda x, e, now, before: np.sqrt(before) * clean(x, e, now, before),
        "dikembalikan",
    ),
    (
        difusi.ddim_move,
        lambda: lambda x, e, now, before: before * clean(x, e, now, 0) + (1 - before) * e,
        "akar",
    ),
    (difusi.ddim_move, lambda: lambda x, e, now, before: ddim(x, e, before, now), "tertukar"),
    (difusi.ddim_move, lambda: lambda x, e, now, before: x, "SAMA"),
    (difusi.ddim_move, lambda: lambda x, e, now, before: 0.0, "sebentuk"),
    (difusi.even_count, lambda: lambda a, b: even(a, b) / 60_000, "Satuannya"),
    (difusi.even_count, lambda: lambda a, b: even(a, b) / 60, "60.000"),
    (difusi.even_count, lambda: lambda a, b: -even(a, b), "berpotongan"),
    (
        difusi.even_count,
        lambda: lambda a, b: 60_000 * (a[0] - b[0]) / (b[1] - a[1]),
        "math.inf",
    ),
    (
        difusi.even_count,
        lambda: lambda a, b: even(a, b) if a[1] != b[1] else 0.0,
        "tetap",
    ),
    (difusi.even_count, lambda: lambda a, b: even(a, b) if a[0] > b[0] else 0.0, "Urutan"),
    (difusi.spread_by_steps, lambda: spreads(lambda steps: 20), "diubah"),
    (difusi.spread_by_steps, lambda: spreads(limit=1.0), "limit=None"),
    (difusi.spread_by_steps, lambda: dict.fromkeys([1, 2], 1.0), "kamus"),
    (
        difusi.spread_by_steps,
        lambda: {steps: value + 0.1 for steps, value in spreads().items()},
        "dekat",
    ),
    (
        difusi.spread_by_steps,
        lambda: {**spreads(), 2: 0.8},
        "GRID",
    ),
]


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer())
    assert "BELUM" in said
    assert hint in said

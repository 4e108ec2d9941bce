"""Pemeriksa latihan bab Teori GAN: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict
from scipy.spatial.distance import jensenshannon

from generatif.classroom import teori_gan

STEPS = {0.1: 917, 0.5: 180, 2: 73, 10: 459}


def best_by_search(p, q, real_label, fake_label):
    """Cari nilai terbesar di kisi halus: tidak memakai rumus pemeriksanya."""
    u = np.linspace(0, 1, 40001)[1:-1]
    yes, no = real_label * p + fake_label * q, (1 - real_label) * p + (1 - fake_label) * q
    return u[np.argmax(yes * np.log(u) + no * np.log(1 - u))]


def jsd(p, q):
    """SciPy mengembalikan akarnya."""
    return jensenshannon(p, q) ** 2


def kl(p, q):
    return np.sum(p * np.log(p / q))


def unguarded(p, q):
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def padded(p, q):
    p, q = p + 1e-3 * (p == 0), q + 1e-3 * (q == 0)
    return unguarded(p, q)


def dropped(p, q):
    """Membuang petak yang kosong pada salah satu histogram."""
    both = (p > 0) & (q > 0)
    return unguarded(p[both], q[both]) if both.any() else np.log(2)


def turn(theta, psi, h):
    psi = psi - h * theta
    return theta + h * psi, psi


def forgetful(theta, psi, h):
    """Benar pada langkah pertama, lalu laju pembelajarannya hilang."""
    return turn(theta, psi, h) if h > 0.3 else (2 * theta, psi)


def count_steps(rule):
    counts = {}
    for weight in STEPS:
        theta, psi, count = 1.0, 0.0, 0
        while np.hypot(theta, psi) >= 0.01 and count < 3000:
            theta, psi = rule(theta, psi, weight)
            count += 1
        counts[weight] = count
    return counts


def penalized(theta, psi, weight):
    psi -= 0.1 * theta + 0.1 * weight * psi
    return theta + 0.1 * psi, psi


def together(theta, psi, weight):
    return theta + 0.1 * psi, psi - 0.1 * theta - 0.1 * weight * psi


def generator_first(theta, psi, weight):
    theta += 0.1 * psi
    return theta, psi - 0.1 * theta - 0.1 * weight * psi


def penalized_theta(theta, psi, weight):
    psi -= 0.1 * theta
    return theta + 0.1 * psi - 0.1 * weight * theta, psi


def half_penalized(theta, psi, weight):
    psi -= 0.1 * theta + 0.1 * weight * psi / 2
    return theta + 0.1 * psi, psi


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (teori_gan.two_label_judge, lambda *a: (a[2] * a[0] + a[3] * a[1]) / (a[0] + a[1])),
        (teori_gan.gradient_ratio, 1 / 1001),
        (teori_gan.jensen_shannon, jsd),
        (teori_gan.alternating_turn, turn),
        (teori_gan.friction_steps, count_steps(penalized)),
        (teori_gan.friction_steps, STEPS),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_two_label_formula_equals_a_search():
    for p, q, real, fake in ((0.3, 0.1, 0.9, 0.2), (0.2, 0.6, 1.0, 0.0), (0.0, 0.4, 0.9, 0.1)):
        found = best_by_search(p, q, real, fake)
        assert found == pytest.approx((real * p + fake * q) / (p + q), abs=1e-4)


def test_gradient_ratio_is_a_thousand():
    slope = 1e-7
    score = np.log(1 / 1000)  # logit dari 1/1001

    def saturating(s):
        return -np.logaddexp(0, s)

    def nonsaturating(s):
        return np.logaddexp(0, -s)

    ratio = (nonsaturating(score + slope) - nonsaturating(score - slope)) / (
        saturating(score + slope) - saturating(score - slope)
    )
    assert ratio == pytest.approx(1000, rel=1e-3)


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (teori_gan.two_label_judge, lambda p, q, a, b: a * p / (p + q), "belum ikut"),
        (teori_gan.two_label_judge, lambda p, q, a, b: a * p / (a * p + b * q), "Penyebutnya"),
        (
            teori_gan.two_label_judge,
            lambda p, q, a, b: (a * p + (1 - b) * q) / (p + q),
            "sasaran palsunya",
        ),
        (teori_gan.two_label_judge, lambda p, q, a, b: (a * q + b * p) / (p + q), "tertukar"),
        (
            teori_gan.two_label_judge,
            lambda p, q, a, b: ((1 - a) * p + (1 - b) * q) / (p + q),
            "Itu 1 − D",
        ),
        (teori_gan.two_label_judge, lambda p, q, a, b: p / q, "Kumpulkan"),
        (
            teori_gan.two_label_judge,
            lambda p, q, a, b: (a * p + b * q) / (p + q) if b else 0.5,
            "kembali ke",
        ),
        (teori_gan.gradient_ratio, 1000 / 1001, "Terbalik"),
        (teori_gan.gradient_ratio, 0.001, "999"),
        (teori_gan.gradient_ratio, 1 / 999, "1 + D"),
        (teori_gan.gradient_ratio, 1000, "peluang"),
        (teori_gan.gradient_ratio, 0.5, "Tuliskan"),
        (teori_gan.jensen_shannon, lambda p, q: 2 * jsd(p, q), "bukan jumlahnya"),
        (teori_gan.jensen_shannon, lambda p, q: jsd(p, q) / np.log(2), "bit"),
        (teori_gan.jensen_shannon, kl, "KL(p‖q)"),
        (teori_gan.jensen_shannon, lambda p, q: (kl(p, q) + kl(q, p)) / 2, "rerata m"),
        (
            teori_gan.jensen_shannon,
            lambda p, q: (kl((p + q) / 2, p) + kl((p + q) / 2, q)) / 2,
            "terbalik",
        ),
        (teori_gan.jensen_shannon, jensenshannon, "akarnya"),
        (teori_gan.jensen_shannon, lambda p, q: 0.5, "kedua suku"),
        (teori_gan.jensen_shannon, unguarded, "Petak kosong"),
        (teori_gan.jensen_shannon, padded, "tepat log 2"),
        (teori_gan.jensen_shannon, dropped, "bertindih sebagian"),
        (teori_gan.alternating_turn, lambda t, s, h: (t + h * s, s - h * t), "serentak"),
        (
            teori_gan.alternating_turn,
            lambda t, s, h: (t + h * s, s - h * (t + h * s)),
            "lebih dulu",
        ),
        (teori_gan.alternating_turn, lambda t, s, h: turn(t, s, h)[::-1], "theta dahulu"),
        (
            teori_gan.alternating_turn,
            lambda t, s, h: (t - h * (s - h * t), s - h * t),
            "generator keliru",
        ),
        (
            teori_gan.alternating_turn,
            lambda t, s, h: (t + h * (s + h * t), s + h * t),
            "diskriminator keliru",
        ),
        (teori_gan.alternating_turn, lambda t, s, h: t, "dua bilangan"),
        (teori_gan.alternating_turn, lambda t, s, h: (t, s), "Perbarui psi"),
        (teori_gan.alternating_turn, forgetful, "1.000 langkah"),
        (teori_gan.friction_steps, {2: 73}, "empat bobot"),
        (teori_gan.friction_steps, count_steps(together), "serentak"),
        (teori_gan.friction_steps, count_steps(generator_first), "Giliran pertama"),
        (teori_gan.friction_steps, count_steps(penalized_theta), "Penaltinya pada ψ"),
        (teori_gan.friction_steps, count_steps(half_penalized), "(λ/2)ψ²"),
        (teori_gan.friction_steps, STEPS | {10: 20}, "bobot 2"),
        (teori_gan.friction_steps, STEPS | {0.5: 160}, "bobot 0.5 meleset"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    with np.errstate(all="ignore"):
        said = verdict(capsys, check, answer)
    assert ": BELUM. " in said
    assert hint in said

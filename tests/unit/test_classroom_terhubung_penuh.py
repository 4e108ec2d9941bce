"""Pemeriksa latihan bab GAN terhubung penuh: jawaban benar lulus, yang keliru ditolak."""

import keras
import numpy as np
import pytest
from classroom_checks import verdict
from scipy.stats import pearsonr, spearmanr

import generatif
from generatif import zoo
from generatif.classroom import terhubung_penuh
from generatif.models.dense_gan import build_discriminator, build_generator

PARAMETERS = build_generator(64, 128).count_params()


def products(network):
    return sum(int(np.prod(w.shape)) for w in network.trainable_variables if len(w.shape) == 2)


def pair(latent_dim, width):
    return products(build_generator(latent_dim, width)), products(build_discriminator(width))


def multiplications(latent_dim, width, batch_size):
    g, d = pair(latent_dim, width)
    return batch_size * (3 * g + 7 * d)


def scaled(g_times, d_times, batched=True):
    def count(latent_dim, width, batch_size):
        g, d = pair(latent_dim, width)
        return (batch_size if batched else 1) * (g_times * g + d_times * d)

    return count


def extra(minutes, cores, idle, busy):
    return (busy - idle) * minutes / 60 / cores


def steadiness(curve):
    epochs = np.arange(len(curve))
    return (
        sum(b > a for a, b in zip(curve, curve[1:], strict=False)),
        len(curve) - 1 - int(np.argmin(curve)),
        spearmanr(epochs, curve)[0],
    )


def changed(place, value):
    def answer(curve):
        row = list(steadiness(curve))
        row[place] = value(curve)
        return row

    return answer


def negative(g, d):
    return [*g[:-2], -g[-2], -g[-1]], [-d[0], *d[1:]]


def negative_in_place(g, d):
    d[0] *= -1
    return [*g[:-2], -g[-2], -g[-1]], d


def shifted(axis=2, sign=1, squash=True, part="x_test", scale=generatif.scale_to_symmetric):
    images = scale(getattr(generatif.load_mnist("embedded"), part))
    judge = zoo.load("dense-gan-mnist").discriminator
    rows = {}
    for shift in range(5):
        logits = judge.predict(np.roll(images, sign * shift, axis), batch_size=250, verbose=0)
        rows[shift] = float(np.mean(keras.ops.sigmoid(logits) if squash else logits))
    return rows


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (terhubung_penuh.generator_parameters, PARAMETERS),
        (terhubung_penuh.step_multiplications, multiplications),
        (terhubung_penuh.extra_watt_hours, extra),
        (terhubung_penuh.steadiness, steadiness),
        (terhubung_penuh.negative_twin, negative),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_right_shifts_pass(capsys):
    assert verdict(capsys, terhubung_penuh.shifted_verdicts, shifted()).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (terhubung_penuh.generator_parameters, products(build_generator(64, 128)), "Bias belum"),
        (terhubung_penuh.generator_parameters, PARAMETERS + 64, "Masukan tidak"),
        (
            terhubung_penuh.generator_parameters,
            64 * 128 + 128 + 128 * 128 + 128 + 128 * 784 + 784,
            "dua kali lebih lebar",
        ),
        (
            terhubung_penuh.generator_parameters,
            build_generator(100, 128).count_params(),
            "bukan 100",
        ),
        (terhubung_penuh.generator_parameters, 1, "m x n bobot"),
        (terhubung_penuh.step_multiplications, scaled(3, 7, batched=False), "satu batch"),
        (terhubung_penuh.step_multiplications, scaled(1, 1), "sekali jalan maju"),
        (terhubung_penuh.step_multiplications, scaled(1, 2), "baru bagian maju"),
        (terhubung_penuh.step_multiplications, scaled(3, 6), "menembus D"),
        (terhubung_penuh.step_multiplications, scaled(3, 3), "dua batch"),
        (terhubung_penuh.step_multiplications, scaled(7, 3), "tertukar"),
        (terhubung_penuh.step_multiplications, scaled(2, 2), "Hitung m_G"),
        (
            terhubung_penuh.step_multiplications,
            lambda z, w, b: b * multiplications(100, 256, 1),
            "tertulis mati",
        ),
        (terhubung_penuh.extra_watt_hours, lambda *a: 60 * extra(*a), "watt-menit"),
        (terhubung_penuh.extra_watt_hours, lambda m, c, i, b: b * m / c / 60, "menganggur pun"),
        (terhubung_penuh.extra_watt_hours, lambda m, c, i, b: (b - i) * m / 60, "banyak inti"),
        (terhubung_penuh.extra_watt_hours, lambda m, c, i, b: (b - i) * m * c / 60, "bukan dikali"),
        (terhubung_penuh.extra_watt_hours, lambda *a: -extra(*a), "Tandanya"),
        (terhubung_penuh.extra_watt_hours, lambda *a: 3600 * extra(*a), "joule"),
        (terhubung_penuh.extra_watt_hours, lambda *a: 1.0, "selisih daya"),
        (
            terhubung_penuh.extra_watt_hours,
            lambda m, c, i, b: extra(m, c, i, b) if b > i else 1.0,
            "tidak menambah",
        ),
        (
            terhubung_penuh.extra_watt_hours,
            lambda m, c, i, b: extra(m, 2, i, b),
            "meleset untuk enam",
        ),
        (terhubung_penuh.steadiness, lambda curve: 3, "tiga bilangan"),
        (terhubung_penuh.steadiness, changed(0, lambda c: 4), "banyaknya yang turun"),
        (terhubung_penuh.steadiness, changed(0, lambda c: 2), "berurutan"),
        (terhubung_penuh.steadiness, changed(1, lambda c: int(np.argmin(c))), "nomor epoch"),
        (terhubung_penuh.steadiness, changed(1, lambda c: int(np.argmin(c)) + 1), "nomor epoch"),
        (terhubung_penuh.steadiness, changed(1, lambda c: 0), "bernilai terkecil"),
        (
            terhubung_penuh.steadiness,
            changed(2, lambda c: -spearmanr(np.arange(len(c)), c)[0]),
            "terbalik",
        ),
        (
            terhubung_penuh.steadiness,
            changed(2, lambda c: pearsonr(np.arange(len(c)), c)[0]),
            "Pearson",
        ),
        (terhubung_penuh.steadiness, changed(2, lambda c: 0.0), "Korelasikan peringkat"),
        (
            terhubung_penuh.steadiness,
            lambda c: steadiness(c) if len(c) == 8 else (0, 1, -1),
            "turun terus",
        ),
        (terhubung_penuh.negative_twin, negative_in_place, "larik baru"),
        (terhubung_penuh.negative_twin, lambda g, d: (g[:-1], d), "Bentuk bobot G"),
        (terhubung_penuh.negative_twin, lambda g, d: (g, [-d[0], *d[1:]]), "menulis piksel"),
        (
            terhubung_penuh.negative_twin,
            lambda g, d: ([*g[:-2], -g[-2], g[-1]], [-d[0], *d[1:]]),
            "biasnya ikut",
        ),
        (
            terhubung_penuh.negative_twin,
            lambda g, d: ([-w for w in g], [-d[0], *d[1:]]),
            "LeakyReLU tidak ganjil",
        ),
        (
            terhubung_penuh.negative_twin,
            lambda g, d: (negative(g, d)[0], [-d[0], *d[1:-2], -d[-2], -d[-1]]),
            "harus tetap asli",
        ),
        (
            terhubung_penuh.negative_twin,
            lambda g, d: (negative(g, d)[0], [-d[0], -d[1], *d[2:]]),
            "bias lapisan pertama",
        ),
        (terhubung_penuh.shifted_verdicts, {0: 0.5}, "lima geseran"),
        (
            terhubung_penuh.shifted_verdicts,
            dict.fromkeys(range(5), 0.3),
            "tanpa geseran sudah meleset",
        ),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert ": BELUM. " in said
    assert hint in said


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"squash": False}, "bukan logit"),
        ({"scale": generatif.scale_to_unit}, "scale_to_symmetric"),
        ({"axis": 1}, "ke bawah"),
        ({"sign": -1}, "ke kiri"),
        ({"part": "x_train"}, "citra latih"),
    ],
)
def test_wrong_shifts_get_a_hint(capsys, options, hint):
    said = verdict(capsys, terhubung_penuh.shifted_verdicts, shifted(**options))
    assert ": BELUM. " in said
    assert hint in said


def test_wrong_last_shift_gets_a_hint(capsys):
    said = verdict(capsys, terhubung_penuh.shifted_verdicts, shifted() | {4: 0.9})
    assert "Tanpa geseran sudah benar" in said

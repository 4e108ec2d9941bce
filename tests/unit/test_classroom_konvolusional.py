"""Pemeriksa latihan bab autoencoder konvolusional: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import konvolusional

STRIDES = 14 * 14 * 16 * 16 + 7 * 7 * 32 * 16 * 16


def sides(
    n,
    steps,
    pool_down=False,
    plain_transpose=False,
    kernel_tail=False,
    first=False,
    fixed_factor=False,
):
    found = [n] if first else []
    for kind, *settings in steps:
        if kind == "upsample":
            n *= 2 if fixed_factor else settings[0]
        else:
            k, g, padding = settings
            if kind == "transpose":
                tail = k if kernel_tail else max(k, g)
                grown = n * g if plain_transpose else (n - 1) * g + tail
                n = n * g if padding == "same" else grown
            elif padding == "same" and not (pool_down and kind == "pool"):
                n = (n + g - 1) // g
            else:
                n = (n - k) // g + 1
        found.append(n)
    return found


def mend(n, m, greedy=True, allow=True):
    excess, chosen = (-n) % 2**m, []
    for number in range(1, m + 1) if greedy else [m]:
        removed = 2 * 2 ** (m + 1 - number)
        if removed <= excess:
            chosen.append(number)
            excess -= removed
    return chosen if excess == 0 or not allow else None


def deconvolve(y, kernel, divide=True, real=True):
    response, spectrum = np.fft.fft(kernel, len(y)), np.fft.fft(y)
    x = np.fft.ifft(spectrum / response if divide else spectrum * np.conj(response))
    return x.real if real else x


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (konvolusional.layer_sides, sides),
        (konvolusional.multiplication_counts, (STRIDES, 4 * STRIDES)),
        (konvolusional.mend_plan, mend),
        (konvolusional.true_deconvolution, deconvolve),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (
            konvolusional.layer_sides,
            lambda n, s: sides(n, s, pool_down=True),
            "ke atas: 7",
        ),
        (konvolusional.layer_sides, lambda n, s: sides(n, s, first=True), "tanpa sisi masukannya"),
        (konvolusional.layer_sides, lambda n, s: sides(n, s, plain_transpose=True), "ekor kernel"),
        (konvolusional.layer_sides, lambda n, s: sides(n, s, kernel_tail=True), "max(k, g)"),
        (konvolusional.layer_sides, lambda n, s: [28] * len(s), "lapisan sebelumnya"),
        (konvolusional.layer_sides, lambda n, s: sides(n, s, fixed_factor=True), "Keras memberi"),
        (konvolusional.multiplication_counts, (STRIDES, STRIDES), "setiap piksel"),
        (konvolusional.multiplication_counts, (4 * STRIDES, STRIDES), "terbalik"),
        (konvolusional.multiplication_counts, (14**2 * 256 + 49 * 512, 1), "semua kanal masukan"),
        (konvolusional.multiplication_counts, (1, 2), "14, lalu 7"),
        (konvolusional.multiplication_counts, (STRIDES, 2 * STRIDES), "28, lalu 14"),
        (konvolusional.mend_plan, lambda n, m: [m], "daftar kosong"),
        (konvolusional.mend_plan, lambda n, m: mend(n, m, greedy=False), "lebih dari satu"),
        (konvolusional.mend_plan, lambda n, m: mend(n, m, allow=False), "tidak mungkin"),
        (konvolusional.mend_plan, lambda n, m: [1], "harus [3]"),
        (konvolusional.mend_plan, lambda n, m: (mend(n, m) or [])[-1:] or mend(n, m), "12 = 8 + 4"),
        (konvolusional.mend_plan, lambda n, m: None, "mungkin"),
        (
            konvolusional.true_deconvolution,
            lambda y, k: deconvolve(y, k, divide=False),
            "konvolusi transpos",
        ),
        (konvolusional.true_deconvolution, lambda y, k: deconvolve(y, k, real=False), "khayal"),
        (konvolusional.true_deconvolution, lambda y, k: deconvolve(y, k[::-1]), "x belum"),
        (konvolusional.true_deconvolution, lambda y, k: y[:3], "sepanjang"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert hint in said


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({}, "LULUS"),
        ({16: (0.04, 0.0207 * 784)}, "jumlah atas 784"),
        ({16: (0.0207, 0.04)}, "urutannya"),
        ({16: (0.04, 0.03)}, "galat PCA keliru"),
        ({4: (0.3, 0.0361)}, "terlalu besar"),
        ({16: (0.004, 0.0207)}, "terlalu kecil"),
        ({4: (0.035, 0.0361), 16: (0.05, 0.0207)}, "kode 16 mestinya"),
    ],
)
def test_experiment_answer_must_be_plausible(capsys, monkeypatch, change, hint):
    monkeypatch.setattr(konvolusional, "_pca_errors", lambda: {4: 0.0361, 16: 0.0207})
    answer = {4: (0.06, 0.0361), 16: (0.04, 0.0207)} | change
    assert hint in verdict(capsys, konvolusional.small_codes, answer)


def test_experiment_needs_both_sizes(capsys):
    assert "kunci 4 dan 16" in verdict(capsys, konvolusional.small_codes, {4: (1, 1)})

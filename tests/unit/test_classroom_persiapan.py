"""Pemeriksa latihan bab persiapan: jawaban benar lulus, jawaban keliru yang lazim ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import persiapan

FASHION = {60: 0.595, 600: 0.662, 6000: 0.663}


def to_pixels(images):
    return np.rint(np.clip(images, -1, 1) * 127.5 + 127.5).astype("uint8")


def gradient(logits, targets):
    tail = np.exp(-np.abs(logits))
    return (np.where(logits >= 0, 1, tail) / (1 + tail) - targets) / logits.size


def transpose(values, kernel, stride):
    """Lewat matriks, bukan lewat penjumlahan seperti pemeriksanya."""
    size = (len(values) - 1) * stride + len(kernel)
    matrix = np.zeros((len(values), size))
    for row in range(len(values)):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix.T @ values


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (persiapan.sides_there_and_back, [13, 6, 13, 27]),
        (persiapan.symmetric_pixels, to_pixels),
        (persiapan.bce_gradient, gradient),
        (persiapan.transposed_convolution, transpose),
        (persiapan.growth_with_data, FASHION),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def overwriting(values, kernel, stride):
    output = np.zeros((len(values) - 1) * stride + len(kernel))
    for place, value in enumerate(values):
        output[place * stride : place * stride + len(kernel)] = value * kernel
    return output


def truncating(images):
    return (np.clip(images, -1, 1) * 127.5 + 127.5).astype("uint8")


def wrapping(images):
    return np.rint(images * 127.5 + 127.5).astype("int64").astype("uint8")


def naive_gradient(logits, targets):
    power = np.exp(logits)
    return (power / (1 + power) - targets) / logits.size


def clipped_gradient(logits, targets):
    return (1 / (1 + np.exp(-np.clip(logits, -3, 3))) - targets) / logits.size


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (persiapan.sides_there_and_back, [14, 7, 14, 28], "Itu 'same'"),
        (persiapan.sides_there_and_back, [13, 6], "empat bilangan"),
        (persiapan.sides_there_and_back, [12, 5, 11, 23], "ke bawah"),
        (persiapan.sides_there_and_back, [13, 6, 12, 24], "ekor"),
        (persiapan.sides_there_and_back, [13, 6, 14, 28], "sisi kedua"),
        (persiapan.sides_there_and_back, [13, 6, 13, 28], "tidak selalu kembali"),
        (persiapan.sides_there_and_back, [13, 6, 13, 26], "dari 13"),
        (persiapan.symmetric_pixels, lambda x: to_pixels(x).astype("float32"), "float32"),
        (persiapan.symmetric_pixels, lambda x: to_pixels(x).ravel(), "Bentuk"),
        (persiapan.symmetric_pixels, lambda x: np.uint8(np.clip(x, 0, 1) * 255), "Rentang mana"),
        (persiapan.symmetric_pixels, lambda x: to_pixels(x / 2), "Rentang mana"),
        (persiapan.symmetric_pixels, truncating, "np.rint"),
        (persiapan.symmetric_pixels, wrapping, "np.clip"),
        (persiapan.bce_gradient, lambda s, t: gradient(s, t).sum(), "satu bilangan per logit"),
        (persiapan.bce_gradient, lambda s, t: s.size * gradient(s, t), "gradien jumlahnya"),
        (persiapan.bce_gradient, lambda s, t: -gradient(s, t), "terbalik"),
        (persiapan.bce_gradient, lambda s, t: (s - t) / s.size, "sigm(s) - t"),
        (persiapan.bce_gradient, naive_gradient, "NaN"),
        (persiapan.bce_gradient, clipped_gradient, "clip"),
        (persiapan.transposed_convolution, overwriting, "bukan ditimpa"),
        (persiapan.transposed_convolution, lambda y, w, g: transpose(y, w[::-1], g), "terbalik"),
        (persiapan.transposed_convolution, lambda y, w, g: np.repeat(y, g), "6 bilangan"),
        (persiapan.transposed_convolution, lambda y, w, g: 2 * transpose(y, w, g), "seluruh"),
        (persiapan.growth_with_data, {60: 0.6, 6000: 0.66}, "kunci 60, 600, dan 6000"),
        (persiapan.growth_with_data, {60: 59.5, 600: 66.2, 6000: 66.3}, "persen"),
        (persiapan.growth_with_data, FASHION | {6000: 0.6915}, "data latihnya sendiri"),
        (persiapan.growth_with_data, {60: 0.68, 600: 0.795, 6000: 0.814}, "akurasi MNIST"),
        (persiapan.growth_with_data, FASHION | {60: 0.546}, "60 citra latih meleset"),
        (persiapan.growth_with_data, FASHION | {600: 0.7}, "600 citra latih meleset"),
    ],
)
def test_typical_wrong_answers_get_a_hint(capsys, check, answer, hint):
    printed = verdict(capsys, check, answer)
    assert ": BELUM. " in printed
    assert hint in printed

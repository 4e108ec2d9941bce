"""Pemeriksa latihan bab autoencoder sparse: jawaban benar lulus, yang keliru ditolak."""

import math

import keras
import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import sparse
from generatif.models.sparse_autoencoder import build_sparse_autoencoder

MEASURED = {1e-5: (0.028, 142.0), 1e-4: (0.031, 74.0), 1e-3: (0.094, 1.0)}


def divergence(codes, target, axis=0, log=np.log):
    mean = codes.mean(axis=axis)
    return np.sum(target * log(target / mean) + (1 - target) * log((1 - target) / (1 - mean)))


def reversed_divergence(codes, target):
    mean = codes.mean(axis=0)
    return np.sum(mean * np.log(mean / target) + (1 - mean) * np.log((1 - mean) / (1 - target)))


def divergence_per_activation(codes, target):
    return np.mean([divergence(code[None], target) for code in codes])


def first_term(codes, target):
    return np.sum(target * np.log(target / codes.mean(axis=0)))


def slope(codes, target):
    """Beda hingga: tidak memakai rumus pemeriksanya."""
    step, result = 1e-6, np.empty_like(codes)
    for place in np.ndindex(codes.shape):
        up, down = codes.copy(), codes.copy()
        up[place] += step
        down[place] -= step
        result[place] = (divergence(up, target) - divergence(down, target)) / (2 * step)
    return result


def slope_of_activations(codes, target):
    return (codes - target) / (codes * (1 - codes)) / len(codes)


def soft(wanted, weight):
    """Cari nilai terkecil di kisi yang memuat jawabannya."""
    grid = np.arange(-4000, 4001) / 1000
    cost = (grid[:, None] - wanted) ** 2 / 2 + weight * np.abs(grid[:, None])
    return grid[cost.argmin(axis=0)]


def bits(units, kept, value_bits):
    sets = 1
    for index in range(kept):
        sets = sets * (units - index) // (index + 1)
    return math.log2(sets) + kept * value_bits


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (sparse.kl_value, divergence),
        (sparse.kl_gradient, slope),
        (sparse.soft_threshold, soft),
        (sparse.sparse_code_bits, bits),
        (sparse.price_of_sparsity, MEASURED),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (sparse.kl_value, divergence_per_activation, "per aktivasi"),
        (sparse.kl_value, lambda a, t: divergence(a, t, axis=1), "sumbu yang salah"),
        (sparse.kl_value, lambda a, t: divergence(a, t) / a.shape[1], "jangan dirata-ratakan"),
        (sparse.kl_value, lambda a, t: divergence(a, t, log=np.log2), "bit"),
        (sparse.kl_value, reversed_divergence, "terbalik"),
        (sparse.kl_value, first_term, "Suku kedua"),
        (sparse.kl_value, lambda a, t: a.mean(axis=0), "satu bilangan"),
        (sparse.kl_value, lambda a, t: 2 * divergence(a, t), "kedua suku"),
        (sparse.kl_gradient, lambda a, t: len(a) * slope(a, t), "1/B"),
        (sparse.kl_gradient, lambda a, t: -slope(a, t), "terbalik"),
        (sparse.kl_gradient, lambda a, t: slope(a, t)[0], "setiap aktivasi"),
        (sparse.kl_gradient, lambda a, t: slope(a, t).T, "seukuran"),
        (sparse.kl_gradient, slope_of_activations, "bukan aktivasinya"),
        (sparse.kl_gradient, lambda a, t: 0 * a, "Turunan terhadap rerata"),
        (sparse.soft_threshold, lambda c, w: np.where(np.abs(c) > w, c, 0), "ambang keras"),
        (sparse.soft_threshold, lambda c, w: np.maximum(c - w, 0), "negatif"),
        (sparse.soft_threshold, lambda c, w: c - w * np.sign(c), "menyeberangi"),
        (sparse.soft_threshold, lambda c, w: c / (1 + w), "Turunan |z|"),
        (sparse.soft_threshold, lambda c, w: c - w, "Turunan |z|"),
        (sparse.soft_threshold, lambda c, w: soft(c, 2 * w), "kisi halus"),
        (sparse.soft_threshold, lambda c, w: soft(c, w)[:2], "seukuran"),
        (sparse.sparse_code_bits, lambda n, k, q: k * q, "baru nilainya"),
        (sparse.sparse_code_bits, lambda n, k, q: n * q, "kode padat"),
        (sparse.sparse_code_bits, lambda n, k, q: math.log2(math.comb(n, k)), "baru letaknya"),
        (sparse.sparse_code_bits, lambda n, k, q: k * (q + math.log2(n)), "kombinasi"),
        (sparse.sparse_code_bits, lambda n, k, q: k * q + math.log(math.comb(n, k)), "nat"),
        (sparse.sparse_code_bits, lambda n, k, q: k * q + n, "Jumlahkan"),
        (sparse.price_of_sparsity, {1e-4: (0.03, 74)}, "tiga bobot"),
        (
            sparse.price_of_sparsity,
            {key: (error, units / 300) for key, (error, units) in MEASURED.items()},
            "bukan bagiannya",
        ),
        (
            sparse.price_of_sparsity,
            {key: (error, 1000 * units / 300) for key, (error, units) in MEASURED.items()},
            "sumbu 1",
        ),
        (sparse.price_of_sparsity, MEASURED | {1e-3: (0.094, 160.0)}, "lebih sedikit unit"),
        (sparse.price_of_sparsity, MEASURED | {1e-4: (0.0369, 74.0)}, "`loss`"),
        (sparse.price_of_sparsity, MEASURED | {1e-5: (0.028, 110.0)}, "lebih besar daripada nol"),
        (sparse.price_of_sparsity, MEASURED | {1e-3: (0.03, 1.0)}, "hampir semua unit padam"),
        (sparse.price_of_sparsity, MEASURED | {1e-3: (0.09, 30.0)}, "hampir semua unit padam"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert ": BELUM. " in said
    assert hint in said


@pytest.mark.parametrize("function", [sparse.sparse_code_bits])
def test_half_right_answers_are_caught_by_the_edges(capsys, function):
    assert "letaknya gratis" in verdict(
        capsys, function, lambda n, k, q: bits(n, k, q) if k < n else bits(n, k, q) + 5
    )


@pytest.mark.slow
@pytest.mark.parametrize("order", [0, 1, 2])
def test_expected_experiment_is_reproduced(capsys, order):
    """Nilai acuan pemeriksa berasal dari percobaan yang diminta soal, apa pun urutan datanya."""
    from generatif.data import load_fashion_mnist, scale_to_unit

    data = load_fashion_mnist("embedded")
    first, test = scale_to_unit(data.x_train[:2000]), scale_to_unit(data.x_test)
    measured = {}
    keras.utils.set_random_seed(order)
    for weight in MEASURED:
        model = build_sparse_autoencoder(penalty="l1", weight=weight, steps=160, seed=1)
        model.fit(first, first, epochs=5, batch_size=64, verbose=0)
        codes = model.get_layer("encoder").predict(test, verbose=0)
        error = np.mean((model.predict(test, verbose=0) - test) ** 2)
        measured[weight] = error, (codes > 0).sum(axis=1).mean()
    assert verdict(capsys, sparse.price_of_sparsity, measured).endswith(": LULUS")

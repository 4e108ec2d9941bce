"""Pemeriksa latihan bab autoencoder bertumpuk: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import bertumpuk
from generatif.models.autoencoder import build_autoencoder

TIED = 784 * 100 + 100 * 20 + 100 + 20 + 100 + 784


def pca(train, test, k, center=True, restore=True):
    mean = train.mean(0) * center
    axes = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (test - mean) @ axes.T @ axes + mean * restore


def excess(made, images, log=np.log, edge=1e-12):
    x, y = np.clip(images, edge, 1 - edge), np.clip(made, edge, 1 - edge)
    return np.mean(x * log(x / y) + (1 - x) * log((1 - x) / (1 - y)))


def careless_excess(made, images):
    with np.errstate(all="ignore"):
        x, y = images, made
        return np.mean(x * np.log(x / y) + (1 - x) * np.log((1 - x) / (1 - y)))


def cross_entropy(made, images):
    return np.mean(-images * np.log(made) - (1 - images) * np.log(1 - made))


def cosines(first, second):
    return np.linalg.svd(np.linalg.qr(first)[0].T @ np.linalg.qr(second)[0], compute_uv=False)


def normalize(columns):
    return columns / np.linalg.norm(columns, axis=0)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (bertumpuk.tied_parameters, TIED),
        (bertumpuk.pca_reconstruction, pca),
        (bertumpuk.excess_cross_entropy, excess),
        (bertumpuk.excess_cross_entropy, lambda made, x: excess(made, x, edge=1e-7)),
        (bertumpuk.principal_cosines, cosines),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_parameter_count_equals_keras():
    assert build_autoencoder(20, (100,), tied=True).count_params() == TIED


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (bertumpuk.tied_parameters, 784 * 100 + 100 * 20, "Bias belum"),
        (bertumpuk.tied_parameters, TIED - 884, "bias sendiri"),
        (bertumpuk.tied_parameters, TIED + 784 * 100 + 100 * 20, "meminjam"),
        (bertumpuk.tied_parameters, 1, "Jumlahkan"),
        (bertumpuk.pca_reconstruction, lambda a, b, k: pca(a, b, k, restore=False), "dikembalikan"),
        (bertumpuk.pca_reconstruction, lambda a, b, k: pca(a, b, k, center=False), "Kurangi dulu"),
        (bertumpuk.pca_reconstruction, lambda a, b, k: pca(b, b, k), "bukan dari `test`"),
        (bertumpuk.pca_reconstruction, lambda a, b, k: b[:2], "seukuran"),
        (bertumpuk.pca_reconstruction, lambda a, b, k: pca(a, b, min(k, 5)), "semua komponen"),
        (bertumpuk.excess_cross_entropy, careless_excess, "NaN"),
        (bertumpuk.excess_cross_entropy, lambda y, x: excess(y, x, np.log2), "bit"),
        (bertumpuk.excess_cross_entropy, cross_entropy, "lantainya"),
        (bertumpuk.excess_cross_entropy, lambda y, x: x.size * excess(y, x), "log 2"),
        (
            bertumpuk.excess_cross_entropy,
            lambda y, x: excess(x, y) if 0 < x.min() else excess(y, x),
            "terbalik",
        ),
        (
            bertumpuk.principal_cosines,
            lambda a, b: np.linalg.svd(a.T @ b, compute_uv=False),
            "ortonormal",
        ),
        (
            bertumpuk.principal_cosines,
            lambda a, b: np.linalg.svd(normalize(a).T @ normalize(b), compute_uv=False),
            "ortonormal",
        ),
        (bertumpuk.principal_cosines, lambda a, b: cosines(a, b)[::-1], "terbesar"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert hint in said


def test_experiment_answer_is_the_smallest_matching_size(capsys, monkeypatch):
    monkeypatch.setattr(bertumpuk, "_matching_code_size", lambda: 90)
    assert verdict(capsys, bertumpuk.matching_code_size, 90).endswith("LULUS")
    assert "PCA kalah" in verdict(capsys, bertumpuk.matching_code_size, 30)
    assert "masih di atas" in verdict(capsys, bertumpuk.matching_code_size, 89)
    assert "lebih kecil" in verdict(capsys, bertumpuk.matching_code_size, 91)
    assert "bilangan bulat" in verdict(capsys, bertumpuk.matching_code_size, 91.5)

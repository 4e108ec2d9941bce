"""Pemeriksa latihan bab autoencoder bertumpuk: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest

from generatif.classroom import bertumpuk, quiz
from generatif.models.autoencoder import build_autoencoder

TIED = 784 * 100 + 100 * 20 + 100 + 20 + 100 + 784


def verdict(capsys, check, answer):
    check(answer)
    return capsys.readouterr().out.strip()


def pca(train, test, k, center=True, restore=True):
    mean = train.mean(0) * center
    axes = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (test - mean) @ axes.T @ axes + mean * restore


def floor(images, log=np.log):
    inside = (images > 0) & (images < 1)
    p = np.where(inside, images, 0.5)
    return np.mean(np.where(inside, -(p * log(p) + (1 - p) * log(1 - p)), 0))


def careless_floor(images):
    with np.errstate(all="ignore"):
        return np.mean(-(images * np.log(images) + (1 - images) * np.log(1 - images)))


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (bertumpuk.tied_parameters, TIED),
        (bertumpuk.pca_reconstruction, pca),
        (bertumpuk.cross_entropy_floor, floor),
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
        (bertumpuk.cross_entropy_floor, careless_floor, "NaN"),
        (bertumpuk.cross_entropy_floor, lambda x: floor(x, np.log2), "bit"),
        (bertumpuk.cross_entropy_floor, lambda x: 784 * floor(x), "log 2"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert hint in said


def test_experiment_answer_is_the_smallest_matching_size(capsys, monkeypatch):
    monkeypatch.setattr(bertumpuk, "_matching_code_size", lambda: 90)
    assert verdict(capsys, bertumpuk.matching_code_size, 91).endswith("LULUS")
    assert "PCA kalah" in verdict(capsys, bertumpuk.matching_code_size, 30)
    assert "Bukan itu" in verdict(capsys, bertumpuk.matching_code_size, 120)
    assert "bilangan bulat" in verdict(capsys, bertumpuk.matching_code_size, 91.5)


def test_quiz_is_complete():
    questions = quiz.load_quiz("bertumpuk").questions
    assert len(questions) >= 5
    assert len({question.id for question in questions}) == len(questions)

"""Pemeriksa latihan bab Simulasi: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused
from sklearn.neighbors import KNeighborsClassifier

from generatif.classroom import simulasi as check
from generatif.data import load_mnist
from generatif.font_digits import render_digits


def survival(before, after, labels):
    was, now = before == labels, after == labels
    return now.mean(), (was & ~now).sum()


def loss(logits, made, synthetic, weight):
    return np.logaddexp(0, -logits).mean() + weight * np.abs(made - synthetic).mean()


def exchange(made, buffer, places):
    half = len(made) // 2
    new = buffer.copy()
    new[places] = made[:half]
    return np.concatenate([made[:half], buffer[places]]), new


def careless_exchange(made, buffer, places):
    half = len(made) // 2
    buffer[places] = made[:half]
    return np.concatenate([made[:half], buffer[places]]), buffer


def in_place(made, buffer, places):
    old = buffer[places].copy()
    half = len(made) // 2
    buffer[places] = made[:half]
    return np.concatenate([made[:half], old]), buffer


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


@pytest.mark.parametrize(
    ("examine", "answer"),
    [
        (check.label_survival, survival),
        (check.refiner_loss, loss),
        (check.history_exchange, exchange),
    ],
)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


def kept(x, y):
    return np.abs(x - y).mean()


WRONG = [
    (check.label_survival, lambda b, a, y: ((b == a).mean(), 3), "LABEL"),
    (check.label_survival, lambda b, a, y: ((b == y).mean(), 3), "SEBELUM"),
    (check.label_survival, lambda b, a, y: (0.9, 3), "Bagian utuh"),
    (check.label_survival, lambda b, a, y: ((a == y).mean(), (a != y).sum()), "sejak semula"),
    (check.label_survival, lambda b, a, y: ((a == y).mean(), (a != b).sum()), "Setiap perubahan"),
    (check.label_survival, lambda b, a, y: ((a == y).mean(), 0), "Hilang"),
    (check.label_survival, lambda b, a, y: (a == y).mean(), "pasangan"),
    (check.refiner_loss, lambda s, m, x, w: loss(s, m, x, 1.0), "`weight`"),
    (
        check.refiner_loss,
        lambda s, m, x, w: loss(s, m, m, w) + w * np.mean((m - x) ** 2),
        "MUTLAK",
    ),
    (check.refiner_loss, lambda s, m, x, w: loss(-s, m, x, w), "ASLI"),
    (
        check.refiner_loss,
        lambda s, m, x, w: np.log(1 - sigmoid(s)).mean() + w * kept(m, x),
        "minimaks",
    ),
    (
        check.refiner_loss,
        lambda s, m, x, w: loss(s, m, m, w) + w * 784 * kept(m, x),
        "per citra",
    ),
    (
        check.refiner_loss,
        lambda s, m, x, w: 49 * loss(s, m, m, w) + w * kept(m, x),
        "atas petak",
    ),
    (check.refiner_loss, lambda s, m, x, w: 0.0, "Rerata -log D"),
    (
        check.refiner_loss,
        lambda s, m, x, w: -np.log(np.maximum(sigmoid(s), 1e-300)).mean() + w * kept(m, x),
        "-800",
    ),
    (check.history_exchange, careless_exchange, "isi BARU"),
    (check.history_exchange, in_place, "Salin dulu"),
    (check.history_exchange, lambda m, b, p: (exchange(m, b, p)[0], b), "tidak berubah"),
    (check.history_exchange, lambda m, b, p: exchange(m, b, p)[0], "pasangan"),
    (
        check.history_exchange,
        lambda m, b, p: (np.concatenate([m[3:], b[p]]), exchange(m, b, p)[1]),
        "terdepan",
    ),
    (
        check.history_exchange,
        lambda m, b, p: (np.concatenate([m[:3], b[:3]]), exchange(m, b, p)[1]),
        "di `places`",
    ),
    (check.history_exchange, lambda m, b, p: (b[p], exchange(m, b, p)[1]), "berbentuk"),
    (
        check.history_exchange,
        lambda m, b, p: (exchange(m, b, p)[0], exchange(m, b, np.arange(3))[1]),
        "kini ada",
    ),
]


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
@pytest.mark.filterwarnings("ignore:overflow")
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)


def test_font_experiment_accepts_only_its_own_numbers(capsys, monkeypatch):
    monkeypatch.setattr(check, "_nearest_right", lambda fonts: 0.5 if fonts else 0.6)
    passes(capsys, check.font_experiment, (0.5, 0.602))
    refused(capsys, check.font_experiment, (0.6, 0.5), "terbalik")
    refused(capsys, check.font_experiment, (50, 60), "persen")
    refused(capsys, check.font_experiment, (0.51, 0.6), "satu huruf")
    refused(capsys, check.font_experiment, (0.5, 0.59), "semua huruf")
    refused(capsys, check.font_experiment, 0.5, "pasangan")


def test_font_experiment_agrees_with_scikit_learn():
    data = load_mnist("embedded")
    images, labels = render_digits(1_000, 5, ("DejaVuSans",))
    nearest = KNeighborsClassifier(1, algorithm="brute").fit(
        images.reshape(1_000, -1) / 255, labels
    )
    expected = nearest.score(data.x_test.reshape(len(data.x_test), -1) / 255, data.y_test)
    assert check._nearest_right(("DejaVuSans",)) == pytest.approx(expected, abs=0.002)

"""Pemeriksa latihan bab autoencoder variasional: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict
from scipy import integrate, stats

from generatif.classroom import variasional

ONE = 0.5 * (0.25 + 4 - 1 - np.log(0.25))


def elbo_loss(pixels=np.sum, units=np.sum, images=np.mean, sign=1, on_kl=True):
    def loss(x, made, mean, log_var, beta):
        error = x * np.log(made) + (1 - x) * np.log(1 - made)
        error = -pixels(error, axis=(1, 2, 3))
        kl = 0.5 * units(np.exp(log_var) + mean**2 - 1 - log_var, axis=1)
        return images(error + sign * beta * kl if on_kl else beta * error + kl)

    return loss


def right_gap():
    q, posterior = stats.norm(0, 1), stats.norm(0.6, np.sqrt(0.2))
    gap, _ = integrate.quad(lambda z: q.pdf(z) * (q.logpdf(z) - posterior.logpdf(z)), -12, 12)
    return gap


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (variasional.divergence, 3 * ONE),
        (variasional.divergence, 6.95),
        (variasional.reparameterization, lambda m, v, e: m + np.sqrt(np.exp(v)) * e),
        (variasional.negative_elbo, elbo_loss()),
        (variasional.elbo_gap, right_gap()),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (variasional.divergence, ONE, "satu unit"),
        (variasional.divergence, 6 * ONE, "setengah"),
        (variasional.divergence, 1.5 * (0.5 + 4 - 1 - np.log(0.5)), "kuadratkan"),
        (variasional.divergence, 1.5 * (0.25 + 4 - 1 - np.log(0.5)), "bukan simpangan baku"),
        (variasional.divergence, -3 * ONE, "tidak pernah negatif"),
        (variasional.divergence, 3 * ONE / np.log(2), "bit"),
        (variasional.divergence, 5.0, "untuk tiap unit"),
        (variasional.reparameterization, lambda m, v, e: m + np.exp(v) * e, "adalah ragam"),
        (variasional.reparameterization, lambda m, v, e: m + v * e, "masih logaritma"),
        (variasional.reparameterization, lambda m, v, e: m + e, "belum diskalakan"),
        (variasional.reparameterization, lambda m, v, e: m[0], "seukuran"),
        (
            variasional.reparameterization,
            lambda m, v, e: m + np.exp(v / 2) * np.random.default_rng().normal(size=m.shape),
            "jangan menarik",
        ),
        (variasional.reparameterization, lambda m, v, e: m - np.exp(v / 2) * e, "ditambah"),
        (variasional.negative_elbo, elbo_loss(pixels=np.mean), "atas piksel, padahal"),
        (variasional.negative_elbo, elbo_loss(units=np.mean), "atas unit laten"),
        (variasional.negative_elbo, elbo_loss(on_kl=False), "bukan galat"),
        (variasional.negative_elbo, elbo_loss(sign=-1), "Tanda KL"),
        (variasional.negative_elbo, elbo_loss(sign=1 / 3), "belum dipakai"),
        (variasional.negative_elbo, lambda *a: -elbo_loss()(*a), "Itu ELBO"),
        (variasional.negative_elbo, elbo_loss(images=np.sum), "Dijumlahkan atas citra"),
        (variasional.negative_elbo, elbo_loss(images=lambda x: x), "satu bilangan"),
        (variasional.negative_elbo, lambda *a: 7.0, "Jumlahkan entropi"),
        (variasional.elbo_gap, 0.0, "ke prior"),
        (variasional.elbo_gap, -right_gap(), "tidak pernah negatif"),
        (variasional.elbo_gap, 0.5 * (0.2 + 0.36 - 1 - np.log(0.2)), "terbalik"),
        (variasional.elbo_gap, 1.0, "Posteriornya"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert hint in said


def test_experiment_answer_is_the_unit_with_the_largest_error(capsys, monkeypatch):
    errors = np.array([0.01, 0.05, 0.02, 0.0496])
    monkeypatch.setattr(variasional, "_squared_errors_without_each_unit", lambda: errors)
    assert verdict(capsys, variasional.most_useful_unit, 1).endswith("LULUS")
    assert verdict(capsys, variasional.most_useful_unit, np.int64(3)).endswith("LULUS")
    assert "terkecil" in verdict(capsys, variasional.most_useful_unit, 0)
    assert "Bukan itu" in verdict(capsys, variasional.most_useful_unit, 2)
    for answer in (4, 1.5, -1):
        assert "nomor unit" in verdict(capsys, variasional.most_useful_unit, answer)

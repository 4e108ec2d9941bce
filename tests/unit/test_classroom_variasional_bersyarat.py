"""Pemeriksa latihan VAE bersyarat dan campuran Gauss: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import variasional_bersyarat as check


def join(latent, labels, classes):
    return np.concatenate([latent, np.eye(classes)[labels]], axis=1)


def sampler(choose=None, shape=np.linalg.cholesky):
    def sample(weights, means, covariances, count, rng):
        chances = weights if choose is None else choose(weights)
        which = rng.choice(len(weights), count, p=chances)
        roots = np.stack([shape(each) for each in covariances])
        noise = rng.normal(size=(count, means.shape[1]))
        return means[which] + np.einsum("nij,nj->ni", roots[which], noise)

    return sample


def blended(weights, means, covariances, count, rng):
    return rng.multivariate_normal(weights @ means, np.tensordot(weights, covariances, 1), count)


def shared_covariance(weights, means, covariances, count, rng):
    return sampler()(weights, means, covariances[[0, 0, 0]], count, rng)


def own_noise(weights, means, covariances, count, rng):
    return sampler()(weights, means, covariances, count, np.random.default_rng())


def fixed_counts(weights, means, covariances, count, rng):
    counts = np.round(count * weights).astype(int)
    return np.concatenate(
        [
            rng.multivariate_normal(mean, each, number)
            for mean, each, number in zip(means, covariances, counts, strict=True)
        ]
    )


def by_component(weights, means, covariances, count, rng):
    counts = rng.multinomial(count, weights)
    return np.concatenate(
        [
            rng.multivariate_normal(mean, each, number)
            for mean, each, number in zip(means, covariances, counts, strict=True)
        ]
    )


def split(posteriors, prior, log=np.log):
    average = posteriors.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nansum(posteriors * log(posteriors / average), axis=1).mean()
        return information, np.nansum(average * log(average / prior))


def careless(posteriors, prior):
    average = posteriors.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            np.sum(posteriors * np.log(posteriors / average), axis=1).mean(),
            np.sum(average * np.log(average / prior)),
        )


def not_split(posteriors, prior):
    return np.sum(posteriors * np.log(posteriors / prior), axis=1).mean(), split(posteriors, prior)[
        1
    ]


def reversed_distance(posteriors, prior):
    average = posteriors.mean(axis=0)
    return split(posteriors, prior)[0], np.sum(prior * np.log(prior / average))


@pytest.mark.parametrize(
    ("examine", "answer"),
    [
        (check.join_labels, join),
        (check.mixture_sampling, sampler()),
        (check.mixture_sampling, by_component),
        (check.kl_split, split),
    ],
)
def test_right_answers_pass(capsys, examine, answer):
    assert verdict(capsys, examine, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("examine", "answer", "hint"),
    [
        (check.join_labels, lambda z, y, k: np.c_[z, y], "satu-panas dulu"),
        (check.join_labels, lambda z, y, k: np.c_[np.eye(k)[y], z], "di kanan"),
        (check.join_labels, lambda z, y, k: join(z, y, k + 1), "satu kolom per kelas"),
        (check.join_labels, lambda z, y, k: join(2 * z, y, k), "tanpa diubah"),
        (check.join_labels, lambda z, y, k: join(z, y[::-1], k), "satu di kelasnya"),
        (check.mixture_sampling, blended, "dicampur"),
        (check.mixture_sampling, sampler(np.ones_like), "ValueError"),
        (check.mixture_sampling, sampler(lambda w: np.full(3, 1 / 3)), "sama sering"),
        (check.mixture_sampling, sampler(lambda w: w[::-1]), "menurut `weights`"),
        (check.mixture_sampling, sampler(shape=lambda c: c), "terkuadratkan"),
        (
            check.mixture_sampling,
            sampler(shape=lambda c: np.diag(np.sqrt(np.diag(c)))),
            "berkorelasi",
        ),
        (
            check.mixture_sampling,
            sampler(shape=lambda c: np.linalg.cholesky(c + np.eye(2))),
            "belum tepat",
        ),
        (check.mixture_sampling, lambda w, m, c, n, r: m[0], "(count, d)"),
        (check.mixture_sampling, shared_covariance, "kovariansnya sendiri"),
        (check.mixture_sampling, own_noise, "`rng` yang diberikan"),
        (check.mixture_sampling, fixed_counts, "dipilih acak"),
        (check.kl_split, lambda q, p: split(q, p)[0], "dua bilangan"),
        (check.kl_split, lambda q, p: split(q, p, np.log2), "bit"),
        (check.kl_split, lambda q, p: split(q, p)[::-1], "tertukar"),
        (check.kl_split, not_split, "masih seluruh"),
        (check.kl_split, reversed_distance, "terbalik"),
        (check.kl_split, lambda q, p: (1.0, 2.0), "Jumlah keduanya"),
        (check.kl_split, careless, "0 log 0"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    said = verdict(capsys, examine, answer)
    assert "BELUM" in said
    assert hint in said


def test_experiment_answer_is_judged_on_test_codes(capsys, monkeypatch):
    scores = {1: (-9, -9.5), 3: (-7, -8), 10: (-5, -6), 30: (-3, -7)}
    monkeypatch.setattr(check, "_test_likelihoods", lambda: scores)
    assert verdict(capsys, check.best_component_count, 10).endswith("LULUS")
    assert "menghafal" in verdict(capsys, check.best_component_count, 30)
    assert "Bukan itu" in verdict(capsys, check.best_component_count, 3)
    assert "salah satu" in verdict(capsys, check.best_component_count, 5)


def test_experiment_passes_when_train_and_test_agree(capsys, monkeypatch):
    scores = {1: (-9, -9.5), 3: (-7, -8), 10: (-5, -6), 30: (-3, -4)}
    monkeypatch.setattr(check, "_test_likelihoods", lambda: scores)
    assert verdict(capsys, check.best_component_count, 30).endswith("LULUS")

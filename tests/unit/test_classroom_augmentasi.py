"""Pemeriksa latihan bab Augmentasi data: jawaban benar lulus, yang keliru ditolak."""

from functools import partial

import numpy as np
import pytest
from classroom_checks import passes, refused
from scipy import stats
from scipy.spatial.distance import cdist

from generatif import metrics
from generatif.classroom import augmentasi as check


def balanced(labels, per_class, rng, replace=False):
    return np.concatenate(
        [
            rng.choice(np.flatnonzero(labels == label), per_class, replace=replace)
            for label in np.unique(labels)
        ]
    )


def share(images, seen, unseen, reduce=np.min, ties=0.5):
    near, far = (reduce(cdist(images, each), axis=1) for each in (seen, unseen))
    return np.mean(near < far) + ties * np.mean(near == far)


def paired(values, base):
    gaps = np.subtract(values, base)
    return gaps.mean(), stats.sem(gaps)


def hidden(function=metrics.nearest_neighbors):
    few, control = check.hidden_copy_images()
    shares = {}
    for shift in (0, 1, 2, 4):
        moved = np.roll(few, shift, axis=2)
        near, far = (function(moved, each)[1] for each in (few, control))
        shares[shift] = np.mean(near < far) + np.mean(near == far) / 2
    return shares


RIGHT = [
    (check.balanced_draw, balanced),
    (check.nearer_set, share),
    (check.error_of_gaps, paired),
    (check.lesions, (13, 3.04)),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


def test_the_experiment_passes_and_its_mistakes_do_not(capsys):
    right = hidden()
    passes(capsys, check.hidden_copies, right)
    refused(capsys, check.hidden_copies, {0: 0.0, 1: 0.0, 2: 0.0, 4: 0.0}, "Urutan argumennya")
    refused(capsys, check.hidden_copies, {0: 1.0}, "berkunci 0, 1, 2, 4")
    refused(capsys, check.hidden_copies, right | {4: right[4] + 0.02}, "Geseran 4")


def shifted_mean(values, base, divide):
    gaps = np.subtract(values, base)
    return gaps.mean(), divide(gaps)


WRONG = [
    (check.balanced_draw, lambda x, n, rng: rng.choice(len(x), 3 * n, replace=False), "per kelas"),
    (check.balanced_draw, partial(balanced, replace=True), "dua kali"),
    (
        check.balanced_draw,
        lambda x, n, rng: np.concatenate([np.flatnonzero(x == k)[:n] for k in range(3)]),
        "selalu mengambil yang pertama",
    ),
    (
        check.balanced_draw,
        lambda x, n, rng: balanced(x, n, np.random.default_rng()),
        "Pakai `rng` yang diberikan",
    ),
    (check.balanced_draw, lambda x, n, rng: [balanced(x, n, rng)], "15 indeks"),
    (check.balanced_draw, lambda x, n, rng: np.arange(15) + 70, "di luar larik"),
    (check.nearer_set, lambda i, s, u: share(i, u, s), "Terbalik"),
    (check.nearer_set, partial(share, reduce=np.mean), "TERDEKATNYA"),
    (check.nearer_set, partial(share, ties=0), "separuh"),
    (check.nearer_set, lambda i, s, u: share(i, s, u) * len(i), "Bagi dengan banyak citra"),
    (check.nearer_set, lambda i, s, u: cdist(i, s).min(axis=1), "satu bilangan"),
    (check.error_of_gaps, lambda v, b: paired(b, v), "Tandanya terbalik"),
    (check.error_of_gaps, lambda v, b: shifted_mean(v, b, lambda g: g.std(ddof=1)), "akar banyak"),
    (check.error_of_gaps, lambda v, b: shifted_mean(v, b, lambda g: g.std() / 5**0.5), "ddof=1"),
    (check.error_of_gaps, lambda v, b: shifted_mean(v, b, lambda g: g.std(ddof=1) / 5), "AKAR"),
    (
        check.error_of_gaps,
        lambda v, b: (
            np.mean(v) - np.mean(b),
            np.sqrt((np.var(v, ddof=1) + np.var(b, ddof=1)) / 5),
        ),
        "tanpa pasangan",
    ),
    (check.error_of_gaps, lambda v, b: np.mean(v) - np.mean(b), "pasangan"),
    (check.lesions, (7.1, 3.04), "Kalikan dengan banyak lesi"),
    (check.lesions, (12, 3.04), "dibulatkan"),
    (check.lesions, (13, 0.0304), "POIN"),
    (check.lesions, (13, 41.0), "di dalam akar"),
    (check.lesions, (13, 2.0), "akar p(1 - p) / n"),
    (check.lesions, 13, "pasangan"),
]


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_wrong_answers_are_refused(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)

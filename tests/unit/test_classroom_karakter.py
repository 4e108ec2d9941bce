"""Pemeriksa latihan bab Karakter: jawaban benar lulus, yang keliru ditolak."""

from itertools import product

import numpy as np
import pytest
from classroom_checks import passes, refused

from generatif.classroom import karakter as check


def missing(attributes):
    seen = {tuple(row) for row in attributes.tolist()}
    return set(product((0, 1), repeat=attributes.shape[1])) - seen


def score(features, attributes, matrix, weights, bias):
    signs = np.where(attributes == 1, 1.0, -1.0)
    return np.einsum("bk,kf,bf->b", signs, matrix, features) + features @ weights + bias


def shares(found, wanted):
    right = found == wanted
    return right.all(axis=1).mean(), np.prod(right.mean(axis=0))


def edit(images, attributes, wanted):
    flat = images.reshape(len(images), -1)
    design = np.column_stack([attributes, np.ones(len(images))])
    slopes = np.linalg.lstsq(design, flat)[0][:-1]
    return images + ((wanted - attributes) @ slopes).reshape(images.shape)


def fresh_from_regression(images, attributes, wanted):
    flat = images.reshape(len(images), -1)
    design = np.column_stack([attributes, np.ones(len(images))])
    slopes = np.linalg.lstsq(design, flat)[0]
    ones = np.ones(len(images))
    return (np.column_stack([wanted, ones]) @ slopes).reshape(images.shape)


def without_constant(images, attributes, wanted):
    flat = images.reshape(len(images), -1)
    slopes = np.linalg.lstsq(attributes.astype(float), flat)[0]
    return images + ((wanted - attributes) @ slopes).reshape(images.shape)


def mean_product(images, attributes, wanted):
    slopes = np.tensordot(attributes.T, images, 1) / len(images)
    return images + np.tensordot(wanted - attributes, slopes, 1)


def without_removing_the_old(images, attributes, wanted):
    both = edit(images, attributes, wanted) - images
    back = edit(images, attributes, 0 * wanted) - images
    return images + both - back


RIGHT = [
    (check.missing_combinations, missing),
    (check.projection_score, score),
    (check.independent_share, shares),
    (check.linear_edit, edit),
]
WRONG = [
    (check.missing_combinations, lambda a: {tuple(r) for r in a.tolist()}, "yang ADA"),
    (check.missing_combinations, lambda a: sorted(missing(a)), "`set`"),
    (check.missing_combinations, lambda a: missing(np.pad(a, ((0, 0), (0, 2)))), "kolom"),
    (check.missing_combinations, lambda a: {(0, 1, 1)}, "Susun semua"),
    (check.missing_combinations, lambda a: {(0, 1, 1), (1, 0, 0)}, "himpunan kosong"),
    (check.projection_score, lambda f, a, m, w, b: f @ w + b, "tidak melihat sifat"),
    (check.projection_score, lambda f, a, m, w, b: score(f, a, m, 0 * w, 0), "tanpa sifat"),
    (check.projection_score, lambda f, a, m, w, b: score(f, a, m, w, 0), "Bias"),
    (
        check.projection_score,
        lambda f, a, m, w, b: (a @ m * f).sum(axis=1) + f @ w + b,
        "-1 lebih dulu",
    ),
    (
        check.projection_score,
        lambda f, a, m, w, b: ((2 * a - 1) @ m * f).mean(axis=1) + f @ w + b,
        "menjumlahkan",
    ),
    (check.projection_score, lambda f, a, m, w, b: (2 * a - 1) @ m * f, "Bentuknya"),
    (check.projection_score, lambda f, a, m, w, b: -score(f, a, m, w, b), "y P fit"),
    (
        check.projection_score,
        lambda f, a, m, w, b: (2 * a @ m * f).sum(axis=1) + f @ w + b,
        "y P fit",
    ),
    (check.independent_share, lambda f, w: ((f == w).mean(), 0.42), "SEMUA"),
    (check.independent_share, lambda f, w: (shares(f, w)[0], (f == w).mean()), "KALI"),
    (check.independent_share, lambda f, w: 0.5, "pasangan"),
    (check.independent_share, lambda f, w: (0.4, 0.42), "`all`"),
    (check.independent_share, lambda f, w: (shares(f, w)[0], 1.0), "Kalikan"),
    (check.independent_share, lambda f, w: (0.5, 0.42), "saling bebas"),
    (check.linear_edit, lambda x, a, w: x, "belum berubah"),
    (check.linear_edit, without_removing_the_old, "lama belum dikurangi"),
    (check.linear_edit, lambda x, a, w: 2 * x - edit(x, a, w), "Tandanya"),
    (check.linear_edit, mean_product, "bukan regresi"),
    (check.linear_edit, without_constant, "kolom tetapan"),
    (check.linear_edit, fresh_from_regression, "harus tetap"),
    (check.linear_edit, lambda x, a, w: x[..., 0], "Bentuknya"),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)

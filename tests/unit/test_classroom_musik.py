"""Pemeriksa latihan bab Musik: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused, verdict

from generatif import music_statistics
from generatif.classroom import musik as check


def crossings(window):
    return round(len(window) * music_statistics.crossing_share(window[None]))


def fifths(upper, lower):
    count = 0
    for i in range(len(upper) - 1):
        rises = upper[i + 1] - upper[i], lower[i + 1] - lower[i]
        same = all(abs(int(upper[k]) - int(lower[k])) % 12 == 7 for k in (i, i + 1))
        count += same and rises[0] * rises[1] > 0
    return count


def followers(windows):
    table = {}
    for window in windows.tolist():
        for now, after in zip(window, window[1:], strict=False):
            table.setdefault(tuple(now), []).append(tuple(after))
    return table


def test_right_answers_pass(capsys):
    passes(capsys, check.crossings, crossings)
    passes(capsys, check.shift, lambda sharps: 6 - (7 * sharps + 6) % 12)
    passes(capsys, check.parallel_fifths, fifths)
    passes(capsys, check.followers, followers)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda w: (w[:, 0] < w[:, 1]).sum(), "SEMUA suara"),
        (lambda w: (w[:, :-1] < w[:, 1:]).sum(), "hitung langkahnya"),
        (lambda w: (w[:, :-1] <= w[:, 1:]).any(axis=1).sum(), "tegas"),
        (lambda w: (w[:, :-1] > w[:, 1:]).any(axis=1).sum(), "Arahnya terbalik"),
        (lambda w: (np.diff(w, axis=1) > 0).any(axis=1).sum(), "uint8"),
        (lambda w: 0, "Langkah bersilang bila"),
    ],
)
def test_wrong_crossings(capsys, answer, hint):
    refused(capsys, check.crossings, answer, hint)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda sharps: 7 * sharps % 12, "Arahnya terbalik"),
        (lambda sharps: -7 * sharps % 12, "Pilih yang terdekat"),
        (lambda sharps: -7 * sharps, "Pilih yang terdekat"),
        (lambda sharps: -sharps, "tonika mayornya 7 x"),
    ],
)
def test_wrong_shifts(capsys, answer, hint):
    refused(capsys, check.shift, answer, hint)


def counted(condition):
    """Banyak perpindahan dengan kuint sebelum dan sesudah yang memenuhi syarat tambahan."""

    def count(upper, lower):
        perfect = np.abs(upper - lower) % 12 == 7
        rises = np.diff(upper), np.diff(lower)
        return (perfect[1:] & perfect[:-1] & condition(*rises)).sum()

    return count


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (counted(lambda a, b: a == a), "harus bergerak"),
        (
            lambda u, v: ((np.diff(u) == np.diff(v)) & (np.diff(u) != 0)).sum(),
            "14 setengah nada",
        ),
        (counted(lambda a, b: (a != 0) & (b != 0)), "BERLAWANAN"),
        (lambda u, v: fifths(u, v) if len(u) > 3 else 0, "19 setengah nada"),
        (lambda u, v: 99, "Kuint sejajar"),
    ],
)
def test_wrong_fifths(capsys, answer, hint):
    refused(capsys, check.parallel_fifths, answer, hint)


def joined(windows):
    return followers(windows.reshape(1, -1, windows.shape[-1]))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (joined, "Jangan menyambung"),
        (lambda w: {key: set(value) for key, value in followers(w).items()}, "dua kali"),
        (lambda w: {}, "Tiap akord"),
    ],
)
def test_wrong_followers(capsys, answer, hint):
    refused(capsys, check.followers, answer, hint)


def test_untouched_exercises(capsys):
    for each in (check.crossings, check.shift, check.parallel_fifths, check.followers):
        assert verdict(capsys, each, ...).endswith("belum dikerjakan.")

"""Pemeriksa latihan bab Video dan animasi: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused
from scipy.ndimage import center_of_mass
from scipy.stats import mode

from generatif.classroom import video as check
from generatif.clip_statistics import find_centers, motion_statistics
from generatif.moving_digits import load_moving_digits


def fold(positions, room):
    """Gelombang segitiga dari arkus kosinus."""
    return room * np.arccos(np.cos(np.pi * positions / room)) / np.pi


def weigh(frame):
    if not frame.any():
        return tuple((np.array(frame.shape) - 1) / 2)
    return center_of_mass(frame)


def share(classes):
    return np.mean(classes == mode(classes, axis=1, keepdims=True).mode)


def straight(order):
    clips = load_moving_digits("embedded").x_test[:, order]
    return motion_statistics(find_centers(clips))["straight"]


@pytest.fixture(scope="module")
def shares():
    return straight(np.arange(10)[::-1]), straight([0, 1, 2, 3, 5, 4, 6, 7, 8, 9])


RIGHT = [(check.bouncing, fold), (check.center, weigh), (check.steady_classes, share)]
WRONG = [
    (check.bouncing, lambda p, room: np.clip(p, 0, room), "berhenti di tepi"),
    (check.bouncing, lambda p, room: p % room, "tepi seberang"),
    (
        check.bouncing,
        lambda p, room: np.where(p > room, 2 * room - p, np.abs(p)),
        "memantul sekali",
    ),
    (check.bouncing, lambda p, room: room - np.abs(room - np.fmod(p, 2 * room)), "negatif"),
    (check.bouncing, lambda p, room: fold(p, 14), "tertulis tetap"),
    (check.bouncing, lambda p, room: fold(p, room)[:3], "sebentuk"),
    (check.center, lambda f: weigh(f)[::-1], "tertukar"),
    (check.center, lambda f: np.array(weigh(f)) * 4, "Bagilah"),
    (check.center, lambda f: weigh(f > 0), "timbanglah"),
    (check.center, lambda f: np.unravel_index(f.argmax(), f.shape), "paling terang"),
    (check.center, lambda f: np.array(weigh(f)) + 0.5, "piksel pertama 0"),
    (check.center, lambda f: weigh(f) if f.any() else (0, 0), "hitam semua"),
    (check.steady_classes, lambda c: np.mean(c == c[:, :1]), "Bingkai pertama"),
    (check.steady_classes, lambda c: np.mean((c == c[:, :1]).all(axis=1)), "bagian BINGKAI"),
    (check.steady_classes, lambda c: np.mean(c[:, 1:] == c[:, :-1]), "bertetangga"),
    (check.steady_classes, lambda c: np.mean(c == np.bincount(c.ravel()).argmax()), "per klip"),
    (check.steady_classes, lambda c: share(c) * c.shape[1] / 5, "delapan bingkai"),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_typical_mistakes_are_refused(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)


def test_experiment(capsys, shares):
    passes(capsys, check.played_differently, shares)
    passes(capsys, check.played_differently, [round(each, 2) for each in shares])
    forward = straight(np.arange(10))
    refused(capsys, check.played_differently, shares[::-1], "klip mundur belum benar")
    refused(capsys, check.played_differently, (shares[0], forward), "pertukaran Anda")
    refused(capsys, check.played_differently, (shares[0], 0.3), "yang bertukar belum")
    refused(capsys, check.played_differently, 0.8, "pasangan")


def test_reversal_is_not_seen_but_one_swap_is(shares):
    """Ukurannya tidak melihat arah waktu; satu pertukaran mengubah empat pasangan langkah."""
    forward = straight(np.arange(10))
    assert shares[0] == pytest.approx(forward, abs=1e-9)
    assert shares[1] < forward - 0.3

"""Pemeriksa latihan bab Laboratorium kegagalan: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import kegagalan

BLIND = {
    "A": "swapped-labels",
    "B": "range-mismatch",
    "C": "frozen-discriminator",
    "D": "sembuh",
    "E": "strong-discriminator",
    "F": "missing-training",
}
SWEEP = {1e-4: 1, 3e-4: 2, 5e-4: 8, 7e-4: 8, 1e-3: 8}


def difference(one, other):
    return {key for key, _ in set(one.items()) ^ set(other.items())}


def values_only(one, other):
    return {key for key in one if one[key] != other.get(key, one[key])}


def gets(one, other):
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def first_only(one, other):
    return {key for key in one if key not in other or one[key] != other[key]}


def one_key(one, other):
    return set(list(difference(one, other))[:1])


def modes(points, centers, spread, width=3.0, least=0.01):
    near = ((points[:, None] - centers) ** 2).sum(axis=2) < (width * spread) ** 2
    return int(sum(near.mean(axis=0) >= least))


def nearest(points, centers, spread):
    """Tanpa batas jarak: setiap titik masuk ke pusat terdekat."""
    owner = np.linalg.norm(points[:, None] - centers, axis=2).argmin(axis=1)
    return int(np.sum(np.bincount(owner, minlength=len(centers)) >= 0.01 * len(points)))


def inside(points, centers, spread):
    return np.mean(np.linalg.norm(points[:, None] - centers, axis=2).min(axis=1) < 3 * spread)


def alarm(loss):
    sure, none = np.full((4, 1), 5.0), np.zeros((4, 1))
    return loss(sure, none) < loss(-sure, none) and loss(none, -sure) < loss(none, sure)


def exact(loss):
    """Menolak penghalusan label, karena menuntut nilai yang tepat."""
    sure = np.full((4, 1), 5.0)
    return abs(loss(sure, -sure) - 0.0134) < 1e-3


def at_zero(loss):
    zero = np.zeros((4, 1))
    return loss(zero, zero) > 0


def together(loss):
    """Label yang sama bagi asli dan buatan lolos: kedua suku tidak diuji sendiri-sendiri."""
    sure = np.full((4, 1), 5.0)
    return loss(sure, -sure) <= loss(-sure, sure)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (kegagalan.changed_keys, difference),
        (kegagalan.changed_keys, lambda a, b: sorted(difference(a, b))),
        (kegagalan.covered_modes, modes),
        (kegagalan.label_alarm, alarm),
        (kegagalan.name_the_failures, BLIND),
        (kegagalan.rate_sweep, SWEEP),
        (kegagalan.rate_sweep, {**SWEEP, 2e-3: 7}),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (kegagalan.changed_keys, lambda a, b: set(a), "himpunan kosong"),
        (kegagalan.changed_keys, one_key, "keduanya harus disebut"),
        (kegagalan.changed_keys, first_only, "pengaturan kedua"),
        (kegagalan.changed_keys, values_only, "pengaturan kedua"),
        (kegagalan.changed_keys, gets, "sekalipun nilainya None"),
        (kegagalan.covered_modes, lambda *a: modes(*a, least=1e-9), "satu titik|Satu titik"),
        (kegagalan.covered_modes, lambda *a: modes(*a, width=1.0), "bukan satu atau dua"),
        (kegagalan.covered_modes, lambda *a: modes(*a, width=2.0), "bukan satu atau dua"),
        (kegagalan.covered_modes, inside, "bukan banyak modus"),
        (kegagalan.covered_modes, nearest, "."),
        (kegagalan.covered_modes, lambda *a: np.ones(3), "satu bilangan"),
        (kegagalan.covered_modes, lambda p, c, s: modes(p, c, 1.0), "dikali tiga"),
        (kegagalan.label_alarm, lambda loss: True, "kedua label tertukar"),
        (kegagalan.label_alarm, lambda loss: False, "Anda tolak"),
        (kegagalan.label_alarm, exact, "label asli 0,9"),
        (kegagalan.label_alarm, at_zero, "kedua label tertukar"),
        (kegagalan.label_alarm, together, "kedua label 1"),
        (kegagalan.name_the_failures, {**BLIND, "A": "sembuh", "D": "swapped-labels"}, "4 dari 6"),
        (kegagalan.name_the_failures, {**BLIND, "A": "frozen-discriminator"}, "siapa yang disebut"),
        (kegagalan.name_the_failures, {**BLIND, "B": "missing-training"}, "norma gradien"),
        (kegagalan.name_the_failures, {**BLIND, "C": "swapped-labels"}, "mendatar di tengah"),
        (kegagalan.name_the_failures, {**BLIND, "D": "missing-training"}, "sebuah jawaban"),
        (kegagalan.name_the_failures, {**BLIND, "E": "range-mismatch"}, "sejak titik pertama"),
        (kegagalan.name_the_failures, {**BLIND, "F": "sembuh"}, "tidak ada yang beku"),
        (kegagalan.name_the_failures, {**BLIND, "F": "bingung"}, "tidak ada dalam daftar"),
        (kegagalan.name_the_failures, {"A": "sembuh"}, "keenam huruf"),
        (kegagalan.rate_sweep, {1e-4: 1, 1e-3: 8}, "sedikitnya tiga"),
        (kegagalan.rate_sweep, {1e-4: 1, 3e-4: 2, 5e-4: 8, 1e-3: 8, 2e-3: 8}, "sedikitnya tiga"),
        (kegagalan.rate_sweep, {2e-4: 1, 3e-4: 2, 5e-4: 8, 2e-3: 8}, "harus ikut"),
        (kegagalan.rate_sweep, {**SWEEP, 3e-4: 0.4}, "bilangan bulat"),
        (kegagalan.rate_sweep, {**SWEEP, 1e-4: 8, 1e-3: 1}, "Terbalik"),
        (kegagalan.rate_sweep, {**SWEEP, 1e-4: 8}, "paling banyak 3"),
        (kegagalan.rate_sweep, {**SWEEP, 1e-3: 2}, "penaltinya"),
    ],
)
def test_typical_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert "BELUM" in said
    assert any(part in said for part in hint.replace("\\", "").split("|"))


def test_blind_curves_carry_no_name_and_one_is_healthy():
    curves = kegagalan.blind_curves()
    assert sorted(curves) == list("ABCDEF")
    keys = {"d_loss", "g_loss", "d_real", "d_fake", "g_slope"}
    assert {frozenset(each) for each in curves.values()} == {frozenset(keys)}
    late = {letter: np.mean(log["d_real"][30:]) for letter, log in curves.items()}
    assert 0.4 < late["D"] < 0.7
    assert late["A"] < 0.05
    assert late["E"] > 0.95


def test_hints_say_what_the_curves_show():
    curves = kegagalan.blind_curves()
    real = np.array(curves["C"]["d_real"])
    assert 0.4 < real.min() <= real.max() < 0.6
    assert np.ptp(real) < 0.02
    assert max(curves["E"]["g_slope"]) < 1e-3
    for letter in "AE":
        for key in ("d_loss", "g_loss"):
            assert abs(np.mean(curves[letter][key][30:])) < 1e-3
    assert np.mean(curves["F"]["g_slope"][30:]) > 0.1


def test_blind_curves_can_be_told_apart():
    """Setiap dua kurva berbeda jelas pada sedikitnya satu dari tiga rerata paruh kedua."""
    rows = []
    for log in kegagalan.blind_curves().values():
        late = {key: np.mean(values[30:]) for key, values in log.items()}
        slope = np.log10(max(late["g_slope"], 1e-6)) / 2
        rows.append([late["d_real"], late["d_fake"], slope])
    gaps = np.abs(np.array(rows)[:, None] - np.array(rows)).max(axis=2)
    assert gaps[np.triu_indices(6, 1)].min() > 0.1

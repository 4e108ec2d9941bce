"""Pemeriksa latihan bab Studi kasus: jawaban benar lulus, yang keliru ditolak."""

import math
import re

import numpy as np
import pytest
from classroom_checks import passes, refused
from test_bibliography import ENTRIES, surnames

from generatif.classroom import studi_kasus

METHODS = dict(
    zip(
        "abcdefgh",
        ("bandit", "difusi", "GAN", "autoencoder", "NeRF", "VAE", "simulator", "filter"),
        strict=True,
    )
)
CAUGHT = {1: 0.98, 2: 0.9, 4: 0.6, 8: 0.2, 16: 0.0}


def test_library_says_what_the_bibliography_says():
    for number, (title, first) in studi_kasus.LIBRARY.items():
        (entry,) = [e for e in ENTRIES.values() if e.fields.get("eprint") == number]
        assert re.sub(r"[{}]", "", entry.fields["title"]) == title
        assert surnames(entry)[0] == first


def test_name_the_methods(capsys):
    passes(capsys, studi_kasus.name_the_methods, METHODS)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"a": "GAN"}, "cara memilihnya"),
        ({"b": "GAN"}, "berkali-kali"),
        ({"c": "simulator"}, "jaringan kedua"),
        ({"d": "GAN"}, "Tidak ada diskriminator"),
        ({"e": "GAN"}, "letak dan arah pandang"),
        ({"f": "autoencoder"}, "memuat KL"),
        ({"g": "NeRF"}, "hukumnya ditulis orang"),
        ({"h": "autoencoder"}, "tanpa pelatihan"),
        ({"h": "gan"}, "bukan nama di daftar"),
        ({"i": "GAN"}, "berkunci 'a' sampai 'h'"),
    ],
)
def test_wrong_methods(capsys, change, hint):
    refused(capsys, studi_kasus.name_the_methods, METHODS | change, hint)


def judge(sheet):
    order = {"penelitian": 0, "demo": 1, "produksi": 2}
    if not (sheet["first_party"] and sheet["method"] and "GAN" in sheet["method"]):
        return "tidak didukung"
    return "didukung" if order[sheet["scope"]] >= order[sheet["claimed"]] else "sebagian"


def ignoring(key, value):
    return lambda sheet: judge(sheet | {key: value})


def test_claim_verdict(capsys):
    passes(capsys, studi_kasus.claim_verdict, judge)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (ignoring("first_party", True), "bukan pihak pertama"),
        (lambda s: judge(s | ({} if s["method"] else {"method": "GAN"})), "tidak menyebut metode"),
        (lambda s: judge(s | ({"method": "GAN"} if s["method"] else {})), "bukan GAN"),
        (ignoring("scope", "produksi"), "mendukung sebagian"),
        (lambda s: judge(s | {"scope": s["claimed"], "claimed": s["scope"]}), "melampaui"),
        (lambda s: judge(s) == "didukung", "salah satu dari"),
        (lambda s: judge(s) if s["method"] == "GAN" else "tidak didukung", "GAN bersyarat"),
        (
            lambda s: judge(s) if (s["method"] or "").startswith("GAN") else "tidak didukung",
            "SimGAN",
        ),
    ],
)
def test_wrong_verdicts(capsys, wrong, hint):
    refused(capsys, studi_kasus.claim_verdict, wrong, hint)


def bayes(share, caught, alarm):
    return share * caught / (share * caught + (1 - share) * alarm)


def test_predictive_value_is_what_counting_gives(capsys):
    rng = np.random.default_rng(0)
    fake = rng.random(4_000_000) < 0.02
    alarm = rng.random(fake.size) < np.where(fake, 0.9, 0.05)
    assert fake[alarm].mean() == pytest.approx(bayes(0.02, 0.9, 0.05), abs=0.003)
    passes(capsys, studi_kasus.alarm_truth, bayes)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda p, c, a: c, "kebalikannya"),
        (lambda p, c, a: 1 - a, "tidak dituduh"),
        (lambda p, c, a: c / (c + a), "Laju dasarnya"),
        (lambda p, c, a: p * c, "semua alarm"),
        (lambda p, c, a: p * c / (p * c + a), "bobotnya 1"),
        (lambda p, c, a: 1 - bayes(p, c, a), "alarm yang keliru"),
        (lambda p, c, a: p, "kaidah Bayes"),
        (lambda p, c, a: p * c / (p * c + 0.98 * a), "kedua suku"),
        (lambda p, c, a: bayes(p, c, a) if p else 1.0, "semua alarm keliru"),
        (lambda p, c, a: bayes(p, c, a) if a else 0.5, "Tanpa alarm palsu"),
    ],
)
def test_wrong_predictive_values(capsys, wrong, hint):
    refused(capsys, studi_kasus.alarm_truth, wrong, hint)


def even(setup, by_hand, per_try, accepted):
    saved = by_hand - per_try / accepted
    return setup * 3600 / saved if saved > 0 else math.inf


def test_break_even_is_where_the_costs_meet(capsys):
    count = even(2.0, 10.0, 3.0, 0.5)
    assert 2.0 * 3600 + count * 3.0 / 0.5 == pytest.approx(count * 10.0)
    passes(capsys, studi_kasus.even_point, even)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda s, h, t, a: s / (h - t / a), "Satuannya bercampur"),
        (lambda s, h, t, a: 60 * s / (h - t / a), "bukan 60"),
        (lambda s, h, t, a: 3600 * s / (h - t), "Yang ditolak juga"),
        (lambda s, h, t, a: 3600 * s / (h - t * a), "bukan kalikan"),
        (lambda s, h, t, a: 3600 * s / h, "belum dikurangkan"),
        (lambda s, h, t, a: 1.0, "Samakan dua ongkos"),
        (lambda s, h, t, a: 3600 * s / (h - t / a or -1), "tidak pernah tercapai"),
    ],
)
def test_wrong_break_even(capsys, wrong, hint):
    refused(capsys, studi_kasus.even_point, wrong, hint)


@pytest.fixture
def known_shares(monkeypatch):
    monkeypatch.setattr(studi_kasus, "caught_after_cleaning", lambda cutoffs: dict(CAUGHT))


def test_cleaning_sweep(capsys, known_shares):
    passes(capsys, studi_kasus.cleaning_sweep, CAUGHT)
    passes(capsys, studi_kasus.cleaning_sweep, CAUGHT | {4: 0.61})


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({16: 0.5}, "benar-benar dibersihkan"),
        ({1: 98.0}, "jangan dikali 100"),
        ({4: 0.9}, "ambang 4 meleset"),
        ({3: 0.5}, "Isi `hits`"),
    ],
)
def test_wrong_cleaning_sweep(capsys, known_shares, change, hint):
    refused(capsys, studi_kasus.cleaning_sweep, CAUGHT | change, hint)


def test_cleaning_hides_the_stored_generator():
    shares = studi_kasus.caught_after_cleaning((1, 16))
    assert shares[1] > 0.9
    assert shares[16] == 0

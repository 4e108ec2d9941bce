"""Pemeriksa latihan bab GAN bersyarat: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused
from scipy.spatial.distance import jensenshannon
from scipy.special import xlogy

from generatif.classroom import gan_bersyarat

STRENGTHS = {0.0: 0.1, 0.25: 0.3, 0.5: 0.8, 1.0: 0.98, 8.0: 0.95}


def date_of(identifier):
    return 2000 + int(identifier[:2]), int(identifier[2:4])


def test_arxiv_date(capsys):
    passes(capsys, gan_bersyarat.arxiv_date, date_of)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda name: date_of(name)[::-1], "tahun, lalu bulan"),
        (lambda name: (int(name[:2]), int(name[2:4])), "tambahkan 2000"),
        (lambda name: (2000 + int(name[:2]), int(name[5:7])), "dua angka berikutnya bulan"),
        (lambda name: (2014, 11), "Untuk 1610.09585"),
    ],
)
def test_wrong_arxiv_dates(capsys, wrong, hint):
    refused(capsys, gan_bersyarat.arxiv_date, wrong, hint)


def everywhere(vectors, height, width):
    return np.ones((height, width, 1)) * vectors[:, None, None, :]


def test_label_channels(capsys):
    passes(capsys, gan_bersyarat.map_contents, everywhere)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda v, h, w: np.repeat(v, h * w).reshape(-1, h, w, 3), "Itu pita"),
        (lambda v, h, w: np.tile(v, (h * w, 1)).reshape(-1, h, w, 3), "contoh lain ikut masuk"),
        (lambda v, h, w: np.moveaxis(everywhere(v, h, w), -1, 1), "sebelum tinggi dan lebar"),
        (lambda v, h, w: everywhere(v, w, h), "Tinggi dan lebar tertukar"),
        (lambda v, h, w: everywhere(v, h, w) / (h * w), "Jumlah per piksel bukan 1"),
        (lambda v, h, w: everywhere(v, h, w).astype(int), "menjadi bilangan bulat"),
        (lambda v, h, w: everywhere(v[::-1], h, w), "label contoh lain"),
        (lambda v, h, w: everywhere(v, h, w)[0], "Bentuknya (4, 6, 3)"),
        (
            lambda v, h, w: everywhere(v, h, w) * (np.arange(w) < 3)[None, None, :, None],
            "Semua piksel sebuah contoh",
        ),
    ],
)
def test_wrong_label_channels(capsys, wrong, hint):
    refused(capsys, gan_bersyarat.map_contents, wrong, hint)


def value_by_jsd(p, q):
    """SciPy menormalkan tabelnya sendiri dan mengembalikan akar JSD."""
    return 2 * jensenshannon(p.ravel(), q.ravel()) ** 2 - np.log(4)


def rows(p, q):
    return np.array([value_by_jsd(a, b) for a, b in zip(p, q, strict=True)])


def unguarded(p, q):
    return np.sum(p * np.log(p / (p + q)) + q * np.log(q / (p + q)))


def half_guarded(p, q):
    """`xlogy` menjaga p = 0, tetapi p / (p + q) tetap 0 / 0 di sel yang kosong pada keduanya."""
    return np.sum(xlogy(p, p / (p + q)) + xlogy(q, q / (p + q)))


def test_conditional_value(capsys):
    passes(capsys, gan_bersyarat.value_with_labels, value_by_jsd)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda p, q: value_by_jsd(p.sum(axis=0), q.sum(axis=0)), "tidak melihat label"),
        (lambda p, q: rows(p, q).mean(), "Setiap label diberi bobot sama"),
        (lambda p, q: rows(p, q).sum(), "bukan begitu saja"),
        (lambda p, q: value_by_jsd(p, q) + np.log(4), "log 4-nya belum dikurangkan"),
        (lambda p, q: (value_by_jsd(p, q) + np.log(4)) / 2, "Itu JSD"),
        (lambda p, q: -value_by_jsd(p, q), "Tandanya terbalik"),
        (lambda p, q: value_by_jsd(p, q) / np.log(2), "dalam bit"),
        (lambda p, q: value_by_jsd(p, q) / 2, "bukan dirata-ratakan"),
        (unguarded, "sumbangannya nol"),
        (half_guarded, "sumbangannya nol"),
        (lambda p, q: np.sum(p * np.log(p / (p + q))), "p/(p + q)"),
    ],
)
def test_wrong_conditional_values(capsys, wrong, hint):
    refused(capsys, gan_bersyarat.value_with_labels, wrong, hint)


def paired(generator, judge, real, labels, wanted, latent):
    return judge(real, labels), judge(generator(latent, wanted), wanted)


def test_round_of_play(capsys):
    passes(capsys, gan_bersyarat.matched_pairs, paired)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda g, d, x, y, w, z: (d(x, y), d(g(z, w), y)), "justru ketika ia menurut"),
        (lambda g, d, x, y, w, z: (d(x, w), d(g(z, w), w)), "Citra asli dinilai bersama label"),
        (lambda g, d, x, y, w, z: (d(x, y), d(g(z, y), y)), "`wanted` tidak dipakai"),
        (lambda g, d, x, y, w, z: paired(g, d, x, y, w, z)[::-1], "milik citra asli"),
        (lambda g, d, x, y, w, z: (d(x, y), d(x, y)), "dari generator"),
        (lambda g, d, x, y, w, z: (g(z, w), paired(g, d, x, y, w, z))[1], "satu kali"),
    ],
)
def test_wrong_rounds_of_play(capsys, wrong, hint):
    refused(capsys, gan_bersyarat.matched_pairs, wrong, hint)


@pytest.fixture
def known_strengths(monkeypatch):
    monkeypatch.setattr(gan_bersyarat, "strength_accuracies", lambda strengths: dict(STRENGTHS))


def test_label_strengths(capsys, known_strengths):
    passes(capsys, gan_bersyarat.label_strengths, STRENGTHS)
    near = {key: value + 0.02 for key, value in STRENGTHS.items()} | {1: 0.97}
    passes(capsys, gan_bersyarat.label_strengths, near)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({3.0: 0.5}, "tepat lima kekuatan"),
        ({0.0: 1.0}, "sepersepuluh"),
        ({1.0: 98.0}, "jangan dikali 100"),
        ({0.5: 0.5}, "kekuatan 0.5 meleset"),
        ({8.0: 0.7}, "kekuatan 8 meleset"),
    ],
)
def test_wrong_label_strengths(capsys, known_strengths, change, hint):
    refused(capsys, gan_bersyarat.label_strengths, STRENGTHS | change, hint)

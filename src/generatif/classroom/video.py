"""Pemeriksa latihan bab Video dan animasi."""

import numpy as np

from generatif.classroom.check import exercise, require
from generatif.clip_statistics import find_centers, modal_classes, motion_statistics
from generatif.moving_digits import load_moving_digits

ROUNDING = 0.006


@exercise("Latihan 1")
def bouncing(function):
    """Periksa pantulan di kedua tepi.

    Args:
        function: callable `(positions, room) -> larik`.
    """
    positions = np.array([0.0, 3.5, 14.0, 15.0, 27.0, 29.5, 44.0, -1.5, -15.0, -29.0])
    made = np.asarray(function(positions.copy(), 14), "float64")
    require(made.shape == positions.shape, "Kembalikan larik sebentuk `positions`.")
    for candidate, hint in (
        (np.clip(positions, 0, 14), "Itu berhenti di tepi; bola memantul."),
        (positions % 14, "Itu muncul lagi di tepi seberang; bola memantul."),
        (
            np.where(positions > 14, 28 - positions, np.abs(positions)),
            "Itu memantul sekali saja. Letak 44 sudah memantul tiga kali.",
        ),
        (14 - np.abs(14 - np.fmod(positions, 28)), "Letak negatif belum dilipat: periksa -15."),
    ):
        require(not np.allclose(made, candidate), hint)
    require(np.allclose(made, _fold(positions, 14)), "Ada letak yang belum benar dilipat.")
    wide = np.linspace(-50, 50, 21)
    require(
        np.allclose(function(wide.copy(), 9), _fold(wide, 9)),
        "Untuk `room` lain hasilnya salah; apakah angka 14 tertulis tetap di dalam kode?",
    )


@exercise("Latihan 2")
def center(function):
    """Periksa pusat massa kecerahan.

    Args:
        function: callable `(frame) -> (baris, kolom)`.
    """
    frame = np.zeros((6, 9))
    frame[1, 2], frame[4, 7] = 1.0, 3.0
    found = np.asarray(function(frame.copy()), "float64")
    require(found.shape == (2,), "Kembalikan pasangan (baris, kolom).")
    for candidate, hint in (
        ((5.75, 3.25), "Baris dan kolom tertukar."),
        ((13, 23), "Bagilah dengan jumlah kecerahannya."),
        ((2.5, 4.5), "Setiap piksel menyala dihitung sama; timbanglah dengan kecerahannya."),
        ((4, 7), "Itu piksel yang paling terang, bukan pusat massanya."),
        ((3.75, 6.25), "Di soal ini letak piksel pertama 0, bukan 0,5."),
    ):
        require(not np.allclose(found, candidate), hint)
    require(np.allclose(found, (3.25, 5.75)), "Rata-ratakan nomor baris dan nomor kolomnya.")
    blank = np.asarray(function(np.zeros((6, 9))), "float64")
    require(
        np.allclose(blank, (2.5, 4.0)),
        "Bingkai yang hitam semua belum menghasilkan tengah bingkai, (2,5; 4,0).",
    )


@exercise("Latihan 3")
def steady_classes(function):
    """Periksa bagian bingkai yang kelasnya tetap.

    Args:
        function: callable `(classes) -> bilangan`; `classes` larik `(N, T)`.
    """
    classes = np.array([[7, 3, 3, 3, 3], [3, 3, 3, 3, 3], [4, 9, 4, 9, 4], [0, 6, 6, 0, 6]])
    found = float(function(classes.copy()))
    for candidate, hint in (
        ((classes == classes[:, :1]).mean(), "Bingkai pertama dapat salah; pakai kelas terbanyak."),
        (0.25, "Itu bagian klip yang tidak pernah berganti kelas; yang diminta bagian BINGKAI."),
        (
            (classes[:, 1:] == classes[:, :-1]).mean(),
            "Itu membandingkan bingkai bertetangga; satu pergantian menetap terhitung sekali saja.",
        ),
        (
            (classes == np.bincount(classes.ravel()).argmax()).mean(),
            "Kelas terbanyak dicari per klip, bukan atas semua klip.",
        ),
    ):
        require(not np.isclose(found, candidate), hint)
    right = (classes == modal_classes(classes)[:, None]).mean()
    require(np.isclose(found, right), "Bandingkan setiap bingkai dengan kelas terbanyak klipnya.")
    longer = np.array([[2, 2, 5, 5, 5, 5, 2, 8]])
    require(
        np.isclose(float(function(longer)), 0.5), "Untuk satu klip delapan bingkai belum benar."
    )


@exercise("Latihan 4")
def played_differently(answer):
    """Periksa langkah lurus pada klip yang diputar mundur dan yang dua bingkainya tertukar.

    Args:
        answer: pasangan bagian langkah lurus: mundur, dan dengan bingkai ke-5 dan ke-6 bertukar.
    """
    require(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        "Isi `shares` dengan pasangan: (mundur, bertukar).",
    )
    backward, swapped = map(float, answer)
    forward, right_backward, right_swapped = _straight_shares()
    require(
        abs(backward - right_backward) < ROUNDING,
        "Bagian langkah lurus klip mundur belum benar: balikkan sumbu waktu, sumbu ke-1, dari "
        "semua klip uji di paket.",
    )
    require(
        abs(swapped - forward) > 0.01,
        "Tidak ada yang berubah oleh pertukaran Anda. Ingat: `a[:, [4, 5]] = a[:, [5, 4]]` "
        "mengubah salinan; ukur salinan itu.",
    )
    require(
        abs(swapped - right_swapped) < ROUNDING,
        "Nilai klip mundur sudah tepat, yang bertukar belum. Bingkai ke-5 dan ke-6 berindeks 4 "
        "dan 5; bingkai lain tetap di tempatnya.",
    )


def _straight_shares():
    clips = load_moving_digits("embedded").x_test
    order = [0, 1, 2, 3, 5, 4, 6, 7, 8, 9]
    played = (clips, clips[:, ::-1], clips[:, order])
    return [motion_statistics(find_centers(each))["straight"] for each in played]


def _fold(positions, room):
    return room - np.abs(room - positions % (2 * room))

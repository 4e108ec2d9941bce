"""Pemeriksa latihan bab Musik."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def crossings(function):
    """Periksa banyak langkah yang suaranya bersilang.

    Args:
        function: callable `(window) -> bilangan`.
    """
    window = np.array(
        [
            [72, 67, 60, 48],
            [74, 67, 60, 50],
            [65, 67, 60, 48],
            [72, 67, 47, 48],
            [60, 60, 60, 60],
            [67, 67, 55, 48],
            [60, 64, 66, 48],
        ]
    )
    found = int(function(window.copy()))
    for candidate, hint in (
        (2, "Bandingkan SEMUA suara yang bertetangga, bukan satu pasangan saja."),
        (4, "Langkah yang dua pasang suaranya bersilang dihitung sekali: hitung langkahnya."),
        (5, "Nada yang sama tinggi bukan persilangan: pakai tanda lebih kecil yang tegas."),
        (6, "Arahnya terbalik: kolom pertama sopran, suara yang seharusnya tertinggi."),
    ):
        require(found != candidate, hint)
    require(
        found == 3,
        "Langkah bersilang bila sebuah suara lebih rendah daripada suara di kolom berikutnya.",
    )
    wide = np.tile(window, (2, 1)).astype("uint8")
    require(
        int(function(wide)) == 6,
        "Untuk larik `uint8` hasilnya lain. Pengurangan `uint8` berputar di bawah nol; bandingkan "
        "langsung, atau ubah dulu menjadi `int`.",
    )


@exercise("Latihan 2")
def shift(function):
    """Periksa geseran yang mengosongkan tanda kunci.

    Args:
        function: callable `(sharps) -> bilangan`.
    """
    for sharps in range(-7, 8):
        found = int(function(sharps))
        tonic = (7 * sharps + found) % 12
        require(
            (-7 * sharps + found) % 12 != 0 or tonic == 0,
            "Arahnya terbalik: geseran harus mengembalikan tonika ke C, bukan menjauh darinya.",
        )
        require(
            tonic == 0,
            f"Untuk {sharps} kres, tonika mayornya 7 x {sharps} setengah nada di atas C; "
            "sesudah digeser, itu harus kelipatan 12.",
        )
        require(
            -5 <= found <= 6,
            f"Untuk {sharps} kres Anda menggeser {found} setengah nada. Pilih yang terdekat, dari "
            "-5 sampai 6.",
        )


@exercise("Latihan 3")
def parallel_fifths(function):
    """Periksa banyak kuint sejajar dua suara.

    Args:
        function: callable `(upper, lower) -> bilangan`.
    """
    upper = np.array([67, 69, 69, 71, 71, 67, 74, 62, 64, 72])
    lower = np.array([60, 62, 62, 64, 64, 60, 67, 48, 50, 60])
    found = int(function(upper.copy(), lower.copy()))
    for candidate, hint in (
        (6, "Selang yang sama tanpa bergerak bukan kejajaran: kedua suara harus bergerak."),
        (5, "Selang 14 setengah nada, dilipat ke satu oktaf, bukan kuint. Bandingkan dengan 7."),
    ):
        require(found != candidate, hint)
    require(
        found == 4,
        "Kuint sejajar: selangnya 7 setengah nada (modulo 12) sebelum dan sesudah, dan kedua "
        "suara bergerak ke arah yang sama.",
    )
    require(
        int(function(np.array([79, 81, 69]), np.array([60, 62, 62]))) == 1,
        "Selang 19 setengah nada juga dilipat menjadi kuint; bila satu suara bertahan, pasangan "
        "itu tidak dihitung.",
    )
    require(
        int(function(np.array([67, 69]), np.array([60, 50]))) == 0,
        "Kedua suara bergerak BERLAWANAN arah; itu bukan kejajaran.",
    )


@exercise("Latihan 4")
def followers(function):
    """Periksa tabel penerus akord rantai Markov.

    Args:
        function: callable `(windows) -> dict` akord ke daftar akord sesudahnya.
    """
    a, b, c = (60, 48), (62, 50), (64, 52)
    windows = np.array([[a, b, a, c], [b, b, a, b]])
    found = {
        tuple(map(int, key)): sorted(tuple(map(int, each)) for each in value)
        for key, value in dict(function(windows.copy())).items()
    }
    require(
        found.get(c) is None or len(found[c]) == 0,
        "Akord (64, 52) ada di ujung potongan pertama; potongan berikutnya bukan penerusnya. "
        "Jangan menyambung potongan.",
    )
    require(
        found.get(a) != [b, c],
        "Penerus yang muncul dua kali harus tercatat dua kali, agar peluangnya benar. Pakai "
        "daftar, bukan himpunan.",
    )
    require(
        found.get(a) == [b, b, c] and found.get(b) == [a, a, b],
        "Tiap akord (tupel nada satu langkah) memetakan ke daftar akord pada langkah berikutnya.",
    )

"""Pemeriksa latihan bab Karakter."""

from itertools import product

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def missing_combinations(function):
    """Periksa pencari gabungan sifat yang tidak ada di sebuah himpunan.

    Args:
        function: callable `(attributes) -> himpunan tuple`.
    """
    every = list(product((0, 1), repeat=3))
    gone = {(0, 1, 1), (1, 0, 0)}
    rows = np.array([each for each in every if each not in gone for _ in range(3)])
    found = function(np.random.default_rng(0).permutation(rows))
    require(
        isinstance(found, (set, frozenset)), "Kembalikan `set` berisi tuple, misalnya {(0, 1, 1)}."
    )
    found = {tuple(int(value) for value in each) for each in found}
    require(found != set(every) - gone, "Itu gabungan yang ADA. Yang diminta yang tidak ada.")
    require(
        all(len(each) == 3 for each in found),
        "Banyak sifat dibaca dari kolom `attributes`, jangan ditulis tetap.",
    )
    require(found == gone, "Susun semua gabungan 0 dan 1, lalu buang yang muncul sebagai baris.")
    complete = function(np.array(every))
    require(complete == set(), "Bila semua gabungan ada, hasilnya himpunan kosong.")


@exercise("Latihan 2")
def projection_score(function):
    r"""Periksa skor diskriminator proyeksi.

    Args:
        function: callable `(features, attributes, matrix, weights, bias) -> larik (B,)`.
    """
    rng = np.random.default_rng(1)
    features, matrix, weights = rng.normal(size=(4, 6)), rng.normal(size=(3, 6)), rng.normal(size=6)
    attributes = np.array([[0, 1, 1], [1, 1, 0], [0, 0, 0], [1, 0, 1]])
    found = np.asarray(function(features, attributes, matrix, weights, 0.5), "float64")
    plain = features @ weights + 0.5
    right = plain + ((2 * attributes - 1) @ matrix * features).sum(axis=1)
    require(found.shape == (4,), f"Bentuknya {found.shape}, seharusnya (4,): satu skor per citra.")
    for candidate, hint in (
        (plain, "Itu baru bagian yang tidak melihat sifat. Tambahkan suku proyeksinya."),
        (right - plain, "Suku proyeksi sudah benar; tambahkan bagian tanpa sifat dan biasnya."),
        (right - 0.5, "Biasnya tertinggal."),
        (
            plain + (attributes @ matrix * features).sum(axis=1),
            "Sifat yang tidak ada juga berbicara: ubah 0 menjadi -1 lebih dulu.",
        ),
        (
            plain + ((2 * attributes - 1) @ matrix * features).mean(axis=1),
            "Hasil kali dalam menjumlahkan, tidak merata-ratakan.",
        ),
    ):
        require(not np.allclose(found, candidate), hint)
    require(np.allclose(found, right), "Skornya y P fit + w fit + b, dengan y berisi -1 dan 1.")


@exercise("Latihan 3")
def independent_share(function):
    """Periksa perbandingan bagian semua benar dengan hasil kali bagian tiap sifat.

    Args:
        function: callable `(found, wanted) -> pasangan bilangan`.
    """
    wanted = np.zeros((10, 3), int)
    found = wanted.copy()
    found[:4, 0] = found[2:5, 1] = 1
    answer = function(found, wanted)
    require(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        "Kembalikan pasangan: (semua sifat benar, hasil kali bagian tiap sifat).",
    )
    together, product_share = map(float, answer)
    require(
        not np.isclose(together, (found == wanted).mean()),
        "Itu bagian sifat yang benar. Sebuah citra dihitung bila SEMUA sifatnya benar.",
    )
    require(np.isclose(together, 0.5), "Pakai `all` sepanjang sumbu sifat, lalu rata-ratakan.")
    require(not np.isclose(product_share, 2.3 / 3), "Bilangan kedua hasil KALI, bukan rerata.")
    require(
        np.isclose(product_share, 0.6 * 0.7), "Kalikan bagian benar tiap sifat (rerata kolomnya)."
    )
    every = np.array(list(product((0, 1), repeat=2)))
    right = function(every, 0 * every)
    require(np.allclose(right, (0.25, 0.25)), "Bila sifat saling bebas, kedua bilangan itu sama.")


@exercise("Latihan 4")
def linear_edit(function):
    """Periksa pengubahan sifat dengan regresi linear.

    Args:
        function: callable `(images, attributes, wanted) -> larik`.
    """
    rng = np.random.default_rng(2)
    attributes = rng.integers(0, 2, (60, 3))
    effects = rng.normal(size=(3, 4, 4, 1))
    design = np.column_stack([attributes, np.ones(60)])
    style = rng.normal(size=60)
    style -= design @ np.linalg.lstsq(design, style)[0]
    style = style[:, None, None, None]
    images = 5 + np.tensordot(attributes, effects, 1)
    wanted = 1 - attributes
    found = np.asarray(function(images.copy(), attributes.copy(), wanted), "float64")
    require(
        found.shape == images.shape, f"Bentuknya {found.shape}, seharusnya sama dengan `images`."
    )
    right = 5 + np.tensordot(wanted, effects, 1)
    slopes = np.tensordot(attributes.T, images, 1) / len(images)
    for candidate, hint in (
        (images, "Citranya belum berubah: tambahkan pengaruh SELISIH sifat."),
        (
            images + np.tensordot(wanted, effects, 1),
            "Pengaruh sifat lama belum dikurangi: yang dipakai wanted - attributes.",
        ),
        (
            images - np.tensordot(wanted - attributes, effects, 1),
            "Tandanya terbalik: wanted - attributes, bukan sebaliknya.",
        ),
        (
            images + np.tensordot(wanted - attributes, slopes, 1),
            "Rerata hasil kali bukan regresi. Pakai kuadrat terkecil, misalnya `np.linalg.lstsq`.",
        ),
    ):
        require(not np.allclose(found, candidate), hint)
    require(
        np.allclose(found, right),
        "Pengaruhnya belum tepat: kurangi dulu rerata sifat dan rerata citra sebelum kuadrat "
        "terkecil, atau sertakan kolom tetapan.",
    )
    styled = np.asarray(function(images + style, attributes, wanted), "float64")
    kept = np.corrcoef((styled - right).mean(axis=(1, 2, 3)), style.ravel())[0, 1]
    require(
        kept > 0.9,
        "Yang bukan pengaruh sifat (di sini terang tiap citra) harus tetap: ubah citra itu, jangan "
        "membuat citra baru dari regresinya.",
    )

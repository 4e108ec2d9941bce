"""Pemeriksa latihan bab autoencoder *sparse*."""

import math

import numpy as np

from generatif.classroom.check import exercise, require

# Galat uji dan banyak unit yang tidak nol per citra, diukur dengan percobaan yang diminta soal.
_EXPECTED = {1e-5: (0.028, 142.0), 1e-4: (0.0307, 74.0)}
_ERROR_SHARE = 0.12
_UNIT_SHARE = 0.2
# Pada bobot ini jaringannya runtuh; berapa unit yang tersisa bergantung pada urutan data.
_RUINED = 1e-3
_RUINED_ERROR = (0.05, 0.105)
_RUINED_UNITS = 8.0


@exercise("Latihan 1")
def kl_value(function):
    """Periksa penalti KL dalam NumPy.

    Args:
        function: callable `(codes, target) -> float`, jumlah atas unit, dalam nat.
    """
    codes, target = _codes(), 0.1
    right = _divergence(codes.mean(axis=0), target).sum()
    made = np.asarray(function(codes.copy(), target), dtype="float64")
    require(made.shape == (), "Hasilnya satu bilangan: jumlahkan atas unit.")
    _refuse(
        made,
        {
            _divergence(codes, target).sum(axis=1).mean(): "Itu KL per aktivasi yang kemudian "
            "dirata-ratakan. Ambil reratanya dulu, atas citra.",
            _divergence(codes.mean(axis=1), target).sum(): "Reratanya atas sumbu yang salah: satu "
            "rerata untuk tiap unit, atas semua citra.",
            right / codes.shape[1]: "Jumlahkan atas unit, jangan dirata-ratakan.",
            right / np.log(2): "Itu dalam bit. Pakai logaritma natural.",
            _divergence(target, codes.mean(axis=0)).sum(): "Arahnya terbalik: KL dari sasaran "
            "terhadap rerata, bukan sebaliknya.",
            _half_divergence(codes.mean(axis=0), target).sum(): "Suku kedua belum ada: unit yang "
            "padam juga menyumbang, (1 - rho) log((1 - rho) / (1 - rerata)).",
        },
    )
    require(np.isclose(made, right, rtol=1e-4), "Periksa kedua suku KL dan sumbu reratanya.")
    at_target = float(function(np.full((5, 3), target), target))
    require(abs(at_target) < 1e-6, "Bila rerata tepat di sasaran, penaltinya nol.")


@exercise("Latihan 2")
def kl_gradient(function):
    """Periksa turunan penalti KL terhadap setiap aktivasi.

    Args:
        function: callable `(codes, target) -> larik` seukuran `codes`.
    """
    codes, target = _codes(), 0.1
    made = np.asarray(function(codes.copy(), target), dtype="float64")
    require(
        made.shape != (codes.shape[1],),
        "Itu satu bilangan per unit. Soalnya meminta turunan terhadap setiap aktivasi.",
    )
    require(made.shape == codes.shape, "Hasilnya harus seukuran `codes`.")
    mean = codes.mean(axis=0)
    right = np.tile((mean - target) / (mean * (1 - mean)) / len(codes), (len(codes), 1))
    require(
        not np.allclose(made, len(codes) * right, rtol=1e-3),
        "Faktor 1/B dari rerata belum ada: menambah satu aktivasi hanya menggeser reratanya 1/B.",
    )
    require(not np.allclose(made, -right, rtol=1e-3), "Tandanya terbalik.")
    require(
        not np.allclose(made, (codes - target) / (codes * (1 - codes)) / len(codes), rtol=1e-3),
        "Yang masuk ke rumus rerata unit itu, bukan aktivasinya sendiri.",
    )
    require(
        np.allclose(made, right, rtol=1e-3),
        "Turunan terhadap rerata ialah (rerata - rho) / (rerata (1 - rerata)); kalikan dengan "
        "turunan rerata terhadap satu aktivasi.",
    )


@exercise("Latihan 3")
def soft_threshold(function):
    """Periksa ambang lunak.

    Args:
        function: callable `(wanted, weight) -> larik` seukuran `wanted`.
    """
    wanted, weight = np.array([-2.0, -0.3, 0.0, 0.1, 0.4, 3.0]), 0.25
    made = np.asarray(function(wanted.copy(), weight), dtype="float64")
    require(made.shape == wanted.shape, "Hasilnya harus seukuran `wanted`.")
    right = np.sign(wanted) * np.maximum(np.abs(wanted) - weight, 0)
    require(
        not np.allclose(made, np.where(np.abs(wanted) > weight, wanted, 0)),
        "Itu ambang keras. Yang selamat pun susut sebesar bobotnya.",
    )
    require(
        not np.allclose(made, np.maximum(wanted - weight, 0)),
        "Nilai negatif juga disusutkan menuju nol, tidak langsung menjadi nol.",
    )
    require(
        not np.allclose(made, wanted - weight * np.sign(wanted)),
        "Nilai yang kecil menyeberangi nol. Yang mutlaknya di bawah bobot menjadi tepat nol.",
    )
    require(
        not np.allclose(made, wanted / (1 + weight)) and not np.allclose(made, wanted - weight),
        "Turunan |z| ialah tanda z, bukan z dan bukan selalu satu.",
    )
    require(
        np.allclose(made, right), "Bandingkan dengan nilai terkecil yang Anda cari di kisi halus."
    )


@exercise("Latihan 4")
def sparse_code_bits(function):
    """Periksa biaya bit sebuah kode jarang.

    Args:
        function: callable `(units, kept, value_bits) -> float`.
    """
    made = float(function(300, 50, 8))
    places = math.log2(math.comb(300, 50))
    _refuse(
        made,
        {
            50 * 8: "Itu baru nilainya. Penerima juga harus tahu unit mana saja yang menyala.",
            300 * 8: "Itu kode padat: semua unit dikirim.",
            places: "Itu baru letaknya; nilainya belum.",
            50 * 8 + 50 * math.log2(300): "Nomor unit satu per satu mengirim juga urutannya. "
            "Letak adalah himpunan: pakai banyaknya kombinasi.",
            50 * 8 + math.log(math.comb(300, 50)): "Letaknya dalam nat. Pakai logaritma basis 2.",
        },
    )
    require(np.isclose(made, 50 * 8 + places, atol=0.6), "Jumlahkan bit letak dan bit nilai.")
    require(np.isclose(float(function(10, 10, 4)), 40), "Bila semua unit menyala, letaknya gratis.")
    require(np.isclose(float(function(10, 0, 4)), 0, atol=1e-9), "Kode kosong tidak berbiaya.")


@exercise("Latihan 5")
def price_of_sparsity(measured):
    """Periksa percobaan bobot L1 terhadap galat dan banyak unit.

    Args:
        measured: kamus `{bobot: (galat, unit per citra)}` untuk bobot 1e-5, 1e-4, dan 1e-3.
    """
    measured = {float(weight): tuple(map(float, row)) for weight, row in dict(measured).items()}
    require(
        sorted(measured) == sorted([*_EXPECTED, _RUINED]),
        "Laporkan tepat tiga bobot: 1e-5, 1e-4, dan 1e-3.",
    )
    units = [measured[weight][1] for weight in sorted(measured)]
    require(
        not all(0 <= value <= 1 for value in units),
        "Banyak unit per citra, bukan bagiannya: jumlahkan atas unit, rata-ratakan atas citra.",
    )
    require(
        not any(value > 300 for value in units),
        "Lebih dari 300 unit per citra? Jumlahkan atas unit (sumbu 1), bukan atas citra.",
    )
    require(
        units[0] > units[1] > units[2],
        "Bobot yang lebih besar seharusnya menyisakan lebih sedikit unit. Periksa penaltinya "
        "('l1') dan bobot mana milik baris mana.",
    )
    for weight, (error, count) in _EXPECTED.items():
        ours, busy = measured[weight]
        require(
            abs(ours - error) <= _ERROR_SHARE * error,
            f"Galat pada bobot {weight:g} meleset. Pakai galat kuadrat pada citra uji di paket, "
            "bukan `loss` yang memuat penalti; 2.000 citra pertama, 5 epoch, batch 64, seed=1.",
        )
        require(
            abs(busy - count) <= _UNIT_SHARE * count,
            f"Banyak unit pada bobot {weight:g} meleset. Hitung unit yang lebih besar daripada "
            "nol pada citra uji.",
        )
    error, busy = measured[_RUINED]
    require(
        _RUINED_ERROR[0] <= error <= _RUINED_ERROR[1] and busy <= _RUINED_UNITS,
        "Pada bobot 0,001 hampir semua unit padam dan galatnya besar. Apakah pelatihannya 5 epoch "
        "pada 2.000 citra pertama?",
    )


def _codes():
    return np.random.default_rng(0).uniform(0.02, 0.6, (8, 5))


def _divergence(mean, target):
    return _half_divergence(mean, target) + _half_divergence(
        1 - np.asarray(mean), 1 - np.asarray(target)
    )


def _half_divergence(mean, target):
    return target * np.log(target / mean)


def _refuse(made, known):
    for wrong, hint in known.items():
        require(not np.isclose(made, wrong, rtol=1e-4), hint)

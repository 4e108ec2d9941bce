"""Pemeriksa latihan bab Menstabilkan pelatihan."""

import numpy as np

from generatif.classroom.check import exercise, require

_SHIFTS = (1, 2, 3, 4)
_ALONE = 0.6


@exercise("Latihan 1")
def earth_mover(function):
    """Periksa jarak Wasserstein dua kumpulan bilangan yang sama banyak.

    Args:
        function: callable `(a, b) -> float`.
    """
    a, b = np.array([3.0, 0.0, 1.0, 8.0]), np.array([2.0, 5.0, 7.0, 4.0])
    made = float(function(a.copy(), b.copy()))
    near, far = np.sort(a), np.sort(b)
    _refuse(
        made,
        {
            np.abs(a - b).mean(): "Urutkan dulu: pasangan yang termurah bukan pasangan yang "
            "kebetulan sebaris.",
            abs(a.mean() - b.mean()): "Itu selisih reratanya. Coba a = [0, 4] dan b = [1, 3]: "
            "reratanya sama, pasirnya tetap harus dipindahkan.",
            np.abs(near - far).sum(): "Ongkosnya per contoh: rerata, bukan jumlah.",
            np.sqrt(((near - far) ** 2).mean()): "Jaraknya mutlak, bukan kuadrat.",
            ((near - far) ** 2).mean(): "Jaraknya mutlak, bukan kuadrat.",
            np.abs(near - b).mean(): "Baru satu kumpulan yang diurutkan.",
            np.abs(a - far).mean(): "Baru satu kumpulan yang diurutkan.",
        },
    )
    require(
        np.isclose(made, np.abs(near - far).mean()),
        "Urutkan keduanya, pasangkan menurut urutan, lalu rata-ratakan jaraknya.",
    )
    crossed = float(function(np.array([0.0, 4.0]), np.array([1.0, 3.0])))
    require(np.isclose(crossed, 1.0), "Untuk [0, 4] dan [1, 3] ongkosnya 1.")


@exercise("Latihan 2")
def penalized_slope(function):
    """Periksa kemiringan terbaik kritikus linear di bawah penalti gradien.

    Args:
        function: callable `(distance, weight) -> float`.
    """
    distance, weight = 4.0, 10.0
    made = float(function(distance, weight))
    _refuse(
        made,
        {
            1.0: "Penaltinya lunak: kemiringannya boleh melewati satu bila jaraknya bertambah "
            "cukup banyak.",
            1 + distance / weight: "Turunan (a − 1)² adalah 2(a − 1).",
            1 - distance / (2 * weight): "Tandanya: kritikus ingin jaraknya besar.",
            distance * (1 + distance / (2 * weight)): "Itu taksiran jaraknya, a kali δ. Yang "
            "diminta kemiringannya.",
            distance / (2 * weight): "Satunya hilang: dari 2λ(a − 1) = δ, a = 1 + ….",
            1 + weight / (2 * distance): "δ dan λ tertukar.",
        },
    )
    require(
        np.isclose(made, 1 + distance / (2 * weight)),
        "Turunkan −a δ + λ(a − 1)² terhadap a, lalu samakan dengan nol.",
    )
    require(np.isclose(float(function(3.0, 0.5)), 4.0), "Coba δ = 3 dan λ = 0,5: kemiringannya 4.")


@exercise("Latihan 3")
def interpolates(function):
    """Periksa titik sisipan penalti gradien.

    Args:
        function: callable `(real, fake, rng) -> larik` berbentuk sama dengan `real`.
    """
    shape = (400, 5, 6, 2)
    made = np.asarray(function(np.zeros(shape), np.ones(shape), np.random.default_rng(0)))
    require(made.shape == shape, f"Bentuknya {made.shape}, seharusnya {shape}.")
    share = made.reshape(len(made), -1)
    require(
        share.min() >= 0 and share.max() <= 1,
        "Sebagian titik berada di luar ruas garis antara asli dan buatan. Undiannya harus seragam "
        "di antara 0 dan 1, bukan normal.",
    )
    require(
        np.ptp(share, axis=1).max() < 1e-9,
        "Piksel satu contoh bergeser sendiri-sendiri. Undi satu bilangan per contoh, lalu sebarkan "
        "ke semua pikselnya: bentuk undiannya (B, 1, 1, 1).",
    )
    require(np.ptp(share) > 0.1, "Semua contoh mendapat undian yang sama. Satu per contoh.")
    counts = np.histogram(share[:, 0], 4, (0, 1))[0]
    require(
        counts.min() > 60 and counts.max() < 140,
        "Undiannya tidak seragam di antara 0 dan 1.",
    )
    real, fake = np.full(shape, 5.0), np.full(shape, 7.0)
    made = np.asarray(function(real, fake, np.random.default_rng(0)))
    require(
        made.min() >= 5 and made.max() <= 7,
        "Titiknya tidak di antara keduanya. Bobot asli dan bobot buatan berjumlah satu.",
    )


@exercise("Latihan 4")
def kernel_norm(function):
    """Periksa nilai singular terbesar sebuah kernel konvolusi menurut makalahnya.

    Args:
        function: callable `(kernel) -> float`, kernel berbentuk `(h, w, masuk, keluar)`.
    """
    kernel = np.random.default_rng(5).normal(size=(3, 4, 2, 5))
    matrix = kernel.reshape(-1, 5)
    values = np.linalg.svd(matrix)[1]
    made = float(function(kernel.copy()))
    _refuse(
        made,
        {
            np.linalg.norm(matrix): "Itu norma Frobenius, akar jumlah kuadrat semua unsurnya.",
            values.sum(): "Itu jumlah semua nilai singular; yang diminta yang terbesar.",
            values[0] ** 2: "Itu kuadratnya, nilai eigen ΩᵀΩ.",
            values[-1]: "Itu yang terkecil.",
            np.abs(kernel).max(): "Itu unsur terbesar, bukan nilai singular.",
            np.linalg.norm(kernel.reshape(3, -1), 2): "Perataannya keliru: keluaran menjadi satu "
            "sumbu, tiga sumbu yang lain digabung.",
            np.linalg.norm(kernel.reshape(5, -1), 2): "Sumbu keluaran ada di belakang. reshape "
            "tidak memindahkan sumbu.",
            np.linalg.norm(kernel, 2, axis=(0, 1)).max(): "Itu norma potongan per pasang kanal.",
        },
    )
    require(np.isclose(made, values[0]), "Ratakan menjadi (h·w·masuk, keluar), lalu SVD.")


@exercise("Latihan 5")
def leaked_spread(measured):
    """Periksa percobaan simpangan baku pusat massa angka yang digeser.

    Args:
        measured: kamus `{piksel: simpangan baku}` untuk geseran terbesar 1, 2, 3, dan 4 piksel.
    """
    measured = {int(key): float(value) for key, value in dict(measured).items()}
    require(sorted(measured) == list(_SHIFTS), "Laporkan tepat empat geseran: 1, 2, 3, dan 4.")
    expected = {m: np.sqrt(m * (m + 1) / 3) for m in _SHIFTS}
    values = np.array([measured[m] for m in _SHIFTS])
    require(
        np.ptp(values) > 0.3,
        "Simpangannya tidak berubah. Lapisan ini diam kecuali dipanggil dengan training=True.",
    )
    require(
        not np.allclose(values, [expected[m] ** 2 for m in _SHIFTS], rtol=0.15),
        "Itu ragamnya; laporkan simpangan baku.",
    )
    floors = {m: expected[m - 1] for m in _SHIFTS[1:]}
    require(
        not np.allclose(values[1:], list(floors.values()), rtol=0.08),
        "Geserannya kurang satu piksel: shift · 28 dibulatkan ke bawah. Pakai (m + 0,5)/28.",
    )
    for m in _SHIFTS:
        low, high = expected[m] - 0.15, np.hypot(expected[m], _ALONE) + 0.15
        require(
            low < measured[m] < high,
            f"Untuk geseran {m} piksel angkanya meleset. Matikan lubangnya (hole=0) dan pakai "
            "sedikitnya 500 angka.",
        )


def _refuse(made, known):
    for wrong, hint in known.items():
        require(not np.isclose(made, wrong, rtol=1e-4, atol=0), hint)

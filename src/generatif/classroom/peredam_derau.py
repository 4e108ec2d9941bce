"""Pemeriksa latihan bab autoencoder peredam derau."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def salt_and_pepper(function):
    """Periksa derau garam-merica dalam NumPy.

    Args:
        function: callable `(images, level, rng) -> larik` seukuran `images`.
    """
    images = np.full((4, 120, 120, 1), 0.6)
    given = images.copy()
    made = np.asarray(function(given, 0.2, np.random.default_rng(0)))
    require(made.shape == images.shape, "Hasilnya harus seukuran `images`.")
    require(
        np.array_equal(given, images), "Larik masukan ikut berubah: kerjakan salinannya (`copy`)."
    )
    salt, pepper = np.mean(made == 1), np.mean(made == 0)
    require(salt > 0, "Belum ada garam: separuh piksel yang rusak menjadi 1.")
    require(pepper > 0, "Belum ada merica: separuh piksel yang rusak menjadi 0.")
    require(
        abs(salt + pepper + np.mean(made == 0.6) - 1) < 1e-9,
        "Piksel hanya boleh menjadi 0, menjadi 1, atau tetap seperti semula.",
    )
    require(
        abs(salt + pepper - 0.2) < 0.015,
        f"Bagian piksel yang rusak {salt + pepper:.2f}, seharusnya 0.20: `level` adalah peluang "
        "rusak, untuk garam dan merica bersama-sama.",
    )
    require(abs(salt - pepper) < 0.015, "Garam dan merica harus sama mungkin.")
    require(
        not np.array_equal(made[0], made[1]),
        "Letak deraunya sama di semua citra; undilah untuk setiap piksel setiap citra.",
    )
    black = np.asarray(function(np.zeros((1, 120, 120, 1)), 0.2, np.random.default_rng(1)))
    require(
        abs(np.mean(black == 1) - 0.1) < 0.02,
        "Pada citra hitam, sepersepuluh piksel harus menjadi 1 bila `level` 0.2.",
    )
    again = np.asarray(function(images.copy(), 0.2, np.random.default_rng(0)))
    require(np.array_equal(made, again), "Pakai `rng` yang diberikan, agar hasilnya dapat diulang.")
    heavy = np.asarray(function(images.copy(), 0.8, np.random.default_rng(2)))
    salt, pepper = np.mean(heavy == 1), np.mean(heavy == 0)
    require(
        abs(salt + pepper - 0.8) < 0.02 and abs(salt - pepper) < 0.02,
        "Pada `level` 0.8 piksel rusak harus 80%, garam dan merica sama banyak: undi SEKALI per "
        "piksel, jangan dua kali sehingga merica menimpa garam.",
    )


@exercise("Latihan 2")
def denoising_error(function):
    """Periksa galat peredaman.

    Args:
        function: callable `(network, clean, spoil) -> float`.
    """
    clean = np.random.default_rng(0).uniform(0.2, 0.8, (5, 6, 6, 1))
    noise = np.random.default_rng(1).uniform(-0.2, 0.2, clean.shape)

    def network(images, training=False):
        require(
            not training,
            "Jangan panggil jaringan dengan training=True: lapisan perusaknya menambah derau lagi.",
        )
        return np.asarray(images) * 0.5 + 0.3

    def spoil(images):
        return np.asarray(images) + noise

    got = float(function(network, clean.copy(), spoil))
    for made, target, hint in (
        (clean, clean, "Masukannya masih bersih. Itu `val_loss`, bukan galat peredaman."),
        (clean + noise, clean + noise, "Sasarannya masih berderau; bandingkan dengan yang bersih."),
        (clean, clean + noise, "Terbalik: masukan yang berderau, sasaran yang bersih."),
    ):
        require(not np.isclose(got, np.mean((network(made) - target) ** 2)), hint)
    require(
        not np.isclose(got, np.mean(noise**2)),
        "Itu galat citra berderau sendiri; lewatkan dulu ke jaringan.",
    )
    right = np.mean((network(clean + noise) - clean) ** 2)
    require(
        not np.isclose(got, right * clean.size), "Rata-ratakan per piksel; jangan dijumlahkan saja."
    )
    require(not np.isclose(got, np.sqrt(right)), "Itu akarnya; yang diminta galat kuadrat rerata.")
    require(np.isclose(got, right), "Rusak dulu, redam, lalu bandingkan dengan citra bersih.")


@exercise("Latihan 3")
def conditional_mean(function):
    """Periksa rerata bersyarat dunia dua citra.

    Args:
        function: callable `(noisy, first, second, sigma, share) -> larik`.
    """
    rng = np.random.default_rng(0)
    first, second = rng.uniform(0, 1, (2, 3, 3))
    noisy = 0.5 * (first + second) + 0.1 * rng.normal(size=(3, 3))
    made = np.asarray(function(noisy, first, second, 0.6, 0.3), dtype="float64")
    require(made.shape == first.shape, "Hasilnya satu citra, seukuran `first`.")
    for candidate, hint in (
        (first, "Itu memilih satu citra. Rerata bersyarat mencampur keduanya menurut peluangnya."),
        (second, "Itu memilih satu citra. Rerata bersyarat mencampur keduanya menurut peluangnya."),
        (_mixture(noisy, first, second, 0.6, 0.5), "Peluang awal `share` belum dipakai."),
        (_mixture(noisy, first, second, 0.6, 0.7), "`share` adalah peluang `first`, bukan lawan."),
        (
            _mixture(noisy, first, second, 0.6 / np.sqrt(2), 0.3),
            "Pangkatnya dibagi 2σ², bukan σ².",
        ),
        (_mixture(noisy, first, second, np.sqrt(0.6), 0.3), "σ belum dikuadratkan."),
        (0.3 * first + 0.7 * second, "Citra berderaunya belum dipakai: hitung peluang sesudahnya."),
    ):
        require(not np.allclose(made, candidate), hint)
    require(
        np.allclose(made, _mixture(noisy, first, second, 0.6, 0.3)),
        "Bobot `first`: share · exp(-jarak² ke first / 2σ²), lalu bagi dengan jumlah kedua bobot.",
    )
    near = 0.8 * first + 0.2 * second
    with np.errstate(all="ignore"):
        sharp = np.asarray(function(near, first, second, 0.001, 0.3), dtype="float64")
    require(
        np.isfinite(sharp).all(),
        "Untuk σ kecil kedua bobot menjadi 0 dan hasilnya NaN. Kurangi dulu kedua pangkat dengan "
        "yang terbesar, atau pakai sigmoid selisihnya.",
    )
    require(np.allclose(sharp, first), "Tanpa keraguan, hasilnya harus citra yang benar.")


@exercise("Latihan 4")
def background_mean(answer):
    """Periksa rerata piksel latar sesudah derau Gauss 0,3 dan pemotongan.

    Args:
        answer: bilangan.
    """
    exact = 0.3 / np.sqrt(2 * np.pi)
    answer = float(answer)
    require(
        abs(answer) > 0.003, "Sebelum dipotong memang 0. Sesudah dipotong tidak ada yang negatif."
    )
    require(
        abs(answer - 2 * exact) > 0.003,
        "Itu rerata nilai mutlaknya. Separuh piksel menjadi tepat 0, jadi reratanya separuh itu.",
    )
    require(abs(answer - 0.15) > 0.003, "Bukan separuh σ: rerata positif Gauss bukan σ.")
    require(
        abs(answer - exact) <= 0.003,
        "Hitung rerata max(0, 0,3ε) untuk ε ~ N(0, 1): integral, atau undi sejuta bilangan.",
    )


@exercise("Latihan 5")
def median_crossing(answer):
    """Periksa tingkat derau terkecil tempat median 3x3 lebih baik daripada tanpa filter.

    Args:
        answer: tingkat derau Gauss, kelipatan 0,01.
    """
    require(0 < float(answer) < 1, "Jawabannya tingkat derau di antara 0 dan 1, misalnya 0.07.")
    expected = _median_crossing()
    require(
        float(answer) > expected - 0.015,
        "Pada tingkat itu citra berderaunya sendiri masih lebih dekat ke citra bersih.",
    )
    require(
        float(answer) < expected + 0.015,
        "Ada tingkat yang lebih kecil yang sudah dimenangi median. Cari yang terkecil.",
    )


def _mixture(noisy, first, second, sigma, share):
    """Rerata bersyarat lewat sigmoid selisih log-bobot."""
    distance = np.sum((noisy - second) ** 2) - np.sum((noisy - first) ** 2)
    score = distance / (2 * sigma**2) + np.log(share / (1 - share))
    weight = 1 / (1 + np.exp(-np.clip(score, -500, 500)))
    return weight * first + (1 - weight) * second


def _median_crossing():
    from scipy.ndimage import median_filter

    from generatif.data import load_fashion_mnist, scale_to_unit

    clean = scale_to_unit(load_fashion_mnist("embedded").x_test)
    noise = np.random.default_rng(0).normal(size=clean.shape)
    for level in np.arange(1, 100) / 100:
        noisy = np.clip(clean + level * noise, 0, 1).astype("float32")
        filtered = median_filter(noisy, size=(1, 3, 3, 1), mode="nearest")
        if np.mean((filtered - clean) ** 2) < np.mean((noisy - clean) ** 2):
            return level
    return 1.0

"""Pemeriksa latihan bab DCGAN."""

from math import comb, factorial, isclose

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def feature_map_sizes(sizes):
    """Periksa ukuran peta fitur generator untuk citra 32x32.

    Args:
        sizes: daftar sisi peta fitur sesudah tiap konvolusi transpos.
    """
    sizes = list(sizes)
    require(len(sizes) == 3, "Ada tiga konvolusi transpos, jadi tiga bilangan.")
    require(
        sizes[0] == 8,
        "Lapisan pertama berlangkah 1: sisinya tidak berubah dari sisi awal. Berapa sisi awal "
        "bila sisi itu dibesarkan dua kali lipat sebanyak dua kali menjadi 32?",
    )
    require(
        sizes[2] == 32,
        "Dengan padding 'same', langkah s mengalikan sisi dengan s; 'valid' tidak dipakai di sini.",
    )
    require(sizes == [8, 16, 32], "Hitung sisi sesudah lapisan kedua dari sisi sebelumnya.")


@exercise("Latihan 2")
def discriminator_parameters(count):
    """Periksa banyak parameter diskriminator dengan lebar 16.

    Args:
        count: banyak parameter seluruhnya.
    """
    first, second, dense = 25 * 16 + 16, 25 * 16 * 32 + 32, 7 * 7 * 32 + 1
    require(
        count != first + second + dense - 16 - 32 - 1,
        "Bias belum terhitung: satu untuk tiap kanal keluaran dan satu untuk logit.",
    )
    require(
        count != first + second + 32 + 1,
        "Flatten menjadikan peta fitur 7x7 dengan 32 kanal satu vektor: 7 x 7 x 32 masukan.",
    )
    require(
        count != first + 25 * 32 + 32 + dense,
        "Kernel konvolusi kedua membaca semua kanal masukan: 5 x 5 x 16 bobot per kanal keluaran.",
    )
    require(
        count == first + second + dense,
        "Jumlahkan tiga lapisan: 5 x 5 x masuk x keluar + keluar untuk tiap konvolusi, lalu Dense.",
    )


@exercise("Latihan 3")
def discriminator_loss(function):
    """Periksa loss diskriminator dalam NumPy.

    Args:
        function: callable `(real_logits, fake_logits, real_label) -> float`.
    """
    zeros = np.zeros((4, 1))
    value = float(function(zeros, zeros, 1.0))
    require(np.isfinite(value), "Hasilnya NaN atau tak hingga untuk logit nol.")
    require(
        not np.isclose(value, 0.5 * 2 * np.log(2)),
        "Kedua suku dijumlahkan, bukan dirata-ratakan: pada logit nol hasilnya 2 log 2.",
    )
    require(
        np.isclose(value, 2 * np.log(2), atol=1e-6),
        "Pada logit nol hasilnya 2 log 2 = 1,386. Periksa rata-rata atas batch dan tanda minus.",
    )
    right = float(function(zeros + 9, zeros - 9, 1.0))
    require(
        right < 0.01,
        "Diskriminator yang yakin dan benar harus mendapat loss mendekati nol. Apakah sasaran "
        "citra asli dan palsu tertukar?",
    )
    rng = np.random.default_rng(0)
    real, fake = rng.normal(1, 1, (8, 1)), rng.normal(-1, 1, (8, 1))
    smoothed = float(function(real, fake, 0.9))
    require(
        not np.isclose(smoothed, _loss(real, fake, 0.9, 0.1)),
        "Penghalusan label satu sisi: sasaran citra palsu tetap 0.",
    )
    require(
        np.isclose(smoothed, _loss(real, fake, 0.9, 0.0), atol=1e-6),
        "Dengan label 0,9 suku citra asli punya dua bagian: 0,9 kali −log D dan 0,1 kali "
        "−log(1 − D).",
    )
    for sign, expected in ((1, 0.0), (-1, 1600.0)):
        logit = np.array([[800.0 * sign]])
        with np.errstate(all="ignore"):
            extreme = float(function(logit, -logit, 1.0))
        require(
            np.isfinite(extreme),
            "Logit ±800 memberi NaN atau tak hingga. Gunakan np.logaddexp(0, s).",
        )
        require(
            np.isclose(extreme, expected),
            "Logit ±800 memberi nilai yang terpotong; jangan memakai clip.",
        )


@exercise("Latihan 4")
def spherical_interpolation(function):
    """Periksa sisipan sferis antara dua vektor laten.

    Args:
        function: callable `(a, b, t) -> larik`, t dalam [0, 1].
    """
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 100))
    require(np.shape(function(a, b, 0.5)) == (100,), "Hasilnya vektor seukuran a.")
    require(np.allclose(function(a, b, 0.0), a), "Pada t = 0 hasilnya harus tepat a.")
    require(np.allclose(function(a, b, 1.0), b), "Pada t = 1 hasilnya harus tepat b.")
    require(
        not np.allclose(function(a, b, 0.5), (a + b) / 2),
        "Itu sisipan lurus: norma titik tengahnya menyusut. Pakai sudut antara a dan b.",
    )
    angle = np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    expected = (np.sin(0.7 * angle) * a + np.sin(0.3 * angle) * b) / np.sin(angle)
    require(
        not np.allclose(
            function(a, b, 0.3), (np.sin(0.3 * angle) * a + np.sin(0.7 * angle) * b) / np.sin(angle)
        ),
        "Bobot a dan b tertukar: a mendapat sin((1 − t)ω).",
    )
    require(
        np.allclose(function(a, b, 0.3), expected),
        "Bobotnya sin((1 − t)ω)/sin ω untuk a dan sin(tω)/sin ω untuk b, dengan ω dalam radian.",
    )


@exercise("Latihan 5")
def chance_of_separation(function):
    """Periksa peluang dua ragam yang sama tampak terpisah.

    Args:
        function: callable `(n) -> float`, n banyak benih tiap ragam.
    """
    expected = {n: 2 / comb(2 * n, n) for n in range(1, 8)}
    require(
        not isclose(function(3), expected[3] / 2),
        "Dua urutan yang terpisah: ragam pertama seluruhnya lebih kecil, atau seluruhnya lebih "
        "besar.",
    )
    require(
        not isclose(function(3), 2 / factorial(6)),
        "Benih di dalam satu ragam tidak dibedakan: yang dihitung tempat ragam pertama di antara "
        "2n titik terurut, bukan urutan lengkapnya.",
    )
    require(
        isclose(function(1), 1),
        "Dua titik selalu terpisah: dengan satu benih per ragam peluangnya 1.",
    )
    require(
        all(isclose(function(n), value) for n, value in expected.items()),
        "Banyak cara menempatkan n titik ragam pertama di antara 2n titik adalah C(2n, n).",
    )


def _loss(real_logits, fake_logits, real_label, fake_label):
    real = np.logaddexp(0, real_logits) - real_label * real_logits
    fake = np.logaddexp(0, fake_logits) - fake_label * fake_logits
    return real.mean() + fake.mean()

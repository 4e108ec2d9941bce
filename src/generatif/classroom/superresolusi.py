"""Pemeriksa latihan bab Superresolusi."""

import numpy as np

from generatif.classroom.check import Hint, exercise, require


@exercise("Latihan 1")
def block_average(function):
    """Periksa rerata blok.

    Args:
        function: callable `(images, scale) -> larik`.
    """
    images = np.random.default_rng(0).uniform(size=(3, 8, 12, 2))
    made = np.asarray(function(images.copy(), 2), "float64")
    require(
        made.shape == (3, 4, 6, 2),
        f"Bentuknya {made.shape}, seharusnya (3, 4, 6, 2): tinggi dan lebar dibagi `scale`, "
        "banyak citra dan kanal tetap.",
    )
    right = _block_mean(images, 2)
    for candidate, hint in (
        (images[:, ::2, ::2], "Itu mengambil satu piksel per blok; yang diminta reratanya."),
        (4 * right, "Bloknya dijumlahkan. Bagi dengan banyak pikselnya."),
        (
            images.reshape(3, 2, 4, 2, 6, 2).mean(axis=(1, 3)),
            "Yang dirata-ratakan piksel yang berjauhan: sesudah `reshape`, sumbu blok ada di "
            "BELAKANG sumbu petaknya, (tinggi / s, s).",
        ),
    ):
        require(not np.allclose(made, candidate), hint)
    require(np.allclose(made, right), "Setiap piksel kecil harus rerata blok 2x2 di tempatnya.")
    require(
        _same(function(images.copy(), 4), _block_mean(images, 4)),
        "Untuk `scale` 4 hasilnya salah; apakah angka 2 tertulis tetap di dalam kode?",
    )


@exercise("Latihan 2")
def channels_to_pixels(function):
    """Periksa penyusunan empat kanal menjadi blok 2x2.

    Args:
        function: callable `(channels) -> larik`.
    """
    channels = np.random.default_rng(0).uniform(size=(2, 3, 5, 4))
    made = np.asarray(function(channels.copy()), "float64")
    require(
        made.shape == (2, 6, 10, 1),
        f"Bentuknya {made.shape}, seharusnya (2, 6, 10, 1): dua kali tinggi dan lebar, satu kanal.",
    )
    require(
        not np.allclose(made, channels.reshape(2, 6, 10, 1)),
        "`reshape` saja menaruh keempat kanal berderet di satu baris. Tukar dulu sumbunya.",
    )
    require(
        not np.allclose(made, _shuffle(channels[..., [0, 2, 1, 3]])),
        "Baris dan kolom di dalam blok tertukar: kanal 1 ada di KANAN kanal 0, bukan di bawahnya.",
    )
    require(
        np.allclose(made, _shuffle(channels)),
        "Piksel baris 2h + i, kolom 2w + j harus memuat kanal 2i + j dari piksel (h, w).",
    )


@exercise("Latihan 3")
def projection(function):
    """Periksa citra terdekat yang cocok dengan citra kecilnya.

    Args:
        function: callable `(large, low) -> larik`.
    """
    rng = np.random.default_rng(0)
    large, low = rng.normal(size=(2, 8, 8, 1)), rng.normal(size=(2, 4, 4, 1))
    made = np.asarray(function(large.copy(), low.copy()), "float64")
    require(made.shape == large.shape, "Hasilnya citra besar, sebentuk `large`.")
    repeated = low.repeat(2, axis=1).repeat(2, axis=2)
    require(
        not np.allclose(made, repeated),
        "Itu `low` yang diulang: cocok, tetapi bukan yang terdekat dengan `large`.",
    )
    require(
        np.allclose(_block_mean(made, 2), low),
        "Rerata setiap blok hasilnya belum sama dengan `low`. Jangan dipotong.",
    )
    right = large + (low - _block_mean(large, 2)).repeat(2, axis=1).repeat(2, axis=2)
    require(
        np.allclose(made, right),
        "Cocok, tetapi ada yang lebih dekat: geser SEMUA piksel sebuah blok sama banyak.",
    )
    hint = "Untuk skala 4 belum benar; hitung skalanya dari bentuk kedua larik."
    low = rng.normal(size=(2, 2, 2, 1))
    try:
        made = np.asarray(function(large.copy(), low), "float64")
    except ValueError as error:
        raise Hint(hint) from error
    right = large + (low - _block_mean(large, 4)).repeat(4, axis=1).repeat(4, axis=2)
    require(_same(made, right), hint)


@exercise("Latihan 4")
def psnr_of_the_mean(function):
    """Periksa PSNR dari rerata galat kuadrat.

    Args:
        function: callable `(values) -> bilangan`.
    """
    values = [12.0, 20.0, 31.0, 17.0]
    errors = np.array([10 ** (-each / 10) for each in values])
    found = float(function(list(values)))
    for candidate, hint in (
        (np.mean(values), "Itu rerata PSNR. Kembalikan dulu setiap PSNR menjadi galat kuadrat."),
        (-10 * np.log10(errors.sum()), "Galatnya dijumlahkan; rata-ratakan."),
        (-20 * np.log10(np.mean(np.sqrt(errors))), "Yang dirata-ratakan galat KUADRAT."),
        (10 * np.log10(np.mean(errors)), "Tandanya terbalik: galat kecil berarti PSNR besar."),
        (-10 * np.log(np.mean(errors)), "Logaritmanya berbasis 10."),
    ):
        require(not np.isclose(found, candidate), hint)
    require(
        np.isclose(found, -10 * np.log10(np.mean(errors))),
        "PSNR p berarti galat kuadrat 10 pangkat (-p / 10) bila piksel dalam [0, 1].",
    )
    require(np.isclose(float(function([25.0])), 25.0), "Untuk satu citra, keduanya harus sama.")


@exercise("Latihan 5")
def sharpening(answer):
    """Periksa penajaman terbaik sesudah *bicubic*.

    Args:
        answer: pasangan penajaman terbaik dan keuntungan PSNR-nya.
    """
    require(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        "Isi `best` dengan pasangan: (a terbaik, keuntungan dalam dB).",
    )
    amount, gain = map(float, answer)
    expected, expected_gain = _sharpening()
    require(
        gain < 10, "Itu PSNR-nya. Yang diminta selisihnya dari a = 0, yaitu *bicubic* tanpa tajam."
    )
    require(
        abs(amount - expected) < 0.1,
        "Ada nilai a yang PSNR-nya lebih tinggi. Periksa rentangnya, pengaburnya (3x3, hanya sumbu "
        'tinggi dan lebar, mode "nearest"), dan pemotongannya.',
    )
    require(
        abs(gain - expected_gain) < 0.01,
        "Nilai a sudah tepat, keuntungannya belum. Pakai rerata PSNR per citra atas semua citra "
        "uji, tanpa pembulatan ke 8 bit.",
    )


def _same(found, right):
    found = np.asarray(found, "float64")
    return found.shape == right.shape and np.allclose(found, right)


def _block_mean(images, scale):
    rows = np.stack([images[:, i::scale] for i in range(scale)]).mean(axis=0)
    return np.stack([rows[:, :, j::scale] for j in range(scale)]).mean(axis=0)


def _shuffle(channels):
    count, height, width, _ = channels.shape
    made = np.empty((count, 2 * height, 2 * width, 1))
    for index in range(4):
        made[:, index // 2 :: 2, index % 2 :: 2, 0] = channels[..., index]
    return made


def _sharpening():
    from scipy.ndimage import uniform_filter

    from generatif import metrics
    from generatif.data import load_fashion_mnist, scale_to_unit
    from generatif.superresolution_scoring import interpolate, shrink_images

    pixels = load_fashion_mnist("embedded").x_test
    smooth, target = interpolate(shrink_images(pixels, 2)), scale_to_unit(pixels)
    blurred = uniform_filter(smooth, (1, 3, 3, 1), mode="nearest")
    scores = {
        amount: metrics.psnr(np.clip(smooth + amount * (smooth - blurred), 0, 1), target)
        for amount in np.arange(0, 11) / 5
    }
    best = max(scores, key=scores.get)
    return float(best), scores[best] - scores[0.0]

"""Pemeriksa latihan bab persiapan."""

import numpy as np

from generatif.classroom.check import exercise, require

_COUNTS = (60, 600, 6000)
_DRAWS = 20
_TOLERANCE = {60: 0.03, 600: 0.015, 6000: 0.004}


@exercise("Latihan 1")
def sides_there_and_back(sides):
    """Periksa sisi sesudah dua konvolusi dan dua konvolusi transpos, kernel 3, langkah geser 2.

    Args:
        sides: daftar empat sisi, berurutan.
    """
    sides = list(sides)
    require(len(sides) == 4, "Ada empat lapisan, jadi empat bilangan.")
    require(
        sides[0] != 14,
        "Itu 'same'. Dengan 'valid', kernel 3 tidak boleh keluar dari data: (n - k) // g + 1.",
    )
    require(
        sides[:2] == [13, 6],
        "Untuk tiap konvolusi 'valid': bulatkan (n - k) / g ke bawah, lalu tambah 1.",
    )
    require(
        sides[2] != 12,
        "Konvolusi transpos 'valid' bukan sekadar n x g; kernel menambah ekor: (n - 1) g + k.",
    )
    require(sides[2] == 13, "Sisi ketiga dihitung dengan (n - 1) g + k dari sisi kedua.")
    require(
        sides[3] != 28,
        "Harapan itu wajar, tetapi (28 - 3) / 2 sudah dibulatkan ke bawah: sisi semula tidak "
        "selalu kembali.",
    )
    require(sides == [13, 6, 13, 27], "Sisi keempat dihitung dengan (n - 1) g + k dari 13.")


@exercise("Latihan 2")
def symmetric_pixels(function):
    """Periksa pengubah citra [-1, 1] menjadi uint8.

    Args:
        function: callable `(images) -> larik uint8`.
    """
    levels = np.arange(256, dtype="uint8")
    images = ((levels.astype("float32") - 127.5) / np.float32(127.5)).reshape(16, 16)
    pixels = np.asarray(function(images))
    require(pixels.dtype == np.uint8, f"Jenis hasilnya {pixels.dtype}, seharusnya uint8.")
    require(pixels.shape == (16, 16), "Bentuk hasilnya harus sama dengan bentuk masukan.")
    require(
        np.abs(pixels.ravel().astype(int) - levels).max() <= 1,
        "Nilai -1 harus menjadi 0 dan nilai 1 menjadi 255, lurus di antaranya. Rentang mana yang "
        "Anda kembalikan?",
    )
    between = (np.float32([5.7, 100.8, 200.9]) - 127.5) / 127.5
    rounded = np.array_equal(function(between), [6, 101, 201])
    require(
        rounded and np.array_equal(pixels.ravel(), levels),
        "Sebagian tingkat meleset satu. astype memotong ke bawah; bulatkan dulu dengan np.rint.",
    )
    with np.errstate(invalid="ignore"):
        outside = np.asarray(function(np.float32([-1.02, 1.02])))
    require(
        np.array_equal(outside, [0, 255]),
        "Nilai di luar rentang berputar menjadi tingkat yang salah. Potong dulu dengan np.clip.",
    )


@exercise("Latihan 3")
def bce_gradient(function):
    """Periksa gradien rerata entropi silang biner terhadap logit.

    Args:
        function: callable `(logits, targets) -> larik` berbentuk sama dengan `logits`.
    """
    logits = np.linspace(-3.0, 3.0, 8).reshape(4, 2)
    targets = np.linspace(0.0, 1.0, 8).reshape(4, 2)
    result = np.asarray(function(logits, targets))
    require(result.shape == (4, 2), "Gradiennya satu bilangan per logit: bentuknya sama.")
    exact = (1 / (1 + np.exp(-logits)) - targets) / 8
    require(
        not np.allclose(result, 8 * exact),
        "Itu gradien jumlahnya. Untuk rerata, bagi dengan banyak logit.",
    )
    require(
        not np.allclose(result, 2 * exact),
        "Reratanya atas semua logit: bagi dengan `logits.size`, bukan `len(logits)`.",
    )
    require(
        not np.allclose(result, -exact),
        "Tandanya terbalik: bila peluang melebihi sasaran, gradiennya positif.",
    )
    require(
        np.allclose(result, exact, atol=1e-7),
        "Turunan L terhadap logit adalah sigm(s) - t. Bandingkan dengan selisih hingga.",
    )
    extreme = np.array([[-800.0], [800.0]])
    with np.errstate(all="ignore"):
        result = np.asarray(function(extreme, np.array([[1.0], [0.0]])))
    require(
        np.isfinite(result).all(),
        "Logit ±800 memberi NaN. Jaga agar pangkatnya tidak positif: np.exp(-np.abs(s)).",
    )
    require(
        np.allclose(result, [[-0.5], [0.5]]),
        "Pada logit ±800 yang salah, gradien tiap logit ±1 dibagi dua contoh; jangan memakai clip.",
    )


@exercise("Latihan 4")
def transposed_convolution(function):
    """Periksa konvolusi transpos satu dimensi, 'valid'.

    Args:
        function: callable `(values, kernel, stride) -> larik`.
    """
    values, kernel = np.array([1.0, 2.0, -3.0, 5.0]), np.array([1.0, 10.0, 100.0])
    for stride in (1, 2, 3):
        result = np.asarray(function(values, kernel, stride))
        size = (len(values) - 1) * stride + len(kernel)
        require(
            result.shape == (size,),
            f"Untuk {len(values)} masukan, kernel {len(kernel)}, dan langkah geser {stride}, "
            f"keluarannya {size} bilangan.",
        )
        expected = _scatter(values, kernel, stride)
        overwritten = _scatter(values, kernel, stride, add=False)
        require(
            stride == 3 or not np.allclose(result, overwritten),
            "Sumbangan yang bertumpang tindih harus dijumlahkan, bukan ditimpa: pakai +=.",
        )
        require(
            not np.allclose(result, _scatter(values, kernel[::-1], stride)),
            "Kernelnya terbalik. Masukan ke-i menambahkan w[j] * y[i] pada keluaran ke-(i g + j).",
        )
        require(
            np.allclose(result, expected),
            "Masukan ke-i menambahkan seluruh kernel, dikalikan y[i], mulai dari letak i g.",
        )


@exercise("Latihan 5")
def growth_with_data(accuracies):
    """Periksa percobaan rerata terdekat pada Fashion-MNIST dengan data latih yang bertambah.

    Args:
        accuracies: kamus `{60: akurasi, 600: akurasi, 6000: akurasi}`, rerata 20 undian.
    """
    accuracies = {int(count): float(value) for count, value in dict(accuracies).items()}
    require(
        sorted(accuracies) == list(_COUNTS),
        "Laporkan tepat tiga akurasi dengan kunci 60, 600, dan 6000.",
    )
    require(
        all(0 <= value <= 1 for value in accuracies.values()),
        "Akurasi ditulis sebagai bagian dari 1, bukan persen.",
    )
    from generatif.data import load_fashion_mnist, load_mnist

    fashion = load_fashion_mnist("embedded")
    everything = np.arange(len(fashion.x_train))
    on_training = _nearest_mean(fashion, everything, fashion.x_train, fashion.y_train)
    require(
        abs(accuracies[6000] - on_training) > _TOLERANCE[6000],
        "Akurasi 6.000 citra itu dihitung pada data latihnya sendiri. Pakai citra uji.",
    )
    digits = load_mnist("embedded")
    on_digits = _nearest_mean(digits, everything, digits.x_test, digits.y_test)
    require(
        abs(accuracies[6000] - on_digits) > _TOLERANCE[6000],
        "Itu akurasi MNIST. Soalnya memakai Fashion-MNIST.",
    )
    for count in reversed(_COUNTS):
        expected = np.mean([_draw(fashion, count, seed) for seed in range(_DRAWS)])
        require(
            abs(accuracies[count] - expected) <= _TOLERANCE[count],
            f"Akurasi dengan {count} citra latih meleset. Apakah kelasnya seimbang, pikselnya "
            "diskalakan, dan nilainya rerata 20 undian dengan benih berbeda?",
        )


def _scatter(values, kernel, stride, add=True):
    output = np.zeros((len(values) - 1) * stride + len(kernel))
    for place, value in enumerate(values):
        part = slice(place * stride, place * stride + len(kernel))
        output[part] = value * kernel + (output[part] if add else 0)
    return output


def _draw(data, count, seed):
    rng = np.random.default_rng(seed)
    chosen = [
        rng.choice(np.flatnonzero(data.y_train == label), count // 10, replace=False)
        for label in range(10)
    ]
    return _nearest_mean(data, np.concatenate(chosen), data.x_test, data.y_test)


def _nearest_mean(data, index, images, labels):
    train, targets = _flat(data.x_train[index]), data.y_train[index]
    centers = np.stack([train[targets == label].mean(0) for label in range(10)])
    gaps = (centers**2).sum(1) - 2 * _flat(images) @ centers.T
    return np.mean(gaps.argmin(1) == labels)


def _flat(images):
    return images.reshape(len(images), -1).astype("float32") / np.float32(255)

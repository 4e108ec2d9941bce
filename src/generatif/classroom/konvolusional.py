"""Pemeriksa latihan bab autoencoder konvolusional."""

import numpy as np

from generatif.classroom.check import exercise, require

_CHAINS = 40
_STRIDES = 14**2 * 4 * 4 * 16 + 7**2 * 4 * 4 * 16 * 32
_POOLING = 4 * _STRIDES
_SIZES = (4, 16)
_PLAUSIBLE = {4: (0.030, 0.090), 16: (0.020, 0.060)}


@exercise("Latihan 1")
def layer_sides(function):
    """Periksa penghitung sisi setiap lapisan, dibandingkan dengan Keras.

    Args:
        function: callable `(n, steps) -> daftar sisi`.
    """
    report = [("conv", 3, 1, "same"), ("pool", 2, 2, "same")] * 3
    found = _sides(function, 28, report)
    require(len(found) == 6, "Satu sisi untuk setiap lapisan, tanpa sisi masukannya.")
    require(
        found != [28, 14, 14, 7, 7, 3],
        "Pooling 'same' membulatkan ke atas: 7 menjadi 4. Yang membulatkan ke bawah itu 'valid'.",
    )
    require(
        found == [28, 14, 14, 7, 7, 4],
        "Jaringan tugas kuliah keliru: setiap lapisan memakai keluaran lapisan sebelumnya.",
    )
    require(
        _sides(function, 7, [("pool", 2, 2, "valid")]) == [3],
        "Pooling 'valid' membulatkan ke bawah: (n - k) // g + 1.",
    )
    grown = _sides(function, 7, [("transpose", 4, 2, "valid")])
    require(grown != [14], "Konvolusi transpos 'valid' menambah ekor kernel: (n - 1) g + k.")
    require(
        _sides(function, 7, [("transpose", 2, 3, "valid")]) == [21],
        "Konvolusi transpos 'valid' dengan kernel lebih kecil daripada langkah gesernya memberi "
        "(n - 1) g + max(k, g).",
    )
    for n, steps in _random_chains():
        made, expected = _sides(function, n, steps), _keras_sides(n, steps)
        require(
            made == expected,
            f"Untuk n = {n} dan {steps}, Keras memberi {expected}, jawaban Anda {made}.",
        )


@exercise("Latihan 2")
def multiplication_counts(answer):
    """Periksa banyak perkalian dengan langkah geser dan dengan pooling.

    Args:
        answer: pasangan (langkah geser, pooling).
    """
    strides, pooling = answer
    require(
        strides != pooling,
        "Tidak sama: konvolusi berlangkah 1 bekerja pada setiap piksel; pengecilannya sesudah itu.",
    )
    require((strides, pooling) != (_POOLING, _STRIDES), "Urutannya terbalik: langkah geser dulu.")
    without_inputs = 14**2 * 4 * 4 * 16 + 7**2 * 4 * 4 * 32
    require(
        strides != without_inputs,
        "Setiap kanal keluaran membaca semua kanal masukan: konvolusi kedua mengalikan 4 x 4 x 16 "
        "bobot per kanal keluaran.",
    )
    require(
        strides == _STRIDES,
        "Langkah geser: (sisi keluaran)^2 x 4 x 4 x kanal masukan x kanal keluaran, dengan sisi "
        "14, lalu 7.",
    )
    require(
        pooling == _POOLING,
        "Pooling: sisi keluaran konvolusinya 28, lalu 14; pooling sendiri tidak mengalikan.",
    )


@exercise("Latihan 3")
def mend_plan(function):
    """Periksa perancang perbaikan dekoder.

    Args:
        function: callable `(n, m) -> daftar nomor konvolusi`, atau `None` bila tidak mungkin.
    """
    require(function(28, 3) is not None, "mend(28, 3) mungkin: lihat bagian Dua perbaikan.")
    require(list(function(28, 3)) == [3], "mend(28, 3) harus [3], seperti di bab.")
    require(
        function(28, 2) is not None and list(function(28, 2)) == [],
        "28 habis dibagi 4: tidak ada yang perlu diubah, jadi daftar kosong.",
    )
    require(
        function(27, 2) is None,
        "27 menjadi 28: yang lebih satu piksel. Setiap konvolusi 'valid' yang masih akan "
        "digandakan membuang kelipatan 4, jadi tidak mungkin.",
    )
    require(
        function(100, 4) is not None,
        "mend(100, 4) mungkin dengan lebih dari satu konvolusi: 112 - 100 = 12.",
    )
    require(sorted(function(100, 4)) == [3, 4], "Untuk 100 dan 4, yang lebih 12 = 8 + 4.")
    for m in range(1, 6):
        for n in range(2**m, 130):
            plan = function(n, m)
            expected = _mend(n, m)
            require(
                (plan is None) == (expected is None),
                f"mend({n}, {m}) {'tidak ' if expected is None else ''}mungkin.",
            )
            require(
                plan is None or _side_with_plan(n, m, plan) == n,
                f"Dengan jawaban mend({n}, {m}) = {plan}, sisi akhirnya bukan {n}.",
            )


@exercise("Latihan 4")
def true_deconvolution(function):
    """Periksa dekonvolusi melingkar satu dimensi.

    Args:
        function: callable `(y, kernel) -> x`, seukuran `y`.
    """
    rng = np.random.default_rng(0)
    for n, kernel in ((16, [4.0, 1.0]), (21, [1.0, 5.0, 1.5]), (32, [0.2, 0.1, 2.0, 0.3])):
        x, kernel = rng.normal(size=n), np.array(kernel)
        y = _circular(x, kernel)
        found = np.asarray(function(y.copy(), kernel.copy()))
        require(found.shape == x.shape, "Hasilnya harus sepanjang `y`.")
        require(not np.iscomplexobj(found), "Buang bagian khayalnya: ambil `.real`.")
        require(
            not np.allclose(found, _circular_transpose(y, kernel)),
            "Itu konvolusi transpos: mengalikan dengan transposnya, bukan membalik.",
        )
        require(
            not np.allclose(found, _circular(y, kernel)),
            "Itu konvolusi sekali lagi. Bagilah transformasi y dengan transformasi kernelnya.",
        )
        require(
            np.allclose(found, x, atol=1e-8),
            "x belum kembali. Panjangkan kernel menjadi len(y) saat ditransformasikan, lalu bagi.",
        )


@exercise("Latihan 5")
def small_codes(answer):
    """Periksa percobaan ukuran kode.

    Args:
        answer: `dict` ukuran kode ke pasangan (galat jaringan, galat PCA).
    """
    require(
        isinstance(answer, dict) and set(answer) == set(_SIZES),
        "Jawabannya kamus dengan kunci 4 dan 16.",
    )
    pca = _pca_errors()
    for size in _SIZES:
        ours, theirs = (float(value) for value in answer[size])
        require(
            not np.isclose(ours, pca[size], rtol=1e-3),
            f"Kode {size}: urutannya (jaringan, PCA).",
        )
        require(
            not np.isclose(theirs, 784 * pca[size], rtol=0.02),
            f"Kode {size}: itu jumlah atas 784 piksel. Pakai reratanya.",
        )
        require(
            np.isclose(theirs, pca[size], rtol=0.01),
            f"Kode {size}: galat PCA keliru. Cocokkan PCA pada seluruh citra latih di paket dan "
            "ukur rerata galat kuadrat pada citra uji di paket.",
        )
        low, high = _PLAUSIBLE[size]
        require(
            ours > low,
            f"Kode {size}: galat jaringan {ours:.4f} terlalu kecil untuk pelatihan sesingkat itu.",
        )
        require(
            ours < high,
            f"Kode {size}: galat jaringan {ours:.4f} terlalu besar. Galat kuadrat rerata per "
            "piksel, bukan jumlah dan bukan entropi silang.",
        )
    require(
        answer[16][0] < answer[4][0],
        "Jaringan dengan kode 16 mestinya lebih teliti daripada kode 4; periksa pasangannya.",
    )


def _sides(function, n, steps):
    return [int(side) for side in function(n, list(steps))]


def _keras_sides(n, steps):
    from keras import layers

    makers = {
        "conv": lambda k, g, padding: layers.Conv2D(1, k, g, padding),
        "pool": lambda k, g, padding: layers.MaxPooling2D(k, g, padding),
        "transpose": lambda k, g, padding: layers.Conv2DTranspose(1, k, g, padding),
        "upsample": layers.UpSampling2D,
    }
    shape, found = (1, n, n, 1), []
    for kind, *settings in steps:
        shape = tuple(makers[kind](*settings).compute_output_shape(shape))
        found.append(shape[1])
    return found


def _random_chains():
    rng = np.random.default_rng(3)
    for _ in range(_CHAINS):
        n, steps = int(rng.integers(30, 60)), []
        for _ in range(3):
            kind = str(rng.choice(["conv", "pool", "transpose", "upsample"]))
            k, g = int(rng.integers(1, 5)), int(rng.integers(1, 3))
            padding = str(rng.choice(["same", "valid"]))
            steps.append((kind, g) if kind == "upsample" else (kind, k, g, padding))
        yield n, steps


def _mend(n, m):
    excess, chosen = -(-n // 2**m) * 2**m - n, []
    for number in range(1, m + 1):
        removed = 2 ** (m - number + 2)
        if removed <= excess:
            chosen.append(number)
            excess -= removed
    return None if excess else chosen


def _side_with_plan(n, m, plan):
    side = -(-n // 2**m)
    for number in range(1, m + 1):
        side = 2 * (side - 2 * (number in plan))
    return side


def _circular(x, kernel):
    return sum(weight * np.roll(x, j) for j, weight in enumerate(kernel))


def _circular_transpose(y, kernel):
    return sum(weight * np.roll(y, -j) for j, weight in enumerate(kernel))


def _pca_errors():
    from sklearn.decomposition import PCA

    from generatif.data import load_fashion_mnist, scale_to_unit

    data = load_fashion_mnist("embedded")
    train, test = (scale_to_unit(x).reshape(len(x), -1) for x in (data.x_train, data.x_test))
    errors = {}
    for size in _SIZES:
        pca = PCA(size, svd_solver="covariance_eigh").fit(train)
        made = pca.inverse_transform(pca.transform(test))
        errors[size] = float(np.mean((made - test) ** 2))
    return errors

"""Pemeriksa latihan bab autoencoder bertumpuk."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def tied_parameters(count):
    """Periksa banyak parameter autoencoder 784-100-20-100-784 berbobot terikat.

    Args:
        count: banyak parameter seluruhnya.
    """
    kernels, biases = 784 * 100 + 100 * 20, 100 + 20 + 100 + 784
    require(
        count != 2 * kernels + biases,
        "Itu tanpa bobot terikat: dekoder meminjam kedua matriks enkoder, tidak membuat yang baru.",
    )
    require(
        count != kernels + 100 + 20,
        "Yang dipinjam hanya bobot. Kedua lapisan dekoder tetap punya bias sendiri: 100 dan 784.",
    )
    require(count != kernels, "Bias belum terhitung: satu untuk tiap neuron keempat lapisan.")
    require(
        count == kernels + biases,
        "Jumlahkan dua matriks (784 x 100 dan 100 x 20) dan empat larik bias.",
    )


@exercise("Latihan 2")
def pca_reconstruction(function):
    """Periksa rekonstruksi PCA dalam NumPy.

    Args:
        function: callable `(train, test, k) -> larik` seukuran `test`.
    """
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(12, 12)) * np.linspace(3, 0.1, 12)[:, None]
    train, test = rng.normal(size=(80, 12)) @ mixing + 4, rng.normal(size=(20, 12)) @ mixing + 4
    made = np.asarray(function(train.copy(), test.copy(), 3))
    require(made.shape == test.shape, "Hasilnya harus seukuran `test`.")
    right = _pca(train, test, 3)
    require(
        not np.allclose(made, right - train.mean(axis=0)),
        "Reratanya belum dikembalikan sesudah proyeksi.",
    )
    require(
        not np.allclose(made, _pca(train, test, 3, centered=False)),
        "Kurangi dulu dengan rerata data latih; tanpa itu komponennya bukan komponen utama.",
    )
    require(
        not np.allclose(made, _pca(test, test, 3)),
        "Komponen dan reratanya harus dari `train`, bukan dari `test`.",
    )
    require(
        np.allclose(made, right, atol=1e-6),
        "Proyeksikan (test - rerata) ke k vektor singular kanan pertama, lalu kembalikan.",
    )
    full = np.asarray(function(train.copy(), test.copy(), 12))
    require(np.allclose(full, test), "Dengan semua komponen, hasilnya harus tepat `test`.")


@exercise("Latihan 3")
def excess_cross_entropy(function):
    """Periksa bagian entropi silang yang dapat dikurangi.

    Args:
        function: callable `(made, images) -> float`, nat per piksel.
    """
    edges = float(function(np.array([0.5, 0.5]), np.array([0.0, 1.0])))
    require(np.isfinite(edges), "Piksel 0 atau 1 memberi NaN: 0 log 0 dihitung sebagai 0.")
    require(
        not np.isclose(edges, 1.0),
        "Itu dalam bit. Pakai logaritma natural: log 2 untuk contoh itu.",
    )
    require(
        np.isclose(edges, np.log(2), atol=1e-5),
        "Untuk piksel 0 dan 1 lantainya nol, jadi hasilnya entropi silangnya sendiri: log 2.",
    )
    same = float(function(np.array([0.3, 0.6]), np.array([0.3, 0.6])))
    require(
        np.isclose(same, 0, atol=1e-5),
        "Untuk rekonstruksi yang tepat hasilnya nol: kurangi entropi silang dengan lantainya.",
    )
    made, images = np.random.default_rng(0).uniform(0.1, 0.9, (2, 3, 4))
    expected = _binary_kl(images, made)
    value = float(function(made, images))
    require(
        not np.isclose(value, _binary_kl(made, images)),
        "Urutannya terbalik: citra asli yang memberi bobot, rekonstruksi di dalam logaritma.",
    )
    require(
        not np.isclose(value, expected * images.size),
        "Rata-ratakan atas piksel, jangan dijumlahkan.",
    )
    require(np.isclose(value, expected, atol=1e-6), "Belum tepat untuk citra acak.")


@exercise("Latihan 4")
def principal_cosines(function):
    """Periksa kosinus sudut utama antara dua ruang.

    Args:
        function: callable `(first, second) -> larik (k,)`, urut menurun.
    """
    rng = np.random.default_rng(0)
    basis = rng.normal(size=(9, 3))
    mixed = basis @ (rng.normal(size=(3, 3)) + 3 * np.eye(3))
    same = np.asarray(function(basis.copy(), mixed))
    require(same.shape == (3,), "Hasilnya harus k kosinus.")
    require(
        np.allclose(same, 1),
        "Kedua ruang itu berimpit, jadi semua kosinusnya 1. Ubah dulu kolom-kolomnya menjadi "
        "basis ortonormal, misalnya dengan np.linalg.qr.",
    )
    angle = np.array([[1.0, 0.0], [0.0, np.cos(0.5)], [0.0, np.sin(0.5)]])
    value = np.asarray(function(np.eye(3)[:, :2], 5 * angle))
    require(not np.allclose(value, [0, 0.5], atol=1e-6), "Itu sudutnya; yang diminta kosinusnya.")
    require(
        np.allclose(value, [1, np.cos(0.5)]),
        "Kosinusnya adalah nilai singular Q1^T Q2, urut dari yang terbesar.",
    )


@exercise("Latihan 5")
def matching_code_size(answer):
    """Periksa ukuran kode PCA yang menyamai autoencoder tersimpan.

    Args:
        answer: ukuran kode terkecil yang galat ujinya tidak lebih besar.
    """
    expected = _matching_code_size()
    require(isinstance(answer, int | np.integer), "Jawabannya satu bilangan bulat.")
    require(answer > 30, "Pada kode 30, PCA kalah. Cari di atasnya.")
    require(answer >= expected, "Pada ukuran itu galat PCA masih di atas galat autoencoder.")
    require(
        answer <= expected,
        "Ada ukuran kode yang lebih kecil dengan galat yang sudah tidak lebih besar. Pakai "
        "seluruh citra latih dan uji di dalam paket.",
    )


def _binary_kl(first, second):
    first, second = first.astype("float64"), second.astype("float64")
    ratio = first * np.log(first / second) + (1 - first) * np.log((1 - first) / (1 - second))
    return np.mean(ratio)


def _pca(train, test, k, centered=True):
    mean = train.mean(axis=0) if centered else np.zeros(train.shape[1])
    axes = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (test - mean) @ axes.T @ axes + mean


def _matching_code_size():
    from sklearn.decomposition import PCA

    from generatif import zoo
    from generatif.data import load_fashion_mnist, scale_to_unit

    data = load_fashion_mnist("embedded")
    train, test = scale_to_unit(data.x_train), scale_to_unit(data.x_test)
    network = zoo.load("autoencoder-fashion").network("autoencoder")
    target = np.mean((network.predict(test, batch_size=500, verbose=0) - test) ** 2)
    flat = train.reshape(len(train), -1), test.reshape(len(test), -1)
    pca = PCA(300, svd_solver="covariance_eigh").fit(flat[0])
    codes = pca.transform(flat[1])
    energy = np.mean((flat[1] - pca.mean_) ** 2) - np.cumsum(np.mean(codes**2, axis=0)) / 784
    return int(np.argmax(energy <= target)) + 1

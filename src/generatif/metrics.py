"""Ukuran mutu citra buatan, semuanya atas larik NumPy.

Fitur dan peluang kelas datang dari pengklasifikasi beku (lihat `generatif.classifiers`).
Jarak Fréchet di sini BUKAN FID: FID memakai fitur Inception dari ImageNet, sehingga angkanya
tidak dapat dibandingkan dengan FID di makalah.
"""

import numpy as np


def frechet_distance(features_a, features_b):
    r"""Jarak Fréchet antara dua kumpulan fitur yang masing-masing dianggap Gauss.

    $d^2 = \lVert\mu_a-\mu_b\rVert^2 + \mathrm{tr}(C_a + C_b - 2(C_a^{1/2} C_b C_a^{1/2})^{1/2})$.
    Makin kecil makin mirip. Nilainya bias ke atas untuk sampel sedikit, jadi sebutkan N dan
    bandingkan hanya pada N yang sama.

    Sumber: Heusel dkk. (2017), persamaan 6, dengan fitur lain.

    Args:
        features_a: larik `(N, F)`, N >= 2.
        features_b: larik `(M, F)`, M >= 2.

    Returns:
        Bilangan >= 0, dalam satuan kuadrat fitur.

    Raises:
        ValueError: bila bentuknya tidak cocok atau ada nilai yang tidak berhingga.
    """
    a, b = _as_features(features_a), _as_features(features_b)
    if a.shape[1] != b.shape[1]:
        raise ValueError(
            f"Fitur berukuran {a.shape[1]} dan {b.shape[1]}; keduanya harus dari pengklasifikasi "
            "yang sama."
        )
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root_a = _symmetric_root(np.atleast_2d(cov_a))
    mixed = np.linalg.eigvalsh(root_a @ np.atleast_2d(cov_b) @ root_a)
    cross = np.sqrt(np.clip(mixed, 0, None)).sum()
    shift = a.mean(axis=0) - b.mean(axis=0)
    distance = shift @ shift + np.trace(root_a @ root_a) + np.trace(np.atleast_2d(cov_b))
    return float(max(distance - 2 * cross, 0.0))


def class_shares(probabilities):
    """Bagian citra yang dimenangi tiap kelas.

    Args:
        probabilities: larik `(N, K)`, peluang kelas per citra.

    Returns:
        Larik `(K,)` berjumlah 1.
    """
    probabilities = _as_features(probabilities)
    counts = np.bincount(probabilities.argmax(axis=1), minlength=probabilities.shape[1])
    return counts / len(probabilities)


def histogram_kl(shares):
    r"""Divergensi KL histogram kelas terhadap histogram yang rata, $\sum_k p_k \log(K p_k)$.

    Args:
        shares: larik `(K,)` tak negatif berjumlah 1.

    Returns:
        Bilangan nat; 0 bila rata, $\log K$ bila hanya satu kelas yang muncul.

    Raises:
        ValueError: bila `shares` negatif atau jumlahnya bukan 1.
    """
    shares = np.asarray(shares, dtype="float64")
    if shares.min() < 0 or not np.isclose(shares.sum(), 1):
        raise ValueError(
            f"Jumlah bagian = {shares.sum():.4f}, terkecil = {shares.min():.4f}; yang diharapkan: "
            "bilangan tak negatif yang berjumlah 1, misalnya dari class_shares."
        )
    present = shares[shares > 0]
    return float(np.sum(present * np.log(len(shares) * present)))


def confident_share(probabilities, threshold=0.9):
    """Bagian citra yang kelasnya dinyatakan dengan peluang sekurangnya `threshold`.

    Args:
        probabilities: larik `(N, K)`, peluang kelas per citra.
        threshold: ambang peluang, dalam (0, 1].

    Returns:
        Bilangan dalam [0, 1].
    """
    return float(np.mean(_as_features(probabilities).max(axis=1) >= threshold))


def gray_share(images):
    """Bagian piksel abu-abu, yaitu yang bernilai 64 sampai 191.

    Citra angka yang tajam hampir seluruhnya hitam atau putih; pengaburan memperbesar bagian
    abu-abunya.

    Args:
        images: larik `uint8` berbentuk apa saja.

    Returns:
        Bilangan dalam [0, 1].

    Raises:
        TypeError: bila `images` bukan `uint8`.
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(
            f"Citra bertipe {images.dtype}, seharusnya uint8 (0 sampai 255): ambang abu-abu "
            "dinyatakan dalam tingkat keabuan."
        )
    return float(np.mean((images >= 64) & (images <= 191)))


def nearest_neighbors(images, reference, chunk=500):
    """Cari tetangga terdekat tiap citra menurut jarak Euklides antarpiksel.

    Args:
        images: larik `uint8` atau pecahan `(N, H, W, C)`.
        reference: larik `(M, H, W, C)` dengan skala yang sama.
        chunk: banyak citra per putaran, pembatas memori.

    Returns:
        Pasangan `(indices, distances)` berbentuk `(N,)`; jarak dalam satuan piksel masukan,
        dibagi 255 bila masukannya `uint8`.

    Raises:
        ValueError: bila bentuk citra berbeda atau salah satunya kosong.
    """
    images, reference = np.asarray(images), np.asarray(reference)
    if images.shape[1:] != reference.shape[1:] or len(images) == 0 or len(reference) == 0:
        raise ValueError(
            f"Citra berbentuk {images.shape} dan pembanding {reference.shape}; yang diharapkan: "
            "tidak kosong dan sama tinggi, lebar, serta kanalnya."
        )
    queries, targets = _flatten(images), _flatten(reference)
    target_norms = (targets**2).sum(axis=1)
    indices, distances = [], []
    for start in range(0, len(queries), chunk):
        part = queries[start : start + chunk]
        squared = (part**2).sum(axis=1)[:, None] + target_norms - 2 * part @ targets.T
        nearest = squared.argmin(axis=1)
        indices.append(nearest)
        distances.append(np.linalg.norm(part - targets[nearest], axis=1))
    return np.concatenate(indices), np.concatenate(distances)


def class_gaussian_images(images, labels, count, components=50, seed=None):
    """Buat citra dari satu Gauss per kelas di ruang PCA piksel.

    Garis dasar tanpa jaringan saraf: generator yang tidak mengalahkannya belum belajar
    lebih dari rerata dan kovarians tiap kelas.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        labels: larik bilangan bulat `(N,)`.
        count: banyak citra yang dibuat, dibagi rata antarkelas.
        components: banyak komponen utama.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `uint8` `(count, H, W, C)`.
    """
    rng = np.random.default_rng(seed)
    pixels = _flatten(images)
    mean = pixels.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(pixels, rowvar=False))
    axes = axes[:, -components:]
    codes = (pixels - mean) @ axes
    classes = np.unique(labels)
    made = []
    for part, label in zip(np.array_split(np.arange(count), len(classes)), classes, strict=True):
        own = codes[labels == label]
        center, spread = own.mean(axis=0), np.cov(own, rowvar=False)
        made.append(rng.multivariate_normal(center, spread, len(part)))
    restored = np.concatenate(made) @ axes.T + mean
    return np.rint(255 * np.clip(restored, 0, 1)).astype("uint8").reshape(count, *images.shape[1:])


def _flatten(images):
    scale = 255 if images.dtype == np.uint8 else 1
    return images.reshape(len(images), -1).astype("float32") / scale


def _symmetric_root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T


def _as_features(features):
    features = np.asarray(features, dtype="float64")
    if features.ndim != 2 or len(features) < 2:
        raise ValueError(
            f"Larik berbentuk {features.shape}; yang diharapkan: (N, F) dengan N sekurangnya 2."
        )
    if not np.isfinite(features).all():
        raise ValueError("Larik memuat NaN atau tak hingga; periksa pelatihan yang membuatnya.")
    return features

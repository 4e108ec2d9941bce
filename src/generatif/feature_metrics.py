"""Ukuran mutu atas fitur dan peluang kelas dari pengklasifikasi beku.

Semuanya dapat dipanggil sebagai `generatif.metrics.<nama>`. SciPy dan scikit-learn dimuat hanya
oleh fungsi yang memakainya, saat dipanggil.
"""

import numpy as np

from generatif.checks import require, require_positive_int


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
    a, b = _as_pair(features_a, features_b)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root_a = _symmetric_root(np.atleast_2d(cov_a))
    mixed = np.linalg.eigvalsh(root_a @ np.atleast_2d(cov_b) @ root_a)
    cross = np.sqrt(np.clip(mixed, 0, None)).sum()
    shift = a.mean(axis=0) - b.mean(axis=0)
    distance = shift @ shift + np.trace(root_a @ root_a) + np.trace(np.atleast_2d(cov_b))
    return float(max(distance - 2 * cross, 0.0))


def kernel_distance(features_a, features_b, subsets=100, subset_size=1000, seed=0):
    r"""KID atas fitur pengklasifikasi: kuadrat MMD tak bias dengan kernel $(x^\top y/F + 1)^3$.

    Berbeda dari jarak Fréchet, nilai harapannya tidak bergantung pada N, sehingga boleh sedikit
    negatif bila kedua sebaran sama. Seragamkan dulu skala fitur dengan
    :func:`standardize_features`; tanpa itu beberapa fitur yang besar menguasai pangkat tiganya.

    Subset saling tumpang tindih, jadi simpangan bakunya dibagi akar banyak subset terlalu
    kecil. Galat baku di sini memakai *jackknife* yang menghapus banyak contoh (Shao dan Wu,
    1989) ditambah galat karena subsetnya diundi.

    Sumber: Bińkowski dkk. (2018), bagian 4, dengan fitur lain.

    Args:
        features_a: larik `(N, F)`.
        features_b: larik `(M, F)`.
        subsets: banyak subset, sekurangnya 2.
        subset_size: banyak fitur per subset, lebih kecil dari N dan M.
        seed: benih pengundian subset.

    Returns:
        Pasangan `(mean, standard_error)`.

    Raises:
        ValueError: bila bentuknya tidak cocok, N atau M kurang, atau ada NaN.
    """
    a, b = _as_pair(features_a, features_b)
    count = min(len(a), len(b))
    require_positive_int(subsets=subsets, subset_size=subset_size)
    require(subsets >= 2, "subsets", subsets, "sekurangnya 2, agar galat bakunya ada")
    require(subset_size >= 2, "subset_size", subset_size, "sekurangnya 2")
    _require_samples(count, subset_size + 1, f"subset_size = {subset_size}")
    rng = np.random.default_rng(seed)
    estimates = [
        _unbiased_mmd(*(rng.choice(part, subset_size, replace=False) for part in (a, b)))
        for _ in range(subsets)
    ]
    variance = np.var(estimates, ddof=1) * (subset_size / (count - subset_size) + 1 / subsets)
    return float(np.mean(estimates)), float(np.sqrt(variance))


def standardize_features(features, real_features):
    """Geser dan skalakan fitur dengan rerata dan simpangan baku fitur citra asli.

    Args:
        features: larik `(N, F)`.
        real_features: larik `(M, F)`, fitur citra latih asli.

    Returns:
        Larik `(N, F)`. Fitur yang tetap pada citra asli hanya digeser.

    Raises:
        ValueError: bila bentuknya tidak cocok atau ada NaN.
    """
    features, real = _as_pair(features, real_features)
    spread = real.std(axis=0)
    return (features - real.mean(axis=0)) / np.where(spread > 0, spread, 1)


def manifold_scores(features, real_features, neighbors=5, chunk=500):
    """*Precision*, *recall*, *density*, dan *coverage* menurut bola k tetangga terdekat.

    *Precision* dan *density* menilai mutu (sampel di dalam bola citra asli); *recall* dan
    *coverage* menilai keragaman. Nilainya bergantung pada N dan k, jadi sebutkan keduanya.

    Sumber: Kynkäänniemi dkk. (2019) dan Naeem dkk. (2020); sama dengan paket `prdc`, tetapi
    jarak dihitung per `chunk` baris, tanpa matriks N x N.

    Args:
        features: larik `(N, F)`, fitur sampel, N > `neighbors`.
        real_features: larik `(M, F)`, fitur citra asli, M > `neighbors`.
        neighbors: k, tidak termasuk citra itu sendiri.
        chunk: banyak citra asli per putaran, pembatas memori.

    Returns:
        Kamus `precision`, `recall`, `coverage` dalam [0, 1], dan `density` >= 0 (sekitar 1
        untuk sebaran yang sama, dan boleh lebih).

    Raises:
        ValueError: bila bentuknya tidak cocok, sampelnya kurang, atau ada NaN.
    """
    from sklearn.metrics.pairwise import euclidean_distances

    fake, real = _as_pair(features, real_features)
    require_positive_int(neighbors=neighbors, chunk=chunk)
    _require_samples(min(len(fake), len(real)), neighbors + 1, f"neighbors = {neighbors}")
    fake_radii, real_radii = _neighbor_radii(fake, neighbors), _neighbor_radii(real, neighbors)
    balls, recalled, covered = np.zeros(len(fake)), 0, 0
    for start in range(0, len(real), chunk):
        part = slice(start, start + chunk)
        distances = euclidean_distances(real[part], fake)
        inside = distances < real_radii[part, None]
        balls += inside.sum(axis=0)
        covered += inside.any(axis=1).sum()
        recalled += (distances < fake_radii).any(axis=1).sum()
    return {
        "precision": float(np.mean(balls > 0)),
        "recall": float(recalled / len(real)),
        "density": float(balls.mean() / neighbors),
        "coverage": float(covered / len(real)),
    }


def classifier_score(probabilities):
    r"""Skor pengklasifikasi, $\exp E_x[\mathrm{KL}(p(y|x)\,\|\,p(y))]$.

    Rumusnya sama dengan Inception Score (Salimans dkk., 2016), tetapi peluangnya dari
    pengklasifikasi beku buku ini. Bandingkan dengan skor citra uji asli, bukan dengan makalah.

    Args:
        probabilities: larik `(N, K)`, peluang kelas per citra.

    Returns:
        Bilangan dalam [1, K]; K bila setiap citra yakin dan kelasnya merata.

    Raises:
        ValueError: bila ada yang negatif, NaN, atau baris yang jumlahnya bukan 1.
    """
    from scipy.special import xlogy

    probabilities = _as_features(probabilities)
    if probabilities.min() < 0 or not np.allclose(probabilities.sum(axis=1), 1, atol=1e-3):
        raise ValueError(
            f"Peluang terkecil {probabilities.min():.4f}, jumlah baris "
            f"{probabilities.sum(axis=1).min():.4f} sampai {probabilities.sum(axis=1).max():.4f}; "
            "yang diharapkan: tak negatif dan setiap baris berjumlah 1, misalnya dari softmax."
        )
    marginal = probabilities.mean(axis=0)
    gains = xlogy(probabilities, probabilities) - xlogy(probabilities, marginal)
    return float(np.exp(gains.sum(axis=1).mean()))


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


def _unbiased_mmd(a, b):
    size = len(a)
    kernels = (_kernel(a, a), _kernel(b, b))
    within = sum(kernel.sum() - np.trace(kernel) for kernel in kernels) / (size * (size - 1))
    return within - 2 * _kernel(a, b).mean()


def _kernel(a, b):
    base = a @ b.T / a.shape[1] + 1
    return base * base * base


def _neighbor_radii(features, neighbors):
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=neighbors, algorithm="brute").fit(features)
    return search.kneighbors()[0][:, -1]


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


def _as_pair(features_a, features_b):
    a, b = _as_features(features_a), _as_features(features_b)
    if a.shape[1] != b.shape[1]:
        raise ValueError(
            f"Fitur berukuran {a.shape[1]} dan {b.shape[1]}; keduanya harus dari pengklasifikasi "
            "yang sama."
        )
    return a, b


def _require_samples(count, least, reason):
    if count < least:
        raise ValueError(
            f"Hanya ada {count} sampel, sedangkan {reason} memerlukan sekurangnya {least}. Buat "
            "lebih banyak sampel; angka yang dilaporkan memakai 10.000."
        )

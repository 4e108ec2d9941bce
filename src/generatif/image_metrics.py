"""Ukuran mutu atas piksel: tetangga terdekat, mutu rekonstruksi, dan deteksi anomali.

Semuanya dapat dipanggil sebagai `generatif.metrics.<nama>`. TensorFlow dan scikit-learn dimuat
hanya oleh fungsi yang memakainya, saat dipanggil.
"""

import numpy as np

_PERCENTILES = (1, 10, 50, 90)
_SSIM_WINDOW = 11


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


def edge_strength(images):
    """Rerata selisih mutlak antara piksel yang bertetangga; citra kabur memberi nilai kecil.

    Args:
        images: larik `uint8` `(N, H, W, C)`.

    Returns:
        Bilangan dalam [0, 1], piksel dalam [0, 1].
    """
    pixels = np.asarray(images, dtype="float32") / 255
    across, down = (np.abs(np.diff(pixels, axis=axis)).mean() for axis in (2, 1))
    return float((across + down) / 2)


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
        ValueError: bila bentuk citra berbeda, salah satunya kosong, atau memuat NaN.
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


def compare_neighbor_distances(distances, test_distances):
    """Bandingkan jarak sampel ke data latih dengan jarak data uji ke data latih.

    Generator yang menghafal membuat citra yang jauh lebih dekat ke data latih daripada citra
    asli yang tidak dilatihkan.

    Args:
        distances: larik `(N,)`, jarak tiap sampel ke tetangga latih terdekat.
        test_distances: larik `(M,)`, M >= 100; jarak serupa bagi citra uji.

    Returns:
        Kamus `neighbor_percentiles` dan `test_neighbor_percentiles` (persentil 1, 10, 50, 90),
        serta `neighbor_share`: bagian sampel yang lebih dekat daripada persentil 1 data uji.
        Sekitar 0,01 berarti tidak lebih dekat daripada citra asli; 1 berarti semuanya salinan.

    Raises:
        ValueError: bila larik bukan `(N,)`, kosong, memuat NaN, atau M kurang dari 100.
    """
    made = _as_vector(distances, "distances", least=1)
    real = _as_vector(test_distances, "test_distances", least=100)
    return {
        "neighbor_percentiles": np.percentile(made, _PERCENTILES).tolist(),
        "test_neighbor_percentiles": np.percentile(real, _PERCENTILES).tolist(),
        "neighbor_share": float(np.mean(made < np.percentile(real, 1))),
    }


def memorization(images, train_images, test_images, queries=1000):
    """Periksa apakah sampel menyalin data latih, menurut jarak piksel.

    Args:
        images: sampel `uint8` atau pecahan `(N, H, W, C)`.
        train_images: citra latih generator, dengan skala yang sama.
        test_images: citra yang tidak dilatihkan, sekurangnya 100.
        queries: banyak citra yang diperiksa dari tiap kumpulan, berjarak sama dalam urutannya.

    Returns:
        Kamus dari :func:`compare_neighbor_distances`.

    Raises:
        ValueError: bila bentuk citra berbeda atau banyaknya kurang.
    """
    distances = [
        nearest_neighbors(evenly_spaced(part, queries), train_images)[1]
        for part in (images, test_images)
    ]
    return compare_neighbor_distances(*distances)


def evenly_spaced(images, count):
    """Ambil `count` citra berjarak sama; semuanya bila kurang dari itu.

    Args:
        images: larik `(N, ...)`.
        count: banyak citra yang diambil.

    Returns:
        Larik `(min(N, count), ...)`.
    """
    count = min(count, len(images))
    return images[np.arange(count) * len(images) // max(count, 1)]


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
        Larik `uint8` `(count, H, W, C)`, terurut menurut kelas.

    Raises:
        ValueError: bila banyak label berbeda dari banyak citra atau sebuah kelas hanya satu citra.
    """
    images, labels = np.asarray(images), np.asarray(labels)
    classes, members = np.unique(labels, return_counts=True)
    if labels.shape != images.shape[:1] or members.min() < 2:
        raise ValueError(
            f"{len(images)} citra, label berbentuk {labels.shape}, kelas terkecil berisi "
            f"{members.min()} citra; yang diharapkan: satu label per citra dan sekurangnya 2 citra "
            "per kelas, agar kovariansnya ada."
        )
    rng = np.random.default_rng(seed)
    pixels = _flatten(images)
    mean = pixels.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(pixels, rowvar=False))
    axes = axes[:, -components:]
    codes = (pixels - mean) @ axes
    made = []
    for part, label in zip(np.array_split(np.arange(count), len(classes)), classes, strict=True):
        own = codes[labels == label]
        center, spread = own.mean(axis=0), np.cov(own, rowvar=False)
        made.append(rng.multivariate_normal(center, spread, len(part)))
    restored = np.concatenate(made) @ axes.T + mean
    return np.rint(255 * np.clip(restored, 0, 1)).astype("uint8").reshape(count, *images.shape[1:])


def psnr(images, targets):
    r"""Rerata PSNR per citra, $10\log_{10}(1/\mathrm{MSE})$ untuk piksel dalam [0, 1].

    Dirata-ratakan sesudah logaritma, satu nilai per citra. PSNR dari rerata MSE lebih kecil,
    jadi sebutkan yang mana. Satu citra yang persis sama sudah membuat reratanya tak hingga.

    Args:
        images: larik `uint8`, atau pecahan dalam [0, 1], `(N, H, W, C)`.
        targets: citra asli berbentuk sama.

    Returns:
        Bilangan dalam dB.

    Raises:
        ValueError: bila bentuknya berbeda, kosong, memuat NaN, atau keluar dari [0, 1].
    """
    import tensorflow as tf

    pair = _as_unit_pair(images, targets)
    return float(tf.reduce_mean(tf.image.psnr(*pair, max_val=1.0)))


def ssim(images, targets):
    """Rerata SSIM per citra, jendela Gauss 11x11 dengan simpangan baku 1,5.

    Sumber: Wang dkk. (2004), lewat `tf.image.ssim` (float32, teliti sekitar 0,0001).

    Args:
        images: larik `uint8`, atau pecahan dalam [0, 1], `(N, H, W, C)`, H dan W >= 11.
        targets: citra asli berbentuk sama.

    Returns:
        Bilangan <= 1; 1 bila sama.

    Raises:
        ValueError: bila citra lebih kecil dari 11x11, bentuknya berbeda, kosong, memuat NaN,
            atau keluar dari [0, 1].
    """
    import tensorflow as tf

    images, targets = _as_unit_pair(images, targets)
    if min(images.shape[1:3]) < _SSIM_WINDOW:
        raise ValueError(
            f"Citra berukuran {images.shape[1]}x{images.shape[2]}, sedangkan jendela SSIM 11x11. "
            "Perbesar citranya atau pakai psnr."
        )
    return float(tf.reduce_mean(tf.image.ssim(images, targets, max_val=1.0)))


def auroc(labels, scores):
    """Luas di bawah kurva ROC: peluang sebuah anomali mendapat skor di atas sebuah contoh normal.

    Args:
        labels: larik `(N,)` berisi 0 (normal) dan 1 (anomali).
        scores: larik `(N,)`; makin besar makin ganjil, misalnya galat rekonstruksi.

    Returns:
        Bilangan dalam [0, 1]; 0,5 bila skornya tidak membedakan.

    Raises:
        ValueError: bila panjangnya berbeda, skor memuat NaN, atau hanya ada satu macam label.
    """
    from sklearn.metrics import roc_auc_score

    labels, scores = np.asarray(labels), _as_vector(scores, "scores", least=2)
    if labels.shape != scores.shape or set(np.unique(labels).tolist()) != {0, 1}:
        raise ValueError(
            f"Label berbentuk {labels.shape} berisi {np.unique(labels)[:5]}, skor berbentuk "
            f"{scores.shape}; yang diharapkan: sama panjang, dengan label 0 dan 1 keduanya ada."
        )
    return float(roc_auc_score(labels, scores))


def _flatten(images):
    if not np.isfinite(images).all():
        raise ValueError("Citra memuat NaN atau tak hingga; periksa model yang membuatnya.")
    scale = 255 if images.dtype == np.uint8 else 1
    return images.reshape(len(images), -1).astype("float32") / scale


def _as_unit_pair(images, targets):
    images, targets = np.asarray(images), np.asarray(targets)
    if images.shape != targets.shape or images.ndim != 4 or len(images) == 0:
        raise ValueError(
            f"Citra berbentuk {images.shape} dan citra asli {targets.shape}; yang diharapkan: "
            "bentuk (N, tinggi, lebar, kanal) yang sama dengan N >= 1."
        )
    return _as_unit(images), _as_unit(targets)


def _as_unit(images):
    scale = 255 if images.dtype == np.uint8 else 1
    unit = images.astype("float32") / scale
    if not (unit.min() >= 0 and unit.max() <= 1):
        raise ValueError(
            f"Piksel bertipe {images.dtype} berkisar {images.min():g} sampai {images.max():g}; "
            "yang diharapkan: uint8, atau pecahan dalam [0, 1] tanpa NaN. Pangkas dulu dengan "
            "np.clip."
        )
    return unit


def _as_vector(values, name, least):
    values = np.asarray(values, dtype="float64")
    if values.ndim != 1 or len(values) < least or not np.isfinite(values).all():
        raise ValueError(
            f"{name} berbentuk {values.shape}; yang diharapkan: (N,) dengan N sekurangnya {least} "
            "dan tanpa NaN atau tak hingga."
        )
    return values

"""Menyunting citra lewat ruang laten, dan mengganti latar: arah atribut, proyeksi, topeng objek."""

import keras
import numpy as np
import tensorflow as tf

from generatif.checks import require, require_positive_int

BORDER = 2
FITS = 6


def mean_direction(codes, without, having):
    """Arah sebuah atribut: rerata kode yang memilikinya dikurangi rerata kode yang tidak.

    Sumber: Radford dkk. (2016), arXiv 1511.06434, bagian 6.3.2.

    Args:
        codes: larik `(N, K)`.
        without: larik `bool` `(N,)`, contoh tanpa atribut.
        having: larik `bool` `(N,)`, contoh yang memiliki atribut.

    Returns:
        Larik `(K,)`.

    Raises:
        ValueError: bila salah satu kelompok kosong.
    """
    counts = int(np.sum(without)), int(np.sum(having))
    require(min(counts) > 0, "banyak contoh tiap kelompok", counts, "sekurangnya satu")
    return codes[having].mean(axis=0) - codes[without].mean(axis=0)


def project(network, targets, weights=None, *, starts=4, steps=100, rate=0.1, seed=None):
    """Cari vektor laten yang citranya paling dekat dengan sasaran, dari beberapa awal acak.

    Adam menurunkan galat kuadrat rerata piksel; bobot jaringan tidak berubah. Gagasannya dari Zhu
    dkk. (2016), arXiv 1609.03552, bagian 3.1; di sana ada pula jarak fitur dan penebak kode awal.
    Dengan topeng: Yeh dkk. (2017), arXiv 1607.07539. Di sana jaraknya mutlak (L1), bobotnya lebih
    besar di dekat lubang, ada suku diskriminator, kodenya dipotong ke [-1, 1], dan isiannya
    disambung dengan cara Poisson; di sini tidak satu pun dari itu.

    Args:
        network: model Keras `(B, K) -> (B, H, W, C)`.
        targets: larik `(N, H, W, C)` dalam rentang keluaran `network`.
        weights: larik `(N, H, W, C)` bobot tiap piksel, misalnya 0 di lubang; `None` untuk 1.
        starts: banyak awal per sasaran, masing-masing dari N(0, I).
        steps: banyak langkah Adam.
        rate: laju pembelajaran.
        seed: `int` atau `None`; benih awal.

    Returns:
        Pasangan `(latent, errors)`: larik `(starts, N, K)` dan galat kuadrat berbobot
        `(starts, N)` dari vektor itu, dirata-ratakan atas piksel menurut bobotnya.

    Raises:
        ValueError: bila bentuknya tidak cocok atau ukuran bukan bilangan bulat positif.
    """
    require_positive_int(starts=starts, steps=steps)
    shape = network.output_shape[1:]
    require(targets.shape[1:] == shape, "bentuk sasaran", targets.shape[1:], f"{shape}")
    weights = np.ones_like(targets) if weights is None else np.asarray(weights, "float32")
    require(weights.shape == targets.shape, "bentuk weights", weights.shape, f"{targets.shape}")
    size = starts * len(targets), network.input_shape[-1]
    latent = keras.Variable(np.random.default_rng(seed).standard_normal(size), dtype="float32")
    goal, share = (tf.constant(np.concatenate([each] * starts)) for each in (targets, weights))
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build([latent])

    def errors():
        squares = share * (network(latent, training=False) - goal) ** 2
        return tf.reduce_sum(squares, (1, 2, 3)) / tf.reduce_sum(share, (1, 2, 3))

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(errors())
        optimizer.apply(tape.gradient(loss, [latent.value]), [latent])

    for _ in range(steps):
        step()
    found = latent.numpy().reshape(starts, len(targets), -1)
    return found, errors().numpy().reshape(starts, -1)


def best_start(latent, errors):
    """Pilih awal yang galatnya terkecil bagi tiap sasaran.

    Args:
        latent: larik `(starts, N, K)` dari :func:`project`.
        errors: larik `(starts, N)`.

    Returns:
        Larik `(N, K)`.
    """
    return latent[errors.argmin(axis=0), np.arange(latent.shape[1])]


def object_mask(images, threshold=0.1):
    """Topeng objek di atas latar hitam: piksel di atas ambang, lubang di dalamnya ikut terisi.

    Args:
        images: larik pecahan `(N, H, W, 1)` dalam [0, 1].
        threshold: ambang keabuan.

    Returns:
        Larik `float32` `(N, H, W, 1)` berisi 0 dan 1.
    """
    from scipy.ndimage import binary_fill_holes

    filled = [binary_fill_holes(each[..., 0] > threshold) for each in images]
    return np.stack(filled)[..., None].astype("float32")


def plane_background(images):
    """Tebak latar dari bingkai citra: bidang miring lewat separuh bingkai yang paling cocok.

    Kuadrat terkecil lewat semua piksel bingkai, lalu beberapa kali diulang hanya lewat separuh yang
    selisihnya terkecil, agar objek yang menyentuh bingkai tidak ikut membentuk latarnya.

    Args:
        images: larik pecahan `(N, H, W, 1)`; bingkai setebal 2 piksel dianggap latar.

    Returns:
        Larik `(N, H, W, 1)`.
    """
    _, height, width, _ = images.shape
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    design = np.stack([np.ones(height * width), rows.ravel(), columns.ravel()], axis=1)
    inner = np.zeros((height, width), bool)
    inner[BORDER:-BORDER, BORDER:-BORDER] = True
    border = np.flatnonzero(~inner)
    planes = [_trimmed_fit(design, each, border) for each in images.reshape(len(images), -1)]
    return np.stack(planes).reshape(images.shape)


def soft_mask(images, background, low=0.05, high=0.15):
    """Topeng lunak: 0 bila piksel sama dengan latarnya, 1 bila jauh, dan lurus di antaranya.

    Args:
        images: larik pecahan `(N, H, W, 1)`.
        background: latar, larik yang dapat diulang menjadi bentuk itu.
        low: selisih mutlak terbesar yang masih bernilai 0.
        high: selisih mutlak terkecil yang sudah bernilai 1.

    Returns:
        Larik sebentuk `images` dalam [0, 1].

    Raises:
        ValueError: bila `low` tidak di bawah `high`.
    """
    require(low < high, "low", low, f"bilangan di bawah high = {high}")
    return np.clip((np.abs(images - background) - low) / (high - low), 0, 1)


def _trimmed_fit(design, pixels, border):
    kept = border
    for _ in range(FITS):
        weights, *_ = np.linalg.lstsq(design[kept], pixels[kept], rcond=None)
        apart = np.abs(design[border] @ weights - pixels[border])
        kept = border[apart <= np.median(apart)]
    return design @ weights

"""Klip angka bergerak, dibuat dari MNIST: satu angka kecil yang melaju lurus dan memantul di tepi.

Gagasannya dari *Moving MNIST* (Srivastava, Mansimov, Salakhutdinov, 2015, *Unsupervised Learning of
Video Representations using LSTMs*, arXiv 1502.04681). Di sini lebih kecil: satu angka, bukan dua;
bidang 28x28, bukan 64x64; 10 bingkai, bukan 20. Letaknya pecahan piksel, dengan sisipan linear.
"""

import numpy as np

from generatif.checks import require, require_positive_int
from generatif.datasets import CLASS_NAMES, ImageDataset, load_mnist

FRAMES = 10
CANVAS = 28
SPRITE = 14
ROOM = CANVAS - SPRITE
SPEEDS = (0.5, 2.0)
TRAIN_COUNTS = {"embedded": 6_000, "full": 20_000}
TEST_COUNTS = {"embedded": 1_000, "full": 2_000}
SEED = 2026


def load_moving_digits(source):
    """Buat himpunan klip dari MNIST; setiap angka menjadi satu klip.

    Args:
        source: asal MNIST, `"embedded"` (6.000 klip latih dan 1.000 klip uji) atau `"full"`
            (20.000 dan 2.000), lihat `generatif.load_mnist`.

    Returns:
        :class:`~generatif.datasets.ImageDataset`; citranya klip uint8 `(N, 10, 28, 28, 1)`, nilai
        0 sampai 255, dan labelnya angka. Isinya sama untuk `source` yang sama.

    Raises:
        ValueError: bila `source` tidak dikenal, lihat `generatif.load_mnist`.
    """
    mnist = load_mnist(source)
    train, test = TRAIN_COUNTS[source], TEST_COUNTS[source]
    return ImageDataset(
        x_train=make_clips(mnist.x_train[:train], random_paths(train, seed=SEED)),
        y_train=mnist.y_train[:train],
        x_test=make_clips(mnist.x_test[:test], random_paths(test, seed=SEED + 1)),
        y_test=mnist.y_test[:test],
        name="moving_digits",
        source=source,
        class_names=CLASS_NAMES["mnist"],
    )


def random_paths(count, frames=FRAMES, *, seed):
    """Undi letak awal, arah, dan laju, lalu jalankan sambil memantul di tepi.

    Letak awal seragam di seluruh bidang, arah seragam, laju seragam dari 0,5 sampai 2 piksel per
    bingkai.

    Args:
        count: banyak lintasan N.
        frames: banyak bingkai T.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `float32` `(N, T, 2)`: baris dan kolom sudut kiri atas angka, 0 sampai 14.

    Raises:
        ValueError: bila `count` atau `frames` bukan bilangan bulat positif.
    """
    require_positive_int(count=count, frames=frames)
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, ROOM, (count, 1, 2))
    angle, speed = rng.uniform(0, 2 * np.pi, count), rng.uniform(*SPEEDS, count)
    step = (speed * np.array([np.sin(angle), np.cos(angle)])).T[:, None]
    return bounce(start + step * np.arange(frames)[:, None]).astype("float32")


def bounce(positions):
    """Lipat letak yang melampaui tepi kembali ke dalam bidang, seperti bola memantul.

    Args:
        positions: larik, letak seakan-akan tidak ada tepi, dalam piksel.

    Returns:
        Larik sebentuk, 0 sampai 14.
    """
    return ROOM - np.abs(ROOM - positions % (2 * ROOM))


def make_clips(digits, paths):
    """Letakkan setiap angka, yang diperkecil menjadi 14x14, di sepanjang lintasannya.

    Args:
        digits: larik uint8 `(N, 28, 28, 1)`.
        paths: larik `(N, T, 2)` dari :func:`random_paths`.

    Returns:
        Larik uint8 `(N, T, 28, 28, 1)`.

    Raises:
        ValueError: bila banyak angka dan lintasan berbeda.
    """
    require(
        len(digits) == len(paths), "banyak lintasan", len(paths), f"{len(digits)}, satu per angka"
    )
    sprites = shrink(digits)[..., 0]
    clips = np.empty((*paths.shape[:2], CANVAS, CANVAS, 1), "uint8")
    for frame in range(paths.shape[1]):
        rows, columns = (placement(paths[:, frame, axis]) for axis in (0, 1))
        clips[:, frame, ..., 0] = np.rint(rows @ sprites @ columns.swapaxes(1, 2))
    return clips


def placement(positions):
    r"""Matriks yang meletakkan gambar 14 piksel pada bidang 28 piksel, dengan sisipan linear.

    $A_{ij}(p) = \max(0, 1 - |i - j - p|)$: pada letak bulat, salinan; pada letak pecahan, dua
    piksel bertetangga berbagi. Citra di letak $(r, k)$ adalah $A(r)\,S\,A(k)^\top$.

    Args:
        positions: larik `(N,)`, letak tepi awal gambar, 0 sampai 14.

    Returns:
        Larik `float32` `(N, 28, 14)`; setiap kolom berjumlah satu.
    """
    offsets = np.arange(CANVAS)[:, None] - np.arange(SPRITE)
    shifts = np.asarray(positions)[:, None, None]
    return np.maximum(0, 1 - np.abs(offsets - shifts)).astype("float32")


def shrink(digits):
    """Perkecil angka dengan merata-ratakan blok 2x2 piksel.

    Args:
        digits: larik uint8 `(N, 28, 28, 1)`.

    Returns:
        Larik `float32` `(N, 14, 14, 1)`, nilai 0 sampai 255.
    """
    blocks = digits.reshape(-1, SPRITE, 2, SPRITE, 2, 1).astype("float32")
    return blocks.mean(axis=(2, 4))

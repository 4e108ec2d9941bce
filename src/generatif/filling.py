"""Mengisi lubang citra tanpa melatih jaringan: garis dasar bagi context encoder.

Semua citra pecahan `(N, H, W, 1)` dalam [0, 1]; topeng sebentuk, 1 di lubang. Isi lubang tidak
pernah dibaca, dan piksel di luar lubang dikembalikan apa adanya.
"""

import numpy as np

from generatif.checks import require
from generatif.models.context_encoder import paste

RIDGE = 0.01


def mean_fill(images, masks, train):
    """Isi dengan rerata citra latih di letak yang sama.

    Args:
        images: citra yang berlubang.
        masks: topeng.
        train: citra latih `(M, H, W, 1)`.

    Returns:
        Larik `(N, H, W, 1)`.
    """
    return paste(train.mean(axis=0), images, masks)


def nearest_fill(images, masks, train, rank=0, chunk=250):
    """Isi dengan potongan citra latih yang bagian terlihatnya paling mirip.

    Args:
        images: citra yang berlubang.
        masks: topeng.
        train: citra latih `(M, H, W, 1)`.
        rank: 0 untuk yang paling mirip, 1 untuk yang kedua, dan seterusnya.
        chunk: banyak citra per putaran, pembatas memori.

    Returns:
        Larik `(N, H, W, 1)`.
    """
    shape = images.shape
    seen = 1 - flat_pixels(masks)
    visible = seen * flat_pixels(images)
    targets = flat_pixels(train).T
    squares = targets**2
    chosen = np.empty(len(images), "int64")
    for start in range(0, len(images), chunk):
        part = slice(start, start + chunk)
        distances = seen[part] @ squares - 2 * visible[part] @ targets
        chosen[part] = np.argpartition(distances, rank, axis=1)[:, rank]
    return paste(train[chosen], images, masks).reshape(shape)


def linear_fill(images, masks, train):
    r"""Isi dengan rerata bersyarat Gauss: regresi linear dari piksel yang terlihat.

    $\hat x_l = \mu_l + \Sigma_{lt}(\Sigma_{tt} + rI)^{-1}(x_t - \mu_t)$, dengan l lubang, t yang
    terlihat, r = 0,01, serta $\mu$ dan $\Sigma$ rerata dan kovarians citra latih. Dipotong ke
    [0, 1].

    Args:
        images: citra yang berlubang.
        masks: topeng; satu sistem persamaan per topeng yang berlainan.
        train: citra latih `(M, H, W, 1)`.

    Returns:
        Larik `(N, H, W, 1)`.
    """
    pixels = flat_pixels(train)
    mean, spread = pixels.mean(axis=0), np.cov(pixels, rowvar=False, ddof=0)
    made = flat_pixels(images).copy()
    for mask, rows in _same_masks(masks):
        hole, seen = np.flatnonzero(mask == 1), np.flatnonzero(mask == 0)
        known = spread[np.ix_(seen, seen)] + RIDGE * np.eye(len(seen))
        weights = np.linalg.solve(known, spread[np.ix_(seen, hole)])
        guess = mean[hole] + (made[np.ix_(rows, seen)] - mean[seen]) @ weights
        made[np.ix_(rows, hole)] = np.clip(guess, 0, 1)
    return made.reshape(images.shape)


def biharmonic_fill(images, masks):
    """Isi dengan permukaan mulus dari tepi lubang (`skimage.restoration.inpaint_biharmonic`).

    Args:
        images: citra yang berlubang.
        masks: topeng; citra bertopeng sama diselesaikan sekaligus.

    Returns:
        Larik `float32` `(N, H, W, 1)` dalam [0, 1].
    """
    from skimage.restoration import inpaint_biharmonic

    made = np.empty(images.shape, "float32")
    for mask, rows in _same_masks(masks):
        hole = mask.reshape(images.shape[1:3]) == 1
        stack = np.moveaxis(np.where(hole, 0, images[rows, ..., 0]), 0, -1)
        filled = inpaint_biharmonic(stack.astype("float64"), hole, channel_axis=-1)
        made[rows, ..., 0] = np.moveaxis(np.clip(filled, 0, 1), -1, 0)
    return made


def flat_pixels(images):
    """Larik `float32` `(N, HWC)` dari citra `(N, H, W, C)`."""
    return np.asarray(images, "float32").reshape(len(images), -1)


def _same_masks(masks):
    flat = flat_pixels(masks)
    require(set(np.unique(flat)) <= {0, 1}, "topeng", np.unique(flat)[:4], "hanya 0 dan 1")
    bank, owner = np.unique(flat, axis=0, return_inverse=True)
    return [(mask, np.flatnonzero(owner.ravel() == index)) for index, mask in enumerate(bank)]

"""Ukuran klip angka bergerak: pusat massa, angka yang dipotong di sana, dan geraknya."""

import numpy as np

CANVAS = 28
CROP = 14
STRAIGHT = 0.5
MOVING = 0.25


def find_centers(clips):
    """Pusat massa kecerahan setiap bingkai.

    Args:
        clips: larik uint8 `(N, T, 28, 28, 1)`.

    Returns:
        Larik `float64` `(N, T, 2)`: baris dan kolom dalam piksel, dihitung dari tepi; tengah
        bidang bila bingkainya hitam semua.
    """
    weights = clips[..., 0].astype("float64")
    total = weights.sum(axis=(2, 3))
    places = np.arange(CANVAS) + 0.5
    sums = np.stack([weights.sum(axis=3) @ places, weights.sum(axis=2) @ places], axis=-1)
    blank = total == 0
    return np.where(blank[..., None], CANVAS / 2, sums / np.where(blank, 1, total)[..., None])


def crop_digits(clips, centers):
    """Potong angka 14x14 di sekitar pusat massanya, lalu besarkan menjadi 28x28 (*bicubic*).

    Args:
        clips: larik uint8 `(N, T, 28, 28, 1)`.
        centers: larik `(N, T, 2)` dari :func:`find_centers`.

    Returns:
        Larik uint8 `(N, T, 28, 28, 1)`, siap dibaca pengklasifikasi MNIST.
    """
    from generatif.superresolution_scoring import interpolate

    half = CROP // 2
    padded = np.pad(clips[..., 0], ((0, 0), (0, 0), (half, half), (half, half)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (CROP, CROP), axis=(2, 3))
    corners = np.rint(centers).astype(int)
    clip, frame = np.ogrid[: len(clips), : clips.shape[1]]
    crops = windows[clip, frame, corners[..., 0], corners[..., 1]]
    large = interpolate(crops.reshape(-1, CROP, CROP, 1).astype("float32") / 255)
    return np.rint(255 * large).astype("uint8").reshape(clips.shape)


def motion_statistics(centers):
    """Gerak sekumpulan klip.

    Args:
        centers: larik `(N, T, 2)`, pusat massa dalam piksel.

    Returns:
        `dict`: `speed` (rerata panjang langkah, piksel per bingkai), `still` (bagian langkah yang
        kurang dari 0,25 piksel), dan `straight` (bagian pasangan langkah berurutan yang berbeda
        kurang dari 0,5 piksel; pantulan termasuk yang tidak lurus).
    """
    steps = np.diff(centers, axis=1)
    lengths = np.linalg.norm(steps, axis=2)
    turns = np.linalg.norm(np.diff(steps, axis=1), axis=2)
    return {
        "speed": float(lengths.mean()),
        "still": float((lengths < MOVING).mean()),
        "straight": float((turns < STRAIGHT).mean()),
    }


def kept_share(classes):
    """Bagian bingkai yang kelasnya sama dengan kelas terbanyak klipnya.

    Args:
        classes: larik bilangan bulat `(N, T)`.

    Returns:
        Bilangan dalam (0, 1]; 1 bila tidak satu klip pun berganti kelas.
    """
    return float((classes == modal_classes(classes)[:, None]).mean())


def modal_classes(classes, count=10):
    """Kelas terbanyak setiap klip; bila seri, yang terkecil.

    Args:
        classes: larik bilangan bulat `(N, T)`.
        count: banyak kelas.

    Returns:
        Larik bilangan bulat `(N,)`.
    """
    return np.array([np.bincount(row, minlength=count).argmax() for row in classes])

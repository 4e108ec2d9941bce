"""Ukuran laboratorium kegagalan: dari model terlatih dan kurvanya ke `dict` bilangan.

Setiap ukuran di katalog :mod:`generatif.failures` dihitung di sini, dari kurva, dari bobot yang
bergerak, atau dari sampel yang vektor latennya tetap.
"""

from functools import cache

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.data import load_mnist, symmetric_to_uint8, unit_to_uint8
from generatif.models.laboratory_tasks import MODES, RING_SPREAD, ring_centers

COUNT = 1000
RING_SAMPLES = 2500
NEAR = 3 * RING_SPREAD
LEAST_SHARE = 0.01


def measure_run(game, curves):
    """Ukur satu pelatihan yang selesai.

    Args:
        game: :class:`~generatif.models.laboratory.LaboratoryGAN` yang sudah dilatih.
        curves: kurva dari :func:`~generatif.models.laboratory.train`.

    Returns:
        `dict` nama ukuran ke bilangan.
    """
    half = len(curves["d_loss"]) // 2
    late = {key: float(np.mean(values[half:])) for key, values in curves.items()}
    scores = {
        "d_real": late["d_real"],
        "d_fake": late["d_fake"],
        "d_gap": late["d_real"] - late["d_fake"],
        "slope": late["g_slope"],
        "peak": max(curves["d_loss"]),
        **{f"{key}_moved": count for key, count in game.count_moved().items()},
    }
    if game.setting.task == "ring":
        return scores | measure_points(sample(game, RING_SAMPLES))
    return scores | measure_digits(sample(game, COUNT))


def sample(game, count):
    """Ambil sampel dari vektor laten yang tetap.

    Args:
        game: :class:`~generatif.models.laboratory.LaboratoryGAN`.
        count: banyak sampel.

    Returns:
        Larik titik `(count, 2)`, atau citra `uint8` `(count, 28, 28, 1)` menurut rentang datanya.
    """
    latent = np.random.default_rng(0).standard_normal((count, game.latent_dim))
    made = game(latent.astype("float32")).numpy()
    if game.setting.task == "ring":
        return made
    if game.setting.data_range == "symmetric":
        return symmetric_to_uint8(made)
    return unit_to_uint8(np.clip(made, 0, 1))


def covered_modes(points):
    """Banyak modus cincin yang memuat sedikitnya 1 % titik dalam tiga simpangan baku.

    Args:
        points: larik `(N, 2)`.

    Returns:
        Bilangan bulat 0 sampai 8.
    """
    return int(np.sum(_mode_shares(points) >= LEAST_SHARE))


def watch_modes(game):
    """Modus yang tercakup sekarang, untuk dicatat sebagai kurva selama pelatihan."""
    return {"modes": covered_modes(sample(game, RING_SAMPLES))}


def measure_points(points):
    """Modus yang tercakup, dan bagian titik yang berada di dalam sebuah modus.

    Args:
        points: larik `(N, 2)`.

    Returns:
        `dict` `modes` dan `inside_share`.
    """
    return {"modes": covered_modes(points), "inside_share": float(_mode_shares(points).sum())}


def measure_digits(images):
    """Ukur citra angka terhadap 1.000 citra uji tertanam.

    Args:
        images: larik `uint8` `(1000, 28, 28, 1)`.

    Returns:
        `dict` ukuran; `frechet` dari pengklasifikasi biasa, `frechet_residual` dari yang residual.
    """
    plain, residual = metrics.score_images(images, _references()).values()
    return {
        "frechet": plain["frechet"],
        "frechet_residual": residual["frechet"],
        "histogram_kl": plain["histogram_kl"],
        "recall": plain["recall"],
        "confident_share": plain["confident_share"],
        "gray_share": metrics.gray_share(images),
        "twin": twin_distance(images),
    }


def twin_distance(images):
    """Median jarak setiap citra ke citra lain yang paling mirip dengannya.

    Kumpulan yang berulang-ulang memberi nilai kecil, sekalipun kelasnya merata.

    Args:
        images: larik `uint8` `(N, H, W, C)`, N >= 2.

    Returns:
        Jarak Euklides antarpiksel, piksel dalam [0, 1].
    """
    from sklearn.neighbors import NearestNeighbors

    pixels = images.reshape(len(images), -1) / 255
    distances, _ = NearestNeighbors(n_neighbors=1).fit(pixels).kneighbors()
    return float(np.median(distances))


def _mode_shares(points):
    distances = np.linalg.norm(points[:, None] - ring_centers(), axis=2)
    inside = distances.argmin(axis=1)[distances.min(axis=1) < NEAR]
    return np.bincount(inside, minlength=MODES) / len(points)


@cache
def _references():
    digits = load_mnist("embedded")
    return metrics.prepare_references(load_classifiers("mnist"), digits.x_test, digits.x_train)

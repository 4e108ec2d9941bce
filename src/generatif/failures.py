"""Katalog kegagalan GAN: sebabnya satu kunci pengaturan, akibatnya beberapa ukuran.

Setiap :class:`Failure` menyebut pengaturan yang sembuh, satu kunci, dan nilai kunci yang
merusaknya, jadi kedua pengaturannya tidak mungkin berbeda dalam hal lain. Ukurannya sedikitnya
satu yang membuktikan sebabnya bekerja atau akibatnya tampak; batasnya ditulis bersama ukuran
itu. Hasil tiga benih ditulis `tools/measure_failures.py` dan dibaca :func:`stored`.
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.data import load_mnist, symmetric_to_uint8, unit_to_uint8
from generatif.ledger import measured
from generatif.models.laboratory import (
    DIGITS,
    MODES,
    RING,
    RING_SPREAD,
    Setting,
    ring_centers,
)

SEEDS = (2026, 1, 2)
COUNT = 1000
RING_SAMPLES = 2500
NEAR = 3 * RING_SPREAD
LEAST_SHARE = 0.01
PICTURES = "failures"


@dataclass(frozen=True)
class Failure:
    """Satu kegagalan: pengaturan yang sembuh, kunci yang diubah, dan ukuran yang memisahkan.

    Args:
        name: nama pendek.
        title: nama dalam bahasa Indonesia.
        cured: :class:`~generatif.models.laboratory.Setting` yang sembuh.
        key: kunci yang diubah.
        value: nilai kunci pada pengaturan yang gagal.
        limits: `dict` nama ukuran ke pasangan batas (gagal, sembuh). Bila batas gagal lebih
            besar, semua benih yang gagal harus di atasnya dan semua yang sembuh di bawah batas
            sembuh; bila lebih kecil, sebaliknya.
    """

    name: str
    title: str
    cured: Setting
    key: str
    value: object
    limits: dict

    @property
    def failing(self):
        """Pengaturan yang gagal: yang sembuh dengan satu kunci diganti."""
        return replace(self.cured, **{self.key: self.value})


# Generator yang menuruni gradien apa adanya: Adam akan membesarkan kembali gradien yang lenyap.
PLAIN = replace(DIGITS, g_optimizer="sgd", g_rate=0.1, d_rate=1e-3)
HEAD_START = 300

FAILURES = {
    each.name: each
    for each in (
        Failure(
            "ring-collapse", "keruntuhan modus pada cincin", RING, "d_rate", 1e-4, {"modes": (3, 7)}
        ),
        Failure(
            "digit-collapse",
            "keruntuhan modus pada angka",
            DIGITS,
            "g_rate",
            2e-2,
            {"frechet": (150, 100), "histogram_kl": (0.3, 0.1), "twin": (2, 4)},
        ),
        Failure(
            "strong-discriminator",
            "diskriminator terlalu kuat",
            replace(PLAIN, g_loss="saturating"),
            "head_start",
            HEAD_START,
            {"frechet": (150, 100), "d_gap": (0.99, 0.5)},
        ),
        Failure(
            "saturating-loss",
            "generator tanpa gradien",
            replace(PLAIN, head_start=HEAD_START),
            "g_loss",
            "saturating",
            {"frechet": (150, 100), "slope": (0.001, 0.1)},
        ),
        Failure(
            "range-mismatch",
            "rentang data tidak cocok",
            DIGITS,
            "data_range",
            "unit",
            {"frechet": (150, 100), "gray_share": (0.1, 0.06)},
        ),
        Failure(
            "swapped-labels",
            "label tertukar",
            DIGITS,
            "swap_labels",
            True,
            {"frechet": (150, 100), "d_real": (0.01, 0.4)},
        ),
        Failure(
            "missing-training",
            "training=True terlupa",
            DIGITS,
            "training",
            False,
            {"frechet": (150, 100), "statistics_moved": (0, 6)},
        ),
        Failure(
            "frozen-discriminator",
            "diskriminator beku",
            DIGITS,
            "d_trainable",
            False,
            {"frechet": (150, 100), "d_moved": (0, 8)},
        ),
        Failure(
            "high-rate",
            "laju pembelajaran terlalu tinggi",
            DIGITS,
            "rate_scale",
            100.0,
            {"frechet": (150, 100), "peak": (4, 2.5)},
        ),
    )
}

# Pengaturan yang tidak gagal walaupun diduga demikian; diukur agar dugaannya dapat ditolak.
UNHARMED = (
    PLAIN,
    replace(DIGITS, g_loss="saturating"),
    replace(DIGITS, g_loss="saturating", head_start=HEAD_START),
    replace(DIGITS, rate_scale=10.0),
    replace(DIGITS, rate_scale=10.0, training=False),
)


def label(setting):
    """Nama pendek sebuah pengaturan: tugasnya dan kunci yang berbeda dari bakunya.

    Args:
        setting: :class:`~generatif.models.laboratory.Setting`.

    Returns:
        Misalnya `"digits"` atau `"digits-d_rate-0.02"`.
    """
    base = RING if setting.task == "ring" else DIGITS
    changed = [
        f"-{key}-{value}" for key, value in vars(setting).items() if value != getattr(base, key)
    ]
    return setting.task + "".join(changed)


def settings():
    """Semua pengaturan yang diukur, `dict` nama ke pengaturan."""
    pairs = [each for failure in FAILURES.values() for each in (failure.cured, failure.failing)]
    return {label(each): each for each in (*pairs, *UNHARMED)}


def separates(failure, failing, cured):
    """Apakah setiap ukuran memisahkan semua benih yang gagal dari semua yang sembuh.

    Args:
        failure: :class:`Failure`.
        failing: daftar `dict` ukuran, satu per benih.
        cured: daftar serupa bagi pengaturan yang sembuh.

    Returns:
        `bool`.
    """
    for measure, (bad, good) in failure.limits.items():
        sign = 1 if bad > good else -1
        if any(sign * each[measure] < sign * bad for each in failing):
            return False
        if any(sign * each[measure] > sign * good for each in cured):
            return False
    return True


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


def stored():
    """Hasil `tools/measure_failures.py`: pengaturan, kurva, dan ukuran setiap benih.

    Returns:
        `dict` dengan `settings`, `runs` (nama pengaturan, lalu benih), dan `references`.
    """
    return measured("failures")


def stored_picture(name):
    """Citra buatan satu pengaturan, benih pertama.

    Args:
        name: dari :func:`label`, misalnya `"digits"`.

    Returns:
        Larik `uint8` `(32, 28, 28, 1)`.
    """
    from PIL import Image

    with (files("generatif") / "measured" / PICTURES / f"{name}.png").open("rb") as file:
        mosaic = np.asarray(Image.open(file))
    rows, columns = mosaic.shape[0] // 28, mosaic.shape[1] // 28
    return mosaic.reshape(rows, 28, columns, 28).swapaxes(1, 2).reshape(-1, 28, 28, 1)


def _mode_shares(points):
    distances = np.linalg.norm(points[:, None] - ring_centers(), axis=2)
    inside = distances.argmin(axis=1)[distances.min(axis=1) < NEAR]
    return np.bincount(inside, minlength=MODES) / len(points)


@cache
def _references():
    digits = load_mnist("embedded")
    return metrics.prepare_references(load_classifiers("mnist"), digits.x_test, digits.x_train)

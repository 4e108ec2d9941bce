"""Topeng: bagian citra 28x28 yang disembunyikan, 1 di lubang dan 0 di bagian yang terlihat."""

import numpy as np
from PIL import Image, ImageDraw

from generatif.checks import require, require_positive_int

IMAGE_SIZE = 28
KINDS = ("square", "half", "stroke")
BANK_SIZE = 64
SQUARE_SIDE = 12
STROKE_WIDTH = 3
TEST_SEED = 1


def mask_bank(kind, seed=0):
    """Semua topeng sejenis.

    Args:
        kind: `"square"` (persegi 12x12 di tengah), `"half"` (setengah citra: atas, bawah, kiri,
            kanan), atau `"stroke"` (garis patah setebal 3 piksel lewat tiga titik acak).
        seed: benih titik-titik garis; tidak berpengaruh pada jenis lain.

    Returns:
        Larik `float32` `(K, 28, 28, 1)` berisi 0 dan 1; K = 1, 4, atau 64.

    Raises:
        ValueError: bila `kind` tidak dikenal.
    """
    require(kind in KINDS, "kind", kind, f"salah satu dari {', '.join(KINDS)}")
    if kind == "stroke":
        rng = np.random.default_rng(seed)
        return np.stack(
            [_stroke(rng.integers(3, IMAGE_SIZE - 3, (3, 2))) for _ in range(BANK_SIZE)]
        )
    bank = np.zeros((1 if kind == "square" else 4, IMAGE_SIZE, IMAGE_SIZE, 1), "float32")
    if kind == "square":
        edge = (IMAGE_SIZE - SQUARE_SIDE) // 2
        bank[0, edge:-edge, edge:-edge] = 1
    else:
        middle = IMAGE_SIZE // 2
        bank[0, :middle] = bank[1, middle:] = bank[2, :, :middle] = bank[3, :, middle:] = 1
    return bank


def training_masks(seed=0):
    """Topeng untuk melatih: setiap jenis sama banyak.

    Args:
        seed: benih garis, lihat :func:`mask_bank`; garis untuk menguji berbenih `TEST_SEED`.

    Returns:
        Larik `float32` `(192, 28, 28, 1)`, 64 topeng tiap jenis.
    """
    banks = [mask_bank(kind, seed) for kind in KINDS]
    return np.concatenate([bank.repeat(BANK_SIZE // len(bank), axis=0) for bank in banks])


def assign_masks(kind, count):
    """Satu topeng bagi tiap citra uji, bergiliran; selalu sama.

    Args:
        kind: lihat :func:`mask_bank`.
        count: banyak citra, bilangan bulat positif.

    Returns:
        Larik `float32` `(count, 28, 28, 1)`.

    Raises:
        ValueError: bila `kind` tidak dikenal atau `count` bukan bilangan bulat positif.
    """
    require_positive_int(count=count)
    bank = mask_bank(kind, TEST_SEED)
    return bank[np.arange(count) % len(bank)]


def _stroke(points):
    picture = Image.new("L", (IMAGE_SIZE, IMAGE_SIZE))
    ImageDraw.Draw(picture).line([tuple(map(int, each)) for each in points], 1, STROKE_WIDTH)
    return np.asarray(picture, "float32")[..., None]

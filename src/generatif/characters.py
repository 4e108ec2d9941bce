"""Karakter piksel 16x16 berwarna beserta sifatnya: himpunan data bab Karakter."""

from itertools import product

import numpy as np

from generatif.datasets import CLASS_NAMES, load_embedded

SIZE = 16
ATTRIBUTES = ("long_hair", "glasses", "beard", "hat", "smile")
ATTRIBUTE_NAMES = CLASS_NAMES["characters"]
COMBINATIONS = tuple(product((0, 1), repeat=len(ATTRIBUTES)))
# Dua pasang yang saling berlawanan: setiap sifat ada di dua gabungan dan tidak ada di dua lainnya.
HELD_OUT = ((1, 1, 0, 1, 0), (0, 0, 1, 0, 1), (1, 0, 1, 1, 1), (0, 1, 0, 0, 0))
SEEN_COMBINATIONS = tuple(each for each in COMBINATIONS if each not in HELD_OUT)


def load_characters():
    """Muat karakter piksel yang ikut dalam paket.

    Digambar oleh DiceBear Pixel Art (gambar CC0 1.0) menurut lima sifat; disusun oleh
    `tools/build_character_data.py`. Data latih tidak memuat keempat gabungan `HELD_OUT`;
    data uji memuat ke-32 gabungan sama banyak (selisih paling banyak satu).

    Returns:
        :class:`~generatif.datasets.ImageDataset` dengan citra `uint8` `(N, 16, 16, 3)` di atas
        putih dan `y_*` `uint8` `(N, 5)` berisi 0 dan 1, urutan `ATTRIBUTES`; 6.000 citra
        latih dan 1.000 citra uji.

    Raises:
        ValueError: bila isi berkas rusak atau berubah.
    """
    return load_embedded("characters")


def is_held_out(attributes):
    """Tandai sifat yang gabungannya tidak ada di data latih.

    Args:
        attributes: larik `(N, 5)` berisi 0 dan 1.

    Returns:
        Larik `bool` `(N,)`.
    """
    pairs = np.asarray(attributes)[:, None] == np.array(HELD_OUT)
    return pairs.all(axis=2).any(axis=1)

"""Beda warna seperti dilihat mata yang buta warna, dan kontras menurut WCAG.

Matriks simulasi: Machado, Oliveira, dan Fernandes (2009), "A Physiologically-based Model for
Simulation of Color Vision Deficiency", tingkat keparahan 1,0, pada RGB linear. Jaraknya
CIEDE2000 dari scikit-image. Paket colorspacious memuat matriks yang sama, tetapi tidak lagi
dipelihara sejak 2015.
"""

import numpy as np
from skimage.color import deltaE_ciede2000, rgb2lab

VISION = {
    "biasa": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color):
    """RGB linear dari sRGB 0 sampai 255."""
    part = np.asarray(color, "float64") / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def seen(color, vision):
    """Warna (sRGB, 0 sampai 1) seperti dilihat satu jenis penglihatan."""
    part = np.clip(linear(color) @ VISION[vision].T, 0, 1)
    return np.where(part <= 0.0031308, 12.92 * part, 1.055 * part ** (1 / 2.4) - 0.055)


def difference(first, second, vision="biasa"):
    """Jarak CIEDE2000 antara dua warna menurut satu jenis penglihatan."""
    return float(deltaE_ciede2000(rgb2lab(seen(first, vision)), rgb2lab(seen(second, vision))))


def worst_difference(first, second):
    """Jarak terkecil di antara keempat jenis penglihatan."""
    return min(difference(first, second, vision) for vision in VISION)


def contrast(first, second):
    """Perbandingan kontras WCAG antara dua warna."""
    weights = [0.2126, 0.7152, 0.0722]
    dark, light = sorted(float(linear(color) @ weights) for color in (first, second))
    return (light + 0.05) / (dark + 0.05)

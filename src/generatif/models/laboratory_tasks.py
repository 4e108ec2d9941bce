"""Kedua tugas GAN laboratorium: data dan jaringannya.

Cincin mengikuti percobaan Metz dkk. (2017), *Unrolled Generative Adversarial Networks*,
arXiv 1611.02163: delapan Gauss di sebuah lingkaran. Perbedaannya: jari-jari 1 dan simpangan
baku 0,05, data diundi sekali (20.000 titik), dan kedua jaringannya dua lapisan tersembunyi.
Jaringan angka adalah :mod:`generatif.models.mini` yang dipersempit.
"""

import keras
import numpy as np
from keras import layers

from generatif.data import load_mnist, scale_to_symmetric, scale_to_unit
from generatif.models import mini

MODES = 8
RING_SPREAD = 0.05
RING_COUNT = 20_000


def training_data(setting):
    """Data latih sebuah pengaturan.

    Args:
        setting: :class:`~generatif.models.laboratory_setting.Setting`.

    Returns:
        Larik `float32` `(20000, 2)` untuk cincin, `(6000, 28, 28, 1)` untuk angka.
    """
    if setting.task == "ring":
        return ring_points(RING_COUNT, seed=0)
    scale = scale_to_symmetric if setting.data_range == "symmetric" else scale_to_unit
    return scale(load_mnist("embedded").x_train)


def build_networks(setting, g_seed, d_seed):
    """Generator dan diskriminator sebuah pengaturan.

    Args:
        setting: :class:`~generatif.models.laboratory_setting.Setting`.
        g_seed: benih bobot generator.
        d_seed: benih bobot diskriminator.

    Returns:
        Pasangan model Keras: bagi cincin `(B, latent_dim) -> (B, 2)` dan `(B, 2) -> (B, 1)`,
        bagi angka jaringan :mod:`generatif.models.mini`.
    """
    latent_dim, width = setting.latent_dim, setting.width
    if setting.task == "ring":
        return _dense(latent_dim, width, 2, g_seed), _dense(2, width, 1, d_seed)
    generator = mini.build_generator(latent_dim, width, g_seed)
    return generator, mini.build_discriminator(width, d_seed)


def ring_centers():
    """Pusat kedelapan modus, larik `(8, 2)` pada lingkaran berjari-jari 1."""
    angles = 2 * np.pi * np.arange(MODES) / MODES
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def ring_points(count, seed):
    """Ambil titik dari campuran delapan Gauss di lingkaran.

    Args:
        count: banyak titik.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `float32` `(count, 2)`.
    """
    rng = np.random.default_rng(seed)
    centers = ring_centers()[rng.integers(0, MODES, count)]
    return (centers + rng.normal(0, RING_SPREAD, centers.shape)).astype("float32")


def _dense(inputs, width, outputs, seed):
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((inputs,)),
            layers.Dense(width, "relu", kernel_initializer=init),
            layers.Dense(width, "relu", kernel_initializer=init),
            layers.Dense(outputs, kernel_initializer=init),
        ]
    )

"""DCGAN untuk citra 28x28: jaringan konvolusional di dalam algoritma GAN.

Sumber: Radford, Metz, Chintala (2016), *Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks*, arXiv 1511.06434. Perbedaan dari makalah:
LeakyReLU (bukan ReLU) di generator, satu konvolusi transpos berlangkah geser 1, dropout (bukan
normalisasi *batch*) di diskriminator, bobot awal Glorot (bukan N(0, 0,02)), vektor laten normal
(bukan seragam), dan laju pembelajaran diskriminator separuh laju generator.
"""

import keras
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.layers import (
    BlockConv2D,
    BlockConv2DTranspose,
    FastBatchNormalization,
    FastDropout,
)
from generatif.models.gan import GAN
from generatif.runtime import split_seed

IMAGE_SIZE = 28
START_SIZE = IMAGE_SIZE // 4


def build_generator(latent_dim=100, width=64, seed=None):
    """Jaringan pembuat citra: 7x7 dibesarkan dua kali menjadi 28x28.

    Args:
        latent_dim: ukuran vektor laten, bilangan bulat positif.
        width: banyak kanal sebelum lapisan terakhir; lapisan sebelumnya 2 dan 4 kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, latent_dim) -> (B, 28, 28, 1)`, piksel dalam [-1, 1].

    Raises:
        ValueError: bila `latent_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    transpose = {"kernel_size": 5, "padding": "same", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(START_SIZE**2 * 4 * width, use_bias=False, kernel_initializer=init),
            FastBatchNormalization(),
            layers.LeakyReLU(0.2),
            layers.Reshape((START_SIZE, START_SIZE, 4 * width)),
            layers.Conv2DTranspose(2 * width, use_bias=False, **transpose),
            FastBatchNormalization(),
            layers.LeakyReLU(0.2),
            layers.Conv2DTranspose(width, strides=2, use_bias=False, **transpose),
            FastBatchNormalization(),
            layers.LeakyReLU(0.2),
            BlockConv2DTranspose(1, strides=2, activation="tanh", **transpose),
        ],
        name="generator",
    )


def build_discriminator(width=64, dropout=0.2, seed=None):
    """Jaringan penilai citra: dua konvolusi berlangkah 2, lalu satu logit.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua 2 kalinya.
        dropout: bagian aktivasi yang dinolkan saat pelatihan, dalam [0, 1).
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 1)`; masukan dalam [-1, 1], keluaran logit.

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif atau `dropout` di luar selang.
    """
    require_positive_int(width=width)
    require(0 <= dropout < 1, "dropout", dropout, "bilangan dalam [0, 1)")
    weight_seed, *dropout_seeds = split_seed(seed, 3)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(weight_seed))
    conv = {"kernel_size": 5, "strides": 2, "padding": "same", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
            BlockConv2D(width, **conv),
            layers.LeakyReLU(0.2),
            FastDropout(dropout, seed=dropout_seeds[0]),
            layers.Conv2D(2 * width, **conv),
            layers.LeakyReLU(0.2),
            FastDropout(dropout, seed=dropout_seeds[1]),
            layers.Flatten(),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


def build_dcgan(latent_dim=100, width=64, seed=None):
    """Rakit GAN konvolusional yang siap dilatih, dengan pengaturan baku bab DCGAN.

    Adam dengan laju pembelajaran 2e-4 (generator) dan 1e-4 (diskriminator), beta_1 0,5.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan, lihat :func:`build_generator`.
        seed: `int` atau `None`; benih bobot awal, dropout, vektor laten, dan derau.

    Returns:
        :class:`~generatif.models.gan.GAN` yang sudah di-`compile`.
    """
    generator_seed, discriminator_seed, noise_seed = split_seed(seed, 3)
    gan = GAN(
        build_generator(latent_dim, width, generator_seed),
        build_discriminator(width, seed=discriminator_seed),
        seed=noise_seed,
    )
    gan.compile(
        g_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-4, beta_1=0.5),
    )
    return gan

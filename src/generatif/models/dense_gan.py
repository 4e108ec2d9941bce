"""GAN terhubung penuh untuk citra 28x28: jaringan tanpa konvolusi di dalam algoritma GAN.

Sumber: Goodfellow dkk. (2014), *Generative Adversarial Nets*, arXiv 1406.2661, bagian 5.
Perbedaan dari makalah: LeakyReLU (bukan maxout di diskriminator, ReLU dan sigmoid di generator),
tanh dengan piksel [-1, 1] (bukan sigmoid dengan [0, 1]), vektor laten normal (bukan seragam),
dropout hanya di diskriminator, Adam (bukan momentum), bobot awal Glorot.
"""

import keras
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.layers import FastDropout
from generatif.models.gan import GAN
from generatif.runtime import split_seed

IMAGE_SIZE = 28
LEARNING_RATE = 2e-4


def build_generator(latent_dim=100, width=256, seed=None):
    """Jaringan pembuat citra: dua lapisan tersembunyi, lalu 784 piksel sekaligus.

    Args:
        latent_dim: ukuran vektor laten, bilangan bulat positif.
        width: banyak unit lapisan tersembunyi pertama; lapisan kedua dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, latent_dim) -> (B, 28, 28, 1)`, piksel dalam [-1, 1].

    Raises:
        ValueError: bila `latent_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(2 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(IMAGE_SIZE**2, activation="tanh", kernel_initializer=init),
            layers.Reshape((IMAGE_SIZE, IMAGE_SIZE, 1)),
        ],
        name="generator",
    )


def build_discriminator(width=256, dropout=0.3, seed=None):
    """Jaringan penilai citra: cermin generator, dengan satu logit di ujungnya.

    Args:
        width: banyak unit lapisan tersembunyi terakhir; lapisan pertama dua kalinya.
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
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
            layers.Flatten(),
            layers.Dense(2 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            FastDropout(dropout, seed=dropout_seeds[0]),
            layers.Dense(width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            FastDropout(dropout, seed=dropout_seeds[1]),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


def build_dense_gan(latent_dim=100, width=256, dropout=0.3, seed=None):
    """Rakit GAN terhubung penuh yang siap dilatih.

    Entropi silang biner tanpa penghalusan label; Adam dengan laju pembelajaran 2e-4 dan beta_1
    0,5 untuk kedua jaringan.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan, lihat :func:`build_generator`.
        dropout: lihat :func:`build_discriminator`.
        seed: `int` atau `None`; benih bobot awal, dropout, dan vektor laten.

    Returns:
        :class:`~generatif.models.gan.GAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu argumen di luar selangnya.
    """
    generator_seed, discriminator_seed, noise_seed = split_seed(seed, 3)
    gan = GAN(
        build_generator(latent_dim, width, generator_seed),
        build_discriminator(width, dropout, discriminator_seed),
        real_label=1.0,
        seed=noise_seed,
    )
    gan.compile(
        g_optimizer=keras.optimizers.Adam(LEARNING_RATE, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(LEARNING_RATE, beta_1=0.5),
    )
    return gan

"""DCGAN dengan bagian yang dapat dilepas, untuk mengukur guna setiap bagiannya.

Sumber: Radford, Metz, Chintala (2016), arXiv 1511.06434, yang menganjurkan normalisasi *batch* di
kedua jaringan. Jaringan dan pengaturan lainnya sama dengan `generatif.models.dcgan`; lapisan yang
kehilangan normalisasi mendapat bias sebagai gantinya.
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
from generatif.models.dcgan import IMAGE_SIZE, START_SIZE
from generatif.models.gan import GAN
from generatif.runtime import split_seed

NORMALIZED = ("generator", "both", "none")


def build_generator(latent_dim=100, width=16, normalized=True, seed=None):
    """Generator DCGAN dengan atau tanpa normalisasi *batch*.

    Args:
        latent_dim: ukuran vektor laten.
        width: banyak kanal sebelum lapisan terakhir; lapisan sebelumnya 2 dan 4 kalinya.
        normalized: `False` untuk bias sebagai ganti normalisasi.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, latent_dim) -> (B, 28, 28, 1)`, piksel dalam [-1, 1].

    Raises:
        ValueError: bila `latent_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    transpose = {"kernel_size": 5, "padding": "same", "kernel_initializer": init}
    hidden = {"use_bias": not normalized}
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(START_SIZE**2 * 4 * width, kernel_initializer=init, **hidden),
            *_finish(normalized),
            layers.Reshape((START_SIZE, START_SIZE, 4 * width)),
            layers.Conv2DTranspose(2 * width, **hidden, **transpose),
            *_finish(normalized),
            layers.Conv2DTranspose(width, strides=2, **hidden, **transpose),
            *_finish(normalized),
            BlockConv2DTranspose(1, strides=2, activation="tanh", **transpose),
        ],
        name="generator",
    )


def build_discriminator(width=16, dropout=0.2, normalized=False, seed=None):
    """Diskriminator DCGAN dengan atau tanpa normalisasi *batch*.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua 2 kalinya.
        dropout: bagian aktivasi yang dinolkan saat pelatihan, dalam [0, 1).
        normalized: `True` untuk menormalkan konvolusi kedua; yang pertama menerima citra dan
            tidak pernah dinormalkan, seperti anjuran makalah.
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
            *_finish(False),
            FastDropout(dropout, seed=dropout_seeds[0]),
            layers.Conv2D(2 * width, use_bias=not normalized, **conv),
            *_finish(normalized),
            FastDropout(dropout, seed=dropout_seeds[1]),
            layers.Flatten(),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


def build_dcgan_variant(
    latent_dim=100, width=16, *, real_label=0.9, normalized="generator", seed=None
):
    """Rakit satu ragam DCGAN yang siap dilatih.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        real_label: sasaran bagi citra asli, dalam (0, 1]; 1 berarti tanpa penghalusan label.
        normalized: jaringan yang dinormalisasi: `"generator"`, `"both"`, atau `"none"`.
        seed: `int` atau `None`; benih bobot awal, dropout, vektor laten, dan derau.

    Returns:
        :class:`~generatif.models.gan.GAN` yang sudah di-`compile`; dengan pengaturan bakunya
        jaringan, *loss*, dan pengoptimalnya sama dengan `generatif.models.dcgan.build_dcgan`.

    Raises:
        ValueError: bila suatu argumen di luar pilihannya.
    """
    require(normalized in NORMALIZED, "normalized", normalized, " atau ".join(NORMALIZED))
    generator_seed, discriminator_seed, noise_seed = split_seed(seed, 3)
    gan = GAN(
        build_generator(latent_dim, width, normalized != "none", generator_seed),
        build_discriminator(width, normalized=normalized == "both", seed=discriminator_seed),
        real_label=real_label,
        seed=noise_seed,
    )
    gan.compile(
        g_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-4, beta_1=0.5),
    )
    return gan


def _finish(normalized):
    return [*([FastBatchNormalization()] if normalized else []), layers.LeakyReLU(0.2)]

"""DCGAN dengan bagian yang dapat dilepas, untuk mengukur guna setiap bagiannya.

Sumber: Radford, Metz, Chintala (2016), arXiv 1511.06434, yang menganjurkan normalisasi *batch* di
kedua jaringan. Selebihnya jaringan dan pengaturan `generatif.models.dcgan`.
"""

import keras
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.layers import BlockConv2DTranspose, FastBatchNormalization
from generatif.models import dcgan
from generatif.models.gan import GAN
from generatif.runtime import split_seed

NORMALIZED = ("generator", "both", "none")


def build_plain_generator(latent_dim=100, width=8, seed=None):
    """Generator DCGAN tanpa normalisasi *batch*; setiap lapisan mendapat bias sebagai gantinya.

    Args:
        latent_dim: ukuran vektor laten.
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
    side = dcgan.START_SIZE
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(side**2 * 4 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Reshape((side, side, 4 * width)),
            layers.Conv2DTranspose(2 * width, **transpose),
            layers.LeakyReLU(0.2),
            layers.Conv2DTranspose(width, strides=2, **transpose),
            layers.LeakyReLU(0.2),
            BlockConv2DTranspose(1, strides=2, activation="tanh", **transpose),
        ],
        name="generator",
    )


def normalize_discriminator(discriminator):
    """Sisipkan normalisasi *batch* sesudah konvolusi terakhir sebuah diskriminator DCGAN.

    Konvolusi pertama, yang menerima citra, tidak dinormalkan, seperti anjuran makalah.

    Args:
        discriminator: dari :func:`generatif.models.dcgan.build_discriminator`.

    Returns:
        Model Keras baru dengan lapisan yang sama dan satu lapisan tambahan.
    """
    parts = list(discriminator.layers)
    last = max(i for i, part in enumerate(parts) if isinstance(part, layers.Conv2D))
    parts.insert(last + 1, FastBatchNormalization())
    inputs = keras.Input(discriminator.input_shape[1:])
    return keras.Sequential([inputs, *parts], name=discriminator.name)


def build_dcgan_variant(
    latent_dim=100, width=8, *, real_label=0.9, normalized="generator", seed=None
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
    build_generator = build_plain_generator if normalized == "none" else dcgan.build_generator
    discriminator = dcgan.build_discriminator(width, seed=discriminator_seed)
    if normalized == "both":
        discriminator = normalize_discriminator(discriminator)
    gan = GAN(
        build_generator(latent_dim, width, generator_seed),
        discriminator,
        real_label=real_label,
        seed=noise_seed,
    )
    gan.compile(
        g_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-4, beta_1=0.5),
    )
    return gan

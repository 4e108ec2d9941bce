"""GAN tiga menit: DCGAN yang diperkecil agar selesai dilatih di dua inti prosesor.

Sumber: Radford, Metz, Chintala (2016), *Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks*, arXiv 1511.06434. Perbedaan dari makalah:

- dua konvolusi per jaringan, bukan empat atau lima: citra 28x28 hanya dua kali habis dibagi dua;
- satu lapisan rapat tersembunyi di tiap jaringan (makalah menganjurkan membuangnya): hampir
  tanpa biaya dibanding konvolusi;
- kernel 4x4, bukan 5x5: kelipatan langkah geser 2, dan hitungannya 16/25;
- di tepi citra, blok 2x2 piksel menjadi empat kanal (*sub-pixel*: Shi dkk., 2016,
  arXiv 1609.05158) dan dikonvolusi 3x3: konvolusi satu kanal tidak efisien di prosesor;
- LeakyReLU (bukan ReLU) di generator, tanpa normalisasi *batch* di diskriminator, bobot awal
  Glorot (bukan N(0, 0,02)), vektor laten normal (bukan seragam) berukuran 32;
- *batch* 32 (bukan 128); Adam tanpa momentum, beta_2 0,99 (bukan 0,5 dan 0,999), dan laju
  pembelajaran 1e-3 dan 2,5e-4 (bukan 2e-4) yang turun menurut kosinus (Loshchilov, Hutter, 2017,
  arXiv 1608.03983) sampai nol: waktunya terbatas, sehingga langkah pertama harus jauh dan
  langkah terakhir harus halus.
"""

import keras
from keras import layers

from generatif.checks import require_positive_int
from generatif.layers import FastBatchNormalization
from generatif.models.gan import GAN
from generatif.runtime import split_seed

IMAGE_SIZE = 28
HALF_SIZE = IMAGE_SIZE // 2
START_SIZE = IMAGE_SIZE // 4
GENERATOR_RATE = 1e-3
DISCRIMINATOR_RATE = 2.5e-4


def build_generator(latent_dim=32, width=32, seed=None):
    """Jaringan pembuat citra: 7x7 dibesarkan dua kali menjadi 28x28.

    Args:
        latent_dim: ukuran vektor laten, bilangan bulat positif.
        width: banyak kanal pada 14x14; pada 7x7 dua kalinya, lapisan tersembunyi empat kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, latent_dim) -> (B, 28, 28, 1)`, piksel dalam [-1, 1].

    Raises:
        ValueError: bila `latent_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    plain = {"use_bias": False, "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(4 * width, **plain),
            FastBatchNormalization(momentum=0.9),
            layers.LeakyReLU(0.2),
            layers.Dense(START_SIZE**2 * 2 * width, **plain),
            FastBatchNormalization(momentum=0.9),
            layers.LeakyReLU(0.2),
            layers.Reshape((START_SIZE, START_SIZE, 2 * width)),
            layers.Conv2DTranspose(width, 4, strides=2, padding="same", **plain),
            FastBatchNormalization(momentum=0.9),
            layers.LeakyReLU(0.2),
            layers.Conv2D(4, 3, padding="same", activation="tanh", kernel_initializer=init),
            *_channels_to_blocks(),
        ],
        name="generator",
    )


def build_discriminator(width=32, seed=None):
    """Jaringan penilai citra: 28x28 diperkecil menjadi 7x7, lalu satu logit.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dan lapisan rapat dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 1)`; masukan dalam [-1, 1], keluaran logit.

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif.
    """
    require_positive_int(width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
            *_blocks_to_channels(),
            layers.Conv2D(width, 3, padding="same", kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Conv2D(2 * width, 4, strides=2, padding="same", kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(2 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


def build_mini(latent_dim=32, width=32, *, steps, seed=None):
    """Rakit GAN tiga menit yang siap dilatih.

    Adam dengan beta_1 0 dan beta_2 0,99; laju pembelajaran 1e-3 (generator) dan 2,5e-4
    (diskriminator) turun sampai nol tepat pada langkah terakhir. Melatih lebih dari `steps`
    langkah tidak lagi mengubah bobot.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal dan vektor laten.

    Returns:
        :class:`~generatif.models.gan.GAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila `latent_dim`, `width`, atau `steps` bukan bilangan bulat positif.
    """
    require_positive_int(steps=steps)
    generator_seed, discriminator_seed, noise_seed = split_seed(seed, 3)
    gan = GAN(
        build_generator(latent_dim, width, generator_seed),
        build_discriminator(width, discriminator_seed),
        seed=noise_seed,
    )
    gan.compile(
        g_optimizer=_optimizer(GENERATOR_RATE, steps),
        d_optimizer=_optimizer(DISCRIMINATOR_RATE, steps),
    )
    return gan


def _optimizer(rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.99)


def _blocks_to_channels():
    # (28, 28, 1) -> (14, 14, 4): kanal 2i + j memuat piksel baris i, kolom j dari blok 2x2.
    return [
        layers.Reshape((HALF_SIZE, 2, HALF_SIZE, 2)),
        layers.Permute((1, 3, 2, 4)),
        layers.Reshape((HALF_SIZE, HALF_SIZE, 4)),
    ]


def _channels_to_blocks():
    # (14, 14, 4) -> (28, 28, 1), kebalikan _blocks_to_channels.
    return [
        layers.Reshape((HALF_SIZE, HALF_SIZE, 2, 2)),
        layers.Permute((1, 3, 2, 4)),
        layers.Reshape((IMAGE_SIZE, IMAGE_SIZE, 1)),
    ]

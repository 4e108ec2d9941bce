"""Generator bersyarat yang hanya melihat sedikit citra: Gauss per kelas, VAE, dan GAN.

Jaringannya dari `generatif.models.cgan` dan `generatif.models.conditional_vae`. GAN memakai
DiffAugment (Zhao dkk., 2020, arXiv 2006.10738) di depan diskriminatornya, karena dengan sedikit
citra diskriminator menghafal.
"""

from functools import partial

import keras
import numpy as np

from generatif import metrics
from generatif.augmentation import shuffled_rounds
from generatif.checks import require, require_positive_int
from generatif.data import scale_to_symmetric, scale_to_unit, symmetric_to_uint8, unit_to_uint8
from generatif.models.cgan import ConditionalGAN, build_discriminator, build_generator
from generatif.models.conditional_vae import build_conditional_vae
from generatif.models.diff_augment import DiffAugment
from generatif.models.mini import DISCRIMINATOR_RATE, GENERATOR_RATE
from generatif.runtime import split_seed

LATENT_DIM = 32
VAE_LATENT_DIM = 2
GAN_BATCH = 32
VAE_BATCH = 50


def build_few_cgan(width=24, classes=10, *, steps, seed=None):
    """GAN bersyarat yang diskriminatornya hanya melihat citra yang digeser dan dilubangi.

    Args:
        width: lebar kedua jaringan.
        classes: banyak kelas.
        steps: banyak langkah seluruh pelatihan, bagi jadwal laju pembelajaran.
        seed: `int` atau `None`.

    Returns:
        :class:`~generatif.models.cgan.ConditionalGAN` yang sudah di-`compile`.
    """
    require_positive_int(steps=steps)
    generator_seed, discriminator_seed, change_seed, latent_seed = split_seed(seed, 4)
    judge = build_discriminator(width, classes, seed=discriminator_seed)
    image, label = (keras.Input(shape[1:]) for shape in judge.input_shape)
    changed = DiffAugment(seed=change_seed)(image)
    gan = ConditionalGAN(
        build_generator(LATENT_DIM, width, classes, generator_seed),
        keras.Model([image, label], judge([changed, label]), name="discriminator"),
        seed=latent_seed,
    )
    schedules = [
        keras.optimizers.schedules.CosineDecay(rate, steps)
        for rate in (GENERATOR_RATE, DISCRIMINATOR_RATE)
    ]
    gan.compile(*(keras.optimizers.Adam(each, beta_1=0.0, beta_2=0.99) for each in schedules))
    return gan


def sample_gauss(images, labels, classes, per_class, *, seed):
    """Citra dari satu Gauss per kelas: campuran acak citra sekelas, tanpa jaringan saraf.

    Args:
        images: larik `uint8` `(N, H, W, C)`, sedikitnya dua per kelas.
        labels: larik bilangan bulat `(N,)`.
        classes: banyak kelas K.
        per_class: banyak citra buatan tiap kelas.
        seed: benih acak.

    Returns:
        Larik `uint8` `(K * per_class, H, W, C)`, terurut menurut kelas.
    """
    return metrics.class_gaussian_images(images, labels, classes * per_class, seed=seed)


def sample_vae(images, labels, classes, per_class, *, steps=500, width=24, seed):
    """Latih VAE bersyarat pada sedikit citra, lalu sampel dari prior.

    Args:
        images: larik `uint8` `(N, 28, 28, 1)`.
        labels: larik bilangan bulat `(N,)`.
        classes: banyak kelas K.
        per_class: banyak citra buatan tiap kelas.
        steps: banyak langkah pelatihan.
        width: lebar jaringan.
        seed: benih acak.

    Returns:
        Larik `uint8` `(K * per_class, 28, 28, 1)`, terurut menurut kelas.
    """
    train_seed, sample_seed = split_seed(seed, 2)
    vae = build_conditional_vae(VAE_LATENT_DIM, width, classes, steps=steps, seed=train_seed)
    _fit(vae, scale_to_unit(images), labels, steps, VAE_BATCH, train_seed)
    latent, wanted = _ask(classes, per_class, VAE_LATENT_DIM, sample_seed)
    return unit_to_uint8(_in_parts(vae.decode, latent, wanted))


def sample_gan(images, labels, classes, per_class, *, steps=1500, width=24, seed):
    """Latih GAN bersyarat dengan DiffAugment pada sedikit citra, lalu sampel.

    Args:
        images: larik `uint8` `(N, 28, 28, 1)`.
        labels: larik bilangan bulat `(N,)`.
        classes: banyak kelas K.
        per_class: banyak citra buatan tiap kelas.
        steps: banyak langkah pelatihan.
        width: lebar kedua jaringan.
        seed: benih acak.

    Returns:
        Larik `uint8` `(K * per_class, 28, 28, 1)`, terurut menurut kelas.
    """
    train_seed, sample_seed = split_seed(seed, 2)
    gan = build_few_cgan(width, classes, steps=steps, seed=train_seed)
    _fit(gan, scale_to_symmetric(images), labels, steps, GAN_BATCH, train_seed)
    latent, wanted = _ask(classes, per_class, LATENT_DIM, sample_seed)
    return symmetric_to_uint8(_in_parts(lambda *each: gan(each), latent, wanted))


SAMPLERS = {"gauss": sample_gauss, "vae": sample_vae, "gan": sample_gan}


def sampler(kind, **options):
    """Pilih pembuat citra menurut namanya.

    Args:
        kind: `"gauss"`, `"vae"`, atau `"gan"`.
        **options: argumen bernama yang ditetapkan lebih dulu, misalnya `steps`.

    Returns:
        Callable `(images, labels, classes, per_class, *, seed) -> larik uint8`.

    Raises:
        ValueError: bila `kind` tidak dikenal.
    """
    require(kind in SAMPLERS, "kind", kind, f"salah satu dari {', '.join(SAMPLERS)}")
    return partial(SAMPLERS[kind], **options)


def _fit(model, images, labels, steps, batch_size, seed):
    order = shuffled_rounds(len(images), steps * batch_size, np.random.default_rng(seed))
    model.fit(images[order], labels[order], batch_size=batch_size, shuffle=False, verbose=0)


def _ask(classes, per_class, latent_dim, seed):
    latent = np.random.default_rng(seed).standard_normal((classes * per_class, latent_dim))
    return latent.astype("float32"), np.arange(classes).repeat(per_class)


def _in_parts(make, latent, labels, size=500):
    starts = range(0, len(latent), size)
    parts = [make(latent[at : at + size], labels[at : at + size]) for at in starts]
    return np.concatenate([keras.ops.convert_to_numpy(each) for each in parts])

"""GAN tiga menit dengan tepat satu hal diganti: penilai, loss, atau yang dilihat penilai.

Jaringan dasarnya `generatif.models.mini`, sehingga beda hasilnya berasal dari yang diganti saja.
Sumber tiap penggantinya: `generatif.models.wgan`, `wgan_gp`, `spectral`, dan `diff_augment`;
normalisasi *batch* di kedua jaringan menurut Radford, Metz, Chintala (2016), arXiv 1511.06434:
tidak sesudah lapisan pertama diskriminator dan tidak sesudah lapisan terakhirnya.
"""

import keras

from generatif.checks import require, require_positive_int
from generatif.layers import FastBatchNormalization
from generatif.models.diff_augment import DiffAugment
from generatif.models.gan import GAN
from generatif.models.mini import (
    DISCRIMINATOR_RATE,
    GENERATOR_RATE,
    build_discriminator,
    build_generator,
)
from generatif.models.spectral import normalize_network
from generatif.models.wgan import WGAN
from generatif.models.wgan_gp import WGANGP
from generatif.runtime import split_seed

CHANGES = ("none", "spectral", "batchnorm", "augment", "augment-real")
BETA_2 = 0.99


class RealAugmentedGAN(GAN):
    """Kesalahan yang disengaja: hanya citra asli yang diubah, citra palsu tidak.

    Args:
        generator: seperti pada :class:`~generatif.models.gan.GAN`.
        discriminator: seperti pada :class:`~generatif.models.gan.GAN`.
        augment: lapisan yang mengubah citra asli.
        seed: `int` atau `None`; benih vektor laten.
    """

    def __init__(self, generator, discriminator, augment, seed=None):
        super().__init__(generator, discriminator, seed=seed)
        self.augment = augment

    def train_step(self, real_images):
        """Ubah citra asli, lalu latih seperti biasa.

        Args:
            real_images: tensor `(B, H, W, C)`.

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        return super().train_step(self.augment(real_images, training=True))


def build_mini_variant(change, latent_dim=32, width=32, *, steps, seed=None):
    """Rakit GAN tiga menit dengan satu hal diganti di diskriminatornya.

    Args:
        change: `"none"`; `"spectral"`, kernel diskriminator dinormalkan; `"batchnorm"`,
            normalisasi *batch* juga di diskriminator; `"augment"`, DiffAugment; atau
            `"augment-real"`, perubahan yang sama pada citra asli saja.
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal, vektor laten, dan perubahan citra.

    Returns:
        :class:`~generatif.models.gan.GAN` yang sudah di-`compile`. Bobot awal kedua jaringan,
        vektor laten, dan pengoptimalnya sama dengan :func:`generatif.models.mini.build_mini`.

    Raises:
        ValueError: bila `change` tidak dikenal atau suatu ukuran bukan bilangan bulat positif.
    """
    require(change in CHANGES, "change", change, f"salah satu dari {', '.join(CHANGES)}")
    require_positive_int(steps=steps)
    generator_seed, discriminator_seed, noise_seed, change_seed = split_seed(seed, 4)
    generator = build_generator(latent_dim, width, generator_seed)
    discriminator = build_discriminator(width, discriminator_seed)
    if change == "spectral":
        discriminator = normalize_network(discriminator, change_seed)
    elif change == "batchnorm":
        discriminator = insert_batch_normalization(discriminator)
    elif change == "augment":
        discriminator = _sequential(
            discriminator, [DiffAugment(seed=change_seed), *discriminator.layers]
        )
    if change == "augment-real":
        augment = DiffAugment(seed=change_seed)
        gan = RealAugmentedGAN(generator, discriminator, augment, seed=noise_seed)
    else:
        gan = GAN(generator, discriminator, seed=noise_seed)
    gan.compile(
        g_optimizer=_adam(GENERATOR_RATE, steps),
        d_optimizer=_adam(DISCRIMINATOR_RATE, steps),
    )
    return gan


def build_wgan_mini(
    latent_dim=32,
    width=32,
    *,
    critic_steps=5,
    clip=0.01,
    generator_rate=5e-5,
    critic_rate=5e-5,
    steps,
    seed=None,
):
    """Rakit WGAN dengan jaringan GAN tiga menit.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        critic_steps: pembaruan kritikus per pembaruan generator.
        clip: batas bobot kritikus.
        generator_rate: laju pembelajaran RMSprop generator pada langkah pertama; turun menurut
            kosinus sampai nol.
        critic_rate: laju pembelajaran kritikus, dengan jadwal yang sama.
        steps: banyak langkah generator seluruh pelatihan.
        seed: `int` atau `None`; benih bobot awal dan vektor laten.

    Returns:
        :class:`~generatif.models.wgan.WGAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu nilai di luar selang.
    """
    generator, critic, noise_seed = _critic_pair(latent_dim, width, steps, seed)
    wgan = WGAN(generator, critic, critic_steps=critic_steps, clip=clip, seed=noise_seed)
    wgan.compile(
        g_optimizer=keras.optimizers.RMSprop(_cosine(generator_rate, steps)),
        c_optimizer=keras.optimizers.RMSprop(_cosine(critic_rate, critic_steps * steps)),
    )
    return wgan


def build_wgan_gp_mini(
    latent_dim=32,
    width=32,
    *,
    critic_steps=5,
    penalty_weight=10.0,
    generator_rate=1e-4,
    critic_rate=1e-4,
    steps,
    seed=None,
):
    """Rakit WGAN-GP dengan jaringan GAN tiga menit; Adam dengan beta_1 0 dan beta_2 0,9.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        critic_steps: pembaruan kritikus per pembaruan generator.
        penalty_weight: bobot penalti gradien.
        generator_rate: laju pembelajaran generator pada langkah pertama; turun menurut kosinus
            sampai nol.
        critic_rate: laju pembelajaran kritikus, dengan jadwal yang sama.
        steps: banyak langkah generator seluruh pelatihan.
        seed: `int` atau `None`; benih bobot awal, vektor laten, dan titik sisipan.

    Returns:
        :class:`~generatif.models.wgan_gp.WGANGP` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu nilai di luar selang.
    """
    generator, critic, noise_seed = _critic_pair(latent_dim, width, steps, seed)
    wgan = WGANGP(
        generator,
        critic,
        critic_steps=critic_steps,
        penalty_weight=penalty_weight,
        seed=noise_seed,
    )
    wgan.compile(
        g_optimizer=_adam(generator_rate, steps, 0.9),
        c_optimizer=_adam(critic_rate, critic_steps * steps, 0.9),
    )
    return wgan


def insert_batch_normalization(network):
    """Salin jaringan berurutan dengan normalisasi *batch* sesudah lapisan berbobot di tengah.

    Args:
        network: `keras.Sequential` yang sudah dibangun.

    Returns:
        `keras.Sequential` bernama sama; bobot lapisan yang lain sama, dan biasnya dibiarkan.
    """
    weighted = [layer for layer in network.layers if layer.weights]
    copies = []
    for layer in network.layers:
        copies.append(layer)
        if layer in weighted[1:-1]:
            copies.append(FastBatchNormalization(momentum=0.9))
    return _sequential(network, copies)


def _critic_pair(latent_dim, width, steps, seed):
    require_positive_int(steps=steps)
    generator_seed, critic_seed, noise_seed = split_seed(seed, 3)
    critic = build_discriminator(width, critic_seed)
    critic = keras.Sequential([keras.Input(critic.input_shape[1:]), *critic.layers], name="critic")
    return build_generator(latent_dim, width, generator_seed), critic, noise_seed


def _sequential(network, new_layers):
    return keras.Sequential([keras.Input(network.input_shape[1:]), *new_layers], name=network.name)


def _cosine(rate, steps):
    return keras.optimizers.schedules.CosineDecay(rate, steps)


def _adam(rate, steps, beta_2=BETA_2):
    return keras.optimizers.Adam(_cosine(rate, steps), beta_1=0.0, beta_2=beta_2)

"""Resep cara-cara menstabilkan pelatihan, semuanya di atas jaringan GAN tiga menit.

Banyak langkah profil `laptop` dipilih agar waktu prosesor tiap cara sama; lihat
`tools/measure_step_costs.py`.
"""

from dataclasses import dataclass

import numpy as np

from generatif.checks import require_positive_int
from generatif.recipes.gan import GANRecipe


@dataclass(frozen=True, kw_only=True)
class StableRecipe(GANRecipe):
    """Bagian yang sama pada semua cara.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.mini.build_generator`.
        steps_per_epoch: langkah per epoch, bila kurang dari sekali lewat data; tiap epoch lalu
            melihat bagian acak yang lain.
        train_images: banyak citra latih yang berbeda, dari yang pertama; tempat yang tersisa
            diisi ulangannya, sehingga banyak langkah tidak berubah. `None` untuk semuanya.
    """

    latent_dim: int = 32
    width: int = 32
    batch_size: int = 32
    steps_per_epoch: int | None = None
    train_images: int | None = None

    def __post_init__(self):
        super().__post_init__()
        chosen = {"steps_per_epoch": self.steps_per_epoch, "train_images": self.train_images}
        require_positive_int(**{key: value for key, value in chosen.items() if value is not None})

    def arrays(self, data):
        """Citra latih `uint8`, diulang bila `train_images` ditetapkan."""
        if self.train_images is None:
            return super().arrays(data)
        return [np.resize(data.x_train[: self.train_images], data.x_train.shape)]

    def epoch_steps(self, count):
        """Banyak langkah per epoch bila ada `count` contoh."""
        whole = super().epoch_steps(count)
        return whole if self.steps_per_epoch is None else min(whole, self.steps_per_epoch)


@dataclass(frozen=True, kw_only=True)
class MiniVariantRecipe(StableRecipe):
    """GAN tiga menit dengan satu hal diganti di diskriminatornya.

    Attributes:
        change: yang diganti, lihat `generatif.models.mini_variants.build_mini_variant`.
    """

    change: str = "none"

    family = "mini-variant"
    modules = (
        "averages",
        "batches",
        "callbacks",
        "layers",
        "losses",
        "models.diff_augment",
        "models.gan",
        "models.mini",
        "models.mini_variants",
        "models.spectral",
        "models.wgan",
        "models.wgan_gp",
    )

    def build(self):
        """GAN dari `generatif.models.mini_variants.build_mini_variant`."""
        from generatif.models.mini_variants import build_mini_variant

        return build_mini_variant(
            self.change, self.latent_dim, self.width, steps=self.steps(), seed=self.seed
        )


@dataclass(frozen=True, kw_only=True)
class WGANRecipe(StableRecipe):
    """WGAN dengan penjepitan bobot.

    Attributes:
        critic_steps: pembaruan kritikus per langkah; `batch_size` kelipatannya.
        clip: batas bobot kritikus.
        generator_rate: laju pembelajaran awal generator.
        critic_rate: laju pembelajaran awal kritikus.
    """

    batch_size: int = 160
    critic_steps: int = 5
    clip: float = 0.01
    generator_rate: float = 5e-5
    critic_rate: float = 5e-5

    family = "wgan"
    modules = MiniVariantRecipe.modules

    def __post_init__(self):
        super().__post_init__()
        require_critic_batches(self)

    def callbacks(self):
        """Tidak ada: WGAN tidak memakai derau masukan."""
        return []

    def build(self):
        """WGAN dari `generatif.models.mini_variants.build_wgan_mini`."""
        from generatif.models.mini_variants import build_wgan_mini

        return build_wgan_mini(
            self.latent_dim,
            self.width,
            critic_steps=self.critic_steps,
            clip=self.clip,
            generator_rate=self.generator_rate,
            critic_rate=self.critic_rate,
            steps=self.steps(),
            seed=self.seed,
        )

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan kritikus."""
        return {"generator": model.average_generator, "critic": model.critic}


@dataclass(frozen=True, kw_only=True)
class WGANGPRecipe(StableRecipe):
    """WGAN dengan penalti gradien.

    Attributes:
        critic_steps: pembaruan kritikus per langkah; `batch_size` kelipatannya.
        penalty_weight: bobot penalti.
        generator_rate: laju pembelajaran awal generator.
        critic_rate: laju pembelajaran awal kritikus.
    """

    batch_size: int = 160
    critic_steps: int = 5
    penalty_weight: float = 10.0
    generator_rate: float = 1e-4
    critic_rate: float = 1e-4

    family = "wgan-gp"
    modules = MiniVariantRecipe.modules
    callbacks = WGANRecipe.callbacks
    networks = WGANRecipe.networks

    def __post_init__(self):
        super().__post_init__()
        require_critic_batches(self)

    def build(self):
        """WGAN-GP dari `generatif.models.mini_variants.build_wgan_gp_mini`."""
        from generatif.models.mini_variants import build_wgan_gp_mini

        return build_wgan_gp_mini(
            self.latent_dim,
            self.width,
            critic_steps=self.critic_steps,
            penalty_weight=self.penalty_weight,
            generator_rate=self.generator_rate,
            critic_rate=self.critic_rate,
            steps=self.steps(),
            seed=self.seed,
        )


def require_critic_batches(recipe):
    """Tolak resep yang *batch*-nya tidak habis dibagi banyak pembaruan kritikus.

    Args:
        recipe: resep dengan `batch_size` dan `critic_steps`.

    Raises:
        ValueError: menyebut kedua bilangan itu.
    """
    require_positive_int(critic_steps=recipe.critic_steps)
    if recipe.batch_size % recipe.critic_steps:
        raise ValueError(
            f"batch_size = {recipe.batch_size}; yang diharapkan: kelipatan critic_steps = "
            f"{recipe.critic_steps}, karena tiap pembaruan kritikus memakai bagian yang lain."
        )


TINY = {"profile": "kilat", "source": "embedded", "epochs": 2, "latent_dim": 8, "width": 4}
LONG = {"profile": "laptop", "epochs": 10}
RECIPES = (
    MiniVariantRecipe(name="baseline-mnist", **TINY),
    MiniVariantRecipe(name="baseline-mnist", **LONG, steps_per_epoch=600),
    MiniVariantRecipe(name="sngan-mnist", **TINY, change="spectral"),
    MiniVariantRecipe(name="sngan-mnist", **LONG, steps_per_epoch=555, change="spectral"),
    MiniVariantRecipe(name="bngan-mnist", **TINY, change="batchnorm"),
    MiniVariantRecipe(name="bngan-mnist", **LONG, steps_per_epoch=545, change="batchnorm"),
    MiniVariantRecipe(name="diffaug-mnist", **TINY, change="augment"),
    MiniVariantRecipe(name="diffaug-mnist", **LONG, steps_per_epoch=545, change="augment"),
    MiniVariantRecipe(name="leaky-mnist", **TINY, change="augment-real", train_images=600),
    MiniVariantRecipe(
        name="leaky-mnist", **LONG, steps_per_epoch=545, change="augment-real", train_images=6000
    ),
    WGANRecipe(name="wgan-mnist", **TINY),
    WGANRecipe(
        name="wgan-mnist",
        **LONG,
        steps_per_epoch=350,
        batch_size=64,
        critic_steps=2,
        clip=0.05,
        generator_rate=1e-3,
        critic_rate=5e-4,
    ),
    WGANGPRecipe(name="wgan-gp-mnist", **TINY),
    WGANGPRecipe(
        name="wgan-gp-mnist",
        **LONG,
        steps_per_epoch=368,
        batch_size=32,
        critic_steps=1,
        generator_rate=1e-3,
        critic_rate=5e-4,
    ),
)

"""Resep translasi citra: pix2pix berpasangan, dan CycleGAN tanpa pasangan."""

from dataclasses import dataclass

import numpy as np

from generatif.checks import require
from generatif.data import scale_to_unit
from generatif.datasets import TRAIN_COUNTS
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe

SNEAKER, BOOT = 7, 9
CLASSES = 10


@dataclass(frozen=True)
class Domains:
    """Dua kumpulan citra yang diterjemahkan satu ke yang lain.

    Attributes:
        x: larik `uint8` `(N, 28, 28, 1)`, domain sumber.
        y: larik `uint8` `(M, 28, 28, 1)`, domain sasaran.
        x_wanted: label `(M,)` yang seharusnya bagi terjemahan `y` ke domain sumber.
        y_wanted: label `(N,)` yang seharusnya bagi terjemahan `x` ke domain sasaran.
        paired: apakah `y` yang sebaris adalah terjemahan `x` yang benar.
    """

    x: np.ndarray
    y: np.ndarray
    x_wanted: np.ndarray
    y_wanted: np.ndarray
    paired: bool


def outline_domains(images, labels):
    """Garis tepi sebagai sumber dan busananya sebagai sasaran.

    Args:
        images: larik `uint8` `(N, 28, 28, 1)`.
        labels: larik `(N,)`.

    Returns:
        :class:`Domains` berpasangan.
    """
    from generatif.outlines import draw_outlines

    return Domains(draw_outlines(images), images, labels, labels, paired=True)


def shoe_domains(images, labels):
    """Sepatu kets sebagai sumber dan sepatu bot sebagai sasaran; tidak ada pasangan yang benar.

    Args:
        images: larik `uint8` `(N, 28, 28, 1)`.
        labels: larik `(N,)`.

    Returns:
        :class:`Domains` tanpa pasangan.
    """
    sneakers, boots = images[labels == SNEAKER], images[labels == BOOT]
    wanted = np.full(len(boots), SNEAKER), np.full(len(sneakers), BOOT)
    return Domains(sneakers, boots, *wanted, paired=False)


TASKS = {"outlines": outline_domains, "shoes": shoe_domains}


@dataclass(frozen=True, kw_only=True)
class TranslationRecipe(Recipe):
    """Bagian yang sama pada translasi berpasangan dan tanpa pasangan.

    Attributes:
        task: `"outlines"` (garis tepi ke busana) atau `"shoes"` (sepatu kets ke sepatu bot).
        width: lebar generator, lihat `generatif.models.pix2pix.build_unet`.
        blocks: banyak blok residual generator.
        critic_width: lebar diskriminator.
    """

    data: str = "fashion_mnist"
    batch_size: int = 32
    task: str = "outlines"
    width: int = 32
    blocks: int = 2
    critic_width: int = 32

    gray_levels = 255.0

    def __post_init__(self):
        super().__post_init__()
        require(self.task in TASKS, "task", self.task, f"salah satu dari {', '.join(TASKS)}")

    def steps(self):
        """Banyak langkah seluruh pelatihan; sepatu hanya dua dari sepuluh kelas."""
        count = TRAIN_COUNTS[self.source]
        count = count // CLASSES if self.task == "shoes" else count
        return self.epochs * self.epoch_steps(count)

    def domains(self, images, labels):
        """Kedua domain dari citra dan labelnya, :class:`Domains`."""
        return TASKS[self.task](images, labels)

    def arrays(self, data):
        """Citra latih domain sumber dan domain sasaran."""
        domains = self.domains(data.x_train, data.y_train)
        return [domains.x, domains.y]

    def prepare(self, *pixels):
        """Citra kedua domain, piksel dalam [0, 1]."""
        import tensorflow as tf

        return tuple(tf.cast(each, "float32") / 255.0 for each in pixels)

    def probe(self, count=PROGRESS_IMAGES):
        """Citra uji pertama domain sumber, piksel dalam [0, 1]."""
        data = self.load()
        return scale_to_unit(self.domains(data.x_test, data.y_test).x[:count])

    def render(self, network, inputs):
        """Terjemahan ke domain sasaran."""
        from generatif.translation_scoring import split_directions, translate

        return translate(split_directions(network)["forward"], inputs)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur translasi."""
        from generatif.translation_scoring import TranslationScorer

        return TranslationScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class Pix2PixRecipe(TranslationRecipe):
    """Translasi berpasangan: L1 dan lawan yang melihat pasangannya.

    Attributes:
        l1_weight: bobot L1.
        adversarial_weight: bobot loss adversarial; 0 berarti L1 saja.
    """

    l1_weight: float = 100.0
    adversarial_weight: float = 1.0

    family = "pix2pix"
    modules = ("averages", "batches", "layers", "losses", "outlines", "models.pix2pix")

    def __post_init__(self):
        super().__post_init__()
        require(self.task == "outlines", "task", self.task, "'outlines'; sepatu tidak berpasangan")

    def build(self):
        """Model `generatif.models.pix2pix.build_pix2pix`."""
        from generatif.models.pix2pix import build_pix2pix

        return build_pix2pix(
            self.width,
            self.blocks,
            critic_width=self.critic_width,
            l1_weight=self.l1_weight,
            adversarial_weight=self.adversarial_weight,
            steps=self.steps(),
            seed=self.seed,
        )

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}


@dataclass(frozen=True, kw_only=True)
class CycleGANRecipe(TranslationRecipe):
    """Translasi tanpa pasangan, dua arah.

    Pada `task="outlines"` busana digeser setengah panjang data, sehingga citranya sama dengan
    translasi berpasangan tetapi pasangannya terputus.

    Attributes:
        cycle_weight: bobot loss siklus.
        return_noise: simpangan baku derau sebelum diterjemahkan kembali.
    """

    task: str = "shoes"
    width: int = 24
    cycle_weight: float = 10.0
    return_noise: float = 0.0

    family = "cyclegan"
    modules = (*Pix2PixRecipe.modules, "models.cyclegan")

    def build(self):
        """Model `generatif.models.cyclegan.build_cyclegan`."""
        from generatif.models.cyclegan import build_cyclegan

        return build_cyclegan(
            self.width,
            self.blocks,
            critic_width=self.critic_width,
            cycle_weight=self.cycle_weight,
            return_noise=self.return_noise,
            steps=self.steps(),
            seed=self.seed,
        )

    def arrays(self, data):
        """Citra latih kedua domain; yang berpasangan digeser pasangannya."""
        domains = self.domains(data.x_train, data.y_train)
        shift = len(domains.y) // 2 if domains.paired else 0
        return [domains.x, np.roll(domains.y, shift, axis=0)]

    def networks(self, model):
        """Kedua generator dalam satu model berkeluaran dua, rata-rata bergerak bobotnya."""
        return {"generator": model.average_generator}


QUICK = {"profile": "kilat", "source": "embedded", "width": 8, "blocks": 1, "critic_width": 8}
RECIPES = (
    Pix2PixRecipe(name="pix2pix-fashion", epochs=1, **QUICK),
    Pix2PixRecipe(name="pix2pix-fashion", profile="laptop", epochs=2),
    CycleGANRecipe(name="cyclegan-shoes", epochs=8, **QUICK),
    CycleGANRecipe(name="cyclegan-shoes", profile="laptop", epochs=12),
    CycleGANRecipe(name="cyclegan-outlines", task="outlines", epochs=1, **QUICK),
    CycleGANRecipe(name="cyclegan-outlines", task="outlines", profile="laptop", epochs=1),
)

"""Resep superresolusi: generator dengan MSE saja, dan SRGAN."""

from dataclasses import dataclass

from generatif.data import scale_to_unit
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe

FEATURE_CLASSIFIER = "fashion-mnist-plain"


@dataclass(frozen=True, kw_only=True)
class SuperResolutionRecipe(Recipe):
    """Pembesar citra yang dilatih dengan MSE saja (SRResNet).

    Attributes:
        scale: 2 untuk 14x14 ke 28x28, 4 untuk 7x7 ke 28x28.
        width: lebar generator, lihat `generatif.models.srresnet.build_generator`.
        blocks: banyak blok residual generator.
    """

    data: str = "fashion_mnist"
    batch_size: int = 32
    scale: int = 2
    width: int = 32
    blocks: int = 4

    family = "srresnet"
    modules = ("batches", "optimizers", "models.srresnet")
    gray_levels = 255.0

    def build(self):
        """Model `generatif.models.srresnet.build_srresnet`."""
        from generatif.models.srresnet import build_srresnet

        return build_srresnet(
            self.scale, self.width, self.blocks, steps=self.steps(), seed=self.seed
        )

    def prepare(self, pixels):
        """Pasangan citra kecil dan citra besar, piksel dalam [0, 1]."""
        import tensorflow as tf

        from generatif.models.srresnet import downscale

        images = tf.cast(pixels, "float32") / 255.0
        return downscale(images, self.scale), images

    def networks(self, model):
        """Generatornya saja."""
        return {"generator": model}

    def probe(self, count=PROGRESS_IMAGES):
        """Citra uji pertama yang sudah dikecilkan."""
        from generatif.models.srresnet import downscale

        return downscale(scale_to_unit(self.load().x_test[:count]), self.scale).numpy()

    def render(self, network, inputs):
        """Citra besar."""
        from generatif.superresolution_scoring import enlarge

        return enlarge(network, inputs)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur superresolusi."""
        from generatif.superresolution_scoring import SuperResolutionScorer

        return SuperResolutionScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class SRGANRecipe(SuperResolutionRecipe):
    """Generator yang sama dengan loss piksel, fitur, dan adversarial.

    Loss fiturnya memakai pengklasifikasi beku `FEATURE_CLASSIFIER`.

    Attributes:
        critic_width: lebar diskriminator, lihat `generatif.models.srgan.build_discriminator`.
        feature_depth: aktivasi pengklasifikasi yang menjadi fitur, lihat
            `generatif.classifiers.FrozenClassifier.feature_maps`.
        pixel_weight: bobot loss piksel.
        feature_weight: bobot loss fitur.
        adversarial_weight: bobot loss adversarial.
    """

    critic_width: int = 32
    feature_depth: int = 3
    pixel_weight: float = 1.0
    feature_weight: float = 0.1
    adversarial_weight: float = 0.01

    family = "srgan"
    modules = (
        "averages",
        "batches",
        "layers",
        "losses",
        "optimizers",
        "models.srresnet",
        "models.srgan",
    )

    def build(self):
        """Model `generatif.models.srgan.build_srgan`."""
        from generatif.classifiers import load_classifier
        from generatif.models.srgan import build_srgan

        return build_srgan(
            load_classifier(FEATURE_CLASSIFIER).feature_maps(self.feature_depth),
            self.scale,
            self.width,
            self.blocks,
            critic_width=self.critic_width,
            pixel_weight=self.pixel_weight,
            feature_weight=self.feature_weight,
            adversarial_weight=self.adversarial_weight,
            steps=self.steps(),
            seed=self.seed,
        )

    def prepare(self, pixels):
        """Citra besar, piksel dalam [0, 1]; modelnya yang mengecilkan."""
        return super().prepare(pixels)[1]

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}


QUICK = {"profile": "kilat", "source": "embedded", "epochs": 2, "width": 8, "blocks": 1}
RECIPES = (
    SuperResolutionRecipe(name="super-mse-x2", **QUICK),
    SuperResolutionRecipe(name="super-mse-x2", profile="laptop", epochs=4),
    SRGANRecipe(name="super-gan-x2", critic_width=8, **QUICK),
    SRGANRecipe(name="super-gan-x2", profile="laptop", epochs=4),
    SuperResolutionRecipe(name="super-mse-x4", scale=4, **QUICK),
    SuperResolutionRecipe(name="super-mse-x4", scale=4, profile="laptop", epochs=4, width=48),
    SRGANRecipe(name="super-gan-x4", scale=4, critic_width=8, **QUICK),
    SRGANRecipe(name="super-gan-x4", scale=4, profile="laptop", epochs=4, width=48),
)

"""Resep penambalan citra: context encoder dengan dan tanpa loss adversarial."""

from dataclasses import dataclass

from generatif.data import scale_to_unit
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe


@dataclass(frozen=True, kw_only=True)
class InpaintingRecipe(Recipe):
    """Context encoder.

    Attributes:
        width: lebar generator, lihat `generatif.models.context_encoder.build_generator`.
        critic_width: lebar diskriminator.
        adversarial_weight: bobot loss adversarial; 0 untuk galat kuadrat saja.
    """

    data: str = "fashion_mnist"
    batch_size: int = 64
    width: int = 32
    critic_width: int = 16
    adversarial_weight: float = 0.03

    family = "context-encoder"
    modules = ("averages", "batches", "layers", "losses", "masks", "models.context_encoder")
    gray_levels = 255.0

    def build(self):
        """Model `generatif.models.context_encoder.build_context_encoder`."""
        from generatif.masks import training_masks
        from generatif.models.context_encoder import build_context_encoder

        return build_context_encoder(
            training_masks(),
            self.width,
            critic_width=self.critic_width,
            adversarial_weight=self.adversarial_weight,
            steps=self.steps(),
            seed=self.seed,
        )

    def prepare(self, pixels):
        """Citra utuh, piksel dalam [0, 1]; modelnya yang menyembunyikan sebagian."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 255.0

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Citra uji pertama dengan persegi di tengah disembunyikan, beserta topengnya."""
        from generatif.masks import assign_masks
        from generatif.models.context_encoder import hide

        images = scale_to_unit(self.load().x_test[:count])
        return hide(images, assign_masks("square", count)).numpy()

    def render(self, network, inputs):
        """Citra yang sudah ditambal."""
        from generatif.inpainting_scoring import fill_hidden

        return fill_hidden(network, inputs)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur penambalan."""
        from generatif.inpainting_scoring import InpaintingScorer

        return InpaintingScorer(self, count)


QUICK = {"profile": "kilat", "source": "embedded", "epochs": 2, "width": 8, "critic_width": 4}
RECIPES = (
    InpaintingRecipe(name="inpaint-mse", adversarial_weight=0.0, **QUICK),
    InpaintingRecipe(name="inpaint-mse", profile="laptop", epochs=6, adversarial_weight=0.0),
    InpaintingRecipe(name="inpaint-gan", **QUICK),
    InpaintingRecipe(name="inpaint-gan", profile="laptop", epochs=6),
)

"""Resep model difusi."""

from dataclasses import dataclass

from generatif.data import symmetric_to_uint8
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample

IMAGE_SHAPE = (28, 28, 1)
PIXELS = 28 * 28


@dataclass(frozen=True, kw_only=True)
class DiffusionRecipe(Recipe):
    """Model difusi dengan penyampelan DDIM.

    Vektor latennya derau awal, satu bilangan per piksel.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.diffusion.build_denoiser`.
        sampling_steps: banyak panggilan jaringan untuk satu sampel.
    """

    width: int = 48
    batch_size: int = 32
    sampling_steps: int = 50

    family = "diffusion"
    modules = (
        "averages",
        "batches",
        "optimizers",
        "models.diffusion_process",
        "models.diffusion",
    )
    gray_levels = 127.5
    prior_dim = PIXELS
    latent_dim = PIXELS

    def build(self):
        """Model `generatif.models.diffusion.build_diffusion`, laju turun sepanjang pelatihan."""
        from generatif.models.diffusion import build_diffusion

        return build_diffusion(self.width, steps=self.steps(), seed=self.seed)

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [-1, 1]."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 127.5 - 1.0

    def networks(self, model):
        """Penaksir derau: rata-rata bergerak bobotnya."""
        return {"denoiser": model.average_network}

    def probe(self, count=PROGRESS_IMAGES):
        """Derau awal dari benih resep."""
        return latent_sample(count, PIXELS, self.seed)

    def output(self, network, inputs):
        """Sampel `(N, 28, 28, 1)` dalam [-1, 1] dari derau awal `(N, 784)`."""
        from generatif.models.diffusion_process import cosine_schedule, sample

        start = inputs.reshape(-1, *IMAGE_SHAPE)
        return sample(network, start, cosine_schedule(), self.sampling_steps)

    def render(self, network, inputs):
        """Sampel sebagai citra `uint8`."""
        return symmetric_to_uint8(self.output(network, inputs))

    def samples(self, network, latent):
        """Sama dengan :meth:`render`: vektor laten adalah derau awal."""
        return self.render(network, latent)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel; kurva per epoch memakai sampel yang lebih murah."""
        from generatif.diffusion_scoring import DiffusionScorer

        return DiffusionScorer(self, count)


RECIPES = (
    DiffusionRecipe(
        name="diffusion-mnist",
        profile="kilat",
        source="embedded",
        epochs=2,
        width=4,
        sampling_steps=10,
    ),
    DiffusionRecipe(name="diffusion-mnist", profile="laptop", epochs=7),
)

"""Resep VAE dan VAE bersyarat."""

from dataclasses import dataclass

import numpy as np

from generatif.data import unit_to_uint8
from generatif.recipes.autoencoder import ReconstructionRecipe
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample


@dataclass(frozen=True, kw_only=True)
class VAERecipe(ReconstructionRecipe):
    """Autoencoder variasional.

    Attributes:
        width: lebar kedua jaringan konvolusi.
        beta: bobot divergensi KL.
    """

    code_dim: int = 16
    width: int = 32
    beta: float = 1.0

    family = "vae"
    modules = ("batches", "optimizers", "models.convolutional_autoencoder", "models.vae")

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.code_dim

    def build(self):
        """Model `build_vae`."""
        from generatif.models.vae import build_vae

        return build_vae(
            self.code_dim, self.width, beta=self.beta, steps=self.steps(), seed=self.seed
        )

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [0, 1]; tidak ada sasaran lain."""
        return super().prepare(pixels)[0]

    def networks(self, model):
        """Modelnya sendiri: enkoder dan dekoder."""
        return {"vae": model}

    def codes(self, network, images):
        """Rerata posterior `(N, code_dim)`."""
        return super().codes(network, images)[:, : self.code_dim]

    def samples(self, network, latent):
        """Citra dari dekoder, tanpa masukan lain."""
        return unit_to_uint8(self.decode(network, latent))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur rekonstruksi, batas bawah *evidence*, dan sampel prior."""
        from generatif.latent_scoring import VAEScorer

        return VAEScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class ConditionalVAERecipe(Recipe):
    """VAE bersyarat.

    Attributes:
        code_dim: ukuran vektor laten.
        width: lebar jaringan konvolusi.
    """

    code_dim: int = 16
    width: int = 32

    family = "conditional-vae"
    modules = (*VAERecipe.modules, "models.conditional_vae")
    gray_levels = 255.0

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.code_dim

    def build(self):
        """Model `build_conditional_vae`."""
        from generatif.models.conditional_vae import build_conditional_vae

        return build_conditional_vae(self.code_dim, self.width, steps=self.steps(), seed=self.seed)

    def arrays(self, data):
        """Citra dan label."""
        return [data.x_train, data.y_train]

    def prepare(self, pixels, labels):
        """Skalakan piksel `uint8` ke [0, 1]; labelnya ikut."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 255.0, labels

    def networks(self, model):
        """Modelnya sendiri."""
        return {"conditional-vae": model}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep, dan label 0 sampai 9 berulang."""
        return latent_sample(count, self.code_dim, self.seed), np.arange(count) % 10

    def render(self, network, inputs):
        """Sampel dari pasangan vektor laten dan label, sebagai citra `uint8`."""
        latent, labels = inputs
        parts = [slice(start, start + 500) for start in range(0, len(latent), 500)]
        made = [self.output(network, (latent[part], labels[part])) for part in parts]
        return unit_to_uint8(np.concatenate(made))

    def output(self, network, inputs):
        """Sampel sebelum dibulatkan: dekoder menerima vektor laten dan label."""
        return network.decode(*inputs)

    def samples(self, network, latent):
        """Citra dari vektor laten; labelnya 0 sampai 9 berulang."""
        return self.render(network, (latent, np.arange(len(latent)) % 10))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel bersyarat."""
        from generatif.latent_scoring import ConditionalVAEScorer

        return ConditionalVAEScorer(self, count)


RECIPES = (
    VAERecipe(
        name="vae-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
        code_dim=2,
    ),
    VAERecipe(name="vae-fashion", profile="penuh", data="fashion_mnist", epochs=30),
    VAERecipe(name="vae2-fashion", profile="penuh", data="fashion_mnist", epochs=30, code_dim=2),
    ConditionalVAERecipe(
        name="conditional-vae-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
        code_dim=2,
    ),
    ConditionalVAERecipe(
        name="conditional-vae-fashion", profile="penuh", data="fashion_mnist", epochs=30
    ),
)

"""Resep GAN bersyarat."""

from dataclasses import dataclass

import numpy as np

from generatif.data import symmetric_to_uint8
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample

CLASSES = 10


@dataclass(frozen=True, kw_only=True)
class ConditionalGANRecipe(Recipe):
    """GAN bersyarat.

    Attributes:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan, lihat `generatif.models.cgan`.
        label_input: tempat label masuk ke diskriminator, lihat
            `generatif.models.cgan.build_discriminator`.
    """

    latent_dim: int = 32
    width: int = 32
    batch_size: int = 32
    label_input: str = "map"

    family = "cgan"
    modules = ("batches", "layers", "losses", "models.gan", "models.mini", "models.cgan")
    gray_levels = 127.5

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.latent_dim

    def build(self):
        """Model `build_cgan`, dengan jadwal sepanjang pelatihan."""
        from generatif.models.cgan import build_cgan

        return build_cgan(
            self.latent_dim,
            self.width,
            CLASSES,
            steps=self.steps(),
            label_input=self.label_input,
            seed=self.seed,
        )

    def arrays(self, data):
        """Citra dan label."""
        return [data.x_train, data.y_train]

    def prepare(self, pixels, labels):
        """Skalakan piksel `uint8` ke [-1, 1]; labelnya ikut."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 127.5 - 1.0, labels

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep, dan label 0 sampai 9 berulang."""
        return latent_sample(count, self.latent_dim, self.seed), np.arange(count) % CLASSES

    def render(self, network, inputs):
        """Citra dari pasangan vektor laten dan label, 500 per putaran."""
        latent, labels = inputs
        made = network.predict([latent, one_hot(labels)], batch_size=500, verbose=0)
        return symmetric_to_uint8(made)

    def output(self, network, inputs):
        """Citra sebelum dibulatkan."""
        latent, labels = inputs
        return network([latent, one_hot(labels)], training=False)

    def samples(self, network, latent):
        """Citra dari vektor laten; labelnya 0 sampai 9 berulang."""
        return self.render(network, (latent, np.arange(len(latent)) % CLASSES))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel bersyarat."""
        from generatif.scoring import ConditionalGANScorer

        return ConditionalGANScorer(self, count)


def one_hot(labels):
    """Vektor label `float32` `(N, 10)` dari label bilangan bulat `(N,)`."""
    return np.eye(CLASSES, dtype="float32")[labels]


RECIPES = (
    ConditionalGANRecipe(
        name="cgan-mnist",
        profile="kilat",
        source="embedded",
        epochs=2,
        latent_dim=8,
        width=4,
    ),
    ConditionalGANRecipe(name="cgan-mnist", profile="laptop", epochs=7),
    ConditionalGANRecipe(
        name="cgan-mnist-small",
        profile="kilat",
        source="embedded",
        epochs=2,
        latent_dim=8,
        width=4,
    ),
    ConditionalGANRecipe(name="cgan-mnist-small", profile="laptop", epochs=30, width=14),
    ConditionalGANRecipe(
        name="cgan-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=2,
        latent_dim=8,
        width=4,
    ),
    ConditionalGANRecipe(name="cgan-fashion", profile="laptop", data="fashion_mnist", epochs=7),
)

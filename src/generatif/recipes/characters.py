"""Resep karakter piksel: GAN bersyarat dengan diskriminator proyeksi."""

from dataclasses import dataclass

import numpy as np

from generatif.characters import ATTRIBUTES, COMBINATIONS
from generatif.data import symmetric_to_uint8
from generatif.recipes.base import PROGRESS_IMAGES, Recipe, latent_sample

TEST_COUNT = 1_000


@dataclass(frozen=True, kw_only=True)
class CharacterRecipe(Recipe):
    """GAN proyeksi pada karakter piksel.

    Attributes:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan, lihat `generatif.models.projection_gan`.
        projected: `False` agar diskriminator tidak melihat sifat.
    """

    data: str = "characters"
    source: str = "embedded"
    batch_size: int = 32
    latent_dim: int = 32
    width: int = 32
    projected: bool = True

    family = "projection-gan"
    modules = (
        "averages",
        "batches",
        "layers",
        "models.spectral",
        "models.projection_gan",
    )
    gray_levels = 127.5

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.latent_dim

    def build(self):
        """Model `build_projection_gan`, dengan jadwal sepanjang pelatihan."""
        from generatif.models.projection_gan import build_projection_gan

        return build_projection_gan(
            self.latent_dim,
            self.width,
            len(ATTRIBUTES),
            self.projected,
            steps=self.steps(),
            seed=self.seed,
        )

    def arrays(self, data):
        """Citra dan sifat."""
        return [data.x_train, data.y_train]

    def prepare(self, pixels, attributes):
        """Skalakan piksel `uint8` ke [-1, 1]; sifatnya ikut."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 127.5 - 1.0, attributes

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep, dan ke-32 gabungan sifat berulang."""
        attributes = np.array(COMBINATIONS)[np.arange(count) % len(COMBINATIONS)]
        return latent_sample(count, self.latent_dim, self.seed), attributes

    def render(self, network, inputs):
        """Citra dari pasangan vektor laten dan sifat berisi 0 dan 1."""
        latent, attributes = inputs
        signs = 2 * np.asarray(attributes, "float32") - 1
        return symmetric_to_uint8(network.predict([latent, signs], batch_size=500, verbose=0))

    def output(self, network, inputs):
        """Keluaran jaringan sebelum dibulatkan."""
        latent, attributes = inputs
        return network([latent, 2 * np.asarray(attributes, "float32") - 1], training=False)

    def samples(self, network, latent):
        """Citra dari vektor laten; sifatnya ke-32 gabungan bergiliran."""
        attributes = np.array(COMBINATIONS)[np.arange(len(latent)) % len(COMBINATIONS)]
        return self.render(network, (latent, attributes))

    def scorer(self, count=TEST_COUNT):
        """Pengukur karakter."""
        from generatif.character_scoring import CharacterScorer

        return CharacterScorer(self, count)


RECIPES = (
    CharacterRecipe(name="characters", profile="kilat", epochs=2, latent_dim=8, width=4),
    CharacterRecipe(name="characters", profile="laptop", epochs=12),
)

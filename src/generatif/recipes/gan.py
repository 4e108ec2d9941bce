"""Resep keluarga GAN."""

from dataclasses import dataclass

from generatif.data import symmetric_to_uint8
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample


@dataclass(frozen=True, kw_only=True)
class GANRecipe(Recipe):
    """GAN tak bersyarat.

    Attributes:
        latent_dim: ukuran vektor laten.
        noise_start: simpangan baku derau masukan diskriminator pada epoch pertama.
        noise_end: simpangan baku pada epoch terakhir.
    """

    latent_dim: int = 100
    noise_start: float = 0.0
    noise_end: float = 0.0

    gray_levels = 127.5

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.latent_dim

    def callbacks(self):
        """Jadwal derau masukan diskriminator."""
        from generatif.callbacks import InstanceNoiseDecay

        return [InstanceNoiseDecay(self.noise_start, self.noise_end)]

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [-1, 1]."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 127.5 - 1.0

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep."""
        return latent_sample(count, self.latent_dim, self.seed)

    def render(self, network, inputs):
        """Citra dari vektor laten, 500 per putaran."""
        return symmetric_to_uint8(network.predict(inputs, batch_size=500, verbose=0))

    def samples(self, network, latent):
        """Sama dengan :meth:`render`: masukan generator memang vektor laten."""
        return self.render(network, latent)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel."""
        from generatif.scoring import GANScorer

        return GANScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class DCGANRecipe(GANRecipe):
    """DCGAN bab DCGAN.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.dcgan.build_generator`.
    """

    width: int = 64

    family = "dcgan"
    modules = ("batches", "callbacks", "layers", "losses", "models.gan", "models.dcgan")

    def build(self):
        """GAN dari `generatif.models.dcgan.build_dcgan`."""
        from generatif.models.dcgan import build_dcgan

        return build_dcgan(self.latent_dim, self.width, self.seed)


@dataclass(frozen=True, kw_only=True)
class MiniRecipe(GANRecipe):
    """GAN tiga menit.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.mini.build_generator`.
    """

    latent_dim: int = 32
    width: int = 32
    batch_size: int = 32

    family = "mini"
    modules = ("batches", "callbacks", "layers", "losses", "models.gan", "models.mini")

    def build(self):
        """GAN dari `generatif.models.mini.build_mini`, dengan jadwal sepanjang pelatihan."""
        from generatif.models.mini import build_mini

        return build_mini(self.latent_dim, self.width, steps=self.steps(), seed=self.seed)


@dataclass(frozen=True, kw_only=True)
class DenseGANRecipe(GANRecipe):
    """GAN terhubung penuh.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.dense_gan.build_generator`.
        dropout: bagian aktivasi diskriminator yang dinolkan saat pelatihan.
    """

    width: int = 256
    dropout: float = 0.3

    family = "dense-gan"
    modules = ("batches", "callbacks", "layers", "losses", "models.gan", "models.dense_gan")

    def build(self):
        """GAN dari `generatif.models.dense_gan.build_dense_gan`."""
        from generatif.models.dense_gan import build_dense_gan

        return build_dense_gan(self.latent_dim, self.width, self.dropout, self.seed)


@dataclass(frozen=True, kw_only=True)
class DCGANVariantRecipe(DCGANRecipe):
    """DCGAN dengan bagian yang dapat dilepas.

    Attributes:
        real_label: sasaran bagi citra asli, dalam (0, 1].
        normalized: jaringan yang dinormalisasi, lihat `generatif.models.dcgan_variants`.
    """

    width: int = 8
    batch_size: int = 64
    noise_start: float = 0.10
    real_label: float = 0.9
    normalized: str = "generator"

    family = "dcgan-variants"
    modules = (*DCGANRecipe.modules, "models.dcgan_variants")

    def build(self):
        """GAN dari `generatif.models.dcgan_variants.build_dcgan_variant`."""
        from generatif.models.dcgan_variants import build_dcgan_variant

        return build_dcgan_variant(
            self.latent_dim,
            self.width,
            real_label=self.real_label,
            normalized=self.normalized,
            seed=self.seed,
        )


RECIPES = (
    DenseGANRecipe(name="dense-gan-mnist", profile="kilat", source="embedded", epochs=2, width=16),
    DenseGANRecipe(name="dense-gan-mnist", profile="laptop", epochs=50),
    DenseGANRecipe(
        name="dense-gan-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=2,
        width=16,
    ),
    DenseGANRecipe(name="dense-gan-fashion", profile="laptop", data="fashion_mnist", epochs=50),
    DCGANRecipe(
        name="dcgan-mnist",
        profile="kilat",
        source="embedded",
        epochs=2,
        width=2,
        noise_start=0.10,
    ),
    DCGANRecipe(
        name="dcgan-mnist",
        profile="laptop",
        source="embedded",
        epochs=40,
        width=16,
        batch_size=32,
        noise_start=0.10,
    ),
    DCGANRecipe(name="dcgan-mnist", profile="penuh", epochs=20, noise_start=0.10),
    DCGANVariantRecipe(
        name="dcgan-variants", profile="kilat", source="embedded", epochs=2, width=2
    ),
    DCGANVariantRecipe(name="dcgan-variants", profile="laptop", epochs=6),
    MiniRecipe(name="mini", profile="kilat", source="embedded", epochs=2, latent_dim=8, width=4),
    MiniRecipe(name="mini", profile="laptop", epochs=7),
)

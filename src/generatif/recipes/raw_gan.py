"""Resep GAN yang disampel dari bobot generator apa adanya, tanpa rata-rata bergerak."""

from dataclasses import dataclass

from generatif.recipes.gan import DenseGANRecipe


@dataclass(frozen=True, kw_only=True)
class RawDenseGANRecipe(DenseGANRecipe):
    """Pelatihannya sama dengan :class:`~generatif.recipes.gan.DenseGANRecipe` berbenih sama.

    Hanya jaringan yang disimpan dan diukur yang berbeda, sehingga selisih keduanya adalah
    pengaruh rata-rata bergerak.
    """

    family = "dense-gan-raw"

    def networks(self, model):
        """Generator yang sedang dilatih dan diskriminator."""
        return {"generator": model.generator, "discriminator": model.discriminator}


RECIPES = (
    RawDenseGANRecipe(name="dense-gan-raw", profile="kilat", source="embedded", epochs=2, width=16),
    RawDenseGANRecipe(name="dense-gan-raw", profile="laptop", epochs=50),
)

"""Ukuran mutu sampel model difusi, sama dengan ukuran sampel GAN."""

from generatif.recipes import customize, latent_sample
from generatif.scoring import SAMPLE_SEED, GANScorer

CURVE_COUNT = 2_500
CURVE_STEPS = 10


class DiffusionScorer(GANScorer):
    """Ukuran :class:`~generatif.scoring.GANScorer` dengan kurva per epoch yang lebih murah.

    Nilai akhir memakai `count` sampel dengan `sampling_steps` milik resep. Menilai setiap epoch
    dengan cara itu lebih lama daripada pelatihannya, maka kurva per epoch memakai paling banyak
    `CURVE_COUNT` sampel dengan `CURVE_STEPS` panggilan jaringan: jaraknya lebih besar daripada
    nilai akhir, dan hanya sebanding dengan epoch lain pada kurva yang sama.
    """

    def epoch(self, generator):
        """Ukuran murah terhadap citra latih pertama, satu baris riwayat.

        Args:
            generator: penaksir derau, lihat `generatif.models.diffusion.build_denoiser`.

        Returns:
            `dict` dengan kolom seperti pada :class:`~generatif.scoring.GANScorer`.
        """
        recipe = customize(self.recipe, sampling_steps=CURVE_STEPS)
        count = min(self.count, CURVE_COUNT)
        latent = latent_sample(count, recipe.prior_dim, SAMPLE_SEED)
        return self._curve_row(recipe.samples(generator, latent))

"""Resep musik: WGAN-GP atas koral empat suara."""

from dataclasses import dataclass

import numpy as np

from generatif.checks import require_positive_int
from generatif.chorales import TRAIN_COUNTS, load_chorales
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample
from generatif.recipes.stable import require_critic_batches


@dataclass(frozen=True, kw_only=True)
class MusicRecipe(Recipe):
    """MuseGAN kecil atas potongan empat birama.

    Attributes:
        passes: banyak lewat data dalam satu epoch.
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan, lihat `generatif.models.musegan.build_generator`.
        critic_steps: pembaruan kritikus per langkah; `batch_size` kelipatannya.
        generator_rate: laju pembelajaran awal generator.
        critic_rate: laju pembelajaran awal kritikus.
    """

    data: str = "chorales"
    batch_size: int = 160
    passes: int = 40
    latent_dim: int = 64
    width: int = 128
    critic_steps: int = 5
    generator_rate: float = 1e-3
    critic_rate: float = 1e-3

    family = "musegan"
    modules = ("averages", "batches", "models.musegan", "models.wgan", "models.wgan_gp")
    gray_levels = 1.0  # keluarannya peluang

    def __post_init__(self):
        super().__post_init__()
        require_positive_int(passes=self.passes)
        require_critic_batches(self)

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.latent_dim

    def load(self):
        """Muat koral, `generatif.chorales.ChoraleDataset`."""
        return load_chorales(self.source)

    def arrays(self, data):
        """Nada latih `uint8` `(passes * N, 32, 4)`: seluruhnya, diulang `passes` kali."""
        return [np.tile(data.x_train, (self.passes, 1, 1))]

    def steps(self):
        """Banyak langkah seluruh pelatihan; tidak memuat data."""
        return self.epochs * self.epoch_steps(self.passes * TRAIN_COUNTS[self.source])

    def build(self):
        """WGAN-GP dari `generatif.models.musegan.build_musegan`."""
        from generatif.models.musegan import build_musegan

        return build_musegan(
            self.latent_dim,
            self.width,
            critic_steps=self.critic_steps,
            generator_rate=self.generator_rate,
            critic_rate=self.critic_rate,
            steps=self.steps(),
            seed=self.seed,
        )

    def prepare(self, pitches):
        """*Piano roll* *one-hot* dari nomor MIDI."""
        from generatif.models.musegan import to_rolls

        return to_rolls(pitches)

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) saja."""
        return {"generator": model.average_generator}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep."""
        return latent_sample(count, self.latent_dim, self.seed)

    def render(self, network, inputs):
        """Gambar *piano roll* dari vektor laten, `(N, 54, 32, 3)`."""
        from generatif.music_files import draw_rolls

        return draw_rolls(self.play(network, inputs))

    def samples(self, network, latent):
        """Sama dengan :meth:`render`: masukan generator memang vektor laten."""
        return self.render(network, latent)

    def play(self, network, latent):
        """Nada `uint8` `(N, 32, 4)` dari vektor laten `(N, latent_dim)`."""
        from generatif.models.musegan import to_pitches

        return to_pitches(network.predict(latent, batch_size=500, verbose=0))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur statistik nada."""
        from generatif.music_scoring import MusicScorer

        return MusicScorer(self, count)


RECIPES = (
    MusicRecipe(name="musegan-koral", profile="kilat", source="part", epochs=2, passes=4, width=16),
    MusicRecipe(name="musegan-koral", profile="laptop", epochs=4),
)

"""Resep video: GAN atas klip angka bergerak, dengan isi dan gerak yang terpisah."""

from dataclasses import dataclass

from generatif.checks import require
from generatif.data import symmetric_to_uint8
from generatif.moving_digits import FRAMES, TRAIN_COUNTS, load_moving_digits
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample

DESIGNS = ("shift", "frame", "whole")


@dataclass(frozen=True, kw_only=True)
class VideoRecipe(Recipe):
    """MoCoGAN kecil atas klip angka bergerak.

    Attributes:
        content_dim: ukuran kode isi.
        motion_dim: ukuran kode gerak.
        width: lebar semua jaringan.
        design: `"shift"`, `"frame"`, atau `"whole"`, lihat
            `generatif.models.mocogan_variants.build_mocogan`.
        frame_judge: `False` agar bingkai tidak dinilai tersendiri.
    """

    data: str = "moving_digits"
    batch_size: int = 32
    content_dim: int = 32
    motion_dim: int = 16
    width: int = 32
    design: str = "shift"
    frame_judge: bool = True

    family = "mocogan"
    modules = (
        "averages",
        "batches",
        "layers",
        "losses",
        "models.gan",
        "models.mini",
        "models.mocogan",
        "models.mocogan_variants",
        "moving_digits",
    )
    gray_levels = 127.5

    def __post_init__(self):
        super().__post_init__()
        require(self.design in DESIGNS, "design", self.design, f"salah satu {DESIGNS}")

    @property
    def prior_dim(self):
        """Ukuran kode isi dan derau gerak bersama-sama."""
        return self.content_dim + (FRAMES + 1) * self.motion_dim

    def load(self):
        """Buat klipnya, `generatif.moving_digits.load_moving_digits`."""
        return load_moving_digits(self.source)

    def steps(self):
        """Banyak langkah seluruh pelatihan; tidak memuat data."""
        return self.epochs * self.epoch_steps(TRAIN_COUNTS[self.source])

    def build(self):
        """GAN video dari `generatif.models.mocogan_variants.build_mocogan`."""
        from generatif.models.mocogan_variants import build_mocogan

        return build_mocogan(
            self.content_dim,
            self.motion_dim,
            self.width,
            design=self.design,
            frame_judge=self.frame_judge,
            steps=self.steps(),
            seed=self.seed,
        )

    def prepare(self, clips):
        """Skalakan klip `uint8` ke [-1, 1]."""
        import tensorflow as tf

        return tf.cast(clips, "float32") / 127.5 - 1.0

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) saja."""
        return {"generator": model.average_generator}

    def latent(self, count, seed):
        """Kode isi `(count, content_dim)` dan derau gerak `(count, 11, motion_dim)`."""
        return self.split_latent(latent_sample(count, self.prior_dim, seed))

    def split_latent(self, latent):
        """Pisahkan vektor `(N, prior_dim)` menjadi kode isi dan derau gerak."""
        content, noise = latent[:, : self.content_dim], latent[:, self.content_dim :]
        return [content, noise.reshape(-1, FRAMES + 1, self.motion_dim)]

    def probe(self, count=PROGRESS_IMAGES):
        """Kode isi dan derau gerak dari benih resep."""
        return self.latent(count, self.seed)

    def play(self, network, inputs):
        """Klip `uint8` `(N, 10, 28, 28, 1)` dari kode isi dan derau gerak."""
        return symmetric_to_uint8(network.predict(inputs, batch_size=250, verbose=0))

    def render(self, network, inputs):
        """Bingkai pertama setiap klip, `(N, 28, 28, 1)`."""
        return self.play(network, inputs)[:, 0]

    def samples(self, network, latent):
        """Bingkai pertama klip dari vektor laten `(N, prior_dim)`."""
        return self.render(network, self.split_latent(latent))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur klip."""
        from generatif.clip_scoring import ClipScorer

        return ClipScorer(self, count)


RECIPES = (
    VideoRecipe(
        name="mocogan-mnist", profile="kilat", source="embedded", epochs=1, width=8, motion_dim=4
    ),
    VideoRecipe(name="mocogan-mnist", profile="laptop", epochs=7),
)

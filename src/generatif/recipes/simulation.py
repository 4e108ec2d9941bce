"""Resep simulasi: angka dari huruf komputer diperhalus menjadi mirip tulisan tangan."""

from dataclasses import dataclass

from generatif.checks import require_positive_int
from generatif.data import scale_to_unit
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe

BUFFER_IMAGES = 1_000


@dataclass(frozen=True, kw_only=True)
class SimGANRecipe(Recipe):
    """Penghalus citra simulator, dilatih dengan citra asli tanpa label (SimGAN).

    Attributes:
        count: banyak citra simulator, dan banyak citra asli tanpa label: citra latih pertama.
        augmented: apakah citra simulator sudah diaugmentasi klasik sebelum diperhalus.
        width: lebar penghalus, lihat `generatif.models.simgan.build_refiner`.
        blocks: banyak blok residual penghalus.
        critic_width: lebar diskriminator.
        self_weight: bobot regularisasi diri, lihat `generatif.models.simgan.SimGAN`.
    """

    batch_size: int = 32
    count: int = 10_000
    augmented: bool = False
    width: int = 32
    blocks: int = 3
    critic_width: int = 32
    self_weight: float = 0.3

    family = "simgan"
    modules = (
        "averages",
        "batches",
        "font_digits",
        "layers",
        "losses",
        "optimizers",
        "models.srresnet",
        "models.simgan",
    )
    gray_levels = 255.0

    def __post_init__(self):
        super().__post_init__()
        require_positive_int(count=self.count)

    def simulate(self):
        """Citra simulator dan labelnya, lihat `generatif.font_digits.simulate_digits`."""
        from generatif.font_digits import simulate_digits

        return simulate_digits(self.count, self.seed, self.augmented)

    def arrays(self, data):
        """Citra simulator dan citra asli, `uint8` `(count, 28, 28, 1)` masing-masing."""
        return [self.simulate()[0], data.x_train[: self.count]]

    def steps(self):
        """Banyak langkah seluruh pelatihan; tidak memuat data."""
        return self.epochs * self.epoch_steps(self.count)

    def build(self):
        """Model `generatif.models.simgan.build_simgan`; penyangganya mulai dari citra simulator."""
        from generatif.models.simgan import build_simgan

        return build_simgan(
            scale_to_unit(self.simulate()[0][:BUFFER_IMAGES]),
            self.width,
            self.blocks,
            critic_width=self.critic_width,
            self_weight=self.self_weight,
            steps=self.steps(),
            seed=self.seed,
        )

    def prepare(self, synthetic, real):
        """Pasangan citra simulator dan citra asli, piksel dalam [0, 1]."""
        import tensorflow as tf

        return tuple(tf.cast(each, "float32") / 255.0 for each in (synthetic, real))

    def networks(self, model):
        """Penghalus (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"refiner": model.average_refiner, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Citra simulator pertama, piksel dalam [0, 1]."""
        return scale_to_unit(self.simulate()[0][:count])

    def render(self, network, inputs):
        """Citra yang diperhalus."""
        from generatif.simulation_scoring import refine

        return refine(network, inputs)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur simulasi."""
        from generatif.simulation_scoring import SimulationScorer

        return SimulationScorer(self, count)


QUICK = {"profile": "kilat", "source": "embedded", "epochs": 2, "count": 1_000}
RECIPES = (
    SimGANRecipe(name="simgan-mnist", width=8, blocks=1, critic_width=8, **QUICK),
    SimGANRecipe(name="simgan-mnist", profile="laptop", epochs=2),
)

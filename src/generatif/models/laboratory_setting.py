"""Pengaturan GAN laboratorium: seluruh pelatihan dalam satu objek, satu kunci per kegagalan.

Permainannya di :mod:`generatif.models.laboratory`, data dan jaringannya di
:mod:`generatif.models.laboratory_tasks`.
"""

from dataclasses import dataclass

from generatif.checks import require
from generatif.models import mini

MOMENTS = 60


@dataclass(frozen=True)
class Setting:
    """Seluruh pengaturan satu pelatihan di laboratorium.

    Args:
        task: `"ring"` (titik dua dimensi) atau `"digits"` (6.000 citra MNIST tertanam).
        steps: banyak langkah, kelipatan `MOMENTS`.
        batch_size: banyak contoh per langkah.
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        g_rate: laju pembelajaran generator, turun menurut kosinus sampai nol.
        d_rate: laju pembelajaran diskriminator, turun dengan cara yang sama.
        rate_scale: pengali kedua laju.
        g_optimizer: `"adam"` atau `"sgd"` (penurunan gradien biasa) bagi generator.
        head_start: banyak langkah diskriminator sendirian sebelum permainan dimulai.
        penalty: bobot penalti gradien R1; 0 tanpa penalti.
        g_loss: `"nonsaturating"` atau `"saturating"`.
        swap_labels: `True` menukar label asli dan palsu pada loss diskriminator.
        data_range: `"symmetric"` ([-1, 1], cocok dengan tanh) atau `"unit"` ([0, 1]).
        training: `False` membiarkan `training` tidak disebut saat jaringan dipanggil.
        d_trainable: `False` menirukan `discriminator.trainable = False` sesudah `compile`.

    Raises:
        ValueError: bila nama tidak dikenal atau `steps` bukan kelipatan `MOMENTS`.
    """

    task: str = "digits"
    steps: int = 2400
    batch_size: int = 32
    latent_dim: int = 32
    width: int = 16
    g_rate: float = mini.GENERATOR_RATE
    d_rate: float = mini.DISCRIMINATOR_RATE
    rate_scale: float = 1.0
    g_optimizer: str = "adam"
    head_start: int = 0
    penalty: float = 0.0
    g_loss: str = "nonsaturating"
    swap_labels: bool = False
    data_range: str = "symmetric"
    training: bool = True
    d_trainable: bool = True

    def __post_init__(self):
        for name, allowed in (
            ("task", ("ring", "digits")),
            ("g_loss", ("nonsaturating", "saturating")),
            ("g_optimizer", ("adam", "sgd")),
            ("data_range", ("symmetric", "unit")),
        ):
            value = getattr(self, name)
            require(value in allowed, name, value, " atau ".join(map(repr, allowed)))
        steps = self.steps
        require(steps > 0 and steps % MOMENTS == 0, "steps", steps, f"kelipatan {MOMENTS}")


DIGITS = Setting()
RING = Setting(
    task="ring",
    steps=3000,
    batch_size=128,
    latent_dim=8,
    width=64,
    d_rate=1e-3,
    penalty=0.1,
)

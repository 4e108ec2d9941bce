"""GAN laboratorium: satu pengaturan untuk setiap kegagalan, satu permainan untuk semuanya.

Sumber: Goodfellow dkk. (2014), *Generative Adversarial Nets*, arXiv 1406.2661; penalti gradien
R1 dari Mescheder dkk. (2018), *Which Training Methods for GANs do actually Converge?*,
arXiv 1801.04406, persamaan 9. Algoritmanya :class:`~generatif.models.gan.GAN`; yang ditulis
ulang hanya babaknya (`play`), agar satu kunci :class:`Setting` dapat merusaknya. Perbedaannya:
label asli 1 (tanpa penghalusan) dan tanpa rata-rata bergerak, sehingga kegagalan tidak tertutup.

Jaringan angka adalah `generatif.models.mini` yang dipersempit; jaringan cincin dua lapisan
terhubung penuh. Data cincin mengikuti percobaan Metz dkk. (2017), *Unrolled Generative
Adversarial Networks*, arXiv 1611.02163, dengan jari-jari 1 dan simpangan baku 0,05.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from generatif.checks import require
from generatif.data import load_mnist, scale_to_symmetric, scale_to_unit
from generatif.losses import discriminator_loss, generator_loss
from generatif.models import mini
from generatif.models.gan import GAN
from generatif.runtime import split_seed

MODES = 8
RING_SPREAD = 0.05
RING_COUNT = 20_000
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


class LaboratoryGAN(GAN):
    """GAN yang memainkan satu :class:`Setting`.

    Args:
        setting: :class:`Setting`.
        seed: `int`; benih bobot awal, vektor laten, dan urutan contoh.
    """

    def __init__(self, setting, seed):
        g_seed, d_seed, play_seed = split_seed(seed, 3)
        build = build_ring_networks if setting.task == "ring" else build_digit_networks
        networks = build(setting.latent_dim, setting.width, g_seed, d_seed)
        super().__init__(*networks, real_label=1.0, ema_decay=0.0, seed=play_seed)
        self.setting = setting
        self.g_slope = keras.metrics.Mean(name="g_slope")
        scale, steps = setting.rate_scale, setting.steps
        self.compile(
            _optimizer(setting.g_optimizer, scale * setting.g_rate, steps),
            _optimizer("adam", scale * setting.d_rate, steps + setting.head_start),
        )
        self.discriminator.trainable = setting.d_trainable
        self.initial = {key: _values(weights) for key, weights in self._watched().items()}

    @property
    def metrics(self):
        """Empat metrik GAN ditambah `g_slope`, norma gradien generator."""
        return [*super().metrics, self.g_slope]

    def play(self, real_images):
        """Mainkan satu babak menurut pengaturannya.

        Args:
            real_images: tensor `(B, 2)` atau `(B, 28, 28, 1)`.

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        setting = self.setting
        mode = True if setting.training else None
        latent = self.sample_latent(ops.shape(real_images)[0])
        fake_images = self.generator(latent, training=mode)
        real_logits = self.discriminator(real_images, training=mode)
        fake_logits = self.discriminator(fake_images, training=mode)
        if setting.swap_labels:
            d_loss = discriminator_loss(fake_logits, real_logits)
        else:
            d_loss = discriminator_loss(real_logits, fake_logits)
        if setting.penalty > 0:
            d_loss += setting.penalty * r1_penalty(self.discriminator, real_images)
        if setting.g_loss == "saturating":
            g_loss = -ops.mean(ops.softplus(fake_logits))
        else:
            g_loss = generator_loss(fake_logits)
        self.d_loss.update_state(d_loss)
        self.g_loss.update_state(g_loss)
        self.d_real.update_state(ops.sigmoid(real_logits))
        self.d_fake.update_state(ops.sigmoid(fake_logits))
        return d_loss, g_loss

    def train_generator(self, tape, loss):
        """Perbarui generator dan catat norma gradiennya.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss generator dari :meth:`play`.
        """
        weights = self.generator.trainable_variables
        slopes = tape.gradient(loss, weights)
        self.g_slope.update_state(tf.linalg.global_norm(slopes))
        self.g_optimizer.apply(slopes, weights)

    def count_moved(self):
        """Hitung larik bobot yang berubah sejak model dibuat.

        Returns:
            `dict` `d`, `g`, dan `statistics` (statistik berjalan normalisasi *batch*).
        """
        return {
            key: sum(
                not np.array_equal(*pair)
                for pair in zip(self.initial[key], _values(weights), strict=True)
            )
            for key, weights in self._watched().items()
        }

    def _watched(self):
        return {
            "d": self.discriminator.weights,
            "g": self.generator.trainable_variables,
            "statistics": self.generator.non_trainable_variables,
        }

    @tf.function
    def train_rounds(self, examples, rounds):
        """Jalankan `train_step` pada contoh yang diundi.

        Args:
            examples: tensor seluruh data latih.
            rounds: tensor bilangan bulat, banyak langkah.
        """
        for _ in tf.range(rounds):
            self.train_step(self.draw(examples))

    @tf.function
    def train_ahead(self, examples, rounds):
        """Latih diskriminator saja, melawan generator yang diam.

        Args:
            examples: tensor seluruh data latih.
            rounds: tensor bilangan bulat, banyak langkah.
        """
        for _ in tf.range(rounds):
            with tf.GradientTape() as tape:
                d_loss, _ = self.play(self.draw(examples))
            self.train_discriminator(tape, d_loss)

    def draw(self, examples):
        """Undi satu *batch* contoh, dengan pengembalian."""
        size = (self.setting.batch_size,)
        drawn = keras.random.randint(size, 0, len(examples), seed=self.seed_generator)
        return ops.take(examples, drawn, axis=0)


def r1_penalty(discriminator, real_images):
    r"""Penalti gradien R1, $\tfrac12 E[\lVert\nabla_x s(x)\rVert^2]$ pada contoh asli.

    Sumber: Mescheder dkk. (2018), persamaan 9, belum dikali bobot $\gamma$.

    Args:
        discriminator: callable `(B, ...) -> (B, 1)`, keluaran logit.
        real_images: tensor `(B, ...)`.

    Returns:
        Skalar `()`, >= 0.
    """
    with tf.GradientTape() as tape:
        tape.watch(real_images)
        total = ops.sum(discriminator(real_images, training=True))
    slopes = tape.gradient(total, real_images)
    squared = ops.sum(ops.reshape(slopes, (ops.shape(slopes)[0], -1)) ** 2, axis=1)
    return ops.mean(squared) / 2


def train(setting, seed, watch=None):
    """Latih satu pengaturan dan catat kurvanya.

    Args:
        setting: :class:`Setting`.
        seed: `int`.
        watch: callable dari model ke `dict` bilangan, dicatat `MOMENTS` kali; atau `None`.

    Returns:
        Pasangan :class:`LaboratoryGAN` dan `dict` kurva `d_loss`, `g_loss`, `d_real`, `d_fake`,
        `g_slope`, masing-masing `MOMENTS` bilangan (rerata selama seperenam puluh pelatihan),
        ditambah kurva dari `watch`.
    """
    game = LaboratoryGAN(setting, seed)
    examples = tf.constant(training_data(setting))
    rounds = tf.constant(setting.steps // MOMENTS)
    if setting.head_start:
        game.train_ahead(examples, tf.constant(setting.head_start))
    rows = []
    for _ in range(MOMENTS):
        game.reset_metrics()
        game.train_rounds(examples, rounds)
        row = {key: float(value) for key, value in game.get_metrics_result().items()}
        rows.append(row | (watch(game) if watch else {}))
    return game, {key: [row[key] for row in rows] for key in rows[0]}


def training_data(setting):
    """Data latih sebuah pengaturan.

    Args:
        setting: :class:`Setting`.

    Returns:
        Larik `float32` `(20000, 2)` untuk cincin, `(6000, 28, 28, 1)` untuk angka.
    """
    if setting.task == "ring":
        return ring_points(RING_COUNT, seed=0)
    scale = scale_to_symmetric if setting.data_range == "symmetric" else scale_to_unit
    return scale(load_mnist("embedded").x_train)


def ring_centers():
    """Pusat kedelapan modus, larik `(8, 2)` pada lingkaran berjari-jari 1."""
    angles = 2 * np.pi * np.arange(MODES) / MODES
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def ring_points(count, seed):
    """Ambil titik dari campuran delapan Gauss di lingkaran.

    Args:
        count: banyak titik.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `float32` `(count, 2)`.
    """
    rng = np.random.default_rng(seed)
    centers = ring_centers()[rng.integers(0, MODES, count)]
    return (centers + rng.normal(0, RING_SPREAD, centers.shape)).astype("float32")


def build_ring_networks(latent_dim, width, g_seed, d_seed):
    """Generator dan diskriminator titik: masing-masing dua lapisan tersembunyi.

    Args:
        latent_dim: ukuran vektor laten.
        width: banyak unit lapisan tersembunyi.
        g_seed: benih bobot generator.
        d_seed: benih bobot diskriminator.

    Returns:
        Pasangan model Keras `(B, latent_dim) -> (B, 2)` dan `(B, 2) -> (B, 1)`.
    """
    return _dense(latent_dim, width, 2, g_seed), _dense(2, width, 1, d_seed)


def build_digit_networks(latent_dim, width, g_seed, d_seed):
    """Generator dan diskriminator angka dari `generatif.models.mini`.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        g_seed: benih bobot generator.
        d_seed: benih bobot diskriminator.

    Returns:
        Pasangan model Keras.
    """
    generator = mini.build_generator(latent_dim, width, g_seed)
    return generator, mini.build_discriminator(width, d_seed)


def _dense(inputs, width, outputs, seed):
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((inputs,)),
            layers.Dense(width, "relu", kernel_initializer=init),
            layers.Dense(width, "relu", kernel_initializer=init),
            layers.Dense(outputs, kernel_initializer=init),
        ]
    )


def _values(weights):
    return [weight.numpy() for weight in weights]


def _optimizer(kind, rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    if kind == "sgd":
        return keras.optimizers.SGD(schedule)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.99)

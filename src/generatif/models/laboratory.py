"""GAN laboratorium: satu pengaturan untuk setiap kegagalan, satu permainan untuk semuanya.

Sumber: Goodfellow dkk. (2014), *Generative Adversarial Nets*, arXiv 1406.2661; penalti gradien
R1 dari Mescheder dkk. (2018), *Which Training Methods for GANs do actually Converge?*,
arXiv 1801.04406, persamaan 9. Algoritmanya :class:`~generatif.models.gan.GAN`; yang ditulis
ulang hanya babaknya (`play`), agar satu kunci pengaturan dapat merusaknya. Perbedaannya:
label asli 1 (tanpa penghalusan) dan tanpa rata-rata bergerak, sehingga kegagalan tidak tertutup.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from generatif.losses import discriminator_loss, generator_loss
from generatif.models.gan import GAN
from generatif.models.laboratory_setting import MOMENTS
from generatif.models.laboratory_tasks import build_networks, training_data
from generatif.runtime import split_seed


class LaboratoryGAN(GAN):
    """GAN yang memainkan satu :class:`~generatif.models.laboratory_setting.Setting`.

    Args:
        setting: :class:`~generatif.models.laboratory_setting.Setting`.
        seed: `int`; benih bobot awal, vektor laten, dan urutan contoh.
    """

    def __init__(self, setting, seed):
        g_seed, d_seed, play_seed = split_seed(seed, 3)
        networks = build_networks(setting, g_seed, d_seed)
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
        discriminator: fungsi `(B, ...) -> (B, 1)`, keluaran logit.
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
        setting: :class:`~generatif.models.laboratory_setting.Setting`.
        seed: `int`.
        watch: fungsi dari model ke `dict` bilangan, dicatat `MOMENTS` kali; atau `None`.

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


def _values(weights):
    return [weight.numpy() for weight in weights]


def _optimizer(kind, rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    if kind == "sgd":
        return keras.optimizers.SGD(schedule)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.99)

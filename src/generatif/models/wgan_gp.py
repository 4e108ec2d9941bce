r"""WGAN-GP: kritikus dijaga 1-Lipschitz oleh penalti gradien, bukan penjepitan bobot.

Sumber: Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville (2017), *Improved Training of Wasserstein
GANs*, arXiv 1704.00028, Algoritma 1. Perbedaan dari makalah:

- sampel diambil dari rata-rata bergerak bobot generator, seperti GAN lain di buku ini, agar
  perbandingannya adil;
- bilangan kecil di bawah akar norma, karena turunan akar di nol tak hingga;
- jaringan, laju pembelajaran, dan jadwalnya milik resep, bukan milik modul ini. Bawaan makalah:
  Adam dengan laju 1e-4, beta_1 0, beta_2 0,9, *batch* 64.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import (
    require,
    require_float_images,
    require_latent,
    require_matching_networks,
    require_positive_int,
)
from generatif.models.wgan import critic_loss, generator_loss, split_batch

TINY = 1e-12


def gradient_penalty(critic, real, fake, seed=None):
    r"""Penalti gradien, $E[(\lVert\nabla_{\bar x} f(\bar x)\rVert_2 - 1)^2]$.

    Titik sisipan $\bar x = \epsilon x + (1 - \epsilon)\tilde x$ memakai satu
    $\epsilon \sim U(0, 1)$ per contoh, sama untuk semua piksel contoh itu.

    Sumber: Gulrajani dkk. (2017), Algoritma 1 baris 4 sampai 7.

    Args:
        critic: fungsi `(B, ...) -> (B, 1)` yang menerima `training`; skor tanpa sigmoid.
        real: tensor `(B, ...)`, citra asli.
        fake: tensor berbentuk sama, citra buatan.
        seed: `int`, `SeedGenerator`, atau `None`.

    Returns:
        Skalar `()`, >= 0, belum dikalikan dengan bobot penalti.

    Raises:
        ValueError: bila bentuk `real` dan `fake` berbeda.
    """
    require(
        tuple(real.shape) == tuple(fake.shape),
        "bentuk fake",
        tuple(fake.shape),
        f"sama dengan bentuk real, {tuple(real.shape)}",
    )
    pixels = tuple(range(1, len(real.shape)))
    epsilon = keras.random.uniform((ops.shape(real)[0],) + (1,) * len(pixels), seed=seed)
    mixed = epsilon * real + (1 - epsilon) * fake
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(mixed)
        scores = critic(mixed, training=True)
    slope = tape.gradient(scores, mixed)
    norm = ops.sqrt(ops.sum(slope**2, axis=pixels) + TINY)
    return ops.mean((norm - 1) ** 2)


class WGANGP(keras.Model):
    r"""GAN Wasserstein dengan penalti gradien, dilatih dengan `fit`.

    Args:
        generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.
        critic: model Keras `(B, H, W, C) -> (B, 1)`, skor tanpa sigmoid, tanpa normalisasi
            *batch*: penaltinya berlaku per contoh, sedangkan normalisasi *batch* membuat skor
            satu contoh bergantung pada contoh lain (makalah, bagian 4).
        critic_steps: pembaruan kritikus per pembaruan generator.
        penalty_weight: bobot penalti lambda.
        ema_decay: batas peluruhan rata-rata bergerak, dalam [0, 1).
        seed: `int` atau `None`; benih vektor laten dan titik sisipan.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak cocok, kritikus memuat normalisasi *batch*,
            atau nilai di luar selang.
    """

    def __init__(
        self, generator, critic, *, critic_steps=5, penalty_weight=10.0, ema_decay=0.999, seed=None
    ):
        super().__init__()
        require_matching_networks(generator, critic)
        require_no_batch_normalization(critic)
        require_positive_int(critic_steps=critic_steps)
        require(penalty_weight >= 0, "penalty_weight", penalty_weight, "bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.critic = critic
        self.average_generator = average_copy(generator)
        self.latent_dim = generator.input_shape[-1]
        self.critic_steps = critic_steps
        self.penalty_weight = penalty_weight
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.distance = keras.metrics.Mean(name="distance")
        self.penalty = keras.metrics.Mean(name="penalty")
        self.g_loss = keras.metrics.Mean(name="g_loss")
        self.built = True

    @property
    def metrics(self):
        """Rerata `distance` (taksiran jarak, tanpa penalti), `penalty`, dan `g_loss`."""
        return [self.distance, self.penalty, self.g_loss]

    def compile(self, g_optimizer, c_optimizer, *, run_eagerly=False, jit_compile="auto"):
        """Pasang satu pengoptimal untuk tiap jaringan.

        Args:
            g_optimizer: pengoptimal Keras bagi generator.
            c_optimizer: pengoptimal Keras lain bagi kritikus.
            run_eagerly: `True` untuk menelusuri langkah demi langkah; jauh lebih lambat.
            jit_compile: seperti pada `keras.Model.compile`.
        """
        super().compile(optimizer=None, run_eagerly=run_eagerly, jit_compile=jit_compile)
        self.g_optimizer = g_optimizer
        self.c_optimizer = c_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.c_optimizer.build(self.critic.trainable_variables)

    def train_step(self, real_images):
        """Satu putaran Algoritma 1: `critic_steps` kali kritikus, lalu sekali generator.

        Args:
            real_images: tensor `(critic_steps * B, H, W, C)`; tiap pembaruan kritikus memakai
                B citra yang lain.

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        require_float_images(real_images, self.critic.input_shape)
        parts = split_batch(real_images, self.critic_steps)
        for index in range(self.critic_steps):
            self.train_critic(parts[index])
        self.train_generator(ops.shape(parts)[1])
        return self.get_metrics_result()

    def train_critic(self, real_images):
        """Perbarui kritikus saja: jarak sebesar mungkin, gradien sedekat mungkin ke satu.

        Args:
            real_images: tensor `(B, H, W, C)`, dalam rentang keluaran generator.
        """
        latent = self.sample_latent(ops.shape(real_images)[0])
        fake_images = self.generator(latent, training=True)
        with tf.GradientTape() as tape:
            loss = critic_loss(
                self.critic(real_images, training=True), self.critic(fake_images, training=True)
            )
            penalty = gradient_penalty(self.critic, real_images, fake_images, self.seed_generator)
            total = loss + self.penalty_weight * penalty
        weights = self.critic.trainable_variables
        self.c_optimizer.apply(tape.gradient(total, weights), weights)
        self.distance.update_state(-loss)
        self.penalty.update_state(penalty)

    def train_generator(self, batch_size):
        """Perbarui generator saja agar buatannya mendapat skor lebih tinggi.

        Args:
            batch_size: banyak citra buatan.
        """
        with tf.GradientTape() as tape:
            fake_images = self.generator(self.sample_latent(batch_size), training=True)
            loss = generator_loss(self.critic(fake_images, training=True))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )
        self.g_loss.update_state(loss)

    def sample_latent(self, batch_size):
        """Ambil vektor laten `(batch_size, latent_dim)` dari N(0, I)."""
        return keras.random.normal((batch_size, self.latent_dim), seed=self.seed_generator)

    def call(self, latent, training=False):
        """Buat citra `(B, H, W, C)` dari `latent` `(B, latent_dim)` dengan bobot rata-rata."""
        require_latent(latent, self.latent_dim)
        return self.average_generator(latent, training=False)


def require_no_batch_normalization(critic):
    """Tolak kritikus yang memuat normalisasi *batch*.

    Args:
        critic: model Keras.

    Raises:
        ValueError: menyebut nama lapisannya.
    """
    for layer in critic.layers:
        if isinstance(layer, layers.BatchNormalization):
            raise ValueError(
                f"Kritikus memuat normalisasi batch (lapisan {layer.name!r}): skor satu contoh "
                "lalu bergantung pada contoh lain, padahal penaltinya per contoh. Buang lapisan "
                "itu, atau ganti dengan LayerNormalization."
            )

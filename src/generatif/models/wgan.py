r"""WGAN: kritikus menaksir jarak Wasserstein, bobotnya dijepit.

Sumber: Arjovsky, Chintala, Bottou (2017), *Wasserstein GAN*, arXiv 1701.07875, Algoritma 1.
Perbedaan dari makalah:

- sampel diambil dari rata-rata bergerak bobot generator, seperti GAN lain di buku ini, agar
  perbandingannya adil;
- satu langkah membagi satu *batch* citra asli menjadi `critic_steps` bagian, sehingga setiap
  pembaruan kritikus melihat citra lain, seperti pada makalah;
- jaringan, laju pembelajaran, dan jadwalnya milik resep, bukan milik modul ini. Bawaan makalah:
  RMSprop dengan laju 5e-5, *batch* 64.
"""

import keras
import tensorflow as tf
from keras import ops

from generatif.averages import average_copy, move_average
from generatif.checks import (
    require,
    require_float_images,
    require_latent,
    require_matching_networks,
    require_positive_int,
)


def critic_loss(real_scores, fake_scores):
    r"""Loss kritikus, $E[f(\tilde x)] - E[f(x)]$: minus taksiran jarak Wasserstein.

    Sumber: Arjovsky dkk. (2017), Algoritma 1 baris 5, dengan tanda dibalik agar diminimalkan.

    Args:
        real_scores: tensor `(B, 1)`, skor citra asli; tanpa sigmoid.
        fake_scores: tensor `(B, 1)`, skor citra buatan.

    Returns:
        Skalar `()`, boleh negatif.
    """
    return ops.mean(fake_scores) - ops.mean(real_scores)


def generator_loss(fake_scores):
    r"""Loss generator, $-E[f(\tilde x)]$.

    Sumber: Arjovsky dkk. (2017), Algoritma 1 baris 10.

    Args:
        fake_scores: tensor `(B, 1)`, skor citra buatan; tanpa sigmoid.

    Returns:
        Skalar `()`, boleh negatif.
    """
    return -ops.mean(fake_scores)


def split_batch(images, parts):
    """Bagi satu *batch* menjadi beberapa bagian yang sama banyak.

    Args:
        images: tensor `(parts * B, H, W, C)`.
        parts: banyak bagian.

    Returns:
        Tensor `(parts, B, H, W, C)`.

    Raises:
        ValueError: bila banyak citranya bukan kelipatan `parts`.
    """
    count = images.shape[0]
    require(
        count is None or count % parts == 0,
        "banyak citra",
        count,
        f"kelipatan critic_steps = {parts}",
    )
    return ops.reshape(images, (parts, -1, *images.shape[1:]))


class WGAN(keras.Model):
    r"""GAN Wasserstein dengan penjepitan bobot, dilatih dengan `fit`.

    Args:
        generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.
        critic: model Keras `(B, H, W, C) -> (B, 1)`, skor tanpa sigmoid.
        critic_steps: pembaruan kritikus per pembaruan generator.
        clip: batas bobot kritikus c; sesudah tiap pembaruan semuanya di [-c, c].
        ema_decay: batas peluruhan rata-rata bergerak, dalam [0, 1).
        seed: `int` atau `None`; benih vektor laten.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak cocok atau nilai di luar selang.
    """

    def __init__(self, generator, critic, *, critic_steps=5, clip=0.01, ema_decay=0.999, seed=None):
        super().__init__()
        require_matching_networks(generator, critic)
        require_positive_int(critic_steps=critic_steps)
        require(clip > 0, "clip", clip, "bilangan > 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.critic = critic
        self.average_generator = average_copy(generator)
        self.latent_dim = generator.input_shape[-1]
        self.critic_steps = critic_steps
        self.clip = clip
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.distance = keras.metrics.Mean(name="distance")
        self.g_loss = keras.metrics.Mean(name="g_loss")
        self.built = True

    @property
    def metrics(self):
        """Rerata `distance` (taksiran jarak, minus loss kritikus) dan `g_loss` per epoch."""
        return [self.distance, self.g_loss]

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
            `dict` rerata berjalan kedua metrik.
        """
        require_float_images(real_images, self.critic.input_shape)
        parts = split_batch(real_images, self.critic_steps)
        for index in range(self.critic_steps):
            self.train_critic(parts[index])
        self.train_generator(ops.shape(parts)[1])
        return self.get_metrics_result()

    def train_critic(self, real_images):
        """Perbarui kritikus saja, lalu jepit bobotnya.

        Args:
            real_images: tensor `(B, H, W, C)`, dalam rentang keluaran generator.
        """
        latent = self.sample_latent(ops.shape(real_images)[0])
        fake_images = self.generator(latent, training=True)
        with tf.GradientTape() as tape:
            loss = critic_loss(
                self.critic(real_images, training=True), self.critic(fake_images, training=True)
            )
        weights = self.critic.trainable_variables
        self.c_optimizer.apply(tape.gradient(loss, weights), weights)
        for weight in weights:
            weight.assign(ops.clip(weight, -self.clip, self.clip))
        self.distance.update_state(-loss)

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

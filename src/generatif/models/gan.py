"""Algoritma GAN: dua jaringan, dua gradien, satu langkah pelatihan.

Sumber: Goodfellow dkk. (2014), *Generative Adversarial Nets*, arXiv 1406.2661.
Perbedaan dari Algoritma 1: kedua pemain diperbarui serentak dari pasangan bobot yang sama,
generator memakai loss yang tidak jenuh, dan rata-rata bergerak bobot generator
(Yazıcı dkk., 2019, arXiv 1806.04498) dipakai saat menyampel.
"""

import keras
import tensorflow as tf
from keras import ops

from generatif.checks import (
    require,
    require_float_images,
    require_latent,
    require_matching_networks,
    require_positive_int,
)
from generatif.losses import discriminator_loss, generator_loss


class GAN(keras.Model):
    r"""GAN yang dilatih dengan `fit`.

    Memanggil model (atau `predict`) menyampel dari rata-rata bergerak bobot generator;
    tidak ada bobot yang berubah karenanya.

    Args:
        generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.
        discriminator: model Keras `(B, H, W, C) -> (B, 1)`, keluaran logit tanpa sigmoid.
        real_label: sasaran bagi citra asli, dalam (0, 1]; 0,9 = penghalusan label satu sisi.
        noise_stddev: simpangan baku derau Gauss pada masukan diskriminator, dalam satuan
            piksel model. Ubah selama pelatihan dengan
            :class:`~generatif.callbacks.InstanceNoiseDecay`.
        ema_decay: batas peluruhan rata-rata bergerak, dalam [0, 1). Peluruhan pada langkah
            ke-n adalah min(ema_decay, (1 + n) / (10 + n)), sehingga bobot awal cepat hilang.
        seed: `int` atau `None`; benih vektor laten dan derau.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak cocok atau nilai di luar selang.
    """

    def __init__(
        self,
        generator,
        discriminator,
        *,
        real_label=0.9,
        noise_stddev=0.0,
        ema_decay=0.999,
        seed=None,
    ):
        super().__init__()
        require_matching_networks(generator, discriminator)
        require(0 < real_label <= 1, "real_label", real_label, "bilangan dalam (0, 1]")
        require(noise_stddev >= 0, "noise_stddev", noise_stddev, "bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.average_generator = keras.models.clone_model(generator)
        self.average_generator.set_weights(generator.get_weights())
        self.average_generator.trainable = False
        self.latent_dim = generator.input_shape[-1]
        self.real_label = real_label
        self.ema_decay = ema_decay
        self.noise_stddev = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(noise_stddev),
            trainable=False,
            name="noise_stddev",
        )
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.d_loss = keras.metrics.Mean(name="d_loss")
        self.g_loss = keras.metrics.Mean(name="g_loss")
        self.d_real = keras.metrics.Mean(name="d_real")
        self.d_fake = keras.metrics.Mean(name="d_fake")
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss`, `g_loss`, D(asli), dan D(palsu) per epoch."""
        return [self.d_loss, self.g_loss, self.d_real, self.d_fake]

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False, jit_compile="auto"):
        """Pasang satu pengoptimal untuk tiap jaringan.

        Args:
            g_optimizer: pengoptimal Keras bagi generator.
            d_optimizer: pengoptimal Keras lain bagi diskriminator.
            run_eagerly: `True` untuk menelusuri langkah demi langkah; jauh lebih lambat.
            jit_compile: seperti pada `keras.Model.compile`.

        Raises:
            ValueError: bila kedua pengoptimal adalah objek yang sama.
        """
        if g_optimizer is d_optimizer:
            raise ValueError(
                "g_optimizer dan d_optimizer adalah objek yang sama; satu pengoptimal Keras "
                "hanya melayani satu jaringan. Buat dua pengoptimal terpisah."
            )
        super().compile(optimizer=None, run_eagerly=run_eagerly, jit_compile=jit_compile)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def fit(self, x, y=None, *, epochs=1, batch_size=None, **options):
        """Latih seperti `keras.Model.fit`, hanya dari citra asli.

        Args:
            x: larik atau `tf.data.Dataset` citra pecahan `(B, H, W, C)`, tanpa label, dalam
                rentang keluaran generator.
            y: harus `None`; ada agar label yang terlanjur diberikan ditolak dengan jelas.
            epochs: nomor epoch terakhir, bilangan bulat positif.
            batch_size: banyak citra per langkah bila `x` larik.
            **options: argumen lain `keras.Model.fit`, misalnya `callbacks`.

        Returns:
            `keras.callbacks.History` dengan `d_loss`, `g_loss`, `d_real`, dan `d_fake`.

        Raises:
            ValueError: bila bentuk atau isi `x`, `epochs`, atau `batch_size` tidak sesuai.
            TypeError: bila `x` memuat label atau bukan pecahan.
        """
        streamed = isinstance(x, tf.data.Dataset)
        described = x.element_spec if streamed else x
        require_float_images(
            described if y is None else (described, y), self.discriminator.input_shape
        )
        require_positive_int(epochs=epochs, batch_size=1 if batch_size is None else batch_size)
        options.setdefault("shuffle", not streamed)
        return super().fit(x, epochs=epochs, batch_size=batch_size, **options)

    def train_step(self, real_images):
        """Satu langkah serentak; kedua pemain memakai satu nilai D(G(z)) yang sama.

        Args:
            real_images: tensor `(B, H, W, C)` pecahan, dalam rentang keluaran generator.

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(real_images)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        self.update_average()
        return self.get_metrics_result()

    def play(self, real_images):
        """Mainkan satu babak: diskriminator menilai citra asli dan buatan generator.

        Args:
            real_images: tensor `(B, H, W, C)`.

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        fake_images = self.generator(self.sample_latent(ops.shape(real_images)[0]), training=True)
        real_logits = self.discriminator(self.add_noise(real_images), training=True)
        fake_logits = self.discriminator(self.add_noise(fake_images), training=True)
        d_loss = discriminator_loss(real_logits, fake_logits, self.real_label)
        g_loss = generator_loss(fake_logits)
        self.d_loss.update_state(d_loss)
        self.g_loss.update_state(g_loss)
        self.d_real.update_state(ops.sigmoid(real_logits))
        self.d_fake.update_state(ops.sigmoid(fake_logits))
        return d_loss, g_loss

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja agar membedakan citra asli dan palsu.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss diskriminator dari :meth:`play`.
        """
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja agar diskriminator menyebut buatannya asli.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss generator dari :meth:`play`.
        """
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)

    def update_average(self):
        """Geser rata-rata bergerak satu langkah ke arah bobot generator sekarang."""
        step = ops.cast(self.g_optimizer.iterations, "float32")
        decay = ops.minimum(self.ema_decay, (1 + step) / (10 + step))
        for average, weight in zip(
            self.average_generator.weights, self.generator.weights, strict=True
        ):
            average.assign_sub((1 - decay) * (average - weight))

    def add_noise(self, images):
        """Tambahkan derau masukan diskriminator (Sønderby dkk., 2017) ke `images`."""

        def noisy():
            noise = keras.random.normal(ops.shape(images), seed=self.seed_generator)
            return images + self.noise_stddev * noise

        return ops.cond(self.noise_stddev > 0, noisy, lambda: images)

    def sample_latent(self, batch_size):
        """Ambil vektor laten `(batch_size, latent_dim)` dari N(0, I)."""
        return keras.random.normal((batch_size, self.latent_dim), seed=self.seed_generator)

    def call(self, latent, training=False):
        """Buat citra `(B, H, W, C)` dari `latent` `(B, latent_dim)` dengan bobot rata-rata."""
        require_latent(latent, self.latent_dim)
        return self.average_generator(latent, training=False)

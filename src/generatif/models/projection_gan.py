r"""GAN bersyarat dengan diskriminator proyeksi, untuk citra kecil berwarna dengan beberapa sifat.

Sumber: Miyato, Koyama (2018), *cGANs with Projection Discriminator*, arXiv 1802.05637. Seperti di
makalah, skornya $y^\top P\,\mathrm{fit}(x) + w^\top \mathrm{fit}(x) + b$ (persamaan 3; di sana $V$,
$\phi$, dan $\psi$), loss-nya loss engsel, dan setiap lapisan diskriminator dinormalkan secara
spektral (`generatif.models.spectral`). Perbedaan dari makalah:

- $y$ vektor beberapa sifat ya/tidak, bukan satu kelas; tidak dan ya menjadi -1 dan 1, sehingga
  sifat yang tidak ada ikut berbicara;
- di generator sifat bergabung dengan vektor laten; makalah memakai normalisasi *batch* bersyarat;
- fiturnya berasal dari lapisan rapat, bukan penjumlahan seluruh bidang: karakter selalu
  menghadap depan, sehingga letak bermakna;
- jaringan kecil tanpa blok residual; satu langkah diskriminator per langkah generator, bukan lima;
  kedua pemain diperbarui serentak, dengan rata-rata bergerak bobot generator; laju 1e-3 dan 5e-4
  yang turun sampai nol dan $\beta_2$ 0,99, bukan 2e-4 dan 0,9.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import (
    require,
    require_float_images,
    require_latent,
    require_positive_int,
)
from generatif.layers import FastBatchNormalization
from generatif.models.spectral import SpectralConv2D, SpectralDense
from generatif.runtime import split_seed

IMAGE_SIZE = 16
COLORS = 3
GENERATOR_RATE = 1e-3
DISCRIMINATOR_RATE = 5e-4


def hinge_discriminator_loss(real_logits, fake_logits):
    r"""$E[\max(0, 1 - s(x, y))] + E[\max(0, 1 + s(\tilde x, y))]$.

    Args:
        real_logits: tensor `(B, 1)`, skor citra asli.
        fake_logits: tensor `(B, 1)`, skor citra palsu.

    Returns:
        Skalar `()`, >= 0; 2 bila semua skor nol.
    """
    return ops.mean(ops.relu(1 - real_logits)) + ops.mean(ops.relu(1 + fake_logits))


def signs(attributes):
    """Ubah sifat 0 dan 1 `(B, K)` menjadi -1.0 dan 1.0."""
    return 2 * ops.cast(attributes, "float32") - 1


class ProjectionGAN(keras.Model):
    """GAN bersyarat; dilatih dengan `fit(citra, sifat)`.

    Memanggil model dengan vektor laten dan sifat menyampel dari rata-rata bergerak bobot
    generator.

    Args:
        generator: model Keras `[(B, d), (B, K)] -> (B, H, W, C)`; sifat berisi -1 dan 1.
        discriminator: model Keras `[(B, H, W, C), (B, K)] -> (B, 1)`, skor tanpa sigmoid.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.
        seed: `int` atau `None`; benih vektor laten.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak cocok atau `ema_decay` di luar selang.
    """

    def __init__(self, generator, discriminator, *, ema_decay=0.999, seed=None):
        super().__init__(name="projection_gan")
        made = [(None, *generator.output_shape[1:]), generator.input_shape[1]]
        seen = list(discriminator.input_shape)
        require(made == seen, "masukan diskriminator", seen, f"{made}, citra dan sifat")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.average_generator = average_copy(generator)
        self.latent_dim, self.attributes = (shape[-1] for shape in generator.input_shape)
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.means = [
            keras.metrics.Mean(name=name) for name in ("d_loss", "g_loss", "d_real", "d_fake")
        ]
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss`, `g_loss`, serta skor rerata citra asli dan palsu."""
        return self.means

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal Keras yang berlainan, satu untuk tiap jaringan."""
        require(g_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, batch):
        """Satu langkah serentak; kedua pemain memakai citra palsu yang sama.

        Args:
            batch: pasangan citra pecahan `(B, H, W, C)` dalam [-1, 1] dan sifat `(B, K)` berisi
                0 dan 1.

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        require_float_images(batch[0], self.discriminator.input_shape[0])
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(*batch)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, real_images, attributes):
        """Mainkan satu babak; citra asli dan palsu dinilai bersama sifat yang sama.

        Args:
            real_images: tensor `(B, H, W, C)`.
            attributes: tensor `(B, K)` berisi 0 dan 1.

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        condition = signs(attributes)
        latent = self.sample_latent(ops.shape(real_images)[0])
        fake_images = self.generator([latent, condition], training=True)
        real_logits = self.discriminator([real_images, condition], training=True)
        fake_logits = self.discriminator([fake_images, condition], training=True)
        d_loss = hinge_discriminator_loss(real_logits, fake_logits)
        g_loss = -ops.mean(fake_logits)
        values = d_loss, g_loss, real_logits, fake_logits
        for mean, value in zip(self.means, values, strict=True):
            mean.update_state(value)
        return d_loss, g_loss

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja; `tape` merekam `loss` dari :meth:`play`."""
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja, lalu geser rata-rata bobotnya."""
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )

    def sample_latent(self, batch_size):
        """Ambil vektor laten `(batch_size, latent_dim)` dari N(0, I)."""
        return keras.random.normal((batch_size, self.latent_dim), seed=self.seed_generator)

    def call(self, inputs, training=False):
        """Buat citra dari vektor laten `(B, d)` dan sifat `(B, K)` berisi 0 dan 1."""
        latent, attributes = inputs
        require_latent(latent, self.latent_dim)
        return self.average_generator([latent, signs(attributes)], training=False)


def build_generator(latent_dim=32, width=32, attributes=5, seed=None):
    """Jaringan pembuat karakter: 4x4 dibesarkan dua kali menjadi 16x16.

    Args:
        latent_dim: ukuran vektor laten.
        width: banyak kanal pada 16x16; pada 8x8 dua kalinya, pada 4x4 empat kalinya.
        attributes: banyak sifat K.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, latent_dim), (B, K)] -> (B, 16, 16, 3)`, piksel dalam [-1, 1].

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width, attributes=attributes)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    plain = {"use_bias": False, "kernel_initializer": init}
    latent, condition = keras.Input((latent_dim,)), keras.Input((attributes,))
    start = IMAGE_SIZE // 4
    x = layers.Concatenate()([latent, condition])
    x = _activate(layers.Dense(start * start * 4 * width, **plain)(x))
    x = layers.Reshape((start, start, 4 * width))(x)
    for channels in (2 * width, width):
        x = _activate(layers.Conv2DTranspose(channels, 4, 2, padding="same", **plain)(x))
    images = layers.Conv2D(COLORS, 3, padding="same", activation="tanh", kernel_initializer=init)(x)
    return keras.Model([latent, condition], images, name="generator")


def build_discriminator(width=32, attributes=5, projected=True, seed=None):
    r"""Diskriminator proyeksi: $s(x, y) = w^\top \mathrm{fit}(x) + b + y^\top P\,\mathrm{fit}(x)$.

    Args:
        width: banyak kanal pada 16x16; pada 8x8 dua kalinya; fiturnya empat kalinya.
        attributes: banyak sifat K.
        projected: `False` membuang suku proyeksi, sehingga sifat tidak dilihat.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, 16, 16, 3), (B, K)] -> (B, 1)`; skor tanpa sigmoid.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(width=width, attributes=attributes)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    same = {"padding": "same", "kernel_initializer": init}
    image, condition = keras.Input((IMAGE_SIZE, IMAGE_SIZE, COLORS)), keras.Input((attributes,))
    x = layers.LeakyReLU(0.2)(SpectralConv2D(width, 3, **same)(image))
    for channels in (2 * width, 2 * width):
        x = layers.LeakyReLU(0.2)(SpectralConv2D(channels, 4, 2, **same)(x))
    x = SpectralDense(4 * width, kernel_initializer=init)(layers.Flatten()(x))
    features = layers.LeakyReLU(0.2)(x)
    score = SpectralDense(1, kernel_initializer=init)(features)
    if projected:
        embedding = SpectralDense(4 * width, use_bias=False, kernel_initializer=init)(condition)
        score = layers.Add()([score, layers.Dot(1)([embedding, features])])
    return keras.Model([image, condition], score, name="discriminator")


def build_projection_gan(
    latent_dim=32, width=32, attributes=5, projected=True, *, steps, seed=None
):
    """Rakit GAN proyeksi yang siap dilatih: Adam tanpa momentum, laju turun sampai nol.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        attributes: banyak sifat.
        projected: lihat :func:`build_discriminator`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal dan vektor laten.

    Returns:
        :class:`ProjectionGAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(steps=steps)
    generator_seed, discriminator_seed, latent_seed = split_seed(seed, 3)
    gan = ProjectionGAN(
        build_generator(latent_dim, width, attributes, generator_seed),
        build_discriminator(width, attributes, projected, discriminator_seed),
        seed=latent_seed,
    )
    schedules = [
        keras.optimizers.schedules.CosineDecay(rate, steps)
        for rate in (GENERATOR_RATE, DISCRIMINATOR_RATE)
    ]
    gan.compile(*(keras.optimizers.Adam(each, beta_1=0.0, beta_2=0.99) for each in schedules))
    return gan


def _activate(x):
    return layers.LeakyReLU(0.2)(FastBatchNormalization(momentum=0.9)(x))

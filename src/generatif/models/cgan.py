r"""GAN bersyarat: kelas citra diberikan kepada generator dan diskriminator.

Sumber: Mirza, Osindero (2014), *Conditional Generative Adversarial Nets*, arXiv 1411.1784.
Perbedaan dari makalah:

- jaringannya konvolusi, turunan GAN tiga menit (`generatif.models.mini`); makalah memakai lapisan
  rapat ReLU (generator) dan *maxout* (diskriminator) dengan dropout;
- vektor laten normal berukuran 32, bukan seragam berukuran 100;
- label bergabung dengan vektor laten sebelum lapisan pertama; makalah menggabungkan keduanya
  sesudah satu lapisan rapat masing-masing;
- di diskriminator label menjadi peta kanal di samping citra; makalah menggabungkan fitur citra dan
  fitur label (`label_input="features"` mendekatinya: label mentah disambung ke fitur konvolusi);
- pengoptimal, sasaran 0,9, pembaruan serentak, dan rata-rata bergerak bobot generator seperti pada
  GAN tiga menit, sehingga bedanya dari GAN itu hanya label.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.checks import (
    require,
    require_float_images,
    require_labels,
    require_latent,
    require_positive_int,
)
from generatif.losses import discriminator_loss, generator_loss
from generatif.models.mini import (
    DISCRIMINATOR_RATE,
    GENERATOR_RATE,
    HALF_SIZE,
    IMAGE_SIZE,
)
from generatif.models.mini import build_generator as build_plain_generator
from generatif.runtime import split_seed

LABEL_INPUTS = ("map", "features")


class ConditionalGAN(keras.Model):
    r"""GAN bersyarat; dilatih dengan `fit(citra, label)`.

    Memanggil model dengan vektor laten dan label menyampel dari rata-rata bergerak bobot
    generator.

    Args:
        generator: model Keras `[(B, d), (B, K)] -> (B, ...)`; masukan kedua vektor label.
        discriminator: model Keras `[(B, ...), (B, K)] -> (B, 1)`, keluaran logit.
        real_label: sasaran bagi citra asli, dalam (0, 1].
        ema_decay: batas peluruhan rata-rata bergerak, lihat :class:`~generatif.models.gan.GAN`.
        seed: `int` atau `None`; benih vektor laten.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak cocok atau nilai di luar selang.
    """

    def __init__(self, generator, discriminator, *, real_label=0.9, ema_decay=0.999, seed=None):
        super().__init__(name="conditional_gan")
        made = [(None, *generator.output_shape[1:]), generator.input_shape[1]]
        seen = list(discriminator.input_shape)
        require(made == seen, "masukan diskriminator", seen, f"{made}, citra dan vektor label")
        require(0 < real_label <= 1, "real_label", real_label, "bilangan dalam (0, 1]")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.average_generator = keras.models.clone_model(generator)
        self.average_generator.set_weights(generator.get_weights())
        self.average_generator.trainable = False
        self.latent_dim, self.classes = (shape[-1] for shape in generator.input_shape)
        self.real_label = real_label
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.means = [
            keras.metrics.Mean(name=name) for name in ("d_loss", "g_loss", "d_real", "d_fake")
        ]
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss`, `g_loss`, D(asli), dan D(palsu) per epoch."""
        return self.means

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal Keras yang berlainan, satu untuk tiap jaringan."""
        require(g_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def fit(self, x, y, **options):
        """Latih seperti `keras.Model.fit`, dari citra beserta kelasnya.

        Args:
            x: larik citra pecahan `(N, H, W, C)`, dalam rentang keluaran generator.
            y: larik label bilangan bulat `(N,)`, dari 0 sampai `classes` - 1.
            **options: argumen lain `keras.Model.fit`.

        Returns:
            `keras.callbacks.History`.

        """
        require_float_images(x, self.discriminator.input_shape[0])
        require_labels(y, len(x), self.classes)
        return super().fit(x, y, **options)

    def train_step(self, batch):
        """Satu langkah serentak, seperti pada :class:`~generatif.models.gan.GAN`.

        Args:
            batch: pasangan citra `(B, H, W, C)` dan label bilangan bulat `(B,)`.

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(*batch)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        self.update_average()
        return self.get_metrics_result()

    def play(self, real_images, labels):
        """Mainkan satu babak; citra asli dan palsu dinilai bersama label yang sama.

        Args:
            real_images: tensor `(B, H, W, C)`.
            labels: tensor bilangan bulat `(B,)`.

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        condition = self.one_hot(labels)
        latent = self.sample_latent(ops.shape(real_images)[0])
        fake_images = self.generator([latent, condition], training=True)
        real_logits = self.discriminator([real_images, condition], training=True)
        fake_logits = self.discriminator([fake_images, condition], training=True)
        d_loss = discriminator_loss(real_logits, fake_logits, self.real_label)
        g_loss = generator_loss(fake_logits)
        values = d_loss, g_loss, ops.sigmoid(real_logits), ops.sigmoid(fake_logits)
        for mean, value in zip(self.means, values, strict=True):
            mean.update_state(value)
        return d_loss, g_loss

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja; `tape` merekam `loss` dari :meth:`play`."""
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja; `tape` merekam `loss` dari :meth:`play`."""
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)

    def update_average(self):
        """Geser rata-rata bergerak satu langkah ke arah bobot generator sekarang."""
        step = ops.cast(self.g_optimizer.iterations, "float32")
        decay = ops.minimum(self.ema_decay, (1 + step) / (10 + step))
        pairs = zip(self.average_generator.weights, self.generator.weights, strict=True)
        for average, weight in pairs:
            average.assign_sub((1 - decay) * (average - weight))

    def sample_latent(self, batch_size):
        """Ambil vektor laten `(batch_size, latent_dim)` dari N(0, I)."""
        return keras.random.normal((batch_size, self.latent_dim), seed=self.seed_generator)

    def one_hot(self, labels):
        """Vektor label `(B, K)` dari label bilangan bulat `(B,)`: satu pada kelasnya."""
        return ops.one_hot(ops.cast(labels, "int32"), self.classes)

    def call(self, inputs, training=False):
        """Buat citra dari pasangan vektor laten `(B, d)` dan label `(B,)`, bobot rata-rata."""
        latent, labels = inputs
        require_latent(latent, self.latent_dim)
        return self.average_generator([latent, self.one_hot(labels)], training=False)


def label_map(labels, size):
    """Ulangi vektor label di setiap piksel.

    Args:
        labels: tensor `(B, K)`, vektor label.
        size: sisi peta.

    Returns:
        Tensor `(B, size, size, K)`; setiap piksel sebuah contoh memuat seluruh vektor labelnya.
    """
    return ops.tile(ops.expand_dims(labels, (1, 2)), (1, size, size, 1))


def build_generator(latent_dim=32, width=32, classes=10, seed=None):
    """Generator GAN tiga menit yang masukannya vektor laten disambung vektor label.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar jaringan, lihat :func:`generatif.models.mini.build_generator`.
        classes: banyak kelas K.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, latent_dim), (B, K)] -> (B, 28, 28, 1)`, piksel dalam [-1, 1].
    """
    require_positive_int(latent_dim=latent_dim, width=width, classes=classes)
    latent, label = keras.Input((latent_dim,)), keras.Input((classes,))
    joined = layers.Concatenate()([latent, label])
    images = build_plain_generator(latent_dim + classes, width, seed)(joined)
    return keras.Model([latent, label], images, name="generator")


def build_discriminator(width=32, classes=10, label_input="map", seed=None):
    """Diskriminator GAN tiga menit yang juga menerima vektor label.

    Args:
        width: lebar jaringan, lihat :func:`generatif.models.mini.build_discriminator`.
        classes: banyak kelas K.
        label_input: tempat label masuk: `"map"` (peta kanal di samping citra) atau `"features"`
            (di samping fitur, sebelum lapisan rapat, mendekati makalah).
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, 28, 28, 1), (B, K)] -> (B, 1)`, keluaran logit.
    """
    require_positive_int(width=width, classes=classes)
    require(label_input in LABEL_INPUTS, "label_input", label_input, f"salah satu {LABEL_INPUTS}")
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    side, half = IMAGE_SIZE, HALF_SIZE
    image, label = keras.Input((side, side, 1)), keras.Input((classes,))
    x = layers.Reshape((half, 2, half, 2))(image)
    x = layers.Reshape((half, half, 4))(layers.Permute((1, 3, 2, 4))(x))
    if label_input == "map":
        x = layers.Concatenate()([x, label_map(label, half)])
    x = layers.Conv2D(width, 3, padding="same", kernel_initializer=init)(x)
    x = layers.LeakyReLU(0.2)(x)
    x = layers.Conv2D(2 * width, 4, strides=2, padding="same", kernel_initializer=init)(x)
    x = layers.Flatten()(layers.LeakyReLU(0.2)(x))
    if label_input == "features":
        x = layers.Concatenate()([x, label])
    x = layers.LeakyReLU(0.2)(layers.Dense(2 * width, kernel_initializer=init)(x))
    logit = layers.Dense(1, kernel_initializer=init)(x)
    return keras.Model([image, label], logit, name="discriminator")


def build_cgan(latent_dim=32, width=32, classes=10, *, steps, label_input="map", seed=None):
    """Rakit GAN bersyarat yang siap dilatih, dengan pengoptimal GAN tiga menit.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        classes: banyak kelas.
        steps: banyak langkah seluruh pelatihan; laju pembelajaran turun sampai nol di sana.
        label_input: tempat label masuk ke diskriminator.
        seed: `int` atau `None`; benih bobot awal dan vektor laten.

    Returns:
        :class:`ConditionalGAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(steps=steps)
    generator_seed, discriminator_seed, latent_seed = split_seed(seed, 3)
    gan = ConditionalGAN(
        build_generator(latent_dim, width, classes, generator_seed),
        build_discriminator(width, classes, label_input, discriminator_seed),
        seed=latent_seed,
    )
    schedules = [
        keras.optimizers.schedules.CosineDecay(rate, steps)
        for rate in (GENERATOR_RATE, DISCRIMINATOR_RATE)
    ]
    gan.compile(*(keras.optimizers.Adam(each, beta_1=0.0, beta_2=0.99) for each in schedules))
    return gan

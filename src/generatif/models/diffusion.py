r"""Model difusi: jaringan yang menaksir derau, dan cara melatihnya.

Sumber: Ho, Jain, Abbeel (2020), *Denoising Diffusion Probabilistic Models* (DDPM), arXiv
2006.11239. Proses difusinya ada di `generatif.models.diffusion_process`. Perbedaan dari makalah:

- U-Net kecil 14-7 tanpa atensi dan tanpa normalisasi; di tepinya blok 2x2 piksel menjadi empat
  kanal (Shi dkk., 2016, arXiv 1609.05158), dan di 7x7 satu lapisan terhubung penuh melihat
  seluruh citra: keduanya murah di prosesor;
- tahap masuk sebagai skala dan geseran kanal, bukan penjumlahan saja;
- bagian dalam jaringan menaksir v (Salimans dan Ho, 2022, arXiv 2202.00512), yang diubah
  menjadi derau di lapisan terakhir;
- tahap t dalam satu *batch* tersebar merata (Kingma dkk., 2021, arXiv 2107.00630);
- jadwal kosinus (Nichol dan Dhariwal, 2021, arXiv 2102.09672); *batch* 32, Adam dengan laju
  pembelajaran 1e-3 yang turun menurut kosinus, norma gradien dipotong pada 1; peluruhan
  rata-rata bergerak bobot 0,999, lebih kecil pada awal pelatihan.
"""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_positive_int
from generatif.models.diffusion_process import cosine_schedule, diffuse
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

IMAGE_SIZE = 28
HALF = IMAGE_SIZE // 2
HIDDEN = 128
LEARNING_RATE = 1e-3
LARGEST_GRADIENT = 1.0


def embed_stages(stages, size=32):
    r"""Ubah nomor tahap menjadi sinus dan kosinus pada beberapa frekuensi (DDPM, lampiran B).

    Args:
        stages: tahap `int32` `(B,)`.
        size: banyak bilangan per tahap, genap.

    Returns:
        Tensor `(B, size)` dalam [-1, 1].
    """
    frequencies = 10_000.0 ** (-np.linspace(0, 1, size // 2, dtype="float32"))
    angles = ops.cast(stages, "float32")[:, None] * frequencies
    return ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=-1)


def build_denoiser(alpha_bar, width=48, seed=None):
    r"""U-Net kecil yang menaksir derau di dalam citra.

    Citra turun dari 14x14 ke 7x7 dan naik kembali; hasil 14x14 saat turun disambungkan saat naik.
    Tahap t masuk ke setiap blok sebagai skala dan geseran kanal.

    Args:
        alpha_bar: larik `(T + 1,)` dari sebuah jadwal; mengubah v menjadi derau.
        width: banyak kanal pada 14x14; pada 7x7 dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, 28, 28, 1), (B,)] -> (B, 28, 28, 1)`; tahap `int32` 1 sampai T.

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif.
    """
    require_positive_int(width=width)
    init = keras.initializers.HeNormal(keras.random.SeedGenerator(seed))
    conv = {"padding": "same", "kernel_initializer": init}
    noisy = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1))
    stages = keras.Input((), dtype="int32")
    context = embed_stages(stages)
    for _ in range(2):
        context = layers.Dense(2 * width, "silu", kernel_initializer=init)(context)

    def block(inputs, layer):
        outputs = layer(inputs)
        channels = outputs.shape[-1]
        scale = layers.Dense(channels, kernel_initializer="zeros")(context)
        shift = layers.Dense(channels, kernel_initializer=init)(context)
        outputs = outputs * (1 + scale[:, None, None]) + shift[:, None, None]
        return layers.LeakyReLU(0.2)(outputs)

    blocks = layers.Reshape((HALF, 2, HALF, 2))(noisy)
    blocks = layers.Permute((1, 3, 2, 4))(blocks)
    blocks = layers.Reshape((HALF, HALF, 4), name="blocks")(blocks)
    wide = block(blocks, layers.Conv2D(width, 3, **conv))
    small = block(wide, layers.Conv2D(2 * width, 4, strides=2, **conv))
    small = small + 0.5 * block(small, layers.Conv2D(2 * width, 3, **conv))
    whole = layers.Dense(HIDDEN, kernel_initializer=init)(layers.Flatten()(small))
    whole = layers.LeakyReLU(0.2)(whole + layers.Dense(HIDDEN, kernel_initializer=init)(context))
    whole = layers.Dense(math.prod(small.shape[1:]), kernel_initializer=init)(whole)
    small = small + layers.Reshape(small.shape[1:])(whole)
    small = block(small, layers.Conv2D(2 * width, 3, **conv))
    large = block(small, layers.Conv2DTranspose(width, 4, strides=2, **conv))
    large = block(layers.Concatenate()([large, wide]), layers.Conv2D(width, 3, **conv))
    velocity = layers.Conv2D(4, 3, padding="same", kernel_initializer="zeros")(large)
    velocity = layers.Reshape((HALF, HALF, 2, 2))(velocity)
    velocity = layers.Permute((1, 3, 2, 4))(velocity)
    velocity = layers.Reshape((IMAGE_SIZE, IMAGE_SIZE, 1))(velocity)
    level = ops.take(np.asarray(alpha_bar, "float32"), stages)[:, None, None, None]
    noise = ops.sqrt(level) * velocity + ops.sqrt(1 - level) * noisy
    return keras.Model([noisy, stages], noise, name="denoiser")


def build_diffusion(width=48, *, steps=None, seed=None):
    """Rakit model difusi berjadwal kosinus yang siap dilatih.

    Args:
        width: lebar jaringan, lihat :func:`build_denoiser`.
        steps: banyak langkah pelatihan bagi jadwal laju pembelajaran; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal, tahap, dan derau.

    Returns:
        :class:`Diffusion` yang sudah di-`compile`.
    """
    weight_seed, noise_seed = split_seed(seed, 2)
    alpha_bar = cosine_schedule()
    model = Diffusion(build_denoiser(alpha_bar, width, weight_seed), alpha_bar, seed=noise_seed)
    optimizer = cosine_adam(LEARNING_RATE, steps)
    optimizer.global_clipnorm = LARGEST_GRADIENT
    model.compile(optimizer)
    model.optimizer.build(model.network.trainable_variables)
    return model


class Diffusion(keras.Model):
    r"""Pelatihan sebuah penaksir derau (DDPM, Algoritma 1).

    Memanggil model menaksir derau dengan rata-rata bergerak bobotnya.

    Args:
        network: model Keras `[(B, H, W, C), (B,)] -> (B, H, W, C)`: citra berderau dan tahap
            `int32` menjadi derau.
        alpha_bar: larik `(T + 1,)` dari sebuah jadwal.
        ema_decay: batas peluruhan rata-rata bergerak, dalam [0, 1); pada langkah ke-n nilainya
            min(ema_decay, (1 + n) / (10 + n)).
        seed: `int` atau `None`; benih tahap dan derau.

    Raises:
        ValueError: bila `ema_decay` di luar selang.
    """

    def __init__(self, network, alpha_bar, *, ema_decay=0.999, seed=None):
        super().__init__(name="diffusion")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.network = network
        self.average_network = average_copy(network)
        self.stages = len(alpha_bar) - 1
        self.levels = np.asarray(alpha_bar, "float32")
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.loss_mean = keras.metrics.Mean(name="loss")
        self.built = True

    @property
    def metrics(self):
        """Rerata `loss` per epoch, yaitu galat kuadrat taksiran derau per piksel."""
        return [self.loss_mean]

    def train_step(self, images):
        """Satu langkah penurunan gradien, lalu rata-rata bobotnya digeser.

        Args:
            images: tensor `(B, H, W, C)` dalam [-1, 1].

        Returns:
            `dict` rerata berjalan `loss`.
        """
        with tf.GradientTape() as tape:
            loss = self.noise_error(images)
        weights = self.network.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(self.average_network, self.network, self.optimizer.iterations, self.ema_decay)
        return self.get_metrics_result()

    def noise_error(self, images):
        r"""Rerata kuadrat $\varepsilon - \varepsilon_\theta(x_t, t)$ atas piksel dan *batch*.

        Args:
            images: tensor `(B, H, W, C)` dalam [-1, 1].

        Returns:
            Skalar `()`.
        """
        stages = self.draw_stages(ops.shape(images)[0])
        level = ops.reshape(ops.take(self.levels, stages), (-1, 1, 1, 1))
        noise = keras.random.normal(ops.shape(images), seed=self.seed_generator)
        guess = self.network([diffuse(images, noise, level), stages], training=True)
        loss = ops.mean((noise - guess) ** 2)
        self.loss_mean.update_state(loss)
        return loss

    def draw_stages(self, count):
        """Ambil `count` tahap `int32` dari 1 sampai T: satu geseran acak, lalu berjarak sama."""
        shift = keras.random.uniform((), seed=self.seed_generator)
        places = ops.arange(count, dtype="float32") / ops.cast(count, "float32")
        places = (shift + places) % 1.0
        return ops.minimum(1 + ops.cast(places * self.stages, "int32"), self.stages)

    def call(self, inputs, training=False):
        """Taksir derau dari pasangan citra berderau `(B, H, W, C)` dan tahap `(B,)`."""
        return self.average_network(inputs, training=False)

r"""MoCoGAN kecil: satu kode isi per klip, satu kode gerak per bingkai.

Sumber: Tulyakov, Liu, Yang, Kautz (2018), *MoCoGAN: Decomposing Motion and Content for Video
Generation*, CVPR 2018, arXiv 1707.04993. Seperti di makalah, bingkai ke-t adalah
$G(z_C, z_M^{(t)})$: kode isi $z_C$ tetap sepanjang klip, kode gerak $z_M^{(t)}$ keluaran GRU yang
membaca derau; satu penilai melihat sebuah bingkai acak, satu lagi seluruh klip. Perbedaan dari
makalah:

- pembuat dan penilai bingkai milik GAN tiga menit (`generatif.models.mini`), begitu juga Adam
  tanpa momentum, laju yang turun sampai nol, sasaran 0,9, dan rata-rata bergerak bobot generator;
- penilai klip memakai waktu sebagai kanal, satu kernel yang melihat semua bingkai; makalah memakai
  konvolusi tiga dimensi, yang lambat di prosesor;
- klip 10 bingkai 28x28 (makalah 16 bingkai 64x64), tanpa kode kategori dan tanpa derau di penilai;
- semua jaringan diperbarui serentak, dari klip palsu yang sama.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_float_images, require_positive_int
from generatif.losses import discriminator_loss, generator_loss
from generatif.models.mini import HALF_SIZE, IMAGE_SIZE
from generatif.models.mini import build_generator as build_frame_generator
from generatif.runtime import split_seed

FRAMES = 10


class MoCoGAN(keras.Model):
    """GAN video; dilatih dengan `fit(klip)`.

    Memanggil model dengan kode isi dan derau gerak menyampel dari rata-rata bergerak bobot
    generator.

    Args:
        generator: model Keras `[(B, c), (B, T + 1, m)] -> (B, T, H, W, C)`; masukannya kode isi
            dan derau gerak, yang baris pertamanya keadaan awal GRU.
        clip_discriminator: model Keras `(B, T, H, W, C) -> (B, 1)`, keluaran logit.
        frame_discriminator: model Keras `(B, H, W, C) -> (B, 1)`, keluaran logit; `None` bila
            bingkai tidak dinilai tersendiri.
        real_label: sasaran bagi klip dan bingkai asli, dalam (0, 1].
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.
        seed: `int` atau `None`; benih kode isi, derau gerak, dan bingkai yang dinilai.

    Raises:
        ValueError: bila bentuk jaringan tidak cocok atau nilai di luar selang.
    """

    def __init__(
        self,
        generator,
        clip_discriminator,
        frame_discriminator=None,
        *,
        real_label=0.9,
        ema_decay=0.999,
        seed=None,
    ):
        super().__init__(name="mocogan")
        made = generator.output_shape
        _require_seen("penilai klip", clip_discriminator, made)
        if frame_discriminator is not None:
            _require_seen("penilai bingkai", frame_discriminator, (made[0], *made[2:]))
        require(0 < real_label <= 1, "real_label", real_label, "bilangan dalam (0, 1]")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.clip_discriminator = clip_discriminator
        self.frame_discriminator = frame_discriminator
        self.average_generator = average_copy(generator)
        self.real_label = real_label
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.means = [
            keras.metrics.Mean(name=name) for name in ("d_loss", "g_loss", "d_real", "d_fake")
        ]
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss` dan `g_loss` (jumlah kedua penilai), D(klip asli), D(klip palsu)."""
        return self.means

    @property
    def judged_weights(self):
        """Bobot kedua penilai yang dilatih."""
        frame = self.frame_discriminator
        weights = self.clip_discriminator.trainable_variables
        return weights + (frame.trainable_variables if frame is not None else [])

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal: satu untuk generator, satu untuk kedua penilai."""
        require(g_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.judged_weights)

    def train_step(self, real_clips):
        """Satu langkah serentak; semua pemain memakai klip palsu yang sama.

        Args:
            real_clips: tensor pecahan `(B, T, H, W, C)` dalam [-1, 1].

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        require_float_images(real_clips, self.clip_discriminator.input_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(real_clips)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, real_clips):
        r"""Mainkan satu babak.

        Loss setiap penilai loss GAN, dan keduanya dijumlahkan, seperti fungsi tujuan makalah.

        Args:
            real_clips: tensor `(B, T, H, W, C)`.

        Returns:
            Pasangan skalar: loss kedua penilai dan loss generator.
        """
        fake_clips = self.generator(self.sample_latent(ops.shape(real_clips)[0]), training=True)
        real_logits = self.clip_discriminator(real_clips, training=True)
        fake_logits = self.clip_discriminator(fake_clips, training=True)
        d_loss = discriminator_loss(real_logits, fake_logits, self.real_label)
        g_loss = generator_loss(fake_logits)
        if self.frame_discriminator is not None:
            real_frames = self.frame_discriminator(self.pick_frames(real_clips), training=True)
            fake_frames = self.frame_discriminator(self.pick_frames(fake_clips), training=True)
            d_loss += discriminator_loss(real_frames, fake_frames, self.real_label)
            g_loss += generator_loss(fake_frames)
        values = d_loss, g_loss, ops.sigmoid(real_logits), ops.sigmoid(fake_logits)
        for mean, value in zip(self.means, values, strict=True):
            mean.update_state(value)
        return d_loss, g_loss

    def train_discriminator(self, tape, loss):
        """Perbarui kedua penilai saja; `tape` merekam `loss` dari :meth:`play`."""
        weights = self.judged_weights
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja, lalu geser rata-rata bobotnya."""
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )

    def pick_frames(self, clips):
        """Ambil satu bingkai acak dari setiap klip `(B, T, H, W, C)`: `(B, H, W, C)`."""
        count, frames = ops.shape(clips)[0], clips.shape[1]
        chosen = keras.random.randint((count,), 0, frames, seed=self.seed_generator)
        return tf.gather(clips, chosen, axis=1, batch_dims=1)

    def sample_latent(self, batch_size):
        """Ambil kode isi `(B, c)` dan derau gerak `(B, T + 1, m)` dari N(0, I)."""
        return [
            keras.random.normal((batch_size, *shape[1:]), seed=self.seed_generator)
            for shape in self.generator.input_shape
        ]

    def call(self, inputs, training=False):
        """Buat klip dari kode isi `(B, c)` dan derau gerak `(B, T + 1, m)`, bobot rata-rata."""
        return self.average_generator(inputs, training=False)


def motion_codes(noise, seed=None):
    """Kode gerak setiap bingkai: keluaran GRU atas derau.

    Args:
        noise: tensor Keras `(B, T + 1, m)`; baris pertamanya keadaan awal.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Tensor Keras `(B, T, m)`, dalam (-1, 1).
    """
    seeds = keras.random.SeedGenerator(seed)
    recurrent = layers.GRU(
        noise.shape[-1],
        return_sequences=True,
        unroll=True,
        kernel_initializer=keras.initializers.GlorotUniform(seeds),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seeds),
        name="motion",
    )
    return recurrent(noise[:, 1:], initial_state=noise[:, 0])


def build_generator(content_dim=32, motion_dim=16, width=32, frames=FRAMES, seed=None):
    """Generator makalah: setiap bingkai dari kode isi yang disambung kode geraknya.

    Args:
        content_dim: ukuran kode isi.
        motion_dim: ukuran kode gerak.
        width: lebar pembuat bingkai, lihat `generatif.models.mini.build_generator`.
        frames: banyak bingkai; bobotnya tidak bergantung padanya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, content_dim), (B, frames + 1, motion_dim)] -> (B, frames, 28, 28, 1)`,
        piksel dalam [-1, 1].

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(content_dim=content_dim, motion_dim=motion_dim, frames=frames)
    motion_seed, frame_seed = split_seed(seed, 2)
    content, noise = keras.Input((content_dim,)), keras.Input((frames + 1, motion_dim))
    repeated = layers.RepeatVector(frames)(content)
    codes = layers.Concatenate()([repeated, motion_codes(noise, motion_seed)])
    code_dim = content_dim + motion_dim
    images = build_frame_generator(code_dim, width, frame_seed)(ops.reshape(codes, (-1, code_dim)))
    clips = ops.reshape(images, (-1, frames, IMAGE_SIZE, IMAGE_SIZE, 1))
    return keras.Model([content, noise], clips, name="generator")


def build_clip_discriminator(width=32, frames=FRAMES, seed=None):
    """Penilai klip: blok 2x2 piksel dari semua bingkai menjadi kanal, lalu seperti GAN tiga menit.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dan lapisan rapat dua kalinya.
        frames: banyak bingkai.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, frames, 28, 28, 1) -> (B, 1)`; masukan dalam [-1, 1], keluaran logit.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(width=width, frames=frames)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((frames, IMAGE_SIZE, IMAGE_SIZE, 1)),
            layers.Reshape((frames, HALF_SIZE, 2, HALF_SIZE, 2)),
            layers.Permute((2, 4, 1, 3, 5)),
            layers.Reshape((HALF_SIZE, HALF_SIZE, 4 * frames)),
            layers.Conv2D(width, 3, padding="same", kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Conv2D(2 * width, 4, strides=2, padding="same", kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(2 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="clip_discriminator",
    )


def _require_seen(name, judge, made):
    require(judge.input_shape == made, f"masukan {name}", judge.input_shape, f"{made}")

r"""Dua generator lain bagi MoCoGAN, dan perakit semuanya.

- *Menggeser*: kode isi menjadi satu gambar angka, kode gerak menjadi letaknya, dan bingkai adalah
  gambar itu pada letak itu, dengan sisipan linear. Pemisahan isi dan gerak tertanam di jaringan,
  seperti penempatan oleh *spatial transformer* (Jaderberg dkk., 2015, arXiv 1506.02025), yang
  untuk *Moving MNIST* dipakai DDPAE (Hsieh dkk., 2018, arXiv 1806.04166).
- *Sekaligus*: seluruh klip dari satu vektor tanpa pembagian, semangat VGAN (Vondrick dkk., 2016,
  arXiv 1609.02612); waktu menjadi kanal keluaran.
"""

import keras
import numpy as np
from keras import layers, ops

from generatif.checks import require, require_positive_int
from generatif.layers import FastBatchNormalization
from generatif.models.mini import GENERATOR_RATE, HALF_SIZE, IMAGE_SIZE, build_discriminator
from generatif.models.mini import build_generator as build_digit_generator
from generatif.models.mocogan import (
    FRAMES,
    MoCoGAN,
    build_clip_discriminator,
    build_generator,
    motion_codes,
)
from generatif.runtime import split_seed

ROOM = IMAGE_SIZE - HALF_SIZE
DISCRIMINATOR_RATE = 5e-4


def place_sprites(sprites, positions):
    r"""Letakkan gambar 14x14 pada bidang 28x28 di setiap bingkai, $A(r)\,S\,A(k)^\top$.

    Args:
        sprites: tensor `(B, 14, 14, 1)`, piksel dalam [0, 1].
        positions: tensor `(B, T, 2)`, letak sudut kiri atas, 0 sampai 14; lihat
            `generatif.moving_digits.placement`.

    Returns:
        Tensor `(B, T, 28, 28, 1)`, piksel dalam [0, 1]; dapat diturunkan terhadap keduanya.
    """
    offsets = np.subtract.outer(np.arange(IMAGE_SIZE), np.arange(HALF_SIZE)).astype("float32")
    shifts = ops.expand_dims(ops.expand_dims(positions, -1), -1)
    shares = ops.relu(1 - ops.abs(shifts - offsets))
    rows, columns = shares[:, :, 0], ops.swapaxes(shares[:, :, 1], 2, 3)
    images = ops.expand_dims(ops.squeeze(sprites, -1), 1)
    return ops.expand_dims(ops.matmul(ops.matmul(rows, images), columns), -1)


def build_shifting_generator(content_dim=32, motion_dim=16, width=32, frames=FRAMES, seed=None):
    """Generator yang menggeser: gambar dari kode isi, letak dari kode gerak.

    Args:
        content_dim: ukuran kode isi.
        motion_dim: ukuran kode gerak.
        width: lebar pembuat gambar, lihat `generatif.models.mini.build_generator`.
        frames: banyak bingkai; bobotnya tidak bergantung padanya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `[(B, content_dim), (B, frames + 1, motion_dim)] -> (B, frames, 28, 28, 1)`,
        piksel dalam [-1, 1]. Lapisan `"generator"` membuat gambar angka 28x28 dari kode isi.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(content_dim=content_dim, motion_dim=motion_dim, frames=frames)
    digit_seed, motion_seed, place_seed = split_seed(seed, 3)
    content, noise = keras.Input((content_dim,)), keras.Input((frames + 1, motion_dim))
    digits = build_digit_generator(content_dim, width, digit_seed)(content)
    sprites = (layers.AveragePooling2D(2)(digits) + 1) / 2
    init = keras.initializers.GlorotUniform(place_seed)
    shares = layers.Dense(2, activation="sigmoid", kernel_initializer=init, name="place")
    positions = ROOM * shares(motion_codes(noise, motion_seed))
    clips = 2 * place_sprites(sprites, positions) - 1
    return keras.Model([content, noise], clips, name="clip_generator")


def build_whole_generator(content_dim=32, motion_dim=16, width=32, frames=FRAMES, seed=None):
    """Generator sekaligus: kedua masukan disambung menjadi satu vektor, waktu menjadi kanal.

    Args:
        content_dim: ukuran kode isi.
        motion_dim: ukuran derau gerak setiap bingkai.
        width: banyak kanal pada 14x14; pada 7x7 dua kalinya, lapisan tersembunyi empat kalinya.
        frames: banyak bingkai.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras seperti :func:`build_shifting_generator`.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(content_dim=content_dim, motion_dim=motion_dim, width=width, frames=frames)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    plain = {"use_bias": False, "kernel_initializer": init}
    content, noise = keras.Input((content_dim,)), keras.Input((frames + 1, motion_dim))
    start = HALF_SIZE // 2
    x = layers.Concatenate()([content, layers.Flatten()(noise)])
    x = _activate(layers.Dense(4 * width, **plain)(x))
    x = _activate(layers.Dense(start * start * 2 * width, **plain)(x))
    x = layers.Reshape((start, start, 2 * width))(x)
    x = _activate(layers.Conv2DTranspose(width, 4, 2, padding="same", **plain)(x))
    x = layers.Conv2D(4 * frames, 3, padding="same", activation="tanh", kernel_initializer=init)(x)
    x = layers.Reshape((HALF_SIZE, HALF_SIZE, frames, 2, 2))(x)
    x = layers.Permute((3, 1, 4, 2, 5))(x)
    clips = layers.Reshape((frames, IMAGE_SIZE, IMAGE_SIZE, 1))(x)
    return keras.Model([content, noise], clips, name="generator")


GENERATORS = {
    "shift": build_shifting_generator,
    "frame": build_generator,
    "whole": build_whole_generator,
}


def build_mocogan(
    content_dim=32,
    motion_dim=16,
    width=32,
    *,
    design="shift",
    frame_judge=True,
    steps,
    seed=None,
):
    """Rakit GAN video yang siap dilatih: Adam tanpa momentum, laju turun sampai nol.

    Args:
        content_dim: ukuran kode isi.
        motion_dim: ukuran kode gerak.
        width: lebar semua jaringan.
        design: `"shift"` (menggeser), `"frame"` (makalah), atau `"whole"` (sekaligus).
        frame_judge: `False` agar bingkai tidak dinilai tersendiri.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal dan undian pelatihan.

    Returns:
        :class:`~generatif.models.mocogan.MoCoGAN` yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif atau `design` tidak dikenal.
    """
    require(design in GENERATORS, "design", design, f"salah satu {tuple(GENERATORS)}")
    require_positive_int(steps=steps)
    seeds = split_seed(seed, 4)
    gan = MoCoGAN(
        GENERATORS[design](content_dim, motion_dim, width, seed=seeds[0]),
        build_clip_discriminator(width, seed=seeds[1]),
        build_discriminator(width, seeds[2]) if frame_judge else None,
        seed=seeds[3],
    )
    schedules = [
        keras.optimizers.schedules.CosineDecay(rate, steps)
        for rate in (GENERATOR_RATE, DISCRIMINATOR_RATE)
    ]
    gan.compile(*(keras.optimizers.Adam(each, beta_1=0.0, beta_2=0.99) for each in schedules))
    return gan


def _activate(x):
    return layers.LeakyReLU(0.2)(FastBatchNormalization(momentum=0.9)(x))

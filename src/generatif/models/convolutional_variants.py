"""Ragam autoencoder konvolusional: satu pilihan diubah, yang lain tetap.

Jaringan bakunya sama dengan `generatif.models.convolutional_autoencoder`: konvolusi berlangkah 2
ke bawah, konvolusi transpos ke atas. *Pooling* dan pembesaran memakai kernel yang sama besar,
sehingga banyak parameternya tidak berubah; yang berubah hanya tempat ukurannya mengecil.
"""

import keras
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.models.convolutional_autoencoder import (
    IMAGE_SHAPE,
    START_SIZE,
    _assemble,
    _initializer,
)
from generatif.runtime import split_seed

ENCODER_KERNEL = 4
DOWNS = ("strides", "pool")
UPS = ("transpose", "upsample")


def build_variant_encoder(code_dim=30, width=16, down="strides", dropout=0.0, seed=None):
    """Enkoder dengan dua pengecilan, 28-14-7.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: banyak kanal konvolusi pertama; yang kedua dua kalinya.
        down: `"strides"` (konvolusi berlangkah 2) atau `"pool"` (konvolusi berlangkah 1, lalu
            *max pooling* 2x2).
        dropout: bagian fitur sebelum kode yang dinolkan selama pelatihan, dalam [0, 1).
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, code_dim)`; piksel dalam [0, 1], kode bilangan real.

    Raises:
        ValueError: bila salah satu argumen tidak sah.
    """
    require_positive_int(code_dim=code_dim, width=width)
    require(down in DOWNS, "down", down, " atau ".join(DOWNS))
    require(0 <= dropout < 1, "dropout", dropout, "bilangan dalam [0, 1)")
    weight_seed, dropout_seed = split_seed(seed, 2)
    init = _initializer(weight_seed)
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            *_shrink(width, down, init),
            *_shrink(2 * width, down, init),
            layers.Flatten(),
            layers.Dropout(dropout, seed=dropout_seed),
            layers.Dense(code_dim, kernel_initializer=init),
        ],
        name="encoder",
    )


def build_variant_decoder(code_dim=30, width=16, up="transpose", kernel=4, seed=None):
    """Dekoder dengan dua pembesaran, 7-14-28.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: seperti pada enkodernya.
        up: `"transpose"` (konvolusi transpos berlangkah 2) atau `"upsample"` (piksel diulang dua
            kali, lalu konvolusi).
        kernel: sisi kernel kedua lapisan pembesar, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`, piksel dalam [0, 1].

    Raises:
        ValueError: bila salah satu argumen tidak sah.
    """
    require_positive_int(code_dim=code_dim, width=width, kernel=kernel)
    require(up in UPS, "up", up, " atau ".join(UPS))
    init = _initializer(seed)
    units = START_SIZE**2 * 2 * width
    return keras.Sequential(
        [
            keras.Input((code_dim,)),
            layers.Dense(units, activation="relu", kernel_initializer=init),
            layers.Reshape((START_SIZE, START_SIZE, 2 * width)),
            *_grow(width, up, kernel, "relu", init),
            *_grow(1, up, kernel, "sigmoid", init),
        ],
        name="decoder",
    )


def build_variant(
    code_dim=30,
    width=16,
    *,
    down="strides",
    up="transpose",
    kernel=4,
    dropout=0.0,
    steps=None,
    seed=None,
):
    """Rakit satu ragam autoencoder konvolusional.

    Args:
        code_dim: ukuran kode laten.
        width: lebar kedua jaringan.
        down: cara mengecilkan, lihat :func:`build_variant_encoder`.
        up: cara membesarkan, lihat :func:`build_variant_decoder`.
        kernel: sisi kernel dekoder.
        dropout: bagian fitur enkoder yang dinolkan selama pelatihan.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile` dengan galat kuadrat.
    """
    encoder_seed, decoder_seed = split_seed(seed, 2)
    encoder = build_variant_encoder(code_dim, width, down, dropout, encoder_seed)
    decoder = build_variant_decoder(code_dim, width, up, kernel, decoder_seed)
    return _assemble(encoder, decoder, "mse", steps)


def _shrink(channels, down, init):
    conv = {"padding": "same", "activation": "relu", "kernel_initializer": init}
    if down == "strides":
        return [layers.Conv2D(channels, ENCODER_KERNEL, strides=2, **conv)]
    return [layers.Conv2D(channels, ENCODER_KERNEL, **conv), layers.MaxPooling2D()]


def _grow(channels, up, kernel, activation, init):
    conv = {"padding": "same", "activation": activation, "kernel_initializer": init}
    if up == "transpose":
        return [layers.Conv2DTranspose(channels, kernel, strides=2, **conv)]
    return [layers.UpSampling2D(), layers.Conv2D(channels, kernel, **conv)]

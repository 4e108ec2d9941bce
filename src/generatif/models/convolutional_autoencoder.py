"""Autoencoder konvolusional: jaringan tugas kuliah yang gagal, dua perbaikannya, dan versi padat.

Sumber: Masci, Meier, Cireşan, Schmidhuber (2011), *Stacked Convolutional Auto-Encoders for
Hierarchical Feature Extraction*, ICANN, LNCS 6791. Perbedaan dari makalah: dilatih ujung ke ujung
dengan Adam, bukan sebagai tumpukan autoencoder satu lapis dengan penurunan gradien biasa;
dekodernya pembesaran lalu konvolusi, atau konvolusi transpos.

Jaringan tugas kuliah mengecilkan 28 menjadi 14, 7, lalu 4, karena *pooling* 'same' membulatkan
ke atas. Membesarkan 4 tiga kali memberi 32, bukan 28. `mend` memilih perbaikannya.
"""

import keras
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
START_SIZE = 7
LEARNING_RATE = 2e-3
MENDS = ("none", "valid", "crop")


def build_report_encoder(seed=None):
    """Enkoder tugas kuliah: tiga kali konvolusi 3x3 dan *pooling*, 28-14-7-4.

    Args:
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 4, 4, 8)`, piksel dalam [0, 1], kode >= 0.
    """
    conv = {"activation": "relu", "padding": "same", "kernel_initializer": _initializer(seed)}
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Conv2D(32, 3, **conv),
            layers.MaxPooling2D(padding="same"),
            layers.Conv2D(16, 3, **conv),
            layers.MaxPooling2D(padding="same"),
            layers.Conv2D(8, 3, **conv),
            layers.MaxPooling2D(padding="same"),
        ],
        name="encoder",
    )


def build_report_decoder(mend="valid", seed=None):
    """Dekoder tugas kuliah: tiga kali konvolusi dan pembesaran.

    Args:
        mend: `"none"` (keluarannya 32x32, seperti pada tugas itu), `"valid"` (konvolusi ketiga
            tanpa tepi: 16 menjadi 14, lalu 28), atau `"crop"` (dua piksel tiap tepi dipotong).
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 4, 4, 8) -> (B, 28, 28, 1)`, atau `(B, 32, 32, 1)` bila `mend="none"`.

    Raises:
        ValueError: bila `mend` tidak dikenal.
    """
    require(mend in MENDS, "mend", mend, f"salah satu dari {', '.join(MENDS)}")
    init = _initializer(seed)
    conv = {"activation": "relu", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((4, 4, 8)),
            layers.Conv2D(8, 3, padding="same", **conv),
            layers.UpSampling2D(),
            layers.Conv2D(16, 3, padding="same", **conv),
            layers.UpSampling2D(),
            layers.Conv2D(32, 3, padding="valid" if mend == "valid" else "same", **conv),
            layers.UpSampling2D(),
            *([layers.Cropping2D(2)] if mend == "crop" else []),
            layers.Conv2D(1, 3, padding="same", activation="sigmoid", kernel_initializer=init),
        ],
        name="decoder",
    )


def build_encoder(code_dim=30, width=32, seed=None):
    """Enkoder padat: dua konvolusi berlangkah 2, lalu satu lapisan terhubung penuh.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: banyak kanal konvolusi pertama; yang kedua dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, code_dim)`; piksel dalam [0, 1], kode bilangan real.

    Raises:
        ValueError: bila `code_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(code_dim=code_dim, width=width)
    init = _initializer(seed)
    stride = {"strides": 2, "padding": "same", "activation": "relu", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Conv2D(width, 4, **stride),
            layers.Conv2D(2 * width, 4, **stride),
            layers.Flatten(),
            layers.Dense(code_dim, kernel_initializer=init),
        ],
        name="encoder",
    )


def build_decoder(code_dim=30, width=32, seed=None):
    """Dekoder padat: kebalikan :func:`build_encoder`, dengan konvolusi transpos.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: seperti pada enkodernya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`, piksel dalam [0, 1].

    Raises:
        ValueError: bila `code_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(code_dim=code_dim, width=width)
    init = _initializer(seed)
    stride = {"strides": 2, "padding": "same", "kernel_initializer": init}
    units = START_SIZE**2 * 2 * width
    return keras.Sequential(
        [
            keras.Input((code_dim,)),
            layers.Dense(units, activation="relu", kernel_initializer=init),
            layers.Reshape((START_SIZE, START_SIZE, 2 * width)),
            layers.Conv2DTranspose(width, 4, activation="relu", **stride),
            layers.Conv2DTranspose(1, 4, activation="sigmoid", **stride),
        ],
        name="decoder",
    )


def build_report_autoencoder(mend="valid", *, loss="binary_crossentropy", steps=None, seed=None):
    """Rakit autoencoder tugas kuliah; kodenya 4x4x8, yaitu 128 bilangan.

    Args:
        mend: `"valid"` atau `"crop"`, lihat :func:`build_report_decoder`.
        loss: fungsi *loss* Keras.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)` yang sudah di-`compile`.

    Raises:
        ValueError: bila `mend` tidak dikenal; dengan `"none"` keluarannya tidak berukuran 28.
    """
    encoder_seed, decoder_seed = split_seed(seed, 2)
    decoder = build_report_decoder(mend, decoder_seed)
    require(mend != "none", "mend", mend, "'valid' atau 'crop', agar keluarannya 28x28")
    return _assemble(build_report_encoder(encoder_seed), decoder, loss, steps)


def build_convolutional_autoencoder(code_dim=30, width=32, *, loss="mse", steps=None, seed=None):
    """Rakit autoencoder konvolusional padat.

    Args:
        code_dim: ukuran kode laten.
        width: lebar kedua jaringan, lihat :func:`build_encoder`.
        loss: fungsi *loss* Keras.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile`.
    """
    encoder_seed, decoder_seed = split_seed(seed, 2)
    encoder = build_encoder(code_dim, width, encoder_seed)
    return _assemble(encoder, build_decoder(code_dim, width, decoder_seed), loss, steps)


def _assemble(encoder, decoder, loss, steps):
    model = keras.Sequential([keras.Input(IMAGE_SHAPE), encoder, decoder], name="autoencoder")
    schedule = keras.optimizers.schedules.CosineDecay
    rate = LEARNING_RATE if steps is None else schedule(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate), loss=loss)
    model.optimizer.build(model.trainable_variables)
    return model


def _initializer(seed):
    return keras.initializers.HeNormal(keras.random.SeedGenerator(seed))

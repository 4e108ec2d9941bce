"""Autoencoder peredam derau: masukan berderau, sasaran bersih.

Sumber: Vincent, Larochelle, Bengio, Manzagol (2008), *Extracting and Composing Robust Features
with Denoising Autoencoders*, ICML; derau Gauss dan garam-merica dari Vincent dkk. (2010), JMLR
11. Perbedaan dari makalah: jaringan konvolusional yang dilatih sekaligus, bukan lapis demi lapis;
galat kuadrat, bukan entropi silang; dan citra berderau dipotong ke [0, 1], seperti keluaran
kamera.

Kodenya 7x7x16, tepat sebanyak piksel citranya: tidak ada leher botol. Yang mencegah jaringan
menjadi pemetaan identitas hanya deraunya.
"""

import keras
from keras import layers, ops

from generatif.checks import require, require_positive_int
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
LEARNING_RATE = 2e-3
NOISES = ("gaussian", "masking", "salt_and_pepper")


def corrupt(images, noise, level, seed=None):
    """Rusak citra dengan derau.

    Args:
        images: tensor `(B, H, W, C)`, piksel dalam [0, 1].
        noise: `"gaussian"` (ditambah derau bersimpangan baku `level`, lalu dipotong ke [0, 1]),
            `"masking"` (setiap piksel menjadi 0 dengan peluang `level`), atau
            `"salt_and_pepper"` (setiap piksel menjadi 0 atau 1 dengan peluang `level`, kedua
            nilai sama mungkin).
        level: bilangan, atau tensor yang dapat disiarkan ke bentuk `images`, misalnya
            `(B, 1, 1, 1)`.
        seed: `int`, `keras.random.SeedGenerator`, atau `None`.

    Returns:
        Tensor sebentuk `images`, piksel dalam [0, 1].

    Raises:
        ValueError: bila `noise` tidak dikenal.
    """
    require(noise in NOISES, "noise", noise, f"salah satu dari {', '.join(NOISES)}")
    shape = ops.shape(images)
    if noise == "gaussian":
        return ops.clip(images + level * keras.random.normal(shape, seed=seed), 0.0, 1.0)
    draws = keras.random.uniform(shape, seed=seed)
    if noise == "masking":
        return ops.where(draws < level, 0.0, images)
    return ops.where(draws < level, ops.cast(draws < level / 2, images.dtype), images)


@keras.saving.register_keras_serializable("generatif")
class Corruption(layers.Layer):
    """Perusak masukan yang hanya bekerja saat melatih; tingkatnya diundi per citra.

    Args:
        noise: jenis derau, lihat :func:`corrupt`.
        low: tingkat derau terendah.
        high: tingkat derau tertinggi; sama dengan `low` untuk tingkat tetap.
        seed: `int` atau `None`.
        **kwargs: argumen lain `keras.layers.Layer`, misalnya `name`.

    Raises:
        ValueError: bila jenisnya tidak dikenal, atau tingkatnya bukan 0 <= low <= high <= 1.
    """

    def __init__(self, noise="gaussian", low=0.3, high=0.3, seed=None, **kwargs):
        super().__init__(**kwargs)
        require(noise in NOISES, "noise", noise, f"salah satu dari {', '.join(NOISES)}")
        require(0 <= low <= high <= 1, "low, high", (low, high), "0 <= low <= high <= 1")
        self.noise = noise
        self.low = low
        self.high = high
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, images, training=False):
        """Rusak `images` `(B, H, W, C)` bila `training`; selain itu kembalikan apa adanya."""
        if not training:
            return images
        draw = keras.random.uniform((ops.shape(images)[0], 1, 1, 1), seed=self.seed_generator)
        level = self.low + (self.high - self.low) * draw
        return corrupt(images, self.noise, level, self.seed_generator)


def build_encoder(width=32, channels=16, seed=None):
    """Enkoder tanpa lapisan terhubung penuh: dua konvolusi berlangkah 2, lalu peta kode linear.

    Args:
        width: banyak kanal konvolusi pertama; yang kedua dua kalinya.
        channels: banyak kanal kode; 16 membuat kode 7x7x16 sebanyak piksel citranya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 7, 7, channels)`; piksel dalam [0, 1], kode bilangan
        real.

    Raises:
        ValueError: bila `width` atau `channels` bukan bilangan bulat positif.
    """
    require_positive_int(width=width, channels=channels)
    conv = {"padding": "same", "kernel_initializer": _initializer(seed)}
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Conv2D(width, 4, strides=2, activation="relu", **conv),
            layers.Conv2D(2 * width, 4, strides=2, activation="relu", **conv),
            layers.Conv2D(channels, 3, **conv),
        ],
        name="encoder",
    )


def build_decoder(width=32, channels=16, seed=None):
    """Dekoder kebalikan :func:`build_encoder`, dengan konvolusi transpos.

    Args:
        width: seperti pada enkodernya.
        channels: seperti pada enkodernya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 7, 7, channels) -> (B, 28, 28, 1)`, piksel dalam [0, 1].

    Raises:
        ValueError: bila `width` atau `channels` bukan bilangan bulat positif.
    """
    require_positive_int(width=width, channels=channels)
    conv = {"padding": "same", "kernel_initializer": _initializer(seed)}
    return keras.Sequential(
        [
            keras.Input((IMAGE_SHAPE[0] // 4, IMAGE_SHAPE[1] // 4, channels)),
            layers.Conv2D(2 * width, 3, activation="relu", **conv),
            layers.Conv2DTranspose(width, 4, strides=2, activation="relu", **conv),
            layers.Conv2DTranspose(1, 4, strides=2, activation="sigmoid", **conv),
        ],
        name="decoder",
    )


def build_denoising_autoencoder(
    width=32, channels=16, *, noise="gaussian", low=0.3, high=0.3, steps=None, seed=None
):
    """Rakit autoencoder peredam derau; masukan dan sasarannya sama-sama citra bersih.

    Derau ditambahkan oleh lapisan pertama, hanya saat melatih. Untuk meredam derau, berikan
    citra berderau kepada model yang sudah terlatih.

    Args:
        width: lebar kedua jaringan, lihat :func:`build_encoder`.
        channels: banyak kanal kode.
        noise: jenis derau, lihat :func:`corrupt`.
        low: tingkat derau terendah; tingkat setiap citra diundi seragam di antara keduanya.
        high: tingkat derau tertinggi.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal dan derau.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile` dengan galat kuadrat.
    """
    encoder_seed, decoder_seed, noise_seed = split_seed(seed, 3)
    model = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            Corruption(noise, low, high, noise_seed, name="corruption"),
            build_encoder(width, channels, encoder_seed),
            build_decoder(width, channels, decoder_seed),
        ],
        name="autoencoder",
    )
    model.compile(cosine_adam(LEARNING_RATE, steps), loss="mse")
    model.optimizer.build(model.trainable_variables)
    return model


def _initializer(seed):
    return keras.initializers.HeNormal(keras.random.SeedGenerator(seed))

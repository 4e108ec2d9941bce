"""Autoencoder bertumpuk dari lapisan terhubung penuh, 784-100-30-100-784.

Sumber: Hinton dan Salakhutdinov (2006), *Reducing the Dimensionality of Data with Neural
Networks*, Science 313(5786); ukuran lapisan dari Géron (2022), *Hands-On Machine Learning*,
edisi 3, bab 17. Perbedaan dari makalah: dua lapisan (bukan empat) di tiap sisi, ReLU (bukan
sigmoid) di dalam, Adam tanpa prapelatihan lapis demi lapis, dan galat kuadrat. Perbedaan dari
buku Géron: Adam (bukan Nadam).

Galat kuadrat dipilih, bukan entropi silang, karena dapat dibandingkan langsung dengan PCA: pada
ukuran kode yang sama, PCA adalah pemetaan linear dengan galat kuadrat terkecil. Entropi silang
pada piksel kelabu tidak bernilai 0 bahkan bila rekonstruksinya sempurna.
"""

import keras
from keras import layers

from generatif.checks import require_positive_int
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
PIXELS = 28 * 28


def build_encoder(code_dim=30, width=100, seed=None):
    """Jaringan yang meringkas citra menjadi kode.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: banyak neuron lapisan tersembunyi, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, code_dim)`; piksel dalam [0, 1], kode >= 0.

    Raises:
        ValueError: bila `code_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(code_dim=code_dim, width=width)
    init = keras.initializers.HeNormal(keras.random.SeedGenerator(seed))
    hidden = {"activation": "relu", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Flatten(),
            layers.Dense(width, **hidden),
            layers.Dense(code_dim, **hidden),
        ],
        name="encoder",
    )


def build_decoder(code_dim=30, width=100, seed=None):
    """Jaringan yang membangun citra kembali dari kode.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        width: banyak neuron lapisan tersembunyi, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`, piksel dalam [0, 1].

    Raises:
        ValueError: bila `code_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(code_dim=code_dim, width=width)
    init = keras.random.SeedGenerator(seed)
    return keras.Sequential(
        [
            keras.Input((code_dim,)),
            layers.Dense(
                width, activation="relu", kernel_initializer=keras.initializers.HeNormal(init)
            ),
            layers.Dense(
                PIXELS,
                activation="sigmoid",
                kernel_initializer=keras.initializers.GlorotUniform(init),
            ),
            layers.Reshape(IMAGE_SHAPE),
        ],
        name="decoder",
    )


def build_autoencoder(code_dim=30, width=100, seed=None):
    """Rakit autoencoder yang siap dilatih; sasarannya masukan itu sendiri.

    Adam dengan laju pembelajaran 1e-3. Loss-nya galat kuadrat, dirata-ratakan atas piksel dan
    *batch*. Enkoder dan dekodernya diambil dengan `get_layer("encoder")` dan
    `get_layer("decoder")`.

    Args:
        code_dim: ukuran kode laten.
        width: banyak neuron lapisan tersembunyi, lihat :func:`build_encoder`.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile`.
    """
    encoder_seed, decoder_seed = split_seed(seed, 2)
    autoencoder = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            build_encoder(code_dim, width, encoder_seed),
            build_decoder(code_dim, width, decoder_seed),
        ],
        name="autoencoder",
    )
    autoencoder.compile(keras.optimizers.Adam(1e-3), loss="mse")
    autoencoder.optimizer.build(autoencoder.trainable_variables)
    return autoencoder

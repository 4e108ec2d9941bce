"""Autoencoder bertumpuk dari lapisan terhubung penuh, 784-300-150-30 dan kembali.

Sumber: Hinton dan Salakhutdinov (2006), *Reducing the Dimensionality of Data with Neural
Networks*, Science 313(5786). Perbedaan dari makalah: tiga lapisan (bukan empat) di tiap sisi,
ReLU (bukan sigmoid) di dalam, Adam tanpa prapelatihan lapis demi lapis, dan galat kuadrat.

Galat kuadrat dipilih, bukan entropi silang, karena dapat dibandingkan langsung dengan PCA: pada
ukuran kode yang sama, PCA adalah pemetaan linear dengan galat kuadrat terkecil. Entropi silang
pada piksel kelabu tidak bernilai 0 bahkan bila rekonstruksinya sempurna.
"""

import keras
from keras import layers, ops

from generatif.checks import require, require_positive_int
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
PIXELS = 28 * 28
WIDTHS = (300, 150)
LEARNING_RATE = 2e-3


def build_encoder(code_dim=30, widths=WIDTHS, activation="relu", seed=None):
    """Jaringan yang meringkas citra menjadi kode.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        widths: banyak neuron tiap lapisan tersembunyi, dari masukan; `()` = tidak ada.
        activation: aktivasi lapisan tersembunyi; kodenya sendiri linear.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, code_dim)`; piksel dalam [0, 1], kode bilangan real.

    Raises:
        ValueError: bila `code_dim` atau salah satu lebar bukan bilangan bulat positif.
    """
    _require_sizes(code_dim, widths)
    init = keras.random.SeedGenerator(seed)
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Flatten(),
            *[_dense(width, activation, init) for width in widths],
            _dense(code_dim, "linear", init),
        ],
        name="encoder",
    )


def build_decoder(
    code_dim=30, widths=WIDTHS, activation="relu", output_activation="sigmoid", seed=None
):
    """Jaringan yang membangun citra kembali dari kode.

    Args:
        code_dim: ukuran kode laten, bilangan bulat positif.
        widths: lebar lapisan tersembunyi enkodernya; dekoder memakainya terbalik.
        activation: aktivasi lapisan tersembunyi.
        output_activation: `"sigmoid"`, atau `"linear"` untuk autoencoder linear.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`; piksel dalam [0, 1] dengan sigmoid,
        bilangan real dengan keluaran linear.

    Raises:
        ValueError: bila `code_dim` atau salah satu lebar bukan bilangan bulat positif.
    """
    _require_sizes(code_dim, widths)
    init = keras.random.SeedGenerator(seed)
    return keras.Sequential(
        [
            keras.Input((code_dim,)),
            *[_dense(width, activation, init) for width in reversed(widths)],
            _dense(PIXELS, output_activation, init),
            layers.Reshape(IMAGE_SHAPE),
        ],
        name="decoder",
    )


@keras.saving.register_keras_serializable("generatif")
class TransposedDense(layers.Layer):
    """Lapisan terhubung penuh berbobot terikat: `activation(x W^T + b)`, W milik lapisan lain.

    Args:
        dense: `keras.layers.Dense` yang bobotnya dipinjam, sudah dibangun.
        activation: nama aktivasi.
        **kwargs: argumen lain `keras.layers.Layer`, misalnya `name`.
    """

    def __init__(self, dense, activation="linear", **kwargs):
        super().__init__(**kwargs)
        self.dense = dense
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        """Buat bias; `input_shape` `(B, dense.units)`."""
        self.bias = self.add_weight(shape=(self.dense.kernel.shape[0],), name="bias")
        super().build(input_shape)

    def call(self, inputs):
        """Petakan `(B, dense.units)` ke `(B, masukan dense)`."""
        kernel = ops.transpose(self.dense.kernel)
        return self.activation(ops.matmul(inputs, kernel) + self.bias)


def build_tied_decoder(encoder, activation="relu", output_activation="sigmoid"):
    """Dekoder yang memakai bobot enkodernya, ditranspos; hanya biasnya sendiri.

    Args:
        encoder: enkoder dari :func:`build_encoder`.
        activation: aktivasi lapisan tersembunyi.
        output_activation: seperti pada :func:`build_decoder`.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`.
    """
    borrowed = [layer for layer in encoder.layers if isinstance(layer, layers.Dense)][::-1]
    names = [*[activation] * (len(borrowed) - 1), output_activation]
    return keras.Sequential(
        [
            keras.Input(encoder.output_shape[1:]),
            *[TransposedDense(*pair) for pair in zip(borrowed, names, strict=True)],
            layers.Reshape(IMAGE_SHAPE),
        ],
        name="decoder",
    )


def build_autoencoder(
    code_dim=30,
    widths=WIDTHS,
    *,
    activation="relu",
    output_activation="sigmoid",
    tied=False,
    loss="mse",
    steps=None,
    seed=None,
):
    """Rakit autoencoder yang siap dilatih; sasarannya masukan itu sendiri.

    Adam dengan laju pembelajaran 2e-3. Enkoder dan dekodernya diambil dengan
    `get_layer("encoder")` dan `get_layer("decoder")`.

    Args:
        code_dim: ukuran kode laten.
        widths: lebar lapisan tersembunyi, lihat :func:`build_encoder`.
        activation: aktivasi lapisan tersembunyi.
        output_activation: `"sigmoid"` atau `"linear"`.
        tied: `True` untuk dekoder berbobot terikat, lihat :func:`build_tied_decoder`.
        loss: `"mse"` (galat kuadrat, rerata atas piksel dan *batch*) atau
            `"binary_crossentropy"`.
        steps: banyak langkah seluruh pelatihan, agar laju pembelajaran turun menurut kosinus
            sampai nol; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile`.

    Raises:
        ValueError: bila ukuran atau `loss` tidak dikenal.
    """
    losses = ("mse", "binary_crossentropy")
    require(loss in losses, "loss", loss, " atau ".join(losses))
    encoder_seed, decoder_seed = split_seed(seed, 2)
    encoder = build_encoder(code_dim, widths, activation, encoder_seed)
    if tied:
        decoder = build_tied_decoder(encoder, activation, output_activation)
    else:
        decoder = build_decoder(code_dim, widths, activation, output_activation, decoder_seed)
    autoencoder = keras.Sequential([keras.Input(IMAGE_SHAPE), encoder, decoder], name="autoencoder")
    schedule = keras.optimizers.schedules.CosineDecay
    rate = LEARNING_RATE if steps is None else schedule(LEARNING_RATE, steps)
    autoencoder.compile(keras.optimizers.Adam(rate), loss=loss)
    autoencoder.optimizer.build(autoencoder.trainable_variables)
    return autoencoder


def _dense(units, activation, seed):
    kind = keras.initializers.HeNormal if activation == "relu" else keras.initializers.GlorotUniform
    return layers.Dense(units, activation=activation, kernel_initializer=kind(seed))


def _require_sizes(code_dim, widths):
    require_positive_int(code_dim=code_dim)
    for width in widths:
        require_positive_int(widths=width)

r"""Normalisasi spektral: setiap kernel diskriminator dibagi nilai singular terbesarnya.

Sumber: Miyato, Kataoka, Koyama, Yoshida (2018), *Spectral Normalization for Generative
Adversarial Networks*, arXiv 1802.05957. Seperti di makalah, parameter yang dilatih tetap $W$;
yang dipakai menghitung adalah $W / \sigma(W)$, dan gradiennya mengalir juga lewat $\sigma$.
Perbedaan dari makalah:

- jaringan dan pengoptimalnya milik GAN tiga menit, agar yang berbeda hanya normalisasinya;
- kernel Keras `(h, w, masuk, keluar)` diratakan menjadi `(h w masuk, keluar)`, transpos bentuk
  di makalah; nilai singularnya sama;
- iterasi pangkat berjalan satu kali pada setiap pemanggilan `training=True`, jadi dua kali per
  langkah: sekali untuk citra asli, sekali untuk citra palsu.

`keras.layers.SpectralNormalization` mengerjakan hal lain: ia menimpa kernel dengan hasil baginya,
sehingga gradien tidak melewati $\sigma$ dan kernel aslinya hilang.
"""

import keras
from keras import layers, ops, saving

from generatif.runtime import split_seed

TINY = 1e-12


def unit_vector(vector):
    """Bagi `vector` `(a,)` dengan panjangnya; vektor nol tetap nol."""
    return vector / (ops.norm(vector) + TINY)


def power_iteration(matrix, u):
    r"""Satu iterasi pangkat: taksiran vektor singular dan nilai singular terbesar.

    $v \leftarrow W u / \lVert W u \rVert$, $u \leftarrow W^\top v / \lVert W^\top v \rVert$,
    $\sigma = v^\top W u$. Gradien $\sigma$ terhadap $W$ adalah $v u^\top$: $u$ dan $v$ dianggap
    tetap.

    Sumber: Miyato dkk. (2018), Algoritma 1.

    Args:
        matrix: tensor `(a, b)`.
        u: tensor `(b,)`, taksiran sebelumnya.

    Returns:
        Pasangan `sigma` `()` dan `u` baru `(b,)`.
    """
    v = ops.stop_gradient(unit_vector(ops.matmul(matrix, u)))
    u = ops.stop_gradient(unit_vector(ops.matmul(v, matrix)))
    return ops.sum(v * ops.matmul(matrix, u)), u


class _SavesAllWeights:
    # Dense dan Conv2D hanya menyimpan kernel dan bias; lapisan spektral juga punya u.
    def save_own_variables(self, store):
        layers.Layer.save_own_variables(self, store)

    def load_own_variables(self, store):
        layers.Layer.load_own_variables(self, store)


@saving.register_keras_serializable("generatif")
class SpectralDense(_SavesAllWeights, layers.Dense):
    """`keras.layers.Dense` yang kernelnya dibagi nilai singular terbesarnya.

    Bobot `kernel` tetap parameter yang dilatih; `u`, taksiran vektor singular, tidak dilatih dan
    hanya bergerak bila `training=True`. Argumen sama dengan lapisan Keras.
    """

    def build(self, input_shape):
        """Buat bobot dan taksiran vektor singular; `input_shape` `(B, masuk)`."""
        super().build(input_shape)
        self.u = _singular_vector(self, self.units)

    def call(self, inputs, training=False):
        """Petakan `inputs` `(B, masuk)` ke `(B, units)`."""
        outputs = ops.matmul(inputs, normalized_kernel(self, training))
        return _finish(self, outputs)


@saving.register_keras_serializable("generatif")
class SpectralConv2D(_SavesAllWeights, layers.Conv2D):
    """`keras.layers.Conv2D` yang kernelnya dibagi nilai singular terbesarnya.

    Seperti :class:`SpectralDense`; yang dinormalkan kernel yang diratakan, bukan konvolusinya
    sebagai pemetaan linear (makalah, bagian 2.1).
    """

    def build(self, input_shape):
        """Buat bobot dan taksiran vektor singular; `input_shape` `(B, H, W, C)`."""
        super().build(input_shape)
        self.u = _singular_vector(self, self.filters)

    def call(self, inputs, training=False):
        """Konvolusikan `inputs` `(B, H, W, C)`."""
        outputs = ops.conv(
            inputs, normalized_kernel(self, training), self.strides, self.padding, self.data_format
        )
        return _finish(self, outputs)


def normalized_kernel(layer, training):
    r"""Kernel sebuah lapisan spektral dibagi taksiran nilai singular terbesarnya.

    Args:
        layer: :class:`SpectralDense` atau :class:`SpectralConv2D`.
        training: `True` untuk menyimpan taksiran vektor singular yang baru.

    Returns:
        Tensor berbentuk kernel, $W / \sigma(W)$.
    """
    kernel = ops.convert_to_tensor(layer.kernel)
    sigma, u = power_iteration(ops.reshape(kernel, (-1, kernel.shape[-1])), layer.u)
    if training:
        layer.u.assign(u)
    return kernel / sigma


def normalize_network(network, seed=None):
    """Salin jaringan berurutan dengan setiap `Dense` dan `Conv2D`-nya dinormalkan.

    Args:
        network: `keras.Sequential` yang sudah dibangun.
        seed: `int` atau `None`; benih taksiran vektor singular awal.

    Returns:
        `keras.Sequential` bernama sama, dengan kernel dan bias awal yang sama.
    """
    kinds = {layers.Dense: SpectralDense, layers.Conv2D: SpectralConv2D}
    seeds = split_seed(seed, len(network.layers))
    copies = [
        kinds[type(layer)].from_config(layer.get_config()) if type(layer) in kinds else layer
        for layer in network.layers
    ]
    copy = keras.Sequential([keras.Input(network.input_shape[1:]), *copies], name=network.name)
    for layer, original, start in zip(copy.layers, network.layers, seeds, strict=True):
        if layer is not original:
            layer.kernel.assign(original.kernel)
            layer.bias.assign(original.bias)
            layer.u.assign(unit_vector(keras.random.normal(layer.u.shape, seed=start)))
    return copy


def _singular_vector(layer, size):
    start = keras.initializers.RandomNormal(seed=0)
    return layer.add_weight(shape=(size,), initializer=start, trainable=False, name="u")


def _finish(layer, outputs):
    if layer.use_bias:
        outputs = outputs + layer.bias
    return outputs if layer.activation is None else layer.activation(outputs)

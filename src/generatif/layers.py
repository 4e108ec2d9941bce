"""Lapisan bersama: lapisan Keras dengan hitungan yang lebih cepat di prosesor.

Argumen, bobot, dan arti setiap lapisan sama dengan lapisan Keras yang diturunkannya; hasil dan
gradiennya sama sampai pembulatan, kecuali undian `FastDropout` yang memakai bit lain.
"""

import tensorflow as tf
from keras import layers, saving

from generatif.checks import require

STRIDE = 2
BLOCKS = 3
KERNEL_SIZES = ((4, 4), (5, 5), (6, 6))


@saving.register_keras_serializable("generatif")
class BlockConv2D(layers.Conv2D):
    """`keras.layers.Conv2D` berlangkah 2, `padding="same"`, dihitung per blok 2x2 piksel.

    Setiap blok menjadi empat kanal, lalu dikonvolusi 3x3 dengan langkah 1 (*sub-pixel*: Shi dkk.,
    2016, arXiv 1609.05158). Untuk citra berkanal satu ini lebih cepat, walaupun kernelnya
    diperlebar dengan nol; di antara lapisan yang berkanal banyak, lebih lambat.

    Sisi kernel 4, 5, atau 6, yaitu yang muat di 3x3 blok; sisi citra genap. Masukan
    `(B, H, W, C)` menjadi `(B, H/2, W/2, filters)`.

    Raises:
        ValueError: bila langkah, tepi, sisi kernel, atau sisi citranya lain.
    """

    def build(self, input_shape):
        """Buat bobot setelah memeriksa bentuk `input_shape` `(B, H, W, C)`."""
        _require_blocks(self, input_shape)
        super().build(input_shape)

    def call(self, inputs):
        """Konvolusikan `inputs` `(B, H, W, C)`."""
        kernel = tf.reshape(_split_kernel(self.kernel), (BLOCKS, BLOCKS, -1, self.filters))
        blocks = tf.nn.space_to_depth(inputs, STRIDE)
        return _finish(self, tf.nn.conv2d(blocks, kernel, 1, "SAME"))


@saving.register_keras_serializable("generatif")
class BlockConv2DTranspose(layers.Conv2DTranspose):
    """`keras.layers.Conv2DTranspose` berlangkah 2, `padding="same"`, dihitung per blok 2x2 piksel.

    Kebalikan :class:`BlockConv2D`: konvolusi 3x3 membuat empat kanal, yang disusun menjadi blok.
    Sisi kernel 4, 5, atau 6. Masukan `(B, H, W, C)` menjadi `(B, 2H, 2W, filters)`.

    Raises:
        ValueError: bila langkah, tepi, atau sisi kernelnya lain.
    """

    def build(self, input_shape):
        """Buat bobot setelah memeriksa pengaturannya; `input_shape` `(B, H, W, C)`."""
        _require_blocks(self, (None, STRIDE, STRIDE, None))
        super().build(input_shape)

    def call(self, inputs):
        """Besarkan `inputs` `(B, H, W, C)`."""
        kernel = tf.reverse(tf.transpose(_split_kernel(self.kernel), (0, 1, 4, 2, 3)), (0, 1))
        kernel = tf.reshape(kernel, (BLOCKS, BLOCKS, -1, STRIDE**2 * self.filters))
        blocks = tf.nn.conv2d(inputs, kernel, 1, "SAME")
        return _finish(self, tf.nn.depth_to_space(blocks, STRIDE))


@saving.register_keras_serializable("generatif")
class FastBatchNormalization(layers.BatchNormalization):
    """`keras.layers.BatchNormalization`; saat melatih, satu operasi gabungan untuk citra.

    Masukan `(B, H, W, C)`; bentuk lain dan pemakaian sesudah pelatihan diserahkan kepada Keras.
    """

    def call(self, inputs, training=None, mask=None):
        """Normalkan `inputs`; statistik berjalan diperbarui bila `training`."""
        if not (training and self.trainable and len(inputs.shape) == 4):
            return super().call(inputs, training=training, mask=mask)
        outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )
        count = tf.cast(tf.size(inputs) / tf.size(mean), variance.dtype)
        for moving, now in (
            (self.moving_mean, mean),
            (self.moving_variance, variance * (count - 1) / count),
        ):
            moving.assign(self.momentum * moving + (1 - self.momentum) * now)
        return outputs


@saving.register_keras_serializable("generatif")
class FastDropout(layers.Dropout):
    """`keras.layers.Dropout` dengan 16 bit acak per aktivasi, bukan 32.

    Peluang nol dibulatkan ke bawah ke kelipatan 1/65536.
    """

    def call(self, inputs, training=False):
        """Nolkan sebagian `inputs` bila `training`; sisanya dibagi peluangnya bertahan."""
        if not training or self.rate == 0 or self.noise_shape is not None:
            return super().call(inputs, training=training)
        size = tf.size(inputs)
        seed = self.seed_generator.next()
        bits = tf.random.stateless_uniform([(size + 1) // 2], seed, None, None, tf.int32)
        draws = tf.reshape(tf.bitcast(bits, tf.uint16), [-1])[:size]
        kept = tf.cast(draws >= int(self.rate * 2**16), inputs.dtype)
        return inputs * tf.reshape(kept, tf.shape(inputs)) * (1 / (1 - self.rate))


def _split_kernel(kernel):
    # (k, k, a, b) -> (3, 3, 4, a, b): kernel digenapkan dengan nol sampai batas blok.
    size = kernel.shape[0]
    before = (size // 2 - 1) % STRIDE
    after = BLOCKS * STRIDE - size - before
    kernel = tf.pad(kernel, [[before, after], [before, after], [0, 0], [0, 0]])
    kernel = tf.reshape(kernel, (BLOCKS, STRIDE, BLOCKS, STRIDE, *kernel.shape[2:]))
    kernel = tf.transpose(kernel, (0, 2, 1, 3, 4, 5))
    return tf.reshape(kernel, (BLOCKS, BLOCKS, STRIDE**2, *kernel.shape[4:]))


def _finish(layer, outputs):
    if layer.use_bias:
        outputs = outputs + layer.bias
    return layer.activation(outputs)


def _require_blocks(layer, input_shape):
    require(layer.strides == (STRIDE, STRIDE), "strides", layer.strides, "2 ke kedua arah")
    require(layer.padding == "same", "padding", layer.padding, '"same"')
    sizes = layer.kernel_size
    require(sizes in KERNEL_SIZES, "kernel_size", sizes, "4, 5, atau 6 ke kedua arah")
    sides = tuple(input_shape[1:3])
    even = all(side is not None and side % STRIDE == 0 for side in sides)
    require(even, "sisi citra", sides, "bilangan genap")
    groups = getattr(layer, "groups", 1)
    require(groups == 1, "groups", groups, "1")

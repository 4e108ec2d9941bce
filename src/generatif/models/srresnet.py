"""SRResNet: pembesar citra yang dilatih dengan galat kuadrat saja, dan pengecil citranya.

Sumber: Ledig dkk. (2017), *Photo-Realistic Single Image Super-Resolution Using a Generative
Adversarial Network*, arXiv 1609.04802, gambar 4 dan bagian 3.2. Perbedaan dari makalah:

- citra kecil adalah rerata blok citra besar tanpa pembulatan (makalah: kernel *bicubic*); piksel
  masukan dan sasaran sama-sama dalam [0, 1] (makalah: sasaran dalam [-1, 1]);
- keluarannya selisih terhadap citra kecil yang diulang, sehingga jaringan yang lapisan akhirnya
  nol sama dengan tetangga terdekat;
- tanpa normalisasi *batch*, seperti ESRGAN (arXiv 1809.00219); LeakyReLU, bukan PReLU; kernel
  tepi 3x3, bukan 9x9; 4 blok, bukan 16; 32 atau 48 kanal, bukan 64;
- pembesaran terakhir langsung menjadi satu kanal, sehingga tidak ada konvolusi pada 28x28.
"""

import keras
import tensorflow as tf
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.optimizers import cosine_adam

IMAGE_SIZE = 28
SCALES = (2, 4)
LEARNING_RATE = 1e-3


def downscale(images, scale):
    """Kecilkan citra: setiap blok `scale` x `scale` menjadi reratanya.

    Args:
        images: tensor `(B, H, W, C)` pecahan; H dan W kelipatan `scale`.
        scale: bilangan bulat positif.

    Returns:
        Tensor `(B, H / scale, W / scale, C)`.
    """
    return tf.nn.avg_pool2d(images, scale, scale, "VALID")


@keras.saving.register_keras_serializable("generatif")
class PixelShuffle(layers.Layer):
    """Susun 4C kanal menjadi blok 2x2 piksel berkanal C (Shi dkk., 2016, arXiv 1609.05158).

    Kanal ke-(2i + j)C + c menjadi baris i, kolom j dari blok itu. Masukan `(B, H, W, 4C)` menjadi
    `(B, 2H, 2W, C)`.
    """

    def call(self, inputs):
        """Besarkan `inputs` dua kali tanpa hitungan."""
        return tf.nn.depth_to_space(inputs, 2)


def build_generator(scale=2, width=32, blocks=4, seed=None):
    """Jaringan pembesar: blok residual pada ukuran kecil, lalu *sub-pixel* satu atau dua kali.

    Args:
        scale: 2 (14x14 menjadi 28x28) atau 4 (7x7 menjadi 28x28).
        width: banyak kanal.
        blocks: banyak blok residual.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28 / scale, 28 / scale, 1) -> (B, 28, 28, 1)`; piksel masukan dalam
        [0, 1], keluaran bilangan real yang belum dipotong.

    Raises:
        ValueError: bila `scale` bukan 2 atau 4, atau ukuran lain bukan bilangan bulat positif.
    """
    require(scale in SCALES, "scale", scale, "2 atau 4")
    require_positive_int(width=width, blocks=blocks)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    conv = {"padding": "same", "kernel_initializer": init}
    low = keras.Input((IMAGE_SIZE // scale, IMAGE_SIZE // scale, 1))
    first = x = layers.LeakyReLU(0.2)(layers.Conv2D(width, 3, **conv)(low))
    for _ in range(blocks):
        change = layers.LeakyReLU(0.2)(layers.Conv2D(width, 3, **conv)(x))
        x = layers.Add()([x, layers.Conv2D(width, 3, **conv)(change)])
    x = layers.Add()([first, layers.Conv2D(width, 3, **conv)(x)])
    for _ in range(scale // 2 - 1):
        x = layers.LeakyReLU(0.2)(PixelShuffle()(layers.Conv2D(4 * width, 3, **conv)(x)))
    change = PixelShuffle()(layers.Conv2D(4, 3, **conv)(x))
    repeated = layers.UpSampling2D(scale)(low)
    return keras.Model(low, layers.Add()([repeated, change]), name="generator")


def build_srresnet(scale=2, width=32, blocks=4, *, steps=None, seed=None):
    """Rakit generator yang dilatih dengan galat kuadrat saja.

    Args:
        scale: lihat :func:`build_generator`.
        width: lihat :func:`build_generator`.
        blocks: lihat :func:`build_generator`.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras dari :func:`build_generator` yang sudah di-`compile` dengan MSE.
    """
    model = build_generator(scale, width, blocks, seed)
    model.compile(cosine_adam(LEARNING_RATE, steps), loss="mse")
    model.optimizer.build(model.trainable_variables)
    return model

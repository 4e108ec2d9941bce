r"""pix2pix: translasi citra berpasangan dengan U-Net, PatchGAN, L1, dan lawan.

Sumber: Isola, Zhu, Zhou, dan Efros (2017), *Image-to-Image Translation with Conditional
Adversarial Networks*, arXiv 1611.07004, bagian 3. Perbedaan dari makalah:

- citra 28x28, maka U-Net turun dua kali (makalah: delapan kali, sampai 1x1) lalu memakai blok
  residual pada 7x7; bidang pandang diskriminatornya 18x18, bukan 70x70;
- tanpa normalisasi *batch* dan tanpa dropout; makalah memakai dropout sebagai derau dan mencatat
  bahwa keluarannya tetap hampir tunggal. Di sini satu masukan selalu mendapat satu keluaran;
- piksel dalam [0, 1] dengan pemotongan bocor, bukan [-1, 1] dengan tanh, sehingga L1-nya separuh
  dan bobot 100 di sini sama dengan 50 dalam satuan makalah. Tanpa normalisasi, keluaran yang jenuh
  (sigmoid) berhenti di citra hitam: latarnya hitam, dan median piksel di sana nol;
- kedua pemain diperbarui serentak dengan laju yang turun sampai nol dan berlainan (makalah: laju
  tetap 2e-4 bergantian, loss diskriminator dibagi dua), *batch* 32, bukan 1 sampai 10;
- hasilnya rata-rata bergerak bobot generator.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_float_images, require_positive_int
from generatif.layers import BlockConv2D, BlockConv2DTranspose
from generatif.losses import discriminator_loss, generator_loss
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
GENERATOR_RATE = 1e-3
DISCRIMINATOR_RATE = 5e-4
LEAK = 0.01


@keras.saving.register_keras_serializable("generatif")
def leaky_clip(values):
    """Potong ke [0, 1], tetapi sisakan seperseratus kelebihannya agar gradiennya tidak lenyap.

    Args:
        values: tensor berbentuk apa pun.

    Returns:
        Tensor berbentuk sama: `values` di dalam [0, 1], di luarnya gradiennya 0,01.
    """
    inside = ops.clip(values, 0, 1)
    return inside + LEAK * (values - inside)


def build_unet(width=32, blocks=2, seed=None):
    """Jaringan penerjemah: turun ke 7x7, blok residual, lalu naik dengan sambungan lintas.

    Args:
        width: banyak kanal pada 14x14; pada 7x7 dua kalinya.
        blocks: banyak blok residual pada 7x7.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 28, 28, 1)`; masukan dalam [0, 1], keluaran
        dalam [0, 1] kecuali kelebihan :func:`leaky_clip`.

    Raises:
        ValueError: bila sebuah ukuran bukan bilangan bulat positif.
    """
    require_positive_int(width=width, blocks=blocks)
    init = {
        "kernel_initializer": keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    }
    same, half = {"padding": "same", **init}, {"strides": 2, "padding": "same", **init}
    source = keras.Input(IMAGE_SHAPE)
    fine = layers.LeakyReLU(0.2)(BlockConv2D(width, 4, **half)(source))
    x = layers.LeakyReLU(0.2)(layers.Conv2D(2 * width, 4, **half)(fine))
    for _ in range(blocks):
        change = layers.LeakyReLU(0.2)(layers.Conv2D(2 * width, 3, **same)(x))
        x = layers.Add()([x, layers.Conv2D(2 * width, 3, **same)(change)])
    x = layers.LeakyReLU(0.2)(layers.Conv2DTranspose(width, 4, **half)(x))
    x = layers.Concatenate()([fine, x])
    x = layers.LeakyReLU(0.2)(layers.Conv2D(width, 3, **same)(x))
    made = BlockConv2DTranspose(1, 4, activation=leaky_clip, **half)(x)
    return keras.Model(source, made, name="generator")


def build_patch_discriminator(width=32, channels=1, seed=None):
    """PatchGAN: satu logit untuk setiap petak citra yang bertumpang tindih.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dua kalinya.
        channels: banyak kanal masukan: 2 untuk pasangan sumber dan hasil, 1 untuk hasil saja.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, channels) -> (B, 7, 7, 1)`, keluaran logit; setiap logit melihat
        18x18 piksel.

    Raises:
        ValueError: bila sebuah ukuran bukan bilangan bulat positif.
    """
    require_positive_int(width=width, channels=channels)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    down = {"strides": 2, "padding": "same", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((*IMAGE_SHAPE[:2], channels)),
            BlockConv2D(width, 4, **down),
            layers.LeakyReLU(0.2),
            layers.Conv2D(2 * width, 4, **down),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, 3, padding="same", kernel_initializer=init),
        ],
        name="discriminator",
    )


class Pix2Pix(keras.Model):
    r"""Translasi berpasangan, dilatih dengan `fit` dari pasangan (sumber, sasaran).

    Loss generatornya $\lambda_1 E|y - G(x)| + \lambda_a E[-\log D(x, G(x))]$, dirata-ratakan atas
    piksel atau petak (makalah, persamaan 4, dengan loss yang tidak jenuh). Memanggil model
    menerjemahkan dengan rata-rata bergerak bobot generator.

    Args:
        generator: model Keras `(B, H, W, C) -> (B, H, W, K)`.
        discriminator: model Keras `(B, H, W, C + K) -> (B, h, w, 1)`, keluaran logit per petak.
        l1_weight: bobot $\lambda_1$; makalah 100.
        adversarial_weight: bobot $\lambda_a$; 0 berarti L1 saja.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak bersambung atau nilai di luar selang.
    """

    def __init__(
        self, generator, discriminator, *, l1_weight=100.0, adversarial_weight=1.0, ema_decay=0.999
    ):
        super().__init__(name="pix2pix")
        channels = generator.input_shape[-1] + generator.output_shape[-1]
        received = discriminator.input_shape[-1]
        require(
            received == channels, "kanal diskriminator", received, f"{channels}, sumber + hasil"
        )
        weights = l1_weight, adversarial_weight
        require(min(weights) >= 0, "bobot loss", weights, "dua bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.average_generator = average_copy(generator)
        self.l1_weight, self.adversarial_weight = weights
        self.ema_decay = ema_decay
        self.means = {
            name: keras.metrics.Mean(name=name)
            for name in ("d_loss", "l1_loss", "adversarial_loss")
        }
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss` dan kedua loss generator, belum dikalikan bobotnya."""
        return list(self.means.values())

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal Keras yang berlainan, satu untuk tiap jaringan."""
        require(g_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, pair):
        """Satu langkah serentak; kedua pemain memakai citra buatan yang sama.

        Args:
            pair: tensor sumber dan sasaran `(B, H, W, 1)`, pecahan dalam [0, 1].

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        source, target = pair
        require_float_images(source, self.generator.input_shape)
        require_float_images(target, self.generator.output_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(source, target)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, source, target):
        """Terjemahkan `source`, lalu nilai pasangan asli dan pasangan buatan.

        Args:
            source: tensor `(B, H, W, 1)` dalam [0, 1].
            target: tensor `(B, H, W, 1)` dalam [0, 1], pasangan `source`.

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        made = self.generator(source, training=True)
        real_logits, made_logits = (
            self.discriminator(ops.concatenate([source, each], -1), training=True)
            for each in (target, made)
        )
        losses = {
            "d_loss": discriminator_loss(real_logits, made_logits),
            "l1_loss": ops.mean(ops.abs(target - made)),
            "adversarial_loss": generator_loss(made_logits),
        }
        for name, value in losses.items():
            self.means[name].update_state(value)
        return losses["d_loss"], (
            self.l1_weight * losses["l1_loss"]
            + self.adversarial_weight * losses["adversarial_loss"]
        )

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja, dari `loss` yang direkam `tape`."""
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja, dari `loss` yang direkam `tape`; geser rata-ratanya."""
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )

    def call(self, source, training=False):
        """Terjemahkan `source` `(B, H, W, 1)` dalam [0, 1] dengan bobot rata-rata."""
        return self.average_generator(source, training=False)


def build_pix2pix(
    width=32,
    blocks=2,
    *,
    critic_width=32,
    l1_weight=100.0,
    adversarial_weight=1.0,
    steps,
    seed=None,
):
    """Rakit pix2pix yang siap dilatih.

    Args:
        width: lihat :func:`build_unet`.
        blocks: lihat :func:`build_unet`.
        critic_width: lebar diskriminator.
        l1_weight: lihat :class:`Pix2Pix`.
        adversarial_weight: lihat :class:`Pix2Pix`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        :class:`Pix2Pix` yang sudah di-`compile`.
    """
    model = Pix2Pix(
        build_unet(width, blocks, seed),
        build_patch_discriminator(critic_width, 2, split_seed(seed, 1)[0]),
        l1_weight=l1_weight,
        adversarial_weight=adversarial_weight,
    )
    model.compile(*build_optimizers(steps))
    return model


def build_optimizers(steps):
    """Dua Adam (beta_1 = 0,5) yang lajunya turun menurut kosinus sampai nol.

    Args:
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.

    Returns:
        Pasangan pengoptimal generator dan pengoptimal diskriminator.
    """
    require_positive_int(steps=steps)
    decay = keras.optimizers.schedules.CosineDecay
    rates = GENERATOR_RATE, DISCRIMINATOR_RATE
    return tuple(keras.optimizers.Adam(decay(rate, steps), beta_1=0.5) for rate in rates)

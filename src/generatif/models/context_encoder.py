r"""Context encoder: jaringan yang mengisi bagian citra yang disembunyikan.

Sumber: Pathak dkk. (2016), *Context Encoders: Feature Learning by Inpainting*, arXiv 1604.07379.
Perbedaan dari makalah:

- citra 28x28 berkanal satu; dua konvolusi ke 7x7 dan dua konvolusi transpos kembali (makalah:
  konvolusi AlexNet, 227x227 ke 6x6);
- topengnya ikut menjadi masukan, dan lubangnya diisi nol, bukan warna rata-rata;
- diskriminator menilai seluruh citra yang sudah ditambal, bukan isi lubangnya saja;
- tanpa normalisasi *batch*; bobot loss adversarial 0,03, bukan 0,001, dan laju generator dua kali
  laju diskriminator, bukan sepuluh kali;
- kedua pemain diperbarui serentak, laju turun sampai nol, dan hasilnya rata-rata bergerak bobot.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_float_images, require_positive_int
from generatif.layers import BlockConv2D, BlockConv2DTranspose
from generatif.losses import discriminator_loss, generator_loss
from generatif.runtime import split_seed

IMAGE_SIZE = 28
GENERATOR_RATE = 2e-3
DISCRIMINATOR_RATE = 1e-3


def hide(images, masks):
    """Masukan jaringan pengisi: citra yang lubangnya dikosongkan, dan topengnya.

    Args:
        images: tensor `(B, H, W, 1)` pecahan dalam [0, 1].
        masks: tensor sebentuk, 1 di lubang dan 0 di luarnya.

    Returns:
        Tensor `(B, H, W, 2)`; isi lubang tidak dapat dibaca darinya.
    """
    return ops.concatenate([images * (1 - masks), masks], axis=-1)


def paste(fill, images, masks):
    """Ganti isi lubang saja: `fill` di lubang, `images` di luarnya.

    Args:
        fill: tensor atau larik `(B, H, W, C)`, atau yang dapat diulang menjadi bentuk itu.
        images: tensor atau larik `(B, H, W, C)`.
        masks: 1 di lubang dan 0 di luarnya; nilai di antaranya mencampur.

    Returns:
        Tensor atau larik `(B, H, W, C)`.
    """
    return masks * fill + (1 - masks) * images


@keras.saving.register_keras_serializable("generatif")
class ChannelDense(layers.Layer):
    """Lapisan terhubung penuh di dalam tiap kanal (makalah, bagian 3.1).

    Setiap keluaran melihat semua letak di kanalnya sendiri, sehingga keterangan dapat menyeberangi
    lubang. Masukan dan keluaran `(B, h, w, C)`; bobotnya C matriks `hw` x `hw`.

    Args:
        seed: `int` atau `None`; benih bobot awal, Glorot seragam bagi tiap matriks.
        **kwargs: argumen `keras.layers.Layer`.
    """

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed

    def build(self, input_shape):
        """Buat bobot bagi `input_shape` `(B, h, w, C)`."""
        _, height, width, channels = input_shape
        size = height * width
        limit = (3 / size) ** 0.5
        initial = keras.initializers.RandomUniform(-limit, limit, self.seed)
        self.kernel = self.add_weight((channels, size, size), initializer=initial)
        self.bias = self.add_weight((size, channels), initializer="zeros")

    def call(self, inputs):
        """Kalikan tiap kanal `inputs` `(B, h, w, C)` dengan matriksnya sendiri."""
        flat = ops.reshape(inputs, (-1, *self.bias.shape))
        mixed = ops.einsum("bpc,cpq->bqc", flat, self.kernel) + self.bias
        return ops.reshape(mixed, (-1, *inputs.shape[1:]))


def build_generator(width=32, seed=None):
    """Jaringan pengisi: 28x28 menjadi 7x7, lapisan di dalam kanal, lalu kembali ke 28x28.

    Args:
        width: banyak kanal pada 14x14; pada 7x7 dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 2) -> (B, 28, 28, 1)`; masukan dari :func:`hide`, keluaran dalam
        [0, 1].

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif.
    """
    require_positive_int(width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    half = {"strides": 2, "padding": "same", "kernel_initializer": init}
    steps = (
        BlockConv2D(width, 4, **half),
        layers.Conv2D(2 * width, 4, **half),
        ChannelDense(split_seed(seed, 1)[0]),
        layers.Conv2D(2 * width, 3, padding="same", kernel_initializer=init),
        layers.Conv2DTranspose(width, 4, **half),
    )
    inputs = x = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 2))
    for step in steps:
        x = layers.LeakyReLU(0.2)(step(x))
    last = BlockConv2DTranspose(1, 4, activation="sigmoid", **half)
    return keras.Model(inputs, last(x), name="generator")


def build_discriminator(width=16, seed=None):
    """Jaringan penilai citra utuh: 28x28 menjadi 7x7, lalu satu logit.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 1)`; masukan dalam [0, 1], keluaran logit.

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif.
    """
    require_positive_int(width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    down = {"strides": 2, "padding": "same", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
            BlockConv2D(width, 4, **down),
            layers.LeakyReLU(0.2),
            layers.Conv2D(2 * width, 4, **down),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


class ContextEncoder(keras.Model):
    r"""Pengisi lubang, dilatih dengan `fit` dari citra utuh saja.

    Loss generatornya $\lambda_r L_r + \lambda_a E[-\log D(\hat x)]$: $L_r$ galat kuadrat rerata
    atas piksel lubang, $\hat x$ citra yang lubangnya ditambal.

    Args:
        generator: model Keras `(B, H, W, 2) -> (B, H, W, 1)`, keluaran dalam [0, 1].
        discriminator: model Keras `(B, H, W, 1) -> (B, 1)`, keluaran logit.
        masks: larik `(K, H, W, 1)`, 1 di lubang; tiap citra mendapat satu, diundi sama rata.
        reconstruction_weight: bobot $\lambda_r$.
        adversarial_weight: bobot $\lambda_a$; 0 melatih generator dengan galat kuadrat saja,
            sedangkan diskriminator tetap dilatih dan hanya menonton.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.
        seed: `int` atau `None`; benih undian topeng.

    Raises:
        ValueError: bila bentuk topeng atau jaringan tidak cocok, atau nilai di luar selang.
    """

    def __init__(
        self,
        generator,
        discriminator,
        masks,
        *,
        reconstruction_weight=1.0,
        adversarial_weight=0.03,
        ema_decay=0.999,
        seed=None,
    ):
        super().__init__(name="context_encoder")
        weights = reconstruction_weight, adversarial_weight
        shape = generator.output_shape[1:]
        expected = f"(K, {', '.join(map(str, shape))})"
        require(masks.shape[1:] == shape, "bentuk topeng", masks.shape, expected)
        judged = discriminator.input_shape[1:]
        require(judged == shape, "masukan diskriminator", judged, f"{shape}, keluaran generator")
        require(min(weights) >= 0, "bobot loss", weights, "dua bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.average_generator = average_copy(generator)
        self.masks = ops.convert_to_tensor(masks, "float32")
        self.reconstruction_weight, self.adversarial_weight = weights
        self.ema_decay = ema_decay
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.means = {
            name: keras.metrics.Mean(name=name)
            for name in ("d_loss", "reconstruction_loss", "adversarial_loss")
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

    def train_step(self, images):
        """Satu langkah serentak; kedua pemain memakai tambalan yang sama.

        Args:
            images: tensor citra utuh `(B, H, W, 1)` pecahan dalam [0, 1].

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        require_float_images(images, self.discriminator.input_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(images)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, images):
        """Sembunyikan sebagian `images`, isi, tambal, lalu nilai hasilnya.

        Args:
            images: tensor citra utuh `(B, H, W, 1)` dalam [0, 1].

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        masks = self.draw_masks(ops.shape(images)[0])
        fill = self.generator(hide(images, masks), training=True)
        real_logits = self.discriminator(images, training=True)
        made_logits = self.discriminator(paste(fill, images, masks), training=True)
        losses = {
            "d_loss": discriminator_loss(real_logits, made_logits),
            "reconstruction_loss": ops.sum(masks * (fill - images) ** 2) / ops.sum(masks),
            "adversarial_loss": generator_loss(made_logits),
        }
        for name, value in losses.items():
            self.means[name].update_state(value)
        return losses["d_loss"], (
            self.reconstruction_weight * losses["reconstruction_loss"]
            + self.adversarial_weight * losses["adversarial_loss"]
        )

    def draw_masks(self, count):
        """Undi `count` topeng `(count, H, W, 1)`, sama rata dan dengan pengembalian."""
        rows = keras.random.randint((count,), 0, len(self.masks), seed=self.seed_generator)
        return ops.take(self.masks, rows, axis=0)

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja agar membedakan citra asli dari citra tambalan.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss diskriminator dari :meth:`play`.
        """
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui generator saja, lalu geser rata-rata bobotnya.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss generator dari :meth:`play`.
        """
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        step = self.g_optimizer.iterations
        move_average(self.average_generator, self.generator, step, self.ema_decay)

    def call(self, hidden, training=False):
        """Tambal `hidden` `(B, H, W, 2)` dari :func:`hide` dengan bobot rata-rata."""
        images, masks = hidden[..., :1], hidden[..., 1:]
        return paste(self.average_generator(hidden, training=False), images, masks)


def build_context_encoder(
    masks, width=32, *, critic_width=16, adversarial_weight=0.03, steps, seed=None
):
    """Rakit context encoder yang siap dilatih: Adam, laju turun sampai nol.

    Args:
        masks: lihat :class:`ContextEncoder`.
        width: lihat :func:`build_generator`.
        critic_width: lebar diskriminator.
        adversarial_weight: lihat :class:`ContextEncoder`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal dan undian topeng. Bobot awal dan urutan
            topengnya tidak bergantung pada `adversarial_weight`.

    Returns:
        :class:`ContextEncoder` yang sudah di-`compile`.
    """
    require_positive_int(steps=steps)
    critic_seed, mask_seed = split_seed(seed, 2)
    model = ContextEncoder(
        build_generator(width, seed),
        build_discriminator(critic_width, critic_seed),
        masks,
        adversarial_weight=adversarial_weight,
        seed=mask_seed,
    )
    model.compile(_optimizer(GENERATOR_RATE, steps), _optimizer(DISCRIMINATOR_RATE, steps))
    return model


def _optimizer(rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.5, beta_2=0.99)

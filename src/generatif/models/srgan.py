r"""SRGAN: superresolusi dengan loss piksel, loss fitur, dan loss adversarial.

Sumber: Ledig dkk. (2017), *Photo-Realistic Single Image Super-Resolution Using a Generative
Adversarial Network*, arXiv 1609.04802. Generatornya `generatif.models.srresnet`, dengan
perbedaan yang tercatat di sana. Perbedaan lain dari makalah:

- jaringan fitur diberikan sebagai argumen; makalah memakai VGG19 yang dilatih pada ImageNet;
- loss piksel tetap ikut dengan bobotnya; SRGAN dalam makalah memakai loss fitur dan adversarial;
- diskriminator dua konvolusi tanpa normalisasi *batch*, bukan delapan dengan;
- pelatihan dimulai dari bobot acak; makalah memulainya dari SRResNet yang sudah dilatih, yang di
  sini menggandakan waktu pelatihan;
- kedua pemain diperbarui serentak dengan Adam tanpa momentum dan laju yang turun sampai nol, dan
  hasilnya rata-rata bergerak bobot generator.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import (
    require,
    require_float_images,
    require_matching_networks,
    require_positive_int,
)
from generatif.layers import BlockConv2D
from generatif.losses import discriminator_loss, generator_loss
from generatif.models.srresnet import IMAGE_SIZE, build_generator, downscale
from generatif.runtime import split_seed

GENERATOR_RATE = 1e-3
DISCRIMINATOR_RATE = 2.5e-4


def build_discriminator(width=32, seed=None):
    """Jaringan penilai citra besar: 28x28 diperkecil menjadi 7x7, lalu satu logit.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dan lapisan rapat dua kalinya.
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
            layers.Dense(2 * width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="discriminator",
    )


class SRGAN(keras.Model):
    r"""Superresolusi adversarial, dilatih dengan `fit` dari citra besar saja.

    Loss generatornya $\lambda_p L_p + \lambda_f L_f + \lambda_a E[-\log D(\hat x)]$: $L_p$ dan
    $L_f$ galat kuadrat rerata piksel dan fitur $\mathrm{fit}$ antara $\hat x = G(x_\downarrow)$
    dan citra asli $x$; $x_\downarrow$ citra kecil dari
    :func:`~generatif.models.srresnet.downscale`. Memanggil model membesarkan dengan rata-rata
    bergerak bobot generator.

    Args:
        generator: model Keras `(B, h, w, C) -> (B, H, W, C)`.
        discriminator: model Keras `(B, H, W, C) -> (B, 1)`, keluaran logit.
        features: model Keras beku $\mathrm{fit}$, `(B, H, W, C)` ke fitur berbentuk apa pun; tidak
            pernah dilatih di sini.
        pixel_weight: bobot $\lambda_p$; MSE dirata-ratakan atas piksel dan *batch*.
        feature_weight: bobot $\lambda_f$; MSE dirata-ratakan atas fitur dan *batch*.
        adversarial_weight: bobot $\lambda_a$; makalah 1e-3, dengan loss isi yang lain.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.

    Raises:
        ValueError: bila bentuk jaringan tidak cocok atau nilai di luar selang.
    """

    def __init__(
        self,
        generator,
        discriminator,
        features,
        *,
        pixel_weight=1.0,
        feature_weight=0.1,
        adversarial_weight=0.01,
        ema_decay=0.999,
    ):
        super().__init__(name="srgan")
        require_matching_networks(generator, discriminator)
        weights = pixel_weight, feature_weight, adversarial_weight
        require(min(weights) >= 0, "bobot loss", weights, "tiga bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = generator
        self.discriminator = discriminator
        self.features = features
        self.features.trainable = False
        self.average_generator = average_copy(generator)
        self.scale = generator.output_shape[1] // generator.input_shape[1]
        self.pixel_weight, self.feature_weight, self.adversarial_weight = weights
        self.ema_decay = ema_decay
        self.means = {
            name: keras.metrics.Mean(name=name)
            for name in ("d_loss", "pixel_loss", "feature_loss", "adversarial_loss")
        }
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss` dan ketiga loss generator, belum dikalikan bobotnya."""
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
        """Satu langkah serentak; kedua pemain memakai citra buatan yang sama.

        Args:
            images: tensor citra besar `(B, H, W, C)` pecahan dalam [0, 1].

        Returns:
            `dict` rerata berjalan keempat metrik.
        """
        require_float_images(images, self.discriminator.input_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(images)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, images):
        """Kecilkan `images` `(B, H, W, C)`, besarkan lagi, lalu nilai hasilnya.

        Args:
            images: tensor citra besar `(B, H, W, C)` dalam [0, 1].

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        made = self.generator(downscale(images, self.scale), training=True)
        real_logits = self.discriminator(images, training=True)
        made_logits = self.discriminator(made, training=True)
        losses = {
            "d_loss": discriminator_loss(real_logits, made_logits),
            "pixel_loss": ops.mean((made - images) ** 2),
            "feature_loss": self.feature_loss(made, images),
            "adversarial_loss": generator_loss(made_logits),
        }
        for name, value in losses.items():
            self.means[name].update_state(value)
        return losses["d_loss"], (
            self.pixel_weight * losses["pixel_loss"]
            + self.feature_weight * losses["feature_loss"]
            + self.adversarial_weight * losses["adversarial_loss"]
        )

    def feature_loss(self, made, images):
        """Galat kuadrat rerata antara fitur buatan dan fitur citra asli (makalah, persamaan 5)."""
        pair = (self.features(each, training=False) for each in (made, images))
        made_features, real_features = pair
        return ops.mean((made_features - real_features) ** 2)

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja agar membedakan citra asli dari hasil pembesaran.

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
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )

    def call(self, low, training=False):
        """Besarkan `low` `(B, h, w, C)` dalam [0, 1] dengan bobot rata-rata."""
        return self.average_generator(low, training=False)


def build_srgan(
    features,
    scale=2,
    width=32,
    blocks=4,
    *,
    critic_width=32,
    pixel_weight=1.0,
    feature_weight=0.1,
    adversarial_weight=0.01,
    steps,
    seed=None,
):
    """Rakit SRGAN yang siap dilatih: Adam tanpa momentum, laju turun sampai nol.

    Args:
        features: model Keras beku bagi loss fitur, lihat :class:`SRGAN`.
        scale: lihat :func:`~generatif.models.srresnet.build_generator`.
        width: lihat :func:`~generatif.models.srresnet.build_generator`.
        blocks: lihat :func:`~generatif.models.srresnet.build_generator`.
        critic_width: lebar diskriminator.
        pixel_weight: lihat :class:`SRGAN`.
        feature_weight: lihat :class:`SRGAN`.
        adversarial_weight: lihat :class:`SRGAN`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal. Generatornya sama dengan
            :func:`~generatif.models.srresnet.build_srresnet` berbenih sama.

    Returns:
        :class:`SRGAN` yang sudah di-`compile`.
    """
    require_positive_int(steps=steps)
    model = SRGAN(
        build_generator(scale, width, blocks, seed),
        build_discriminator(critic_width, split_seed(seed, 1)[0]),
        features,
        pixel_weight=pixel_weight,
        feature_weight=feature_weight,
        adversarial_weight=adversarial_weight,
    )
    model.compile(_optimizer(GENERATOR_RATE, steps), _optimizer(DISCRIMINATOR_RATE, steps))
    return model


def _optimizer(rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.99)

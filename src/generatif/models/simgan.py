r"""SimGAN: citra simulator diperhalus supaya mirip citra asli, tanpa label citra asli.

Sumber: Shrivastava dkk. (2017), *Learning from Simulated and Unsupervised Images through
Adversarial Training*, arXiv 1612.07828, Algoritma 1 dan persamaan 1 sampai 4. Perbedaan dari
makalah:

- penghalus mengeluarkan perubahan yang ditambahkan pada masukannya dan mulai dari nol, jadi mula-
  mula ia tidak mengubah apa pun; makalah melatihnya dulu dengan regularisasi diri saja;
- penghalus bekerja pada blok 2x2 piksel (14x14), bukan pada ukuran penuh, agar ringan;
- regularisasi dirinya rerata selisih mutlak per piksel; makalah menjumlahkannya per citra;
- diskriminator dua konvolusi berlangkah 2, tanpa *max-pooling*, dan loss generator yang tidak
  jenuh ditulis dengan logit; keduanya dirata-ratakan atas petak, bukan dijumlahkan;
- kedua pemain diperbarui serentak dengan Adam tanpa momentum dan laju yang turun sampai nol
  (makalah: penghalus lebih sering, SGD), dan hasilnya rata-rata bergerak bobot penghalus.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_float_images, require_positive_int
from generatif.layers import BlockConv2D
from generatif.losses import discriminator_loss, generator_loss
from generatif.models.srresnet import IMAGE_SIZE, PixelShuffle
from generatif.runtime import split_seed

REFINER_RATE = 1e-3
DISCRIMINATOR_RATE = 5e-4


@keras.saving.register_keras_serializable("generatif")
class PixelBlocks(layers.Layer):
    """Susun tiap blok 2x2 piksel menjadi empat kanal, kebalikan `PixelShuffle`.

    Masukan `(B, 2H, 2W, C)` menjadi `(B, H, W, 4C)`.
    """

    def call(self, inputs):
        """Susun `inputs` tanpa hitungan."""
        return tf.nn.space_to_depth(inputs, 2)


def build_refiner(width=32, blocks=3, seed=None):
    """Jaringan penghalus: blok residual pada 14x14, keluarannya masukan ditambah perubahan.

    Args:
        width: banyak kanal.
        blocks: banyak blok residual.
        seed: `int` atau `None`; benih bobot awal. Lapisan terakhir mulai dari nol.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 28, 28, 1)`; masukan dalam [0, 1], keluaran bilangan
        real yang belum dipotong.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(width=width, blocks=blocks)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    conv = {"padding": "same", "kernel_initializer": init}
    synthetic = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1))
    x = layers.LeakyReLU(0.2)(layers.Conv2D(width, 3, **conv)(PixelBlocks()(synthetic)))
    for _ in range(blocks):
        change = layers.LeakyReLU(0.2)(layers.Conv2D(width, 3, **conv)(x))
        x = layers.Add()([x, layers.Conv2D(width, 3, **conv)(change)])
    change = layers.Conv2D(4, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(synthetic, layers.Add()([synthetic, PixelShuffle()(change)]), name="refiner")


def build_discriminator(width=32, seed=None):
    """Jaringan penilai petak: satu logit untuk tiap petak 18x18 piksel, berjarak 4 piksel.

    Args:
        width: banyak kanal lapisan pertama; lapisan kedua dua kalinya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, 7, 7, 1)`; masukan dalam [0, 1], keluaran logit.

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
            layers.Conv2D(1, 3, padding="same", kernel_initializer=init),
        ],
        name="discriminator",
    )


class SimGAN(keras.Model):
    r"""Penghalus citra simulator, dilatih dengan `fit` dari pasangan (simulator, asli) tanpa label.

    Loss penghalusnya $E[-\log D(R(x))] + \lambda_d\,\overline{|R(x) - x|}$; $x$ citra simulator,
    $R$ penghalus, $D$ peluang asli menurut diskriminator bagi setiap petak, garis atas rerata atas
    piksel. Diskriminator melihat separuh *batch* hasil sekarang dan separuh hasil lama dari
    penyangga. Memanggil model menghaluskan dengan rata-rata bergerak bobot penghalus.

    Args:
        refiner: model Keras `(B, H, W, C) -> (B, H, W, C)`.
        discriminator: model Keras `(B, H, W, C) -> (B, h, w, 1)`, keluaran logit per petak.
        buffer: larik `float32` `(M, H, W, C)`, isi awal penyangga riwayat; *batch* genap, paling
            banyak 2M.
        self_weight: bobot regularisasi diri $\lambda_d$.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.
        seed: `int` atau `None`; benih undian penyangga.

    Raises:
        ValueError: bila bentuk jaringan atau penyangga tidak cocok, atau nilai di luar selang.
    """

    def __init__(
        self, refiner, discriminator, buffer, *, self_weight=0.3, ema_decay=0.999, seed=None
    ):
        super().__init__(name="simgan")
        shape = refiner.input_shape[1:]
        shapes = [refiner.output_shape[1:], discriminator.input_shape[1:], buffer.shape[1:]]
        require(shapes == [shape] * 3, "bentuk citra", shapes, f"semuanya {shape}")
        patches = discriminator.output_shape[1:]
        require(len(patches) == 3 and patches[-1] == 1, "logit", patches, "peta (h, w, 1)")
        require(self_weight >= 0, "self_weight", self_weight, "bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.refiner = refiner
        self.discriminator = discriminator
        self.average_refiner = average_copy(refiner)
        self.buffer = self.add_weight(
            shape=buffer.shape,
            initializer=lambda *_, **__: ops.convert_to_tensor(buffer),
            trainable=False,
            name="buffer",
        )
        self.self_weight = self_weight
        self.ema_decay = ema_decay
        self.draws = keras.random.SeedGenerator(seed)
        self.means = {
            name: keras.metrics.Mean(name=name)
            for name in ("d_loss", "adversarial_loss", "self_loss")
        }
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss`, `adversarial_loss`, dan `self_loss` yang belum dikalikan bobotnya."""
        return list(self.means.values())

    def compile(self, r_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal Keras yang berlainan, satu untuk tiap jaringan."""
        require(r_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.r_optimizer = r_optimizer
        self.d_optimizer = d_optimizer
        self.r_optimizer.build(self.refiner.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, batch):
        """Satu langkah serentak.

        Args:
            batch: pasangan tensor `(B, H, W, C)` pecahan dalam [0, 1]: citra simulator dan citra
                asli, yang tidak perlu berpadanan.

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        synthetic, real = batch
        require_float_images(synthetic, self.refiner.input_shape)
        require_float_images(real, self.discriminator.input_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, r_loss = self.play(synthetic, real)
        self.train_discriminator(tape, d_loss)
        self.train_refiner(tape, r_loss)
        return self.get_metrics_result()

    def play(self, synthetic, real):
        """Haluskan `synthetic`, lalu nilai hasilnya, hasil lama, dan `real`.

        Args:
            synthetic: tensor citra simulator `(B, H, W, C)` dalam [0, 1].
            real: tensor citra asli `(B, H, W, C)` dalam [0, 1].

        Returns:
            Pasangan skalar: loss diskriminator dan loss penghalus.
        """
        made = self.refiner(synthetic, training=True)
        seen = self.mix_with_history(tf.stop_gradient(made))
        losses = {
            "d_loss": discriminator_loss(
                self.discriminator(real, training=True), self.discriminator(seen, training=True)
            ),
            "adversarial_loss": generator_loss(self.discriminator(made, training=True)),
            "self_loss": ops.mean(ops.abs(made - synthetic)),
        }
        for name, value in losses.items():
            self.means[name].update_state(value)
        return (
            losses["d_loss"],
            losses["adversarial_loss"] + self.self_weight * losses["self_loss"],
        )

    def mix_with_history(self, made):
        """Tukar separuh `made` dengan isi penyangga (makalah, bagian 2.3).

        Args:
            made: tensor hasil penghalus `(B, H, W, C)`.

        Returns:
            Tensor `(B, H, W, C)`: separuh pertama `made`, lalu B/2 isi lama dari tempat acak yang
            berlainan. Separuh pertama `made` sudah menggantikan isi lama itu di penyangga.
        """
        half = ops.shape(made)[0] // 2
        places = keras.random.shuffle(ops.arange(self.buffer.shape[0]), seed=self.draws)[:half]
        old = ops.take(self.buffer, places, axis=0)
        self.buffer.assign(ops.scatter_update(self.buffer, places[:, None], made[:half]))
        return ops.concatenate([made[:half], old])

    def train_discriminator(self, tape, loss):
        """Perbarui diskriminator saja agar membedakan petak asli dari petak yang diperhalus.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss diskriminator dari :meth:`play`.
        """
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_refiner(self, tape, loss):
        """Perbarui penghalus saja, lalu geser rata-rata bobotnya.

        Args:
            tape: `tf.GradientTape` yang merekam `loss`.
            loss: loss penghalus dari :meth:`play`.
        """
        weights = self.refiner.trainable_variables
        self.r_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_refiner, self.refiner, self.r_optimizer.iterations, self.ema_decay
        )

    def call(self, synthetic, training=False):
        """Haluskan `synthetic` `(B, H, W, C)` dalam [0, 1] dengan bobot rata-rata."""
        return self.average_refiner(synthetic, training=False)


def build_simgan(buffer, width=32, blocks=3, *, critic_width=32, self_weight=0.3, steps, seed=None):
    """Rakit SimGAN yang siap dilatih: Adam tanpa momentum, laju turun sampai nol.

    Args:
        buffer: lihat :class:`SimGAN`.
        width: lihat :func:`build_refiner`.
        blocks: lihat :func:`build_refiner`.
        critic_width: lebar diskriminator.
        self_weight: lihat :class:`SimGAN`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal dan undian penyangga.

    Returns:
        :class:`SimGAN` yang sudah di-`compile`.
    """
    require_positive_int(steps=steps)
    d_seed, draw_seed = split_seed(seed, 2)
    model = SimGAN(
        build_refiner(width, blocks, seed),
        build_discriminator(critic_width, d_seed),
        buffer,
        self_weight=self_weight,
        seed=draw_seed,
    )
    model.compile(_optimizer(REFINER_RATE, steps), _optimizer(DISCRIMINATOR_RATE, steps))
    return model


def _optimizer(rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.99)

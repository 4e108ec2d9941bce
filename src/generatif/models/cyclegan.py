r"""CycleGAN: translasi citra tanpa pasangan, dua arah, dengan syarat kembali ke asal.

Sumber: Zhu, Park, Isola, dan Efros (2017), *Unpaired Image-to-Image Translation using
Cycle-Consistent Adversarial Networks*, arXiv 1703.10593, bagian 3. Domain sumber X, domain sasaran
Y; $G$ menerjemahkan X ke Y, $F$ kebalikannya. Perbedaan dari makalah:

- generatornya U-Net dari `generatif.models.pix2pix`, bukan jaringan residual tanpa sambungan
  lintas; tanpa normalisasi, piksel dalam [0, 1];
- tanpa penyangga 50 citra buatan lama dan tanpa loss identitas;
- pemain diperbarui serentak dengan laju yang turun sampai nol, *batch* 32, bukan 1;
- hasilnya rata-rata bergerak bobot kedua generator;
- `return_noise` menambahkan derau pada hasil terjemahan sebelum diterjemahkan kembali, gagasan dari
  Bashkirova, Usman, dan Saenko (2019), arXiv 1908.01517; makalah CycleGAN tidak memakainya.
"""

import keras
import tensorflow as tf
from keras import ops

from generatif.averages import average_copy, move_average
from generatif.checks import require, require_float_images
from generatif.models.pix2pix import build_optimizers, build_patch_discriminator, build_unet
from generatif.runtime import split_seed

DIRECTIONS = ("forward", "backward")


def join_networks(first, second, names):
    """Satukan dua jaringan yang menerima citra sebentuk menjadi satu model berkeluaran dua.

    Args:
        first: model Keras `(B, H, W, C) -> ...`.
        second: model Keras yang menerima bentuk yang sama.
        names: dua nama; masing-masing jaringan dapat diambil lagi dengan `get_layer`.

    Returns:
        Model Keras dengan keluaran kedua jaringan atas masukan yang sama.
    """
    image = keras.Input(first.input_shape[1:])
    for network, name in zip((first, second), names, strict=True):
        network.name = name
    return keras.Model(image, [first(image), second(image)])


def squared_discriminator_loss(real_logits, fake_logits):
    """Loss diskriminator kuadrat terkecil, E[(D(y) - 1)^2] + E[D(G(x))^2].

    Sumber: makalah, bagian 4, dari LSGAN (Mao dkk., 2017, arXiv 1611.04076).

    Args:
        real_logits: tensor keluaran diskriminator bagi citra asli, bentuk apa pun.
        fake_logits: tensor keluaran diskriminator bagi citra buatan.

    Returns:
        Skalar `()`, >= 0; 0,5 bila semua keluarannya 0,5.
    """
    return ops.mean((real_logits - 1) ** 2) + ops.mean(fake_logits**2)


def squared_generator_loss(fake_logits):
    """Loss generator kuadrat terkecil, E[(D(G(x)) - 1)^2]; lihat loss diskriminatornya.

    Args:
        fake_logits: tensor keluaran diskriminator bagi citra buatan, bentuk apa pun.

    Returns:
        Skalar `()`, >= 0.
    """
    return ops.mean((fake_logits - 1) ** 2)


class CycleGAN(keras.Model):
    r"""Translasi tanpa pasangan, dilatih dengan `fit` dari (citra X, citra Y).

    Urutan kedua domain tidak harus berhubungan: tidak satu loss pun membandingkan citra X dan
    citra Y yang sebaris. Loss kedua generator $L_{adv}(G) + L_{adv}(F) + \lambda (E|F(G(x)) - x| +
    E|G(F(y)) - y|)$ (makalah, persamaan 3). Memanggil model menerjemahkan ke dua arah dengan
    rata-rata bergerak bobot.

    Args:
        forward: model Keras $G$, `(B, H, W, C) -> (B, H, W, C)`.
        backward: model Keras $F$, berbentuk sama.
        y_critic: model Keras `(B, H, W, C) -> (B, h, w, 1)` yang menilai citra Y.
        x_critic: seperti `y_critic`, untuk citra X.
        cycle_weight: bobot $\lambda$; makalah 10.
        return_noise: simpangan baku derau sebelum diterjemahkan kembali, dalam satuan piksel
            [0, 1]; 0 seperti makalah.
        ema_decay: batas peluruhan rata-rata bergerak, lihat `generatif.averages.move_average`.
        seed: `int`, `SeedGenerator`, atau `None`; benih derau itu.

    Raises:
        ValueError: bila bentuk jaringan berbeda atau nilai di luar selang.
    """

    def __init__(
        self,
        forward,
        backward,
        y_critic,
        x_critic,
        *,
        cycle_weight=10.0,
        return_noise=0.0,
        ema_decay=0.999,
        seed=None,
    ):
        super().__init__(name="cyclegan")
        shape = forward.input_shape
        shapes = forward.output_shape, backward.input_shape, backward.output_shape
        shapes += y_critic.input_shape, x_critic.input_shape
        require(set(shapes) == {shape}, "bentuk citra", shapes, f"semuanya {shape}")
        require(cycle_weight >= 0, "cycle_weight", cycle_weight, "bilangan >= 0")
        require(return_noise >= 0, "return_noise", return_noise, "bilangan >= 0")
        require(0 <= ema_decay < 1, "ema_decay", ema_decay, "bilangan dalam [0, 1)")
        self.generator = join_networks(forward, backward, DIRECTIONS)
        self.discriminator = join_networks(y_critic, x_critic, ("y_critic", "x_critic"))
        self.forward, self.backward = forward, backward
        self.y_critic, self.x_critic = y_critic, x_critic
        self.average_generator = average_copy(self.generator)
        self.cycle_weight, self.return_noise, self.ema_decay = cycle_weight, return_noise, ema_decay
        self.noise = keras.random.SeedGenerator(seed)
        self.means = {
            name: keras.metrics.Mean(name=name)
            for name in ("d_loss", "adversarial_loss", "cycle_loss")
        }
        self.built = True

    @property
    def metrics(self):
        """Rerata `d_loss` dan kedua loss generator; masing-masing jumlah dua arah."""
        return list(self.means.values())

    def compile(self, g_optimizer, d_optimizer, *, run_eagerly=False):
        """Pasang dua pengoptimal Keras: satu untuk kedua generator, satu untuk lawannya."""
        require(g_optimizer is not d_optimizer, "d_optimizer", d_optimizer, "objek tersendiri")
        super().compile(optimizer=None, run_eagerly=run_eagerly)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)

    def train_step(self, domains):
        """Satu langkah serentak; semua pemain memakai citra buatan yang sama.

        Args:
            domains: tensor citra X dan citra Y `(B, H, W, C)`, pecahan dalam [0, 1].

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        for images in domains:
            require_float_images(images, self.generator.input_shape)
        with tf.GradientTape(persistent=True) as tape:
            d_loss, g_loss = self.play(*domains)
        self.train_discriminator(tape, d_loss)
        self.train_generator(tape, g_loss)
        return self.get_metrics_result()

    def play(self, x, y):
        """Terjemahkan pulang pergi dari kedua domain, lalu nilai.

        Args:
            x: tensor citra X `(B, H, W, C)` dalam [0, 1].
            y: tensor citra Y `(B, H, W, C)` dalam [0, 1].

        Returns:
            Pasangan skalar: loss diskriminator dan loss generator.
        """
        d_y, g_y, cycle_x = self.round_trip(x, y, self.forward, self.backward, self.y_critic)
        d_x, g_x, cycle_y = self.round_trip(y, x, self.backward, self.forward, self.x_critic)
        losses = {
            "d_loss": d_y + d_x,
            "adversarial_loss": g_y + g_x,
            "cycle_loss": cycle_x + cycle_y,
        }
        for name, value in losses.items():
            self.means[name].update_state(value)
        return losses["d_loss"], (
            losses["adversarial_loss"] + self.cycle_weight * losses["cycle_loss"]
        )

    def round_trip(self, source, target, there, back, critic):
        """Satu arah: terjemahkan `source`, adu dengan `target`, lalu kembalikan.

        Args:
            source: tensor `(B, H, W, C)` domain asal.
            target: tensor `(B, H, W, C)` domain tujuan, tidak berpasangan.
            there: generator ke domain tujuan.
            back: generator ke domain asal.
            critic: diskriminator domain tujuan.

        Returns:
            Tiga skalar: loss diskriminator, loss adversarial, dan L1 antara asal dan pulangnya.
        """
        made = there(source, training=True)
        real_logits, made_logits = (critic(each, training=True) for each in (target, made))
        sent = made
        if self.return_noise:
            sent += keras.random.normal(ops.shape(made), stddev=self.return_noise, seed=self.noise)
        returned = back(sent, training=True)
        return (
            squared_discriminator_loss(real_logits, made_logits),
            squared_generator_loss(made_logits),
            ops.mean(ops.abs(returned - source)),
        )

    def train_discriminator(self, tape, loss):
        """Perbarui kedua diskriminator saja, dari `loss` yang direkam `tape`."""
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)

    def train_generator(self, tape, loss):
        """Perbarui kedua generator saja, dari `loss` yang direkam `tape`; geser rata-ratanya."""
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(loss, weights), weights)
        move_average(
            self.average_generator, self.generator, self.g_optimizer.iterations, self.ema_decay
        )

    def call(self, images, training=False):
        """Terjemahkan `images` `(B, H, W, C)` ke Y dan ke X dengan bobot rata-rata."""
        return self.average_generator(images, training=False)


def build_cyclegan(
    width=24, blocks=2, *, critic_width=32, cycle_weight=10.0, return_noise=0.0, steps, seed=None
):
    """Rakit CycleGAN yang siap dilatih.

    Args:
        width: lihat :func:`~generatif.models.pix2pix.build_unet`.
        blocks: lihat :func:`~generatif.models.pix2pix.build_unet`.
        critic_width: lebar kedua diskriminator.
        cycle_weight: lihat :class:`CycleGAN`.
        return_noise: lihat :class:`CycleGAN`.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal keempat jaringan dan derau.

    Returns:
        :class:`CycleGAN` yang sudah di-`compile`.
    """
    *seeds, noise = split_seed(seed, 5)
    model = CycleGAN(
        *(build_unet(width, blocks, each) for each in seeds[:2]),
        *(build_patch_discriminator(critic_width, 1, each) for each in seeds[2:]),
        cycle_weight=cycle_weight,
        return_noise=return_noise,
        seed=noise,
    )
    model.compile(*build_optimizers(steps))
    return model

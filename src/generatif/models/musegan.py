"""MuseGAN kecil: empat suara koral sebagai *piano roll*, dilatih dengan WGAN-GP.

Sumber: Dong, Hsiao, Yang, dan Yang (2018), *MuseGAN: Multi-track Sequential Generative
Adversarial Networks for Symbolic Music Generation and Accompaniment*, AAAI-18, arXiv 1709.06298;
dari ketiga modelnya dipakai *composer*: satu vektor laten bersama bagi semua jalur dan satu
kritikus. Algoritmanya :class:`~generatif.models.wgan_gp.WGANGP` tanpa perubahan, seperti di
makalah. Perbedaan dari makalah:

- tiap suara membunyikan tepat satu nada per langkah, maka keluarannya softmax atas nada, bukan
  satu sigmoid per nada; kritikus melihat softmax itu, sedangkan data aslinya *one-hot*, seperti
  WGAN-GP atas huruf (Gulrajani dkk., 2017, arXiv 1704.00028, bagian 5.3). Ketika membuat sampel,
  nada yang peluangnya terbesar dibunyikan;
- konvolusi hanya berjalan menurut waktu; nada dan suara menjadi kanal, karena semua koral sudah
  digeser ke tangga nada yang sama;
- empat birama dibesarkan dari satu vektor laten, tanpa generator waktu yang terpisah; 8 langkah
  per birama (makalah 96), 54 nada (makalah 84), empat suara (makalah lima jalur);
- sampel dari rata-rata bergerak bobot generator, laju pembelajaran turun menurut kosinus.
"""

import keras
import tensorflow as tf
from keras import layers

from generatif.checks import require, require_positive_int
from generatif.models.wgan_gp import WGANGP
from generatif.runtime import split_seed

BARS = 4
STEPS = 32
VOICES = 4
LOWEST = 31
PITCHES = 54


def to_rolls(pitches):
    """Nyatakan nada sebagai *piano roll* *one-hot*.

    Args:
        pitches: tensor atau larik bilangan bulat `(B, T, V)`, nomor MIDI 31 sampai 84.

    Returns:
        Tensor float32 `(B, T, 54, V)`; satu nilai 1 per langkah dan suara.
    """
    return tf.one_hot(tf.cast(pitches, "int32") - LOWEST, PITCHES, axis=2)


def to_pitches(rolls):
    """Bunyikan nada yang nilainya terbesar di setiap langkah dan suara.

    Args:
        rolls: tensor `(B, T, 54, V)`.

    Returns:
        Larik uint8 `(B, T, V)`, nomor MIDI.
    """
    return (tf.argmax(rolls, axis=2).numpy() + LOWEST).astype("uint8")


def build_generator(latent_dim=64, width=128, seed=None):
    """Jaringan pembuat musik: empat birama, lalu dua kali lebih rapat sampai 32 langkah.

    Args:
        latent_dim: ukuran vektor laten.
        width: banyak kanal setiap langkah.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, latent_dim) -> (B, 32, 54, 4)`; peluang, berjumlah satu atas 54 nada.

    Raises:
        ValueError: bila `latent_dim` atau `width` bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    conv = {"padding": "same", "kernel_initializer": init}
    latent = keras.Input((latent_dim,))
    x = layers.Dense(BARS * width, kernel_initializer=init)(latent)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.Reshape((BARS, width))(x)
    while x.shape[1] < STEPS:
        x = layers.Conv1D(width, 3, **conv)(layers.UpSampling1D(2)(x))
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    logits = layers.Conv1D(PITCHES * VOICES, 1, **conv)(x)
    logits = layers.Reshape((STEPS, PITCHES, VOICES))(logits)
    return keras.Model(latent, layers.Softmax(axis=2)(logits), name="generator")


def build_critic(width=128, seed=None):
    """Jaringan penilai musik: ringkas tiap langkah, dua konvolusi berlangkah 2, lalu satu skor.

    Args:
        width: banyak kanal setiap langkah, genap; ringkasan langkahnya separuhnya.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 32, 54, 4) -> (B, 1)`; skor tanpa sigmoid.

    Raises:
        ValueError: bila `width` bukan bilangan bulat positif yang genap.
    """
    require_positive_int(width=width)
    require(width % 2 == 0, "width", width, "bilangan genap")
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    conv = {"padding": "same", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((STEPS, PITCHES, VOICES)),
            layers.Reshape((STEPS, PITCHES * VOICES)),
            layers.Conv1D(width // 2, 1, **conv),
            layers.LeakyReLU(0.2),
            layers.Conv1D(width, 4, strides=2, **conv),
            layers.LeakyReLU(0.2),
            layers.Conv1D(width, 4, strides=2, **conv),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(width, kernel_initializer=init),
            layers.LeakyReLU(0.2),
            layers.Dense(1, kernel_initializer=init),
        ],
        name="critic",
    )


def build_musegan(
    latent_dim=64,
    width=128,
    *,
    critic_steps=5,
    generator_rate=1e-3,
    critic_rate=1e-3,
    steps,
    seed=None,
):
    """Rakit WGAN-GP atas musik yang siap dilatih: Adam tanpa momentum, laju turun sampai nol.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        critic_steps: pembaruan kritikus per pembaruan generator.
        generator_rate: laju pembelajaran awal generator.
        critic_rate: laju pembelajaran awal kritikus.
        steps: banyak langkah seluruh pelatihan, bilangan bulat positif.
        seed: `int` atau `None`; benih bobot awal, vektor laten, dan titik sisipan.

    Returns:
        :class:`~generatif.models.wgan_gp.WGANGP` yang sudah di-`compile`.

    Raises:
        ValueError: bila sebuah ukuran bukan bilangan bulat positif atau lajunya tidak positif.
    """
    require_positive_int(steps=steps, critic_steps=critic_steps)
    for name, rate in {"generator_rate": generator_rate, "critic_rate": critic_rate}.items():
        require(rate > 0, name, rate, "bilangan positif")
    first, second, third = split_seed(seed, 3)
    model = WGANGP(
        build_generator(latent_dim, width, first),
        build_critic(width, second),
        critic_steps=critic_steps,
        seed=third,
    )
    model.compile(_optimizer(generator_rate, steps), _optimizer(critic_rate, critic_steps * steps))
    return model


def _optimizer(rate, steps):
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.0, beta_2=0.9)

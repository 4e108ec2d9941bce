"""Rata-rata bergerak bobot, dipakai beberapa algoritma tanpa perubahan."""

import keras
from keras import ops


def average_copy(network):
    """Salin sebuah jaringan untuk menampung rata-rata bergerak bobotnya.

    Args:
        network: model Keras.

    Returns:
        Model Keras berbobot sama yang tidak dilatih.
    """
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    copy.trainable = False
    return copy


def move_average(average, network, step, limit):
    """Geser rata-rata bergerak satu langkah ke arah bobot sekarang.

    Sumber: Yazıcı dkk. (2019), arXiv 1806.04498. Peluruhan pada langkah ke-n adalah
    min(limit, (1 + n) / (10 + n)), sehingga bobot awal cepat hilang; sama dengan
    :class:`~generatif.models.gan.GAN`.

    Args:
        average: model Keras dari :func:`average_copy`.
        network: model Keras yang dirata-ratakan.
        step: tensor banyak langkah yang sudah dijalani.
        limit: batas peluruhan, dalam [0, 1).
    """
    step = ops.cast(step, "float32")
    decay = ops.minimum(limit, (1 + step) / (10 + step))
    for mean, weight in zip(average.weights, network.weights, strict=True):
        mean.assign_sub((1 - decay) * (mean - weight))

"""Pembagian peran yang harus dipenuhi setiap GAN: satu langkah menggerakkan satu jaringan saja."""

import keras
import numpy as np
import tensorflow as tf

OPPONENTS = {"discriminator": "generator", "generator": "discriminator"}


class ModeProbe(keras.layers.Layer):
    """Lapisan identitas yang mencatat nilai `training` yang diterimanya."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.modes = []

    def call(self, inputs, training=None):
        """Catat, lalu teruskan `inputs`."""
        self.modes.append(training)
        return inputs


def play(gan, *batch):
    """Satu babak yang direkam: pita, loss diskriminator, dan loss generator."""
    with tf.GradientTape(persistent=True) as tape:
        d_loss, g_loss = gan.play(*batch)
    return tape, d_loss, g_loss


def snapshot(network):
    """Salinan semua bobot yang dilatih."""
    return [weight.numpy().copy() for weight in network.trainable_variables]


def changed(before, network):
    """Bobot mana yang berubah sejak :func:`snapshot`."""
    return [not np.array_equal(a, b) for a, b in zip(before, snapshot(network), strict=True)]


def assert_only_one_player_moves(gan, player, *batch):
    """`train_<player>` menggerakkan seluruh bobot `player` dan tidak satu pun bobot lawannya."""
    tape, d_loss, g_loss = play(gan, *batch)
    mover, other = (getattr(gan, name) for name in (player, OPPONENTS[player]))
    before = snapshot(mover), snapshot(other)
    loss = {"discriminator": d_loss, "generator": g_loss}[player]
    getattr(gan, f"train_{player}")(tape, loss)
    assert all(changed(before[0], mover))
    assert not any(changed(before[1], other))

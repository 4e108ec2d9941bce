"""Lapisan cepat: sama dengan lapisan Keras, maju dan mundur."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.layers import (
    BlockConv2D,
    BlockConv2DTranspose,
    FastBatchNormalization,
    FastDropout,
)

PAIRS = [
    (BlockConv2D, keras.layers.Conv2D),
    (BlockConv2DTranspose, keras.layers.Conv2DTranspose),
]


def outputs_and_gradients(layer, images, weights):
    layer(images)
    layer.set_weights(weights)
    with tf.GradientTape() as tape:
        tape.watch(images)
        outputs = layer(images)
        loss = tf.reduce_sum(tf.sin(outputs))
    return [outputs, *tape.gradient(loss, [images, *layer.trainable_variables])]


@pytest.mark.parametrize("kernel_size", [4, 5, 6])
@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_block_convolutions_equal_the_keras_layers(ours, theirs, kernel_size):
    settings = {
        "filters": 3,
        "kernel_size": kernel_size,
        "strides": 2,
        "padding": "same",
        "activation": "tanh",
    }
    rng = np.random.default_rng(kernel_size)
    images = tf.constant(rng.normal(size=(2, 8, 12, 5)), tf.float32)
    reference = theirs(**settings)
    reference(images)
    weights = [0.2 * rng.normal(size=weight.shape) for weight in reference.weights]
    expected = outputs_and_gradients(reference, images, weights)
    for mine, other in zip(
        outputs_and_gradients(ours(**settings), images, weights), expected, strict=True
    ):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_a_block_layer_without_bias_has_one_weight(ours, theirs):
    images = np.ones((1, 4, 4, 2), "float32")
    mine = ours(3, 5, strides=2, padding="same", use_bias=False)
    other = theirs(3, 5, strides=2, padding="same", use_bias=False)
    other(images)
    mine(images)
    mine.set_weights(other.get_weights())
    assert len(mine.weights) == 1
    np.testing.assert_allclose(mine(images), other(images), atol=1e-5)


@pytest.mark.parametrize(
    ("layer", "shape", "name"),
    [
        (BlockConv2D(3, 5, padding="same"), (None, 8, 8, 1), "strides"),
        (BlockConv2D(3, 5, strides=2), (None, 8, 8, 1), "padding"),
        (BlockConv2D(3, (4, 5), strides=2, padding="same"), (None, 8, 8, 1), "kernel_size"),
        (BlockConv2DTranspose(3, 3, strides=2, padding="same"), (None, 7, 7, 1), "kernel_size"),
        (BlockConv2D(3, 5, strides=2, padding="same"), (None, 7, 8, 1), "sisi citra"),
        (BlockConv2D(3, 5, strides=2, padding="same"), (None, None, 8, 1), "sisi citra"),
        (BlockConv2D(4, 5, strides=2, padding="same", groups=2), (None, 8, 8, 2), "groups"),
        (BlockConv2DTranspose(3, 5, padding="same"), (None, 7, 7, 1), "strides"),
        (BlockConv2DTranspose(3, 5, strides=2), (None, 7, 7, 1), "padding"),
    ],
)
def test_other_geometries_are_refused(layer, shape, name):
    with pytest.raises(ValueError, match=f"{name} = .*; yang diharapkan"):
        layer.build(shape)


@pytest.mark.parametrize("shape", [(6, 4, 3, 5), (6, 5)])
def test_fast_batch_normalization_equals_keras(shape):
    rng = np.random.default_rng(0)
    images = tf.constant(rng.normal(2, 3, shape), tf.float32)
    results = []
    for kind in (FastBatchNormalization, keras.layers.BatchNormalization):
        layer = kind(momentum=0.8)
        layer.build(shape)
        layer.set_weights([np.linspace(1, 2, shape[-1]) for _ in layer.weights])
        with tf.GradientTape() as tape:
            tape.watch(images)
            outputs = layer(images, training=True)
            loss = tf.reduce_sum(tf.sin(outputs))
        gradients = tape.gradient(loss, [images, *layer.trainable_variables])
        later = layer(images, training=False)
        results.append([outputs, *gradients, *layer.get_weights(), later])
    for mine, theirs in zip(*results, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=2e-5)


def test_frozen_batch_normalization_keeps_its_statistics():
    layer = FastBatchNormalization()
    layer.build((None, 4, 4, 2))
    layer.trainable = False
    before = layer.get_weights()
    layer(np.full((3, 4, 4, 2), 7.0, "float32"), training=True)
    for old, new in zip(before, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_fast_dropout_keeps_the_stated_share_and_the_mean():
    layer = FastDropout(0.2, seed=3)
    outputs = np.asarray(layer(tf.ones((400, 501)), training=True))
    assert set(np.unique(outputs)) == {0, np.float32(1.25)}
    spread = np.sqrt(0.2 * 0.8 / outputs.size)
    assert (outputs == 0).mean() == pytest.approx(0.2, abs=4 * spread)
    for axis in (0, 1):
        kept = (outputs != 0).mean(axis)
        assert kept.std() == pytest.approx(np.sqrt(0.16 / outputs.shape[axis]), rel=0.15)


def test_fast_dropout_draws_anew_and_repeats_with_its_seed():
    ones = tf.ones((7, 9))
    first, second = FastDropout(0.5, seed=1), FastDropout(0.5, seed=1)
    draws = [np.asarray(first(ones, training=True)) for _ in range(2)]
    assert not np.array_equal(*draws)
    np.testing.assert_array_equal(draws[0], second(ones, training=True))
    np.testing.assert_array_equal(first(ones, training=False), ones)


def test_gradient_flows_only_through_kept_activations():
    layer = FastDropout(0.25, seed=1)
    inputs = tf.ones((5, 5))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = layer(inputs, training=True)
    np.testing.assert_array_equal(tape.gradient(outputs, inputs), outputs)


def test_dropout_of_nothing_and_shared_masks_are_left_to_keras():
    ones = tf.ones((6, 8))
    np.testing.assert_array_equal(FastDropout(0.0)(ones, training=True), ones)
    shared = np.asarray(FastDropout(0.5, noise_shape=(6, 1), seed=0)(ones, training=True))
    assert (shared == shared[:, :1]).all()

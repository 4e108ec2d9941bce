"""Normalisasi spektral: nilai singular menurut SVD, gradien menurut rumus tertutup."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.models import mini
from generatif.models.spectral import (
    SpectralConv2D,
    SpectralDense,
    normalize_network,
    normalized_kernel,
    power_iteration,
)


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def known_matrix(rows, columns, largest=3.0):
    """Matriks acak yang nilai singularnya ditetapkan, sehingga iterasi pangkat pasti cepat.

    Setiap nilai singular 0,7 kali yang sebelumnya: galat sudut mengecil 0,49 kali per iterasi.
    """
    rng = np.random.default_rng(2)
    left = np.linalg.qr(rng.normal(size=(rows, columns)))[0]
    right = np.linalg.qr(rng.normal(size=(columns, columns)))[0]
    return left * (largest * 0.7 ** np.arange(columns)) @ right.T


def built(layer, shape):
    layer.build((None, *shape))
    count = layer.kernel.shape[-1]
    kernel = known_matrix(np.prod(layer.kernel.shape[:-1]), count).reshape(layer.kernel.shape)
    layer.kernel.assign(kernel)
    layer.u.assign(np.random.default_rng(1).normal(size=layer.u.shape))
    return layer


@pytest.fixture(params=["dense", "conv"])
def layer(request):
    if request.param == "dense":
        return built(SpectralDense(6), (9,))
    return built(SpectralConv2D(6, 4, strides=2, padding="same"), (8, 8, 3))


def singular(kernel):
    """Kernel makalah: (keluar, masuk × h × w), berbeda urutan dari yang diuji."""
    kernel = np.asarray(kernel)
    return np.linalg.svd(np.moveaxis(kernel, -1, 0).reshape(kernel.shape[-1], -1))[1]


def settle(layer, count=100):
    for _ in range(count):
        kernel = normalized_kernel(layer, training=True)
    return kernel


def test_power_iteration_finds_the_largest_singular_value(rng):
    matrix, u = known_matrix(20, 7).astype("float32"), rng.normal(size=7).astype("float32")
    for _ in range(60):
        sigma, u = power_iteration(matrix, u)
    assert np.linalg.svd(matrix)[1][0] == pytest.approx(3, rel=1e-5)
    assert float(sigma) == pytest.approx(3, rel=1e-5)


def test_gradient_of_the_estimate_keeps_both_vectors_fixed(rng):
    """Jauh dari titik tetapnya pun gradien σ adalah v uᵀ, dengan v dan u dari NumPy."""
    matrix, start = rng.normal(size=(9, 6)), rng.normal(size=6)
    v = matrix @ start / np.linalg.norm(matrix @ start)
    u = v @ matrix / np.linalg.norm(v @ matrix)
    variable = tf.Variable(matrix, dtype="float32")
    with tf.GradientTape() as tape:
        sigma, made = power_iteration(variable, tf.constant(start, "float32"))
    assert float(sigma) == pytest.approx(v @ matrix @ u, rel=1e-5)
    np.testing.assert_allclose(made, u, atol=1e-5)
    np.testing.assert_allclose(tape.gradient(sigma, variable), np.outer(v, u), atol=1e-5)


def test_normalized_kernel_has_spectral_norm_one(layer):
    original = layer.kernel.numpy().copy()
    made = settle(layer)
    assert singular(made)[0] == pytest.approx(1, rel=1e-3)
    np.testing.assert_allclose(made, original / singular(original)[0], rtol=1e-3)
    np.testing.assert_array_equal(layer.kernel.numpy(), original)


def test_one_iteration_per_training_pass_already_follows_a_slow_weight(layer):
    settle(layer)
    for _ in range(50):
        layer.kernel.assign_add(0.01 * np.sign(layer.kernel.numpy()))
        made = normalized_kernel(layer, training=True)
    assert singular(made)[0] == pytest.approx(1, abs=0.02)


def test_the_output_uses_the_normalized_kernel(layer, rng):
    shape = (5, 9) if isinstance(layer, SpectralDense) else (5, 8, 8, 3)
    inputs = rng.normal(size=shape).astype("float32")
    layer.bias.assign(rng.normal(size=6))
    plain = keras.layers.Dense(6)
    if len(shape) == 4:
        plain = keras.layers.Conv2D(6, 4, strides=2, padding="same")
    plain.build(shape)
    settle(layer)
    plain.kernel.assign(normalized_kernel(layer, training=False))
    plain.bias.assign(layer.bias)
    np.testing.assert_allclose(layer(inputs, training=True), plain(inputs), rtol=1e-3, atol=1e-4)


def test_vector_moves_only_in_training(layer, rng):
    shape = (5, 9) if isinstance(layer, SpectralDense) else (5, 8, 8, 3)
    inputs = rng.normal(size=shape).astype("float32")
    before = layer.u.numpy().copy()
    layer(inputs)
    np.testing.assert_array_equal(layer.u.numpy(), before)
    layer(inputs, training=True)
    assert not np.array_equal(layer.u.numpy(), before)
    assert [weight.name for weight in layer.non_trainable_weights] == ["u"]


def test_gradient_is_the_paper_s_and_has_no_part_along_the_weight(rng):
    """Menurut makalah: dL/dW = (G − <G, W̄> v uᵀ) / σ; karena itu <dL/dW, W> = 0."""
    layer = built(SpectralDense(6), (9,))
    settle(layer)
    inputs = tf.constant(rng.normal(size=(5, 9)), "float32")
    target = tf.constant(rng.normal(size=(5, 6)), "float32")
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(target * layer(inputs, training=True))
    made = tape.gradient(loss, layer.kernel.value).numpy()
    kernel = layer.kernel.numpy()
    left, sigma, right = np.linalg.svd(kernel, full_matrices=False)
    outer = np.outer(left[:, 0], right[0])
    plain = inputs.numpy().T @ target.numpy()
    expected = (plain - np.sum(plain * kernel / sigma[0]) * outer) / sigma[0]
    np.testing.assert_allclose(made, expected, rtol=1e-3, atol=1e-3)
    assert np.sum(made * kernel) == pytest.approx(0, abs=1e-3 * float(np.abs(plain * kernel).sum()))


def test_keras_wrapper_overwrites_its_kernel_and_differs(rng):
    """Yang ditulis di bab tentang lapisan Keras 3.15; bila gagal, Keras berubah."""
    layer = keras.layers.SpectralNormalization(keras.layers.Dense(6))
    inputs = tf.constant(rng.normal(size=(5, 9)), "float32")
    layer.build(inputs.shape)
    layer.kernel.assign(known_matrix(9, 6))
    for _ in range(100):
        layer(inputs, training=True)
    original = layer.kernel.numpy().copy()
    assert singular(original)[0] == pytest.approx(1, rel=1e-3)
    layer.kernel.assign(3 * original)
    target = tf.constant(rng.normal(size=(5, 6)), "float32")
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(target * layer(inputs, training=True))
    made = tape.gradient(loss, layer.kernel.value).numpy()
    np.testing.assert_allclose(layer.kernel.numpy(), original, rtol=1e-3)
    np.testing.assert_allclose(made, inputs.numpy().T @ target.numpy(), rtol=1e-4, atol=1e-4)
    assert abs(np.sum(made * original)) > 0.1


def test_network_copy_keeps_weights_names_and_shapes(rng):
    network = mini.build_discriminator(4, seed=3)
    copy = normalize_network(network, seed=5)
    assert copy.name == network.name
    assert copy.output_shape == network.output_shape
    kinds = [type(layer).__name__ for layer in copy.layers if layer.weights]
    assert kinds == ["SpectralConv2D"] * 2 + ["SpectralDense"] * 2
    for mine, theirs in zip(copy.trainable_weights, network.trainable_weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    vectors = [layer.u.numpy() for layer in copy.layers if hasattr(layer, "u")]
    assert all(np.linalg.norm(each) == pytest.approx(1, abs=1e-5) for each in vectors)
    again = normalize_network(network, seed=5)
    np.testing.assert_array_equal(again.get_weights()[-1], copy.get_weights()[-1])


def test_normalized_network_is_almost_one_lipschitz(rng):
    """Setiap lapisan rapat bernorma satu; konvolusi 4x4 berlangkah 2 paling besar 2 kali."""
    network = normalize_network(mini.build_discriminator(8, seed=3), seed=5)
    for layer in network.layers:
        if layer.weights:
            layer.kernel.assign(20 * layer.kernel)
            settle(layer)
    start = rng.uniform(-1, 1, (64, 28, 28, 1)).astype("float32")
    step = 0.01 * rng.normal(size=start.shape).astype("float32")
    rise = np.abs(network(start + step) - network(start)).ravel()
    length = np.linalg.norm(step.reshape(64, -1), axis=1)
    assert (rise / length).max() < 3 * 2


def test_layers_survive_saving(tmp_path, rng):
    network = normalize_network(mini.build_discriminator(4, seed=3), seed=5)
    network.save(tmp_path / "d.keras")
    inputs = rng.uniform(-1, 1, (3, 28, 28, 1)).astype("float32")
    loaded = keras.models.load_model(tmp_path / "d.keras")
    np.testing.assert_allclose(loaded(inputs), network(inputs), atol=1e-6)

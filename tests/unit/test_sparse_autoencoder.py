"""Autoencoder sparse: penalti menurut NumPy, gradiennya, dan skalanya di dalam loss."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models.sparse_autoencoder import (
    SparsityPenalty,
    build_decoder,
    build_encoder,
    build_sparse_autoencoder,
    kl_penalty,
    l1_penalty,
)

TARGET = 0.05


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:32])


@pytest.fixture(scope="module")
def codes():
    return np.random.default_rng(0).uniform(0.01, 0.9, (6, 4)).astype("float32")


def bernoulli_divergence(codes, target):
    """Jumlah atas unit, langsung dari definisi divergensi KL dua sebaran atas {0, 1}."""
    total = 0.0
    for mean in codes.astype("float64").mean(axis=0):
        for p, q in ((target, mean), (1 - target, 1 - mean)):
            total += p * (np.log(p) - np.log(q))
    return total


def penalty_gradient(function, codes):
    codes = tf.constant(codes)
    with tf.GradientTape() as tape:
        tape.watch(codes)
        value = function(codes)
    return tape.gradient(value, codes).numpy()


def test_l1_equals_numpy(codes):
    signed = codes - 0.5
    expected = np.abs(signed).sum() / len(signed)
    assert float(l1_penalty(signed)) == pytest.approx(expected, rel=1e-5)


def test_kl_equals_its_definition(codes):
    expected = bernoulli_divergence(codes, TARGET)
    assert float(kl_penalty(codes, TARGET)) == pytest.approx(expected, rel=1e-5)


def test_kl_is_zero_only_at_the_target():
    at = np.full((10, 3), TARGET, dtype="float32")
    assert float(kl_penalty(at, TARGET)) == pytest.approx(0, abs=1e-6)
    for other in (0.5 * at, 2 * at):
        assert float(kl_penalty(other, TARGET)) > 1e-3


def test_kl_sees_only_the_mean_of_each_unit(codes):
    rng = np.random.default_rng(1)
    shuffled = np.stack([rng.permutation(unit) for unit in codes.T], axis=1)
    assert float(kl_penalty(shuffled, TARGET)) == pytest.approx(
        float(kl_penalty(codes, TARGET)), rel=1e-5
    )
    spread = np.full((20, 3), TARGET, dtype="float32")
    burst = np.zeros((20, 3), dtype="float32")
    burst[0] = 1.0
    for codes_with_mean_target in (spread, burst):
        assert float(kl_penalty(codes_with_mean_target, TARGET)) == pytest.approx(0, abs=1e-6)


def test_kl_gradient_pushes_the_mean_to_the_target():
    codes = np.tile(np.float32([0.01, TARGET, 0.3, 0.9]), (5, 1))
    found = penalty_gradient(lambda each: kl_penalty(each, TARGET), codes)
    mean = codes.astype("float64").mean(axis=0)
    expected = (mean - TARGET) / (mean * (1 - mean)) / len(codes)
    np.testing.assert_allclose(found, np.tile(expected, (5, 1)), rtol=1e-4, atol=1e-6)
    assert (found[:, 0] < 0).all()
    assert (found[:, 2:] > 0).all()


def test_l1_gradient_has_one_size_for_every_active_unit(codes):
    found = penalty_gradient(l1_penalty, np.where(codes > 0.4, codes, 0))
    np.testing.assert_allclose(found, (codes > 0.4) / len(codes), atol=1e-7)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_kl_stays_finite_at_the_edges(value):
    codes = np.full((4, 2), value, dtype="float32")
    assert np.isfinite(float(kl_penalty(codes, TARGET)))
    assert np.isfinite(penalty_gradient(lambda each: kl_penalty(each, TARGET), codes)).all()


@pytest.mark.parametrize("penalty", ["l1", "kl"])
def test_penalty_does_not_depend_on_batch_size(codes, penalty):
    """Berbeda dari jumlah atas batch: batch yang diulang tidak mengubah nilainya."""
    layer = SparsityPenalty(penalty, 1.0, TARGET)
    layer(codes)
    (once,) = layer.losses
    layer = SparsityPenalty(penalty, 1.0, TARGET)
    layer(np.concatenate([codes] * 3))
    (thrice,) = layer.losses
    assert float(thrice) == pytest.approx(float(once), rel=1e-5)


def test_l1_equals_the_keras_regularizer_and_kl_would_be_divided_again(codes):
    """Keras membagi `activity_regularizer` dengan ukuran batch: tepat untuk L1, tidak untuk KL."""

    def keras_value(regularizer):
        layer = keras.layers.Activation("linear", activity_regularizer=regularizer)
        layer(codes)
        return float(layer.losses[0])

    assert keras_value(keras.regularizers.L1(1.0)) == pytest.approx(
        float(l1_penalty(codes)), rel=1e-5
    )
    assert keras_value(lambda each: kl_penalty(each, TARGET)) == pytest.approx(
        float(kl_penalty(codes, TARGET)) / len(codes), rel=1e-5
    )


def test_penalty_layer_passes_codes_through_and_survives_saving(codes):
    layer = SparsityPenalty("kl", 0.3, 0.1, name="penalty")
    np.testing.assert_array_equal(layer(codes), codes)
    again = SparsityPenalty.from_config(layer.get_config())
    assert (again.penalty, again.weight, again.target) == ("kl", 0.3, 0.1)


@pytest.mark.parametrize(
    ("penalty", "value"),
    [
        ("l1", lambda codes: np.abs(codes).sum(axis=1).mean()),
        ("kl", lambda codes: bernoulli_divergence(codes, TARGET)),
        ("none", lambda codes: 0.0),
    ],
)
def test_loss_is_squared_error_plus_weighted_penalty_once(images, penalty, value):
    model = build_sparse_autoencoder(20, penalty=penalty, weight=0.2, target=TARGET, seed=1)
    codes = model.get_layer("encoder")(images).numpy()
    error = np.mean((model(images).numpy() - images) ** 2)
    loss, mse = model.evaluate(images, images, batch_size=len(images), verbose=0)
    assert mse == pytest.approx(error, rel=1e-4)
    assert loss - mse == pytest.approx(0.2 * value(codes), rel=1e-4, abs=1e-7)
    assert len(model.losses) == (penalty != "none")


def test_l1_loss_is_the_same_for_every_batch_size(images):
    model = build_sparse_autoencoder(20, penalty="l1", weight=0.2, seed=1)
    losses = [model.evaluate(images, images, batch_size=size, verbose=0)[0] for size in (4, 16, 32)]
    np.testing.assert_allclose(losses, losses[0], rtol=1e-4)


def test_one_dense_layer_each_way():
    model = build_sparse_autoencoder()
    assert model.count_params() == (784 * 300 + 300) + (300 * 784 + 784)
    assert build_encoder(7).output_shape == (None, 7)
    assert build_decoder(7).output_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 28, 28, 1)


@pytest.mark.parametrize(("penalty", "name"), [("kl", "sigmoid"), ("l1", "relu"), ("none", "relu")])
def test_activations(penalty, name):
    model = build_sparse_autoencoder(5, penalty=penalty)
    (encoding,) = [each for each in model.get_layer("encoder").layers if each.weights]
    (decoding,) = [each for each in model.get_layer("decoder").layers if each.weights]
    assert encoding.activation.__name__ == name
    assert decoding.activation.__name__ == "sigmoid"


def test_decoder_column_is_the_picture_of_its_unit(images):
    """Logit keluaran = bias + jumlah aktivasi kali kolom bobot."""
    model = build_sparse_autoencoder(6, seed=1)
    codes = model.get_layer("encoder")(images).numpy()
    columns, bias = model.get_layer("decoder").get_weights()
    expected = 1 / (1 + np.exp(-(codes @ columns + bias)))
    made = model(images).numpy().reshape(len(images), -1)
    np.testing.assert_allclose(made, expected, atol=1e-5)


@pytest.mark.parametrize("penalty", ["none", "l1", "kl"])
def test_every_weight_learns(images, penalty):
    model = build_sparse_autoencoder(20, penalty=penalty, seed=1)
    before = model.get_weights()
    first = model.evaluate(images, images, verbose=0)[1]
    for _ in range(100):
        model.train_on_batch(images, images)
    assert model.evaluate(images, images, verbose=0)[1] < first / 2
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0


@pytest.mark.parametrize("penalty", ["l1", "kl"])
def test_training_with_a_larger_weight_lowers_the_activation(images, penalty):
    means = []
    for weight in (0.0, 0.02):
        model = build_sparse_autoencoder(20, penalty=penalty, weight=weight, seed=1)
        for _ in range(100):
            model.train_on_batch(images, images)
        means.append(float(model.get_layer("encoder")(images).numpy().mean()))
    assert means[1] < 0.6 * means[0]


def test_same_seed_same_weights():
    first, again, other = (
        build_sparse_autoencoder(9, seed=seed).get_weights() for seed in (1, 1, 2)
    )
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])
    assert abs(np.corrcoef(first[0].ravel(), first[2].T.ravel())[0, 1]) < 0.1
    assert abs(np.corrcoef(first[0].ravel(), first[2].ravel())[0, 1]) < 0.1


def test_optimizer_is_ready_before_the_first_step():
    assert build_sparse_autoencoder(3).optimizer.built


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"code_dim": 0}, "code_dim = 0; yang diharapkan: bilangan bulat positif"),
        ({"penalty": "l2"}, "penalty = 'l2'; yang diharapkan: salah satu dari none, l1, kl"),
        ({"weight": -1e-4}, "weight = -0.0001; yang diharapkan: bilangan >= 0"),
        ({"target": 0}, "target = 0; yang diharapkan: bilangan di antara 0 dan 1"),
        ({"target": 1.0}, "target = 1.0; yang diharapkan: bilangan di antara 0 dan 1"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        build_sparse_autoencoder(**arguments)


def test_bad_decoder_size():
    with pytest.raises(ValueError, match="code_dim = 2.5; yang diharapkan: bilangan bulat positif"):
        build_decoder(2.5)

"""Autoencoder bertumpuk: parameter dihitung tangan, loss menurut NumPy, dan ciri arsitekturnya."""

import keras
import numpy as np
import pytest

from generatif.data import load_mnist, scale_to_unit
from generatif.models.autoencoder import build_autoencoder, build_decoder, build_encoder


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_mnist("embedded").x_train[:32])


def all_layers(network):
    for layer in network.layers:
        yield from all_layers(layer) if isinstance(layer, keras.Sequential) else [layer]


def test_five_sizes_of_the_book():
    assert build_encoder().count_params() == (784 * 100 + 100) + (100 * 30 + 30)
    assert build_decoder().count_params() == (30 * 100 + 100) + (100 * 784 + 784)
    assert build_autoencoder().output_shape == (None, 28, 28, 1)


def test_only_dense_layers_hold_weights():
    layers = list(all_layers(build_autoencoder()))
    assert {type(layer) for layer in layers if layer.weights} == {keras.layers.Dense}
    assert not any(isinstance(layer, keras.layers.Dropout) for layer in layers)


def test_activations():
    hidden = [
        each for each in all_layers(build_autoencoder()) if isinstance(each, keras.layers.Dense)
    ]
    names = [layer.activation.__name__ for layer in hidden]
    assert names == ["relu", "relu", "relu", "sigmoid"]


def test_autoencoder_is_decoder_after_encoder(images):
    model = build_autoencoder(seed=1)
    code = model.get_layer("encoder")(images)
    assert code.shape == (32, 30)
    assert code.numpy().min() >= 0
    np.testing.assert_array_equal(model.get_layer("decoder")(code), model(images))


def test_output_stays_in_unit_range(images):
    output = build_autoencoder(seed=1)(1e3 * images).numpy()
    assert 0 <= output.min() < output.max() <= 1


def test_loss_is_the_mean_squared_error(images):
    model = build_autoencoder(seed=1)
    expected = np.mean((model(images).numpy() - images) ** 2)
    assert model.evaluate(images, images, verbose=0) == pytest.approx(expected, rel=1e-5)


def test_same_seed_same_weights():
    first, again, other = (build_autoencoder(seed=seed).get_weights() for seed in (1, 1, 2))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])


def test_encoder_and_decoder_start_from_different_draws():
    weights = build_autoencoder(seed=1).get_weights()
    draws = weights[0].ravel(), weights[4].ravel()
    assert abs(np.corrcoef(draws[0][: draws[1].size], draws[1])[0, 1]) < 0.1


def test_every_weight_learns_and_one_batch_can_be_remembered(images):
    model = build_autoencoder(seed=1)
    before = model.get_weights()
    first = model.evaluate(images, images, verbose=0)
    for _ in range(200):
        model.train_on_batch(images, images)
    assert model.evaluate(images, images, verbose=0) < first / 10
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0


def test_optimizer_is_ready_before_the_first_step():
    assert build_autoencoder().optimizer.built


@pytest.mark.parametrize("build", [build_encoder, build_decoder])
@pytest.mark.parametrize("sizes", [{"code_dim": 0}, {"width": 2.5}])
def test_bad_sizes(build, sizes):
    with pytest.raises(ValueError, match="yang diharapkan: bilangan bulat positif"):
        build(**sizes)

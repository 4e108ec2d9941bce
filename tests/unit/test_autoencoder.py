"""Autoencoder bertumpuk: parameter dihitung tangan, loss menurut NumPy, PCA, dan bobot terikat."""

import keras
import numpy as np
import pytest

from generatif.data import load_mnist, scale_to_unit
from generatif.models.autoencoder import (
    TransposedDense,
    build_autoencoder,
    build_decoder,
    build_encoder,
)


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_mnist("embedded").x_train[:32])


def all_layers(network):
    for layer in network.layers:
        yield from all_layers(layer) if isinstance(layer, keras.Sequential) else [layer]


def test_sizes_of_the_notes():
    hidden = (784 * 300 + 300) + (300 * 150 + 150) + (150 * 30 + 30)
    assert build_encoder().count_params() == hidden
    mirrored = (30 * 150 + 150) + (150 * 300 + 300) + (300 * 784 + 784)
    assert build_decoder().count_params() == mirrored
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
    assert names == ["relu", "relu", "linear", "relu", "relu", "sigmoid"]


def test_autoencoder_is_decoder_after_encoder(images):
    model = build_autoencoder(seed=1)
    code = model.get_layer("encoder")(images)
    assert code.shape == (32, 30)
    assert code.numpy().min() < 0 < code.numpy().max()
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
    draws = weights[0].ravel(), weights[6].ravel()
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


def test_binary_cross_entropy_equals_numpy(images):
    model = build_autoencoder(loss="binary_crossentropy", seed=1)
    made = np.clip(model(images).numpy().astype("float64"), 1e-7, 1 - 1e-7)
    expected = -np.mean(images * np.log(made) + (1 - images) * np.log(1 - made))
    assert model.evaluate(images, images, verbose=0) == pytest.approx(expected, rel=1e-5)


def test_tied_decoder_borrows_transposed_weights(images):
    model = build_autoencoder(6, (20, 10), tied=True, seed=1)
    encoder, decoder = model.get_layer("encoder"), model.get_layer("decoder")
    weights = [layer.kernel.numpy() for layer in encoder.layers if hasattr(layer, "kernel")]
    value = encoder(images).numpy()
    biases = [layer.bias.numpy() for layer in decoder.layers if isinstance(layer, TransposedDense)]
    for kernel, bias in zip(weights[:0:-1], biases[:-1], strict=True):
        value = np.maximum(value @ kernel.T + bias, 0)
    expected = 1 / (1 + np.exp(-(value @ weights[0].T + biases[-1])))
    made = model(images).numpy().reshape(32, -1)
    np.testing.assert_allclose(made, expected, rtol=1e-4, atol=1e-5)


def test_tied_weights_exist_once_and_learn(images):
    model = build_autoencoder(6, (20, 10), tied=True, seed=1)
    kernels = 784 * 20 + 20 * 10 + 10 * 6
    assert model.count_params() == kernels + (20 + 10 + 6) + (10 + 20 + 784)
    before = model.get_weights()
    model.train_on_batch(images, images)
    assert len(before) == 9
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0


def test_linear_autoencoder_finds_the_pca_subspace():
    """Baldi dan Hornik (1989): minimum galat kuadratnya adalah ruang bagian PCA."""
    rng = np.random.default_rng(0)
    spread = np.diag([3.0, 2.0, 0.2, 0.1, 0.1])
    factors = rng.normal(size=(512, 5)) @ spread
    directions = np.linalg.qr(rng.normal(size=(784, 5)))[0]
    data = (factors @ directions.T).astype("float32")
    model = build_autoencoder(2, (), output_activation="linear", seed=1)
    images = data.reshape(-1, 28, 28, 1)
    model.fit(images, images, epochs=150, batch_size=64, verbose=0)
    learned = model.get_layer("decoder").layers[0].kernel.numpy().T
    principal = np.linalg.svd(data - data.mean(0), full_matrices=False)[2][:2].T
    cosines = np.linalg.svd(np.linalg.qr(learned)[0].T @ principal, compute_uv=False)
    assert cosines.min() > 0.999


def test_unknown_loss():
    with pytest.raises(ValueError, match="loss = 'mae'; yang diharapkan: mse atau"):
        build_autoencoder(loss="mae")


@pytest.mark.parametrize("build", [build_encoder, build_decoder])
@pytest.mark.parametrize("sizes", [{"code_dim": 0}, {"widths": (8, 2.5)}])
def test_bad_sizes(build, sizes):
    with pytest.raises(ValueError, match="yang diharapkan: bilangan bulat positif"):
        build(**sizes)

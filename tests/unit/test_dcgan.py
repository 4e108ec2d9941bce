"""Jaringan DCGAN: parameter dihitung tangan, bentuk antara, dan rentang."""

import keras
import numpy as np
import pytest

from generatif.models.dcgan import build_dcgan, build_discriminator, build_generator


def shapes(network):
    return [layer.output.shape[1:] for layer in network.layers if "conv" in layer.name]


def test_generator_equals_the_report():
    network = build_generator()
    dense, batch_norm = 100 * 7 * 7 * 256, 4 * (7 * 7 * 256 + 128 + 64)
    transposed = 25 * 256 * 128 + 25 * 128 * 64 + (25 * 64 + 1)
    assert network.count_params() == dense + batch_norm + transposed
    assert shapes(network) == [(7, 7, 128), (14, 14, 64), (28, 28, 1)]


def test_discriminator_equals_the_report():
    network = build_discriminator()
    conv = (25 * 64 + 64) + (25 * 64 * 128 + 128)
    assert network.count_params() == conv + 7 * 7 * 128 + 1
    assert shapes(network) == [(14, 14, 64), (7, 7, 128)]


def configs(network, kind):
    return [layer.get_config() for layer in network.layers if isinstance(layer, kind)]


def test_settings_of_the_report():
    generator, discriminator = build_generator(), build_discriminator()
    slopes = configs(generator, keras.layers.LeakyReLU) + configs(
        discriminator, keras.layers.LeakyReLU
    )
    assert [round(c["negative_slope"], 6) for c in slopes] == [0.2] * 5
    assert [c["rate"] for c in configs(discriminator, keras.layers.Dropout)] == [0.2, 0.2]
    assert [c["strides"] for c in configs(generator, keras.layers.Conv2DTranspose)] == [
        (1, 1),
        (2, 2),
        (2, 2),
    ]
    assert len(configs(generator, keras.layers.BatchNormalization)) == 3
    assert not configs(discriminator, keras.layers.BatchNormalization)


def test_optimizers_of_the_report():
    gan = build_dcgan(latent_dim=4, width=1)
    rates = [float(o.learning_rate) for o in (gan.g_optimizer, gan.d_optimizer)]
    assert rates == pytest.approx([2e-4, 1e-4])
    assert (gan.g_optimizer.beta_1, gan.d_optimizer.beta_1) == (0.5, 0.5)
    assert gan.real_label == 0.9


def test_generator_output_stays_in_range():
    network = build_generator(8, 2, seed=0)
    images = network(1e4 * np.random.default_rng(0).standard_normal((32, 8))).numpy()
    assert -1 <= images.min() < -0.9
    assert 0.9 < images.max() <= 1


def test_discriminator_gives_logits():
    network = build_discriminator(2, seed=0)
    images = 100 * np.random.default_rng(0).standard_normal((64, 28, 28, 1))
    logits = network(images).numpy()
    assert logits.min() < 0 < logits.max()
    assert np.abs(logits).max() > 1


def test_width_scales_both_networks():
    assert shapes(build_generator(16, 8)) == [(7, 7, 16), (14, 14, 8), (28, 28, 1)]
    assert shapes(build_discriminator(8)) == [(14, 14, 8), (7, 7, 16)]


def test_seed_decides_the_weights():
    first, again, other = (build_generator(8, 2, seed=s).get_weights() for s in (3, 3, 4))
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


def test_layers_of_one_seed_do_not_repeat_each_other():
    network = build_discriminator(8, seed=3)
    convolutions = [layer for layer in network.layers if "conv" in layer.name]
    first, second = (layer.kernel.numpy().ravel() for layer in convolutions)
    scale = second[: first.size] / first
    assert scale.std() > 0.1


@pytest.mark.parametrize("bad", [0, -3, 2.5, "64", None])
def test_sizes_must_be_positive_integers(bad):
    for build in (
        lambda: build_generator(latent_dim=bad),
        lambda: build_generator(width=bad),
        lambda: build_discriminator(width=bad),
    ):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build()


@pytest.mark.parametrize("bad", [-0.1, 1.0])
def test_dropout_must_be_a_share(bad):
    with pytest.raises(ValueError, match="dropout"):
        build_discriminator(dropout=bad)


def test_networks_survive_a_keras_file(tmp_path):
    for network, inputs in (
        (build_generator(8, 2, seed=1), np.ones((2, 8), "float32")),
        (build_discriminator(2, seed=1), np.ones((2, 28, 28, 1), "float32")),
    ):
        network.save(tmp_path / "model.keras")
        again = keras.models.load_model(tmp_path / "model.keras")
        np.testing.assert_array_equal(network(inputs), again(inputs))

"""Ragam DCGAN: bakunya DCGAN yang sama, dan setiap sakelar hanya mengubah bagiannya."""

import keras
import numpy as np
import pytest

from generatif.models import dcgan, dcgan_variants


def kinds(network):
    return [type(layer).__name__ for layer in network.layers]


def test_default_equals_the_dcgan_of_the_chapter():
    ours = dcgan_variants.build_dcgan_variant(8, 3, seed=5)
    theirs = dcgan.build_dcgan(8, 3, seed=5)
    assert ours.real_label == theirs.real_label
    for name in ("generator", "discriminator"):
        a, b = getattr(ours, name), getattr(theirs, name)
        assert kinds(a) == kinds(b)
        for mine, other in zip(a.get_weights(), b.get_weights(), strict=True):
            np.testing.assert_array_equal(mine, other)
    for name in ("g_optimizer", "d_optimizer"):
        a, b = (getattr(each, name).get_config() | {"name": None} for each in (ours, theirs))
        assert a == b


@pytest.mark.parametrize(
    ("normalized", "in_generator", "in_discriminator"),
    [("generator", 3, 0), ("both", 3, 1), ("none", 0, 0)],
)
def test_normalized_networks(normalized, in_generator, in_discriminator):
    gan = dcgan_variants.build_dcgan_variant(8, 2, normalized=normalized, seed=0)
    for network, expected in ((gan.generator, in_generator), (gan.discriminator, in_discriminator)):
        found = [isinstance(each, keras.layers.BatchNormalization) for each in network.layers]
        assert sum(found) == expected


def test_every_layer_without_normalization_has_a_bias():
    generator = dcgan_variants.build_plain_generator(8, 2)
    assert all(layer.use_bias for layer in generator.layers if hasattr(layer, "kernel"))


def test_normalized_discriminator_standardizes_its_last_convolution_only():
    images = np.random.default_rng(0).uniform(-1, 1, (16, 28, 28, 1)).astype("float32")
    plain = dcgan.build_discriminator(2, seed=3)
    first, second = (layer for layer in plain.layers if isinstance(layer, keras.layers.Conv2D))
    network = dcgan_variants.normalize_discriminator(plain)
    position = next(i for i, layer in enumerate(network.layers) if layer is second)
    values = images
    for layer in network.layers[: position + 2]:
        values = layer(values, training=True) if "normalization" in layer.name else layer(values)
    np.testing.assert_allclose(np.mean(values, axis=(0, 1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(np.std(values, axis=(0, 1, 2)), 1, atol=0.02)
    assert kinds(network)[0] == type(first).__name__
    assert network.output_shape == plain.output_shape


def test_real_label_reaches_the_loss():
    assert dcgan_variants.build_dcgan_variant(8, 2, real_label=1.0).real_label == 1.0


def test_wrong_choice_is_refused():
    with pytest.raises(ValueError, match="normalized"):
        dcgan_variants.build_dcgan_variant(8, 2, normalized="semua")

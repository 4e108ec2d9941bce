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
        layers = network.layers
        found = [isinstance(each, keras.layers.BatchNormalization) for each in layers]
        assert sum(found) == expected
        for layer, following in zip(layers, layers[1:], strict=False):
            if hasattr(layer, "use_bias"):
                followed = isinstance(following, keras.layers.BatchNormalization)
                assert layer.use_bias is not followed


def test_real_label_reaches_the_loss():
    assert dcgan_variants.build_dcgan_variant(8, 2, real_label=1.0).real_label == 1.0


def test_wrong_choice_is_refused():
    with pytest.raises(ValueError, match="normalized"):
        dcgan_variants.build_dcgan_variant(8, 2, normalized="semua")

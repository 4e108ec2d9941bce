"""Ragam autoencoder konvolusional: hanya yang diminta yang berubah."""

import numpy as np
import pytest

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models import convolutional_autoencoder as conv
from generatif.models.convolutional_variants import (
    build_variant,
    build_variant_decoder,
    build_variant_encoder,
)


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:32])


def sides(network):
    return [layer.output.shape[1] for layer in network.layers if len(layer.output.shape) == 4]


def test_default_has_the_layers_of_the_main_network():
    ours, main = build_variant(6, 4, seed=1), conv.build_convolutional_autoencoder(6, 4, seed=1)
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in main.get_weights()]
    kinds = [type(layer) for layer in main.get_layer("decoder").layers]
    assert [type(layer) for layer in ours.get_layer("decoder").layers] == kinds


def test_shrinking_and_growing_happen_where_they_are_named():
    assert sides(build_variant_encoder(down="strides")) == [14, 7]
    assert sides(build_variant_encoder(down="pool")) == [28, 14, 14, 7]
    assert sides(build_variant_decoder(up="transpose")) == [7, 14, 28]
    assert sides(build_variant_decoder(up="upsample")) == [7, 14, 14, 28, 28]


@pytest.mark.parametrize("change", [{"down": "pool"}, {"up": "upsample"}, {"dropout": 0.5}])
def test_variants_keep_the_parameter_count(change):
    base = build_variant(6, 4, seed=1)
    assert build_variant(6, 4, seed=1, **change).count_params() == base.count_params()


def test_kernel_is_the_decoders():
    sizes = [
        [layer.kernel_size for layer in network.layers if hasattr(layer, "kernel_size")]
        for network in (build_variant_encoder(), build_variant_decoder(kernel=3))
    ]
    assert sizes == [[(4, 4)] * 2, [(3, 3)] * 2]


@pytest.mark.parametrize(
    "change", [{}, {"down": "pool"}, {"up": "upsample", "kernel": 3}, {"dropout": 0.3}]
)
def test_variants_learn_every_weight(change, images):
    model = build_variant(6, 4, seed=1, **change)
    before, first = model.get_weights(), model.evaluate(images, images, verbose=0)
    for _ in range(30):
        model.train_on_batch(images, images)
    assert model.evaluate(images, images, verbose=0) < first
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0


def test_dropout_acts_only_while_training(images):
    encoder = build_variant_encoder(6, 4, dropout=0.9, seed=1)
    quiet = [encoder(images).numpy() for _ in range(2)]
    np.testing.assert_array_equal(*quiet)
    assert np.abs(encoder(images, training=True).numpy() - quiet[0]).max() > 0.01


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"down": "max"}, "strides atau pool"),
        ({"up": "deconv"}, "transpose atau upsample"),
        ({"dropout": 1.0}, r"bilangan dalam \[0, 1\)"),
        ({"kernel": 0}, "bilangan bulat positif"),
        ({"code_dim": 2.5}, "bilangan bulat positif"),
    ],
)
def test_bad_arguments(change, match):
    with pytest.raises(ValueError, match=match):
        build_variant(**change)

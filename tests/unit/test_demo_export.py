"""Alat ekspor bobot demo: lipatan normalisasi, batas galat, dan penolakan."""

import numpy as np
import pytest
from keras import Input, Sequential, layers

import export_demo_models as tool


def small_network(*extra):
    network = Sequential(
        [
            Input((6, 6, 3)),
            layers.Conv2D(8, 3, strides=2, padding="valid", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.2),
            layers.UpSampling2D(),
            layers.MaxPooling2D(),
            layers.Conv2DTranspose(4, 5, strides=2, padding="same", activation="tanh"),
            layers.Flatten(),
            layers.Dense(12),
            layers.ReLU(),
            layers.Reshape((2, 2, 3)),
            *extra,
        ]
    )
    rng = np.random.default_rng(3)
    weights = [rng.uniform(0.2, 1.0, each.shape) for each in network.get_weights()]
    network.set_weights(weights)
    return network


def test_folded_layers_compute_what_keras_computes():
    network = small_network()
    inputs = np.random.default_rng(4).standard_normal((5, 6, 6, 3)).astype("float32")
    made = tool.run(tool.fold(network.layers), inputs)
    np.testing.assert_allclose(made, network(inputs, training=False), rtol=2e-4, atol=1e-4)


@pytest.mark.parametrize(
    "layer", [layers.LayerNormalization(), layers.Conv2D(3, 1, activation="selu")]
)
def test_unknown_layers_are_refused(layer):
    with pytest.raises(ValueError, match="belum dikenal"):
        tool.fold(small_network(layer).layers)


def test_precision_grows_until_the_limit_holds(monkeypatch):
    network = Sequential([Input((4,)), layers.Dense(9, activation="sigmoid")])
    probes = np.random.default_rng(5).standard_normal((20, 4)).astype("float32")
    item = tool.Export("uji", network.layers, network, probes, tool.unit_gray)
    assert tool.export(item)[1] == "0/1"
    monkeypatch.setattr(tool, "MEAN_ERROR", 0.02)
    assert tool.export(item)[1] == "1/1"
    monkeypatch.setattr(tool, "MEAN_ERROR", 0.0)
    with pytest.raises(ValueError, match="float16"):
        tool.export(item)

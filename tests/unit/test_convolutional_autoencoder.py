"""Autoencoder konvolusional: kegagalan tugas kuliah, perbaikannya, dan versi padat."""

import keras
import numpy as np
import pytest

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models import convolutional_autoencoder as conv


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:32])


def sides(network):
    return [layer.output.shape[1] for layer in network.layers if len(layer.output.shape) == 4]


def test_report_encoder_shrinks_28_to_4():
    encoder = conv.build_report_encoder(seed=0)
    assert sides(encoder) == [28, 14, 14, 7, 7, 4]
    assert encoder.output_shape == (None, 4, 4, 8)
    assert encoder.count_params() == (9 * 32 + 32) + (9 * 32 * 16 + 16) + (9 * 16 * 8 + 8)


@pytest.mark.parametrize(
    ("mend", "expected"),
    [
        ("none", [4, 8, 8, 16, 16, 32, 32]),
        ("valid", [4, 8, 8, 16, 14, 28, 28]),
        ("crop", [4, 8, 8, 16, 16, 32, 28, 28]),
    ],
)
def test_decoder_sides(mend, expected):
    assert sides(conv.build_report_decoder(mend, seed=0)) == expected


def test_the_report_fails_as_its_author_described(images):
    encoder, decoder = conv.build_report_encoder(seed=0), conv.build_report_decoder("none", seed=0)
    broken = keras.Sequential([keras.Input((28, 28, 1)), encoder, decoder])
    broken.compile("adam", loss="binary_crossentropy")
    assert broken.output_shape == (None, 32, 32, 1)
    with pytest.raises(ValueError, match="32, 32"):
        broken.fit(images, images, verbose=0)


@pytest.mark.parametrize(
    "build",
    [
        lambda **options: conv.build_report_autoencoder("valid", **options),
        lambda **options: conv.build_report_autoencoder("crop", **options),
        lambda **options: conv.build_convolutional_autoencoder(6, 4, **options),
    ],
)
def test_mended_networks_learn_every_weight(build, images):
    model = build(seed=1)
    made = model(images).numpy()
    assert made.shape == images.shape
    assert 0 <= made.min() <= made.max() <= 1
    before = model.get_weights()
    first = model.evaluate(images, images, verbose=0)
    for _ in range(30):
        model.train_on_batch(images, images)
    assert model.evaluate(images, images, verbose=0) < first
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0


def test_equal_seeds_equal_weights():
    first, again, other = (
        conv.build_convolutional_autoencoder(4, 2, seed=seed).get_weights() for seed in (1, 1, 2)
    )
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])


def test_bad_arguments():
    with pytest.raises(ValueError, match="mend = 'pad'; yang diharapkan: salah satu dari none"):
        conv.build_report_decoder("pad")
    with pytest.raises(ValueError, match="'valid' atau 'crop'"):
        conv.build_report_autoencoder("none")
    for build in (conv.build_encoder, conv.build_decoder):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build(code_dim=0)

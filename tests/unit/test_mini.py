"""GAN tiga menit: parameter dihitung tangan, bentuk antara, jadwal, dan rentang."""

import math

import keras
import numpy as np
import pytest

from generatif.models.mini import build_discriminator, build_generator, build_mini


def shapes(network):
    return [layer.output.shape[1:] for layer in network.layers if "conv" in layer.name]


def test_generator_counted_by_hand():
    network = build_generator()
    dense = 32 * 128 + 128 * 7 * 7 * 64
    batch_norm = 4 * (128 + 7 * 7 * 64 + 32)
    assert network.count_params() == dense + batch_norm + 16 * 64 * 32 + (9 * 32 + 1) * 4
    assert shapes(network) == [(14, 14, 32), (14, 14, 4)]
    assert network.output_shape == (None, 28, 28, 1)


def test_discriminator_counted_by_hand():
    network = build_discriminator()
    convolutions = (9 * 4 + 1) * 32 + (16 * 32 + 1) * 64
    assert network.count_params() == convolutions + (7 * 7 * 64 + 1) * 64 + (64 + 1)
    assert shapes(network) == [(14, 14, 32), (7, 7, 64)]


def edge_layers(network, position):
    """Tiga lapisan pertama (0) atau terakhir (-3) sebagai satu jaringan."""
    layers = network.layers[position : position + 3 or None]
    return keras.Sequential([keras.Input(layers[0].input.shape[1:]), *layers])


def test_blocks_of_four_pixels_become_channels_and_back():
    images = np.random.default_rng(0).uniform(-1, 1, (2, 28, 28, 1)).astype("float32")
    blocks = edge_layers(build_discriminator(1), 0)(images).numpy()
    for channel, (row, column) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        np.testing.assert_array_equal(blocks[..., channel], images[:, row::2, column::2, 0])
    restored = edge_layers(build_generator(4, 1), -3)(blocks).numpy()
    np.testing.assert_array_equal(restored, images)


def test_discriminator_judges_each_image_alone():
    network = build_discriminator(2, seed=0)
    images = np.random.default_rng(0).uniform(-1, 1, (4, 28, 28, 1)).astype("float32")
    together = network(images, training=True).numpy()
    alone = np.concatenate([network(images[i : i + 1], training=True) for i in range(4)])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_learning_rates_follow_half_a_cosine():
    gan = build_mini(4, 1, steps=40, seed=0)
    for optimizer, peak in ((gan.g_optimizer, 1e-3), (gan.d_optimizer, 2.5e-4)):
        for step in (0, 10, 20, 40):
            optimizer.iterations.assign(step)
            expected = peak * (1 + math.cos(math.pi * step / 40)) / 2
            assert float(optimizer.learning_rate) == pytest.approx(expected, abs=1e-9)
        assert (optimizer.beta_1, optimizer.beta_2) == (0.0, 0.99)


def test_weights_rest_after_the_last_step():
    gan = build_mini(4, 1, steps=2, seed=0)
    images = np.random.default_rng(0).uniform(-1, 1, (4, 28, 28, 1)).astype("float32")
    start = [weight.numpy() for weight in gan.discriminator.weights]
    for _ in range(2):
        gan.train_step(images)
    trained = [weight.numpy() for weight in gan.discriminator.weights]
    assert any((a != b).any() for a, b in zip(start, trained, strict=True))
    gan.train_step(images)
    for before, after in zip(trained, gan.discriminator.weights, strict=True):
        np.testing.assert_array_equal(before, after.numpy())


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
    assert shapes(build_generator(16, 8)) == [(14, 14, 8), (14, 14, 4)]
    assert shapes(build_discriminator(8)) == [(14, 14, 8), (7, 7, 16)]


def test_seed_decides_weights_and_first_losses():
    images = np.zeros((4, 28, 28, 1), "float32")

    def first_losses(seed):
        return [float(v) for v in build_mini(4, 2, steps=3, seed=seed).train_step(images).values()]

    assert first_losses(3) == first_losses(3)
    assert first_losses(3) != first_losses(4)


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
        lambda: build_mini(steps=bad),
    ):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build()


def test_networks_survive_a_keras_file(tmp_path):
    for network, inputs in (
        (build_generator(8, 2, seed=1), np.ones((2, 8), "float32")),
        (build_discriminator(2, seed=1), np.ones((2, 28, 28, 1), "float32")),
    ):
        network.save(tmp_path / "model.keras")
        again = keras.models.load_model(tmp_path / "model.keras")
        np.testing.assert_array_equal(network(inputs), again(inputs))

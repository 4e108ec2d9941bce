"""SRGAN: pengecilan, urutan sub-pixel, ketiga loss menurut NumPy, dan siapa yang bergerak."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play
from skimage.transform import downscale_local_mean

from generatif import recipes, training
from generatif.classifiers import load_classifier
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models import srgan
from generatif.models.srgan import SRGAN
from generatif.models.srresnet import (
    PixelShuffle,
    build_generator,
    build_srresnet,
    downscale,
)


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:24])


class Doubled(keras.layers.Layer):
    """Fitur rekaan: dua kali citranya."""

    def call(self, images):
        return 2 * images


def make_features():
    return keras.Sequential([keras.Input((28, 28, 1)), Doubled()])


def make_model(features=None, scale=2, seed=1, **weights):
    model = SRGAN(
        build_generator(scale, 4, 1, seed),
        srgan.build_discriminator(4, seed + 1),
        features or make_features(),
        **weights,
    )
    model.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return model


@pytest.mark.parametrize("scale", [2, 4])
def test_downscale_is_the_block_mean_of_scikit_image(images, scale):
    made = downscale(images, scale).numpy()
    expected = downscale_local_mean(images, (1, scale, scale, 1))
    assert made.shape == (24, 28 // scale, 28 // scale, 1)
    np.testing.assert_allclose(made, expected, atol=1e-6)


def test_pixel_shuffle_places_channels_row_by_row():
    values = np.arange(4, dtype="float32").reshape(1, 1, 1, 4)
    np.testing.assert_array_equal(PixelShuffle()(values)[0, ..., 0], [[0, 1], [2, 3]])
    deep = np.arange(2 * 3 * 3 * 8, dtype="float32").reshape(2, 3, 3, 8)
    made = PixelShuffle()(deep).numpy()
    for row in range(2):
        for column in range(2):
            first = (2 * row + column) * 2
            np.testing.assert_array_equal(made[:, row::2, column::2], deep[..., first : first + 2])


@pytest.mark.parametrize("scale", [2, 4])
def test_generator_with_a_silent_last_layer_repeats_its_input(images, scale):
    network = build_generator(scale, 4, 1, seed=0)
    last = [layer for layer in network.layers if isinstance(layer, keras.layers.Conv2D)][-1]
    last.set_weights([np.zeros_like(each) for each in last.get_weights()])
    low = downscale(images, scale).numpy()
    np.testing.assert_array_equal(network(low), low.repeat(scale, 1).repeat(scale, 2))


def test_generator_output_follows_its_definition(images):
    """Satu blok residual, dihitung ulang dengan `tf.nn.conv2d` dari bobotnya."""
    network = build_generator(2, 3, 1, seed=5)
    weights = [tf.constant(each) for each in network.get_weights()]
    weights[1::2] = [each + 0.1 for each in weights[1::2]]
    network.set_weights([each.numpy() for each in weights])
    kernels, biases = weights[::2], weights[1::2]
    low = downscale(images, 2)

    def conv(x, index):
        return tf.nn.conv2d(x, kernels[index], 1, "SAME") + biases[index]

    first = tf.nn.leaky_relu(conv(low, 0), 0.2)
    body = first + conv(tf.nn.leaky_relu(conv(first, 1), 0.2), 2)
    change = tf.nn.depth_to_space(conv(first + conv(body, 3), 4), 2)
    expected = tf.repeat(tf.repeat(low, 2, 1), 2, 2) + change
    np.testing.assert_allclose(network(low), expected, atol=1e-5)


def test_sizes_counted_by_hand():
    trunk = (9 * 8 + 8) + (2 * 2 + 1) * (9 * 8 * 8 + 8)
    last = 9 * 8 * 4 + 4
    assert build_generator(2, 8, 2).count_params() == trunk + last
    middle = 9 * 8 * 32 + 32
    assert build_generator(4, 8, 2).count_params() == trunk + middle + last
    made = (16 * 8 + 8) + (16 * 8 * 16 + 16) + (784 * 16 + 16) + 17
    assert srgan.build_discriminator(8).count_params() == made


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(images, player):
    assert_only_one_player_moves(make_model(), player, images)


def test_losses_equal_numpy(images):
    model = make_model(pixel_weight=0.5, feature_weight=0.25, adversarial_weight=0.125)
    made = model.generator(downscale(images, 2)).numpy().astype("float64")
    real, fake = (model.discriminator(each).numpy().astype("float64") for each in (images, made))
    _, d_loss, g_loss = play(model, images)
    assert float(d_loss) == pytest.approx(
        np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean(), rel=1e-5
    )
    pixel = np.mean((made - images) ** 2)
    adversarial = np.log1p(np.exp(-fake)).mean()
    assert float(g_loss) == pytest.approx(
        0.5 * pixel + 0.25 * 4 * pixel + 0.125 * adversarial, rel=1e-5
    )
    results = {name: float(mean.result()) for name, mean in model.means.items()}
    assert results["pixel_loss"] == pytest.approx(pixel, rel=1e-5)
    assert results["feature_loss"] == pytest.approx(4 * pixel, rel=1e-5)
    assert results["adversarial_loss"] == pytest.approx(adversarial, rel=1e-5)


@pytest.mark.parametrize("alone", ["pixel_weight", "feature_weight", "adversarial_weight"])
def test_every_loss_alone_reaches_the_generator(images, alone):
    weights = dict.fromkeys(("pixel_weight", "feature_weight", "adversarial_weight"), 0.0)
    model = make_model(**(weights | {alone: 1.0}))
    tape, _, g_loss = play(model, images)
    gradients = tape.gradient(g_loss, model.generator.trainable_variables)
    assert all(np.abs(each).max() > 0 for each in gradients)


def test_discriminator_gradient_ignores_the_generator_losses(images):
    """Gradien diskriminator hanya dari loss-nya: bobot loss generator tidak mengubahnya."""
    steps = []
    for weight in (0.0, 10.0):
        model = make_model(adversarial_weight=weight)
        tape, d_loss, _ = play(model, images)
        model.train_discriminator(tape, d_loss)
        steps.append(model.discriminator.get_weights())
    for one, other in zip(*steps, strict=True):
        np.testing.assert_array_equal(one, other)


def test_feature_network_is_frozen_and_never_in_training_mode(images):
    probe = ModeProbe()
    features = keras.Sequential(
        [keras.Input((28, 28, 1)), probe, keras.layers.Conv2D(2, 3), keras.layers.Dropout(0.5)]
    )
    model = make_model(features)
    probe.modes.clear()
    before = features.get_weights()
    for _ in range(3):
        model.train_step(tf.constant(images))
    assert probe.modes == [False] * 6
    for old, new in zip(before, features.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_both_players_are_told_that_they_train(images):
    probes = ModeProbe(), ModeProbe()
    generator = keras.Sequential(
        [keras.Input((14, 14, 1)), probes[0], keras.layers.Conv2DTranspose(1, 2, strides=2)]
    )
    discriminator = keras.Sequential(
        [keras.Input((28, 28, 1)), probes[1], keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model = SRGAN(generator, discriminator, make_features())
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in probes:
        probe.modes.clear()
    model.train_step(tf.constant(images))
    assert [probe.modes for probe in probes] == [[True], [True, True]]


def test_moving_average_equals_numpy(images):
    model = make_model(ema_decay=0.5)
    expected = model.generator.get_weights()
    for step in range(1, 6):
        model.train_step(tf.constant(images))
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    low = downscale(images, 2)
    np.testing.assert_array_equal(model(low), model.average_generator(low))


def test_training_brings_the_output_closer_than_repeating(images):
    model = build_srresnet(2, 8, 1, seed=1)
    low = downscale(images, 2).numpy()
    repeated = low.repeat(2, 1).repeat(2, 2)
    for _ in range(200):
        model.train_on_batch(low, images)
    made = model.predict(low, verbose=0)
    assert np.mean((made - images) ** 2) < 0.8 * np.mean((repeated - images) ** 2)


def test_srresnet_is_trained_with_the_squared_error(images):
    model = build_srresnet(2, 4, 1, seed=1)
    low = downscale(images, 2).numpy()
    squared = np.mean((model.predict(low, verbose=0) - images) ** 2)
    assert model.evaluate(low, images, verbose=0) == pytest.approx(squared, rel=1e-4)


def test_both_trainings_start_from_the_same_generator():
    features = make_features()
    gan = srgan.build_srgan(features, 2, 4, 1, critic_width=4, steps=10, seed=3)
    alone = build_srresnet(2, 4, 1, seed=3)
    for one, other in zip(gan.generator.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(
        gan.generator.get_weights(), build_generator(2, 4, 1, seed=4).get_weights(), strict=True
    ):
        assert one.ndim == 1 or np.abs(one - other).max() > 0


def test_equal_seeds_equal_losses_other_seeds_other_losses(images):
    def losses(seed):
        model = srgan.build_srgan(make_features(), 2, 4, 1, critic_width=4, steps=9, seed=seed)
        return [
            {key: float(value) for key, value in model.train_step(tf.constant(images)).items()}
            for _ in range(3)
        ]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_fit_reports_exactly_the_metrics(images):
    history = make_model().fit(images, batch_size=12, epochs=2, verbose=0).history
    assert set(history) == {"d_loss", "pixel_loss", "feature_loss", "adversarial_loss"}


@pytest.mark.parametrize("name", ["super-mse-x2", "super-gan-x2", "super-mse-x4", "super-gan-x4"])
def test_recipes_train_on_pairs_of_the_right_size(name):
    recipe = recipes.find(name, "kilat")
    model = training.build_model(recipe)
    pixels = recipe.load().x_train[: recipe.batch_size]
    batch = recipe.prepare(tf.constant(pixels))
    low, high = batch if isinstance(batch, tuple) else (downscale(batch, recipe.scale), batch)
    np.testing.assert_allclose(high, pixels / 255, atol=1e-6)
    assert low.shape == (recipe.batch_size, 28 // recipe.scale, 28 // recipe.scale, 1)
    model.train_step(batch)
    network = next(iter(recipe.networks(model).values()))
    made = recipe.render(network, recipe.probe(3))
    assert (made.dtype, made.shape) == (np.uint8, (3, 28, 28, 1))


def test_laptop_recipes_differ_only_in_what_they_compare():
    for scale in (2, 4):
        alone, gan = (
            recipes.find(f"super-{kind}-x{scale}", "laptop").to_dict() for kind in ("mse", "gan")
        )
        shared = alone.keys() - {"family", "name"}
        assert {key: alone[key] for key in shared} == {key: gan[key] for key in shared}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_feature_maps_equal_the_layers_of_the_classifier(images, depth):
    classifier = load_classifier("fashion-mnist-plain")
    network = classifier.feature_maps(depth)
    assert not network.trainable_variables
    x = images
    for layer in classifier._network.layers[1:]:
        x = layer(x, training=False)
        if isinstance(layer, keras.layers.ReLU) and (depth := depth - 1) == 0:
            break
    np.testing.assert_allclose(network(images), x, atol=1e-5)
    assert len(network.output_shape) == 4


def test_bad_arguments(images):
    with pytest.raises(ValueError, match="scale = 3; yang diharapkan: 2 atau 4"):
        build_generator(3)
    with pytest.raises(ValueError, match="blocks = 0; yang diharapkan: bilangan bulat positif"):
        build_generator(2, 4, 0)
    with pytest.raises(ValueError, match="bobot loss = .*yang diharapkan: tiga bilangan >= 0"):
        make_model(adversarial_weight=-1.0)
    with pytest.raises(ValueError, match="ema_decay = 1.0"):
        make_model(ema_decay=1.0)
    with pytest.raises(ValueError, match="depth = 4; yang diharapkan: bilangan bulat 1 sampai 3"):
        load_classifier("fashion-mnist-plain").feature_maps(4)
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        make_model().train_step(tf.constant(images[:, :20]))
    model = make_model()
    with pytest.raises(ValueError, match="d_optimizer"):
        model.compile(model.g_optimizer, model.g_optimizer)

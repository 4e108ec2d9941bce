"""Context encoder: lubang tidak terbaca, loss menurut NumPy, dan siapa yang bergerak."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif import recipes, training
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.masks import mask_bank, training_masks
from generatif.models.context_encoder import (
    ChannelDense,
    ContextEncoder,
    build_context_encoder,
    build_discriminator,
    build_generator,
    hide,
    paste,
)

SQUARE = mask_bank("square")


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:24])


def make_model(masks=SQUARE, seed=1, **options):
    model = ContextEncoder(
        build_generator(4, seed), build_discriminator(4, seed + 1), masks, seed=3, **options
    )
    model.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return model


def test_hidden_pixels_cannot_be_read(images):
    masks = np.repeat(SQUARE, len(images), axis=0)
    other = np.where(masks == 1, 1 - images, images)
    one, two = (hide(each, masks).numpy() for each in (images, other))
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(one[..., :1], np.where(masks == 1, 0, images))
    np.testing.assert_array_equal(one[..., 1:], masks)


def test_paste_changes_the_hole_only(images):
    made = paste(0.25, images, SQUARE)
    inside = np.broadcast_to(SQUARE, images.shape) == 1
    assert (made[inside] == 0.25).all()
    np.testing.assert_array_equal(made[~inside], images[~inside])
    np.testing.assert_allclose(paste(1.0, images, 0.25), 0.25 + 0.75 * images, rtol=1e-6)


def test_channel_dense_equals_a_loop_over_channels():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(2, 3, 4, 5)).astype("float32")
    layer = ChannelDense(seed=1)
    layer(inputs)
    kernel, bias = rng.normal(size=(5, 12, 12)), rng.normal(size=(12, 5))
    layer.set_weights([kernel, bias])
    expected = np.empty((2, 12, 5))
    for channel in range(5):
        column = inputs[..., channel].reshape(2, 12)
        expected[..., channel] = column @ kernel[channel] + bias[:, channel]
    np.testing.assert_allclose(layer(inputs), expected.reshape(2, 3, 4, 5), rtol=1e-4, atol=1e-5)


def test_channel_dense_starts_like_one_glorot_layer_per_channel():
    layer = ChannelDense(seed=1)
    layer.build((None, 7, 7, 8))
    kernel = layer.kernel.numpy()
    assert kernel.std() == pytest.approx(np.sqrt(1 / 49), rel=0.02)
    assert len(np.unique(kernel.reshape(8, -1), axis=0)) == 8


def test_a_far_corner_reaches_the_hole(images):
    """Piksel sudut mengubah isi di tengah: keterangan menyeberangi 7x7."""
    network = build_generator(4, 1)
    masks = np.repeat(SQUARE, 1, axis=0)
    changed = images[:1].copy()
    changed[0, :2, :2] = 1 - changed[0, :2, :2]
    made = [network(hide(each, masks)).numpy() for each in (images[:1], changed)]
    assert np.abs(made[0] - made[1])[0, 18:20, 18:20].max() > 0


def test_sizes_counted_by_hand():
    encoder = (16 * 2 * 8 + 8) + (16 * 8 * 16 + 16)
    bridge = 16 * 49 * 49 + 49 * 16 + (9 * 16 * 16 + 16)
    decoder = (16 * 16 * 8 + 8) + (16 * 8 + 1)
    assert build_generator(8).count_params() == encoder + bridge + decoder
    judge = (16 * 4 + 4) + (16 * 4 * 8 + 8) + (49 * 8 + 1)
    assert build_discriminator(4).count_params() == judge


def test_output_stays_between_zero_and_one(images):
    network = build_generator(4, 1)
    network.set_weights([50 * each for each in network.get_weights()])
    made = network(hide(images, np.repeat(SQUARE, 24, axis=0))).numpy()
    assert made.shape == images.shape
    assert 0 <= made.min() < 0.01
    assert 0.99 < made.max() <= 1


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(images, player):
    assert_only_one_player_moves(make_model(), player, images)


def test_losses_equal_numpy(images):
    model = make_model(reconstruction_weight=0.5, adversarial_weight=0.125)
    masks = np.repeat(SQUARE, len(images), axis=0)
    fill = model.generator(hide(images, masks)).numpy().astype("float64")
    filled = np.where(masks == 1, fill, images)
    real, fake = (model.discriminator(each).numpy().astype("float64") for each in (images, filled))
    _, d_loss, g_loss = play(model, images)
    assert float(d_loss) == pytest.approx(
        np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean(), rel=1e-5
    )
    error = np.mean((fill - images)[masks == 1] ** 2)
    adversarial = np.log1p(np.exp(-fake)).mean()
    assert float(g_loss) == pytest.approx(0.5 * error + 0.125 * adversarial, rel=1e-5)
    results = {name: float(mean.result()) for name, mean in model.means.items()}
    assert results["reconstruction_loss"] == pytest.approx(error, rel=1e-5)
    assert results["adversarial_loss"] == pytest.approx(adversarial, rel=1e-5)


def test_pixels_outside_the_hole_never_reach_the_reconstruction_loss(images):
    """Keluaran di luar lubang boleh apa saja: gradiennya nol."""
    model = make_model(adversarial_weight=0.0)
    masks = np.repeat(SQUARE, len(images), axis=0)
    fill = tf.Variable(model.generator(hide(images, masks)))
    model.generator = lambda hidden, training: fill
    with tf.GradientTape() as tape:
        _, loss = model.play(images)
    gradient = tape.gradient(loss, fill).numpy()
    assert (gradient[masks == 0] == 0).all()
    assert np.abs(gradient[masks == 1]).max() > 0


def test_without_the_adversarial_weight_the_discriminator_only_watches(images):
    steps = []
    for seed in (1, 7):
        model = make_model(adversarial_weight=0.0)
        model.discriminator.set_weights(build_discriminator(4, seed).get_weights())
        before = model.discriminator.get_weights()
        model.train_step(tf.constant(images))
        pairs = zip(before, model.discriminator.get_weights(), strict=True)
        assert not all(np.array_equal(*pair) for pair in pairs)
        steps.append(model.generator.get_weights())
    for one, other in zip(*steps, strict=True):
        np.testing.assert_array_equal(one, other)


def test_masks_are_drawn_evenly_and_differ_between_steps():
    model = make_model(training_masks())
    first, second = (model.draw_masks(3000).numpy() for _ in range(2))
    assert not np.array_equal(first, second)
    sizes = first.sum(axis=(1, 2, 3))
    assert np.mean(sizes == 144) == pytest.approx(1 / 3, abs=0.05)
    assert np.mean(sizes == 392) == pytest.approx(1 / 3, abs=0.05)
    np.testing.assert_array_equal(make_model(training_masks()).draw_masks(3000), first)


def test_both_players_are_told_that_they_train(images):
    probes = ModeProbe(), ModeProbe()
    generator = keras.Sequential(
        [keras.Input((28, 28, 2)), probes[0], keras.layers.Conv2D(1, 3, padding="same")]
    )
    discriminator = keras.Sequential(
        [keras.Input((28, 28, 1)), probes[1], keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model = ContextEncoder(generator, discriminator, SQUARE)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in probes:
        probe.modes.clear()
    model.train_step(tf.constant(images))
    assert [probe.modes for probe in probes] == [[True], [True, True]]


def test_moving_average_equals_numpy(images):
    model = make_model(ema_decay=0.5)
    expected = model.generator.get_weights()
    for step in range(1, 5):
        model.train_step(tf.constant(images))
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)


def test_calling_the_model_fills_with_the_average(images):
    model = make_model()
    model.train_step(tf.constant(images))
    hidden = hide(images, np.repeat(SQUARE, len(images), axis=0))
    fill = model.average_generator(hidden).numpy()
    inside = np.broadcast_to(SQUARE, images.shape) == 1
    made = model(hidden).numpy()
    np.testing.assert_allclose(made[inside], fill[inside], rtol=1e-6)
    np.testing.assert_array_equal(made[~inside], images[~inside])


def test_builder_weights_do_not_depend_on_the_adversarial_weight(images):
    models = [
        build_context_encoder(SQUARE, 4, adversarial_weight=weight, steps=9, seed=5)
        for weight in (0.0, 1.0)
    ]
    for one, other in zip(*(each.get_weights() for each in models), strict=True):
        np.testing.assert_array_equal(one, other)
    rates = [each.g_optimizer.learning_rate for each in models]
    assert float(rates[0]) == pytest.approx(2e-3)
    assert float(models[0].d_optimizer.learning_rate) < float(rates[0])
    for _ in range(9):
        models[1].train_step(tf.constant(images))
    assert float(models[1].g_optimizer.learning_rate) == pytest.approx(0, abs=1e-9)


def test_training_beats_the_mean_image(images):
    model = build_context_encoder(SQUARE, 8, critic_width=4, steps=150, seed=1)
    model.fit(np.tile(images, (150, 1, 1, 1)), batch_size=24, shuffle=False, verbose=0)
    masks = np.repeat(SQUARE, len(images), axis=0)
    hole = masks == 1
    made = model(hide(images, masks)).numpy()
    mean = np.broadcast_to(images.mean(axis=0), images.shape)
    error, base = (np.mean((each - images)[hole] ** 2) for each in (made, mean))
    assert error < 0.7 * base


@pytest.mark.parametrize("name", ["inpaint-mse", "inpaint-gan"])
def test_recipe_trains_and_renders(name, tmp_path):
    recipe = recipes.customize(recipes.find(name, "kilat"), epochs=1, width=2)
    run = training.train(recipe, tmp_path, minutes=2)
    assert np.isfinite(run.history["reconstruction_loss"]).all()
    network = recipe.networks(run.model)["generator"]
    probe = recipe.probe(4)
    made = recipe.render(network, probe)
    assert made.dtype == np.uint8
    outside = np.repeat(SQUARE, 4, axis=0) == 0
    shown = np.rint(255 * probe[..., :1]).astype("uint8")
    np.testing.assert_array_equal(made[outside], shown[outside])


def test_bad_arguments(images):
    with pytest.raises(ValueError, match=r"bentuk topeng = .*\(K, 28, 28, 1\)"):
        make_model(SQUARE[:, :20])
    with pytest.raises(ValueError, match="bobot loss = .*dua bilangan >= 0"):
        make_model(adversarial_weight=-1.0)
    with pytest.raises(ValueError, match="ema_decay = 1.0"):
        make_model(ema_decay=1.0)
    with pytest.raises(ValueError, match="width = 0; yang diharapkan: bilangan bulat positif"):
        build_generator(0)
    with pytest.raises(ValueError, match="steps = 0"):
        build_context_encoder(SQUARE, 4, steps=0)
    model = make_model()
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        model.train_step(tf.constant(images[:, :20]))
    with pytest.raises(ValueError, match="d_optimizer"):
        model.compile(model.g_optimizer, model.g_optimizer)
    wide = keras.Sequential([keras.Input((14, 14, 1)), keras.layers.Flatten()])
    with pytest.raises(ValueError, match="masukan diskriminator"):
        ContextEncoder(build_generator(4), wide, SQUARE)

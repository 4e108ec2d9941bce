"""pix2pix: bentuk dan bidang pandang jaringan, loss menurut NumPy, dan siapa yang bergerak."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif import recipes, training
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models import pix2pix
from generatif.models.pix2pix import (
    Pix2Pix,
    build_patch_discriminator,
    build_pix2pix,
    build_unet,
    leaky_clip,
)
from generatif.outlines import draw_outlines


@pytest.fixture(scope="module")
def pair():
    images = load_fashion_mnist("embedded").x_train[:16]
    return scale_to_unit(draw_outlines(images)), scale_to_unit(images)


def make_model(seed=1, **weights):
    model = Pix2Pix(build_unet(4, 1, seed), build_patch_discriminator(4, 2, seed + 1), **weights)
    model.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return model


def test_leaky_clip_by_hand():
    values = tf.constant([-2.0, -0.5, 0.0, 0.3, 1.0, 1.5])
    with tf.GradientTape() as tape:
        tape.watch(values)
        made = leaky_clip(values)
    np.testing.assert_allclose(made, [-0.02, -0.005, 0, 0.3, 1, 1.005], atol=1e-7)
    slopes = tape.gradient(made, values).numpy()
    np.testing.assert_allclose(slopes[[0, 1, 3, 5]], [0.01, 0.01, 1, 0.01], atol=1e-6)


def test_sizes_counted_by_hand():
    w = 8
    down = (16 * w + w) + (16 * w * 2 * w + 2 * w)
    middle = 2 * 2 * (9 * 4 * w * w + 2 * w)
    up = (16 * 2 * w * w + w) + (9 * 2 * w * w + w) + (16 * w + 1)
    assert build_unet(w, 2).count_params() == down + middle + up
    judge = (16 * 2 * w + w) + (16 * w * 2 * w + 2 * w) + (9 * 2 * w + 1)
    assert build_patch_discriminator(w, 2).count_params() == judge


def test_unet_output_follows_its_definition(pair):
    network = build_unet(3, 1, seed=5)
    network.set_weights([w + 0.05 if w.ndim == 1 else w for w in network.get_weights()])
    weights = iter(tf.constant(each) for each in network.get_weights())

    def conv(x, stride=1):
        return tf.nn.conv2d(x, next(weights), stride, "SAME") + next(weights)

    def up(x):
        kernel = next(weights)
        shape = len(x), 2 * x.shape[1], 2 * x.shape[2], kernel.shape[2]
        return tf.nn.conv2d_transpose(x, kernel, shape, 2, "SAME") + next(weights)

    def bend(x):
        return tf.nn.leaky_relu(x, 0.2)

    fine = bend(conv(tf.constant(pair[0]), 2))
    x = bend(conv(fine, 2))
    x = x + conv(bend(conv(x)))
    x = bend(up(x))
    x = bend(conv(tf.concat([fine, x], -1)))
    raw = up(x)
    expected = np.clip(raw, 0, 1) + 0.01 * (raw - np.clip(raw, 0, 1))
    np.testing.assert_allclose(network(pair[0]), expected, atol=1e-5)


def test_every_patch_sees_eighteen_pixels():
    network = build_patch_discriminator(4, 1, seed=1)
    assert network.output_shape == (None, 7, 7, 1)
    image = tf.random.stateless_normal((1, 28, 28, 1), (1, 2))
    with tf.GradientTape() as tape:
        tape.watch(image)
        middle = network(image)[0, 3, 3, 0]
    seen = np.abs(tape.gradient(middle, image).numpy()[0, ..., 0]) > 0
    assert (np.ptp(np.flatnonzero(seen.any(0))) + 1, np.ptp(np.flatnonzero(seen.any(1))) + 1) == (
        18,
        18,
    )


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(pair, player):
    assert_only_one_player_moves(make_model(), player, *pair)


def test_losses_equal_numpy(pair):
    model = make_model(l1_weight=3.0, adversarial_weight=0.5)
    source, target = pair
    made = model.generator(source).numpy()
    real, fake = (
        model.discriminator(np.concatenate([source, each], -1)).numpy().astype("float64")
        for each in (target, made)
    )
    _, d_loss, g_loss = play(model, *pair)
    expected = np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean()
    assert float(d_loss) == pytest.approx(expected, rel=1e-5)
    l1, adversarial = np.abs(made - target).mean(), np.log1p(np.exp(-fake)).mean()
    assert float(g_loss) == pytest.approx(3 * l1 + 0.5 * adversarial, rel=1e-5)
    results = {name: float(mean.result()) for name, mean in model.means.items()}
    assert results["l1_loss"] == pytest.approx(l1, rel=1e-5)
    assert results["adversarial_loss"] == pytest.approx(adversarial, rel=1e-5)


def test_discriminator_judges_the_pair_not_the_image_alone(pair):
    """Sasaran yang sama dengan sumber lain mendapat logit lain."""
    model = make_model()
    _, first, _ = play(model, *pair)
    _, second, _ = play(model, pair[0][::-1].copy(), pair[1])
    assert float(first) != pytest.approx(float(second), rel=1e-4)


@pytest.mark.parametrize("alone", ["l1_weight", "adversarial_weight"])
def test_every_loss_alone_reaches_the_generator(pair, alone):
    model = make_model(**({"l1_weight": 0.0, "adversarial_weight": 0.0} | {alone: 1.0}))
    tape, _, g_loss = play(model, *pair)
    gradients = tape.gradient(g_loss, model.generator.trainable_variables)
    assert all(np.abs(each).max() > 0 for each in gradients)


def test_without_an_adversary_the_discriminator_cannot_matter(pair):
    steps = []
    for seed in (7, 8):
        model = Pix2Pix(
            build_unet(4, 1, 1), build_patch_discriminator(4, 2, seed), adversarial_weight=0.0
        )
        model.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
        model.train_step(tuple(map(tf.constant, pair)))
        steps.append(model.generator.get_weights())
    for one, other in zip(*steps, strict=True):
        np.testing.assert_array_equal(one, other)


def test_both_players_are_told_that_they_train(pair):
    probes = ModeProbe(), ModeProbe()
    generator = keras.Sequential([keras.Input((28, 28, 1)), probes[0], keras.layers.Conv2D(1, 1)])
    judge = keras.Sequential([keras.Input((28, 28, 2)), probes[1], keras.layers.Conv2D(1, 4)])
    model = Pix2Pix(generator, judge)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in probes:
        probe.modes.clear()
    model.train_step(tuple(map(tf.constant, pair)))
    assert [probe.modes for probe in probes] == [[True], [True, True]]


def test_moving_average_equals_numpy(pair):
    model = make_model(ema_decay=0.5)
    expected = model.generator.get_weights()
    for step in range(1, 5):
        model.train_step(tuple(map(tf.constant, pair)))
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(model(pair[0]), model.average_generator(pair[0]))


def test_training_beats_copying_the_input(pair):
    model = build_pix2pix(8, 1, critic_width=4, steps=150, seed=1)
    step = tf.function(lambda *batch: model.train_step(batch), autograph=False)
    for _ in range(150):
        step(*map(tf.constant, pair))
    made = np.clip(model.generator(pair[0]), 0, 1)
    assert np.abs(made - pair[1]).mean() < 0.5 * np.abs(pair[0] - pair[1]).mean()


def test_equal_seeds_equal_losses_other_seeds_other_losses(pair):
    def losses(seed):
        model = build_pix2pix(4, 1, critic_width=4, steps=9, seed=seed)
        batch = tuple(map(tf.constant, pair))
        return [{k: float(v) for k, v in model.train_step(batch).items()} for _ in range(2)]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_optimizers_decay_to_zero_at_different_rates():
    first, second = pix2pix.build_optimizers(10)
    rates = [float(each._learning_rate(0)) for each in (first, second)]
    assert rates == pytest.approx([pix2pix.GENERATOR_RATE, pix2pix.DISCRIMINATOR_RATE])
    assert float(first._learning_rate(10)) == pytest.approx(0, abs=1e-9)
    assert first.beta_1 == second.beta_1 == 0.5


def test_recipe_trains_on_outlines_and_their_garments():
    recipe = recipes.find("pix2pix-fashion", "kilat")
    model = training.build_model(recipe)
    data = recipe.load()
    arrays = recipe.arrays(data)
    np.testing.assert_array_equal(arrays[1], data.x_train)
    np.testing.assert_array_equal(arrays[0], draw_outlines(data.x_train))
    source, target = recipe.prepare(*(each[:8] for each in arrays))
    np.testing.assert_allclose(target, data.x_train[:8] / 255, atol=1e-6)
    assert set(np.unique(source)) == {0, 1}
    model.train_step((source, target))
    network = next(iter(recipe.networks(model).values()))
    made = recipe.render(network, recipe.probe(3))
    assert (made.dtype, made.shape) == (np.uint8, (3, 28, 28, 1))
    assert recipe.steps() == recipe.epochs * recipe.epoch_steps(len(arrays[0]))


def test_bad_arguments(pair):
    with pytest.raises(ValueError, match="width = 0; yang diharapkan: bilangan bulat positif"):
        build_unet(0)
    with pytest.raises(ValueError, match="kanal diskriminator = 1; yang diharapkan: 2"):
        Pix2Pix(build_unet(4, 1), build_patch_discriminator(4, 1))
    with pytest.raises(ValueError, match="bobot loss = .*yang diharapkan: dua bilangan >= 0"):
        make_model(l1_weight=-1.0)
    with pytest.raises(ValueError, match="ema_decay = 1.0"):
        make_model(ema_decay=1.0)
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        make_model().train_step((tf.constant(pair[0][:, :20]), tf.constant(pair[1])))
    model = make_model()
    with pytest.raises(ValueError, match="d_optimizer"):
        model.compile(model.g_optimizer, model.g_optimizer)
    with pytest.raises(ValueError, match="task = 'shoes'; yang diharapkan: 'outlines'"):
        recipes.customize(recipes.find("pix2pix-fashion", "kilat"), task="shoes")
    with pytest.raises(ValueError, match="salah satu dari outlines, shoes"):
        recipes.customize(recipes.find("cyclegan-shoes", "kilat"), task="gloves")

"""SimGAN: awal tanpa perubahan, loss menurut NumPy, penyangga riwayat, dan siapa yang bergerak."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import ModeProbe, changed, play, snapshot

from generatif import recipes, training
from generatif.data import load_mnist, scale_to_unit
from generatif.font_digits import render_digits
from generatif.models import simgan
from generatif.models.simgan import PixelBlocks, SimGAN, build_discriminator, build_refiner
from generatif.models.srresnet import PixelShuffle


@pytest.fixture(scope="module")
def synthetic():
    return scale_to_unit(render_digits(24, seed=1)[0])


@pytest.fixture(scope="module")
def real():
    return scale_to_unit(load_mnist("embedded").x_train[:24])


def make_model(buffer, seed=1, **options):
    model = SimGAN(
        build_refiner(4, 1, seed), build_discriminator(4, seed + 1), buffer, seed=seed, **options
    )
    model.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return model


def awaken(network):
    """Isi bobot nol dengan derau agar penghalus mengubah sesuatu."""
    rng = np.random.default_rng(0)
    network.set_weights(
        [each + 0.1 * rng.normal(size=each.shape) for each in network.get_weights()]
    )


def log_sigmoid(x):
    return -np.log1p(np.exp(-x))


def test_refiner_starts_as_the_identity(synthetic):
    np.testing.assert_array_equal(build_refiner(4, 2, seed=0)(synthetic), synthetic)


def test_pixel_blocks_undo_pixel_shuffle():
    deep = np.arange(2 * 3 * 3 * 8, dtype="float32").reshape(2, 3, 3, 8)
    np.testing.assert_array_equal(PixelBlocks()(PixelShuffle()(deep)), deep)


def test_refiner_output_follows_its_definition(synthetic):
    network = build_refiner(3, 1, seed=5)
    awaken(network)
    weights = [tf.constant(each) for each in network.get_weights()]
    kernels, biases = weights[::2], weights[1::2]

    def conv(x, index):
        return tf.nn.conv2d(x, kernels[index], 1, "SAME") + biases[index]

    first = tf.nn.leaky_relu(conv(tf.nn.space_to_depth(synthetic, 2), 0), 0.2)
    body = first + conv(tf.nn.leaky_relu(conv(first, 1), 0.2), 2)
    expected = synthetic + tf.nn.depth_to_space(conv(body, 3), 2)
    np.testing.assert_allclose(network(synthetic), expected, atol=1e-5)


def test_each_logit_sees_one_patch_of_18_pixels():
    network = build_discriminator(4, seed=0)
    assert network.output_shape == (None, 7, 7, 1)
    images = tf.Variable(np.random.default_rng(0).uniform(size=(1, 28, 28, 1)).astype("float32"))
    with tf.GradientTape() as tape:
        logit = network(images)[0, 3, 3, 0]
    seen = np.abs(tape.gradient(logit, images).numpy()[0, ..., 0]) > 0
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    assert (rows[0], rows[-1]) == (columns[0], columns[-1]) == (5, 22)


def test_sizes_counted_by_hand():
    made = (9 * 4 * 8 + 8) + 2 * 2 * (9 * 8 * 8 + 8) + (9 * 8 * 4 + 4)
    assert build_refiner(8, 2).count_params() == made
    judged = (16 * 8 + 8) + (16 * 8 * 16 + 16) + (9 * 16 + 1)
    assert build_discriminator(8).count_params() == judged


@pytest.mark.parametrize(
    ("player", "other"), [("discriminator", "refiner"), ("refiner", "discriminator")]
)
def test_each_step_moves_one_player_only(synthetic, real, player, other):
    model = make_model(synthetic)
    awaken(model.refiner)
    tape, d_loss, r_loss = play(model, tf.constant(synthetic), tf.constant(real))
    before = {name: snapshot(getattr(model, name)) for name in (player, other)}
    loss = d_loss if player == "discriminator" else r_loss
    getattr(model, f"train_{player}")(tape, loss)
    assert all(changed(before[player], getattr(model, player)))
    assert not any(changed(before[other], getattr(model, other)))


def test_losses_equal_numpy(synthetic, real):
    model = make_model(real, self_weight=0.25)
    awaken(model.refiner)
    before = model.buffer.numpy()
    made = model.refiner(synthetic).numpy().astype("float64")
    _, d_loss, r_loss = play(model, tf.constant(synthetic), tf.constant(real))
    replaced = np.flatnonzero((model.buffer.numpy() != before).any(axis=(1, 2, 3)))
    assert len(replaced) == 12
    seen = np.concatenate([made[:12], before[replaced]])
    judge = {
        name: model.discriminator(each.astype("float32")).numpy().astype("float64")
        for name, each in {"real": real, "seen": seen, "made": made}.items()
    }
    expected = -log_sigmoid(judge["real"]).mean() - log_sigmoid(-judge["seen"]).mean()
    assert float(d_loss) == pytest.approx(expected, rel=1e-5)
    adversarial = -log_sigmoid(judge["made"]).mean()
    kept = np.abs(made - synthetic).mean()
    assert float(r_loss) == pytest.approx(adversarial + 0.25 * kept, rel=1e-5)
    results = {name: float(mean.result()) for name, mean in model.means.items()}
    assert results["adversarial_loss"] == pytest.approx(adversarial, rel=1e-5)
    assert results["self_loss"] == pytest.approx(kept, rel=1e-5)


def test_history_trades_half_a_batch_for_distinct_old_pictures(synthetic):
    numbered = np.arange(40, dtype="float32")[:, None, None, None] * np.ones((1, 28, 28, 1))
    model = make_model(numbered.astype("float32"))
    fresh = tf.constant(synthetic) + 100.0
    seen = model.mix_with_history(fresh).numpy()
    np.testing.assert_array_equal(seen[:12], fresh[:12])
    old = seen[12:, 0, 0, 0]
    assert len(set(old)) == 12
    buffer = model.buffer.numpy()[:, 0, 0, 0]
    assert set(np.flatnonzero(buffer >= 100)) == set(old.astype(int))
    assert (buffer[buffer < 100] == np.flatnonzero(buffer < 100)).all()
    again = model.mix_with_history(fresh).numpy()[12:, 0, 0, 0]
    assert set(again) != set(old)


def test_history_is_filled_by_what_was_refined_long_ago(synthetic, real):
    model = make_model(synthetic)
    for _ in range(30):
        model.train_step((tf.constant(synthetic), tf.constant(real)))
    assert (model.buffer.numpy() != synthetic).any(axis=(1, 2, 3)).all()


def test_both_losses_alone_reach_the_refiner(synthetic, real):
    for weight, quiet in ((0.0, None), (1.0, "discriminator")):
        model = make_model(synthetic, self_weight=weight)
        awaken(model.refiner)
        if quiet:
            model.discriminator.set_weights(
                [np.zeros_like(each) for each in model.discriminator.get_weights()]
            )
        tape, _, loss = play(model, tf.constant(synthetic), tf.constant(real))
        gradients = tape.gradient(loss, model.refiner.trainable_variables)
        assert all(np.abs(each).max() > 0 for each in gradients)


def test_discriminator_loss_never_reaches_the_refiner(synthetic, real):
    model = make_model(synthetic)
    tape, d_loss, _ = play(model, tf.constant(synthetic), tf.constant(real))
    gradients = tape.gradient(d_loss, model.refiner.trainable_variables)
    assert gradients == [None] * len(gradients)


def test_both_players_are_told_that_they_train(synthetic, real):
    probes = ModeProbe(), ModeProbe()
    refiner = keras.Sequential([keras.Input((28, 28, 1)), probes[0], keras.layers.Conv2D(1, 1)])
    discriminator = keras.Sequential(
        [keras.Input((28, 28, 1)), probes[1], keras.layers.Conv2D(1, 4, 4)]
    )
    model = SimGAN(refiner, discriminator, synthetic)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in probes:
        probe.modes.clear()
    model.train_step((tf.constant(synthetic), tf.constant(real)))
    assert [probe.modes for probe in probes] == [[True], [True] * 3]


def test_moving_average_equals_numpy(synthetic, real):
    model = make_model(synthetic, ema_decay=0.5)
    expected = model.refiner.get_weights()
    for step in range(1, 6):
        model.train_step((tf.constant(synthetic), tf.constant(real)))
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.refiner.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_refiner.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(model(synthetic), model.average_refiner(synthetic))


def test_a_heavy_self_weight_keeps_the_pictures(synthetic, real):
    changes = {}
    for weight in (0.0, 100.0):
        model = simgan.build_simgan(
            synthetic, 4, 1, critic_width=4, self_weight=weight, steps=60, seed=1
        )
        data = tf.data.Dataset.from_tensors((synthetic, real)).repeat()
        model.fit(data, steps_per_epoch=60, shuffle=False, verbose=0)
        changes[weight] = np.abs(model.refiner(synthetic) - synthetic).mean()
    assert changes[100.0] < 0.5 * changes[0.0]


def test_equal_seeds_equal_losses_other_seeds_other_losses(synthetic, real):
    def losses(seed):
        model = simgan.build_simgan(synthetic, 4, 1, critic_width=4, steps=9, seed=seed)
        batch = tf.constant(synthetic), tf.constant(real)
        return [
            {key: float(value) for key, value in model.train_step(batch).items()} for _ in range(3)
        ]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_buffer_and_draws_are_part_of_the_saved_state(synthetic):
    model = make_model(synthetic)
    saved = {id(each) for each in training.state_variables(model)}
    assert {id(model.buffer), id(model.draws.state)} <= saved


def test_fit_reports_exactly_the_metrics(synthetic, real):
    data = tf.data.Dataset.from_tensor_slices((synthetic, real)).batch(12)
    history = make_model(synthetic).fit(data, epochs=2, shuffle=False, verbose=0).history
    assert set(history) == {"d_loss", "adversarial_loss", "self_loss"}


def test_recipe_pairs_renders_with_unlabelled_training_images():
    recipe = recipes.customize(recipes.find("simgan-mnist", "kilat"), count=60)
    data = recipe.load()
    simulated, real = recipe.arrays(data)
    np.testing.assert_array_equal(simulated, render_digits(60, recipe.seed)[0])
    np.testing.assert_array_equal(real, data.x_train[:60])
    assert recipe.steps() == 2 * (60 // 32)
    model = training.build_model(recipe)
    np.testing.assert_allclose(model.buffer, simulated / 255, atol=1e-6)
    batch = recipe.prepare(tf.constant(simulated[:32]), tf.constant(real[:32]))
    np.testing.assert_allclose(batch[1], real[:32] / 255, atol=1e-6)
    model.train_step(batch)
    network = next(iter(recipe.networks(model).values()))
    made = recipe.render(network, recipe.probe(3))
    assert (made.dtype, made.shape) == (np.uint8, (3, 28, 28, 1))


def test_bad_arguments(synthetic, real):
    with pytest.raises(ValueError, match="blocks = 0; yang diharapkan: bilangan bulat positif"):
        build_refiner(4, 0)
    with pytest.raises(ValueError, match="self_weight = -1.0; yang diharapkan: bilangan >= 0"):
        make_model(synthetic, self_weight=-1.0)
    with pytest.raises(ValueError, match="ema_decay = 1.0"):
        make_model(synthetic, ema_decay=1.0)
    with pytest.raises(ValueError, match="bentuk citra = "):
        make_model(synthetic[:, :14])
    dense = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    with pytest.raises(ValueError, match="logit = .*yang diharapkan: peta"):
        SimGAN(build_refiner(4, 1), dense, synthetic)
    model = make_model(synthetic)
    with pytest.raises(ValueError, match="d_optimizer"):
        model.compile(model.r_optimizer, model.r_optimizer)
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        model.train_step((tf.constant(synthetic), tf.constant(real[:, :20])))

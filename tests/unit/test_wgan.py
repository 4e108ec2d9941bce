"""WGAN dan WGAN-GP: penalti bentuk tertutup, titik sisipan, siapa yang bergerak, berapa kali."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.models import mini
from generatif.models.wgan import WGAN, critic_loss, generator_loss
from generatif.models.wgan_gp import WGANGP, gradient_penalty

PLAYERS = {"wgan": WGAN, "wgan-gp": WGANGP}


class InputProbe(keras.layers.Layer):
    """Lapisan identitas yang mencatat mode dan banyak citra yang diterimanya."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.modes, self.counts = [], []

    def call(self, inputs, training=None):
        self.modes.append(training)
        self.counts.append(inputs.shape[0])
        return inputs


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(-1, 1, (12, 28, 28, 1)).astype("float32")


@pytest.fixture(params=PLAYERS)
def player(request):
    return PLAYERS[request.param]


def make(player, seed=1, **kwargs):
    kwargs = {"critic_steps": 3, **kwargs}
    model = player(
        mini.build_generator(8, 4, 1), mini.build_discriminator(4, 2), seed=seed, **kwargs
    )
    model.compile(keras.optimizers.RMSprop(1e-3), keras.optimizers.RMSprop(1e-3))
    return model


def snapshot(network):
    return [weight.numpy().copy() for weight in network.trainable_variables]


def moved(before, network):
    return [not np.array_equal(a, b) for a, b in zip(before, snapshot(network), strict=True)]


def test_losses_equal_numpy():
    rng = np.random.default_rng(3)
    real, fake = (rng.normal(size=(50, 1)).astype("float32") for _ in range(2))
    assert float(critic_loss(real, fake)) == pytest.approx(fake.mean() - real.mean(), abs=1e-6)
    assert float(generator_loss(fake)) == pytest.approx(-fake.mean(), abs=1e-6)


@pytest.mark.parametrize("shape", [(4,), (8, 8, 1), (8, 8, 3)])
@pytest.mark.parametrize("slope", [0.25, 1.0, 3.0])
def test_penalty_of_a_linear_critic_is_the_squared_distance_to_one(shape, slope):
    rng = np.random.default_rng(0)
    weights = rng.normal(size=shape)
    weights = tf.constant(slope * weights / np.linalg.norm(weights), "float32")

    def critic(x, training):
        return tf.reduce_sum(weights * x, axis=list(range(1, len(shape) + 1)))[:, None]

    real, fake = (tf.constant(rng.normal(size=(6, *shape)), "float32") for _ in range(2))
    made = float(gradient_penalty(critic, real, fake, seed=1))
    assert made == pytest.approx((slope - 1) ** 2, abs=1e-5)


def test_penalty_takes_the_gradient_at_the_interpolates():
    """f(x) = x²/2 punya gradien x: penalti rata-rata (|x̄| − 1)² pada garis antara 2 dan 4."""

    def critic(x, training):
        return x**2 / 2

    real, fake = tf.fill((4000, 1), 2.0), tf.fill((4000, 1), 4.0)
    expected = (3**3 - 1**3) / 3 / 2  # integral (t - 1)² dari 2 sampai 4, dibagi panjangnya
    assert float(gradient_penalty(critic, real, fake, seed=5)) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("shape", [(4,), (5, 6, 3)])
def test_interpolates_use_one_uniform_number_per_example(shape):
    seen = []

    def critic(x, training):
        seen.append((x.numpy().reshape(len(x), -1), training))
        return tf.reduce_sum(x, axis=list(range(1, len(shape) + 1)))[:, None]

    real, fake = tf.zeros((3000, *shape)), tf.ones((3000, *shape))
    gradient_penalty(critic, real, fake, seed=2)
    (points, mode), *rest = seen
    assert not rest
    assert mode is True
    assert np.ptp(points, axis=1).max() == 0
    share = points[:, 0]
    assert 0 <= share.min() < 0.01 < 0.99 < share.max() <= 1
    assert len(np.unique(share)) > 2900
    np.testing.assert_allclose(np.histogram(share, 4, (0, 1))[0] / 3000, 0.25, atol=0.04)


def test_penalty_where_the_critic_is_flat_still_has_a_finite_gradient():
    weight = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        loss = gradient_penalty(lambda x, training: weight * x, tf.zeros((4, 1)), tf.ones((4, 1)))
    assert float(loss) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(tape.gradient(loss, weight))


def test_penalty_follows_its_seed():
    def critic(x, training):
        return x**2

    def value(seed):
        return float(gradient_penalty(critic, tf.zeros((8, 1)), tf.ones((8, 1)), seed))

    assert value(1) == value(1) != value(2)


def test_penalty_refuses_shapes_that_differ():
    with pytest.raises(ValueError, match="bentuk fake .* sama dengan bentuk real"):
        gradient_penalty(lambda x, training: x, tf.zeros((4, 2)), tf.zeros((4, 3)))


def test_critic_step_moves_all_of_the_critic_and_nothing_else(player, images):
    model = make(player)
    before, g_before = snapshot(model.critic), snapshot(model.generator)
    average = model.average_generator.get_weights()
    for _ in range(2):
        model.train_critic(images)
    changed = moved(before, model.critic)
    assert all(changed[:-1])  # bias terakhir tidak bergradien: ia saling hapus
    assert not any(moved(g_before, model.generator))
    for old, new in zip(average, model.average_generator.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_generator_step_moves_all_of_the_generator_and_nothing_else(player):
    model = make(player)
    before, c_before = snapshot(model.generator), snapshot(model.critic)
    model.train_generator(4)
    assert all(moved(before, model.generator))
    assert not any(moved(c_before, model.critic))


def test_weights_stay_inside_the_clip_after_every_critic_step(images):
    model = make(WGAN, clip=0.01)
    largest = []
    for _ in range(4):
        model.train_critic(images)
        largest.append(max(np.abs(weight).max() for weight in snapshot(model.critic)))
    np.testing.assert_allclose(largest, 0.01, rtol=1e-6)


def test_penalty_keeps_weights_free(images):
    model = make(WGANGP)
    model.train_critic(images)
    assert max(np.abs(weight).max() for weight in snapshot(model.critic)) > 0.05


@pytest.mark.parametrize("steps", [1, 3])
def test_critic_moves_n_times_per_generator_step_on_fresh_images(
    player, images, steps, monkeypatch
):
    model = make(player, critic_steps=steps)
    seen, train_critic = [], model.train_critic
    monkeypatch.setattr(model, "train_critic", lambda x: seen.append(x.numpy()) or train_critic(x))
    for _ in range(2):
        model.train_step(tf.constant(images))
    assert int(model.c_optimizer.iterations) == 2 * steps
    assert int(model.g_optimizer.iterations) == 2
    assert len(seen) == 2 * steps
    np.testing.assert_array_equal(np.concatenate(seen[:steps]), images)


def test_every_pass_is_told_that_it_trains(player, images):
    g_probe, c_probe = InputProbe(), InputProbe()
    generator = keras.Sequential(
        [keras.Input((8,)), g_probe, keras.layers.Dense(784), keras.layers.Reshape((28, 28, 1))]
    )
    critic = keras.Sequential(
        [keras.Input((28, 28, 1)), c_probe, keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model = player(generator, critic, critic_steps=3, seed=0)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in (g_probe, c_probe):
        probe.modes.clear()
        probe.counts.clear()
    model.train_step(tf.constant(images))
    per_critic_step = 2 if player is WGAN else 3
    assert g_probe.modes == [True] * 4
    assert c_probe.modes == [True] * (3 * per_critic_step + 1)
    assert set(c_probe.counts) == {4}


def test_critic_step_follows_the_gradient_of_the_stated_loss(images):
    """SGD ditulis tangan: loss WGAN-GP = E f(palsu) − E f(asli) + bobot × penalti."""
    model = make(WGANGP, penalty_weight=7.0)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(0.05))
    state = model.seed_generator.state.numpy()
    fake = model.generator(model.sample_latent(len(images)), training=True)
    weights = model.critic.trainable_variables
    with tf.GradientTape() as tape:
        real_scores, fake_scores = model.critic(images), model.critic(fake)
        penalty = gradient_penalty(model.critic, tf.constant(images), fake, model.seed_generator)
        loss = tf.reduce_mean(fake_scores) - tf.reduce_mean(real_scores) + 7.0 * penalty
    expected = [w - 0.05 * g for w, g in zip(weights, tape.gradient(loss, weights), strict=True)]
    model.seed_generator.state.assign(state)
    model.train_critic(tf.constant(images))
    for mine, theirs in zip(weights, expected, strict=True):
        np.testing.assert_allclose(mine.numpy(), theirs, rtol=1e-4, atol=1e-6)


def test_critic_step_raises_the_distance_and_generator_step_raises_its_scores(player, images):
    model = make(player, clip=0.5) if player is WGAN else make(player)
    for _ in range(10):
        model.train_critic(images)
    model.reset_metrics()
    model.train_critic(images)
    assert float(model.distance.result()) > 0.01
    losses = []
    for _ in range(40):
        model.reset_metrics()
        model.train_generator(12)
        losses.append(float(model.g_loss.result()))
    assert np.mean(losses[-5:]) < np.mean(losses[:5])


def test_history_has_exactly_the_metrics(player, images):
    history = make(player).fit(images, batch_size=6, epochs=2, verbose=0).history
    assert set(history) == {"distance", "g_loss"} | ({"penalty"} if player is WGANGP else set())


def losses_of(player, seed, images):
    keras.utils.set_random_seed(99)
    history = make(player, seed=seed).fit(images, batch_size=6, shuffle=False, verbose=0).history
    return [history[key] for key in sorted(history)]


def test_equal_seeds_equal_losses_other_seeds_other_losses(player, images):
    assert losses_of(player, 1, images) == losses_of(player, 1, images)
    assert losses_of(player, 1, images) != losses_of(player, 2, images)


def test_sampling_changes_no_weight_and_uses_the_average(player, images):
    model = make(player)
    model.train_step(tf.constant(images))
    before = [weight.copy() for weight in model.get_weights()]
    latent = np.ones((3, 8), "float32")
    made = model.predict(latent, verbose=0)
    np.testing.assert_allclose(made, model.average_generator(latent), atol=1e-6)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    with pytest.raises(ValueError, match="vektor laten"):
        model(np.zeros((3, 9), "float32"))


def test_moving_average_equals_numpy(player):
    model = make(player, ema_decay=0.5)
    expected = model.generator.get_weights()
    for step in range(1, 7):
        model.train_generator(4)
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)


def test_batch_normalization_in_the_penalized_critic_is_refused():
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(4)]
    ends = [keras.layers.BatchNormalization(name="bn"), keras.layers.Dense(1)]
    with pytest.raises(ValueError, match="normalisasi batch .lapisan 'bn'"):
        WGANGP(mini.build_generator(8, 4, 1), keras.Sequential([*layers, *ends]))


BAD = [{"critic_steps": 0}, {"ema_decay": 1.0}]


@pytest.mark.parametrize("bad", BAD, ids=lambda each: next(iter(each)))
def test_values_outside_the_interval_are_refused(player, bad):
    with pytest.raises(ValueError, match=rf"{next(iter(bad))} = .*; yang diharapkan: bilangan"):
        make(player, **bad)


def test_clip_and_weight_must_be_positive():
    with pytest.raises(ValueError, match="clip = 0; yang diharapkan"):
        make(WGAN, clip=0)
    with pytest.raises(ValueError, match="penalty_weight = -1; yang diharapkan"):
        make(WGANGP, penalty_weight=-1)


def test_wrong_data_are_refused_in_indonesian(player, images):
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        make(player).fit(images[:, :20], batch_size=6, verbose=0)
    with pytest.raises(TypeError, match="Buang labelnya"):
        make(player).fit(images, np.zeros(12), batch_size=6, verbose=0)
    with pytest.raises(ValueError, match="kelipatan critic_steps"):
        make(player).train_step(tf.constant(images[:4]))

"""Algoritma GAN: siapa yang bergerak, dengan mode apa, dari benih mana."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif.models.dcgan import build_dcgan, build_discriminator, build_generator
from generatif.models.gan import GAN


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(-1, 1, (16, 28, 28, 1)).astype("float32")


def make_gan(seed=1, **kwargs):
    gan = GAN(build_generator(8, 2, seed=1), build_discriminator(2, seed=2), seed=seed, **kwargs)
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(player, images):
    assert_only_one_player_moves(make_gan(), player, images)


def test_steps_lower_the_loss_of_their_own_player(images):
    gan = make_gan()
    d_losses, g_losses = [], []
    for _ in range(30):
        tape, d_loss, _ = play(gan, images)
        gan.train_discriminator(tape, d_loss)
        d_losses.append(float(d_loss))
    assert d_losses[-1] < 0.9 * d_losses[0]
    for _ in range(30):
        tape, _, g_loss = play(gan, images)
        gan.train_generator(tape, g_loss)
        g_losses.append(float(g_loss))
    assert g_losses[-1] < 0.9 * g_losses[0]


def test_train_step_moves_both_players_from_the_same_weights(images):
    """Serentak: kedua gradien dihitung pada bobot sebelum langkah, lalu SGD ditulis tangan."""
    gan = make_gan()
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.2))
    state = gan.seed_generator.state.numpy()
    dropouts = [
        layer.seed_generator.state
        for layer in gan.discriminator.layers
        if hasattr(layer, "seed_generator")
    ]
    dropout_states = [each.numpy() for each in dropouts]
    tape, d_loss, g_loss = play(gan, images)
    expected = [
        [
            weight - rate * gradient
            for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True)
        ]
        for rate, loss, weights in (
            (0.2, d_loss, gan.discriminator.trainable_variables),
            (0.1, g_loss, gan.generator.trainable_variables),
        )
    ]
    gan.seed_generator.state.assign(state)
    for each, value in zip(dropouts, dropout_states, strict=True):
        each.assign(value)
    tf.function(gan.train_step)(tf.constant(images))
    for network, weights in zip((gan.discriminator, gan.generator), expected, strict=True):
        for mine, theirs in zip(network.trainable_variables, weights, strict=True):
            np.testing.assert_allclose(mine.numpy(), theirs, rtol=1e-4, atol=1e-6)


def test_both_networks_are_told_that_they_train(images):
    g_probe, d_probe = ModeProbe(), ModeProbe()
    generator = keras.Sequential(
        [keras.Input((8,)), g_probe, keras.layers.Dense(784), keras.layers.Reshape((28, 28, 1))]
    )
    discriminator = keras.Sequential(
        [keras.Input((28, 28, 1)), d_probe, keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    gan = GAN(generator, discriminator, seed=0)
    gan.compile(keras.optimizers.SGD(), keras.optimizers.SGD())
    g_probe.modes.clear()
    d_probe.modes.clear()
    gan.train_step(tf.constant(images[:4]))
    assert (g_probe.modes, d_probe.modes) == ([True], [True, True])


def test_train_step_runs_each_network_once_per_batch(images, monkeypatch):
    gan = make_gan()
    noisy, latents = [], []
    add_noise, sample = gan.add_noise, gan.sample_latent
    monkeypatch.setattr(gan, "add_noise", lambda x: noisy.append(x) or add_noise(x))
    monkeypatch.setattr(gan, "sample_latent", lambda n: latents.append(sample(n)) or latents[-1])
    before = keras.models.clone_model(gan.generator)
    before.set_weights(gan.generator.get_weights())
    gan.train_step(tf.constant(images))
    assert (len(latents), len(noisy)) == (1, 2)
    np.testing.assert_array_equal(noisy[0], images)
    np.testing.assert_allclose(noisy[1], before(latents[0], training=True), atol=1e-6)


def test_no_gradient_reaches_d_through_a_frozen_flag():
    """Jebakan Keras 3: resep lama `trainable = False` membuat D tidak pernah belajar."""
    gan = make_gan()
    assert len(gan.discriminator.trainable_variables) == 6
    assert gan.discriminator.trainable


def fit_losses(model_seed, images):
    keras.utils.set_random_seed(99)
    gan = make_gan(seed=model_seed)
    history = gan.fit(images, batch_size=8, epochs=2, shuffle=False, verbose=0).history
    return history["d_loss"] + history["g_loss"]


def test_equal_seeds_equal_losses_other_seeds_other_losses(images):
    assert fit_losses(1, images) == fit_losses(1, images)
    assert fit_losses(1, images) != fit_losses(2, images)


def test_history_has_exactly_the_four_metrics(images):
    history = make_gan().fit(images, batch_size=8, epochs=1, verbose=0).history
    assert set(history) == {"d_loss", "g_loss", "d_real", "d_fake"}


def test_history_is_the_mean_over_the_epoch(images, monkeypatch):
    gan = make_gan()
    losses = []
    step = gan.play
    monkeypatch.setattr(gan, "play", lambda real: losses.append(step(real)) or losses[-1])
    gan.run_eagerly = True
    history = gan.fit(images, batch_size=8, epochs=1, verbose=0).history
    assert len(losses) == 2
    assert history["d_loss"] == [pytest.approx(np.mean([d for d, _ in losses]), rel=1e-5)]
    assert history["g_loss"] == [pytest.approx(np.mean([g for _, g in losses]), rel=1e-5)]


def test_sampling_changes_no_weight(images):
    gan = make_gan()
    gan.fit(images, batch_size=8, epochs=1, verbose=0)
    before = [weight.copy() for weight in gan.get_weights()]
    gan(np.zeros((3, 8), "float32"))
    gan.predict(np.zeros((3, 8), "float32"), verbose=0)
    for old, new in zip(before, gan.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_moving_average_equals_numpy(images):
    gan = make_gan(ema_decay=0.5)
    expected = [weight.copy() for weight in gan.generator.get_weights()]
    for step in range(1, 7):
        tape, _, g_loss = play(gan, images)
        gan.train_generator(tape, g_loss)
        gan.update_average()
        decay = min(0.5, (1 + step) / (10 + step))
        now = gan.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(gan.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)


def test_instance_noise_has_the_stated_spread_and_enters_both_inputs():
    gan = make_gan(noise_stddev=0.3)
    zeros = tf.zeros((64, 28, 28, 1))
    noise = gan.add_noise(zeros).numpy()
    assert noise.std() == pytest.approx(0.3, rel=0.02)
    assert noise.mean() == pytest.approx(0, abs=0.01)
    assert not np.array_equal(noise, gan.add_noise(zeros).numpy())
    gan.noise_stddev.assign(0.0)
    assert not gan.add_noise(zeros).numpy().any()


@pytest.mark.parametrize(
    ("kwargs", "name"),
    [
        ({"real_label": 1.1}, "real_label"),
        ({"real_label": 0}, "real_label"),
        ({"noise_stddev": -0.1}, "noise_stddev"),
        ({"ema_decay": 1.0}, "ema_decay"),
    ],
)
def test_values_outside_the_interval_are_refused(kwargs, name):
    with pytest.raises(ValueError, match=rf"{name} = .*; yang diharapkan: bilangan"):
        make_gan(**kwargs)


def test_networks_that_do_not_fit_are_refused():
    other = keras.Sequential([keras.Input((8,)), keras.layers.Dense(10)])
    with pytest.raises(ValueError, match="Generator membuat citra berbentuk"):
        GAN(other, build_discriminator(2))
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(2)]
    two = keras.Sequential(layers)
    with pytest.raises(ValueError, match="seharusnya \\(1,\\)"):
        GAN(build_generator(8, 2), two)


def test_one_optimizer_for_two_networks_is_refused():
    optimizer = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="Buat dua pengoptimal"):
        make_gan().compile(optimizer, optimizer)


BAD_IMAGES = [
    (np.zeros((8, 32, 32, 1), "float32"), ValueError, "Periksa ukuran dan jumlah kanal"),
    (np.zeros((8, 28, 28), "float32"), ValueError, "Periksa ukuran dan jumlah kanal"),
    (np.zeros((8, 28, 28, 1), "uint8"), TypeError, "scale_to_symmetric"),
]


@pytest.mark.parametrize(("bad", "error", "message"), BAD_IMAGES)
def test_wrong_images_are_refused_in_indonesian(bad, error, message):
    with pytest.raises(error, match=message):
        make_gan().fit(tf.data.Dataset.from_tensors(bad), verbose=0)
    with pytest.raises(error, match=message):
        make_gan().fit(bad, verbose=0)


@pytest.mark.parametrize("count", [0, 4])
def test_empty_or_nan_images_are_refused(count):
    with pytest.raises(ValueError, match=f"Larik {count} citra kosong atau memuat NaN"):
        make_gan().fit(np.full((count, 28, 28, 1), np.nan, "float32"))


def test_labels_are_refused(images):
    data = tf.data.Dataset.from_tensors((images, np.zeros(16)))
    with pytest.raises(TypeError, match="Buang labelnya"):
        make_gan().fit(data)
    with pytest.raises(TypeError, match="Buang labelnya"):
        make_gan().fit(images, np.zeros(16))


@pytest.mark.parametrize("bad", [{"epochs": 0}, {"epochs": 1.5}, {"batch_size": -1}])
def test_counts_must_be_positive(images, bad):
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        make_gan().fit(images, **bad)


def test_a_dataset_is_not_reported_as_unshuffled(images):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        make_gan().fit(tf.data.Dataset.from_tensors(images), verbose=0)


def test_wrong_latent_size_is_refused_in_indonesian():
    with pytest.raises(ValueError, match="vektor laten"):
        make_gan()(np.zeros((3, 9), "float32"))
    with pytest.raises(ValueError, match="vektor laten"):
        make_gan().predict(np.zeros((3, 9), "float32"), verbose=0)


def test_seeds_of_networks_and_noise_differ():
    gan = build_dcgan(latent_dim=8, width=2, seed=5)
    first = build_dcgan(latent_dim=8, width=2, seed=5)
    other = build_dcgan(latent_dim=8, width=2, seed=6)
    np.testing.assert_array_equal(gan.sample_latent(4), first.sample_latent(4))
    assert not np.array_equal(first.sample_latent(4), other.sample_latent(4))
    np.testing.assert_array_equal(gan.generator.get_weights()[0], first.generator.get_weights()[0])

"""GAN laboratorium: setiap kunci pengaturan mengubah persis yang disebut namanya."""

from dataclasses import fields, replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.models import laboratory
from generatif.models.laboratory import LaboratoryGAN
from generatif.models.laboratory_setting import DIGITS, MOMENTS, RING, Setting
from generatif.models.laboratory_tasks import ring_points, training_data

SMALL = replace(DIGITS, width=2, latent_dim=4, batch_size=8, steps=60)
TINY_RING = replace(RING, width=4, steps=60)


@pytest.fixture
def images():
    return tf.constant(training_data(SMALL)[:8])


def logits(game, real):
    """Logit asli dan palsu, dengan vektor laten yang sama seperti babak berikutnya."""
    state = game.seed_generator.state.numpy()
    fake = game.generator(game.sample_latent(len(real)), training=True)
    game.seed_generator.state.assign(state)
    return [game.discriminator(each, training=True).numpy().ravel() for each in (real, fake)]


def log_loss(scores, target):
    return np.mean(np.logaddexp(0, scores) - target * scores)


def test_plain_setting_plays_the_book_game(images):
    game = LaboratoryGAN(SMALL, 1)
    real, fake = logits(game, images)
    d_loss, g_loss = game.play(images)
    assert float(d_loss) == pytest.approx(log_loss(real, 1) + log_loss(fake, 0), rel=1e-5)
    assert float(g_loss) == pytest.approx(log_loss(fake, 1), rel=1e-5)


def test_swapped_labels_change_only_the_discriminator_loss(images):
    game = LaboratoryGAN(replace(SMALL, swap_labels=True), 1)
    real, fake = logits(game, images)
    d_loss, g_loss = game.play(images)
    assert float(d_loss) == pytest.approx(log_loss(real, 0) + log_loss(fake, 1), rel=1e-5)
    assert float(g_loss) == pytest.approx(log_loss(fake, 1), rel=1e-5)


def test_saturating_loss_is_the_minimax_term(images):
    game = LaboratoryGAN(replace(SMALL, g_loss="saturating"), 1)
    _, fake = logits(game, images)
    _, g_loss = game.play(images)
    assert float(g_loss) == pytest.approx(np.mean(np.log(1 - 1 / (1 + np.exp(-fake)))), rel=1e-5)


def test_penalty_of_a_linear_discriminator_is_half_its_squared_slope():
    for shape in ((2,), (4, 4, 1), (3, 3, 3)):
        slope = np.random.default_rng(0).normal(size=shape).astype("float32")
        axes = tuple(range(1, len(shape) + 1))

        def linear(x, training, slope=slope, axes=axes):
            return tf.reduce_sum(slope * x, axis=axes)[:, None]

        real = tf.random.stateless_normal((5, *shape), (1, 2))
        made = float(laboratory.r1_penalty(linear, real))
        assert made == pytest.approx(np.sum(slope**2) / 2, rel=1e-5)


def test_penalty_is_weighted_and_added_to_the_discriminator():
    points = tf.constant(ring_points(16, 0))
    plain = LaboratoryGAN(replace(TINY_RING, penalty=0.0), 1)
    heavy = LaboratoryGAN(replace(TINY_RING, penalty=3.0), 1)
    penalty = float(laboratory.r1_penalty(plain.discriminator, points))
    difference = float(heavy.play(points)[0]) - float(plain.play(points)[0])
    assert penalty > 0
    assert difference == pytest.approx(3 * penalty, rel=1e-4)


@pytest.mark.parametrize(("training", "moved"), [(True, 6), (False, 0)])
def test_statistics_move_only_when_the_flag_is_given(images, training, moved):
    game = LaboratoryGAN(replace(SMALL, training=training), 1)
    game.train_step(images)
    assert game.count_moved() == {"d": 8, "g": 11, "statistics": moved}


def test_frozen_discriminator_never_moves_while_the_generator_does(images):
    game = LaboratoryGAN(replace(SMALL, d_trainable=False), 1)
    game.train_step(images)
    assert game.count_moved() == {"d": 0, "g": 11, "statistics": 6}


def test_rates_are_scaled_together():
    game = LaboratoryGAN(replace(SMALL, rate_scale=10.0), 1)
    assert float(game.g_optimizer.learning_rate) == pytest.approx(10 * SMALL.g_rate)
    assert float(game.d_optimizer.learning_rate) == pytest.approx(10 * SMALL.d_rate)


def test_head_start_moves_only_the_discriminator(images):
    game = LaboratoryGAN(replace(SMALL, head_start=3), 1)
    game.train_ahead(images, tf.constant(3))
    assert game.count_moved() == {"d": 8, "g": 0, "statistics": 6}
    assert int(game.d_optimizer.iterations) == 3


def test_head_start_does_not_use_up_the_rate_of_the_game():
    """Jadwal kosinus ditulis tangan: nol pada langkah terakhir permainan, bukan sebelumnya."""
    game = LaboratoryGAN(replace(SMALL, steps=60, head_start=40), 1)
    for step, share in ((0, 1.0), (50, 0.5), (100, 0.0)):
        game.d_optimizer.iterations.assign(step)
        expected = share * SMALL.d_rate
        assert float(game.d_optimizer.learning_rate) == pytest.approx(expected, abs=1e-9)


def test_plain_descent_moves_the_generator_by_rate_times_gradient(images):
    game = LaboratoryGAN(replace(SMALL, g_optimizer="sgd", g_rate=0.1), 1)
    weights = game.generator.trainable_variables
    before = [each.numpy() for each in weights]
    with tf.GradientTape(persistent=True) as tape:
        _, g_loss = game.play(images)
    slopes = tape.gradient(g_loss, weights)
    game.train_generator(tape, g_loss)
    for old, slope, new in zip(before, slopes, weights, strict=True):
        np.testing.assert_allclose(new.numpy(), old - 0.1 * slope.numpy(), atol=1e-6)


def test_range_of_the_data():
    unit = training_data(replace(DIGITS, data_range="unit"))
    symmetric = training_data(DIGITS)
    assert (unit.min(), unit.max()) == (0, 1)
    assert (symmetric.min(), symmetric.max()) == (-1, 1)
    np.testing.assert_allclose(2 * unit - 1, symmetric, atol=1e-6)


def test_ring_points_are_eight_equal_gaussians():
    points = ring_points(40_000, 1)
    angles = np.arctan2(points[:, 1], points[:, 0])
    modes = np.rint(angles / (np.pi / 4)).astype(int) % 8
    assert np.bincount(modes) / 40_000 == pytest.approx(np.full(8, 1 / 8), abs=0.006)
    offsets = points - np.stack([np.cos(modes * np.pi / 4), np.sin(modes * np.pi / 4)], axis=1)
    assert offsets.std(axis=0) == pytest.approx([0.05, 0.05], rel=0.02)


def test_slope_is_the_norm_of_the_generator_gradient(images):
    game = LaboratoryGAN(SMALL, 1)
    with tf.GradientTape(persistent=True) as tape:
        _, g_loss = game.play(images)
    slopes = tape.gradient(g_loss, game.generator.trainable_variables)
    expected = np.sqrt(sum(float(np.sum(each.numpy() ** 2)) for each in slopes))
    game.train_generator(tape, g_loss)
    assert float(game.g_slope.result()) == pytest.approx(expected, rel=1e-5)


def test_equal_seeds_equal_curves_other_seeds_other_curves():
    first, again, other = (laboratory.train(TINY_RING, seed)[1] for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert {len(curve) for curve in first.values()} == {MOMENTS}


def test_curves_carry_what_is_watched():
    _, curves = laboratory.train(
        TINY_RING, 1, lambda game: {"step": int(game.g_optimizer.iterations)}
    )
    assert curves["step"] == list(range(1, 61))


def test_every_step_draws_other_examples(monkeypatch):
    game = LaboratoryGAN(TINY_RING, 1)
    seen = []
    monkeypatch.setattr(game, "train_step", lambda batch: seen.append(batch.numpy()))
    tf.config.run_functions_eagerly(True)
    try:
        game.train_rounds(tf.constant(ring_points(500, 0)), tf.constant(2))
    finally:
        tf.config.run_functions_eagerly(False)
    assert [batch.shape for batch in seen] == [(128, 2)] * 2
    assert not np.array_equal(*seen)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"task": "cincin"}, "task"),
        ({"g_loss": "hinge"}, "g_loss"),
        ({"data_range": "byte"}, "data_range"),
        ({"g_optimizer": "rmsprop"}, "g_optimizer"),
        ({"steps": 100}, "steps"),
        ({"steps": 0}, "steps"),
    ],
)
def test_unknown_settings_are_refused(change, name):
    with pytest.raises(ValueError, match=f"^{name} = .*; yang diharapkan: "):
        replace(DIGITS, **change)


def test_every_key_is_described():
    for field in fields(Setting):
        assert f"{field.name}: " in Setting.__doc__


def test_digit_networks_are_the_narrowed_mini():
    game = LaboratoryGAN(DIGITS, 1)
    assert game.generator.output_shape == (None, 28, 28, 1)
    assert game.generator.layers[-4].activation is keras.activations.tanh
    assert game.discriminator.count_params() < 250_000

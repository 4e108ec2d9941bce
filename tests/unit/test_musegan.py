"""MuseGAN kecil: piano roll, softmax, kedua jaringan, dan langkah pelatihannya."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import changed, snapshot

from generatif import recipes
from generatif.models import musegan

SMALL = {"latent_dim": 6, "width": 8, "critic_steps": 2, "steps": 10}


@pytest.fixture
def pitches():
    return np.random.default_rng(0).integers(31, 85, (8, 32, 4)).astype("uint8")


def test_rolls_hold_one_note_per_step_and_voice(pitches):
    rolls = musegan.to_rolls(pitches).numpy()
    assert rolls.shape == (8, 32, 54, 4)
    np.testing.assert_array_equal(rolls.sum(axis=2), 1)
    where = np.argwhere(rolls == 1)
    for piece, step, pitch, voice in where[::97]:
        assert pitches[piece, step, voice] == 31 + pitch
    np.testing.assert_array_equal(musegan.to_pitches(rolls), pitches)


def test_played_note_is_the_most_probable(pitches):
    mixed = 0.4 * musegan.to_rolls(pitches) + 0.6 * musegan.to_rolls(np.full_like(pitches, 60))
    assert (musegan.to_pitches(mixed) == 60).all()


def test_generator_gives_probabilities():
    generator = musegan.build_generator(6, 8, seed=1)
    made = generator(np.random.default_rng(0).normal(size=(5, 6)).astype("float32")).numpy()
    assert made.shape == (5, 32, 54, 4)
    np.testing.assert_allclose(made.sum(axis=2), 1, rtol=1e-5)
    assert made.min() >= 0


def test_critic_scores_depend_on_time_pitch_and_voice(pitches):
    critic = musegan.build_critic(8, seed=1)
    score = critic(musegan.to_rolls(pitches)).numpy()
    assert score.shape == (8, 1)
    for other in (pitches[:, ::-1], pitches[..., ::-1], np.roll(pitches, 1, axis=0)):
        assert not np.allclose(critic(musegan.to_rolls(other)), score)
    assert not any(isinstance(each, keras.layers.BatchNormalization) for each in critic.layers)


def test_each_player_moves_alone(pitches):
    model = musegan.build_musegan(**SMALL, seed=3)
    before = snapshot(model.generator), snapshot(model.critic)
    model.train_critic(musegan.to_rolls(pitches))
    assert not any(changed(before[0], model.generator))
    # Skor linear di biasnya: bias terakhir tidak memengaruhi selisih maupun gradien.
    assert all(changed(before[1], model.critic)[:-1])
    before = snapshot(model.generator), snapshot(model.critic)
    model.train_generator(4)
    # Bias sebelum normalisasi batch bergradien nol sampai derau pembulatan.
    kernels = [w.ndim > 1 for w in before[0]]
    moved = changed(before[0], model.generator)
    assert all(here for here, kernel in zip(moved, kernels, strict=True) if kernel)
    assert not any(changed(before[1], model.critic))


def test_one_step_equals_the_parts_in_order(pitches):
    rolls = musegan.to_rolls(pitches)
    models = [musegan.build_musegan(**SMALL, seed=3) for _ in range(2)]
    models[0].train_step(rolls)
    models[1].train_critic(rolls[:4])
    models[1].train_critic(rolls[4:])
    models[1].train_generator(4)
    for name in ("generator", "critic"):
        for whole, parts in zip(*(snapshot(getattr(m, name)) for m in models), strict=True):
            np.testing.assert_allclose(whole, parts, atol=1e-6)


def test_same_seed_same_losses(pitches):
    found = []
    for seed in (4, 4, 5):
        model = musegan.build_musegan(**SMALL, seed=seed)
        logs = model.train_step(musegan.to_rolls(pitches))
        found.append([float(logs[key]) for key in ("distance", "penalty", "g_loss")])
    assert found[0] == found[1] != found[2]


def test_learning_rates_end_at_zero_together(pitches):
    model = musegan.build_musegan(**SMALL, seed=1)
    for expected in (5e-4, 0):
        for _ in range(SMALL["steps"] // 2):
            model.train_step(musegan.to_rolls(pitches))
        for optimizer in (model.g_optimizer, model.c_optimizer):
            assert float(optimizer.learning_rate) == pytest.approx(expected, abs=1e-9)


def test_repeats_what_it_saw():
    """Data yang hanya satu akord: sesudah pelatihan singkat akord itu yang dibunyikan."""
    one = np.tile(np.array([72, 64, 55, 48], "uint8"), (16, 32, 1))
    model = musegan.build_musegan(6, 16, critic_steps=2, steps=200, seed=0)
    step = tf.function(model.train_step)
    for _ in range(200):
        step(musegan.to_rolls(one))
    made = musegan.to_pitches(model(np.random.default_rng(0).normal(size=(9, 6)).astype("f4")))
    assert (made == one[:9]).mean() > 0.9


def test_wrong_sizes_are_refused():
    with pytest.raises(ValueError, match="width = 0"):
        musegan.build_generator(6, 0)
    with pytest.raises(ValueError, match="width = 7; yang diharapkan: bilangan genap"):
        musegan.build_critic(7)
    with pytest.raises(ValueError, match="steps = 0"):
        musegan.build_musegan(steps=0)
    with pytest.raises(ValueError, match="critic_rate = 0; yang diharapkan: bilangan positif"):
        musegan.build_musegan(**SMALL, critic_rate=0)
    with pytest.raises(ValueError, match="kelipatan critic_steps"):
        recipes.customize(recipes.find("musegan-koral", "kilat"), batch_size=33)

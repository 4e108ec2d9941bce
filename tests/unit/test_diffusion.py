"""Model difusi: jadwal, perusakan, posterior, penyampel, dan langkah pelatihan."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif import recipes
from generatif.models.diffusion import Diffusion, build_denoiser, build_diffusion, embed_stages
from generatif.models.diffusion_process import (
    STAGES,
    cosine_schedule,
    diffuse,
    estimate_clean,
    linear_schedule,
    posterior,
    sample,
)

MEAN, SPREAD = 0.7, 0.4


def images(count=8, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (count, 28, 28, 1)).astype("float32")


def exact_noise(alpha_bar, mean=MEAN, spread=SPREAD):
    """Taksiran derau terbaik bila datanya N(mean, spread^2): E[eps | x_t], bentuk tertutup."""
    levels = tf.constant(alpha_bar, "float32")

    def network(inputs, training=False):
        noisy, stages = inputs
        level = tf.reshape(tf.gather(levels, stages), (-1, *[1] * (len(noisy.shape) - 1)))
        total = level * spread**2 + 1 - level
        return tf.sqrt(1 - level) * (noisy - tf.sqrt(level) * mean) / total

    return network


@pytest.mark.parametrize("schedule", [linear_schedule, cosine_schedule])
def test_schedule_starts_at_one_and_falls_to_almost_nothing(schedule):
    alpha_bar = schedule()
    assert alpha_bar.shape == (STAGES + 1,)
    assert alpha_bar[0] == 1
    assert (np.diff(alpha_bar) < 0).all()
    assert 0 < alpha_bar[-1] < 1e-4


def test_linear_schedule_multiplies_what_each_stage_leaves():
    betas = [1e-4 + (0.02 - 1e-4) * t / 9 for t in range(10)]
    remaining = [1.0]
    for beta in betas:
        remaining.append(remaining[-1] * (1 - beta))
    np.testing.assert_allclose(linear_schedule(10), remaining, rtol=1e-12)


def test_cosine_schedule_follows_the_paper_until_beta_is_capped():
    stages = np.arange(1001)
    wanted = np.cos((stages / 1000 + 0.008) / 1.008 * np.pi / 2) ** 2
    alpha_bar = cosine_schedule(1000)
    np.testing.assert_allclose(alpha_bar[:-1], (wanted / wanted[0])[:-1], rtol=1e-9)
    assert alpha_bar[-1] / alpha_bar[-2] == pytest.approx(0.001)


def test_one_jump_has_the_moments_of_many_small_ones():
    """Rantai x_t = sqrt(1 - beta) x + sqrt(beta) eps disimulasikan, lalu dibandingkan."""
    rng = np.random.default_rng(0)
    alpha_bar = linear_schedule(20, 0.01, 0.3)
    chain = np.full(200_000, MEAN)
    for t in range(1, 13):
        beta = 1 - alpha_bar[t] / alpha_bar[t - 1]
        chain = np.sqrt(1 - beta) * chain + np.sqrt(beta) * rng.standard_normal(chain.size)
    jump = diffuse(MEAN, rng.standard_normal(chain.size), alpha_bar[12])
    for values in (chain, jump):
        assert values.mean() == pytest.approx(np.sqrt(alpha_bar[12]) * MEAN, abs=0.01)
        assert values.var() == pytest.approx(1 - alpha_bar[12], rel=0.02)


def test_clean_estimate_undoes_the_jump():
    clean, noise = images(), np.random.default_rng(1).standard_normal((8, 28, 28, 1))
    for level in (0.99, 0.5, 0.01):
        found = estimate_clean(diffuse(clean, noise, level), noise, level)
        np.testing.assert_allclose(found, clean, atol=1e-6)


def test_posterior_is_bayes_on_a_grid():
    """q(x_s | x_t, x_0) sebanding dengan q(x_t | x_s) q(x_s | x_0), dijumlahkan di kisi."""
    now, before, clean, noisy = 0.3, 0.8, 0.6, -0.4
    grid = np.linspace(-6, 6, 40_001)
    alpha = now / before
    weights = np.exp(-((noisy - np.sqrt(alpha) * grid) ** 2) / (2 * (1 - alpha)))
    weights *= np.exp(-((grid - np.sqrt(before) * clean) ** 2) / (2 * (1 - before)))
    weights /= weights.sum()
    mean = (weights * grid).sum()
    found_mean, found_variance = posterior(clean, noisy, now, before)
    assert found_mean == pytest.approx(mean, abs=1e-6)
    assert found_variance == pytest.approx((weights * (grid - mean) ** 2).sum(), abs=1e-6)


@pytest.mark.parametrize("ancestral", [False, True])
def test_exact_noise_of_gaussian_data_gives_its_mean_and_spread(ancestral):
    alpha_bar = cosine_schedule(200)
    start = np.random.default_rng(0).standard_normal((20_000, 1)).astype("float32")
    made = sample(
        exact_noise(alpha_bar), start, alpha_bar, 200, ancestral=ancestral, limit=None, seed=1
    )
    assert made.mean() == pytest.approx(MEAN, abs=0.015)
    assert made.std() == pytest.approx(SPREAD, rel=0.03)


def test_ancestral_sampling_adds_its_own_noise_and_ddim_does_not():
    alpha_bar = cosine_schedule(50)
    start = np.random.default_rng(0).standard_normal((5_000, 1)).astype("float32")
    runs = {
        ancestral: [
            sample(exact_noise(alpha_bar), start, alpha_bar, 50, ancestral=ancestral, seed=seed)
            for seed in (1, 1, 2)
        ]
        for ancestral in (False, True)
    }
    for first, again, _ in runs.values():
        np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(runs[False][0], runs[False][2])
    correlation = np.corrcoef(runs[True][0].ravel(), runs[True][2].ravel())[0, 1]
    assert abs(correlation) < 0.1


@pytest.mark.parametrize("ancestral", [False, True])
@pytest.mark.parametrize("steps", [1, 3, 50])
def test_true_noise_of_one_image_leads_back_to_it(steps, ancestral):
    alpha_bar = cosine_schedule(50)
    clean = images(1)
    start = np.random.default_rng(2).standard_normal((4, 28, 28, 1)).astype("float32")
    network = exact_noise(alpha_bar, mean=tf.constant(clean), spread=0.0)
    made = sample(network, start, alpha_bar, steps, ancestral=ancestral, seed=0)
    np.testing.assert_allclose(made, np.repeat(clean, 4, axis=0), atol=2e-3)


def test_sampling_calls_the_network_once_per_step_from_the_last_stage():
    seen = []

    def network(inputs, training=False):
        tf.py_function(lambda stages: seen.append((set(stages.numpy()), training)), [inputs[1]], [])
        return inputs[0]

    sample(network, np.zeros((3, 28, 28, 1)), cosine_schedule(100), 4)
    assert seen == [({100}, False), ({75}, False), ({50}, False), ({25}, False)]


def test_estimated_images_are_limited_unless_told_otherwise():
    alpha_bar = cosine_schedule(20)
    network = exact_noise(alpha_bar, mean=3.0, spread=0.0)
    start = np.random.default_rng(0).standard_normal((5, 1)).astype("float32")
    assert np.allclose(sample(network, start, alpha_bar, 20), 1.0, atol=1e-3)
    assert np.allclose(sample(network, start, alpha_bar, 20, limit=None), 3.0, atol=1e-2)


def test_limited_images_are_diffused_with_the_noise_that_fits_them():
    """Dua langkah dengan tangan: sesudah dipotong, derau dihitung ulang dari x_t."""
    alpha_bar = cosine_schedule(20)
    last, middle = alpha_bar[20], alpha_bar[10]
    start = np.array([[0.5], [-0.3]], "float32")
    clean = -np.sign(start)
    noise = (start - np.sqrt(last) * clean) / np.sqrt(1 - last)
    halfway = np.sqrt(middle) * clean + np.sqrt(1 - middle) * noise
    wanted = (halfway - np.sqrt(1 - middle) * 2 * halfway) / np.sqrt(middle)
    assert np.abs(wanted).max() < 1
    made = sample(lambda inputs, training: 2 * inputs[0], start, alpha_bar, 2)
    np.testing.assert_allclose(made, wanted, atol=1e-4)


@pytest.mark.parametrize("steps", [0, 51])
def test_impossible_step_counts_are_refused(steps):
    with pytest.raises(ValueError, match="steps"):
        sample(None, np.zeros((1, 1)), cosine_schedule(50), steps)


def test_chunks_do_not_change_the_samples(monkeypatch):
    alpha_bar = cosine_schedule(20)
    start = np.random.default_rng(0).standard_normal((7, 1)).astype("float32")
    whole = sample(exact_noise(alpha_bar), start, alpha_bar, 5)
    monkeypatch.setattr("generatif.models.diffusion_process.CHUNK", 3)
    np.testing.assert_allclose(sample(exact_noise(alpha_bar), start, alpha_bar, 5), whole)


def test_every_stage_has_its_own_embedding():
    codes = np.asarray(embed_stages(np.arange(1, STAGES + 1)))
    assert np.abs(codes).max() <= 1
    distances = np.linalg.norm(codes[:, None] - codes[None], axis=-1)
    assert distances[~np.eye(STAGES, dtype=bool)].min() > 0.01


def test_denoiser_tells_stages_apart():
    """Yang dibandingkan v: rumus v ke derau sendiri sudah bergantung pada tahap."""
    alpha_bar = cosine_schedule()
    network = build_denoiser(alpha_bar, 4, seed=0)
    for weight in network.trainable_variables:
        weight.assign(weight + 0.1)
    noisy = np.repeat(images(1), 3, axis=0)
    stages = np.array([10, 500, 10])
    level = alpha_bar[stages].reshape(-1, 1, 1, 1)
    noise = network([noisy, stages]).numpy()
    velocity = (noise - np.sqrt(1 - level) * noisy) / np.sqrt(level)
    assert np.abs(velocity[0] - velocity[1]).max() > 0.01 * np.abs(velocity[0]).max()
    np.testing.assert_allclose(velocity[0], velocity[2], rtol=1e-4, atol=1e-4)


def test_untrained_denoiser_predicts_the_noise_of_a_black_guess():
    """Keluaran awal v = 0: taksiran deraunya sqrt(1 - abar) x_t, citra bersihnya sqrt(abar) x_t."""
    alpha_bar = cosine_schedule()
    stages = np.array([1, 300, 700, 1000])
    level = alpha_bar[stages].reshape(-1, 1, 1, 1)
    noisy = images(4)
    noise = build_denoiser(alpha_bar, 4, seed=0)([noisy, stages]).numpy()
    np.testing.assert_allclose(noise, np.sqrt(1 - level) * noisy, atol=1e-5)


def test_blocks_of_four_pixels_become_channels_and_back():
    network = build_denoiser(cosine_schedule(), 4, seed=0)
    blocks = keras.Model(network.inputs, network.get_layer("blocks").output)
    pictures = images(2)
    channels = blocks([pictures, np.array([1, 2])]).numpy()
    for channel, (row, column) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        np.testing.assert_array_equal(channels[..., channel], pictures[:, row::2, column::2, 0])


def test_channels_become_blocks_of_four_pixels():
    network = build_denoiser(cosine_schedule(), 4, seed=0)
    (bias,) = [each for each in network.weights if each.shape == (4,) and "conv2d" in each.path][
        -1:
    ]
    bias.assign([1.0, 2.0, 3.0, 4.0])
    level = cosine_schedule()[500]
    pictures = network([np.zeros((1, 28, 28, 1)), np.array([500])]).numpy() / np.sqrt(level)
    for channel, (row, column) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        np.testing.assert_allclose(pictures[:, row::2, column::2], channel + 1, rtol=1e-5)


class Recorder(keras.layers.Layer):
    """Penaksir derau satu bobot yang mencatat masukannya."""

    def __init__(self):
        super().__init__()
        self.scale = self.add_weight(shape=(), initializer="zeros")
        self.calls = []

    def call(self, inputs, training=False):
        self.calls.append((inputs[0].numpy(), inputs[1].numpy(), training))
        return self.scale * inputs[0]


class Recording(Diffusion):
    """Memakai lapisan pencatat sebagai jaringannya."""

    def __init__(self, seed):
        inputs = [keras.Input((28, 28, 1)), keras.Input((), dtype="int32")]
        super().__init__(
            keras.Model(inputs, keras.layers.Conv2D(1, 1)(inputs[0])), cosine_schedule(), seed=seed
        )
        self.network = Recorder()


def test_training_shows_diffused_images_in_training_mode():
    model = Recording(seed=3)
    clean = np.zeros((4000, 1, 1, 1), "float32") + 0.5
    error = float(model.noise_error(tf.constant(clean)))
    ((noisy, stages, training),) = model.network.calls
    level = cosine_schedule()[stages]
    noise = (noisy.ravel() - np.sqrt(level) * 0.5) / np.sqrt(1 - level)
    assert training is True
    assert noise.mean() == pytest.approx(0, abs=0.06)
    assert noise.var() == pytest.approx(1, abs=0.08)
    assert error == pytest.approx((noise**2).mean(), rel=1e-3)


def test_stages_are_spread_evenly_from_first_to_last():
    model = Recording(seed=0)
    drawn = np.concatenate([np.asarray(model.draw_stages(50)) for _ in range(400)])
    assert (drawn.min(), drawn.max()) == (1, STAGES)
    assert drawn.mean() == pytest.approx(500.5, abs=2)
    counts = np.bincount((np.asarray(model.draw_stages(50)) - 1) // 20, minlength=50)
    assert counts.min() >= 0
    assert counts.max() <= 2
    assert len(np.unique(np.asarray(model.draw_stages(50)))) == 50


def test_training_takes_batches_whose_size_is_only_known_when_they_arrive():
    model = build_diffusion(2, seed=0)
    step = tf.function(model.train_step, input_signature=[tf.TensorSpec((None, 28, 28, 1))])
    assert np.isfinite(float(step(tf.constant(images(4)))["loss"]))


def test_train_step_moves_every_weight_and_lowers_the_error():
    model = build_diffusion(4, seed=0)
    data = -tf.ones((32, 28, 28, 1))
    first = [float(model.noise_error(data)) for _ in range(20)]
    start = [weight.numpy() for weight in model.network.trainable_variables]
    step = tf.function(model.train_step)
    for _ in range(60):
        step(data)
    moved = [
        not np.array_equal(old, new.numpy())
        for old, new in zip(start, model.network.trainable_variables, strict=True)
    ]
    assert all(moved)
    last = [float(model.noise_error(data)) for _ in range(20)]
    assert np.mean(last) < 0.8 * np.mean(first)


def test_huge_gradients_are_cut_to_a_norm_of_one():
    model = build_diffusion(2, seed=0)
    seen = []
    model.optimizer._backend_update_step = lambda grads, *_: seen.extend(grads)
    weights = model.network.trainable_variables
    model.optimizer.apply([1000.0 * tf.ones(weight.shape) for weight in weights], weights)
    assert float(tf.linalg.global_norm(seen)) == pytest.approx(1.0, rel=1e-3)


def test_average_follows_the_weights_by_hand():
    model = build_diffusion(2, seed=0)
    data = tf.constant(images(4))
    expected = [weight.numpy() for weight in model.network.weights]
    for step in (1, 2, 3):
        model.train_step(data)
        decay = min(0.999, (1 + step) / (10 + step))
        expected = [
            decay * old + (1 - decay) * new.numpy()
            for old, new in zip(expected, model.network.weights, strict=True)
        ]
    for average, wanted in zip(model.average_network.weights, expected, strict=True):
        np.testing.assert_allclose(average.numpy(), wanted, atol=1e-6)


def losses(model_seed, global_seed):
    keras.utils.set_random_seed(global_seed)
    model = build_diffusion(2, seed=model_seed)
    return [float(model.train_step(tf.constant(images(4)))["loss"]) for _ in range(3)]


def test_seed_decides_weights_stages_and_noise():
    assert losses(1, 0) == losses(1, 9)
    assert losses(1, 0) != losses(2, 0)


def test_calling_uses_the_average_and_changes_nothing():
    model = build_diffusion(2, seed=0)
    for weight in model.network.trainable_variables:
        weight.assign(weight + 1.0)
    before = [weight.numpy() for weight in model.weights]
    inputs = [images(2), np.array([5, 500])]
    np.testing.assert_allclose(model(inputs), model.average_network(inputs), atol=1e-6)
    assert np.abs(model(inputs) - model.network(inputs)).max() > 0.01
    for old, new in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(old, new.numpy())


def test_ema_decay_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="ema_decay"):
        Diffusion(build_denoiser(cosine_schedule(), 2), cosine_schedule(), ema_decay=1.0)


def test_recipe_stores_the_average_of_the_weights():
    recipe = recipes.find("diffusion-mnist", "kilat")
    model = recipe.build()
    assert model.average_network is not model.network
    assert list(recipe.networks(model).values()) == [model.average_network]


def test_recipe_samples_from_flat_noise():
    recipe = recipes.customize(recipes.find("diffusion-mnist", "kilat"), sampling_steps=2)
    (network,) = recipe.networks(recipe.build()).values()
    probe = recipe.probe(3)
    assert probe.shape == (3, recipe.prior_dim)
    made = recipe.samples(network, probe)
    assert (made.shape, made.dtype) == ((3, 28, 28, 1), np.uint8)
    direct = sample(network, probe.reshape(3, 28, 28, 1), cosine_schedule(), 2)
    np.testing.assert_allclose(made, np.clip(127.5 * (direct + 1), 0, 255), atol=1)


def test_curve_uses_fewer_samples_and_steps(monkeypatch):
    from generatif import diffusion_scoring

    recipe = recipes.customize(recipes.find("diffusion-mnist", "kilat"), sampling_steps=3)
    assert diffusion_scoring.CURVE_STEPS != recipe.sampling_steps
    seen = []
    scorer = recipe.scorer(30)
    monkeypatch.setattr(diffusion_scoring, "CURVE_COUNT", 20)
    monkeypatch.setattr(
        type(recipe),
        "samples",
        lambda self, network, latent: seen.append((self.sampling_steps, latent.shape)),
    )
    monkeypatch.setattr(scorer, "_curve_row", lambda made: {})
    scorer.epoch(None)
    assert seen == [(diffusion_scoring.CURVE_STEPS, (20, 784))]

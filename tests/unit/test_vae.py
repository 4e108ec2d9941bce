"""VAE: KL terhadap integral dan Monte Carlo, loss menurut NumPy, dan gradien reparameterisasi."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops
from scipy import integrate, stats

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models.convolutional_autoencoder import build_decoder, build_encoder
from generatif.models.vae import VAE, bernoulli_error, build_vae, gaussian_kl, reparameterize

MEAN = np.array([[0.0, 0.0], [1.5, -0.3], [-2.0, 0.7]], "float32")
LOG_VAR = np.array([[0.0, 0.0], [-1.0, 0.4], [0.8, -3.0]], "float32")


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:32])


def small(beta=1.0, seed=1, **options):
    return build_vae(3, 4, beta=beta, seed=seed, **options)


def test_divergence_equals_the_integral_in_one_dimension():
    for mean, log_var in [(0.0, 0.0), (1.5, -1.0), (-2.0, 0.8), (0.3, -3.0)]:
        q, p = stats.norm(mean, np.exp(log_var / 2)), stats.norm()

        def integrand(z, q=q, p=p):
            return q.pdf(z) * (q.logpdf(z) - p.logpdf(z))

        expected, _ = integrate.quad(integrand, -25, 25, points=[mean])
        found = gaussian_kl(np.array([[mean]]), np.array([[log_var]]))
        assert float(found[0]) == pytest.approx(expected, rel=1e-5, abs=1e-9)


def test_divergence_is_within_one_percent_of_monte_carlo():
    rng = np.random.default_rng(0)
    std = np.exp(LOG_VAR / 2)
    z = MEAN + std * rng.normal(size=(400_000, *MEAN.shape))
    log_ratio = stats.norm.logpdf(z, MEAN, std) - stats.norm.logpdf(z)
    expected = log_ratio.sum(axis=2).mean(axis=0)
    found = ops.convert_to_numpy(gaussian_kl(MEAN, LOG_VAR))
    assert found[0] == 0
    np.testing.assert_allclose(found[1:], expected[1:], rtol=0.01)


def test_samples_have_the_stated_mean_and_standard_deviation():
    wide = [np.repeat(each[1:2], 200_000, axis=0) for each in (MEAN, LOG_VAR)]
    z = ops.convert_to_numpy(reparameterize(*wide, seed=0))
    np.testing.assert_allclose(z.mean(axis=0), [1.5, -0.3], atol=0.01)
    np.testing.assert_allclose(z.std(axis=0), np.exp(LOG_VAR[1] / 2), rtol=0.01)


def test_sample_is_mean_plus_half_log_variance_noise():
    noise = keras.random.normal(MEAN.shape, seed=5)
    expected = MEAN + np.exp(LOG_VAR / 2) * noise
    np.testing.assert_allclose(reparameterize(MEAN, LOG_VAR, seed=5), expected, rtol=1e-6)


def test_gradient_reaches_mean_and_variance():
    """Turunan E[z^2] = mu^2 + sigma^2 terhadap mu dan log sigma^2: 2 mu dan sigma^2."""
    mean, log_var = tf.constant([[1.5]]), tf.constant([[-1.0]])
    with tf.GradientTape() as tape:
        tape.watch([mean, log_var])
        wide = [tf.repeat(each, 200_000, axis=0) for each in (mean, log_var)]
        value = ops.mean(reparameterize(*wide, seed=0) ** 2)
    by_mean, by_log_var = tape.gradient(value, [mean, log_var])
    assert float(by_mean[0, 0]) == pytest.approx(3.0, rel=0.01)
    assert float(by_log_var[0, 0]) == pytest.approx(np.exp(-1.0), rel=0.01)


def test_bernoulli_error_is_summed_over_pixels(images):
    made = np.random.default_rng(0).uniform(0.05, 0.95, images.shape)
    entropy = -(images * np.log(made) + (1 - images) * np.log(1 - made))
    found = bernoulli_error(images, made.astype("float32"))
    assert found.shape == (32,)
    np.testing.assert_allclose(found, entropy.sum(axis=(1, 2, 3)), rtol=1e-4)


@pytest.mark.parametrize("beta", [1.0, 4.0])
def test_loss_equals_numpy_with_the_same_draw(images, beta):
    model, twin = small(beta), small(beta)
    noise = ops.convert_to_numpy(keras.random.normal((32, 3), seed=twin.seed_generator))
    mean, log_var = np.split(twin.encoder(images).numpy().astype("float64"), 2, axis=1)
    z = mean + np.sqrt(np.exp(log_var)) * noise
    made = np.clip(twin.decoder(z).numpy().astype("float64"), 1e-7, 1 - 1e-7)
    error = -np.sum(images * np.log(made) + (1 - images) * np.log(1 - made), axis=(1, 2, 3))
    kl = 0.5 * np.sum(np.exp(log_var) + mean**2 - 1 - log_var, axis=1)
    assert float(model.negative_elbo(images)) == pytest.approx(np.mean(error + beta * kl), rel=1e-5)
    logs = {key: float(value) for key, value in model.get_metrics_result().items()}
    assert logs["reconstruction"] == pytest.approx(error.mean(), rel=1e-5)
    assert logs["kl"] == pytest.approx(kl.mean(), rel=1e-4)


def test_terms_logged_apart_add_up(images):
    model = small(beta=3.0)
    history = model.fit(images, epochs=2, batch_size=8, verbose=0).history
    for loss, error, kl in zip(*map(history.get, ("loss", "reconstruction", "kl")), strict=True):
        assert loss == pytest.approx(error + 3 * kl, rel=1e-5)


def test_step_moves_every_weight_but_not_beta(images):
    model = small(beta=2.0)
    before = [weight.numpy() for weight in model.trainable_variables]
    model.train_step(images)
    assert len(before) == 6 + 6  # dua konvolusi dan satu lapisan padat, masing-masing dua larik
    for old, new in zip(before, model.trainable_variables, strict=True):
        assert np.abs(new.numpy() - old).max() > 0
    assert float(model.beta) == 2
    assert not any(weight is model.beta for weight in model.trainable_variables)


def test_beta_can_be_changed_during_training(images):
    model = small(beta=1.0)
    model.fit(images, batch_size=32, verbose=0)
    model.beta.assign(0.0)
    logs = model.fit(images, batch_size=32, verbose=0).history
    assert logs["kl"][0] > 0
    assert logs["loss"] == pytest.approx(logs["reconstruction"], rel=1e-6)


def test_evaluation_changes_no_weight(images):
    model = small()
    before = model.get_weights()
    scores = model.evaluate(images, batch_size=32, verbose=0, return_dict=True)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    assert scores["loss"] == pytest.approx(scores["reconstruction"] + scores["kl"], rel=1e-5)


def test_same_seed_same_losses(images):
    losses = {}
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        losses[name] = (
            small(seed=seed).fit(images, batch_size=8, shuffle=False, verbose=0).history["loss"]
        )
    assert losses["first"] == losses["again"]
    assert losses["first"] != losses["other"]


def test_draws_differ_between_steps(images):
    model = small()
    assert float(model.negative_elbo(images)) != float(model.negative_elbo(images))


def test_call_decodes_the_posterior_mean(images):
    model = small()
    mean = model.encoder(images).numpy()[:, :3]
    np.testing.assert_allclose(model(images), model.decoder(mean), rtol=1e-5)
    np.testing.assert_array_equal(model(images), model(images))


def test_one_batch_can_be_learned(images):
    model = small()
    first = model.evaluate(images, batch_size=32, verbose=0, return_dict=True)["loss"]
    model.fit(images, epochs=150, batch_size=32, verbose=0)
    assert model.evaluate(images, batch_size=32, verbose=0, return_dict=True)["loss"] < 0.7 * first


def test_too_large_beta_collapses_the_posterior(images):
    spread = {}
    for beta in (1.0, 784.0):
        model = small(beta)
        model.fit(images, epochs=150, batch_size=32, verbose=0)
        spread[beta] = model(images).numpy().std(axis=0).mean()
        assert (float(model.get_metrics_result()["kl"]) < 0.1) == (beta > 1)
    assert spread[784.0] < spread[1.0] / 10


def test_optimizer_is_ready_and_its_rate_falls_to_zero(images):
    model = small(steps=4)
    assert model.optimizer.built
    rates = []
    for _ in range(5):
        rates.append(float(model.optimizer.learning_rate))
        model.train_step(images)
    assert rates[0] == pytest.approx(2e-3)
    assert rates[4] == 0


def test_networks_must_fit_together():
    with pytest.raises(ValueError, match="keluaran enkoder = 5; yang diharapkan: 2 x 3"):
        VAE(build_encoder(5, 4), build_decoder(3, 4))


def test_bad_arguments():
    with pytest.raises(ValueError, match="beta = -1"):
        build_vae(3, 4, beta=-1)
    for sizes in ({"latent_dim": 0}, {"width": 2.5}):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build_vae(**sizes)

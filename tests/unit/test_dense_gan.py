"""GAN terhubung penuh: bentuk, rentang, hitungan NumPy, dan pembagian peran pelatihan."""

import keras
import numpy as np
import pytest

from generatif.models.dense_gan import build_dense_gan, build_discriminator, build_generator


def leaky(x):
    return np.where(x > 0, x, 0.2 * x)


def test_generator_equals_numpy():
    generator = build_generator(5, 4, seed=1)
    latent = np.random.default_rng(0).normal(size=(3, 5)).astype("float32")
    w1, b1, w2, b2, w3, b3 = generator.get_weights()
    expected = np.tanh(leaky(leaky(latent @ w1 + b1) @ w2 + b2) @ w3 + b3)
    made = generator(latent, training=True).numpy()
    np.testing.assert_allclose(made, expected.reshape(3, 28, 28, 1), atol=1e-5)


def test_discriminator_equals_numpy_and_ends_in_a_logit():
    discriminator = build_discriminator(4, seed=1)
    images = np.random.default_rng(0).uniform(-1, 1, (3, 28, 28, 1)).astype("float32")
    w1, b1, w2, b2, w3, b3 = discriminator.get_weights()
    expected = leaky(leaky(images.reshape(3, -1) @ w1 + b1) @ w2 + b2) @ w3 + b3
    np.testing.assert_allclose(discriminator(images), expected, atol=1e-4)
    assert w3.shape == (4, 1)


def test_dropout_acts_only_during_training():
    discriminator = build_discriminator(64, dropout=0.5, seed=1)
    images = np.ones((1, 28, 28, 1), "float32")
    still = [float(discriminator(images)[0, 0]) for _ in range(2)]
    moving = [float(discriminator(images, training=True)[0, 0]) for _ in range(2)]
    assert still[0] == still[1]
    assert moving[0] != moving[1]


def test_same_seed_same_training():
    images = np.random.default_rng(0).uniform(-1, 1, (32, 28, 28, 1)).astype("float32")

    def losses(seed):
        keras.utils.set_random_seed(0)
        gan = build_dense_gan(4, 4, seed=seed)
        return gan.fit(images, epochs=2, batch_size=16, verbose=0, shuffle=False).history["g_loss"]

    assert losses(3) == losses(3)
    assert losses(3) != losses(4)


def test_real_labels_are_not_smoothed_and_both_rates_are_equal():
    gan = build_dense_gan(4, 4, seed=0)
    assert gan.real_label == 1.0
    rates = [float(each.learning_rate) for each in (gan.g_optimizer, gan.d_optimizer)]
    assert rates == pytest.approx([2e-4, 2e-4])


@pytest.mark.parametrize("wrong", [{"latent_dim": 0}, {"width": 2.5}, {"dropout": 1.0}])
def test_wrong_arguments_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        build_dense_gan(**{"latent_dim": 4, "width": 4} | wrong)

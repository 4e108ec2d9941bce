"""Loss dibandingkan dengan bentuk tertutup dan NumPy."""

import numpy as np
import pytest
import tensorflow as tf

from generatif.losses import discriminator_loss, generator_loss


def numpy_bce(target, logits):
    probability = 1 / (1 + np.exp(-np.asarray(logits, dtype="float64")))
    return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))


@pytest.mark.parametrize("real_label", [1.0, 0.9, 0.5])
def test_discriminator_loss_equals_numpy(real_label):
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=(2, 32, 1)).astype("float32")
    expected = numpy_bce(real_label, real) + numpy_bce(0, fake)
    assert float(discriminator_loss(real, fake, real_label)) == pytest.approx(expected, rel=1e-5)


def test_generator_loss_equals_numpy():
    logits = np.random.default_rng(1).normal(size=(32, 1)).astype("float32")
    assert float(generator_loss(logits)) == pytest.approx(numpy_bce(1, logits), rel=1e-5)


def test_discriminator_loss_rewards_the_right_answer():
    low, high = tf.constant([[-12.0]]), tf.constant([[12.0]])
    assert float(discriminator_loss(high, low)) < 0.01
    assert float(discriminator_loss(low, high)) > 10


@pytest.mark.parametrize(
    ("real_label", "d_star", "d_value", "g_value"),
    [(1.0, 0.5, 1.386, 0.693), (0.9, 0.45, 1.376, 0.799)],
)
def test_equilibrium_values(real_label, d_star, d_value, g_value):
    """Bila p_g = p_data, D terbaik adalah label/2; di sana loss mencapai minimumnya."""

    def loss_at(probability):
        logits = tf.fill((4, 1), float(np.log(probability / (1 - probability))))
        return float(discriminator_loss(logits, logits, real_label)), float(generator_loss(logits))

    assert loss_at(d_star) == pytest.approx((d_value, g_value), abs=5e-4)
    assert min(loss_at(d_star - 0.01)[0], loss_at(d_star + 0.01)[0]) > loss_at(d_star)[0]


def test_generator_gradient_survives_a_confident_discriminator():
    logits = tf.Variable(-30.0)
    with tf.GradientTape() as tape:
        loss = generator_loss(logits)
    assert float(tape.gradient(loss, logits)) == pytest.approx(-1.0, abs=1e-6)

"""GAN proyeksi: suku proyeksi, loss engsel menurut NumPy, siapa yang bergerak, sifat dipakai."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif.models import projection_gan
from generatif.models.projection_gan import (
    ProjectionGAN,
    build_discriminator,
    build_generator,
    build_projection_gan,
    hinge_discriminator_loss,
    signs,
)


@pytest.fixture
def batch():
    rng = np.random.default_rng(0)
    images = rng.uniform(-1, 1, (12, 16, 16, 3)).astype("float32")
    return tf.constant(images), tf.constant(rng.integers(0, 2, (12, 5)))


def make_gan(seed=1):
    gan = ProjectionGAN(build_generator(6, 2, seed=1), build_discriminator(2, seed=2), seed=seed)
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


def test_hinge_loss_against_numpy():
    real, fake = np.array([[2.0], [0.5], [-1.0]]), np.array([[-3.0], [0.0], [2.0]])
    expected = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
    assert float(hinge_discriminator_loss(real, fake)) == pytest.approx(expected)
    assert float(hinge_discriminator_loss(real * 0, fake * 0)) == 2


def test_absent_attributes_speak_too():
    np.testing.assert_array_equal(signs(np.array([[0, 1, 1]])), [[-1.0, 1.0, 1.0]])


def test_score_is_linear_in_the_attributes(batch):
    """s(x, y) - s(x, 0) = y P fit(x): linear, dan ganjil terhadap tanda y."""
    network = build_discriminator(2, seed=2)
    rng = np.random.default_rng(1)
    first, second = tf.constant(rng.normal(size=(2, 12, 5)), "float32")
    zero = network([batch[0], 0 * first]).numpy()

    def projection(condition):
        return network([batch[0], condition]).numpy() - zero

    total = projection(first) + projection(second)
    np.testing.assert_allclose(projection(first + second), total, atol=1e-5)
    np.testing.assert_allclose(projection(-first), -projection(first), atol=1e-5)
    assert np.abs(projection(first)).max() > 1e-3


def test_without_projection_the_attributes_are_not_seen(batch):
    network = build_discriminator(2, projected=False, seed=2)
    scores = [network([batch[0], value * tf.ones((12, 5))]).numpy() for value in (-1, 1)]
    np.testing.assert_array_equal(*scores)


def test_every_kernel_of_the_discriminator_is_normalized():
    network = build_discriminator(2)
    kinds = {type(layer).__name__ for layer in network.layers if layer.trainable_variables}
    assert kinds == {"SpectralConv2D", "SpectralDense"}


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(player, batch):
    """Skor dinaikkan lebih dulu: di dalam batas engsel, gradien bias citra asli dan palsu saling
    meniadakan, sehingga bias terakhir memang tidak bergerak."""
    gan = make_gan()
    score = next(each for each in gan.discriminator.layers if each.output.shape == (None, 1))
    score.bias.assign([3.0])
    assert_only_one_player_moves(gan, player, *batch)


def test_losses_equal_numpy_with_the_same_draw(batch):
    gan, twin = make_gan(), make_gan()
    images, condition = batch[0], 2 * tf.cast(batch[1], "float32") - 1
    fake = twin.generator([twin.sample_latent(12), condition], training=True)
    real, made = (
        np.asarray(twin.discriminator([each, condition], training=True)) for each in (images, fake)
    )
    _, d_loss, g_loss = play(gan, *batch)
    expected = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + made).mean()
    assert float(d_loss) == pytest.approx(expected, abs=1e-5)
    assert float(g_loss) == pytest.approx(-made.mean(), abs=1e-5)
    means = {name: float(value) for name, value in gan.get_metrics_result().items()}
    assert means == pytest.approx(
        {"d_loss": expected, "g_loss": -made.mean(), "d_real": real.mean(), "d_fake": made.mean()},
        abs=1e-5,
    )


def test_latent_vectors_are_standard_normal():
    latent = make_gan().sample_latent(4000).numpy()
    assert latent.shape == (4000, 6)
    np.testing.assert_allclose([latent.mean(), latent.std()], [0, 1], atol=0.03)


def test_both_networks_run_in_training_mode(batch):
    gan = make_gan()
    probes = {}
    for name in OPPONENTS:
        network, probe = getattr(gan, name), ModeProbe()
        outputs = probe(network(network.inputs))
        setattr(gan, name, keras.Model(network.inputs, outputs))
        probe.modes.clear()
        probes[name] = probe
    gan.play(*batch)
    assert probes["generator"].modes == [True]
    assert probes["discriminator"].modes == [True, True]


def test_fit_reports_four_means_and_moves_the_average(batch):
    gan = build_projection_gan(4, 2, steps=6, seed=0)
    before = [weight.numpy().copy() for weight in gan.average_generator.weights]
    history = gan.fit(batch[0].numpy(), batch[1].numpy(), batch_size=4, epochs=2, verbose=0).history
    assert set(history) == {"d_loss", "g_loss", "d_real", "d_fake"}
    assert np.isfinite(list(history.values())).all()
    after = [weight.numpy() for weight in gan.average_generator.weights]
    assert not all(np.array_equal(*pair) for pair in zip(before, after, strict=True))


def test_average_decays_no_slower_than_its_limit(batch):
    """Langkah pertama: min(0,1, 2/11) = 0,1, jadi satu bagian lama dan sembilan bagian baru."""
    gan = ProjectionGAN(build_generator(6, 2), build_discriminator(2), ema_decay=0.1, seed=1)
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    before = [weight.numpy().copy() for weight in gan.average_generator.weights]
    tape, _, g_loss = play(gan, *batch)
    gan.train_generator(tape, g_loss)
    weights = gan.average_generator.weights, gan.generator.weights
    for old, mean, new in zip(before, *weights, strict=True):
        np.testing.assert_allclose(mean, 0.1 * old + 0.9 * np.asarray(new), atol=1e-6)


def test_sampling_uses_the_average_and_the_attributes(batch):
    gan = make_gan()
    latent = tf.random.stateless_normal((12, 6), (0, 0))
    images = gan([latent, batch[1]])
    assert images.shape == (12, 16, 16, 3)
    assert float(tf.reduce_max(tf.abs(images))) <= 1
    expected = gan.average_generator([latent, 2.0 * tf.cast(batch[1], "float32") - 1])
    np.testing.assert_array_equal(images, expected)
    assert float(tf.reduce_max(tf.abs(images - gan([latent, 1 - batch[1]])))) > 1e-4


def test_same_seed_same_losses(batch):
    losses = [
        [float(each) for each in play(build_projection_gan(4, 2, steps=5, seed=7), *batch)[1:]]
        for _ in range(2)
    ]
    assert losses[0] == losses[1]


def test_wrong_input_is_refused(batch):
    with pytest.raises(ValueError, match="masukan diskriminator"):
        ProjectionGAN(build_generator(6, 2, attributes=4), build_discriminator(2))
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        build_projection_gan(steps=0)
    with pytest.raises(ValueError, match="Citra asli berbentuk"):
        make_gan().train_step((batch[0][:, :8], batch[1]))
    gan = make_gan()
    with pytest.raises(ValueError, match="vektor laten"):
        gan([tf.zeros((2, 5)), tf.zeros((2, 5))])
    same = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="d_optimizer"):
        gan.compile(same, same)


def test_rates_fall_to_zero_at_the_last_step_without_momentum():
    gan = build_projection_gan(4, 2, steps=10)
    for optimizer, rate in (
        (gan.g_optimizer, projection_gan.GENERATOR_RATE),
        (gan.d_optimizer, projection_gan.DISCRIMINATOR_RATE),
    ):
        schedule = optimizer._learning_rate
        assert float(schedule(0)) == pytest.approx(rate)
        assert float(schedule(10)) == pytest.approx(0)
        assert (optimizer.beta_1, optimizer.beta_2) == (0, 0.99)

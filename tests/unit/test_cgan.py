"""GAN bersyarat: label dipakai kedua jaringan, siapa yang bergerak, loss menurut NumPy."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif import recipes, training
from generatif.models import cgan, mini
from generatif.models.cgan import ConditionalGAN, build_cgan, label_map

CLASSES = 10


@pytest.fixture
def batch():
    rng = np.random.default_rng(0)
    images = rng.uniform(-1, 1, (20, 28, 28, 1)).astype("float32")
    return tf.constant(images), tf.constant(np.arange(20) % CLASSES)


def make_gan(seed=1):
    gan = ConditionalGAN(
        cgan.build_generator(6, 2, seed=1), cgan.build_discriminator(2, seed=2), seed=seed
    )
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


def one_hot(labels):
    return tf.one_hot(labels, CLASSES)


def test_every_pixel_of_the_map_holds_the_label_vector():
    """Ulangi lalu reshape membuat pita baris: jumlah per piksel dan argmaks menangkapnya."""
    labels = np.array([0, 3, 9])
    found = label_map(one_hot(labels), 14).numpy()
    assert found.shape == (3, 14, 14, CLASSES)
    np.testing.assert_array_equal(found.sum(axis=-1), 1)
    np.testing.assert_array_equal(np.ptp(found, axis=(1, 2)), 0)
    np.testing.assert_array_equal(found.argmax(axis=-1)[:, 5, 2], labels)


def test_map_keeps_fractional_labels():
    soft = np.array([[0.25, 0.75, 0.0]], "float32")
    found = np.asarray(label_map(soft, 3))
    np.testing.assert_array_equal(found, np.broadcast_to(soft[:, None, None], (1, 3, 3, 3)))


def test_changing_the_label_changes_what_both_networks_say(batch):
    gan = make_gan()
    labels = np.asarray(batch[1])
    latent = tf.random.stateless_normal((20, 6), (0, 0))
    for network, inputs in ((gan.generator, latent), (gan.discriminator, batch[0])):
        for shift in range(1, CLASSES):
            other = one_hot((labels + shift) % CLASSES)
            outputs = [network([inputs, each]) for each in (one_hot(labels), other)]
            moved = np.abs(np.asarray(outputs[0]) - np.asarray(outputs[1]))
            assert moved.reshape(20, -1).max(axis=1).min() > 1e-4


@pytest.mark.parametrize("place", ["map", "features"])
def test_label_enters_the_discriminator_where_asked(place):
    network = cgan.build_discriminator(2, label_input=place)
    first, dense = (network.trainable_variables[index].shape for index in (0, 4))
    channels = CLASSES * (place == "map"), CLASSES * (place == "features")
    assert (first, dense) == ((3, 3, 4 + channels[0], 2), (7 * 7 * 4 + channels[1], 4))
    images = tf.random.stateless_uniform((10, 28, 28, 1), (0, 0), -1, 1)
    logits = [network([images, one_hot(np.full(10, label))]).numpy() for label in (0, 1)]
    assert np.abs(logits[0] - logits[1]).min() > 0
    kernel = network.trainable_variables[0 if place == "map" else 4]
    values = kernel.numpy()
    values[..., -CLASSES:, :] = 0
    kernel.assign(values)
    logits = [network([images, one_hot(np.full(10, label))]).numpy() for label in (0, 1)]
    np.testing.assert_array_equal(*logits)


def test_unknown_label_input_is_refused():
    with pytest.raises(ValueError, match="label_input = 'none'; yang diharapkan"):
        cgan.build_discriminator(2, label_input="none")


def test_networks_receive_the_labels_of_the_batch(batch, monkeypatch):
    gan = make_gan()
    seen = []
    for name in ("generator", "discriminator"):
        network = getattr(gan, name)
        monkeypatch.setattr(
            network,
            "call",
            lambda inputs, *rest, call=network.call, name=name, **options: (
                seen.append((name, np.asarray(inputs[1]))) or call(inputs, *rest, **options)
            ),
        )
    gan.play(*batch)
    assert [name for name, _ in seen] == ["generator", "discriminator", "discriminator"]
    for _, condition in seen:
        np.testing.assert_array_equal(condition, one_hot(np.asarray(batch[1])))


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(player, batch):
    assert_only_one_player_moves(make_gan(), player, *batch)


def test_losses_equal_numpy_with_the_same_draw(batch):
    gan, twin = make_gan(), make_gan()
    images, condition = batch[0], one_hot(np.asarray(batch[1]))
    fake = twin.generator([twin.sample_latent(20), condition], training=True)
    real, made = (
        np.asarray(twin.discriminator([each, condition], training=True), "float64")
        for each in (images, fake)
    )

    def softplus(value):
        return np.logaddexp(0, value)

    d_expected = np.mean(0.9 * softplus(-real) + 0.1 * softplus(real)) + np.mean(softplus(made))
    d_loss, g_loss = gan.play(*batch)
    assert float(d_loss) == pytest.approx(d_expected, rel=1e-5)
    assert float(g_loss) == pytest.approx(np.mean(softplus(-made)), rel=1e-5)
    logs = {key: float(value) for key, value in gan.get_metrics_result().items()}
    assert logs == {
        "d_loss": pytest.approx(d_expected, rel=1e-5),
        "g_loss": pytest.approx(np.mean(softplus(-made)), rel=1e-5),
        "d_real": pytest.approx(np.mean(1 / (1 + np.exp(-real))), rel=1e-5),
        "d_fake": pytest.approx(np.mean(1 / (1 + np.exp(-made))), rel=1e-5),
    }


def test_both_networks_are_told_that_they_train(batch):
    probes = ModeProbe(), ModeProbe()
    latent, label, image = (keras.Input(shape) for shape in ((6,), (CLASSES,), (28, 28, 1)))
    pixels = keras.layers.Dense(784)(keras.layers.Concatenate()([probes[0](latent), label]))
    generator = keras.Model([latent, label], keras.layers.Reshape((28, 28, 1))(pixels))
    seen = keras.layers.Flatten()(probes[1](image))
    logit = keras.layers.Dense(1)(keras.layers.Concatenate()([seen, label]))
    gan = ConditionalGAN(generator, keras.Model([image, label], logit), seed=0)
    gan.compile(keras.optimizers.SGD(), keras.optimizers.SGD())
    for probe in probes:
        probe.modes.clear()
    gan.train_step(batch)
    assert [probe.modes for probe in probes] == [[True], [True, True]]


def test_train_step_moves_both_players_from_the_same_weights(batch):
    gan = make_gan()
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.2))
    state = gan.seed_generator.state.numpy()
    tape, d_loss, g_loss = play(gan, *batch)
    pairs = (
        (gan.discriminator, d_loss, 0.2),
        (gan.generator, g_loss, 0.1),
    )
    expected = [
        [
            weight - rate * gradient
            for weight, gradient in zip(
                network.trainable_variables,
                tape.gradient(loss, network.trainable_variables),
                strict=True,
            )
        ]
        for network, loss, rate in pairs
    ]
    gan.seed_generator.state.assign(state)
    tf.function(gan.train_step)(batch)
    for (network, _, _), weights in zip(pairs, expected, strict=True):
        for mine, theirs in zip(network.trainable_variables, weights, strict=True):
            np.testing.assert_allclose(mine.numpy(), theirs, rtol=1e-4, atol=1e-6)


def test_moving_average_equals_numpy(batch):
    gan = make_gan()
    gan.ema_decay = 0.5
    expected = [weight.copy() for weight in gan.generator.get_weights()]
    for step in range(1, 6):
        gan.train_step(batch)
        decay = min(0.5, (1 + step) / (10 + step))
        now = gan.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(gan.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)


def test_sampling_uses_the_average_and_changes_no_weight(batch):
    gan = make_gan()
    gan.train_step(batch)
    latent, labels = np.ones((3, 6), "float32"), np.array([1, 5, 9])
    before = [weight.copy() for weight in gan.get_weights()]
    made = gan((latent, labels))
    gan.predict((latent, labels), verbose=0)
    for old, new in zip(before, gan.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    condition = one_hot(labels)
    expected = gan.average_generator([tf.constant(latent), condition], training=False)
    np.testing.assert_array_equal(made, expected)
    assert np.abs(made - gan.generator([tf.constant(latent), condition])).max() > 0


def fit_losses(model_seed, batch):
    keras.utils.set_random_seed(99)
    images, labels = (np.asarray(each) for each in batch)
    options = {"batch_size": 10, "epochs": 2, "shuffle": False, "verbose": 0}
    history = make_gan(model_seed).fit(images, labels, **options).history
    assert set(history) == {"d_loss", "g_loss", "d_real", "d_fake"}
    return history["d_loss"] + history["g_loss"]


def test_equal_seeds_equal_losses_other_seeds_other_losses(batch):
    assert fit_losses(1, batch) == fit_losses(1, batch)
    assert fit_losses(1, batch) != fit_losses(2, batch)


def test_class_follows_the_label_after_training():
    """Dua kelas di garis bilangan: 0 di sekitar -2, 1 di sekitar +2; jaringan boleh apa saja."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 512)
    points = (4 * labels[:, None] - 2 + 0.3 * rng.normal(size=(512, 1))).astype("float32")

    def dense(*widths):
        first, label = keras.Input((widths[0],)), keras.Input((2,))
        x = keras.layers.Concatenate()([first, label])
        init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(1))
        for width in widths[1:-1]:
            x = keras.layers.Dense(width, "relu", kernel_initializer=init)(x)
        out = keras.layers.Dense(widths[-1], kernel_initializer=init)(x)
        return keras.Model([first, label], out)

    gan = ConditionalGAN(dense(2, 16, 1), dense(1, 16, 1), ema_decay=0.9, seed=0)
    gan.compile(keras.optimizers.Adam(3e-3, beta_1=0.0), keras.optimizers.Adam(3e-3, beta_1=0.0))
    gan.fit(points, labels, epochs=40, batch_size=32, verbose=0)
    latent = rng.normal(size=(200, 2)).astype("float32")
    for label in (0, 1):
        made = np.asarray(gan((latent, np.full(200, label))))
        assert np.mean((made > 0) == bool(label)) > 0.9


def test_only_the_label_inputs_are_added_to_the_three_minute_gan():
    extra = {
        "generator": CLASSES * 128,
        "discriminator": 9 * CLASSES * 32,
    }
    for name, weights in extra.items():
        build = f"build_{name}"
        plain, conditional = getattr(mini, build)(), getattr(cgan, build)()
        assert conditional.count_params() == plain.count_params() + weights


def test_generator_is_the_three_minute_one_on_the_joined_vector():
    network = cgan.build_generator(6, 2, seed=1)
    plain = mini.build_generator(6 + CLASSES, 2, seed=1)
    latent = tf.random.stateless_normal((4, 6), (0, 0))
    condition = one_hot(np.array([3, 1, 4, 1]))
    joined = tf.concat([latent, condition], axis=1)
    np.testing.assert_allclose(network([latent, condition]), plain(joined), atol=1e-6)
    assert np.abs(network([1e4 * latent, condition]).numpy()).max() <= 1


def test_learning_rates_fall_to_zero():
    gan = build_cgan(4, 1, steps=8, seed=0)
    for optimizer, peak in ((gan.g_optimizer, 1e-3), (gan.d_optimizer, 2.5e-4)):
        for step, share in ((0, 1), (4, 0.5), (8, 0)):
            optimizer.iterations.assign(step)
            assert float(optimizer.learning_rate) == pytest.approx(share * peak, abs=1e-9)
        assert (optimizer.beta_1, optimizer.beta_2) == (0.0, 0.99)


def test_seed_decides_weights_and_first_losses(batch):
    def first_losses(seed):
        gan = build_cgan(4, 2, steps=3, seed=seed)
        return [float(value) for value in gan.train_step(batch).values()]

    assert first_losses(3) == first_losses(3)
    assert first_losses(3) != first_losses(4)


BAD_LABELS = [
    np.full(20, 10),
    np.full(20, -1),
    np.zeros(20, "float32"),
    np.zeros((20, 10), "int64"),
    np.zeros(19, "int64"),
]


@pytest.mark.parametrize("labels", BAD_LABELS)
def test_wrong_labels_are_refused_in_indonesian(batch, labels):
    with pytest.raises(ValueError, match="bilangan bulat dari 0 sampai 9, satu per citra"):
        make_gan().fit(np.asarray(batch[0]), labels)


def test_wrong_images_and_latents_are_refused(batch):
    with pytest.raises(ValueError, match="Periksa ukuran dan jumlah kanal"):
        make_gan().fit(np.zeros((20, 32, 32, 1), "float32"), np.asarray(batch[1]))
    with pytest.raises(ValueError, match="vektor laten"):
        make_gan()((np.zeros((3, 7), "float32"), np.zeros(3, "int32")))


@pytest.mark.parametrize("bad", [{"real_label": 0}, {"real_label": 1.1}, {"ema_decay": 1.0}])
def test_values_outside_the_interval_are_refused(bad):
    networks = cgan.build_generator(6, 1), cgan.build_discriminator(1)
    with pytest.raises(ValueError, match=rf"{next(iter(bad))} = .*; yang diharapkan: bilangan"):
        ConditionalGAN(*networks, **bad)


def test_networks_of_other_classes_are_refused():
    with pytest.raises(ValueError, match="masukan diskriminator .* citra dan vektor label"):
        ConditionalGAN(cgan.build_generator(6, 1, 10), cgan.build_discriminator(1, 9))


def test_one_optimizer_for_two_networks_is_refused():
    optimizer = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="d_optimizer = .* objek tersendiri"):
        make_gan().compile(optimizer, optimizer)


@pytest.mark.parametrize("bad", [0, -3, 2.5, "64", None])
def test_sizes_must_be_positive_integers(bad):
    for build in (
        lambda: cgan.build_generator(latent_dim=bad),
        lambda: cgan.build_generator(classes=bad),
        lambda: cgan.build_discriminator(width=bad),
        lambda: build_cgan(steps=bad),
    ):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build()


def test_networks_survive_a_keras_file(tmp_path):
    condition = one_hot(np.array([2, 7]))
    for network, inputs in (
        (cgan.build_generator(6, 2, seed=1), tf.ones((2, 6))),
        (cgan.build_discriminator(2, seed=1), tf.ones((2, 28, 28, 1))),
    ):
        network.save(tmp_path / "model.keras")
        again = keras.models.load_model(tmp_path / "model.keras")
        np.testing.assert_array_equal(network([inputs, condition]), again([inputs, condition]))


def test_recipe_trains_from_images_and_labels(tmp_path):
    recipe = recipes.customize(recipes.find("cgan-mnist", "kilat"), epochs=1, batch_size=500)
    run = training.train(recipe, tmp_path, progress=False)
    assert {"d_loss", "g_loss", "d_real", "d_fake"} <= set(run.history)
    network = recipe.networks(run.model)["generator"]
    latent, labels = recipe.probe(20)
    np.testing.assert_array_equal(labels, np.arange(20) % CLASSES)
    expected = run.model((tf.constant(latent), tf.constant(labels)))
    np.testing.assert_allclose(recipe.output(network, (latent, labels)), expected, atol=1e-6)
    shown = recipe.render(network, (latent, labels)).astype(int)
    assert np.abs(shown - 127.5 * (expected.numpy() + 1)).max() <= 1
    np.testing.assert_array_equal(recipe.samples(network, latent), shown)

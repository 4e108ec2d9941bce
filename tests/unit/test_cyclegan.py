"""CycleGAN: siklus dan lawan menurut NumPy, derau pulang, arah yang tidak tertukar."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import OPPONENTS, ModeProbe, assert_only_one_player_moves, play

from generatif import recipes, training
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models import cyclegan
from generatif.models.cyclegan import CycleGAN, build_cyclegan
from generatif.models.pix2pix import build_patch_discriminator, build_unet


@pytest.fixture(scope="module")
def domains():
    data = load_fashion_mnist("embedded")
    shoes = (data.x_train[data.y_train == label][:12] for label in (7, 9))
    return tuple(scale_to_unit(each) for each in shoes)


def make_model(**options):
    model = CycleGAN(
        build_unet(4, 1, 1),
        build_unet(4, 1, 2),
        build_patch_discriminator(4, 1, 3),
        build_patch_discriminator(4, 1, 4),
        **options,
    )
    model.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return model


def constant_shift(amount):
    """Generator rekaan yang menambahkan bilangan tetap."""
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Rescaling(1.0, amount)])


def linear_critic(slope):
    """Penilai rekaan: slope kali rerata citra."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.AveragePooling2D(28),
            keras.layers.Rescaling(slope),
        ]
    )


@pytest.mark.parametrize("player", OPPONENTS)
def test_each_step_moves_one_player_only(domains, player):
    assert_only_one_player_moves(make_model(), player, *domains)


def test_losses_by_hand_with_networks_that_only_shift():
    """G menambah 0,25; F mengurangi 0,125; penilai Y dua kali rerata, penilai X tiga kali."""
    model = CycleGAN(
        constant_shift(0.25), constant_shift(-0.125), linear_critic(2.0), linear_critic(3.0)
    )
    x, y = np.full((2, 28, 28, 1), 0.5, "float32"), np.full((3, 28, 28, 1), 0.75, "float32")
    d_loss, g_loss = model.play(tf.constant(x), tf.constant(y))
    y_real, y_made = 2 * 0.75, 2 * 0.75
    x_real, x_made = 3 * 0.5, 3 * 0.625
    expected = (y_real - 1) ** 2 + y_made**2 + (x_real - 1) ** 2 + x_made**2
    assert float(d_loss) == pytest.approx(expected, rel=1e-5)
    adversarial, cycle = (y_made - 1) ** 2 + (x_made - 1) ** 2, 0.125 + 0.125
    assert float(g_loss) == pytest.approx(adversarial + 10 * cycle, rel=1e-5)
    results = {name: float(mean.result()) for name, mean in model.means.items()}
    assert results["cycle_loss"] == pytest.approx(cycle, rel=1e-5)
    assert results["adversarial_loss"] == pytest.approx(adversarial, rel=1e-5)


def test_perfect_inverses_have_no_cycle_loss():
    model = CycleGAN(
        constant_shift(0.25), constant_shift(-0.25), linear_critic(1.0), linear_critic(1.0)
    )
    x = tf.constant(np.random.default_rng(0).uniform(size=(4, 28, 28, 1)).astype("float32"))
    model.play(x, x)
    assert float(model.means["cycle_loss"].result()) == pytest.approx(0, abs=1e-6)


def test_return_noise_is_added_before_the_way_back():
    """Pulang dari derau saja berjarak E|N(0, s)| = s akar(2 / pi) dari asalnya, di kedua arah."""
    model = CycleGAN(
        constant_shift(0.25),
        constant_shift(-0.25),
        linear_critic(1.0),
        linear_critic(1.0),
        return_noise=0.2,
        seed=1,
    )
    x = tf.fill((20, 28, 28, 1), 0.5)
    model.play(x, x)
    expected = 2 * 0.2 * np.sqrt(2 / np.pi)
    assert float(model.means["cycle_loss"].result()) == pytest.approx(expected, rel=0.02)
    judged = 0.75 - 1, 0.25 - 1
    adversarial = float(model.means["adversarial_loss"].result())
    assert adversarial == pytest.approx(sum(each**2 for each in judged), rel=1e-4)


def test_unpaired_rows_may_be_shuffled(domains):
    """Menukar urutan satu domain tidak mengubah loss: tidak ada pasangan."""
    x, y = map(tf.constant, domains)
    first = [float(each) for each in make_model().play(x, y)]
    second = [float(each) for each in make_model().play(x, y[::-1])]
    assert first == pytest.approx(second, rel=1e-5)


def test_cycle_weight_zero_leaves_only_the_adversary(domains):
    model = make_model(cycle_weight=0.0)
    _, _, g_loss = play(model, *domains)
    assert float(g_loss) == pytest.approx(float(model.means["adversarial_loss"].result()))


def test_cycle_loss_reaches_both_generators(domains):
    model = make_model()
    with tf.GradientTape(persistent=True) as tape:
        parts = model.round_trip(*domains, model.forward, model.backward, model.y_critic)
    for network in (model.forward, model.backward):
        gradients = tape.gradient(parts[2], network.trainable_variables)
        assert all(np.abs(each).max() > 0 for each in gradients)
    silent = tape.gradient(parts[1], model.backward.trainable_variables)
    assert all(each is None for each in silent)


def test_the_average_translates_both_ways(domains):
    model = make_model(ema_decay=0.5)
    expected = model.generator.get_weights()
    for step in range(1, 4):
        model.train_step(tuple(map(tf.constant, domains)))
        decay = min(0.5, (1 + step) / (10 + step))
        now = model.generator.get_weights()
        expected = [decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)]
    for mine, theirs in zip(model.average_generator.get_weights(), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)
    to_y, to_x = model(domains[0])
    for name, made in (("forward", to_y), ("backward", to_x)):
        network = model.average_generator.get_layer(name)
        np.testing.assert_array_equal(made, network(domains[0]))
    assert not np.allclose(to_y, to_x)


def test_all_networks_are_told_that_they_train(domains):
    probes = [ModeProbe() for _ in range(4)]
    networks = [
        keras.Sequential([keras.Input((28, 28, 1)), probe, keras.layers.Conv2D(1, size)])
        for probe, size in zip(probes, (1, 1, 4, 4), strict=True)
    ]
    with keras.saving.custom_object_scope({"ModeProbe": ModeProbe}):
        model = CycleGAN(*networks)
    model.compile(keras.optimizers.SGD(1e-3), keras.optimizers.SGD(1e-3))
    for probe in probes:
        probe.modes.clear()
    model.train_step(tuple(map(tf.constant, domains)))
    assert [probe.modes for probe in probes] == [[True] * 2] * 4


def test_equal_seeds_equal_losses_other_seeds_other_losses(domains):
    def losses(seed):
        model = build_cyclegan(4, 1, critic_width=4, return_noise=0.1, steps=9, seed=seed)
        batch = tuple(map(tf.constant, domains))
        return [{k: float(v) for k, v in model.train_step(batch).items()} for _ in range(2)]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_the_four_networks_start_differently():
    model = build_cyclegan(4, 1, critic_width=4, steps=9, seed=3)
    for pair in ((model.forward, model.backward), (model.y_critic, model.x_critic)):
        kernels = [network.get_weights()[0] for network in pair]
        assert np.abs(kernels[0] - kernels[1]).max() > 0


def test_squared_losses_by_hand():
    real, fake = np.array([[1.0, 0.0]]), np.array([[0.5, 2.0]])
    assert float(cyclegan.squared_discriminator_loss(real, fake)) == pytest.approx(0.5 + 4.25 / 2)
    assert float(cyclegan.squared_generator_loss(fake)) == pytest.approx(1.25 / 2)


def test_shoe_recipe_uses_the_two_kinds_of_shoes():
    recipe = recipes.find("cyclegan-shoes", "kilat")
    data = recipe.load()
    sneakers, boots = recipe.arrays(data)
    np.testing.assert_array_equal(sneakers, data.x_train[data.y_train == 7])
    np.testing.assert_array_equal(boots, data.x_train[data.y_train == 9])
    assert recipe.steps() == recipe.epochs * recipe.epoch_steps(len(sneakers))
    model = training.build_model(recipe)
    model.train_step(recipe.prepare(sneakers[:8], boots[:8]))
    network = next(iter(recipe.networks(model).values()))
    made = recipe.render(network, recipe.probe(3))
    forward = network.get_layer("forward")(recipe.probe(3))
    np.testing.assert_array_equal(made, np.rint(255 * np.clip(forward, 0, 1)))


def test_unpaired_outlines_come_from_the_same_images_in_another_order():
    from generatif.outlines import draw_outlines

    recipe = recipes.find("cyclegan-outlines", "kilat")
    data = recipe.load()
    outlines, garments = recipe.arrays(data)
    redrawn = draw_outlines(garments)
    assert not (redrawn == outlines).all(axis=(1, 2, 3)).any()
    half = len(outlines) // 2
    np.testing.assert_array_equal(np.roll(redrawn, half, axis=0), outlines)


def test_bad_arguments(domains):
    with pytest.raises(ValueError, match="bentuk citra"):
        CycleGAN(
            build_unet(4, 1),
            build_unet(4, 1),
            build_patch_discriminator(4, 2),
            build_patch_discriminator(4, 1),
        )
    for name in ("cycle_weight", "return_noise"):
        with pytest.raises(ValueError, match=f"{name} = -1"):
            make_model(**{name: -1})
    with pytest.raises(ValueError, match="ema_decay = 1.0"):
        make_model(ema_decay=1.0)
    with pytest.raises(ValueError, match="ukuran dan jumlah kanal"):
        make_model().train_step((tf.constant(domains[0][:, :20]), tf.constant(domains[1])))
    model = make_model()
    with pytest.raises(ValueError, match="d_optimizer"):
        model.compile(model.g_optimizer, model.g_optimizer)

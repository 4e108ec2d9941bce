"""Ragam GAN tiga menit: hanya yang disebut yang berbeda."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif import recipes
from generatif.models import mini
from generatif.models.diff_augment import DiffAugment
from generatif.models.mini_variants import (
    CHANGES,
    build_mini_variant,
    build_wgan_gp_mini,
    build_wgan_mini,
)
from generatif.training import train

SIZES = {"latent_dim": 8, "width": 4, "steps": 10, "seed": 5}


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(-1, 1, (16, 28, 28, 1)).astype("float32")


def assert_equal_weights(first, second):
    for mine, theirs in zip(first, second, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_unchanged_variant_is_the_three_minute_gan(images):
    """Sama bit demi bit dengan build_mini, juga sesudah dilatih."""
    models = mini.build_mini(**SIZES), build_mini_variant("none", **SIZES)
    for model in models:
        model.fit(images, batch_size=4, shuffle=False, verbose=0)
    assert_equal_weights(*(model.get_weights() for model in models))


@pytest.mark.parametrize("change", CHANGES)
def test_variants_start_from_the_same_weights(change):
    base, model = mini.build_mini(**SIZES), build_mini_variant(change, **SIZES)
    assert_equal_weights(model.generator.get_weights(), base.generator.get_weights())
    np.testing.assert_array_equal(model.sample_latent(3), base.sample_latent(3))
    normal = [each for each in model.discriminator.layers if "normalization" in each.name]
    assert len(normal) == (2 if change == "batchnorm" else 0)
    own = {id(weight) for layer in normal for weight in layer.trainable_weights}
    shared = [w for w in model.discriminator.trainable_weights if id(w) not in own]
    assert_equal_weights(shared, base.discriminator.trainable_weights)


def test_batch_normalization_skips_the_first_and_the_last_layer():
    layers = build_mini_variant("batchnorm", **SIZES).discriminator.layers
    kinds = [type(each).__name__ for each in layers if each.weights]
    norm = "FastBatchNormalization"
    assert kinds == ["Conv2D", "Conv2D", norm, "Dense", norm, "Dense"]


def test_critics_start_from_the_same_weights_and_have_no_batch_normalization():
    base = mini.build_mini(**SIZES)
    for build in (build_wgan_mini, build_wgan_gp_mini):
        model = build(**SIZES)
        assert_equal_weights(model.generator.get_weights(), base.generator.get_weights())
        assert_equal_weights(model.critic.get_weights(), base.discriminator.get_weights())
        assert not any("norm" in type(each).__name__.lower() for each in model.critic.layers)


def probed(change, images):
    """Latih satu langkah; kembalikan (asli, palsu) sesudah dan sebelum perubahan."""
    model = build_mini_variant(change, **SIZES)
    seen = []
    original = DiffAugment.call

    def call(self, inputs, training=False):
        made = original(self, inputs, training=training)
        seen.append((np.asarray(inputs), np.asarray(made), training))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DiffAugment, "call", call)
        model.train_step(tf.constant(images))
    return seen


def test_augmentation_sees_real_and_fake_in_training(images):
    (real, changed_real, mode), (fake, changed_fake, fake_mode) = probed("augment", images)
    np.testing.assert_array_equal(real, images)
    assert (mode, fake_mode) == (True, True)
    assert not np.array_equal(real, changed_real)
    assert not np.array_equal(fake, changed_fake)


def test_the_leaky_variant_changes_the_real_images_only(images):
    ((real, changed, mode),) = probed("augment-real", images)
    np.testing.assert_array_equal(real, images)
    assert not np.array_equal(real, changed)
    assert mode is True


def test_judging_outside_training_changes_no_image(images):
    model = build_mini_variant("augment", **SIZES)
    np.testing.assert_array_equal(model.discriminator(images), model.discriminator(images))


def test_schedules_start_at_the_given_rates_and_end_at_zero():
    for build in (build_wgan_mini, build_wgan_gp_mini):
        model = build(**SIZES, critic_steps=3, generator_rate=0.02, critic_rate=0.01)
        for optimizer, steps, rate in (
            (model.g_optimizer, 10, 0.02),
            (model.c_optimizer, 30, 0.01),
        ):
            schedule = optimizer._learning_rate
            assert float(schedule(0)) == pytest.approx(rate)
            assert float(schedule(steps - 1)) > 0
            assert float(schedule(steps)) == pytest.approx(0, abs=1e-12)


def test_optimizers_are_those_of_the_papers():
    wgan, penalized = build_wgan_mini(**SIZES), build_wgan_gp_mini(**SIZES)
    for optimizer in (wgan.g_optimizer, wgan.c_optimizer):
        assert isinstance(optimizer, keras.optimizers.RMSprop)
        assert float(optimizer.learning_rate) == pytest.approx(5e-5)
    for optimizer in (penalized.g_optimizer, penalized.c_optimizer):
        assert isinstance(optimizer, keras.optimizers.Adam)
        assert (optimizer.beta_1, optimizer.beta_2) == (0.0, 0.9)
        assert float(optimizer.learning_rate) == pytest.approx(1e-4)
    assert (wgan.critic_steps, wgan.clip) == (5, 0.01)
    assert (penalized.critic_steps, penalized.penalty_weight) == (5, 10.0)


@pytest.mark.parametrize(
    ("name", "own"), [("wgan-mnist", {"clip": 0.07}), ("wgan-gp-mnist", {"penalty_weight": 3.0})]
)
def test_values_of_the_recipe_arrive_in_the_model(name, own):
    changes = {"batch_size": 6, "critic_steps": 2, "generator_rate": 0.02, "critic_rate": 0.03}
    recipe = recipes.customize(recipes.find(name, "kilat"), **changes, **own)
    model = recipe.build()
    assert {key: getattr(model, key) for key in own} == own
    assert model.critic_steps == 2
    assert float(model.g_optimizer.learning_rate) == pytest.approx(0.02)
    assert float(model.c_optimizer.learning_rate) == pytest.approx(0.03)
    assert float(model.g_optimizer._learning_rate(recipe.steps())) == pytest.approx(0, abs=1e-9)
    assert recipe.callbacks() == []


def test_unknown_change_is_refused():
    with pytest.raises(ValueError, match="change = 'spektral'; yang diharapkan: salah satu"):
        build_mini_variant("spektral", **SIZES)


NAMES = ("baseline-mnist", "sngan-mnist", "bngan-mnist", "diffaug-mnist", "leaky-mnist")


@pytest.mark.parametrize("name", [*NAMES, "wgan-mnist", "wgan-gp-mnist"])
def test_short_recipes_train_and_resume(name, tmp_path):
    recipe = recipes.customize(recipes.find(name, "kilat"), steps_per_epoch=3)
    run = train(recipe, tmp_path, progress=False)
    assert [len(values) for values in run.history.values()] == [2] * len(run.history)
    assert all(np.isfinite(values).all() for values in run.history.values())
    network = next(iter(recipe.networks(run.model).values()))
    assert recipe.render(network, recipe.probe(4)).shape == (4, 28, 28, 1)
    optimizer = run.model.g_optimizer
    assert isinstance(optimizer, keras.optimizers.Optimizer)
    assert int(optimizer.iterations) == recipe.steps() == 6
    assert float(optimizer.learning_rate) == pytest.approx(0, abs=1e-9)


def test_steps_per_epoch_never_exceed_the_data():
    recipe = recipes.customize(recipes.find("baseline-mnist", "kilat"), steps_per_epoch=10**6)
    assert recipe.epoch_steps(6000) == 6000 // 32
    with pytest.raises(ValueError, match="steps_per_epoch"):
        recipes.customize(recipe, steps_per_epoch=0)


def test_batches_must_split_evenly_over_critic_steps():
    with pytest.raises(ValueError, match="batch_size = 32; .* kelipatan critic_steps = 5"):
        recipes.customize(recipes.find("wgan-mnist", "kilat"), batch_size=32)


def test_small_training_sets_are_repeated():
    recipe = recipes.customize(recipes.find("baseline-mnist", "kilat"), train_images=100)
    data = recipe.load()
    (images,) = recipe.arrays(data)
    assert images.shape == data.x_train.shape
    np.testing.assert_array_equal(images[:100], data.x_train[:100])
    np.testing.assert_array_equal(images[100:200], data.x_train[:100])
    (whole,) = recipes.customize(recipe, train_images=6000).arrays(data)
    np.testing.assert_array_equal(whole, data.x_train)

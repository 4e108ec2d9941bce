"""Peredam derau: derau seperti scikit-image, diam saat menguji, dan semua bobot belajar."""

import keras
import numpy as np
import pytest
from skimage.util import random_noise

from generatif import denoising_scoring, recipes
from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models.denoising_autoencoder import (
    NOISES,
    Corruption,
    build_decoder,
    build_denoising_autoencoder,
    build_encoder,
    corrupt,
)

PEERS = {
    "gaussian": lambda image, level, rng: random_noise(image, "gaussian", rng, var=level**2),
    "masking": lambda image, level, rng: random_noise(image, "pepper", rng, amount=level),
    "salt_and_pepper": lambda image, level, rng: random_noise(image, "s&p", rng, amount=level),
}


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_fashion_mnist("embedded").x_train[:64])


@pytest.fixture(scope="module")
def steps():
    """Tangga keabuan: lima tingkat, masing-masing 40.000 piksel."""
    return np.repeat(np.linspace(0, 1, 5, dtype="float32"), 40_000).reshape(5, 200, 200, 1)


@pytest.mark.parametrize("level", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("noise", NOISES)
def test_noise_has_the_statistics_of_scikit_image(steps, noise, level):
    ours = np.asarray(corrupt(steps, noise, level, seed=1))
    theirs = PEERS[noise](steps.astype("float64"), level, 2)
    for moment in (np.mean, np.std, lambda x, axis: np.mean(x == 0, axis), _share_of_ones):
        np.testing.assert_allclose(
            moment(ours, axis=(1, 2)), moment(theirs, axis=(1, 2)), atol=0.012
        )


def _share_of_ones(x, axis):
    return np.mean(x == 1, axis)


def test_gaussian_noise_before_clipping_is_normal():
    middle = np.full((1, 300, 300, 1), 0.5, "float32")
    noise = (np.asarray(corrupt(middle, "gaussian", 0.1, seed=1)) - 0.5).ravel() / 0.1
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)
    within = [np.mean(np.abs(noise) < each) for each in (1, 2)]
    np.testing.assert_allclose(within, [0.6827, 0.9545], atol=0.01)


@pytest.mark.parametrize("noise", ["masking", "salt_and_pepper"])
def test_untouched_pixels_stay_exactly_the_same(steps, noise):
    inner = steps[1:4]
    made = np.asarray(corrupt(inner, noise, 0.3, seed=1))
    touched = made != inner
    assert set(np.unique(made[touched])) == ({0.0} if noise == "masking" else {0.0, 1.0})
    assert touched.mean() == pytest.approx(0.3, abs=0.01)


def test_salt_and_pepper_are_equally_likely():
    middle = np.full((1, 300, 300, 1), 0.5, "float32")
    made = np.asarray(corrupt(middle, "salt_and_pepper", 0.4, seed=1))
    assert np.mean(made == 0) == pytest.approx(0.2, abs=0.01)
    assert np.mean(made == 1) == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("noise", NOISES)
def test_range_shape_and_level_zero(images, noise):
    made = np.asarray(corrupt(images, noise, 1.0, seed=1))
    assert made.shape == images.shape
    assert 0 <= made.min() <= made.max() <= 1
    np.testing.assert_array_equal(corrupt(images, noise, 0.0, seed=1), images)


@pytest.mark.parametrize("noise", NOISES)
def test_seed_repeats_and_separates(images, noise):
    first, again, other = (np.asarray(corrupt(images, noise, 0.3, seed=s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_image_gets_its_own_noise():
    same = np.full((2, 28, 28, 1), 0.5, "float32")
    for noise in NOISES:
        first, second = np.asarray(corrupt(same, noise, 0.3, seed=1))
        assert not np.array_equal(first, second)


def test_level_may_differ_per_image():
    same = np.full((3, 100, 100, 1), 0.5, "float32")
    level = np.array([0.0, 0.2, 0.8], "float32").reshape(3, 1, 1, 1)
    made = np.asarray(corrupt(same, "masking", level, seed=1))
    np.testing.assert_allclose((made == 0).mean(axis=(1, 2, 3)), [0, 0.2, 0.8], atol=0.015)


@pytest.mark.parametrize("noise", NOISES)
def test_layer_corrupts_only_while_training(images, noise):
    layer = Corruption(noise, 0.3, 0.3, seed=1)
    np.testing.assert_array_equal(layer(images), images)
    np.testing.assert_array_equal(layer(images, training=False), images)
    first, second = (np.asarray(layer(images, training=True)) for _ in range(2))
    assert np.abs(first - images).mean() > 0.02
    assert not np.array_equal(first, second)


def test_layer_draws_one_level_per_image_over_the_whole_range():
    same = np.full((400, 40, 40, 1), 0.5, "float32")
    made = np.asarray(Corruption("masking", 0.2, 0.8, seed=1)(same, training=True))
    shares = (made == 0).mean(axis=(1, 2, 3))
    assert 0.15 < shares.min() < 0.25
    assert 0.75 < shares.max() < 0.85
    assert shares.mean() == pytest.approx(0.5, abs=0.03)
    assert shares.std() == pytest.approx(0.6 / np.sqrt(12), abs=0.02)


def test_layer_survives_saving(tmp_path, images):
    model = build_denoising_autoencoder(4, 2, noise="masking", low=0.1, high=0.4, seed=1)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    layer = again.get_layer("corruption")
    assert (layer.noise, layer.low, layer.high) == ("masking", 0.1, 0.4)
    np.testing.assert_array_equal(again(images), model(images))


def test_code_is_as_large_as_the_image():
    assert np.prod(build_encoder().output_shape[1:]) == 28 * 28


def test_sizes_counted_by_hand():
    down = (16 * 1 * 32 + 32) + (16 * 32 * 64 + 64) + (9 * 64 * 16 + 16)
    up = (9 * 16 * 64 + 64) + (16 * 64 * 32 + 32) + (16 * 32 * 1 + 1)
    assert build_encoder().count_params() == down
    assert build_decoder().count_params() == up
    assert build_denoising_autoencoder().count_params() == down + up


def test_model_is_decoder_after_encoder_when_testing(images):
    model = build_denoising_autoencoder(4, 2, seed=1)
    code = model.get_layer("encoder")(images)
    np.testing.assert_array_equal(model.get_layer("decoder")(code), model(images))
    made = model(100 * images).numpy()
    assert 0 <= made.min() < made.max() <= 1


def test_training_loss_is_measured_against_the_clean_image(images):
    """Satu langkah berlaju nol: loss-nya galat keluaran citra rusak terhadap citra bersih."""
    model = build_denoising_autoencoder(4, 2, noise="masking", low=1.0, high=1.0, seed=1)
    model.optimizer.learning_rate = 0.0
    loss = model.train_on_batch(images, images)
    from_black = model(np.zeros_like(images)).numpy()
    assert loss == pytest.approx(np.mean((from_black - images) ** 2), rel=1e-4)
    assert loss != pytest.approx(model.evaluate(images, images, verbose=0), rel=1e-3)


def test_every_weight_learns_and_noise_falls(images):
    model = build_denoising_autoencoder(8, 16, seed=1)
    before = model.get_weights()
    noisy = np.asarray(corrupt(images, "gaussian", 0.3, seed=5))
    for _ in range(150):
        model.train_on_batch(images, images)
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(new - old).max() > 0
    made = model.predict(noisy, verbose=0)
    assert np.mean((made - images) ** 2) < 0.6 * np.mean((noisy - images) ** 2)


def test_same_seed_same_weights_and_same_noise(images):
    def losses(seed):
        model = build_denoising_autoencoder(4, 2, seed=seed)
        return [float(model.train_on_batch(images, images)) for _ in range(3)]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_networks_start_from_different_draws():
    model = build_denoising_autoencoder(seed=1)
    kernels = [each.ravel() for each in model.get_weights() if each.ndim == 4]
    for index, one in enumerate(kernels):
        for other in kernels[index + 1 :]:
            size = min(one.size, other.size)
            assert abs(np.corrcoef(one[:size], other[:size])[0, 1]) < 0.2


def test_bad_arguments(images):
    with pytest.raises(ValueError, match="noise = 'hujan'; yang diharapkan: salah satu dari"):
        corrupt(images, "hujan", 0.1)
    with pytest.raises(ValueError, match="noise = 'hujan'"):
        Corruption("hujan")
    for low, high in ((0.5, 0.1), (-0.1, 0.1), (0.0, 1.1)):
        with pytest.raises(ValueError, match="0 <= low <= high <= 1"):
            Corruption("gaussian", low, high)
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        build_encoder(channels=0)
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        build_decoder(width=1.5)


class Half(keras.layers.Layer):
    """Jaringan rekaan: separuh masukannya."""

    def call(self, images):
        return images / 2


@pytest.fixture(scope="module")
def halving():
    return keras.Sequential([keras.Input((28, 28, 1)), Half()])


def test_denoising_scores_equal_numpy(images, halving):
    rows = denoising_scoring.denoising_scores(halving, images, "masking", (0.0, 0.5))
    assert list(rows) == ["masking-0", "masking-50"]
    noisy = denoising_scoring.noisy_copy(images, "masking", 0.5)
    row = rows["masking-50"]
    assert row["noisy_mse"] == pytest.approx(np.mean((noisy - images) ** 2), rel=1e-5)
    assert row["test_mse"] == pytest.approx(np.mean((noisy / 2 - images) ** 2), rel=1e-5)
    assert rows["masking-0"]["noisy_mse"] == 0
    assert rows["masking-0"]["test_mse"] == pytest.approx(np.mean(images**2) / 4, rel=1e-5)


def test_noisy_copy_is_fixed_and_differs_between_settings(images):
    made = [
        denoising_scoring.noisy_copy(images, noise, level)
        for noise, level in (("gaussian", 0.3), ("gaussian", 0.3), ("gaussian", 0.31))
    ]
    np.testing.assert_array_equal(made[0], made[1])
    shared = [(each - images)[images == 0] > 0 for each in made]
    assert np.mean(shared[0] == shared[2]) == pytest.approx(0.5, abs=0.02)


def test_scorer_reports_denoising_of_its_own_noise():
    recipe = recipes.customize(
        recipes.find("denoising-fashion", "kilat"), noise="salt_and_pepper", low=0.2, high=0.2
    )
    network = build_denoising_autoencoder(4, 2, seed=0)
    scorer = recipe.scorer(80)
    scores = scorer.final(network)
    assert scores["count"] == 80
    assert scores["code_dim"] == 98
    assert set(scores["denoising"]) == {
        f"salt_and_pepper-{round(100 * level)}" for level in denoising_scoring.LEVELS
    }
    assert len(scorer.summary(scores)) == 1 + len(denoising_scoring.LEVELS)
    train = scale_to_unit(recipe.load().x_train[:80])
    row = scorer.epoch(network)
    noisy = denoising_scoring.noisy_copy(train, "salt_and_pepper", 0.2)
    assert row["denoised_mse"] == pytest.approx(
        np.mean((network.predict(noisy, verbose=0) - train) ** 2), rel=1e-4
    )
    assert row["train_mse"] == pytest.approx(
        np.mean((network.predict(train, verbose=0) - train) ** 2), rel=1e-4
    )

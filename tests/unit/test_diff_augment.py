"""DiffAugment: geseran dan lubang dihitung ulang dengan NumPy, gradien, dan modenya."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from generatif.models.diff_augment import DiffAugment

SIDE = 28


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(0.1, 1, (400, SIDE, SIDE, 1)).astype("float32")


def shifted(image, down, right):
    padded = np.pad(image[..., 0], SIDE)
    rows, columns = (slice(SIDE + move, 2 * SIDE + move) for move in (down, right))
    return padded[rows, columns]


def find_shift(image, made, largest):
    found = [
        (down, right)
        for down in range(-largest, largest + 1)
        for right in range(-largest, largest + 1)
        if np.array_equal(shifted(image, down, right), made[..., 0])
    ]
    return found


def test_each_image_is_moved_by_its_own_whole_number_of_pixels(images):
    made = DiffAugment(hole=0, seed=1)(images, training=True).numpy()
    found = [find_shift(image, each, 4) for image, each in zip(images, made, strict=True)]
    assert all(len(each) == 1 for each in found)
    moves = np.array([each[0] for each in found])
    assert (moves.min(), moves.max()) == (-3, 3)
    for axis in (0, 1):
        share = np.bincount(moves[:, axis] + 3, minlength=7) / len(moves)
        np.testing.assert_allclose(share, 1 / 7, atol=0.06)
    assert abs(np.corrcoef(moves.T)[0, 1]) < 0.15


def hole_of(made):
    rows, columns = np.nonzero(made[..., 0] == 0)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def test_each_image_loses_its_own_square(images):
    made = DiffAugment(shift=0, seed=1)(images, training=True).numpy()
    centers = []
    for image, each in zip(images, made, strict=True):
        top, bottom, left, right = hole_of(each)
        outside = np.ones((SIDE, SIDE), bool)
        outside[top:bottom, left:right] = False
        assert not each[~outside].any()
        np.testing.assert_array_equal(each[outside], image[outside])
        assert bottom - top == 14 or top == 0 or bottom == SIDE
        assert 7 <= bottom - top <= 14
        assert 7 <= right - left <= 14
        centers.append((bottom - 7 if top == 0 else top + 7, right - 7 if left == 0 else left + 7))
    centers = np.array(centers)
    assert centers.min() <= 1
    assert centers.max() >= SIDE - 1
    assert centers.mean() == pytest.approx(SIDE / 2, abs=1.5)


def test_nothing_happens_outside_training(images):
    layer = DiffAugment(seed=1)
    state = layer.seed_generator.state.numpy()
    for made in (layer(images), layer(images, training=False)):
        np.testing.assert_array_equal(made, images)
    np.testing.assert_array_equal(layer.seed_generator.state.numpy(), state)


def test_gradient_returns_to_the_pixels_that_remain(images):
    layer = DiffAugment(seed=3)
    source = tf.constant(images[:6])
    weights = np.random.default_rng(1).normal(size=source.shape).astype("float32")
    with tf.GradientTape() as tape:
        tape.watch(source)
        made = layer(source, training=True)
        loss = tf.reduce_sum(weights * made)
    slope = tape.gradient(loss, source).numpy()
    # f linear tanpa suku tetap: <gradien, x> = f(x)
    assert np.sum(slope * images[:6]) == pytest.approx(float(loss), rel=1e-4)
    kept = np.count_nonzero(made.numpy(), axis=(1, 2, 3))
    np.testing.assert_array_equal(np.count_nonzero(slope, axis=(1, 2, 3)), kept)


def test_seed_fixes_the_draws(images):
    def draw(seed):
        return DiffAugment(seed=seed)(images[:8], training=True).numpy()

    np.testing.assert_array_equal(draw(1), draw(1))
    assert not np.array_equal(draw(1), draw(2))
    layer = DiffAugment(seed=1)
    first, second = (layer(images[:8], training=True).numpy() for _ in range(2))
    assert not np.array_equal(first, second)


def test_layer_survives_saving(tmp_path, images):
    network = keras.Sequential([keras.Input((SIDE, SIDE, 1)), DiffAugment(0.2, 0.3, seed=7)])
    network.save(tmp_path / "a.keras")
    loaded = keras.models.load_model(tmp_path / "a.keras")
    settings = {key: loaded.layers[0].get_config()[key] for key in ("shift", "hole", "seed")}
    assert settings == {"shift": 0.2, "hole": 0.3, "seed": 7}


@pytest.mark.parametrize("bad", [{"shift": 1.0}, {"shift": -0.1}, {"hole": 1.1}])
def test_values_outside_the_interval_are_refused(bad):
    with pytest.raises(ValueError, match="yang diharapkan: bilangan dalam"):
        DiffAugment(**bad)

"""Penyuntingan: proyeksi menurut aljabar linear, arah atribut, dan topeng objek."""

import keras
import numpy as np
import pytest

from generatif.editing import (
    best_start,
    mean_direction,
    object_mask,
    plane_background,
    project,
    soft_mask,
)

SHAPE = (4, 4, 1)


@pytest.fixture(scope="module")
def linear():
    """Generator linear x = Mz, sehingga proyeksi terbaiknya diketahui."""
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(3, 16)).astype("float32")
    network = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(16, use_bias=False), keras.layers.Reshape(SHAPE)]
    )
    network.set_weights([matrix])
    return network, matrix


@pytest.fixture
def targets():
    return np.random.default_rng(1).normal(size=(5, *SHAPE)).astype("float32")


def test_projection_on_a_linear_generator_is_least_squares(linear, targets):
    network, matrix = linear
    before = network.get_weights()[0]
    latent, errors = project(network, targets, starts=3, steps=400, seed=0)
    flat = targets.reshape(5, 16)
    right, *_ = np.linalg.lstsq(matrix.T, flat.T, rcond=None)
    for start in latent:
        np.testing.assert_allclose(start, right.T, atol=1e-2)
    expected = np.mean((right.T @ matrix - flat) ** 2, axis=1)
    np.testing.assert_allclose(errors, np.tile(expected, (3, 1)), rtol=1e-3)
    np.testing.assert_array_equal(network.get_weights()[0], before)


def test_weighted_projection_ignores_the_hole(linear, targets):
    network, matrix = linear
    weights = (np.random.default_rng(2).uniform(size=targets.shape) > 0.4).astype("float32")
    spoiled = np.where(weights == 0, 9, targets).astype("float32")
    latent, errors = project(network, spoiled, weights, starts=1, steps=400, seed=0)
    for index in range(5):
        seen = weights[index].ravel() == 1
        goal = targets[index].ravel()[seen]
        right, *_ = np.linalg.lstsq(matrix[:, seen].T, goal, rcond=None)
        np.testing.assert_allclose(latent[0, index], right, atol=2e-2)
        expected = np.mean((right @ matrix[:, seen] - goal) ** 2)
        assert errors[0, index] == pytest.approx(expected, rel=1e-2)


def test_seeds_choose_the_starts_and_more_steps_help(linear, targets):
    network, _ = linear
    first, early = project(network, targets, starts=2, steps=1, seed=3)
    again, _ = project(network, targets, starts=2, steps=1, seed=3)
    other, _ = project(network, targets, starts=2, steps=1, seed=4)
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)
    assert not np.allclose(first[0], first[1])
    _, late = project(network, targets, starts=2, steps=50, seed=3)
    assert (late < early).all()


def test_best_start_picks_per_target():
    latent = np.arange(12.0).reshape(2, 3, 2)
    errors = np.array([[1.0, 5.0, 2.0], [3.0, 4.0, 0.0]])
    np.testing.assert_array_equal(best_start(latent, errors), [[0, 1], [8, 9], [10, 11]])


def test_mean_direction_separates_two_groups_and_ignores_the_rest():
    codes = np.array([[0.0, 1], [2, 1], [10, 5], [99, 99]])
    without, having = np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 0], bool)
    np.testing.assert_array_equal(mean_direction(codes, without, having), [9, 4])
    np.testing.assert_array_equal(mean_direction(codes, having, without), [-9, -4])


def test_object_mask_fills_holes_but_not_bays():
    image = np.zeros((1, 7, 7, 1))
    image[0, 1:6, 1:6] = 1
    image[0, 3, 3] = 0
    image[0, 5, 3] = 0
    mask = object_mask(image)[0, ..., 0]
    assert mask[3, 3] == 1
    assert mask[5, 3] == 0
    assert mask[0].sum() == 0
    assert mask.sum() == 24
    assert object_mask(image * 0.05).sum() == 0


def test_plane_background_recovers_a_plane_behind_an_object():
    rows, columns = np.mgrid[-1:1:28j, -1:1:28j]
    planes = np.stack([0.3 + 0.2 * rows - 0.1 * columns, 0.5 - 0.3 * columns])[..., None]
    shown = planes.copy()
    shown[:, 5:28, 8:20] = 0.9
    np.testing.assert_allclose(plane_background(shown), planes, atol=1e-9)


def test_soft_mask_is_a_ramp():
    images = np.array([0.5, 0.54, 0.6, 0.7, 0.38]).reshape(1, 5, 1, 1)
    made = soft_mask(images, 0.5, low=0.05, high=0.15).ravel()
    np.testing.assert_allclose(made, [0, 0, 0.5, 1, 0.7], atol=1e-9)


def test_bad_arguments(linear, targets):
    network, _ = linear
    with pytest.raises(ValueError, match="bentuk sasaran"):
        project(network, targets[:, :3])
    with pytest.raises(ValueError, match="bentuk weights"):
        project(network, targets, np.ones((5, 4, 4)))
    with pytest.raises(ValueError, match="starts = 0"):
        project(network, targets, starts=0)
    with pytest.raises(ValueError, match="banyak contoh tiap kelompok"):
        mean_direction(np.ones((2, 3)), np.zeros(2, bool), np.ones(2, bool))
    with pytest.raises(ValueError, match="low = 0.3; yang diharapkan: bilangan di bawah high"):
        soft_mask(targets, 0, low=0.3, high=0.2)

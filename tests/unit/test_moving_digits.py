"""Klip angka bergerak: pantulan menurut simulasi, letak pecahan menurut SciPy, isi yang tetap."""

import numpy as np
import pytest
from scipy.ndimage import shift

from generatif.moving_digits import (
    ROOM,
    bounce,
    load_moving_digits,
    make_clips,
    placement,
    random_paths,
    shrink,
)


def simulate(position, speed, frames):
    """Bola yang melangkah sedikit demi sedikit dan berbalik di kedua tepi."""
    places, parts = [], 1_000
    for _ in range(frames):
        places.append(position)
        for _ in range(parts):
            position += speed / parts
            if not 0 <= position <= ROOM:
                speed = -speed
                position += 2 * speed / parts
    return places


@pytest.mark.parametrize(("start", "speed"), [(3.0, 2.0), (13.5, 1.7), (0.0, -1.3), (7.0, 0.0)])
def test_bounce_equals_a_simulated_ball(start, speed):
    folded = bounce(start + speed * np.arange(25))
    np.testing.assert_allclose(folded, simulate(start, speed, 25), atol=0.01)


def test_paths_fill_the_room_at_the_promised_speeds():
    paths = random_paths(4_000, seed=3)
    assert paths.shape == (4_000, 10, 2)
    assert paths.min() >= 0
    assert paths.max() <= ROOM
    np.testing.assert_allclose(paths.mean(axis=(0, 1)), ROOM / 2, atol=0.2)
    lengths = np.linalg.norm(np.diff(paths, axis=1), axis=2)
    assert lengths.max() <= 2.0001
    free = lengths.max(axis=1)
    assert (free >= 0.4999).all()
    assert 1.2 < free.mean() < 1.3
    turns = np.linalg.norm(np.diff(paths, n=2, axis=1), axis=2)
    assert 0.75 < (turns < 1e-3).mean() < 0.9


def test_placing_equals_linear_interpolation_by_scipy():
    digits = np.random.default_rng(0).integers(0, 256, (1, 28, 28, 1), np.uint8)
    path = np.array([[[3.25, 9.5], [0.0, 14.0]]])
    clip = make_clips(digits, path)[0, ..., 0]
    padded = np.zeros((28, 28))
    padded[:14, :14] = shrink(digits)[0, ..., 0]
    for frame, place in zip(clip, path[0], strict=True):
        expected = shift(padded, place, order=1, mode="grid-constant")
        np.testing.assert_allclose(frame, expected, atol=0.51)


def test_placement_keeps_the_brightness():
    np.testing.assert_allclose(placement([0, 3.3, 14]).sum(axis=1), 1, atol=1e-6)


def test_shrinking_averages_blocks():
    digits = np.zeros((1, 28, 28, 1), np.uint8)
    digits[0, 2:4, 4:6, 0] = [[0, 100], [40, 60]]
    small = shrink(digits)
    assert small[0, 1, 2, 0] == 50
    assert small.sum() == 50


def test_dataset_is_fixed_and_split():
    data = load_moving_digits("embedded")
    assert data.x_train.shape == (6_000, 10, 28, 28, 1)
    assert data.x_test.shape == (1_000, 10, 28, 28, 1)
    assert data.x_train.dtype == np.uint8
    again = load_moving_digits("embedded")
    np.testing.assert_array_equal(data.x_test, again.x_test)
    first = data.x_train[:1_000, 0] != data.x_test[:, 0]
    assert first.any(axis=(1, 2, 3)).all()


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        random_paths(0, seed=1)
    with pytest.raises(ValueError, match="satu per angka"):
        make_clips(np.zeros((2, 28, 28, 1), np.uint8), random_paths(3, seed=1))
    with pytest.raises(ValueError, match="Sumber data"):
        load_moving_digits("lain")

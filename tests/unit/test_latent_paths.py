"""Sisipan dan kemulusannya pada perjalanan yang jawabannya dapat dihitung."""

import numpy as np
import pytest

from generatif.latent_paths import path_scores, straight_path


def flat(*levels):
    """Dua perjalanan kembar dari citra polos bertingkat keabuan tertentu, `(T, 2, 28, 28, 1)`."""
    return np.stack([np.full((2, 28, 28, 1), level, "uint8") for level in levels])


def judge(images):
    """Pengklasifikasi pura-pura: citra yang terang dikenali, yang gelap tidak."""
    bright = images.reshape(len(images), -1).mean(axis=1) > 150
    peak = np.where(bright, 0.95, 0.5)
    return np.zeros((len(images), 1)), np.stack([peak, 1 - peak], axis=1)


def test_path_is_straight_with_equal_steps():
    start = np.array([[2.0, 0.0, -1.0], [1.0, -3.0, 5.0]])
    end = np.array([[6.0, 8.0, -5.0], [1.0, 1.0, 1.0]])
    path = straight_path(start, end, 5)
    assert path.shape == (5, 2, 3)
    np.testing.assert_array_equal(path[0], start)
    np.testing.assert_array_equal(path[4], end)
    np.testing.assert_allclose(np.diff(path, axis=0), np.broadcast_to((end - start) / 4, (4, 2, 3)))


def test_even_path_has_no_large_step_and_no_detour():
    scores = path_scores(flat(0, 50, 100), {"a": judge}, flat(0)[0])
    assert scores["largest_step"] == pytest.approx(1)
    assert scores["detour"] == pytest.approx(1)


def test_jump_and_detour_are_measured():
    jump = path_scores(flat(0, 0, 0, 0, 100), {"a": judge}, flat(0)[0])
    assert jump["largest_step"] == pytest.approx(4)
    assert jump["detour"] == pytest.approx(1)
    round_trip = path_scores(flat(0, 200, 100), {"a": judge}, flat(0)[0])
    assert round_trip["detour"] == pytest.approx(3)


def test_each_path_is_scored_by_its_own_steps():
    frames = np.concatenate([flat(0, 0, 0, 0, 100), flat(0, 50, 100, 150, 200)], axis=1)
    scores = path_scores(frames, {"a": judge}, flat(0)[0])
    assert scores["largest_step"] == pytest.approx((4 + 1) / 2)
    assert scores["detour"] == pytest.approx(1)


def test_middle_image_is_compared_with_the_nearest_training_image():
    train = np.concatenate([flat(0)[0], flat(151)[0]])
    scores = path_scores(flat(0, 100, 200), {"a": judge}, train)
    assert scores["neighbor_distance"] == pytest.approx(28 * 51 / 255, rel=1e-4)


def test_recognition_of_middle_and_ends():
    frames = np.concatenate([flat(200, 0, 160), flat(0, 200, 200)], axis=1)
    scores = path_scores(frames, {"a": judge}, flat(0)[0])
    assert scores["middle_confident"] == {"a": 0.5}
    assert scores["end_confident"] == {"a": 0.75}


def test_paths_that_end_where_they_start_are_refused():
    with pytest.raises(ValueError, match="kedua ujung"):
        path_scores(flat(0, 100, 0), {"a": judge}, flat(0)[0])


def test_bad_paths():
    with pytest.raises(ValueError, match="bentuk"):
        straight_path(np.zeros((2, 3)), np.zeros((3, 3)), 5)
    with pytest.raises(ValueError, match="steps = 1"):
        straight_path(np.zeros((2, 3)), np.zeros((2, 3)), 1)
    for levels in ((0, 50), (0, 50, 100, 150)):
        with pytest.raises(ValueError, match="ganjil"):
            path_scores(flat(*levels), {"a": judge}, flat(0)[0])

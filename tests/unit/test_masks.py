"""Topeng: luasnya, letaknya, dan pembagiannya kepada citra."""

import numpy as np
import pytest

from generatif.masks import BANK_SIZE, KINDS, TEST_SEED, assign_masks, mask_bank, training_masks


@pytest.mark.parametrize(("kind", "count"), [("square", 1), ("half", 4), ("stroke", 64)])
def test_every_bank_holds_zeros_and_ones(kind, count):
    bank = mask_bank(kind)
    assert bank.shape == (count, 28, 28, 1)
    assert bank.dtype == np.float32
    assert set(np.unique(bank)) == {0, 1}
    assert len(np.unique(bank, axis=0)) == count


def test_square_and_halves_lie_where_they_should():
    rows, columns = np.nonzero(mask_bank("square")[0, ..., 0])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (8, 19, 8, 19)
    assert len(rows) == 144
    halves = mask_bank("half")[..., 0]
    np.testing.assert_array_equal(halves[0] + halves[1], np.ones((28, 28)))
    np.testing.assert_array_equal(halves[2] + halves[3], np.ones((28, 28)))
    np.testing.assert_array_equal(halves[2], halves[0].T)
    assert halves[0, 13, 27] == halves[2, 27, 13] == 1


def test_strokes_are_thin_and_connected():
    from scipy.ndimage import label

    for mask in mask_bank("stroke"):
        assert 0.005 < mask.mean() < 0.3
        assert label(mask[..., 0], np.ones((3, 3)))[1] == 1


def test_test_strokes_are_not_the_training_strokes():
    assert TEST_SEED != 0
    known = {each.tobytes() for each in training_masks()}
    assert not known & {each.tobytes() for each in mask_bank("stroke", TEST_SEED)}


def test_every_kind_is_trained_equally_often():
    masks = training_masks()
    assert masks.shape == (3 * BANK_SIZE, 28, 28, 1)
    parts = masks.reshape(3, BANK_SIZE, -1)
    assert [len(np.unique(part, axis=0)) for part in parts] == [1, 4, 64]
    _, halves = np.unique(parts[1], axis=0, return_counts=True)
    np.testing.assert_array_equal(halves, [16] * 4)


@pytest.mark.parametrize("kind", KINDS)
def test_assigned_masks_take_turns(kind):
    bank = mask_bank(kind, TEST_SEED)
    masks = assign_masks(kind, 70)
    for index in (0, 1, 5, 64, 69):
        np.testing.assert_array_equal(masks[index], bank[index % len(bank)])


def test_bad_arguments():
    with pytest.raises(ValueError, match="kind = 'bundar'; yang diharapkan: salah satu dari"):
        mask_bank("bundar")
    with pytest.raises(ValueError, match="count = 0; yang diharapkan: bilangan bulat positif"):
        assign_masks("half", 0)

"""Garis tepi: gradien menurut scikit-image, penipisan menurut definisinya, masukan yang ditolak."""

import numpy as np
import pytest
from skimage.filters import sobel_h, sobel_v

from generatif.data import load_fashion_mnist
from generatif.outlines import THRESHOLD, draw_outlines


@pytest.fixture(scope="module")
def images():
    return load_fashion_mnist("embedded").x_test[:40]


def outline_by_hand(image, threshold):
    """Definisinya piksel demi piksel; gradien dari scikit-image (bobotnya seperempat kita)."""
    padded = np.pad(image.astype("float64"), 2)
    down, across = 4 * sobel_h(padded), 4 * sobel_v(padded)
    strength = np.rint(across**2 + down**2)
    strength[0] = strength[-1] = strength[:, 0] = strength[:, -1] = 0
    strength[1] = strength[-2] = strength[:, 1] = strength[:, -2] = 0
    drawn = np.zeros(image.shape, bool)
    for i, j in np.ndindex(image.shape):
        row, column = i + 2, j + 2
        here = strength[row, column]
        if round(abs(across[row, column])) >= round(abs(down[row, column])):
            before, after = strength[row, column - 1], strength[row, column + 1]
        else:
            before, after = strength[row - 1, column], strength[row + 1, column]
        drawn[i, j] = here > threshold**2 and here > before and here >= after
    return drawn


@pytest.mark.parametrize("threshold", [THRESHOLD, 100])
def test_outlines_follow_their_definition(images, threshold):
    made = draw_outlines(images, threshold)
    assert made.dtype == np.uint8
    assert made.shape == images.shape
    assert set(np.unique(made)) == {0, 255}
    for mine, image in zip(made, images, strict=True):
        np.testing.assert_array_equal(mine[..., 0] > 0, outline_by_hand(image[..., 0], threshold))


def test_a_square_gets_a_closed_line_one_pixel_wide():
    square = np.zeros((1, 12, 12, 1), "uint8")
    square[:, 3:9, 3:9] = 200
    drawn = draw_outlines(square)[0, ..., 0] > 0
    assert (drawn[5].sum(), drawn[:, 5].sum()) == (2, 2)
    assert not drawn[5, 5]
    np.testing.assert_array_equal(np.flatnonzero(drawn[5]), [2, 8])


def test_brightness_below_the_threshold_draws_nothing():
    faint = np.zeros((1, 8, 8, 1), "uint8")
    faint[:, :, 4:] = THRESHOLD // 4
    inside = draw_outlines(faint)[:, 1:-1, 1:-1]
    assert not inside.any()
    assert draw_outlines(faint + np.uint8(1) * (faint > 0))[:, 1:-1, 1:-1].any()


def test_bad_input(images):
    with pytest.raises(TypeError, match="bertipe float64, seharusnya uint8"):
        draw_outlines(images / 255)
    with pytest.raises(ValueError, match=r"berbentuk \(40, 28, 28\)"):
        draw_outlines(images[..., 0])

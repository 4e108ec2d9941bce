"""Isian tanpa jaringan: menurut scikit-learn, scikit-image, dan perulangan NumPy."""

import numpy as np
import pytest
from skimage.restoration import inpaint_biharmonic
from sklearn.linear_model import Ridge

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.filling import biharmonic_fill, linear_fill, mean_fill, nearest_fill
from generatif.masks import KINDS, assign_masks

COUNT = 12


@pytest.fixture(scope="module")
def data():
    clothes = load_fashion_mnist("embedded")
    return scale_to_unit(clothes.x_train[:900]), scale_to_unit(clothes.x_test[:COUNT])


def fills(images, masks, train):
    return {
        "mean": mean_fill(images, masks, train),
        "nearest": nearest_fill(images, masks, train, chunk=5),
        "linear": linear_fill(images, masks, train),
        "biharmonic": biharmonic_fill(images, masks),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_hole_changes_and_its_content_is_never_read(data, kind):
    train, images = data
    masks = assign_masks(kind, COUNT)
    spoiled = np.where(masks == 1, 0.37, images).astype("float32")
    again = fills(spoiled, masks, train)
    for name, made in fills(images, masks, train).items():
        np.testing.assert_allclose(made[masks == 0], images[masks == 0], atol=1e-6, err_msg=name)
        assert 0 <= made.min() <= made.max() <= 1
        np.testing.assert_allclose(again[name], made, atol=1e-5, err_msg=name)


def test_mean_fill_equals_the_training_mean(data):
    train, images = data
    masks = assign_masks("half", COUNT)
    made = mean_fill(images, masks, train)
    expected = np.broadcast_to(train.mean(axis=0), images.shape)
    np.testing.assert_allclose(made[masks == 1], expected[masks == 1], rtol=1e-5)


@pytest.mark.parametrize("rank", [0, 2])
def test_nearest_fill_equals_a_loop(data, rank):
    train, images = data
    masks = assign_masks("half", COUNT)
    made = nearest_fill(images, masks, train, rank)
    for image, mask, each in zip(images, masks, made, strict=True):
        errors = [np.sum((1 - mask) * (image - other) ** 2) for other in train]
        chosen = train[np.argsort(errors)[rank]]
        np.testing.assert_allclose(each, np.where(mask == 1, chosen, image), atol=1e-6)


def test_a_training_image_finds_itself(data):
    train, _ = data
    masks = assign_masks("square", 20)
    np.testing.assert_allclose(nearest_fill(train[:20], masks, train), train[:20], atol=1e-6)


def test_linear_fill_equals_ridge_regression(data):
    train, images = data
    masks = assign_masks("square", COUNT)
    hole = masks[0].ravel() == 1
    pixels = train.reshape(len(train), -1)
    ridge = Ridge(alpha=0.01 * len(train)).fit(pixels[:, ~hole], pixels[:, hole])
    expected = np.clip(ridge.predict(images.reshape(COUNT, -1)[:, ~hole]), 0, 1)
    made = linear_fill(images, masks, train).reshape(COUNT, -1)[:, hole]
    np.testing.assert_allclose(made, expected, atol=2e-3)


@pytest.mark.parametrize("kind", ["half", "stroke"])
def test_biharmonic_fill_equals_one_image_at_a_time(data, kind):
    _, images = data
    masks = assign_masks(kind, COUNT)
    made = biharmonic_fill(images, masks)
    for image, mask, each in zip(images[:6], masks, made, strict=False):
        alone = inpaint_biharmonic(image[..., 0].astype("float64"), mask[..., 0] == 1)
        np.testing.assert_allclose(each[..., 0], np.clip(alone, 0, 1), atol=1e-5)


def test_soft_masks_are_refused(data):
    train, images = data
    with pytest.raises(ValueError, match="topeng = .*hanya 0 dan 1"):
        linear_fill(images, np.full(images.shape, 0.5), train)

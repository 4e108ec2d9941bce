"""Sedikit citra berlabel, pengubahan klasik, rencana batch, dan pengklasifikasi kecil."""

import keras
import numpy as np
import pytest

from generatif import augmentation as tool


def halves(count, seed=0):
    """Citra yang terang di separuh kiri (kelas 0) atau kanan (kelas 1), ditambah derau."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    images = 0.2 * rng.uniform(size=(count, 28, 28, 1))
    images[labels == 0, :, :14] += 0.5
    images[labels == 1, :, 14:] += 0.5
    return images.astype("float32"), labels


def test_few_images_are_balanced_and_never_repeated():
    labels = np.repeat([0, 1, 2], [5, 30, 9])
    images, few = tool.draw_few(np.arange(44), labels, 5, seed=0)
    assert np.bincount(few).tolist() == [5, 5, 5]
    assert sorted(images[:5]) == [0, 1, 2, 3, 4]
    assert len(set(images)) == 15
    np.testing.assert_array_equal(labels[images], few)
    np.testing.assert_array_equal(images, tool.draw_few(np.arange(44), labels, 5, seed=0)[0])
    assert set(images) != set(tool.draw_few(np.arange(44), labels, 5, seed=1)[0])


def test_a_class_that_is_too_small_is_named():
    with pytest.raises(ValueError, match="Kelas 1 berisi 2 citra, sedangkan yang diminta 3"):
        tool.draw_few(np.arange(5), np.array([0, 0, 0, 1, 1]), 3, seed=0)


def test_rounds_hold_every_index_once():
    order = tool.shuffled_rounds(5, 12, np.random.default_rng(0))
    assert sorted(order[:5]) == sorted(order[5:10]) == [0, 1, 2, 3, 4]
    assert len(order) == 12
    assert (order[:5] != order[5:10]).any()
    assert len(tool.shuffled_rounds(5, 0, np.random.default_rng(0))) == 0


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_every_batch_holds_its_share_of_made_images(share):
    plan = tool.plan_batches(7, 11, steps=40, batch_size=10, share=share, seed=0)
    assert plan.shape == (40, 10)
    assert ((plan >= 7).sum(axis=1) == round(10 * share)).all()
    seen = np.bincount(plan.ravel(), minlength=18)
    for part in (seen[:7], seen[7:]):
        assert part.max() - part.min() <= 1


def test_wrong_shares_are_refused():
    plan = {"steps": 1, "batch_size": 4, "seed": 0}
    with pytest.raises(ValueError, match="share"):
        tool.plan_batches(3, 3, share=1.5, **plan)
    with pytest.raises(ValueError, match="made_count"):
        tool.plan_batches(3, 0, share=0.5, **plan)


def bars(count):
    """Palang tegak yang ujung atasnya lebih terang."""
    images = np.zeros((count, 28, 28, 1), "float32")
    images[:, 6:22, 12:16] = 0.5
    images[:, 6:10, 12:16] = 1.0
    return images


def moments(images):
    """Pusat massa, sudut sumbu utama (derajat dari tegak), dan panjangnya, tiap citra."""
    weight = np.asarray(images)[..., 0].astype(float)
    down, right = np.mgrid[:28, :28] + 0.0
    total = weight.sum(axis=(1, 2))
    center = [(weight * each).sum(axis=(1, 2)) / total for each in (down, right)]
    y, x = (each - part[:, None, None] for each, part in zip((down, right), center, strict=True))
    yy, xx, xy = ((weight * each).sum(axis=(1, 2)) / total for each in (y * y, x * x, x * y))
    return np.stack(center, axis=1), np.degrees(np.arctan2(2 * xy, yy - xx) / 2), np.sqrt(yy + xx)


def change(images, seed=0, training=True):
    for layer in tool.classic_layers(seed):
        images = layer(images, training=training)
    return np.asarray(images)


def test_classic_changes_stay_within_their_bounds():
    images = bars(400)
    center, angle, length = moments(change(images))
    before = moments(images[:1])
    moved = np.abs(center - before[0])
    # Pusat massa palang tidak di tengah citra; putaran dan zum menggesernya paling jauh 0,4.
    assert (moved.max(axis=0) > 1.1).all()
    assert moved.max() < 28 * 0.05 + 0.5
    assert 4 < np.abs(angle).max() < 6
    assert 0.93 < (length / before[2]).min() < 0.97
    assert 1.03 < (length / before[2]).max() < 1.08


def test_classic_changes_are_per_image_seeded_and_only_for_training():
    images = bars(5)
    changed = change(images)
    assert len({each.tobytes() for each in changed}) == 5
    np.testing.assert_array_equal(changed, change(images))
    assert (changed != change(images, seed=1)).any()
    np.testing.assert_array_equal(change(images, training=False), images)


def test_nothing_is_mirrored_and_edges_are_black():
    left = np.zeros((200, 28, 28, 1), "float32")
    left[:, 10:18, 2:8] = 1
    assert (moments(change(left))[0][:, 1] < 11).all()
    white = change(np.ones((50, 28, 28, 1), "float32"))
    assert white[:, [0, -1]].min() == 0
    assert white.min() >= 0


def test_the_first_weights_do_not_depend_on_classic():
    plain, classic = (tool.build_classifier(3, 4, classic=each, seed=5) for each in (False, True))
    for a, b in zip(plain.trainable_weights, classic.trainable_weights, strict=True):
        np.testing.assert_array_equal(a, b)
    other = tool.build_classifier(3, 4, seed=6)
    assert (np.asarray(other.weights[0]) != np.asarray(plain.weights[0])).any()
    assert plain.output_shape == (None, 3)
    images = np.random.default_rng(0).uniform(size=(2, 28, 28, 1)).astype("float32")
    quiet = classic(images, training=False)
    np.testing.assert_allclose(plain(images, training=False), quiet, atol=1e-6)
    np.testing.assert_allclose(classic.predict(images, verbose=0), quiet, atol=1e-6)
    # Lapisan acak Keras mengubah citra bila `training` tidak disebut: pakai `predict`.
    assert np.abs(classic(images) - quiet).max() > 0.01


SMALL = {"classes": 2, "steps": 40, "batch_size": 8, "width": 4, "seed": 1}


def test_the_classifier_learns_and_repeats_itself():
    networks = [tool.train_classifier(halves(20), **SMALL) for _ in range(2)]
    assert tool.accuracy(networks[0], *halves(50, seed=9)) == 1
    assert int(networks[0].optimizer.iterations) == 40
    for a, b in zip(*(each.get_weights() for each in networks), strict=True):
        np.testing.assert_array_equal(a, b)


def test_only_made_images_teach_when_their_share_is_one():
    images, labels = halves(20)
    lies = images, 1 - labels
    test = halves(50, seed=9)
    taught = tool.train_classifier(lies, (images, labels), share=1.0, **SMALL)
    misled = tool.train_classifier((images, labels), lies, share=1.0, **SMALL)
    assert tool.accuracy(taught, *test) == 1
    assert tool.accuracy(misled, *test) == 0


def test_made_images_are_left_out_when_there_are_none():
    plain = tool.train_classifier(halves(20), **SMALL)
    unused = tool.train_classifier(halves(20), None, share=0.9, **SMALL)
    np.testing.assert_array_equal(plain.get_weights()[0], unused.get_weights()[0])


def test_the_classic_change_reaches_training(monkeypatch):
    called = []

    class Spy(keras.layers.Layer):
        def call(self, images, training=False):
            called.append(training)
            return images

    monkeypatch.setattr(tool, "classic_layers", lambda seed: [Spy()])
    tool.train_classifier(halves(8), classic=True, **SMALL)
    assert True in called


def test_labels_outside_the_classes_are_refused():
    images, labels = halves(8)
    with pytest.raises(ValueError, match="dari 0 sampai 1"):
        tool.train_classifier((images, labels + 1), **SMALL)
    with pytest.raises(ValueError, match="dari 0 sampai 1"):
        tool.train_classifier((images, labels), (images, labels + 1), **SMALL)

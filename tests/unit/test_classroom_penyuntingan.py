"""Pemeriksa latihan bab Penyuntingan citra: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused, verdict
from sklearn.neighbors import NearestNeighbors

from generatif.classroom import penyuntingan as check


def blend(fill, images, masks):
    return images + masks * (fill - images)


def blend_in_place(fill, images, masks):
    images += masks * (fill - images)
    return images


def hole_mean(made, images, masks):
    apart = np.abs(made.astype(int) - images.astype(int)) / 255
    return np.average(apart, weights=masks)


def unit(made, images):
    return np.abs(made / 255 - images / 255)


def per_image(made, images, masks):
    return np.mean([hole_mean(*each) for each in zip(made, images, masks, strict=True)])


def seen_neighbor(image, mask, train):
    keep = mask.ravel() == 0
    return np.argmin([np.sum((each.ravel()[keep] - image.ravel()[keep]) ** 2) for each in train])


def any_pixel(weight):
    def find(image, mask, train):
        return (weight(mask) * (train - image) ** 2).sum(axis=(1, 2, 3)).argmin()

    return find


RIGHT = [
    (check.compositing, blend),
    (check.error_in_hole, hole_mean),
    (check.visible_neighbor, seen_neighbor),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


WRONG = [
    (check.compositing, lambda f, x, m: blend(x, f, m), "Terbalik"),
    (check.compositing, lambda f, x, m: m * f + x, "terjumlah"),
    (check.compositing, lambda f, x, m: m * f, "hilang"),
    (check.compositing, lambda f, x, m: np.where(m > 0.5, f, x), "dibulatkan"),
    (check.compositing, lambda f, x, m: blend(f, x, m)[..., 0], "Bentuknya"),
    (check.compositing, lambda f, x, m: 0.9 * blend(f, x, m), "m kali"),
    (check.compositing, blend_in_place, "ikut berubah"),
    (check.error_in_hole, lambda a, b, m: unit(a, b).mean(), "seluruh citra"),
    (check.error_in_hole, lambda a, b, m: (unit(a, b) * m).mean(), "Pembaginya"),
    (check.error_in_hole, lambda a, b, m: hole_mean(a, b, 1 - m), "LUAR"),
    (check.error_in_hole, lambda a, b, m: 255 * hole_mean(a, b, m), "bagi 255"),
    (check.error_in_hole, lambda a, b, m: np.average(unit(a, b) ** 2, weights=m), "kuadrat"),
    (check.error_in_hole, per_image, "per citra"),
    (check.error_in_hole, lambda a, b, m: np.average((a - b) / 255, weights=m), "berputar"),
    (check.error_in_hole, lambda a, b, m: 0.0, "Jumlahkan"),
    (check.visible_neighbor, any_pixel(lambda m: m), "isi lubangnya"),
    (check.visible_neighbor, any_pixel(lambda m: 1), "ikut dibandingkan"),
    (
        check.visible_neighbor,
        lambda x, m, t: ((1 - m) * (t - x) ** 2).sum(axis=(1, 2, 3)).argmax(),
        "terjauh",
    ),
    (check.visible_neighbor, lambda x, m, t: 0, "terlihat saja"),
]


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)


def test_mean_of_neighbors_accepts_the_best_count_and_its_error(capsys, monkeypatch):
    monkeypatch.setattr(check, "_neighbor_errors", lambda: {1: 0.05, 10: 0.03, 20: 0.04})
    passes(capsys, check.mean_of_neighbors, (10, 0.03004))
    passes(capsys, check.mean_of_neighbors, np.array([10, 0.03]))
    refused(capsys, check.mean_of_neighbors, (10, 0.0301), "galatnya belum")
    refused(capsys, check.mean_of_neighbors, (20, 0.04), "lebih kecil")
    refused(capsys, check.mean_of_neighbors, (3, 0.03), "salah satu dari")
    refused(capsys, check.mean_of_neighbors, (10, 0.015), "galatnya belum")
    refused(capsys, check.mean_of_neighbors, 10, "pasangan")
    assert verdict(capsys, check.mean_of_neighbors, ...).endswith("belum dikerjakan.")


def test_neighbor_errors_agree_with_scikit_learn():
    from generatif.data import load_fashion_mnist

    data = load_fashion_mnist("embedded")
    train, test = (each.reshape(len(each), 28, 28) / 255 for each in (data.x_train, data.x_test))
    top = [each[:, :14].reshape(len(each), -1) for each in (train, test)]
    order = NearestNeighbors(n_neighbors=20).fit(top[0]).kneighbors(top[1])[1]
    errors = check._neighbor_errors()
    assert list(errors) == list(check.NEIGHBORS)
    best = min(errors, key=errors.get)
    assert check.NEIGHBORS[0] < best < check.NEIGHBORS[-1]
    for count in (1, 20):
        fill = train[order[:, :count], 14:].mean(axis=1)
        assert np.mean((fill - test[:, 14:]) ** 2) == pytest.approx(errors[count], rel=1e-3)

"""Kumpulan palsu: cacatnya tepat seperti namanya, dan hasil tersimpan masih milik kode ini."""

import dataclasses
import json
import os
import sys

import numpy as np
import pytest
from PIL import Image, ImageOps

import generatif
import measure_fake_sets as tool
from generatif.classifiers import load_classifier, load_classifiers

COUNT = 500
DATASETS = ("mnist", "fashion_mnist")
CLASSIFIERS = ("plain", "residual")


@pytest.fixture(scope="module")
def data():
    return generatif.load_mnist("embedded")


@pytest.fixture(scope="module")
def material(data):
    return tool.split_halves(data, COUNT)


@pytest.fixture(scope="module")
def cropped(data):
    """Bagian tengah citra: PCA dan Gauss menjadi murah."""
    middle = slice(8, 20)
    small = dataclasses.replace(data, x_train=data.x_train[:, middle, middle])
    return tool.split_halves(small, COUNT)


@pytest.fixture(scope="module")
def labels(data):
    """Label setiap citra latih, dicari menurut pikselnya."""
    return {
        image.tobytes(): int(label) for image, label in zip(data.x_train, data.y_train, strict=True)
    }


@pytest.fixture(scope="module")
def stored():
    return json.loads(tool.OUTPUT.read_text(encoding="utf-8"))


def constant_material(value, count=200):
    images = np.full((count, 28, 28, 1), value, "uint8")
    return tool.Material(images, np.zeros(count), images, images, np.zeros(count), count)


def as_set(images):
    return {image.tobytes() for image in images}


def correlation(first, second):
    return np.corrcoef(first.mean(axis=0).ravel(), second.mean(axis=0).ravel())[0, 1]


def stored_rows(stored, data, classifier):
    return {row["key"]: row | row[classifier] for row in stored["data"][data]["rows"]}


@pytest.mark.parametrize("key", tool.FAKE_SETS)
def test_every_set_is_whole_and_repeatable(cropped, key):
    images = tool.make_fake_set(key, cropped)
    assert images.shape == (COUNT, 12, 12, 1)
    assert images.dtype == np.uint8
    np.testing.assert_array_equal(tool.make_fake_set(key, cropped), images)


def test_halves_share_nothing(data, material):
    seen, unseen = as_set(material.seen), as_set(material.unseen)
    assert not seen & unseen
    assert seen | unseen == as_set(data.x_train)
    assert abs(len(material.seen) - len(material.unseen)) <= 1


def test_copies_come_from_the_seen_half(material):
    seen = as_set(material.seen)
    for key, distinct in {"memorized": 500, "memorized_x10": 50, "memorized_x100": 5}.items():
        copies = as_set(tool.make_fake_set(key, material))
        assert len(copies) == distinct
        assert copies <= seen
    assert as_set(tool.make_fake_set("unseen_real", material)) <= as_set(material.unseen)


def test_missing_classes_are_missing(material, labels):
    for key, classes in {"unseen_real": 10, "class_dropped": 9, "five_classes": 5}.items():
        images = tool.make_fake_set(key, material)
        assert {labels[image.tobytes()] for image in images} == set(range(classes))


@pytest.mark.parametrize("stddev", [0.05, 0.2])
def test_noise_has_its_standard_deviation(stddev):
    images = tool.make_fake_set(f"noise_{stddev}", constant_material(128, 500))
    clipped = np.clip(np.random.default_rng(1).normal(128, 255 * stddev, 400_000), 0, 255)
    assert images.mean() == pytest.approx(clipped.mean(), abs=0.5)
    assert images.std() == pytest.approx(clipped.std(), rel=0.01)


def test_shift_and_flip_equal_pillow():
    images = np.random.default_rng(0).integers(1, 256, (20, 28, 28, 1), dtype="uint8")
    material = tool.Material(images, np.zeros(20), images, images, np.zeros(20), 20)
    right = {"data": (1, 0, -1, 0, 1, 0), "method": Image.Transform.AFFINE}
    for name, change in {
        "shifted": lambda image: image.transform(image.size, **right),
        "flipped": ImageOps.mirror,
    }.items():
        expected = [np.array(change(Image.fromarray(image[..., 0]))) for image in images]
        np.testing.assert_array_equal(tool.make_fake_set(name, material)[..., 0], expected)


@pytest.mark.parametrize("stddev", [0.7, 1.5])
def test_blur_spreads_one_dot_by_its_variance(stddev):
    dotted = constant_material(0, 1)
    dotted.unseen[0, 14, 14] = 255
    image = tool.make_fake_set(f"blur_{stddev}", dotted)[0, :, :, 0].astype(float)
    column = image.sum(axis=1) / image.sum()
    variance = column @ (np.arange(28) - 14) ** 2
    assert variance == pytest.approx(stddev**2, rel=0.1)


@pytest.mark.parametrize("components", [2, 30])
def test_pca_reconstruction_equals_the_singular_vectors(data, components):
    images = data.x_train[:300]
    material = tool.Material(images, np.zeros(300), images, images, np.zeros(300), 300)
    pixels = images.reshape(300, -1) / 255
    mean = pixels.mean(axis=0)
    axes = np.linalg.svd(pixels - mean, full_matrices=False)[2][:components]
    expected = 255 * np.clip((pixels - mean) @ axes.T @ axes + mean, 0, 1)
    made = tool.make_fake_set(f"pca_{components}", material).reshape(300, -1)
    np.testing.assert_allclose(made, expected, atol=0.501)


def test_gaussians_keep_the_mean_image_of_their_classes(cropped):
    together = tool.make_fake_set("one_gaussian", cropped)
    apart = tool.make_fake_set("class_gaussians", cropped)
    zeros = cropped.images[cropped.labels == 0]
    for made, real in ((together, cropped.images), (apart, cropped.images), (apart[:50], zeros)):
        assert correlation(made, real) > 0.95
    assert correlation(together[:50], zeros) < 0.9


def test_uniform_noise_uses_every_level(material):
    counts = np.bincount(tool.make_fake_set("uniform_noise", material).ravel(), minlength=256)
    assert counts.min() > 0.8 * counts.mean()


def test_sets_larger_than_their_source_are_refused(data):
    with pytest.raises(ValueError, match=r"Hanya ada \d+ citra untuk kumpulan berisi 3000"):
        tool.make_fake_set("five_classes", tool.split_halves(data, 3000))


def test_frechet_misses_copies_and_recall_sees_the_collapse(data):
    keys = ("unseen_real", "memorized", "memorized_x100")
    classifiers = {"plain": load_classifier("mnist-plain")}
    measured = tool.measure_data(data, classifiers, 400, keys)
    floor, copied, collapsed = (row | row["plain"] for row in measured["rows"])
    assert copied["frechet"] < 1.5 * floor["frechet"]
    assert (floor["neighbor_share"], copied["neighbor_share"]) == (pytest.approx(0, abs=0.05), 1)
    assert collapsed["recall"] < 0.1 < 0.9 < min(floor["recall"], collapsed["precision"])
    assert 9.4 < measured["test_images"]["plain"]["classifier_score"] < 10
    sizes = {row["count"]: row["frechet"] for row in measured["sample_sizes"]["plain"]}
    assert list(sizes) == [250]


def test_sample_size_bias_of_equal_gaussians():
    features = np.random.default_rng(0).standard_normal((2, 3000, 8))
    rows = tool.measure_sample_sizes(*features, sizes=(100, 200, 400, 800))
    frechet = np.array([row["frechet"] for row in rows])
    assert np.all(frechet[1:] < 0.75 * frechet[:-1])
    assert rows[-1]["kid_sd"] < 0.02
    for row in rows:
        assert abs(row["kid"]) < 4 * row["kid_sd"]


def test_sample_sizes_compare_train_with_reference():
    features = np.random.default_rng(0).standard_normal((2, 1000, 8))
    (row,) = tool.measure_sample_sizes(features[0] + 2, features[1], sizes=(500,))
    assert row["frechet"] == pytest.approx(8 * 2**2, rel=0.05)
    assert row["kid"] > 10 * row["kid_sd"]


def test_large_samples_are_nearer_than_small_ones():
    features = np.random.default_rng(0).standard_normal((5000, 8))
    large = tool.measure_large_samples(features[:1000], features[1000:])
    assert (large["train_count"], large["test_count"]) == (4000, 1000)
    assert 0 < large["half_train_to_half_train"] < large["all_train_to_test"]


def test_result_file(tmp_path, monkeypatch):
    path = tmp_path / "hasil.json"
    command = ["tool", "--himpunan", "mnist", "--sumber", "embedded", "--banyak", "300"]
    monkeypatch.setattr(sys, "argv", [*command, "--hasil", str(path)])
    monkeypatch.setattr(tool, "load_classifiers", lambda name: {})
    monkeypatch.setattr(
        tool, "measure_data", lambda data, classifiers, count: {"rows": [{"x": 1 / 3, "n": count}]}
    )
    tool.main()
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["data"] == {"mnist": {"rows": [{"x": 0.333333, "n": 300}]}}
    assert written.keys() > {"date", "seed", "count", "versions", "machine", "cpu_minutes"}


@pytest.mark.parametrize("name", DATASETS)
def test_stored_results_belong_to_the_shipped_classifiers(stored, name):
    measured = stored["data"][name]
    hashes = {key: each.manifest["sha256"] for key, each in load_classifiers(name).items()}
    assert {key: each["sha256"] for key, each in measured["classifiers"].items()} == hashes
    assert [row["key"] for row in measured["rows"]] == list(tool.FAKE_SETS)
    assert (stored["seed"], stored["count"]) == (tool.SEED, 10_000)
    assert {row[key]["count"] for row in measured["rows"] for key in CLASSIFIERS} == {10_000}


@pytest.mark.parametrize("classifier", CLASSIFIERS)
@pytest.mark.parametrize("name", DATASETS)
def test_stored_lessons(stored, name, classifier):
    rows = stored_rows(stored, name, classifier)
    floor, copied = rows["unseen_real"], rows["memorized"]
    assert copied["frechet"] < 1.5 * floor["frechet"]
    assert abs(copied["recall"] - floor["recall"]) < 0.02
    assert floor["neighbor_share"] < 0.03
    assert copied["neighbor_share"] == 1
    assert rows["memorized_x100"]["recall"] < 0.05 < 0.8 < rows["memorized_x100"]["precision"]
    assert rows["class_dropped"]["histogram_kl"] == pytest.approx(np.log(10 / 9), abs=0.03)
    assert rows["five_classes"]["histogram_kl"] == pytest.approx(np.log(2), abs=0.1)
    for mild, strong in (
        ("noise_0.05", "noise_0.2"),
        ("blur_0.7", "blur_1.5"),
        ("pca_30", "pca_2"),
    ):
        assert floor["frechet"] < rows[mild]["frechet"] < rows[strong]["frechet"]
        assert floor["kid"] < min(rows[mild]["kid"], rows[strong]["kid"])


@pytest.mark.parametrize("classifier", CLASSIFIERS)
@pytest.mark.parametrize("name", DATASETS)
def test_stored_sample_sizes(stored, name, classifier):
    sizes = stored["data"][name]["sample_sizes"][classifier]
    assert [row["count"] for row in sizes] == list(tool.SIZES)
    frechet = [row["frechet"] for row in sizes]
    assert frechet == sorted(frechet, reverse=True)


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("GENERATIF_DATA"), reason="GENERATIF_DATA tidak diisi: tanpa data lengkap"
)
def test_stored_rows_are_measured_again(stored):
    keys = ("unseen_real", "blur_0.7")
    full = generatif.load_mnist("full")
    fresh = tool.measure_data(full, load_classifiers("mnist"), stored["count"], keys)
    for classifier in CLASSIFIERS:
        old = stored_rows(stored, "mnist", classifier)
        for row in fresh["rows"]:
            assert row[classifier] == pytest.approx(old[row["key"]][classifier], rel=1e-3, abs=1e-3)

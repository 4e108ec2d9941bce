"""Pengklasifikasi beku: ketelitian, fitur, perbedaan susunan, dan penolakan bobot yang berubah."""

import importlib.resources
import os
from dataclasses import asdict

import numpy as np
import pytest

import generatif
import train_classifier
from generatif import classifiers
from generatif.metrics import frechet_distance

ARCHITECTURES = ("plain", "residual")
NAMES = [f"{data}-{each}" for data in ("mnist", "fashion-mnist") for each in ARCHITECTURES]
LOADERS = {"mnist": generatif.load_mnist, "fashion_mnist": generatif.load_fashion_mnist}
REQUIRED_ACCURACY = {"mnist": 0.992, "fashion_mnist": 0.92}
WEIGHTS = importlib.resources.files("generatif") / "classifier_weights"


@pytest.fixture(scope="module")
def embedded():
    return {data: load("embedded") for data, load in LOADERS.items()}


@pytest.fixture(params=NAMES)
def classifier(request):
    return classifiers.load_classifier(request.param)


def accuracy(classifier, data):
    _, probabilities = classifier(data.x_test)
    return np.mean(probabilities.argmax(axis=1) == data.y_test)


def test_embedded_accuracy_is_close_to_the_manifest(classifier, embedded):
    data = embedded[classifier.manifest["data"]]
    claimed = classifier.manifest["test_accuracy"]
    standard_error = np.sqrt(claimed * (1 - claimed) / len(data.x_test))
    assert accuracy(classifier, data) == pytest.approx(claimed, abs=4 * standard_error)


@pytest.mark.skipif(
    not os.environ.get("GENERATIF_DATA"), reason="GENERATIF_DATA tidak diisi: tanpa data lengkap"
)
def test_full_accuracy_equals_the_manifest(classifier):
    data = LOADERS[classifier.manifest["data"]]("full")
    assert len(data.x_test) == 10_000
    # Satu citra di perbatasan dua kelas boleh berpindah di mesin lain.
    assert accuracy(classifier, data) == pytest.approx(
        classifier.manifest["test_accuracy"], abs=1.01e-4
    )


def test_manifest_meets_the_requirement(classifier):
    manifest = classifier.manifest
    required = REQUIRED_ACCURACY[manifest["data"]]
    assert manifest["test_accuracy"] >= required
    assert manifest["validation_accuracy"] >= required
    assert manifest["cpu_minutes"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_manifest_records_the_recipe_of_the_tool(name):
    manifest = classifiers.load_classifier(name).manifest
    recorded = {**manifest, **manifest["recipe"]}
    recipe = asdict(train_classifier.RECIPES[name])
    assert {key: recorded[key] for key in recipe} == recipe


def test_confidence_is_calibrated(classifier, embedded):
    data = embedded[classifier.manifest["data"]]
    _, probabilities = classifier(data.x_test)
    error = abs(probabilities.max(axis=1).mean() - accuracy(classifier, data))
    assert error < 0.05


@pytest.mark.parametrize("name", NAMES)
def test_weights_file_is_small(name):
    assert len((WEIGHTS / f"{name}.npz").read_bytes()) < 1_000_000


@pytest.mark.parametrize("data", LOADERS)
def test_two_independent_classifiers_per_dataset(data):
    pair = classifiers.load_classifiers(data)
    assert tuple(pair) == ARCHITECTURES
    manifests = [each.manifest for each in pair.values()]
    assert [each["data"] for each in manifests] == [data, data]
    assert [each["architecture"] for each in manifests] == list(ARCHITECTURES)
    assert manifests[0]["recipe"]["seed"] != manifests[1]["recipe"]["seed"]
    assert manifests[0]["parameters"] != manifests[1]["parameters"]


def test_features_and_probabilities(classifier, embedded):
    images = embedded[classifier.manifest["data"]].x_test[:200]
    features, probabilities = classifier(images)
    assert features.shape == (200, classifiers.FEATURES)
    assert features.min() == 0
    assert probabilities.shape == (200, classifiers.CLASSES)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_features_determine_the_probabilities(classifier, embedded):
    features, probabilities = classifier(embedded[classifier.manifest["data"]].x_test[:500])
    inputs = np.column_stack([features, np.ones(500)])
    margins = np.log(probabilities[:, 1:]) - np.log(probabilities[:, :1])
    fitted = inputs @ np.linalg.lstsq(inputs, margins, rcond=None)[0]
    np.testing.assert_allclose(fitted, margins, atol=0.01)


@pytest.mark.parametrize("data", LOADERS)
def test_plain_features_see_a_shift_of_one_pixel(data, embedded):
    classifier = classifiers.load_classifiers(data)["plain"]
    images = embedded[data].x_train
    reference = classifier(images[::2])[0]
    floor = frechet_distance(classifier(images[1::2])[0], reference)
    shifted = frechet_distance(classifier(np.roll(images[1::2], 1, axis=2))[0], reference)
    assert shifted > 2 * floor


@pytest.mark.parametrize("build", classifiers.BUILDERS.values())
def test_seed_decides_the_initial_weights(build):
    first, same, other = (build(seed).get_weights()[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


def test_scaled_images_are_refused(classifier, embedded):
    with pytest.raises(TypeError, match="uint8"):
        classifier(embedded[classifier.manifest["data"]].x_test[:2] / 255)


def test_unknown_name():
    with pytest.raises(ValueError, match=r"'mnist-plan' tidak dikenal\. Mungkin.*'mnist-plain'"):
        classifiers.load_classifier("mnist-plan")
    with pytest.raises(ValueError, match="Yang tersedia: .*fashion-mnist-residual"):
        classifiers.load_classifier("cifar")


def test_unknown_dataset():
    with pytest.raises(ValueError, match="Mungkin maksud Anda 'fashion_mnist'"):
        classifiers.load_classifiers("fashion-mnist")


def test_loaded_once():
    assert classifiers.load_classifier(NAMES[0]) is classifiers.load_classifier(NAMES[0])


def test_altered_weights_are_refused(tmp_path, monkeypatch):
    folder = tmp_path / "classifier_weights"
    folder.mkdir()
    name = NAMES[0]
    (folder / f"{name}.json").write_bytes((WEIGHTS / f"{name}.json").read_bytes())
    content = bytearray((WEIGHTS / f"{name}.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / f"{name}.npz").write_bytes(content)
    monkeypatch.setattr(classifiers, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="berubah atau terpotong"):
        classifiers.load_classifier.__wrapped__(name)

"""Pengklasifikasi beku: ketelitian, fitur, dan penolakan bobot yang berubah."""

import importlib.resources
import json

import numpy as np
import pytest

import generatif
from generatif import classifiers


@pytest.fixture(scope="module")
def test_images():
    data = generatif.load_mnist("embedded")
    return data.x_test, data.y_test


def test_accuracy_matches_the_manifest(test_images):
    classifier = classifiers.load_classifier("mnist")
    _, probabilities = classifier(test_images[0])
    accuracy = np.mean(probabilities.argmax(axis=1) == test_images[1])
    assert accuracy == pytest.approx(classifier.manifest["test_accuracy"], abs=0.01)


def test_features_and_probabilities(test_images):
    features, probabilities = classifiers.load_classifier("mnist")(test_images[0][:50])
    assert features.shape == (50, classifiers.FEATURES)
    assert features.min() >= 0
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_scaled_images_are_refused(test_images):
    with pytest.raises(TypeError, match="uint8"):
        classifiers.load_classifier("mnist")(test_images[0][:2] / 255)


def test_unknown_name():
    with pytest.raises(ValueError, match="yang tersedia: mnist"):
        classifiers.load_classifier("mnis")


def test_altered_weights_are_refused(tmp_path, monkeypatch):
    source = importlib.resources.files("generatif") / "classifier_weights"
    folder = tmp_path / "classifier_weights"
    folder.mkdir()
    for name in ("mnist.npz", "mnist.json"):
        (folder / name).write_bytes((source / name).read_bytes())
    manifest = json.loads((folder / "mnist.json").read_text())
    (folder / "mnist.json").write_text(json.dumps({**manifest, "sha256": "0" * 64}))
    monkeypatch.setattr(classifiers, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="berubah atau terpotong"):
        classifiers.load_classifier.__wrapped__("mnist")

"""Alat pelatihan: pelatihan yang terputus berlanjut, resep lain ditolak."""

import dataclasses
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

import generatif
from generatif import zoo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("train_dcgan", ROOT / "tools/train_dcgan.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def recipe(tool, monkeypatch):
    data = generatif.load_mnist("embedded")
    small = dataclasses.replace(data, x_train=data.x_train[:256])
    monkeypatch.setattr(generatif, "load_mnist", lambda source: small, raising=False)
    return dataclasses.replace(tool.RECIPES["kilat"], batch_size=64)


def epochs(tool, folder):
    return [int(row["epoch"]) for row in tool.read_history(folder)]


def optimizer_steps(tool, folder):
    checkpoint = tool.tf.train.load_checkpoint(str(folder / "titik"))
    names = [name for name in checkpoint.get_variable_to_shape_map() if "iteration" in name]
    return {int(checkpoint.get_tensor(name)) for name in names}


def test_interrupted_training_resumes(tool, recipe, tmp_path, monkeypatch):
    def power_cut(self, epoch, logs=None):
        if epoch == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tool.callbacks.ImageGrid, "on_epoch_begin", power_cut)
        with pytest.raises(KeyboardInterrupt):
            tool.train(recipe, tmp_path)
    assert epochs(tool, tmp_path) == [1]
    first = tool.read_history(tmp_path)[0]
    tool.train(recipe, tmp_path)
    assert epochs(tool, tmp_path) == [1, 2]
    assert tool.read_history(tmp_path)[0] == first
    assert float(tool.read_history(tmp_path)[1]["noise_stddev"]) == 0
    assert optimizer_steps(tool, tmp_path) == {8}


def test_finished_training_is_left_alone(tool, recipe, tmp_path):
    tool.train(recipe, tmp_path)
    before = (tmp_path / "0002.weights.h5").read_bytes()
    tool.train(recipe, tmp_path)
    assert (tmp_path / "0002.weights.h5").read_bytes() == before


def test_folder_of_another_recipe_is_refused(tool, recipe, tmp_path):
    tool.claim_folder(recipe, tmp_path)
    with pytest.raises(SystemExit, match="yang berbeda: width, seed"):
        tool.claim_folder(dataclasses.replace(recipe, width=3, seed=1), tmp_path)


def test_stored_run_matches_its_recipe(tool):
    run = zoo.load("dcgan-mnist")
    assert run.manifest["recipe"] == dataclasses.asdict(tool.RECIPES["penuh"])
    assert len(run.history["epoch"]) == run.manifest["recipe"]["epochs"]
    assert run.manifest["minutes"] == pytest.approx(run.history["seconds"].sum() / 60, abs=0.06)
    assert not run.manifest["commit"].endswith("-dirty")


def test_stored_pictures_come_from_the_stored_weights(tool):
    run = zoo.load("dcgan-mnist")
    last = max(run.progress)
    assert last == run.manifest["recipe"]["epochs"]
    images = tool.to_images(run.generator, tool.fixed_latent(tool.RECIPES["penuh"]))
    mosaic = generatif.pictures.grid_array(images).astype(int)
    assert np.abs(mosaic - run.progress[last]).max() <= 1


def test_stored_metrics_are_measurable_again(tool):
    """Seribu sampel cukup untuk menangkap bobot yang tertukar atau angka yang diketik."""
    run = zoo.load("dcgan-mnist")
    latent = np.random.default_rng(0).standard_normal((1000, 100)).astype("float32")
    images = tool.to_images(run.generator, latent)
    _, probabilities = tool.load_classifier("mnist")(images)
    stored = run.manifest["metrics"]["samples"]
    share = generatif.metrics.confident_share(probabilities)
    assert share == pytest.approx(stored["confident_share"], abs=0.05)


@pytest.mark.slow
def test_all_stored_metrics_can_be_recomputed(tool):
    data = generatif.load_mnist("full")
    run = zoo.load("dcgan-mnist")
    classifier = tool.load_classifier("mnist")
    images = tool.draw_samples(run.generator, 100)
    again = tool.final_metrics(data, classifier, images)
    stored = json.loads(json.dumps(run.manifest["metrics"]))
    assert set(again) == set(stored)
    for key, value in stored.items():
        if isinstance(value, dict) and "frechet" in value:
            assert again[key] == pytest.approx(value, rel=0.02, abs=0.005)
    for key, value in stored["neighbor_distance"].items():
        assert again["neighbor_distance"][key] == pytest.approx(value, rel=0.02)

"""Gudang hasil: bolak-balik, dan penolakan berkas yang berubah."""

import json

import numpy as np
import pytest

from generatif import zoo
from generatif.models.dcgan import build_discriminator, build_generator
from generatif.pictures import grid_array


@pytest.fixture
def stored(tmp_path):
    generator, discriminator = build_generator(8, 2, seed=1), build_discriminator(2, seed=1)
    frames = {1: np.zeros((4, 28, 28, 1), "uint8"), 12: np.full((4, 28, 28, 1), 7, "uint8")}
    manifest = {"recipe": {"latent_dim": 8, "width": 2}, "seed": 1}
    history = {"epoch": [1, 2], "d_loss": [1.5, 1.25]}
    zoo.save("uji-kecil", generator, discriminator, history, frames, manifest, store=tmp_path)
    return tmp_path, generator, discriminator, frames


def test_round_trip(stored):
    store, generator, discriminator, frames = stored
    run = zoo.load("uji-kecil", store)
    latent = np.random.default_rng(0).standard_normal((16, 8))
    difference = np.abs(run.generator(latent) - generator(latent)).max()
    assert 127.5 * difference < 0.5
    images = np.random.default_rng(0).uniform(-1, 1, (4, 28, 28, 1))
    np.testing.assert_allclose(run.discriminator(images), discriminator(images), atol=2e-3)
    np.testing.assert_array_equal(run.history["d_loss"], [1.5, 1.25])
    assert list(run.progress) == [1, 12]
    np.testing.assert_array_equal(run.progress[12], grid_array(frames[12]))
    assert run.manifest["seed"] == 1


def test_float16_error_is_measured(stored):
    store, generator, *_ = stored
    assert 0 < zoo.float16_image_error(generator) < 0.5
    manifest = zoo.load("uji-kecil", store).manifest
    assert manifest["float16_image_error"] == round(zoo.float16_image_error(generator), 3)


def test_coarse_weights_are_refused(stored, tmp_path, monkeypatch):
    _, generator, discriminator, frames = stored
    monkeypatch.setattr(zoo, "MAX_IMAGE_ERROR", 0.0)
    with pytest.raises(ValueError, match="tingkat keabuan"):
        zoo.save("uji-dua", generator, discriminator, {"epoch": [1]}, frames, {}, tmp_path)
    assert not (tmp_path / "uji-dua").exists()


@pytest.mark.parametrize("name", ["generator.npz", "history.csv", "epoch-0012.png"])
@pytest.mark.parametrize("damage", [lambda c: c[:-5], lambda c: c[:50] + b"\x00" + c[51:]])
def test_damaged_files_are_refused(stored, name, damage):
    store = stored[0]
    path = store / "uji-kecil" / name
    path.write_bytes(damage(path.read_bytes().ljust(60, b" ")))
    run = zoo.load("uji-kecil", store)
    with pytest.raises(ValueError, match=f"Berkas {name} .* berubah atau terpotong"):
        _ = (run.generator, run.history, run.progress)


@pytest.mark.parametrize("name", ["../lain", "a/b", "", "Besar", "uji kecil", None])
def test_unsafe_names_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match="tidak sah"):
        zoo.load(name, tmp_path)


def test_manifest_cannot_point_outside(stored):
    path = stored[0] / "uji-kecil" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"]["../../rahasia.npz"] = "0" * 64
    path.write_text(json.dumps(manifest))
    with pytest.raises(ValueError, match="bukan nama berkas sederhana"):
        zoo.load("uji-kecil", stored[0])


def test_unknown_run_lists_what_there_is(stored):
    with pytest.raises(FileNotFoundError, match="Yang tersedia: uji-kecil"):
        zoo.load("dcgan-bulan", stored[0])


def test_weights_are_compact_and_not_pickled(stored):
    with np.load(stored[0] / "uji-kecil" / "generator.npz", allow_pickle=False) as archive:
        kinds = {(archive[key].ndim > 1, str(archive[key].dtype)) for key in archive}
    assert kinds == {(True, "float16"), (False, "float32")}


def test_vectors_are_kept_exactly(stored):
    network = build_discriminator(2, seed=1)
    bias = network.layers[0].bias
    bias.assign([1 / 3, 1e-6])
    np.testing.assert_array_equal(zoo.compact_weights(network)[1], bias)

"""Gudang hasil: bolak-balik, pengambilan jarak jauh, dan penolakan berkas yang berubah."""

import hashlib
import json
import os
import shutil

import numpy as np
import pytest

from generatif import datasets, recipes, zoo
from generatif.models.dcgan import build_discriminator, build_generator
from generatif.pictures import encode_png, grid_array
from generatif.recipes.gan import DCGANRecipe

RECIPE = DCGANRecipe(
    name="dcgan-mnist", profile="kilat", source="embedded", epochs=2, latent_dim=8, width=2
)
MOSAICS = {
    1: grid_array(np.zeros((4, 28, 28, 1), "uint8")),
    12: grid_array(np.full((4, 28, 28, 1), 7, "uint8")),
}


def small_networks():
    return {
        "generator": build_generator(8, 2, seed=1),
        "discriminator": build_discriminator(2, seed=1),
    }


def save(store, name="uji-kecil", networks=None):
    history = {"epoch": [1, 2], "d_loss": [1.5, 1.25]}
    pictures = {epoch: encode_png(mosaic) for epoch, mosaic in MOSAICS.items()}
    networks = networks or small_networks()
    return zoo.save(name, RECIPE, networks, history, pictures, {"seed": 1}, store=store)


@pytest.fixture
def stored(tmp_path):
    networks = small_networks()
    save(tmp_path, networks=networks)
    return tmp_path, networks["generator"], networks["discriminator"]


def test_round_trip(stored):
    store, generator, discriminator = stored
    run = zoo.load("uji-kecil", store)
    latent = np.random.default_rng(0).standard_normal((16, 8))
    difference = np.abs(run.generator(latent) - generator(latent)).max()
    assert 127.5 * difference < 0.5
    images = np.random.default_rng(0).uniform(-1, 1, (4, 28, 28, 1))
    np.testing.assert_allclose(run.discriminator(images), discriminator(images), atol=2e-3)
    np.testing.assert_array_equal(run.history["d_loss"], [1.5, 1.25])
    assert list(run.progress) == [1, 12]
    np.testing.assert_array_equal(run.progress[12], MOSAICS[12])
    assert run.manifest["seed"] == 1
    assert run.recipe == RECIPE
    assert run.main_network is run.generator


def test_float16_error_is_measured(stored):
    store, generator, _ = stored
    error = zoo.float16_image_error(RECIPE, generator)
    assert 0 < error < 0.5
    assert zoo.load("uji-kecil", store).manifest["float16_image_error"] == round(error, 3)


def stored_kernel_types(store):
    with np.load(store / "uji-kecil" / "generator.npz", allow_pickle=False) as archive:
        return {str(archive[key].dtype) for key in archive if archive[key].ndim > 1}


def test_kernels_that_suffer_from_float16_are_kept_in_full(tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "MAX_IMAGE_ERROR", 0.0)
    save(tmp_path)
    run = zoo.load("uji-kecil", tmp_path)
    assert run.manifest["kernel_dtype"] == "float32"
    assert stored_kernel_types(tmp_path) == {"float32"}
    for mine, theirs in zip(
        run.generator.get_weights(), small_networks()["generator"].get_weights(), strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
def test_weights_beyond_float16_are_kept_in_full(tmp_path):
    networks = small_networks()
    networks["generator"].layers[0].kernel.assign(networks["generator"].layers[0].kernel * 1e9)
    save(tmp_path, networks=networks)
    assert stored_kernel_types(tmp_path) == {"float32"}


def test_unknown_network_lists_what_there_is(stored):
    with pytest.raises(ValueError, match="'encoder'; yang ada: generator, discriminator"):
        zoo.load("uji-kecil", stored[0]).network("encoder")


def test_brief_result_says_which_networks_it_lacks(tmp_path):
    save(tmp_path, networks={"generator": small_networks()["generator"]})
    run = zoo.load("uji-kecil", tmp_path)
    assert run.main_network is run.generator
    with pytest.raises(ValueError, match="'discriminator'; yang ada: generator."):
        _ = run.discriminator


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
    with pytest.raises(FileNotFoundError, match="tersedia: uji-kecil"):
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


@pytest.fixture
def installed(stored, tmp_path, monkeypatch):
    """Paket terpasang tanpa repositori: hanya indeks, berkasnya dari tempat lain."""
    store = stored[0]
    manifest = (store / "uji-kecil/manifest.json").read_bytes()
    package = tmp_path / "paket"
    package.mkdir()
    index = {"uji-kecil": hashlib.sha256(manifest).hexdigest()}
    (package / zoo.INDEX).write_text(json.dumps(index))
    fetched = []

    def fetch(path, sha256):
        fetched.append(path)
        assert hashlib.sha256((store / path).read_bytes()).hexdigest() == sha256
        return store / path

    monkeypatch.setattr(zoo, "STORE", tmp_path / "tidak-ada")
    monkeypatch.setattr(zoo, "files", lambda package_name: package)
    monkeypatch.setattr(zoo.remote, "fetch", fetch)
    return fetched


def test_installed_package_fetches_only_what_is_used(installed):
    assert zoo.names() == ["uji-kecil"]
    run = zoo.load("uji-kecil")
    assert installed == ["uji-kecil/manifest.json"]
    _ = run.generator
    assert installed == ["uji-kecil/manifest.json", "uji-kecil/generator.npz"]


def test_installed_package_names_what_it_knows(installed):
    with pytest.raises(FileNotFoundError, match="tersedia: uji-kecil"):
        zoo.load("lain")


def test_index_matches_the_repository():
    index = json.loads((zoo.files("generatif") / zoo.INDEX).read_text())
    assert sorted(index) == zoo.names()
    for name, sha256 in index.items():
        content = (zoo.STORE / name / "manifest.json").read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256


@pytest.mark.parametrize("name", zoo.names())
def test_every_shipped_file_is_named_by_its_manifest(name):
    paths = [path for path in (zoo.STORE / name).iterdir() if path.name != "manifest.json"]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    assert hashes == zoo.load(name).manifest["files"]


def test_saving_to_the_repository_updates_the_index(stored, tmp_path, monkeypatch):
    package = tmp_path / "paket"
    shutil.copytree(stored[0] / "uji-kecil", tmp_path / "gudang" / "lain")
    monkeypatch.setattr(zoo, "STORE", tmp_path / "gudang")
    monkeypatch.setattr(zoo, "files", lambda package_name: package)
    save(None)
    assert sorted(json.loads((package / zoo.INDEX).read_text())) == ["lain", "uji-kecil"]


def test_saving_needs_a_repository(tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "REPOSITORY", tmp_path)
    with pytest.raises(ValueError, match="bukan salinan repositori"):
        save(None)


@pytest.mark.parametrize("name", zoo.names())
def test_every_shipped_network_is_rebuilt_without_any_data(name, monkeypatch):
    def no_data(self):
        raise AssertionError("membangun jaringan tidak boleh memuat data")

    monkeypatch.setattr(recipes.Recipe, "load", no_data)
    assert zoo.load(name).main_network.count_params() > 0


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_stated_training_counts_are_right(name):
    loaders = {"mnist": datasets.load_mnist, "fashion_mnist": datasets.load_fashion_mnist}
    for source in ("embedded", "full") if "GENERATIF_DATA" in os.environ else ("embedded",):
        assert len(loaders[name](source).x_train) == datasets.TRAIN_COUNTS[source]


@pytest.mark.parametrize("name", ["vae-fashion", "conditional-vae-fashion", "autoencoder-fashion"])
def test_every_kind_of_network_survives_storing(name, tmp_path):
    recipe = recipes.find(name, "kilat")
    networks = recipe.networks(recipe.build())
    (network,) = networks.values()
    zoo.save("uji-kecil", recipe, networks, {"epoch": [1]}, {}, {}, store=tmp_path)
    run = zoo.load("uji-kecil", tmp_path)
    inputs = recipe.probe(8)
    exact, stored = (recipe.output(each, inputs) for each in (network, run.main_network))
    assert recipe.gray_levels * np.abs(exact - stored).max() < 0.5
    assert run.manifest["float16_image_error"] is not None

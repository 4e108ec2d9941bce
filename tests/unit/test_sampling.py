"""Gambar dari hasil tersimpan: setiap model berprior dapat disampel, yang lain ditolak."""

import io

import numpy as np
import pytest
from PIL import Image

from generatif import recipes, sampling, zoo
from generatif.pictures import grid_array
from generatif.recipes import (
    cgan,
    characters,
    diffusion,
    gan,
    latent_sample,
    music,
    variational,
    video,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gudang")
    for name in ("vae-fashion", "conditional-vae-fashion", "autoencoder-fashion"):
        recipe = recipes.find(name, "kilat")
        networks = recipe.networks(recipe.build())
        zoo.save(name, recipe, networks, {"epoch": [1]}, {}, {}, store=folder)
    return folder


def pixels(content):
    return np.asarray(Image.open(io.BytesIO(content)))


def test_vae_grid_decodes_the_prior(store):
    run = zoo.load("vae-fashion", store)
    made = run.main_network.decoder(latent_sample(9, 2, seed=3)).numpy()
    expected = grid_array(np.rint(255 * made).astype("uint8"))
    found = pixels(sampling.draw_grid(run, "png", 9, 3))[:: sampling.ZOOM, :: sampling.ZOOM]
    assert np.abs(found.astype(int) - expected).max() <= 1


def test_conditional_vae_grid_repeats_the_ten_labels(store):
    run = zoo.load("conditional-vae-fashion", store)
    latent = latent_sample(20, 2, seed=0)
    made = np.asarray(run.main_network.decode(latent, np.tile(np.arange(10), 2)))
    samples = run.recipe.samples(run.main_network, latent)
    assert np.abs(samples - 255 * made).max() <= 1


@pytest.mark.parametrize("name", ["vae-fashion", "conditional-vae-fashion"])
def test_walk_has_every_frame(store, tmp_path, name):
    sampling.write_samples(zoo.load(name, store), tmp_path / "a.webp", count=4)
    with Image.open(tmp_path / "a.webp") as image:
        assert image.n_frames == sampling.WALK_FRAMES


@pytest.mark.parametrize("file_name", ["a.png", "a.gif"])
def test_network_without_prior_is_refused(store, tmp_path, file_name):
    with pytest.raises(ValueError, match="tidak punya prior .* --isi kemajuan"):
        sampling.write_samples(zoo.load("autoencoder-fashion", store), tmp_path / file_name)
    assert not (tmp_path / file_name).exists()


@pytest.mark.parametrize("recipe", recipes.RECIPES, ids=lambda r: f"{r.name}-{r.profile}")
def test_prior_size_is_stated_by_models_that_sample(recipe):
    sampled = isinstance(
        recipe,
        gan.GANRecipe
        | cgan.ConditionalGANRecipe
        | variational.VAERecipe
        | variational.ConditionalVAERecipe
        | diffusion.DiffusionRecipe
        | music.MusicRecipe
        | characters.CharacterRecipe
        | video.VideoRecipe,
    )
    assert (recipe.prior_dim is not None) == sampled

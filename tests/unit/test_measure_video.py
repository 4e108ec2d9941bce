"""Alat ukur video: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import measure_video as tool
from generatif import recipes
from generatif.clip_scoring import ClipScorer
from generatif.models.mocogan_variants import GENERATORS
from generatif.runtime import split_seed


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(tmp_path, monkeypatch, capsys):
    recipe = recipes.customize(
        recipes.find("mocogan-mnist", "kilat"), width=2, batch_size=1_000, seed=1
    )
    monkeypatch.setattr(
        recipes.video.VideoRecipe, "scorer", lambda self, _=0: ClipScorer(self, 120)
    )
    monkeypatch.setattr(tool, "WALKS", 120)
    result = tmp_path / "hasil.json"
    tool.measure("menggeser", recipe, tmp_path, result)
    report = json.loads(result.read_text())
    row = report["runs"]["menggeser-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["path_frechet"]) == len(row["curve"]["d_loss"]) == 1
    assert set(report["baselines"]) == {"real", "train", "frozen", "shuffled", "mixed", "walk"}
    assert {"kept_plain", "frechet_residual", "same_content_plain", "same_motion"} <= set(
        report["summary"]["menggeser"]
    )
    for name in ("same_motion", "other_motion"):
        assert report["summary"]["menggeser"][name]["mean"] == row["separation"][name]
    for name in ("same_content", "other_content"):
        summary = report["summary"]["menggeser"][f"{name}_plain"]
        assert summary["mean"] == row["separation"][name]["plain"]
    assert report["baselines"]["walk"]["judges"]["plain"]["kept"] < 0.8
    capsys.readouterr()
    tool.measure("menggeser", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    tool.measure("menggeser", recipes.customize(recipe, content_dim=4), tmp_path / "lain", result)
    assert json.loads(result.read_text())["runs"]["menggeser-1"]["recipe"]["content_dim"] == 4


def test_every_variant_is_measured_with_every_seed(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(tool, "measure", lambda name, recipe, *_: asked.append((name, recipe)))
    result = CliRunner().invoke(tool.main, ["--folder", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    assert len(asked) == len(tool.VARIANTS) * len(tool.SEEDS)
    for name, (design, frame_judge) in DESIGNS.items():
        rows = [recipe for label, recipe in asked if label == name]
        assert {each.seed for each in rows} == set(tool.SEEDS)
        assert {(each.design, each.frame_judge) for each in rows} == {(design, frame_judge)}


def test_recipe_shows_first_frames_of_the_average_generator():
    recipe = recipes.customize(recipes.find(tool.RECIPE, "kilat"), epochs=3, seed=5)
    model = recipe.build()
    network = recipe.networks(model)["generator"]
    assert network is model.average_generator
    inputs = recipe.probe(4)
    np.testing.assert_array_equal(inputs[0], recipe.latent(4, 5)[0])
    np.testing.assert_array_equal(
        recipe.render(network, inputs), recipe.play(network, inputs)[:, 0]
    )
    np.testing.assert_allclose(recipe.prepare(np.array([0, 255], np.uint8)), [-1, 1])
    assert recipe.steps() == 3 * (6_000 // recipe.batch_size)
    model.g_optimizer.iterations.assign(recipe.steps())
    assert float(model.g_optimizer.learning_rate) == pytest.approx(0, abs=1e-9)
    assert {"models.mini", "models.mocogan", "models.mocogan_variants", "moving_digits"} <= set(
        recipe.modules
    )


DESIGNS = {
    "menggeser": ("shift", True),
    "makalah": ("frame", True),
    "sekaligus": ("whole", True),
    "menggeser tanpa penilai bingkai": ("shift", False),
}


@pytest.mark.parametrize("name", tool.VARIANTS)
def test_every_variant_builds(name):
    recipe = recipes.customize(recipes.find(tool.RECIPE, "kilat"), **tool.VARIANTS[name], seed=9)
    model = recipe.build()
    design, _ = DESIGNS[name]
    expected = GENERATORS[design](32, 4, 8, seed=split_seed(9, 4)[0]).get_weights()
    for made, each in zip(model.generator.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(made, each)
    assert (model.frame_discriminator is None) is ("tanpa" in name)
    assert len(tool.SEEDS) >= 3

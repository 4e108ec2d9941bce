"""Alat ukur video: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_video as tool
from generatif import recipes
from generatif.clip_scoring import ClipScorer


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
    capsys.readouterr()
    tool.measure("menggeser", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    tool.measure("menggeser", recipes.customize(recipe, content_dim=4), tmp_path / "lain", result)
    assert json.loads(result.read_text())["runs"]["menggeser-1"]["recipe"]["content_dim"] == 4


@pytest.mark.parametrize("name", tool.VARIANTS)
def test_every_variant_builds(name):
    recipe = recipes.customize(recipes.find(tool.RECIPE, "kilat"), **tool.VARIANTS[name])
    model = recipe.build()
    assert (model.frame_discriminator is None) is ("tanpa" in name)
    assert len(tool.SEEDS) >= 3

"""Alat ukur karakter: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_characters as tool
from generatif import recipes
from generatif.character_scoring import CharacterScorer


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(tmp_path, monkeypatch, capsys):
    recipe = recipes.customize(recipes.find("characters", "kilat"), epochs=1, width=2, seed=1)
    monkeypatch.setattr(
        recipes.characters.CharacterRecipe, "scorer", lambda self, _=0: CharacterScorer(self, 120)
    )
    result = tmp_path / "hasil.json"
    tool.measure("proyeksi", recipe, tmp_path, result)
    report = json.loads(result.read_text())
    row = report["runs"]["proyeksi-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["all_pooled"]) == len(row["curve"]["d_loss"]) == 1
    assert set(report["baselines"]) == {"real", "copied", "edited"}
    assert {"seen_all_pooled", "held_out_all_strided", "frechet_pooled"} <= set(
        report["summary"]["proyeksi"]
    )
    capsys.readouterr()
    tool.measure("proyeksi", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    tool.measure("proyeksi", recipes.customize(recipe, latent_dim=4), tmp_path / "lain", result)
    assert json.loads(result.read_text())["runs"]["proyeksi-1"]["recipe"]["latent_dim"] == 4


@pytest.mark.parametrize("name", tool.VARIANTS)
def test_every_variant_fits_the_recipe(name):
    recipe = recipes.customize(recipes.find(tool.RECIPE, "laptop"), **tool.VARIANTS[name])
    assert recipe.projected is (name == "proyeksi")
    assert len(tool.SEEDS) >= 3

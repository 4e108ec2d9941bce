"""Alat ukur karakter: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_characters as tool
from generatif import provenance, recipes
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


def test_a_run_is_measured_again_when_its_code_changes(tmp_path, monkeypatch, capsys):
    recipe, result = recipes.find("characters", "kilat"), tmp_path / "hasil.json"
    code = {"code": {"layers": "lama"}}
    row = {"minutes": 1, "inner_distance": 0.1, "judges": {}}
    monkeypatch.setattr(provenance, "describe", lambda _: code)
    monkeypatch.setattr(tool, "trained_row", lambda *_: row)
    monkeypatch.setattr(CharacterScorer, "baselines", lambda _: {"real": {}})
    printed = []
    for version in ("lama", "lama", "baru"):
        code["code"] = {"layers": version}
        tool.measure("proyeksi", recipe, tmp_path, result)
        printed.append(bool(capsys.readouterr().out))
    assert printed == [True, False, True]


def test_flattening_keeps_parts_and_judges_apart():
    row = {"inner_distance": 0.5, "minutes": 2, "judges": {}}
    for number, judge in enumerate(("pooled", "strided")):
        parts = {"seen": {"all": number + 0.1}, "held_out": {"all": number + 0.2}}
        row["judges"][judge] = {
            **parts,
            "frechet": number + 3,
            "recall": number + 4,
            "coverage": number + 5,
        }
    assert tool.flatten(row) == {
        "inner_distance": 0.5,
        "minutes": 2,
        "seen_all_pooled": 0.1,
        "held_out_all_pooled": 0.2,
        "frechet_pooled": 3,
        "recall_pooled": 4,
        "coverage_pooled": 5,
        "seen_all_strided": 1.1,
        "held_out_all_strided": 1.2,
        "frechet_strided": 4,
        "recall_strided": 5,
        "coverage_strided": 6,
    }


def test_every_variant_runs_with_every_seed(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        tool, "measure", lambda name, recipe, *_: asked.append((recipe.projected, recipe.seed))
    )
    tool.main(["--folder", str(tmp_path)], standalone_mode=False)
    assert asked == [(projected, seed) for projected in (True, False) for seed in tool.SEEDS]


@pytest.mark.parametrize("name", tool.VARIANTS)
def test_every_variant_fits_the_recipe(name):
    recipe = recipes.customize(recipes.find(tool.RECIPE, "laptop"), **tool.VARIANTS[name])
    assert recipe.projected is (name == "proyeksi")
    assert len(tool.SEEDS) >= 3

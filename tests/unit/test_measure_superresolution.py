"""Alat ukur superresolusi: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_superresolution as tool
from generatif import recipes
from measured_report import summarize_runs


@pytest.fixture
def recipe():
    return recipes.customize(recipes.find("super-gan-x2", "kilat"), epochs=1, width=2, seed=1)


@pytest.fixture
def small(monkeypatch):
    """Nilai 60 citra saja."""
    monkeypatch.setattr(tool, "CURVE_COUNT", 60)
    scorer = recipes.superresolution.SuperResolutionRecipe.scorer
    monkeypatch.setattr(
        recipes.superresolution.SuperResolutionRecipe, "scorer", lambda self, _=60: scorer(self, 60)
    )


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(recipe, small, tmp_path, capsys):
    result = tmp_path / "hasil.json"
    tool.measure("gan x2", recipe, tmp_path, result)
    report = json.loads(result.read_text())
    row = report["runs"]["gan-x2-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["train_psnr"]) == len(row["curve"]["d_loss"]) == 1
    assert {"psnr", "ssim", "consistency", "judges", "minutes"} <= row.keys()
    assert set(report["baselines"]) == {"x2"}
    assert report["baselines"]["x2"]["bicubic"]["psnr"] > 15
    capsys.readouterr()
    tool.measure("gan x2", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    changed = recipes.customize(recipe, feature_weight=0.5)
    tool.measure("gan x2", changed, tmp_path / "lain", result)
    assert json.loads(result.read_text())["runs"]["gan-x2-1"]["recipe"]["feature_weight"] == 0.5


def test_summary_over_seeds():
    def row(psnr, lost):
        return dict.fromkeys(tool.MEASURES, psnr) | {"judges": {"plain": {"lost": lost}}}

    runs = {"gan-x2-2026": row(20.0, 3), "gan-x2-1": row(23.0, 9)}
    summary = summarize_runs(runs, tool.flatten)
    assert summary["gan-x2"]["psnr"] == {"mean": 21.5, "low": 20.0, "high": 23.0}
    assert summary["gan-x2"]["lost_plain"] == {"mean": 6.0, "low": 3, "high": 9}


def test_every_variant_names_an_existing_recipe():
    for name, changes, seeds in tool.VARIANTS.values():
        recipe = recipes.customize(recipes.find(name, "laptop"), **changes)
        assert recipe.data == "fashion_mnist"
        assert len(seeds) >= 3

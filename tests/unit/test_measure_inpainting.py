"""Alat ukur penambalan: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_inpainting as tool
from generatif import recipes
from generatif.inpainting_scoring import InpaintingScorer
from generatif.masks import KINDS


@pytest.fixture
def recipe():
    return recipes.customize(recipes.find("inpaint-gan", "kilat"), epochs=1, width=2, seed=1)


@pytest.fixture
def small(monkeypatch):
    """Latih tiga langkah, nilai 60 citra saja, dan lewati hitungan garis dasar."""
    monkeypatch.setattr(tool, "CURVE_COUNT", 60)
    kind = recipes.inpainting.InpaintingRecipe
    scorer = kind.scorer
    monkeypatch.setattr(kind, "scorer", lambda self, _=60: scorer(self, 60))
    monkeypatch.setattr(kind, "epoch_steps", lambda self, count: 3)
    monkeypatch.setattr(InpaintingScorer, "baselines", lambda self: {"half": self.count})


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(recipe, small, tmp_path, capsys):
    result = tmp_path / "hasil.json"
    tool.measure("gan", recipe, tmp_path, result)
    report = json.loads(result.read_text())
    row = report["runs"]["gan-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["train_error_half"]) == len(row["curve"]["d_loss"]) == 1
    assert set(row["kinds"]) == set(KINDS)
    assert report["baselines"] == {"half": 60}
    capsys.readouterr()
    tool.measure("gan", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    changed = recipes.customize(recipe, adversarial_weight=0.5)
    tool.measure("gan", changed, tmp_path / "lain", result)
    again = json.loads(result.read_text())
    assert again["runs"]["gan-1"]["recipe"]["adversarial_weight"] == 0.5
    assert again["baselines"] == report["baselines"]


def test_summary_over_seeds():
    def row(error, lost):
        scores = {"hole_error": error, "judges": {"plain": {"lost": lost}}}
        return {"kinds": {"half": scores}}

    summary = tool.summarize({"gan-2026": row(0.25, 3), "gan-1": row(0.75, 9)})
    assert summary["gan"]["half"]["hole_error"] == {"mean": 0.5, "low": 0.25, "high": 0.75}
    assert summary["gan"]["half"]["lost_plain"] == {"mean": 6.0, "low": 3, "high": 9}


def test_the_variants_differ_in_the_adversarial_weight_only():
    found = {}
    for name, (recipe, changes, seeds) in tool.VARIANTS.items():
        found[name] = recipes.customize(recipes.find(recipe, "laptop"), **changes).to_dict()
        assert len(seeds) >= 3
    mse, gan = found["mse"], found["gan"]
    assert {key for key in mse if mse[key] != gan[key]} == {"name", "adversarial_weight"}
    assert mse["adversarial_weight"] == 0

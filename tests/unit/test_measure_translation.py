"""Alat ukur translasi: dilewati bila sudah ada, diukur ulang bila resepnya lain."""

import json

import pytest

import measure_translation as tool
from generatif import recipes
from measured_report import summarize_runs


@pytest.fixture
def small(monkeypatch):
    """Nilai 60 citra saja."""
    monkeypatch.setattr(tool, "CURVE_COUNT", 60)
    kind = recipes.translation.TranslationRecipe
    scorer = kind.scorer
    monkeypatch.setattr(kind, "scorer", lambda self, _=60: scorer(self, 60))


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(small, tmp_path, capsys):
    recipe = recipes.customize(recipes.find("cyclegan-shoes", "kilat"), epochs=1, width=2, seed=1)
    result = tmp_path / "hasil.json"
    tool.measure("sepatu, tanpa siklus", recipe, tmp_path, result)
    report = json.loads(result.read_text())
    row = report["runs"]["sepatu-tanpa-siklus-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["cycle_loss"]) == len(row["curve"]["train_accuracy_plain"]) == 1
    assert {"forward", "backward", "minutes", "count"} <= row.keys()
    assert set(report["baselines"]) == {"shoes"}
    summary = report["summary"]["sepatu-tanpa-siklus"]["forward_hidden_return_exact"]
    assert summary["mean"] == row["forward"]["hidden"]["return"]["exact"]
    capsys.readouterr()
    tool.measure("sepatu, tanpa siklus", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    changed = recipes.customize(recipe, cycle_weight=5.0)
    tool.measure("sepatu, tanpa siklus", changed, tmp_path / "lain", result)
    rows = json.loads(result.read_text())["runs"]
    assert rows["sepatu-tanpa-siklus-1"]["recipe"]["cycle_weight"] == 5.0


def test_summary_over_seeds():
    def row(accuracy):
        return {
            "minutes": 1.0,
            "forward": {"judges": {"plain": {"accuracy": accuracy}}},
            "count": 5,
        }

    runs = {"sepatu-2026": row(0.5), "sepatu-1": row(0.75)}
    summary = summarize_runs(runs, tool.flatten)
    values = {"mean": 0.625, "low": 0.5, "high": 0.75}
    assert summary["sepatu"]["forward_judges_plain_accuracy"] == values
    assert "count" not in summary["sepatu"]


def test_every_variant_names_an_existing_recipe():
    kinds = set()
    for name, changes in tool.VARIANTS.values():
        recipe = recipes.customize(recipes.find(name, "laptop"), **changes)
        assert recipe.data == "fashion_mnist"
        assert changes.items() <= recipe.to_dict().items()
        kinds.add(json.dumps(recipe.to_dict()))
    assert len(kinds) == len(tool.VARIANTS)
    assert len(tool.SEEDS) == 3

"""Alat ukur simulasi: himpunan yang benar, tidak diukur dua kali, diukur ulang bila resep lain."""

import json

import numpy as np
import pytest

import measure_simulation as tool
from generatif import recipes
from generatif import simulation_scoring as scoring
from measured_report import summarize_runs


@pytest.fixture
def recipe():
    small = {"epochs": 1, "width": 2, "count": 150, "seed": 1}
    return recipes.customize(recipes.find("simgan-mnist", "kilat"), **small)


@pytest.fixture
def trained(monkeypatch):
    """Catat data latih; nilai 60 citra saja sesudah 2 langkah."""
    seen = []
    train = scoring.train_classifier

    def record(images, labels, *, seed):
        seen.append((images, labels))
        return train(images, labels, seed=seed, steps=2)

    monkeypatch.setattr(scoring, "train_classifier", record)
    monkeypatch.setattr(tool, "CURVE_COUNT", 60)
    kind = recipes.simulation.SimGANRecipe
    scorer = kind.scorer
    monkeypatch.setattr(kind, "scorer", lambda self, _=60: scorer(self, 60))
    return seen


def test_a_run_is_measured_once_and_again_when_its_recipe_changes(
    recipe, trained, tmp_path, capsys
):
    result = tmp_path / "hasil.json"
    tool.measure("halus", recipe, tmp_path, result)
    row = json.loads(result.read_text())["runs"]["halus-1"]
    assert row["recipe"] == recipe.to_dict()
    assert {"simulation_scoring", "font_digits", "models.simgan"} <= row["code"].keys()
    assert len(row["curve"]["kept_plain"]) == len(row["curve"]["self_loss"]) == 1
    assert {"test_accuracy", "change", "judges", "minutes"} <= row.keys()
    capsys.readouterr()
    tool.measure("halus", recipe, tmp_path / "lain", result)
    assert capsys.readouterr().out == ""
    changed = recipes.customize(recipe, self_weight=0.5)
    tool.measure("halus", changed, tmp_path / "lain", result)
    assert json.loads(result.read_text())["runs"]["halus-1"]["recipe"]["self_weight"] == 0.5


def test_a_set_does_not_depend_on_the_refiner(recipe, trained, tmp_path, capsys):
    result = tmp_path / "hasil.json"
    tool.measure("mentah", recipe, tmp_path, result)
    assert json.loads(result.read_text())["runs"]["mentah-1"]["recipe"]["count"] == 150
    capsys.readouterr()
    tool.measure("mentah", recipes.customize(recipe, self_weight=9.0), tmp_path, result)
    assert capsys.readouterr().out == ""
    tool.measure("mentah", recipes.customize(recipe, count=160), tmp_path, result)
    assert json.loads(result.read_text())["runs"]["mentah-1"]["recipe"]["count"] == 160


def test_each_set_holds_what_its_name_says(recipe, trained):
    data, (images, labels) = recipe.load(), recipe.simulate()
    tool.set_row("mentah", recipe)
    np.testing.assert_array_equal(trained[-1][0], images)
    np.testing.assert_array_equal(trained[-1][1], labels)
    row = tool.set_row("asli 100", recipe)
    np.testing.assert_array_equal(trained[-1][0], data.x_train[:100])
    np.testing.assert_array_equal(trained[-1][1], data.y_train[:100])
    assert set(row) == {"test_accuracy"}


def test_pseudo_labels_are_guessed_from_renders_only(recipe, trained):
    data, (images, _) = recipe.load(), recipe.simulate()
    row = tool.set_row("label semu", recipe)
    teacher, student = trained
    np.testing.assert_array_equal(teacher[0], images)
    np.testing.assert_array_equal(student[0], data.x_train[:150])
    assert row["pseudo_right"] == pytest.approx((student[1] == data.y_train[:150]).mean())
    assert row["pseudo_right"] < 1


def test_summary_over_seeds():
    rows = {
        "halus-2026": {"test_accuracy": 0.5, "judges": {"plain": {"lost": 3}}},
        "halus-1": {"test_accuracy": 0.75, "judges": {"plain": {"lost": 9}}},
        "asli-100-1": {"test_accuracy": 0.25},
    }
    summary = summarize_runs(rows, tool.flatten)
    assert summary["halus"]["test_accuracy"] == {"mean": 0.625, "low": 0.5, "high": 0.75}
    assert summary["halus"]["lost_plain"] == {"mean": 6.0, "low": 3, "high": 9}
    assert summary["asli-100"] == {"test_accuracy": {"mean": 0.25, "low": 0.25, "high": 0.25}}


def test_every_refiner_changes_one_thing_and_three_seeds_are_used():
    recipe = recipes.find(tool.RECIPE, "laptop")
    assert len(tool.SEEDS) >= 3
    for changes in tool.REFINERS.values():
        assert len(changes) <= 1
        recipes.customize(recipe, **changes)
    assert len({tool.slug(name, 1) for name in (*tool.SETS, *tool.REFINERS)}) == len(
        (*tool.SETS, *tool.REFINERS)
    )

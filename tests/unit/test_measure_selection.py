"""Optimisme pemilihan: nol bila calonnya tidak berbeda acak, sebesar rumus bila hanya derau."""

import numpy as np
import pytest

import measure_selection as tool


def test_candidates_without_noise_have_no_optimism():
    steady = np.repeat(np.array([3.0, 1.0, 2.0])[:, None, None], 4, axis=1).repeat(2, axis=2)
    measured = tool.selection_optimism(steady)
    assert measured == {"candidates": 3, "chosen": 1.0, "honest": 1.0, "gap": 0.0}


def test_pure_noise_gives_the_expected_minimum():
    """Minimum dua normal baku bernilai harapan -1/akar(pi); paruh lainnya bernilai harapan 0."""
    noise = np.random.default_rng(0).standard_normal((2, 40_000, 2))
    measured = tool.selection_optimism(noise)
    assert measured["chosen"] == pytest.approx(-1 / np.sqrt(np.pi), abs=0.01)
    assert measured["honest"] == pytest.approx(0, abs=0.01)
    assert measured["gap"] == pytest.approx(1 / np.sqrt(np.pi), abs=0.015)


def test_a_constant_difference_between_the_halves_cancels():
    noise = np.random.default_rng(1).standard_normal((5, 300, 2))
    plain = tool.selection_optimism(noise)["gap"]
    assert tool.selection_optimism(noise + [0.0, 7.0])["gap"] == pytest.approx(plain, abs=1e-9)


def test_summary_reads_the_test_distance_at_the_epoch_the_curve_chose():
    run = {
        "curve": [9.0, 3.0, 1.0, 2.0, 4.0, 5.0, 6.0],
        "test": [9.0, 5.0, 4.0, 3.5, 6.0, 7.0, 8.0],
        "halves": [[[value, value]] for value in (9.0, 5.0, 4.0, 3.5, 6.0, 7.5, 8.0)],
    }
    summary = tool.summarize(run)
    assert (summary["epoch_by_curve"], summary["epoch_by_test"]) == (3, 4)
    assert (summary["by_curve"], summary["by_test"], summary["last"]) == (4.0, 3.5, 8.0)
    assert summary["optimism"]["candidates"] == 7
    assert summary["late_optimism"] == {"candidates": 2, "chosen": 7.5, "honest": 7.5, "gap": 0.0}


def test_seeds_of_one_recipe_are_pooled_and_single_runs_are_not():
    def run(name, value):
        halves = {"halves": [[[value, value]], [[value + 1, value + 1]]]}
        return {"recipe": {"name": name, "epochs": 2}, "plain": halves, "residual": halves}

    pooled = tool.pool([run("a", 3.0), run("b", 1.0), run("a", 2.0)])
    assert list(pooled) == ["a-2"]
    assert pooled["a-2"]["plain"]["candidates"] == 4
    assert pooled["a-2"]["residual"]["chosen"] == 2.0


def test_distances_come_from_the_right_images():
    """Sampel sama dengan data uji: jaraknya nol; terhadap citra latih yang digeser 2, dd = 4F."""
    rng = np.random.default_rng(2)
    test = rng.standard_normal((400, 3))
    row = tool.measure_epoch(test, {"curve": test + 2.0, "test": test})
    assert row["test"] == pytest.approx(0, abs=1e-9)
    assert row["curve"] == pytest.approx(12, rel=1e-9)
    assert np.shape(row["halves"]) == (tool.SPLITS, 2)
    assert 0 < np.mean(row["halves"]) < 0.2


def test_every_epoch_of_a_finished_training_is_measured(tmp_path):
    from generatif import recipes, training

    recipe = recipes.find("mini", "kilat")
    training.train(recipe, tmp_path / "kerja", progress=False)
    small = tool.measure_run(tmp_path / "kerja")
    assert small["recipe"] == recipe.to_dict()
    for name in ("plain", "residual"):
        assert np.isfinite(small[name]["test"]).all()
        assert len(small[name]["curve"]) == len(small["g_loss"]) == recipe.epochs

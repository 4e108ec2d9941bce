"""Berkas ukur di dalam paket: dapat dibuka, dan nama yang salah disebutkan."""

import math

import pytest

from generatif import ledger, recipes


def test_unknown_measurement_names_the_available_ones():
    with pytest.raises(FileNotFoundError, match="gans"):
        ledger.measured("tidak-ada")


def test_every_gan_run_carries_its_recipe_scores_and_full_curve():
    report = ledger.measured("gans")
    for key, run in report["runs"].items():
        recipe = recipes.from_dict(run["recipe"])
        assert key.endswith(f"-{recipe.seed}")
        assert {"plain", "residual"} == set(run["scores"]["samples"])
        assert {len(column) for column in run["curve"].values()} == {recipe.epochs}
        assert recipe.data in report["data"]
        for scores in run["scores"]["samples"].values():
            assert scores["count"] == scores["reference_count"] == 10_000
            assert all(math.isfinite(value) for value in scores.values())


def test_a_measured_picture_that_is_missing_is_named():
    with pytest.raises(FileNotFoundError, match="failures/tidak-ada"):
        ledger.measured_picture("failures/tidak-ada")

"""Resep, pengukur, dan alat ukur musik, dari koral sampai gudang."""

import json

import numpy as np
import pytest

import measure_music as tool
from generatif import chorales, music_statistics, recipes, storing, zoo
from generatif.datasets import CONTENT_SHA256
from generatif.music_files import draw_rolls
from measured_report import summarize_runs


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENERATIF_CACHE", str(tmp_path_factory.mktemp("tembolok")))
        yield


@pytest.fixture(scope="module")
def recipe():
    return recipes.customize(
        recipes.find("musegan-koral", "kilat"), epochs=1, width=4, latent_dim=5, seed=1
    )


@pytest.fixture(scope="module")
def scorer(recipe):
    return recipe.scorer()


@pytest.fixture(scope="module")
def measured(recipe, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ukur")
    tool.measure("musegan", recipe, folder, folder / "hasil.json")
    return folder, json.loads((folder / "hasil.json").read_text())


@pytest.mark.parametrize("profile", ["kilat", "laptop"])
def test_steps_are_known_without_loading(profile, monkeypatch):
    monkeypatch.setattr(chorales, "load_chorales", None)
    recipe = recipes.find("musegan-koral", profile)
    windows = {"kilat": 124, "laptop": 1649}[profile] * recipe.passes
    assert recipe.steps() == recipe.epochs * (windows // recipe.batch_size)


def test_epochs_repeat_the_training_windows(recipe):
    data = recipe.load()
    (array,) = recipe.arrays(data)
    assert len(data.x_train) == chorales.TRAIN_COUNTS["part"]
    np.testing.assert_array_equal(array[: len(data.x_train)], data.x_train)
    np.testing.assert_array_equal(array[-len(data.x_train) :], data.x_train)
    assert len(array) == recipe.passes * len(data.x_train)


def test_pictures_show_what_is_played(recipe):
    network = next(iter(recipe.networks(recipe.build()).values()))
    latent = recipe.probe(3)
    played = recipe.play(network, latent)
    np.testing.assert_array_equal(recipe.render(network, latent), draw_rolls(played))
    assert played.shape == (3, 32, 4)


def test_held_out_chorales_are_the_zero_of_every_distance(scorer):
    rows = scorer.baselines(seed=3)
    assert set(rows) == {"independent", "markov", "markov_bar", "train", "test"}
    assert set(rows["test"]["distance"].values()) == {0.0}
    assert min(rows["train"]["distance"].values()) > 0
    assert rows["independent"]["distance"]["verticals"] > rows["markov"]["distance"]["verticals"]
    assert rows["markov_bar"]["distance"]["onsets"] < rows["markov"]["distance"]["onsets"]


def test_training_windows_are_recognised_as_copies(scorer, recipe):
    row = scorer.scores(recipe.load().x_train[:9])
    assert (row["copy_mean"], row["copy_max"]) == (32, 32)


def test_scores_of_a_generator(scorer, recipe):
    network = next(iter(recipe.networks(recipe.build()).values()))
    row = scorer.final(network)
    made = scorer.samples(network)
    assert row["count"] == len(made) == len(recipe.load().x_test)
    assert row["parallels"] == music_statistics.parallels(made)
    assert 1 / 54 < row["certainty"] < 1
    assert set(scorer.epoch(network)) == {f"train_{key}" for key in row["distance"]}
    assert [line[0] for line in scorer.summary(row)][:2] == ["UKURAN", "jarak pitch_classes"]


def test_tool_measures_once_and_again_when_the_recipe_changes(measured, recipe, capsys):
    folder, report = measured
    row = report["runs"]["musegan-1"]
    assert row["recipe"] == recipe.to_dict()
    assert len(row["curve"]["train_onsets"]) == len(row["curve"]["distance"]) == 1
    assert {"musegan", "markov", "markov_bar", "independent", "train", "test"} == set(
        report["summary"]
    )
    tool.measure("musegan", recipe, folder / "lain", folder / "hasil.json")
    assert capsys.readouterr().out == ""


def test_summary_over_seeds():
    values = {1: 0.2, 2: 0.6}
    rows = {f"a-{k}": {"scale": v, "distance": {"onsets": v / 2}} for k, v in values.items()}
    assert summarize_runs(rows, tool.flatten)["a"] == {
        "scale": {"mean": pytest.approx(0.4), "low": 0.2, "high": 0.6},
        "distance_onsets": {"mean": pytest.approx(0.2), "low": 0.1, "high": 0.3},
    }


def test_a_run_can_be_stored_and_opened(measured, recipe, tmp_path):
    folder, report = measured
    storing.store_run(folder / "musegan-1", "uji-musik", store=tmp_path)
    stored = zoo.load("uji-musik", tmp_path)
    assert stored.manifest["data_sha256"] == CONTENT_SHA256["chorales"]["part"]
    found = stored.manifest["metrics"]["distance"]
    assert found == pytest.approx(report["runs"]["musegan-1"]["distance"], rel=1e-3)
    assert stored.main_network.output_shape == (None, 32, 54, 4)
    assert storing.stale_reasons(stored.manifest) == []

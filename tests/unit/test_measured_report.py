"""Kunci dan pembulatan berkas ukur; rerata, sebaran, dan nisbah tabel hasil GAN."""

import json

import numpy as np
import pytest

import gan_tables
import measure_characters
import measure_inpainting
import measure_music
import measure_simulation
import measure_superresolution
import measure_translation
import measured_report
from generatif.ledger import measured
from measured_report import rounded, slug, summarize_runs

TOOLS = {
    "characters": measure_characters,
    "music": measure_music,
    "simulation": measure_simulation,
    "superresolution": measure_superresolution,
    "translation": measure_translation,
}


def run_of(plain, residual, seed=1, name="satu"):
    scores = {"plain": {"frechet": plain}, "residual": {"frechet": residual}}
    recipe = {"data": "mnist", "seed": seed}
    return {"name": name, "recipe": recipe, "scores": {"samples": scores}}


def test_slug_keeps_letters_digits_and_the_seed():
    assert slug("DCGAN sempit, 24 epoch", 7) == "dcgan-sempit-24-epoch-7"


def test_rounding_reaches_every_depth_and_leaves_counts():
    assert rounded({"a": [1.234567, {"b": 9876543.0}], "n": 1234567}) == {
        "a": [1.2346, {"b": 9876500.0}],
        "n": 1234567,
    }
    assert rounded(1.234567, digits=2) == 1.2


def test_spread_is_mean_and_sample_deviation():
    values = [1.0, 3.0, 5.0]
    deviation = np.sqrt(((np.array(values) - 3) ** 2).sum() / 2)
    assert gan_tables.spread(values) == f"3,00 ± {deviation:.2f}".replace(".", ",")
    assert gan_tables.spread([3.0]) == "3,00"


def test_spread_does_not_average_a_failed_seed():
    assert gan_tables.spread([4.0, 400.0, 5.0]) == "4,00 sampai 400"


def test_worst_ratio_takes_the_worst_seed_and_judge():
    baseline = {"plain": {"frechet": 100.0}, "residual": {"frechet": 10.0}}
    runs = [run_of(5.0, 0.1), run_of(2.0, 0.9)]
    assert gan_tables.worst_ratio(runs, {"class_gaussians": baseline}) == pytest.approx(0.09)


def test_groups_hold_one_data_set_and_come_best_first():
    runs = {
        "a-1": run_of(9.0, 9.0, name="a"),
        "b-1": run_of(1.0, 1.0, name="b"),
        "b-2": run_of(2.0, 2.0, seed=2, name="b"),
        "c-1": {**run_of(0.5, 0.5, name="c"), "recipe": {"data": "fashion_mnist"}},
    }
    groups = gan_tables.grouped_runs({"runs": runs}, "mnist")
    ours = [name for name in groups if name in runs or len(name) == 1]
    assert ours == ["b", "a"]
    assert [len(groups[name]) for name in ours] == [2, 1]


def test_runs_are_summarized_by_variant():
    runs = {"a-b-1": {"x": 1.0}, "a-b-2026": {"x": 4.0}, "c-1": {"x": 7.0}}
    summary = summarize_runs(runs, lambda row: {"twice": 2 * row["x"]})
    assert summary["a-b"]["twice"] == {"mean": 5.0, "low": 2.0, "high": 8.0}
    assert summary["c"]["twice"] == measured_report.spread([14.0])


@pytest.mark.parametrize("name", TOOLS)
def test_committed_summary_follows_from_the_committed_runs(name):
    report = measured(name)
    again = rounded(summarize_runs(report["runs"], TOOLS[name].flatten))
    assert len(again) >= 1
    assert again == {variant: report["summary"][variant] for variant in again}


def test_committed_inpainting_summary_follows_from_the_committed_runs():
    report = measured("inpainting")
    assert rounded(measure_inpainting.summarize(report["runs"])) == report["summary"]


def test_a_run_counts_as_measured_only_with_the_same_recipe_and_code():
    origin = measured_report.origin_of("a", {"seed": 1}, ["losses"])
    report = {"runs": {"a-1": {**origin, "x": 3.0}}}
    assert measured_report.is_measured(report, "a-1", origin)
    assert not measured_report.is_measured(report, "a-2", origin)
    assert not measured_report.is_measured(report, "a-1", {**origin, "recipe": {"seed": 2}})
    assert not measured_report.is_measured(report, "a-1", {**origin, "code": {"losses": "0"}})


def test_report_names_its_machine_and_is_rounded(tmp_path):
    result = tmp_path / "hasil.json"
    measured_report.write_report({"runs": {"a-1": {"x": 1.2345678}}}, result)
    report = json.loads(result.read_text())
    assert report["runs"]["a-1"]["x"] == 1.2346
    assert report["machine"]["cores"] >= 1
    assert {"tensorflow", "keras"} <= report["versions"].keys()

"""Alat ukur augmentasi: dilewati bila sudah ada, diukur ulang bila pengaturannya lain."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

import measure_augmentation as tool
from generatif import augmentation_scoring, ledger, provenance

SETTING = {
    "made_per_class": 4,
    "steps": 2,
    "width": 2,
    "generator_options": {"vae": {"steps": 2, "width": 2}, "gan": {"steps": 2, "width": 2}},
    "rows": {"none": (False, None, 0.0), "gan": (True, "gan", 0.5)},
}


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (60, 28, 28, 1)).astype("uint8"), np.arange(60) % 10
    return SimpleNamespace(
        name="mnist", x_train=images, y_train=labels, x_test=images[:40], y_test=labels[:40]
    )


def test_a_case_is_measured_once_and_again_when_its_setting_changes(data, tmp_path, capsys):
    result = tmp_path / "hasil.json"
    tool.measure(data, 3, 2026, SETTING, result)
    row = json.loads(result.read_text())["runs"]["mnist-3-2026"]
    assert row["setting"]["steps"] == 2
    assert set(row["accuracy"]) == {"none", "gan"}
    assert {"copied_share", "accuracy_plain", "accuracy_residual"} == row["made"]["gan"].keys()
    assert np.asarray(Image.open(tmp_path / "hasil" / "mnist-3-gan.png")).shape == (112, 280)
    capsys.readouterr()
    tool.measure(data, 3, 2026, json.loads(json.dumps(SETTING)), result)
    assert capsys.readouterr().out == ""
    tool.measure(data, 3, 2026, {**SETTING, "steps": 3}, result)
    tool.measure(data, 3, 1, {**SETTING, "steps": 3}, result)
    report = json.loads(result.read_text())
    assert report["runs"]["mnist-3-2026"]["setting"]["steps"] == 3
    assert report["summary"]["mnist-3"]["seeds"] == [2026, 1]
    assert report["count"] == 40


def test_summary_pairs_the_seeds():
    def row(seed, plain, gan):
        accuracy = {"none": plain, "classic": 0.5, "gan": gan}
        return {
            "seed": seed,
            "accuracy": accuracy,
            "made": {"gan": {"copied_share": gan}},
        }

    runs = {
        "mnist-10-1": row(1, 0.5, 0.7),
        "mnist-10-2": row(2, 0.6, 0.7),
        "mnist-50-1": row(1, 0.1, 0.2),
    }
    summary = tool.summarize(runs)
    ten = summary["mnist-10"]
    assert ten["accuracy"]["none"] == pytest.approx({"mean": 55, "low": 50, "high": 60})
    expected = augmentation_scoring.paired_difference([70.0, 70.0], [50.0, 60.0])
    assert ten["gains"]["none"]["gan"] == pytest.approx(expected)
    assert set(ten["gains"]["classic"]) == {"none", "gan"}
    assert ten["made"]["gan"]["copied_share"]["high"] == 0.7
    assert summary["mnist-50"]["gains"] == {"none": {}, "classic": {}}


def test_pictures_hold_one_column_per_class(tmp_path):
    images = np.arange(10).repeat(6).astype("uint8")[:, None, None, None] * 20
    tool.save_pictures(
        {"gan": images * np.ones((1, 28, 28, 1), "uint8")}, "mnist-50", tmp_path / "x"
    )
    mosaic = np.asarray(Image.open(tmp_path / "x" / "mnist-50-gan.png"))
    np.testing.assert_array_equal(mosaic[:, ::28], np.tile(np.arange(10) * 20, (112, 1)))


def test_the_measured_setting_has_three_sizes_and_five_seeds():
    assert tool.SIZES == (10, 50, 100)
    assert len(set(tool.SEEDS)) == 5
    assert {"none", "classic", "vae", "gan"} <= augmentation_scoring.ROWS.keys()


def test_stored_cases_are_complete_and_made_by_this_code():
    report = ledger.measured("augmentation")
    code = {module: provenance.code_sha256(module) for module in tool.MODULES}
    for size in tool.SIZES:
        for seed in tool.SEEDS:
            row = report["runs"][f"fashion-mnist-{size}-{seed}"]
            assert row["setting"] == tool.SETTING
            assert row["accuracy"].keys() == augmentation_scoring.ROWS.keys()
        for kind in ("gauss", "vae", "gan"):
            picture = ledger.measured_picture(f"augmentation/fashion-mnist-{size}-{kind}")
            assert picture.shape == (40, 28, 28, 1)
    assert all(row["code"] == code for row in report["runs"].values())
    assert not any(row["commit"].endswith("-dirty") for row in report["runs"].values())
    again = tool.summarize(report["runs"])
    assert again.keys() == report["summary"].keys()
    for group, content in again.items():
        for name, spread in content["accuracy"].items():
            assert report["summary"][group]["accuracy"][name] == pytest.approx(spread, rel=1e-3)
        for name, gain in content["gains"]["none"].items():
            stored = report["summary"][group]["gains"]["none"][name]
            assert stored["mean"] == pytest.approx(gain["mean"], abs=0.01)
            assert stored["distinct"] == gain["distinct"]

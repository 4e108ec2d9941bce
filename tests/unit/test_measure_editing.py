"""Alat ukur penyuntingan: baris pembanding yang nilainya diketahui."""

import numpy as np
import pytest

import measure_editing as tool


@pytest.fixture(scope="module")
def world():
    """Dunia kecil: 12 citra dan data di paket."""
    patch = pytest.MonkeyPatch()
    load = {name: getattr(tool.generatif, name) for name in ("load_fashion_mnist", "load_mnist")}
    for name, function in load.items():
        patch.setattr(tool.generatif, name, lambda _, function=function: function("embedded"))
    patch.setattr(tool, "STARTS", 2)
    yield tool.World(12)
    patch.undo()


def test_background_of_known_masks(world):
    report = tool.measure_background(world, np.random.default_rng(0))
    for rows in report.values():
        assert rows["truth"] == {"iou": 1.0, "inside": 0.0, "outside": 0.0}
    assert report["black"]["plane"]["iou"] > 0.9
    assert report["gradient"]["plane"]["outside"] < 0.01
    assert report["texture"]["plane"]["outside"] > report["gradient"]["plane"]["outside"]


def test_pasted_edits_leave_the_outside_alone(world):
    rows = tool.measure_edit(world, np.random.default_rng(0), 0, 2)
    assert rows["pasted"]["outside"] == 0
    assert rows["rebuilt"]["outside"] > 0
    assert rows["latent"]["target_residual"] > rows["random"]["target_residual"]
    assert 0 < rows["region"] < 0.6


def test_guesses_of_one_fill_have_no_spread(world):
    rows = tool.measure_guesses(world, np.random.default_rng(0), 0)
    for name in ("mean", "vae_best", "gan_best"):
        assert (rows[name]["spread"], rows[name]["several"]) == (0, 0)
        assert rows[name]["classes"] == 1
    assert rows["neighbors"]["spread"] > 0
    assert rows["gan"]["classes"] >= 1


def test_more_starts_never_hurt(world):
    rows = tool.measure_projection(world, np.random.default_rng(0), 0)
    assert set(rows) == {"clothes", "digits", "own"}
    for row in rows.values():
        assert row["gan_best"]["mse"] <= row["gan_one"]["mse"] + 1e-6
    assert rows["digits"]["encoder"]["mse"] > rows["clothes"]["encoder"]["mse"]


def test_brightness_moves_both_ways(world):
    rows = tool.measure_brightness(world, np.random.default_rng(0))
    assert rows["+1"]["ratio"] > 1 > rows["-1"]["ratio"]


def test_spread_and_overlap_by_hand():
    masks = np.ones((1, 2, 2, 1))
    fills = [np.full((1, 2, 2, 1), value, "uint8") for value in (0, 51, 255)]
    assert tool._spread(fills, masks) == pytest.approx((0.2 + 1.0 + 0.8) / 3)
    found = np.array([1, 1, 0, 0], bool).reshape(1, 2, 2, 1)
    truth = np.array([1, 0, 1, 0], bool).reshape(1, 2, 2, 1)
    assert tool._overlap(found, truth) == pytest.approx(1 / 3)


def test_summary_keeps_the_structure():
    rows = [{"a": {"b": 1.0}}, {"a": {"b": 3.0}}]
    assert tool.summarize(rows) == {"a": {"b": {"mean": 2.0, "low": 1.0, "high": 3.0}}}

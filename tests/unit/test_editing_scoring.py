"""Ukuran penyuntingan: baris pembanding yang nilainya diketahui."""

import numpy as np
import pytest

from generatif import editing_scoring as scoring


@pytest.fixture(scope="module")
def material():
    """Bahan kecil: 12 citra, data di paket, dua awal."""
    patch = pytest.MonkeyPatch()
    patch.setattr(scoring, "STARTS", 2)
    yield scoring.Material(12, "embedded")
    patch.undo()


def test_background_of_known_masks(material):
    report = scoring.measure_background(material, np.random.default_rng(0))
    for rows in report.values():
        assert rows["truth"] == {"iou": 1.0, "inside": 0.0, "outside": 0.0}
    assert report["black"]["plane"]["iou"] > 0.9
    assert report["gradient"]["plane"]["outside"] < 0.05
    assert report["texture"]["plane"]["outside"] > report["gradient"]["plane"]["outside"]


def test_pasted_edits_leave_the_outside_alone(material):
    rows = scoring.measure_edit(material, np.random.default_rng(0), 0, 2)
    assert rows["pasted"]["outside"] == 0
    assert rows["rebuilt"]["outside"] > 0
    assert rows["latent"]["target_residual"] > rows["random"]["target_residual"]
    assert 0 < rows["region"] < 0.6


def test_guesses_of_one_fill_have_no_spread(material):
    rows = scoring.measure_guesses(material, np.random.default_rng(0), 0)
    for name in ("mean", "vae_best", "gan_best"):
        assert (rows[name]["spread"], rows[name]["several"]) == (0, 0)
        assert rows[name]["classes"] == 1
    assert rows["neighbors"]["spread"] > 0
    assert rows["gan"]["classes"] >= 1


def test_more_starts_never_hurt(material):
    rows = scoring.measure_projection(material, np.random.default_rng(0), 0)
    assert set(rows) == {"clothes", "digits", "own"}
    for row in rows.values():
        assert row["gan_best"]["mse"] <= row["gan_one"]["mse"] + 1e-6
    assert rows["digits"]["encoder"]["mse"] > rows["clothes"]["encoder"]["mse"]


def test_the_search_never_starts_at_the_answer(material, monkeypatch):
    found = {}

    def watch(network, targets, weights=None, *, starts, seed):
        found[len(found)] = seed
        return np.zeros((starts, len(targets), network.input_shape[-1])), np.ones(
            (starts, len(targets))
        )

    monkeypatch.setattr(scoring.editing, "project", watch)
    for name in ("measure_edit", "measure_brightness", "measure_background"):
        monkeypatch.setattr(scoring, name, lambda *_: {})
    scoring.measure_edits(material, 5)
    assert set(found.values()) & {5} == set()


def test_brightness_moves_both_ways(material):
    rows = scoring.measure_brightness(material, np.random.default_rng(0))
    assert rows["+1"]["ratio"] > 1 > rows["-1"]["ratio"]


def test_spread_and_overlap_by_hand():
    masks = np.ones((1, 2, 2, 1))
    fills = [np.full((1, 2, 2, 1), value, "uint8") for value in (0, 51, 255)]
    assert scoring._spread(fills, masks) == pytest.approx((0.2 + 1.0 + 0.8) / 3)
    found = np.array([1, 1, 0, 0], bool).reshape(1, 2, 2, 1)
    truth = np.array([1, 0, 1, 0], bool).reshape(1, 2, 2, 1)
    assert scoring._overlap(found, truth) == pytest.approx(1 / 3)

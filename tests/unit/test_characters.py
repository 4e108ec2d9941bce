"""Karakter piksel: sifat yang benar-benar tergambar, gabungan yang disisihkan, alat penyusunnya."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from generatif import characters
from generatif.characters import ATTRIBUTES, HELD_OUT, is_held_out, load_characters

TOOLS = Path(__file__).resolve().parents[2] / "tools"
# Satu bidang 16x16 merah dengan topeng: separuh kiri saja, atau separuh kanan saja, yang tampak.
HALVES = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    f'<mask id="m"><path fill="#fff" d="M{start} 0h8v16h-8z"/></mask>'
    '<path fill="#f00" d="M0 0h16v16H0z" mask="url(#m)"/></svg>'
    for start in (0, 8)
]

needs_rsvg = pytest.mark.skipif(not shutil.which("rsvg-convert"), reason="rsvg-convert tidak ada")


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    spec = importlib.util.spec_from_file_location(
        "build_character_data", TOOLS / "build_character_data.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_shapes_and_attributes():
    data = load_characters()
    assert (data.x_train.shape, data.x_test.shape) == ((6000, 16, 16, 3), (1000, 16, 16, 3))
    assert (data.y_train.shape, data.y_test.shape) == ((6000, 5), (1000, 5))
    assert data.x_train.dtype == data.y_train.dtype == np.uint8
    assert len(data.class_names) == len(ATTRIBUTES) == 5
    assert set(np.unique(data.y_train)) == {0, 1}
    assert not data.x_train.flags.writeable


def test_training_lacks_exactly_the_held_out_combinations():
    data = load_characters()
    seen = {tuple(row) for row in data.y_train.tolist()}
    assert set(product((0, 1), repeat=5)) - seen == set(HELD_OUT)
    assert seen == set(characters.SEEN_COMBINATIONS)
    rows, counts = np.unique(data.y_test, axis=0, return_counts=True)
    assert (len(rows), set(counts)) == (32, {31, 32})
    np.testing.assert_array_equal(
        is_held_out(data.y_test), [tuple(row) in HELD_OUT for row in data.y_test.tolist()]
    )
    assert not is_held_out(data.y_train).any()
    assert np.sum(HELD_OUT, axis=0).tolist() == [2] * 5


def test_attributes_are_visible_where_they_belong():
    """Atas data uji, yang gabungannya lengkap, beda terbesar ada di baris badan yang benar."""
    data = load_characters()
    pixels = data.x_test.astype("float64").mean(axis=3)
    rows = {}
    for index, name in enumerate(ATTRIBUTES):
        means = [pixels[data.y_test[:, index] == value].mean(axis=0) for value in (0, 1)]
        rows[name] = int(np.abs(means[1] - means[0]).mean(axis=1).argmax())
    assert rows["hat"] < rows["glasses"] < rows["smile"] < rows["long_hair"]
    assert rows["glasses"] < rows["beard"]


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    from generatif import datasets

    source = Path(characters.__file__).parent / "data_embedded" / "characters.npz"
    with np.load(source) as archive:
        arrays = dict(archive)
    arrays["y_train"] = 1 - arrays["y_train"]
    (tmp_path / "data_embedded").mkdir()
    np.savez(tmp_path / "data_embedded" / "characters.npz", **arrays)
    monkeypatch.setattr(datasets, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="tidak sama dengan himpunan aslinya"):
        load_characters()


@needs_rsvg
def test_each_drawing_keeps_its_own_mask(tool):
    """Topeng bernama sama di gambar lain pernah menghapus kacamata semua karakter."""
    left, right = tool.rasterize(HALVES)
    red, white = [255, 0, 0], [255, 255, 255]
    assert left[3, 2].tolist() == right[3, 12].tolist() == red
    assert left[3, 12].tolist() == right[3, 2].tolist() == white


@needs_rsvg
def test_sheet_equals_drawings_rendered_alone(tool):
    drawings = [*HALVES] * 15
    for drawing, found in zip(drawings, tool.rasterize(drawings), strict=True):
        command = ["rsvg-convert", "--width", "16", "--height", "16", "-b", "white"]
        png = subprocess.run(command, input=drawing.encode(), capture_output=True, check=True)
        alone = np.asarray(tool.Image.open(tool.io.BytesIO(png.stdout)))[..., :3]
        np.testing.assert_array_equal(found, alone)


def test_orders_name_every_attribute_and_a_fresh_seed(tool, monkeypatch):
    orders = []
    monkeypatch.setattr(tool, "_draw", lambda each: orders.extend(each) or each)
    monkeypatch.setattr(tool, "rasterize", lambda each: np.zeros((len(each), 16, 16, 3), np.uint8))
    images, attributes = tool.render_characters("coba", 70, characters.COMBINATIONS)
    assert (images.shape, attributes.shape) == ((70, 16, 16, 3), (70, 5))
    assert len({order["seed"] for order in orders}) == 70
    assert [[order[name] for name in ATTRIBUTES] for order in orders] == attributes.tolist()
    assert orders[33]["seed"] == "generatif-coba-33"
    assert tuple(attributes[33]) == characters.COMBINATIONS[1]


def test_training_part_is_drawn_without_the_held_out_combinations(tool, monkeypatch):
    every, asked = set(product((0, 1), repeat=5)), {}

    def render(part, count, combinations):
        asked[part] = count, set(combinations)
        return part, count

    monkeypatch.setattr(tool, "render_characters", render)
    assert tool.build()["x_train"] == "train"
    assert asked == {"train": (6000, every - set(HELD_OUT)), "test": (1000, every)}


def test_drawing_script_is_the_recorded_one(tool):
    """Data tersimpan dibuat skrip ini; mengubahnya berarti menyusun ulang datanya."""
    content = tool.DRAWER.read_bytes()
    assert hashlib.sha256(content).hexdigest()[:16] == "682f9a3e1648658d"

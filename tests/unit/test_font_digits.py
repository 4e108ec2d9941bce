"""Simulator angka: huruf dan lisensinya, letak, ukuran, putaran, dan augmentasi."""

from importlib.metadata import files
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from scipy import ndimage

from generatif import font_digits
from generatif.font_digits import FONTS, augment_digits, draw_digit, render_digits, simulate_digits

FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def box(image):
    """Baris pertama dan terakhir, kolom pertama dan terakhir yang lebih terang dari separuh."""
    rows, columns = (np.flatnonzero((image > 127).any(axis=axis)) for axis in (1, 0))
    return rows[0], rows[-1], columns[0], columns[-1]


def slant(image):
    """Geseran ke kanan per piksel ke atas, dari momen kedua."""
    weights = image / image.sum()
    y, x = np.indices(image.shape)
    y, x = y - (weights * y).sum(), x - (weights * x).sum()
    return -(weights * x * y).sum() / (weights * y * y).sum()


def test_every_font_ships_under_a_licence_that_is_shipped_too():
    licences = {
        "DejaVu": (FOLDER / "LICENSE_DEJAVU").read_text(encoding="utf-8"),
        "STIX": (FOLDER / "LICENSE_STIX").read_text(encoding="utf-8"),
        "cm": "\n".join(
            path.read_text(encoding="utf-8")
            for path in files("matplotlib")
            if path.name.startswith("LICENSE") and path.suffix == ""
        ),
    }
    assert "Permission is hereby granted, free of charge" in licences["DejaVu"]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licences["STIX"]
    assert "BaKoMa Fonts Licence" in licences["cm"]
    assert len(FONTS) == len(set(FONTS)) == 21
    own = {path.stem for path in font_digits.OWN_FOLDER.glob("*.ttf")}
    terms = (font_digits.OWN_FOLDER / "LICENSE-BAKOMA.txt").read_text(encoding="utf-8")
    assert own == {"cmti10"}
    assert "permission notice appear in all copies" in terms
    for font in FONTS:
        assert font in own or (FOLDER / f"{font}.ttf").is_file()
        assert any(font.startswith(prefix) for prefix in licences)


def test_the_own_font_needs_no_file_of_matplotlib(monkeypatch, tmp_path):
    expected = draw_digit(7, "cmti10")
    monkeypatch.setattr(matplotlib, "get_data_path", lambda: str(tmp_path))
    font_digits._open_font.cache_clear()
    np.testing.assert_array_equal(draw_digit(7, "cmti10"), expected)


@pytest.mark.parametrize("font", FONTS)
def test_every_font_draws_ten_different_digits(font):
    images = [draw_digit(digit, font) for digit in range(10)]
    assert all(image.shape == (28, 28) and image.dtype == np.uint8 for image in images)
    for first in range(10):
        for second in range(first):
            assert np.abs(images[first].astype(int) - images[second]).mean() > 3


@pytest.mark.parametrize("height", [12.0, 20.0])
def test_zero_has_the_height_asked_for_and_sits_in_the_middle(height):
    top, bottom, left, right = box(draw_digit(0, "DejaVuSans", height=height))
    assert bottom - top + 1 == pytest.approx(height, abs=1)
    assert (top + bottom) / 2 == pytest.approx(13.5, abs=0.6)
    assert (left + right) / 2 == pytest.approx(13.5, abs=0.6)


def test_shift_moves_right_and_down():
    still = draw_digit(5, "cmr10")
    moved = draw_digit(5, "cmr10", shift=(3, -2))
    np.testing.assert_array_equal(moved[:-2, 3:], still[2:, :-3])


def test_rotation_agrees_with_scipy():
    turned = draw_digit(7, "DejaVuSans", angle=30).astype("float64")
    still = draw_digit(7, "DejaVuSans").astype("float64")
    expected = ndimage.rotate(still, 30, reshape=False, order=1)
    other = ndimage.rotate(still, -30, reshape=False, order=1)
    assert np.corrcoef(turned.ravel(), expected.ravel())[0, 1] > 0.97
    assert np.corrcoef(turned.ravel(), other.ravel())[0, 1] < 0.8


def test_shear_leans_right_by_the_slope_asked_for():
    change = slant(draw_digit(1, "cmss10", shear=0.3).astype(float)) - slant(
        draw_digit(1, "cmss10").astype(float)
    )
    assert change == pytest.approx(0.3, abs=0.05)


def test_stroke_thickens_each_side_by_quarter_pixels():
    """Tinggi huruf 0 bertambah dua kali tebal satu sisi."""
    counts = [
        (draw_digit(0, "DejaVuSans", stroke=stroke, height=14).max(axis=1) > 127).sum()
        for stroke in (0, 4)
    ]
    assert counts[1] - counts[0] == pytest.approx(2, abs=1)
    assert draw_digit(3, "cmtt10", stroke=3).sum() > draw_digit(3, "cmtt10").sum()


def test_render_is_balanced_varied_and_seeded():
    images, labels = render_digits(40, seed=3)
    assert (images.shape, images.dtype, labels.dtype) == ((40, 28, 28, 1), np.uint8, np.uint8)
    np.testing.assert_array_equal(labels, np.tile(np.arange(10), 4))
    np.testing.assert_array_equal(images, render_digits(40, seed=3)[0])
    assert len({image.tobytes() for image in images}) == 40
    assert not np.array_equal(images, render_digits(40, seed=4)[0])
    np.testing.assert_array_equal(images[:10], render_digits(10, seed=3)[0])


def test_render_stays_inside_the_picture():
    images, _ = render_digits(600, seed=0)
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], 1)
    assert np.mean(border.max(axis=(1, 2)) > 127) < 0.01


def test_only_the_named_fonts_are_used(monkeypatch):
    used = []
    draw = font_digits.draw_digit
    monkeypatch.setattr(
        font_digits, "draw_digit", lambda digit, font, **k: used.append(font) or draw(digit, font)
    )
    render_digits(60, seed=0, fonts=("cmr10", "STIXGeneral"))
    assert set(used) == {"cmr10", "STIXGeneral"}


def test_augmentation_changes_every_picture_but_keeps_its_place_in_the_row():
    images, _ = render_digits(60, seed=1)
    made = augment_digits(images, seed=2)
    assert (made.shape, made.dtype) == (images.shape, np.uint8)
    np.testing.assert_array_equal(made, augment_digits(images, seed=2))
    assert not np.array_equal(made, augment_digits(images, seed=3))
    flat = [each.reshape(60, -1).astype(float) for each in (images, made)]
    table = np.corrcoef(*flat)[:60, 60:]
    same = np.diag(table)
    assert same.max() < 0.99
    assert same.mean() > table.mean() + 0.12


def test_augmentation_moves_the_center_by_at_most_a_few_pixels():
    """Afin di sekitar pusat, geseran sampai 2 piksel, lenturan beberapa piksel."""
    dot = np.zeros((400, 29, 29, 1), np.uint8)
    dot[:, 11:18, 11:18] = 255
    made = augment_digits(dot, seed=0)[..., 0].astype(float)
    made = made[made.sum(axis=(1, 2)) > 0]
    y, x = np.indices((29, 29))
    centers = np.stack([(made * axis).sum((1, 2)) / made.sum((1, 2)) for axis in (y, x)])
    assert np.abs(centers.mean(axis=1) - 14).max() < 0.4
    assert 0.8 < centers.std() < 3
    assert np.abs(centers - 14).max() < 7


def test_simulated_digits_are_raw_or_augmented():
    raw, labels = simulate_digits(30, 5)
    np.testing.assert_array_equal(raw, render_digits(30, 5)[0])
    augmented, same = simulate_digits(30, 5, True)
    np.testing.assert_array_equal(augmented, augment_digits(raw, 5))
    np.testing.assert_array_equal(labels, same)


def test_bad_arguments():
    with pytest.raises(ValueError, match="count = 0; yang diharapkan: bilangan bulat positif"):
        render_digits(0, 1)
    with pytest.raises(ValueError, match=r"fonts = \['Arial'\]; yang diharapkan: sebagian dari"):
        render_digits(5, 1, fonts=("Arial", "cmr10"))
    with pytest.raises(ValueError, match="dtype = dtype.'float32'.; yang diharapkan: uint8"):
        augment_digits(np.zeros((1, 28, 28, 1), "float32"), 1)

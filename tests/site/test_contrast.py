"""Kontras yang bukan teks, diukur dari piksel: titik di peta, batas tombol, dan penggeser demo."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from site_build import ROOT
from site_view import DESKTOP, SCHEMES, use_scheme, wake_demos

from color_vision import VISION, contrast, difference

CLEAR = 3  # WCAG 1.4.11
DEMO_PAGES = ["book/autoencoder/sparse.html", "book/gan/kegagalan.html"]
COLOR = """([element, name]) => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.fillStyle = getComputedStyle(element)[name];
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
}"""
# Peta penilaian tanpa titik, digambar oleh skrip demo sendiri ke kanvas lain.
MAP_ALONE = """() => {
  const { drawing, game } = Generatif;
  const figure = document.querySelector("#demo-gan2d");
  const grid = drawing.gridPoints();
  const scene = {
    colors: drawing.readColors(figure),
    shades: drawing.toShades(game.judge(figure.gan2d.game, grid), false),
    real: new Float64Array(0), fake: new Float64Array(0),
  };
  const canvas = document.createElement("canvas");
  drawing.drawField(canvas, 320, scene);
  return [...canvas.getContext("2d").getImageData(0, 0, 320, 320).data];
}"""


def color_of(locator, name):
    """Warna terhitung sebuah unsur, RGB."""
    return locator.evaluate(f"element => ({COLOR})([element, '{name}'])")[:3]


def screenshot(locator):
    with Image.open(io.BytesIO(locator.screenshot(animations="disabled"))) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("preset", ["Setelan gagal", "Setelan sembuh"])
def test_points_stand_out_from_the_map(site_url, scheme, preset, open_page):
    page = open_page(f"{site_url}/book/gan/kegagalan.html", **DESKTOP)
    wake_demos(page)
    use_scheme(page, scheme)
    page.get_by_role("button", name=preset).click()
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Jeda").click()
    assert int(re.search(r"Langkah (\d+)", page.inner_text("[data-role=status]"))[1]) > 20
    pixels = np.reshape(page.evaluate(MAP_ALONE), (-1, 4))[:, :3]
    point = color_of(page.locator("figure.demo p").first, "color")
    shades = np.unique(pixels, axis=0)
    assert len(shades) > 3
    assert min(contrast(shade, point) for shade in shades) >= CLEAR


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", DEMO_PAGES)
def test_controls_stand_out_from_the_page(site_url, name, scheme, open_page):
    page = open_page(f"{site_url}/{name}", **DESKTOP)
    wake_demos(page)
    use_scheme(page, scheme)
    background = color_of(page.locator("body"), "backgroundColor")
    for button in page.locator("figure.demo button:visible").all():
        assert contrast(color_of(button, "borderTopColor"), background) >= CLEAR
    for control in page.locator("figure.demo input:visible").all():
        pixels = screenshot(control)
        assert clear_pixels(pixels, background) > 12, control.evaluate("input => input.outerHTML")


def clear_pixels(pixels, background):
    """Banyak piksel yang kontrasnya dengan latar cukup."""
    colors, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    return sum(
        count
        for color, count in zip(colors, counts, strict=True)
        if contrast(color, background) >= CLEAR
    )


def test_the_two_sides_of_the_map_differ_for_everyone():
    """Warna asli dan palsu di peta `gan2d` berbeda bagi keempat jenis penglihatan."""
    source = (ROOT / "web" / "gan2d" / "drawing.js").read_text(encoding="utf-8")
    real, fake = (
        [int(part) for part in re.search(rf'{name} = "([\d, ]+)"', source)[1].split(",")]
        for name in ("REAL_COLOR", "FAKE_COLOR")
    )
    assert min(difference(real, fake, vision) for vision in VISION) > 30

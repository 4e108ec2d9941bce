"""Halaman yang ringan: rumus, gaya, ikon, gambar, dan bita beban pertama."""

import base64
import gzip
import io
import json
import pickle
import re
import sys
from urllib.parse import urlsplit

import nbformat
import numpy as np
import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from PIL import Image
from site_build import ROOT, SITE
from site_text import parse

sys.path.insert(0, str(ROOT / "website" / "ext"))

import light_site
import mathml

FIRST_LOAD = 350_000
SEARCH_LOAD = 420_000  # indeks dan bobot pencarian; hanya halaman pencarian yang memuatnya
TEXT_SECONDS = 3
STYLED = "book/gan/teori.html"
ORIGINAL_STYLES = [name for name in light_site.STYLE_ORDER if "*" not in name]
COMPUTED = """() => [...document.querySelectorAll("body *")].map(element => {
  const all = ["", "::before", "::after"].map(part => {
    const style = getComputedStyle(element, part || null);
    return [style.display, style.position, style.color, style.backgroundColor, style.fontSize,
      style.fontWeight, style.marginTop, style.paddingLeft, style.borderTopWidth,
      style.visibility, style.content, style.overflowX].join(" ");
  });
  return `${element.tagName}.${element.className}: ${all.join(" | ")}`;
})"""
USE_STYLES = """names => {
  const current = document.querySelector("link[href*='situs.css']");
  const base = current.href.replace(/situs\\.css.*/, "");
  const loading = names.map(name => new Promise(done => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = base + name;
    link.onload = link.onerror = done;
    current.before(link);
  }));
  return Promise.all(loading).then(() => current.remove());
}"""


def read(page):
    return parse((SITE / page).read_text(encoding="utf-8"))


def doctree(page):
    path = SITE.parent / ".doctrees" / page.replace(".html", ".doctree")
    return pickle.loads(path.read_bytes()) if path.is_file() else None


def test_every_formula_became_mathml(site, page_name):
    source = doctree(page_name)
    if source is None:
        pytest.skip("bukan halaman buku")
    article = read(page_name).select_one("article.bd-article")
    expected = len(list(source.findall(lambda n: isinstance(n, (nodes.math, nodes.math_block)))))
    drawn = article.select(".math math")
    assert len(drawn) == len(article.select(".math")) == len(article.select("math")) == expected
    assert not any("\\" in formula.get_text() for formula in drawn)
    assert all(formula.find(["mi", "mn", "mo"]) for formula in drawn)
    assert not article.select("merror")
    for code in article.select("pre, code"):
        code.decompose()
    assert not re.search(r"\\[()\[\]]", article.get_text())


def test_formulas_keep_their_letters(site):
    assert parse(mathml.mathml(r"\mathbb{E}\,\mathbf{x}\,\mathcal{N}")).get_text() == "𝔼𝐱𝒩"
    assert parse(mathml.mathml(r"0{,}45")).mn.get_text() == "0,45"
    table = parse(mathml.mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}", True))
    sides = [cell["data-sisi"] for cell in table.select("mtd")]
    assert sides == ["kanan", "kiri", "kanan", "kiri"]
    assert parse(mathml.mathml(r"\min_G V", True)).find("munder").get_text() == "minG"
    assert parse(mathml.mathml(r"\log u")).find("mspace")
    assert not parse(mathml.mathml(r"\log(u)")).find("mspace")


@pytest.mark.parametrize("tex", [r"\tidakada", r"\frac{1", r"\begin{aneh}x\end{aneh}"])
def test_unknown_formula_is_refused(tex):
    with pytest.raises(ValueError, match="Rumus tidak dikenal"):
        mathml.mathml(tex)


def test_math_font_has_every_letter(site, page_name):
    known = TTFont(SITE / "_static" / light_site.MATH_FONT).getBestCmap()
    for formula in read(page_name).select("math"):
        for leaf in formula.select("mi, mn, mo"):
            text = leaf.get_text()
            if leaf.name == "mi" and len(text) == 1:
                text = "ℎ" if text == "h" else mathml.styled(text, "ITALIC")
            missing = {letter for letter in text if ord(letter) not in known} - {"\u2061"}
            assert not missing, (page_name, missing)


def test_icons_are_in_the_font(site, page_name):
    icons = SITE / "_static" / light_site.ICONS
    known = {code for path in icons.glob("*") for code in TTFont(path).getBestCmap()}
    sheet = (SITE / "_static" / light_site.STYLE).read_text(encoding="utf-8")
    for element in read(page_name).select("[class*='fa-']"):
        for name in set(element["class"]) - {"fa-solid", "fa-brands", "fa-regular", "fa-lg"}:
            if name.startswith("fa-"):
                rule = re.search(rf'\.{name}:+before[^{{}}]*{{[^}}]*content:\s*"(.)"', sheet)
                assert rule, name
                assert ord(rule[1]) in known, name


def test_dropped_styles_changed_nothing(site, site_url, open_page):
    page = open_page(f"{site_url}/{STYLED}")
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; }")
    kept = page.evaluate(COMPUTED)
    mystnb = [path.name for path in (SITE / "_static").glob("mystnb.*.css")]
    names = [*ORIGINAL_STYLES[:6], *mystnb, *ORIGINAL_STYLES[6:]]
    page.evaluate(USE_STYLES, names)
    assert page.evaluate("document.querySelector('[href*=situs]')") is None
    original = page.evaluate(COMPUTED)
    assert len(kept) == len(original) > 500
    assert [pair for pair in zip(kept, original, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".ada{a:b}.tiada{a:b}", ".ada{a:b}"),
        (".tiada,.ada .ada{a:b}", ".ada .ada{a:b}"),
        (".ada:not(.tiada){a:b}", ".ada:not(.tiada){a:b}"),
        ("@media print{.tiada{a:b}}p{a:b}", "p{a:b}"),
        ("@media print{.ada{a:b}}", "@media print{.ada{a:b}}"),
        ('@charset "utf-8";@font-face{a:b}', "@font-face{a:b}"),
    ],
)
def test_purge(sheet, kept):
    assert light_site.purge(sheet, {"ada"}) == kept


def test_images_have_sizes_and_wait(site, page_name):
    article = read(page_name).select_one("article.bd-article")
    for image in article.select("img[src*='_images/']") if article else []:
        path = SITE / "_images" / image["src"].rsplit("/", 1)[1]
        assert path.suffix in {".webp", ".svg"}
        assert image["loading"] == "lazy"
        if path.suffix == ".webp":
            with Image.open(path) as opened:
                assert [int(image["width"]), int(image["height"])] == list(opened.size)


def pixels(file):
    with Image.open(file) as image:
        return np.asarray(image.convert("RGBA"))


def test_webp_equals_the_stored_output(site):
    chapter = "book/gan/dcgan"
    notebook = nbformat.read(ROOT / f"{chapter}.ipynb", as_version=4)
    stored = [
        pixels(io.BytesIO(base64.b64decode(output["data"]["image/png"])))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    images = read(f"{chapter}.html").select(".cell_output img")
    shown = [pixels(SITE / "_images" / image["src"].rsplit("/", 1)[1]) for image in images]
    assert len(shown) == len(stored) > 3
    for left, right in zip(shown, stored, strict=True):
        seen = right[..., 3:] > 0  # warna piksel tembus pandang tidak terlihat
        assert np.array_equal(left[..., 3], right[..., 3])
        assert np.array_equal(left[..., :3] * seen, right[..., :3] * seen)


ANIMATED = "book/penerapan/video"
LONGEST_MOVE = 5000  # milidetik; lebih lama memerlukan tombol jeda (WCAG 2.2.2)


def frames(file):
    """Bingkai, lama tiap bingkai, dan banyak putaran sebuah gambar bergerak."""
    with Image.open(file) as image:
        pictures, times = [], []
        for index in range(image.n_frames):
            image.seek(index)
            pictures.append(np.asarray(image.convert("RGB")))
            times.append(image.info["duration"])
        return np.array(pictures), times, image.info["loop"]


def test_animation_still_moves_and_stops(site):
    notebook = nbformat.read(ROOT / f"{ANIMATED}.ipynb", as_version=4)
    stored = [
        base64.b64decode(output["data"]["image/png"])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if b"acTL" in base64.b64decode(output.get("data", {}).get("image/png", ""))[:100]
    ]
    shown = read(f"{ANIMATED}.html").select("picture > img")
    assert len(shown) == len(stored) == 1
    path = SITE / "_images" / shown[0]["src"].rsplit("/", 1)[1]
    moving, times, loops = frames(path)
    original, original_times, original_loops = frames(io.BytesIO(stored[0]))
    assert np.array_equal(moving, original)
    assert len(moving) > 1
    assert times == original_times
    assert loops == original_loops > 0
    assert sum(times) * loops <= LONGEST_MOVE
    with Image.open(light_site.still_of(path)) as still:
        assert np.array_equal(np.asarray(still.convert("RGB")), original[0])


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_animation_obeys_reduced_motion(site_url, motion, open_page):
    page = open_page(f"{site_url}/book/beranda.html")
    page.emulate_media(reduced_motion=motion)
    page.goto(f"{site_url}/{ANIMATED}.html")
    image = page.locator("picture > img")
    image.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('picture > img').complete")
    shown = image.evaluate("image => image.currentSrc")
    assert shown.endswith("-diam.webp") == (motion == "reduce")


def packed_size(path):
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 6))


def test_first_load_is_small(site, page_name):
    """Batas atas: HTML, skrip dan gaya yang disebut, dan semua huruf situs."""
    page = site / page_name
    named = [element["src"] for element in read(page_name).select("script[src]")]
    named += [element["href"] for element in read(page_name).select("link[rel=stylesheet]")]
    files = {(page.parent / urlsplit(name).path).resolve() for name in named}
    files |= {page, *(site / "_static").rglob("*.woff2")}
    bar = SEARCH_LOAD if page_name == "search.html" else FIRST_LOAD
    assert sum(map(packed_size, files)) <= bar


def test_measured_pages_meet_the_bars():
    report = json.loads((ROOT / "measurements" / "pages-after.json").read_text(encoding="utf-8"))
    for kind, page in report["pages"].items():
        assert page["before_figures"] <= FIRST_LOAD, kind
        assert page["text_seconds"] <= TEXT_SECONDS, kind

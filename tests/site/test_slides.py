"""Salindia: setiap bab punya, isinya dari bab, muat di layar, dan jalan tanpa server."""

import sys

import pytest
from bs4 import BeautifulSoup
from site_build import ROOT, SITE
from site_text import parse

sys.path.insert(0, str(ROOT / "website" / "ext"))

import slide_blocks

from slides import book_parts, deck_name, relocate

CHAPTERS = [
    page
    for _, pages in book_parts(ROOT / "_toc.yml")
    for page in pages
    if (ROOT / f"{page}.ipynb").is_file()
]
DECK = "gan-teori.html"
OVERFLOWS = """() => [...document.querySelectorAll(".isi")].flatMap((body, index) =>
  body.scrollHeight > body.clientHeight || body.scrollWidth > body.clientWidth
    ? [index + 2] : [])"""
SMALLEST_ZOOM = """() => Math.min(...[...document.querySelectorAll(".isi")].map(
  body => parseFloat(body.style.zoom || "100%")))"""


@pytest.fixture(scope="module")
def slides():
    """Salindia setiap bab menurut aturan, dari halaman yang sudah dibangun."""
    return {page: slide_blocks.chapter_slides(read(f"{page}.html"))[1] for page in CHAPTERS}


def read(name):
    return (SITE / name).read_text(encoding="utf-8")


def open_deck(open_page, name, **size):
    page = open_page((SITE / "salindia" / name).as_uri(), **size)
    page.wait_for_selector("body[data-siap]", state="attached")
    return page


def test_every_chapter_has_a_deck_in_the_index(site):
    links = [link["href"] for link in parse(read("salindia/index.html")).select("li a")]
    assert links == [deck_name(page) for page in CHAPTERS]
    assert all((site / "salindia" / link).is_file() for link in links)


def test_decks_cannot_drift_from_the_chapters(site, slides):
    for page, chapter in slides.items():
        deck = parse(read(f"salindia/{deck_name(page)}"))
        assert len(deck.select("#panggung > section")) == len(chapter) + 1
        shown = {image["src"] for image in deck.select("img")}
        source = {
            relocate(f'src="{image["src"]}"')[5:-1]
            for image in parse(read(f"{page}.html")).select("article img")
        }
        assert shown <= source
        code = parse(read(f"{page}.html")).select_one("article").get_text()
        for block in deck.select("#panggung .highlight pre"):
            assert block.get_text().strip() in code


def test_decks_hold_aims_figures_code_and_summary(slides):
    for page, chapter in slides.items():
        titles = [BeautifulSoup(slide.title, "html.parser").get_text() for slide in chapter]
        html = "".join(block.html for slide in chapter for block in slide.blocks)
        assert titles[0] == "Sesudah bab ini Anda dapat", page
        assert "Rangkuman" in titles, page
        assert not set(titles) & slide_blocks.SKIPPED
        assert html.count("<img") >= 2, page
        has_package_code = slide_blocks.PACKAGE_CODE in parse(read(f"{page}.html")).get_text()
        assert ('class="highlight"' in html) == has_package_code, page
        assert 15 <= len(chapter) <= 80, page


def test_no_slide_is_overfull_by_the_rule(slides):
    for page, chapter in slides.items():
        for slide in chapter:
            assert slide.blocks
            limit = slide_blocks.HEIGHT
            assert slide.height <= limit + slide_blocks.SMALL or len(slide.blocks) == 1, page


def test_solutions_are_not_shown(slides):
    for chapter in slides.values():
        html = "".join(block.html for slide in chapter for block in slide.blocks)
        assert "SOLUTION" not in html
        assert "load_quiz" not in html


def test_deck_loads_nothing_from_elsewhere(site):
    for page in CHAPTERS:
        deck = parse(read(f"salindia/{deck_name(page)}"))
        for element in deck.select("[src], link[href]"):
            address = element.get("src") or element["href"]
            assert address.startswith(("../", "data:")), address


def visible_slide(page):
    return page.evaluate("slides.findIndex(s => getComputedStyle(s).visibility === 'visible')")


def test_keyboard_and_buttons_move_through_the_deck(site, open_page):
    page = open_deck(open_page, DECK)
    count = page.evaluate("slides.length")
    moves = [
        ("ArrowRight", 1),
        (" ", 2),
        ("ArrowLeft", 1),
        ("End", count - 1),
        ("ArrowRight", count - 1),
        ("Home", 0),
        ("ArrowLeft", 0),
    ]
    for key, expected in moves:
        page.keyboard.press(key)
        assert visible_slide(page) == expected, key
    page.click("#maju")
    assert visible_slide(page) == 1
    assert page.text_content("#letak") == f"2 dari {count}"
    page.reload()
    assert visible_slide(page) == 1


def test_formulas_and_pictures_are_drawn_from_disk(site, open_page):
    page = open_deck(open_page, DECK)
    assert page.locator("math").count() == page.locator(".math").count() > 5
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert page.evaluate("[...document.images].every(image => image.alt.length > 20)")
    assert page.problems == []


def check_fits(page, name):
    assert page.evaluate(OVERFLOWS) == [], name
    assert page.evaluate(SMALLEST_ZOOM) >= 60, name


def test_slides_fit_the_stage(site, open_page):
    check_fits(open_deck(open_page, DECK), DECK)


@pytest.mark.slow
def test_all_slides_fit_the_stage(site, open_page):
    for page in CHAPTERS:
        check_fits(open_deck(open_page, deck_name(page)), page)


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>Satu. Dua.</p>", "Satu."),
        ("<p>Nilai 0,5 naik? Ya.</p>", "Nilai 0,5 naik?"),
        ("<p>Menurut Ho dkk. (2020) <em>begitu</em>. Lalu</p>", "Menurut Ho dkk. (2020) begitu."),
        (
            '<p>Kode <code>a. b</code> dan <i class="math">x. y</i> ada. Buang <b>itu</b></p>',
            "Kode a. b dan x. y ada.",
        ),
        ("<p><b>Gejala: hitam. Lalu</b> sisanya</p>", "Gejala: hitam."),
        ("<li>Butir<ul><li>anak. cucu</li></ul></li>", "Butir"),
    ],
)
def test_first_sentence(html, sentence):
    element = BeautifulSoup(html, "html.parser").find(True)
    assert slide_blocks.first_sentence(element).get_text() == sentence


def test_long_code_is_split_at_an_empty_line():
    lines = [*["x = 1"] * 15, "", *["y = 2"] * 15]
    blocks = slide_blocks.code_blocks(["# Kode paket: a.b", *lines])
    counts = [BeautifulSoup(block.html, "html.parser").get_text().count("=") for block in blocks]
    assert counts == [15, 15]


def test_long_table_repeats_its_head():
    rows = "".join(f"<tr><td>baris {number}</td></tr>" for number in range(40))
    table = f"<table><thead><tr><th>Kepala</th></tr></thead><tbody>{rows}</tbody></table>"
    blocks = slide_blocks.table_blocks(BeautifulSoup(table, "html.parser").table)
    assert len(blocks) > 1
    assert all(block.html.count("Kepala") == 1 for block in blocks)
    assert sum(block.html.count("baris") for block in blocks) == 40

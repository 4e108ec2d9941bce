"""Halaman di kertas: isi saja, terang, selebar A4, yang terlipat tetap terlipat."""

import re

import pytest
from site_build import REDIRECT, SITE, html_pages

PAGES = ["book/gan/dcgan.html", "book/beranda.html", "book/gan/hasil.html"]
A4_WIDTH, A4_HEIGHT = 680, 1002  # piksel CSS di antara margin 15 dan 16 mm
FURNITURE = [
    ".bd-header-article",
    ".bd-sidebar-primary",
    ".bd-sidebar-secondary",
    ".prev-next-footer",
    ".bd-footer",
    ".copybtn",
    ".headerlink",
    ".toggle-button",
    "article button",
    "details.hide > summary",
]
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .filter((each) => !each.closest(".visually-hidden"))
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`);
}"""
CLIPPED = """() => [...document.querySelectorAll("main pre, main .rumus, main table, main img")]
  .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.tagName}.${each.className}`)"""
TALL = """height => [...document.querySelectorAll("main img")]
  .filter((each) => each.getBoundingClientRect().height > height).map((each) => each.src)"""
RECORD = """() => addEventListener("beforeprint", () => {
  window.printed = [document.documentElement.dataset.theme,
    getComputedStyle(document.body).backgroundColor];
})"""


@pytest.fixture
def paper(site_url, open_page):
    """Fungsi yang membuka sebuah halaman dalam gaya cetak selebar A4."""

    def open_printed(name):
        page = open_page(f"{site_url}/{name}", width=A4_WIDTH, height=A4_HEIGHT)
        page.emulate_media(media="print")
        return page

    return open_printed


def check_fits(page):
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(TALL, A4_HEIGHT) == []


def paper_pages(page):
    """Banyak lembar PDF dan ukurannya dalam titik."""
    content = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    return len(re.findall(rb"/Type /Page\b(?!s)", content)), {
        (float(w), float(h)) for w, h in boxes
    }


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_paper(site, paper, name):
    check_fits(paper(name))


@pytest.mark.slow
def test_every_page_fits_the_paper(site, paper):
    for name in html_pages(SITE):
        if name.startswith("book/") and name != REDIRECT:
            page = paper(name)
            check_fits(page)
            sheets, sizes = paper_pages(page)
            assert sheets >= 1, name
            assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)
            page.context.close()


def test_only_the_content_is_printed(paper):
    page = paper(PAGES[0])
    for selector in FURNITURE:
        shown = [each for each in page.locator(selector).all() if each.is_visible()]
        assert shown == [], selector
    assert page.locator("h1:visible").count() == 1
    assert page.locator("article figure.demo img").first.is_visible()


def test_folded_parts_stay_folded_and_opened_ones_are_printed(paper):
    page = paper(PAGES[0])
    folded = page.locator("details.hide pre")
    assert folded.count() > 0
    assert not any(each.is_visible() for each in folded.all())
    page.locator("details.hide").first.evaluate("each => { each.open = true; }")
    assert folded.first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.hide[open]").count() == 1


def test_quiz_is_printed_without_answers_and_the_key_comes_last(paper):
    page = paper(PAGES[0])
    page.emulate_media(media="screen")
    form = page.locator(".kuis-soal").first
    form.locator("input").first.check()
    form.get_by_role("button").click()
    explanation = form.locator(".kuis-putusan").inner_text().split(". ", 1)[1]
    assert not page.locator(".kuis-kunci").is_visible()
    page.emulate_media(media="print")
    assert form.locator("legend").is_visible()
    assert not form.locator(".kuis-putusan").is_visible()
    key = page.locator("article > :last-child")
    assert key.evaluate("each => [each.className, getComputedStyle(each).breakBefore]") == [
        "kuis-kunci",
        "page",
    ]
    assert explanation in key.inner_text()
    assert "1. Jawaban: C." in key.inner_text()


def test_dark_pages_are_printed_light(site_url, open_page):
    page = open_page(f"{site_url}/{PAGES[1]}")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    page.evaluate(RECORD)
    sheets, sizes = paper_pages(page)
    assert page.evaluate("window.printed") == ["light", "rgb(255, 255, 255)"]
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert sheets >= 2
    assert len(sizes) == 1
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)


def test_foreign_links_are_printed_with_their_address(paper):
    page = paper("book/pustaka.html")
    link = page.locator("main a.external[href^='https']").first
    shown = link.evaluate("each => getComputedStyle(each, '::after').content")
    assert link.get_attribute("href") in shown

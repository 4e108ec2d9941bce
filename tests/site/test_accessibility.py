"""Aksesibilitas: axe-core, WCAG 2.2 tingkat A dan AA, terang dan gelap, lebar dan sempit."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser import DESKTOP, SMALLEST

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}}
SAMPLE_PAGES = [
    "book/beranda.html",
    "book/gan/teori.html",
    "book/gan/dcgan.html",
    "book/penerapan/musik.html",
    "book/pengajar/rps.html",
    "search.html",
]
BAD_PAGE = """<main><h1 style="color: #bbb; background: #fff">Pucat</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><button></button></main>"""


def violations(page):
    """Pelanggaran axe: aturan dan unsurnya."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


def check(open_page, url):
    for size in (DESKTOP, SMALLEST):
        page = open_page(url, **size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
            page.wait_for_timeout(400)  # menunggu peralihan warna tema
            assert violations(page) == [], f"{url} {size} {scheme}"


@pytest.mark.parametrize("name", SAMPLE_PAGES)
def test_page_has_no_violation(site_url, name, open_page):
    check(open_page, f"{site_url}/{name}")


@pytest.mark.slow
def test_every_page_has_no_violation(site_url, content_page, open_page):
    check(open_page, f"{site_url}/{content_page}")


def test_violations_are_seen(sample_url, open_page):
    page = open_page(f"{sample_url}/search.html")
    page.set_content(BAD_PAGE)
    assert {rule for rule, _ in violations(page)} >= {"color-contrast", "image-alt", "button-name"}

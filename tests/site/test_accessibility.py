"""Aksesibilitas: axe-core, terang dan gelap, lebar dan sempit, semua demo hidup.

Aturannya WCAG 2.2 tingkat A dan AA, ditambah kebiasaan baik tentang susunan halaman.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from site_view import DESKTOP, SAMPLE_PAGES, SCHEMES, SMALLEST, use_scheme, wake_demos

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HABITS = [
    "empty-heading",
    "heading-order",
    "image-redundant-alt",
    "landmark-no-duplicate-main",
    "landmark-one-main",
    "landmark-unique",
    "page-has-heading-one",
    "skip-link",
    "tabindex",
]
RULES = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {name: {"enabled": True} for name in HABITS},
    "resultTypes": ["violations"],
}
BAD_PAGE = """<main><h1 style="color: #bbb; background: #fff">Pucat</h1><h4>Lompat</h4>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><button></button></main>"""


def violations(page):
    """Pelanggaran axe: aturan dan unsurnya."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


def check(open_page, url):
    page = open_page(url, **DESKTOP)
    wake_demos(page)
    for size in (DESKTOP, SMALLEST):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            use_scheme(page, scheme)
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
    expected = {"color-contrast", "image-alt", "button-name", "heading-order"}
    assert {rule for rule, _ in violations(page)} >= expected

"""Halaman 404: terbuka di alamat sembarang, tautan dan pencariannya kembali ke buku."""

import mimetypes
from urllib.parse import unquote, urlsplit

import pytest
from site_build import NOT_FOUND, SITE_URL
from site_view import SCHEMES, SMALLEST, use_scheme
from test_accessibility import violations
from test_interface_texts import english_texts

LOST = f"{SITE_URL}book/tidak/pernah/ada.html"


@pytest.fixture
def lost_page(addressed_sample, chromium):
    """Peramban di alamat yang tidak ada; peladennya meniru GitHub Pages."""
    html = addressed_sample.html
    base = urlsplit(SITE_URL).path

    def answer(route):
        path = html / unquote(urlsplit(route.request.url).path).removeprefix(base)
        found = path.is_file()
        file = path if found else html / NOT_FOUND
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(status=200 if found else 404, body=file.read_bytes(), content_type=kind)

    context = chromium.new_context(viewport=SMALLEST, locale="id-ID")
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.route(f"{SITE_URL}**", answer)
    assert page.goto(LOST).status == 404
    yield page
    context.close()


def test_lost_reader_finds_the_home_page(lost_page):
    assert lost_page.asked == [LOST]  # tidak ada yang dimuat selain halamannya sendiri
    lost_page.get_by_role("link", name="Kembali ke beranda").click()
    assert lost_page.url == f"{SITE_URL}book/beranda.html"
    assert lost_page.locator("article h1").first.is_visible()


def test_lost_reader_can_search(lost_page):
    lost_page.get_by_label("Cari di buku ini").fill("melatih")
    lost_page.keyboard.press("Enter")
    lost_page.wait_for_url(f"{SITE_URL}search.html?q=melatih")
    lost_page.wait_for_selector("#search-results li a")


def test_page_for_the_lost_is_for_everyone(lost_page):
    for scheme in SCHEMES:
        use_scheme(lost_page, scheme)
        assert violations(lost_page) == []
    assert english_texts(lost_page.content()) == set()
    assert lost_page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def test_without_address_there_is_no_such_page(sample):
    assert not (sample.html / NOT_FOUND).exists()

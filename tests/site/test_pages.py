"""Setiap halaman: bahasa, teks pengganti gambar, tautan, dan tidak adanya pihak ketiga."""

from urllib.parse import unquote, urlsplit

import pytest
from site_text import parse

MAX_SOUND_BYTES = 200_000
RESOURCES = {"img": "src", "script": "src", "link": "href", "source": "src", "iframe": "src"}


@pytest.fixture
def soup(site, page_name):
    return parse((site / page_name).read_text(encoding="utf-8"))


def test_language_is_indonesian(soup):
    assert soup.html.get("lang") == "id"


def test_every_image_has_alternative_text(soup):
    for image in soup.find_all("img"):
        alt = image.get("alt", "").strip()
        assert alt, f"gambar tanpa alt: {image.get('src')}"
        assert not alt.endswith((".png", ".svg", ".jpg")), f"alt berupa nama berkas: {alt}"


def test_no_resource_from_another_host(soup):
    for tag, attribute in RESOURCES.items():
        for element in soup.find_all(tag):
            address = element.get(attribute, "")
            if "canonical" not in element.get("rel", []):
                assert not urlsplit(address).netloc, f"{tag} memuat {address}"


def test_sounds_can_be_played_and_are_small(soup):
    for player in soup.find_all("audio"):
        assert player.has_attr("controls")
        assert player["aria-label"]
        assert player["src"].startswith("data:audio/wav;base64,")
        assert len(player["src"]) < MAX_SOUND_BYTES


def test_the_music_page_has_sounds(site):
    page = parse((site / "book/penerapan/musik.html").read_text(encoding="utf-8"))
    assert len(page.find_all("audio")) >= 2


def anchors(path, known={}):  # noqa: B006 - singgahan: setiap berkas diurai sekali saja
    if path not in known:
        tree = parse(path.read_text(encoding="utf-8"))
        known[path] = {element["id"] for element in tree.find_all(id=True)}
    return known[path]


def test_internal_links_resolve(soup, site, page_name):
    broken = []
    for element in soup.find_all(href=True) + soup.find_all(src=True):
        address = element.get("href") or element.get("src")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address == "#":
            continue
        target = (site / page_name).parent / unquote(parts.path) if parts.path else site / page_name
        target = target.resolve()
        if not target.is_file():
            broken.append(address)
        elif parts.fragment and target.suffix == ".html":
            if unquote(parts.fragment) not in anchors(target):
                broken.append(address)
    assert not broken


def test_exercises_are_numbered_from_one_on_every_page(soup):
    """Pemeriksa mencetak "Latihan 1", "Latihan 2", ...; judul soalnya harus sama."""
    titles = [
        each.get_text(" ", strip=True) for each in soup.select("div.exercise > p.admonition-title")
    ]
    expected = [f"Latihan {position}" for position in range(1, len(titles) + 1)]
    assert [" ".join(title.split()[:2]) for title in titles] == expected

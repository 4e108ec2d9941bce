"""Setiap halaman: bahasa, teks pengganti gambar, tautan, dan tidak adanya pihak ketiga."""

import base64
import re
import wave
from urllib.parse import unquote, urlsplit

import pytest
from site_build import ROOT
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


def test_sounds_are_files_fetched_on_request(soup, site, page_name):
    assert "data:audio" not in str(soup)
    for player in soup.find_all("audio"):
        assert player.has_attr("controls")
        assert player["aria-label"]
        assert player["preload"] == "none"
        path = (site / page_name).parent / player["src"]
        with wave.open(str(path)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        assert path.stat().st_size < MAX_SOUND_BYTES
        link = player.find_next("a")
        assert link["href"] == player["src"]
        assert link.has_attr("download")
        assert player["aria-label"] in link.get_text()
        assert f"{round(seconds)} detik" in link.parent.get_text()


def test_the_music_page_has_the_sounds_of_its_notebook(site):
    page = site / "book/penerapan/musik.html"
    players = parse(page.read_text(encoding="utf-8")).find_all("audio")
    notebook = (ROOT / "book/penerapan/musik.ipynb").read_text(encoding="utf-8")
    contents = re.findall(r"audio/wav;base64,([\w+/=]+)", notebook)
    stored = [base64.b64decode(content) for content in contents]
    assert len(stored) >= 2
    assert [(page.parent / player["src"]).read_bytes() for player in players] == stored


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

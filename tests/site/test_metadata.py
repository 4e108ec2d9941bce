"""Kepala halaman: keterangan, satu viewport, dan kartu media sosial bila situs beralamat."""

import pytest
from PIL import Image
from site_build import REDIRECT, SITE, SITE_URL, html_pages
from site_text import parse

CHAPTER = "book/gan/contoh.html"
CARD = "_static/kartu.png"
LARGEST_CARD = 300_000


def head(path):
    return parse(path.read_text(encoding="utf-8")).head


def content(tree, selector):
    """Isi satu-satunya `meta` yang cocok."""
    (found,) = tree.select(selector)
    return found["content"]


def test_every_page_says_what_it_is_about(site):
    seen = {}
    for name in html_pages(SITE):
        if name.startswith("book/"):
            text = content(head(SITE / name), "meta[name=description]")
            assert 40 <= len(text) <= 200, (name, text)
            assert text[-1] in ".?!…", (name, text)
            assert "<" not in text
            assert "\\" not in text
            seen.setdefault(text, []).append(name)
    assert [names for names in seen.values() if len(names) > 1] == []
    assert len(seen) >= 40


def test_a_chapter_is_described_by_its_line_at_home(site):
    text = content(head(SITE / "book/gan/dcgan.html"), "meta[name=description]")
    home = parse((SITE / "book/beranda.html").read_text(encoding="utf-8"))
    item = home.select_one("article li a[href='gan/dcgan.html']").find_parent("li")
    assert text in item.get_text()
    assert text.startswith("Anda membangun dua jaringan")


def test_every_page_has_one_viewport(site):
    for name in html_pages(SITE):
        if name.startswith("book/") or name in {"search.html", REDIRECT}:
            assert content(head(SITE / name), "meta[name=viewport]").startswith(
                "width=device-width"
            )


def test_addressed_page_has_a_card(addressed_sample):
    tree = head(addressed_sample.html / CHAPTER)
    assert content(tree, "meta[property='og:image']") == SITE_URL + CARD
    assert "autoencoder" in content(tree, "meta[property='og:image:alt']")
    assert content(tree, "meta[property='og:locale']") == "id_ID"
    assert content(tree, "meta[name='twitter:card']") == "summary_large_image"
    assert content(tree, "meta[property='og:description']") == content(
        tree, "meta[name=description]"
    )
    card = addressed_sample.html / CARD
    size = [content(tree, f"meta[property='og:image:{side}']") for side in ("width", "height")]
    with Image.open(card) as picture:
        assert list(map(str, picture.size)) == size == ["1200", "630"]
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 30
    assert card.stat().st_size < LARGEST_CARD


def test_without_address_there_is_no_card(sample):
    assert not (sample.html / CARD).exists()


@pytest.mark.parametrize("name", [CHAPTER, "book/beranda.html"])
def test_sample_page_is_described_without_address(sample, name):
    assert len(content(head(sample.html / name), "meta[name=description]")) > 20

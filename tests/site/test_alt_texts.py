"""Teks pengganti: mengatakan apa yang terlihat, bukan mengulang keterangan atau nama berkas."""

import re

import pytest
from site_build import SITE
from site_text import WORD, parse

FEWEST_WORDS = 8
FEWEST_NEW_WORDS = 5  # kata yang belum ada di judul dan keterangan gambarnya
EMPTY_STARTS = re.compile(r"^(gambar|grafik|plot|kurva|citra|foto|ilustrasi|diagram)\.?$", re.I)


def normal(text):
    return " ".join(text.lower().split()).rstrip(".")


def words(text):
    return {word.lower() for word in WORD.findall(text)}


def title_of(image):
    """Teks yang dibaca pembaca tepat di sekitar gambar: judul bagian dan keterangannya."""
    section = image.find_parent("section")
    heading = section.find(re.compile("^h[1-6]$")) if section else None
    figure = image.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    return [element.get_text(" ", strip=True) for element in (heading, caption) if element]


def alt_problems(tree):
    """Teks pengganti yang miskin, beserta alasannya."""
    problems, seen = [], {}
    for image in tree.select("article img"):
        alt, source = image.get("alt", ""), image["src"]
        around = title_of(image)
        new = words(alt) - words(" ".join(around))
        if seen.setdefault(normal(alt), source) != source:
            problems.append((alt, "dipakai dua gambar yang berlainan"))
        if normal(alt) in map(normal, around) or len(new) < FEWEST_NEW_WORDS:
            problems.append((alt, "hanya mengulang judul atau keterangan"))
        if len(alt.split()) < FEWEST_WORDS or EMPTY_STARTS.match(alt):
            problems.append((alt, "terlalu sedikit"))
        if normal(alt).startswith(("gambar ini", "gambar dari", "gambar yang")):
            problems.append((alt, "dibuka dengan kata yang sudah dikatakan pembaca layar"))
    return problems


def test_alt_says_what_is_to_be_seen(site, page_name):
    assert alt_problems(parse((SITE / page_name).read_text(encoding="utf-8"))) == []


def test_sounds_and_demos_have_labels_of_their_own(site, page_name):
    tree = parse((SITE / page_name).read_text(encoding="utf-8"))
    labels = [sound["aria-label"] for sound in tree.select("audio")]
    assert len(set(labels)) == len(labels)
    assert all(demo.img["alt"] for demo in tree.select("figure.demo"))


GOOD = "Dua kurva menurun: yang utuh berhenti di bawah garis putus-putus pada epoch kelima."
FIGURE = '<article><section><h2>Galat latih</h2><figure><img src="{}" alt="{}">'
CAPTION = "Galat latih dan galat uji selama sepuluh epoch pelatihan jaringan kecil."
FIGURE += f"<figcaption>{CAPTION}</figcaption>"


@pytest.mark.parametrize(
    "html",
    [
        FIGURE.format("a.webp", ""),
        FIGURE.format("a.webp", "Gambar"),
        FIGURE.format("a.webp", "Galat latih"),
        FIGURE.format("a.webp", CAPTION),
        FIGURE.format("a.webp", "Kurva galat."),
        FIGURE.format("a.webp", GOOD).replace("</article>", "")
        + FIGURE.format("b.webp", GOOD).removeprefix("<article>"),
        FIGURE.format("a.webp", f"Gambar ini memperlihatkan {GOOD.lower()}"),
    ],
)
def test_poor_alt_is_seen(html):
    assert alt_problems(parse(html))


def test_good_alt_passes():
    assert alt_problems(parse(FIGURE.format("a.webp", GOOD))) == []

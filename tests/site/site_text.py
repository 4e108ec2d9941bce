"""Pengambilan teks dari halaman situs."""

import re

from bs4 import BeautifulSoup

TEXT_ATTRIBUTES = (
    "title",
    "aria-label",
    "placeholder",
    "alt",
    "data-bs-title",
    "data-tooltip",
    "data-toggle-hint",
)

# Unsur yang isinya bukan bahasa Indonesia, masing-masing dengan alasan.
FOREIGN = {
    "script, style, noscript style": "bukan teks",
    "pre, code, kbd, .sig, .highlight": "kode dan tombol papan ketik",
    "dl.field-list strong, dl.field-list em": "nama dan jenis parameter dalam referensi API",
    ".math": "rumus",
    "em, i:not([class])": "istilah asing dan judul karya ditulis miring",
    "[lang]:not(html):not([lang=id])": "bahasa lain yang dinyatakan",
    ".citation": "daftar pustaka memuat judul dalam bahasa aslinya",
}
# Petunjuk sitasi mengulang isi daftar pustaka.
CITATION_LINKS = ".bibtex, a[href*='#pustaka-']"

# Token yang memuat angka, titik, garis miring, atau garis bawah adalah nama berkas atau kode.
WORD = re.compile(r"(?<![\w./@-])[^\W\d_]{2,}(?:-[^\W\d_]+)*(?![\w@/]|\.\w)")


def parse(html):
    """Pohon HTML sebuah halaman."""
    return BeautifulSoup(html, "html.parser")


def without_foreign(soup):
    """Buang unsur asing dari pohon, lalu kembalikan pohon itu."""
    for link in soup.select(CITATION_LINKS):
        link.attrs.pop("title", None)
    for selector in FOREIGN:
        for element in soup.select(selector):
            element.replace_with(" ")
    return soup


def text_pieces(html):
    """Semua teks dan atribut yang dibaca pengguna, tanpa unsur asing."""
    soup = without_foreign(parse(html))
    pieces = list(soup.stripped_strings)
    for element in soup.find_all(True):
        pieces += [element[name].strip() for name in TEXT_ATTRIBUTES if element.get(name)]
    return [" ".join(piece.split()) for piece in pieces]


def words(html):
    """Himpunan kata yang dibaca pengguna, tanpa unsur asing."""
    return {word for piece in text_pieces(html) for word in WORD.findall(piece)}

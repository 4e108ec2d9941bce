"""Tidak ada teks antarmuka berbahasa Inggris yang tersisa."""

import re
from pathlib import Path

import pydata_sphinx_theme
import pytest
import sphinx
import sphinx_book_theme
import sphinx_exercise
import sphinx_togglebutton
from babel.messages.pofile import read_po
from site_build import REDIRECT, ROOT, html_pages
from site_text import text_pieces
from site_view import SAMPLE_PAGES, wake_demos

# Teks Inggris yang boleh tersisa, masing-masing dengan alasan.
ALLOWED = {"generatif.models.context_encoder.hide": "nama fungsi di tautan referensi API"}

# Kata kerja dan penunjuk antarmuka Inggris yang tidak mungkin muncul dalam kalimat Indonesia.
ENGLISH = re.compile(
    r"\b(the|of|and|to|this|that|with|from|show|hide|hidden|toggle|click|copy|copied|search|"
    r"searching|results|link|permalink|next|previous|page|pages|back|skip|content|contents|"
    r"sidebar|navigation|open|close|download|source|edit|issue|launch|light|dark|settings|"
    r"color|fullscreen|print|references|returns|raises|parameters|exercise|solution|note|"
    r"warning|proof|table|figure|index|home|announcement|version|warning|your|all)\b",
    re.IGNORECASE,
)


def package_catalogs():
    """Katalog gettext semua paket yang ikut menulis halaman."""
    folders = {
        sphinx: "locale/id/LC_MESSAGES/sphinx.po",
        pydata_sphinx_theme: "locale/sphinx.pot",
        sphinx_book_theme: "theme/sphinx_book_theme/static/locales/id/LC_MESSAGES/booktheme.po",
        sphinx_exercise: "translations/locales/id/LC_MESSAGES/exercise.po",
        sphinx_togglebutton: "translations/locales/id/LC_MESSAGES/togglebutton.po",
    }
    return [Path(package.__file__).parent / path for package, path in folders.items()]


def english_messages():
    """Pesan Inggris dari semua katalog yang terjemahannya berbeda dari aslinya, atau kosong."""
    translations = {}
    for path in package_catalogs() + sorted((ROOT / "website" / "locale").rglob("*.po")):
        with path.open("rb") as file:
            translations |= {message.id: message.string for message in read_po(file)}
    return {english for english, text in translations.items() if english and english != text}


MESSAGES = english_messages()


def english_texts(html):
    """Teks halaman yang tampak berbahasa Inggris dan tidak diizinkan."""
    pieces = set(text_pieces(html)) - set(ALLOWED)
    return {piece for piece in pieces if piece in MESSAGES or ENGLISH.search(piece)}


def test_no_english_in_page(site, page_name):
    english = english_texts((site / page_name).read_text(encoding="utf-8"))
    assert english == set()


def test_no_english_after_scripts_have_run(site_url, content_page, open_page):
    english = english_texts(open_page(f"{site_url}/{content_page}").content())
    assert english == set()


def test_no_english_in_any_kind_of_element(sample, sample_url, open_page):
    for name in set(html_pages(sample.html)) - {REDIRECT}:
        english = english_texts(open_page(f"{sample_url}/{name}").content())
        assert english == set(), name


def press_everything(page):
    """Tekan tombol demo, salin, dan lipat; kembalikan teks halaman sesudah setiap tekanan."""
    texts = []
    for selector in ("figure.demo button", "button.copybtn", "button.toggle-button"):
        for button in page.locator(selector).all()[:12]:
            if button.is_visible():
                button.click()
                texts.append(page.content())
    for button in page.locator(".bd-header-article button:visible").all():
        button.hover()  # keterangan melayang dibuat oleh skrip
        page.wait_for_timeout(150)
        texts.append(page.content())
    page.keyboard.press("Control+k")
    return [*texts, page.content()]


@pytest.mark.parametrize("name", SAMPLE_PAGES)
def test_no_english_while_the_page_is_used(site_url, name, open_page):
    page = open_page(f"{site_url}/{name}")
    wake_demos(page)
    texts = press_everything(page)
    assert len(texts) > 3
    assert set().union(*map(english_texts, texts)) == set()


def test_demo_that_cannot_load_speaks_indonesian(site_url, open_page):
    page = open_page(f"{site_url}/book/beranda.html")
    page.route("**/demo/gan2d*", lambda route: route.abort())
    page.goto(f"{site_url}/book/gan/kegagalan.html")
    page.locator("figure.demo").scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-state=gagal] button")
    assert page.inner_text("figure[data-state=gagal] button") == "Demo gagal dimuat. Coba lagi"
    assert english_texts(page.content()) == set()


@pytest.mark.parametrize("query", ["diskriminator", "xyzzy", ""])
def test_search_speaks_indonesian(site_url, query, open_page):
    page = open_page(f"{site_url}/search.html?q={query}")
    page.wait_for_timeout(1500)
    assert english_texts(page.content()) == set()


def test_slides_speak_indonesian(site, open_page):
    page = open_page((site / "salindia" / "gan-teori.html").as_uri())
    names = page.locator("button").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert names == ["Salindia sebelumnya", "Salindia berikutnya"]
    page.click("#maju")
    assert english_texts(page.content()) == set()


def test_no_english_in_addressed_buttons(addressed_sample):
    page = addressed_sample.html / "book/gan/contoh.html"
    assert english_texts(page.read_text(encoding="utf-8")) == set()


def test_allowed_list_has_no_leftovers(site):
    texts = {piece for name in html_pages(site) for piece in text_pieces((site / name).read_text())}
    assert set(ALLOWED) <= texts


INTERFACE = {
    "book/gan/contoh.html": [
        "Latihan 1",
        "Solusi",
        "Gambar 1",
        "Tabel 1",
        "Tampilkan kode",
        "Menurut Goodfellow dkk. (2014)",
        "(Kingma dan Ba, 2015)",
        "Isi halaman",
        "berikutnya",
    ],
    "book/beranda.html": [
        "Catatan",
        "Kembali ke atas",
        "Cari",
        "CC BY-SA 4.0",
        "Oleh Tim Generatif",
    ],
    "book/pustaka.html": ["Ian Goodfellow, Jean Pouget-Abadie, dan Mehdi Mirza", "Dalam Advances"],
}


def test_indonesian_interface_is_shown(sample, sample_url, open_page):
    assert sample.returncode == 0, sample.log
    for name, expected in INTERFACE.items():
        shown = " ".join(open_page(f"{sample_url}/{name}").text_content("body").split())
        assert [text for text in expected if text not in shown] == []


def test_copy_button_speaks_indonesian(sample_url, open_page):
    page = open_page(f"{sample_url}/book/gan/contoh.html")
    page.wait_for_selector("button.copybtn", state="attached")
    buttons = page.eval_on_selector_all("button.copybtn", "all => all.map(b => b.dataset.tooltip)")
    assert set(buttons) == {"Salin"}

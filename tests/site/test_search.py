"""Pencarian bahasa Indonesia: imbuhan dipotong sama di Python dan di peramban."""

import pytest
import snowballstemmer
from site_build import html_pages
from site_text import words

FAMILY = ["latih", "melatih", "latihan", "pelatihan", "dilatih", "melatihnya"]
STEM_ALL = "words => { const stemmer = new Stemmer(); return words.map(w => stemmer.stemWord(w)); }"


def search(open_page, url, query):
    """Judul hasil dan pesan status halaman pencarian."""
    page = open_page(f"{url}/search.html?q={query}")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.includes('.')")
    page.wait_for_timeout(300)
    return page.locator("ul.search li a").all_inner_texts(), page.inner_text("#search-results")


def test_word_family_has_one_stem():
    stemmer = snowballstemmer.stemmer("indonesian")
    assert set(stemmer.stemWords(FAMILY)) == {"latih"}


def test_browser_and_python_give_the_same_stems(site, site_url, open_page):
    vocabulary = {w.lower() for name in html_pages(site) for w in words((site / name).read_text())}
    vocabulary = sorted(vocabulary.union(FAMILY))
    page = open_page(f"{site_url}/search.html")
    in_browser = page.evaluate(STEM_ALL, vocabulary)
    in_python = snowballstemmer.stemmer("indonesian").stemWords(vocabulary)
    assert dict(zip(vocabulary, in_browser, strict=True)) == dict(
        zip(vocabulary, in_python, strict=True)
    )


@pytest.mark.parametrize("query", ["melatih", "peta"])
def test_search_finds_another_form_of_the_word(sample, sample_url, open_page, query):
    everything = [(sample.html / name).read_text() for name in html_pages(sample.html)]
    assert not any(query in text for text in everything)
    titles, status = search(open_page, sample_url, query)
    assert titles == ["Tugas mandiri"]
    assert "Pencarian selesai: 1 halaman cocok." in status


def test_search_finds_training_in_the_book(site_url, open_page):
    titles, _ = search(open_page, site_url, "melatih")
    assert any("DCGAN" in title for title in titles)


def test_stop_words_are_not_searched(sample_url, open_page):
    titles, status = search(open_page, sample_url, "yang")
    assert titles == []
    assert "Tidak ada halaman yang cocok." in status

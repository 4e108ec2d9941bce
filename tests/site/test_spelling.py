"""Ejaan seluruh prosa situs menurut hunspell dan daftar kata proyek."""

import subprocess

import pytest
from site_build import ROOT, html_pages
from site_text import words

WORD_LIST = ROOT / "website" / "spelling" / "kata.txt"
PROJECT_WORDS = WORD_LIST.read_text(encoding="utf-8").split()
CLITICS = ("nya", "lah", "kah", "pun")
ADVICE = "perbaiki ejaannya, tulis miring bila istilah asing, atau tambahkan ke " + WORD_LIST.name


def forms(part):
    """Bentuk sebuah kata: utuh, lalu tanpa klitik ("bobotnya" menjadi "bobot")."""
    return [part] + [part.removesuffix(clitic) for clitic in CLITICS if part.endswith(clitic)]


def all_forms(word):
    """Setiap bentuk yang mungkin ditanyakan ke kamus untuk sebuah kata."""
    return {word}.union(*(forms(part) for part in word.split("-")))


def rejected_by_dictionary(hunspell, candidates):
    """Bagian dari candidates yang ditolak kamus."""
    result = subprocess.run(
        [hunspell, "-d", "id_ID", "-i", "utf-8", "-l"],
        input="\n".join(sorted(candidates)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(result.stdout.split())


@pytest.fixture(scope="session")
def site_words(site):
    """Kata yang dibaca pengguna di setiap halaman."""
    return {name: words((site / name).read_text(encoding="utf-8")) for name in html_pages(site)}


@pytest.fixture(scope="session")
def rejected(site_words, hunspell):
    """Bentuk kata dari seluruh situs yang ditolak kamus."""
    every_word = set().union(*site_words.values())
    return rejected_by_dictionary(hunspell, set().union(*map(all_forms, every_word)))


def is_misspelt(word, rejected):
    """Benar bila kata, atau salah satu unsurnya, tidak dikenal kamus maupun proyek."""

    def is_known(form):
        return form not in rejected or form in PROJECT_WORDS or form.lower() in PROJECT_WORDS

    parts = word.split("-")
    return not is_known(word) and not all(any(map(is_known, forms(part))) for part in parts)


def test_page_is_spelt_correctly(page_name, site_words, rejected):
    misspelt = {word for word in site_words[page_name] if is_misspelt(word, rejected)}
    assert not misspelt, f"{sorted(misspelt)}: {ADVICE}"


def test_word_list_is_sorted_without_duplicates():
    assert PROJECT_WORDS == sorted(set(PROJECT_WORDS), key=lambda word: (word.lower(), word))


def test_word_list_holds_only_words_that_are_needed(site_words, rejected):
    used = set().union(*map(all_forms, set().union(*site_words.values()))) & rejected
    unused = set(PROJECT_WORDS) - used - {form.lower() for form in used}
    assert unused == set()

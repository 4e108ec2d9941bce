"""Daftar pustaka: lengkap, tidak ganda, dan cocok dengan sitasi di buku dan di kode."""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from pybtex.database import parse_file

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
BIB_FILE = BOOK / "pustaka.bib"
ENTRIES = dict(parse_file(BIB_FILE, bib_format="bibtex").entries)

ARXIV_ID = re.compile(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}")
DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")
URL = re.compile(r"https://[\w.~/?=-]+")
CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
ARXIV_MENTION = re.compile(r"arxiv(?:\.org/abs/|[:\s]\s*)(\d{4}\.\d{4,5})", re.IGNORECASE)
# Huruf yang tidak terurai menjadi huruf dasar dan tanda.
PLAIN_LETTERS = str.maketrans("øı", "oi")

# Dua rujukan yang keliru di laporan asal: makalah, nomor arXiv, dan penulisnya.
REPAIRED = {
    "mirza2014cgan": ("1411.1784", ["Mirza", "Osindero"]),
    "sonderby2017noise": ("1610.04490", ["Sønderby", "Caballero", "Theis", "Shi", "Huszár"]),
}


@pytest.fixture(params=ENTRIES.values(), ids=ENTRIES.keys())
def entry(request):
    return request.param


def surnames(entry):
    return [" ".join(person.last_names) for person in entry.persons["author"]]


def identifiers(field):
    """Nilai `field` di semua entri yang memilikinya, dalam huruf kecil."""
    return [entry.fields[field].lower() for entry in ENTRIES.values() if field in entry.fields]


def book_texts():
    """Teks setiap halaman buku: seluruh isi berkas .md dan sel Markdown notebook."""
    texts = {path: path.read_text(encoding="utf-8") for path in BOOK.rglob("*.md")}
    for path in BOOK.rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        texts[path] = "\n\n".join(prose)
    return texts


def test_entry_has_authors_title_and_year(entry):
    assert all(surnames(entry))
    assert entry.fields["title"].strip()
    assert re.fullmatch(r"(19|20)\d{2}", entry.fields["year"])


def test_entry_can_be_found(entry):
    assert {"doi", "eprint", "url"} & set(entry.fields.keys())


def test_identifiers_are_well_formed(entry):
    if "eprint" in entry.fields:
        assert entry.fields["archiveprefix"] == "arXiv"
        assert ARXIV_ID.fullmatch(entry.fields["eprint"])
    if "doi" in entry.fields:
        assert DOI.fullmatch(entry.fields["doi"])
    if "url" in entry.fields:
        assert URL.fullmatch(entry.fields["url"])


@pytest.mark.parametrize("key", [key for key, each in ENTRIES.items() if "eprint" in each.fields])
def test_arxiv_number_fits_the_year(key):
    fields = ENTRIES[key].fields
    delay = int(fields["year"]) - (2000 + int(fields["eprint"][:2]))
    # Terbit di prosiding sesudah arXiv; -1 untuk naskah akhir Desember bernomor Januari.
    assert -1 <= delay <= 2


def test_key_is_surname_year_and_word(entry):
    name = surnames(entry)[0].lower().translate(PLAIN_LETTERS)
    ascii_name = re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", name))
    assert re.fullmatch(rf"{ascii_name}{entry.fields['year']}[a-z]+", entry.key)


def test_entry_says_how_it_was_checked(entry):
    assert date.fromisoformat(entry.fields["checked"]) >= date(2026, 11, 1)
    assert len(entry.fields["checked_with"]) > 10
    assert "note" not in entry.fields


def test_keys_are_unique():
    keys = re.findall(r"^@\w+\{([^,]+),", BIB_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len({key.lower() for key in keys}) == len(keys) == len(ENTRIES)


@pytest.mark.parametrize("field", ["title", "eprint", "doi", "url"])
def test_no_two_entries_share(field):
    values = identifiers(field)
    assert sorted(values) == sorted(set(values))


@pytest.mark.parametrize("key", REPAIRED)
def test_mistakes_of_the_reports_do_not_return(key):
    number, authors = REPAIRED[key]
    assert [name for name, each in ENTRIES.items() if each.fields.get("eprint") == number] == [key]
    assert surnames(ENTRIES[key]) == authors


def test_every_citation_has_an_entry():
    cited = {
        key.strip(): path.name
        for path, text in book_texts().items()
        for keys in CITED.findall(text)
        for key in keys.split(",")
    }
    assert "goodfellow2014gan" in cited
    assert {key: page for key, page in cited.items() if key not in ENTRIES} == {}


def test_arxiv_numbers_in_prose_and_code_have_an_entry():
    texts = book_texts()
    texts |= {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    mentioned = {
        number: path.name for path, text in texts.items() for number in ARXIV_MENTION.findall(text)
    }
    assert "1406.2661" in mentioned
    known = identifiers("eprint")
    assert {number: page for number, page in mentioned.items() if number not in known} == {}

"""PDF seluruh buku, dibaca dengan poppler dan pypdf; yang diharapkan dihitung dari naskah."""

import re
import subprocess
import sys
import tomllib

import nbformat
import pytest
import yaml
from conftest import find_program
from lxml import etree
from pypdf import PdfReader
from site_build import ROOT

import make_pdf

pytestmark = pytest.mark.slow

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
NOTEBOOKS = [ROOT / f"{page}.ipynb" for page in PAGES if (ROOT / f"{page}.ipynb").exists()]
QUESTIONS = sorted((ROOT / "src/generatif/classroom/questions").glob("*.toml"))
BODY = ("-x", "0", "-y", "62", "-W", "596", "-H", "720")  # tanpa kepala dan kaki halaman
RIGHT_EDGE = 595.28 - 68.03  # A4 dikurangi tepi 2,4 cm
TOLERANCE = make_pdf.WIDEST + 2
LARGEST = 40e6
ENGLISH = (
    r"^\f?(Contents|Index|Bibliography)$|^\f?(Chapter|Figure|Table|Part|Exercise) [\dIVX]|"
    r"continue[sd] (on|from)"
)


@pytest.fixture(scope="module")
def path():
    find_program(["xelatex"], make_pdf.PACKAGES, "PDF buku tidak diperiksa")
    find_program(["pdftotext"], "poppler-utils", "PDF buku tidak diperiksa")
    done = subprocess.run([sys.executable, "tools/make_pdf.py"], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return make_pdf.BOOK


@pytest.fixture(scope="module")
def reader(path):
    return PdfReader(path)


@pytest.fixture(scope="module")
def text(path):
    return poppler("pdftotext", *BODY, str(path), "-")


def poppler(*command):
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def squeeze(text):
    """Huruf dan angka saja: pemenggalan dan pergantian baris tidak berarti."""
    return re.sub(r"\W", "", text)


def cells(path):
    return nbformat.read(path, as_version=4).cells


def title(page):
    """Judul halaman menurut naskahnya, tanpa penanda Markdown."""
    notebook = ROOT / f"{page}.ipynb"
    source = cells(notebook)[0].source if notebook.exists() else (ROOT / f"{page}.md").read_text()
    return re.search(r"^# (.*)$", source, re.MULTILINE)[1].replace("*", "").replace("`", "")


def shown_pictures():
    """Banyak gambar yang tampil: keluaran sel, demo, dan gambar di Markdown."""
    outputs = [
        output
        for path in NOTEBOOKS
        for cell in cells(path)
        if cell.cell_type == "code" and "remove-output" not in cell.metadata.get("tags", [])
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    prose = [cell.source for path in NOTEBOOKS for cell in cells(path)]
    return len(outputs) + len(re.findall(r"^:::\{demo\}", "\n".join(prose), re.MULTILINE))


def branches(outline):
    """Pasangan (judul, anak) dari daftar bersarang pypdf."""
    found = []
    for item in outline:
        if isinstance(item, list):
            found[-1][1].extend(item)
        else:
            found.append((item.title, []))
    return found


def test_outline_is_the_table_of_contents(reader):
    front, *parts = branches(reader.outline)
    assert front[0] == "Tentang buku ini"
    assert [name.split(" ", 1)[1] for name, _ in parts] == [p["caption"] for p in TOC["parts"]]
    chapters = [name for _, children in parts for name, _ in branches(children)]
    assert [squeeze(name) for name in chapters] == [
        squeeze(f"{number} {title(page)}") for number, page in enumerate(PAGES, start=1)
    ]


def test_every_chapter_ends_with_its_answers(reader):
    parts = branches(reader.outline)[1:]
    sections = [branches(inside) for _, part in parts for _, inside in branches(part)]
    last = [names[-1][0].split(" ")[-1] for names in sections if names]
    assert last.count("Jawaban") == len(NOTEBOOKS)


def test_words_of_the_book_are_indonesian(text):
    assert re.search(r"^\f?Bab 1$", text, re.MULTILINE)
    assert re.search(r"^Gambar \d+\.1: ", text, re.MULTILINE)
    assert not re.search(ENGLISH, text, re.MULTILINE)


def test_every_picture_is_there(path):
    rows = poppler("pdfimages", "-list", str(path)).splitlines()[2:]
    drawn = [row for row in rows if row.split()[2] == "image"]
    assert len(drawn) >= shown_pictures() > 150


def test_metadata_and_language(path, reader):
    info = poppler("pdfinfo", str(path))
    assert re.search(r"^Title: +Generatif: autoencoder dan GAN", info, re.MULTILINE)
    assert re.search(r"^Author: +Tim Generatif", info, re.MULTILINE)
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert path.stat().st_size < LARGEST


def test_every_internal_link_arrives(reader):
    names = set(reader.named_destinations)
    targets = [
        note.get_object().get("/A", note.get_object()).get("/D")
        for page in reader.pages
        for note in page.get("/Annots", [])
        if note.get_object().get("/A", {}).get("/S", "/GoTo") == "/GoTo"
    ]
    assert len(targets) > 1000
    assert {target for target in targets if isinstance(target, str)} <= names
    assert all(isinstance(target, str) for target in targets)


def test_citations_lead_to_the_bibliography(reader):
    places = {
        name: reader.get_destination_page_number(place)
        for name, place in reader.named_destinations.items()
    }
    cited = [page for name, page in places.items() if name.startswith("cite.")]
    last = branches(branches(reader.outline)[-1][1])[-1][0]
    assert last.endswith("Daftar pustaka")
    assert len(cited) > 100
    assert min(cited) >= places[f"chapter.{len(PAGES)}"]


def test_no_unresolved_mark(text):
    assert "??" not in text
    log = (make_pdf.FOLDER / "generatif.log").read_text(encoding="utf-8", errors="replace")
    for sign in ("Missing character", "undefined on input line", "There were undefined"):
        assert sign not in log


def test_words_stay_inside_the_margins(path):
    boxes = etree.fromstring(
        poppler("pdftotext", "-bbox", str(path), "-").encode(), etree.XMLParser(recover=True)
    )
    outside = [
        (number, word.text, float(word.get("xMax")))
        for number, page in enumerate(boxes.iter("{*}page"), start=1)
        for word in page.iter("{*}word")
        if float(word.get("xMax")) > RIGHT_EDGE + TOLERANCE
    ]
    assert outside == []


def test_no_empty_page(path, text):
    pictures = {row.split()[0] for row in poppler("pdfimages", "-list", str(path)).splitlines()[2:]}
    empty = [
        number
        for number, page in enumerate(text.split("\f")[:-1], start=1)
        if len(page.strip()) < 3 and str(number) not in pictures
    ]
    assert empty == []


def test_fonts_are_embedded(path):
    rows = poppler("pdffonts", str(path)).splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


def test_first_and_last_page_are_whole(text):
    seen = squeeze(text)
    for path in (NOTEBOOKS[0], NOTEBOOKS[-1]):
        prose = [cell.source for cell in cells(path) if cell.cell_type == "markdown"]
        assert squeeze(plain_sentence(prose)) in seen
    last = (ROOT / f"{PAGES[-1]}.md").read_text(encoding="utf-8")
    assert squeeze(last.split("\n\n")[-1]) in seen


def plain_sentence(sources):
    """Paragraf pertama tanpa penanda Markdown."""
    paragraphs = "\n\n".join(sources).split("\n\n")
    return next(p for p in paragraphs if re.fullmatch(r"[A-Z][^\n{}<>$`\[\]*_|]{80,}", p.strip()))


@pytest.mark.parametrize("bank", QUESTIONS, ids=lambda bank: bank.stem)
def test_quiz_is_printed_with_its_answers(text, bank):
    seen = squeeze(text)
    quiz = tomllib.loads(bank.read_text(encoding="utf-8"))
    for question in quiz["question"]:
        assert squeeze(question["text"]) in seen
        for option in question["option"]:
            assert squeeze(option["text"]) in seen
            assert squeeze(option["feedback"]) in seen

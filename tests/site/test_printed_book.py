"""Naskah cetak sebuah buku kecil: LaTeX-nya dibaca, tanpa TeX terpasang."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import find_program
from PIL import Image
from site_build import ROOT, SAMPLE

from generatif.classroom.quiz import load_quiz

sys.path.insert(0, str(ROOT / "website" / "ext"))
import printed_book

QUIZ = load_quiz("dcgan")
SOLUTION = "answer = ...\n### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"
WIDE = "| Kolom | Isi |\n|---|---|\n" + "| a | " + "panjang " * 30 + "|\n"
SOUND = '<audio controls aria-label="Potongan A" src="data:audio/wav;base64,AAAA"></audio>'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def cell(source, markup=None, **metadata):
    outputs = []
    if markup:
        data = {"text/html": markup, "text/plain": "<IPython.core.display.HTML object>"}
        outputs = [nbformat.v4.new_output("display_data", data)]
    return nbformat.v4.new_code_cell(source, outputs=outputs, metadata=metadata, execution_count=1)


def write_chapter(path):
    markdown = nbformat.v4.new_markdown_cell
    example = nbformat.read(SAMPLE / "book/gan/contoh.ipynb", as_version=4)
    book = nbformat.v4.new_notebook(metadata=example.metadata)
    book.cells = [
        markdown("# Bab cetak\n\nKalimat pembuka, lihat [soalnya](#soal-cetak)."),
        markdown(f"## Isi\n\n![Kotak hitam.](kotak.svg)\n\n{WIDE}"),
        cell("play()", SOUND),
        cell("display(quiz)", QUIZ._repr_html_()),
        markdown(":::{exercise} Menjawab\n:label: soal-cetak\n\nBerapa?\n:::"),
        cell(SOLUTION, tags=["hide-input"]),
        cell("folded = True", tags=["hide-input"]),
        markdown("## Rangkuman\n\nSelesai."),
    ]
    path.write_text(nbformat.writes(book), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    find_program(["rsvg-convert"], "librsvg2-bin", "naskah cetak tidak diperiksa")
    book = tmp_path_factory.mktemp("cetak") / "buku"
    shutil.copytree(SAMPLE, book)
    shutil.copy(ROOT / "_config.yml", book)
    shutil.copytree(ROOT / "website", book / "website", ignore=shutil.ignore_patterns("*.mo"))
    shutil.copytree(ROOT / "web" / "demo", book / "web" / "demo")
    write_chapter(book / "book/gan/cetak.ipynb")
    (book / "book/gan/kotak.svg").write_text(PICTURE)
    toc = book / "_toc.yml"
    toc.write_text(
        toc.read_text()
        + "  - caption: Bagian & kedua\n    chapters:\n      - file: book/gan/cetak\n"
    )
    program = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    command = [program, "build", str(book), "--builder", "latex", "-n", "-W", "--keep-going"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "_build" / "latex"


@pytest.fixture(scope="module")
def tex(folder):
    return (folder / "generatif.tex").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chapter(tex):
    return tex[tex.index(r"\chapter{Bab cetak}") :]


def words(tex):
    """Teks LaTeX tanpa perintah, tanda, dan jarak."""
    return re.sub(r"\\\w+|\W", "", tex.replace(r"\sphinxhyphen{}", ""))


def in_order(text, *pieces):
    places = [text.index(piece) for piece in pieces]
    return places == sorted(places)


def test_parts_and_front_chapter(tex):
    assert in_order(
        tex,
        r"\setcounter{secnumdepth}{-2}",
        r"\chapter{Tentang buku ini}",
        "Buku kecil ini memuat",
        r"\NumberedChapters",
        r"\part{GAN}",
        r"\chapter{Bab contoh}",
        r"\part{Bagian \& kedua}",
        r"\chapter{Bab cetak}",
    )


def test_quiz_options_come_first_and_answers_last(chapter):
    seen = words(chapter)
    question = QUIZ.questions[0]
    assert in_order(
        seen,
        words(question.text),
        words(question.option[0].text),
        "Berapa",
        "Rangkuman",
        "Jawaban",
        words(question.option[0].feedback),
    )
    for question in QUIZ.questions:
        for option in question.option:
            assert words(option.text) in seen
            assert words(option.feedback) in seen
    right = [next(o for o in q.option if o.correct) for q in QUIZ.questions]
    assert len(re.findall(r"\\sphinxstylestrong\{[A-E]\. Benar\.\}", chapter)) == len(right)


def test_solution_moves_to_the_answers_and_links_back(chapter):
    anchor = r"\detokenize{book/gan/cetak:soal-cetak}"
    assert chapter.index("answer") > chapter.index(r"\section{Jawaban}")
    assert chapter.index("folded") < chapter.index(r"\section{Jawaban}")
    assert chapter.count(rf"\label{{{anchor}}}") == 1
    assert chapter.count(rf"\hyperref[{anchor}]{{Latihan 1 (Menjawab)}}") == 1
    assert chapter.count(r"\label{exercise:soal-cetak}") == 1
    assert chapter.count(r"\hyperref[exercise:soal-cetak]") == 1


def test_sound_becomes_a_sentence(chapter):
    assert "Bunyi “Potongan A” dapat didengar di situs" in chapter
    assert "IPython" not in chapter


def test_wide_table_gets_widths(chapter):
    first, second = map(int, re.search(r"\\X\{(\d+)\}\{\d+\}\\X\{(\d+)\}", chapter).groups())
    assert second > 5 * first


def test_pictures_are_converted(folder, tex):
    assert r"\sphinxincludegraphics{{kotak}.pdf}" in tex
    assert (folder / "kotak.pdf").read_bytes().startswith(b"%PDF")
    with (
        Image.open(folder / "contoh.png") as picture,
        Image.open(SAMPLE / "book/gan/contoh.webp") as still,
    ):
        assert picture.format == "PNG"
        assert picture.size == still.size


def test_site_keeps_the_original_picture(sample):
    name = "contoh.webp"
    still = SAMPLE / "book" / "gan" / name
    assert (sample.html / "_images" / name).read_bytes() == still.read_bytes()


def test_demo_says_where_it_lives(tex):
    assert tex.count("Demo ini hidup di situs dan di buku luring.") == 2


def test_bibliography_stays_on_its_page(tex):
    assert in_order(
        tex,
        r"\chapter{Daftar pustaka}",
        r"\bibitem",
        r"\end{sphinxthebibliography}",
        r"\part{Bagian",
    )
    cited = set(re.findall(r"\\hyperlink\{cite\.([^}]+)\}", tex))
    assert cited
    assert cited <= set(re.findall(r"\\bibitem\[[^]]*\]\{([^}]+)\}", tex))


def test_unknown_markup_is_refused():
    with pytest.raises(printed_book.ExtensionError, match="belum punya bentuk cetak"):
        printed_book.readable("<table><tr><td>1</td></tr></table>")


def test_widths_fit_the_longest_word_and_the_line():
    rows = [["Kode", "Kemampuan"], ["Sub-CPMK 1.1", "menjelaskan " * 20]]
    narrow, wide = printed_book.widths(rows)
    assert narrow >= len("Sub-CPMK 1.1")
    assert narrow + wide <= printed_book.LINE
    words = printed_book.widths([["a" * 60, "b" * 60]])
    assert words == [60 + printed_book.PADDING] * 2

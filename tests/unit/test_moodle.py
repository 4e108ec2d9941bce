"""Moodle XML: sah menurut skema, teksnya kembali utuh, dan jawabannya tidak tertukar."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from lxml import etree

from generatif.classroom.exam import exam_bank
from generatif.classroom.moodle import moodle_xml
from generatif.classroom.quiz import Option, Question, Quiz, load_quiz, quiz_names
from generatif.cli import main

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = etree.XMLSchema(file=Path(__file__).with_name("moodle-xml.xsd"))
SEED = "benih khusus uji"
TRICKY = "Tanda < & > \" ' ]]> — “kutip” Ω ‖ 日本 $5 100% \\(bukan rumus\\) <b>mentah</b>"


def parse(content):
    """Pohon XML yang sudah dicocokkan dengan skema."""
    tree = etree.fromstring(content)
    SCHEMA.assertValid(tree)
    return tree


def text(node, path):
    """Teks yang akan disimpan Moodle: isi simpul dengan spasi tepi dibuang."""
    return node.findtext(path).strip()


def visible(html):
    """Teks yang terbaca di peramban."""
    return BeautifulSoup(html, "html.parser").get_text()


def read_back(tree):
    """Kuis menurut pembaca yang meniru pengimpor Moodle."""
    categories = {}
    for node in tree:
        if node.get("type") == "category":
            parts = re.split("(?<!/)/(?!/)", text(node, "category/text"))
            current = categories.setdefault(parts[-1].replace("//", "/").strip(), [])
        else:
            current.append(node)
    return categories


def one(question_text, answers=("benar", "salah satu", "salah dua"), title="Uji"):
    options = tuple(Option(each, "sebab", each == answers[0]) for each in answers)
    return moodle_xml([Quiz([Question("uji", question_text, options)], title)])


@pytest.fixture(scope="module")
def bank():
    quizzes = {name: load_quiz(name) for name in quiz_names()}
    return quizzes, parse(moodle_xml(quizzes.values()))


def test_bank_is_large_enough(bank):
    assert sum(len(quiz.questions) for quiz in bank[0].values()) >= 60


def test_every_question_returns_whole(bank):
    quizzes, tree = bank
    categories = read_back(tree)
    assert list(categories) == [quiz.title for quiz in quizzes.values()]
    for quiz in quizzes.values():
        nodes = categories[quiz.title]
        assert [text(node, "name/text") for node in nodes] == [each.id for each in quiz.questions]
        for node, question in zip(nodes, quiz.questions, strict=True):
            assert visible(text(node, "questiontext/text")) == question.text
            for answer, option in zip(node.findall("answer"), question.option, strict=True):
                assert visible(text(answer, "text")) == option.text
                assert visible(text(answer, "feedback/text")) == option.feedback
                assert answer.get("fraction") == ("100" if option.correct else "0")


def test_each_question_has_one_right_answer(bank):
    for node in bank[1].iterfind("question[@type='multichoice']"):
        fractions = [answer.get("fraction") for answer in node.findall("answer")]
        assert sorted(fractions, key=int) == ["0"] * (len(fractions) - 1) + ["100"]
        assert text(node, "single") == "true"


def test_titles_are_the_chapters(bank):
    for path in sorted((ROOT / "book").glob("*/*.ipynb")):
        source = path.read_text(encoding="utf-8")
        name = re.search(r'load_quiz\(\\"(\w+)\\"\)', source)[1]
        heading = re.search(r'"# ([^"\\]+)', source)[1]
        assert bank[0][name].title == heading.replace("*", "")


def test_special_characters_survive():
    plain = TRICKY.replace("\\(bukan rumus\\)", "(bukan rumus)")
    node = parse(one(TRICKY, (TRICKY, "a", "b"))).find("question[@type='multichoice']")
    for path in ("questiontext/text", "answer/text"):
        html = text(node, path)
        assert visible(html) == plain
        assert "<b>" not in html


def test_formulas_are_written_for_mathjax():
    html = text(parse(one("Nilai $a<b$ dan\n\n$$\\frac{p}{q}$$")), "question/questiontext/text")
    assert html == "<p>Nilai \\(a&lt;b\\) dan</p>\n<p>\\[\\frac{p}{q}\\]</p>"


def test_code_keeps_its_lines_and_symbols():
    code = "if a < b and c_1 * d_2:\n    x[0] *= $y$\n"
    html = text(parse(one(f"Baca:\n\n```python\n{code}```")), "question/questiontext/text")
    assert BeautifulSoup(html, "html.parser").select_one("pre code").get_text() == code


def test_slash_in_title_does_not_make_a_category():
    assert list(read_back(parse(one("Soal?", title="Masukan/keluaran")))) == ["Masukan/keluaran"]


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: moodle_xml([]), "Tidak ada soal"),
        (lambda: moodle_xml([load_quiz("dcgan")] * 2), "berulang: dcgan-benih"),
        (lambda: one("Soal?", title=" "), "tanpa judul"),
        (lambda: one("Soal \x01?"), "tidak sah di XML"),
        (lambda: one("Soal \ud800?"), "tidak sah di XML"),
    ],
)
def test_bad_input_is_explained(write, message):
    with pytest.raises(ValueError, match=message):
        write()


def test_schema_rejects_what_moodle_cannot_use():
    content = one("Soal?")
    faults = [
        (b'fraction="100"', b'fraction="seratus"'),
        (b'type="multichoice"', b'type="multiple"'),
        (b"<single>true", b"<single>satu"),
        (b'<feedback format="html">', b"<feedback>"),
    ]
    for old, new in faults:
        assert old in content
        assert not SCHEMA.validate(etree.fromstring(content.replace(old, new)))


def run(*arguments, **environment):
    return CliRunner().invoke(main, [str(each) for each in arguments], env=environment)


def test_commands_write_banks(tmp_path):
    result = run("kuis", "moodle", tmp_path / "a.xml", "dcgan")
    assert result.output.endswith("a.xml, 5 soal dalam 1 kategori.\n")
    assert list(read_back(parse((tmp_path / "a.xml").read_bytes()))) == ["DCGAN pada MNIST"]
    result = run("kuis", "ujian", tmp_path / "b.xml", "stabil", GENERATIF_BENIH_UJIAN=SEED)
    assert result.output.endswith("8 soal dalam 2 kategori.\n")
    assert (tmp_path / "b.xml").read_bytes() == moodle_xml(exam_bank(SEED, 4, ["stabil"]))
    result = run("kuis", "moodle", tmp_path / "c.xml", "bulan")
    assert result.output.startswith("Galat: Tidak ada kuis 'bulan'")
    assert not (tmp_path / "c.xml").exists()


def test_exam_bank_is_valid():
    quizzes = exam_bank(SEED, 5)
    tree = parse(moodle_xml(quizzes))
    count = sum(len(quiz.questions) for quiz in quizzes)
    assert len(tree.findall("question[@type='multichoice']")) == count
    assert "$" not in "".join(tree.xpath("//questiontext/text/text()"))

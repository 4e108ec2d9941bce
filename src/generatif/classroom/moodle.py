r"""Bank soal sebagai Moodle XML, siap diimpor ke bank soal Moodle.

Bentuknya menurut `https://docs.moodle.org/en/Moodle_XML_format` dan pengimpor Moodle sendiri
(`question/format/xml/format.php` di repositori moodle/moodle): soal `multichoice` berjawaban
tunggal, satu kategori per kuis, pilihan benar `fraction="100"` dan yang lain `0`, umpan balik per
pilihan. Teks soal adalah Markdown; hasilnya HTML dengan rumus di antara `\(` dan `\)`, yang
digambar filter MathJax bawaan Moodle. HTML mentah di dalam teks tidak diteruskan.

Memerlukan `markdown-it-py` dan `mdit-py-plugins` (lisensi MIT), pasang dengan
`python -m pip install ".[moodle]"`.
"""

import re
from html import escape
from xml.etree import ElementTree

CATEGORY_ROOT = "$course$/top/Generatif"
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moodle_xml(quizzes):
    """Tulis kuis sebagai satu berkas Moodle XML.

    Args:
        quizzes: daftar :class:`~generatif.classroom.quiz.Quiz`; judulnya menjadi kategori.

    Returns:
        Isi berkas, `bytes` berkode UTF-8.

    Raises:
        ValueError: bila tidak ada soal, pengenal soal berulang, kuis tanpa judul, atau teksnya
            memuat karakter yang tidak sah di XML.
    """
    quizzes = list(quizzes)
    _require_distinct([question.id for quiz in quizzes for question in quiz.questions])
    root = ElementTree.Element("quiz")
    render = _renderer()
    for quiz in quizzes:
        _add_category(root, quiz.title)
        for question in quiz.questions:
            _add_question(root, question, render)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _require_distinct(ids):
    if not ids:
        raise ValueError("Tidak ada soal; yang diharapkan: sekurangnya satu kuis berisi soal.")
    repeated = sorted({each for each in ids if ids.count(each) > 1})
    if repeated:
        raise ValueError(
            f"Pengenal soal berulang: {', '.join(repeated)}; setiap soal harus punya `id` sendiri."
        )


def _renderer():
    """Pengubah Markdown menjadi HTML, dengan rumus dalam bentuk yang dikenal MathJax."""
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin
    except ImportError as error:
        raise RuntimeError(
            f"Pustaka {error.name} belum terpasang. "
            "Jalankan di folder repositori: python -m pip install '.[moodle]'"
        ) from error
    markdown = MarkdownIt("commonmark", {"html": False}).use(dollarmath_plugin)
    for name, form in (("math_inline", r"\({}\)"), ("math_block", r"<p>\[{}\]</p>")):
        markdown.add_render_rule(name, _formula_rule(form))
    return lambda text: markdown.render(text).strip()


def _formula_rule(form):
    def rule(renderer, tokens, index, options, environment):
        return form.format(escape(tokens[index].content.strip(), quote=False))

    return rule


def _add_category(root, title):
    if not title.strip():
        raise ValueError("Kuis tanpa judul; isi `title`, karena judul menjadi nama kategori.")
    question = ElementTree.SubElement(root, "question", type="category")
    name = title.strip().replace("/", "//")  # garis miring tunggal memisahkan kategori
    _add_text(ElementTree.SubElement(question, "category"), f"{CATEGORY_ROOT}/{name}")


def _add_question(root, question, render):
    node = ElementTree.SubElement(root, "question", type="multichoice")
    _add_text(ElementTree.SubElement(node, "name"), question.id)
    _add_html(node, "questiontext", render(question.text))
    for name, value in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", question.id),
        ("single", "true"),
        ("shuffleanswers", "true"),
        ("answernumbering", "abc"),
        ("showstandardinstruction", "0"),
    ):
        ElementTree.SubElement(node, name).text = value
    for option in question.option:
        answer = _add_html(node, "answer", render(option.text))
        answer.set("fraction", "100" if option.correct else "0")
        _add_html(answer, "feedback", render(option.feedback))


def _add_html(parent, name, html):
    node = ElementTree.SubElement(parent, name, format="html")
    _add_text(node, html)
    return node


def _add_text(parent, text):
    if found := UNWRITABLE.search(text):
        raise ValueError(f"Karakter {found[0]!r} tidak sah di XML; hapus dari teks {text[:40]!r}.")
    ElementTree.SubElement(parent, "text").text = text

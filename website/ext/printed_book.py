"""Buku cetak: penyesuaian naskah bagi pembangun LaTeX; situs tidak tersentuh.

Pembangun LaTeX menyatukan semua halaman menjadi satu pohon, lalu menjalankan pengubah di sini:

- beranda menjadi bab tanpa nomor, dan kelompok di `_toc.yml` menjadi bagian;
- kuis dibaca sebagai soal dan pilihan; jawabannya, dan solusi latihan, pindah ke akhir bab;
- tabel lebar mendapat lebar kolom;
- bunyi diganti kalimat, dan gambar diam sebuah demo menyebut bahwa demonya ada di situs;
- WebP menjadi PNG dan SVG menjadi PDF, karena XeTeX tidak membacanya;
- daftar pustaka tetap di halamannya.

Rupanya ditentukan `website/latex/generatif.sty`.
"""

import subprocess
from pathlib import Path

from demos import DemoCaption
from docutils import nodes
from lxml import html
from PIL import Image
from sphinx.addnodes import start_of_file
from sphinx.builders.latex.nodes import thebibliography
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util.texescape import escape
from sphinx_exercise.nodes import is_exercise_node

from slides import book_parts

FRONT_TITLE = "Tentang buku ini"
BIBLIOGRAPHY_PAGE = "book/pustaka"
SOLUTION_MARK = "### BEGIN SOLUTION"
ANSWERS_TITLE = "Jawaban"
QUIZ_TITLE = "Kuis"
QUIZ_ANSWERS = "jawaban-kuis"
LINE = 84  # huruf tabel yang muat dalam satu baris halaman
PADDING = 3  # huruf: jarak antarkolom
LONG_TEXT = 1500  # huruf; tabel yang lebih panjang boleh terpotong halaman
WIDEST_CELL = 60  # huruf; sel yang lebih panjang tidak meminta lebar lebih
LIVE_NOTE = " Demo ini hidup di situs dan di buku luring."
SOUND_NOTE = "Bunyi “{}” dapat didengar di situs, di buku luring, dan di notebook bab ini."


def latex(text):
    """Simpul yang menulis LaTeX apa adanya."""
    return nodes.raw("", text, format="latex")


def readable(markup):
    """Simpul pengganti keluaran HTML sebuah sel.

    Args:
        markup: HTML keluaran: kuis atau bunyi.

    Returns:
        Daftar simpul.

    Raises:
        ExtensionError: bila HTML itu bukan kuis dan bukan bunyi.
    """
    root = html.fromstring(markup)
    if root.tag == "audio":
        return [nodes.paragraph("", SOUND_NOTE.format(root.get("aria-label")))]
    if root.get("class") == "kuis":
        return quiz(root)
    raise ExtensionError(f"Keluaran HTML ini belum punya bentuk cetak: {markup[:80]!r}")


def quiz(root):
    """Soal dan pilihannya, disusul wadah berisi jawaban yang nanti dipindah ke akhir bab."""
    questions = []
    answers = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    for element in root:
        if element.tag == "p":
            question = nodes.paragraph("", element.text_content())
            options = nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".")
            answers += nodes.list_item()
            questions += [question, options]
        else:
            letter, text = element.find("summary").text_content().split(". ", 1)
            options += nodes.list_item("", nodes.paragraph("", text))
            answers[-1] += answer(letter, element.find("p"))
    return [*questions, nodes.container("", answers, classes=[QUIZ_ANSWERS])]


def answer(letter, feedback):
    """Satu umpan balik, diawali huruf pilihannya; pilihan yang benar ditebalkan."""
    verdict = feedback.find("strong").text_content()
    rest = feedback.text_content().removeprefix(verdict)
    style = nodes.strong if verdict == "Benar." else nodes.inline
    return nodes.paragraph("", "", style("", f"{letter}. {verdict}"), nodes.Text(rest))


class ReadableOutputs(SphinxPostTransform):
    """Ganti keluaran HTML, sebelum MyST-NB memilih bentuk teksnya."""

    default_priority = 3
    formats = ("latex",)

    def run(self):
        """Ganti setiap wadah keluaran yang memuat HTML."""
        for bundle in list(self.document.findall(is_output_bundle)):
            for each in bundle:
                if each["mime_type"] == "text/html":
                    bundle.replace_self(readable(each.astext()))


def is_output_bundle(node):
    """Apakah simpul ini memuat beberapa bentuk dari satu keluaran."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


class AnswersLast(SphinxPostTransform):
    """Pindahkan jawaban kuis dan solusi latihan ke akhir bab, sesudah latihan bernomor."""

    default_priority = 25
    formats = ("latex",)

    def run(self):
        """Tambahkan bagian jawaban ke setiap halaman yang punya jawaban."""
        for page in list(self.document.findall(start_of_file)):
            anchor_exercises(page)
            found = [*quiz_answers(page), *solutions(page)]
            if found:
                section = nodes.section("", ids=["jawaban"])
                section += nodes.title("", ANSWERS_TITLE)
                section += found
                page[0] += section


def anchor_exercises(page):
    """Beri latihan jangkar yang dituju tautan; sphinx-exercise hanya memberi jangkarnya sendiri."""
    for exercise in list(page.findall(is_exercise_node)):
        anchor = f"\\phantomsection\\label{{{exercise_label(exercise)}}}"
        exercise.replace_self([latex(anchor), exercise])


def exercise_label(exercise):
    """Nama jangkar latihan menurut penulis LaTeX Sphinx."""
    return f"\\detokenize{{{exercise['docname']}:{exercise['label']}}}"


def quiz_answers(page):
    """Cabut jawaban kuis sebuah halaman, diawali judulnya."""
    found = []
    for box in list(page.findall(is_quiz_answers)):
        box.parent.remove(box)
        found += [nodes.rubric("", QUIZ_TITLE), *box.children]
    return found


def is_quiz_answers(node):
    """Apakah simpul ini wadah jawaban kuis."""
    return isinstance(node, nodes.container) and QUIZ_ANSWERS in node["classes"]


def solutions(page):
    """Cabut sel solusi sebuah halaman, masing-masing diawali judul latihannya."""
    found = []
    exercise = None
    for node in list(page.findall()):
        if is_exercise_node(node):
            exercise = node
        elif is_solution(node):
            node.parent.remove(node)
            found += [solution_heading(exercise), node]
    return found


def is_solution(node):
    """Apakah simpul ini sel kode yang memuat solusi latihan."""
    is_cell = isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"
    return is_cell and SOLUTION_MARK in node.astext()


def solution_heading(exercise):
    """Judul latihan yang menautkan kembali ke soalnya."""
    link = f"\\hyperref[{exercise_label(exercise)}]{{"
    return nodes.rubric("", "", latex(link), nodes.Text(exercise[0].astext()), latex("}"))


class BookShape(SphinxPostTransform):
    """Beranda sebagai bab pembuka, bagian menurut `_toc.yml`, dan daftar pustaka di tempatnya."""

    default_priority = 760  # sesudah Sphinx mengumpulkan daftar pustaka (750)
    formats = ("latex",)

    def run(self):
        """Susun ulang pohon seluruh buku."""
        root = self.document[0]
        if root.next_node(start_of_file) is None:
            return
        shape_front(root)
        name_parts(root, book_parts(Path(self.app.srcdir) / "_toc.yml"))
        place_bibliography(self.document)
        for caption in self.document.findall(DemoCaption):
            caption += nodes.Text(LIVE_NOTE)


def shape_front(root):
    """Satukan isi beranda, yang judulnya sudah ada di sampul, menjadi satu bab tanpa nomor."""
    front = nodes.section("", nodes.title("", FRONT_TITLE), ids=["tentang"])
    for node in root[1:]:
        if not isinstance(node, nodes.compound):
            root.remove(node)
            front += node
    root.insert(1, [latex(r"\setcounter{secnumdepth}{-2}"), front, latex(r"\NumberedChapters")])


def name_parts(root, parts):
    """Dahului setiap kelompok halaman dengan nama bagiannya."""
    groups = [node for node in root if isinstance(node, nodes.compound)]
    for group, (caption, pages) in zip(groups, parts, strict=True):
        if group[0]["docname"] != pages[0]:
            raise ExtensionError(f"Bagian {caption!r} tidak dimulai dari {group[0]['docname']}.")
        root.insert(root.index(group), latex(f"\\part{{{escape(caption, 'xelatex')}}}"))


def place_bibliography(document):
    """Kembalikan daftar pustaka ke halamannya, sebelum anak judul yang pertama."""
    bibliography = document.next_node(thebibliography)
    if bibliography is None:
        return
    bibliography.parent.remove(bibliography)
    page = next(p for p in document.findall(start_of_file) if p["docname"] == BIBLIOGRAPHY_PAGE)
    section = page[0]
    first = section.first_child_matching_class(nodes.section)
    section.insert(len(section) if first is None else first, bibliography)


class TableWidths(SphinxPostTransform):
    """Beri lebar kolom pada tabel yang lebih lebar dari halaman; yang panjang boleh terpotong."""

    default_priority = 30
    formats = ("latex",)

    def run(self):
        """Periksa setiap tabel."""
        for table in self.document.findall(nodes.table):
            rows = [[visible(entry) for entry in row] for row in table.findall(nodes.row)]
            if sum(longest(column) for column in zip(*rows, strict=True)) > LINE:
                columns = table.findall(nodes.colspec)
                for column, width in zip(columns, widths(rows), strict=True):
                    column["colwidth"] = width
                table["classes"].append("colwidths-given")
                if len(visible(table)) > LONG_TEXT:
                    table["classes"].append("longtable")


def visible(node):
    """Teks sebuah simpul tanpa komentar HTML."""
    texts = node.findall(nodes.Text)
    return "".join(text for text in texts if not isinstance(text.parent, nodes.raw))


def widths(rows):
    """Lebar setiap kolom dalam huruf: kata terpanjangnya, lalu sisanya dibagi menurut isinya.

    Args:
        rows: teks setiap sel, baris demi baris.

    Returns:
        Daftar bilangan bulat.
    """
    columns = list(zip(*rows, strict=True))
    words = [longest(cell for text in column for cell in text.split()) for column in columns]
    wishes = [
        max(0, min(WIDEST_CELL, longest(texts)) - word)
        for texts, word in zip(columns, words, strict=True)
    ]
    spare = max(0, LINE - sum(words) - PADDING * len(words))
    return [
        word + PADDING + spare * wish // max(1, sum(wishes))
        for word, wish in zip(words, wishes, strict=True)
    ]


def longest(texts):
    """Panjang teks terpanjang."""
    return max(map(len, texts), default=0)


class PrintablePictures(ImageConverter):
    """WebP menjadi PNG dengan Pillow, SVG menjadi PDF dengan rsvg-convert."""

    conversion_rules = [("image/webp", "image/png"), ("image/svg+xml", "application/pdf")]

    def match(self, node):
        """Apakah gambar ini perlu diubah; situs menampilkan WebP dan SVG apa adanya."""
        return self.app.builder.format == "latex" and super().match(node)

    def is_available(self):
        """Pillow selalu ada; rsvg-convert baru diperlukan bila ada SVG."""
        return True

    def convert(self, _from, _to):
        """Ubah satu gambar."""
        if _to.endswith(".png"):
            with Image.open(_from) as picture:
                picture.save(_to)
        else:
            subprocess.run(["rsvg-convert", "-f", "pdf", "-o", _to, _from], check=True)
        return True


def setup(app):
    """Daftarkan pengubah; semuanya hanya bekerja bagi pembangun LaTeX."""
    for transform in (ReadableOutputs, AnswersLast, TableWidths, BookShape, PrintablePictures):
        app.add_post_transform(transform)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Bab yang sudah menjadi HTML dipecah menjadi salindia.

Aturannya satu untuk semua bab, sehingga salindia tidak dapat menyimpang dari naskah:

- capaian pembelajaran menjadi salindia pertama;
- setiap judul bagian menjadi judul salindia;
- paragraf dan butir diwakili kalimat pertamanya;
- rumus, gambar keluaran dan gambar diam demo (dengan teks alternatifnya), tabel, kode paket, dan
  keluaran teks diambil utuh; yang panjang dibagi;
- kuis, latihan, dan bacaan lanjutan ditinggalkan, juga sel yang tersembunyi.

Tinggi setiap potongan ditaksir dalam piksel pada panggung 1280x720. Sebuah salindia ditutup begitu
potongan berikutnya tidak muat.
"""

import copy
import re
from dataclasses import dataclass, field
from html import escape
from math import ceil

from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

HEIGHT = 560
SMALL = 100  # potongan sekecil ini boleh menumpang; skrip salindia mengecilkan isinya
SKIPPED = {"Periksa pemahaman", "Latihan", "Bacaan lanjutan"}
HIDDEN_CELLS = {"tag_hide-cell", "tag_hide-input", "tag_remove-output"}
PACKAGE_CODE = "# Kode paket:"
SENTENCE_END = re.compile(r"(?<!dkk)[.?!](?=\s|$)")
CODE_LINES, OUTPUT_LINES = 20, 12
LINE, CODE_LINE, TABLE_LINE, GAP = 37, 25, 27, 14
LETTERS, TABLE_LETTERS = 78, 90
IMAGE, FORMULA = 390, 70


@dataclass(frozen=True)
class Block:
    """Sepotong isi salindia dan taksiran tingginya."""

    html: str
    height: int


@dataclass
class Slide:
    """Satu salindia."""

    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def height(self):
        """Taksiran tinggi isinya."""
        return sum(block.height for block in self.blocks)


def chapter_slides(html):
    """Salindia sebuah bab.

    Args:
        html: halaman bab hasil pembangunan situs.

    Returns:
        Pasangan (judul bab, daftar :class:`Slide`).
    """
    article = BeautifulSoup(html, "html.parser").select_one("article.bd-article")
    for element in article.select("a.headerlink, script, button, .cell .toggle"):
        element.decompose()
    for link in article.select("a"):
        link.unwrap()
    chapter = article.find("section")
    slides = []
    if aims := chapter.select_one(".admonition.tip"):
        slides += pack("Sesudah bab ini Anda dapat", [point(item) for item in aims.select("li")])
    for section in [chapter, *chapter.find_all("section")]:
        slides += section_slides(section)
    return chapter.h1.get_text(), slides


def section_slides(section):
    """Salindia satu bagian, tanpa anak bagiannya."""
    heading = own_heading(section)
    outer = [own_heading(parent) for parent in section.find_parents("section")]
    if heading is None or {each.get_text() for each in (heading, *outer)} & SKIPPED:
        return []
    blocks = []
    for element in section.find_all(True, recursive=False):
        blocks += element_blocks(element)
    return pack(heading.decode_contents(), blocks)


def own_heading(section):
    """Judul sebuah bagian; isi soal latihan juga `section`, tetapi tanpa judul."""
    return section.find(["h1", "h2", "h3", "h4"], recursive=False)


def element_blocks(element):
    """Potongan salindia dari satu unsur halaman."""
    classes = set(element.get("class", []))
    if element.name == "p":
        return [point(element)]
    if element.name in {"ul", "ol"}:
        return [point(item) for item in element.find_all("li", recursive=False)]
    if "math" in classes:
        rows = max((len(table.find_all("mtr")) for table in element.select("mtable")), default=1)
        return [Block(str(element), FORMULA + LINE * (rows - 1))]
    if "pst-scrollable-table-container" in classes:
        return table_blocks(element.table)
    if "demo" in classes:
        return [Block(f"<figure>{element.img}</figure>", IMAGE)]
    if "cell" in classes and not classes & HIDDEN_CELLS:
        return cell_blocks(element)
    return []


def point(element):
    """Kalimat pertama sebuah paragraf atau butir."""
    sentence = first_sentence(element)
    lines = ceil(len(sentence.get_text()) / LETTERS)
    kind = ' class="butir"' if element.name == "li" else ""
    return Block(f"<p{kind}>{sentence.decode_contents().strip()}</p>", lines * LINE + GAP)


def first_sentence(element):
    """Salinan unsur yang dipotong sesudah kalimat pertama; rumus dan kode tidak dipotong."""
    short = copy.copy(element)
    for nested in short.select("ul, ol, .highlight"):
        nested.decompose()
    for text in short.find_all(string=True):
        if text.find_parent(["code"]) or text.find_parent(class_="math"):
            continue
        if end := SENTENCE_END.search(text):
            for later in list(text.next_elements):
                if later not in text.parents and is_inside(later, short):
                    later.extract()
            text.replace_with(text[: end.end()])
            break
    return short


def is_inside(node, ancestor):
    """Apakah `node` masih berada di dalam `ancestor`."""
    return any(parent is ancestor for parent in node.parents)


def cell_blocks(cell):
    """Gambar, kode paket, dan keluaran teks sebuah sel."""
    blocks = []
    source = cell.select_one(".cell_input pre")
    if source and source.get_text().startswith(PACKAGE_CODE):
        blocks += code_blocks(source.get_text().strip("\n").split("\n"))
    output = cell.select_one(".cell_output")
    if output is None:
        return blocks
    pictures = [image.find_parent("picture") or image for image in output.find_all("img")]
    blocks += [Block(f"<figure>{picture}</figure>", IMAGE) for picture in pictures]
    for text in output.select(".output pre"):
        lines = text.get_text().strip("\n").split("\n")
        if len(lines) <= OUTPUT_LINES:
            html = f'<pre class="keluaran">{escape(chr(10).join(lines))}</pre>'
            blocks.append(Block(html, len(lines) * CODE_LINE + 2 * GAP))
    return blocks


def code_blocks(lines):
    """Kode, dibagi pada baris kosong bila terlalu panjang untuk satu salindia."""
    lines = [line for line in lines if not line.startswith(PACKAGE_CODE)]
    while lines and not lines[0].strip():
        lines = lines[1:]
    blocks = []
    while lines:
        cut = len(lines) if len(lines) <= CODE_LINES else best_cut(lines)
        shown = highlight("\n".join(lines[:cut]), PythonLexer(), HtmlFormatter())
        blocks.append(Block(shown, cut * CODE_LINE + 2 * GAP))
        lines = lines[cut:]
        while lines and not lines[0].strip():
            lines = lines[1:]
    return blocks


def best_cut(lines):
    """Banyak baris sebelum baris kosong terakhir yang muat, atau sebanyak yang muat."""
    empty = [index for index in range(1, CODE_LINES + 1) if not lines[index].strip()]
    return empty[-1] if empty else CODE_LINES


def table_blocks(table):
    """Tabel, dibagi menurut baris bila terlalu tinggi; kepalanya diulang."""
    head, rows = table.thead, table.select("tbody tr")
    first = row_height(head.tr) if head else 0
    parts, height = [[]], first
    for row in rows:
        if parts[-1] and height + row_height(row) > HEIGHT - 2 * GAP:
            parts.append([])
            height = first
        parts[-1].append(row)
        height += row_height(row)
    return [
        Block(
            f"<table>{head or ''}<tbody>{''.join(map(str, part))}</tbody></table>",
            min(HEIGHT, first + sum(map(row_height, part)) + GAP),
        )
        for part in parts
    ]


def row_height(row):
    """Taksiran tinggi satu baris tabel."""
    cells = row.find_all(["th", "td"])
    letters = [len(cell.get_text()) for cell in cells]
    width = TABLE_LETTERS / max(len(cells), 1)
    lines = max(ceil(sum(letters) / TABLE_LETTERS), ceil(max(letters, default=0) / (1.6 * width)))
    return max(lines, 1) * TABLE_LINE + GAP


def pack(title, blocks):
    """Bagikan potongan ke salindia, berurutan, tanpa melampaui tingginya."""
    slides = []
    for block in blocks:
        limit = HEIGHT + SMALL * (block.height <= SMALL)
        if not slides or slides[-1].height + block.height > limit:
            slides.append(Slide(title))
        slides[-1].blocks.append(block)
    return slides

"""Membaca notebook buku untuk diperiksa, tanpa menjalankannya dan tanpa TensorFlow."""

import ast
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbval.plugin import get_sanitize_patterns

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
UNCOMPARED_TAGS = {"nbval-ignore-output", "remove-output"}
SANITIZERS = get_sanitize_patterns(
    Path(__file__).with_name("nbval-sanitize.cfg").read_text(encoding="ascii")
)


@dataclass(frozen=True)
class Chapter:
    """Satu notebook: letaknya relatif terhadap `book/`, isinya, dan ukuran berkasnya."""

    path: PurePosixPath
    notebook: nbformat.NotebookNode
    size: int

    @property
    def code(self):
        """Sel-sel kode, berurutan."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def prose(self):
        """Isi sel-sel Markdown, berurutan."""
        return [cell.source for cell in self.notebook.cells if cell.cell_type == "markdown"]


def find_chapters():
    """Letak semua notebook buku."""
    return sorted(BOOK.glob("**/*.ipynb"))


def load_chapter(path):
    """Baca satu notebook buku."""
    return Chapter(
        PurePosixPath(path.relative_to(BOOK).as_posix()),
        nbformat.read(path, as_version=4),
        path.stat().st_size,
    )


def tags(cell):
    """Tag sebuah sel."""
    return cell.metadata.get("tags", [])


def parse(cell):
    """Pohon sintaks sel kode; baris `%ajaib` diterjemahkan seperti oleh IPython."""
    return ast.parse(TransformerManager().transform_cell(cell.source))


def stored_lines(cell):
    """Baris keluaran teks yang dibandingkan nbval, sesudah penggantian sanitasi."""
    texts = [text for output in cell.outputs for text in _compared_texts(output)]
    return [line for text in texts for line in _sanitize(text).splitlines()]


def compared_lines(chapter):
    """Baris keluaran semua sel yang dibandingkan nbval."""
    compared = [cell for cell in chapter.code if not UNCOMPARED_TAGS & set(tags(cell))]
    return [line for cell in compared for line in stored_lines(cell)]


def constants(chapter):
    """Semua bilangan yang tertulis di sel kode."""
    return set().union(*(_numbers(parse(cell)) for cell in chapter.code))


def package_constants():
    """Semua bilangan yang tertulis di kode paket."""
    modules = (ROOT / "src").glob("generatif/**/*.py")
    return set().union(*(_numbers(ast.parse(each.read_text("utf-8"))) for each in modules))


def _numbers(tree):
    return {
        Decimal(repr(node.value))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }


def _compared_texts(output):
    if output.output_type == "stream" and output.name == "stdout":
        return [output.text]
    if "text/plain" in output.get("data", {}):
        return [output.data["text/plain"]]
    return []


def _sanitize(text):
    for pattern, replacement in SANITIZERS:
        text = re.sub(pattern, replacement, text)
    return text

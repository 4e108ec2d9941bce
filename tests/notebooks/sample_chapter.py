"""Notebook kecil di memori, untuk melanggar aturan satu per satu."""

from pathlib import PurePosixPath

from chapters import Chapter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

FRAME_SECTIONS = """# Judul bab

## Capaian pembelajaran

## Dua jaringan

## Kesalahan yang sering terjadi

## Periksa pemahaman

## Latihan

## Rangkuman

## Bacaan lanjutan
"""
CONFIGURE = "import generatif\n\ngeneratif.configure(seed=1)\nimport keras\n\nprint(3.11)"


def chapter(*cells, path="gan/contoh-bab.ipynb", size=1000, metadata=None):
    """Bab dari sel-sel yang diberikan."""
    notebook = new_notebook(cells=list(cells), metadata=metadata or {})
    return Chapter(PurePosixPath(path), notebook, size)


def markdown(source):
    """Sel Markdown."""
    return new_markdown_cell(source)


def code(source, *outputs, number=1, tags=(), alt=None):
    """Sel kode; `outputs` boleh teks (stdout) atau keluaran nbformat."""
    metadata = {"tags": list(tags)} if tags else {}
    if alt is not None:
        metadata["mystnb"] = {"image": {"alt": alt}}
    stored = [stream(each) if isinstance(each, str) else each for each in outputs]
    return new_code_cell(source, outputs=stored, execution_count=number, metadata=metadata)


def stream(text, name="stdout"):
    """Keluaran cetak."""
    return new_output("stream", name=name, text=text)


def display(**data):
    """Keluaran tampil; garis bawah di nama kunci berarti garis miring."""
    return new_output("display_data", data={key.replace("_", "/"): v for key, v in data.items()})


def error():
    """Keluaran galat."""
    return new_output("error", ename="ValueError", evalue="salah", traceback=[])


def good_cells():
    """Sel-sel bab kecil yang memenuhi semua aturan."""
    return [
        markdown(FRAME_SECTIONS),
        code(CONFIGURE, "3.11\n"),
        code(
            "import matplotlib.pyplot as plt\n\nplt.plot([1, 4])\nplt.show()\nprint(2.5)",
            display(image_png="iVBORw0KGgo=", text_plain="<Figure size 640x480 with 1 Axes>"),
            "rerata: 2.5\n",
            number=2,
            alt="Garis lurus yang naik dari satu ke empat.",
        ),
        code(
            "# Tidak dibandingkan: berisi widget yang hidup\nprint('geser')",
            number=3,
            tags=("nbval-ignore-output", "remove-output"),
        ),
    ]

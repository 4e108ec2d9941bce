"""Notebook bab menjadi notebook Colab: Markdown biasa, tanpa jawaban, sel pertama terisi."""

import re

import nbformat

from colab_markdown import convert
from generatif.classroom.copies import clear_outputs, strip_solutions
from tasks import ROOT

CONSTRAINTS = ROOT / "tests" / "colab" / "constraints.txt"
COLAB_PYTHON = "3.13"
CHECKED = ("tensorflow", "keras", "numpy", "matplotlib", "ipywidgets")
# Yang dipakai bab tetapi versinya di Colab terlalu tua; dipasang tanpa pustaka ikutannya.
EXTRA_PACKAGES = {"book/penerapan/musik": ("music21",)}
SETUP = """\
# Menyiapkan Google Colab. Di tempat lain sel ini tidak melakukan apa pun.
import sys

if "google.colab" in sys.modules:
    import os

    os.environ["GENERATIF_STORE_URL"] = "{store}"
    %pip install -q --no-deps {packages}
    try:
        from generatif.classroom.colab import check_versions
    except ModuleNotFoundError:
        raise RuntimeError(
            "Paket generatif gagal dipasang; sebabnya tercetak di atas. "
            "Jalankan sel ini sekali lagi. Bila tetap gagal, buka "
            "notebook terbaru dari {page}"
        ) from None
    check_versions(
{tested}
    )
"""


def build(path, docname, links, wheel, store):
    """Buat notebook Colab dari satu bab.

    Args:
        path: letak notebook bab.
        docname: nama halamannya, misalnya `"book/gan/dcgan"`.
        links: :class:`colab_links.SiteLinks`.
        wheel: alamat paket, dengan hashnya.
        store: alamat folder `zoo`.

    Returns:
        `NotebookNode` tanpa keluaran.
    """
    notebook = strip_solutions(clear_outputs(nbformat.read(path, as_version=4)))
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "markdown":
            cell.source = convert(cell.source, docname, links)
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    source = setup_source(docname, links.page(docname), wheel, store)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(source, id="siapkan-colab"))
    nbformat.validate(notebook)
    return notebook


def setup_source(docname, page, wheel, store):
    """Isi sel pertama.

    Args:
        docname: nama halaman bab.
        page: alamat halamannya di situs.
        wheel: alamat paket, dengan hashnya.
        store: alamat folder `zoo`.

    Returns:
        Kode sel.
    """
    pins = pinned(ROOT / "requirements.txt")
    packages = [wheel, *(f"{name}=={pins[name]}" for name in EXTRA_PACKAGES.get(docname, ()))]
    tested = {"python": COLAB_PYTHON} | {name: colab_versions()[name] for name in CHECKED}
    return SETUP.format(
        store=store,
        packages=" ".join(f'"{package}"' for package in packages),
        page=page,
        tested="\n".join(f'        {name}="{version}",' for name, version in tested.items()),
    ).strip()


def colab_versions():
    """Versi paket bawaan Colab; `tensorflow-cpu` di kembarannya mewakili `tensorflow`.

    Returns:
        `dict` nama paket ke versi.
    """
    versions = pinned(CONSTRAINTS)
    return versions | {"tensorflow": versions["tensorflow-cpu"]}


def pinned(path):
    """Versi yang dipatok di sebuah berkas persyaratan.

    Args:
        path: letak berkas.

    Returns:
        `dict` nama paket ke versi.
    """
    return dict(re.findall(r"^([\w-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))

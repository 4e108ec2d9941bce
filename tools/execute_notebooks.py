"""Menjalankan notebook dan menyimpan keluarannya: satu-satunya alat yang menulis keluaran.

    python tools/execute_notebooks.py                       semua notebook buku
    python tools/execute_notebooks.py book/gan/dcgan.ipynb  yang disebut saja

Jalankan dengan Python milik `.venv`. Notebook dijalankan dari folder sementara, dengan
pengaturan yang sama dengan pemeriksaan nbval. Notebook yang selnya gagal tidak disimpan.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tasks import ROOT, step_environment

CELL_TIMEOUT_SECONDS = 900
TENSORFLOW_LOG = re.compile(r"WARNING: All log messages before absl|[IWE]\d{4} 00:00:\d")
KEPT_METADATA = ("accelerator", "myst", "mystnb")
KEPT_CELL_METADATA = ("mystnb", "tags")
KERNEL_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


class NotebookError(Exception):
    """Notebook tidak dapat dibaca atau dijalankan sampai selesai."""


def execute(path):
    """Jalankan satu notebook dan simpan hasilnya bila semua sel berhasil.

    Args:
        path: letak notebook.

    Raises:
        NotebookError: bila berkas tidak terbaca atau sebuah sel gagal; berkas tidak berubah.
    """
    notebook = read(path)
    run(notebook, path)
    tidy(notebook)
    write(notebook, path)


def read(path):
    """Baca notebook dan kosongkan keluarannya.

    Args:
        path: letak notebook.

    Returns:
        `NotebookNode` berformat 4.

    Raises:
        NotebookError: bila berkas tidak ada atau bukan notebook.
    """
    if not Path(path).is_file():
        raise NotebookError(f"{path} tidak ada. Periksa nama berkas dan folder kerja Anda.")
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise NotebookError(
            f"{path} tidak dapat dibaca sebagai notebook ({error}). Pulihkan versi terakhirnya "
            "dari git."
        ) from error
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    return notebook


def run(notebook, path):
    """Jalankan semua sel kode di kernel baru, dari folder sementara yang kosong."""
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT_SECONDS,
            kernel_name="python3",
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute(env=step_environment(), stderr=subprocess.DEVNULL)
        except CellExecutionError as error:
            raise NotebookError(
                f"{path}, sel kode {failed_cell(notebook)} gagal: {error.ename}: {error.evalue}. "
                "Notebook tidak disimpan. Perbaiki sel itu, lalu jalankan lagi."
            ) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise NotebookError(
                f"{path} berhenti sebelum selesai ({type(error).__name__}): satu sel melewati "
                f"{CELL_TIMEOUT_SECONDS} detik atau kernel mati. Notebook tidak disimpan. "
                "Perkecil pekerjaan sel itu, lalu jalankan lagi."
            ) from error


def failed_cell(notebook):
    """Nomor sel kode pertama yang keluarannya galat, dihitung dari 1."""
    for number, cell in enumerate(code_cells(notebook), start=1):
        if any(output.output_type == "error" for output in cell.outputs):
            return number
    return len(code_cells(notebook))


def tidy(notebook):
    """Sisakan hanya isi notebook yang berarti, sehingga perbedaannya mudah ditinjau."""
    notebook.metadata = keep(notebook.metadata, KEPT_METADATA) | KERNEL_METADATA
    notebook.nbformat_minor = 5
    for cell in notebook.cells:
        cell.source = cell.source.rstrip()
        cell.metadata = keep(cell.metadata, KEPT_CELL_METADATA)
    for cell in code_cells(notebook):
        if "remove-output" in cell.metadata.get("tags", []):
            cell.outputs = []
        cell.outputs = [output for output in map(without_log, cell.outputs) if output]
    name_cells(notebook.cells)


def without_log(output):
    """Keluaran tanpa baris log TensorFlow, atau `None` bila tidak ada yang tersisa."""
    if output.get("name") != "stderr":
        return output
    lines = output.text.splitlines(keepends=True)
    output.text = "".join(line for line in lines if not TENSORFLOW_LOG.match(line))
    return output if output.text else None


def name_cells(cells):
    """Beri tiap sel id dari isinya, sehingga id tidak bergantung pada penyunting notebook."""
    seen = Counter()
    for cell in cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        seen[digest] += 1
        cell.id = f"{digest}-{seen[digest]}"


def write(notebook, path):
    """Simpan notebook secara atomik: berkas lama utuh sampai yang baru lengkap."""
    partial = path.with_name(path.name + ".sebagian")
    try:
        nbformat.write(notebook, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def keep(metadata, names):
    """Bagian `metadata` yang kuncinya disebut di `names`."""
    return nbformat.from_dict({name: metadata[name] for name in names if name in metadata})


def code_cells(notebook):
    """Sel-sel kode notebook, berurutan."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def main(arguments=None):
    """Jalankan notebook yang disebut di baris perintah.

    Args:
        arguments: daftar argumen; `None` berarti `sys.argv`.

    Returns:
        Kode keluar: 0 bila semua notebook tersimpan.
    """
    parser = argparse.ArgumentParser(description="Menjalankan notebook dan menyimpan keluarannya.")
    parser.add_argument("notebook", nargs="*", type=Path, help="kosong: semua notebook di book/")
    notebooks = parser.parse_args(arguments).notebook or sorted(ROOT.glob("book/**/*.ipynb"))
    if not notebooks:
        print("Tidak ada notebook di book/.", file=sys.stderr)
        return 1
    failures = 0
    for path in notebooks:
        started = time.monotonic()
        try:
            execute(path)
        except NotebookError as error:
            print(f"Galat: {error}", file=sys.stderr)
            failures += 1
        else:
            print(f"{path}: {time.monotonic() - started:.0f} s", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())

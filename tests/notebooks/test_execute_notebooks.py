"""Alat penulis keluaran dan nbval: yang ditulis alat diterima, yang diubah tangan ditolak."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from chapters import ROOT
from sample_chapter import code, markdown

import execute_notebooks
from tasks import NBVAL, step_environment


@pytest.fixture
def write_notebook(tmp_path):
    def write(*cells, **metadata):
        path = tmp_path / "book" / "coba.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=list(cells), metadata=metadata), path)
        return path

    return write


CELLS = [
    markdown("# Judul\n\n"),
    code(
        "import sys\nimport time\n\nprint('satu', 1, flush=True)\n"
        "print('log', file=sys.stderr, flush=True)\nprint('dua', 2)"
    ),
    code(
        "import os\nimport matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()\n"
        "print('folder kosong:', os.listdir('.') == [])"
    ),
    code("# Tidak dibandingkan: hasil acak\nprint(id(sys))", tags=("remove-output",)),
]


def test_stored_notebook_is_tidy_and_repeatable(write_notebook):
    path = write_notebook(*CELLS, widgets={}, colab={"x": 1}, accelerator="GPU")
    assert execute_notebooks.main([str(path)]) == 0
    first = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "accelerator"}
    title, printing, drawing, removed = notebook.cells
    assert title.source == "# Judul"
    assert [output.get("text") for output in printing.outputs] == ["satu 1\ndua 2\n", "log\n"]
    assert "folder kosong: True" in drawing.outputs[-1].text
    assert removed.outputs == []
    assert [cell.get("execution_count") for cell in notebook.cells] == [None, 1, 2, 3]
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    for cell in notebook.cells:
        cell.id = f"lain-{cell.id}"
    nbformat.write(notebook, path)
    assert execute_notebooks.main([str(path)]) == 0
    assert path.read_bytes() == first


def test_tensorflow_log_is_dropped_but_warnings_stay():
    log = "I0000 00:00:1795310474.279406   12502 port.cc:153] oneDNN custom operations are on.\n"
    noise = nbformat.v4.new_output("stream", name="stderr", text=log)
    warning = nbformat.v4.new_output("stream", name="stderr", text=log + "UserWarning: awas\n")
    assert execute_notebooks.without_log(noise) is None
    assert execute_notebooks.without_log(warning).text == "UserWarning: awas\n"


def test_failing_cell_leaves_the_file_alone(write_notebook, capsys):
    path = write_notebook(code("print(1)"), code("1 / 0"))
    before = path.read_bytes()
    assert execute_notebooks.main([str(path)]) == 1
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    message = capsys.readouterr().err
    assert "sel kode 2 gagal: ZeroDivisionError" in message
    assert "tidak disimpan" in message


def test_failed_write_leaves_the_old_file(write_notebook, monkeypatch):
    def full_disk(source, target):
        raise OSError("disk penuh")

    path = write_notebook(code("print(1)"))
    before = path.read_bytes()
    monkeypatch.setattr(execute_notebooks.os, "replace", full_disk)
    with pytest.raises(OSError, match="disk penuh"):
        execute_notebooks.write(nbformat.v4.new_notebook(), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_missing_file_is_refused(tmp_path, capsys):
    assert execute_notebooks.main([str(tmp_path / "lain.ipynb")]) == 1
    assert "lain.ipynb tidak ada" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["bukan notebook", "{}"])
def test_unreadable_file_is_refused(tmp_path, capsys, content):
    path = tmp_path / "rusak.ipynb"
    path.write_text(content, encoding="utf-8")
    assert execute_notebooks.main([str(path)]) == 1
    assert "tidak dapat dibaca sebagai notebook" in capsys.readouterr().err


FAULTS = {
    "keluaran": ("dua 2", "dua 3"),
    "spasi": ("satu 1\\n", "satu 1 \\n"),
    "kode": ("print('dua'", "print('tiga'"),
}


def run_nbval(folder):
    for name in ("conftest.py", "pyproject.toml", "tests/notebooks/nbval-sanitize.cfg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (command,) = NBVAL.commands
    result = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=step_environment(),
        capture_output=True,
        text=True,
    )
    return result.returncode, result.stdout


def test_nbval_accepts_tool_output_and_rejects_changes(write_notebook, tmp_path):
    path = write_notebook(*CELLS[:2], code("print(time.time(), file=sys.stderr)"))
    assert execute_notebooks.main([str(path)]) == 0
    exit_code, output = run_nbval(tmp_path)
    assert exit_code == 0, output
    original = path.read_text(encoding="utf-8")
    path.unlink()
    for name, (stored, changed) in FAULTS.items():
        faulty = original.replace(stored, changed, 1)
        assert faulty != original
        path.with_name(f"{name}.ipynb").write_text(faulty, encoding="utf-8")
    exit_code, output = run_nbval(tmp_path)
    assert exit_code == 1
    assert "3 failed, 3 passed" in output

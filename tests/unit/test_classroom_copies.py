"""Salinan latihan: tanpa jawaban bagi mahasiswa, lengkap bagi pengajar, di setiap bab."""

import ast
import contextlib
import io
import re

import nbformat
import numpy as np
import pytest

import execute_notebooks
from generatif.classroom import copies

CHAPTERS = sorted(path.stem for path in (copies.REPOSITORY / "book").glob("*/*.ipynb"))
VERDICT = re.compile(r": (LULUS|BELUM|belum dikerjakan)")
SOLVED = """\
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
    raise NotImplementedError


check.twice(twice)"""


def exercises(notebook):
    return [cell for cell in notebook.cells if copies.BEGIN in cell.source]


def read(path):
    return nbformat.read(path, as_version=4)


def statements(source):
    """Setiap pernyataan di sebuah sel, sebagai pohon sintaks, termasuk yang bersarang."""
    nodes = ast.walk(ast.parse(source))
    return {ast.dump(node) for node in nodes if isinstance(node, ast.stmt)}


def solution_statements(source):
    """Pernyataan yang hanya ada di solusi."""
    return statements(source) - statements(copies.strip_solution(source))


def test_only_the_lines_between_the_marks_go():
    assert copies.strip_solution(SOLVED) == (
        "def twice(x):\n    raise NotImplementedError\n\n\ncheck.twice(twice)"
    )


@pytest.mark.parametrize(
    "source",
    ["### BEGIN SOLUTION\nx", "x\n### END SOLUTION", f"{SOLVED}\n{copies.END}"]
    + ["### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION"],
)
def test_marks_that_do_not_pair_are_refused(source):
    with pytest.raises(ValueError, match="sel ke-3 tidak berpasangan"):
        copies.strip_solution(source, "sel ke-3")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_student_copy_holds_no_answer(chapter, tmp_path):
    original = read(copies.find_chapter(chapter))
    copy = read(copies.write_copy(chapter, tmp_path, "mahasiswa"))
    text = nbformat.writes(copy)
    assert "SOLUTION" not in "\n".join(
        cell.source for cell in copy.cells if cell.cell_type == "code"
    )
    assert not [cell for cell in copy.cells if cell.get("outputs") or cell.get("execution_count")]
    assert len(copy.cells) == len(original.cells)
    solved = exercises(original)
    assert len(solved) >= 4
    for cell in solved:
        answer = solution_statements(cell.source)
        assert answer
        left = next(each for each in copy.cells if each.id == cell.id)
        assert not answer & statements(left.source)
    assert text.count("belum dikerjakan") == nbformat.writes(copies.clear_outputs(original)).count(
        "belum dikerjakan"
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_untouched_exercises_are_not_done(chapter, tmp_path):
    """Sel latihan salinan mahasiswa, dijalankan tanpa sisa bab, belum dikerjakan semua."""
    solved = {cell.id for cell in exercises(read(copies.find_chapter(chapter)))}
    copy = read(copies.write_copy(chapter, tmp_path, "mahasiswa"))
    scope = {"np": np}
    for cell in copy.cells:
        if cell.id in solved:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(cell.source, chapter, "exec"), scope)
            said = VERDICT.findall(printed.getvalue())
            assert said
            assert set(said) == {"belum dikerjakan"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_solution_copy_keeps_every_cell(chapter, tmp_path):
    original = read(copies.find_chapter(chapter))
    copy = read(copies.write_copy(chapter, tmp_path, "solusi"))
    assert [cell.source for cell in copy.cells] == [cell.source for cell in original.cells]
    assert not [cell for cell in copy.cells if cell.get("outputs")]


def printed(cell):
    return "".join(each.text for each in cell.outputs if each.output_type == "stream")


def verdicts(cells):
    return [said for cell in cells for said in VERDICT.findall(printed(cell))]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_stored_solutions_score_full_marks(chapter):
    """Keluaran tersimpan dijaga nbval; salinan solusi bersel sama, maka lulus semua."""
    cells = exercises(read(copies.find_chapter(chapter)))
    assert len(verdicts(cells)) >= len(cells)
    assert set(verdicts(cells)) == {"LULUS"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "expected"), [("mahasiswa", "belum dikerjakan"), ("solusi", "LULUS")]
)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_copies_run_to_the_end(chapter, kind, expected, tmp_path):
    solved = {cell.id for cell in exercises(read(copies.find_chapter(chapter)))}
    path = copies.write_copy(chapter, tmp_path, kind)
    notebook = execute_notebooks.read(path)
    execute_notebooks.run(notebook, path)
    cells = [cell for cell in notebook.cells if cell.id in solved]
    assert len(verdicts(cells)) >= len(solved)
    assert set(verdicts(cells)) == {expected}


def test_work_is_not_overwritten(tmp_path):
    target = copies.write_copy("dcgan", tmp_path / "kerja.ipynb")
    target.write_text("pekerjaan saya")
    with pytest.raises(FileExistsError, match="--ganti"):
        copies.write_copy("dcgan", target)
    assert target.read_text() == "pekerjaan saya"
    copies.write_copy("dcgan", target, replace=True)
    assert exercises(read(target)) == []


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("dcgann", "x.ipynb"), FileNotFoundError, "dcgan"),
        (("dcgan", "x.txt"), ValueError, "berakhir dengan .ipynb"),
        (("dcgan", "x.ipynb", "dosen"), ValueError, "mahasiswa"),
    ],
)
def test_bad_requests_are_explained(tmp_path, arguments, error, said):
    chapter, target, *kind = arguments
    with pytest.raises(error, match=said):
        copies.write_copy(chapter, tmp_path / target, *kind)
    assert list(tmp_path.iterdir()) == []


def test_a_chapter_without_exercises_is_refused(tmp_path):
    plain = tmp_path / "biasa.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A")]), plain)
    with pytest.raises(ValueError, match="tidak memuat latihan"):
        copies.write_copy(plain, tmp_path / "salinan.ipynb")

"""Perakitan: notebook tanpa jawaban, pemeriksa contoh, varian, dan folder dosen."""

import contextlib
import io
import json

import nbformat
import pytest
from assignment_class import POINTS, roster
from click.testing import CliRunner

from generatif.assignments import making, reading
from generatif.assignments.items import fill, load_items
from generatif.assignments.roster import normalized, read_roster
from generatif.cli import main

ALL = dict.fromkeys(load_items(), 10)


def run(*arguments):
    return CliRunner().invoke(main, ["tugas", *map(str, arguments)])


def printed(notebook):
    """Cetakan semua sel kode, dijalankan berurutan tanpa paket `generatif`."""
    shown, namespace = io.StringIO(), {}
    with contextlib.redirect_stdout(shown):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec(cell["source"], namespace)
    assert not any("generatif" in str(key) for key in namespace)
    return shown.getvalue().splitlines()


@pytest.fixture(scope="module")
def assignment():
    return making.assemble_assignment("Tugas semua butir", "Jumat", ALL, roster(3), True, "uji")


def test_student_copy_holds_no_answer_and_says_not_done(assignment):
    notebook = making.build_notebook(assignment, "2310000")
    text = nbformat.writes(notebook)
    for answer in making.reference_answers(assignment, "2310000").values():
        body = answer.split("\n", 1)[1].strip()
        assert body not in text
        assert json.dumps(body)[1:-1] not in text
    lines = printed(notebook)
    assert len(lines) == len(ALL)
    assert all(line.endswith("belum dikerjakan.") for line in lines)


def test_reference_copy_passes_every_sample(assignment):
    for student in assignment.students:
        answers = making.reference_answers(assignment, student.number)
        lines = printed(making.build_notebook(assignment, student.number, answers))
        assert len(lines) == len(ALL)
        assert all("LULUS" in line for line in lines), lines


def test_sample_check_rejects_mistakes_with_the_hint(assignment):
    for position in range(2):
        answers = {
            item.id: fill(item.mistakes[position].code, assignment.constants("2310000", item.id))
            for item in assignment.items.values()
        }
        lines = printed(making.build_notebook(assignment, "2310000", answers))
        for line, item in zip(lines, assignment.items.values(), strict=True):
            assert line == f"{item.title}: BELUM. {item.hint}"


def test_sample_check_explains_an_error_without_a_traceback(assignment):
    answers = {
        item.id: f"def {item.function}(*a):\n    return 1 / 0" for item in assignment.items.values()
    }
    lines = printed(making.build_notebook(assignment, "2310000", answers))
    assert all("BELUM. Kode berhenti dengan ZeroDivisionError" in line for line in lines)


def test_variants_differ_and_are_stored(assignment, tmp_path):
    for item in assignment.items.values():
        found = [
            json.dumps(assignment.constants(each.number, item.id)) for each in assignment.students
        ]
        assert len(set(found)) == (3 if item.varies else 1)
    _, private = making.write_assignment(assignment, tmp_path)
    loaded = making.load_assignment(private)
    assert loaded == assignment
    assert loaded.digest == assignment.digest
    for number in ("2310000", "2310002"):
        assert making.build_notebook(loaded, number) == making.build_notebook(assignment, number)


def test_shared_folder_holds_no_secret(assignment, tmp_path):
    shared, private = making.write_assignment(assignment, tmp_path)
    assert {path.suffix for path in shared.iterdir()} == {".ipynb"}
    for path in shared.iterdir():
        assert assignment.seed * 3 not in path.read_text("utf-8")
        nbformat.validate(nbformat.read(path, as_version=4))
    assert private.stat().st_mode & 0o077 == 0


def test_three_hundred_students_get_distinct_variants():
    students = roster(100) * 3
    students = [type(one)(str(place), one.name) for place, one in enumerate(students)]
    points = {item.id: 1 for item in load_items().values() if item.varies}
    assignment = making.assemble_assignment("Besar", "x", points, students, True, "uji")
    for item_id in points:
        found = {json.dumps(assignment.constants(each.number, item_id)) for each in students}
        assert len(found) == 300


def test_class_mode_writes_one_notebook(tmp_path):
    assignment = making.assemble_assignment("Satu kelas", "x", POINTS, roster(5), seed="uji")
    shared, _ = making.write_assignment(assignment, tmp_path)
    assert [path.name for path in shared.iterdir()] == ["satu-kelas.ipynb"]
    assert assignment.constants("2310001", "kl-gauss") == assignment.constants("x", "kl-gauss")


def test_changed_item_is_refused(tmp_path):
    assignment = making.assemble_assignment("A", "x", POINTS, roster(1), seed="uji")
    _, private = making.write_assignment(assignment, tmp_path)
    content = json.loads((private / "tugas.json").read_text("utf-8"))
    content["fingerprints"]["kl-gauss"] = "lain"
    (private / "tugas.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match="'kl-gauss' berubah sejak"):
        making.load_assignment(private)
    with pytest.raises(FileNotFoundError, match="folder `dosen`"):
        making.load_assignment(tmp_path)


def test_every_answer_is_found_after_metadata_is_lost(assignment):
    notebook = making.build_notebook(
        assignment, "2310001", making.reference_answers(assignment, "2310001")
    )
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    submission = reading.Submission("x.ipynb", json.dumps(notebook).encode())
    reading.parse(submission, assignment)
    assert set(submission.answers) == set(submission.checks) == set(ALL)
    assert not submission.notes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nomor;nama\n1;Ayu\n1;Budi\n", "ganda .*'1'"),
        ("nomor,nama\n20/1,Ayu\n20-1,Budi\n", "ganda .*'20-1', '20/1'"),
        ("nomor,nama\n,Ayu\n", "kosong"),
        ("nomor,nama\n//,Ayu\n", "kosong"),
        ("nim,nama\n1,Ayu\n", "Kolom daftar .*: nama, nim"),
        ("", "tidak ada"),
    ],
)
def test_bad_roster_is_explained(tmp_path, text, message):
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_roster(path)


def test_roster_accepts_excel_and_plain_csv(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("\ufeffnomor;nama;surel\n007;Ayu Ñ;a@x.id\n", encoding="utf-8")
    (student,) = read_roster(path)
    assert (student.number, student.name, student.email) == ("007", "Ayu Ñ", "a@x.id")


def test_names_match_across_unicode_forms_and_order():
    assert normalized("Nũsa  Tïmur") == normalized("tïmur NU\u0303SA")
    assert normalized("Ayu") != normalized("Ayu Lestari")


def test_commands_make_an_assignment_from_private_items(tmp_path):
    (tmp_path / "m.csv").write_text("nomor,nama\n1,Ayu\n2,Budi\n", encoding="utf-8")
    folder = tmp_path / "butir"
    folder.mkdir()
    assert run("templat", folder / "contoh.py").exit_code == 0
    assert run("templat", folder / "contoh.py").exit_code == 1
    assert "rerata-contoh" in run("daftar", "--butir-dosen", folder).output
    common = ("buat", "--judul", "T", "--tenggat", "x", "--mahasiswa", tmp_path / "m.csv")
    made = run(
        *common,
        "--butir",
        "rerata-contoh:20",
        "--butir-dosen",
        folder,
        "--keluaran",
        tmp_path / "t",
        "--per-mahasiswa",
    )
    assert made.exit_code == 0, made.output
    assert "2 notebook" in made.output
    assert making.load_assignment(tmp_path / "t" / "dosen").points == {"rerata-contoh": 20}
    again = run(*common, "--butir", "kl-gauss:1", "--keluaran", tmp_path / "t")
    assert "sudah berisi" in again.output
    wrong = run(*common, "--butir", "tidak-ada:1", "--keluaran", tmp_path / "u")
    assert "Butir tidak dikenal: tidak-ada" in wrong.output
    assert "ID:NILAI" in run(*common, "--butir", "kl-gauss", "--keluaran", tmp_path / "u").output
    one = run(*common, "--butir", "kl-gauss:1", "--keluaran", tmp_path / "v")
    assert "Satu varian bagi seluruh kelas: kl-gauss" in one.output

"""Penilaian satu kelas dari ujung ke ujung: nilai tepat, yang jahat tertahan, dan dilanjutkan."""

import csv
import io
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from assignment_class import BROKEN, CHANGED, HOSTILE, ORDINARY, POINTS, build, roster, snapshot
from click.testing import CliRunner

import tasks
from generatif.assignments import grading, making, reports, similarity
from generatif.assignments.items import Failure, load_items
from generatif.cli import main

pytestmark = pytest.mark.skipif(
    not tasks.cage_works(), reason="bubblewrap tidak berjalan: penilaian tidak diuji"
)
SMALL = ("benar", "sebagian", "keliru", "kosong-jawaban", "gelung", "memori", "bukan-json", "ganda")
SMALL += ("sel-dihapus", "pemeriksa-diubah", "tulis-luar", "palsu")
SPECIAL = (*HOSTILE, *BROKEN, *CHANGED, "ganda")
LARGE = (*SPECIAL, *itertools.islice(itertools.cycle(ORDINARY), 40 - len(SPECIAL)))


@pytest.fixture(scope="module")
def server():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


def make_class(folder, kinds, server):
    canary = folder / "kenari"
    canary.mkdir()
    (canary / "berkas").write_text("utuh", encoding="utf-8")
    return build(folder, kinds, canary, server.getsockname()[1])


def arguments(classroom, out, *more):
    parts = ("tugas", "nilai", classroom.submissions, "--tugas", classroom.private)
    return [str(part) for part in (*parts, "--keluaran", out, "--detik", 6, *more)]


def grade(classroom, out, *more):
    result = CliRunner().invoke(main, arguments(classroom, out, *more))
    assert result.exit_code == 0, result.output
    return result.output


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def totals(out):
    return {row["nomor"]: float(row["jumlah"]) for row in rows(out / "nilai-kelas.csv")}


def outputs(out):
    """Isi semua keluaran, kecuali hasil antara."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {
        path.relative_to(out): path.read_bytes() for path in files if path.parent.name != "hasil"
    }


def check_class(classroom, out, server, before):
    wrong = {
        number: (totals(out)[number], score)
        for number, score in classroom.expected.items()
        if totals(out)[number] != score
    }
    assert not wrong
    assert all(row["keterangan"] for row in rows(out / "nilai-kelas.csv"))
    assert "Orang Asing" in (out / "laporan.md").read_text("utf-8")
    assert snapshot(classroom.submissions, classroom.private, out.parent / "kenari") == before
    with pytest.raises(TimeoutError):
        server.accept()


def kill_in_the_middle(classroom, out, after):
    """Jalankan perintahnya sebagai proses sendiri dan bunuh sesudah `after` hasil tertulis."""
    command = [sys.executable, "-m", "generatif", *arguments(classroom, out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while len(list(out.glob("hasil/*.json"))) < after and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return {path.name: path.stat().st_mtime_ns for path in out.glob("hasil/*.json")}


def check_resume(classroom, folder, reference, after):
    out = folder / "hasil-terputus"
    kept = kill_in_the_middle(classroom, out, after)
    assert after <= len(kept) < len(classroom.expected)
    assert not (out / "nilai-kelas.csv").exists()
    grade(classroom, out)
    for name, modified in kept.items():
        assert (out / "hasil" / name).stat().st_mtime_ns == modified
    assert outputs(out) == outputs(reference)


def test_small_class(tmp_path, server):
    classroom = make_class(tmp_path, SMALL, server)
    before = snapshot(classroom.submissions, classroom.private, tmp_path / "kenari")
    grade(classroom, tmp_path / "satu")
    check_class(classroom, tmp_path / "satu", server, before)
    first = outputs(tmp_path / "satu")
    grade(classroom, tmp_path / "satu")
    assert outputs(tmp_path / "satu") == first
    check_resume(classroom, tmp_path, tmp_path / "satu", after=2)


@pytest.mark.slow
def test_class_of_forty(tmp_path, server):
    classroom = make_class(tmp_path, LARGE, server)
    before = snapshot(classroom.submissions, classroom.private, tmp_path / "kenari")
    started = time.monotonic()
    grade(classroom, tmp_path / "satu")
    minutes = (time.monotonic() - started) / 60
    check_class(classroom, tmp_path / "satu", server, before)
    first = outputs(tmp_path / "satu")
    grade(classroom, tmp_path / "satu", "--ulang")
    assert outputs(tmp_path / "satu") == first
    check_resume(classroom, tmp_path, tmp_path / "satu", after=15)
    print(f"\n40 kiriman, {len(SPECIAL)} di antaranya rusak atau jahat: {minutes:.1f} menit")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, server):
    folder = tmp_path_factory.mktemp("kelas")
    classroom = make_class(
        folder, ("benar", "keliru", "pemeriksa-diubah", "kosong-jawaban"), server
    )
    (classroom.submissions / "Orang Asing_999_assignsubmission_file_x.ipynb").unlink()
    grade(classroom, folder / "hasil")
    return classroom, folder / "hasil"


def test_moodle_columns_follow_the_import_format(graded):
    """Kolom wajib menurut mod/assign/feedback/offline/importgradeslib.php."""
    classroom, out = graded
    found = rows(out / "nilai-moodle.csv")
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(found[0])
    for row, student in zip(found, classroom.assignment.students, strict=True):
        assert row["Identifier"] == f"Participant {student.moodle}"
        assert float(row["Grade"]) == classroom.expected[student.number]
        assert float(row["Maximum grade"]) == sum(POINTS.values())


def test_downloaded_worksheet_is_filled_in_place(graded, tmp_path):
    classroom, out = graded
    header = "Identifier,Full name,Email address,Status,Grade,Maximum grade,"
    header += (
        "Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments"
    )
    students = classroom.assignment.students
    lines = [
        f"Participant {each.moodle},{each.name},,Submitted,,100,Yes,kemarin,-," for each in students
    ]
    lines[0] = f"Participant 5555,{students[0].name},,Submitted,,100,Yes,kemarin,-,"
    lines.append("Participant 9,Tidak Ada,,No submission,,100,Yes,-,-,")
    sheet = tmp_path / "lembar.csv"
    sheet.write_text("\ufeff" + "\n".join([header, *lines]), encoding="utf-8")
    grade(classroom, out, "--lembar-moodle", sheet)
    found = rows(out / "nilai-moodle.csv")
    assert list(found[0]) == header.split(",")
    scores = [row["Grade"] for row in found]
    assert scores == ["100", "0", "100", "0", ""]
    assert found[0]["Last modified (submission)"] == "kemarin"
    sheet.write_text("Kode,Angka\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(main, arguments(classroom, out, "--lembar-moodle", sheet))
    assert "Kolom lembar" in result.output
    assert "Kode, Angka" in result.output


def test_lecturers_check_cells_are_put_back(graded):
    classroom, out = graded
    original = making.build_notebook(classroom.assignment, "2310002")
    restored = json.loads((out / "diperiksa" / "2310002.ipynb").read_text("utf-8"))
    checks = ["".join(cell["source"]) for cell in restored["cells"] if "PEMERIKSA" in str(cell)]
    assert checks == [cell["source"] for cell in original["cells"] if "PEMERIKSA" in str(cell)]
    assert "dikembalikan" in (out / "umpan-balik" / "2310002.md").read_text("utf-8")
    assert "dikembalikan" not in (out / "umpan-balik" / "2310000.md").read_text("utf-8")


def test_feedback_explains_the_mistake(graded):
    classroom, out = graded
    text = (out / "umpan-balik" / "2310001.md").read_text("utf-8")
    for item in classroom.assignment.items.values():
        assert item.mistakes[0].feedback in text
    assert "Nilai: 0 dari 100." in text
    assert "Belum dikerjakan." in (out / "umpan-balik" / "2310003.md").read_text("utf-8")


def test_changed_submission_is_graded_again(graded):
    classroom, out = graded
    (path,) = classroom.submissions.glob("*_701_*")
    original = path.read_bytes()
    path.write_bytes(
        making.nbformat.writes(
            making.build_notebook(
                classroom.assignment,
                "2310001",
                making.reference_answers(classroom.assignment, "2310001"),
            )
        ).encode()
    )
    grade(classroom, out)
    assert totals(out)["2310001"] == 100
    path.write_bytes(original)
    grade(classroom, out)
    assert totals(out)["2310001"] == 0


def judged(lines, reason=None):
    item = load_items()["galat-rekonstruksi"]
    calls = item.calls({}, "uji", "1")
    return grading.judge_outputs(item, {}, calls, lines, reason)


def test_forged_or_missing_lines_score_zero():
    assert judged([], "melewati batas waktu") == (
        0.0,
        "0 dari 4 masukan tersembunyi cocok. Kode berhenti: melewati batas waktu.",
    )
    assert judged([{"value": {"dtype": "<f8", "shape": [], "data": ""}}] * 4)[0] == 0
    assert judged([{"value": 1}] * 5)[1].endswith("tidak sesuai dengan pemanggilan.")
    assert judged([{}] * 4)[0] == 0
    assert "\n" not in judged([{"error": "a\nb\x1b[31m" + "x" * 9999}] * 4)[1]


def test_partial_answers_score_their_part():
    item = load_items()["galat-rekonstruksi"]
    calls = item.calls({}, "uji", "1")
    outputs = item.expected({}, calls)
    fraction, feedback = item.score({}, calls, [*outputs[:3], Failure("melewati batas waktu")])
    assert fraction == 0.75
    assert "melewati batas waktu" in feedback


def test_notebook_commands_do_not_break_an_answer():
    assert compile(grading.runnable("%pip install x\n!ls\nx = 1"), "", "exec")
    assert grading.runnable("x = 5 \\\n% 3") == "x = 5 \\\n% 3"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_cells_that_look_like_formulas_are_quoted(text):
    assignment = making.assemble_assignment("T", "x", {"kl-gauss": 1}, [roster(1)[0]], seed="uji")
    assignment.students = [type(assignment.students[0])("1", text)]
    assert f"'{text}" in reports.class_csv(assignment, {}).decode()


def test_similarity_ignores_names_and_finds_copies():
    item = load_items()["hitung-modus"]
    constants = item.variant("1", "uji")
    code = making.fill(item.solution, constants)
    renamed = code.replace("distances", "jarak").replace("good", "baik") + "# komentar\n"
    other = making.fill(load_items()["jarak-frechet"].solution, {})
    found = similarity.similar_pairs(
        {"1": code, "2": renamed, "3": other, "4": "((("}, item.starter
    )
    assert found == [(1.0, "1", "2")]


def test_core_does_not_import_assignments():
    code = "import generatif.cli, sys; print([m for m in sys.modules if '.assignments' in m])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_grading_is_private(graded):
    assert Path(graded[1]).stat().st_mode & 0o077 == 0


def test_a_number_with_slashes_is_one_file_from_making_to_feedback(tmp_path):
    table = tmp_path / "kelas.csv"
    table.write_text("nomor,nama\n20/456/TK,Sari\n20/457/TK,Dewi\n", encoding="utf-8")
    make = ("tugas", "buat", "--judul", "T", "--tenggat", "x", "--butir", "psnr-gabungan:10")
    make += ("--mahasiswa", table, "--per-mahasiswa", "--keluaran", tmp_path / "t")
    result = CliRunner().invoke(main, [str(part) for part in make])
    assert result.exit_code == 0, result.output
    names = ["t-20-456-TK.ipynb", "t-20-457-TK.ipynb"]
    assert sorted(path.name for path in (tmp_path / "t" / "dibagikan").iterdir()) == names
    private, out = tmp_path / "t" / "dosen", tmp_path / "nilai"
    parts = ("tugas", "nilai", private / making.REFERENCE_FOLDER, "--tugas", private)
    result = CliRunner().invoke(main, [str(part) for part in (*parts, "--keluaran", out)])
    assert result.exit_code == 0, result.output
    assert [row["jumlah"] for row in rows(out / "nilai-kelas.csv")] == ["10", "10"]
    assert sorted(path.name for path in (out / "umpan-balik").iterdir()) == [
        "20-456-TK.md",
        "20-457-TK.md",
    ]

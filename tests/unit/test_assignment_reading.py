"""Membaca kiriman: pola nama, arsip, isi rusak, dan pencocokan dengan daftar."""

import json
import unicodedata
import zipfile

import pytest
from assignment_class import BROKEN, POINTS, roster

from generatif.assignments import grading, making, reading
from generatif.assignments.roster import Student

STUDENTS = [
    Student("2310001", "Ayu Lestari", "a@x.id", "701"),
    Student("2310002", "Ñusa Tïmur"),
    Student("2310003", "Budi Santoso"),
    Student("2310004", "Budi Santoso"),
    Student("123", "Pendek"),
    Student("20/456/TK", "Sari Dewi"),
]


@pytest.fixture(scope="module")
def assignment():
    return making.assemble_assignment("T", "x", POINTS, STUDENTS, True, "uji")


def identified(path, claimed=""):
    submission = reading.Submission(path, claimed=claimed)
    reading.identify(submission, STUDENTS)
    return submission.number


@pytest.mark.parametrize(
    ("path", "claimed", "number"),
    [
        ("Ayu Lestari_701_assignsubmission_file_tugas.ipynb", "", "2310001"),
        ("Lestari Ayu_555_assignsubmission_file_tugas.ipynb", "", "2310001"),
        ("Siapa Saja_701_assignsubmission_file_tugas.ipynb", "", "2310001"),
        ("Ayu Lestari_701_assignsubmission_file/bebas.ipynb", "", "2310001"),
        ("Ayu Lestari_701_assignsubmission_file_/bebas.ipynb", "2310002", "2310001"),
        ("Kelas A-Ayu Lestari_9_assignsubmission_file_2310002.ipynb", "", ""),
        ("Participant_701_assignsubmission_file_x.ipynb", "", "2310001"),
        ("Orang Asing_9_assignsubmission_file_x.ipynb", "2310001", ""),
        (unicodedata.normalize("NFD", "Ñusa Tïmur_9_assignsubmission_file_x.ipynb"), "", "2310002"),
        ("Budi Santoso_9_assignsubmission_file_x.ipynb", "", ""),
        ("Budi Santoso_9_assignsubmission_file_x.ipynb", "2310004", "2310004"),
        ("Budi Santoso_9_assignsubmission_file_x.ipynb", "2310001", ""),
        ("Ayu Lestari - Tugas 1.ipynb", "", "2310001"),
        ("Tugas 1/Ñusa Tïmur - Tugas 1 (1).ipynb", "", "2310002"),
        ("tugas-1-2310003.ipynb", "2310001", "2310003"),
        ("tugas-9123.ipynb", "", ""),
        ("tugas-1-20-456-TK.ipynb", "", "20/456/TK"),
        ("20_456_TK tugas.ipynb", "", "20/456/TK"),
        ("tugas-20-4567-TK.ipynb", "", ""),
        ("Untitled7.ipynb", "2310003", "2310003"),
        ("Untitled7.ipynb", "", ""),
    ],
)
def test_owner_is_found_from_platform_names(path, claimed, number):
    assert identified(path, claimed) == number


def test_a_claim_alone_is_noted():
    submission = reading.Submission("Untitled7.ipynb", claimed="2310003")
    reading.identify(submission, STUDENTS)
    assert submission.notes == ["dikenali hanya dari nomor yang ditulis di notebook"]
    other = reading.Submission("Ayu Lestari - T.ipynb", claimed="2310003")
    reading.identify(other, STUDENTS)
    assert other.notes == ["notebook menyebut nomor 2310003"]


def parsed(data, assignment):
    submission = reading.Submission("x.ipynb", data)
    reading.parse(submission, assignment)
    return submission


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (BROKEN["bukan-json"], "bukan JSON notebook"),
        (BROKEN["terlalu-dalam"], "bukan JSON notebook"),
        (b"\xff\xfe\x00", "bukan JSON notebook"),
        (b'{"cells": ' + b"9" * 9999 + b"}", "bukan JSON notebook"),
        (BROKEN["bukan-notebook"], "JSON ini bukan notebook"),
        (b'{"cells": {}}', "JSON ini bukan notebook"),
        (b"[1]", "JSON ini bukan notebook"),
        (b'{"cells": [1, null, {"cell_type": "code", "source": 7}]}', "notebook lain: "),
        (
            b'{"cells": [{"cell_type": "code", "source": ["a", 1], "metadata": []}]}',
            "notebook lain",
        ),
    ],
)
def test_broken_content_gets_a_reason(data, problem, assignment):
    assert parsed(data, assignment).problem.startswith(problem)


def cells(*sources):
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": text} for text in sources]}
    ).encode()


def test_cells_are_found_without_order_or_marker(assignment):
    found = parsed(
        cells(
            "### PEMERIKSA kl-gauss (jangan diubah)\nx",
            "\n  ### JAWABAN kl-gauss\na = 1",
            "def scale_images(images):\n    return 1",
            "### JAWABAN kl-gauss\na = 2",
            "### IDENTITAS\nNOMOR = '2310001'\nNAMA = 'x'",
        ),
        assignment,
    )
    assert found.answers["kl-gauss"].endswith("a = 2")
    assert "scale_images" in found.answers["skala-data"]
    assert found.claimed == "2310001"
    assert set(found.checks) == {"kl-gauss"}
    assert len(found.notes) == 2


@pytest.mark.parametrize("source", ["NOMOR = f()", "NOMOR = (", "NOMOR = '" + "x" * 9999 + "'"])
def test_odd_identity_cells_are_harmless(source, assignment):
    found = parsed(cells("### IDENTITAS\n" + source, "### JAWABAN kl-gauss\n"), assignment)
    assert len(found.claimed) <= reading.MAX_TEXT


def test_lone_surrogates_do_not_break_the_reports(assignment):
    found = parsed(
        b'{"cells": [{"cell_type": "code", "source": "### JAWABAN kl-gauss\\n\\ud800"}]}',
        assignment,
    )
    assert found.answers["kl-gauss"].encode()


def test_folder_and_archive_give_the_same_submissions(tmp_path):
    folder = tmp_path / "k"
    (folder / "__MACOSX").mkdir(parents=True)
    (folder / "a").mkdir()
    names = (
        "Ñusa_1_assignsubmission_file_x.ipynb",
        "a/b.ipynb",
        "catatan.pdf",
        ".DS_Store",
        "__MACOSX/b.ipynb",
        "kosong.ipynb",
    )
    with zipfile.ZipFile(tmp_path / "k.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            data = b"" if name == "kosong.ipynb" else name.encode()
            (folder / name).write_bytes(data)
            archive.writestr(name, data)
    (folder / "tautan.ipynb").symlink_to("/etc/passwd")
    from_folder, from_zip = reading.collect(folder), reading.collect(tmp_path / "k.zip")
    assert from_folder == from_zip
    problems = {each.path: each.problem for each in from_zip}
    assert problems == {
        "a/b.ipynb": "",
        "catatan.pdf": "bukan berkas .ipynb",
        "kosong.ipynb": "berkas kosong",
        "Ñusa_1_assignsubmission_file_x.ipynb": "",
    }


def test_a_zip_bomb_and_escaping_names_stay_inside(tmp_path):
    with zipfile.ZipFile(tmp_path / "k.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("besar.ipynb", b"0" * (11 * 2**20))
        archive.writestr("../../luar.ipynb", b"{}")
    found = {each.path: each.problem for each in reading.collect(tmp_path / "k.zip")}
    assert found == {"besar.ipynb": "berkas lebih besar dari 10 MB"}
    assert [path.name for path in tmp_path.rglob("*")] == ["k.zip"]


def test_a_damaged_member_is_reported(tmp_path):
    path = tmp_path / "k.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", b"isi yang panjang")
    path.write_bytes(path.read_bytes().replace(b"isi yang", b"ISI YANG"))
    assert reading.collect(path)[0].problem == "berkas di dalam arsip rusak"


def test_wrong_sources_are_explained(tmp_path):
    with pytest.raises(ValueError, match="memuat 0 berkas"):
        reading.collect(tmp_path)
    with pytest.raises(ValueError, match="bukan folder maupun arsip"):
        reading.collect(tmp_path / "tidak-ada")


def test_two_different_files_for_one_student_are_not_guessed(assignment):
    first, second = cells("### JAWABAN kl-gauss\n1"), cells("### JAWABAN kl-gauss\n2")
    name = "Ayu Lestari_701_assignsubmission_file_{}.ipynb"
    both = [
        reading.Submission(name.format(place), data) for place, data in enumerate((first, second))
    ]
    chosen, reports = grading.choose(assignment, both)
    assert chosen[0].problem == "dua kiriman berbeda untuk nomor yang sama"
    assert "sisakan satu" in reports[0][1]
    same = [reading.Submission(name.format(place), first) for place in range(2)]
    assert not grading.choose(assignment, same)[0][0].problem
    readable = [reading.Submission(name.format(0), b"{"), reading.Submission(name.format(1), first)]
    assert not grading.choose(assignment, readable)[0][0].problem


def test_class_roster_is_fully_matched_by_moodle_names():
    students = roster(40)
    for student in students:
        path = f"{student.name}_999{student.moodle}_assignsubmission_file_x.ipynb"
        submission = reading.Submission(path)
        reading.identify(submission, students)
        assert submission.number == student.number

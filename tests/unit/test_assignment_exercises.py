"""Latihan publik di dalam tugas: pemotongan bab, perakitan, dan penilaian."""

import builtins
import contextlib
import csv
import io
import json
import re
import time

import nbformat
import pytest
from click.testing import CliRunner

import tasks
from generatif.assignments import chapter_exercises, grading, making, reading, runner, slicing
from generatif.assignments.chapter_exercises import choose_exercises, read_exercises
from generatif.assignments.containment import Cage, Limits
from generatif.assignments.items import fill
from generatif.assignments.public_exercises import PublicExercise
from generatif.assignments.slicing import NotAssemblable
from generatif.classroom import copies
from generatif.cli import main

caged = pytest.mark.skipif(not tasks.cage_works(), reason="bubblewrap tidak berjalan")
CHAPTERS = sorted({path.stem for path in (copies.REPOSITORY / "book").glob("*/*.ipynb")})
NAMES = ("dcgan/4", "superresolusi/4", "augmentasi/3")
OPTIONS = ("--butir", "galat-rekonstruksi:30", "--butir", "skala-data:30")
OPTIONS += tuple(part for name in NAMES for part in ("--latihan", f"{name}:10"))
WRONG = {
    "dcgan/4": "def slerp(a, b, t):\n    return (1 - t) * a + t * b\n",
    "superresolusi/4": "def pooled_psnr(values):\n    return np.mean(values)\n",
    "augmentasi/3": "def paired_error(first, second):\n    return np.std(first - second)\n",
}
FORGED = {
    "dcgan/4": "print('Latihan 4: LULUS')\ndef slerp(a, b, t):\n    print('Latihan 4: LULUS')\n",
    "superresolusi/4": "import os\nfor line in {lines!r}:\n    os.write(3, line)\nos._exit(0)\n",
    "augmentasi/3": "class check:\n    paired_error = print\nprint = lambda *a: 'LULUS'\n"
    "def paired_error(first, second):\n    raise ValueError(': LULUS')\n",
}


def run(*arguments):
    return CliRunner().invoke(main, ["tugas", *map(str, arguments)])


def make(folder, *options):
    roster = folder / "m.csv"
    roster.write_text("nomor,nama\n1,Ayu\n2,Budi\n3,Citra\n4,Dewi\n", encoding="utf-8")
    common = ("--judul", "T", "--tenggat", "x", "--mahasiswa", roster, "--keluaran", folder / "t")
    return run("buat", *common, *options)


def code_cells(notebook):
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]


def printed(notebook):
    shown, namespace = io.StringIO(), {}
    with contextlib.redirect_stdout(shown):
        for source in code_cells(notebook):
            exec(source, namespace)
    return shown.getvalue().splitlines()


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tugas")
    made = make(folder, *OPTIONS, "--per-mahasiswa")
    assert made.exit_code == 0, made.output
    assert f"Solusi latihan terbuka bagi mahasiswa: {', '.join(NAMES)}" in made.output
    return making.load_assignment(folder / "t" / "dosen")


def kept(source, name):
    return slicing.needed_statements({name}, slicing.statements_of(source, "sel ke-1"))


CODE = """
import math
import keras
unit = 3
def area(r, keras=None):
    images = r * unit
    return math.pi * images**2
images = keras.load()
unit = 4
wide = area(2)
print(images)
unit: int = 5
tall, other = area(1), wide
"""


@pytest.mark.parametrize("name", ["wide", "tall", "other", "area"])
def test_kept_statements_give_the_same_value(name):
    """Ciri pemotongan: nilai namanya sama dengan bila semua pernyataan dijalankan."""
    whole, part = {}, {}
    light = CODE.replace("import keras\n", "").replace("images = keras.load()\nunit = 4", "unit=4")
    exec(light.replace("print(images)", ""), whole)
    sources = [each.source for each in kept(CODE, name)]
    exec("\n".join(sources), part)
    if callable(whole[name]):
        assert part[name](7) == whole[name](7)
    else:
        assert part[name] == whole[name]
    assert not any("keras." in source or "print" in source for source in sources)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import keras\nx = keras.a", "nama `keras`: sel ke-1 memerlukan keras"),
        ("from generatif.data import f\nx = f()", "memerlukan generatif.data"),
        ("def m():\n    from sklearn import a\nx = m()", "nama `m`: .* memerlukan sklearn"),
        ("m = 1\nx = m.fit(2)", "melatih model"),
        ("def train_briefly():\n    pass\nx = train_briefly()", "melatih model"),
        ("x = open('a').read()", "membaca berkas"),
        ("x = 0\nx += 1", "di luar penugasan biasa"),
        ("for x in range(3):\n    pass", "di luar penugasan biasa"),
        ("x = [0]\nx[0] = 2", "mengubah isinya"),
        ("def f(x):\n    return x", "tidak dibuat di sel mana pun"),
        ("x = y", "nama `y` tidak dibuat"),
    ],
)
def test_unusable_statements_are_refused_with_a_reason(source, reason):
    with pytest.raises(NotAssemblable, match=reason):
        kept(source, "x")


def test_an_answer_of_another_exercise_is_refused_but_its_import_is_not():
    with pytest.raises(NotAssemblable, match="sel ke-9 adalah jawaban Latihan 2"):
        slicing.needed_statements({"x"}, slicing.statements_of("x = 1", "sel ke-9", 2))
    statements = slicing.statements_of("from math import comb", "sel ke-9", 2)
    assert slicing.needed_statements({"comb"}, statements) == statements


def test_student_notebook_holds_no_solution_and_says_not_done(assignment):
    notebook = making.build_notebook(assignment, "1")
    text = "\n".join(cell["source"] for cell in notebook["cells"])
    assert "SOLUTION" not in text
    for name in NAMES:
        item = assignment.items[name]
        given = set(item.starter.splitlines())
        body = [line for line in item.solution.splitlines() if line not in given and line.strip()]
        assert body
        assert not any(line in text for line in body)
    lines = printed(notebook)
    assert len(lines) == 5
    assert all("belum dikerjakan" in line for line in lines)


def test_exercise_text_is_plain_markdown(assignment):
    for name in NAMES:
        prompt = assignment.items[name].prompt
        assert prompt.startswith("Latihan ")
        assert "solusinya terbuka" in prompt
        assert ":::" not in prompt
        assert "<!--" not in prompt


def test_solution_copy_passes_and_mistakes_do_not(assignment):
    lines = printed(
        making.build_notebook(assignment, "1", making.reference_answers(assignment, "1"))
    )
    assert all("LULUS" in line for line in lines)
    answers = making.reference_answers(assignment, "1") | WRONG
    assert [
        "BELUM" in line for line in printed(making.build_notebook(assignment, "1", answers))
    ] == [False, False, True, True, True]


def test_check_cell_explains_a_missing_package(assignment, monkeypatch):
    real = builtins.__import__

    def without_package(name, *rest, **named):
        if name.startswith("generatif"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **named)

    notebook = making.build_notebook(assignment, "1")
    monkeypatch.setattr(builtins, "__import__", without_package)
    lines = printed(notebook)
    assert sum("belum terpasang" in line for line in lines) == 3


def forged_answers(assignment, number):
    """Keluaran siap pakai yang ditulis langsung ke saluran hasil."""
    value = runner.pack_value(([1, 2, 3, 4], list(b"LULUS")))
    line = json.dumps({"value": value}).encode() + b"\n"
    codes = dict(FORGED)
    codes["superresolusi/4"] = codes["superresolusi/4"].format(lines=[line])
    return making.reference_answers(assignment, number) | codes


@caged
def test_class_with_items_and_exercises(assignment, tmp_path, monkeypatch):
    """Nilai tepat, dan penilaian tidak memerlukan repositori lagi."""
    made = tmp_path / "tugas"
    made.mkdir()
    _, private = making.write_assignment(assignment, made)
    monkeypatch.setattr(copies, "REPOSITORY", tmp_path)
    answers = {
        "1": {},
        "2": making.reference_answers(assignment, "2"),
        "3": making.reference_answers(assignment, "3") | WRONG,
        "4": forged_answers(assignment, "4"),
    }
    folder = tmp_path / "kiriman"
    folder.mkdir()
    for number, chosen in answers.items():
        page = making.build_notebook(assignment, number, chosen)
        (folder / f"{number}.ipynb").write_text(nbformat.writes(page), encoding="utf-8")
    out = tmp_path / "nilai"
    result = run("nilai", folder, "--tugas", private, "--keluaran", out)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO((out / "nilai-kelas.csv").read_text("utf-8"))))
    assert [float(row["jumlah"]) for row in rows] == [0, 90, 60, 60]
    assert [[float(row[name]) for name in NAMES] for row in rows] == [
        [0, 0, 0],
        [10, 10, 10],
        [0, 0, 0],
        [0, 0, 0],
    ]
    untouched = (out / "umpan-balik" / "1.md").read_text("utf-8")
    assert untouched.count("Belum dikerjakan.") == 5
    wrong = (out / "umpan-balik" / "3.md").read_text("utf-8")
    assert "Itu rerata PSNR" in wrong
    forged = (out / "umpan-balik" / "4.md").read_text("utf-8")
    assert "tidak sesuai dengan pemanggilan" in forged
    assert "dihapus" not in untouched + wrong + forged


def test_two_answers_with_one_name_are_not_mixed_up(tmp_path):
    made = make(tmp_path, "--latihan", "dcgan/3:5", "--latihan", "variasional/3:5")
    assert made.exit_code == 0, made.output
    assignment = making.load_assignment(tmp_path / "t" / "dosen")
    assert {item.answer_name for item in assignment.items.values()} == {"loss"}
    notebook = making.build_notebook(assignment, "")
    cells = notebook["cells"]
    cells[:] = [cell for cell in cells if "JAWABAN variasional/3" not in cell["source"]]
    assert set(parsed(notebook, assignment).answers) == {"dcgan/3"}
    for cell in cells:
        cell["metadata"] = {}
        cell["source"] = cell["source"].replace("### JAWABAN dcgan/3\n", "")
    assert not parsed(notebook, assignment).answers


def parsed(notebook, assignment):
    submission = reading.Submission("x.ipynb", json.dumps(notebook).encode())
    reading.parse(submission, assignment)
    return submission


def test_a_variable_answer_is_found_without_its_marker(tmp_path):
    assert make(tmp_path, "--latihan", "dcgan/2:5").exit_code == 0
    assignment = making.load_assignment(tmp_path / "t" / "dosen")
    answers = making.reference_answers(assignment, "")
    notebook = making.build_notebook(assignment, "", answers)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["source"] = cell["source"].replace("### JAWABAN dcgan/2\n", "")
    assert parsed(notebook, assignment).answers == {"dcgan/2": answers["dcgan/2"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "sekurangnya satu --butir atau satu --latihan"),
        (("--butir", "kl-gauss:1", "--butir", "kl-gauss:2"), "--butir menyebut kl-gauss dua kali"),
        (("--latihan", "dcgan/3:1", "--latihan", "dcgan/3:2"), "menyebut dcgan/3 dua kali"),
        (("--latihan", "dcgan/3:1", "--latihan", "dcgan/03:2"), "dcgan/3 disebut dua kali"),
        (("--latihan", "dcgan/3"), "BAB/N:NILAI"),
        (("--latihan", "dcgan:3"), "diharapkan BAB/N"),
        (("--latihan", "dcgan/99:3"), "tidak punya Latihan 99; ada 1 sampai 5"),
        (("--latihan", "dcgan/3:0"), "harus positif"),
        (("--latihan", "bukan-bab/1:3"), "Bab 'bukan-bab' tidak ada"),
        (("--latihan", "superresolusi/3:5"), "`block_mean`: sel ke-.* adalah jawaban Latihan 1"),
        (("--latihan", "sparse/5:5"), "melatih model.*daftar --latihan sparse"),
        (("--latihan", "kegagalan/4:5"), "soalnya memakai keluaran sel ke-"),
    ],
)
def test_bad_choices_are_explained(tmp_path, options, message):
    made = make(tmp_path, *options)
    assert made.exit_code == 1
    assert re.search(message, " ".join(made.output.split())), made.output
    assert not (tmp_path / "t").exists()


def test_without_the_repository_the_command_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "REPOSITORY", tmp_path)
    for result in (make(tmp_path, "--latihan", "dcgan/3:1"), run("daftar", "--latihan", "dcgan")):
        assert result.exit_code == 1
        assert "git clone" in result.output


def test_changed_exercise_file_is_refused(tmp_path):
    assert make(tmp_path, "--latihan", "dcgan/3:5").exit_code == 0
    path = tmp_path / "t" / "dosen" / "latihan.json"
    path.write_text(path.read_text("utf-8").replace("LULUS", "lulus"), encoding="utf-8")
    with pytest.raises(ValueError, match="'dcgan/3' berubah sejak"):
        making.load_assignment(path.parent)


def test_list_shows_titles_and_reasons():
    lines = run("daftar", "--latihan", "superresolusi").output.splitlines()
    assert "solusinya terbuka" in lines[0]
    assert len(lines) == 6
    assert ["tidak dapat dirakit" in line for line in lines[1:]] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_a_solution_that_fails_alone_is_not_assembled(monkeypatch):
    found = read_exercises("dcgan")
    broken = PublicExercise(**{**vars(found[1]), "solution": "sizes = [1, 2, 3]"})
    monkeypatch.setattr(chapter_exercises, "read_exercises", lambda chapter: {1: broken})
    with pytest.raises(ValueError, match="Solusi Latihan dcgan/1 tidak lulus sendirian"):
        choose_exercises(["dcgan/1"])


def judged(cage, item, code):
    calls = item.calls({}, "uji", "1")
    lines, reason = cage.run(item.program(grading.runnable(code)), item.function, calls)
    return grading.judge_outputs(item, {}, calls, lines, reason)


@caged
@pytest.mark.slow
def test_every_assemblable_exercise_is_graded_right():
    """Setiap latihan yang disebut dapat dirakit: solusi penuh, sel kosong belum dikerjakan."""
    cage, started, graded, refused = Cage(Limits()), time.monotonic(), 0, 0
    for chapter in CHAPTERS:
        try:
            found = read_exercises(chapter)
        except ValueError:
            continue
        for item in found.values():
            if isinstance(item, NotAssemblable):
                refused += 1
                continue
            assert fill(item.starter, {}) == item.starter
            assert judged(cage, item, item.solution)[0] == 1, item.id
            assert judged(cage, item, item.starter) == (0.0, "Belum dikerjakan."), item.id
            graded += 1
    assert graded >= 90
    seconds = time.monotonic() - started
    print(f"\n{graded} latihan dinilai, {refused} tidak dapat dirakit: {seconds:.0f} detik")

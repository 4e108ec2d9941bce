"""Kelas buatan untuk uji penilaian: kiriman benar, keliru, rusak, dan jahat, beserta nilainya."""

import hashlib
import json
from dataclasses import dataclass

from generatif.assignments import making
from generatif.assignments.items import fill
from generatif.assignments.roster import Student

POINTS = {"skala-data": 40, "galat-rekonstruksi": 30, "kl-gauss": 30}
TARGET = "skala-data"
NAMES = ("Ayu Lestari", "Budi Santoso", "Dimas Ñusa", "Sôfia Tïmur", "李 明", "I Gede Putu", "Siti")

# Kode yang ditaruh sebelum jawaban benar; kolom kedua: nilai butir sasaran sesudahnya.
HOSTILE = {
    "gelung": ("while True:\n    pass\n", 0),
    "memori": ("parts = []\nwhile True:\n    parts.append(bytearray(10**8))\n", 0),
    "memori-banyak-proses": (
        "import os, time\nfor _ in range(10):\n    if os.fork() == 0:\n        break\n"
        "parts = [b'1' * 10**7 for _ in range(60)]\ntime.sleep(30)\n",
        0,
    ),
    "bom-fork": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n",
        0,
    ),
    "tulis-luar": ("try:\n    open('{canary}/baru', 'w')\nexcept OSError:\n    pass\n", 40),
    "hapus-luar": (
        "import os, shutil\nfor place in ('{canary}', '{home}', '/usr/bin', os.getcwd()):\n"
        "    shutil.rmtree(place, ignore_errors=True)\n",
        40,
    ),
    "jaringan": ("import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)\n", 0),
    "cetak-1-gb": ("for _ in range(1024):\n    print('x' * 2**20)\n", 40),
    "keluar": ("import os\nos._exit(0)\n", 0),
    "palsu": ("import os\nos.write(3, b'{{\"value\": []}}\\n' * 4)\nos._exit(0)\n", 0),
}
BROKEN = {
    "bukan-json": b"ini bukan JSON",
    "kosong": b"",
    "bukan-notebook": b'{"nama": "x"}',
    "terlalu-dalam": b"[" * 100_000,
    "keluaran-besar": json.dumps({"cells": [], "x": "y" * (11 * 2**20)}).encode(),
}
CHANGED = ("sel-dihapus", "sel-diacak", "pemeriksa-diubah", "tanpa-metadata", "notebook-lain")
ORDINARY = ("benar", "sebagian", "keliru", "kosong-jawaban")


@dataclass
class Classroom:
    """Folder kiriman, folder dosen, dan nilai yang diharapkan per nomor."""

    assignment: object
    submissions: object
    private: object
    expected: dict


def roster(count):
    students = []
    for number in range(count):
        name = f"{NAMES[number % len(NAMES)]} {number}"
        students.append(
            Student(f"23100{number:02}", name, f"m{number}@contoh.id", str(700 + number))
        )
    return students


def build(folder, kinds, canary, port):
    """Buat tugas bagi len(kinds) mahasiswa dan satu kiriman untuk setiap jenis."""
    assignment = making.assemble_assignment(
        "Tugas uji", "besok", POINTS, roster(len(kinds)), True, "uji"
    )
    _, private = making.write_assignment(assignment, folder / "tugas")
    submissions = folder / "kiriman"
    submissions.mkdir()
    expected = {}
    for student, kind in zip(assignment.students, kinds, strict=True):
        content, score = submission(assignment, student.number, kind, canary, port)
        name = f"{student.name}_{student.moodle}_assignsubmission_file_tugas.ipynb"
        (submissions / name).write_bytes(content)
        expected[student.number] = score
        if kind == "ganda":
            other = submission(assignment, student.number, "keliru", canary, port)[0]
            (submissions / name.replace("tugas.ipynb", "lagi.ipynb")).write_bytes(other)
            expected[student.number] = 0
    stranger = submission(assignment, assignment.students[0].number, "benar", canary, port)[0]
    (submissions / "Orang Asing_999_assignsubmission_file_x.ipynb").write_bytes(stranger)
    return Classroom(assignment, submissions, private, expected)


def submission(assignment, number, kind, canary, port):
    """Isi berkas satu kiriman dan jumlah nilai yang seharusnya."""
    if kind in BROKEN:
        return BROKEN[kind], 0
    answers = making.reference_answers(assignment, number)
    score = sum(POINTS.values())
    if kind in HOSTILE:
        code, kept = HOSTILE[kind]
        answers[TARGET] = (
            code.format(canary=canary, home=canary.parent, port=port) + answers[TARGET]
        )
        score += kept - POINTS[TARGET]
    elif kind in ("sebagian", "keliru"):
        for item_id in list(answers)[: 1 if kind == "sebagian" else 3]:
            mistake = assignment.items[item_id].mistakes[0]
            answers[item_id] = fill(mistake.code, assignment.constants(number, item_id))
            score -= POINTS[item_id]
    elif kind == "kosong-jawaban":
        answers, score = {}, 0
    notebook = making.build_notebook(assignment, number, answers)
    score = change(notebook, kind, score)
    return json.dumps(notebook).encode(), score


def change(notebook, kind, score):
    """Ubah susunan notebook menurut jenisnya; kembalikan nilai yang seharusnya."""
    cells = notebook["cells"]
    if kind == "sel-dihapus":
        marked = [cell for cell in cells if f"### JAWABAN {TARGET}" in cell["source"]]
        cells.remove(marked[0])
        return score - POINTS[TARGET]
    if kind == "sel-diacak":
        cells.reverse()
    if kind == "pemeriksa-diubah":
        for cell in cells:
            if "### PEMERIKSA" in cell["source"] or "### PERSIAPAN" in cell["source"]:
                cell["source"] = "print('LULUS')"
    if kind == "tanpa-metadata":
        for cell in cells:
            cell["metadata"] = {}
            cell.pop("id")
    if kind == "notebook-lain":
        notebook["cells"] = [{"cell_type": "code", "source": "1 + 1", "metadata": {}}]
        return 0
    return score


def snapshot(*folders):
    """SHA-256 dari nama dan isi semua berkas di bawah `folders`."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            digest.update(str(path).encode())
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()

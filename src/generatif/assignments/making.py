"""Merakit tugas: notebook yang dibagikan dan folder dosen yang disimpan sendiri."""

import hashlib
import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path

import nbformat
import numpy as np

from generatif.assignments.items import fill, load_items
from generatif.assignments.public_exercises import (
    PublicExercise,
    exercise_note,
    load_exercises,
    save_exercises,
)
from generatif.assignments.roster import Student, file_name
from generatif.pictures import write_atomic

CLASS = ""  # nomor varian bersama, bagi tugas satu notebook per kelas
MAX_ATTEMPTS = 1000
SPEC_FILE, TEMPLATE_FOLDER, REFERENCE_FOLDER = "tugas.json", "butir", "acuan"


@dataclass
class Assignment:
    """Isi `tugas.json`: yang menentukan notebook, varian, dan penilaian."""

    title: str
    deadline: str
    seed: str
    points: dict[str, int]
    students: list[Student]
    per_student: bool
    fingerprints: dict[str, str]
    variants: dict[str, dict] = field(default_factory=dict)
    items: dict = field(default_factory=dict, repr=False)

    def key(self, number):
        """Kunci varian bagi satu nomor mahasiswa."""
        return number if self.per_student else CLASS

    def constants(self, number, item_id):
        """Tetapan satu butir bagi satu mahasiswa."""
        return self.variants[self.key(number)][item_id]

    @property
    def digest(self):
        """SHA-256 dari isi tugas; nilai yang tersimpan berlaku hanya untuk isi ini."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def slug(self):
        """Judul sebagai bagian nama berkas."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "tugas"

    def to_json(self):
        """Teks `tugas.json`."""
        content = {name: getattr(self, name) for name in list(self.__dataclass_fields__)[:-1]}
        content["students"] = [asdict(student) for student in self.students]
        return json.dumps(content, ensure_ascii=False, indent=1)


def assemble_assignment(
    title,
    deadline,
    points,
    students,
    per_student=False,
    seed=None,
    templates=None,
    exercises=None,
):
    """Susun tugas dan bagikan variannya.

    Args:
        title: judul tugas.
        deadline: teks tenggat.
        points: dict id butir atau latihan ke nilai penuh.
        students: daftar :class:`~generatif.assignments.roster.Student`.
        per_student: satu notebook dan satu varian per mahasiswa.
        seed: benih rahasia; bakunya acak.
        templates: folder butir dosen, atau `None`.
        exercises: hasil `choose_exercises` bagi latihan yang disebut `points`, atau `None`.

    Returns:
        :class:`Assignment`.

    Raises:
        ValueError: bila butirnya tidak dikenal atau nilainya tidak positif.
    """
    known = load_items(templates) | (exercises or {})
    unknown = [item_id for item_id in points if item_id not in known]
    if unknown or not points:
        raise ValueError(
            f"Butir tidak dikenal: {', '.join(unknown) or 'tidak ada butir'}. Yang tersedia: "
            f"{', '.join(known)}."
        )
    if min(points.values()) <= 0:
        raise ValueError(f"Nilai butir harus positif; yang diterima: {points}.")
    items = {item_id: known[item_id] for item_id in points}
    prints = {item_id: item.fingerprint() for item_id, item in items.items()}
    assignment = Assignment(
        title, deadline, str(seed or secrets.token_hex(16)), points, students, per_student, prints
    )
    assignment.items = items
    numbers = [student.number for student in students] if per_student else [CLASS]
    assignment.variants = _distinct_variants(items, numbers, assignment.seed)
    return assignment


def write_assignment(assignment, folder, templates=None):
    """Tulis `dibagikan/` dan `dosen/` di bawah `folder`.

    Args:
        assignment: hasil :func:`assemble_assignment`.
        folder: folder yang belum ada atau kosong.
        templates: folder butir dosen yang disalin ke folder dosen.

    Returns:
        Pasangan letak folder `dibagikan` dan `dosen`.

    Raises:
        FileExistsError: bila foldernya sudah berisi.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(
            f"Folder {folder} sudah berisi. Pilih folder baru agar tugas lama tidak tertimpa."
        )
    shared, private = folder / "dibagikan", folder / "dosen"
    shared.mkdir(parents=True)
    (private / REFERENCE_FOLDER).mkdir(parents=True)
    private.chmod(0o700)
    if templates:
        copied = private / TEMPLATE_FOLDER
        shutil.copytree(templates, copied, ignore=shutil.ignore_patterns("__pycache__"))
    exercises = [item for item in assignment.items.values() if isinstance(item, PublicExercise)]
    if exercises:
        save_exercises(exercises, private)
    for number in assignment.variants:
        name = "-".join(part for part in (assignment.slug, file_name(number)) if part) + ".ipynb"
        _write_notebook(shared / name, build_notebook(assignment, number))
        _write_notebook(
            private / REFERENCE_FOLDER / name,
            build_notebook(assignment, number, reference_answers(assignment, number)),
        )
    write_atomic(private / SPEC_FILE, assignment.to_json().encode())
    return shared, private


def load_assignment(folder):
    """Baca kembali folder dosen.

    Args:
        folder: folder berisi `tugas.json`.

    Returns:
        :class:`Assignment` yang butirnya sama dengan saat dibuat.

    Raises:
        FileNotFoundError: bila `tugas.json` tidak ada.
        ValueError: bila sebuah butir berubah sejak tugas dibagikan.
    """
    folder = Path(folder)
    path = folder / SPEC_FILE
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} tidak ada. Sebut folder `dosen` yang ditulis `generatif tugas buat`."
        )
    content = json.loads(path.read_text(encoding="utf-8"))
    content["students"] = [Student(**row) for row in content["students"]]
    assignment = Assignment(**content)
    templates = folder / TEMPLATE_FOLDER
    known = load_items(templates if templates.is_dir() else None) | load_exercises(folder)
    for item_id, fingerprint in assignment.fingerprints.items():
        if item_id not in known or known[item_id].fingerprint() != fingerprint:
            raise ValueError(
                f"Butir {item_id!r} berubah sejak tugas dibagikan. Pasang versi paket (atau "
                "kembalikan berkas di folder dosen) yang dipakai saat tugas dibuat, lalu ulangi."
            )
    assignment.items = {item_id: known[item_id] for item_id in assignment.points}
    return assignment


def reference_answers(assignment, number):
    """Jawaban acuan setiap butir untuk satu mahasiswa, sebagai kode."""
    return {
        item_id: fill(item.solution, assignment.constants(number, item_id))
        for item_id, item in assignment.items.items()
    }


def build_notebook(assignment, number, answers=None):
    """Susun notebook satu mahasiswa (atau satu kelas).

    Args:
        assignment: :class:`Assignment`.
        number: nomor mahasiswa; `""` untuk notebook kelas.
        answers: dict id butir ke kode; butir lain memakai kode awal.

    Returns:
        Notebook nbformat 4.
    """
    names = {student.number: student.name for student in assignment.students}
    identity = f"### IDENTITAS\nNOMOR = {number!r}\nNAMA = {names.get(number, '')!r}"
    setup = files("generatif.assignments").joinpath("student_check.py").read_text("utf-8")
    setup = "### PERSIAPAN (jangan diubah)\n" + setup.split('"""\n', 1)[1].strip()
    cells = [
        _text("judul", _opening(assignment, number)),
        _code("identity", identity),
        _code("setup", setup),
    ]
    for position, (item_id, item) in enumerate(assignment.items.items(), start=1):
        constants = assignment.constants(number, item_id)
        code = (answers or {}).get(item_id, fill(item.starter, constants)).strip()
        heading = f"## {position}. {item.title} ({assignment.points[item_id]} poin)\n\n"
        cells += [
            _text(f"soal-{item_id}", heading + fill(item.prompt, constants)),
            *_exercise_setup(item),
            _code("answer", with_marker(item_id, code), item_id),
            _code("check", check_source(item, constants), item_id),
        ]
    for position, cell in enumerate(cells):
        cell["id"] = f"sel-{position}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def with_marker(item_id, code):
    """Kode jawaban dengan penanda di baris pertama, agar ditemukan tanpa metadata."""
    marker = f"### JAWABAN {item_id}"
    return code if code.startswith(marker) else f"{marker}\n{code}"


def check_source(item, constants):
    """Sel pemeriksa contoh satu butir, atau pemeriksa satu latihan."""
    if isinstance(item, PublicExercise):
        return item.check_source()
    calls = [tuple(map(_rounded, call)) for call in item.samples(constants)[0]]
    expected = item.expected(constants, calls)
    return (
        f"### PEMERIKSA {item.id} (jangan diubah)\n"
        f"check(\n    {item.title!r},\n    {item.function},\n    {_literal(calls)},\n"
        f"    {_literal(expected)},\n    {item.hint!r},\n)"
    )


def _opening(assignment, number):
    total = sum(assignment.points.values())
    varies = any(item.varies for item in assignment.items.values())
    owner = f"Notebook ini khusus untuk nomor mahasiswa {number}"
    owner = f"{owner}{': bilangannya berbeda' if varies else ''}. " if number else ""
    return (
        f"# {assignment.title}\n\n**Tenggat:** {assignment.deadline}. **Nilai penuh:** {total}.\n\n"
        f"{owner}Isi sel yang diawali `### JAWABAN`, biarkan baris penandanya, dan tulis semua "
        "fungsi bantu di sel jawaban yang memakainya: setiap sel jawaban dinilai sendiri, hanya "
        "dengan NumPy (`np`) dan pustaka yang Anda impor di sel itu, tanpa internet. Pemeriksa "
        "di bawahnya memakai contoh; nilai memakai masukan lain dengan batas waktu dan memori."
        f"{exercise_note(assignment.items.values())}\n\nIsi nomor dan nama di sel berikut, lalu "
        "kumpulkan berkas `.ipynb` ini tanpa mengganti formatnya."
    )


def _exercise_setup(item):
    """Sel yang dijalankan sebelum jawaban sebuah latihan; kosong bagi butir."""
    setup = getattr(item, "setup", "")
    source = f"### PERSIAPAN {item.id} (jangan diubah)\n{setup}"
    return [_code("setup", source, item.id)] if setup else []


def _distinct_variants(items, numbers, seed):
    variants, seen = {number: {} for number in numbers}, set()
    for number in numbers:
        for item_id, item in items.items():
            for attempt in range(MAX_ATTEMPTS):
                constants = item.variant(number, seed, attempt)
                mark = (item_id, json.dumps(constants, sort_keys=True))
                if not item.varies or mark not in seen:
                    break
            else:
                raise ValueError(
                    f"Butir {item_id!r} tidak punya cukup varian untuk {len(numbers)} mahasiswa. "
                    "Beri tetapannya rentang yang lebih luas."
                )
            seen.add(mark)
            variants[number][item_id] = constants
    return variants


def _text(name, source):
    return nbformat.v4.new_markdown_cell(source, metadata={"generatif": {"kind": name}})


def _code(kind, source, item_id=None):
    mark = {"kind": kind} | ({"item": item_id} if item_id else {})
    return nbformat.v4.new_code_cell(source, metadata={"generatif": mark})


def _write_notebook(path, notebook):
    nbformat.validate(notebook)
    write_atomic(path, nbformat.writes(notebook).encode())


def _rounded(value):
    array = np.asarray(value)
    return np.round(array, 3) if array.dtype.kind == "f" else value


def _literal(value):
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))},)"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    array = np.asarray(value)
    numbers = json.dumps(array.tolist() if array.dtype.kind != "f" else _short(array))
    return f"np.array({numbers}, dtype={array.dtype.name!r})" if array.ndim else numbers


def _short(array):
    return np.vectorize(lambda number: float(f"{number:.6g}"), otypes=[float])(array).tolist()

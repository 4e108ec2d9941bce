"""Membaca kiriman dari folder atau arsip Moodle dan Google Classroom.

Moodle menamai berkas `Nama_12345_assignsubmission_file_berkas.ipynb`, atau foldernya
`Nama_12345_assignsubmission_file`; 12345 nomor peserta Moodle, bukan nomor mahasiswa
(`download_submissions` di `mod/assign/locallib.php`). Google Classroom tidak menetapkan nama
bagi berkas unggahan; salinan per mahasiswa lazimnya bernama `Nama - judul.ipynb`.
"""

import ast
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generatif.assignments.roster import file_name, normalized

MAX_BYTES = 10 * 2**20
MAX_CODE = 200_000
MAX_FILES = 5000
MAX_TEXT = 300
MOODLE = re.compile(r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(_|$)")
ANSWER = re.compile(r"^\s*###\s*JAWABAN\s+(\S+)")
CHECK = re.compile(r"^\s*###\s*PEMERIKSA\s+(\S+)")


@dataclass
class Submission:
    """Satu berkas kiriman: isi, atau alasan ia tidak dapat dibaca."""

    path: str
    data: bytes = b""
    problem: str = ""
    number: str = ""
    notes: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)
    claimed: str = ""


def tidy_text(text):
    """Teks dari luar: satu baris, hanya huruf yang dapat dicetak, tidak panjang."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return text[:MAX_TEXT]


def collect(source):
    """Baca semua berkas kiriman tanpa mengekstraknya ke disk.

    Args:
        source: folder, atau arsip `.zip`.

    Returns:
        Daftar :class:`Submission`, terurut menurut letaknya.

    Raises:
        ValueError: bila sumbernya bukan folder maupun arsip zip, atau tidak berisi berkas.
    """
    source = Path(source)
    if source.is_dir():
        found = [_from_folder(source, path) for path in _files(source)]
    elif source.is_file() and zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            found = [_from_zip(archive, entry) for entry in members if _wanted(entry.filename)]
    else:
        raise ValueError(f"{source} bukan folder maupun arsip .zip. Sebut hasil unduhan kiriman.")
    if not found or len(found) > MAX_FILES:
        raise ValueError(
            f"{source} memuat {len(found)} berkas; yang diharapkan 1 sampai {MAX_FILES}. Sebut "
            "folder atau arsip .zip hasil unduhan kiriman."
        )
    return sorted(found, key=lambda submission: submission.path)


def parse(submission, assignment):
    """Isi jawaban dan nomor yang diakui, atau sebut alasannya.

    Args:
        submission: :class:`Submission`, diubah di tempat.
        assignment: tugas yang dinilai.
    """
    if not submission.problem:
        _read_answers(submission, assignment)


def _read_answers(submission, assignment):
    try:
        cells = _code_cells(submission)
    except (ValueError, RecursionError) as error:
        submission.problem = str(error) if type(error) is ValueError else "bukan JSON notebook"
        return
    for source, mark in cells:
        _classify(submission, source, mark)
    _find_unmarked(submission, assignment, [source for source, _ in cells])
    if not set(submission.answers) & set(assignment.items):
        submission.problem = "notebook lain: tidak ada sel jawaban tugas ini"


def identify(submission, students):
    """Cocokkan kiriman dengan daftar mahasiswa: nama dari platform dulu, lalu isi notebook.

    Args:
        submission: :class:`Submission`, diubah di tempat.
        students: daftar mahasiswa.
    """
    candidates = _platform_candidates(submission.path, students)
    claimed = [student for student in students if student.number == submission.claimed]
    if candidates is None:
        candidates = claimed
        if claimed:
            submission.notes.append("dikenali hanya dari nomor yang ditulis di notebook")
    elif len(candidates) > 1:
        candidates = [student for student in candidates if student in claimed]
    if len(candidates) == 1:
        submission.number = candidates[0].number
        if submission.claimed not in ("", submission.number):
            submission.notes.append(f"notebook menyebut nomor {submission.claimed}")


def _platform_candidates(path, students):
    """Mahasiswa yang cocok dengan nama berkas; `None` bila namanya tidak memberi petunjuk."""
    for part in PurePosixPath(path).parts:
        if found := MOODLE.match(part):
            return _by_moodle(found, students)
    stem = PurePosixPath(path).stem
    named = f"-{file_name(stem)}-"
    if matched := [each for each in students if f"-{file_name(each.number)}-" in named]:
        return matched
    owner = normalized(stem.split(" - ", 1)[0])
    return [student for student in students if normalized(student.name) == owner] or None


def _by_moodle(found, students):
    by_id = [student for student in students if student.moodle == found["id"]]
    name = normalized(found["name"])
    return by_id or [student for student in students if normalized(student.name) == name]


def _files(source):
    paths = (path for path in source.rglob("*") if not path.is_symlink() and path.is_file())
    return [path for path in paths if _wanted(path.relative_to(source).as_posix())]


def _wanted(name):
    parts = PurePosixPath(name).parts
    return not any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _from_folder(source, path):
    name = path.relative_to(source).as_posix()
    problem = _name_problem(name, path.stat().st_size)
    return Submission(tidy_text(name), b"" if problem else path.read_bytes(), problem)


def _from_zip(archive, entry):
    name = tidy_text(entry.filename)
    problem = _name_problem(name, entry.file_size)
    if problem:
        return Submission(name, problem=problem)
    try:
        with archive.open(entry) as file:
            data = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        return Submission(name, problem="berkas di dalam arsip rusak")
    return Submission(name, data, _name_problem(name, len(data)))


def _name_problem(name, size):
    if not name.lower().endswith(".ipynb"):
        return "bukan berkas .ipynb"
    if size == 0:
        return "berkas kosong"
    return f"berkas lebih besar dari {MAX_BYTES // 2**20} MB" if size > MAX_BYTES else ""


def _code_cells(submission):
    try:
        content = json.loads(submission.data.decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError("bukan JSON notebook") from error
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise ValueError("JSON ini bukan notebook")
    return [_cell(cell) for cell in content["cells"] if _is_code(cell)]


def _is_code(cell):
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _cell(cell):
    source = cell.get("source", "")
    source = source if isinstance(source, list) else [source]
    text = "".join(line for line in source if isinstance(line, str))[:MAX_CODE]
    text = text.encode("utf-8", "replace").decode()
    metadata = cell.get("metadata")
    mark = metadata.get("generatif") if isinstance(metadata, dict) else None
    return text, mark if isinstance(mark, dict) else {}


def _classify(submission, source, mark):
    """Kenali sel dari baris penandanya; metadata dipakai bila penandanya terhapus."""
    if found := ANSWER.match(source):
        item_id = found[1]
    elif mark.get("kind") == "answer":
        item_id = str(mark.get("item"))
    elif found := CHECK.match(source):
        submission.checks[found[1]] = source
        return
    else:
        if source.lstrip().startswith("### IDENTITAS"):
            submission.claimed = _claimed(source)
        return
    if item_id in submission.answers:
        submission.notes.append(f"dua sel jawaban {item_id}; yang terakhir dinilai")
    submission.answers[item_id] = source


def _find_unmarked(submission, assignment, sources):
    """Jawaban yang penandanya hilang dikenali dari nama fungsi atau peubahnya."""
    names = [item.answer_name for item in assignment.items.values()]
    free = [source for source in sources if source not in submission.answers.values()]
    for item_id, item in assignment.items.items():
        name = item.answer_name
        pattern = re.compile(rf"^(def {name}\b|{name} *=)", re.MULTILINE)
        matching = [source for source in free if pattern.search(source)]
        unique = names.count(name) == 1
        if item_id not in submission.answers and matching and unique:
            submission.answers[item_id] = matching[-1]
            submission.notes.append(f"penanda jawaban {item_id} hilang; dikenali dari fungsinya")


def _claimed(source):
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            if any(isinstance(name, ast.Name) and name.id == "NOMOR" for name in node.targets):
                return tidy_text(node.value.value).strip()
    return ""

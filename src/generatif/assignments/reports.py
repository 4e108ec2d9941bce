"""Keluaran penilaian: CSV Moodle, CSV menurut urutan daftar, umpan balik, dan laporan dosen.

Lembar penilaian Moodle dibaca oleh `mod/assign/feedback/offline/importgradeslib.php`: kolom
`Identifier`, `Grade`, dan `Last modified (grade)` wajib ada, `Feedback comments` boleh; isi
`Identifier` adalah `Participant` diikuti nomor peserta. Petunjuk untuk dosen ada di halaman Moodle
`docs.moodle.org/en/Assignment_settings`, bagian `Offline grading worksheet`.
"""

import csv
import io
from pathlib import Path

import nbformat

from generatif.assignments import reading
from generatif.assignments.items import fill
from generatif.assignments.making import build_notebook
from generatif.assignments.roster import file_name
from generatif.assignments.similarity import similar_pairs
from generatif.pictures import write_atomic

GRADE_COLUMNS = ("Grade", "Nilai")
IDENTIFIER_COLUMNS = ("Identifier", "Pengenal")
NAME_COLUMNS = ("Full name", "Nama lengkap")
COMMENT_COLUMNS = ("Feedback comments", "Komentar umpan balik")
MODIFIED_COLUMN = "Last modified (grade)"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_reports(assignment, results, reports, submissions, folder, worksheet=None):
    """Tulis semua keluaran penilaian.

    Args:
        assignment: tugas.
        results: dict nomor ke hasil.
        reports: daftar (letak, alasan) kiriman yang tidak dinilai.
        submissions: kiriman yang sudah dibaca.
        folder: folder keluaran dosen.
        worksheet: lembar penilaian CSV unduhan Moodle, atau `None`.
    """
    folder = Path(folder)
    write_atomic(folder / "nilai-kelas.csv", class_csv(assignment, results))
    write_atomic(folder / "nilai-moodle.csv", moodle_csv(assignment, results, worksheet))
    for student in assignment.students:
        if student.number in results:
            page = feedback(assignment, student, results[student.number])
            write_atomic(folder / "umpan-balik" / f"{file_name(student.number)}.md", page.encode())
    graded = {each.path: each for each in submissions if each.number and not each.problem}
    for number, result in results.items():
        if result["path"] in graded:
            answers = graded[result["path"]].answers
            page = restored(assignment, number, answers)
            write_atomic(folder / "diperiksa" / f"{file_name(number)}.ipynb", page)
    write_atomic(folder / "kemiripan.md", similarity_page(assignment, graded.values()).encode())
    write_atomic(folder / "laporan.md", lecturer_page(assignment, results, reports).encode())


def class_csv(assignment, results):
    """CSV menurut urutan daftar, untuk disalin ke Classroom atau diimpor ke lembar kerja.

    Args:
        assignment: tugas.
        results: dict nomor ke hasil.

    Returns:
        Isi CSV sebagai `bytes`.
    """
    header = ["nomor", "nama", "surel", *assignment.items, "jumlah", "keterangan"]
    rows = [header]
    for student in assignment.students:
        result = results.get(student.number)
        scores = [number(item["earned"]) for item in result["items"]] if result else None
        scores = scores or [""] * len(assignment.items)
        total = number(result["total"]) if result else ""
        remark = _remark(result)
        rows.append([student.number, student.name, student.email, *scores, total, remark])
    return _csv(rows)


def moodle_csv(assignment, results, worksheet=None):
    """Lembar penilaian Moodle: lembar unduhan yang diisi, atau lembar baru dari nama berkas.

    Args:
        assignment: tugas.
        results: dict nomor ke hasil.
        worksheet: lembar unduhan, atau `None`.

    Returns:
        Isi CSV sebagai `bytes`.

    Raises:
        ValueError: bila lembar unduhan tidak memuat kolom yang diperlukan.
    """
    if worksheet:
        return _filled(assignment, results, worksheet)
    full = sum(assignment.points.values())
    header = [IDENTIFIER_COLUMNS[0], NAME_COLUMNS[0], "Email address", GRADE_COLUMNS[0]]
    rows = [[*header, "Maximum grade", MODIFIED_COLUMN, COMMENT_COLUMNS[0]]]
    for student in assignment.students:
        result = results.get(student.number)
        identifier = student.moodle or _moodle_id(result)
        if result and identifier:
            grade = number(result["total"])
            cells = [f"Participant {identifier}", student.name, student.email, grade, full, "-"]
            rows.append([*cells, summary(assignment, result)])
    return _csv(rows)


def feedback(assignment, student, result):
    """Umpan balik satu mahasiswa, sebagai Markdown."""
    full = sum(assignment.points.values())
    lines = [f"# {assignment.title}", "", f"Nomor {student.number}, {student.name}.", ""]
    lines += [f"Nilai: {number(result['total'])} dari {full}.", ""]
    for item in result["items"]:
        title = assignment.items[item["id"]].title
        lines.append(f"- **{title}**: {number(item['earned'])} dari {item['points']}.")
        lines.append(f"  `{item['feedback'].replace('`', chr(39))}`")
    lines += [f"- Catatan: {note}." for note in result["notes"]]
    return "\n".join(lines) + "\n"


def summary(assignment, result):
    """Umpan balik dalam satu baris."""
    parts = [
        f"{assignment.items[item['id']].title}: {number(item['earned'])}/{item['points']}. "
        f"{item['feedback']}"
        for item in result["items"]
    ]
    return " | ".join(parts)


def restored(assignment, owner, answers):
    """Notebook asli dosen, termasuk sel pemeriksanya, dengan jawaban mahasiswa di tempatnya."""
    known = {key: answers[key] for key in assignment.items if key in answers}
    return nbformat.writes(build_notebook(assignment, assignment.key(owner), known)).encode()


def similarity_page(assignment, submissions):
    """Daftar pasangan jawaban yang mirip, per butir."""
    lines = ["# Kemiripan jawaban", ""]
    lines += [
        "Bagian rangkaian enam token yang sama, tanpa nama dan bilangan. Jawaban pendek yang "
        "benar memang mirip; angka tinggi bukan bukti penyalinan. Baca dulu kedua notebook.",
        "",
    ]
    owned = list(submissions)
    for item_id, item in assignment.items.items():
        codes = {each.number: each.answers[item_id] for each in owned if item_id in each.answers}
        pairs = similar_pairs(codes, fill(item.starter, _any_constants(assignment, item_id)))
        lines += [f"## {item.title}", ""]
        lines += [f"- {first} dan {second}: {score}" for score, first, second in pairs]
        lines += [] if pairs else ["Tidak ada pasangan di atas ambang."]
        lines.append("")
    return "\n".join(lines)


def lecturer_page(assignment, results, reports):
    """Laporan dosen: yang tidak mengumpulkan, yang tidak dinilai, dan catatan."""
    absent = [each for each in assignment.students if each.number not in results]
    lines = [f"# Laporan penilaian: {assignment.title}", ""]
    lines += [f"Dinilai {len(results)}, tidak mengumpulkan {len(absent)}.", ""]
    lines += [f"- {each.number} {each.name}: tidak mengumpulkan" for each in absent]
    lines += [f"- `{path}`: {reason}" for path, reason in reports]
    for owner, result in sorted(results.items()):
        reasons = [result["problem"]] if result["problem"] else []
        lines += [f"- {owner}: {text}" for text in reasons + result["notes"]]
    return "\n".join(lines) + "\n"


def number(value):
    """Bilangan tanpa nol di belakang; titik desimal, seperti yang dibaca Moodle."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _filled(assignment, results, worksheet):
    text = Path(worksheet).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0] if rows else []
    columns = [_column(header, names) for names in (GRADE_COLUMNS, NAME_COLUMNS, COMMENT_COLUMNS)]
    identifier = _column(header, IDENTIFIER_COLUMNS)
    if columns[0] is None or identifier is None:
        raise ValueError(
            f"Kolom lembar {worksheet}: {', '.join(header) or 'tidak ada'}. Yang diharapkan: "
            f"{IDENTIFIER_COLUMNS[0]} dan {GRADE_COLUMNS[0]}. Ganti bahasa Moodle Anda ke "
            "Inggris, unduh lagi lembar penilaiannya, lalu ulangi."
        )
    for row in rows[1:]:
        owner = _owner(assignment, results, row, identifier, columns[1])
        if owner:
            row[columns[0]] = number(results[owner]["total"])
            if columns[2] is not None:
                row[columns[2]] = _safe(summary(assignment, results[owner]))
    return _csv(rows, safe=False)


def _owner(assignment, results, row, identifier, name_column):
    """Nomor mahasiswa pemilik satu baris lembar: dari nomor peserta, lalu dari nama."""
    participant = row[identifier].rpartition(" ")[2]
    for student in assignment.students:
        result = results.get(student.number)
        if result and participant == (student.moodle or _moodle_id(result)):
            return student.number
    if name_column is None:
        return None
    name = reading.normalized(row[name_column])
    named = [each for each in assignment.students if reading.normalized(each.name) == name]
    return named[0].number if len(named) == 1 and named[0].number in results else None


def _moodle_id(result):
    parts = Path(result["path"]).parts if result else ()
    found = [match["id"] for part in parts if (match := reading.MOODLE.match(part))]
    return found[0] if found else ""


def _remark(result):
    return (result["problem"] or "dinilai") if result else "tidak mengumpulkan"


def _column(header, names):
    return next((header.index(name) for name in names if name in header), None)


def _any_constants(assignment, item_id):
    return next(iter(assignment.variants.values()))[item_id]


def _csv(rows, safe=True):
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([[_safe(cell) if safe else cell for cell in row] for row in rows])
    return stream.getvalue().encode()


def _safe(cell):
    """Teks yang akan dianggap rumus oleh lembar kerja diberi tanda petik di depan."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) and text != "-" else text

"""Daftar mahasiswa dari CSV: kolom `nomor` dan `nama`, boleh ditambah `surel` dan `moodle`."""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Student:
    """Satu baris daftar; `moodle` adalah nomor peserta Moodle, bila diketahui."""

    number: str
    name: str
    email: str = ""
    moodle: str = ""


def read_roster(path):
    """Baca daftar mahasiswa.

    Args:
        path: CSV UTF-8 berpemisah koma atau titik koma.

    Returns:
        Daftar :class:`Student`, menurut urutan berkas.

    Raises:
        ValueError: bila kolomnya kurang, kosong, atau ada nomor yang dipakai dua kali.
    """
    text = Path(path).read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    columns = set(rows[0]) if rows else set()
    if not {"nomor", "nama"} <= columns:
        raise ValueError(
            f"Kolom daftar {path}: {', '.join(sorted(map(str, columns))) or 'tidak ada'}. Yang "
            "diharapkan: nomor dan nama (boleh ditambah surel dan moodle), dengan satu baris "
            "per mahasiswa. Simpan ulang sebagai CSV UTF-8."
        )
    students = [_student(row) for row in rows]
    _require_unique(students, path)
    return students


def normalized(name):
    """Nama tanpa perbedaan huruf besar, bentuk Unicode, tanda hubung, dan urutan kata."""
    text = unicodedata.normalize("NFKC", name).casefold()
    for mark in "_-.,'’":
        text = text.replace(mark, " ")
    return " ".join(sorted(text.split()))


def file_name(number):
    """Nomor mahasiswa sebagai bagian nama berkas, misalnya `20/123/TK` menjadi `20-123-TK`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", number).strip("-")


def _student(row):
    values = {key: (row.get(key) or "").strip() for key in ("nomor", "nama", "surel", "moodle")}
    return Student(values["nomor"], values["nama"], values["surel"], values["moodle"])


def _require_unique(students, path):
    counts = Counter(file_name(student.number).casefold() for student in students)
    wrong = sorted(
        {each.number for each in students if counts[file_name(each.number).casefold()] > 1}
        | {each.number for each in students if not file_name(each.number)}
    )
    if wrong:
        raise ValueError(
            f"Nomor mahasiswa kosong atau ganda di {path}: {', '.join(map(repr, wrong))}. Setiap "
            "mahasiswa memerlukan satu nomor sendiri, dan nomor yang hanya berbeda tanda baca "
            "atau besar hurufnya dianggap sama; perbaiki daftarnya, lalu ulangi."
        )

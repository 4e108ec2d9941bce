"""Tabel halaman RPS dari `book/pengajar/rps.toml`.

    python tools/write_syllabus.py

Judul bab dan latihan dibaca dari notebook; bobot per komponen, per Sub-CPMK, dan waktu dihitung.
Data yang menunjuk bab atau latihan yang tidak ada, atau yang bobotnya tidak berjumlah 100, ditolak.
Akhiran `.inc` karena isinya bukan halaman, melainkan sisipan halaman RPS.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import nbformat

from generatif.pictures import write_atomic
from markdown_tables import number, table

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
SOURCE = BOOK / "pengajar" / "rps.toml"
TABLES = BOOK / "pengajar" / "tabel"
CHAPTER_KEYS = ("bab", "pengayaan", "pilihan")
EXERCISE = re.compile(r"\{exercise\} (.+)\n:label: (\S+)")


def load_syllabus(path=SOURCE):
    """Baca RPS.

    Args:
        path: berkas TOML.

    Returns:
        Isi berkas sebagai kamus.
    """
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def load_chapters():
    """Judul bab dan judul latihan menurut label, dari semua notebook."""
    chapters, exercises = {}, {}
    for path in sorted(BOOK.glob("*/*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        name = path.relative_to(BOOK).with_suffix("").as_posix()
        chapters[name] = re.search(r"^# (.+)", prose, re.MULTILINE)[1]
        exercises |= {label: title for title, label in EXERCISE.findall(prose)}
    return chapters, exercises


def shares(syllabus):
    """Bobot menurut pasangan (Sub-CPMK, komponen)."""
    found = Counter()
    for meeting in syllabus["pertemuan"]:
        for component, weight in meeting.get("bobot", {}).items():
            found[meeting["sub"], component] += weight
        for component, parts in meeting.get("bagi", {}).items():
            for sub, weight in parts.items():
                found[sub, component] += weight
        for sub, weight in meeting.get("bobot_sub", {}).items():
            found[sub, meeting["ujian"]] += weight
    return found


def problems(syllabus, chapters, exercises):
    """Daftar kesalahan data RPS, kosong bila tidak ada."""
    meetings = syllabus["pertemuan"]
    found = shares(syllabus)
    used = {key: [name for each in meetings for name in each.get(key, [])] for key in CHAPTER_KEYS}
    labels = [label for each in meetings for label in each.get("latihan", [])]
    wrong = [f"bobot berjumlah {sum(found.values())}, seharusnya 100"] * (
        sum(found.values()) != 100
    )
    weeks = [each["minggu"] for each in meetings]
    if weeks != list(range(1, syllabus["minggu"] + 1)):
        wrong.append(f"minggu {weeks} tidak urut dari 1 sampai {syllabus['minggu']}")
    wrong += [f"bab {name} tidak ada" for name in sum(used.values(), []) if name not in chapters]
    wrong += [
        f"bab {name} belum ditempatkan" for name in chapters if name not in sum(used.values(), [])
    ]
    wrong += [f"latihan {label} tidak ada" for label in labels if label not in exercises]
    wrong += [f"latihan {label} dipakai dua kali" for label, n in Counter(labels).items() if n > 1]
    known = set(syllabus["sub_cpmk"])
    wrong += [f"Sub-CPMK {sub} tanpa bobot" for sub in sorted(known - {sub for sub, _ in found})]
    wrong += [f"Sub-CPMK {sub} tidak ada" for sub in sorted({sub for sub, _ in found} - known)]
    wrong += [
        f"Sub-CPMK {sub} hanya dinilai lewat latihan, yang solusinya terbuka"
        for sub in sorted({sub for sub, _ in found})
        if {part for name, part in found if name == sub} == {"latihan"}
    ]
    parts = {component for _, component in found}
    wrong += [f"komponen {each} tidak ada" for each in sorted(parts - set(syllabus["komponen"]))]
    wrong += [
        f"{name} menunjuk {cpl}, yang tidak ada"
        for name, each in syllabus["cpmk"].items()
        for cpl in each["cpl"]
        if cpl not in syllabus["cpl"]
    ]
    return wrong


def build_tables(syllabus=None):
    """Isi semua tabel RPS.

    Args:
        syllabus: isi RPS; `None` berarti berkas di repositori.

    Returns:
        Kamus dari nama berkas ke Markdown.

    Raises:
        ValueError: bila datanya tidak konsisten; semua kesalahannya disebut.
    """
    syllabus = syllabus or load_syllabus()
    chapters, exercises = load_chapters()
    if wrong := problems(syllabus, chapters, exercises):
        raise ValueError(f"{SOURCE.name}: {'; '.join(wrong)}.")
    return {
        "waktu.inc": time_table(syllabus),
        "cpl.inc": left_table(("CPL", "Rumusan"), syllabus["cpl"].items()),
        "capaian.inc": outcome_table(syllabus),
        "pertemuan.inc": meeting_table(syllabus, chapters, exercises),
        "bobot.inc": weight_table(syllabus),
    }


def hours(syllabus):
    """Jam belajar: seluruh semester, per minggu, tatap muka, dan sisanya per minggu."""
    total = syllabus["sks"] * syllabus["jam_per_sks"]
    weekly = total / syllabus["minggu"]
    meeting = syllabus["sks"] * syllabus["menit_tatap_muka_per_sks"] / 60
    return total, weekly, meeting, weekly - meeting


def time_table(syllabus):
    """Tabel jam belajar."""
    total, weekly, meeting, rest = hours(syllabus)
    rows = [
        ("Satu semester", number(total, 0)),
        ("Per minggu", number(weekly, 1)),
        ("di antaranya tatap muka", number(meeting, 1)),
        ("di antaranya tugas terstruktur dan mandiri", number(rest, 1)),
    ]
    return table((f"{syllabus['sks']} SKS, {syllabus['minggu']} minggu", "Jam"), rows)


def outcome_table(syllabus):
    """Tabel CPMK dan Sub-CPMK beserta CPL-nya."""
    rows = []
    for name, each in syllabus["cpmk"].items():
        rows.append((f"**{name}**", f"**{each['isi']}**", ", ".join(each["cpl"])))
        prefix = name.removeprefix("CPMK-") + "."
        rows += [
            (f"Sub-CPMK {sub}", text, "")
            for sub, text in syllabus["sub_cpmk"].items()
            if sub.startswith(prefix)
        ]
    return left_table(("Kode", "Kemampuan", "CPL"), rows)


def meeting_table(syllabus, chapters, exercises):
    """Tabel pertemuan menurut minggu."""
    rows = []
    for meeting in syllabus["pertemuan"]:
        exam = meeting.get("ujian", "").upper()
        links = [
            prefix + ", ".join(f"[{chapters[name]}](../{name}.ipynb)" for name in meeting[key])
            for key, prefix in zip(CHAPTER_KEYS, ("", "pengayaan: ", "pilih satu: "), strict=True)
            if key in meeting
        ]
        work = "; ".join(f"[{exercises[label]}](#{label})" for label in meeting.get("latihan", []))
        rows.append(
            (
                meeting["minggu"],
                meeting.get("sub") or ", ".join(meeting["bobot_sub"]),
                f"**{exam}**" if exam else "; ".join(links),
                work,
                graded(meeting),
            )
        )
    return left_table(("Minggu", "Sub-CPMK", "Bab", "Latihan", "Penilaian (%)"), rows)


def graded(meeting):
    """Yang dinilai dalam satu pertemuan, misalnya `latihan 1, tugas 4 (1.2, 2.1)`."""
    if "ujian" in meeting:
        return f"{meeting['ujian'].upper()} {sum(meeting['bobot_sub'].values())}"
    own = [f"{name} {weight}" for name, weight in meeting["bobot"].items()]
    shared = [
        f"{name} {sum(parts.values())} ({', '.join(parts)})"
        for name, parts in meeting.get("bagi", {}).items()
    ]
    return ", ".join(own + shared)


def weight_table(syllabus):
    """Tabel bobot Sub-CPMK menurut komponen, dengan jumlahnya."""
    found, parts = shares(syllabus), list(syllabus["komponen"])
    rows = [
        (f"Sub-CPMK {sub}", *(found[sub, part] or "" for part in parts), line_sum(found, sub))
        for sub in syllabus["sub_cpmk"]
    ]
    totals = [sum(found[sub, part] for sub in syllabus["sub_cpmk"]) for part in parts]
    rows.append(("**Jumlah**", *totals, f"**{sum(totals)}**"))
    return table(("", *syllabus["komponen"].values(), "Jumlah"), rows)


def line_sum(found, sub):
    """Jumlah bobot satu Sub-CPMK."""
    return sum(weight for (name, _), weight in found.items() if name == sub)


def left_table(header, rows):
    """Tabel Markdown yang semua kolomnya rata kiri."""
    lines = table(header, rows).splitlines()
    return "\n".join([lines[0], lines[1].replace("---:", "---"), *lines[2:]]) + "\n"


def main():
    """Tulis semua tabel."""
    for name, content in build_tables().items():
        write_atomic(TABLES / name, content.encode())
        print(f"Ditulis: {TABLES.relative_to(ROOT) / name}")


if __name__ == "__main__":
    main()

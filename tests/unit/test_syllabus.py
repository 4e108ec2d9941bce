"""RPS: bobot berjumlah 100, bab dan latihannya ada, dan tabel halamannya mutakhir."""

import copy
import re

import pytest

import write_syllabus
from write_syllabus import BOOK, load_chapters, load_syllabus, problems, shares

SYLLABUS = load_syllabus()
CHAPTERS, EXERCISES = load_chapters()


def page(name):
    return (BOOK / "pengajar" / f"{name}.md").read_text(encoding="utf-8")


def test_syllabus_has_no_problem():
    assert problems(SYLLABUS, CHAPTERS, EXERCISES) == []


def test_tables_are_current():
    tables = write_syllabus.build_tables()
    assert sorted(tables) == sorted(path.name for path in write_syllabus.TABLES.iterdir())
    for name, content in tables.items():
        assert (write_syllabus.TABLES / name).read_text(encoding="utf-8") == content


def test_shown_weights_add_up_to_a_hundred():
    rows = [
        line.split("|")[1:-1] for line in write_syllabus.weight_table(SYLLABUS).splitlines()[2:]
    ]
    numbers = [[int(cell.strip(" *") or 0) for cell in row[1:]] for row in rows]
    *lines, totals = numbers
    assert totals == [sum(column) for column in zip(*lines, strict=True)]
    assert all(sum(line[:-1]) == line[-1] for line in numbers)
    assert totals[-1] == 100


def test_meetings_are_fourteen_and_two_exams():
    meetings = SYLLABUS["pertemuan"]
    assert [each["minggu"] for each in meetings] == list(range(1, 17))
    exams = {each["ujian"]: each["minggu"] for each in meetings if "ujian" in each}
    assert exams == {"uts": 8, "uas": 16}


def test_core_path_has_the_promised_length():
    core = {name for each in SYLLABUS["pertemuan"] for name in each.get("bab", [])}
    assert len(core) == 12
    assert "dua belas bab" in page("rps")


def test_every_lecture_serves_a_sub_cpmk_and_every_sub_cpmk_is_taught_before_its_exam():
    taught = {}
    for meeting in SYLLABUS["pertemuan"]:
        if "sub" in meeting:
            taught[meeting["sub"]] = meeting["minggu"]
    assert set(taught) == set(SYLLABUS["sub_cpmk"])
    for meeting in SYLLABUS["pertemuan"]:
        for sub in meeting.get("bobot_sub", {}):
            assert taught[sub] < meeting["minggu"]


def test_hours_follow_from_the_credits():
    total, weekly, meeting, rest = write_syllabus.hours(SYLLABUS)
    assert total == SYLLABUS["sks"] * 45
    assert weekly * 16 == pytest.approx(total)
    assert meeting + rest == pytest.approx(weekly)


def change(path, value):
    changed = copy.deepcopy(SYLLABUS)
    *parents, last = path
    place = changed
    for key in parents:
        place = place[key]
    place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("pertemuan", 0, "bobot", "latihan"), 3, "bobot berjumlah 101"),
        (("pertemuan", 0, "bab"), ["persiapan/lain"], "bab persiapan/lain tidak ada"),
        (("pertemuan", 3, "pengayaan"), [], "bab autoencoder/sparse belum ditempatkan"),
        (("pertemuan", 1, "latihan"), ["bertumpuk-x"], "latihan bertumpuk-x tidak ada"),
        (("pertemuan", 5, "latihan"), ["variasional-latihan-kl"], "dipakai dua kali"),
        (("pertemuan", 2, "minggu"), 4, "tidak urut"),
        (("pertemuan", 13, "sub"), "4.9", "Sub-CPMK 4.9 tidak ada"),
        (("pertemuan", 13, "sub"), "4.2", "Sub-CPMK 4.1 tanpa bobot"),
        (("pertemuan", 0, "bobot"), {"hadir": 2}, "komponen hadir tidak ada"),
        (("cpmk", "CPMK-1", "cpl"), ["CPL-9"], "CPL-9, yang tidak ada"),
    ],
)
def test_bad_data_is_refused(path, value, message):
    with pytest.raises(ValueError, match=message):
        write_syllabus.build_tables(change(path, value))


def column_sums(text, column):
    """Jumlah kolom bobot setiap tabel di halaman."""
    sums = []
    for block in re.split(r"\n\n", text):
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in block.splitlines()]
        if rows and rows[0] and column in rows[0]:
            place = rows[0].index(column)
            sums.append(sum(int(row[place]) for row in rows[2:]))
    return sums


def test_rubrics_add_up():
    assert column_sums(page("rubrik"), "Bobot") == [100, 100, 100]
    found = shares(SYLLABUS)
    project = sum(weight for (_, part), weight in found.items() if part == "proyek")
    assert column_sums(page("rubrik"), "Bobot nilai akhir") == [project]


def test_rubric_stages_have_the_weights_of_the_syllabus():
    for meeting in SYLLABUS["pertemuan"]:
        if weight := meeting.get("bobot", {}).get("proyek"):
            assert re.search(rf"\| {meeting['minggu']} \| {weight} \|", page("rubrik"))


def test_template_and_rubric_ask_for_the_same_contributions():
    rows = re.compile(r"^\| (?:gagasan|data|model|pengukuran|penulisan).*$", re.MULTILINE)
    template = (BOOK / "pengajar" / "berkas" / "templat-laporan.md").read_text(encoding="utf-8")
    assert rows.findall(template) == rows.findall(page("rubrik"))
    assert template.count("- [ ] ") >= 12

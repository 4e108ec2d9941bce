"""RPS: bobot berjumlah 100, bab dan latihannya ada, dan tabel halamannya mutakhir."""

import copy
import re

import pytest

import write_syllabus
from generatif.classroom.exam import exam_bank, load_templates
from generatif.classroom.quiz import load_quiz
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
        for sub in meeting.get("bagi", {}).get("tugas", {}):
            assert taught[sub] <= meeting["minggu"]


def test_supervised_work_decides_and_open_exercises_do_not():
    found = shares(SYLLABUS)
    parts = {
        name: sum(weight for (_, part), weight in found.items() if part == name)
        for name in SYLLABUS["komponen"]
    }
    supervised = parts["kuis"] + parts["uts"] + parts["uas"]
    assert supervised > 50 > 3 * parts["latihan"]
    assert f"{supervised} %" in page("rps")
    assert f"{supervised} %" in page("kejujuran")


def test_graded_quizzes_have_exam_templates():
    titles = {load_quiz(each.chapter).title for each in load_templates().values()}
    for meeting in SYLLABUS["pertemuan"]:
        if "kuis" in meeting.get("bobot", {}):
            assert CHAPTERS[meeting["bab"][0]] in titles


def test_the_guide_counts_the_questions_of_its_command():
    chapters, count, total = re.search(
        r"kuis ujian uts\.xml ([a-z_ ]+) --banyak (\d+).*jadi (\d+) soal",
        page("panduan"),
        re.DOTALL,
    ).groups()
    bank = exam_bank("benih khusus uji", int(count), chapters.split())
    assert sum(len(quiz.questions) for quiz in bank) == int(total)


def test_the_guide_names_the_sub_cpmk_without_exam_templates():
    titles = {load_quiz(each.chapter).title for each in load_templates().values()}
    first = {}
    for each in SYLLABUS["pertemuan"]:
        for name in each.get("bab", []):
            first.setdefault(CHAPTERS[name], each["sub"])
    covered = {sub for title, sub in first.items() if title in titles}
    examined = {sub for each in SYLLABUS["pertemuan"] for sub in each.get("bobot_sub", {})}
    listed = re.search(r"Templat belum ada untuk Sub-CPMK ([\d., dan`]+):", page("rps"))[1]
    assert re.findall(r"\d\.\d", listed) == sorted(examined - covered)


def test_two_credit_recipe_is_consistent():
    smaller = copy.deepcopy(SYLLABUS)
    smaller["sks"] = 2
    week = {each["minggu"]: each for each in smaller["pertemuan"]}
    del week[9]["bagi"]["proyek"], week[15]["bobot"]["proyek"]
    week[14]["bobot"]["proyek"] = 10
    week[8]["bobot_sub"]["1.1"] += 2
    week[8]["bobot_sub"]["1.2"] += 3
    week[16]["bobot_sub"]["3.3"] += 5
    assert problems(smaller, CHAPTERS, EXERCISES) == []
    for sentence in ("`sks = 2`", "`proyek = 10`", "UTS dan UAS masing-masing lima poin"):
        assert sentence in page("rps")


def test_the_longest_reading_fits_one_meeting():
    minutes = SYLLABUS["sks"] * SYLLABUS["menit_tatap_muka_per_sks"]
    readings = [
        int(found)
        for path in BOOK.glob("*/*.ipynb")
        for found in re.findall(r"Lama baca:\*\* (\d+) menit", path.read_text(encoding="utf-8"))
    ]
    assert len(readings) == len(CHAPTERS)
    assert max(readings) < minutes


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
        (("pertemuan", 0, "bobot", "latihan"), 2, "bobot berjumlah 101"),
        (("pertemuan", 5, "bagi", "tugas"), {"1.2": 3, "2.1": 2}, "bobot berjumlah 101"),
        (("pertemuan", 5, "bagi", "tugas"), {"9.1": 2, "2.1": 2}, "Sub-CPMK 9.1 tidak ada"),
        (
            ("pertemuan", 7, "bobot_sub"),
            {"1.1": 5, "1.2": 5, "1.3": 4, "2.1": 2, "2.2": 4, "3.1": 2},
            "Sub-CPMK 3.2 hanya dinilai lewat latihan",
        ),
        (("pertemuan", 0, "bab"), ["persiapan/lain"], "bab persiapan/lain tidak ada"),
        (("pertemuan", 3, "pengayaan"), [], "bab autoencoder/sparse belum ditempatkan"),
        (("pertemuan", 1, "latihan"), ["bertumpuk-x"], "latihan bertumpuk-x tidak ada"),
        (("pertemuan", 5, "latihan"), ["variasional-latihan-kl"], "dipakai dua kali"),
        (("pertemuan", 2, "minggu"), 4, "tidak urut"),
        (("pertemuan", 13, "sub"), "4.9", "Sub-CPMK 4.9 tidak ada"),
        (("sub_cpmk", "4.3"), "Lain.", "Sub-CPMK 4.3 tanpa bobot"),
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
    assert column_sums(page("rubrik"), "Bobot") == [100, 100, 100, 100]
    found = shares(SYLLABUS)
    project = sum(weight for (_, part), weight in found.items() if part == "proyek")
    assert column_sums(page("rubrik"), "Bobot nilai akhir") == [project]


def test_rubric_stages_have_the_weights_of_the_syllabus():
    for week, weight in project_stages().items():
        assert re.search(rf"\| {week} \| {weight} \|", page("rubrik"))


def project_stages():
    """Bobot proyek menurut minggu."""
    found = {
        each["minggu"]: each.get("bobot", {}).get("proyek", 0)
        + sum(each.get("bagi", {}).get("proyek", {}).values())
        for each in SYLLABUS["pertemuan"]
    }
    return {week: weight for week, weight in found.items() if weight}


def test_project_rubric_rows_carry_the_weight_of_their_stage():
    stages = project_stages()
    table = page("rubrik").partition("| Yang dinilai | Bobot | Minggu |")[2]
    rows = re.findall(r"^\| [^|]+ \| (\d+) \| (\d+) \| ", table, re.MULTILINE)
    weights = dict.fromkeys(stages, 0)
    for weight, week in rows:
        weights[int(week)] += int(weight)
    total = sum(stages.values())
    assert weights == {week: 100 * weight / total for week, weight in stages.items()}


def test_score_example_follows_the_formula():
    scores, shown = (
        (3, 4, 2, 4, 3),
        re.search(r"dan 3 pada baris-baris tulisan bernilai ([\d,]+)", page("rubrik"))[1],
    )
    rows = re.findall(
        r"^\| (?:Dugaan|Bukti|Penalaran|Batas|Bahasa) \| (\d+) ", page("rubrik"), re.M
    )
    weights = [int(each) for each in rows[:5]]
    mark = sum(weight * score / 4 for weight, score in zip(weights, scores, strict=True))
    assert float(shown.replace(",", ".")) == mark


def test_template_and_rubric_ask_for_the_same_contributions():
    rows = re.compile(r"^\| (?:gagasan|data|model|pengukuran|penulisan).*$", re.MULTILINE)
    template = (BOOK / "pengajar" / "berkas" / "templat-laporan.md").read_text(encoding="utf-8")
    assert rows.findall(template) == rows.findall(page("rubrik"))
    assert template.count("- [ ] ") >= 12

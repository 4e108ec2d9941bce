"""Setiap notebook buku memenuhi semua aturan; prosanya hanya mengutip bilangan yang terbukti."""

import pytest
from chapter_rules import RULES, compared_ratio
from chapters import (
    BOOK,
    compared_lines,
    constants,
    find_chapters,
    load_chapter,
    package_constants,
)
from package_code import package_code_matches
from quoted_numbers import HOW_TO_BIND, Evidence, number_violations

CHAPTERS = find_chapters()
PAGES = sorted(BOOK.glob("**/*.md"))


def name(path):
    return path.relative_to(BOOK).as_posix()


def report(path, violations, advice=""):
    if violations:
        pytest.fail("\n".join([f"book/{name(path)}:", *violations, advice]), pytrace=False)


def test_book_has_chapters():
    assert CHAPTERS, "book/ tidak berisi satu notebook pun"


@pytest.mark.parametrize("rule", [*RULES, package_code_matches], ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_chapter(path, rule):
    report(path, rule(load_chapter(path)))


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_numbers_in_chapter(path):
    chapter = load_chapter(path)
    evidence = Evidence(compared_lines(chapter), constants(chapter))
    report(path, number_violations(chapter.prose, evidence), HOW_TO_BIND)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_numbers_in_page(path):
    in_chapters = (constants(load_chapter(chapter)) for chapter in CHAPTERS)
    evidence = Evidence([], package_constants().union(*in_chapters))
    prose = [path.read_text(encoding="utf-8")]
    report(path, number_violations(prose, evidence), HOW_TO_BIND)


def test_compared_ratio_is_reported(capsys):
    for path in CHAPTERS:
        compared, total = compared_ratio(load_chapter(path))
        with capsys.disabled():
            print(f"\nbook/{name(path)}: {compared} dari {total} sel kode dibandingkan ", end="")

"""Pembuat PDF: log dibaca dengan benar, TeX yang kurang disebut, edisi menurut commit."""

import re
from pathlib import Path

import pytest
import yaml

import make_pdf
from make_pdf import PrintError

CLEAN = """\
Package hyperref Info: Link coloring ON on input line 20.
Overfull \\hbox (6.1pt too wide) in paragraph at lines 10--12
Overfull \\vbox (30.0pt too high) has occurred while \\output is active []
LaTeX Font Warning: Font shape `TU/FreeSerif(0)/m/sc' undefined
"""
FAULTY = [
    "Missing character: There is no ᵀ (U+1D40) in font FreeSerif!",
    "LaTeX Warning: Hyper reference `book/a:b' on page 9 undefined on input line 5.",
    "LaTeX Warning: Reference `tabel' on page 9 undefined on input line 5.",
    "LaTeX Warning: Citation `goodfellow' on page 1 undefined on input line 7.",
    "LaTeX Warning: Label `book/a:b' multiply defined.",
    "Overfull \\hbox (12.5pt too wide) in paragraph at lines 10--12",
    "! Undefined control sequence.",
]


def test_clean_log_has_no_problems():
    assert make_pdf.problems(CLEAN) == []


@pytest.mark.parametrize("line", FAULTY)
def test_every_fault_is_seen_once(line):
    assert make_pdf.problems(f"{CLEAN}{line}\n{line}\n{CLEAN}") == [line]


def test_edition_is_written_in_indonesian():
    macros = make_pdf.edition_macros(1_795_438_741, "bf18fac")
    assert r"\newcommand{\EditionDate}{23 November 2026}" in macros
    assert r"\newcommand{\EditionSource}{commit bf18fac}" in macros
    assert "tanpa catatan git" in make_pdf.edition_macros(0, "")
    assert "1 Januari 1970" in make_pdf.edition_macros(0, "")


def test_stated_date_wins(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert make_pdf.edition()[0] == 1767225600


def test_missing_tex_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr(make_pdf.shutil, "which", lambda name: None)
    missing = make_pdf.missing_tex()
    assert missing == ["xelatex", "latexmk"]
    with pytest.raises(PrintError, match="xelatex, latexmk tidak ditemukan") as caught:
        make_pdf.require_tex(missing)
    assert "sudo apt install texlive-xetex" in str(caught.value)


def test_missing_files_are_named_when_the_programs_exist(monkeypatch):
    monkeypatch.setattr(make_pdf.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(make_pdf, "find_file", lambda name: name != "DejaVuSansMono.ttf")
    assert make_pdf.missing_tex() == ["DejaVuSansMono.ttf"]


def test_workflow_installs_the_same_packages():
    path = Path(make_pdf.ROOT) / ".github/workflows/pdf.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["pdf"]["steps"]
    installed = re.findall(r"[\w-]+", " ".join(step.get("run", "") for step in steps))
    assert set(make_pdf.PACKAGES.split()) <= set(installed)

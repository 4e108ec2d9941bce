"""Notebook terbitan berjalan di kembaran Colab, dari pemasangan paket sampai sel terakhir."""

import json
import re

import pytest
import twin

import stage

CHAPTERS = [path.relative_to(stage.ROOT).as_posix() for path in stage.chapters()]
VERDICT = re.compile(r"^(?:Latihan|Percobaan).*?: (LULUS|BELUM|belum dikerjakan\.)", re.MULTILINE)
SHORT = "book/gan/dcgan.ipynb"


def printed(cells):
    """Teks yang dicetak sel-sel."""
    outputs = [each for cell in cells for each in cell.get("outputs", [])]
    return "".join(each.text for each in outputs if each.output_type == "stream")


def run_chapter(staged, name, folder):
    """Jalankan satu bab di kembaran yang belum memuat paket, lalu periksa cetakannya."""
    twin.forget_package()
    notebook = twin.execute(staged / "colab" / name, folder)
    exercises = sum(cell.source.startswith("### Latihan: ") for cell in notebook.cells)
    verdicts = VERDICT.findall(printed(notebook.cells))
    assert notebook.cells[0].id == "siapkan-colab"
    setup = printed(notebook.cells[:1])
    different = [line for line in setup.splitlines() if line.startswith("- ")]
    assert "siap dipakai" in setup
    assert all(line.startswith("- python") for line in different)  # Python 3.13 tidak selalu ada
    assert len(verdicts) >= exercises > 0  # satu soal boleh berpemeriksa dua
    assert set(verdicts) == {"belum dikerjakan."}


def origin():
    """Tempat asal paket yang terpasang di kembaran, menurut catatan pip (PEP 610)."""
    probe = (
        "from importlib.metadata import distribution as d; "
        "print(d('generatif').read_text('direct_url.json'))"
    )
    return json.loads(twin.run(twin.PYTHON, "-c", probe))


def test_a_short_chapter_runs_from_its_first_cell(staged, colab, tmp_path):
    run_chapter(staged, SHORT, tmp_path)
    wheel = next((staged / "colab" / "paket").rglob("*.whl"))
    assert origin()["url"].endswith(wheel.relative_to(staged / "colab").as_posix())
    assert origin()["archive_info"]["hashes"]["sha256"].startswith(wheel.parent.name)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_runs_from_its_first_cell(staged, colab, tmp_path, name):
    run_chapter(staged, name, tmp_path)

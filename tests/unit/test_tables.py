"""Tabel halaman buku sama dengan yang dihitung ulang dari berkas ukur."""

import json

import pytest

import markdown_tables
import write_tables


def test_tables_match_the_measurements():
    tables = write_tables.build_tables()
    assert sorted(tables) == sorted(path.name for path in write_tables.TABLES.iterdir())
    for name, content in tables.items():
        assert (write_tables.TABLES / name).read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234.5, 1, "1.234,5"), (-0.07, 2, "−0,07"), (10_000, 0, "10.000"), (0.5, 3, "0,500")],
)
def test_indonesian_numbers(value, decimals, text):
    assert markdown_tables.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(422.4, "422"), (39.26, "39,3"), (6.705, "6,71"), (0.0712, "0,071")]
)
def test_significant_digits(value, text):
    assert markdown_tables.significant(value) == text


def test_kills_hold_the_promise():
    report = json.loads((write_tables.MEASUREMENTS / "kills.json").read_text())
    assert report["kills"] == report["identical"] == len(report["trials"]) >= 20
    inside = [trial for trial in report["trials"] if trial["inside_write"]]
    assert report["inside_write"] == len(inside) >= 5
    assert all(trial["partial"] for trial in inside)
    assert max(trial["last_checkpoint"] for trial in report["trials"]) < 92

"""Alat ukur penyuntingan: susunan berkas hasil dan ringkasannya."""

import json

from click.testing import CliRunner

import measure_editing as tool
from generatif import editing_scoring


def test_summary_keeps_the_structure():
    rows = [{"a": {"b": 1.0}}, {"a": {"b": 3.0}}]
    assert tool.summarize(rows) == {"a": {"b": {"mean": 2.0, "low": 1.0, "high": 3.0}}}


def test_report_of_every_seed(tmp_path, monkeypatch):
    monkeypatch.setattr(
        editing_scoring,
        "measure_edits",
        lambda material, seed: {"besar": float(material.count + seed)},
    )
    result = tmp_path / "hasil.json"
    options = ["--hasil", str(result), "--banyak", "7", "--data", "embedded"]
    done = CliRunner().invoke(tool.main, options)
    assert done.exit_code == 0, done.output
    report = json.loads(result.read_text())
    assert report["summary"]["besar"] == {"mean": 683.33, "low": 8.0, "high": 2033.0}
    assert set(report["seeds"]) == {"2026", "1", "2"}
    assert set(report["networks"]) == {"vae", "dcgan"}

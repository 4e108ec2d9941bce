"""Setiap pemeriksa latihan menolak sedikitnya dua jawaban keliru, berpetunjuk lain-lain."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "src" / "generatif" / "classroom"
SKIPPED = {"test_classroom_copies.py", Path(__file__).name}


def checkers():
    """Nama semua fungsi berpenghias `@exercise(...)` di paket."""
    found = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            decorators = map(ast.unparse, getattr(node, "decorator_list", []))
            if any(each.startswith("exercise(") for each in decorators):
                found.add(f"generatif.classroom.{path.stem}.{node.name}")
    return found


@pytest.mark.slow
def test_each_checker_passes_the_right_and_refuses_two_wrong_answers(tmp_path):
    tests = [path for path in sorted(HERE.glob("test_classroom*.py")) if path.name not in SKIPPED]
    report = tmp_path / "putusan.json"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "rejection_counter", *map(str, tests)],
        env={**os.environ, "PYTHONPATH": str(HERE), "REJECTIONS_FILE": str(report)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-3000:]
    verdicts = json.loads(report.read_text(encoding="utf-8"))
    assert checkers() <= set(verdicts)
    for name in checkers():
        assert "LULUS" in verdicts[name], name
        assert sum(said.startswith("BELUM. ") for said in verdicts[name]) >= 2, name

"""Berkas repositori: tidak ada tempat isian yang tertinggal dan tidak ada berkas besar."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 10_000_000
PLACEHOLDER = "@" * 2


def tracked_files():
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode:
        pytest.skip("bukan salinan git: daftar berkasnya tidak diketahui")
    return [ROOT / name for name in result.stdout.decode().split("\0") if name]


def test_no_placeholder_is_left():
    texts = [path for path in tracked_files() if path.suffix in {".md", ".toml", ".yml", ".cff"}]
    left = [path.name for path in texts if PLACEHOLDER in path.read_text(encoding="utf-8")]
    assert not left


def test_files_stay_small():
    assert not [path for path in tracked_files() if path.stat().st_size > MAX_BYTES]

"""`import generatif` ringan: tanpa TensorFlow, tanpa jaringan, tanpa membaca data."""

import json
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import generatif

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("tensorflow", "keras", "numpy", "matplotlib", "PIL", "ipywidgets", "scipy")
RUNS = 5
MAX_SECONDS = 0.3

WATCH = f"""
import json, sys

touched = []

def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "subprocess.")):
        touched.append(event)
    elif event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".pth")):
        touched.append(str(arguments[0]))

sys.addaudithook(watch)
{{code}}
heavy = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps({{{{"heavy": heavy, "touched": touched}}}}))
"""
CLOCK = """
import time
started = time.perf_counter()
import generatif
print(time.perf_counter() - started)
"""


def run(code):
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def observe(code):
    return json.loads(run(WATCH.format(code=code)))


def test_import_touches_nothing():
    assert observe("import generatif") == {"heavy": [], "touched": []}


def test_every_public_name_is_listed_without_loading_anything():
    code = "import generatif; assert set(generatif.__all__) <= set(dir(generatif))"
    assert observe(code) == {"heavy": [], "touched": []}


def test_watch_notices_data_network_and_tensorflow():
    data = next((ROOT / "src/generatif/data_embedded").glob("*.npz"))
    seen = observe(
        f"import socket, numpy; open({str(data)!r}, 'rb').close(); socket.socket().close()"
    )
    assert seen["heavy"] == ["numpy"]
    assert str(data) in seen["touched"]
    assert "socket.__new__" in seen["touched"]


def test_import_is_fast():
    seconds = statistics.median(float(run(CLOCK)) for _ in range(RUNS))
    assert seconds < MAX_SECONDS


def test_one_version_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["version"] == generatif.__version__
    assert re.search(r"^version: (.+)$", citation, re.MULTILINE)[1] == generatif.__version__
    assert re.search(r"^## \[(\d.+?)\]", changelog, re.MULTILINE)[1] == generatif.__version__

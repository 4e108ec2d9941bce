"""Alur kerja GitHub: dapat diurai, memanggil perintah yang ada, dan berizin sesempit mungkin."""

import re
from pathlib import Path

import pytest
import yaml

import tasks

WORKFLOWS = {path.name: path for path in (tasks.ROOT / ".github/workflows").glob("*.yml")}
WRITERS = {("buku.yml", "terbit")}


def load(name):
    """Alur kerja; kunci `on` dibaca YAML 1.1 sebagai nilai benar."""
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))


def commands(workflow):
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    return "\n".join(step["run"] for step in steps if "run" in step)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_commands_exist(name):
    text = commands(load(name))
    assert set(re.findall(r"\bmake ([\w-]+)", text)) <= set(tasks.TASKS)
    for path in re.findall(r"\b(?:tools|tests|book|\.ci)/?[\w/.-]*", text):
        assert (tasks.ROOT / Path(path)).exists(), path


@pytest.mark.parametrize("name", WORKFLOWS)
def test_only_the_publishing_job_may_write(name):
    workflow = load(name)
    assert workflow["permissions"] == {"contents": "read"}
    writers = {
        (name, job)
        for job, body in workflow["jobs"].items()
        if "write" in body.get("permissions", {}).values()
    }
    assert writers <= WRITERS


def test_publishing_waits_for_the_tests_and_skips_pull_requests():
    job = load("buku.yml")["jobs"]["terbit"]
    assert job["needs"] == "uji"
    assert job["if"] == "github.ref == 'refs/heads/main'"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_address_is_written_down(name):
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    assert not re.search(r"github\.io|https://github\.com/\w", text)

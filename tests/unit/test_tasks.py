"""Perintah proyek: pemasangan sekali saja, semua bagian dijalankan, kegagalan terlihat."""

import re
import shutil
import sys
from pathlib import Path

import pytest

import tasks
from tasks import Outcome, Step, TaskError


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Proyek kosong; pip dan pembuatan `.venv` diganti pencatat."""
    (tmp_path / "requirements.txt").write_text("contoh==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "VENV", venv)
    monkeypatch.setattr(tasks, "PROGRAMS", venv / tasks.PROGRAMS.name)
    monkeypatch.setattr(tasks, "STAMP", venv / tasks.STAMP.name)
    return tmp_path


@pytest.fixture
def calls(project, monkeypatch):
    made = []

    def create_venv():
        made.append("venv")
        tasks.PROGRAMS.mkdir(parents=True)

    monkeypatch.setattr(tasks, "create_venv", create_venv)
    monkeypatch.setattr(tasks, "venv_works", tasks.PROGRAMS.exists)
    monkeypatch.setattr(tasks, "pip", lambda *arguments: made.append(arguments[0]))
    return made


def test_make_knows_every_task():
    makefile = (tasks.ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split() == list(tasks.TASKS)


def test_install_happens_once(project, calls):
    tasks.install()
    tasks.install()
    assert calls == ["venv", "install", "check"]


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_pins_are_installed_again(project, calls, name):
    tasks.install()
    (project / name).write_text("lain\n", encoding="utf-8")
    tasks.install()
    assert calls == ["venv", "install", "check", "install", "check"]


def test_broken_venv_is_made_again(project, calls):
    tasks.install()
    shutil.rmtree(tasks.PROGRAMS)
    tasks.install()
    assert calls == ["venv", "install", "check"] * 2


def test_failed_install_leaves_no_stamp(project, calls, monkeypatch):
    def fail(*arguments):
        raise TaskError("jaringan putus")

    tasks.install()
    (project / "requirements.txt").write_text("lain\n", encoding="utf-8")
    monkeypatch.setattr(tasks, "pip", fail)
    with pytest.raises(TaskError, match="jaringan putus"):
        tasks.install()
    assert not tasks.STAMP.exists()


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_python(version):
    tasks.check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_other_python_is_refused(version):
    with pytest.raises(TaskError, match="Yang diperlukan: Python 3.11 sampai 3.13"):
        tasks.check_python(version)


def test_python_without_ensurepip_is_refused(monkeypatch):
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(TaskError, match="sudo apt install python3-venv"):
        tasks.check_python()


def test_missing_program_names_the_remedy(project):
    with pytest.raises(TaskError, match="'ruff' tidak ada di .venv"):
        tasks.program("ruff")


def test_environment_is_clean(monkeypatch):
    for name in ("PYTHONPATH", "PYTEST_ADDOPTS", "TF_ENABLE_ONEDNN_OPTS"):
        monkeypatch.setenv(name, "pengganggu")
    monkeypatch.setenv("GENERATIF_DATA", "tetap")
    monkeypatch.setenv("PYTHONHASHSEED", "random")
    environment = tasks.step_environment()
    assert "pengganggu" not in environment.values()
    assert environment["GENERATIF_DATA"] == "tetap"
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["PATH"].startswith(str(tasks.PROGRAMS))


def test_missing_checkers_are_loud(monkeypatch, capsys):
    monkeypatch.setattr(tasks.shutil, "which", lambda *arguments, **options: None)
    missing = tasks.missing_checkers()
    tasks.print_missing(missing)
    shown = capsys.readouterr().out
    assert "TIDAK DIJALANKAN" in shown
    assert "chromium" in shown
    assert "hunspell" in shown
    assert "bubblewrap" in shown


def test_missing_checkers_stop_the_compulsory_run(monkeypatch):
    monkeypatch.delenv("GENERATIF_WAJIB", raising=False)
    tasks.require_checkers(["uji ejaan"])
    monkeypatch.setenv("GENERATIF_WAJIB", "1")
    tasks.require_checkers([])
    with pytest.raises(TaskError, match="mewajibkan"):
        tasks.require_checkers(["uji ejaan"])


@pytest.fixture
def running_programs(monkeypatch):
    """Perintah dijalankan dari lingkungan Python yang sedang menguji."""
    monkeypatch.setattr(tasks, "PROGRAMS", Path(sys.executable).parent)


def step(name, *codes):
    return Step(name, tuple(("python", "-c", code) for code in codes))


def test_all_steps_run_and_failure_decides(running_programs, capfd):
    steps = [
        step("pertama", "raise SystemExit(3)", "print('sesudah gagal')"),
        step("kedua", "print('bagian kedua')"),
    ]
    with pytest.raises(SystemExit) as stop:
        tasks.run_steps(steps, ["uji ejaan"])
    shown = capfd.readouterr().out
    assert stop.value.code == 1
    assert "sesudah gagal" in shown
    assert "bagian kedua" in shown
    assert shown.count("TIDAK DIJALANKAN") == 2
    assert re.search(r"^pertama +GAGAL +1 +1 +0 +0\.\d$", shown, re.MULTILINE)
    assert re.search(r"^===== 1 failed, 2 passed in \d+\.\d\ds =====$", shown.splitlines()[-1])


def test_success_returns(running_programs, capfd):
    tasks.run_steps([step("satu", "pass")])
    assert "===== 1 passed in" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ("def test_a(): pass\ndef test_b(): assert 0", (1, 1, 0)),
        ("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('x')", (1, 0, 1)),
        ("def bukan_uji(): pass", (0, 1, 0)),
        ("1 / 0", (0, 1, 0)),
    ],
)
def test_pytest_results_are_counted(running_programs, tmp_path, capfd, tests, expected):
    path = tmp_path / "test_contoh.py"
    path.write_text(tests, encoding="utf-8")
    outcome = tasks.run_command(("pytest", "-p", "no:cacheprovider", str(path)))
    assert (outcome.passed, outcome.failed, outcome.skipped) == expected


def test_table_lists_minutes_per_part():
    table = tasks.summary([Outcome("nbval", 30, 0, 0, 150), Outcome("situs", 1, 1, 2, 30)])
    assert re.search(r"^nbval +lulus +30 +0 +0 +2\.5$", table, re.MULTILINE)
    assert re.search(r"^jumlah +3\.0$", table, re.MULTILINE)
    assert table.endswith("===== 1 failed, 31 passed, 2 skipped in 180.00s =====")


def test_error_is_one_message_without_traceback(monkeypatch, capsys):
    def fail():
        raise TaskError("pesan")

    monkeypatch.setitem(tasks.TASKS, "buku", fail)
    assert tasks.main(["buku"]) == 1
    assert capsys.readouterr().err == "\nGalat: pesan\n"


@pytest.mark.slow
def test_real_environment_is_made_and_repaired(project, monkeypatch):
    (project / "requirements.txt").write_text("", encoding="utf-8")
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "contoh"\nversion = "1"\n',
        encoding="utf-8",
    )
    (project / "contoh").mkdir()
    (project / "contoh" / "__init__.py").write_text("", encoding="utf-8")
    tasks.install()
    assert tasks.venv_works()
    Path(tasks.program("python")).unlink()
    assert not tasks.venv_works()
    tasks.install()
    assert tasks.venv_works()


def test_only_publishing_takes_a_folder(monkeypatch, tmp_path, capsys):
    received = []
    monkeypatch.setitem(tasks.TASKS, "terbit", lambda **options: received.append(options))
    monkeypatch.chdir(tmp_path)
    assert tasks.main(["terbit"]) == 0
    assert tasks.main(["terbit", "hasil"]) == 0
    assert received == [{}, {"folder": tmp_path / "hasil"}]
    with pytest.raises(SystemExit):
        tasks.main(["bersih", "hasil"])
    assert "hanya 'terbit'" in capsys.readouterr().err

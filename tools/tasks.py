"""Perintah proyek: membangun buku dan menjalankan semua pemeriksaannya.

Hanya memakai pustaka baku Python, sehingga jalan di komputer yang belum memasang apa pun:

    python tools/tasks.py buku         bangun situs dari notebook tersimpan
    python tools/tasks.py uji          semua pemeriksaan
    python tools/tasks.py uji-cepat    pemeriksaan saat menyunting, beberapa menit
    python tools/tasks.py uji-lambat   pemeriksaan yang makan waktu lama
    python tools/tasks.py luring       bangun situs, lalu tulis zip buku luring
    python tools/tasks.py pdf          buat PDF seluruh buku (memerlukan TeX)
    python tools/tasks.py terbit       siapkan yang diterbitkan: situs dan cabang Colab
    python tools/tasks.py tolok-ukur   ukur kecepatan pelatihan di mesin yang menganggur
    python tools/tasks.py bersih       hapus hasil pembangunan (lingkungan .venv tetap)
"""

from __future__ import annotations  # agar Python lama pun sampai ke pesan check_python

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "terpasang.txt"
INSTALL_SOURCES = ("requirements.txt", "pyproject.toml")
OLDEST, NEWEST = (3, 11), (3, 13)

BUILD = ROOT / "_build"
STAGED = BUILD / "terbit"
HOME_PAGE = BUILD / "html" / "index.html"
OFFLINE_BOOK = BUILD / "html" / "generatif-luring.zip"  # ditulis website/ext/offline_book.py
BUILD_LEFTOVERS = (BUILD, ROOT / ".pytest_cache", ROOT / ".ruff_cache")

# Keluaran notebook disimpan dan dibandingkan di lingkungan yang sama: CPU, dua thread, tanpa log.
NOTEBOOK_SETTINGS = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTEROP_THREADS": "2",
    "TF_NUM_INTRAOP_THREADS": "2",
}
FOREIGN_SETTINGS = (
    "MPLBACKEND",
    "PYTEST_ADDOPTS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "TF_ENABLE_ONEDNN_OPTS",
)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
DICTIONARY_CHECK = ("hunspell", "-d", "id_ID", "-l")
CAGE_CHECK = ("bwrap", "--ro-bind", "/", "/", "--unshare-user", "--unshare-pid", "true")


class TaskError(Exception):
    """Perintah tidak dapat dilanjutkan; pesannya ditampilkan apa adanya."""


@dataclass(frozen=True)
class Step:
    """Satu bagian pemeriksaan: nama dan perintah yang dijalankan berurutan."""

    name: str
    commands: tuple[tuple[str, ...], ...]


@dataclass
class Outcome:
    """Hasil satu bagian: banyak uji yang lulus, gagal, dilewati, dan lamanya."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


LINT = Step(
    "gaya kode",
    (("ruff", "check"), ("ruff", "format", "--check"), ("pydoclint", "--quiet", "src")),
)
UNIT = Step(
    "uji unit",
    (("pytest", "-rs", "-m", "not slow", "-n", "2", "--dist", "loadfile", "tests/unit"),),
)
RULES = Step("aturan notebook", (("pytest", "-rs", "-m", "not slow", "tests/notebooks"),))
NBVAL = Step(
    "nbval",
    (
        (
            *("pytest", "book", "-p", "no:python", "-n", "2", "--dist", "loadscope"),
            *("--nbval", "--nbval-current-env", "--nbval-cell-timeout", "300"),
            *("--nbval-sanitize-with", "tests/notebooks/nbval-sanitize.cfg"),
        ),
    ),
)
SITE = Step("bangun situs", (("jupyter-book", "build", ".", "-n", "-W", "--keep-going"),))
SITE_CHECKS = Step(
    "pemeriksaan situs",
    (("pytest", "-rs", "-m", "not slow", "-n", "2", "--dist", "loadfile", "tests/site"),),
)
TWIN = Step("kembaran Colab", (("pytest", "-rs", "-m", "not slow", "tests/colab"),))
SLOW = Step("uji lambat", (("pytest", "-rs", "-m", "slow", "tests"),))


def buku():
    """Bangun situs dari notebook tersimpan dan sebutkan letaknya."""
    install()
    if run_command(("jupyter-book", "build", ".")).failed:
        raise TaskError("Situs gagal dibangun; penyebabnya tercetak di atas.")
    print(f"\nBuku siap dibaca: {HOME_PAGE}")


def luring():
    """Bangun situs beserta zip buku luring, lalu sebutkan letak dan ukurannya."""
    buku()
    size = OFFLINE_BOOK.stat().st_size / 1e6
    print(f"Buku luring: {OFFLINE_BOOK} ({size:.1f} MB). Ekstrak, lalu buka index.html.")


def pdf():
    """Buat PDF seluruh buku dengan XeLaTeX; bukan bagian dari `uji`."""
    install()
    if run_command(("python", "tools/make_pdf.py")).failed:
        raise TaskError("PDF gagal dibuat; penyebabnya tercetak di atas.")


def uji():
    """Jalankan semua pemeriksaan, dari gaya kode sampai situs jadi."""
    missing = missing_checkers()
    require_checkers(missing)
    install()
    remove(BUILD)
    run_steps([LINT, UNIT, RULES, NBVAL, SITE, SITE_CHECKS, TWIN], missing)


def uji_cepat():
    """Jalankan pemeriksaan untuk saat menyunting."""
    install()
    run_steps([LINT, UNIT, RULES])


def uji_lambat():
    """Jalankan uji bertanda `slow` dan nbval; situs dibangun untuk uji terbitan."""
    install()
    run_steps([SITE, SLOW, NBVAL])


def terbit(folder=STAGED):
    """Siapkan yang diterbitkan di FOLDER: situs, notebook Colab, paket, dan gudang.

    Args:
        folder: folder tujuan.
    """
    install()
    remove(BUILD / "html")  # alamat dan jangkar situs harus sesuai dengan alamat yang berlaku
    remove(BUILD / ".doctrees")
    buku()
    if run_command(("python", "tools/stage.py", str(folder))).failed:
        raise TaskError("Terbitan gagal disiapkan; penyebabnya tercetak di atas.")


def tolok_ukur():
    """Ukur kecepatan langkah pelatihan terhadap bentuk tutorial dan puncak konvolusi mesin."""
    install()
    if run_command(("python", "tools/benchmark.py")).failed:
        raise TaskError("Tolok ukur gagal; penyebabnya tercetak di atas.")


def bersih():
    """Hapus hasil pembangunan dan tembolok; `.venv` dibiarkan."""
    for leftover in BUILD_LEFTOVERS:
        remove(leftover)
    print("Hasil pembangunan dihapus. Lingkungan .venv dibiarkan.")


TASKS = {
    "buku": buku,
    "luring": luring,
    "pdf": pdf,
    "uji": uji,
    "uji-cepat": uji_cepat,
    "uji-lambat": uji_lambat,
    "terbit": terbit,
    "tolok-ukur": tolok_ukur,
    "bersih": bersih,
}


def install():
    """Siapkan `.venv`; tidak melakukan apa pun bila isinya masih cocok."""
    expected = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == expected and venv_works():
        return
    print("Menyiapkan .venv (sekali saja; beberapa menit dan sekitar 3 GB)...", flush=True)
    STAMP.unlink(missing_ok=True)
    if not venv_works():
        create_venv()
    pip("install", "--quiet", "-r", "requirements.txt", "-e", ".")
    pip("check")
    STAMP.write_text(expected, encoding="utf-8")


def fingerprint():
    """Sidik jari berkas yang menentukan isi `.venv`."""
    digest = hashlib.sha256()
    for name in INSTALL_SOURCES:
        digest.update((ROOT / name).read_bytes())
    return f"sha256 {digest.hexdigest()}\n"


def venv_works():
    """Apakah `.venv` ada, membawa pip, dan memakai versi Python yang didukung."""
    python = shutil.which("python", path=str(PROGRAMS))
    if python is None:
        return False
    probe = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", probe], capture_output=True, text=True)
    if answer.returncode:
        return False
    return OLDEST <= tuple(map(int, answer.stdout.split())) <= NEWEST


def create_venv():
    """Buat `.venv` dari nol dengan Python yang berjalan."""
    check_python()
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        raise TaskError(
            ".venv gagal dibuat. Pastikan disk cukup (sekitar 3 GB), lalu ulangi. Di Debian "
            "atau Ubuntu, paket python3-venv harus terpasang: sudo apt install python3-venv"
        )


def check_python(version=sys.version_info[:2]):
    """Tolak versi Python yang belum diuji dan Python tanpa `ensurepip`."""
    if not OLDEST <= version <= NEWEST:
        raise TaskError(
            f"Python yang berjalan: {version[0]}.{version[1]}. Yang diperlukan: Python 3.11 "
            "sampai 3.13. Pasang salah satunya, lalu ulangi, misalnya:\n"
            "    python3.13 tools/tasks.py buku"
        )
    if importlib.util.find_spec("ensurepip") is None:
        raise TaskError(
            f"Python {sys.executable} tidak membawa ensurepip, sehingga .venv tidak dapat "
            "dibuat. Di Debian atau Ubuntu, pasang dulu:\n    sudo apt install python3-venv"
        )


def pip(*arguments):
    """Jalankan pip milik `.venv`."""
    command = [program("python"), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=ROOT, env=step_environment()).returncode:
        raise TaskError(
            f"`pip {' '.join(arguments)}` gagal. Periksa sambungan internet dan sisa disk, "
            "lalu ulangi perintah yang sama: yang sudah terunduh tidak diunduh lagi."
        )


def program(name):
    """Letak program `name` di dalam `.venv`."""
    found = shutil.which(name, path=str(PROGRAMS))
    if found is None:
        raise TaskError(
            f"Program '{name}' tidak ada di .venv. Hapus berkas {STAMP.relative_to(ROOT)}, "
            "lalu ulangi agar .venv dilengkapi."
        )
    return found


def step_environment():
    """Variabel lingkungan setiap perintah: tanpa sisa dari luar, sama di semua mesin."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}
    path = os.pathsep.join([str(PROGRAMS), kept.get("PATH", os.defpath)])
    return kept | NOTEBOOK_SETTINGS | {"VIRTUAL_ENV": str(VENV), "PATH": path}


def missing_checkers():
    """Pemeriksaan yang tidak dapat berjalan karena programnya tidak terpasang."""
    missing = []
    if not any(map(shutil.which, CHROMIUM_NAMES)):
        missing.append("uji peramban: chromium tidak ditemukan")
    if not dictionary_works():
        missing.append("uji ejaan: hunspell dengan kamus id_ID tidak ditemukan")
    if not cage_works():
        missing.append("uji penilaian tugas: bubblewrap tidak ditemukan atau dilarang")
    return missing


def dictionary_works():
    """Apakah hunspell terpasang beserta kamus bahasa Indonesia."""
    if shutil.which(DICTIONARY_CHECK[0]) is None:
        return False
    return subprocess.run(DICTIONARY_CHECK, input=b"", capture_output=True).returncode == 0


def cage_works():
    """Apakah bubblewrap terpasang dan boleh membuat ruang nama."""
    if shutil.which(CAGE_CHECK[0]) is None:
        return False
    return subprocess.run(CAGE_CHECK, capture_output=True).returncode == 0


def require_checkers(missing):
    """Berhenti bila `GENERATIF_WAJIB=1` dan ada pemeriksaan yang tidak dapat berjalan."""
    if missing and os.environ.get("GENERATIF_WAJIB") == "1":
        raise TaskError(
            f"GENERATIF_WAJIB=1 mewajibkan semua pemeriksaan, tetapi {'; '.join(missing)}. "
            "Di Debian atau Ubuntu:\n    sudo apt install chromium hunspell hunspell-id bubblewrap"
        )


def run_steps(steps, missing=()):
    """Jalankan semua bagian, juga sesudah ada yang gagal, lalu cetak ringkasannya.

    Args:
        steps: daftar :class:`Step`.
        missing: pemeriksaan yang tidak dapat berjalan di komputer ini.

    Raises:
        SystemExit: bila ada bagian yang gagal.
    """
    print_missing(missing)
    outcomes = [run_step(step) for step in steps]
    print_missing(missing)
    print("\n" + summary(outcomes), flush=True)
    if any(outcome.failed for outcome in outcomes):
        raise SystemExit(1)


def run_step(step):
    """Jalankan semua perintah satu bagian dan jumlahkan hasilnya."""
    total = Outcome(step.name)
    started = time.monotonic()
    for command in step.commands:
        outcome = run_command(command)
        total.passed += outcome.passed
        total.failed += outcome.failed
        total.skipped += outcome.skipped
    total.seconds = time.monotonic() - started
    return total


def run_command(command):
    """Jalankan satu perintah `.venv`; bagi pytest, hitung ujinya dari laporan JUnit."""
    name, *arguments = command
    print(f"\n>>> {' '.join(command)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        if name == "pytest":
            arguments.append(f"--junitxml={report}")
        code = subprocess.run(
            [program(name), *arguments], cwd=ROOT, env=step_environment()
        ).returncode
        outcome = read_report(report) if report.is_file() else Outcome(name, passed=int(code == 0))
    if code and not outcome.failed:
        outcome.failed = 1
    return outcome


def read_report(report):
    """Banyak uji yang lulus, gagal, dan dilewati menurut laporan JUnit."""
    outcome = Outcome(report.name)
    for suite in ElementTree.parse(report).iter("testsuite"):
        failed = int(suite.get("failures")) + int(suite.get("errors"))
        skipped = int(suite.get("skipped"))
        outcome.failed += failed
        outcome.skipped += skipped
        outcome.passed += int(suite.get("tests")) - failed - skipped
    return outcome


def print_missing(missing):
    """Cetak mencolok pemeriksaan yang tidak dijalankan."""
    if not missing:
        return
    rule = "!" * 78
    lines = [f"  - {item}" for item in missing]
    remedy = "Di Debian atau Ubuntu: sudo apt install chromium hunspell hunspell-id bubblewrap"
    heading = "PERHATIAN: pemeriksaan berikut TIDAK DIJALANKAN di komputer ini:"
    print("\n" + "\n".join([rule, heading, *lines, remedy, rule]), flush=True)


def summary(outcomes):
    """Tabel hasil dan menit tiap bagian, ditutup baris jumlah seperti pada pytest."""
    rows = [f"{'Bagian':<20}{'Hasil':<8}{'Lulus':>7}{'Gagal':>7}{'Lewat':>7}{'Menit':>8}"]
    for each in outcomes:
        verdict = "GAGAL" if each.failed else "lulus"
        rows.append(
            f"{each.name:<20}{verdict:<8}{each.passed:>7}{each.failed:>7}{each.skipped:>7}"
            f"{each.seconds / 60:>8.1f}"
        )
    seconds = sum(each.seconds for each in outcomes)
    rows.append(f"{'jumlah':<49}{seconds / 60:>8.1f}")
    return "\n".join([*rows, closing_line(outcomes, seconds)])


def closing_line(outcomes, seconds):
    """Baris penutup berbentuk baris penutup pytest, atas semua bagian."""
    counts = {
        kind: sum(getattr(outcome, kind) for outcome in outcomes)
        for kind in ("failed", "passed", "skipped")
    }
    listed = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f"===== {listed} in {seconds:.2f}s ====="


def remove(path):
    """Hapus folder `path` bila ada."""
    if path.exists():
        shutil.rmtree(path)


def main(arguments=None):
    """Jalankan perintah yang disebut di baris perintah.

    Args:
        arguments: daftar argumen; `None` berarti `sys.argv`.

    Returns:
        Kode keluar: 0 bila berhasil.
    """
    parser = argparse.ArgumentParser(
        description="Membangun buku Generatif dan memeriksanya.",
        epilog="\n".join(
            f"{name:<12} {str(task.__doc__).splitlines()[0]}" for name, task in TASKS.items()
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("perintah", choices=TASKS)
    parser.add_argument("folder", nargs="?", help="hanya untuk terbit; bakunya _build/terbit")
    received = parser.parse_args(arguments)
    if received.folder and received.perintah != "terbit":
        parser.error(f"'{received.perintah}' tidak menerima folder; hanya 'terbit'.")
    options = {"folder": Path(received.folder).resolve()} if received.folder else {}
    try:
        TASKS[received.perintah](**options)
    except TaskError as error:
        print(f"\nGalat: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nDihentikan.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

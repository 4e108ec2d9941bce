"""Membuat PDF seluruh buku, `_build/latex/generatif.pdf`.

Sphinx menulis LaTeX, lalu latexmk menjalankan XeLaTeX sampai rujukannya tetap. Log XeLaTeX
diperiksa: huruf yang tidak tergambar, rujukan tanpa sasaran, dan isi yang keluar dari halaman
menggagalkan pembuatan. Tanggalnya tanggal commit, agar naskah yang sama menghasilkan PDF yang sama.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime

from babel.dates import format_date

from tasks import ROOT, program

FOLDER = ROOT / "_build" / "latex"
BOOK = FOLDER / "generatif.pdf"
PROGRAMS = ("xelatex", "latexmk")
FILES = ("gloss-malay.ldf", "FreeSerif.otf", "DejaVuSansMono.ttf", "tabulary.sty", "titlesec.sty")
PACKAGES = (
    "texlive-xetex texlive-latex-extra texlive-latex-recommended texlive-fonts-recommended "
    "texlive-lang-other latexmk fonts-freefont-otf fonts-dejavu-core fonts-dejavu-extra"
)
WIDEST = 10.0  # pt, sekitar 3,5 mm: masih di dalam tepi kanan halaman
OVERFULL = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\).*$", re.MULTILINE)
FAULTS = re.compile(
    r"^(?:! |Missing character: |LaTeX Warning: (?:Reference|Citation|Hyper reference|Label) |"
    r"Package hyperref Warning: .*undefined).*$",
    re.MULTILINE,
)


class PrintError(Exception):
    """PDF tidak dapat dibuat; pesannya ditampilkan apa adanya."""


def missing_tex():
    """Program, dan bila programnya lengkap, berkas TeX dan huruf yang belum terpasang."""
    programs = [name for name in PROGRAMS if shutil.which(name) is None]
    return programs or [name for name in FILES if not find_file(name)]


def find_file(name):
    """Letak sebuah berkas TeX atau huruf, atau teks kosong."""
    found = subprocess.run(["kpsewhich", name], capture_output=True, text=True)
    return found.stdout.strip()


def require_tex(missing):
    """Berhenti dengan perintah pemasangannya bila ada bagian TeX yang kurang."""
    if missing:
        raise PrintError(
            f"TeX belum lengkap: {', '.join(missing)} tidak ditemukan. Yang diperlukan sekitar "
            f"1 GB; di Debian atau Ubuntu:\n    sudo apt install {PACKAGES}"
        )


def git(*arguments):
    """Keluaran perintah git, atau teks kosong di luar repositori git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def edition():
    """Waktu edisi dalam detik, dan nama commit-nya bila ada."""
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    moment = stated or git("log", "-1", "--format=%ct") or time.time()
    return int(float(moment)), git("describe", "--always", "--exclude=*", "--dirty=, disunting")


def edition_macros(moment, commit):
    """Isi `edition.tex`, yang dibaca sampul.

    Args:
        moment: waktu edisi, detik sejak 1970.
        commit: nama commit; boleh kosong.

    Returns:
        Dua makro LaTeX.
    """
    date = format_date(datetime.fromtimestamp(moment, UTC), "d MMMM y", locale="id")
    source = f"commit {commit}" if commit else "tanpa catatan git"
    return f"\\newcommand{{\\EditionDate}}{{{date}}}\n\\newcommand{{\\EditionSource}}{{{source}}}\n"


def problems(log):
    """Baris log XeLaTeX yang tidak boleh ada.

    Args:
        log: isi log, tanpa baris yang dipotong.

    Returns:
        Daftar baris, tanpa ulangan.
    """
    wide = [match[0] for match in OVERFULL.finditer(log) if float(match[1]) > WIDEST]
    return list(dict.fromkeys([*(match[0] for match in FAULTS.finditer(log)), *wide]))


def write_tex():
    """Tulis LaTeX seluruh buku."""
    command = [program("jupyter-book"), "build", ".", "--builder", "latex"]
    if subprocess.run([*command, "-n", "-W", "--keep-going"], cwd=ROOT).returncode:
        raise PrintError("LaTeX gagal ditulis; penyebabnya tercetak di atas.")


def typeset():
    """Jalankan XeLaTeX sampai tetap, lalu periksa lognya."""
    moment, commit = edition()
    (FOLDER / "edition.tex").write_text(edition_macros(moment, commit), encoding="utf-8")
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(moment),
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "10000",  # agar baris log tidak dipotong
        "LATEXOPTS": "",  # dibaca latexmkrc dari Sphinx
        "XINDYOPTS": "",
    }
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-quiet", "generatif.tex"]
    code = subprocess.run(command, cwd=FOLDER, env=environment).returncode
    found = problems((FOLDER / "generatif.log").read_text(encoding="utf-8", errors="replace"))
    if found:
        raise PrintError("PDF bermasalah:\n" + "\n".join(found[:40]))
    if code:
        raise PrintError(f"latexmk gagal; lihat {FOLDER / 'generatif.log'}.")


def main():
    """Buat PDF dan sebutkan letak serta ukurannya."""
    started = time.monotonic()
    try:
        require_tex(missing_tex())
        write_tex()
        typeset()
    except PrintError as error:
        print(f"\nGalat: {error}", file=sys.stderr)
        return 1
    minutes = (time.monotonic() - started) / 60
    print(f"\nPDF buku: {BOOK} ({BOOK.stat().st_size / 1e6:.1f} MB, {minutes:.1f} menit).")
    return 0


if __name__ == "__main__":
    sys.exit(main())

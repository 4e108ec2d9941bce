"""Mendorong isi terbitan ke cabang `colab`, tanpa menghapus paket terbitan sebelumnya.

    python tools/push_branch.py _build/terbit/colab https://github.com/pemilik/nama

Notebook, gudang, dan README diganti seluruhnya; folder `paket/` hanya ditambah, sehingga notebook
yang sudah disalin ke Google Drive tetap dapat memasang paketnya. Bila tidak ada yang berubah,
tidak ada commit baru. Kata sandi atau kunci diurus git, misalnya oleh alur kerja GitHub.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BRANCH = "colab"
KEPT = {".git", "paket"}
AUTHOR = ("-c", "user.name=Penerbitan Generatif", "-c", "user.email=penerbitan@generatif.invalid")


def push(branch, remote):
    """Samakan cabang terbitan di repositori tujuan dengan sebuah folder.

    Args:
        branch: folder `colab` hasil `tools/stage.py`.
        remote: alamat repositori git yang dapat ditulisi.

    Returns:
        Apakah ada commit baru.

    Raises:
        FileNotFoundError: bila folder itu bukan terbitan.
        subprocess.CalledProcessError: bila git gagal; pesannya tercetak di stderr.
    """
    branch = Path(branch)
    if not (branch / "paket").is_dir() or not (branch / "book").is_dir():
        raise FileNotFoundError(
            f"{branch} bukan isi cabang colab. Siapkan dahulu: python tools/tasks.py terbit"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "salinan"
        check_out(remote, copy)
        for path in copy.iterdir():
            if path.name not in KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(branch, copy, dirs_exist_ok=True)
        git(copy, "add", "--all", "--force")
        if not git(copy, "status", "--porcelain"):
            return False
        git(copy, *AUTHOR, "commit", "--quiet", "--message", "Terbitan baru")
        git(copy, "push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}")
    return True


def check_out(remote, copy):
    """Ambil cabang terbitan terakhir, atau mulai cabang kosong bila belum ada.

    Args:
        remote: alamat repositori.
        copy: folder yang dibuat.
    """
    if git(".", "ls-remote", "--heads", remote, BRANCH):
        git(".", "clone", "--quiet", "--depth", "1", "--branch", BRANCH, remote, str(copy))
        return
    copy.mkdir()
    git(copy, "init", "--quiet", "--initial-branch", BRANCH)
    git(copy, "remote", "add", "origin", remote)


def git(folder, *arguments):
    """Jalankan git di sebuah folder.

    Args:
        folder: folder kerja.
        *arguments: argumen git.

    Returns:
        Keluarannya.
    """
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def main():
    """Dorong terbitan yang disebut di baris perintah."""
    try:
        pushed = push(*sys.argv[1:3])
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        sys.exit(f"Galat: {error}")
    print(f"Cabang {BRANCH} diperbarui." if pushed else f"Cabang {BRANCH} sudah sama.")


if __name__ == "__main__":
    main()

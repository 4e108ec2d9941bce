"""Batas memori dan banyak proses bagi sekelompok proses, lewat cgroup Linux bila tersedia.

Dua susunan dikenal: v1 (folder `memory` dan `pids` terpisah) dan v2 (satu folder yang
didelegasikan, misalnya oleh `systemd-run --user --scope -p Delegate=yes`). Bila keduanya tidak
dapat ditulis, pemanggil memakai pengawas memori dan batas per proses.
"""

import contextlib
import itertools
import os
import time
from pathlib import Path

MOUNT = Path("/sys/fs/cgroup")
SETTINGS = {
    "memory.max": "memory",
    "memory.swap.max": None,
    "memory.limit_in_bytes": "memory",
    "pids.max": "processes",
}
_numbers = itertools.count()


class Group:
    """Satu kelompok proses; `join` berkas-berkas tempat nomor proses ditulis."""

    def __init__(self, folders, limits):
        self.folders = folders
        for folder in folders:
            folder.mkdir()
        for folder, (name, key) in itertools.product(folders, SETTINGS.items()):
            if (folder / name).exists():
                (folder / name).write_text(str(getattr(limits, key) if key else 0))

    @property
    def join(self):
        """Berkas `cgroup.procs` setiap folder."""
        return [str(folder / "cgroup.procs") for folder in self.folders]

    def out_of_memory(self):
        """Apakah kernel menghentikan proses di kelompok ini karena memori."""
        for folder in self.folders:
            for name in ("memory.oom_control", "memory.events"):
                path = folder / name
                text = path.read_text() if path.exists() else ""
                if any(
                    line.startswith("oom_kill ") and line[9:] != "0" for line in text.split("\n")
                ):
                    return True
        return False

    def remove(self):
        """Hapus kelompoknya sesudah semua prosesnya berakhir."""
        for folder in self.folders:
            for _ in range(100):
                with contextlib.suppress(OSError):
                    folder.rmdir()
                    break
                time.sleep(0.02)


def create(limits, parents):
    """Buat kelompok di bawah folder `parents`.

    Args:
        limits: memuat `memory` (bita) dan `processes`.
        parents: hasil :func:`usable_parents`.

    Returns:
        :class:`Group`, atau `None` bila `parents` kosong.
    """
    name = f"generatif-{os.getpid()}-{next(_numbers)}"
    return Group([parent / name for parent in parents], limits) if parents else None


def usable_parents(mount=MOUNT, membership=Path("/proc/self/cgroup")):
    """Folder cgroup yang dapat dipakai proses ini.

    Args:
        mount: tempat cgroup dipasang.
        membership: berkas yang menyebut kelompok proses ini.

    Returns:
        Daftar folder; kosong bila tidak ada yang dapat ditulis.
    """
    try:
        lines = [line.split(":", 2) for line in membership.read_text().split("\n") if line]
        paths = {names: path.lstrip("/") for _, names, path in lines}
        parents = [mount / name / paths[name] for name in ("memory", "pids") if name in paths]
        if len(parents) != 2:
            parents = [_delegated(mount / paths[""])]
        _try(parents)
    except (OSError, KeyError, ValueError):
        return []
    return parents


def _delegated(folder):
    """Pindahkan diri ke anak folder, agar folder v2 boleh membagi kendali."""
    if folder.name.startswith("pengawas-"):
        return folder.parent
    leaf = folder / f"pengawas-{os.getpid()}"
    leaf.mkdir()
    (leaf / "cgroup.procs").write_text(str(os.getpid()))
    (folder / "cgroup.subtree_control").write_text("+memory +pids")
    return folder


def _try(parents):
    for parent in parents:
        probe = parent / f"generatif-coba-{os.getpid()}"
        probe.mkdir()
        known = [name for name in SETTINGS if (probe / name).exists()]
        probe.rmdir()
        if not known:
            raise ValueError(f"{parent} tidak membagi kendali memori dan proses")

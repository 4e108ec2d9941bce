"""Asal-usul sebuah hasil: commit, sidik kode, versi pustaka, dan mesin."""

import ast
import hashlib
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

LIBRARIES = ("tensorflow", "keras", "numpy")


def describe(modules):
    """Catat asal-usul untuk manifes.

    Args:
        modules: nama modul `generatif` yang menentukan hasil, misalnya `"models.gan"`.

    Returns:
        `dict` dengan kunci `commit`, `code`, `versions`, dan `machine`.
    """
    return {
        "commit": commit(),
        "code": {module: code_sha256(module) for module in modules},
        "versions": versions(),
        "machine": {"processor": processor(), "cores": os.cpu_count()},
    }


def code_sha256(module):
    """Sidik kode sebuah modul; komentar, docstring, dan tata letak tidak ikut dihitung.

    Args:
        module: nama modul tanpa awalan paket, misalnya `"models.gan"`.

    Returns:
        16 angka heksadesimal pertama SHA-256.
    """
    path = files("generatif").joinpath(*module.split(".")).with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            node.body = body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.unparse(tree).encode()).hexdigest()[:16]


def versions():
    """Versi pustaka yang memengaruhi hasil, `dict` nama ke versi."""
    found = {}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "tidak terpasang"
    return found


def commit():
    """Commit salinan repositori, berakhiran `-dirty` bila ada perubahan; `tanpa-git` di luarnya."""
    command = ["git", "-C", Path(__file__).parent, "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "tanpa-git"


def processor():
    """Nama prosesor bila sistem menyebutkannya."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def differences(before, now):
    """Sebut isi yang berbeda antara dua `dict` datar.

    Args:
        before: `dict` yang tersimpan.
        now: `dict` yang berlaku.

    Returns:
        Daftar kalimat pendek `kunci: lama -> baru`, urut menurut kunci.
    """
    keys = sorted(before.keys() | now.keys())
    return [
        f"{key}: {before.get(key, 'tidak ada')} -> {now.get(key, 'tidak ada')}"
        for key in keys
        if before.get(key) != now.get(key)
    ]


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)

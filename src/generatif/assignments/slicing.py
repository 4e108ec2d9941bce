"""Memilih pernyataan bab yang diperlukan sebuah latihan, tanpa menjalankannya.

Nama yang dibaca latihan dicari pengikatnya ke arah awal bab; nama yang dibaca pengikat itu
dicari lagi. Pernyataan yang tidak dapat dijalankan di dalam kurungan ditolak dengan alasannya.
"""

import ast
import builtins
import symtable
import sys
from dataclasses import dataclass

ALLOWED_PACKAGES = {"numpy", "scipy"} | set(sys.stdlib_module_names)
IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
PLAIN = (*IMPORTS, *DEFINITIONS, ast.Assign, ast.AnnAssign)
FILE_READERS = {"open", "read_text", "read_bytes", "load", "loadtxt", "urlopen"}


class NotAssemblable(ValueError):
    """Latihan yang tidak dapat dinilai di dalam kurungan; pesannya alasannya."""


@dataclass(frozen=True)
class Statement:
    """Satu pernyataan teratas: simpul, teks, tempat, dan nomor latihan bila bagian jawaban."""

    node: ast.stmt
    source: str
    place: str
    exercise: int = 0


def statements_of(source, place, exercise=0):
    """Pernyataan teratas satu sel atau modul.

    Args:
        source: teks Python.
        place: sebutan tempatnya di dalam pesan.
        exercise: nomor latihan pemilik sel, atau 0.

    Returns:
        Daftar :class:`Statement`; kosong bila teksnya memakai perintah notebook.
    """
    try:
        nodes = ast.parse(source).body
    except SyntaxError:
        return []
    lines = source.splitlines()
    return [Statement(node, _text_of(node, lines), place, exercise) for node in nodes]


def names_read(source):
    """Nama global yang dibaca, tanpa nama bawaan Python.

    Args:
        source: teks Python.

    Returns:
        Himpunan nama; nama setempat sebuah fungsi tidak termasuk.
    """
    found, tables = set(), [symtable.symtable(source, "sel", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        module = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (module or symbol.is_global()):
                found.add(symbol.get_name())
    return found - set(dir(builtins))


def names_bound(node):
    """Nama yang diikat atau diubah isinya oleh satu pernyataan teratas."""
    if isinstance(node, DEFINITIONS):
        return {node.name}
    if isinstance(node, IMPORTS):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript):
            if isinstance(part.ctx, ast.Store):
                found.add(_root(part))
    return found - {None}


def needed_statements(names, statements):
    """Pernyataan yang mengikat `names`, beserta semua yang diperlukannya.

    Args:
        names: nama yang dibaca.
        statements: daftar :class:`Statement` sebelum pembacanya, berurutan.

    Returns:
        Daftar :class:`Statement` terpilih, berurutan.

    Raises:
        NotAssemblable: bila sebuah nama tidak diikat, atau pengikatnya tidak dapat dipakai.
    """
    kept, pending = set(), [(name, len(statements)) for name in sorted(names)]
    seen = set(pending)
    while pending:
        name, limit = pending.pop()
        place = _last_binding(name, statements[:limit])
        statement = statements[place]
        refuse(statement, name)
        kept.add(place)
        if not isinstance(statement.node, DEFINITIONS):
            limit = place  # badan fungsi membaca nama saat dipanggil, penugasan saat itu juga
        new = {(each, limit) for each in names_read(statement.source) - {name}} - seen
        seen |= new
        pending += sorted(new)
    return [statements[place] for place in sorted(kept)]


def refuse(statement, name=""):
    """Tolak pernyataan yang tidak dapat dijalankan di dalam kurungan.

    Args:
        statement: :class:`Statement`.
        name: nama yang dicari, atau kosong bila pernyataannya bagian latihan sendiri.

    Raises:
        NotAssemblable: beserta tempat dan alasannya.
    """
    reason = _reason(statement, name)
    if reason:
        subject = f"nama `{name}`: " if name else ""
        raise NotAssemblable(f"{subject}{statement.place} {reason}")


def _reason(statement, name):
    node = statement.node
    if name and statement.exercise and not isinstance(node, IMPORTS):
        return f"adalah jawaban Latihan {statement.exercise}"
    if name and not isinstance(node, PLAIN):
        return "membentuk atau mengubahnya di luar penugasan biasa"
    if name and isinstance(node, ast.Assign) and name not in _plain_targets(node):
        return "mengubah isinya sesudah dibuat"
    for part in ast.walk(node):
        called = _called_name(part)
        if called == "fit" or called.startswith("train"):
            return "melatih model"
        if called in FILE_READERS:
            return "membaca berkas yang tidak ada di dalam kurungan"
        for package in _imported(part):
            if package.partition(".")[0] not in ALLOWED_PACKAGES:
                return f"memerlukan {package}, yang tidak ada di dalam kurungan"
    return ""


def _last_binding(name, statements):
    for place in range(len(statements) - 1, -1, -1):
        if name in names_bound(statements[place].node):
            return place
    raise NotAssemblable(f"nama `{name}` tidak dibuat di sel mana pun sebelumnya")


def _plain_targets(node):
    parts = [part for target in node.targets for part in ast.walk(target)]
    return {part.id for part in parts if isinstance(part, ast.Name) and _stored(part)}


def _stored(name):
    return isinstance(name.ctx, ast.Store)


def _root(node):
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _called_name(node):
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "."] if isinstance(node, ast.ImportFrom) else []


def _text_of(node, lines):
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return "\n".join(lines[first - 1 : node.end_lineno])

"""Membandingkan kode yang ditampilkan bab dengan kode paket, tanpa mengimpor paketnya.

Sel yang diawali `# Kode paket: generatif.losses.generator_loss` harus memuat definisi itu persis
seperti di paket; hanya komentar dan docstring yang boleh berbeda.
"""

import ast
import difflib
import re
from copy import deepcopy

from chapters import ROOT, parse

SOURCE = ROOT / "src"
HEADER = re.compile(r"^# Kode paket: (.+)$")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
MAX_DIFF_LINES = 12


def package_code_matches(chapter):
    """Kode paket yang ditampilkan sama dengan kode di paket."""
    violations = []
    for number, cell in enumerate(chapter.code, start=1):
        problems = _declared_problems(cell) if declared_names(cell) else _undeclared_problems(cell)
        violations += [f"sel kode {number}: {problem}" for problem in problems]
    return violations


def declared_names(cell):
    """Nama bertitik yang disebut baris-baris `# Kode paket:` di awal sel."""
    names = []
    for line in cell.source.splitlines():
        header = HEADER.match(line)
        if header is None:
            break
        names += [name.strip() for name in header[1].split(",")]
    return names


def package_definition(name):
    """Definisi paket bernama bertitik `name`.

    Args:
        name: misalnya `generatif.models.gan.GAN.train_step`.

    Returns:
        Simpul AST, atau `None` bila paket tidak memilikinya.
    """
    module, inner = split_name(name)
    if module is None or not inner:
        return None
    body = ast.parse(module.read_text(encoding="utf-8")).body
    for part in inner:
        node = _named(body, part)
        body = getattr(node, "body", [])
    return node


def split_name(name):
    """Pisahkan nama bertitik menjadi berkas modul dan nama di dalamnya.

    Returns:
        `(berkas, [nama, ...])`; berkas `None` bila tidak ada modul yang cocok.
    """
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        stem = SOURCE.joinpath(*parts[:length])
        for module in (stem.with_suffix(".py"), stem / "__init__.py"):
            if module.is_file():
                return module, parts[length:]
    return None, parts


def public_definitions():
    """Nama fungsi dan kelas umum paket, dan nama bertitiknya."""
    return {
        node.name: ".".join([*module.relative_to(SOURCE).with_suffix("").parts, node.name])
        for module in sorted(SOURCE.glob("generatif/**/*.py"))
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_")
    }


def same_code(shown, packaged):
    """Apakah dua definisi sama, tanpa memandang komentar dan docstring."""
    return _dump(shown) == _dump(packaged)


def _declared_problems(cell):
    tree, names = parse(cell), declared_names(cell)
    problems = [problem for name in names for problem in _name_problems(tree, name)]
    declared = {name.rpartition(".")[2] for name in names}
    return problems + [
        f"mendefinisikan {name} yang tidak disebut di baris '# Kode paket:'"
        for name in _defined_names(tree, declared)
        if name not in declared
    ]


def _name_problems(tree, name):
    packaged = package_definition(name)
    if packaged is None:
        return [f"{name} tidak ada di paket; periksa ejaannya"]
    shown = _shown_definition(tree, name.rpartition(".")[2])
    if shown is None:
        return [f"tidak memuat definisi {name} yang disebut di awalnya"]
    if same_code(shown, packaged):
        return []
    return [f"berbeda dari {name}:\n{_difference(packaged, shown)}"]


def _undeclared_problems(cell):
    known = public_definitions()
    return [
        f"mendefinisikan {node.name} seperti paket; awali dengan '# Kode paket: {known[node.name]}'"
        for node in parse(cell).body
        if isinstance(node, DEFINITIONS) and node.name in known
    ]


def _shown_definition(tree, name):
    methods = [node for each in tree.body if isinstance(each, ast.ClassDef) for node in each.body]
    return _named([*tree.body, *methods], name)


def _defined_names(tree, declared):
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name not in declared:
            yield from (each.name for each in node.body if isinstance(each, FUNCTIONS))
        elif isinstance(node, DEFINITIONS):
            yield node.name


def _named(body, name):
    for node in body:
        if isinstance(node, DEFINITIONS) and node.name == name:
            return node
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node
    return None


def _dump(node):
    return ast.dump(_without_docstrings(node))


def _without_docstrings(node):
    node = deepcopy(node)
    for each in ast.walk(node):
        if isinstance(each, DEFINITIONS) and ast.get_docstring(each) is not None:
            each.body = each.body[1:] or [ast.Pass()]
    return node


def _difference(packaged, shown):
    lines = [_readable_lines(node) for node in (packaged, shown)]
    changes = [
        line
        for line in difflib.unified_diff(*lines, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    return "\n".join(changes[:MAX_DIFF_LINES])


def _readable_lines(node):
    return ast.unparse(_without_docstrings(node)).replace(", ", ",\n").splitlines()

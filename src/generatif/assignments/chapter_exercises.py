"""Membaca latihan bab dari salinan repositori menjadi bagian tugas."""

import ast
import re
from importlib.resources import files

from generatif.assignments import slicing
from generatif.assignments.public_exercises import PACKAGE, PublicExercise, require_pass
from generatif.assignments.slicing import NotAssemblable
from generatif.classroom.copies import BEGIN, END, find_chapter, strip_solution

PROVIDED = {"Hint", "exercise", "require"}
DIRECTIVE = re.compile(r"^:::\{exercise\}(.*?)\n(.*?)^:::\s*$", re.MULTILINE | re.DOTALL)


def read_exercises(chapter):
    """Semua latihan satu bab: yang dapat dirakit, atau alasan penolakannya.

    Args:
        chapter: seperti pada :func:`generatif.classroom.copies.write_copy`.

    Returns:
        Dict nomor ke :class:`~generatif.assignments.public_exercises.PublicExercise`
        atau :class:`~generatif.assignments.slicing.NotAssemblable`.

    Raises:
        FileNotFoundError: bila babnya tidak ada, atau paket tidak berada di salinan repositori.
        ValueError: bila babnya tidak memuat latihan beserta solusinya.
    """
    import nbformat

    path = find_chapter(chapter)
    cells = nbformat.read(path, as_version=4).cells
    places = [place for place, cell in enumerate(cells) if _holds_exercise(cell)]
    if not places:
        raise ValueError(f"{path.name} tidak memuat latihan bersolusi ({BEGIN}).")
    before = _statements(cells, places)
    found = {}
    for number, place in enumerate(places, start=1):
        try:
            found[number] = _read(path.stem, number, cells, place, before)
        except NotAssemblable as reason:
            found[number] = reason
    return found


def choose_exercises(names):
    """Latihan yang disebut dosen, sesudah jawaban acuannya dicoba.

    Args:
        names: teks `BAB/N`.

    Returns:
        Dict id ke :class:`~generatif.assignments.public_exercises.PublicExercise`,
        menurut urutan `names`.

    Raises:
        ValueError: bila namanya salah, disebut dua kali, atau latihannya tidak dapat dirakit.
    """
    chosen, chapters = {}, {}
    for name in names:
        chapter, _, number = name.rpartition("/")
        if not chapter or not number.isdecimal():
            raise ValueError(f"Latihan {name!r} tidak dikenal; yang diharapkan BAB/N: dcgan/3.")
        if chapter not in chapters:
            chapters[chapter] = read_exercises(chapter)
        found = chapters[chapter].get(int(number))
        if found is None:
            count = len(chapters[chapter])
            raise ValueError(f"Bab {chapter!r} tidak punya Latihan {number}; ada 1 sampai {count}.")
        if isinstance(found, NotAssemblable):
            raise ValueError(
                f"Latihan {name} tidak dapat dirakit: {found}. Pilih latihan lain; lihat "
                f"`generatif tugas daftar --latihan {chapter}`."
            )
        if found.id in chosen:
            raise ValueError(f"Latihan {found.id} disebut dua kali; sebut satu kali saja.")
        require_pass(found)
        chosen[found.id] = found
    return chosen


def _holds_exercise(cell):
    return cell.cell_type == "code" and BEGIN in cell.source


def _statements(cells, places):
    found = []
    for place, cell in enumerate(cells):
        if cell.cell_type == "code":
            number = places.index(place) + 1 if place in places else 0
            found.append((place, slicing.statements_of(cell.source, f"sel ke-{place + 1}", number)))
    return found


def _read(chapter, number, cells, place, before):
    title, prompt = _prompt(cells[:place])
    origin = f"Latihan {number} bab `{chapter}`; solusinya terbuka di buku.\n\n"
    module = _checker_module(before)
    source = cells[place].source
    answer, call = _split(source, f"sel ke-{place + 1}")
    solution = "\n".join(line for line in answer.splitlines() if line.strip() not in (BEGIN, END))
    own = slicing.statements_of(solution, f"sel ke-{place + 1}")
    for statement in own:
        slicing.refuse(statement)
    bound = set().union(*(slicing.names_bound(each.node) for each in own))
    wanted = slicing.names_read(f"{solution}\n{call}") - bound - {"check"}
    earlier = [each for at, statements in before if at < place for each in statements]
    setup = slicing.needed_statements(wanted, earlier)
    arguments = slicing.names_read(call) & bound
    if not arguments:
        raise NotAssemblable(f"sel ke-{place + 1} memeriksa nama yang tidak dibuatnya sendiri")
    return PublicExercise(
        id=f"{chapter}/{number}",
        title=title,
        answer_name=min(arguments),
        prompt=origin + prompt,
        setup="\n\n\n".join(dict.fromkeys(each.source for each in setup)),
        starter=strip_solution(answer),
        solution=solution,
        module=module,
        call=call,
        checker=_checker(module, call),
    )


def _split(source, place):
    """Teks jawaban dan teks pemanggilan pemeriksa di satu sel latihan."""
    statements = slicing.statements_of(source, place)
    calls = [each for each in statements if "check" in slicing.names_read(each.source)]
    if len(calls) != 1:
        raise NotAssemblable(f"{place} memanggil pemeriksa {len(calls)} kali, bukan sekali")
    lines = source.splitlines()[: calls[0].node.lineno - 1]
    for statement in statements:
        if "check" in slicing.names_bound(statement.node):
            first, last = statement.node.lineno, statement.node.end_lineno
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines).strip(), calls[0].source


def _prompt(cells):
    for place in range(len(cells) - 1, -1, -1):
        if cells[place].cell_type == "code":
            raise NotAssemblable(f"soalnya memakai keluaran sel ke-{place + 1}")
        found = DIRECTIVE.search(cells[place].source)
        if found:
            body = re.sub(r"^:\w+:.*\n", "", found[2], flags=re.MULTILINE)
            return found[1].strip(), re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL).strip()
    raise NotAssemblable("soalnya tidak ditemukan di atas sel jawaban")


def _checker_module(before):
    for _, statements in before:
        for statement in statements:
            node = statement.node
            if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
                return node.names[0].name
    raise NotAssemblable("babnya tidak mengimpor pemeriksa")


def _checker(module, call):
    """Pemeriksa yang dipanggil beserta semua yang diperlukannya, sebagai satu teks."""
    folder = files(PACKAGE)
    common = folder.joinpath("check.py").read_text("utf-8")
    source = folder.joinpath(f"{module}.py").read_text("utf-8")
    statements = [
        each
        for each in slicing.statements_of(source, f"pemeriksa {module}.py")
        if not slicing.names_bound(each.node) & PROVIDED
    ]
    provided = slicing.statements_of("Hint = exercise = require = None", "check.py")
    used = {
        node.attr
        for node in ast.walk(ast.parse(call))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "check"
    }
    kept = slicing.needed_statements(used, provided + statements)
    sources = [each.source for each in kept if each.place != "check.py"]
    return "\n\n\n".join([common, *sources])

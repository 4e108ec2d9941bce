"""Latihan publik bab sebagai bagian tugas.

Sel latihan, pernyataan bab yang diperlukannya, dan pemeriksanya dipotong dari repositori saat
tugas dirakit, lalu disimpan di folder dosen: penilaian tidak bergantung pada bab sesudahnya.
Solusinya terbuka bagi semua orang. Pemeriksa berjalan di proses yang sama dengan jawaban, di
dalam kurungan, sehingga mahasiswa yang berniat dapat memalsukan LULUS; itu tidak memberi lebih
daripada menyalin solusi yang terbuka.
"""

import ast
import hashlib
import json
import re
import textwrap
from dataclasses import asdict, dataclass
from importlib.resources import files

import numpy as np

from generatif.assignments import slicing
from generatif.assignments.items import Failure, run_trusted, seeded_generator
from generatif.assignments.reading import tidy_text
from generatif.assignments.slicing import NotAssemblable
from generatif.classroom.copies import BEGIN, END, find_chapter, strip_solution
from generatif.pictures import write_atomic

EXERCISES_FILE = "latihan.json"
PASSED, NOT_DONE = "LULUS", "belum dikerjakan."
PACKAGE = "generatif.classroom"
PROVIDED = {"Hint", "exercise", "require"}
DIRECTIVE = re.compile(r"^:::\{exercise\}(.*?)\n(.*?)^:::\s*$", re.MULTILINE | re.DOTALL)
PROGRAM = """
def verdict(token):
    from types import SimpleNamespace

    checker, said = {{"__name__": "pemeriksa"}}, []
    exec(compile({checker!r}, "pemeriksa", "exec"), checker)
    checker["print"] = said.append
    names = {{"__name__": "__main__", "np": np}}
    exec(compile({setup!r}, "persiapan", "exec"), names)
    exec(compile({code!r}, "jawaban", "exec"), names)
    names["check"] = SimpleNamespace(**checker)
    exec(compile({call!r}, "pemeriksa", "exec"), names)
    text = said[-1].partition(": ")[2]
    return token, np.array(list(text.encode("utf-8", "replace")), "uint8")
"""


@dataclass(frozen=True)
class PublicExercise:
    """Satu latihan bab, lengkap untuk dibagikan dan dinilai."""

    id: str
    title: str
    answer_name: str
    prompt: str
    setup: str
    starter: str
    solution: str
    module: str
    call: str
    checker: str
    function = "verdict"
    varies = False

    def variant(self, student, seed, attempt=0):
        """Latihan sama bagi semua orang."""
        return {}

    def calls(self, constants, seed, student):
        """Satu pemanggilan dengan tanda acak, agar keluaran siap pakai tidak lulus."""
        generator = seeded_generator(seed, self.id, student, "tanda")
        return [(generator.integers(0, 2**31, 4),)]

    def program(self, code):
        """Kode yang dijalankan di dalam kurungan: persiapan, jawaban, lalu pemeriksa dosen."""
        return PROGRAM.format(checker=self.checker, setup=self.setup, code=code, call=self.call)

    def score(self, constants, calls, outputs):
        """Nilai penuh bila pemeriksa menjawab LULUS, selain itu nol.

        Args:
            constants: dict kosong.
            calls: hasil :meth:`calls`.
            outputs: keluaran proses mahasiswa.

        Returns:
            Pasangan (1 atau 0, umpan balik).
        """
        (token,), output = calls[0], outputs[0]
        if isinstance(output, Failure):
            return 0.0, f"Kode berhenti: {output.reason}."
        returned, text = output
        if not np.array_equal(token, returned):
            return 0.0, "Kode berhenti: keluarannya tidak sesuai dengan pemanggilan."
        text = bytes(np.asarray(text, "uint8")).decode("utf-8", "replace")
        if text == PASSED:
            return 1.0, "Pemeriksa latihan menjawab LULUS."
        return 0.0, "Belum dikerjakan." if text == NOT_DONE else tidy_text(text)

    def check_source(self):
        """Sel pemeriksa di notebook mahasiswa; pemeriksanya ada di paket, bukan di notebook."""
        missing = (
            f"{self.id}: pemeriksanya ada di paket generatif, yang belum terpasang di sini. "
            "Jawaban Anda tetap dinilai."
        )
        return (
            f"### PEMERIKSA {self.id} (jangan diubah)\n"
            f"try:\n    from {PACKAGE} import {self.module} as check\n"
            f"except ModuleNotFoundError:\n    print({missing!r})\n"
            f"else:\n{textwrap.indent(self.call, '    ')}"
        )

    def fingerprint(self):
        """SHA-256 dari semua isinya."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()


def read_exercises(chapter):
    """Semua latihan satu bab: yang dapat dirakit, atau alasan penolakannya.

    Args:
        chapter: seperti pada :func:`generatif.classroom.copies.write_copy`.

    Returns:
        Dict nomor ke :class:`PublicExercise` atau :class:`NotAssemblable`.

    Raises:
        FileNotFoundError: bila babnya tidak ada, atau paket tidak berada di salinan repositori.
        ValueError: bila babnya tidak memuat latihan bersolusi.
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
        Dict id ke :class:`PublicExercise`, menurut urutan `names`.

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
        _require_pass(found)
        chosen[found.id] = found
    return chosen


def save_exercises(exercises, folder):
    """Simpan latihan ke folder dosen."""
    content = [asdict(exercise) for exercise in exercises]
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_atomic(folder / EXERCISES_FILE, text.encode())


def load_exercises(folder):
    """Baca latihan dari folder dosen; kosong bila tugasnya tidak memuat latihan."""
    path = folder / EXERCISES_FILE
    content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {row["id"]: PublicExercise(**row) for row in content}


def _require_pass(exercise):
    calls = exercise.calls({}, "coba", "")
    outputs = run_trusted(exercise.program(exercise.solution), exercise.function, calls)
    fraction, feedback = exercise.score({}, calls, outputs)
    if fraction < 1:
        raise ValueError(f"Solusi Latihan {exercise.id} tidak lulus sendirian: {feedback}")


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
    arguments = slicing.names_read(call) - {"check"}
    return PublicExercise(
        id=f"{chapter}/{number}",
        title=title,
        answer_name=sorted(arguments & bound)[0],
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

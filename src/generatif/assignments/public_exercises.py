"""Latihan publik bab sebagai bagian tugas.

Sel latihan, pernyataan bab yang diperlukannya, dan pemeriksanya dipotong dari repositori saat
tugas dirakit, lalu disimpan di folder dosen: penilaian tidak bergantung pada bab sesudahnya.
Solusinya terbuka bagi semua orang. Pemeriksa berjalan di proses yang sama dengan jawaban, di
dalam kurungan, sehingga mahasiswa yang berniat dapat memalsukan LULUS; itu tidak memberi lebih
daripada menyalin solusi yang terbuka.
"""

import contextlib
import hashlib
import io
import json
import textwrap
from dataclasses import asdict, dataclass

import numpy as np

from generatif.assignments.items import Failure, run_trusted, seeded_generator
from generatif.assignments.reading import tidy_text
from generatif.pictures import write_atomic

EXERCISES_FILE = "latihan.json"
PASSED, NOT_DONE = "LULUS", "belum dikerjakan."
PACKAGE = "generatif.classroom"
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


def require_pass(exercise):
    """Pastikan solusinya lulus dengan persiapan yang dipotong.

    Args:
        exercise: :class:`PublicExercise`.

    Raises:
        ValueError: bila pemeriksa tidak menjawab LULUS.
    """
    calls = exercise.calls({}, "coba", "")
    with contextlib.redirect_stdout(io.StringIO()):
        outputs = run_trusted(exercise.program(exercise.solution), exercise.function, calls)
    fraction, feedback = exercise.score({}, calls, outputs)
    if fraction < 1:
        raise ValueError(f"Solusi Latihan {exercise.id} tidak lulus sendirian: {feedback}")


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


def exercise_note(items):
    """Kalimat pembuka notebook tentang latihan; kosong bila tugasnya hanya butir."""
    if not any(isinstance(item, PublicExercise) for item in items):
        return ""
    return (
        "\n\nSoal yang menyebut latihan sebuah bab bernilai penuh bila pemeriksanya menjawab "
        "LULUS, selain itu nol. Pemeriksanya memerlukan paket `generatif`, dan sel persiapan di "
        "atas jawabannya ikut dijalankan saat dinilai. Solusi latihan terbuka di buku."
    )

"""Butir tugas: soal, jawaban acuan, masukan tersembunyi, dan penilaiannya.

Tetapan yang ditulis `@nama@` di dalam teks diganti dengan nilai varian. Jawaban acuan dan
jawaban keliru hanya dijalankan di mesin dosen, di luar proses mahasiswa.
"""

import hashlib
import importlib
import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HIDDEN_CALLS = 4
RELATIVE, ABSOLUTE = 1e-5, 1e-7
PACKAGE_MODULES = ("bank_autoencoder", "bank_gan", "bank_images")


def no_constants(generator):
    """Butir yang sama bagi semua orang."""
    return {}


@dataclass(frozen=True)
class Mistake:
    """Jawaban keliru yang lazim dan umpan balik bagi yang hasilnya sama dengannya."""

    code: str
    feedback: str


@dataclass(frozen=True)
class Item:
    """Satu butir tugas.

    `inputs(generator, constants)` membuat argumen satu pemanggilan. `constants(generator)`
    membuat tetapan varian; butir tanpa tetapan sama bagi semua mahasiswa.
    """

    id: str
    title: str
    function: str
    prompt: str
    starter: str
    solution: str
    hint: str
    inputs: Callable
    constants: Callable = no_constants
    mistakes: tuple[Mistake, ...] = ()

    @property
    def answer_name(self):
        """Nama yang dibuat sel jawaban."""
        return self.function

    def program(self, code):
        """Kode yang dijalankan di dalam kurungan."""
        return code

    @property
    def varies(self):
        """Apakah tetapannya berbeda menurut nomor mahasiswa."""
        return self.constants is not no_constants

    def variant(self, student, seed, attempt=0):
        """Tetapan bagi satu mahasiswa.

        Args:
            student: nomor mahasiswa, atau `""` untuk varian kelas.
            seed: benih tugas.
            attempt: dinaikkan bila tetapannya sama dengan milik orang lain.

        Returns:
            Dict nama tetapan ke nilainya; sama setiap kali dipanggil.
        """
        return self.constants(seeded_generator(seed, self.id, student, attempt))

    def calls(self, constants, seed, student):
        """Masukan tersembunyi: daftar tuple argumen."""
        generator = seeded_generator(seed, self.id, student, "masukan")
        return [self.inputs(generator, constants) for _ in range(HIDDEN_CALLS)]

    def samples(self, constants):
        """Dua masukan contoh yang tampil di notebook, beserta hasil acuannya."""
        generator = seeded_generator("contoh", self.id, json.dumps(constants, sort_keys=True))
        calls = [self.inputs(generator, constants) for _ in range(2)]
        return calls, self.expected(constants, calls)

    def expected(self, constants, calls):
        """Hasil jawaban acuan untuk setiap masukan."""
        return run_code(self.solution, self.function, constants, calls)

    def score(self, constants, calls, outputs):
        """Nilai keluaran mahasiswa, di luar prosesnya.

        Args:
            constants: tetapan varian.
            calls: masukan yang dipakai.
            outputs: keluaran per masukan; galat berupa :class:`Failure`.

        Returns:
            Pasangan (bagian nilai 0 sampai 1, umpan balik).
        """
        expected = self.expected(constants, calls)
        right = [same(want, got) for want, got in zip(expected, outputs, strict=True)]
        if all(right):
            return 1.0, "Semua masukan tersembunyi cocok."
        return sum(right) / len(right), self._explain(constants, calls, outputs, right)

    def fingerprint(self):
        """SHA-256 dari semua teks butir, untuk mengenali butir yang berubah."""
        mistakes = [[mistake.code, mistake.feedback] for mistake in self.mistakes]
        texts = [self.id, self.function, self.prompt, self.starter, self.solution, mistakes]
        return hashlib.sha256(json.dumps(texts).encode()).hexdigest()

    def _explain(self, constants, calls, outputs, right):
        summary = f"{sum(right)} dari {len(right)} masukan tersembunyi cocok."
        for failure in outputs:
            if isinstance(failure, Failure):
                return f"{summary} Kode berhenti: {failure.reason}."
        for mistake in self.mistakes:
            wrong = run_code(mistake.code, self.function, constants, calls)
            if all(same(want, got) for want, got in zip(wrong, outputs, strict=True)):
                return f"{summary} {mistake.feedback}"
        return f"{summary} {self.hint}"


@dataclass(frozen=True)
class Failure:
    """Pemanggilan yang tidak menghasilkan jawaban, beserta sebabnya."""

    reason: str


def fill(text, constants):
    """Ganti setiap `@nama@` dengan tetapannya.

    Args:
        text: teks butir.
        constants: dict tetapan.

    Returns:
        Teks terisi.

    Raises:
        KeyError: bila teks menyebut tetapan yang tidak ada.
    """
    return re.sub(r"@(\w+)@", lambda found: str(constants[found[1]]), text)


def run_code(code, function, constants, calls):
    """Jalankan kode tepercaya milik dosen atau paket atas setiap masukan."""
    return run_trusted(fill(code, constants), function, calls)


def run_trusted(code, function, calls):
    """Hasil `function` di dalam kode tepercaya untuk setiap masukan."""
    namespace = {"np": np}
    exec(compile(code, "<butir>", "exec"), namespace)
    return [namespace[function](*call) for call in calls]


def same(want, got):
    """Apakah keluaran cocok dengan acuan: bentuk sama, nilai dalam toleransi."""
    if isinstance(got, Failure):
        return False
    if isinstance(want, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(want):
            return False
        return all(map(same, want, got))
    try:
        want, got = np.asarray(want), np.asarray(got)
        if want.shape != got.shape or got.dtype.kind not in "biuf":
            return False
        return bool(np.allclose(got, want, rtol=RELATIVE, atol=ABSOLUTE))
    except (TypeError, ValueError):
        return False


def load_items(folder=None):
    """Semua butir paket, ditambah butir di berkas `.py` folder dosen.

    Args:
        folder: folder berisi berkas yang mendefinisikan `ITEMS`, atau `None`.

    Returns:
        Dict id ke :class:`Item`; id di folder dosen menang atas id paket.
    """
    items = []
    for name in PACKAGE_MODULES:
        items += importlib.import_module(f"generatif.assignments.{name}").ITEMS
    for path in sorted(Path(folder).glob("*.py")) if folder else ():
        items += _private_items(path)
    return {item.id: item for item in items}


def _private_items(path):
    spec = importlib.util.spec_from_file_location(f"butir_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, "ITEMS"):
        raise ValueError(
            f"Berkas butir {path} tidak mendefinisikan ITEMS. Mulailah dari berkas yang ditulis "
            "`generatif tugas templat`, atau pindahkan berkas itu dari folder butir."
        )
    return list(module.ITEMS)


def seeded_generator(*parts):
    """Pembangkit bilangan acak yang ditentukan oleh semua bagiannya."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))

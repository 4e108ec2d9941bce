"""Bank soal ujian dari templat: tetapannya diundi dengan benih rahasia milik dosen.

Templat ada di paket ini, jadi terbuka bagi mahasiswa; yang dirahasiakan hanya benihnya. Karena itu
benih harus panjang: benih seperti "2026" dapat ditebak dengan mencoba satu per satu. Benih yang
sama memberi bank yang sama pada versi paket dan Python yang sama, dan undian tiap templat tidak
bergantung pada templat lain.
"""

import random
from dataclasses import dataclass
from hashlib import sha256

from generatif.checks import require_positive_int
from generatif.classroom.quiz import Option, Question, Quiz, load_quiz

SHORTEST_SEED = 12
TRIES = 1000
CLEAR_UNITS = 4


@dataclass(frozen=True)
class Draft:
    """Soal yang sudah berisi tetapan: jawaban benar dan jawaban keliru beserta penjelasannya.

    Attributes:
        text: soal dalam Markdown; rumus di antara `$`.
        answer: pasangan (jawaban, penjelasan).
        mistakes: daftar pasangan (jawaban keliru, kesalahan yang menghasilkannya).
        is_clear: apakah jawaban keliru tidak tercapai hanya karena pembulatan di tengah hitungan.
    """

    text: str
    answer: tuple[str, str]
    mistakes: tuple[tuple[str, str], ...]
    is_clear: bool = True

    @property
    def is_usable(self):
        """Apakah semua jawabannya tampak berbeda dan jawaban benarnya berjarak dari yang keliru."""
        answers = [self.answer[0], *(mistake for mistake, _ in self.mistakes)]
        return self.is_clear and len(set(answers)) == len(answers)


@dataclass(frozen=True)
class Template:
    """Templat soal sebuah bab.

    Attributes:
        name: nama templat.
        chapter: nama kuis bab asalnya.
        domain: nilai yang boleh diundi, menurut nama tetapan.
        write: fungsi dari tetapan ke :class:`Draft`; keterangan fungsi itu menjadi judul.
    """

    name: str
    chapter: str
    domain: dict
    write: object

    @property
    def title(self):
        """Judul kategori soalnya, misalnya ``Ujian: Teori GAN: diskriminator terbaik``."""
        subject = self.write.__doc__.removesuffix(".")
        subject = subject if subject[:2].isupper() else subject[0].lower() + subject[1:]
        return f"Ujian: {load_quiz(self.chapter).title}: {subject}"

    def draw(self, generator):
        """Undi tetapan sampai semua jawabannya berbeda.

        Args:
            generator: `random.Random`.

        Returns:
            Pasangan (tetapan, :class:`Draft`).

        Raises:
            RuntimeError: bila tidak ditemukan dalam seribu undian.
        """
        for _ in range(TRIES):
            constants = {name: generator.choice(values) for name, values in self.domain.items()}
            draft = self.write(**constants)
            if draft.is_usable:
                return constants, draft
        raise RuntimeError(
            f"Templat {self.name!r}: jawabannya tidak pernah berbeda; perluas daftar nilainya."
        )


TEMPLATES = {}


def template(chapter, **domain):
    """Jadikan sebuah fungsi templat soal.

    Args:
        chapter: nama kuis bab asalnya.
        **domain: nilai yang boleh diundi untuk setiap argumen fungsi itu.

    Returns:
        Penghias; fungsi aslinya dikembalikan apa adanya.
    """

    def register(write):
        values = {name: tuple(choices) for name, choices in domain.items()}
        TEMPLATES[write.__name__] = Template(write.__name__, chapter, values, write)
        return write

    return register


def decimal(value, digits=3):
    """Bilangan dengan koma desimal dan titik ribuan, misalnya `1.234,5`."""
    text = f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def whole(value):
    """Bilangan bulat dengan titik ribuan."""
    return decimal(value, 0)


def numeric(text, answer, mistakes, digits=3):
    """Soal berjawaban bilangan dengan `digits` angka di belakang koma.

    Jawaban keliru berjarak sekurangnya empat satuan angka terakhir dari jawaban benar, agar
    pembulatan di tengah hitungan tidak membawa hitungan yang benar ke sana. Bilangan bulat dihitung
    satu per satu, jadi bebas dari syarat itu.
    """
    value, reason = answer
    gap = min(abs(value - wrong) for wrong, _ in mistakes) * 10**digits
    wrong = tuple((decimal(mistake, digits), why) for mistake, why in mistakes)
    return Draft(text, (decimal(value, digits), reason), wrong, digits == 0 or gap >= CLEAR_UNITS)


def exam_bank(seed, count, chapters=()):
    """Buat bank soal ujian.

    Args:
        seed: benih rahasia, paling sedikit 12 huruf.
        count: banyak soal dari setiap templat, semuanya berbeda.
        chapters: nama bab yang diuji; kosong berarti semua bab yang punya templat.

    Returns:
        Daftar :class:`~generatif.classroom.quiz.Quiz`, satu per templat, agar Moodle dapat
        mengambil satu soal acak dari setiap templat.

    Raises:
        ValueError: bila benih terlalu pendek, `count` tidak positif, atau bab tidak punya templat.
        RuntimeError: bila sebuah templat tidak sanggup memberi `count` soal yang berbeda.
    """
    load_templates()
    require_positive_int(count=count)
    if len(seed) < SHORTEST_SEED:
        raise ValueError(
            f"Benih rahasia terdiri atas {len(seed)} huruf; yang diharapkan paling sedikit "
            f"{SHORTEST_SEED}, agar tidak dapat ditebak dengan mencoba satu per satu."
        )
    available = sorted({each.chapter for each in TEMPLATES.values()})
    if unknown := sorted(set(chapters) - set(available)):
        raise ValueError(
            f"Tidak ada templat ujian untuk {', '.join(unknown)}; "
            f"yang tersedia: {', '.join(available)}."
        )
    return [
        Quiz(_questions(each, seed, count), each.title)
        for chapter in chapters or available
        for each in TEMPLATES.values()
        if each.chapter == chapter
    ]


def load_templates():
    """Muat semua templat dan kembalikan, menurut nama."""
    from generatif.classroom import exam_basics, exam_gans  # noqa: F401  mengisi TEMPLATES

    return TEMPLATES


def _questions(chosen, seed, count):
    generator = random.Random(sha256(f"{chosen.name}\n{seed}".encode()).digest())
    drafts = {}
    for _ in range(TRIES):
        draft = chosen.draw(generator)[1]
        drafts.setdefault(draft.text, draft)
        if len(drafts) == count:
            mark = sha256(f"tanda\n{chosen.name}\n{seed}".encode()).hexdigest()[:8]
            return [
                _question(f"{chosen.name}-{mark}-{number}", draft, generator)
                for number, draft in enumerate(drafts.values(), start=1)
            ]
    raise RuntimeError(
        f"Templat {chosen.name!r} hanya memberi {len(drafts)} soal berbeda, diminta {count}. "
        "Kurangi banyaknya."
    )


def _question(name, draft, generator):
    options = [Option(*draft.answer, correct=True), *(Option(*each) for each in draft.mistakes)]
    generator.shuffle(options)
    return Question(name, draft.text, tuple(options))

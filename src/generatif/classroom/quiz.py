"""Kuis dari bank soal: satu berkas TOML per bab, satu bentuk tampilan untuk seluruh buku.

Bentuk berkas (lihat `questions/dcgan.toml`): `title`, yaitu judul bab, lalu daftar `[[question]]`
dengan `id`, `text`, dan daftar `[[question.option]]` yang memuat `text`, `feedback`, dan
`correct = true` pada satu pilihan. Teks tidak memuat HTML maupun rumus LaTeX agar dapat diekspor ke
tempat lain (:mod:`generatif.classroom.moodle`).
"""

import tomllib
from dataclasses import dataclass
from html import escape
from importlib.resources import files

QUESTIONS = files("generatif.classroom") / "questions"


@dataclass(frozen=True)
class Option:
    """Satu pilihan jawaban beserta umpan baliknya."""

    text: str
    feedback: str
    correct: bool = False


@dataclass(frozen=True)
class Question:
    """Satu soal pilihan ganda dengan tepat satu jawaban benar.

    Raises:
        ValueError: bila pilihan kurang dari tiga atau jawaban benarnya bukan tepat satu.
    """

    id: str
    text: str
    option: tuple[Option, ...]

    def __post_init__(self):
        correct = sum(option.correct for option in self.option)
        if len(self.option) < 3 or correct != 1:
            raise ValueError(
                f"Soal {self.id!r} memiliki {len(self.option)} pilihan dan {correct} jawaban "
                "benar; yang diharapkan: sekurangnya 3 pilihan dan tepat 1 jawaban benar."
            )


class Quiz:
    """Sekumpulan soal yang tampil di Jupyter, Colab, dan situs tanpa JavaScript."""

    def __init__(self, questions, title=""):
        self.questions = tuple(questions)
        self.title = title

    def __repr__(self):
        lines = []
        for number, question in enumerate(self.questions, start=1):
            lines.append(f"{number}. {question.text}")
            lines += [f"   {letter}. {option.text}" for letter, option in _lettered(question)]
        return "\n".join(lines)

    def _repr_html_(self):
        body = "".join(_question_html(*item) for item in enumerate(self.questions, start=1))
        return f'<div class="kuis">{body}</div>'


def load_quiz(chapter):
    """Baca kuis satu bab dari bank soal di dalam paket.

    Args:
        chapter: nama bab, misalnya `"dcgan"`.

    Returns:
        :class:`Quiz`; jadikan baris terakhir sel dengan `display(...)`.

    Raises:
        ValueError: bila bab itu tidak memiliki kuis.
    """
    available = quiz_names()
    if chapter not in available:
        raise ValueError(f"Tidak ada kuis {chapter!r}; yang tersedia: {', '.join(available)}.")
    bank = tomllib.loads((QUESTIONS / f"{chapter}.toml").read_text(encoding="utf-8"))
    questions = (
        Question(item["id"], item["text"], tuple(Option(**option) for option in item["option"]))
        for item in bank["question"]
    )
    return Quiz(questions, bank.get("title", ""))


def quiz_names():
    """Nama semua kuis di bank soal, menurut abjad."""
    return sorted(item.name[:-5] for item in QUESTIONS.iterdir() if item.name.endswith(".toml"))


def _lettered(question):
    return zip("ABCDE", question.option, strict=False)


def _question_html(number, question):
    options = "".join(_option_html(letter, option) for letter, option in _lettered(question))
    return f"<p><strong>{number}.</strong> {escape(question.text)}</p>{options}"


def _option_html(letter, option):
    verdict = "Benar." if option.correct else "Belum tepat."
    return (
        f"<details><summary>{letter}. {escape(option.text)}</summary>"
        f"<p><strong>{verdict}</strong> {escape(option.feedback)}</p></details>"
    )

"""Kuis dan pemeriksa latihan: jawaban benar lulus, jawaban keliru yang lazim ditolak."""

from importlib import import_module
from itertools import combinations
from math import comb, factorial

import numpy as np
import pytest
from classroom_checks import verdict

from generatif.classroom import dcgan, quiz
from generatif.classroom.check import Hint, exercise, require
from generatif.models.dcgan import build_discriminator


def right_loss(real, fake, label):
    return np.mean(np.logaddexp(0, real) - label * real) + np.mean(np.logaddexp(0, fake))


def slerp(a, b, t):
    angle = np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    return (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (dcgan.feature_map_sizes, [8, 16, 32]),
        (dcgan.discriminator_parameters, 14817),
        (dcgan.discriminator_loss, right_loss),
        (dcgan.spherical_interpolation, slerp),
        (dcgan.chance_of_separation, lambda n: 2 / comb(2 * n, n)),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_parameter_count_equals_keras():
    assert build_discriminator(width=16).count_params() == 14817


def naive_loss(real, fake, label):
    def sigmoid(s):
        return 1 / (1 + np.exp(-s))

    real_loss = label * np.log(sigmoid(real)) + (1 - label) * np.log(1 - sigmoid(real))
    return -np.mean(real_loss) - np.mean(np.log(1 - sigmoid(fake)))


def clipped_loss(real, fake, label):
    return right_loss(np.clip(real, -50, 50), np.clip(fake, -50, 50), label)


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (dcgan.feature_map_sizes, [7, 14, 28], "sisi awal"),
        (dcgan.feature_map_sizes, [8, 16], "tiga bilangan"),
        (dcgan.feature_map_sizes, [8, 20, 44], "padding 'same'"),
        (dcgan.feature_map_sizes, [8, 8, 32], "lapisan kedua"),
        (dcgan.discriminator_parameters, 14768, "Bias belum terhitung"),
        (dcgan.discriminator_parameters, 13281, "Flatten"),
        (dcgan.discriminator_parameters, 2817, "semua kanal masukan"),
        (dcgan.discriminator_parameters, 212865, "Jumlahkan tiga lapisan"),
        (dcgan.discriminator_loss, lambda r, f, y: right_loss(r, f, y) / 2, "dijumlahkan"),
        (dcgan.discriminator_loss, lambda r, f, y: 8 * right_loss(r, f, y), "rata-rata atas batch"),
        (dcgan.discriminator_loss, lambda r, f, y: right_loss(f, r, y), "tertukar"),
        (
            dcgan.discriminator_loss,
            lambda r, f, y: right_loss(r, f, y) - (1 - y) * np.mean(f),
            "citra palsu tetap 0",
        ),
        (dcgan.discriminator_loss, lambda r, f, y: right_loss(r, f, 1.0), "dua bagian"),
        (dcgan.discriminator_loss, naive_loss, "logaddexp"),
        (dcgan.discriminator_loss, clipped_loss, "clip"),
        (dcgan.spherical_interpolation, lambda a, b, t: (1 - t) * a + t * b, "sisipan lurus"),
        (dcgan.spherical_interpolation, lambda a, b, t: slerp(b, a, t), "t = 0"),
        (dcgan.spherical_interpolation, lambda a, b, t: a + t, "t = 1"),
        (dcgan.spherical_interpolation, lambda a, b, t: 1.0, "seukuran a"),
        (dcgan.chance_of_separation, lambda n: 1 / comb(2 * n, n), "seluruhnya lebih besar"),
        (dcgan.chance_of_separation, lambda n: 2 / factorial(2 * n), "tidak dibedakan"),
        (dcgan.chance_of_separation, lambda n: 0.5**n, "peluangnya 1"),
        (dcgan.chance_of_separation, lambda n: 0.5 ** (n - 1), "C(2n, n)"),
    ],
)
def test_typical_wrong_answers_get_a_hint(capsys, check, answer, hint):
    printed = verdict(capsys, check, answer)
    assert ": BELUM. " in printed
    assert hint in printed


def test_chance_of_separation_equals_counting():
    ranks = list(combinations(range(6), 3))
    apart = sum(max(first) == 2 or min(first) == 3 for first in ranks)
    assert apart / len(ranks) == 2 / comb(6, 3)


def unfinished(*_):
    raise NotImplementedError


@pytest.mark.parametrize("answer", [None, ..., unfinished])
def test_untouched_exercises_say_so(capsys, answer):
    for check in (dcgan.discriminator_loss, dcgan.spherical_interpolation):
        assert verdict(capsys, check, answer).endswith("belum dikerjakan.")


@pytest.mark.parametrize("chapter", quiz.quiz_names())
def test_every_checker_of_a_chapter_is_numbered_and_waits_for_an_answer(capsys, chapter):
    module = import_module(f"generatif.classroom.{chapter}")
    checks = [value for value in vars(module).values() if hasattr(value, "__wrapped__")]
    said = sorted(verdict(capsys, check, ...) for check in checks if check.__name__[0] != "_")
    assert len(said) >= 4
    assert said == [f"Latihan {number}: belum dikerjakan." for number in range(1, len(said) + 1)]


def test_student_errors_become_a_hint(capsys):
    printed = verdict(capsys, dcgan.discriminator_loss, lambda r, f, y: r @ f)
    assert "Kode Anda berhenti dengan ValueError" in printed


def test_hint_carries_its_sentence(capsys):
    @exercise("Latihan 9")
    def positive(number):
        require(number > 0, "Bilangan itu harus positif.")

    assert verdict(capsys, positive, -1) == "Latihan 9: BELUM. Bilangan itu harus positif."
    with pytest.raises(Hint):
        require(False, "x")


def banks():
    return [path.name[:-5] for path in (quiz.files("generatif.classroom") / "questions").iterdir()]


@pytest.mark.parametrize("chapter", banks())
def test_banks_are_complete(chapter):
    questions = quiz.load_quiz(chapter).questions
    assert 5 <= len(questions) <= 7
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        assert question.id.startswith(chapter)
        for option in question.option:
            assert option.feedback.endswith(".")
            assert not set("<>$\\") & set(question.text + option.text + option.feedback)


@pytest.mark.parametrize("chapter", banks())
def test_position_of_the_right_answer_varies(chapter):
    questions = quiz.load_quiz(chapter).questions
    places = {[option.correct for option in question.option].index(True) for question in questions}
    assert places == {0, 1, 2}


@pytest.mark.parametrize("extreme", [max, min])
def test_length_of_an_option_does_not_give_the_answer_away(extreme):
    """Menebak yang terpanjang atau terpendek hampir sama dengan menebak acak, sepertiga."""
    found = []
    for chapter in banks():
        for question in quiz.load_quiz(chapter).questions:
            lengths = [len(option.text) for option in question.option]
            right = [option.correct for option in question.option].index(True)
            found.append(lengths[right] == extreme(lengths))
    assert len(found) >= 150
    assert sum(found) / len(found) < 0.35


def test_html_hides_feedback_until_opened():
    html = quiz.load_quiz("dcgan")._repr_html_()
    assert html.count("<details>") == html.count("<summary>") == 15
    assert "<details open" not in html
    assert html.count("Benar.") == 5


def test_text_form_shows_no_answers():
    text = repr(quiz.load_quiz("dcgan"))
    assert text.count("\n") == 19
    assert "Benar" not in text
    assert "   C. " in text


def test_html_is_escaped():
    option = quiz.Option("a < b", "&", True)
    wrong = quiz.Option("c", "d")
    html = quiz.Quiz([quiz.Question("x", "1 < 2?", (option, wrong, wrong))])._repr_html_()
    assert "1 &lt; 2?" in html
    assert "a &lt; b" in html


@pytest.mark.parametrize("right", [0, 2])
def test_exactly_one_right_answer(right):
    options = tuple(quiz.Option("a", "b", number < right) for number in range(3))
    with pytest.raises(ValueError, match="tepat 1 jawaban benar"):
        quiz.Question("x", "?", options)


def test_unknown_chapter():
    with pytest.raises(ValueError, match="yang tersedia: .*dcgan"):
        quiz.load_quiz("tidak-ada")

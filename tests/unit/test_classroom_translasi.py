"""Pemeriksa latihan bab Translasi citra: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import passes, refused, verdict

from generatif.classroom import translasi as check


def field(layers):
    """Dari dalam ke luar: kebalikan cara yang disarankan pemeriksa."""
    size = 1
    for kernel, stride in reversed(layers):
        size = (size - 1) * stride + kernel
    return size


def ignoring_strides(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


def own_stride_too(layers):
    size, step = 1, 1
    for kernel, stride in layers:
        step *= stride
        size += (kernel - 1) * step
    return size


def answers(outcomes):
    ordered = np.sort(outcomes, axis=0)
    return ordered[len(ordered) // 2], outcomes.sum(axis=0) / len(outcomes)


def gain(made, source, target):
    def l1(images):
        return np.mean(np.abs(images / 255.0 - target / 255.0))

    return l1(source) - l1(made)


def hidden(there, back, x, disturb):
    made = there(x)
    return tuple(np.abs(back(each) - x).mean() for each in (made, disturb(made)))


RIGHT = [
    (check.receptive_field, field),
    (check.best_answers, answers),
    (check.gain_over_copy, gain),
    (check.hidden_test, hidden),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    passes(capsys, examine, answer)


def swapped(there, back, x, disturb):
    return hidden(there, back, x, disturb)[::-1]


WRONG = [
    (check.receptive_field, ignoring_strides, "belum dihitung"),
    (check.receptive_field, lambda layers: sum(k for k, _ in layers), "jumlah sisi kernel"),
    (check.receptive_field, own_stride_too, "bukan langkahnya"),
    (check.receptive_field, lambda layers: 18, "seharusnya 5"),
    (check.receptive_field, lambda layers: field(layers[::-1]), "terbalik"),
    (check.best_answers, lambda o: answers(o)[::-1], "tertukar"),
    (check.best_answers, lambda o: (o.mean(0), o.mean(0)), "KUADRAT"),
    (check.best_answers, lambda o: (answers(o)[0], answers(o)[0]), "rerata"),
    (check.best_answers, lambda o: (np.median(o), o.mean()), "Bentuknya"),
    (check.best_answers, lambda o: answers(o)[0], "pasangan"),
    (check.best_answers, lambda o: (o[0], o.mean(0)), "nilai tengah"),
    (check.gain_over_copy, lambda m, s, t: -gain(m, s, t), "Tandanya"),
    (check.gain_over_copy, lambda m, s, t: 255 * gain(m, s, t), "255"),
    (check.gain_over_copy, lambda m, s, t: np.mean(abs(m / 255 - t / 255)), "dikurangi"),
    (check.gain_over_copy, lambda m, s, t: (np.mean(s - t) - np.mean(m - t)) / 255, "berputar"),
    (check.gain_over_copy, lambda m, s, t: gain(m, s, t) ** 2, "MUTLAK"),
    (
        check.gain_over_copy,
        lambda m, s, t: np.mean(abs(s / 255 - t / 255)) - np.mean(abs(m / 255 - s / 255)),
        "KEBENARAN",
    ),
    (check.hidden_test, lambda t, b, x, d: hidden(t, b, x, d)[1], "pasangan"),
    (
        check.hidden_test,
        lambda t, b, x, d: (hidden(t, b, x, d)[0], np.abs(b(t(d(x))) - x).mean()),
        "MASUKANNYA",
    ),
    (
        check.hidden_test,
        lambda t, b, x, d: (hidden(t, b, x, d)[0], np.abs(d(b(t(x))) - x).mean()),
        "PULANGNYA",
    ),
    (
        check.hidden_test,
        lambda t, b, x, d: (hidden(t, b, x, d)[0], np.abs(b(d(t(x))) - b(t(x))).mean()),
        "citra asal",
    ),
    (
        check.hidden_test,
        lambda t, b, x, d: (hidden(t, b, x, d)[0], np.abs(d(t(x)) - t(x)).mean()),
        "belum dipulangkan",
    ),
    (check.hidden_test, swapped, "Tanpa usikan"),
    (
        check.hidden_test,
        lambda t, b, x, d: (hidden(t, b, x, d)[0], np.abs(b(d(d(t(x)) + 0.25)) - x).mean()),
        "Dengan usikan",
    ),
]


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    refused(capsys, examine, answer, hint)


def test_untouched_exercises_are_not_judged(capsys):
    def untouched(*_):
        raise NotImplementedError

    for examine, _ in RIGHT:
        assert verdict(capsys, examine, untouched).endswith("belum dikerjakan.")

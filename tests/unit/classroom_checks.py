"""Alat bersama uji pemeriksa latihan."""


def verdict(capsys, check, answer):
    """Baris yang dicetak sebuah pemeriksa untuk satu jawaban."""
    check(answer)
    return capsys.readouterr().out.strip()


def passes(capsys, check, answer):
    """Tegaskan bahwa pemeriksa meluluskan sebuah jawaban."""
    assert verdict(capsys, check, answer).endswith(": LULUS")


def refused(capsys, check, answer, hint):
    """Tegaskan bahwa pemeriksa menolak sebuah jawaban dengan petunjuk itu."""
    text = verdict(capsys, check, answer)
    assert ": BELUM. " in text
    assert hint in text

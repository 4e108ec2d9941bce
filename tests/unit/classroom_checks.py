"""Alat bersama uji pemeriksa latihan."""


def verdict(capsys, check, answer):
    """Baris yang dicetak sebuah pemeriksa untuk satu jawaban."""
    check(answer)
    return capsys.readouterr().out.strip()

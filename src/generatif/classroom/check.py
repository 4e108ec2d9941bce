"""Pemeriksa latihan: LULUS, BELUM beserta petunjuk, atau belum dikerjakan."""

from functools import wraps


class Hint(Exception):
    """Jawaban belum benar; pesannya petunjuk bagi mahasiswa, bukan jawabannya."""


def exercise(name):
    """Jadikan sebuah fungsi pemeriksa latihan yang mencetak hasilnya.

    Fungsi yang dihias menerima jawaban mahasiswa dan melempar :class:`Hint` bila salah.
    Jawaban `None`, `...`, atau yang melempar `NotImplementedError` dinyatakan belum
    dikerjakan. Galat lain di dalam kode mahasiswa menjadi petunjuk, bukan runtunan galat.

    Args:
        name: nama latihan, misalnya `"Latihan 1"`.

    Returns:
        Penghias fungsi; hasil hiasannya mencetak satu baris dan mengembalikan `None`.
    """

    def decorate(examine):
        @wraps(examine)
        def report(answer):
            print(f"{name}: {_verdict(examine, answer)}")

        return report

    return decorate


def require(condition, hint):
    """Lempar petunjuk bila syarat tidak terpenuhi.

    Args:
        condition: nilai kebenaran.
        hint: kalimat petunjuk.

    Raises:
        Hint: bila `condition` salah.
    """
    if not condition:
        raise Hint(hint)


def _verdict(examine, answer):
    if answer is None or answer is Ellipsis:
        return "belum dikerjakan."
    try:
        examine(answer)
    except Hint as hint:
        return f"BELUM. {hint}"
    except NotImplementedError:
        return "belum dikerjakan."
    except Exception as error:
        return f"BELUM. Kode Anda berhenti dengan {type(error).__name__}: {error}"
    return "LULUS"

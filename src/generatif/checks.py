"""Pemeriksaan argumen yang dipakai beberapa modul."""


def require_positive_int(**values):
    """Tolak nilai yang bukan bilangan bulat positif.

    Args:
        **values: nama argumen dan nilainya.

    Raises:
        ValueError: menyebut nama, nilai yang diterima, dan yang diharapkan.
    """
    for name, value in values.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} = {value!r}; yang diharapkan: bilangan bulat positif.")


def require(condition, name, value, expected):
    """Tolak nilai yang tidak memenuhi syarat.

    Args:
        condition: syarat yang harus benar.
        name: nama argumen.
        value: nilai yang diterima.
        expected: uraian nilai yang diharapkan.

    Raises:
        ValueError: bila `condition` salah.
    """
    if not condition:
        raise ValueError(f"{name} = {value!r}; yang diharapkan: {expected}.")

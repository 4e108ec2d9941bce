"""Pemeriksaan versi di sel pertama notebook terbitan, hanya dipanggil di Google Colab."""

import platform
from importlib import metadata

ADVICE = (
    "Versi di atas berbeda dari yang diuji. Lanjutkan saja: bilangan dapat berbeda sedikit. Bila "
    "sebuah sel gagal, pilih versi runtime yang lebih lama di menu Runtime > Change runtime type, "
    "lalu jalankan semua sel dari awal. Jangan mengganti versi pustaka bawaan Colab dengan pip."
)


def check_versions(**tested):
    """Bandingkan versi terpasang dengan yang diuji, dan katakan apa yang harus dilakukan.

    Args:
        **tested: nama paket ke versi yang diuji, misalnya `keras="3.13.2"`; `python` berarti
            Python sendiri, cukup `"3.13"`.
    """
    print(f"generatif {metadata.version('generatif')} siap dipakai.")
    different = []
    for name, expected in tested.items():
        found = installed_version(name)
        if found != expected and not (found or "").startswith(f"{expected}."):
            different.append(f"- {name}: {found or 'tidak terpasang'}, diuji {expected}")
    print(*(different or ["Semua versi sama dengan yang diuji."]), sep="\n")
    if different:
        print(ADVICE)


def installed_version(name):
    """Versi sebuah paket, atau `None` bila tidak terpasang.

    Args:
        name: nama paket, atau `"python"`.

    Returns:
        Teks versi.
    """
    if name == "python":
        return platform.python_version()
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None

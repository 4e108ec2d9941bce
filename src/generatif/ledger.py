"""Buku kas komputasi: menit CPU setiap resep dan setiap hasil tersimpan, semuanya terukur."""

import json
from importlib.resources import files

from generatif import zoo

COSTS = "recipe_costs.json"
MEASURED = "measured"


def recipe_costs():
    """Biaya resep yang sudah diukur oleh `tools/measure_costs.py`.

    Returns:
        `dict` `"nama/profil"` ke `dict` dengan `cpu_minutes`, `minutes`, `date`, dan `machine`.
    """
    return json.loads((files("generatif") / COSTS).read_text(encoding="utf-8"))


def stored_costs():
    """Biaya setiap hasil di gudang, menurut manifesnya.

    Returns:
        Daftar `dict` dengan `name`, `profile`, `epochs`, `date`, `minutes`, dan `cpu_minutes`.
    """
    manifests = [zoo.load(name).manifest for name in zoo.names()]
    return [
        {
            "name": manifest["name"],
            "profile": manifest["recipe"]["profile"],
            "epochs": manifest["recipe"]["epochs"],
            "date": manifest["date"],
            "minutes": manifest["minutes"],
            "cpu_minutes": manifest["cpu_minutes"],
        }
        for manifest in manifests
    ]


def measured(name):
    """Buka satu berkas ukur yang ikut di dalam paket: pelatihan beberapa benih, kurva dan nilai.

    Args:
        name: nama berkas tanpa akhiran, misalnya `"gans"` yang ditulis `tools/measure_gans.py`.

    Returns:
        `dict` isi berkas.

    Raises:
        FileNotFoundError: bila tidak ada; menyebut yang tersedia.
    """
    folder = files("generatif") / MEASURED
    available = sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".json"))
    if name not in available:
        raise FileNotFoundError(
            f"Berkas ukur {name!r} tidak ada. Yang tersedia: {', '.join(available) or '(kosong)'}."
        )
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def measured_picture(name):
    """Buka satu mosaik citra 28x28 di sebelah berkas ukur.

    Args:
        name: folder dan nama berkas tanpa akhiran, misalnya `"augmentation/mnist-10-gan"`.

    Returns:
        Larik `uint8` `(N, 28, 28, 1)`, baris demi baris dari kiri ke kanan.

    Raises:
        FileNotFoundError: bila tidak ada.
    """
    import numpy as np
    from PIL import Image

    path = files("generatif").joinpath(MEASURED, *f"{name}.png".split("/"))
    if not path.is_file():
        raise FileNotFoundError(f"Mosaik {name!r} tidak ada di folder ukuran paket.")
    with path.open("rb") as file:
        mosaic = np.asarray(Image.open(file))
    rows, columns = mosaic.shape[0] // 28, mosaic.shape[1] // 28
    return mosaic.reshape(rows, 28, columns, 28).swapaxes(1, 2).reshape(-1, 28, 28, 1)

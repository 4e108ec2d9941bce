"""Susun himpunan karakter piksel yang ikut dalam paket (`data_embedded/characters.npz`).

Gambarnya dibuat oleh program DiceBear Pixel Art (paket npm, gambar CC0 1.0) dari sifat yang
ditentukan di sini, lalu dijadikan piksel oleh `rsvg-convert` (paket Debian `librsvg2-bin`). Dari
32 gabungan sifat, empat (`HELD_OUT`) tidak ada di data latih: dengannya bab Karakter memeriksa
apakah sebuah generator dapat menggabungkan sifat yang belum pernah dilihatnya bersama.

    python tools/build_character_data.py            # menulis berkasnya
    python tools/build_character_data.py --check    # hanya membandingkan dengan yang tersimpan
"""

import argparse
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from build_embedded_data import EMBEDDED, equals_stored, run_command, write_subset
from generatif.characters import ATTRIBUTES, COMBINATIONS, SEEN_COMBINATIONS, SIZE
from generatif.datasets import content_sha256

PACKAGES = ("@dicebear/core@9.4.3", "@dicebear/pixel-art@9.4.3")
DRAWER = Path(__file__).with_name("draw_characters.mjs")
COUNTS = {"train": 6_000, "test": 1_000}
COLUMNS = 25
SHEET = 500


def render_characters(part, count, combinations):
    """Gambar karakter; gabungan sifatnya bergiliran.

    Args:
        part: awalan benih DiceBear; bagian yang berbeda memakai gambar yang berbeda.
        count: banyak karakter.
        combinations: larik `(K, 5)` berisi 0 dan 1, urutan :data:`ATTRIBUTES`.

    Returns:
        Pasangan larik `uint8`: citra `(count, 16, 16, 3)` di atas putih dan sifat `(count, 5)`.
    """
    attributes = np.asarray(combinations, np.uint8)[np.arange(count) % len(combinations)]
    orders = [
        {"seed": f"generatif-{part}-{index}", **dict(zip(ATTRIBUTES, row, strict=True))}
        for index, row in enumerate(attributes.tolist())
    ]
    drawings = _draw(orders)
    sheets = [rasterize(drawings[at : at + SHEET]) for at in range(0, count, SHEET)]
    return np.concatenate(sheets), attributes


def build():
    """Larik `x_train`, `y_train`, `x_test`, dan `y_test` yang disimpan di dalam paket."""
    arrays = {}
    for part, combinations in (("train", SEEN_COMBINATIONS), ("test", COMBINATIONS)):
        arrays[f"x_{part}"], arrays[f"y_{part}"] = render_characters(
            part, COUNTS[part], combinations
        )
    return arrays


def main():
    """Tulis atau periksa himpunannya; keluar dengan kode 1 bila berbeda."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="bandingkan saja, jangan menulis")
    check_only = parser.parse_args().check
    arrays, path = build(), EMBEDDED / "characters.npz"
    if not check_only:
        write_subset(arrays, path)
    print(f"SHA-256 isi {content_sha256(arrays)}, {path.stat().st_size / 1000:.0f} kB")
    if not equals_stored(arrays, path):
        sys.exit(f"Berbeda dari berkas tersimpan: {path.name}.")


def _draw(orders):
    with tempfile.TemporaryDirectory() as folder:
        run_command(["npm", "install", "--silent", "--ignore-scripts", *PACKAGES], folder)
        script = shutil.copy(DRAWER, folder)
        lines = "\n".join(json.dumps(order) for order in orders)
        drawn = run_command(["node", script], folder, lines.encode())
    return drawn.decode().splitlines()


def rasterize(drawings):
    """Jadikan piksel, dalam satu lembar.

    Args:
        drawings: daftar SVG 16x16.

    Returns:
        Larik `uint8` `(N, 16, 16, 3)` di atas putih.
    """
    rows = -(-len(drawings) // COLUMNS)
    tiles = [
        _with_own_names(index, each).replace("<svg ", f"<svg {_place(index)} ", 1)
        for index, each in enumerate(drawings)
    ]
    size = f'width="{COLUMNS * SIZE}" height="{rows * SIZE}"'
    sheet = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(tiles)}</svg>'
    command = ["rsvg-convert", "--unlimited", "--background-color", "white"]
    pixels = np.asarray(Image.open(io.BytesIO(run_command(command, ".", sheet.encode()))))[..., :3]
    tiled = pixels.reshape(rows, SIZE, COLUMNS, SIZE, 3).swapaxes(1, 2)
    return tiled.reshape(-1, SIZE, SIZE, 3)[: len(drawings)]


def _with_own_names(index, drawing):
    # Dalam satu lembar, nama topeng yang sama berarti topeng yang sama.
    return re.sub(r'(id="|url\(#)', rf"\g<1>{index}-", drawing)


def _place(index):
    corner = f'x="{index % COLUMNS * SIZE}" y="{index // COLUMNS * SIZE}"'
    return f'{corner} width="{SIZE}" height="{SIZE}"'


if __name__ == "__main__":
    main()

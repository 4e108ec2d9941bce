"""Gambar di bab terbaca tanpa membedakan warna.

Warna yang dominan diambil dari gambar tersimpan. Bila dua di antaranya jelas berbeda bagi mata
biasa tetapi hampir sama bagi mata yang buta warna, gambar itu harus dapat dibaca dengan cara lain,
dan caranya disebut di `READABLE_OTHERWISE`. Palet bawaan Matplotlib aman sampai dua warna saja:
jingga dan hijaunya berjarak 1,3 pada protanopia.
"""

import base64
import io
import re

import nbformat
import numpy as np
import pytest
from chapters import BOOK, find_chapters
from PIL import Image

from color_vision import VISION, contrast, difference, seen, worst_difference

FEWEST_PIXELS = 60
FEWEST_CHROMA = 40  # selisih kanal; di bawahnya kelabu
SAME = 10  # CIEDE2000; di bawahnya dua warna tidak dapat dipasangkan dengan legenda
DIFFERENT = 20  # beda yang sengaja dibuat, bukan turunan satu warna di tepi garis
MARKERS = "penanda berlainan"
ROWS = "nama baris di sumbu; warnanya hiasan"
PHOTOS = "citra berwarna, bukan grafik"

# Bab dan awal teks pengganti gambarnya: apa yang membedakan isinya selain warna.
READABLE_OTHERWISE = {
    ("autoencoder/konvolusional", "Dua peta titik"): "citra kecil di atas titik",
    ("autoencoder/perbandingan", "Grafik galat kuadrat"): MARKERS,
    ("autoencoder/peredam-derau", "Kurva galat kuadrat"): MARKERS,
    ("autoencoder/sparse", "Galat kuadrat terhadap"): MARKERS,
    ("autoencoder/sparse", "Histogram aktivasi"): "garis utuh, putus-putus, dan titik-titik",
    ("autoencoder/sparse", "Galat terhadap banyak"): MARKERS,
    ("autoencoder/variasional", "Kiri: awan titik"): MARKERS,
    ("gan/dcgan", "Titik jarak Fréchet"): ROWS,
    ("gan/dcgan", "Jarak Fréchet menurut plain"): MARKERS,
    ("gan/mengukur", "Grafik loss generator"): MARKERS,
    ("gan/teori", "Bidang dengan sumbu"): "garis utuh, putus-putus, dan titik-titik",
    ("penerapan/karakter", "Dua baris berisi dua belas"): PHOTOS,
    ("penerapan/karakter", "Bagian citra bergabungan"): MARKERS,
    ("penerapan/karakter", "Tiga baris dua belas"): PHOTOS,
    ("penerapan/musik", "Lima garis jarak"): MARKERS,
    ("penerapan/simulasi", "Diagram titik mendatar"): ROWS,
    ("penerapan/superresolusi", "Dua panel, PSNR"): MARKERS,
    ("penerapan/video", "Dua panel sebaran"): MARKERS,
}
PERCEPTUAL_MAPS = {"gray", "gray_r", "Greys", "viridis", "cividis"}
MAP = re.compile(r"""\bcmap=["'](\w+)["']|\bplt\.cm\.(\w+)""")


def main_colors(picture):
    """Warna berona yang luas di sebuah gambar, satu wakil per kelompok yang mirip."""
    colors, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    chroma = colors.max(1).astype(int) - colors.min(1)
    wide = (counts >= FEWEST_PIXELS) & (chroma >= FEWEST_CHROMA)
    found = []
    for color in colors[wide][np.argsort(-counts[wide], kind="stable")]:
        if all(difference(color, each) >= SAME for each in found):
            found.append(color)
    return found


def confusions(picture):
    """Pasangan warna yang hanya dapat dibedakan mata biasa."""
    colors = main_colors(picture)
    pairs = [(one, other) for index, one in enumerate(colors) for other in colors[:index]]
    return [
        pair for pair in pairs if difference(*pair) >= DIFFERENT and worst_difference(*pair) < SAME
    ]


def figures():
    """Setiap gambar tersimpan: bab, teks pengganti, dan pikselnya."""
    for path in find_chapters():
        chapter = path.relative_to(BOOK).with_suffix("").as_posix()
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if data := output.get("data", {}).get("image/png"):
                    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
                        alt = cell.metadata.mystnb.image.alt
                        yield chapter, alt, np.asarray(image.convert("RGB"))


def test_no_figure_is_read_by_color_alone():
    confusing = {(chapter, alt) for chapter, alt, picture in figures() if confusions(picture)}
    listed = {
        (chapter, alt)
        for chapter, alt in confusing
        if any(chapter == name and alt.startswith(start) for name, start in READABLE_OTHERWISE)
    }
    assert confusing - listed == set()
    assert len(listed) == len(READABLE_OTHERWISE), "ada pengecualian yang tidak diperlukan lagi"


def test_color_maps_are_perceptual_or_listed():
    """Peta warna berurutan hanya yang terangnya naik terus; `tab10` mewarnai kelas, bukan nilai."""
    for path in find_chapters():
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                names = {one or other for one, other in MAP.findall(cell.source)}
                assert names <= PERCEPTUAL_MAPS | {"tab10"}, (path.name, names)


def rows(*colors):
    return np.repeat(np.array([colors], "uint8"), 100, axis=0)


BLUE, ORANGE, GREEN = (31, 119, 180), (255, 127, 14), (44, 160, 44)


def test_confusing_colors_are_seen():
    assert confusions(rows(BLUE, ORANGE)) == []
    assert len(confusions(rows(BLUE, ORANGE, GREEN))) == 1
    assert confusions(rows((40, 40, 40), (200, 200, 200))) == []


def test_simulation_does_what_is_known():
    """Kelabu tetap; merah dan hijau, atau biru dan hijau bagi tritanopia, mendekat; merah menggelap
    bagi protanopia saja."""
    red, green, teal, blue = (220, 40, 40), (100, 130, 30), (0, 150, 120), (0, 130, 180)
    for vision in VISION:
        np.testing.assert_allclose(seen((119, 119, 119), vision), 119 / 255, atol=1e-3)
    for vision in ("protanopia", "deuteranopia"):
        assert difference(red, green, vision) < difference(red, green) / 2
        assert difference(teal, blue, vision) > 10
    assert difference(teal, blue, "tritanopia") < difference(teal, blue) / 2
    assert seen(red, "protanopia").max() < 0.75 * seen(red, "deuteranopia").max()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((0, 0, 0), (255, 255, 255), 21.0), ((119, 119, 119), (255, 255, 255), 4.48)],
)
def test_contrast_of_known_pairs(first, second, expected):
    assert contrast(first, second) == pytest.approx(expected, abs=0.01)

"""Simulator angka: angka 0 sampai 9 dari huruf komputer bebas, dan augmentasi klasiknya.

Dua puluh berkas hurufnya ikut di dalam paket Matplotlib; `cmti10` ikut di paket ini, karena
Matplotlib 3.10 (Colab) belum membawanya. Lisensinya dibaca dari Matplotlib 3.11.2:

- `DejaVu*`: lisensi *Bitstream Vera* dan *Arev*, perubahannya domain publik (`LICENSE_DEJAVU` di
  samping berkasnya);
- `STIXGeneral*`: *SIL Open Font License* 1.1 (`LICENSE_STIX` di samping berkasnya);
- `cm*`: *BaKoMa Fonts Licence*, pemakaian bebas tanpa kewajiban menyebut (berkas `LICENSE` paket;
  untuk `cmti10`, `fonts/LICENSE-BAKOMA.txt`).

Labelnya ditentukan simulator, jadi tidak satu pun citra ini diberi label oleh orang.
"""

from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from generatif.checks import require, require_positive_int

SIZE = 28
DETAIL = 4  # digambar empat kali lebih besar, lalu diperkecil
DEJAVU = [
    f"DejaVu{family}{style}"
    for family, slant in (("Sans", "Oblique"), ("SansMono", "Oblique"), ("Serif", "Italic"))
    for style in ("", "-Bold", f"-{slant}", f"-Bold{slant}")
]
STIX = [f"STIXGeneral{style}" for style in ("", "Bol", "Italic", "BolIta")]
COMPUTER_MODERN = ["cmr10", "cmb10", "cmss10", "cmtt10", "cmti10"]
FONTS = (*DEJAVU, *STIX, *COMPUTER_MODERN)
OWN_FOLDER = Path(__file__).parent / "fonts"


def render_digits(count, seed, fonts=FONTS):
    """Gambar angka dengan huruf, tinggi, tebal, letak, putaran, dan kemiringan acak.

    Tinggi 15 sampai 21 piksel, tambahan tebal sampai 3/4 piksel tiap sisi, geseran sampai 2
    piksel, putaran sampai 10 derajat, kemiringan sampai 0,15.

    Args:
        count: banyak citra; label ke-n adalah `n % 10`.
        seed: benih `numpy.random.default_rng`.
        fonts: nama huruf, sebagian dari `FONTS`.

    Returns:
        Pasangan `(images, labels)`: `uint8` `(count, 28, 28, 1)`, putih di atas hitam, dan
        `uint8` `(count,)`.

    Raises:
        ValueError: bila `count` bukan bilangan bulat positif atau sebuah huruf tidak dikenal.
    """
    require_positive_int(count=count)
    unknown = sorted(set(fonts) - set(FONTS))
    require(fonts and not unknown, "fonts", unknown or fonts, f"sebagian dari {', '.join(FONTS)}")
    rng = np.random.default_rng(seed)
    labels = np.arange(count, dtype="uint8") % 10
    images = [
        draw_digit(
            digit,
            fonts[rng.integers(len(fonts))],
            height=rng.uniform(15, 21),
            stroke=rng.integers(4),
            angle=rng.uniform(-10, 10),
            shear=rng.uniform(-0.15, 0.15),
            shift=rng.uniform(-2, 2, size=2),
        )
        for digit in labels
    ]
    return np.stack(images)[..., None], labels


@lru_cache(maxsize=2)
def simulate_digits(count, seed, augmented=False):
    """Angka simulator, dengan atau tanpa :func:`augment_digits`; hasil terakhir diingat.

    Args:
        count: banyak citra.
        seed: benih :func:`render_digits` dan :func:`augment_digits`.
        augmented: `True` untuk augmentasi klasik.

    Returns:
        Pasangan `(images, labels)` seperti pada :func:`render_digits`; jangan diubah isinya.
    """
    images, labels = render_digits(count, seed)
    return (augment_digits(images, seed) if augmented else images), labels


def draw_digit(digit, font, *, height=18.0, stroke=0, angle=0.0, shear=0.0, shift=(0.0, 0.0)):
    """Gambar satu angka, tengah kotaknya di tengah citra sebelum digeser.

    Args:
        digit: 0 sampai 9.
        font: nama huruf dari `FONTS`.
        height: tinggi huruf angka 0 tanpa tambahan tebal, dalam piksel.
        stroke: tambahan tebal tiap sisi, dalam seperempat piksel, bilangan bulat.
        angle: putaran berlawanan jarum jam, dalam derajat.
        shear: kemiringan; positif menyandar ke kanan.
        shift: geseran ke kanan dan ke bawah, dalam piksel.

    Returns:
        Larik `uint8` `(28, 28)`.
    """
    from PIL import Image, ImageDraw

    face, tall = _open_font(font)
    text, center = str(int(digit)), SIZE * DETAIL / 2
    left, top, right, bottom = face.getbbox(text, stroke_width=2 * int(stroke))
    canvas = Image.new("L", (2 * SIZE * DETAIL,) * 2)
    corner = 2 * center - (left + right) / 2, 2 * center - (top + bottom) / 2
    ImageDraw.Draw(canvas).text(corner, text, 255, face, stroke_width=2 * int(stroke))
    turn = np.deg2rad(angle)
    backward = (
        (tall / (DETAIL * height))
        * np.array([[1, shear], [0, 1]])
        @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    )
    start = 2 * center - backward @ (center + DETAIL * np.asarray(shift))
    matrix = (*backward[0], start[0], *backward[1], start[1])
    size = (SIZE * DETAIL,) * 2
    drawn = canvas.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return np.asarray(drawn.reduce(DETAIL))


def augment_digits(images, seed):
    """Augmentasi klasik: afin, lenturan halus, tebal, dan kabur, satu hasil acak tiap citra.

    Putaran sampai 15 derajat, kemiringan sampai 0,3, kedua sisi 0,8 sampai 1,2 kali, geseran
    sampai 2 piksel; lenturan elastis menurut Simard dkk. (2003): geseran tiap piksel derau
    seragam yang dihaluskan dengan simpangan 4 piksel, dikali 34; sepertiga citra ditebalkan,
    sepertiga ditipiskan; kabur Gauss dengan simpangan sampai 0,8 piksel.

    Args:
        images: larik `uint8` `(N, H, W, 1)`.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `uint8` sebentuk `images`.
    """
    require(images.dtype == np.uint8, "images.dtype", images.dtype, "uint8")
    rng = np.random.default_rng(seed)
    return np.stack([_augment(each[..., 0], rng) for each in images])[..., None]


def _augment(image, rng):
    from scipy import ndimage

    turn, shear = np.deg2rad(rng.uniform(-15, 15)), rng.uniform(-0.3, 0.3)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array(
        [[1, 0], [shear, 1]]
    )
    grid = np.indices(image.shape).reshape(2, -1)
    center = (np.array(image.shape)[:, None] - 1) / 2
    places = matrix @ ((grid - center) / rng.uniform(0.8, 1.2, size=(2, 1)))
    places += center + rng.uniform(-2, 2, size=(2, 1))
    for axis in range(2):
        noise = rng.uniform(-1, 1, size=image.shape)
        places[axis] += 34 * ndimage.gaussian_filter(noise, 4, mode="constant").ravel()
    moved = ndimage.map_coordinates(image.astype("float32"), places, order=1)
    moved = moved.reshape(image.shape)
    change = rng.integers(3)
    if change:
        moved = (None, ndimage.grey_dilation, ndimage.grey_erosion)[change](moved, size=(2, 2))
    blurred = ndimage.gaussian_filter(moved, rng.uniform(0, 0.8))
    return np.rint(np.clip(blurred, 0, 255)).astype("uint8")


@cache
def _open_font(name):
    import matplotlib
    from PIL import ImageFont

    own = OWN_FOLDER / f"{name}.ttf"
    shared = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / own.name
    face = ImageFont.truetype(own if own.is_file() else shared, SIZE * DETAIL)
    _, top, _, bottom = face.getbbox("0")
    return face, bottom - top

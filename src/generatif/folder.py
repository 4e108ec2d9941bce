"""Citra milik pembaca: satu folder gambar, dengan satu subfolder per kelas."""

import struct
import warnings
from difflib import get_close_matches
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

_PILLOW_MODES = {"gray": "L", "rgb": "RGB"}
_READABLE_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
_NOT_DATA = ("Thumbs.db", "desktop.ini", "__MACOSX")
_MIN_PER_CLASS = 2


class ImageFolder(NamedTuple):
    """Isi sebuah folder gambar.

    Attributes:
        images: citra uint8 `(N, H, W, C)`, nilai 0 sampai 255.
        labels: label int64 `(N,)`.
        class_names: nama kelas; `class_names[label]` menamai sebuah label.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]


def load_folder(path, *, size=(28, 28), color="gray"):
    """Muat folder gambar; setiap subfolder menjadi satu kelas.

    Bila tidak ada subfolder, seluruh gambar menjadi satu kelas bernama folder itu. Kelas dan
    berkas diurutkan menurut nama; berkas tersembunyi dilewati. Arah kamera (EXIF) diterapkan dan
    bagian tembus pandang diberi latar putih. Lalu ukuran gambar diubah tanpa meregangkannya, dan
    kelebihan di tepi dipotong; tepi tambahan yang kosong akan ikut dipelajari model. Dari gambar
    bergerak hanya diambil bingkai pertama.

    Args:
        path: folder gambar, berisi paling sedikit dua gambar per kelas.
        size: `(tinggi, lebar)` hasil dalam piksel.
        color: `"gray"` (C = 1) atau `"rgb"` (C = 3).

    Returns:
        `ImageFolder(images, labels, class_names)` dengan citra uint8 `(N, H, W, C)`.

    Raises:
        FileNotFoundError: bila `path` bukan folder.
        ValueError: bila `size` atau `color` tidak dikenal, susunan folder tidak sesuai, gambar
            terlalu sedikit, atau sebuah berkas bukan gambar yang utuh.
    """
    _require_size(size)
    _require_color(color)
    folder = Path(path).expanduser().resolve()
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} bukan folder. Berikan alamat folder berisi gambar.")

    paths_by_class = _find_images(folder)
    images = [_read_image(each, size, color) for paths in paths_by_class.values() for each in paths]
    counts = [len(paths) for paths in paths_by_class.values()]
    labels = np.repeat(np.arange(len(counts)), counts)
    return ImageFolder(np.stack(images), labels, tuple(paths_by_class))


def _require_size(size):
    if not (
        isinstance(size, tuple | list)
        and len(size) == 2
        and all(isinstance(side, Integral) and side > 0 for side in size)
    ):
        raise ValueError(
            f"`size` harus (tinggi, lebar) berupa dua bilangan bulat positif, misalnya (28, 28), "
            f"tetapi menerima {size!r}."
        )


def _require_color(color):
    if color in tuple(_PILLOW_MODES):
        return
    nearest = get_close_matches(str(color).lower(), _PILLOW_MODES, n=1, cutoff=0.5)
    hint = f' Maksud Anda "{nearest[0]}"?' if nearest else ""
    raise ValueError(f'`color` harus "gray" atau "rgb", tetapi menerima {color!r}.{hint}')


def _find_images(folder):
    """Petakan nama kelas ke daftar berkasnya, terurut menurut nama."""
    entries = _visible_entries(folder)
    subfolders = [entry for entry in entries if entry.is_dir()]
    if subfolders and len(subfolders) < len(entries):
        loose = next(entry for entry in entries if not entry.is_dir())
        raise ValueError(
            f"{folder} berisi subfolder sekaligus berkas lepas ({loose.name}). Pindahkan berkas "
            "lepas ke dalam subfolder kelasnya."
        )
    if not entries:
        raise ValueError(
            f"{folder} kosong. Isi dengan gambar, atau dengan satu subfolder gambar per kelas."
        )
    paths_by_class = {each.name: _visible_entries(each) for each in subfolders or [folder]}
    for name, paths in paths_by_class.items():
        _require_enough(folder, name, paths)
    return paths_by_class


def _visible_entries(folder):
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [each for each in entries if each.name[0] != "." and each.name not in _NOT_DATA]


def _require_enough(folder, name, paths):
    if len(paths) < _MIN_PER_CLASS:
        raise ValueError(
            f'Kelas "{name}" dalam {folder} berisi {len(paths)} gambar, padahal diperlukan paling '
            f"sedikit {_MIN_PER_CLASS}. Tambah gambarnya atau hapus subfoldernya."
        )


def _read_image(path, size, color):
    if path.is_dir():
        raise ValueError(f"{path} folder di dalam folder kelas. Pindahkan gambarnya satu tingkat.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                image = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(
            f"{path} terlalu besar: lebih dari {Image.MAX_IMAGE_PIXELS} piksel. Perkecil dulu."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise ValueError(
            f"{path} bukan gambar yang utuh ({error}). Ganti dengan gambar yang bisa dibuka, atau "
            "keluarkan dari folder ini."
        ) from error
    fitted = ImageOps.fit(_flatten(image, path), tuple(reversed(size)))
    pixels = np.asarray(fitted.convert(_PILLOW_MODES[color]))
    return pixels[..., np.newaxis] if pixels.ndim == 2 else pixels


def _flatten(image, path):
    """Ubah ke RGB berlatar putih; tingkat keabuan 8 bit tidak berubah."""
    if image.mode not in _READABLE_MODES:
        raise ValueError(
            f"{path} memakai ragam piksel {image.mode!r}, yang tidak dibaca. Simpan ulang sebagai "
            "PNG atau JPEG 8 bit."
        )
    if not image.has_transparency_data:
        return image.convert("RGB")
    background = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(background, image.convert("RGBA")).convert("RGB")

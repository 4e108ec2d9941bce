"""Gambar: kisi citra, kurva pelatihan, dan berkas gambar."""

import io
import os
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from generatif.checks import require, require_positive_int


def grid_array(images, columns=None, padding=1):
    """Susun citra menjadi satu mosaik.

    Args:
        images: larik `uint8` `(N, H, W, 1)` atau `(N, H, W, 3)`, N >= 1.
        columns: banyak kolom; `None` untuk kisi yang mendekati bujur sangkar.
        padding: lebar garis pemisah putih dalam piksel.

    Returns:
        Larik `uint8` `(tinggi, lebar)` atau `(tinggi, lebar, 3)`.

    Raises:
        TypeError: bila `images` bukan `uint8`.
        ValueError: bila bentuk `images` atau `columns` tidak sesuai.
    """
    images = np.asarray(images)
    _check_images(images)
    count, height, width, channels = images.shape
    columns = columns or int(np.ceil(np.sqrt(count)))
    require_positive_int(columns=columns)
    rows = -(-count // columns)
    tile = (height + padding, width + padding)
    mosaic = np.full(
        (rows * tile[0] + padding, columns * tile[1] + padding, channels), 255, "uint8"
    )
    for index, image in enumerate(images):
        top = padding + index // columns * tile[0]
        left = padding + index % columns * tile[1]
        mosaic[top : top + height, left : left + width] = image
    return mosaic[..., 0] if channels == 1 else mosaic


def image_grid(images, columns=None, titles=None, scale=0.6):
    """Gambar kisi citra.

    Args:
        images: larik `uint8` `(N, H, W, 1)` atau `(N, H, W, 3)`.
        columns: banyak kolom; `None` untuk kisi yang mendekati bujur sangkar.
        titles: N judul pendek, atau `None`.
        scale: sisi satu citra dalam inci.

    Returns:
        `matplotlib.figure.Figure`; panggil `plt.show()` untuk menampilkannya.

    Raises:
        TypeError: bila `images` bukan `uint8`.
        ValueError: bila bentuk `images` tidak sesuai atau banyak judul tidak sama.
    """
    import matplotlib.pyplot as plt

    images = np.asarray(images)
    _check_images(images)
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"{len(titles)} judul untuk {len(images)} citra; jumlahnya harus sama.")
    columns = columns or int(np.ceil(np.sqrt(len(images))))
    rows = -(-len(images) // columns)
    height = scale * (1.35 if titles is not None else 1.0)
    figure, axes = plt.subplots(
        rows, columns, figsize=(columns * scale, rows * height), squeeze=False, layout="constrained"
    )
    for axis in axes.flat:
        axis.axis("off")
    for index, image in enumerate(images):
        axes.flat[index].imshow(image.squeeze(), cmap="gray", vmin=0, vmax=255)
        if titles is not None:
            axes.flat[index].set_title(titles[index], fontsize=8)
    return figure


def write_indonesian_ticks(*axes):
    """Tulis angka sumbu menurut kaidah prosa: koma desimal; sumbu *epoch* bilangan bulat.

    Sumbu yang sudah diberi label kata, misalnya dengan `set_yticks(letak, label)`, dibiarkan.

    Args:
        *axes: sumbu Matplotlib.
    """
    from matplotlib.ticker import FixedFormatter, FuncFormatter, MaxNLocator

    comma = FuncFormatter(lambda value, _: f"{value:g}".replace(".", ","))
    for axis in axes:
        if axis.get_xlabel() == "epoch":
            axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        for side in (axis.xaxis, axis.yaxis):
            if not isinstance(side.get_major_formatter(), (FixedFormatter, FuncFormatter)):
                side.set_major_formatter(comma)


def save_grid(images, path, columns=None):
    """Tulis kisi citra sebagai PNG secara atomik.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        path: berkas tujuan; foldernya dibuat bila belum ada.
        columns: seperti pada :func:`grid_array`.
    """
    write_atomic(path, encode_png(grid_array(images, columns)))


def encode_png(pixels, zoom=1):
    """Ubah larik piksel menjadi isi berkas PNG.

    Args:
        pixels: larik `uint8` `(tinggi, lebar)` atau `(tinggi, lebar, 3)`.
        zoom: pembesaran bulat; tiap piksel menjadi petak `zoom` x `zoom`.

    Returns:
        Isi berkas PNG, `bytes`.
    """
    from PIL import Image

    require_positive_int(zoom=zoom)
    buffer = io.BytesIO()
    enlarged = pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)
    Image.fromarray(enlarged).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def encode_animation(mosaics, kind, milliseconds=100, loops=0):
    """Ubah sederet gambar menjadi animasi.

    Args:
        mosaics: daftar larik `uint8` `(tinggi, lebar)` atau `(tinggi, lebar, 3)` sama besar.
        kind: `"gif"`, `"webp"`, atau `"png"` (APNG).
        milliseconds: lama tiap gambar.
        loops: banyak putaran; 0 berarti tidak berhenti.

    Returns:
        Isi berkas, `bytes`.

    Raises:
        ValueError: bila `kind` tidak dikenal.
    """
    from PIL import Image

    require(kind in ("gif", "webp", "png"), "kind", kind, "'gif', 'webp', atau 'png'")
    first, *rest = [Image.fromarray(mosaic) for mosaic in mosaics]
    buffer = io.BytesIO()
    first.save(buffer, kind, save_all=True, append_images=rest, duration=milliseconds, loop=loops)
    return buffer.getvalue()


def write_atomic(path, content):
    """Tulis `content` ke `path`: berkas lama tetap utuh bila penulisan terputus.

    Args:
        path: berkas tujuan; foldernya dibuat bila belum ada.
        content: isi berkas, `bytes`.
    """
    with atomic_file(path) as file:
        file.write(content)


@contextmanager
def atomic_file(path):
    """Buka berkas biner yang baru menggantikan `path` ketika isinya lengkap dan sampai di disk."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _check_images(images):
    if images.dtype != np.uint8:
        raise TypeError(
            f"Citra bertipe {images.dtype}, seharusnya uint8 (0 sampai 255). Ubah dulu dengan "
            "generatif.data.symmetric_to_uint8 atau unit_to_uint8."
        )
    if images.ndim != 4 or len(images) == 0 or images.shape[-1] not in (1, 3):
        raise ValueError(
            f"Citra berbentuk {images.shape}; yang diharapkan: (N, tinggi, lebar, kanal) dengan "
            "N >= 1 dan kanal 1 atau 3."
        )

"""Data untuk bab-bab buku: pemuatan, penskalaan piksel, pembagian, dan aliran `tf.data`.

Modul ini tidak memuat TensorFlow; hanya `make_dataset` yang memuatnya, saat dipanggil.
"""

from numbers import Integral, Real

import numpy as np

from generatif.datasets import ImageDataset, load_fashion_mnist, load_mnist
from generatif.folder import ImageFolder, load_folder

__all__ = [
    "load_mnist",
    "load_fashion_mnist",
    "load_folder",
    "ImageDataset",
    "ImageFolder",
    "scale_to_unit",
    "scale_to_symmetric",
    "unit_to_uint8",
    "symmetric_to_uint8",
    "split_validation",
    "make_dataset",
]

_RANGE_TOLERANCE = 1e-3


def scale_to_unit(images):
    """Ubah piksel uint8 0..255 menjadi float32 dalam [0, 1].

    Args:
        images: larik uint8 berbentuk apa pun, tidak kosong.

    Returns:
        Larik float32 berbentuk sama.

    Raises:
        TypeError: bila jenis piksel bukan uint8 (mungkin sudah diskalakan).
        ValueError: bila larik kosong.
    """
    return _require_uint8(images).astype(np.float32) / np.float32(255)


def scale_to_symmetric(images):
    """Ubah piksel uint8 0..255 menjadi float32 dalam [-1, 1]: (x - 127,5) / 127,5.

    Args:
        images: larik uint8 berbentuk apa pun, tidak kosong.

    Returns:
        Larik float32 berbentuk sama.

    Raises:
        TypeError: bila jenis piksel bukan uint8 (mungkin sudah diskalakan).
        ValueError: bila larik kosong.
    """
    return (_require_uint8(images).astype(np.float32) - np.float32(127.5)) / np.float32(127.5)


def unit_to_uint8(images):
    """Kembalikan piksel [0, 1] menjadi uint8 0..255; kebalikan `scale_to_unit`.

    Args:
        images: larik pecahan dalam [0, 1]; kelebihan sampai 0,001 diterima karena kurang dari
            separuh tingkat keabuan.

    Returns:
        Larik uint8 berbentuk sama, dibulatkan ke tingkat terdekat.

    Raises:
        TypeError: bila `images` bukan bilangan pecahan.
        ValueError: bila larik kosong, memuat NaN atau tak hingga, atau di luar rentang.
    """
    return np.rint(_require_fractions(images, 0.0, 1.0) * 255.0).astype(np.uint8)


def symmetric_to_uint8(images):
    """Kembalikan piksel [-1, 1] menjadi uint8 0..255; kebalikan `scale_to_symmetric`.

    Args:
        images: larik pecahan dalam [-1, 1]; kelebihan sampai 0,001 diterima karena kurang dari
            separuh tingkat keabuan.

    Returns:
        Larik uint8 berbentuk sama, dibulatkan ke tingkat terdekat.

    Raises:
        TypeError: bila `images` bukan bilangan pecahan.
        ValueError: bila larik kosong, memuat NaN atau tak hingga, atau di luar rentang.
    """
    return np.rint(_require_fractions(images, -1.0, 1.0) * 127.5 + 127.5).astype(np.uint8)


def split_validation(x, y, *, fraction=0.1, seed):
    """Pisahkan sebagian data latih menjadi data validasi, dengan perbandingan kelas yang sama.

    Dari setiap kelas diambil `fraction` bagian secara acak (dibulatkan). Urutan asli di dalam
    kedua bagian dipertahankan.

    Args:
        x: larik `(N, ...)`.
        y: label bilangan bulat `(N,)`.
        fraction: bagian untuk validasi, di antara 0 dan 1.
        seed: benih acak; benih yang sama memberi pembagian yang sama.

    Returns:
        `(x_train, y_train), (x_val, y_val)`, tanpa contoh yang muncul di keduanya.

    Raises:
        TypeError: bila `y` atau `seed` bukan bilangan bulat.
        ValueError: bila bentuk, `fraction`, atau `seed` tidak sesuai, atau sebuah kelas terlalu
            kecil untuk dibagi.
    """
    x, y = np.asarray(x), np.asarray(y)
    _require_labelled(x, y)
    _require_seed(seed)
    if isinstance(fraction, bool) or not isinstance(fraction, Real) or not 0 < fraction < 1:
        raise ValueError(f"`fraction` harus di antara 0 dan 1, tetapi menerima {fraction!r}.")

    rng = np.random.default_rng(seed)
    in_validation = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        count = round(fraction * len(members))
        if not 0 < count < len(members):
            raise ValueError(
                f"Kelas {label} berisi {len(members)} contoh: terlalu sedikit untuk dibagi dengan "
                f"`fraction`={fraction}. Tambah contohnya atau ubah `fraction`."
            )
        in_validation[rng.choice(members, count, replace=False)] = True
    return (x[~in_validation], y[~in_validation]), (x[in_validation], y[in_validation])


def make_dataset(images, labels=None, *, batch_size=128, seed=None):
    """Susun aliran data latih: acak, kelompokkan, buang sisa, siapkan lebih dulu.

    Seluruh data diacak ulang pada setiap epoch. *Batch* terakhir yang tidak penuh dibuang, maka
    semua *batch* sama besar.

    Args:
        images: citra float32 `(N, H, W, C)` yang sudah diskalakan ke [0, 1] atau [-1, 1].
        labels: larik `(N, ...)` yang menyertai citra, atau `None`.
        batch_size: banyak citra per *batch*, dari 1 sampai N.
        seed: benih acak urutan; bersama benih global (`generatif.configure`) ia menentukan
            urutan. `None` berarti hanya benih global yang menentukan.

    Returns:
        `tf.data.Dataset` berisi tensor `(batch_size, H, W, C)`, atau pasangan dengan label.

    Raises:
        TypeError: bila `images` bukan float32, atau `batch_size` atau `seed` bukan bilangan bulat.
        ValueError: bila bentuk, isi, banyak label, `batch_size`, atau `seed` tidak sesuai.
    """
    images = np.asarray(images)
    _require_scaled_images(images)
    _require_batch_size(batch_size, len(images))
    if seed is not None:
        _require_seed(seed)
    tensors = images if labels is None else (images, _require_companion(labels, images))

    import tensorflow as tf

    return (
        tf.data.Dataset.from_tensor_slices(tensors)
        .shuffle(len(images), seed=seed, reshuffle_each_iteration=True)
        .batch(batch_size, drop_remainder=True)
        .prefetch(tf.data.AUTOTUNE)
    )


def _require_uint8(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(
            f"Penskalaan mengharapkan piksel uint8 0..255, tetapi menerima {images.dtype}. Mungkin "
            "citra ini sudah diskalakan; berikan larik uint8 yang asli."
        )
    _require_nonempty(images)
    return images


def _require_nonempty(array):
    if array.size == 0:
        raise ValueError(
            f"Larik kosong: bentuknya {array.shape}. Berikan paling sedikit satu contoh."
        )


def _require_fractions(images, low, high):
    images = np.asarray(images)
    if not np.issubdtype(images.dtype, np.floating):
        raise TypeError(
            f"Diharapkan piksel pecahan dalam [{low:g}, {high:g}], tetapi menerima {images.dtype}. "
            "Berikan keluaran model atau citra yang sudah diskalakan."
        )
    _require_range(images, low, high)
    return images


def _require_range(images, low, high):
    _require_nonempty(images)
    lowest, highest = images.min(), images.max()
    if not np.isfinite([lowest, highest]).all():
        raise ValueError("Citra memuat NaN atau tak hingga. Periksa langkah yang menghasilkannya.")
    if lowest < low - _RANGE_TOLERANCE or highest > high + _RANGE_TOLERANCE:
        raise ValueError(
            f"Diharapkan piksel dalam [{low:g}, {high:g}], tetapi nilainya {lowest:g} sampai "
            f"{highest:g}. Periksa penskalaannya."
        )


def _require_scaled_images(images):
    if images.dtype != np.float32:
        raise TypeError(
            f"Aliran data mengharapkan citra float32, tetapi menerima {images.dtype}. Pakai "
            "`scale_to_unit` atau `scale_to_symmetric` lebih dulu."
        )
    if images.ndim != 4:
        raise ValueError(
            f"Diharapkan citra berbentuk (N, H, W, C), tetapi bentuknya {images.shape}. Tambahkan "
            "sumbu yang kurang, misalnya dengan `images[..., None]`."
        )
    _require_range(images, -1.0, 1.0)


def _require_batch_size(batch_size, count):
    if isinstance(batch_size, bool) or not isinstance(batch_size, Integral):
        raise TypeError(f"`batch_size` harus bilangan bulat, tetapi menerima {batch_size!r}.")
    if not 1 <= batch_size <= count:
        raise ValueError(
            f"`batch_size` harus dari 1 sampai banyak citra ({count}), tetapi menerima "
            f"{batch_size}. Ubah `batch_size` atau tambah citra."
        )


def _require_seed(seed):
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise TypeError(f"`seed` harus bilangan bulat, tetapi menerima {seed!r}.")
    if not 0 <= seed < 2**32:
        raise ValueError(f"`seed` harus dari 0 sampai 2**32 - 1, tetapi menerima {seed}.")


def _require_companion(labels, images):
    labels = np.asarray(labels)
    if labels.ndim == 0 or len(labels) != len(images):
        raise ValueError(
            f"Ada {len(images)} citra, tetapi label berbentuk {labels.shape}. Berikan satu label "
            "untuk setiap citra."
        )
    if np.issubdtype(labels.dtype, np.floating) and not np.isfinite(labels).all():
        raise ValueError("Label memuat NaN atau tak hingga. Periksa langkah yang menghasilkannya.")
    return labels


def _require_labelled(x, y):
    if y.ndim != 1 or x.ndim == 0 or len(x) != len(y):
        raise ValueError(
            f"Diharapkan `x` berbentuk (N, ...) dan `y` berbentuk (N,), tetapi bentuknya {x.shape} "
            f"dan {y.shape}. Berikan satu label untuk setiap contoh."
        )
    _require_nonempty(x)
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(f"Label `y` harus bilangan bulat, tetapi menerima {y.dtype}.")

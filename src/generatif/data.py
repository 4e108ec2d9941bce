"""Data bab-bab buku: himpunan yang dikenal, penskalaan piksel, dan aliran `tf.data`.

Setiap himpunan diperiksa isinya dengan SHA-256 sebelum diserahkan. Modul ini tidak memuat
TensorFlow; hanya `make_dataset` (dan pengunduhan oleh Keras) yang memuatnya saat dipanggil.
"""

import gzip
import hashlib
import os
import zipfile
import zlib
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import numpy as np

SOURCES = ("embedded", "full")

_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
_IMAGE_SHAPE = (28, 28, 1)
_READ_ERRORS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error)

# SHA-256 atas byte x_train, y_train, x_test, y_test berurutan: tidak bergantung pada wadahnya.
_CONTENT_SHA256 = {
    ("mnist", "full"): "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
    ("fashion_mnist", "full"): "ca3ab2a37f845e1b8ae23cab1b51749a3011ba3bf1d9016176d75cbaabac376f",
}

_CLASS_NAMES = {
    "mnist": tuple("0123456789"),
    "fashion_mnist": (
        "kaus",
        "celana panjang",
        "pulover",
        "gaun",
        "mantel",
        "sandal",
        "kemeja",
        "sepatu kets",
        "tas",
        "sepatu bot",
    ),
}

_IDX_FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}


@dataclass(frozen=True, eq=False)
class ImageDataset:
    """Citra dan label sebuah himpunan data, terbagi atas data latih dan data uji.

    Keempat larik hanya bisa dibaca: hasil operasi NumPy adalah larik baru, tetapi mengubah
    piksel di tempat ditolak.

    Attributes:
        x_train: citra latih, uint8 `(N, 28, 28, 1)`, nilai 0 sampai 255.
        y_train: label latih, uint8 `(N,)`.
        x_test: citra uji, seperti `x_train`.
        y_test: label uji, seperti `y_train`.
        name: nama himpunan, `"mnist"` atau `"fashion_mnist"`.
        source: asalnya, `"embedded"` atau `"full"`.
        class_names: nama kelas; `class_names[label]` menamai sebuah label.
    """

    x_train: np.ndarray = field(repr=False)
    y_train: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)
    name: str
    source: str
    class_names: tuple[str, ...]


def load_mnist(source):
    """Memuat MNIST: angka tulisan tangan 0 sampai 9.

    Sumber: LeCun, Bottou, Bengio, dan Haffner (1998); lisensi CC BY-SA 3.0.

    Args:
        source: `"embedded"`, 6.000 + 1.000 citra yang ikut dalam paket; atau `"full"`,
            60.000 + 10.000 citra dari folder dalam variabel lingkungan GENERATIF_DATA, atau
            bila variabel itu tidak ada, dari unduhan dan simpanan Keras.

    Returns:
        `ImageDataset` dengan citra uint8 `(N, 28, 28, 1)`.

    Raises:
        ValueError: bila `source` tidak dikenal atau isi berkas rusak atau berubah.
        FileNotFoundError: bila GENERATIF_DATA tidak memuat berkasnya.
        ConnectionError: bila Keras tidak dapat mengunduh.
    """
    return _load("mnist", source)


def load_fashion_mnist(source):
    """Memuat Fashion-MNIST: foto sepuluh jenis busana.

    Sumber: Xiao, Rasul, dan Vollgraf (2017), arXiv:1708.07747; lisensi MIT.

    Args:
        source: `"embedded"` atau `"full"`, seperti pada `load_mnist`.

    Returns:
        `ImageDataset` dengan citra uint8 `(N, 28, 28, 1)`.

    Raises:
        ValueError: bila `source` tidak dikenal atau isi berkas rusak atau berubah.
        FileNotFoundError: bila GENERATIF_DATA tidak memuat berkasnya.
        ConnectionError: bila Keras tidak dapat mengunduh.
    """
    return _load("fashion_mnist", source)


def scale_to_unit(images):
    """Mengubah piksel uint8 0..255 menjadi float32 dalam [0, 1].

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
    """Mengubah piksel uint8 0..255 menjadi float32 dalam [-1, 1]: (x - 127,5) / 127,5.

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
    """Mengembalikan piksel [0, 1] menjadi uint8 0..255; kebalikan `scale_to_unit`.

    Args:
        images: larik pecahan dalam [0, 1]; kelebihan sampai 0,001 (kurang dari separuh tingkat
            keabuan) dipotong.

    Returns:
        Larik uint8 berbentuk sama, dibulatkan ke tingkat terdekat.

    Raises:
        TypeError: bila `images` bukan bilangan pecahan.
        ValueError: bila larik kosong, memuat NaN atau tak hingga, atau di luar rentang.
    """
    return _to_uint8(_require_range(images, 0.0, 1.0) * 255.0)


def symmetric_to_uint8(images):
    """Mengembalikan piksel [-1, 1] menjadi uint8 0..255; kebalikan `scale_to_symmetric`.

    Args:
        images: larik pecahan dalam [-1, 1]; kelebihan sampai 0,001 (kurang dari separuh tingkat
            keabuan) dipotong.

    Returns:
        Larik uint8 berbentuk sama, dibulatkan ke tingkat terdekat.

    Raises:
        TypeError: bila `images` bukan bilangan pecahan.
        ValueError: bila larik kosong, memuat NaN atau tak hingga, atau di luar rentang.
    """
    return _to_uint8(_require_range(images, -1.0, 1.0) * 127.5 + 127.5)


def make_dataset(images, labels=None, *, batch_size=128, seed=None):
    """Menyusun aliran data latih: acak, kelompokkan, buang sisa, siapkan lebih dulu.

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
        TypeError: bila `images` bukan float32 atau `batch_size` bukan bilangan bulat.
        ValueError: bila bentuk, isi, banyak label, atau `batch_size` tidak sesuai.
    """
    images = _require_scaled_images(images)
    _require_batch_size(batch_size, len(images))
    tensors = images if labels is None else (images, _require_same_length(labels, images))

    import tensorflow as tf

    return (
        tf.data.Dataset.from_tensor_slices(tensors)
        .shuffle(len(images), seed=seed, reshuffle_each_iteration=True)
        .batch(batch_size, drop_remainder=True)
        .prefetch(tf.data.AUTOTUNE)
    )


def _load(name, source):
    _require_source(source)
    if source == "embedded":
        arrays, origin = _read_embedded(name)
    elif folder := os.environ.get("GENERATIF_DATA"):
        arrays, origin = _read_folder(name, Path(folder))
    else:
        arrays, origin = _read_keras(name)
    _verify(arrays, _CONTENT_SHA256[name, source], origin)
    for array in arrays.values():
        array.setflags(write=False)
    return ImageDataset(**arrays, name=name, source=source, class_names=_CLASS_NAMES[name])


def _require_source(source):
    if source in SOURCES:
        return
    nearest = get_close_matches(str(source).lower(), SOURCES, n=1, cutoff=0.5)
    hint = f' Maksud Anda "{nearest[0]}"?' if nearest else ""
    raise ValueError(
        f"Sumber data tidak dikenal: {source!r}. Pilih \"embedded\" (sebagian kecil yang ikut "
        f"dalam paket) atau \"full\" (himpunan lengkap).{hint}"
    )


def _read_embedded(name):
    resource = files("generatif") / "data_embedded" / f"{name}.npz"
    with resource.open("rb") as file:
        return _read_npz(file, resource), resource


def _read_folder(name, folder):
    npz = folder / f"{name}.npz"
    idx_folder = folder / name.replace("_", "-")
    if npz.is_file():
        with npz.open("rb") as file:
            return _read_npz(file, npz), npz
    if idx_folder.is_dir():
        return {array: _read_idx(idx_folder / file) for array, file in _IDX_FILES.items()}, idx_folder
    raise FileNotFoundError(
        f"GENERATIF_DATA menunjuk ke {folder}, tetapi {npz} maupun folder {idx_folder} tidak ada. "
        "Perbaiki variabel itu, hapus agar Keras yang mengunduh, atau pakai sumber \"embedded\"."
    )


def _read_keras(name):
    import keras

    cache = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "datasets"
    cache /= {"mnist": "mnist.npz", "fashion_mnist": "fashion-mnist"}[name]
    try:
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    except _READ_ERRORS as error:
        raise _damaged(cache) from error
    except Exception as error:  # Keras melempar `Exception` polos bila unduhan gagal.
        raise ConnectionError(
            f"Keras tidak dapat mengunduh {name} ({error}). Sambungkan internet, isi variabel "
            "lingkungan GENERATIF_DATA dengan folder data, atau pakai sumber \"embedded\"."
        ) from error
    arrays = dict(x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return {key: _as_images(array) for key, array in arrays.items()}, cache


def _read_npz(file, origin):
    try:
        with np.load(file, allow_pickle=False) as archive:
            return {array: _as_images(archive[array]) for array in _ARRAYS}
    except _READ_ERRORS as error:
        raise _damaged(origin) from error


def _read_idx(path):
    """Membaca satu berkas IDX: byte keempat menyebut banyak dimensi, lalu ukurannya."""
    if not path.is_file():
        raise FileNotFoundError(f"Berkas {path} tidak ada. Lengkapi keempat berkas di foldernya.")
    try:
        content = gzip.decompress(path.read_bytes())
        rank = content[3]
        shape = np.frombuffer(content, ">i4", count=rank, offset=4)
        return _as_images(np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape))
    except (*_READ_ERRORS, IndexError) as error:
        raise _damaged(path) from error


def _as_images(array):
    return array[..., np.newaxis] if array.ndim == 3 else array


def _verify(arrays, expected, origin):
    digest = hashlib.sha256()
    for name in _ARRAYS:
        digest.update(np.ascontiguousarray(arrays[name]))
    if digest.hexdigest() != expected:
        raise _damaged(origin)


def _damaged(origin):
    return ValueError(
        f"Isi {origin} rusak, terpotong, atau berubah: SHA-256-nya tidak cocok dengan himpunan "
        "aslinya. Hapus lalu ambil lagi (unduh ulang, atau pasang ulang paket)."
    )


def _require_uint8(images):
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(
            f"Penskalaan menerima piksel uint8 0..255, tetapi menerima {images.dtype}. Mungkin "
            "citra ini sudah diskalakan; berikan larik uint8 yang asli."
        )
    if images.size == 0:
        raise ValueError(f"Larik citra kosong, bentuknya {images.shape}. Berikan paling sedikit satu citra.")
    return images


def _require_range(images, low, high, tolerance=1e-3):
    images = np.asarray(images)
    if not np.issubdtype(images.dtype, np.floating):
        raise TypeError(f"Diharapkan bilangan pecahan dalam [{low:g}, {high:g}], diterima {images.dtype}.")
    if images.size == 0:
        raise ValueError(f"Larik citra kosong, bentuknya {images.shape}. Berikan paling sedikit satu citra.")
    if not np.isfinite(images).all():
        raise ValueError("Citra memuat NaN atau tak hingga. Periksa model yang menghasilkannya.")
    if images.min() < low - tolerance or images.max() > high + tolerance:
        raise ValueError(
            f"Nilai piksel {images.min():g} sampai {images.max():g}, padahal diharapkan dalam "
            f"[{low:g}, {high:g}]. Periksa penskalaan dan aktivasi keluaran model."
        )
    return np.clip(images, low, high)


def _to_uint8(levels):
    return np.rint(levels).astype(np.uint8)


def _require_scaled_images(images):
    images = np.asarray(images)
    if images.dtype != np.float32:
        raise TypeError(
            f"Aliran data menerima citra float32, tetapi menerima {images.dtype}. Pakai "
            "`scale_to_unit` atau `scale_to_symmetric` lebih dulu."
        )
    if images.ndim != 4:
        raise ValueError(f"Citra harus berbentuk (N, H, W, C), tetapi bentuknya {images.shape}.")
    return _require_range(images, -1.0, 1.0)


def _require_batch_size(batch_size, count):
    if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
        raise TypeError(f"`batch_size` harus bilangan bulat, tetapi menerima {batch_size!r}.")
    if not 1 <= batch_size <= count:
        raise ValueError(
            f"`batch_size` harus dari 1 sampai banyak citra ({count}), tetapi menerima "
            f"{batch_size}. Kecilkan `batch_size` atau tambah citra."
        )


def _require_same_length(labels, images):
    labels = np.asarray(labels)
    if labels.ndim == 0 or len(labels) != len(images):
        raise ValueError(f"Ada {len(images)} citra, tetapi labelnya berbentuk {labels.shape}.")
    return labels

"""Himpunan data yang dikenal: dibaca dari paket, folder, atau simpanan Keras, lalu diperiksa.

Isi setiap himpunan dibandingkan dengan SHA-256 yang tercatat di sini sebelum diserahkan.
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
ARRAYS = ("x_train", "y_train", "x_test", "y_test")
CLASS_NAMES = {
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
    "characters": ("rambut panjang", "kacamata", "janggut", "topi", "senyum"),
}
TRAIN_COUNTS = {"embedded": 6_000, "full": 60_000}
CONTENT_SHA256 = {
    "mnist": {
        "embedded": "1b9da691b2a48b7481464e1c0b373cbe1548bba385eee99874b36616503dad6d",
        "full": "8f97088a9933010bc16c2928014d9617fe16d4196d2271900dbfdc6f2ac43655",
    },
    "fashion_mnist": {
        "embedded": "6e7888e8e22facc460963a32659aa642325c90a5378ec28abcef95148110f650",
        "full": "6870aebbe8b05788dfcea678b7c94b0867adfe5d3698bd15077820eba9f8e003",
    },
    "chorales": {
        "part": "0e21806bb147652f62a35ea0e6b7eb68cdf5e90ee6f3b373d4318a383725957c",
        "full": "d414cf5e1e06a1f471487cd6c402afcc9c25857273ff88f8cb56297bcd318d00",
    },
    "characters": {
        "embedded": "8a91d74ac19c701d4117576e7ab45f5d4f797392213ba58de19358191f0f2478",
    },
}
# Klip angka bergerak dihitung dari MNIST; yang diperiksa MNIST-nya.
CONTENT_SHA256["moving_digits"] = CONTENT_SHA256["mnist"]

_IDX_FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}
_KERAS_CACHE = {"mnist": "mnist.npz", "fashion_mnist": "fashion-mnist"}
_CONTENT_ERRORS = (
    EOFError,
    KeyError,
    ValueError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zlib.error,
)


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


def load_mnist(source=None):
    """Muat MNIST: angka tulisan tangan 0 sampai 9.

    Sumber: LeCun, Bottou, Bengio, dan Haffner (1998); lisensi CC BY-SA 3.0.

    Args:
        source: `"embedded"`, 6.000 + 1.000 citra yang ikut dalam paket; atau `"full"`,
            60.000 + 10.000 citra dari folder dalam variabel lingkungan GENERATIF_DATA
            (`mnist.npz` atau `mnist/*.gz`). Bila variabel itu tidak diisi, Keras mengunduh dan
            menyimpannya. Selalu wajib dipilih: tidak ada sumber baku.

    Returns:
        `ImageDataset` dengan citra uint8 `(N, 28, 28, 1)`.

    Raises:
        ValueError: bila `source` tidak dikenal, atau isi berkas rusak atau berubah.
        FileNotFoundError: bila folder GENERATIF_DATA tidak memuat berkasnya.
        ConnectionError: bila Keras tidak dapat mengunduh.
    """
    return _load("mnist", source)


def load_fashion_mnist(source=None):
    """Muat Fashion-MNIST: foto sepuluh jenis busana.

    Sumber: Xiao, Rasul, dan Vollgraf (2017), arXiv:1708.07747; lisensi MIT.

    Args:
        source: `"embedded"` atau `"full"`, seperti pada `load_mnist`; berkas di folder
            GENERATIF_DATA bernama `fashion_mnist.npz` atau `fashion-mnist/*.gz`.

    Returns:
        `ImageDataset` dengan citra uint8 `(N, 28, 28, 1)`.

    Raises:
        ValueError: bila `source` tidak dikenal, atau isi berkas rusak atau berubah.
        FileNotFoundError: bila folder GENERATIF_DATA tidak memuat berkasnya.
        ConnectionError: bila Keras tidak dapat mengunduh.
    """
    return _load("fashion_mnist", source)


def content_sha256(arrays):
    """Hitung SHA-256 atas jenis, bentuk, dan isi keempat larik; tidak bergantung pada wadahnya.

    Args:
        arrays: kamus berisi `x_train`, `y_train`, `x_test`, `y_test`, dibaca dalam urutan itu.

    Returns:
        64 angka heksadesimal.
    """
    digest = hashlib.sha256()
    for name in ARRAYS:
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{array.dtype}{array.shape}".encode())
        digest.update(array)
    return digest.hexdigest()


def parse_idx(content):
    """Baca isi berkas IDX: byte keempat menyebut banyak dimensi, lalu ukurannya, lalu data.

    Args:
        content: seluruh byte berkas yang sudah dimekarkan.

    Returns:
        Larik uint8 `(N,)` untuk label atau `(N, H, W, 1)` untuk citra.

    Raises:
        ValueError: bila panjang isi tidak sesuai dengan kepalanya.
    """
    if content[:3] != b"\x00\x00\x08":
        raise ValueError("Bukan berkas IDX berisi uint8.")
    rank = content[3]
    shape = np.frombuffer(content, ">i4", count=rank, offset=4)
    return _with_channel(np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape))


def load_embedded(name):
    """Muat himpunan yang ikut dalam paket, sesudah SHA-256 isinya diperiksa.

    Args:
        name: `"mnist"`, `"fashion_mnist"`, atau `"characters"`.

    Returns:
        :class:`ImageDataset`.

    Raises:
        ValueError: bila isi berkas rusak atau berubah.
    """
    return _checked(*_read_embedded(name), name, "embedded")


def _load(name, source):
    _require_source(source)
    if source == "embedded":
        return load_embedded(name)
    if folder := os.environ.get("GENERATIF_DATA"):
        arrays, origin = _read_folder(name, Path(folder))
    else:
        arrays, origin = _read_keras(name)
    return _checked(arrays, origin, name, source)


def _checked(arrays, origin, name, source):
    if content_sha256(arrays) != CONTENT_SHA256[name][source]:
        raise _damaged(origin)
    for array in arrays.values():
        array.setflags(write=False)
    return ImageDataset(**arrays, name=name, source=source, class_names=CLASS_NAMES[name])


def _require_source(source):
    if source in SOURCES:
        return
    nearest = get_close_matches(str(source).lower(), SOURCES, n=1, cutoff=0.5)
    hint = f' Maksud Anda "{nearest[0]}"?' if nearest else ""
    raise ValueError(
        f'Sumber data belum dipilih atau tidak dikenal: {source!r}. Pilih "embedded" (sebagian '
        f'kecil yang ikut dalam paket) atau "full" (himpunan lengkap).{hint}'
    )


def _read_embedded(name):
    resource = files("generatif") / "data_embedded" / f"{name}.npz"
    return _read_npz(resource), resource


def _read_folder(name, folder):
    npz = folder / f"{name}.npz"
    idx_folder = folder / name.replace("_", "-")
    if npz.is_file():
        return _read_npz(npz), npz
    if idx_folder.is_dir():
        paths = {array: idx_folder / file for array, file in _IDX_FILES.items()}
        return {array: _read_idx(path) for array, path in paths.items()}, idx_folder
    raise FileNotFoundError(
        f"GENERATIF_DATA menunjuk ke {folder}, tetapi di sana tidak ada {npz.name} maupun folder "
        f"{idx_folder.name}. Perbaiki isi variabel itu, hapus variabelnya agar Keras yang "
        'mengunduh, atau pakai sumber "embedded" (--profil kilat).'
    )


def _read_keras(name):
    from keras import datasets

    cache = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "datasets"
    cache /= _KERAS_CACHE[name]
    try:
        train, test = getattr(datasets, name).load_data()
    except _CONTENT_ERRORS as error:
        raise _damaged(cache) from error
    except Exception as error:  # Keras melempar `Exception` polos bila unduhan gagal.
        raise ConnectionError(
            f"Keras tidak dapat mengunduh {name}: {error}. Sambungkan internet, isi variabel "
            'lingkungan GENERATIF_DATA dengan folder data, atau pakai sumber "embedded" (--profil '
            "kilat)."
        ) from error
    arrays = zip(ARRAYS, (*train, *test), strict=True)
    return {key: _with_channel(array) for key, array in arrays}, cache


def _read_npz(path):
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {array: _with_channel(archive[array]) for array in ARRAYS}
    except (OSError, *_CONTENT_ERRORS) as error:
        raise _damaged(path) from error


def _read_idx(path):
    if not path.is_file():
        raise FileNotFoundError(
            f"Berkas {path} tidak ada. Lengkapi keempat berkas .gz di folder itu."
        )
    try:
        return parse_idx(gzip.decompress(path.read_bytes()))
    except (OSError, *_CONTENT_ERRORS) as error:
        raise _damaged(path) from error


def _with_channel(array):
    return array[..., np.newaxis] if array.ndim == 3 else array


def _damaged(path):
    return ValueError(
        f"Isi {path} tidak terbaca atau tidak sama dengan himpunan aslinya: rusak, terpotong, "
        "atau berubah. Hapus, lalu ambil lagi (unduh ulang, atau pasang ulang paket)."
    )

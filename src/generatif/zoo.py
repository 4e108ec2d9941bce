"""Gudang hasil pelatihan panjang: bobot, riwayat, gambar kemajuan, dan manifes.

Tiap hasil menempati satu folder `zoo/<nama>/`. Manifes ditulis paling akhir dan memuat
SHA-256 setiap berkas; hasil yang tidak cocok dengan manifesnya ditolak. Kernel disimpan
sebagai float16 dan vektor (bias, statistik normalisasi) sebagai float32, dalam npz tanpa pickle.
"""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from generatif.pictures import encode_png, grid_array, write_atomic

STORE = Path(__file__).resolve().parents[2] / "zoo"
MAX_IMAGE_ERROR = 0.5


@dataclass(frozen=True)
class StoredRun:
    """Satu hasil pelatihan tersimpan; jaringan dan gambar baru dibaca ketika diminta.

    Attributes:
        folder: folder asal.
        manifest: `dict` resep, benih, tanggal, durasi, versi, ukuran, dan hash berkas.
    """

    folder: Path
    manifest: dict

    @cached_property
    def history(self):
        """`dict` nama kolom ke larik float64 `(epoch,)`, termasuk kolom `epoch`."""
        rows = list(csv.DictReader(self._read("history.csv").decode().splitlines()))
        return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}

    @cached_property
    def progress(self):
        """`dict` epoch ke mosaik `uint8` dari vektor laten yang tetap."""
        from PIL import Image

        names = [name for name in self.manifest["files"] if name.startswith("epoch-")]
        images = {name: Image.open(io.BytesIO(self._read(name))) for name in sorted(names)}
        return {int(name[6:-4]): np.asarray(image) for name, image in images.items()}

    @cached_property
    def generator(self):
        """Generator (rata-rata bergerak), lihat `models.dcgan.build_generator`."""
        from generatif.models.dcgan import build_generator

        recipe = self.manifest["recipe"]
        network = build_generator(recipe["latent_dim"], recipe["width"], seed=0)
        return self._with_weights(network, "generator.npz")

    @cached_property
    def discriminator(self):
        """Diskriminator, lihat `models.dcgan.build_discriminator`."""
        from generatif.models.dcgan import build_discriminator

        network = build_discriminator(self.manifest["recipe"]["width"], seed=0)
        return self._with_weights(network, "discriminator.npz")

    def _with_weights(self, network, name):
        with np.load(io.BytesIO(self._read(name)), allow_pickle=False) as archive:
            network.set_weights([archive[key].astype("float32") for key in sorted(archive)])
        return network

    def _read(self, name):
        content = (self.folder / name).read_bytes()
        received = hashlib.sha256(content).hexdigest()
        if received != self.manifest["files"][name]:
            raise ValueError(
                f"Berkas {name} dari hasil '{self.folder.name}' berubah atau terpotong: SHA-256 "
                f"{received[:12]}…, seharusnya {self.manifest['files'][name][:12]}…. Ambil ulang "
                "berkas itu dari repositori (git checkout)."
            )
        return content


def load(name, store=None):
    """Buka satu hasil pelatihan tersimpan.

    Args:
        name: nama hasil, misalnya `"dcgan-mnist"`.
        store: folder gudang; `None` untuk gudang di salinan repositori.

    Returns:
        :class:`StoredRun`.

    Raises:
        FileNotFoundError: bila gudang atau hasil itu tidak ada.
        ValueError: bila nama atau manifesnya tidak sah.
    """
    _check_name(name)
    store = STORE if store is None else Path(store)
    available = sorted(path.parent.name for path in store.glob("*/manifest.json"))
    if name not in available:
        raise FileNotFoundError(
            f"Hasil '{name}' tidak ada di gudang {store}. Yang tersedia: "
            f"{', '.join(available) or 'tidak ada'}. Gudang ikut di dalam salinan repositori; "
            "pasang paket dari sana dengan `pip install -e .`."
        )
    manifest = json.loads((store / name / "manifest.json").read_text(encoding="utf-8"))
    for file_name in manifest["files"]:
        _check_file_name(file_name)
    return StoredRun(store / name, manifest)


def save(name, generator, discriminator, history, frames, manifest, store=None):
    """Simpan satu hasil pelatihan; manifes ditulis paling akhir.

    Args:
        name: nama hasil: huruf kecil, angka, dan tanda hubung.
        generator: model Keras yang disimpan untuk menyampel.
        discriminator: model Keras.
        history: `dict` nama kolom ke daftar bilangan sama panjang.
        frames: `dict` epoch ke citra `uint8` `(N, H, W, C)`.
        manifest: `dict` yang dapat ditulis sebagai JSON; kunci `files` dan
            `float16_image_error` ditambahkan di sini.
        store: folder gudang; `None` untuk gudang di salinan repositori.

    Returns:
        Folder hasil.

    Raises:
        ValueError: bila nama tidak sah atau galat float16 mencapai setengah tingkat keabuan.
    """
    _check_name(name)
    error = float16_image_error(generator)
    if error >= MAX_IMAGE_ERROR:
        raise ValueError(
            f"Pembulatan bobot ke float16 mengubah citra sampai {error:.2f} tingkat keabuan; "
            f"batasnya {MAX_IMAGE_ERROR}. Simpan generator ini sebagai float32."
        )
    folder = (STORE if store is None else Path(store)) / name
    pictures = {epoch: encode_png(grid_array(images)) for epoch, images in frames.items()}
    contents = {
        "generator.npz": pack_weights(generator),
        "discriminator.npz": pack_weights(discriminator),
        "history.csv": pack_history(history),
        **{f"epoch-{epoch:04d}.png": content for epoch, content in pictures.items()},
    }
    for file_name, content in contents.items():
        write_atomic(folder / file_name, content)
    files = {key: hashlib.sha256(value).hexdigest() for key, value in sorted(contents.items())}
    manifest = {**manifest, "float16_image_error": round(error, 3), "files": files}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    write_atomic(folder / "manifest.json", text.encode())
    return folder


def float16_image_error(generator, count=256, seed=0):
    """Ukur perubahan terbesar piksel karena pembulatan :func:`compact_weights`.

    Args:
        generator: model Keras `(B, latent_dim) -> (B, H, W, C)`, piksel dalam [-1, 1].
        count: banyak citra yang dibandingkan.
        seed: benih vektor laten.

    Returns:
        Selisih mutlak terbesar dalam tingkat keabuan (0 sampai 255).
    """
    import keras

    latent = np.random.default_rng(seed).standard_normal((count, generator.input_shape[-1]))
    rounded = keras.models.clone_model(generator)
    rounded.set_weights([w.astype("float32") for w in compact_weights(generator)])
    difference = generator(latent, training=False) - rounded(latent, training=False)
    return float(127.5 * np.abs(keras.ops.convert_to_numpy(difference)).max())


def compact_weights(network):
    """Bulatkan kernel ke float16; vektor tetap float32.

    Vektor kecil ukurannya tetapi besar akibatnya: pada DCGAN bab ini, membulatkan statistik
    normalisasi *batch* saja sudah mengubah piksel lebih dari setengah tingkat keabuan.

    Args:
        network: model Keras.

    Returns:
        Daftar larik dalam urutan `get_weights`.
    """
    return [w.astype("float16") if w.ndim > 1 else w for w in network.get_weights()]


def pack_weights(network):
    """Kemas :func:`compact_weights` sebagai npz tanpa pickle.

    Args:
        network: model Keras.

    Returns:
        Isi berkas npz, `bytes`; kunci `0000`, `0001`, … mengikuti urutan `get_weights`.
    """
    buffer = io.BytesIO()
    weights = {f"{i:04d}": w for i, w in enumerate(compact_weights(network))}
    np.savez_compressed(buffer, **weights)
    return buffer.getvalue()


def pack_history(history):
    """Tulis riwayat sebagai isi berkas CSV.

    Args:
        history: `dict` nama kolom ke daftar nilai sama panjang.

    Returns:
        Isi berkas CSV, `bytes` UTF-8.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(history)
    writer.writerows(zip(*history.values(), strict=True))
    return buffer.getvalue().encode()


def _check_name(name):
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(
            f"Nama hasil {name!r} tidak sah; yang diharapkan: huruf kecil, angka, dan tanda "
            "hubung, misalnya 'dcgan-mnist'."
        )


def _check_file_name(name):
    if not re.fullmatch(r"[a-z0-9-]+\.(npz|csv|png|webp)", name):
        raise ValueError(
            f"Manifes menyebut berkas {name!r}, yang bukan nama berkas sederhana. Manifes ini "
            "rusak atau diubah; ambil ulang dari repositori."
        )

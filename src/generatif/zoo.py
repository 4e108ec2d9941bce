"""Gudang hasil pelatihan panjang: bobot, riwayat, gambar kemajuan, dan manifes.

Tiap hasil menempati satu folder `zoo/<nama>/`. Manifes ditulis paling akhir dan memuat
SHA-256 setiap berkas; hasil yang tidak cocok dengan manifesnya ditolak. Hasil yang disimpan
ringkas hanya memuat jaringan utamanya. Kernel disimpan sebagai float16 bila citranya berubah
kurang dari setengah tingkat keabuan, vektor (bias, statistik normalisasi) selalu sebagai float32,
semuanya dalam npz tanpa pickle.

Di salinan repositori gudang dibaca langsung. Paket yang terpasang mengambil berkas yang
diperlukan saja (`generatif.remote`), diperiksa dengan SHA-256 dari `store_index.json` di dalam
paket.
"""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from generatif import recipes, remote
from generatif.pictures import write_atomic

REPOSITORY = Path(__file__).resolve().parents[2]
STORE = REPOSITORY / "zoo"
INDEX = "store_index.json"
MAX_IMAGE_ERROR = 0.5


@dataclass(frozen=True)
class StoredRun:
    """Satu hasil pelatihan tersimpan; berkasnya baru dibaca ketika diminta.

    Attributes:
        name: nama hasil.
        manifest: `dict` resep, asal-usul, tanggal, durasi, ukuran mutu, dan hash berkas.
        read_file: fungsi nama berkas ke isinya, `bytes`.
    """

    name: str
    manifest: dict
    read_file: object = field(repr=False)

    @cached_property
    def recipe(self):
        """Resep yang melatihnya, `generatif.recipes.base.Recipe`."""
        return recipes.from_dict(self.manifest["recipe"])

    @cached_property
    def history(self):
        """`dict` nama kolom ke larik float64 `(epoch,)`, termasuk kolom `epoch`."""
        rows = list(csv.DictReader(self._read("history.csv").decode().splitlines()))
        return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}

    @cached_property
    def progress(self):
        """`dict` epoch ke mosaik `uint8` dari masukan yang tetap."""
        from PIL import Image

        names = [name for name in self.manifest["files"] if name.startswith("epoch-")]
        images = {name: Image.open(io.BytesIO(self._read(name))) for name in sorted(names)}
        return {int(name[6:-4]): np.asarray(image) for name, image in images.items()}

    @cached_property
    def generator(self):
        """Generator (rata-rata bergerak bobotnya)."""
        return self.network("generator")

    @cached_property
    def discriminator(self):
        """Diskriminator; hasil yang disimpan ringkas tidak memuatnya."""
        return self.network("discriminator")

    @cached_property
    def main_network(self):
        """Bangun jaringan utama, yaitu generator sebuah GAN atau sebuah autoencoder."""
        return self.network(next(iter(self._networks)))

    def network(self, name):
        """Bangun satu jaringan dan isi dengan bobot tersimpan.

        Args:
            name: nama jaringan, misalnya `"generator"`.

        Returns:
            Model Keras.

        Raises:
            ValueError: bila hasil ini tidak memuat jaringan itu, atau berkasnya berubah.
        """
        networks = self._networks
        stored = [key for key in networks if f"{key}.npz" in self.manifest["files"]]
        if name not in stored:
            raise ValueError(
                f"Hasil '{self.name}' tidak memuat jaringan {name!r}; yang ada: "
                f"{', '.join(stored)}."
            )
        networks[name].set_weights(unpack_arrays(self._read(f"{name}.npz")))
        return networks[name]

    @cached_property
    def _networks(self):
        return self.recipe.networks(self.recipe.build())

    def _read(self, name):
        content = self.read_file(name)
        received = hashlib.sha256(content).hexdigest()
        if received != self.manifest["files"][name]:
            raise ValueError(
                f"Berkas {name} dari hasil '{self.name}' berubah atau terpotong: SHA-256 "
                f"{received[:12]}…, seharusnya {self.manifest['files'][name][:12]}…. Ambil ulang "
                "berkas itu dari repositori (git checkout)."
            )
        return content


def load(name, store=None):
    """Buka satu hasil pelatihan tersimpan.

    Args:
        name: nama hasil, misalnya `"dcgan-mnist"`.
        store: folder gudang; `None` untuk gudang di salinan repositori, atau untuk mengambil
            dari tempat asal paket bila paket terpasang tanpa repositori.

    Returns:
        :class:`StoredRun`.

    Raises:
        FileNotFoundError: bila hasil itu tidak ada.
        ConnectionError: bila berkasnya tidak dapat diambil.
        ValueError: bila nama atau manifesnya tidak sah.
    """
    _check_name(name)
    if store is None and not STORE.is_dir():
        return _load_remote(name)
    folder = (STORE if store is None else Path(store)) / name
    if not (folder / "manifest.json").is_file():
        raise _unknown(name, names(folder.parent))
    content = (folder / "manifest.json").read_bytes()
    return StoredRun(name, _parse(content), lambda file: (folder / file).read_bytes())


def names(store=None):
    """Nama semua hasil tersimpan, urut abjad.

    Args:
        store: folder gudang, seperti pada :func:`load`.

    Returns:
        Daftar nama.
    """
    if store is None and not STORE.is_dir():
        return sorted(_index())
    store = STORE if store is None else Path(store)
    return sorted(path.parent.name for path in store.glob("*/manifest.json"))


def save(name, recipe, networks, history, pictures, manifest, store=None):
    """Simpan satu hasil pelatihan; manifes ditulis paling akhir, lalu indeks paket diperbarui.

    Args:
        name: nama hasil: huruf kecil, angka, dan tanda hubung.
        recipe: :class:`~generatif.recipes.base.Recipe` yang melatihnya.
        networks: `dict` nama ke model Keras; yang pertama jaringan utama.
        history: `dict` nama kolom ke daftar bilangan sama panjang.
        pictures: `dict` epoch ke isi berkas PNG.
        manifest: `dict` yang dapat ditulis sebagai JSON; kunci `name`, `recipe`, `files`,
            `float16_image_error`, dan `kernel_dtype` ditambahkan di sini.
        store: folder gudang; `None` untuk gudang di salinan repositori.

    Returns:
        Folder hasil.

    Raises:
        ValueError: bila nama tidak sah, atau `store` tidak disebut padahal paket tidak berjalan
            dari salinan repositori.
    """
    _check_name(name)
    if store is None and not (REPOSITORY / "pyproject.toml").is_file():
        raise ValueError(
            f"Paket ini terpasang di {REPOSITORY}, bukan salinan repositori, jadi tidak punya "
            "gudang yang dapat ditulisi. Jalankan dari salinan repositori (git clone, lalu "
            "`pip install -e .`), atau sebutkan folder lewat `store`."
        )
    error = float16_image_error(recipe, next(iter(networks.values())))
    dtype = "float16" if error < MAX_IMAGE_ERROR else "float32"
    folder = (STORE if store is None else Path(store)) / name
    contents = {
        **{
            f"{key}.npz": pack_arrays(compact_weights(each, dtype))
            for key, each in networks.items()
        },
        "history.csv": pack_history(history),
        **{f"epoch-{epoch:04d}.png": content for epoch, content in pictures.items()},
    }
    for file_name, content in contents.items():
        write_atomic(folder / file_name, content)
    hashes = {key: hashlib.sha256(value).hexdigest() for key, value in sorted(contents.items())}
    manifest = {
        "name": name,
        "recipe": recipe.to_dict(),
        **manifest,
        "float16_image_error": round(error, 3) if np.isfinite(error) else None,
        "kernel_dtype": dtype,
        "files": hashes,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    write_atomic(folder / "manifest.json", text.encode())
    if store is None:
        write_index()
    return folder


def write_index():
    """Tulis ulang indeks paket: SHA-256 manifes setiap hasil di gudang repositori."""
    hashes = {
        name: hashlib.sha256((STORE / name / "manifest.json").read_bytes()).hexdigest()
        for name in names()
    }
    write_atomic(files("generatif") / INDEX, (json.dumps(hashes, indent=2) + "\n").encode())


def float16_image_error(recipe, network, count=256):
    """Ukur perubahan terbesar piksel bila kernel dibulatkan ke float16.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`; masukan tetapnya yang dipakai.
        network: jaringan utama.
        count: banyak citra yang dibandingkan.

    Returns:
        Selisih mutlak terbesar dalam tingkat keabuan (0 sampai 255).
    """
    inputs = recipe.probe(count)
    rounded = next(iter(recipe.networks(recipe.build()).values()))
    rounded.set_weights([w.astype("float32") for w in compact_weights(network)])
    exact, near = (np.asarray(recipe.output(each, inputs)) for each in (network, rounded))
    return float(recipe.gray_levels * np.abs(exact - near).max())


def compact_weights(network, dtype="float16"):
    """Simpan kernel sebagai `dtype`; vektor tetap float32.

    Vektor kecil ukurannya tetapi besar akibatnya: pada DCGAN bab ini, membulatkan statistik
    normalisasi *batch* saja sudah mengubah piksel lebih dari setengah tingkat keabuan.

    Args:
        network: model Keras.
        dtype: `"float16"` atau `"float32"`.

    Returns:
        Daftar larik dalam urutan `get_weights`.
    """
    return [w.astype(dtype) if w.ndim > 1 else w for w in network.get_weights()]


def pack_arrays(arrays):
    """Kemas daftar larik sebagai npz tanpa pickle.

    Args:
        arrays: daftar larik, misalnya dari `get_weights` atau :func:`compact_weights`.

    Returns:
        Isi berkas npz, `bytes`; kunci `0000`, `0001`, … mengikuti urutan daftar.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{f"{i:04d}": array for i, array in enumerate(arrays)})
    return buffer.getvalue()


def unpack_arrays(content):
    """Kebalikan :func:`pack_arrays`; kernel float16 kembali menjadi float32.

    Args:
        content: isi berkas npz, `bytes`.

    Returns:
        Daftar larik `float32`.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return [archive[key].astype("float32") for key in sorted(archive)]


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


def _load_remote(name):
    index = _index()
    if name not in index:
        raise _unknown(name, sorted(index))
    content = remote.fetch(f"{name}/manifest.json", index[name]).read_bytes()
    manifest = _parse(content)

    def read_file(file):
        return remote.fetch(f"{name}/{file}", manifest["files"][file]).read_bytes()

    return StoredRun(name, manifest, read_file)


def _index():
    return json.loads((files("generatif") / INDEX).read_text(encoding="utf-8"))


def _parse(content):
    manifest = json.loads(content)
    for file_name in manifest["files"]:
        _check_file_name(file_name)
    return manifest


def _unknown(name, available):
    near = get_close_matches(str(name), available, n=1, cutoff=0.6)
    hint = f"Maksud Anda: {near[0]}? " if near else ""
    return FileNotFoundError(
        f"Hasil '{name}' tidak ada di gudang. {hint}Yang tersedia: "
        f"{', '.join(available) or 'tidak ada'}. Pelatihan Anda sendiri dimasukkan dengan "
        "`python -m generatif simpan FOLDER`."
    )

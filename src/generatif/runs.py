"""Folder kerja sebuah pelatihan: letak, kepemilikan resep, riwayat, dan berkas per epoch.

resep.json            resep dan asal-usul (commit, kode, versi, mesin)
riwayat.csv           satu baris per epoch
gambar/epoch-0001.png citra kemajuan
bobot/0001.npz        jaringan yang disimpan, sesudah setiap epoch
titik/                titik simpan, lihat `generatif.checkpoints`
"""

import csv
import errno
import json
import os
import warnings
from pathlib import Path

from generatif import provenance
from generatif.pictures import save_grid, write_atomic
from generatif.zoo import pack_arrays, pack_history

COLAB_DRIVE = Path("/content/drive/MyDrive")


class RunFolder:
    """Folder kerja milik satu resep.

    Args:
        folder: letak folder; dibuat bila belum ada.

    Raises:
        OSError: bila folder tidak dapat dibuat atau ditulisi.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomic(self.folder / ".tulis", b"")
            (self.folder / ".tulis").unlink(missing_ok=True)
        except OSError as error:
            raise OSError(
                f"Folder kerja {self.folder} tidak dapat ditulisi: {error.strerror}. Pilih folder "
                "lain dengan --folder, atau isi variabel lingkungan GENERATIF_RUNS."
            ) from error

    def claim(self, recipe, settings):
        """Catat resep; tolak folder yang berisi pelatihan lain.

        Catatan yang sendirian di foldernya ditimpa: pelatihannya gagal sebelum data terbuka.

        Args:
            recipe: :class:`~generatif.recipes.base.Recipe`.
            settings: `dict` pengaturan lain yang ikut menentukan hasil, misalnya strategi.

        Raises:
            ValueError: menyebut setiap bagian resep yang berbeda, atau isi folder yang bukan
                folder kerja.
        """
        path = self.folder / "resep.json"
        wanted = {
            "recipe": recipe.to_dict(),
            "settings": settings,
            **provenance.describe(recipe.modules),
        }
        others = sorted(each.name for each in self.folder.glob("[!.]*") if each != path)
        if not others:
            write_atomic(path, (json.dumps(wanted, indent=2) + "\n").encode())
        elif path.exists():
            self._compare(self.claimed(), wanted)
        else:
            raise ValueError(
                f"Folder {self.folder} sudah berisi {', '.join(others[:3])}, tetapi bukan folder "
                "kerja pelatihan (resep.json tidak ada). Pilih folder baru dengan --folder."
            )

    def _compare(self, stored, wanted):
        before, now = ({**each["recipe"], **each["settings"]} for each in (stored, wanted))
        if differences := provenance.differences(before, now):
            raise ValueError(
                f"Folder {self.folder} berisi pelatihan dengan resep lain. Yang berbeda "
                f"(di folder -> diminta): {'; '.join(differences)}. Untuk melanjutkannya, minta "
                "isi yang sama seperti di folder itu; untuk pelatihan baru, pilih folder lain, "
                f"misalnya --folder {self.folder}-2. Banyak epoch tidak dapat ditambah: ia ikut "
                "menentukan jadwal."
            )
        for key in ("code", "versions"):
            if changed := provenance.differences(stored[key], wanted[key]):
                warnings.warn(
                    f"Sejak pelatihan di {self.folder} dimulai, ini berubah: {'; '.join(changed)}. "
                    "Pelatihan dilanjutkan, tetapi hasilnya tidak lagi dapat diulang persis.",
                    stacklevel=2,
                )

    def claimed(self):
        """Baca catatan :meth:`claim`.

        Returns:
            `dict` dengan kunci `recipe`, `settings`, `commit`, `code`, `versions`, dan
            `machine`.

        Raises:
            FileNotFoundError: bila folder ini bukan folder kerja.
        """
        path = self.folder / "resep.json"
        if not path.exists():
            raise FileNotFoundError(
                f"{self.folder} bukan folder kerja pelatihan: resep.json tidak ada. Latih dulu "
                "dengan `python -m generatif latih`."
            )
        return json.loads(path.read_text(encoding="utf-8"))

    def write_history(self, rows):
        """Tulis riwayat.

        Args:
            rows: daftar `dict` per epoch, dengan kunci yang sama.
        """
        columns = {key: [row[key] for row in rows] for key in rows[0]}
        write_atomic(self.folder / "riwayat.csv", pack_history(columns))

    def read_history(self):
        """Baca riwayat.

        Returns:
            `dict` nama kolom ke daftar bilangan; kosong bila belum ada.
        """
        path = self.folder / "riwayat.csv"
        rows = list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []
        return {key: [float(row[key]) for row in rows] for key in rows[0]} if rows else {}

    def write_epoch(self, epoch, network, images):
        """Tulis bobot jaringan utama dan citra kemajuan sesudah sebuah epoch.

        Args:
            epoch: nomor epoch, mulai dari 1.
            network: model Keras.
            images: larik `uint8` `(N, H, W, C)`.

        Raises:
            OSError: bila disk penuh; titik simpan tidak tersentuh.
        """
        try:
            write_atomic(self.weights_path(epoch), pack_arrays(network.get_weights()))
            save_grid(images, self.picture_path(epoch))
        except OSError as error:
            cause = "disk penuh" if error.errno == errno.ENOSPC else error.strerror
            raise OSError(
                error.errno,
                f"Hasil epoch {epoch} tidak dapat ditulis ke {self.folder}: {cause}. Titik simpan "
                "terakhir tetap utuh. Sediakan ruang, lalu jalankan perintah yang sama.",
            ) from error

    def weights_path(self, epoch):
        """Letak bobot sesudah `epoch`."""
        return self.folder / "bobot" / f"{epoch:04d}.npz"

    def picture_path(self, epoch):
        """Letak citra kemajuan sesudah `epoch`."""
        return self.folder / "gambar" / f"epoch-{epoch:04d}.png"


def default_folder(recipe):
    """Letak baku folder kerja, di luar repositori.

    Urutannya: variabel lingkungan GENERATIF_RUNS, Google Drive yang terpasang bila di Colab,
    lalu folder data pengguna menurut sistem operasi.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.

    Returns:
        `Path`, belum tentu ada.
    """
    from platformdirs import user_data_path

    name = f"{recipe.name}-{recipe.profile}-{recipe.seed}"
    if parent := os.environ.get("GENERATIF_RUNS"):
        return Path(parent).expanduser() / name
    if "COLAB_RELEASE_TAG" not in os.environ:
        return user_data_path("generatif") / "latihan" / name
    if COLAB_DRIVE.is_dir():
        return COLAB_DRIVE / "generatif" / name
    warnings.warn(
        "Google Drive belum dipasang: hasil pelatihan ditulis ke /content dan HILANG ketika sesi "
        "Colab berakhir. Hentikan, jalankan `from google.colab import drive; "
        "drive.mount('/content/drive')`, lalu ulangi.",
        stacklevel=2,
    )
    return Path("/content/generatif") / name

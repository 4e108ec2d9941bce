"""Titik simpan pelatihan: satu berkas per generasi, atomik, berhash, tanpa pickle.

Isi berkas: muatan npz yang memuat larik keadaan dan catatan JSON, lalu SHA-256 muatan itu (64
angka heksadesimal). Dua generasi terakhir disimpan.
"""

import errno
import hashlib
import io
import json
import warnings
from pathlib import Path

import numpy as np

from generatif.pictures import atomic_file

GENERATIONS = 2
SUFFIX = ".titik"
_NOTE = "catatan"
_HASH_LENGTH = 64


class CheckpointFolder:
    """Folder titik simpan sebuah pelatihan.

    Args:
        folder: folder khusus titik simpan; dibuat bila belum ada.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def save(self, position, arrays, note):
        """Tulis satu generasi, lalu buang yang lebih tua daripada dua generasi terakhir.

        Args:
            position: banyak langkah yang sudah dijalani; menjadi nama berkas.
            arrays: daftar larik NumPy keadaan, dalam urutan tetap.
            note: `dict` yang dapat ditulis sebagai JSON.

        Returns:
            Berkas yang ditulis.

        Raises:
            OSError: bila disk penuh atau folder tidak dapat ditulisi; generasi lama tetap utuh.
        """
        path = self.folder / f"{position:09d}{SUFFIX}"
        try:
            with atomic_file(path) as file:
                _write(file, arrays, note)
        except OSError as error:
            raise OSError(error.errno, self._failure(error, arrays)) from error
        for old in self._paths()[:-GENERATIONS]:
            old.unlink()
        return path

    def load(self):
        """Baca generasi terbaru yang utuh.

        Berkas yang rusak diberi akhiran `.rusak` dengan peringatan, lalu generasi sebelumnya
        yang dipakai. Sisa penulisan yang terputus dihapus.

        Returns:
            `(arrays, note)`, atau `None` bila belum ada titik simpan.

        Raises:
            ValueError: bila ada titik simpan tetapi tidak satu pun utuh.
        """
        for partial in self.folder.glob(f".*{SUFFIX}.*"):
            partial.unlink(missing_ok=True)
        paths = self._paths()
        for path in reversed(paths):
            try:
                return _unpack(path.read_bytes())
            except ValueError as error:
                damaged = path.replace(path.with_name(path.name + ".rusak"))
                warnings.warn(
                    f"Titik simpan {path.name} rusak ({error}) dan dipindahkan ke {damaged.name}; "
                    "generasi sebelumnya yang dipakai.",
                    stacklevel=2,
                )
        if paths:
            raise ValueError(
                f"Semua titik simpan di {self.folder} rusak. Hapus folder itu untuk mulai dari "
                "awal, atau pulihkan berkasnya dari cadangan."
            )
        return None

    def _paths(self):
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def _failure(self, error, arrays):
        size = sum(array.nbytes for array in arrays)
        kept = self._paths()
        safe = f"Titik simpan terakhir yang utuh: {kept[-1].name}." if kept else "Belum ada."
        cause = "disk penuh" if error.errno == errno.ENOSPC else error.strerror
        return (
            f"Titik simpan sebesar {size / 1e6:.1f} MB tidak dapat ditulis ke {self.folder}: "
            f"{cause}. {safe} Sediakan ruang, lalu jalankan perintah yang sama untuk melanjutkan."
        )


def _write(file, arrays, note):
    text = np.frombuffer(json.dumps(note).encode(), "uint8")
    np.savez(file, **{_NOTE: text}, **{f"{i:04d}": value for i, value in enumerate(arrays)})
    file.seek(0)
    file.write(hashlib.file_digest(file, "sha256").hexdigest().encode())


def _unpack(content):
    payload, expected = content[:-_HASH_LENGTH], content[-_HASH_LENGTH:]
    received = hashlib.sha256(payload).hexdigest()
    if received.encode() != expected:
        raise ValueError(f"SHA-256 isinya {received[:12]}…, yang tercatat lain")
    with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
        note = json.loads(archive[_NOTE].tobytes())
        return [archive[key] for key in sorted(archive) if key != _NOTE], note

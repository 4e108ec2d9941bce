"""Titik simpan pelatihan: satu berkas per generasi, atomik, berhash, tanpa pickle.

Isi berkas: SHA-256 muatan (64 angka heksadesimal), ganti baris, lalu muatan npz yang memuat
larik keadaan dan catatan JSON. Dua generasi terakhir disimpan.
"""

import errno
import hashlib
import io
import json
import warnings
from pathlib import Path

import numpy as np

from generatif.pictures import write_atomic

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
        content = _pack(arrays, note)
        path = self.folder / f"{position:09d}{SUFFIX}"
        try:
            write_atomic(path, content)
        except OSError as error:
            raise OSError(error.errno, self._failure(error, len(content))) from error
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

    def _failure(self, error, size):
        kept = self._paths()
        safe = f"Titik simpan terakhir yang utuh: {kept[-1].name}." if kept else "Belum ada."
        cause = "disk penuh" if error.errno == errno.ENOSPC else error.strerror
        return (
            f"Titik simpan sebesar {size / 1e6:.1f} MB tidak dapat ditulis ke {self.folder}: "
            f"{cause}. {safe} Sediakan ruang, lalu jalankan perintah yang sama untuk melanjutkan."
        )


def _pack(arrays, note):
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(note).encode(), "uint8")
    np.savez(buffer, **{_NOTE: text}, **{f"{i:04d}": value for i, value in enumerate(arrays)})
    payload = buffer.getvalue()
    return hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


def _unpack(content):
    expected, payload = content[:_HASH_LENGTH], content[_HASH_LENGTH + 1 :]
    received = hashlib.sha256(payload).hexdigest()
    if received.encode() != expected:
        raise ValueError(f"SHA-256 isinya {received[:12]}…, yang tercatat lain")
    with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
        note = json.loads(archive[_NOTE].tobytes())
        return [archive[key] for key in sorted(archive) if key != _NOTE], note

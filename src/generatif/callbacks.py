"""Callback Keras untuk pelatihan GAN: jadwal derau, gambar kemajuan, penghenti."""

import math
from pathlib import Path

import keras

from generatif.checks import require, require_positive_int
from generatif.data import symmetric_to_uint8
from generatif.pictures import save_grid


class InstanceNoiseDecay(keras.callbacks.Callback):
    """Turunkan derau masukan diskriminator secara linear, epoch demi epoch.

    Epoch pertama memakai `start`, epoch terakhir memakai `end`. Model harus memiliki
    variabel `noise_stddev`. Sumber derau: Sønderby dkk. (2017), arXiv 1610.04490.

    Args:
        start: simpangan baku pada epoch pertama, >= 0.
        end: simpangan baku pada epoch terakhir, >= 0.

    Raises:
        ValueError: bila salah satu nilai negatif.
    """

    def __init__(self, start=0.10, end=0.0):
        super().__init__()
        require(start >= 0, "start", start, "simpangan baku >= 0")
        require(end >= 0, "end", end, "simpangan baku >= 0")
        self.start = start
        self.end = end

    def on_epoch_begin(self, epoch, logs=None):
        """Tetapkan simpangan baku untuk epoch ini."""
        last = max(self.params["epochs"] - 1, 1)
        fraction = min(epoch / last, 1.0)
        self.model.noise_stddev.assign(self.start + fraction * (self.end - self.start))

    def on_epoch_end(self, epoch, logs=None):
        """Catat simpangan baku yang dipakai ke dalam riwayat."""
        if logs is not None:
            logs["noise_stddev"] = float(keras.ops.convert_to_numpy(self.model.noise_stddev))


class ImageGrid(keras.callbacks.Callback):
    """Simpan citra dari vektor laten yang TETAP pada epoch 1 dan setiap `every` epoch.

    Vektor laten yang tetap membuat gambar antarepoch dapat dibandingkan.

    Args:
        latent: larik `(B, latent_dim)` yang dipakai di setiap epoch.
        every: jarak antargambar dalam epoch, bilangan bulat positif.
        folder: folder untuk berkas `epoch-0001.png`, …; `None` untuk tidak menulis berkas.

    Attributes:
        frames: `dict` epoch (mulai dari 1) ke citra `uint8` `(B, H, W, C)`.

    Raises:
        ValueError: bila `every` bukan bilangan bulat positif.
    """

    def __init__(self, latent, every=10, folder=None):
        super().__init__()
        require_positive_int(every=every)
        self.latent = latent
        self.every = every
        self.folder = None if folder is None else Path(folder)
        self.frames = {}

    def on_epoch_end(self, epoch, logs=None):
        """Buat gambar bila epoch ini mendapat giliran."""
        number = epoch + 1
        if number != 1 and number % self.every:
            return
        images = symmetric_to_uint8(keras.ops.convert_to_numpy(self.model(self.latent)))
        self.frames[number] = images
        if self.folder is not None:
            save_grid(images, self.folder / f"epoch-{number:04d}.png")


class StopOnNonFinite(keras.callbacks.Callback):
    """Hentikan pelatihan begitu salah satu besaran menjadi NaN atau tak hingga.

    Berbeda dari `keras.callbacks.TerminateOnNaN`, yang hanya melihat kunci `loss`, callback
    ini memeriksa semua kunci, termasuk `d_loss` dan `g_loss`.

    Attributes:
        reason: `None`, atau kalimat yang menyebut besaran, epoch, dan langkahnya.
    """

    def __init__(self):
        super().__init__()
        self.reason = None
        self._epoch = 0

    def on_epoch_begin(self, epoch, logs=None):
        """Ingat nomor epoch untuk pesan."""
        self._epoch = epoch + 1

    def on_train_batch_end(self, batch, logs=None):
        """Periksa setiap besaran sesudah satu langkah."""
        for name, value in (logs or {}).items():
            if not math.isfinite(value):
                self.reason = (
                    f"Pelatihan dihentikan: {name} = {value} pada epoch {self._epoch}, "
                    f"langkah {batch + 1}. Turunkan laju pembelajaran atau periksa data."
                )
                print(self.reason)
                self.model.stop_training = True
                return

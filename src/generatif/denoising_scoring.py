"""Ukuran peredam derau: galat terhadap citra bersih menurut jenis dan tingkat derau."""

import keras
import numpy as np

from generatif.data import scale_to_unit
from generatif.models.denoising_autoencoder import NOISES, corrupt
from generatif.scoring import SAMPLE_SEED, ReconstructionScorer, reconstruction_scores

LEVELS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)


class DenoisingScorer(ReconstructionScorer):
    """Galat rekonstruksi citra bersih dan galat peredaman di setiap tingkat derau.

    PCA tidak ikut: kodenya sebanyak piksel, jadi PCA berukuran sama menyalin tanpa galat.
    Pengklasifikasi linear di atas kode selebar itu lambat; `tools/measure_denoising.py`
    mengukurnya terpisah.
    """

    def epoch(self, network):
        """Galat atas citra latih pertama: yang bersih, dan yang diberi derau resepnya.

        Args:
            network: peredam derau `(B, H, W, C) -> (B, H, W, C)`.

        Returns:
            `dict` dengan kunci `train_mse` dan `denoised_mse`; derau yang kedua bertingkat
            `high` dan selalu sama.
        """
        images = scale_to_unit(self._data.x_train[: self.count])
        noisy = noisy_copy(images, self.recipe.noise, self.recipe.high)
        made = network.predict(noisy, batch_size=500, verbose=0)
        return {**super().epoch(network), "denoised_mse": _squared_error(made, images)}

    def final(self, network):
        """Ukuran lengkap atas data uji.

        Args:
            network: peredam derau.

        Returns:
            `dict`: `count`, `code_dim`, `parameters`, ukuran rekonstruksi citra bersih, `noise`,
            dan `denoising` dari :func:`denoising_scores` dengan derau resepnya.
        """
        test = scale_to_unit(self._data.x_test[: self.count])
        made = network.predict(test, batch_size=500, verbose=0)
        return {
            "count": len(test),
            "code_dim": self.recipe.code_dim,
            "parameters": network.count_params(),
            **reconstruction_scores(made, test),
            "noise": self.recipe.noise,
            "denoising": denoising_scores(network, test, self.recipe.noise),
        }

    def summary(self, metrics):
        """Susun galat menurut tingkat derau.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [("TINGKAT DERAU", "BERDERAU", "DIREDAM")]
        return rows + [
            (f"{each['level']:g}", f"{each['noisy_mse']:.4f}", f"{each['test_mse']:.4f}")
            for each in metrics["denoising"].values()
        ]


def denoising_scores(network, images, noise, levels=LEVELS):
    """Ukur galat peredaman di beberapa tingkat derau.

    Args:
        network: model Keras `(B, H, W, C) -> (B, H, W, C)`, piksel dalam [0, 1].
        images: citra bersih pecahan `(N, H, W, C)`.
        noise: jenis derau, lihat `generatif.models.denoising_autoencoder.corrupt`.
        levels: tingkat-tingkat derau.

    Returns:
        `dict` dengan kunci :func:`setting_key` dan isi `level`, `noisy_mse`, serta ukuran
        `reconstruction_scores` keluaran jaringan terhadap citra bersih.
    """
    rows = {}
    for level in levels:
        noisy = noisy_copy(images, noise, level)
        made = network.predict(noisy, batch_size=500, verbose=0)
        rows[setting_key(noise, level)] = {
            "level": level,
            "noisy_mse": _squared_error(noisy, images),
            **reconstruction_scores(made, images),
        }
    return rows


def noisy_copy(images, noise, level):
    """Rusak citra dengan derau yang selalu sama untuk jenis dan tingkat itu.

    Args:
        images: citra bersih pecahan `(N, H, W, C)`.
        noise: jenis derau.
        level: tingkat derau.

    Returns:
        Larik `float32` sebentuk `images`.
    """
    seed = SAMPLE_SEED + 1000 * NOISES.index(noise) + round(100 * level)
    return keras.ops.convert_to_numpy(corrupt(images, noise, level, seed))


def setting_key(noise, level):
    """Nama jenis dan tingkat derau tanpa titik, misalnya `"gaussian-30"`."""
    return f"{noise}-{round(100 * level)}"


def _squared_error(made, images):
    return float(np.mean((made.astype("float64") - images) ** 2))

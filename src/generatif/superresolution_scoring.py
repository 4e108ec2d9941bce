"""Ukuran superresolusi: mirip dengan aslinya, sesuai dengan masukannya, dan masih sekelas.

Semua ukuran memakai keluaran yang sudah dipotong ke [0, 1] dan dibulatkan menjadi `uint8`, seperti
citra yang dilihat pembaca.
"""

from functools import cached_property

import numpy as np

from generatif import metrics
from generatif.checks import require
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.models.srresnet import IMAGE_SIZE, downscale
from generatif.recipes import REPORTED_COUNT

METHODS = {"nearest": "NEAREST", "bicubic": "BICUBIC", "lanczos": "LANCZOS"}
CONFIDENT = 0.9


def interpolate(low, method="bicubic"):
    """Besarkan citra kecil dengan Pillow, tanpa pelatihan.

    Dihitung dalam bilangan pecahan (mode `F`), lalu dipotong ke [0, 1]: *bicubic* dan *lanczos*
    melampaui rentang di tepi yang tajam.

    Args:
        low: larik pecahan `(N, h, w, 1)` dalam [0, 1].
        method: `"nearest"`, `"bicubic"`, atau `"lanczos"`.

    Returns:
        Larik `float32` `(N, 28, 28, 1)` dalam [0, 1].

    Raises:
        ValueError: bila `method` tidak dikenal.
    """
    from PIL import Image

    require(method in METHODS, "method", method, f"salah satu dari {', '.join(METHODS)}")
    resampling = Image.Resampling[METHODS[method]]
    pixels = np.asarray(low, "float32")[..., 0]
    large = [
        np.asarray(Image.fromarray(each).resize((IMAGE_SIZE, IMAGE_SIZE), resampling))
        for each in pixels
    ]
    return np.clip(np.stack(large), 0, 1)[..., None]


def back_project(large, low):
    """Geser tiap blok citra besar agar reratanya sama dengan piksel citra kecilnya.

    Hasilnya citra terdekat (jarak Euklides) yang sesuai dengan `low`: proyeksi tegak lurus, satu
    langkah proyeksi balik untuk pengecilan rerata blok. Lalu dipotong ke [0, 1], sehingga
    kesesuaiannya tidak lagi persis di tempat yang terpotong.

    Args:
        large: larik pecahan `(N, H, W, C)`.
        low: larik pecahan `(N, h, w, C)`; H / h sama dengan W / w dan bulat.

    Returns:
        Larik `(N, H, W, C)` dalam [0, 1].
    """
    scale = large.shape[1] // low.shape[1]
    missing = low - downscale(large, scale).numpy()
    return np.clip(large + missing.repeat(scale, axis=1).repeat(scale, axis=2), 0, 1)


def enlarge(network, low):
    """Besarkan citra kecil dengan jaringan.

    Args:
        network: model Keras `(B, h, w, 1) -> (B, 28, 28, 1)`.
        low: larik pecahan `(N, h, w, 1)` dalam [0, 1].

    Returns:
        Larik `uint8` `(N, 28, 28, 1)`, sesudah dipotong ke [0, 1].
    """
    return unit_to_uint8(np.clip(network.predict(low, batch_size=500, verbose=0), 0, 1))


def shrink_images(images, scale):
    """Citra kecil dari citra besar, untuk larik.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        scale: bilangan bulat positif yang membagi H dan W.

    Returns:
        Larik `float32` `(N, H / scale, W / scale, C)` dalam [0, 1]: rerata tiap blok, tidak
        dibulatkan.
    """
    return downscale(scale_to_unit(images), scale).numpy()


def class_changes(made, real, labels):
    """Hitung citra yang kelasnya berubah karena pembesaran.

    Args:
        made: peluang kelas citra buatan `(N, K)`.
        real: peluang kelas citra asli, dari pengklasifikasi yang sama.
        labels: label bilangan bulat `(N,)`.

    Returns:
        `dict`: `accuracy` (bagian citra buatan yang ditebak benar), `lost` (banyak citra yang
        ditebak benar pada aslinya tetapi salah pada buatannya), `confidently_lost` (di
        antaranya, yang peluang tebakan salahnya >= 0,9), dan `gained` (kebalikan `lost`).
    """
    right, real_right = (each.argmax(axis=1) == labels for each in (made, real))
    lost = real_right & ~right
    return {
        "accuracy": float(right.mean()),
        "lost": int(lost.sum()),
        "confidently_lost": int((lost & (made.max(axis=1) >= CONFIDENT)).sum()),
        "gained": int((right & ~real_right).sum()),
    }


class SuperResolutionScorer:
    """Ukuran sebuah pembesar atas data uji, dengan kedua pengklasifikasi beku himpunannya.

    Args:
        recipe: :class:`~generatif.recipes.superresolution.SuperResolutionRecipe`.
        count: banyak citra.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """PSNR dan ketelitian kelas atas citra latih pertama.

        Args:
            network: model Keras `(B, h, w, 1) -> (B, 28, 28, 1)`.

        Returns:
            `dict` dengan kunci `train_psnr` dan `train_accuracy_<nama pengklasifikasi>`.
        """
        images, labels = self._data.x_train[: self.count], self._data.y_train[: self.count]
        made = enlarge(network, shrink_images(images, self.recipe.scale))
        accuracy = {
            f"train_accuracy_{name}": float(np.mean(each(made)[1].argmax(axis=1) == labels))
            for name, each in self._classifiers.items()
        }
        return {"train_psnr": metrics.psnr(made, images), **accuracy}

    def final(self, network):
        """Ukuran lengkap atas data uji.

        Args:
            network: model Keras `(B, h, w, 1) -> (B, 28, 28, 1)`.

        Returns:
            `dict`: `count`, `parameters`, `classifiers`, dan isi :meth:`scores`.
        """
        return {
            "count": len(self._images),
            "parameters": network.count_params(),
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
            **self.scores(enlarge(network, self._low)),
        }

    def baselines(self):
        """Ukuran cara tanpa pelatihan.

        Returns:
            `dict` ke isi :meth:`scores`: nama cara di `METHODS`; `"projected"`, *bicubic* sesudah
            :func:`back_project`; dan `"real"`, citra aslinya, tanpa PSNR karena galatnya nol.
        """
        large = {name: interpolate(self._low, name) for name in METHODS}
        large["projected"] = back_project(large["bicubic"], self._low)
        real = {
            "edge_strength": metrics.edge_strength(self._images),
            "judges": self._judge(self._images),
        }
        rows = {name: self.scores(unit_to_uint8(each)) for name, each in large.items()}
        return {**rows, "real": real}

    def scores(self, made):
        """Bandingkan hasil pembesaran dengan citra aslinya.

        Args:
            made: larik `uint8` `(count, 28, 28, 1)`.

        Returns:
            `dict` `psnr`, `ssim`, `edge_strength`, `consistency` (PSNR citra kecil yang dibuat
            lagi dari `made` terhadap masukannya), dan `judges`: menurut pengklasifikasi, isi
            :func:`class_changes` dan `frechet`.
        """
        return {
            "psnr": metrics.psnr(made, self._images),
            "ssim": metrics.ssim(made, self._images),
            "edge_strength": metrics.edge_strength(made),
            "consistency": metrics.psnr(shrink_images(made, self.recipe.scale), self._low),
            "judges": self._judge(made),
        }

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [
            ("UKURAN", "NILAI"),
            ("PSNR", f"{metrics['psnr']:.2f} dB"),
            ("SSIM", f"{metrics['ssim']:.3f}"),
            ("konsistensi", f"{metrics['consistency']:.1f} dB"),
        ]
        for name, row in metrics["judges"].items():
            rows += [
                (f"ketelitian, {name}", f"{row['accuracy']:.3f}"),
                (f"jarak Fréchet, {name}", f"{row['frechet']:.2f}"),
                (f"kelas hilang, {name}", str(row["lost"])),
            ]
        return rows

    def _judge(self, made):
        rows = {}
        for name, classifier in self._classifiers.items():
            features, probabilities = classifier(made)
            real_features, real = self._real[name]
            rows[name] = {
                **class_changes(probabilities, real, self._labels),
                "frechet": metrics.frechet_distance(features, real_features),
            }
        return rows

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)

    @cached_property
    def _real(self):
        return {name: each(self._images) for name, each in self._classifiers.items()}

    @cached_property
    def _low(self):
        return shrink_images(self._images, self.recipe.scale)

    @property
    def _images(self):
        return self._data.x_test[: self.count]

    @property
    def _labels(self):
        return self._data.y_test[: self.count]

"""Ukuran penambalan: dekat dengan aslinya di dalam lubang, masih sekelas, dan sebarannya mirip.

Semua ukuran memakai citra tambalan yang sudah dibulatkan menjadi `uint8`. Kedua pengklasifikasi
beku dipakai sebagai hakim; tidak satu loss pun memakainya.
"""

from functools import cached_property

import numpy as np

from generatif import filling, metrics
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.masks import KINDS, assign_masks
from generatif.models.context_encoder import hide, paste
from generatif.recipes import REPORTED_COUNT
from generatif.superresolution_scoring import class_changes


def fill_hidden(network, hidden):
    """Tambal citra dengan jaringan.

    Args:
        network: model Keras `(B, 28, 28, 2) -> (B, 28, 28, 1)`, keluaran dalam [0, 1].
        hidden: larik `(N, 28, 28, 2)` dari `generatif.models.context_encoder.hide`.

    Returns:
        Larik `uint8` `(N, 28, 28, 1)`; di luar lubang sama dengan masukannya.
    """
    fill = network.predict(hidden, batch_size=500, verbose=0)
    return unit_to_uint8(paste(fill, hidden[..., :1], hidden[..., 1:]))


def fill_images(network, images, masks):
    """Sembunyikan lubang citra, lalu tambal dengan jaringan.

    Args:
        network: lihat :func:`fill_hidden`.
        images: larik `uint8` `(N, 28, 28, 1)`.
        masks: larik `(N, 28, 28, 1)`, 1 di lubang.

    Returns:
        Larik `uint8` `(N, 28, 28, 1)`.
    """
    return fill_hidden(network, hide(scale_to_unit(images), masks).numpy())


def hole_error(made, images, masks):
    """Galat mutlak rerata di dalam lubang.

    Args:
        made: larik `uint8` `(N, H, W, 1)`.
        images: citra asli sebentuk.
        masks: 1 di lubang; boleh juga kebalikannya, untuk mengukur yang di luar.

    Returns:
        Bilangan dalam [0, 1]: rerata atas semua piksel lubang semua citra.
    """
    apart = np.abs(made.astype("float64") - images) / 255
    return float((apart * masks).sum() / np.sum(masks))


class InpaintingScorer:
    """Ukuran sebuah pengisi lubang atas data uji, menurut jenis topeng.

    Args:
        recipe: :class:`~generatif.recipes.inpainting.InpaintingRecipe`.
        count: banyak citra.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """Galat di lubang citra latih pertama, satu kunci per jenis topeng.

        Args:
            network: lihat :func:`fill_hidden`.

        Returns:
            `dict` dengan kunci `train_error_<jenis>`.
        """
        images = self._data.x_train[: self.count]
        rows = {}
        for kind in KINDS:
            masks = assign_masks(kind, len(images))
            made = fill_images(network, images, masks)
            rows[f"train_error_{kind}"] = hole_error(made, images, masks)
        return rows

    def final(self, network):
        """Ukuran lengkap atas data uji.

        Args:
            network: lihat :func:`fill_hidden`.

        Returns:
            `dict`: `count`, `parameters`, `classifiers`, dan `kinds`, menurut jenis topeng isi
            :meth:`scores`.
        """
        return {
            "count": len(self._images),
            "parameters": network.count_params(),
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
            "kinds": {
                kind: self.scores(fill_images(network, self._images, self._masks(kind)), kind)
                for kind in KINDS
            },
        }

    def baselines(self):
        """Ukuran cara tanpa melatih jaringan.

        Returns:
            `dict` jenis topeng ke `dict` nama cara ke isi :meth:`scores`: `"empty"` (lubang
            hitam), `"mean"`, `"biharmonic"`, `"linear"`, `"nearest"`, dan `"real"`, citra aslinya.
        """
        rows = {}
        for kind in KINDS:
            masks, images = self._masks(kind), scale_to_unit(self._images)
            train = scale_to_unit(self._data.x_train)
            filled = {
                "empty": paste(0, images, masks),
                "mean": filling.mean_fill(images, masks, train),
                "biharmonic": filling.biharmonic_fill(images, masks),
                "linear": filling.linear_fill(images, masks, train),
                "nearest": filling.nearest_fill(images, masks, train),
                "real": images,
            }
            rows[kind] = {
                name: self.scores(unit_to_uint8(each), kind) for name, each in filled.items()
            }
        return rows

    def scores(self, made, kind):
        """Bandingkan citra tambalan dengan citra aslinya.

        Args:
            made: larik `uint8` `(count, 28, 28, 1)`.
            kind: jenis topeng yang dipakai.

        Returns:
            `dict` `hole_error`, `outside_error` (galat di luar lubang), `edge_strength` (ketajaman
            citra tambalan), dan `judges`: menurut pengklasifikasi, isi
            :func:`~generatif.superresolution_scoring.class_changes` dan `frechet`.
        """
        masks = self._masks(kind)
        return {
            "hole_error": hole_error(made, self._images, masks),
            "outside_error": hole_error(made, self._images, 1 - masks),
            "edge_strength": metrics.edge_strength(made),
            "judges": {
                name: self._judge(made, classifier, *self._real[name])
                for name, classifier in self._classifiers.items()
            },
        }

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [("TOPENG", "GALAT", "KELAS BENAR", "FRÉCHET")]
        for kind, row in metrics["kinds"].items():
            judge = row["judges"]["residual"]
            numbers = f"{row['hole_error']:.3f}", f"{judge['accuracy']:.3f}"
            rows.append((kind, *numbers, f"{judge['frechet']:.2f}"))
        return rows

    def _judge(self, made, classifier, real_features, real):
        features, probabilities = classifier(made)
        return {
            **class_changes(probabilities, real, self._labels),
            "frechet": metrics.frechet_distance(features, real_features),
        }

    def _masks(self, kind):
        return assign_masks(kind, len(self._images))

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)

    @cached_property
    def _real(self):
        return {name: each(self._images) for name, each in self._classifiers.items()}

    @property
    def _images(self):
        return self._data.x_test[: self.count]

    @property
    def _labels(self):
        return self._data.y_test[: self.count]

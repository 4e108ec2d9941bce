"""Ukuran yang menyertai hasil tersimpan: kurva per epoch dan nilai akhir.

Kurva dipakai untuk memilih, jadi pembandingnya data latih; data uji hanya dipakai sekali, untuk
nilai akhir. Setiap nilai akhir didampingi lantai (citra asli lain) dan garis dasar.
"""

from functools import cached_property

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.recipes import REPORTED_COUNT, latent_sample

SAMPLE_SEED = 0


class GANScorer:
    """Ukuran sampel sebuah GAN di bawah kedua pengklasifikasi beku himpunan datanya.

    Args:
        recipe: :class:`~generatif.recipes.GANRecipe`.
        count: banyak citra di tiap sisi; 10.000 untuk angka yang dilaporkan.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, generator):
        """Ukuran murah terhadap citra latih pertama, satu baris riwayat.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.

        Returns:
            `dict`; nama kolom diakhiri nama pengklasifikasi, kecuali `gray_share`.
        """
        return self._curve_row(self.samples(generator))

    def final(self, generator):
        """Ukuran lengkap terhadap data uji, beserta lantai dan garis dasar.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.

        Returns:
            `dict` yang dapat ditulis sebagai JSON.
        """
        data, count = self._data, self.count
        references = metrics.prepare_references(self._classifiers, data.x_test, data.x_train)
        images = self.samples(generator)
        baseline = metrics.class_gaussian_images(data.x_train, data.y_train, count, seed=0)
        sets = {
            "samples": images,
            "real_floor": data.x_train[:count],
            "class_gaussians": baseline,
        }
        return {
            "count": count,
            "sample_seed": SAMPLE_SEED,
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
            **{key: metrics.score_images(value, references) for key, value in sets.items()},
            "gray_share": {key: metrics.gray_share(value) for key, value in sets.items()},
            "curve_floor": self._curve_row(data.x_train[count : 2 * count]),
            "curve_baseline": self._curve_row(baseline),
            "memorization": metrics.memorization(images, data.x_train, data.x_test),
        }

    def samples(self, generator):
        """Sampel yang dinilai: selalu dari vektor laten yang sama.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.

        Returns:
            Larik `uint8` `(count, H, W, C)`.
        """
        latent = latent_sample(self.count, self.recipe.latent_dim, SAMPLE_SEED)
        return self.recipe.render(generator, latent)

    def _curve_row(self, images):
        row = {"gray_share": metrics.gray_share(images)}
        for name, classifier in self._classifiers.items():
            scores = metrics.quick_scores(images, classifier, self._curve_features[name])
            row |= {f"{key}_{name}": scores[key] for key in scores if key != "gray_share"}
        return row

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)

    @cached_property
    def _curve_features(self):
        images = self._data.x_train[: self.count]
        return {name: each(images)[0] for name, each in self._classifiers.items()}


class ReconstructionScorer:
    """Galat rekonstruksi sebuah autoencoder.

    Args:
        recipe: :class:`~generatif.recipes.AutoencoderRecipe`.
        count: banyak citra yang direkonstruksi.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """Galat kuadrat rerata per piksel atas citra latih pertama, piksel dalam [0, 1].

        Args:
            network: autoencoder `(B, H, W, C) -> (B, H, W, C)`.

        Returns:
            `dict` dengan kunci `train_mse`.
        """
        return {"train_mse": self._mse(network, self._data.x_train[: self.count])}

    def final(self, network):
        """Galat kuadrat rerata dan PSNR atas data uji.

        Args:
            network: autoencoder `(B, H, W, C) -> (B, H, W, C)`.

        Returns:
            `dict` dengan kunci `count`, `test_mse`, dan `test_psnr` (dB).
        """
        images = self._data.x_test[: self.count]
        made = self._reconstruct(network, images)
        return {
            "count": len(images),
            "test_mse": self._mse(network, images),
            "test_psnr": metrics.psnr(made, images),
        }

    def _mse(self, network, images):
        difference = self._reconstruct(network, images).astype("float64") - images
        return float(np.mean((difference / 255) ** 2))

    def _reconstruct(self, network, images):
        return self.recipe.render(network, images.astype("float32") / 255)

    @cached_property
    def _data(self):
        return self.recipe.load()

"""Ukuran simulasi: seberapa berguna data latih buatan bagi pengklasifikasi, dan apa labelnya utuh.

Kegunaan diukur langsung: pengklasifikasi yang sama dilatih dengan langkah yang sama banyaknya pada
tiap himpunan, lalu diuji pada citra asli. Keutuhan label dinilai kedua pengklasifikasi beku, yang
tidak dipakai satu loss pun.
"""

from functools import cached_property

import keras
import numpy as np

from generatif import metrics
from generatif.checks import require, require_positive_int
from generatif.classifiers import build_plain_classifier, load_classifiers
from generatif.data import make_dataset, scale_to_unit, unit_to_uint8
from generatif.optimizers import cosine_adam
from generatif.recipes import REPORTED_COUNT
from generatif.superresolution_scoring import class_changes

CLASSIFIER_STEPS = 800
CLASSIFIER_BATCH = 64
CLASSIFIER_RATE = 2e-3
CLASSIFIER_WIDTHS = (16, 32, 64)


def refine(network, images):
    """Haluskan citra dengan jaringan.

    Args:
        network: model Keras `(B, H, W, 1) -> (B, H, W, 1)`.
        images: larik pecahan `(N, H, W, 1)` dalam [0, 1].

    Returns:
        Larik `uint8` `(N, H, W, 1)`, sesudah dipotong ke [0, 1].
    """
    return unit_to_uint8(np.clip(network.predict(images, batch_size=500, verbose=0), 0, 1))


def train_classifier(images, labels, *, seed, steps=CLASSIFIER_STEPS):
    """Latih pengklasifikasi pembanding; langkahnya tidak bergantung pada banyak data.

    Args:
        images: larik `uint8` `(N, 28, 28, 1)`, N paling sedikit 64.
        labels: bilangan bulat 0 sampai 9, `(N,)`.
        seed: benih bobot awal, urutan data, dan dropout.
        steps: banyak langkah, masing-masing 64 citra.

    Returns:
        Model Keras `(B, 28, 28, 1)`, piksel dalam [0, 1], ke logit `(B, 10)`.

    Raises:
        ValueError: bila citranya kurang dari satu *batch* atau `steps` bukan bilangan positif.
    """
    require_positive_int(steps=steps)
    enough = len(images) >= CLASSIFIER_BATCH
    require(enough, "banyak citra", len(images), f"paling sedikit {CLASSIFIER_BATCH}")
    network = build_plain_classifier(seed, CLASSIFIER_WIDTHS, dropout=0.3)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(cosine_adam(CLASSIFIER_RATE, steps), loss)
    batches = make_dataset(scale_to_unit(images), labels, batch_size=CLASSIFIER_BATCH, seed=seed)
    network.fit(batches.repeat(), steps_per_epoch=steps, shuffle=False, verbose=0)
    return network


def guess(network, images):
    """Kelas tebakan untuk tiap citra.

    Args:
        network: model Keras dari :func:`train_classifier`.
        images: larik `uint8` `(N, 28, 28, 1)`.

    Returns:
        Larik bilangan bulat `(N,)`.
    """
    return network.predict(scale_to_unit(images), batch_size=1000, verbose=0).argmax(axis=1)


def share_right(network, images, labels):
    """Bagian citra yang ditebak benar, dalam [0, 1].

    Args:
        network: model Keras dari :func:`train_classifier`.
        images: larik `uint8` `(N, 28, 28, 1)`.
        labels: label `(N,)`.

    Returns:
        Bilangan pecahan.
    """
    return float(np.mean(guess(network, images) == labels))


class SimulationScorer:
    """Ukuran sebuah penghalus, dengan kedua pengklasifikasi beku MNIST sebagai hakim.

    Args:
        recipe: :class:`~generatif.recipes.simulation.SimGANRecipe`.
        count: banyak citra simulator dan citra uji yang dipakai.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """Keutuhan label dan kemiripan atas citra simulator pertama; data uji tidak disentuh.

        Args:
            network: penghalus.

        Returns:
            `dict` dengan kunci `kept_<hakim>`, bagian yang tetap ditebak sebagai labelnya, dan
            `frechet_<hakim>`, jarak ke citra latih pertama.
        """
        made = refine(network, scale_to_unit(self._images))
        row = {}
        for name, each in self._classifiers.items():
            features, chances = each(made)
            real = each(self._data.x_train[: self.count])[0]
            row[f"kept_{name}"] = float(np.mean(chances.argmax(axis=1) == self._labels))
            row[f"frechet_{name}"] = metrics.frechet_distance(features, real)
        return row

    def final(self, network):
        """Ukuran lengkap; pengklasifikasinya dilatih pada semua citra yang diperhalus.

        Args:
            network: penghalus.

        Returns:
            `dict`: `count`, `parameters`, `classifiers`, `change` (rerata perubahan mutlak piksel,
            dalam [0, 1]), dan isi :meth:`scores`.
        """
        simulated, labels = self.recipe.simulate()
        made = refine(network, scale_to_unit(simulated))
        return {
            "count": len(self._images),
            "parameters": network.count_params(),
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
            "change": float(np.mean(np.abs(made / 255 - simulated / 255))),
            **self.scores(made, labels),
        }

    def scores(self, images, labels):
        """Ukur sebuah himpunan latih yang berasal dari citra simulator resep ini.

        Args:
            images: larik `uint8` `(N, 28, 28, 1)`, sebaris dengan `recipe.simulate()`.
            labels: label dari simulator.

        Returns:
            `dict` `test_accuracy` (pengklasifikasi yang dilatih padanya, atas citra uji) dan
            `judges`: menurut hakim, isi `class_changes` terhadap citra simulator sebelum
            diperhalus, dan `frechet` terhadap citra uji.
        """
        trained = train_classifier(images, labels, seed=self.recipe.seed)
        return {
            "test_accuracy": share_right(trained, *self._test),
            "judges": {name: self._judge(name, images) for name in self._classifiers},
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
            ("ketelitian uji sesudah dilatih", f"{metrics['test_accuracy']:.3f}"),
            ("perubahan piksel", f"{metrics['change']:.3f}"),
        ]
        for name, row in metrics["judges"].items():
            rows += [
                (f"label utuh, {name}", f"{row['accuracy']:.3f}"),
                (f"label hilang, {name}", str(row["lost"])),
                (f"jarak Fréchet, {name}", f"{row['frechet']:.2f}"),
            ]
        return rows

    def _judge(self, name, images):
        judge = self._classifiers[name]
        features, chances = judge(images[: self.count])
        return {
            **class_changes(chances, judge(self._images)[1], self._labels),
            "frechet": metrics.frechet_distance(features, judge(self._test[0])[0]),
        }

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)

    @property
    def _test(self):
        return self._data.x_test[: self.count], self._data.y_test[: self.count]

    @property
    def _images(self):
        return self.recipe.simulate()[0][: self.count]

    @property
    def _labels(self):
        return self.recipe.simulate()[1][: self.count]

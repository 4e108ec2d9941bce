"""Ukuran yang menyertai hasil tersimpan: kurva per epoch dan nilai akhir.

Kurva dipakai untuk memilih, jadi pembandingnya data latih; data uji hanya dipakai sekali, untuk
nilai akhir. Setiap nilai akhir didampingi lantai (citra asli lain) dan garis dasar.
"""

from functools import cached_property, lru_cache

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit
from generatif.recipes import REPORTED_COUNT, latent_sample
from generatif.recipes.base import load_data
from generatif.recipes.cgan import CLASSES

SAMPLE_SEED = 0
LABEL_SEED = 1
_BCE_EDGE = 1e-7
_SETS = {"samples": "buatan", "real_floor": "asli lain", "class_gaussians": "Gauss per kelas"}
_SUMMARY = (
    ("frechet", "FRECHET (kecil)"),
    ("recall", "RECALL (besar)"),
    ("coverage", "COVERAGE (besar)"),
    ("histogram_kl", "KL KELAS (kecil)"),
    ("confident_share", "DIKENALI"),
)


class GANScorer:
    """Ukuran sampel sebuah GAN di bawah kedua pengklasifikasi beku himpunan datanya.

    Args:
        recipe: :class:`~generatif.recipes.gan.GANRecipe`.
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
        made, around = self.sample_scores(generator), self.surroundings()
        return {
            "count": self.count,
            "sample_seed": SAMPLE_SEED,
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
            **made,
            **around,
            "gray_share": made["gray_share"] | around["gray_share"],
        }

    def sample_scores(self, generator):
        """Bagian :meth:`final` yang bergantung pada generator.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, H, W, C)`.

        Returns:
            `dict` `samples` (per pengklasifikasi), `gray_share`, dan `memorization`.
        """
        images = self.samples(generator)
        return {
            "samples": metrics.score_images(images, self._references),
            "gray_share": {"samples": metrics.gray_share(images)},
            "memorization": metrics.memorization(images, self._data.x_train, self._data.x_test),
        }

    def surroundings(self):
        """Bagian :meth:`final` yang sama bagi semua generator: lantai dan garis dasar.

        Returns:
            `dict` `real_floor` dan `class_gaussians` (per pengklasifikasi), `gray_share`,
            `curve_floor`, dan `curve_baseline`.
        """
        data, count, half = self._data, self.count, self._curve_count
        baseline = metrics.class_gaussian_images(data.x_train, data.y_train, count, seed=0)
        sets = {"real_floor": data.x_train[:count], "class_gaussians": baseline}
        return {
            **{key: metrics.score_images(value, self._references) for key, value in sets.items()},
            "gray_share": {key: metrics.gray_share(value) for key, value in sets.items()},
            "curve_floor": self._curve_row(data.x_train[half : 2 * half]),
            "curve_baseline": self._curve_row(baseline),
        }

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [("PENILAI", "CITRA", *(title for _, title in _SUMMARY))]
        for judge in metrics["classifiers"]:
            for key, title in _SETS.items():
                row = metrics[key][judge]
                rows.append((judge, title, *(_short(row[name]) for name, _ in _SUMMARY)))
        return rows

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

    @property
    def _references(self):
        return _references(self.recipe.data, self.recipe.source)

    @cached_property
    def _curve_features(self):
        images = self._data.x_train[: self._curve_count]
        return {name: each(images)[0] for name, each in self._classifiers.items()}

    @property
    def _curve_count(self):
        """Banyak citra acuan kurva: data latih harus cukup untuk acuan dan lantainya."""
        return min(self.count, len(self._data.x_train) // 2)


class ConditionalGANScorer(GANScorer):
    """Ukuran sampel GAN bersyarat: label diundi rata, dan kelasnya ikut diperiksa.

    Generatornya menerima vektor laten dan vektor label; `recipe` sebuah
    :class:`~generatif.recipes.cgan.ConditionalGANRecipe`.
    """

    def epoch(self, generator):
        """Ukuran :meth:`GANScorer.epoch` dan `class_accuracy` per pengklasifikasi."""
        accuracy = self.class_accuracy(generator)
        return {
            **super().epoch(generator),
            **{f"class_accuracy_{name}": float(np.mean(each)) for name, each in accuracy.items()},
        }

    def sample_scores(self, generator):
        """Ukuran :meth:`GANScorer.sample_scores` dan ketelitian kelas.

        Args:
            generator: model Keras `[(B, latent_dim), (B, K)] -> (B, H, W, C)`.

        Returns:
            `dict` yang dapat ditulis sebagai JSON; `label_accuracy` memuat satu bilangan per
            label, `class_accuracy` reratanya, menurut nama pengklasifikasi.
        """
        accuracy = self.class_accuracy(generator)
        return {
            **super().sample_scores(generator),
            "class_accuracy": {name: float(np.mean(each)) for name, each in accuracy.items()},
            "label_accuracy": {name: each.tolist() for name, each in accuracy.items()},
        }

    def summary(self, metrics):
        """Tabel :meth:`GANScorer.summary` dan bagian sampel yang sekelas dengan labelnya."""
        accuracy = {name: f"{each:.3f}" for name, each in metrics["class_accuracy"].items()}
        made = _SETS["samples"]
        header, *rows = super().summary(metrics)
        return [
            (*header, "SEKELAS (besar)"),
            *((*row, accuracy[row[0]] if row[1] == made else "") for row in rows),
        ]

    def samples(self, generator):
        """Sampel yang dinilai: vektor laten dan label yang selalu sama, label diundi rata."""
        latent = latent_sample(self.count, self.recipe.latent_dim, SAMPLE_SEED)
        labels = np.random.default_rng(LABEL_SEED).integers(0, CLASSES, self.count)
        return self.recipe.render(generator, (latent, labels))

    def class_accuracy(self, generator):
        """Bagian sampel yang ditebak sekelas dengan labelnya.

        Args:
            generator: model Keras `[(B, latent_dim), (B, K)] -> (B, H, W, C)`.

        Returns:
            `dict` nama pengklasifikasi ke larik `(10,)`, satu bilangan per label; setiap label
            mendapat sepersepuluh dari `count` sampel.
        """
        latent = latent_sample(self.count, self.recipe.latent_dim, SAMPLE_SEED)
        images = self.recipe.samples(generator, latent)
        labels = np.arange(self.count) % CLASSES
        right = {
            name: each(images)[1].argmax(axis=1) == labels
            for name, each in self._classifiers.items()
        }
        return {
            name: np.array([each[labels == label].mean() for label in range(CLASSES)])
            for name, each in right.items()
        }


@lru_cache(maxsize=2)
def _references(data_name, source):
    data = load_data(data_name, source)
    return metrics.prepare_references(load_classifiers(data_name), data.x_test, data.x_train)


class ReconstructionScorer:
    """Galat rekonstruksi sebuah autoencoder, didampingi PCA berukuran kode sama.

    Args:
        recipe: :class:`~generatif.recipes.autoencoder.ReconstructionRecipe`.
        count: banyak citra uji.

    Attributes:
        pca: ukuran PCA yang sudah diketahui, agar tidak dihitung lagi; `None` bila belum.
    """

    pca = None

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
        images = scale_to_unit(self._data.x_train[: self.count])
        return {"train_mse": _squared_error(_predict(network, images), images)}

    def final(self, network):
        """Ukuran rekonstruksi dan kode atas data uji.

        Args:
            network: autoencoder dengan lapisan bernama `"encoder"`; kode yang bukan vektor,
                misalnya peta fitur, diratakan.

        Returns:
            `dict`: `count`, `code_dim`, `parameters`, ukuran :func:`reconstruction_scores`,
            `probe_accuracy` dari :func:`probe_accuracy`, dan `pca` dengan ukuran yang sama.
        """
        data = self._data
        train, test = (scale_to_unit(each) for each in (data.x_train, data.x_test[: self.count]))
        labels = data.y_train, data.y_test[: self.count]
        codes = [self.recipe.codes(network, each) for each in (train, test)]
        code_dim = codes[0].shape[1]
        return {
            "count": len(test),
            "code_dim": code_dim,
            "parameters": network.count_params(),
            **reconstruction_scores(_predict(network, test), test),
            "probe_accuracy": probe_accuracy(*codes, *labels),
            "pca": self.pca or pca_scores(train, test, *labels, code_dim),
        }

    def summary(self, metrics):
        """Susun ukuran :meth:`final` berdampingan dengan PCA.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        pairs = [(key, metrics[key], value) for key, value in metrics["pca"].items()]
        rows = [("UKURAN", "JARINGAN", "PCA")]
        return rows + [(key, f"{ours:.4f}", f"{theirs:.4f}") for key, ours, theirs in pairs]

    @cached_property
    def _data(self):
        return self.recipe.load()


def reconstruction_scores(made, images):
    """Bandingkan rekonstruksi dengan aslinya.

    Args:
        made: rekonstruksi pecahan `(N, H, W, C)`; nilai di luar [0, 1] dipotong lebih dulu,
            kecuali untuk `test_mse`.
        images: citra asli pecahan dalam [0, 1], berbentuk sama.

    Returns:
        `dict`: `test_mse` (rerata per piksel), `test_bce` (nat per piksel), `test_psnr` (dB), dan
        `test_ssim`.
    """
    shown = np.clip(made, 0, 1)
    inside = np.clip(made.astype("float64"), _BCE_EDGE, 1 - _BCE_EDGE)
    return {
        "test_mse": _squared_error(made, images),
        "test_bce": float(-np.mean(images * np.log(inside) + (1 - images) * np.log1p(-inside))),
        "test_psnr": metrics.psnr(shown, images),
        "test_ssim": metrics.ssim(shown, images),
    }


def probe_accuracy(train_codes, test_codes, train_labels, test_labels, inverse_penalty=1.0):
    """Ketelitian pengklasifikasi linear di atas kode beku.

    Regresi logistik scikit-learn atas kode yang dibakukan.

    Args:
        train_codes: kode citra latih `(N, K)`.
        test_codes: kode citra uji `(M, K)`.
        train_labels: label `(N,)`.
        test_labels: label `(M,)`.
        inverse_penalty: kebalikan bobot penalti L2, `C` pada scikit-learn; makin kecil makin
            diatur.

    Returns:
        Bagian citra uji yang ditebak benar, dalam [0, 1].
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    probe = make_pipeline(StandardScaler(), LogisticRegression(C=inverse_penalty, max_iter=1000))
    return float(probe.fit(train_codes, train_labels).score(test_codes, test_labels))


def pca_scores(train, test, train_labels, test_labels, code_dim):
    """Ukuran yang sama untuk PCA, garis dasar setiap autoencoder.

    Args:
        train: citra latih pecahan dalam [0, 1], `(N, H, W, C)`.
        test: citra uji, seperti `train`.
        train_labels: label `(N,)`.
        test_labels: label citra uji.
        code_dim: banyak komponen utama.

    Returns:
        `dict` :func:`reconstruction_scores` dan `probe_accuracy`.
    """
    from sklearn.decomposition import PCA

    flat_train, flat_test = _flatten(train), _flatten(test)
    pca = PCA(code_dim, svd_solver="covariance_eigh").fit(flat_train)
    codes = [pca.transform(each) for each in (flat_train, flat_test)]
    made = pca.inverse_transform(codes[1]).reshape(test.shape)
    return {
        **reconstruction_scores(made, test),
        "probe_accuracy": probe_accuracy(*codes, train_labels, test_labels),
    }


def _short(value):
    """Dua atau tiga desimal, agar titik desimal tidak terbaca sebagai pemisah ribuan."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _flatten(arrays):
    return arrays.reshape(len(arrays), -1)


def _predict(network, images):
    return network.predict(images, batch_size=500, verbose=0)


def _squared_error(made, images):
    return float(np.mean((made.astype("float64") - images) ** 2))

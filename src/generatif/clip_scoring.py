"""Pengukur klip buatan: mutu angka, ketetapan isi, gerak, dan terpisah tidaknya keduanya."""

from functools import cached_property

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.clip_statistics import (
    crop_digits,
    find_centers,
    kept_share,
    modal_classes,
    motion_statistics,
)
from generatif.moving_digits import make_clips, random_paths
from generatif.recipes import REPORTED_COUNT

SAMPLE_SEED = 0
PAIRS = 500


class ClipScorer:
    """Ukuran sebuah generator klip, dengan kedua pengklasifikasi MNIST sebagai hakim.

    Args:
        recipe: :class:`~generatif.recipes.video.VideoRecipe`.
        count: paling banyak klip; tidak melebihi banyak klip uji.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = min(count, len(self._data.x_test))

    def epoch(self, generator):
        """Jarak Fréchet angka dan lintasan, satu baris riwayat.

        Args:
            generator: model Keras `[(B, c), (B, T + 1, m)] -> (B, T, 28, 28, 1)`.

        Returns:
            `dict` `path_frechet`, `frechet_<hakim>`, dan `kept_<hakim>`.
        """
        scores = self.scores(self.made(generator))
        row = {"path_frechet": scores["path_frechet"]}
        for name, each in scores["judges"].items():
            row |= {f"frechet_{name}": each["frechet"], f"kept_{name}": each["kept"]}
        return row

    def final(self, generator):
        """Ukuran lengkap.

        Args:
            generator: seperti pada :meth:`epoch`.

        Returns:
            `dict`: `count`, `parameters`, `judges_sha256`, isi :meth:`scores`, dan `separation`
            (isi :meth:`separation`).
        """
        return {
            "count": self.count,
            "parameters": generator.count_params(),
            "judges_sha256": {name: each.manifest["sha256"] for name, each in self._judges.items()},
            **self.scores(self.made(generator)),
            "separation": self.separation(generator),
        }

    def baselines(self):
        """Ukuran klip asli dan klip dari cara tanpa pelatihan.

        Returns:
            `dict` ke isi :meth:`scores`: `real` (klip uji), `train` (klip latih sama banyak),
            `frozen` (bingkai uji pertama diulang), `shuffled` (bingkai sebuah klip uji diacak
            urutannya), dan `mixed` (setiap bingkai dari klip uji yang lain).
        """
        real, train = self._real, self._data.x_train[: self.count]
        return {
            "real": self.scores(real),
            "train": self.scores(train),
            "frozen": self.scores(np.repeat(real[:, :1], real.shape[1], axis=1)),
            "shuffled": self.scores(shuffle_frames(real, SAMPLE_SEED)),
            "mixed": self.scores(mix_frames(real)),
        }

    def walk_scores(self, digits):
        """Ukuran klip yang isinya berjalan di ruang laten sebuah pembuat angka.

        Letaknya lintasan asli; isinya berganti setiap bingkai.

        Args:
            digits: larik uint8 `(T, N, 28, 28, 1)`: N perjalanan, masing-masing T angka.

        Returns:
            `dict` seperti :meth:`scores`.
        """
        paths = random_paths(digits.shape[1], len(digits), seed=SAMPLE_SEED)
        frames = [make_clips(each, paths[:, [t]]) for t, each in enumerate(digits)]
        return self.scores(np.concatenate(frames, axis=1))

    def scores(self, clips):
        """Ukur sekumpulan klip.

        Args:
            clips: larik uint8 `(N, T, 28, 28, 1)`.

        Returns:
            `dict`: isi `generatif.clip_statistics.motion_statistics`; `path_frechet`, jarak
            Fréchet lintasan (T pusat massa) ke klip uji, piksel kuadrat; dan `judges`, menurut
            hakim: `frechet`, `recall`, dan `coverage` angka bingkai pertama dan terakhir
            terhadap klip uji, `kept` (bagian bingkai yang kelasnya tetap), `confident` (bagian
            bingkai yang dikenali dengan peluang >= 0,9), dan `class_kl` (sebaran kelas klip
            terhadap seragam).
        """
        centers = find_centers(clips)
        digits = crop_digits(clips, centers)
        return {
            **motion_statistics(centers),
            "path_frechet": metrics.frechet_distance(_flat(centers), self._real_paths),
            "judges": {name: self._judge(name, digits) for name in self._judges},
        }

    def separation(self, generator, pairs=PAIRS):
        """Apakah kode isi hanya mengatur isi, dan derau gerak hanya mengatur gerak.

        Setiap klip dibandingkan dengan klip berkode isi sama dan derau lain, lalu dengan klip
        berderau sama dan kode isi lain.

        Args:
            generator: seperti pada :meth:`epoch`.
            pairs: banyak pasangan.

        Returns:
            `dict`: `same_content`, menurut hakim: bagian pasangan seisi yang kelas terbanyaknya
            sama, `other_content`: bagian yang sama bila isinya lain; `same_motion` dan
            `other_motion`: rerata jarak pusat massa pasangan yang deraunya sama dan yang lain,
            piksel.
        """
        content, noise = self.recipe.latent(pairs, SAMPLE_SEED)
        other_content, other_noise = self.recipe.latent(pairs, SAMPLE_SEED + 1)
        first, moved, changed = (
            self._classes_and_paths(self.recipe.play(generator, inputs))
            for inputs in ((content, noise), (content, other_noise), (other_content, noise))
        )
        return {
            "same_content": _agreement(first[0], moved[0]),
            "other_content": _agreement(first[0], changed[0]),
            "same_motion": _path_distance(first[1], changed[1]),
            "other_motion": _path_distance(first[1], moved[1]),
        }

    def made(self, generator):
        """Klip dari kode dan derau yang tetap, uint8 `(count, T, 28, 28, 1)`."""
        return self.recipe.play(generator, self.recipe.latent(self.count, SAMPLE_SEED))

    def summary(self, scores):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            scores: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [
            ("UKURAN", "NILAI"),
            ("jarak lintasan", f"{scores['path_frechet']:.2f} piksel kuadrat"),
            ("langkah lurus", f"{scores['straight']:.3f}"),
        ]
        for name, row in scores["judges"].items():
            rows += [
                (f"kelas tetap, {name}", f"{row['kept']:.3f}"),
                (f"jarak Fréchet angka, {name}", f"{row['frechet']:.2f}"),
            ]
        return rows

    def _judge(self, name, digits):
        features, probabilities = self._read(name, digits)
        ends = _ends(features)
        manifold = metrics.manifold_scores(ends, self._real_features[name][: len(ends)])
        classes = probabilities.argmax(axis=2)
        shares = np.bincount(modal_classes(classes), minlength=10) / len(classes)
        return {
            "frechet": metrics.frechet_distance(ends, self._real_features[name]),
            "recall": manifold["recall"],
            "coverage": manifold["coverage"],
            "kept": kept_share(classes),
            "confident": float((probabilities.max(axis=2) >= 0.9).mean()),
            "class_kl": metrics.histogram_kl(shares),
        }

    def _read(self, name, digits):
        features, probabilities = self._judges[name](digits.reshape(-1, *digits.shape[2:]))
        shape = digits.shape[:2]
        return features.reshape(*shape, -1), probabilities.reshape(*shape, -1)

    def _classes_and_paths(self, clips):
        centers = find_centers(clips)
        digits = crop_digits(clips, centers)
        classes = {
            name: modal_classes(self._read(name, digits)[1].argmax(axis=2)) for name in self._judges
        }
        return classes, centers

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _judges(self):
        return load_classifiers("mnist")

    @property
    def _real(self):
        return self._data.x_test[: self.count]

    @cached_property
    def _real_paths(self):
        return _flat(find_centers(self._real))

    @cached_property
    def _real_features(self):
        digits = crop_digits(self._real, find_centers(self._real))
        return {name: _ends(self._read(name, digits)[0]) for name in self._judges}


def shuffle_frames(clips, seed):
    """Acak urutan bingkai di dalam setiap klip.

    Args:
        clips: larik `(N, T, ...)`.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik sebentuk.
    """
    order = np.random.default_rng(seed).random(clips.shape[:2]).argsort(axis=1)
    return clips[np.arange(len(clips))[:, None], order]


def mix_frames(clips):
    """Ganti setiap bingkai dengan bingkai klip lain: klip n, bingkai t, dari klip n + t.

    Args:
        clips: larik `(N, T, ...)`, N sekurangnya T.

    Returns:
        Larik sebentuk; bingkai pertama tetap.
    """
    return np.stack([np.roll(clips[:, t], -t, axis=0) for t in range(clips.shape[1])], axis=1)


def _ends(features):
    return np.concatenate([features[:, 0], features[:, -1]])


def _flat(centers):
    return centers.reshape(len(centers), -1)


def _agreement(first, second):
    return {name: float((first[name] == second[name]).mean()) for name in first}


def _path_distance(first, second):
    return float(np.linalg.norm(first - second, axis=2).mean())

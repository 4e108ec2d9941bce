"""Ukuran musik buatan: statistik nada terhadap koral uji, dan salinan dari koral latih.

Setiap baris memakai potongan sama banyak, sehingga derau penyampelannya sama; baris koral latih
adalah lantainya.
"""

from functools import cached_property

import numpy as np

from generatif.chorales import STEPS_PER_BAR
from generatif.music_baselines import ChordChain, draw_independent
from generatif.music_statistics import MEASURES, distances, longest_copies
from generatif.recipes import REPORTED_COUNT, latent_sample

SAMPLE_SEED = 0


class MusicScorer:
    """Ukuran sebuah pembuat musik.

    Args:
        recipe: :class:`~generatif.recipes.music.MusicRecipe`.
        count: paling banyak potongan; tidak melebihi banyak potongan uji.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.limit = count

    def epoch(self, generator):
        """Jarak sebaran terhadap koral latih, satu baris riwayat.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, 32, 54, 4)`.

        Returns:
            `dict` `train_<nama sebaran>`.
        """
        made = self.samples(generator)
        return {f"train_{key}": value for key, value in distances(made, self._train).items()}

    def final(self, generator):
        """Ukuran lengkap terhadap koral uji.

        Args:
            generator: model Keras `(B, latent_dim) -> (B, 32, 54, 4)`.

        Returns:
            `dict`: `count`, `parameters`, `certainty` (rerata peluang nada yang dibunyikan), dan
            isi :meth:`scores`.
        """
        rolls = generator.predict(self._latent, batch_size=500, verbose=0)
        return {
            "count": self.count,
            "parameters": generator.count_params(),
            "certainty": float(rolls.max(axis=2).mean()),
            **self.scores(self.samples(generator)),
        }

    def baselines(self, seed=SAMPLE_SEED):
        """Ukuran pembuat tanpa jaringan, dan koral aslinya.

        Args:
            seed: benih undian.

        Returns:
            `dict` ke isi :meth:`scores`: `"independent"`, `"markov"`, `"markov_bar"` (rantai yang
            mengenal letak di dalam birama), `"train"` (koral latih yang diundi, tanpa salinan),
            dan `"test"`.
        """
        rows = {name: self.scores(each) for name, each in self.baseline_samples(seed).items()}
        chosen = np.random.default_rng(seed).permutation(len(self._train))[: self.count]
        rows["test"] = self.scores(self._data.x_test[: self.count])
        return {**rows, "train": self._notes(self._train[chosen])}

    def baseline_samples(self, seed=SAMPLE_SEED):
        """Potongan dari pembuat tanpa jaringan, `dict` nama ke larik `(count, 32, 4)`.

        Args:
            seed: benih undian.

        Returns:
            Kunci `"independent"`, `"markov"`, dan `"markov_bar"`, seperti :meth:`baselines`.
        """
        return {
            "independent": draw_independent(self._train, self.count, seed),
            "markov": ChordChain(self._train).sample(self.count, seed),
            "markov_bar": ChordChain(self._train, STEPS_PER_BAR).sample(self.count, seed),
        }

    def scores(self, made):
        """Ukur sekumpulan potongan.

        Args:
            made: nada `(N, 32, 4)`.

        Returns:
            `dict` isi `generatif.music_statistics.MEASURES`, `distance` (jarak sebaran ke
            koral uji), `copy_mean`, dan `copy_max` (langkah berurutan yang ada di koral latih).
        """
        copies = longest_copies(made, self._train)
        return {
            **self._notes(made),
            "copy_mean": float(copies.mean()),
            "copy_max": int(copies.max()),
        }

    def samples(self, generator):
        """Potongan dari vektor laten yang tetap, nada `uint8` `(count, 32, 4)`."""
        return self.recipe.play(generator, self._latent)

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        return [
            ("UKURAN", "NILAI"),
            *((f"jarak {key}", f"{value:.3f}") for key, value in metrics["distance"].items()),
            ("trinada", f"{metrics['consonant']:.3f}"),
            ("sejajar per 100", f"{metrics['parallels']:.1f}"),
            ("salinan rerata", f"{metrics['copy_mean']:.1f} langkah"),
        ]

    def _notes(self, made):
        measures = {name: float(each(made)) for name, each in MEASURES.items()}
        return {**measures, "distance": distances(made, self._data.x_test)}

    @cached_property
    def count(self):
        """Banyak potongan yang diukur."""
        return min(self.limit, len(self._data.x_test))

    @cached_property
    def _data(self):
        return self.recipe.load()

    @property
    def _train(self):
        return self._data.x_train

    @cached_property
    def _latent(self):
        return latent_sample(self.count, self.recipe.latent_dim, SAMPLE_SEED)

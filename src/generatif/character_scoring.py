"""Ukuran karakter buatan: sifat yang dipenuhi, kemiripan, keragaman, dan penyalinan."""

from functools import cached_property

import numpy as np

from generatif import metrics
from generatif.character_judges import load_character_judges
from generatif.characters import ATTRIBUTES, is_held_out
from generatif.recipes import latent_sample

SAMPLE_SEED = 0


def attribute_scores(found, wanted):
    """Bagian citra yang sifatnya sesuai dengan yang diminta.

    Args:
        found: larik `(N, 5)` berisi 0 dan 1, sifat yang terbaca hakim.
        wanted: larik `(N, 5)`, sifat yang diminta.

    Returns:
        `dict` satu bagian per sifat, dan `all`: bagian citra yang kelima sifatnya sesuai.
    """
    right = found == wanted
    each = dict(zip(ATTRIBUTES, right.mean(axis=0).tolist(), strict=True))
    return {**each, "all": float(right.all(axis=1).mean())}


def inner_distance(images, attributes):
    """Rerata selisih mutlak piksel antara pasangan citra bersifat sama.

    Setiap citra dibandingkan dengan satu citra lain dalam kelompok sifatnya.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        attributes: larik `(N, 5)`; setiap gabungan yang ada sekurangnya dua kali.

    Returns:
        Bilangan dalam [0, 1]; nol bila semua citra sekelompok sama.
    """
    pixels = images.astype("float64") / 255
    distances = []
    for row in np.unique(attributes, axis=0):
        group = pixels[(attributes == row).all(axis=1)]
        distances.append(np.abs(group - np.roll(group, 1, axis=0)).mean(axis=(1, 2, 3)))
    return float(np.concatenate(distances).mean())


def edit_training_images(data, wanted, seed):
    r"""Garis dasar tanpa jaringan: citra latih acak digeser menurut regresi linear atas sifat.

    Citra latih $x$ bersifat $y$ menjadi $x + W^\top (y' - y)$, dipotong ke [0, 255]; $W$ kuadrat
    terkecil dari sifat ke piksel. Cara ini juga dapat membuat gabungan yang tidak pernah dilihat.

    Args:
        data: :class:`~generatif.datasets.ImageDataset` karakter.
        wanted: larik `(N, 5)` berisi 0 dan 1, sifat $y'$ yang diminta.
        seed: benih pemilihan citra latih.

    Returns:
        Larik `uint8` `(N, 16, 16, 3)`.
    """
    pixels = data.x_train.reshape(len(data.x_train), -1).astype("float64")
    known = data.y_train.astype("float64")
    weights = np.linalg.lstsq(known - known.mean(axis=0), pixels - pixels.mean(axis=0))[0]
    chosen = np.random.default_rng(seed).integers(0, len(pixels), len(wanted))
    moved = pixels[chosen] + (wanted - known[chosen]) @ weights
    return np.rint(moved.clip(0, 255)).astype(np.uint8).reshape(-1, *data.x_train.shape[1:])


def copy_training_images(data, wanted, seed):
    """Garis dasar: citra latih acak di antara yang sifatnya paling dekat dengan permintaan.

    Args:
        data: :class:`~generatif.datasets.ImageDataset` karakter.
        wanted: larik `(N, 5)` berisi 0 dan 1.
        seed: benih pemilihan.

    Returns:
        Larik `uint8` `(N, 16, 16, 3)`.
    """
    rng = np.random.default_rng(seed)
    differing = (wanted[:, None] != data.y_train[None]).sum(axis=2)
    ties = differing + rng.random(differing.shape) / 2
    return data.x_train[ties.argmin(axis=1)]


class CharacterScorer:
    """Ukuran sebuah generator karakter atas sifat data uji, dengan kedua hakim.

    Args:
        recipe: :class:`~generatif.recipes.characters.CharacterRecipe`.
        count: banyak citra, paling banyak seluruh data uji.
    """

    def __init__(self, recipe, count):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """Bagian citra yang kelima sifatnya sesuai, menurut tiap hakim.

        Args:
            network: generator.

        Returns:
            `dict` dengan kunci `all_<hakim>`.
        """
        made = self.made(network)
        return {
            f"all_{name}": attribute_scores(judge(made)[1], self._wanted)["all"]
            for name, judge in self._judges.items()
        }

    def final(self, network):
        """Ukuran lengkap.

        Args:
            network: generator.

        Returns:
            `dict`: `count`, `parameters`, `judges_sha256`, dan isi :meth:`scores`.
        """
        return {
            "count": len(self._wanted),
            "parameters": network.count_params(),
            "judges_sha256": {name: each.manifest["sha256"] for name, each in self._judges.items()},
            **self.scores(self.made(network)),
        }

    def baselines(self):
        """Ukuran citra asli dan kedua cara tanpa jaringan.

        Returns:
            `dict` nama ke isi :meth:`scores`: `real` (data uji itu sendiri), `copied`, `edited`.
        """
        return {
            "real": self.scores(self._real),
            "copied": self.scores(copy_training_images(self._data, self._wanted, SAMPLE_SEED)),
            "edited": self.scores(edit_training_images(self._data, self._wanted, SAMPLE_SEED)),
        }

    def made(self, network):
        """Citra buatan bagi sifat data uji, selalu dari vektor laten yang sama.

        Args:
            network: generator.

        Returns:
            Larik `uint8` `(count, 16, 16, 3)`.
        """
        latent = latent_sample(len(self._wanted), self.recipe.latent_dim, SAMPLE_SEED)
        return self.recipe.render(network, (latent, self._wanted))

    def scores(self, images):
        """Ukur citra yang sifatnya diminta sama dengan data uji.

        Args:
            images: larik `uint8` `(count, 16, 16, 3)`.

        Returns:
            `dict`: `inner_distance`; `memorization`, lihat `generatif.metrics.memorization`; dan
            `judges`: menurut hakim, `seen` dan `held_out` (isi :func:`attribute_scores` bagi
            gabungan yang ada dan tidak ada di data latih), `frechet`, serta `recall` dan
            `coverage` terhadap citra latih.
        """
        return {
            "inner_distance": inner_distance(images, self._wanted),
            "memorization": metrics.memorization(images, self._data.x_train, self._real),
            "judges": {name: self._judge(name, images) for name in self._judges},
        }

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [("UKURAN", "NILAI"), ("jarak sekelompok", f"{metrics['inner_distance']:.3f}")]
        for name, row in metrics["judges"].items():
            rows += [
                (f"kelima sifat, {name}", f"{row['seen']['all']:.3f}"),
                (f"kelima sifat, gabungan baru, {name}", f"{row['held_out']['all']:.3f}"),
                (f"jarak Fréchet, {name}", f"{row['frechet']:.2f}"),
            ]
        return rows

    def _judge(self, name, images):
        features, found = self._judges[name](images)
        known = self._train_features[name]
        new = is_held_out(self._wanted)
        manifold = metrics.manifold_scores(features, known[: len(features)])
        return {
            "seen": attribute_scores(found[~new], self._wanted[~new]),
            "held_out": attribute_scores(found[new], self._wanted[new]),
            "frechet": metrics.frechet_distance(features, known),
            "recall": manifold["recall"],
            "coverage": manifold["coverage"],
        }

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _judges(self):
        return load_character_judges()

    @cached_property
    def _train_features(self):
        return {name: each(self._data.x_train)[0] for name, each in self._judges.items()}

    @property
    def _real(self):
        return self._data.x_test[: self.count]

    @property
    def _wanted(self):
        return self._data.y_test[: self.count]

"""Ukuran khusus anggota keluarga autoencoder: kejarangan, batas bawah *evidence*, dan sampel."""

from functools import cached_property

import numpy as np
from keras import ops

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.code_mixture import CodeMixture
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.models.vae import bernoulli_error, gaussian_kl, reparameterize
from generatif.recipes import REPORTED_COUNT, latent_sample
from generatif.scoring import SAMPLE_SEED, ReconstructionScorer

ACTIVE_EDGES = (0.01, 0.1, 0.5)
ACTIVE_VARIANCE = 0.01


class SampleScorer:
    """Jarak Fréchet sampel terhadap citra uji, di bawah kedua pengklasifikasi beku.

    Args:
        recipe: :class:`~generatif.recipes.autoencoder.ReconstructionRecipe`.
        count: banyak sampel dan citra uji.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def score(self, images):
        """Nilai sekumpulan citra.

        Args:
            images: larik `uint8` `(N, H, W, C)`.

        Returns:
            `dict` nama pengklasifikasi ke `{"frechet", "confident_share"}`.
        """
        return {
            name: {
                key: metrics.quick_scores(images, classifier, self._features[name])[key]
                for key in ("frechet", "confident_share")
            }
            for name, classifier in self._classifiers.items()
        }

    def mixture(self, network):
        """Nilai sampel campuran Gauss di atas kode citra latih, lihat `CodeMixture`."""
        train = scale_to_unit(self.recipe.load().x_train)
        codes = CodeMixture(self.recipe.codes(network, train)).sample(self.count)
        return self.score(unit_to_uint8(np.clip(self.recipe.decode(network, codes), 0, 1)))

    def prior(self, network):
        """Nilai sampel dari prior N(0, I)."""
        latent = latent_sample(self.count, self.recipe.prior_dim, SAMPLE_SEED)
        return self.score(self.recipe.samples(network, latent))

    def references(self):
        """Nilai citra latih asli (lantai) dan Gauss per kelas (garis dasar)."""
        data = self.recipe.load()
        gaussians = metrics.class_gaussian_images(data.x_train, data.y_train, self.count, seed=0)
        return {
            "real_floor": self.score(data.x_train[: self.count]),
            "class_gaussians": self.score(gaussians),
        }

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)

    @cached_property
    def _features(self):
        images = self.recipe.load().x_test[: self.count]
        return {name: each(images)[0] for name, each in self._classifiers.items()}


class SparseScorer(ReconstructionScorer):
    """Ukuran rekonstruksi ditambah kejarangan kode."""

    def epoch(self, network):
        """Galat dan kejarangan atas citra latih pertama, satu baris riwayat.

        Args:
            network: autoencoder *sparse*.

        Returns:
            `dict`: `train_mse`, `mean_activation`, `active_0.1`, `active_0.5`, `hoyer`, dan
            `atom_norm`, rerata panjang kolom bobot dekoder.
        """
        train = scale_to_unit(self._data.x_train[: self.count])
        sparsity = sparsity_scores(self.recipe.codes(network, train))
        (atoms,) = [each for each in network.get_layer("decoder").get_weights() if each.ndim == 2]
        return {
            **super().epoch(network),
            "mean_activation": sparsity["mean_activation"],
            **{f"active_{edge}": sparsity["active"][edge] for edge in ("0.1", "0.5")},
            "hoyer": sparsity["hoyer"],
            "atom_norm": float(np.linalg.norm(atoms, axis=1).mean()),
        }

    def final(self, network):
        """Ukuran :class:`~generatif.scoring.ReconstructionScorer` dan `sparsity`.

        Args:
            network: autoencoder *sparse*.

        Returns:
            `dict`; isi `sparsity` dari :func:`sparsity_scores` atas citra uji.
        """
        test = scale_to_unit(self._data.x_test[: self.count])
        codes = self.recipe.codes(network, test)
        return {**super().final(network), "sparsity": sparsity_scores(codes)}


class VAEScorer(ReconstructionScorer):
    """Ukuran rekonstruksi ditambah kedua suku batas bawah *evidence* dan sampel prior."""

    def final(self, network):
        """Ukuran :class:`~generatif.scoring.ReconstructionScorer`, `elbo`, dan `prior`.

        Args:
            network: :class:`~generatif.models.vae.VAE`.

        Returns:
            `dict`; isi `elbo` dari :func:`elbo_scores`, `prior` dari :class:`SampleScorer`.
        """
        test = scale_to_unit(self._data.x_test[: self.count])
        return {
            **super().final(network),
            "elbo": elbo_scores(network, test),
            "prior": SampleScorer(self.recipe, self.count).prior(network),
        }


class ConditionalVAEScorer:
    """Ukuran sampel bersyarat: apakah kelasnya benar, dan seberapa dekat dengan citra uji.

    Args:
        recipe: :class:`~generatif.recipes.variational.ConditionalVAERecipe`.
        count: banyak sampel.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """Bagian 1.000 sampel yang ditebak sekelas dengan labelnya, `dict` `class_accuracy`."""
        name, classifier = next(iter(load_classifiers(self.recipe.data).items()))
        return {f"class_accuracy_{name}": self._accuracy(network, classifier, 1000)}

    def final(self, network):
        """Ukuran lengkap.

        Args:
            network: :class:`~generatif.models.conditional_vae.ConditionalVAE`.

        Returns:
            `dict`: `count`, `parameters`, `prior` dari :class:`SampleScorer`, dan
            `class_accuracy` per pengklasifikasi.
        """
        latent, labels = self.recipe.probe(self.count)
        samples = SampleScorer(self.recipe, self.count)
        return {
            "count": self.count,
            "parameters": network.count_params(),
            "prior": samples.score(self.recipe.render(network, (latent, labels))),
            "class_accuracy": {
                name: self._accuracy(network, each, self.count)
                for name, each in load_classifiers(self.recipe.data).items()
            },
        }

    def summary(self, metrics):
        """Baris tabel dari :meth:`final`; yang pertama kepalanya."""
        rows = [
            (name, f"{metrics['prior'][name]['frechet']:.1f}", f"{accuracy:.3f}")
            for name, accuracy in metrics["class_accuracy"].items()
        ]
        return [("PENILAI", "FRECHET (kecil)", "SEKELAS (besar)"), *rows]

    def _accuracy(self, network, classifier, count):
        latent, labels = self.recipe.probe(count)
        _, probabilities = classifier(self.recipe.render(network, (latent, labels)))
        return float(np.mean(probabilities.argmax(axis=1) == labels))


def sparsity_scores(codes):
    """Seberapa jarang sekumpulan kode.

    Args:
        codes: larik `(N, K)`, aktivasi >= 0.

    Returns:
        `dict`: `mean_activation`; `active`, rerata banyak unit per citra yang aktivasinya di atas
        ambang, menurut ambang; `dead`, banyak unit yang tidak pernah melewati ambang itu; dan
        `hoyer`, rerata :func:`hoyer_sparsity`, satu-satunya yang tidak bergantung pada skala.
    """
    over = {str(edge): codes > edge for edge in ACTIVE_EDGES}
    return {
        "mean_activation": float(codes.mean()),
        "active": {edge: float(each.sum(axis=1).mean()) for edge, each in over.items()},
        "dead": {edge: int((~each.any(axis=0)).sum()) for edge, each in over.items()},
        "hoyer": float(hoyer_sparsity(codes).mean()),
    }


def hoyer_sparsity(codes):
    r"""Kejarangan Hoyer tiap kode, $(\sqrt K - \|a\|_1 / \|a\|_2) / (\sqrt K - 1)$.

    Sumber: Hoyer (2004), JMLR 5. Mengalikan kode dengan sebuah bilangan tidak mengubahnya.

    Args:
        codes: larik `(N, K)`, K > 1.

    Returns:
        Larik `(N,)` dalam [0, 1]: 0 bila semua unit sama kuat, 1 bila hanya satu unit yang tidak
        nol; 0 bagi kode yang seluruhnya nol.
    """
    codes = np.asarray(codes, dtype="float64")
    root = np.sqrt(codes.shape[1])
    length = np.sqrt(np.sum(codes**2, axis=1))
    ratio = np.divide(np.abs(codes).sum(axis=1), length, out=length * 0 + root, where=length > 0)
    return (root - ratio) / (root - 1)


def elbo_scores(network, images, seed=SAMPLE_SEED):
    """Kedua suku batas bawah *evidence*, satu sampel laten per citra.

    Args:
        network: :class:`~generatif.models.vae.VAE`.
        images: larik pecahan `(N, H, W, C)` dalam [0, 1].
        seed: benih penyampelan laten.

    Returns:
        `dict` rerata dalam nat per citra: `reconstruction`, `kl`, dan `elbo`
        (`-reconstruction - kl`); `active_units`, banyak unit laten yang ragam rerata
        posteriornya di atas 0,01 (Burda dkk., 2016, arXiv 1509.00519).
    """
    encoded = network.get_layer("encoder").predict(images, batch_size=500, verbose=0)
    mean, log_var = np.split(encoded, 2, axis=1)
    latent = ops.convert_to_numpy(reparameterize(mean, log_var, seed))
    made = network.get_layer("decoder").predict(latent, batch_size=500, verbose=0)
    error = float(np.mean(bernoulli_error(images, made)))
    kl = float(np.mean(gaussian_kl(mean, log_var)))
    active = int((mean.var(axis=0) > ACTIVE_VARIANCE).sum())
    return {"reconstruction": error, "kl": kl, "elbo": -error - kl, "active_units": active}

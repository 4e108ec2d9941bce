"""Campuran Gauss di atas kode: cara memberi autoencoder biasa sebuah prior.

Sumber: Ghosh dkk. (2020), *From Variational to Deterministic Autoencoders*, arXiv 1903.12436,
bagian 4: sebaran kode ditaksir sesudah pelatihan. Perbedaan: kode yang lebar dipadatkan dulu
dengan PCA.
"""

import numpy as np

from generatif.checks import require, require_positive_int

SMALLEST_SPREAD = 1e-9


class CodeMixture:
    """Campuran Gauss berkovarians penuh yang dicocokkan ke sekumpulan kode.

    Args:
        codes: larik `(N, K)`.
        components: banyak komponen campuran.
        max_dims: kode yang lebih lebar dipadatkan menjadi sekian komponen utama.
        seed: benih pencocokan dan penyampelan.

    Raises:
        ValueError: bila kodenya bukan `(N, K)` atau lebih sedikit dari banyak komponen.
    """

    def __init__(self, codes, components=10, max_dims=64, seed=0):
        from sklearn.decomposition import PCA
        from sklearn.mixture import GaussianMixture

        codes = np.asarray(codes, dtype="float64")
        require_positive_int(components=components, max_dims=max_dims)
        enough = codes.ndim == 2 and len(codes) > components
        require(enough, "codes", codes.shape, f"larik (N, K), N > {components}")
        self._pca = PCA(min(max_dims, codes.shape[1]), svd_solver="covariance_eigh").fit(codes)
        points = self._pca.transform(codes)
        self._scale = np.maximum(points.std(axis=0), SMALLEST_SPREAD)
        self._mixture = GaussianMixture(components, random_state=seed, max_iter=200)
        self._mixture.fit(points / self._scale)

    def sample(self, count):
        """Ambil `count` kode baru, larik `float32` `(count, K)`.

        Kodenya terurut menurut komponen, dan `count` yang sama selalu memberi kode yang sama.
        """
        points, _ = self._mixture.sample(count)
        return self._pca.inverse_transform(points * self._scale).astype("float32")

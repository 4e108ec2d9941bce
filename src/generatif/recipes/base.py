"""Bagian resep yang sama pada semua keluarga."""

from dataclasses import asdict, dataclass

import numpy as np

from generatif.characters import load_characters
from generatif.checks import require, require_positive_int
from generatif.data import load_fashion_mnist, load_mnist
from generatif.datasets import TRAIN_COUNTS

PROGRESS_IMAGES = 64
REPORTED_COUNT = 10_000


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Bagian yang sama pada semua keluarga.

    Turunannya menyediakan `family`, `modules`, `gray_levels`, `build`, `prepare`, `networks`,
    `probe`, dan `render`; yang punya prior atas vektor laten juga `prior_dim` dan `samples`.

    Attributes:
        name: nama resep, misalnya `"dcgan-mnist"`.
        profile: `"kilat"`, `"laptop"`, atau `"penuh"`.
        data: himpunan data, `"mnist"` atau `"fashion_mnist"`.
        source: `"embedded"` atau `"full"`, lihat `generatif.load_mnist`.
        epochs: banyak epoch.
        batch_size: banyak contoh per langkah.
        seed: benih bobot awal, urutan data, vektor laten, derau, dan dropout.
    """

    name: str
    profile: str
    data: str = "mnist"
    source: str = "full"
    epochs: int
    batch_size: int = 128
    seed: int = 2026

    family = ""
    modules = ()
    gray_levels = 0.0
    prior_dim = None

    def __post_init__(self):
        require_positive_int(epochs=self.epochs, batch_size=self.batch_size)

    def to_dict(self):
        """Isi resep beserta nama keluarganya, siap ditulis sebagai JSON."""
        return {"family": self.family, **asdict(self)}

    def load(self):
        """Muat himpunan data, `generatif.data.ImageDataset`."""
        return load_data(self.data, self.source)

    def arrays(self, data):
        """Larik yang dilatihkan, `(N, ...)` masing-masing; bakunya hanya citra `uint8`."""
        return [data.x_train]

    def steps(self):
        """Banyak langkah seluruh pelatihan; tidak memuat data."""
        return self.epochs * self.epoch_steps(TRAIN_COUNTS[self.source])

    def epoch_steps(self, count):
        """Banyak langkah per epoch bila ada `count` contoh; bakunya sekali lewat data."""
        return count // self.batch_size

    def callbacks(self):
        """Callback Keras yang termasuk algoritma, misalnya jadwal derau."""
        return []

    def build(self):
        """Model Keras yang sudah di-`compile`, dengan semua variabel sudah dibuat."""
        raise NotImplementedError

    def prepare(self, *batch):
        """Ubah satu *batch* mentah menjadi masukan `train_step`."""
        raise NotImplementedError

    def networks(self, model):
        """`dict` nama ke jaringan yang disimpan; yang pertama jaringan utama."""
        raise NotImplementedError

    def probe(self, count=PROGRESS_IMAGES):
        """Masukan tetap jaringan utama untuk citra kemajuan, `(count, ...)`."""
        raise NotImplementedError

    def render(self, network, inputs):
        """Keluaran jaringan utama sebagai citra `uint8` `(N, H, W, C)`."""
        raise NotImplementedError

    def output(self, network, inputs):
        """Keluaran jaringan utama sebelum dibulatkan, tensor `(N, H, W, C)`."""
        return network(inputs, training=False)

    def samples(self, network, latent):
        """Citra `uint8` `(N, H, W, C)` dari vektor laten `(N, prior_dim)` berprior N(0, I)."""
        raise NotImplementedError

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur mutu jaringan utama, lihat `generatif.scoring`."""
        raise NotImplementedError


def load_data(name, source):
    """Muat satu himpunan data menurut namanya.

    Args:
        name: `"mnist"`, `"fashion_mnist"`, atau `"characters"`.
        source: `"embedded"` atau `"full"`; karakter hanya `"embedded"`.

    Returns:
        `generatif.data.ImageDataset`.

    Raises:
        ValueError: bila karakter diminta dari sumber lain.
    """
    return _LOADERS[name](source)


def latent_sample(count, latent_dim, seed):
    """Ambil vektor laten dari N(0, I).

    Args:
        count: banyak vektor.
        latent_dim: ukuran vektor.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `float32` `(count, latent_dim)`.
    """
    return np.random.default_rng(seed).standard_normal((count, latent_dim)).astype("float32")


def _load_characters(source):
    require(source == "embedded", "source", source, '"embedded", satu-satunya sumber karakter')
    return load_characters()


_LOADERS = {
    "mnist": load_mnist,
    "fashion_mnist": load_fashion_mnist,
    "characters": _load_characters,
}

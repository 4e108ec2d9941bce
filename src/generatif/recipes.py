"""Resep pelatihan: semua yang menentukan satu hasil, dalam satu dataclass datar per keluarga.

Profil `kilat` selesai dalam hitungan detik (untuk CI), `laptop` dalam hitungan menit di dua
inti, dan `penuh` memakai seluruh data dengan pengaturan laporan atau makalah.
"""

from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches

import numpy as np

from generatif.checks import require, require_positive_int
from generatif.data import (
    load_fashion_mnist,
    load_mnist,
    scale_to_unit,
    symmetric_to_uint8,
    unit_to_uint8,
)
from generatif.datasets import TRAIN_COUNTS

PROFILES = ("kilat", "laptop", "penuh")
PROGRESS_IMAGES = 64
REPORTED_COUNT = 10_000
_LOADERS = {"mnist": load_mnist, "fashion_mnist": load_fashion_mnist}


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
        return _LOADERS[self.data](self.source)

    def arrays(self, data):
        """Larik yang dilatihkan, `(N, ...)` masing-masing; bakunya hanya citra `uint8`."""
        return [data.x_train]

    def steps(self):
        """Banyak langkah seluruh pelatihan; tidak memuat data."""
        return self.epochs * (TRAIN_COUNTS[self.source] // self.batch_size)

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


@dataclass(frozen=True, kw_only=True)
class GANRecipe(Recipe):
    """GAN tak bersyarat.

    Attributes:
        latent_dim: ukuran vektor laten.
        noise_start: simpangan baku derau masukan diskriminator pada epoch pertama.
        noise_end: simpangan baku pada epoch terakhir.
    """

    latent_dim: int = 100
    noise_start: float = 0.0
    noise_end: float = 0.0

    gray_levels = 127.5

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.latent_dim

    def callbacks(self):
        """Jadwal derau masukan diskriminator."""
        from generatif.callbacks import InstanceNoiseDecay

        return [InstanceNoiseDecay(self.noise_start, self.noise_end)]

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [-1, 1]."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 127.5 - 1.0

    def networks(self, model):
        """Generator (rata-rata bergerak bobotnya) dan diskriminator."""
        return {"generator": model.average_generator, "discriminator": model.discriminator}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep."""
        return latent_sample(count, self.latent_dim, self.seed)

    def render(self, network, inputs):
        """Citra dari vektor laten, 500 per putaran."""
        return symmetric_to_uint8(network.predict(inputs, batch_size=500, verbose=0))

    def samples(self, network, latent):
        """Sama dengan :meth:`render`: masukan generator memang vektor laten."""
        return self.render(network, latent)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel."""
        from generatif.scoring import GANScorer

        return GANScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class DCGANRecipe(GANRecipe):
    """DCGAN bab DCGAN.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.dcgan.build_generator`.
    """

    width: int = 64

    family = "dcgan"
    modules = ("batches", "callbacks", "layers", "losses", "models.gan", "models.dcgan")

    def build(self):
        """GAN dari `generatif.models.dcgan.build_dcgan`."""
        from generatif.models.dcgan import build_dcgan

        return build_dcgan(self.latent_dim, self.width, self.seed)


@dataclass(frozen=True, kw_only=True)
class MiniRecipe(GANRecipe):
    """GAN tiga menit.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.mini.build_generator`.
    """

    latent_dim: int = 32
    width: int = 32
    batch_size: int = 32

    family = "mini"
    modules = ("batches", "callbacks", "layers", "losses", "models.gan", "models.mini")

    def build(self):
        """GAN dari `generatif.models.mini.build_mini`, dengan jadwal sepanjang pelatihan."""
        from generatif.models.mini import build_mini

        return build_mini(self.latent_dim, self.width, steps=self.steps(), seed=self.seed)


@dataclass(frozen=True, kw_only=True)
class ReconstructionRecipe(Recipe):
    """Jaringan yang membangun kembali masukannya.

    Attributes:
        code_dim: ukuran kode laten.
    """

    code_dim: int = 30

    gray_levels = 255.0

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [0, 1]; sasarannya citra itu sendiri."""
        import tensorflow as tf

        images = tf.cast(pixels, "float32") / 255.0
        return images, images

    def networks(self, model):
        """Autoencoder seutuhnya."""
        return {"autoencoder": model}

    def probe(self, count=PROGRESS_IMAGES):
        """Citra uji pertama, diskalakan ke [0, 1]."""
        return scale_to_unit(self.load().x_test[:count])

    def render(self, network, inputs):
        """Rekonstruksi citra."""
        return unit_to_uint8(network.predict(inputs, batch_size=500, verbose=0))

    def codes(self, network, images):
        """Kode `(N, K)` dari citra pecahan `(N, H, W, C)`; peta fitur diratakan."""
        codes = network.get_layer("encoder").predict(images, batch_size=500, verbose=0)
        return codes.reshape(len(codes), -1)

    def decode(self, network, codes):
        """Citra pecahan `(N, H, W, C)` dari kode `(N, K)`; kebalikan :meth:`codes`."""
        decoder = network.get_layer("decoder")
        codes = codes.reshape(-1, *decoder.input_shape[1:])
        return decoder.predict(codes, batch_size=500, verbose=0)

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur galat rekonstruksi."""
        from generatif.scoring import ReconstructionScorer

        return ReconstructionScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class AutoencoderRecipe(ReconstructionRecipe):
    """Autoencoder bertumpuk dari lapisan terhubung penuh.

    Attributes:
        activation: aktivasi lapisan tersembunyi.
        loss: `"mse"` atau `"binary_crossentropy"`.
        tied: `True` untuk dekoder berbobot terikat.
    """

    activation: str = "relu"
    loss: str = "mse"
    tied: bool = False

    family = "autoencoder"
    modules = ("batches", "models.autoencoder")

    def build(self):
        """Model dari `generatif.models.autoencoder.build_autoencoder`."""
        from generatif.models.autoencoder import build_autoencoder

        return build_autoencoder(
            self.code_dim,
            activation=self.activation,
            loss=self.loss,
            tied=self.tied,
            steps=self.steps(),
            seed=self.seed,
        )


@dataclass(frozen=True, kw_only=True)
class ConvolutionalAutoencoderRecipe(ReconstructionRecipe):
    """Autoencoder konvolusional padat.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.convolutional_autoencoder.build_encoder`.
    """

    width: int = 32

    family = "convolutional-autoencoder"
    modules = ("batches", "models.convolutional_autoencoder")

    def build(self):
        """Model `build_convolutional_autoencoder`."""
        from generatif.models.convolutional_autoencoder import build_convolutional_autoencoder

        return build_convolutional_autoencoder(
            self.code_dim, self.width, steps=self.steps(), seed=self.seed
        )


@dataclass(frozen=True, kw_only=True)
class ReportAutoencoderRecipe(ReconstructionRecipe):
    """Autoencoder konvolusional tugas kuliah, sesudah diperbaiki.

    Attributes:
        code_dim: selalu 128, yaitu 4x4x8; ditentukan jaringannya.
        mend: perbaikan dekodernya, `"valid"` atau `"crop"`.
        loss: fungsi *loss* Keras.
    """

    code_dim: int = 128
    mend: str = "valid"
    loss: str = "binary_crossentropy"

    family = "report-autoencoder"
    modules = ("batches", "models.convolutional_autoencoder")

    def __post_init__(self):
        super().__post_init__()
        require(self.code_dim == 128, "code_dim", self.code_dim, "128, ukuran kode jaringan ini")

    def build(self):
        """Model `build_report_autoencoder`."""
        from generatif.models.convolutional_autoencoder import build_report_autoencoder

        return build_report_autoencoder(
            self.mend, loss=self.loss, steps=self.steps(), seed=self.seed
        )


@dataclass(frozen=True, kw_only=True)
class ConvolutionalVariantRecipe(ReconstructionRecipe):
    """Satu ragam autoencoder konvolusional padat.

    Attributes:
        width: lebar jaringan, lihat `generatif.models.convolutional_variants.build_variant`.
        down: `"strides"` atau `"pool"`.
        up: `"transpose"` atau `"upsample"`.
        kernel: sisi kernel dekoder.
        dropout: bagian fitur enkoder yang dinolkan selama pelatihan.
    """

    width: int = 16
    down: str = "strides"
    up: str = "transpose"
    kernel: int = 4
    dropout: float = 0.0

    family = "convolutional-variant"
    modules = ("batches", "models.convolutional_autoencoder", "models.convolutional_variants")

    def build(self):
        """Model dari `generatif.models.convolutional_variants.build_variant`."""
        from generatif.models.convolutional_variants import build_variant

        return build_variant(
            self.code_dim,
            self.width,
            down=self.down,
            up=self.up,
            kernel=self.kernel,
            dropout=self.dropout,
            steps=self.steps(),
            seed=self.seed,
        )


@dataclass(frozen=True, kw_only=True)
class DenoisingRecipe(ReconstructionRecipe):
    """Autoencoder peredam derau.

    Attributes:
        code_dim: selalu 49 kali `channels`, yaitu peta kode 7x7.
        channels: banyak kanal kode.
        width: lebar jaringan, lihat `generatif.models.denoising_autoencoder.build_encoder`.
        noise: jenis derau.
        low: tingkat derau terendah saat melatih.
        high: tingkat derau tertinggi saat melatih.
    """

    code_dim: int = 784
    channels: int = 16
    width: int = 16
    noise: str = "gaussian"
    low: float = 0.0
    high: float = 0.6

    family = "denoising-autoencoder"
    modules = ("batches", "optimizers", "models.denoising_autoencoder")

    def __post_init__(self):
        super().__post_init__()
        size = 49 * self.channels
        require(self.code_dim == size, "code_dim", self.code_dim, f"{size}, 49 kali channels")

    def build(self):
        """Model `build_denoising_autoencoder`."""
        from generatif.models.denoising_autoencoder import build_denoising_autoencoder

        return build_denoising_autoencoder(
            self.width,
            self.channels,
            noise=self.noise,
            low=self.low,
            high=self.high,
            steps=self.steps(),
            seed=self.seed,
        )

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur galat peredaman menurut tingkat derau."""
        from generatif.denoising_scoring import DenoisingScorer

        return DenoisingScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class SparseRecipe(ReconstructionRecipe):
    """Autoencoder *sparse*.

    Attributes:
        penalty: `"kl"`, `"l1"`, atau `"none"`.
        weight: bobot penalti.
        target: sasaran rerata aktivasi bagi `"kl"`.
    """

    code_dim: int = 300
    penalty: str = "kl"
    weight: float = 1e-4
    target: float = 0.05

    family = "sparse-autoencoder"
    modules = ("batches", "optimizers", "models.sparse_autoencoder")

    def build(self):
        """Model `build_sparse_autoencoder`."""
        from generatif.models.sparse_autoencoder import build_sparse_autoencoder

        return build_sparse_autoencoder(
            self.code_dim,
            penalty=self.penalty,
            weight=self.weight,
            target=self.target,
            steps=self.steps(),
            seed=self.seed,
        )

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur rekonstruksi dan kejarangan."""
        from generatif.latent_scoring import SparseScorer

        return SparseScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class VAERecipe(ReconstructionRecipe):
    """Autoencoder variasional.

    Attributes:
        width: lebar kedua jaringan konvolusi.
        beta: bobot divergensi KL.
    """

    code_dim: int = 16
    width: int = 32
    beta: float = 1.0

    family = "vae"
    modules = ("batches", "optimizers", "models.convolutional_autoencoder", "models.vae")

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.code_dim

    def build(self):
        """Model `build_vae`."""
        from generatif.models.vae import build_vae

        return build_vae(
            self.code_dim, self.width, beta=self.beta, steps=self.steps(), seed=self.seed
        )

    def prepare(self, pixels):
        """Skalakan piksel `uint8` ke [0, 1]; tidak ada sasaran lain."""
        return super().prepare(pixels)[0]

    def networks(self, model):
        """Modelnya sendiri: enkoder dan dekoder."""
        return {"vae": model}

    def codes(self, network, images):
        """Rerata posterior `(N, code_dim)`."""
        return super().codes(network, images)[:, : self.code_dim]

    def samples(self, network, latent):
        """Citra dari dekoder, tanpa masukan lain."""
        return unit_to_uint8(self.decode(network, latent))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur rekonstruksi, batas bawah *evidence*, dan sampel prior."""
        from generatif.latent_scoring import VAEScorer

        return VAEScorer(self, count)


@dataclass(frozen=True, kw_only=True)
class ConditionalVAERecipe(Recipe):
    """VAE bersyarat.

    Attributes:
        code_dim: ukuran vektor laten.
        width: lebar jaringan konvolusi.
    """

    code_dim: int = 16
    width: int = 32

    family = "conditional-vae"
    modules = (*VAERecipe.modules, "models.conditional_vae")
    gray_levels = 255.0

    @property
    def prior_dim(self):
        """Ukuran vektor laten."""
        return self.code_dim

    def build(self):
        """Model `build_conditional_vae`."""
        from generatif.models.conditional_vae import build_conditional_vae

        return build_conditional_vae(self.code_dim, self.width, steps=self.steps(), seed=self.seed)

    def arrays(self, data):
        """Citra dan label."""
        return [data.x_train, data.y_train]

    def prepare(self, pixels, labels):
        """Skalakan piksel `uint8` ke [0, 1]; labelnya ikut."""
        import tensorflow as tf

        return tf.cast(pixels, "float32") / 255.0, labels

    def networks(self, model):
        """Modelnya sendiri."""
        return {"conditional-vae": model}

    def probe(self, count=PROGRESS_IMAGES):
        """Vektor laten dari benih resep, dan label 0 sampai 9 berulang."""
        return latent_sample(count, self.code_dim, self.seed), np.arange(count) % 10

    def render(self, network, inputs):
        """Sampel dari pasangan vektor laten dan label, sebagai citra `uint8`."""
        latent, labels = inputs
        parts = [slice(start, start + 500) for start in range(0, len(latent), 500)]
        made = [self.output(network, (latent[part], labels[part])) for part in parts]
        return unit_to_uint8(np.concatenate(made))

    def output(self, network, inputs):
        """Sampel sebelum dibulatkan: dekoder menerima vektor laten dan label."""
        return network.decode(*inputs)

    def samples(self, network, latent):
        """Citra dari vektor laten; labelnya 0 sampai 9 berulang."""
        return self.render(network, (latent, np.arange(len(latent)) % 10))

    def scorer(self, count=REPORTED_COUNT):
        """Pengukur sampel bersyarat."""
        from generatif.latent_scoring import ConditionalVAEScorer

        return ConditionalVAEScorer(self, count)


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


RECIPES = (
    DCGANRecipe(
        name="dcgan-mnist",
        profile="kilat",
        source="embedded",
        epochs=2,
        width=2,
        noise_start=0.10,
    ),
    DCGANRecipe(
        name="dcgan-mnist",
        profile="laptop",
        source="embedded",
        epochs=40,
        width=16,
        batch_size=32,
        noise_start=0.10,
    ),
    DCGANRecipe(name="dcgan-mnist", profile="penuh", epochs=20, noise_start=0.10),
    MiniRecipe(name="mini", profile="kilat", source="embedded", epochs=2, latent_dim=8, width=4),
    MiniRecipe(name="mini", profile="laptop", epochs=7),
    AutoencoderRecipe(name="autoencoder-mnist", profile="kilat", source="embedded", epochs=2),
    AutoencoderRecipe(name="autoencoder-mnist", profile="laptop", epochs=10),
    AutoencoderRecipe(
        name="autoencoder-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=2,
    ),
    AutoencoderRecipe(
        name="autoencoder-fashion", profile="laptop", data="fashion_mnist", epochs=10
    ),
    AutoencoderRecipe(name="autoencoder-fashion", profile="penuh", data="fashion_mnist", epochs=40),
    ConvolutionalAutoencoderRecipe(
        name="convolutional-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
    ),
    ConvolutionalAutoencoderRecipe(
        name="convolutional-fashion", profile="penuh", data="fashion_mnist", epochs=30
    ),
    ReportAutoencoderRecipe(
        name="report-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
    ),
    ReportAutoencoderRecipe(
        name="report-fashion", profile="penuh", data="fashion_mnist", epochs=20
    ),
    ConvolutionalVariantRecipe(
        name="convolutional-variants",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
    ),
    ConvolutionalVariantRecipe(
        name="convolutional-variants",
        profile="laptop",
        data="fashion_mnist",
        source="embedded",
        epochs=20,
        batch_size=64,
    ),
    DenoisingRecipe(
        name="denoising-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
        channels=2,
        code_dim=98,
    ),
    DenoisingRecipe(name="denoising-fashion", profile="penuh", data="fashion_mnist", epochs=30),
    SparseRecipe(
        name="sparse-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        code_dim=20,
    ),
    SparseRecipe(name="sparse-fashion", profile="penuh", data="fashion_mnist", epochs=30),
    VAERecipe(
        name="vae-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
        code_dim=2,
    ),
    VAERecipe(name="vae-fashion", profile="penuh", data="fashion_mnist", epochs=30),
    VAERecipe(name="vae2-fashion", profile="penuh", data="fashion_mnist", epochs=30, code_dim=2),
    ConditionalVAERecipe(
        name="conditional-vae-fashion",
        profile="kilat",
        data="fashion_mnist",
        source="embedded",
        epochs=1,
        width=4,
        code_dim=2,
    ),
    ConditionalVAERecipe(
        name="conditional-vae-fashion", profile="penuh", data="fashion_mnist", epochs=30
    ),
)


def find(name, profile="laptop"):
    """Cari resep menurut nama dan profil.

    Args:
        name: nama resep.
        profile: `"kilat"`, `"laptop"`, atau `"penuh"`.

    Returns:
        :class:`Recipe`.

    Raises:
        ValueError: bila tidak ada; menyebut nama yang mirip atau profil yang tersedia.
    """
    names = list(dict.fromkeys(recipe.name for recipe in RECIPES))
    if name not in names:
        near = get_close_matches(str(name), names, n=2, cutoff=0.4)
        hint = f"Maksud Anda: {', '.join(near)}? " if near else ""
        raise ValueError(
            f"Resep {name!r} tidak dikenal. {hint}Yang tersedia: {', '.join(names)}; lihat "
            "`python -m generatif daftar`."
        )
    choices = {recipe.profile: recipe for recipe in RECIPES if recipe.name == name}
    if profile not in choices:
        raise ValueError(
            f"Resep {name!r} tidak punya profil {profile!r}. Yang tersedia: {', '.join(choices)}."
        )
    return choices[profile]


def customize(recipe, **changes):
    """Ganti sebagian isi resep; nilai `None` diabaikan.

    Args:
        recipe: :class:`Recipe`.
        **changes: isi baru, misalnya `seed=7`.

    Returns:
        :class:`Recipe` baru.
    """
    return replace(recipe, **{key: value for key, value in changes.items() if value is not None})


def from_dict(content):
    """Bangun kembali resep dari isi :meth:`Recipe.to_dict`.

    Args:
        content: `dict` dengan kunci `family` dan isi resep.

    Returns:
        :class:`Recipe`.

    Raises:
        ValueError: bila keluarganya tidak dikenal atau isinya tidak cocok dengan kode sekarang.
    """
    content = dict(content)
    family = content.pop("family", None)
    kinds = {type(recipe).family: type(recipe) for recipe in RECIPES}
    known = {field.name for field in fields(kinds[family])} if family in kinds else set()
    if not known or content.keys() - known:
        raise ValueError(
            f"Resep tersimpan tidak cocok dengan kode ini: keluarga {family!r}, isi asing "
            f"{sorted(content.keys() - known)}. Pakai versi paket yang membuat hasil itu."
        )
    return kinds[family](**content)

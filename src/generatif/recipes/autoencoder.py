"""Resep autoencoder yang membangun kembali masukannya tanpa prior."""

from dataclasses import dataclass

from generatif.checks import require
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe


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


RECIPES = (
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
)

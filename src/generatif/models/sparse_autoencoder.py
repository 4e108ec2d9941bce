"""Autoencoder *sparse*: kode lebar yang hanya sedikit unitnya aktif.

Sumber: Ng (2011), *CS294A Lecture notes: Sparse autoencoder*, Stanford, untuk penalti KL; penalti
L1 adalah Laplace atas kode seperti pada pengodean *sparse*. Perbedaan dari catatan itu: galat
kuadrat dirata-ratakan atas piksel (di sana separuh jumlahnya), rerata aktivasi dihitung per
*batch* (di sana atas seluruh data), dan Adam tanpa peluruhan bobot.

Kedua jaringan hanya satu lapisan, sehingga setiap unit kode punya satu citra: kolom bobot
dekodernya.
"""

import keras
from keras import layers, ops

from generatif.checks import require, require_positive_int
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

IMAGE_SHAPE = (28, 28, 1)
PIXELS = 28 * 28
LEARNING_RATE = 2e-3
PENALTIES = ("none", "l1", "kl")
EDGE = 1e-6


def l1_penalty(codes):
    r"""Penalti L1, $\frac{1}{B} \sum_b \sum_j |a_{bj}|$.

    Args:
        codes: tensor `(B, K)`.

    Returns:
        Skalar `()`, >= 0.
    """
    return ops.mean(ops.sum(ops.abs(codes), axis=-1))


def kl_penalty(codes, target):
    r"""Penalti KL, $\sum_j \mathrm{KL}(\rho \| \hat\rho_j)$ antara dua sebaran Bernoulli.

    $\hat\rho_j$ adalah rerata aktivasi unit ke-j atas *batch*. Sumber: Ng (2011), bagian 3.

    Args:
        codes: tensor `(B, K)`, aktivasi dalam [0, 1].
        target: sasaran rerata aktivasi $\rho$ dalam (0, 1).

    Returns:
        Skalar `()`, >= 0, dalam nat; nol bila rerata aktivasi setiap unit sama dengan `target`.
    """
    mean = ops.clip(ops.mean(codes, axis=0), EDGE, 1 - EDGE)
    active = target * ops.log(target / mean)
    return ops.sum(active + (1 - target) * ops.log((1 - target) / (1 - mean)))


@keras.saving.register_keras_serializable("generatif")
class SparsityPenalty(layers.Layer):
    """Lapisan yang meneruskan kode dan menambahkan penalti kejarangan ke *loss*.

    Args:
        penalty: `"l1"` atau `"kl"`.
        weight: bobot penalti, >= 0.
        target: sasaran rerata aktivasi bagi `"kl"`, dalam (0, 1).
        **kwargs: argumen lain `keras.layers.Layer`, misalnya `name`.
    """

    def __init__(self, penalty, weight, target=0.05, **kwargs):
        super().__init__(**kwargs)
        self.penalty = penalty
        self.weight = weight
        self.target = target

    def call(self, codes):
        """Teruskan `codes` `(B, K)` apa adanya."""
        value = l1_penalty(codes) if self.penalty == "l1" else kl_penalty(codes, self.target)
        self.add_loss(self.weight * value)
        return codes


def build_encoder(code_dim=300, penalty="kl", weight=1e-4, target=0.05, seed=None):
    """Satu lapisan terhubung penuh dengan penalti kejarangan.

    Args:
        code_dim: banyak unit kode.
        penalty: `"kl"` (unit sigmoid), `"l1"` (unit ReLU), atau `"none"` (unit ReLU).
        weight: bobot penalti, >= 0, terhadap galat kuadrat rerata per piksel.
        target: sasaran rerata aktivasi bagi `"kl"`, dalam (0, 1).
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, 28, 28, 1) -> (B, code_dim)`; piksel dalam [0, 1], kode dalam (0, 1)
        untuk `"kl"` dan >= 0 untuk yang lain.

    Raises:
        ValueError: bila suatu argumen di luar rentangnya.
    """
    require_positive_int(code_dim=code_dim)
    require(penalty in PENALTIES, "penalty", penalty, f"salah satu dari {', '.join(PENALTIES)}")
    require(weight >= 0, "weight", weight, "bilangan >= 0")
    require(0 < target < 1, "target", target, "bilangan di antara 0 dan 1")
    return keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Flatten(),
            layers.Dense(
                code_dim,
                activation="sigmoid" if penalty == "kl" else "relu",
                kernel_initializer=_initializer(seed),
            ),
            *([] if penalty == "none" else [SparsityPenalty(penalty, weight, target)]),
        ],
        name="encoder",
    )


def build_decoder(code_dim=300, seed=None):
    """Satu lapisan terhubung penuh dari kode ke citra.

    Args:
        code_dim: banyak unit kode.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        Model Keras `(B, code_dim) -> (B, 28, 28, 1)`, piksel dalam [0, 1].

    Raises:
        ValueError: bila `code_dim` bukan bilangan bulat positif.
    """
    require_positive_int(code_dim=code_dim)
    return keras.Sequential(
        [
            keras.Input((code_dim,)),
            layers.Dense(PIXELS, activation="sigmoid", kernel_initializer=_initializer(seed)),
            layers.Reshape(IMAGE_SHAPE),
        ],
        name="decoder",
    )


def build_sparse_autoencoder(
    code_dim=300, *, penalty="kl", weight=1e-4, target=0.05, steps=None, seed=None
):
    """Rakit autoencoder *sparse* yang siap dilatih; sasarannya masukan itu sendiri.

    *Loss*-nya galat kuadrat ditambah penalti; metrik `mse` mencatat galat kuadratnya sendiri.

    Args:
        code_dim: banyak unit kode.
        penalty: `"kl"`, `"l1"`, atau `"none"`, lihat :func:`build_encoder`.
        weight: bobot penalti.
        target: sasaran rerata aktivasi bagi `"kl"`.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal.

    Returns:
        `keras.Model` `(B, 28, 28, 1) -> (B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile`.
    """
    encoder_seed, decoder_seed = split_seed(seed, 2)
    encoder = build_encoder(code_dim, penalty, weight, target, encoder_seed)
    decoder = build_decoder(code_dim, decoder_seed)
    model = keras.Sequential([keras.Input(IMAGE_SHAPE), encoder, decoder], name="autoencoder")
    model.compile(cosine_adam(LEARNING_RATE, steps), loss="mse", metrics=["mse"])
    model.optimizer.build(model.trainable_variables)
    return model


def _initializer(seed):
    return keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))

"""Pengklasifikasi beku yang memberi fitur dan peluang kelas bagi `generatif.metrics`.

Setiap himpunan data punya dua pengklasifikasi yang berbeda susunan dan benihnya, sehingga
kesimpulan yang hanya berlaku di bawah salah satunya ketahuan. Contohnya `mnist-residual`: karena
*pooling* seluruh bidang, ia jauh kurang peka terhadap pergeseran satu piksel daripada
`mnist-plain`. Bobotnya ikut di dalam paket, diperiksa dengan SHA-256, dan tidak pernah dilatih
ulang per percobaan: pengklasifikasi lain berarti skala angka yang lain. Resepnya ada di
`tools/train_classifier.py`.
"""

import hashlib
import io
import json
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import keras
import numpy as np
from keras import layers

from generatif.checks import require
from generatif.data import scale_to_unit

FEATURES = 64
CLASSES = 10
DATASETS = ("mnist", "fashion_mnist")


def build_plain_classifier(seed=None, widths=(32, 64, 128), dropout=0.5, normalized=False):
    """Tumpukan konvolusi 3x3; *max-pooling* sesudah dua konvolusi pertama.

    Args:
        seed: `int` atau `None`; benih bobot awal dan dropout.
        widths: banyak kanal tiap konvolusi.
        dropout: bagian masukan lapisan `features` yang dinolkan selama pelatihan.
        normalized: apakah setiap konvolusi diikuti normalisasi *batch*.

    Returns:
        Model Keras `(B, 28, 28, 1)`, piksel dalam [0, 1], ke logit `(B, 10)`. Lapisan
        `features` `(B, 64)`, sesudah ReLU, berada tepat sebelum keluaran.
    """
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    network = keras.Sequential([keras.Input((28, 28, 1))], name="plain_classifier")
    for index, width in enumerate(widths):
        network.add(layers.Conv2D(width, 3, kernel_initializer=init))
        if index < 2:
            network.add(layers.MaxPooling2D())
        if normalized:
            network.add(layers.BatchNormalization(momentum=0.9))
        network.add(layers.ReLU())
    network.add(layers.Flatten())
    network.add(layers.Dropout(dropout, seed=seed))
    network.add(layers.Dense(FEATURES, activation="relu", kernel_initializer=init, name="features"))
    network.add(layers.Dense(CLASSES, kernel_initializer=init))
    return network


def build_residual_classifier(seed=None, width=64, dropout=0.3, pool=7):
    """Dua tahap pengecilan menjadi 7x7, satu blok residual, lalu *pooling* rata-rata.

    Args:
        seed: `int` atau `None`; benih bobot awal dan dropout.
        width: banyak kanal blok residual; konvolusi pertama memakai setengahnya.
        dropout: bagian masukan lapisan `features` yang dinolkan selama pelatihan.
        pool: sisi petak *pooling*; 7 untuk seluruh bidang, yang menghapus letak.

    Returns:
        Model Keras `(B, 28, 28, 1)`, piksel dalam [0, 1], ke logit `(B, 10)`. Lapisan
        `features` `(B, 64)`, sesudah ReLU, berada tepat sebelum keluaran.
    """
    init = keras.initializers.HeNormal(keras.random.SeedGenerator(seed))
    images = keras.Input((28, 28, 1))
    x = layers.MaxPooling2D()(_normalized_convolution(images, width // 2, 5, 1, init))
    x = _normalized_convolution(layers.ReLU()(x), width, 3, 2, init)
    x = layers.ReLU()(x)
    change = layers.ReLU()(_normalized_convolution(x, width, 3, 1, init))
    change = _normalized_convolution(change, width, 3, 1, init)
    x = layers.ReLU()(layers.Add()([x, change]))
    x = layers.Flatten()(layers.AveragePooling2D(pool)(x))
    x = layers.Dropout(dropout, seed=seed)(x)
    x = layers.Dense(FEATURES, activation="relu", kernel_initializer=init, name="features")(x)
    logits = layers.Dense(CLASSES, kernel_initializer=init)(x)
    return keras.Model(images, logits, name="residual_classifier")


BUILDERS = {"plain": build_plain_classifier, "residual": build_residual_classifier}


class FrozenClassifier:
    """Pengklasifikasi tersimpan.

    Args:
        network: model dari salah satu `BUILDERS` dengan bobot terlatih.
        manifest: `dict` susunan, resep, ketelitian, dan SHA-256 bobot.
    """

    def __init__(self, network, manifest):
        self.manifest = manifest
        outputs = [network.get_layer("features").output, network.outputs[0]]
        self._network = keras.Model(network.inputs, outputs)

    def __call__(self, images, batch_size=1000):
        """Hitung fitur dan peluang kelas.

        Args:
            images: larik `uint8` `(N, 28, 28, 1)`.
            batch_size: banyak citra per putaran.

        Returns:
            Pasangan `(features, probabilities)` berbentuk `(N, 64)` dan `(N, 10)`; fitur >= 0.

        Raises:
            TypeError: bila `images` bukan `uint8`.
        """
        images = scale_to_unit(images)
        features, logits = self._network.predict(images, batch_size=batch_size, verbose=0)
        return features, keras.ops.convert_to_numpy(keras.ops.softmax(logits))

    def feature_maps(self, depth):
        """Bagian pengklasifikasi sampai sesudah sebuah aktivasi, untuk loss fitur.

        Args:
            depth: aktivasi ReLU ke berapa, mulai dari 1; yang sesudah peta fitur terakhir tidak
                termasuk.

        Returns:
            Model Keras beku `(B, 28, 28, 1)`, piksel dalam [0, 1], ke peta fitur `(B, h, w, F)`.

        Raises:
            ValueError: bila aktivasi itu tidak ada.
        """
        found = [each for each in self._network.layers if isinstance(each, layers.ReLU)]
        inside = isinstance(depth, int) and 1 <= depth <= len(found)
        require(inside, "depth", depth, f"bilangan bulat 1 sampai {len(found)}")
        network = keras.Model(self._network.inputs[0], found[depth - 1].output, name="feature_maps")
        network.trainable = False
        return network


@cache
def load_classifier(name):
    """Muat satu pengklasifikasi beku dari dalam paket.

    Args:
        name: himpunan data dan susunannya, misalnya `"mnist-plain"` atau
            `"fashion-mnist-residual"`.

    Returns:
        :class:`FrozenClassifier`.

    Raises:
        ValueError: bila namanya tidak dikenal atau berkas bobotnya berubah.
    """
    folder = files("generatif") / "classifier_weights"
    available = sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".json"))
    _require_known("Pengklasifikasi", name, available)
    manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    content = (folder / f"{name}.npz").read_bytes()
    received = hashlib.sha256(content).hexdigest()
    if received != manifest["sha256"]:
        raise ValueError(
            f"Bobot pengklasifikasi {name!r} berubah atau terpotong: SHA-256 {received[:12]}…, "
            f"seharusnya {manifest['sha256'][:12]}…. Pasang ulang paket generatif."
        )
    network = BUILDERS[manifest["architecture"]](seed=0, **manifest["network"])
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        network.set_weights([archive[key].astype("float32") for key in sorted(archive)])
    return FrozenClassifier(network, manifest)


def load_classifiers(data):
    """Muat semua pengklasifikasi beku sebuah himpunan data.

    Args:
        data: `"mnist"` atau `"fashion_mnist"`.

    Returns:
        `dict` nama susunan (`"plain"`, `"residual"`) ke :class:`FrozenClassifier`.

    Raises:
        ValueError: bila himpunan datanya tidak dikenal atau berkas bobotnya berubah.
    """
    _require_known("Himpunan data", data, DATASETS)
    prefix = data.replace("_", "-")
    return {architecture: load_classifier(f"{prefix}-{architecture}") for architecture in BUILDERS}


def _normalized_convolution(x, width, size, stride, init):
    x = layers.Conv2D(width, size, stride, padding="same", use_bias=False, kernel_initializer=init)(
        x
    )
    return layers.BatchNormalization(momentum=0.9)(x)


def _require_known(kind, name, available):
    if name in available:
        return
    nearest = get_close_matches(str(name), available, n=1)
    hint = f" Mungkin maksud Anda {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"{kind} {name!r} tidak dikenal.{hint} Yang tersedia: {', '.join(available)}.")

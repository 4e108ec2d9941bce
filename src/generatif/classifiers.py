"""Pengklasifikasi beku yang memberi fitur dan peluang kelas bagi `generatif.metrics`.

Bobotnya ikut di dalam paket, diperiksa dengan SHA-256, dan tidak pernah dilatih ulang per
percobaan: pengklasifikasi lain berarti skala angka yang lain.
"""

import hashlib
import io
import json
from functools import cache
from importlib.resources import files

import keras
import numpy as np
from keras import layers

from generatif.data import scale_to_unit

FEATURES = 64


def build_classifier(seed=None):
    """Jaringan konvolusional kecil untuk citra 28x28 sepuluh kelas.

    Args:
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        Model Keras `(B, 28, 28, 1)`, piksel dalam [0, 1], ke logit `(B, 10)`. Lapisan
        `features` `(B, 64)` berada tepat sebelum keluaran.
    """
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", kernel_initializer=init),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu", kernel_initializer=init),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.4, seed=seed),
            layers.Dense(FEATURES, activation="relu", kernel_initializer=init, name="features"),
            layers.Dense(10, kernel_initializer=init),
        ],
        name="classifier",
    )


class FrozenClassifier:
    """Pengklasifikasi tersimpan.

    Args:
        network: model dari :func:`build_classifier` dengan bobot terlatih.
        manifest: `dict` resep, ketelitian pada data uji, dan SHA-256 bobot.
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
            Pasangan `(features, probabilities)` berbentuk `(N, 64)` dan `(N, 10)`.
        """
        images = scale_to_unit(images)
        features, logits = self._network.predict(images, batch_size=batch_size, verbose=0)
        return features, keras.ops.convert_to_numpy(keras.ops.softmax(logits))


@cache
def load_classifier(name="mnist"):
    """Muat pengklasifikasi beku dari dalam paket.

    Args:
        name: himpunan data tempat pengklasifikasi itu dilatih: `"mnist"`.

    Returns:
        :class:`FrozenClassifier`.

    Raises:
        ValueError: bila namanya tidak dikenal atau berkas bobotnya berubah.
    """
    folder = files("generatif") / "classifier_weights"
    available = sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".json"))
    if name not in available:
        raise ValueError(
            f"Pengklasifikasi {name!r} tidak dikenal; yang tersedia: {', '.join(available)}."
        )
    manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    content = (folder / f"{name}.npz").read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise ValueError(
            f"Bobot pengklasifikasi {name!r} berubah atau terpotong. Pasang ulang paket generatif."
        )
    network = build_classifier(seed=0)
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        network.set_weights([archive[key].astype("float32") for key in sorted(archive)])
    return FrozenClassifier(network, manifest)

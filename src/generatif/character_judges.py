"""Hakim beku karakter: dua jaringan berlainan susunan yang membaca lima sifat dari citra.

Dilatih sekali oleh `tools/train_character_judges.py` pada karakter yang digambar terpisah, dengan
semua gabungan sifat; tidak dipakai loss mana pun. Bobotnya ikut di dalam paket dan diperiksa
dengan SHA-256.
"""

import hashlib
import io
import json
from functools import cache
from importlib.resources import files

import keras
import numpy as np
from keras import layers

from generatif.characters import ATTRIBUTES, SIZE
from generatif.data import scale_to_unit

FEATURES = 64


def build_pooled_judge(seed=None):
    """Dua konvolusi 3x3 yang masing-masing diikuti *max-pooling*.

    Args:
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        Model Keras `(B, 16, 16, 3)`, piksel dalam [0, 1], ke logit `(B, 5)`. Lapisan `features`
        `(B, 64)`, sesudah ReLU, berada tepat sebelum keluaran.
    """
    init = keras.initializers.HeNormal(keras.random.SeedGenerator(seed))
    stages = []
    for width in (32, 64):
        stages += [
            layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer=init),
            layers.BatchNormalization(momentum=0.9),
            layers.MaxPooling2D(),
        ]
    return _finish("pooled_judge", stages, init, seed)


def build_strided_judge(seed=None):
    """Satu konvolusi 5x5 dan dua konvolusi berlangkah 2, tanpa *pooling*.

    Args:
        seed: `int` atau `None`; benih bobot awal dan dropout.

    Returns:
        Model seperti pada :func:`build_pooled_judge`.
    """
    init = keras.initializers.GlorotUniform(keras.random.SeedGenerator(seed))
    stages = []
    for width, size, stride in ((24, 5, 1), (48, 3, 2), (64, 3, 2)):
        stages += [
            layers.Conv2D(width, size, stride, padding="same", kernel_initializer=init),
            layers.BatchNormalization(momentum=0.9),
            layers.LeakyReLU(0.1),
        ]
    return _finish("strided_judge", stages, init, seed)


BUILDERS = {"pooled": build_pooled_judge, "strided": build_strided_judge}


class CharacterJudge:
    """Hakim tersimpan.

    Args:
        network: model dari salah satu `BUILDERS` dengan bobot terlatih.
        manifest: `dict` susunan, resep, ketelitian, dan SHA-256 bobot.
    """

    def __init__(self, network, manifest):
        self.manifest = manifest
        outputs = [network.get_layer("features").output, network.outputs[0]]
        self._network = keras.Model(network.inputs, outputs)

    def __call__(self, images):
        """Hitung fitur dan sifat yang terbaca.

        Args:
            images: larik `uint8` `(N, 16, 16, 3)`.

        Returns:
            Pasangan fitur `float32` `(N, 64)`, >= 0, dan sifat `uint8` `(N, 5)` berisi 0 dan 1.

        Raises:
            TypeError: bila `images` bukan `uint8`.
        """
        features, logits = self._network.predict(scale_to_unit(images), batch_size=500, verbose=0)
        return features, (logits > 0).astype(np.uint8)


@cache
def load_character_judges():
    """Muat kedua hakim dari dalam paket.

    Returns:
        `dict` nama susunan (`"pooled"`, `"strided"`) ke :class:`CharacterJudge`.

    Raises:
        ValueError: bila berkas bobotnya berubah.
    """
    return {name: _load(name) for name in BUILDERS}


def _load(name):
    folder = files("generatif") / "character_judge_weights"
    manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    content = (folder / f"{name}.npz").read_bytes()
    received = hashlib.sha256(content).hexdigest()
    if received != manifest["sha256"]:
        raise ValueError(
            f"Bobot hakim karakter {name!r} berubah atau terpotong: SHA-256 {received[:12]}…, "
            f"seharusnya {manifest['sha256'][:12]}…. Pasang ulang paket generatif."
        )
    network = BUILDERS[name](seed=0)
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        network.set_weights([archive[key].astype("float32") for key in sorted(archive)])
    return CharacterJudge(network, manifest)


def _finish(name, stages, init, seed):
    features = layers.Dense(FEATURES, activation="relu", kernel_initializer=init, name="features")
    return keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 3)),
            *stages,
            layers.Flatten(),
            layers.Dropout(0.3, seed=seed),
            features,
            layers.Dense(len(ATTRIBUTES), kernel_initializer=init),
        ],
        name=name,
    )

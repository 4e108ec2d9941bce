"""Latih kedua hakim karakter dan simpan bobotnya ke dalam paket (sekali saja).

    python tools/train_character_judges.py

Karakter pelatihannya digambar baru oleh `build_character_data.py` (perlu Node.js dan
`rsvg-convert`), dengan semua gabungan sifat; data uji paket hanya dipakai untuk mengukur.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import generatif

generatif.configure()

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

from build_character_data import render_characters  # noqa: E402
from generatif.character_judges import BUILDERS, CharacterJudge  # noqa: E402
from generatif.characters import ATTRIBUTES, COMBINATIONS, load_characters  # noqa: E402
from generatif.optimizers import cosine_adam  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402
from generatif.zoo import compact_weights, pack_arrays  # noqa: E402

FOLDER = Path(generatif.__file__).parent / "character_judge_weights"
IMAGES = 16_000
EPOCHS = 12
BATCH = 128
RATE = 2e-3
SEEDS = {"pooled": 41, "strided": 67}


def train(name, images, attributes):
    """Latih satu hakim, lalu bulatkan bobotnya seperti yang akan disimpan.

    Args:
        name: kunci `BUILDERS`.
        images: larik `uint8` `(N, 16, 16, 3)`.
        attributes: larik `uint8` `(N, 5)`.

    Returns:
        Model Keras.
    """
    keras.utils.set_random_seed(SEEDS[name])
    network = BUILDERS[name](SEEDS[name])
    steps = EPOCHS * -(-len(images) // BATCH)
    network.compile(cosine_adam(RATE, steps), keras.losses.BinaryCrossentropy(from_logits=True))
    network.fit(
        generatif.scale_to_unit(images), attributes, batch_size=BATCH, epochs=EPOCHS, verbose=2
    )
    network.set_weights([each.astype("float32") for each in compact_weights(network)])
    return network


def save(name, network):
    """Tulis bobot lalu manifes, beserta ketelitian tiap sifat atas data uji.

    Args:
        name: kunci `BUILDERS`.
        network: jaringan dari :func:`train`.
    """
    data = load_characters()
    _, found = CharacterJudge(network, {})(data.x_test)
    right = (found == data.y_test).mean(axis=0)
    content = pack_arrays(compact_weights(network))
    manifest = {
        "architecture": name,
        "recipe": {
            "seed": SEEDS[name],
            "images": IMAGES,
            "epochs": EPOCHS,
            "batch_size": BATCH,
            "learning_rate": RATE,
        },
        "parameters": network.count_params(),
        "test_accuracy": {
            key: round(float(each), 4) for key, each in zip(ATTRIBUTES, right, strict=True)
        },
        "date": date.today().isoformat(),
        "versions": {"tensorflow": tf.__version__, "keras": keras.__version__},
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    FOLDER.mkdir(exist_ok=True)
    write_atomic(FOLDER / f"{name}.npz", content)
    write_atomic(FOLDER / f"{name}.json", (json.dumps(manifest, indent=2) + "\n").encode())
    print(name, manifest["test_accuracy"], f"{len(content) / 1000:.0f} kB", flush=True)


def main():
    """Gambar data pelatihan, lalu latih dan simpan kedua hakim."""
    images, attributes = render_characters("hakim", IMAGES, COMBINATIONS)
    for name in BUILDERS:
        save(name, train(name, images, attributes))


if __name__ == "__main__":
    main()

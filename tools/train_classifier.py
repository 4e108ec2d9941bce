"""Latih pengklasifikasi beku dan simpan bobotnya ke dalam paket (data lengkap, sekali saja).

GENERATIF_DATA=FOLDER_DATA python tools/train_classifier.py
"""

import hashlib
import json
import time
from datetime import date
from pathlib import Path

import generatif

generatif.configure(seed=11)

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

from generatif.classifiers import build_classifier  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402
from generatif.zoo import compact_weights, pack_weights  # noqa: E402

RECIPE = {"seed": 11, "epochs": 8, "batch_size": 128, "learning_rate": 1e-3, "schedule": "cosine"}
FOLDER = Path(generatif.__file__).parent / "classifier_weights"


def main():
    """Latih dengan resep tetap, ukur sekali pada data uji, tulis bobot lalu manifes."""
    data = generatif.load_mnist("full")
    images, test_images = map(generatif.scale_to_unit, (data.x_train, data.x_test))
    steps = RECIPE["epochs"] * len(images) // RECIPE["batch_size"]
    schedule = keras.optimizers.schedules.CosineDecay(RECIPE["learning_rate"], steps)
    network = build_classifier(RECIPE["seed"])
    network.compile(
        keras.optimizers.Adam(schedule),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    started = time.perf_counter()
    network.fit(
        images,
        data.y_train,
        batch_size=RECIPE["batch_size"],
        epochs=RECIPE["epochs"],
        verbose=2,
    )
    minutes = (time.perf_counter() - started) / 60
    content = pack_weights(network)
    network.set_weights([w.astype("float32") for w in compact_weights(network)])
    accuracy = network.evaluate(test_images, data.y_test, batch_size=1000, verbose=0)[1]
    manifest = {
        "data": "mnist",
        "recipe": RECIPE,
        "parameters": network.count_params(),
        "test_accuracy": round(accuracy, 4),
        "minutes": round(minutes, 1),
        "date": date.today().isoformat(),
        "versions": {"tensorflow": tf.__version__, "keras": keras.__version__},
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    write_atomic(FOLDER / "mnist.npz", content)
    write_atomic(FOLDER / "mnist.json", (json.dumps(manifest, indent=2) + "\n").encode())
    print(f"ketelitian uji {accuracy:.4f}, {len(content) / 1000:.0f} kB, {minutes:.1f} menit")


if __name__ == "__main__":
    main()

"""Ukur deteksi anomali satu kelas melawan sisanya pada Fashion-MNIST.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_anomaly.py [MODEL …]

Untuk setiap kelas: model dilatih hanya pada 6.000 citra latih kelas itu, lalu 10.000 citra uji
diurutkan menurut galat rekonstruksinya. Yang dianggap positif (anomali) adalah kelas-kelas lain.
Banyak epoch sama bagi semua jaringan. Hasilnya ditulis ke `measurements/anomaly.json` sesudah
setiap model; model yang sudah ada dilewati.
"""

import json
import os
import time
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "measurements" / "anomaly.json"
SEED = 2026
BATCH_SIZE = 128
EPOCHS = 30
PCA_DIMS = (5, 10, 16, 30, 64)
MODELS = (*(f"PCA-{k}" for k in PCA_DIMS), "bertumpuk", "konvolusional", "VAE")


@click.command()
@click.argument("names", nargs=-1, metavar="[MODEL]…")
def main(names):
    """Ukur model yang disebut, atau semuanya."""
    generatif.configure()
    from generatif import provenance
    from generatif.pictures import write_atomic

    data = generatif.load_fashion_mnist("full")
    for name in names or MODELS:
        report = json.loads(RESULT.read_text()) if RESULT.exists() else {"rows": {}}
        if name in report["rows"]:
            continue
        row = measure(name, data)
        report = {
            "date": date.today().isoformat(),
            "seed": SEED,
            "epochs": EPOCHS,
            "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
            "versions": provenance.versions(),
            "commit": provenance.commit(),
            "rows": {**report["rows"], name: row},
        }
        write_atomic(RESULT, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
        print(name, f"{row['mean']:.3f}", [f"{each:.3f}" for each in row["auroc"]])


def measure(name, data):
    """AUROC setiap kelas sebagai kelas normal, dan waktu prosesor pelatihan terlama."""
    from generatif.data import scale_to_unit
    from generatif.metrics import auroc

    train, test = scale_to_unit(data.x_train), scale_to_unit(data.x_test)
    values, seconds = [], []
    for normal in range(10):
        started = time.process_time()
        reconstruct = fit(name, train[data.y_train == normal])
        seconds.append(time.process_time() - started)
        errors = np.mean((reconstruct(test) - test) ** 2, axis=(1, 2, 3))
        values.append(auroc(data.y_test != normal, errors))
    return {
        "auroc": [float(each) for each in values],
        "mean": float(np.mean(values)),
        "longest_cpu_seconds": round(max(seconds), 1),
    }


def fit(name, images):
    """Latih model `name` pada `images`; hasilnya fungsi rekonstruksi."""
    if name.startswith("PCA-"):
        return fit_pca(int(name.removeprefix("PCA-")), images)
    import keras

    keras.utils.set_random_seed(SEED)
    model, targets = build(name, images)
    model.fit(images, targets, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0)
    return lambda batch: model.predict(batch, batch_size=500, verbose=0)


def fit_pca(k, images):
    """Proyeksi ke `k` komponen utama."""
    from sklearn.decomposition import PCA

    pca = PCA(k, svd_solver="covariance_eigh").fit(images.reshape(len(images), -1))

    def reconstruct(batch):
        codes = pca.transform(batch.reshape(len(batch), -1))
        return pca.inverse_transform(codes).reshape(batch.shape)

    return reconstruct


def build(name, images):
    """Model dan sasaran pelatihannya."""
    from generatif.models.autoencoder import build_autoencoder
    from generatif.models.convolutional_autoencoder import build_convolutional_autoencoder
    from generatif.models.vae import build_vae

    builder = {
        "bertumpuk": build_autoencoder,
        "konvolusional": build_convolutional_autoencoder,
        "VAE": build_vae,
    }[name]
    steps = EPOCHS * -(-len(images) // BATCH_SIZE)
    return builder(steps=steps, seed=SEED), None if name == "VAE" else images


if __name__ == "__main__":
    main()

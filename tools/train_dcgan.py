"""Latih DCGAN untuk bab DCGAN dan simpan hasilnya ke gudang `zoo/`.

    python tools/train_dcgan.py latih  --profil penuh --folder FOLDER_KERJA
    python tools/train_dcgan.py simpan --folder FOLDER_KERJA

`latih` menulis titik simpan setiap epoch dan melanjutkan dari yang terakhir bila terputus.
`simpan` mengukur setiap epoch lalu menulis hasilnya ke gudang.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import generatif

generatif.configure()

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from generatif import callbacks, metrics, pictures, zoo  # noqa: E402
from generatif.classifiers import load_classifier  # noqa: E402
from generatif.models.dcgan import build_dcgan, build_discriminator, build_generator  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
GRID_IMAGES = 64
SAMPLES = 10_000
NEIGHBOR_QUERIES = 1_000


@dataclass(frozen=True)
class Recipe:
    """Semua yang menentukan satu pelatihan."""

    profile: str
    source: str
    epochs: int
    latent_dim: int = 100
    width: int = 64
    batch_size: int = 128
    noise_start: float = 0.10
    noise_end: float = 0.0
    seed: int = 2026


RECIPES = {
    "kilat": Recipe("kilat", "embedded", epochs=2, width=2),
    "penuh": Recipe("penuh", "full", epochs=20),
}


class EpochRecorder(keras.callbacks.Callback):
    """Sesudah tiap epoch: bobot rata-rata, baris riwayat, lalu titik simpan."""

    def __init__(self, folder, manager):
        super().__init__()
        self.folder = folder
        self.manager = manager

    def on_epoch_begin(self, epoch, logs=None):
        """Mulai menghitung waktu dinding dan waktu prosesor."""
        self.started = time.perf_counter(), time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        """Tulis hasil epoch; titik simpan paling akhir menandai epoch itu selesai."""
        wall, cpu = time.perf_counter() - self.started[0], time.process_time() - self.started[1]
        number = epoch + 1
        row = {"epoch": number, **logs, "seconds": wall, "cpu_seconds": cpu}
        rows = [*read_history(self.folder)[:epoch], row]
        table = zoo.pack_history({key: [each[key] for each in rows] for key in row})
        pictures.write_atomic(self.folder / "history.csv", table)
        self.model.average_generator.save_weights(self.folder / f"{number:04d}.weights.h5")
        self.model.discriminator.save_weights(self.folder / "discriminator.weights.h5")
        self.manager.save(checkpoint_number=number)


def read_history(folder):
    """Baca baris riwayat di folder kerja; daftar kosong bila belum ada."""
    path = folder / "history.csv"
    return list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []


def train(recipe, folder):
    """Latih sampai selesai, melanjutkan dari titik simpan terakhir di `folder`."""
    claim_folder(recipe, folder)
    data = generatif.load_mnist(recipe.source)
    dataset = generatif.make_dataset(
        generatif.scale_to_symmetric(data.x_train), batch_size=recipe.batch_size, seed=recipe.seed
    )
    gan = build_dcgan(recipe.latent_dim, recipe.width, recipe.seed)
    manager = tf.train.CheckpointManager(tf.train.Checkpoint(gan=gan), folder / "titik", 2)
    done = 0
    if manager.latest_checkpoint:
        manager.checkpoint.restore(manager.latest_checkpoint).assert_consumed()
        done = int(manager.latest_checkpoint.rsplit("-", 1)[1])
    gan.fit(
        dataset,
        epochs=recipe.epochs,
        initial_epoch=done,
        verbose=2,
        callbacks=[
            callbacks.InstanceNoiseDecay(recipe.noise_start, recipe.noise_end),
            callbacks.StopOnNonFinite(),
            callbacks.ImageGrid(fixed_latent(recipe), every=1, folder=folder / "gambar"),
            EpochRecorder(folder, manager),
        ],
    )


def fixed_latent(recipe):
    """Vektor laten tetap `(64, latent_dim)` untuk gambar kemajuan."""
    generator = np.random.default_rng(recipe.seed)
    return generator.standard_normal((GRID_IMAGES, recipe.latent_dim)).astype("float32")


def claim_folder(recipe, folder):
    """Catat resep di folder kerja; tolak folder yang berisi pelatihan lain."""
    path = folder / "recipe.json"
    if not path.exists():
        recipe_text = json.dumps({**asdict(recipe), "commit": git_commit()}, indent=2)
        pictures.write_atomic(path, recipe_text.encode())
        return
    stored = json.loads(path.read_text())
    changed = [key for key, value in asdict(recipe).items() if stored.get(key) != value]
    if changed:
        raise SystemExit(f"{folder} berisi pelatihan lain; yang berbeda: {', '.join(changed)}.")


def store(folder, name):
    """Ukur setiap epoch di folder kerja lalu tulis hasil terakhir ke gudang."""
    stored = json.loads((folder / "recipe.json").read_text())
    commit, recipe = stored.pop("commit"), Recipe(**stored)
    rows = read_history(folder)
    data = generatif.load_mnist("full")
    classifier = load_classifier("mnist")
    train_features, _ = classifier(data.x_train[:SAMPLES])
    generator = build_generator(recipe.latent_dim, recipe.width)
    history = {key: [float(row[key]) for row in rows] for key in rows[0]}
    frames, scores = {}, []
    for epoch in range(1, len(rows) + 1):
        generator.load_weights(folder / f"{epoch:04d}.weights.h5")
        frames[epoch] = to_images(generator, fixed_latent(recipe))
        images = draw_samples(generator, recipe.latent_dim)
        scores.append(score(images, classifier, train_features))
        print(epoch, scores[-1], flush=True)
    history.update({key: [row[key] for row in scores] for key in scores[0]})
    discriminator = build_discriminator(recipe.width)
    discriminator.load_weights(folder / "discriminator.weights.h5")
    kept = {epoch: frames[epoch] for epoch in frames if epoch in (1, 2, 5) or epoch % 10 == 0}
    manifest = {
        "name": name,
        "model": "dcgan",
        "recipe": asdict(recipe),
        "commit": commit,
        "date": date.today().isoformat(),
        "versions": {"tensorflow": tf.__version__, "keras": keras.__version__},
        "machine": {"processor": platform.machine(), "cores": os.cpu_count()},
        "minutes": round(sum(history["seconds"]) / 60, 1),
        "cpu_minutes": round(sum(history["cpu_seconds"]) / 60, 1),
        "metrics": final_metrics(data, classifier, images),
    }
    zoo.save(name, generator, discriminator, history, kept, manifest)


def draw_samples(generator, latent_dim, seed=0):
    """Buat 10.000 citra `uint8` dari vektor laten berbenih tetap."""
    latent = np.random.default_rng(seed).standard_normal((SAMPLES, latent_dim)).astype("float32")
    return to_images(generator, latent)


def to_images(generator, latent):
    """Keluaran generator sebagai citra `uint8`."""
    return generatif.data.symmetric_to_uint8(generator.predict(latent, batch_size=500, verbose=0))


def score(images, classifier, reference_features):
    """Ukuran mutu satu kumpulan citra terhadap fitur pembanding."""
    features, probabilities = classifier(images)
    return {
        "frechet": round(metrics.frechet_distance(features, reference_features), 3),
        "histogram_kl": round(metrics.histogram_kl(metrics.class_shares(probabilities)), 4),
        "confident_share": round(metrics.confident_share(probabilities), 4),
        "gray_share": round(metrics.gray_share(images), 4),
    }


def final_metrics(data, classifier, images):
    """Ukuran akhir: data uji dipakai sekali, dengan lantai dan garis dasar di sampingnya.

    Kurva per epoch memakai 10.000 citra latih pertama sebagai pembanding, jadi lantai dan
    garis dasarnya (`curve_floor`, `curve_baseline`) dihitung terhadap citra yang sama.
    """
    test_features, _ = classifier(data.x_test)
    train_features, _ = classifier(data.x_train[:SAMPLES])
    baseline = metrics.class_gaussian_images(data.x_train, data.y_train, SAMPLES, seed=0)
    others = data.x_train[SAMPLES : 2 * SAMPLES]
    return {
        "count": SAMPLES,
        "classifier_sha256": classifier.manifest["sha256"],
        "samples": score(images, classifier, test_features),
        "real_floor": score(data.x_train[:SAMPLES], classifier, test_features),
        "class_gaussians": score(baseline, classifier, test_features),
        "test": score(data.x_test, classifier, test_features),
        "curve_floor": score(others, classifier, train_features),
        "curve_baseline": score(baseline, classifier, train_features),
        "neighbor_distance": {
            "samples": neighbor_percentiles(images, data.x_train),
            "test": neighbor_percentiles(data.x_test, data.x_train),
        },
    }


def neighbor_percentiles(images, reference):
    """Persentil 1, 10, 50, dan 90 jarak ke tetangga terdekat, dari 1.000 citra pertama."""
    _, distances = metrics.nearest_neighbors(images[:NEIGHBOR_QUERIES], reference)
    return [round(float(value), 2) for value in np.percentile(distances, [1, 10, 50, 90])]


def git_commit():
    """Commit kode yang sedang berjalan, atau `tanpa-git` di luar salinan git."""
    command = ["git", "-C", ROOT, "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "tanpa-git"


def main():
    """Baca perintah dan jalankan."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["latih", "simpan"])
    parser.add_argument("--profil", choices=RECIPES, default="kilat")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--nama", default="dcgan-mnist")
    arguments = parser.parse_args()
    if arguments.command == "latih":
        train(RECIPES[arguments.profil], arguments.folder)
    else:
        store(arguments.folder, arguments.nama)


if __name__ == "__main__":
    main()

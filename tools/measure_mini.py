"""Ukur "GAN tiga menit": tiga benih, pada 60, 120, dan 180 detik, di mesin yang menganggur.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_mini.py

Waktu dihitung sejak sebelum TensorFlow diimpor: memuat data, membangun jaringan, dan
penelusuran termasuk. Pembandingnya bentuk tutorial R2 (`tools/benchmark_workers.py`, pengaturan
bawaan TensorFlow) yang dilatih selama waktu yang sama. Hasilnya `measurements/mini.json` dan
gambar di `measurements/pictures/`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import click

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "measurements" / "mini.json"
PICTURES = ROOT / "measurements" / "pictures"
MOMENTS = (60, 120, 180)
SEEDS = (2026, 1, 2)


@click.command()
@click.option("--tutorial", type=click.Path(path_type=Path), help="Dipakai sendiri oleh alat ini.")
def main(tutorial):
    """Latih, ukur, dan tulis; atau latih bentuk tutorial di proses ini."""
    if tutorial:
        train_tutorial(tutorial)
        return
    generatif.configure()
    from generatif import metrics, provenance, recipes
    from generatif.classifiers import load_classifiers
    from generatif.pictures import write_atomic

    recipe = recipes.find("mini", "laptop")
    scorer = recipe.scorer()
    data = recipe.load()
    references = metrics.prepare_references(
        load_classifiers(recipe.data), data.x_test, data.x_train
    )
    baseline = metrics.class_gaussian_images(data.x_train, data.y_train, scorer.count, seed=0)
    report = {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "recipe": recipe.to_dict(),
        "count": scorer.count,
        "classifiers": {
            name: each["classifier"].manifest["sha256"] for name, each in references.items()
        },
        "real_floor": metrics.score_images(data.x_train[: scorer.count], references),
        "class_gaussians": metrics.score_images(baseline, references),
        "test_confident_share": confident_test_share(references, data.x_test),
        "rows": [],
    }
    with tempfile.TemporaryDirectory() as scratch:
        trained = [run_seed(seed, Path(scratch) / str(seed)) for seed in SEEDS]
        tutorial_weights = run_tutorial(Path(scratch) / "tutorial.npz")
    for seed, snapshots in zip(SEEDS, trained, strict=True):
        for moment, (seconds, epoch, weights) in snapshots.items():
            network = generator_with(recipe, weights)
            save_picture(recipe, network, f"mini-{seed}-{moment}.png")
            scores = metrics.score_images(scorer.samples(network), references)
            row = {"seed": seed, "moment": moment, "seconds": round(seconds, 1), "epoch": epoch}
            report["rows"].append({**row, "scores": scores})
            print(seed, moment, {name: each["frechet"] for name, each in scores.items()})
    report["tutorial"] = score_tutorial(tutorial_weights, references)
    print("tutorial", {name: each["frechet"] for name, each in report["tutorial"].items()})
    report["bars"] = judge(report)
    print(report["bars"])
    write_atomic(RESULT, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())


def run_seed(seed, folder):
    """Latih satu benih dan ambil bobot pada setiap saat di `MOMENTS`.

    Returns:
        `dict` saat ke `(detik, epoch, bobot)` dari epoch terakhir yang selesai sebelum saat itu.
    """
    code = (
        "import generatif; generatif.configure()\n"
        "import sys, time; started = time.time()\n"
        "from generatif import recipes, training\n"
        "recipe = recipes.customize(recipes.find('mini', 'laptop'), seed=int(sys.argv[1]))\n"
        "training.train(recipe, sys.argv[2], minutes=60, progress=False)\n"
        "open(sys.argv[2] + '/mulai', 'w').write(repr(started))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(seed), str(folder)], check=True)
    from generatif import zoo

    started = float((folder / "mulai").read_text())
    finished = {
        int(path.stem): path.stat().st_mtime - started
        for path in sorted((folder / "bobot").glob("*.npz"))
    }
    snapshots = {}
    for moment in MOMENTS:
        epoch = max(number for number, seconds in finished.items() if seconds <= moment)
        weights = zoo.unpack_arrays((folder / "bobot" / f"{epoch:04d}.npz").read_bytes())
        snapshots[moment] = finished[epoch], epoch, weights
    if max(finished.values()) > MOMENTS[-1]:
        print(f"benih {seed}: selesai sesudah {max(finished.values()):.0f} detik", file=sys.stderr)
    return snapshots


def run_tutorial(path):
    """Latih bentuk tutorial R2 di proses dengan pengaturan bawaan TensorFlow."""
    from generatif import zoo

    environment = {**os.environ}
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    subprocess.run([sys.executable, __file__, "--tutorial", path], check=True, env=environment)
    return zoo.unpack_arrays(path.read_bytes())


def train_tutorial(path):
    """Latih bentuk tutorial selama `MOMENTS[-1]` detik, lalu tulis bobot generatornya."""
    started = time.perf_counter()
    import keras

    from benchmark_workers import tutorial_dataset, tutorial_gan
    from generatif import zoo
    from generatif.pictures import write_atomic

    keras.utils.set_random_seed(SEEDS[0])

    class StopAfter(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if time.perf_counter() - started >= MOMENTS[-1]:
                self.model.stop_training = True

    model = tutorial_gan()
    model.fit(tutorial_dataset(), epochs=1000, verbose=0, callbacks=[StopAfter()])
    steps = int(model.g_optimizer.iterations)
    print(f"tutorial: {steps} langkah", flush=True)
    write_atomic(path, zoo.pack_arrays(model.generator.get_weights()))


def score_tutorial(weights, references):
    """Ukur generator bentuk tutorial dengan cara yang sama."""
    from generatif import metrics, recipes

    recipe = recipes.find("dcgan-mnist", "penuh")
    network = generator_with(recipe, weights)
    save_picture(recipe, network, f"tutorial-{MOMENTS[-1]}.png")
    return metrics.score_images(recipe.scorer().samples(network), references)


def generator_with(recipe, weights):
    """Jaringan utama sebuah resep dengan bobot tertentu."""
    network = next(iter(recipe.networks(recipe.build()).values()))
    network.set_weights(weights)
    return network


def save_picture(recipe, network, name):
    """Tulis 64 sampel dari vektor laten yang tetap."""
    from generatif.pictures import save_grid

    save_grid(recipe.render(network, recipe.probe()), PICTURES / name)


def confident_test_share(references, test_images):
    """Bagian citra uji yang dikenali dengan peluang 0,9 atau lebih, per pengklasifikasi."""
    from generatif import metrics

    return {
        name: metrics.confident_share(each["classifier"](test_images)[1])
        for name, each in references.items()
    }


def judge(report):
    """Bandingkan baris 180 detik dengan syarat di bawah kedua pengklasifikasi."""
    last = [row["scores"] for row in report["rows"] if row["moment"] == MOMENTS[-1]]

    def worst(value):
        return max(value(scores[name], name) for scores in last for name in scores)

    def against(key):
        return lambda scores, name: scores["frechet"] / report[key][name]["frechet"]

    measured = {
        "frechet_per_class_gaussians": (worst(against("class_gaussians")), 1 / 6),
        "frechet_per_tutorial": (worst(against("tutorial")), 1 / 20),
        "unconfident_share": (worst(lambda scores, _: 1 - scores["confident_share"]), 0.25),
        "histogram_kl": (worst(lambda scores, _: scores["histogram_kl"]), 0.05),
    }
    return {
        key: {"worst": value, "bar": bar, "passed": value <= bar}
        for key, (value, bar) in measured.items()
    }


if __name__ == "__main__":
    main()

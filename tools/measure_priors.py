"""Ukur sampel, sisipan, dan ketajaman hasil tersimpan keluarga autoencoder pada Fashion-MNIST.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_priors.py [HASIL …]

Hasilnya ditulis ke `measurements/priors.json` sesudah setiap hasil; yang sudah diukur dan bobotnya
masih sama dilewati. Citra uji hanya dinilai, tidak dipakai untuk memilih; campuran Gauss
dicocokkan ke kode citra latih.
"""

import json
import os
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif

RESULT = Path(__file__).resolve().parents[1] / "measurements" / "priors.json"
RUNS = {
    "stacked": "autoencoder-fashion",
    "convolutional": "convolutional-fashion",
    "vae": "vae-fashion",
    "vae2": "vae2-fashion",
    "conditional": "conditional-vae-fashion",
}
PAIRS = 1000
FRAMES = 11
SEED = 2026


@click.command()
@click.argument("names", nargs=-1, metavar="[HASIL]…")
def main(names):
    """Ukur hasil yang disebut, atau garis dasar dan semua hasil yang ada di gudang."""
    generatif.configure()
    from generatif import zoo

    known = [name for name, run in RUNS.items() if run in zoo.names()]
    for name in names or ["references", *known]:
        measure(name)


def measure(name):
    """Ukur satu hasil dan tulis berkasnya."""
    from generatif import provenance, recipes, zoo
    from generatif.pictures import write_atomic

    report = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    if name == "references":
        if name in report:
            return
        scores = measure_references(recipes.find("vae-fashion", "penuh"))
    else:
        run = zoo.load(RUNS[name])
        (weights,) = (value for key, value in run.manifest["files"].items() if ".npz" in key)
        if report.get(name, {}).get("weights") == weights:
            return
        scores = {"run": RUNS[name], "weights": weights, **measure_run(run)}
    report |= {
        "date": date.today().isoformat(),
        "versions": provenance.versions(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "count": recipes.REPORTED_COUNT,
        "pairs": PAIRS,
        "frames": FRAMES,
        name: scores,
    }
    write_atomic(RESULT, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
    print(name, json.dumps(scores))


def measure_references(recipe):
    """Citra asli lain, Gauss per kelas, dan pudar silang piksel."""
    from generatif import metrics
    from generatif.latent_paths import straight_path
    from generatif.latent_scoring import SampleScorer

    data = recipe.load()
    starts, ends = pairs(data)
    blend = np.rint(straight_path(data.x_test[starts], data.x_test[ends], FRAMES)).astype("uint8")
    gaussians = metrics.class_gaussian_images(data.x_train, data.y_train, 10_000, seed=0)
    return {
        **SampleScorer(recipe).references(),
        "edges": {
            "test": metrics.edge_strength(data.x_test),
            "class_gaussians": metrics.edge_strength(gaussians),
        },
        "path": path(blend, data),
    }


def measure_run(run):
    """Sampel dari setiap cara, rekonstruksi, sisipan, dan ketajaman satu hasil."""
    from generatif import metrics, recipes
    from generatif.data import scale_to_unit, unit_to_uint8
    from generatif.latent_paths import straight_path
    from generatif.latent_scoring import SampleScorer

    recipe, network = run.recipe, run.main_network
    data, scorer = recipe.load(), SampleScorer(recipe)
    scores, edges = {}, {}
    if recipe.prior_dim is not None:
        latent = recipes.latent_sample(scorer.count, recipe.prior_dim, 0)
        made = recipe.samples(network, latent)
        scores["prior"], edges["prior"] = scorer.score(made), metrics.edge_strength(made)
    if not isinstance(recipe, recipes.ReconstructionRecipe):
        return {**scores, "edges": edges}

    def decode(codes):
        return unit_to_uint8(np.clip(recipe.decode(network, codes), 0, 1))

    train, test = (scale_to_unit(each) for each in (data.x_train, data.x_test))
    train_codes, test_codes = (recipe.codes(network, each) for each in (train, test))
    rng = np.random.default_rng(0)
    spread = rng.normal(train_codes.mean(0), train_codes.std(0), (scorer.count, recipe.code_dim))
    made = {"reconstruction": decode(test_codes), "independent": decode(spread.astype("float32"))}
    starts, ends = pairs(data)
    points = straight_path(test_codes[starts], test_codes[ends], FRAMES)
    frames = np.stack([decode(each) for each in points])
    return {
        **scores,
        **{key: scorer.score(images) for key, images in made.items()},
        "mixture": scorer.mixture(network),
        "edges": edges | {key: metrics.edge_strength(images) for key, images in made.items()},
        "codes": {
            "mean_norm": float(np.linalg.norm(train_codes.mean(axis=0))),
            "variance": float(train_codes.var(axis=0).mean()),
        },
        "path": path(frames, data),
    }


def pairs(data):
    """Nomor `PAIRS` pasang citra uji yang berbeda kelas."""
    rng = np.random.default_rng(SEED)
    starts, ends = rng.integers(0, len(data.x_test), (2, 4 * PAIRS))
    differ = data.y_test[starts] != data.y_test[ends]
    return starts[differ][:PAIRS], ends[differ][:PAIRS]


def path(frames, data):
    """Kemulusan, dan jarak citra ujung ke citra latih terdekat sebagai pembanding."""
    from generatif import metrics
    from generatif.classifiers import load_classifiers
    from generatif.latent_paths import path_scores

    scores = path_scores(frames, load_classifiers("fashion_mnist"), data.x_train)
    _, distances = metrics.nearest_neighbors(frames[0], data.x_train)
    return {**scores, "end_neighbor_distance": float(np.median(distances))}


if __name__ == "__main__":
    main()

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
    """Ukur bagian-bagian satu hasil yang belum ada; berkasnya ditulis sesudah setiap bagian."""
    from generatif import recipes, zoo

    if name == "references":
        parts = {"all": lambda: measure_references(recipes.find("vae-fashion", "penuh"))}
        known = {}
    else:
        run = zoo.load(RUNS[name])
        (weights,) = (value for key, value in run.manifest["files"].items() if ".npz" in key)
        known = {"run": RUNS[name], "weights": weights}
        parts = parts_of(run)
    report = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    done = report.get(name, {})
    if done.get("weights") != known.get("weights"):
        done = {}
    for part, compute in parts.items():
        if part not in done.get("parts", []):
            done |= known | compute() | {"parts": [*done.get("parts", []), part]}
            write(name, done)


def write(name, scores):
    """Tulis satu hasil ke dalam berkasnya."""
    from generatif import provenance, recipes
    from generatif.pictures import write_atomic

    report = json.loads(RESULT.read_text()) if RESULT.exists() else {}
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
    print(name, scores["parts"])


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


def parts_of(run):
    """`dict` nama bagian ke fungsi yang mengukurnya."""
    from generatif import recipes
    from generatif.latent_scoring import SampleScorer

    recipe, network = run.recipe, run.main_network
    parts = {}
    if recipe.prior_dim is not None:
        parts["prior"] = lambda: measure_prior(recipe, network)
    if isinstance(recipe, recipes.ReconstructionRecipe):
        parts["decoded"] = lambda: measure_decoded(recipe, network)
        parts["path"] = lambda: measure_path(recipe, network)
        parts["mixture"] = lambda: {"mixture": SampleScorer(recipe).mixture(network)}
    return parts


def measure_prior(recipe, network):
    """Sampel dari prior N(0, I)."""
    from generatif import metrics, recipes
    from generatif.latent_scoring import SampleScorer

    scorer = SampleScorer(recipe)
    made = recipe.samples(network, recipes.latent_sample(scorer.count, recipe.prior_dim, 0))
    return {"prior": scorer.score(made), "prior_edges": metrics.edge_strength(made)}


def measure_decoded(recipe, network):
    """Rekonstruksi citra uji, dan kode acak yang tiap unitnya ditarik sendiri-sendiri."""
    from generatif import metrics
    from generatif.data import scale_to_unit
    from generatif.latent_scoring import SampleScorer

    data, scorer = recipe.load(), SampleScorer(recipe)
    codes = recipe.codes(network, scale_to_unit(data.x_train))
    shape = scorer.count, codes.shape[1]
    spread = np.random.default_rng(0).normal(codes.mean(axis=0), codes.std(axis=0), shape)
    made = {
        "reconstruction": recipe.codes(network, scale_to_unit(data.x_test)),
        "independent": spread.astype("float32"),
    }
    made = {key: decode(recipe, network, each) for key, each in made.items()}
    return {
        **{key: scorer.score(images) for key, images in made.items()},
        "edges": {key: metrics.edge_strength(images) for key, images in made.items()},
        "codes": {
            "mean_norm": float(np.linalg.norm(codes.mean(axis=0))),
            "variance": float(codes.var(axis=0).mean()),
        },
    }


def measure_path(recipe, network):
    """Kemulusan sisipan lurus di antara kode citra uji."""
    from generatif.data import scale_to_unit
    from generatif.latent_paths import straight_path

    data = recipe.load()
    codes = recipe.codes(network, scale_to_unit(data.x_test))
    starts, ends = pairs(data)
    points = straight_path(codes[starts], codes[ends], FRAMES)
    return {"path": path(np.stack([decode(recipe, network, each) for each in points]), data)}


def decode(recipe, network, codes):
    """Citra `uint8` dari kode."""
    from generatif.data import unit_to_uint8

    return unit_to_uint8(np.clip(recipe.decode(network, codes), 0, 1))


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

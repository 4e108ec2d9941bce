"""Ukur keluarga autoencoder pada Fashion-MNIST: setiap ragam, setiap benih.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_autoencoders.py [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti; profilnya `penuh`, kecuali yang
disebut di `PROFILES`. Hasilnya ditulis ke `measurements/autoencoders.json` sesudah setiap
pelatihan; yang sudah ada dan masih cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan
dan dilanjutkan. Data uji hanya dinilai, tidak dipakai untuk memilih.
"""

import json
import os
from datetime import date
from pathlib import Path

import click

import generatif
from measured_report import slug

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "measurements" / "autoencoders.json"
SEEDS = (2026, 1, 2)
STACKED = "autoencoder-fashion"
CONVOLUTIONAL = "convolutional-fashion"
VARIANTS = {
    "bertumpuk": (STACKED, {}, SEEDS),
    "bertumpuk, 30 epoch": (STACKED, {"epochs": 30}, SEEDS),
    "bertumpuk, sigmoid": (STACKED, {"activation": "sigmoid"}, SEEDS[:1]),
    "bertumpuk, entropi silang": (STACKED, {"loss": "binary_crossentropy"}, SEEDS[:1]),
    "bertumpuk, bobot terikat": (STACKED, {"tied": True}, SEEDS[:1]),
    "bertumpuk, kode 2": (STACKED, {"code_dim": 2}, SEEDS[:1]),
    "bertumpuk, kode 10": (STACKED, {"code_dim": 10}, SEEDS[:1]),
    "bertumpuk, kode 64": (STACKED, {"code_dim": 64}, SEEDS[:1]),
    "bertumpuk, 130 epoch": (STACKED, {"epochs": 130}, SEEDS[:1]),
    "konvolusional": (CONVOLUTIONAL, {}, SEEDS),
    "konvolusional, kode 128": (CONVOLUTIONAL, {"code_dim": 128}, SEEDS[:1]),
    "tugas kuliah, valid": ("report-fashion", {}, SEEDS[:1]),
    "tugas kuliah, valid, galat kuadrat": ("report-fashion", {"loss": "mse"}, SEEDS[:1]),
    **{
        f"tugas kuliah, tertanam, {mend}": (
            "report-fashion",
            {"mend": mend, "source": "embedded", "batch_size": 64},
            SEEDS,
        )
        for mend in ("valid", "crop")
    },
    **{
        f"ragam konvolusional{name}": ("convolutional-variants", changes, SEEDS)
        for name, changes in {
            "": {},
            ", pooling": {"down": "pool"},
            ", pembesaran": {"up": "upsample"},
            ", transpos 3": {"kernel": 3},
            ", pembesaran 3": {"up": "upsample", "kernel": 3},
            ", dropout 0.1": {"dropout": 0.1},
            ", dropout 0.3": {"dropout": 0.3},
            ", kode 5": {"code_dim": 5},
            ", kode 10": {"code_dim": 10},
            ", kode 100": {"code_dim": 100},
        }.items()
    },
}
VARIANTS |= {
    "peredam derau": ("denoising-fashion", {"low": 0.3, "high": 0.3}, SEEDS[:1]),
    "peredam derau, 0 sampai 0.6": ("denoising-fashion", {}, SEEDS),
    "peredam derau, penutup": (
        "denoising-fashion",
        {"noise": "masking", "low": 0.5, "high": 0.5},
        SEEDS[:1],
    ),
    "peredam derau, garam-merica": (
        "denoising-fashion",
        {"noise": "salt_and_pepper", "low": 0.3, "high": 0.3},
        SEEDS[:1],
    ),
    "tanpa derau": ("denoising-fashion", {"low": 0.0, "high": 0.0}, SEEDS[:1]),
    "sparse KL": ("sparse-fashion", {}, SEEDS),
    "sparse L1": ("sparse-fashion", {"penalty": "l1"}, SEEDS),
    "tanpa penalti": ("sparse-fashion", {"penalty": "none"}, SEEDS[:1]),
    **{
        f"sparse KL, bobot {weight}, sasaran {target}": (
            "sparse-fashion",
            {"weight": weight, "target": target},
            SEEDS[:1],
        )
        for weight, target in ((3e-5, 0.05), (3e-4, 0.05), (1e-3, 0.05), (1e-4, 0.1))
    },
    **{
        f"sparse L1, bobot {weight}": (
            "sparse-fashion",
            {"penalty": "l1", "weight": weight},
            SEEDS[:1],
        )
        for weight in (3e-5, 3e-4)
    },
    "VAE": ("vae-fashion", {}, SEEDS),
    "VAE, 2 dimensi": ("vae2-fashion", {}, SEEDS[:1]),
    **{
        f"VAE, beta {beta}": ("vae-fashion", {"beta": beta, "epochs": 10}, SEEDS[:1])
        for beta in (0.1, 1.0, 4.0, 10.0, 30.0)
    },
    "VAE bersyarat": ("conditional-vae-fashion", {}, SEEDS[:1]),
}
PROFILES = {"convolutional-variants": "laptop"}


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--benih", type=int, help="Hanya benih ini; bakunya semua benih ragam itu.")
def main(names, folder, benih):
    """Latih dan ukur ragam yang disebut, atau semuanya."""
    generatif.configure()
    for name in names or VARIANTS:
        recipe_name, changes, seeds = VARIANTS[name]
        for seed in seeds if benih is None else (benih,):
            measure(name, recipe_name, {**changes, "seed": seed}, folder)


def measure(name, recipe_name, changes, folder):
    """Latih satu ragam dengan satu benih, lalu catat ukurannya."""
    from generatif import provenance, recipes, training
    from generatif.latent_scoring import SampleScorer
    from generatif.pictures import write_atomic

    recipe = recipes.customize(
        recipes.find(recipe_name, PROFILES.get(recipe_name, "penuh")), **changes
    )
    described = provenance.describe(recipe.modules)
    report = json.loads(RESULT.read_text()) if RESULT.exists() else {"runs": {}}
    runs, key = report["runs"], slug(name, recipe.seed)
    origin = {"name": name, "recipe": recipe.to_dict(), "code": described["code"]}
    if origin.items() <= runs.get(key, {}).items():
        return
    run = training.train(recipe, folder / key, minutes=10)
    scorer = recipe.scorer()
    scorer.pca = known_pca(runs.values(), recipe)
    row = {
        **origin,
        "date": date.today().isoformat(),
        "cpu_minutes": round(sum(run.history["cpu_seconds"]) / 60, 2),
        "train_loss": run.history["loss"][-1],
        **scorer.epoch(run.model),
        "scores": scorer.final(run.model),
    }
    if isinstance(recipe, recipes.ReconstructionRecipe) and len(VARIANTS[name][2]) > 1:
        row["scores"]["mixture"] = SampleScorer(recipe).mixture(run.model)
        if "probe_accuracy" not in row["scores"]:
            row["scores"]["probe_accuracy"] = linear_probe(recipe, run.model)
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "commit": provenance.commit(),
        "runs": {**runs, key: row},
    }
    write_atomic(RESULT, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
    scores = row["scores"]
    print(key, {each: scores.get(each) for each in ("test_mse", "elbo", "class_accuracy")})


def linear_probe(recipe, network):
    """Ketelitian pengklasifikasi linear atas kode, untuk pengukur yang melewatkannya."""
    from generatif.data import scale_to_unit
    from generatif.scoring import probe_accuracy

    data = recipe.load()
    codes = [recipe.codes(network, scale_to_unit(each)) for each in (data.x_train, data.x_test)]
    return probe_accuracy(*codes, data.y_train, data.y_test)


def known_pca(rows, recipe):
    """Ukuran PCA dari baris lain dengan data dan ukuran kode yang sama, atau `None`."""
    wanted = recipe.data, recipe.source, recipe.code_dim
    for row in rows:
        found = tuple(row["recipe"][key] for key in ("data", "source", "code_dim"))
        if found == wanted and "pca" in row["scores"]:
            return row["scores"]["pca"]
    return None


if __name__ == "__main__":
    main()

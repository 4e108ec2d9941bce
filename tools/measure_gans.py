"""Ukur keluarga GAN: setiap ragam, setiap benih.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_gans.py --folder FOLDER_KERJA [RAGAM …]

Setiap ragam adalah sebuah resep profil `laptop` dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/gans.json` sesudah setiap pelatihan; yang sudah ada dan masih cocok dengan
kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai 10.000
sampel terhadap data uji; kurva per epoch memakai 2.500 sampel terhadap data latih.
"""

import json
import os
from datetime import date
from pathlib import Path

import click

import generatif
from measured_report import rounded, slug

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "gans.json"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_500
PROFILE = "laptop"
VARIANTS = {
    "terhubung penuh, MNIST": ("dense-gan-mnist", {}, SEEDS),
    "terhubung penuh, tanpa rata-rata": ("dense-gan-raw", {}, SEEDS),
    "terhubung penuh, Fashion-MNIST": ("dense-gan-fashion", {}, SEEDS),
    "mini": ("mini", {}, SEEDS),
    "mini, 30 epoch": ("mini", {"epochs": 30}, SEEDS[:1]),
    "difusi": ("diffusion-mnist", {}, SEEDS),
    "DCGAN sempit": ("dcgan-variants", {}, SEEDS),
    "DCGAN sempit, tanpa derau": ("dcgan-variants", {"noise_start": 0.0}, SEEDS),
    "DCGAN sempit, tanpa penghalusan": ("dcgan-variants", {"real_label": 1.0}, SEEDS),
    "DCGAN sempit, tanpa normalisasi": ("dcgan-variants", {"normalized": "none"}, SEEDS),
    "DCGAN sempit, normalisasi di keduanya": ("dcgan-variants", {"normalized": "both"}, SEEDS),
    "DCGAN sempit, 24 epoch": ("dcgan-variants", {"epochs": 24}, SEEDS),
    "DCGAN sempit, Fashion-MNIST": ("dcgan-variants", {"data": "fashion_mnist"}, SEEDS),
    "bersyarat": ("cgan-mnist", {}, SEEDS),
    "bersyarat, Fashion-MNIST": ("cgan-fashion", {}, SEEDS),
    "bersyarat, label di fitur": ("cgan-mnist", {"label_input": "features"}, SEEDS),
    "stabil, biasa": ("baseline-mnist", {}, SEEDS),
    "stabil, normalisasi batch": ("bngan-mnist", {}, SEEDS),
    "stabil, normalisasi spektral": ("sngan-mnist", {}, SEEDS),
    "stabil, DiffAugment": ("diffaug-mnist", {}, SEEDS),
    "stabil, WGAN": ("wgan-mnist", {}, SEEDS),
    "stabil, WGAN-GP": ("wgan-gp-mnist", {}, SEEDS),
    "stabil, WGAN, nilai makalah": (
        "wgan-mnist",
        {
            "steps_per_epoch": 178,
            "batch_size": 160,
            "critic_steps": 5,
            "clip": 0.01,
            "generator_rate": 5e-5,
            "critic_rate": 5e-5,
        },
        SEEDS,
    ),
    "stabil, WGAN-GP, nilai makalah": (
        "wgan-gp-mnist",
        {
            "steps_per_epoch": 105,
            "batch_size": 160,
            "critic_steps": 5,
            "generator_rate": 1e-4,
            "critic_rate": 1e-4,
        },
        SEEDS,
    ),
    "stabil, 6.000 citra": ("baseline-mnist", {"train_images": 6000}, SEEDS),
    "stabil, 6.000 citra, DiffAugment": ("diffaug-mnist", {"train_images": 6000}, SEEDS),
    "stabil, 6.000 citra, hanya asli diubah": ("leaky-mnist", {}, SEEDS),
}


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--benih", type=int, help="Hanya benih ini; bakunya semua benih ragam itu.")
def main(names, folder, hasil, benih):
    """Latih dan ukur ragam yang disebut, atau semuanya."""
    generatif.configure()
    for name in names or VARIANTS:
        recipe_name, changes, seeds = VARIANTS[name]
        for seed in seeds if benih is None else (benih,):
            measure(name, recipe_name, {**changes, "seed": seed}, folder, hasil)


def measure(name, recipe_name, changes, folder, result=RESULT):
    """Latih satu ragam dengan satu benih, lalu catat ukurannya di berkas `result`."""
    from generatif import provenance, recipes, training
    from generatif.pictures import write_atomic
    from generatif.runs import RunFolder
    from generatif.storing import epoch_scores

    recipe = recipes.customize(recipes.find(recipe_name, PROFILE), **changes)
    described = provenance.describe(recipe.modules)
    report = json.loads(result.read_text()) if result.exists() else {"runs": {}, "data": {}}
    key = slug(name, recipe.seed)
    origin = {"name": name, "recipe": recipe.to_dict(), "code": described["code"]}
    if origin.items() <= report["runs"].get(key, {}).items():
        return
    run = training.train(recipe, folder / key, minutes=10)
    scorer = recipe.scorer()
    network = next(iter(recipe.networks(run.model).values()))
    curve = epoch_scores(recipe, RunFolder(run.folder), recipe.scorer(CURVE_COUNT))
    row = {
        **origin,
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "minutes": round(sum(run.history["seconds"]) / 60, 2),
        "cpu_minutes": round(sum(run.history["cpu_seconds"]) / 60, 2),
        "parameters": network.count_params(),
        "curve": {**run.history, **curve},
        "scores": scorer.sample_scores(network),
    }
    around = report["data"].get(recipe.data) or scorer.surroundings()
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "curve_count": CURVE_COUNT,
        "data": {**report["data"], recipe.data: around},
        "runs": {**report["runs"], key: row},
    }
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())
    print(key, {judge: each["frechet"] for judge, each in row["scores"]["samples"].items()})


if __name__ == "__main__":
    main()

"""Ukur translasi citra: setiap ragam, setiap benih, dan cara tanpa pelatihan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_translation.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/translation.json` sesudah setiap pelatihan; yang sudah ada dan masih
cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai
semua citra uji; kurva per epoch memakai citra latih pertama.
"""

import json
import os
from datetime import date
from pathlib import Path

import click

import generatif
from measured_report import rounded, slug

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "translation.json"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_500
VARIANTS = {
    "berpasangan": ("pix2pix-fashion", {}),
    "berpasangan, L1 saja": ("pix2pix-fashion", {"adversarial_weight": 0.0}),
    "sepatu": ("cyclegan-shoes", {}),
    "sepatu, tanpa siklus": ("cyclegan-shoes", {"cycle_weight": 0.0}),
    "garis tanpa pasangan": ("cyclegan-outlines", {}),
    "sepatu, derau siklus": ("cyclegan-shoes", {"return_noise": 0.1}),
}


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--benih", type=int, help="Hanya benih ini; bakunya tiga benih.")
@click.option("--profil", default="laptop", show_default=True, help="Profil resep.")
def main(names, folder, hasil, benih, profil):
    """Latih dan ukur ragam yang disebut, atau semuanya."""
    from generatif import recipes

    generatif.configure()
    for name in names or VARIANTS:
        recipe_name, changes = VARIANTS[name]
        for seed in SEEDS if benih is None else (benih,):
            recipe = recipes.find(recipe_name, profil)
            measure(name, recipes.customize(recipe, **changes, seed=seed), folder, hasil)


def measure(name, recipe, folder, result=RESULT):
    """Latih satu ragam dengan satu benih, lalu catat ukurannya di berkas `result`."""
    from generatif import provenance, training
    from generatif.pictures import write_atomic
    from generatif.runs import RunFolder
    from generatif.storing import epoch_scores

    described = provenance.describe(recipe.modules)
    report = json.loads(result.read_text()) if result.exists() else {"runs": {}, "baselines": {}}
    key = slug(name, recipe.seed)
    origin = {"name": name, "recipe": recipe.to_dict(), "code": described["code"]}
    if origin.items() <= report["runs"].get(key, {}).items():
        return
    run = training.train(recipe, folder / key, minutes=10)
    network = next(iter(recipe.networks(run.model).values()))
    scorer = recipe.scorer()
    row = {
        **origin,
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "minutes": round(sum(run.history["seconds"]) / 60, 2),
        "cpu_minutes": round(sum(run.history["cpu_seconds"]) / 60, 2),
        "curve": {
            **run.history,
            **epoch_scores(recipe, RunFolder(run.folder), recipe.scorer(CURVE_COUNT)),
        },
        **scorer.final(network),
    }
    baselines = report["baselines"].get(recipe.task) or scorer.baselines()
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "curve_count": CURVE_COUNT,
        "baselines": {**report["baselines"], recipe.task: baselines},
        "runs": {**report["runs"], key: row},
    }
    report["summary"] = summarize(report["runs"])
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())
    print(key, row["forward"]["judges"]["residual"], flush=True)


def summarize(runs):
    """Rerata dan rentang setiap ukuran atas semua benih, menurut ragam.

    Args:
        runs: isi `runs` berkas hasil.

    Returns:
        `dict` ragam ke `dict` ukuran ke `dict` `mean`, `low`, dan `high`. Ukuran di dalam arah
        bernama datar, misalnya `forward_judges_residual_accuracy`.
    """
    values = {}
    for key, row in runs.items():
        variant = values.setdefault(key.rsplit("-", 1)[0], {})
        parts = {name: row[name] for name in ("minutes", "forward", "backward") if name in row}
        for name, value in flatten(parts).items():
            variant.setdefault(name, []).append(value)
    return {
        variant: {
            name: {"mean": sum(each) / len(each), "low": min(each), "high": max(each)}
            for name, each in measures.items()
        }
        for variant, measures in values.items()
    }


def flatten(tree, prefix=""):
    """Ratakan `dict` bersarang; kunci setiap tingkat disambung dengan garis bawah."""
    rows = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            rows |= flatten(value, f"{prefix}{name}_")
        else:
            rows[prefix + name] = value
    return rows


if __name__ == "__main__":
    main()

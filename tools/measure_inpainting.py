"""Ukur penambalan citra: setiap ragam, setiap benih, dan cara tanpa melatih jaringan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_inpainting.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/inpainting.json` sesudah setiap pelatihan; yang sudah ada dan masih cocok
dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai semua
citra uji; kurva per epoch memakai citra latih pertama.
"""

import json
import os
from datetime import date
from pathlib import Path

import click

import generatif
from measured_report import rounded, slug

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "inpainting.json"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_000
VARIANTS = {"mse": ("inpaint-mse", {}, SEEDS), "gan": ("inpaint-gan", {}, SEEDS)}


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--benih", type=int, help="Hanya benih ini; bakunya semua benih ragam itu.")
@click.option("--profil", default="laptop", show_default=True, help="Profil resep.")
def main(names, folder, hasil, benih, profil):
    """Latih dan ukur ragam yang disebut, atau semuanya."""
    from generatif import recipes

    generatif.configure()
    for name in names or VARIANTS:
        recipe_name, changes, seeds = VARIANTS[name]
        for seed in seeds if benih is None else (benih,):
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
    runs = {**report["runs"], key: row}
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "curve_count": CURVE_COUNT,
        "baselines": report["baselines"] or scorer.baselines(),
        "runs": runs,
        "summary": summarize(runs),
    }
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())
    print(key, *(f"{kind} {each['hole_error']:.4f}" for kind, each in row["kinds"].items()))


def summarize(runs):
    """Rerata dan rentang setiap ukuran atas semua benih, menurut ragam dan jenis topeng.

    Args:
        runs: isi `runs` berkas hasil.

    Returns:
        `dict` ragam ke jenis topeng ke ukuran ke `dict` `mean`, `low`, dan `high`; ukuran menurut
        pengklasifikasi bernama `accuracy_residual` dan seterusnya.
    """
    values = {}
    for key, row in runs.items():
        for kind, scores in row["kinds"].items():
            found = values.setdefault(key.rsplit("-", 1)[0], {}).setdefault(kind, {})
            flat = {name: value for name, value in scores.items() if name != "judges"} | {
                f"{name}_{judge}": value
                for judge, each in scores["judges"].items()
                for name, value in each.items()
            }
            for name, value in flat.items():
                found.setdefault(name, []).append(value)
    return {
        variant: {
            kind: {
                name: {"mean": sum(each) / len(each), "low": min(each), "high": max(each)}
                for name, each in measures.items()
            }
            for kind, measures in kinds.items()
        }
        for variant, kinds in values.items()
    }


if __name__ == "__main__":
    main()

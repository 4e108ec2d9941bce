"""Ukur translasi citra: setiap ragam, setiap benih, dan cara tanpa pelatihan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_translation.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/translation.json` sesudah setiap pelatihan; yang sudah ada dan masih
cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai
semua citra uji; kurva per epoch memakai citra latih pertama.
"""

from pathlib import Path

import click

import generatif
from measured_report import (
    is_measured,
    origin_of,
    read_report,
    slug,
    stamped,
    summarize_runs,
    trained_row,
    write_report,
)

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "translation.json"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_500
MEASURED = ("minutes", "forward", "backward")
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
    report = read_report(result)
    key = slug(name, recipe.seed)
    origin = origin_of(name, recipe.to_dict(), recipe.modules)
    if is_measured(report, key, origin):
        return
    row = stamped(origin, trained_row(recipe, folder / key, CURVE_COUNT))
    baselines = report["baselines"].get(recipe.task) or recipe.scorer().baselines()
    runs = {**report["runs"], key: row}
    report = {
        "curve_count": CURVE_COUNT,
        "baselines": {**report["baselines"], recipe.task: baselines},
        "runs": runs,
        "summary": summarize_runs(runs, flatten),
    }
    write_report(report, result)
    print(key, row["forward"]["judges"]["residual"], flush=True)


def flatten(row):
    """Lama dan ukuran kedua arah, datar, misalnya `forward_judges_residual_accuracy`."""
    return flatten_tree({name: row[name] for name in MEASURED if name in row})


def flatten_tree(tree, prefix=""):
    """Ratakan `dict` bersarang; kunci setiap tingkat disambung dengan garis bawah."""
    rows = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            rows |= flatten_tree(value, f"{prefix}{name}_")
        else:
            rows[prefix + name] = value
    return rows


if __name__ == "__main__":
    main()

"""Ukur superresolusi: setiap ragam, setiap benih, dan cara tanpa pelatihan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_superresolution.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/superresolution.json` sesudah setiap pelatihan; yang sudah ada dan masih
cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai
semua citra uji; kurva per epoch memakai citra latih pertama.
"""

from pathlib import Path

import click

import generatif
from measured_report import (
    flatten_judges,
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
RESULT = ROOT / "src" / "generatif" / "measured" / "superresolution.json"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_500
MEASURES = ("psnr", "ssim", "edge_strength", "consistency", "minutes")
VARIANTS = {
    "mse x2": ("super-mse-x2", {}, SEEDS),
    "gan x2": ("super-gan-x2", {}, SEEDS),
    "mse x4": ("super-mse-x4", {}, SEEDS),
    "gan x4": ("super-gan-x4", {}, SEEDS),
    "tanpa fitur x2": ("super-gan-x2", {"feature_weight": 0.0}, SEEDS),
    "tanpa lawan x2": ("super-gan-x2", {"adversarial_weight": 0.0}, SEEDS),
}


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
    report = read_report(result)
    key, scale = slug(name, recipe.seed), f"x{recipe.scale}"
    origin = origin_of(name, recipe.to_dict(), recipe.modules)
    if is_measured(report, key, origin):
        return
    row = stamped(origin, trained_row(recipe, folder / key, CURVE_COUNT))
    baselines = report["baselines"].get(scale) or recipe.scorer().baselines()
    runs = {**report["runs"], key: row}
    report = {
        "curve_count": CURVE_COUNT,
        "baselines": {**report["baselines"], scale: baselines},
        "runs": runs,
        "summary": summarize_runs(runs, flatten),
    }
    write_report(report, result)
    print(key, f"{row['psnr']:.2f} dB", row["judges"]["residual"], flush=True)


def flatten(row):
    """Ukuran satu pelatihan sebagai `dict` datar; menurut pengklasifikasi: `accuracy_residual`."""
    return {name: row[name] for name in MEASURES} | flatten_judges(row["judges"])


if __name__ == "__main__":
    main()

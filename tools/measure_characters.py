"""Ukur karakter piksel: setiap ragam, setiap benih, dan cara tanpa jaringan.

    python tools/measure_characters.py --folder FOLDER [RAGAM …]

Hasilnya ditulis ke `src/generatif/measured/characters.json` sesudah setiap pelatihan; yang sudah
ada dan masih cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan.
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
RESULT = ROOT / "src" / "generatif" / "measured" / "characters.json"
RECIPE = "characters"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 500
VARIANTS = {"proyeksi": {}, "tanpa proyeksi": {"projected": False}}
JUDGED = ("frechet", "recall", "coverage")


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--profil", default="laptop", show_default=True, help="Profil resep.")
def main(names, folder, hasil, profil):
    """Latih dan ukur ragam yang disebut, atau semuanya."""
    from generatif import recipes

    generatif.configure()
    for name in names or VARIANTS:
        for seed in SEEDS:
            recipe = recipes.find(RECIPE, profil)
            measure(name, recipes.customize(recipe, **VARIANTS[name], seed=seed), folder, hasil)


def measure(name, recipe, folder, result=RESULT):
    """Latih satu ragam dengan satu benih, lalu catat ukurannya di berkas `result`."""
    report = read_report(result)
    key = slug(name, recipe.seed)
    origin = origin_of(name, recipe.to_dict(), recipe.modules)
    if is_measured(report, key, origin):
        return
    row = stamped(origin, trained_row(recipe, folder / key, CURVE_COUNT))
    runs = {**report["runs"], key: row}
    report = {
        "curve_count": CURVE_COUNT,
        "baselines": report["baselines"] or recipe.scorer().baselines(),
        "runs": runs,
        "summary": summarize_runs(runs, flatten),
    }
    write_report(report, result)
    print(key, {judge: each["seen"]["all"] for judge, each in row["judges"].items()}, flush=True)


def flatten(row):
    """Ukuran satu pelatihan sebagai `dict` datar.

    Args:
        row: isi satu pelatihan.

    Returns:
        `dict`; ukuran menurut hakim bernama misalnya `frechet_pooled` dan `seen_all_pooled`.
    """
    flat = {"inner_distance": row["inner_distance"], "minutes": row["minutes"]}
    for judge, each in row["judges"].items():
        flat |= {f"{name}_{judge}": each[name] for name in JUDGED}
        for part in ("seen", "held_out"):
            flat |= {f"{part}_{name}_{judge}": value for name, value in each[part].items()}
    return flat


if __name__ == "__main__":
    main()

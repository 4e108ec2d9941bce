"""Ukur penambalan citra: setiap ragam, setiap benih, dan cara tanpa melatih jaringan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_inpainting.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah resep dengan beberapa isi diganti. Hasilnya ditulis ke
`src/generatif/measured/inpainting.json` sesudah setiap pelatihan; yang sudah ada dan masih cocok
dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan. Nilai akhir memakai semua
citra uji; kurva per epoch memakai citra latih pertama.
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
        "summary": summarize(runs),
    }
    write_report(report, result)
    print(key, *(f"{kind} {each['hole_error']:.4f}" for kind, each in row["kinds"].items()))


def summarize(runs):
    """Rerata dan rentang setiap ukuran atas semua benih, menurut ragam dan jenis topeng.

    Args:
        runs: isi `runs` berkas hasil.

    Returns:
        `dict` ragam ke jenis topeng ke ukuran ke `dict` `mean`, `low`, dan `high`; ukuran menurut
        pengklasifikasi bernama `accuracy_residual` dan seterusnya.
    """
    kinds = next(iter(runs.values()))["kinds"]
    found = {
        kind: summarize_runs(runs, lambda row, kind=kind: flatten(row["kinds"][kind]))
        for kind in kinds
    }
    variants = next(iter(found.values()))
    return {variant: {kind: found[kind][variant] for kind in kinds} for variant in variants}


def flatten(scores):
    """Ukuran pada satu jenis topeng sebagai `dict` datar."""
    plain = {name: value for name, value in scores.items() if name != "judges"}
    return plain | flatten_judges(scores["judges"])


if __name__ == "__main__":
    main()

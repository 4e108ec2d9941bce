"""Ukur musik buatan: MuseGAN kecil tiga benih, dan pembuat tanpa jaringan.

    python tools/measure_music.py --folder FOLDER [RAGAM …]

Hasilnya ditulis ke `src/generatif/measured/music.json` sesudah setiap pelatihan; yang sudah ada
dan masih cocok dengan kodenya dilewati. Korpusnya dibaca dari music21 yang terpasang.
"""

from importlib.metadata import version
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
RESULT = ROOT / "src" / "generatif" / "measured" / "music.json"
SEEDS = (2026, 1, 2)
VARIANTS = {"musegan": ("musegan-koral", {})}


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--profil", default="laptop", show_default=True, help="Profil resep.")
def main(names, folder, hasil, profil):
    """Latih dan ukur ragam yang disebut, atau semuanya, tiga benih."""
    from generatif import recipes

    generatif.configure()
    for name in names or VARIANTS:
        recipe_name, changes = VARIANTS[name]
        for seed in SEEDS:
            recipe = recipes.find(recipe_name, profil)
            measure(name, recipes.customize(recipe, **changes, seed=seed), folder, hasil)


def measure(name, recipe, folder, result=RESULT):
    """Latih satu ragam dengan satu benih, lalu catat ukurannya di berkas `result`."""
    from generatif import provenance

    report = read_report(result)
    key = slug(name, recipe.seed)
    origin = origin_of(name, recipe.to_dict(), recipe.modules)
    if is_measured(report, key, origin):
        return
    scorer = recipe.scorer()
    row = stamped(origin, trained_row(recipe, folder / key, scorer.count))
    runs = {**report["runs"], key: row}
    made = scorer.baseline_samples(SEEDS[0])
    report = {
        "versions": {**provenance.versions(), "music21": version("music21")},
        "runs": runs,
        "examples": {name: made[name][0].tolist() for name in ("independent", "markov")},
        "summary": summarize_runs({**runs, **baseline_rows(scorer)}, flatten),
    }
    write_report(report, result)
    print(key, row["distance"], row["copy_mean"], flush=True)


def baseline_rows(scorer):
    """Ukuran pembuat tanpa jaringan, kuncinya seperti kunci sebuah pelatihan."""
    return {f"{name}-{seed}": row for seed in SEEDS for name, row in scorer.baselines(seed).items()}


def flatten(row):
    """Ukuran satu baris sebagai `dict` datar; jarak sebaran: `distance_onsets`."""
    flat = {key: each for key, each in row.items() if isinstance(each, int | float)}
    return flat | {f"distance_{key}": each for key, each in row["distance"].items()}


if __name__ == "__main__":
    main()

"""Ukur klip angka bergerak: setiap ragam, setiap benih, dan cara tanpa pelatihan.

    python tools/measure_video.py --folder FOLDER [RAGAM …]

Hasilnya ditulis ke `src/generatif/measured/video.json` sesudah setiap pelatihan; yang sudah ada
dan masih cocok dengan kodenya dilewati, jadi alat ini dapat dihentikan dan dilanjutkan.
"""

from pathlib import Path

import click
import numpy as np

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
RESULT = ROOT / "src" / "generatif" / "measured" / "video.json"
RECIPE = "mocogan-mnist"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 500
WALKS = 1_000
VARIANTS = {
    "menggeser": {},
    "makalah": {"design": "frame"},
    "sekaligus": {"design": "whole"},
    "menggeser tanpa penilai bingkai": {"frame_judge": False},
}
MOTION = ("speed", "still", "straight", "path_frechet")


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
        "baselines": report["baselines"] or baselines(recipe.scorer()),
        "runs": runs,
        "summary": summarize_runs(runs, flatten),
    }
    write_report(report, result)
    print(key, {name: row[name] for name in MOTION}, row["judges"], flush=True)


def baselines(scorer):
    """Klip asli, cara tanpa pelatihan, dan perjalanan laten GAN tiga menit yang tersimpan."""
    from generatif import zoo
    from generatif.latent_paths import straight_path
    from generatif.moving_digits import FRAMES
    from generatif.recipes import latent_sample

    run = zoo.load("mini")
    ends = (latent_sample(WALKS, run.recipe.prior_dim, seed) for seed in (0, 1))
    path = straight_path(*ends, FRAMES)
    digits = [run.recipe.samples(run.main_network, each) for each in path]
    return {**scorer.baselines(), "walk": scorer.walk_scores(np.stack(digits))}


def flatten(row):
    """Ukuran satu pelatihan sebagai `dict` datar.

    Args:
        row: isi satu pelatihan.

    Returns:
        `dict`; ukuran menurut hakim bernama misalnya `frechet_plain` dan `same_content_plain`.
    """
    separation = row["separation"]
    flat = {name: row[name] for name in (*MOTION, "minutes")} | flatten_judges(row["judges"])
    for name in ("same_content", "other_content"):
        flat |= {f"{name}_{judge}": value for judge, value in separation[name].items()}
    return flat | {name: separation[name] for name in ("same_motion", "other_motion")}


if __name__ == "__main__":
    main()

"""Ukur musik buatan: MuseGAN kecil tiga benih, dan pembuat tanpa jaringan.

    python tools/measure_music.py --folder FOLDER [RAGAM …]

Hasilnya ditulis ke `src/generatif/measured/music.json` sesudah setiap pelatihan; yang sudah ada
dan masih cocok dengan kodenya dilewati. Korpusnya dibaca dari music21 yang terpasang.
"""

import json
import os
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

import generatif
from measured_report import rounded, slug

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
    from generatif import provenance, training
    from generatif.pictures import write_atomic
    from generatif.runs import RunFolder
    from generatif.storing import epoch_scores

    described = provenance.describe(recipe.modules)
    report = json.loads(result.read_text()) if result.exists() else {"runs": {}}
    key = slug(name, recipe.seed)
    origin = {"name": name, "recipe": recipe.to_dict(), "code": described["code"]}
    if origin.items() <= report["runs"].get(key, {}).items():
        return
    run = training.train(recipe, folder / key, minutes=10)
    scorer = recipe.scorer()
    row = {
        **origin,
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "minutes": round(sum(run.history["seconds"]) / 60, 2),
        "cpu_minutes": round(sum(run.history["cpu_seconds"]) / 60, 2),
        "curve": {**run.history, **epoch_scores(recipe, RunFolder(run.folder), scorer)},
        **scorer.final(next(iter(recipe.networks(run.model).values()))),
    }
    runs = {**report["runs"], key: row}
    made = scorer.baseline_samples(SEEDS[0])
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": {**provenance.versions(), "music21": version("music21")},
        "runs": runs,
        "examples": {name: made[name][0].tolist() for name in ("independent", "markov")},
        "summary": summarize(
            [(key.rsplit("-", 1)[0], each) for key, each in runs.items()]
            + [pair for seed in SEEDS for pair in scorer.baselines(seed).items()]
        ),
    }
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())
    print(key, row["distance"], row["copy_mean"], flush=True)


def summarize(rows):
    """Rerata dan rentang setiap ukuran atas semua benih, menurut baris tabel.

    Args:
        rows: pasangan nama baris dan ukurannya, satu per benih.

    Returns:
        `dict` nama baris ke `dict` ukuran ke `dict` `mean`, `low`, dan `high`; jarak sebaran
        bernama `distance_pitch_classes` dan seterusnya.
    """
    values = {}
    for name, row in rows:
        flat = {key: each for key, each in row.items() if isinstance(each, int | float)}
        flat |= {f"distance_{key}": each for key, each in row["distance"].items()}
        for key, each in flat.items():
            values.setdefault(name, {}).setdefault(key, []).append(each)
    return {
        name: {
            key: {"mean": sum(each) / len(each), "low": min(each), "high": max(each)}
            for key, each in measures.items()
        }
        for name, measures in values.items()
    }


if __name__ == "__main__":
    main()

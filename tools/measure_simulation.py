"""Ukur simulasi: data latih mana yang membuat pengklasifikasi terbaik pada angka asli.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_simulation.py --folder FOLDER [RAGAM …]

Setiap ragam adalah sebuah himpunan latih: tanpa pelatihan apa pun (`SETS`) atau keluaran penghalus
(`REFINERS`, sebuah resep dengan beberapa isi diganti). Pengklasifikasinya selalu sama, dilatih
dengan langkah yang sama banyaknya, dan diuji pada semua citra uji. Hasilnya ditulis ke
`src/generatif/measured/simulation.json` sesudah setiap baris; yang sudah ada dan masih cocok dengan
kodenya dilewati.
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
RESULT = ROOT / "src" / "generatif" / "measured" / "simulation.json"
RECIPE = "simgan-mnist"
SEEDS = (2026, 1, 2)
CURVE_COUNT = 2_500
REAL_COUNTS = (100, 300, 1_000, 10_000)
PSEUDO = ("label semu", "label semu klasik")
SETS = ("mentah", "klasik", *PSEUDO, *(f"asli {count}" for count in REAL_COUNTS))
REFINERS = {
    "halus": {},
    "halus bebas": {"self_weight": 0.0},
    "halus ketat": {"self_weight": 3.0},
    "halus klasik": {"augmented": True},
}
SET_FIELDS = ("data", "source", "count", "augmented", "seed")
MEASURES = ("test_accuracy", "change", "minutes", "pseudo_right")


@click.command()
@click.argument("names", nargs=-1, metavar="[RAGAM]…")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--benih", type=int, help="Hanya benih ini; bakunya semua benih.")
@click.option("--profil", default="laptop", show_default=True, help="Profil resep.")
def main(names, folder, hasil, benih, profil):
    """Ukur ragam yang disebut, atau semuanya."""
    from generatif import recipes

    generatif.configure()
    for name in names or (*SETS, *REFINERS):
        for seed in SEEDS if benih is None else (benih,):
            recipe = recipes.find(RECIPE, profil)
            changes = REFINERS.get(name, {"augmented": name.endswith("klasik")})
            measure(name, recipes.customize(recipe, **changes, seed=seed), folder, hasil)


def measure(name, recipe, folder, result=RESULT):
    """Ukur satu ragam dengan satu benih, lalu catat di berkas `result`."""
    modules, content = recipe.modules, recipe.to_dict()
    if name in SETS:
        modules, content = ("font_digits",), {key: content[key] for key in SET_FIELDS}
    report = read_report(result)
    key = slug(name, recipe.seed)
    origin = origin_of(name, content, (*modules, "classifiers", "simulation_scoring"))
    if is_measured(report, key, origin):
        return
    if name in SETS:
        measured = set_row(name, recipe)
    else:
        measured = trained_row(recipe, folder / key, CURVE_COUNT)
    runs = {**report["runs"], key: stamped(origin, measured)}
    report = {"curve_count": CURVE_COUNT, "runs": runs, "summary": summarize_runs(runs, flatten)}
    write_report(report, result)
    print(key, f"{measured['test_accuracy']:.4f}", measured.get("judges", ""), flush=True)


def set_row(name, recipe):
    """Ukur himpunan latih yang tidak memerlukan penghalus.

    Args:
        name: salah satu dari `SETS`.
        recipe: resep yang menentukan citra simulator, banyak citra asli, dan benih.

    Returns:
        `dict` dengan `test_accuracy`; `judges` bila citranya dari simulator; `pseudo_right`,
        bagian label semu yang benar, bila labelnya ditebak.
    """
    from generatif.simulation_scoring import guess, share_right, train_classifier

    data, (images, labels) = recipe.load(), recipe.simulate()
    if name in ("mentah", "klasik"):
        return recipe.scorer().scores(images, labels)
    pseudo = {}
    if name in PSEUDO:
        images, truth = data.x_train[: recipe.count], data.y_train[: recipe.count]
        labels = guess(train_classifier(*recipe.simulate(), seed=recipe.seed), images)
        pseudo = {"pseudo_right": float((labels == truth).mean())}
    else:
        count = int(name.split()[1])
        images, labels = data.x_train[:count], data.y_train[:count]
    trained = train_classifier(images, labels, seed=recipe.seed)
    return {"test_accuracy": share_right(trained, data.x_test, data.y_test), **pseudo}


def flatten(row):
    """Ukuran satu baris sebagai `dict` datar; menurut pengklasifikasi: `accuracy_residual`."""
    plain = {name: row[name] for name in MEASURES if name in row}
    return plain | flatten_judges(row.get("judges", {}))


if __name__ == "__main__":
    main()

"""Ukur augmentasi: banyak citra per kelas, lima benih, semua cara pada himpunan kecil yang sama.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_augmentation.py [--data mnist] [BANYAK …]

Hasilnya `src/generatif/measured/augmentation.json`, ditulis sesudah setiap kasus; yang sudah ada
dengan pengaturan dan kode yang sama dilewati, jadi alat ini dapat dihentikan dan dilanjutkan.
Citra buatan benih pertama ditulis di sebelahnya. Data uji hanya dipakai untuk mengukur.
"""

import time
from pathlib import Path

import click

import generatif
from measured_report import is_measured, read_report, slug, spread, stamped, write_report

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "augmentation.json"
SIZES = (10, 50, 100)
SEEDS = (2026, 1, 2, 3, 4)
SETTING = {
    "made_per_class": 100,
    "steps": 1500,
    "width": 16,
    "generator_options": {"vae": {"steps": 500}, "gan": {"steps": 1500}},
}
MODULES = (
    "augmentation",
    "augmentation_scoring",
    "few_image_generators",
    "image_metrics",
    "models.cgan",
    "models.conditional_vae",
    "models.convolutional_autoencoder",
    "models.diff_augment",
    "models.mini",
    "models.vae",
)
BASELINES = ("none", "classic")
SHOWN = 4


@click.command()
@click.argument("sizes", nargs=-1, type=int, metavar="[BANYAK]…")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--data", "name", default="fashion_mnist", show_default=True, help="Himpunan data.")
@click.option("--cara", multiple=True, help="Hanya cara ini, kunci ROWS; bakunya semua.")
@click.option("--benih", type=int, multiple=True, help="Hanya benih ini.")
def main(sizes, hasil, name, cara, benih):
    """Ukur banyak citra per kelas yang disebut, atau semuanya."""
    generatif.configure()
    from generatif.augmentation_scoring import ROWS

    setting = {**SETTING, "rows": {key: list(ROWS[key]) for key in cara}} if cara else SETTING
    data = {"mnist": generatif.load_mnist, "fashion_mnist": generatif.load_fashion_mnist}[name](
        "full"
    )
    for per_class in sizes or SIZES:
        for seed in benih or SEEDS:
            measure(data, per_class, seed, setting, hasil)


def measure(data, per_class, seed, setting, result=RESULT):
    """Ukur satu kasus, lalu catat di berkas `result`; dilewati bila sudah ada."""
    from generatif import augmentation_scoring, provenance
    from generatif.classifiers import load_classifiers

    report = read_report(result)
    key = slug(f"{data.name} {per_class}", seed)
    origin = {
        "data": data.name,
        "per_class": per_class,
        "seed": seed,
        "setting": setting,
        "code": {module: provenance.code_sha256(module) for module in MODULES},
    }
    if is_measured(report, key, origin):
        return
    started = time.time(), time.process_time()
    scores, made = augmentation_scoring.run_case(
        (data.x_train, data.y_train),
        (data.x_test, data.y_test),
        per_class,
        seed,
        judges=load_classifiers(data.name),
        **setting,
    )
    minutes = {
        "minutes": (time.time() - started[0]) / 60,
        "cpu_minutes": (time.process_time() - started[1]) / 60,
    }
    row = stamped(origin, {**minutes, **scores})
    runs = {**report["runs"], key: row}
    write_report({"count": len(data.x_test), "runs": runs, "summary": summarize(runs)}, result)
    if seed == SEEDS[0]:
        save_pictures(made, key.rsplit("-", 1)[0], result.with_suffix(""))
    print(key, f"{row['minutes']:.1f} menit", row["accuracy"], flush=True)


def summarize(runs):
    """Rangkum semua benih: rerata, rentang, dan selisih berpasangan.

    Args:
        runs: isi `runs` berkas hasil.

    Returns:
        `dict` himpunan dan banyak citra, misalnya `"mnist-10"`, ke `dict` `seeds`, `accuracy`
        (menurut cara: `mean`, `low`, `high`, dalam persen), `gains` (menurut pembanding lalu cara:
        isi `paired_difference`, poin persen; kosong bila benihnya satu), dan `made` (menurut
        pembuat citra lalu ukuran: `mean`, `low`, `high`).
    """
    from generatif.augmentation_scoring import paired_difference

    report = {}
    groups = {}
    for key, row in runs.items():
        groups.setdefault(key.rsplit("-", 1)[0], []).append(row)
    for group, rows in groups.items():
        right = {
            name: [100 * row["accuracy"][name] for row in rows] for name in rows[0]["accuracy"]
        }
        gains = {
            base: {
                name: paired_difference(right[name], right[base])
                for name in right
                if name != base and len(rows) > 1
            }
            for base in BASELINES
            if base in right
        }
        made = {
            kind: {name: spread([row["made"][kind][name] for row in rows]) for name in scores}
            for kind, scores in rows[0]["made"].items()
        }
        report[group] = {
            "seeds": [row["seed"] for row in rows],
            "accuracy": {name: spread(each) for name, each in right.items()},
            "gains": gains,
            "made": made,
        }
    return report


def save_pictures(made, name, folder):
    """Tulis beberapa citra buatan tiap kelas: satu baris per citra, satu kolom per kelas."""
    from generatif.pictures import encode_png, write_atomic

    folder.mkdir(exist_ok=True)
    for kind, images in made.items():
        grid = images.reshape(10, -1, 28, 28)[:, :SHOWN]
        mosaic = grid.transpose(1, 2, 0, 3).reshape(SHOWN * 28, 10 * 28)
        write_atomic(folder / f"{name}-{kind}.png", encode_png(mosaic))


if __name__ == "__main__":
    main()

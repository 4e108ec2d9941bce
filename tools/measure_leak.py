"""Ukur kebocoran perubahan citra: pusat massa dan piksel abu-abu citra buatan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_leak.py --folder FOLDER_KERJA

Membaca generator terakhir dari folder kerja `tools/measure_gans.py`, lalu menulis
`src/generatif/measured/leak.json`. Sampelnya 10.000, dari vektor laten yang sama dengan ukuran
lain.
"""

import json
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif
from measure_gans import PROFILE, VARIANTS
from measured_report import rounded, slug

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "leak.json"
NAMES = (
    "stabil, biasa",
    "stabil, 6.000 citra",
    "stabil, 6.000 citra, DiffAugment",
    "stabil, 6.000 citra, hanya asli diubah",
)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
def main(folder, hasil):
    """Ukur semua ragam dan benih yang disebut di `NAMES`."""
    generatif.configure()
    from generatif import metrics, provenance, recipes
    from generatif.pictures import write_atomic
    from generatif.runs import RunFolder
    from generatif.zoo import unpack_arrays

    rows = {}
    for name in NAMES:
        recipe_name, changes, seeds = VARIANTS[name]
        recipe = recipes.customize(recipes.find(recipe_name, PROFILE), **changes)
        network = next(iter(recipe.networks(recipe.build()).values()))
        for seed in seeds:
            weights = RunFolder(folder / slug(name, seed)).weights_path(recipe.epochs)
            network.set_weights(unpack_arrays(weights.read_bytes()))
            images = recipe.scorer().samples(network)
            rows[slug(name, seed)] = {
                "center_spread": center_spread(images),
                "gray_share": metrics.gray_share(images),
            }
            print(slug(name, seed), rows[slug(name, seed)], flush=True)
    report = {"date": date.today().isoformat(), "commit": provenance.commit(), "rows": rows}
    write_atomic(hasil, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())


def center_spread(images):
    """Simpangan baku pusat massa, rerata kedua arah, dalam piksel."""
    weight = images[..., 0].astype("float64")
    place = np.arange(weight.shape[1])
    total = weight.sum(axis=(1, 2)) + 1e-9
    rows = weight.sum(axis=2) @ place / total
    columns = weight.sum(axis=1) @ place / total
    return float(np.sqrt((rows.var() + columns.var()) / 2))


if __name__ == "__main__":
    main()

"""Ukur keuntungan semu dari memilih titik simpan dengan data uji.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_selection.py FOLDER_PELATIHAN …

Setiap folder adalah pelatihan GAN yang selesai, dari `python -m generatif latih`. Setiap epoch
diukur dengan jarak Fréchet: terhadap citra latih pertama (kurva yang biasa), terhadap data uji,
dan terhadap kedua paruh data uji yang dibagi acak beberapa kali. Epoch yang terpilih oleh satu
paruh dinilai ulang oleh paruh lainnya; karena pembagiannya acak dan kedua arah dihitung, selisih
reratanya hanya berasal dari pemilihan.
"""

import csv
import json
import os
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif
from measured_report import rounded

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "selection.json"
SPLITS = 10
SPLIT_SEED = 2026


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--hasil", "result", type=click.Path(path_type=Path), default=RESULT)
def main(folders, result):
    """Ukur setiap epoch setiap pelatihan, ringkas, lalu tulis."""
    generatif.configure()
    from generatif import provenance
    from generatif.pictures import write_atomic

    runs = [measure_run(folder) for folder in folders]
    report = {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "splits": SPLITS,
        "runs": runs,
        "pooled": pool(runs),
    }
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())


def measure_run(folder):
    """Ukur setiap epoch satu pelatihan di bawah kedua pengklasifikasi.

    Args:
        folder: folder kerja pelatihan GAN yang selesai.

    Returns:
        Kamus `recipe`, `count`, `test_count`, `d_loss`, `g_loss`, dan satu kamus per
        pengklasifikasi: `curve`, `test`, `halves`, dan ringkasan :func:`summarize`.
    """
    from generatif import recipes
    from generatif.classifiers import load_classifiers
    from generatif.runs import RunFolder

    recipe = recipes.from_dict(RunFolder(folder).claimed()["recipe"])
    data, count = recipe.load(), recipe.scorer().count
    judges = load_classifiers(recipe.data)
    references = {
        name: {"curve": judge(data.x_train[:count])[0], "test": judge(data.x_test)[0]}
        for name, judge in judges.items()
    }
    rows = {name: [] for name in judges}
    for images in epoch_samples(recipe, folder):
        for name, judge in judges.items():
            rows[name].append(measure_epoch(judge(images)[0], references[name]))
        print(recipe.name, len(rows[name]), rows[name][-1]["test"], flush=True)
    curves = {name: gather(each) for name, each in rows.items()}
    history = list(csv.DictReader((folder / "riwayat.csv").read_text().splitlines()))
    return {
        "recipe": recipe.to_dict(),
        "count": count,
        "test_count": len(data.x_test),
        **{key: [float(row[key]) for row in history] for key in ("d_loss", "g_loss")},
        **{name: curve | summarize(curve) for name, curve in curves.items()},
    }


def epoch_samples(recipe, folder):
    """Sampel generator sesudah setiap epoch, selalu dari vektor laten yang sama."""
    from generatif import zoo

    network = recipe.networks(recipe.build())["generator"]
    for path in sorted((folder / "bobot").glob("*.npz")):
        network.set_weights(zoo.unpack_arrays(path.read_bytes()))
        yield recipe.scorer().samples(network)


def measure_epoch(features, references):
    """Jarak Fréchet satu epoch terhadap citra latih, data uji, dan paruh-paruh data uji.

    Args:
        features: fitur sampel `(N, F)`.
        references: kamus `curve` dan `test`, fitur `(M, F)`.

    Returns:
        Kamus `curve`, `test`, dan `halves`, yaitu `SPLITS` pasang jarak.
    """
    from generatif.metrics import frechet_distance

    rng = np.random.default_rng(SPLIT_SEED)
    test = references["test"]
    pairs = [np.array_split(rng.permutation(len(test)), 2) for _ in range(SPLITS)]
    return {
        "curve": frechet_distance(features, references["curve"]),
        "test": frechet_distance(features, test),
        "halves": [[frechet_distance(features, test[part]) for part in pair] for pair in pairs],
    }


def gather(rows):
    """Ubah daftar kamus menjadi kamus daftar."""
    return {key: [row[key] for row in rows] for key in rows[0]}


def summarize(run):
    """Ringkas pemilihan satu pelatihan menurut satu pengklasifikasi.

    Args:
        run: kamus dari :func:`gather`.

    Returns:
        Kamus: `epoch_by_curve` dan `epoch_by_test`; `by_curve`, `by_test`, dan `last`, jarak
        terhadap data uji pada epoch itu; `optimism` atas semua epoch dan `late_optimism` atas
        sepertiga terakhir, masing-masing dari :func:`selection_optimism`.
    """
    curve, test = np.array(run["curve"]), np.array(run["test"])
    late = run["halves"][-max(2, len(test) // 3) :]
    return {
        "epoch_by_curve": int(curve.argmin()) + 1,
        "epoch_by_test": int(test.argmin()) + 1,
        "by_curve": float(test[curve.argmin()]),
        "by_test": float(test.min()),
        "last": float(test[-1]),
        "optimism": selection_optimism(run["halves"]),
        "late_optimism": selection_optimism(late),
    }


def pool(runs):
    """Pemilihan atas semua epoch semua benih, untuk resep yang dilatih lebih dari sekali.

    Args:
        runs: daftar keluaran :func:`measure_run`.

    Returns:
        Kamus nama resep dan banyak epochnya (`"mini-7"`) ke kamus pengklasifikasi ke keluaran
        :func:`selection_optimism`.
    """
    groups = {}
    for run in runs:
        recipe = run["recipe"]
        groups.setdefault(f"{recipe['name']}-{recipe['epochs']}", []).append(run)
    return {
        name: {
            judge: selection_optimism(np.concatenate([run[judge]["halves"] for run in group]))
            for judge in ("plain", "residual")
        }
        for name, group in groups.items()
        if len(group) > 1
    }


def selection_optimism(halves):
    """Bandingkan jarak calon terpilih menurut paruh pemilih dan menurut paruh lainnya.

    Args:
        halves: larik `(calon, pembagian, 2)`.

    Returns:
        Kamus `candidates`, `chosen` (jarak menurut paruh pemilih), `honest` (menurut paruh lain),
        dan `gap`, rerata selisihnya.
    """
    halves = np.asarray(halves, dtype="float64")
    both = np.concatenate([halves, halves[..., ::-1]], axis=1)
    best = both[..., 0].argmin(axis=0)
    picked = both[best, np.arange(both.shape[1])]
    chosen, honest = picked.mean(axis=0)
    return {
        "candidates": len(halves),
        "chosen": float(chosen),
        "honest": float(honest),
        "gap": float(honest - chosen),
    }


if __name__ == "__main__":
    main()

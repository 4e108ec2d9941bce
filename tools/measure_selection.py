"""Ukur keuntungan semu dari memilih titik simpan dengan data uji.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_selection.py --folder FOLDER

Resep `mini` dilatih untuk tiga benih dan setiap epoch diukur dengan jarak Fréchet: terhadap
citra latih pertama (kurva yang biasa), terhadap data uji, dan terhadap kedua paruh data uji yang
dibagi acak beberapa kali. Epoch yang terpilih oleh satu paruh dinilai ulang oleh paruh lainnya;
karena pembagiannya acak dan kedua arah dihitung, selisih reratanya hanya berasal dari pemilihan.
Pelatihan yang terputus dilanjutkan dari FOLDER.
"""

import json
import os
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "selection.json"
SEEDS = (2026, 1, 2)
EPOCHS = 12
SPLITS = 10
SPLIT_SEED = 2026


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder kerja.")
@click.option("--epoch", "epochs", default=EPOCHS, show_default=True)
@click.option("--profil", "profile", default="laptop", show_default=True)
@click.option("--hasil", "result", type=click.Path(path_type=Path), default=RESULT)
def main(folder, epochs, profile, result):
    """Latih, ukur setiap epoch, ringkas, lalu tulis."""
    generatif.configure()
    from generatif import provenance, recipes, training
    from generatif.classifiers import load_classifiers
    from generatif.pictures import write_atomic

    recipe = recipes.customize(recipes.find("mini", profile), epochs=epochs)
    data, count = recipe.load(), recipe.scorer().count
    judges = load_classifiers(recipe.data)
    references = {
        name: {"curve": judge(data.x_train[:count])[0], "test": judge(data.x_test)[0]}
        for name, judge in judges.items()
    }
    runs = []
    for seed in SEEDS:
        one = recipes.customize(recipe, seed=seed)
        trained = training.train(one, folder / str(seed), minutes=60, progress=False)
        run = {"seed": seed, **{key: trained.history[key] for key in ("d_loss", "g_loss")}}
        curves = {name: [] for name in judges}
        for images in epoch_samples(one, trained.folder):
            for name, judge in judges.items():
                curves[name].append(measure_epoch(judge(images)[0], references[name]))
            print(seed, len(curves[name]), curves[name][-1]["test"], flush=True)
        runs.append(run | {name: gather(rows) for name, rows in curves.items()})
    report = {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "recipe": recipe.to_dict(),
        "seeds": list(SEEDS),
        "count": count,
        "test_count": len(data.x_test),
        "splits": SPLITS,
        "classifiers": {name: judge.manifest["sha256"] for name, judge in judges.items()},
        "runs": runs,
        "summary": {name: summarize([run[name] for run in runs]) for name in judges},
    }
    write_atomic(result, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())
    print(json.dumps(rounded(report["summary"]), indent=1))


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


def summarize(runs):
    """Ringkas pemilihan satu pengklasifikasi atas semua benih.

    Args:
        runs: daftar kamus dari :func:`gather`, satu per benih.

    Returns:
        Kamus: `by_curve` dan `by_test`, jarak terhadap data uji pada epoch terpilih per benih;
        `same_epoch`, banyak benih yang terpilih sama; `optimism` (satu benih) dan
        `pooled_optimism` (semua epoch semua benih sebagai calon), masing-masing dari
        :func:`selection_optimism`.
    """
    test = np.array([run["test"] for run in runs])
    curve = np.array([run["curve"] for run in runs])
    halves = np.array([run["halves"] for run in runs])
    seeds = np.arange(len(runs))
    each = [selection_optimism(half) for half in halves]
    return {
        "epoch_by_curve": (curve.argmin(axis=1) + 1).tolist(),
        "epoch_by_test": (test.argmin(axis=1) + 1).tolist(),
        "by_curve": test[seeds, curve.argmin(axis=1)].tolist(),
        "by_test": test.min(axis=1).tolist(),
        "same_epoch": int((curve.argmin(axis=1) == test.argmin(axis=1)).sum()),
        "optimism": {key: float(np.mean([one[key] for one in each])) for key in each[0]},
        "pooled_optimism": selection_optimism(halves.reshape(-1, *halves.shape[2:])),
    }


def selection_optimism(halves):
    """Bandingkan jarak calon terpilih menurut paruh pemilih dan menurut paruh lainnya.

    Args:
        halves: larik `(calon, pembagian, 2)`.

    Returns:
        Kamus `chosen` (jarak menurut paruh pemilih), `honest` (menurut paruh lain), dan `gap`,
        rerata selisihnya.
    """
    halves = np.asarray(halves, dtype="float64")
    both = np.concatenate([halves, halves[..., ::-1]], axis=1)
    best = both[..., 0].argmin(axis=0)
    picked = both[best, np.arange(both.shape[1])]
    chosen, honest = picked.mean(axis=0)
    return {"chosen": float(chosen), "honest": float(honest), "gap": float(honest - chosen)}


def rounded(value):
    """Bulatkan semua pecahan di dalam kamus dan daftar menjadi lima angka berarti."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()

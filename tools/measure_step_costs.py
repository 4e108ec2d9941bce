"""Ukur biaya satu langkah tiap cara menstabilkan: waktu prosesor, bergantian, di satu proses.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_step_costs.py

Semua cara dijalankan bergantian dalam beberapa putaran. Nisbahnya median atas putaran, masing-
masing terhadap cara pertama pada putaran yang sama, sehingga beban mesin yang berubah-ubah hampir
tidak berpengaruh. Dari sini banyak langkah resep
di `generatif.recipes.stable` dipilih. Hasilnya
`src/generatif/measured/step_costs.json`.
"""

import json
import os
import time
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "step_costs.json"
NAMES = (
    "baseline-mnist",
    "bngan-mnist",
    "sngan-mnist",
    "diffaug-mnist",
    "wgan-mnist",
    "wgan-gp-mnist",
)
ROUNDS = 15
CALL_IMAGES = 32 * 60


@click.command()
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
def main(hasil):
    """Ukur semua cara dan tulis hasilnya."""
    generatif.configure()
    import tensorflow as tf

    from generatif import provenance, recipes, training
    from generatif.batches import epoch_order
    from generatif.pictures import write_atomic

    runs = {}
    for name in NAMES:
        recipe = recipes.find(name, "laptop")
        images = recipe.load().x_train
        position = tf.Variable(0, dtype="int64")
        step = training.compile_steps(recipe.build(), recipe, [images], position)
        order = tf.constant(epoch_order(len(images), recipe.seed, 0))
        count = CALL_IMAGES // recipe.batch_size
        step(order, 0, count)
        runs[name] = step, order, count, []
    for _ in range(ROUNDS):
        for step, order, count, seconds in runs.values():
            started = time.process_time()
            step(order, 0, count)
            seconds.append((time.process_time() - started) / count)
    seconds = {name: np.array(run[-1]) for name, run in runs.items()}
    base = seconds[NAMES[0]]
    report = {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "rounds": ROUNDS,
        "cpu_milliseconds": {
            name: round(1000 * float(np.median(each)), 2) for name, each in seconds.items()
        },
        "ratio": {name: round(float(np.median(each / base)), 2) for name, each in seconds.items()},
    }
    write_atomic(hasil, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
    print(json.dumps(report["cpu_milliseconds"]), json.dumps(report["ratio"]))


if __name__ == "__main__":
    main()

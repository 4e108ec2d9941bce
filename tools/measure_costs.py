"""Ukur biaya setiap resep dari beberapa langkahnya, untuk `python -m generatif daftar`.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_costs.py [RESEP …]

Tanpa nama resep semuanya diukur; dengan nama, biaya resep lain dibiarkan. Jalankan di mesin yang
menganggur. Biaya = penelusuran + banyak langkah x lama satu langkah; pengukuran mutu dan penulisan
titik simpan tidak dihitung.
"""

import json
import os
import time
from datetime import date
from importlib.resources import files

import click

import generatif

generatif.configure()

import tensorflow as tf  # noqa: E402

from generatif import provenance, recipes  # noqa: E402
from generatif.batches import epoch_order  # noqa: E402
from generatif.ledger import COSTS  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402
from generatif.training import compile_steps  # noqa: E402

MEASURED_SECONDS = 8.0
CALL_STEPS = 8


def measure(recipe):
    """Biaya satu resep.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.

    Returns:
        `dict` dengan `minutes`, `cpu_minutes`, dan `step_seconds`.
    """
    arrays = recipe.arrays(recipe.load())
    order = tf.constant(epoch_order(len(arrays[0]), recipe.seed, 0))
    epoch_steps = recipe.epoch_steps(len(arrays[0]))
    position = tf.Variable(0, dtype="int64")
    started = clocks()
    run_steps = compile_steps(recipe.build(), recipe, arrays, position)
    run_steps(order, 0, 1)
    preparation = elapsed(started)
    started, steps = clocks(), 0
    while elapsed(started)[0] < MEASURED_SECONDS:
        count = min(CALL_STEPS, epoch_steps)
        run_steps(order, 0, count)
        steps += count
    wall, cpu = (value / steps for value in elapsed(started))
    total = recipe.epochs * epoch_steps
    return {
        "minutes": round((preparation[0] + total * wall) / 60, 2),
        "cpu_minutes": round((preparation[1] + total * cpu) / 60, 2),
        "step_seconds": round(wall, 5),
    }


def clocks():
    """Waktu dinding dan waktu prosesor sekarang."""
    return time.perf_counter(), time.process_time()


def elapsed(started):
    """Selisih terhadap :func:`clocks` sebelumnya."""
    return tuple(now - before for now, before in zip(clocks(), started, strict=True))


@click.command()
@click.argument("names", nargs=-1, metavar="[RESEP]…")
def main(names):
    """Ukur resep satu per satu, lalu tulis ke dalam paket."""
    machine = f"{provenance.processor()}, {os.cpu_count()} inti"
    known = json.loads((files("generatif") / COSTS).read_text())
    costs = {}
    for recipe in recipes.RECIPES:
        key = f"{recipe.name}/{recipe.profile}"
        if names and recipe.name not in names and key in known:
            costs[key] = known[key]
            continue
        costs[key] = {**measure(recipe), "date": date.today().isoformat(), "machine": machine}
        print(key, costs[key], flush=True)
    content = json.dumps(costs, indent=1, ensure_ascii=False) + "\n"
    write_atomic(files("generatif") / COSTS, content.encode())


if __name__ == "__main__":
    main()

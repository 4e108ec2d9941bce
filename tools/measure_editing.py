"""Ukur penyuntingan tanpa melatih: proyeksi, arah atribut, keragaman isian, dan latar.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_editing.py

Jaringannya hasil tersimpan, masing-masing satu pelatihan. Benih di sini memilih citra uji, titik
awal pencarian, dan latar; jadi rentangnya bukan rentang antarpelatihan. Hasilnya ditulis ke
`src/generatif/measured/editing.json`.
"""

import json
import os
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif
from measured_report import rounded

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "editing.json"
SEEDS = (2026, 1, 2)
COUNT = 200


@click.command()
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--banyak", default=COUNT, show_default=True, help="Banyak citra per benih.")
@click.option("--data", default="full", show_default=True, help="Data: embedded atau full.")
def main(hasil, banyak, data):
    """Ukur semua bagian untuk setiap benih."""
    generatif.configure()
    from generatif import editing_scoring, provenance
    from generatif.pictures import write_atomic

    material = editing_scoring.Material(banyak, data)
    rows = {}
    for seed in SEEDS:
        rows[str(seed)] = editing_scoring.measure_edits(material, seed)
        print(seed, json.dumps(rounded(rows[str(seed)], 3)), flush=True)
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "count": banyak,
        "starts": editing_scoring.STARTS,
        "networks": {name: run.manifest["files"] for name, run in material.stored.items()},
        "seeds": rows,
        "summary": summarize(list(rows.values())),
    }
    write_atomic(hasil, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())


def summarize(rows):
    """Rerata, terendah, dan tertinggi tiap bilangan atas semua benih, susunannya tetap."""
    if isinstance(rows[0], dict):
        return {key: summarize([row[key] for row in rows]) for key in rows[0]}
    return {"mean": float(np.mean(rows)), "low": min(rows), "high": max(rows)}


if __name__ == "__main__":
    main()

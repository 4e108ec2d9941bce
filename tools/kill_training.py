"""Bunuh pelatihan kilat berkali-kali dan periksa bahwa hasil akhirnya sama bita demi bita.

    python tools/kill_training.py --kali 20

Setiap percobaan memakai folder baru: pelatihan dimulai, dibunuh dengan `kill -9` pada saat acak
(seragam antara langkah pertama dan langkah terakhir), lalu perintah yang sama dijalankan lagi
sampai selesai. Dua resep bergantian. Titik simpan ditulis sesudah setiap langkah, sehingga
sebagian pembunuhan jatuh di tengah penulisan; buktinya berkas `.….titik.PID` yang tertinggal.
Percobaan berlanjut sampai cukup banyak yang demikian. Hasilnya dicatat di
`measurements/kills.json`.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import numpy as np

from generatif import provenance
from generatif.checkpoints import CheckpointFolder
from generatif.pictures import write_atomic
from generatif.runs import RunFolder

ROOT = Path(__file__).resolve().parents[1]
CLOCK_COLUMNS = ("seconds", "cpu_seconds")
RECIPES = ("dcgan-mnist", "autoencoder-mnist")
MINIMUM_INSIDE = 5


@click.command()
@click.option("--kali", default=20, show_default=True, help="Banyak pembunuhan paling sedikit.")
@click.option("--benih", default=0, show_default=True, help="Benih saat pembunuhan.")
@click.option(
    "--catatan", type=click.Path(path_type=Path), default=ROOT / "measurements/kills.json"
)
def main(kali, benih, catatan):
    """Jalankan semua percobaan; keluar dengan galat bila satu saja berbeda."""
    moments = random.Random(benih)
    with tempfile.TemporaryDirectory() as scratch:
        references = [Reference.train(recipe, Path(scratch)) for recipe in RECIPES]
        trials = []
        while not enough(trials, kali):
            reference = references[len(trials) % len(references)]
            folder = Path(scratch) / f"bunuh-{len(trials)}-{moments.random():.6f}"
            trial = kill_once(reference.recipe, folder, moments.uniform(0, reference.seconds))
            if trial["last_checkpoint"] == reference.last_step:
                continue  # semua langkah sudah selesai: bukan pembunuhan di tengah pelatihan
            start(reference.recipe, folder).wait()
            trial["identical"] = differences(folder, reference.folder) == []
            trials.append(trial)
            print(len(trials), trial, flush=True)
    report = {
        "recipes": [f"{recipe}/kilat" for recipe in RECIPES],
        "seed": benih,
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "versions": provenance.versions(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "kills": len(trials),
        "inside_write": sum(trial["inside_write"] for trial in trials),
        "identical": sum(trial["identical"] for trial in trials),
        "trials": trials,
    }
    write_atomic(catatan, (json.dumps(report, indent=1) + "\n").encode())
    print({key: report[key] for key in ("kills", "inside_write", "identical")})
    sys.exit(report["identical"] != len(trials))


@dataclass(frozen=True)
class Reference:
    """Pelatihan utuh: folder, lama dari langkah pertama sampai terakhir, dan langkah terakhir."""

    recipe: str
    folder: Path
    seconds: float
    last_step: int

    @classmethod
    def train(cls, recipe, scratch):
        """Latih `recipe` tanpa gangguan."""
        folder = scratch / f"utuh-{recipe}"
        process = start(recipe, folder)
        wait_for_first_step(folder, process)
        seconds = seconds_until_last_checkpoint(folder, process)
        return cls(recipe, folder, seconds, newest_checkpoint(folder))


def enough(trials, count):
    """Apakah pembunuhan sudah cukup banyak, juga yang di tengah penulisan."""
    return len(trials) >= count and sum(each["inside_write"] for each in trials) >= MINIMUM_INSIDE


def start(recipe, folder):
    """Mulai (atau lanjutkan) pelatihan di proses lain."""
    command = [sys.executable, "-m", "generatif", "latih", recipe, "--profil", "kilat"]
    options = ["--folder", str(folder), "--menit", "0"]
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_for_first_step(folder, process):
    """Tunggu sampai titik simpan pertama mulai ditulis."""
    while process.poll() is None and not any((folder / "titik").glob("*.titik*")):
        time.sleep(0.002)


def seconds_until_last_checkpoint(folder, process):
    """Lama dari sekarang sampai titik simpan terakhir muncul, pada pelatihan yang utuh."""
    began = latest = time.perf_counter()
    step = newest_checkpoint(folder)
    while process.poll() is None:
        if (now := newest_checkpoint(folder)) != step:
            step, latest = now, time.perf_counter()
        time.sleep(0.002)
    return latest - began


def newest_checkpoint(folder):
    """Nomor langkah titik simpan terbaru; 0 bila belum ada."""
    saved = (int(path.stem) for path in (folder / "titik").glob("[0-9]*.titik"))
    return max(saved, default=0)


def kill_once(recipe, folder, seconds):
    """Bunuh satu pelatihan `seconds` sesudah langkah pertamanya."""
    process = start(recipe, folder)
    wait_for_first_step(folder, process)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    partial = [path.name for path in (folder / "titik").glob(".*.titik.*")]
    return {
        "recipe": recipe,
        "seconds": round(seconds, 3),
        "last_checkpoint": newest_checkpoint(folder),
        "inside_write": bool(partial),
        "partial": partial,
    }


def differences(folder, reference):
    """Nama bagian yang berbeda antara dua folder kerja; kosong bila sama bita demi bita."""
    (arrays, note), (expected, expected_note) = (
        CheckpointFolder(each / "titik").load() for each in (folder, reference)
    )
    found = []
    if note["position"] != expected_note["position"] or len(arrays) != len(expected):
        found.append("langkah")
    found += [
        f"larik {index}"
        for index, (array, other) in enumerate(zip(arrays, expected, strict=False))
        if not np.array_equal(array, other)
    ]
    history, other = (RunFolder(each).read_history() for each in (folder, reference))
    for columns in (history, other):
        for column in CLOCK_COLUMNS:
            del columns[column]
    found += ["riwayat"] if history != other else []
    for path in sorted(reference.glob("*/*.npz")) + sorted(reference.glob("*/*.png")):
        if (folder / path.relative_to(reference)).read_bytes() != path.read_bytes():
            found.append(path.name)
    return found


if __name__ == "__main__":
    main()

"""Ukur laboratorium kegagalan: setiap pengaturan di `generatif.failures`, tiga benih.

    python tools/measure_failures.py [--folder FOLDER] [PENGATURAN …]

Hasilnya `failures.json`, ditulis sesudah setiap pelatihan; yang sudah ada dengan pengaturan dan
kode yang sama dilewati. Gambar benih pertama ditulis di sebelahnya. Tanpa `--folder`, keduanya
masuk ke `src/generatif/measured/`.

Sidik kode mencakup pelatihan dan ukurannya. Ukuran umum (`generatif.metrics`) tidak ikut; yang
menjaganya `references`, yang diukur ulang oleh uji.
"""

import dataclasses
import json
import os
import time
from datetime import date
from pathlib import Path

import click
import numpy as np

import generatif

MEASURED = Path(generatif.__file__).parent / "measured"
RESULT = "failures.json"
MODULES = (
    "failure_scores",
    "layers",
    "losses",
    "models.gan",
    "models.laboratory",
    "models.laboratory_setting",
    "models.laboratory_tasks",
    "models.mini",
)
DIGITS_KEPT = 4
SHOWN = 32


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=MEASURED)
@click.argument("names", nargs=-1, metavar="[PENGATURAN]…")
def main(folder, names):
    """Latih dan ukur pengaturan yang disebut, atau semuanya."""
    generatif.configure()
    from generatif import failures

    known = failures.settings()
    for name in names or known:
        for seed in failures.SEEDS:
            measure(folder, name, known[name], seed)
    write(folder, {"references": references()})


def measure(folder, name, setting, seed):
    """Latih satu pengaturan dengan satu benih, kecuali bila hasilnya sudah ada."""
    from generatif import failure_scores, failures, provenance
    from generatif.models.laboratory import train

    recorded = {
        "setting": dataclasses.asdict(setting),
        "code": {module: provenance.code_sha256(module) for module in MODULES},
    }
    done = read(folder).get("runs", {}).get(name, {}).get(str(seed), {})
    if all(done.get(key) == value for key, value in recorded.items()):
        return
    watch = failure_scores.watch_modes if setting.task == "ring" else None
    started = time.process_time()
    game, curves = train(setting, seed, watch)
    seconds = time.process_time() - started
    if seed == failures.SEEDS[0] and setting.task == "digits":
        save_picture(folder, name, failure_scores.sample(game, SHOWN))
    scores = failure_scores.measure_run(game, curves)
    row = {
        **recorded,
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "cpu_seconds": round(seconds, 1),
        "curves": {key: [short(value) for value in curve] for key, curve in curves.items()},
        "scores": {key: short(value) for key, value in scores.items()},
    }
    runs = read(folder).get("runs", {})
    write(folder, {"runs": {**runs, name: {**runs.get(name, {}), str(seed): row}}})
    print(name, seed, f"{seconds:.0f} detik CPU", row["scores"], flush=True)


def references():
    """Citra latih asli dan Gauss per kelas, diukur dengan cara yang sama."""
    from generatif import failure_scores, metrics
    from generatif.data import load_mnist

    digits = load_mnist("embedded")
    count = failure_scores.COUNT
    gaussians = metrics.class_gaussian_images(digits.x_train, digits.y_train, count, seed=0)
    real = metrics.evenly_spaced(digits.x_train, count)
    return {
        key: {name: short(value) for name, value in failure_scores.measure_digits(images).items()}
        for key, images in (("real", real), ("class_gaussians", gaussians))
    }


def save_picture(folder, name, images):
    """Tulis sampel sebagai mosaik 4 x 8 tanpa garis pemisah."""
    from generatif import failures
    from generatif.pictures import encode_png, write_atomic

    mosaic = images.reshape(4, 8, 28, 28).swapaxes(1, 2).reshape(4 * 28, 8 * 28)
    write_atomic(folder / failures.PICTURES / f"{name}.png", encode_png(mosaic))


def short(value):
    """Bilangan dengan empat angka penting; NaN dan tak hingga menjadi `None`."""
    if not np.isfinite(value):
        return None
    return value if isinstance(value, int) else float(f"{value:.{DIGITS_KEPT}g}")


def read(folder):
    """Isi berkas hasil di sebuah folder, atau kosong."""
    path = folder / RESULT
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(folder, part):
    """Gabungkan `part` ke dalam berkas hasil."""
    from generatif import failure_scores, failures, provenance
    from generatif.pictures import write_atomic

    report = {
        **read(folder),
        "versions": provenance.versions(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "seeds": list(failures.SEEDS),
        "count": failure_scores.COUNT,
        "ring_samples": failure_scores.RING_SAMPLES,
        **part,
    }
    write_atomic(folder / RESULT, (json.dumps(report, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()

"""Ukur peredam derau melawan filter klasik: setiap jenis dan tingkat derau, data uji yang sama.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_denoising.py --folder FOLDER_PELATIHAN

Jaringannya dibaca dari folder kerja `tools/measure_autoencoders.py`; yang belum ada dilewati.
Parameter setiap filter dipilih per jenis dan tingkat derau pada citra latih, jadi filter tahu
tingkat deraunya, sedangkan jaringan tidak. Hasilnya ditulis ke `measurements/denoising.json`
sesudah setiap bagian; yang sudah ada dilewati, sehingga alat ini dapat dihentikan dan dilanjutkan.
"""

import json
import os
import time
from datetime import date
from importlib.metadata import version
from itertools import product
from pathlib import Path

import click
import numpy as np

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "measurements" / "denoising.json"
LIBRARIES = ("tensorflow", "keras", "numpy", "scikit-image", "scikit-learn")
COUNT = 10_000
NLM_COUNT = 1_000
TUNING_COUNT = {"median": 1_000, "nlm": 100}
LEVELS = {
    "gaussian": (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8),
    "masking": (0.1, 0.3, 0.5, 0.7),
    "salt_and_pepper": (0.1, 0.3, 0.5),
}
VARIANTS = {
    "tetap": ("peredam derau", (2026,)),
    "rentang": ("peredam derau, 0 sampai 0.6", (2026,)),
    "penutup": ("peredam derau, penutup", (2026,)),
    "garam-merica": ("peredam derau, garam-merica", (2026,)),
    "tanpa": ("tanpa derau", (2026,)),
}
FOOTPRINTS = {
    "silang": np.array([[[0, 1, 0], [1, 1, 1], [0, 1, 0]]]),
    "3x3": np.ones((1, 3, 3)),
    "5x5": np.ones((1, 5, 5)),
    "7x7": np.ones((1, 7, 7)),
}
NLM_GRID = [
    {"h": h, "patch_size": size, "patch_distance": 5, "fast_mode": fast}
    for h, size, fast in product(
        (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0), (3, 5), (True, False)
    )
]
RIDGE = 1e-3
MANY_LABELS = 10_000
FEW_LABELS = 1_000
SUBSETS = 5
INVERSE_PENALTIES = (1e-3, 1e-2, 1e-1, 1.0)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Folder pelatihan.")
@click.option("--menit", type=float, default=3.0, show_default=True, help="Berhenti sesudah ini.")
def main(folder, menit):
    """Ukur bagian yang belum ada sampai waktunya habis."""
    generatif.configure()
    end = time.monotonic() + 60 * menit
    report = json.loads(RESULT.read_text()) if RESULT.exists() else {"rows": {}, "probe": {}}
    networks = load_networks(folder)
    data = generatif.load_fashion_mnist("full")
    train, test = (generatif.scale_to_unit(each) for each in (data.x_train, data.x_test))
    for place, key, work in tasks(report, networks, train, test, data):
        if time.monotonic() > end:
            print("waktu habis; jalankan lagi untuk melanjutkan")
            return
        place[key] = work()
        write(report)
        print(key, place[key], flush=True)
    print("lengkap untuk jaringan:", ", ".join(networks))


def tasks(report, networks, train, test, data):
    """Bagian yang belum diukur: (kamus tujuan, kunci, fungsi tanpa argumen)."""
    from generatif.denoising_scoring import noisy_copy, setting_key

    for noise, levels in LEVELS.items():
        for level in levels:
            row = report["rows"].setdefault(
                setting_key(noise, level), {"noise": noise, "level": level, "scores": {}}
            )
            scores = row["scores"]
            todo = {"berderau", "median", "nlm", "linear", *networks} - scores.keys()
            if not todo:
                continue
            noisy = noisy_copy(test, noise, level)
            fitting = noisy_copy(train, noise, level) if todo - set(networks) else None
            works = {
                "berderau": lambda noisy=noisy: quality(noisy, test),
                "median": lambda pair=(noisy, fitting): tuned(median, "median", *pair, train, test),
                "nlm": lambda pair=(noisy, fitting): tuned(nlm, "nlm", *pair, train, test),
                "linear": lambda pair=(noisy, fitting): quality(
                    linear(pair[1], train, pair[0]), test
                ),
            } | {
                name: lambda noisy=noisy, each=each: quality(predict(each, noisy), test)
                for name, each in networks.items()
            }
            for name in works:
                if name in todo:
                    yield scores, name, works[name]
    yield from probe_tasks(report["probe"], networks, train, test, data)


def probe_tasks(done, networks, train, test, data):
    """Pengklasifikasi linear di atas kode citra bersih, dan di atas pikselnya."""
    firsts = {name: each for name, each in networks.items() if name.endswith("-2026")}
    for name in {"piksel": None, **firsts}:
        if name not in done:
            yield done, name, lambda name=name: probe(firsts.get(name), train, test, data)


def probe(network, train, test, data):
    """Ketelitian dengan banyak label, dan dengan sedikit label (beberapa himpunan terpisah)."""
    train_codes, test_codes = (codes(network, each) for each in (train[:MANY_LABELS], test))

    def accuracy(part):
        return tuned_accuracy(train_codes[part], test_codes, data.y_train[part], data.y_test)

    few = [accuracy(slice(k * FEW_LABELS, (k + 1) * FEW_LABELS)) for k in range(SUBSETS)]
    many = accuracy(slice(MANY_LABELS))
    return {
        "many": many["accuracy"],
        "many_inverse_penalty": many["inverse_penalty"],
        "few": [each["accuracy"] for each in few],
        "few_inverse_penalty": [each["inverse_penalty"] for each in few],
        "few_mean": float(np.mean([each["accuracy"] for each in few])),
        "few_sd": float(np.std([each["accuracy"] for each in few], ddof=1)),
    }


def tuned_accuracy(train_codes, test_codes, train_labels, test_labels):
    """Ketelitian dengan penalti yang dipilih pada seperlima terakhir data latihnya."""
    from generatif.scoring import probe_accuracy

    cut = len(train_codes) * 4 // 5
    held_out = (train_codes[:cut], train_codes[cut:], train_labels[:cut], train_labels[cut:])
    best = max(INVERSE_PENALTIES, key=lambda value: probe_accuracy(*held_out, value))
    score = probe_accuracy(train_codes, test_codes, train_labels, test_labels, best)
    return {"accuracy": score, "inverse_penalty": best}


def codes(network, images):
    """Kode yang diratakan; tanpa jaringan, pikselnya sendiri."""
    if network is None:
        return images.reshape(len(images), -1)
    made = network.get_layer("encoder").predict(images, batch_size=500, verbose=0)
    return made.reshape(len(made), -1)


def tuned(method, name, noisy, fitting, train, test):
    """Nilai sebuah filter dengan parameter yang terbaik pada citra latih.

    Args:
        method: pasangan (fungsi `(images, **parameter)`, daftar parameter).
        name: nama filter, kunci `TUNING_COUNT`.
        noisy: citra uji berderau.
        fitting: citra latih berderau.
        train: citra latih bersih.
        test: citra uji bersih.

    Returns:
        `dict` ukuran, parameter terpilih, dan banyak citra uji yang dinilai.
    """
    function, grid = method
    part = slice(TUNING_COUNT[name])
    errors = [np.mean((function(fitting[part], **each) - train[part]) ** 2) for each in grid]
    best = grid[int(np.argmin(errors))]
    count = NLM_COUNT if name == "nlm" else COUNT
    return {**quality(function(noisy[:count], **best), test[:count]), **best, "count": count}


def _median(images, footprint):
    from skimage.filters import median

    return median(images[..., 0], FOOTPRINTS[footprint])[..., None]


def _nlm(images, **parameters):
    from skimage.restoration import denoise_nl_means

    made = np.stack([denoise_nl_means(each, **parameters) for each in images[..., 0]])[..., None]
    return np.where(np.isfinite(made), made, images)  # NaN: tidak ada petak lain yang serupa


median = (_median, [{"footprint": name} for name in FOOTPRINTS])
nlm = (_nlm, NLM_GRID)


def linear(fitting, train, noisy):
    """Peredam derau linear terbaik menurut citra latih.

    Args:
        fitting: citra latih berderau `(N, H, W, C)`.
        train: citra latih bersih.
        noisy: citra yang diredam.

    Returns:
        Larik sebentuk `noisy`.
    """
    inputs, targets, queries = (
        each.reshape(len(each), -1).astype("float64") for each in (fitting, train, noisy)
    )
    center, answer = inputs.mean(axis=0), targets.mean(axis=0)
    inputs -= center
    spread = inputs.T @ inputs / len(inputs) + RIDGE * np.eye(inputs.shape[1])
    weights = np.linalg.solve(spread, inputs.T @ (targets - answer) / len(inputs))
    return ((queries - center) @ weights + answer).reshape(noisy.shape).astype("float32")


def quality(made, images):
    """Galat kuadrat, PSNR, dan SSIM terhadap citra bersih.

    Args:
        made: larik pecahan `(N, H, W, C)`; dipotong ke [0, 1] lebih dulu.
        images: citra bersih sebentuk.

    Returns:
        `dict` `mse`, `psnr` (rerata per citra, dB; `None` bila ada yang tanpa galat), dan `ssim`.
    """
    from generatif import metrics

    shown = np.clip(made, 0, 1)
    psnr = metrics.psnr(shown, images)
    return {
        "mse": float(np.mean((shown.astype("float64") - images) ** 2)),
        "psnr": psnr if np.isfinite(psnr) else None,
        "ssim": metrics.ssim(shown, images),
    }


def predict(network, images):
    """Keluaran jaringan."""
    return network.predict(images, batch_size=500, verbose=0)


def load_networks(folder):
    """Jaringan yang pelatihannya sudah selesai, `dict` nama dan benih ke model."""
    from generatif import recipes, zoo
    from generatif.runs import RunFolder

    found = {}
    for name, (variant, seeds) in VARIANTS.items():
        for seed in seeds:
            place = folder / f"{variant}-{seed}".replace(", ", "-")
            if not (place / "resep.json").exists():
                continue
            run = RunFolder(place)
            recipe = recipes.from_dict(run.claimed()["recipe"])
            if not run.weights_path(recipe.epochs).exists():
                continue
            network = recipe.build()
            network.set_weights(zoo.unpack_arrays(run.weights_path(recipe.epochs).read_bytes()))
            found[f"{name}-{seed}"] = network
    return found


def write(report):
    """Tulis hasil beserta keterangannya secara atomik."""
    from generatif import provenance
    from generatif.pictures import write_atomic

    header = {
        "date": date.today().isoformat(),
        "count": COUNT,
        "nlm_count": NLM_COUNT,
        "tuning_count": TUNING_COUNT,
        "many_labels": MANY_LABELS,
        "few_labels": FEW_LABELS,
        "subsets": SUBSETS,
        "inverse_penalties": INVERSE_PENALTIES,
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": {name: version(name) for name in LIBRARIES},
        "commit": provenance.commit(),
    }
    parts = {key: report[key] for key in ("rows", "probe")}
    content = json.dumps({**header, **parts}, indent=1, ensure_ascii=False) + "\n"
    write_atomic(RESULT, content.encode())


if __name__ == "__main__":
    main()

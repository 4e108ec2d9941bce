"""Ukur penyampelan model difusi: mutu dan waktu menurut banyak panggilan jaringan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_sampling.py

Jaringannya hasil `diffusion-mnist` di gudang; pembandingnya generator `mini` dan `dcgan-mnist`.
Jarak Fréchet memakai 2.500 sampel terhadap data uji, selalu dari derau awal yang sama; nilai GAN
dihitung ulang dengan sampel sebanyak itu. Waktu diukur bergiliran di satu proses, setiap giliran
beberapa detik, dan yang dicatat giliran tercepat. Hasilnya ditulis ke
`src/generatif/measured/sampling.json` sesudah setiap titik; ukuran yang terputus dilanjutkan bila
jaringannya masih sama.
"""

import json
import os
import time
from datetime import date
from pathlib import Path

import click

import generatif

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "sampling.json"
COUNT = 2_500
STEPS = {"ddim": (1, 2, 5, 10, 20, 50, 100), "ddpm": (2, 5, 10, 20, 50, 100)}
POINTS = ("mini", *(f"{method}-{steps}" for method in STEPS for steps in STEPS[method]))
TIMED_COUNTS = {"mini": 20_000, "dcgan-mnist": 2_000, "ddim-1": 2_000, "ddim-50": 500}
ROUNDS = 3


@click.command()
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
def main(hasil):
    """Ukur mutu setiap banyak panggilan, lalu waktunya terhadap GAN."""
    generatif.configure()
    from generatif import provenance, zoo
    from generatif.pictures import write_atomic

    run = zoo.load("diffusion-mnist")
    network = run.manifest["files"]["denoiser.npz"]
    report = json.loads(hasil.read_text()) if hasil.exists() else {}
    if report.get("network") != network:
        report = {
            "date": date.today().isoformat(),
            "commit": provenance.commit(),
            "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
            "versions": provenance.versions(),
            "network": network,
            "count": COUNT,
            "quality": {},
        }

    def record(section, values):
        report[section] = values
        write_atomic(hasil, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())

    if "milliseconds" not in report:
        record("milliseconds", measure_times(run))
    for key, row in measure_quality(run, report["quality"].keys()):
        print(key, row, flush=True)
        rows = report["quality"] | {key: row}
        record("quality", {point: rows[point] for point in POINTS if point in rows})


def measure_quality(run, done):
    """Jarak Fréchet GAN, DDIM, dan DDPM untuk setiap banyak panggilan.

    Args:
        run: hasil tersimpan model difusi.
        done: kunci yang tidak diukur lagi.

    Yields:
        Pasangan kunci seperti `ddim-10` dan `dict` jarak Fréchet per pengklasifikasi.
    """
    from generatif import metrics, recipes, zoo
    from generatif.classifiers import load_classifiers
    from generatif.scoring import SAMPLE_SEED

    classifiers = load_classifiers(run.recipe.data)
    test = run.recipe.load().x_test
    references = {name: each(test)[0] for name, each in classifiers.items()}
    for key in POINTS:
        if key in done:
            continue
        recipe = zoo.load("mini").recipe if key == "mini" else run.recipe
        latent = recipes.latent_sample(COUNT, recipe.prior_dim, SAMPLE_SEED)
        images = sampler(run, key)(latent)
        yield (
            key,
            {
                name: metrics.quick_scores(images, classifier, references[name])["frechet"]
                for name, classifier in classifiers.items()
            },
        )


def sampler(run, key):
    """Penyampel bernama `key`: vektor laten `(N, d)` menjadi citra `uint8`."""
    from generatif import zoo
    from generatif.data import symmetric_to_uint8
    from generatif.models.diffusion_process import cosine_schedule, sample

    method, _, steps = key.partition("-")
    if method not in STEPS:
        stored = zoo.load(key)
        return lambda latent: stored.recipe.samples(stored.main_network, latent)

    def draw(latent):
        start = latent.reshape(-1, 28, 28, 1)
        made = sample(
            run.main_network,
            start,
            cosine_schedule(),
            int(steps),
            ancestral=method == "ddpm",
            seed=0,
        )
        return symmetric_to_uint8(made)

    return draw


def measure_times(run):
    """Milidetik per citra setiap penyampel, giliran tercepat dari :data:`ROUNDS` giliran.

    Args:
        run: hasil tersimpan model difusi.

    Returns:
        `dict` nama penyampel ke milidetik per citra.
    """
    from generatif import recipes, zoo

    makers = {}
    for key, count in TIMED_COUNTS.items():
        recipe = run.recipe if key.startswith("ddim") else zoo.load(key).recipe
        makers[key] = (sampler(run, key), recipes.latent_sample(count, recipe.prior_dim, 1))
    fastest = dict.fromkeys(makers, float("inf"))
    for _ in range(ROUNDS):
        for key, (make, latent) in makers.items():
            started = time.perf_counter()
            make(latent)
            spent = 1000 * (time.perf_counter() - started) / len(latent)
            fastest[key] = min(fastest[key], spent)
    print(fastest, flush=True)
    return fastest


if __name__ == "__main__":
    main()

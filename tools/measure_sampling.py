"""Ukur penyampelan model difusi: mutu dan waktu menurut banyak panggilan jaringan.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_sampling.py

Jaringannya hasil `diffusion-mnist` di gudang; pembandingnya generator `mini` dan `dcgan-mnist`.
Jarak Fréchet memakai 10.000 sampel terhadap data uji, selalu dari derau awal yang sama. Waktu
diukur bergiliran di satu proses, dan yang dicatat giliran tercepat. Hasilnya ditulis ke
`src/generatif/measured/sampling.json`.
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
DDIM_STEPS = (1, 2, 5, 10, 20, 50, 100)
DDPM_STEPS = (10, 20, 50)
GANS = ("mini", "dcgan-mnist")
TIMED_COUNT = 2_000
ROUNDS = 3


@click.command()
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
def main(hasil):
    """Ukur mutu setiap banyak panggilan, lalu waktunya terhadap GAN."""
    generatif.configure()
    from generatif import provenance, recipes, zoo
    from generatif.pictures import write_atomic

    run = zoo.load("diffusion-mnist")
    report = {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "network": run.manifest["files"]["denoiser.npz"],
        "count": recipes.REPORTED_COUNT,
        "quality": measure_quality(run),
        "milliseconds": measure_times(run),
    }
    write_atomic(hasil, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())


def measure_quality(run):
    """Jarak Fréchet DDIM dan DDPM untuk setiap banyak panggilan.

    Args:
        run: hasil tersimpan model difusi.

    Returns:
        `dict` kunci seperti `ddim-10` ke jarak Fréchet per pengklasifikasi dan `gray_share`.
    """
    from generatif import metrics, recipes
    from generatif.classifiers import load_classifiers
    from generatif.scoring import SAMPLE_SEED

    recipe = run.recipe
    classifiers = load_classifiers(recipe.data)
    test = recipe.load().x_test
    references = {name: each(test)[0] for name, each in classifiers.items()}
    latent = recipes.latent_sample(recipes.REPORTED_COUNT, recipe.prior_dim, SAMPLE_SEED)
    rows = {}
    for method, choices in (("ddim", DDIM_STEPS), ("ddpm", DDPM_STEPS)):
        for steps in choices:
            images = draw(run.main_network, latent, steps, method == "ddpm")
            scores = {
                name: metrics.quick_scores(images, classifier, references[name])
                for name, classifier in classifiers.items()
            }
            row = {name: each["frechet"] for name, each in scores.items()}
            rows[f"{method}-{steps}"] = {**row, "gray_share": metrics.gray_share(images)}
            print(method, steps, row, flush=True)
    return rows


def draw(network, latent, steps, ancestral=False):
    """Sampel `uint8` dari derau awal `(N, 784)`."""
    from generatif.data import symmetric_to_uint8
    from generatif.models.diffusion_process import cosine_schedule, sample

    start = latent.reshape(-1, 28, 28, 1)
    made = sample(network, start, cosine_schedule(), steps, ancestral=ancestral, seed=0)
    return symmetric_to_uint8(made)


def measure_times(run):
    """Milidetik per citra setiap penyampel, giliran tercepat dari :data:`ROUNDS` giliran.

    Args:
        run: hasil tersimpan model difusi.

    Returns:
        `dict` nama penyampel ke milidetik per citra.
    """
    from generatif import recipes, zoo

    def diffusion(steps):
        latent = recipes.latent_sample(TIMED_COUNT, run.recipe.prior_dim, 1)
        return lambda: draw(run.main_network, latent, steps)

    def gan(name):
        stored = zoo.load(name)
        latent = recipes.latent_sample(TIMED_COUNT, stored.recipe.prior_dim, 1)
        return lambda: stored.recipe.samples(stored.main_network, latent)

    samplers = {name: gan(name) for name in GANS}
    samplers |= {f"ddim-{steps}": diffusion(steps) for steps in (1, 10, 50)}
    fastest = dict.fromkeys(samplers, float("inf"))
    for _ in range(ROUNDS):
        for name, make in samplers.items():
            started = time.perf_counter()
            make()
            spent = 1000 * (time.perf_counter() - started) / TIMED_COUNT
            fastest[name] = min(fastest[name], spent)
    print(fastest, flush=True)
    return fastest


if __name__ == "__main__":
    main()

"""Ringkas pengukuran tiga benih menjadi satu baris per anggota keluarga autoencoder.

    GENERATIF_DATA=FOLDER_DATA python tools/summarize_family.py

Membaca `measurements/autoencoders.json`, menulis `measurements/family.json`: rerata dan simpangan
baku (n - 1) setiap ukuran atas benihnya, di samping PCA berukuran kode sama, citra asli lain, Gauss
per kelas, campuran Gauss di atas kode PCA, dan piksel yang dibakukan. Anggota yang belum diukur
dengan tiga benih dilewati. Tidak ada pelatihan jaringan.
"""

import json
from pathlib import Path

import click
import numpy as np

import generatif

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "measurements" / "autoencoders.json"
RESULT = ROOT / "measurements" / "family.json"
MEMBERS = {
    "stacked": "bertumpuk, 30 epoch",
    "stacked_long": "bertumpuk",
    "convolutional": "konvolusional",
    "denoising": "peredam derau, 0 sampai 0.6",
    "sparse_kl": "sparse KL",
    "sparse_l1": "sparse L1",
    "vae": "VAE",
}
SCORES = ("test_mse", "test_bce", "test_psnr", "test_ssim", "probe_accuracy")
SEEDS = 3
PCA_DIMS = (16, 30, 64)


@click.command()
def main():
    """Ringkas semua anggota yang ketiga benihnya sudah diukur."""
    generatif.configure()
    from generatif import recipes
    from generatif.latent_scoring import SampleScorer
    from generatif.pictures import write_atomic

    report = json.loads(SOURCE.read_text())
    rows = {
        key: [row for row in report["runs"].values() if row["name"] == name]
        for key, name in MEMBERS.items()
    }
    scorer = SampleScorer(recipes.find("vae-fashion", "penuh"))
    result = {
        "versions": report["versions"],
        "machine": report["machine"],
        "members": {
            key: summarize(MEMBERS[key], each) for key, each in rows.items() if len(each) == SEEDS
        },
        "references": {
            **scorer.references(),
            "pca_mixture": {str(k): pca_mixture(scorer, k) for k in PCA_DIMS},
            "pixel_probe_accuracy": pixel_probe(scorer.recipe.load()),
        },
    }
    write_atomic(RESULT, (json.dumps(result, indent=1, ensure_ascii=False) + "\n").encode())


def summarize(name, rows):
    """Satu anggota: pengaturan, biaya, dan setiap ukuran sebagai rerata dan simpangan baku."""
    first = rows[0]
    scores = [row["scores"] for row in rows]
    summary = {
        "name": name,
        "epochs": first["recipe"]["epochs"],
        "cpu_minutes": spread([row["cpu_minutes"] for row in rows]),
        "parameters": first["scores"]["parameters"],
        "code_dim": first["scores"]["code_dim"],
        "pca": first["scores"]["pca"],
        **{key: spread([each[key] for each in scores]) for key in SCORES},
    }
    for key in ("mixture", "prior"):
        if all(key in each for each in scores):
            summary[key] = frechet([each[key] for each in scores])
    if "sparsity" in scores[0]:
        summary["active"] = {
            edge.replace(".", ","): spread([each["sparsity"]["active"][edge] for each in scores])
            for edge in scores[0]["sparsity"]["active"]
        }
    return summary


def pca_mixture(scorer, k):
    """Nilai sampel campuran Gauss di atas `k` komponen utama piksel."""
    from generatif.code_mixture import CodeMixture
    from generatif.data import scale_to_unit, unit_to_uint8

    images = scale_to_unit(scorer.recipe.load().x_train)
    mixture = CodeMixture(images.reshape(len(images), -1), max_dims=k)
    made = mixture.sample(scorer.count).reshape(-1, *images.shape[1:])
    return scorer.score(unit_to_uint8(np.clip(made, 0, 1)))


def pixel_probe(data):
    """Ketelitian pengklasifikasi linear atas pikselnya sendiri."""
    from generatif.scoring import probe_accuracy

    flat = [each.reshape(len(each), -1) / 255 for each in (data.x_train, data.x_test)]
    return probe_accuracy(*flat, data.y_train, data.y_test)


def frechet(samples):
    """Jarak Fréchet per pengklasifikasi."""
    return {name: spread([each[name]["frechet"] for each in samples]) for name in samples[0]}


def spread(values):
    """Rerata dan simpangan baku antarbenih."""
    return {"mean": float(np.mean(values)), "sd": float(np.std(values, ddof=1))}


if __name__ == "__main__":
    main()

"""Ringkas pengukuran tiga benih menjadi satu baris per anggota keluarga autoencoder.

    GENERATIF_DATA=FOLDER_DATA python tools/summarize_family.py

Membaca `measurements/autoencoders.json`, menulis `measurements/family.json`: rerata dan simpangan
baku (n - 1) setiap ukuran atas benihnya, di samping PCA berukuran kode sama, citra asli lain, dan
Gauss per kelas. Tidak ada pelatihan.
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
    "convolutional": "konvolusional",
    "denoising": "peredam derau, 0 sampai 0.6",
    "sparse_kl": "sparse KL",
    "sparse_l1": "sparse L1",
    "vae": "VAE",
}
SCORES = ("test_mse", "test_bce", "test_psnr", "test_ssim", "probe_accuracy")
SEEDS = 3


@click.command()
def main():
    """Ringkas semua anggota; gagal bila ada benih yang belum diukur."""
    generatif.configure()
    from generatif import recipes
    from generatif.latent_scoring import SampleScorer
    from generatif.pictures import write_atomic

    report = json.loads(SOURCE.read_text())
    rows = {
        key: [row for row in report["runs"].values() if row["name"] == name]
        for key, name in MEMBERS.items()
    }
    references = SampleScorer(recipes.find("vae-fashion", "penuh")).references()
    result = {
        "versions": report["versions"],
        "machine": report["machine"],
        "members": {key: summarize(MEMBERS[key], each) for key, each in rows.items()},
        "references": references,
    }
    write_atomic(RESULT, (json.dumps(result, indent=1, ensure_ascii=False) + "\n").encode())


def summarize(name, rows):
    """Satu anggota: pengaturan, biaya, dan setiap ukuran sebagai rerata dan simpangan baku."""
    if len(rows) != SEEDS:
        raise click.ClickException(f"{name}: {len(rows)} benih terukur, perlu {SEEDS}.")
    first = rows[0]
    scores = [row["scores"] for row in rows]
    summary = {
        "name": name,
        "epochs": first["recipe"]["epochs"],
        "cpu_minutes": spread([row["cpu_minutes"] for row in rows]),
        "train_mse": spread([row["train_mse"] for row in rows]),
        "parameters": first["scores"]["parameters"],
        "code_dim": first["scores"]["code_dim"],
        "pca": first["scores"]["pca"],
        **{key: spread([each[key] for each in scores]) for key in SCORES},
        "mixture": frechet([each["mixture"] for each in scores]),
    }
    if "prior" in scores[0]:
        summary["prior"] = frechet([each["prior"] for each in scores])
    if "sparsity" in scores[0]:
        summary["active"] = {
            edge.replace(".", ","): spread([each["sparsity"]["active"][edge] for each in scores])
            for edge in scores[0]["sparsity"]["active"]
        }
    return summary


def frechet(samples):
    """Jarak Fréchet per pengklasifikasi."""
    return {name: spread([each[name]["frechet"] for each in samples]) for name in samples[0]}


def spread(values):
    """Rerata dan simpangan baku antarbenih."""
    return {"mean": float(np.mean(values)), "sd": float(np.std(values, ddof=1))}


if __name__ == "__main__":
    main()

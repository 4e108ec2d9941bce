"""Tabel halaman "Semua hasil GAN" dari `measured/gans.json` dan manifes gudang."""

import numpy as np

from generatif import ledger, zoo
from markdown_tables import number, significant, table

CLASSIFIERS = ("plain", "residual")
FAILED_RATIO = 5
DATA_NAMES = {"mnist": "mnist", "fashion_mnist": "fashion-mnist"}


def gan_tables():
    """Isi semua tabel hasil GAN.

    Returns:
        `dict` nama berkas ke isi Markdown, dua tabel per himpunan data.
    """
    report = ledger.measured("gans")
    tables = {}
    for data, name in DATA_NAMES.items():
        groups = grouped_runs(report, data)
        if groups:
            around = report["data"][data]
            tables[f"gan-{name}-jarak.md"] = distance_table(groups, around)
            tables[f"gan-{name}-ragam.md"] = diversity_table(groups, around)
    return tables


def grouped_runs(report, data):
    """Pelatihan satu himpunan data menurut nama ragam: dari berkas ukur, lalu dari gudang.

    Args:
        report: isi `measured/gans.json`.
        data: nama himpunan data.

    Returns:
        `dict` nama ke daftar pelatihan, satu per benih, urut jarak terbaik lebih dulu.
    """
    groups = {}
    for run in report["runs"].values():
        if run["recipe"]["data"] == data:
            groups.setdefault(run["name"], []).append(run)
    measured = [run["recipe"] for runs in groups.values() for run in runs]
    for name in zoo.names():
        manifest = zoo.load(name).manifest
        recipe, metrics = manifest["recipe"], manifest["metrics"]
        is_gan = "memorization" in metrics
        if is_gan and recipe["data"] == data and recipe not in measured:
            groups[f"`{name}`"] = [{**manifest, "scores": metrics}]
    return dict(sorted(groups.items(), key=lambda item: mean_score(item[1], "frechet")))


def mean_score(runs, key):
    """Rerata satu ukuran atas benih dan kedua pengklasifikasi."""
    return float(np.mean([values_of(runs, key, judge) for judge in CLASSIFIERS]))


def values_of(runs, key, judge):
    """Satu ukuran setiap benih, menurut satu pengklasifikasi."""
    return [run["scores"]["samples"][judge][key] for run in runs]


def distance_table(groups, around):
    """Biaya dan jarak Fréchet, dengan garis dasar dan lantai di baris terakhir."""
    rows = [
        (
            name,
            len(runs),
            runs[0]["recipe"]["epochs"],
            significant(np.mean([run["minutes"] for run in runs])),
            significant(np.mean([run["cpu_minutes"] for run in runs])),
            *(spread(values_of(runs, "frechet", judge)) for judge in CLASSIFIERS),
            significant(worst_ratio(runs, around)),
        )
        for name, runs in groups.items()
    ]
    for title, key in (("Gauss per kelas", "class_gaussians"), ("citra asli lain", "real_floor")):
        values = [around[key][judge]["frechet"] for judge in CLASSIFIERS]
        rows.append((f"*{title}*", "", "", "", "", *map(significant, values), ""))
    header = (
        "model",
        "benih",
        "*epoch*",
        "menit",
        "menit CPU",
        *(f"Fréchet, `{judge}`" for judge in CLASSIFIERS),
        "nisbah terburuk",
    )
    return table(header, rows)


def worst_ratio(runs, around):
    """Jarak Fréchet terhadap Gauss per kelas, pada benih dan pengklasifikasi terburuk."""
    return max(
        value / around["class_gaussians"][judge]["frechet"]
        for judge in CLASSIFIERS
        for value in values_of(runs, "frechet", judge)
    )


def diversity_table(groups, around):
    """KID, keragaman, kelas, dan penyalinan; dua angka per sel, satu per pengklasifikasi."""
    rows = [(name, *diversity_cells(runs)) for name, runs in groups.items()]
    for title, key in (("Gauss per kelas", "class_gaussians"), ("citra asli lain", "real_floor")):
        rows.append((f"*{title}*", *diversity_cells([{"scores": {"samples": around[key]}}])))
    header = ("model", "KID", "*recall*", "*coverage*", "KL kelas", "ketelitian kelas",
              "terlalu dekat")  # fmt: skip
    return table(header, rows)


def diversity_cells(runs):
    """Sel tabel keragaman: rerata atas benih."""
    cells = [
        pair([np.mean(values_of(runs, key, judge)) for judge in CLASSIFIERS])
        for key in ("kid", "recall", "coverage", "histogram_kl")
    ]
    scores = [run["scores"] for run in runs]
    accuracy = [each["class_accuracy"] for each in scores if "class_accuracy" in each]
    close = [each["memorization"]["neighbor_share"] for each in scores if "memorization" in each]
    return [
        *cells,
        pair([np.mean([each[judge] for each in accuracy]) for judge in CLASSIFIERS])
        if accuracy
        else "",
        number(np.mean(close), 3) if close else "",
    ]


def spread(values):
    """Rerata dan simpangan baku atas benih; rentangnya bila ada benih yang gagal."""
    if len(values) == 1:
        return significant(values[0])
    if max(values) > FAILED_RATIO * min(values):
        return f"{significant(min(values))} sampai {significant(max(values))}"
    return f"{significant(np.mean(values))} ± {significant(np.std(values, ddof=1))}"


def pair(values):
    """Dua nilai, satu per pengklasifikasi."""
    return " / ".join(number(value, 3) for value in values)

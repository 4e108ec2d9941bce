"""Bagian berkas ukur yang dipakai beberapa alat: satu pelatihan, penulisan, dan rangkuman."""

import json
import os
import re
from datetime import date


def slug(name, seed):
    """Kunci satu pelatihan: nama ragam tanpa spasi dan tanda baca, lalu benihnya."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()) + f"-{seed}"


def rounded(content, digits=5):
    """Bulatkan semua pecahan di dalam kamus dan daftar ke sekian angka berarti."""
    if isinstance(content, dict):
        return {key: rounded(value, digits) for key, value in content.items()}
    if isinstance(content, list):
        return [rounded(value, digits) for value in content]
    return float(f"{content:.{digits}g}") if isinstance(content, float) else content


def read_report(result):
    """Isi berkas ukur; `runs` dan `baselines` kosong bila berkasnya belum ada."""
    return json.loads(result.read_text()) if result.exists() else {"runs": {}, "baselines": {}}


def origin_of(name, recipe, modules):
    """Asal sebuah pelatihan: ragam, isi resep, dan sidik modul yang menentukan hasilnya."""
    from generatif import provenance

    return {"name": name, "recipe": recipe, "code": provenance.describe(modules)["code"]}


def is_measured(report, key, origin):
    """Apakah pelatihan itu sudah ada di berkas ukur, dengan resep dan kode yang sama."""
    return origin.items() <= report["runs"].get(key, {}).items()


def flatten_judges(judges):
    """Ukuran menurut setiap pengklasifikasi sebagai `dict` datar, misalnya `accuracy_residual`."""
    return {
        f"{name}_{judge}": value for judge, each in judges.items() for name, value in each.items()
    }


def spread(values):
    """Rerata, terendah, dan tertinggi sebuah ukuran atas beberapa benih."""
    return {"mean": sum(values) / len(values), "low": min(values), "high": max(values)}


def summarize_runs(runs, flatten):
    """Rangkum setiap ukuran atas semua benih, menurut ragam.

    Args:
        runs: `dict` kunci dari :func:`slug` ke isi satu pelatihan.
        flatten: fungsi dari isi satu pelatihan ke `dict` nama ukuran ke bilangan.

    Returns:
        `dict` ragam ke `dict` nama ukuran ke isi :func:`spread`.
    """
    values = {}
    for key, row in runs.items():
        variant = values.setdefault(key.rsplit("-", 1)[0], {})
        for name, value in flatten(row).items():
            variant.setdefault(name, []).append(value)
    return {
        variant: {name: spread(each) for name, each in measures.items()}
        for variant, measures in values.items()
    }


def trained_row(recipe, folder, curve_count):
    """Latih sebuah resep sampai selesai, lalu ukur.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        folder: folder kerja pelatihannya.
        curve_count: banyak citra bagi ukuran tiap epoch.

    Returns:
        `dict` `minutes`, `cpu_minutes`, `curve` (riwayat dan ukuran tiap epoch), dan isi
        `recipe.scorer().final(jaringan utama)`.
    """
    from generatif import training
    from generatif.runs import RunFolder
    from generatif.storing import epoch_scores

    run = training.train(recipe, folder, minutes=10)
    scores = epoch_scores(recipe, RunFolder(run.folder), recipe.scorer(curve_count))
    return {
        "minutes": round(sum(run.history["seconds"]) / 60, 2),
        "cpu_minutes": round(sum(run.history["cpu_seconds"]) / 60, 2),
        "curve": {**run.history, **scores},
        **recipe.scorer().final(next(iter(recipe.networks(run.model).values()))),
    }


def write_report(report, result):
    """Tulis berkas ukur secara atomik, dengan mesin dan versi yang memakainya.

    Args:
        report: `dict` isi berkas.
        result: letak berkas `.json`.
    """
    from generatif import provenance
    from generatif.pictures import write_atomic

    machine = {"processor": provenance.processor(), "cores": os.cpu_count()}
    content = rounded({"machine": machine, "versions": provenance.versions(), **report})
    write_atomic(result, (json.dumps(content, ensure_ascii=False) + "\n").encode())


def stamped(origin, measured):
    """Gabungkan asal sebuah pelatihan, commit, tanggal, dan ukurannya."""
    from generatif import provenance

    today = date.today().isoformat()
    return {**origin, "commit": provenance.commit(), "date": today, **measured}

"""Dari folder kerja ke gudang: ukur setiap epoch, lalu simpan hasil terakhir dan manifesnya."""

from datetime import date

from generatif import recipes, zoo
from generatif.checkpoints import CheckpointFolder
from generatif.datasets import CONTENT_SHA256
from generatif.recipes import REPORTED_COUNT
from generatif.runs import RunFolder
from generatif.training import restore_model

FIRST_PICTURES = (1, 2, 5)


def store_run(folder, name=None, store=None, count=REPORTED_COUNT, replace=False, brief=False):
    """Ukur dan simpan pelatihan yang sudah selesai.

    Args:
        folder: folder kerja pelatihan.
        name: nama hasil di gudang; `None` untuk nama resepnya.
        store: folder gudang, seperti pada :func:`generatif.zoo.save`.
        count: banyak citra per ukuran.
        replace: `True` untuk menimpa hasil bernama sama.
        brief: `True` untuk menyimpan hanya jaringan utama, dan citra kemajuan *epoch* pertama dan
            terakhir.

    Returns:
        Folder hasil di gudang.

    Raises:
        FileNotFoundError: bila `folder` bukan folder kerja.
        ValueError: bila pelatihannya belum selesai, atau namanya sudah dipakai di gudang.
    """
    run = RunFolder(folder)
    claimed = run.claimed()
    recipe = recipes.from_dict(claimed.pop("recipe"))
    history = run.read_history()
    finished = len(history.get("epoch", []))
    if finished < recipe.epochs:
        raise ValueError(
            f"Pelatihan di {folder} baru selesai {finished} dari {recipe.epochs} epoch. Lanjutkan "
            f"dulu: python -m generatif latih {recipe.name} --profil {recipe.profile} --folder …"
        )
    name = name or recipe.name
    if name in zoo.names(store) and not replace:
        raise ValueError(
            f"{name!r} sudah ada di gudang. Pakai --nama NAMA-LAIN, atau --ganti untuk menimpanya."
        )
    networks = recipe.networks(restore_model(recipe, CheckpointFolder(run.folder / "titik")))
    scorer = recipe.scorer(count)
    main = next(iter(networks))
    metrics = scorer.final(networks[main])
    history |= epoch_scores(recipe, run, scorer)
    manifest = {
        **claimed,
        "data_sha256": CONTENT_SHA256[recipe.data][recipe.source],
        "date": date.today().isoformat(),
        "minutes": round(sum(history["seconds"]) / 60, 1),
        "cpu_minutes": round(sum(history["cpu_seconds"]) / 60, 1),
        "metrics": metrics,
    }
    shown = shown_epochs(finished, brief)
    pictures = {epoch: run.picture_path(epoch).read_bytes() for epoch in shown}
    stored = {main: networks[main]} if brief else networks
    return zoo.save(name, recipe, stored, history, pictures, manifest, store)


def epoch_scores(recipe, run, scorer):
    """Ukur jaringan utama sesudah setiap epoch.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        run: :class:`~generatif.runs.RunFolder`.
        scorer: dari `recipe.scorer()`.

    Returns:
        `dict` nama kolom ke daftar nilai per epoch.
    """
    network = next(iter(recipe.networks(recipe.build()).values()))
    rows = []
    for epoch in range(1, recipe.epochs + 1):
        network.set_weights(zoo.unpack_arrays(run.weights_path(epoch).read_bytes()))
        rows.append(scorer.epoch(network))
    return {key: [row[key] for row in rows] for key in rows[0]}


def shown_epochs(last, brief=False):
    """Epoch yang citra kemajuannya disimpan.

    Args:
        last: epoch terakhir.
        brief: seperti pada :func:`store_run`.

    Returns:
        Daftar 1, 2, 5, setiap kelipatan 10, dan `last`; bila ringkas hanya 1 dan `last`.
    """
    chosen = {1, last} if brief else {*FIRST_PICTURES, *range(10, last, 10), last}
    return sorted(epoch for epoch in chosen if epoch <= last)


def stale_reasons(manifest):
    """Sebut mengapa sebuah hasil tersimpan tidak lagi cocok dengan kode, data, atau versi.

    Hasil yang disimpan dengan nama lain daripada nama resepnya adalah ragam yang disengaja: isi
    resepnya boleh berbeda, bentuknya tidak.

    Args:
        manifest: manifes hasil dari gudang.

    Returns:
        Daftar kalimat pendek; kosong bila hasil itu masih cocok.
    """
    from generatif import provenance
    from generatif.classifiers import load_classifiers

    stored = manifest["recipe"]
    try:
        recipe = recipes.find(stored["name"], stored["profile"])
    except ValueError:
        return [f"resep {stored['name']} profil {stored['profile']} tidak ada lagi"]
    now = provenance.describe(recipe.modules)
    wanted = {**recipe.to_dict(), "seed": stored["seed"]}
    if manifest["name"] != recipe.name:
        wanted |= {key: stored[key] for key in stored.keys() & wanted.keys()}
    reasons = [f"resep {each}" for each in provenance.differences(stored, wanted)]
    reasons += [f"kode {each}" for each in provenance.differences(manifest["code"], now["code"])]
    reasons += [
        f"versi {each}" for each in provenance.differences(manifest["versions"], now["versions"])
    ]
    if manifest["data_sha256"] != CONTENT_SHA256[wanted["data"]][wanted["source"]]:
        reasons.append(f"data {wanted['data']} berubah")
    measured = manifest["metrics"].get("classifiers", {})
    shipped = {}
    if measured:
        shipped = {
            name: each.manifest["sha256"] for name, each in load_classifiers(wanted["data"]).items()
        }
    reasons += [
        f"pengklasifikasi {name} berubah (cukup diukur ulang)"
        for name in sorted(measured.keys() | shipped.keys())
        if measured.get(name) != shipped.get(name)
    ]
    return reasons

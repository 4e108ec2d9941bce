"""Baris perintah: bahasa, galat yang jelas, dan pelatihan kilat dari awal sampai gudang."""

import gettext
import os
import re
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from PIL import Image

from generatif import recipes, storing, zoo
from generatif.classifiers import load_classifiers
from generatif.cli import main
from generatif.datasets import CONTENT_SHA256


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["latih", "dcgan-mnis"], "Maksud Anda: dcgan-mnist"),
        (["latih", "dcgan-mnist", "--epoch", "0"], "epochs = 0; yang diharapkan: bilangan bulat"),
        (["latih", "dcgan-mnist", "--profil", "cepat"], "bukan salah satu dari 'kilat'"),
        (["latih"], "Kurang argumen 'RESEP'"),
        (["latihh"], "Perintah 'latihh' tidak ada. Maksud Anda: 'latih'?"),
        (["latih", "x", "--ben", "1"], "Pilihan '--ben' tidak ada."),
        (["latih", "x", "--epoch", "satu"], "'satu' bukan bilangan"),
        (["ukur", "bulan"], "'bulan' tidak ada di gudang. Yang tersedia: "),
        (["ukur", "dcgan-mnis"], "Maksud Anda: dcgan-mnist?"),
        (["sampel", "../x", "--keluaran", "a.png"], "tidak sah"),
        (["simpan", "."], "bukan folder kerja pelatihan"),
    ],
)
def test_errors_are_one_indonesian_sentence(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code != 0
    assert message in result.output
    assert "Galat: " in result.output
    assert "Traceback" not in result.output


def test_help_is_indonesian():
    text = "".join(run(*arguments).output for arguments in (["--help"], ["latih", "--help"]))
    assert "Pemakaian:" in text
    for english in ("Usage", "Options", "Show this", "OPTIONS", "COMMAND", "default:"):
        assert english not in text


def test_translation_is_compiled():
    folder = files("generatif") / "locale/id/LC_MESSAGES"
    with (folder / "messages.po").open("rb") as source, (folder / "messages.mo").open("rb") as mo:
        catalog, compiled = read_po(source, locale="id"), gettext.GNUTranslations(mo)
    for message in filter(lambda each: each.id, catalog):
        if message.pluralizable:
            assert compiled.ngettext(*message.id, 1) == message.string[0]
        else:
            assert compiled.gettext(message.id) == message.string


def test_list_shows_every_recipe_with_its_cost():
    lines = run("daftar").output.splitlines()
    notes = lines[1 + len(recipes.RECIPES) :]
    assert notes  # satu baris untuk setiap tanggal dan mesin
    for note in notes:
        assert re.fullmatch(r"Diukur \d{4}-\d\d-\d\d, .+, \d+ inti; .+ tidak dihitung\.", note)
    assert lines[0].split() == [
        "RESEP",
        "PROFIL",
        "DATA",
        "EPOCH",
        "BATCH",
        "MENIT",
        "MENIT",
        "CPU",
    ]
    assert not [line for line in lines if "belum diukur" in line]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Pelatihan kilat lewat proses sungguhan, lalu disimpan ke gudang sementara."""
    folder = tmp_path_factory.mktemp("latihan")
    environment = {**os.environ, "GENERATIF_RUNS": str(folder)}
    command = [sys.executable, "-m", "generatif", "latih", "dcgan-mnist", "--profil", "kilat"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    work = folder / "dcgan-mnist-kilat-2026"
    store = tmp_path_factory.mktemp("gudang")
    storing.store_run(work, store=store, count=1000)
    return done, work, store


def test_training_reports_progress_and_place(trained):
    done, work, _ = trained
    assert "92/92 langkah, sisa 00:00" in done.stderr
    assert "Selesai: 2 epoch, d_loss 1." in done.stdout
    assert f"generatif simpan {work}" in done.stdout
    assert str(work) in done.stdout
    assert "oneDNN" not in done.stderr


def test_stored_run_is_complete(trained):
    run = zoo.load("dcgan-mnist", trained[2])
    assert run.recipe == recipes.find("dcgan-mnist", "kilat")
    assert list(run.progress) == [1, 2]
    assert {"d_loss", "noise_stddev", "frechet_plain", "frechet_residual"} <= run.history.keys()
    metrics = run.manifest["metrics"]
    assert metrics["count"] == 1000
    for name in ("plain", "residual"):
        floor, made = metrics["real_floor"][name], metrics["samples"][name]
        assert floor["frechet"] < metrics["class_gaussians"][name]["frechet"] < made["frechet"]
        assert floor["coverage"] > 0.8 > made["coverage"]
    assert run.manifest["cpu_minutes"] == pytest.approx(
        sum(run.history["cpu_seconds"]) / 60, abs=0.06
    )


def test_stored_metrics_are_recomputed_from_the_weights(trained):
    stored = zoo.load("dcgan-mnist", trained[2])
    again = stored.recipe.scorer(1000).final(stored.generator)
    for name, scores in stored.manifest["metrics"]["samples"].items():
        assert again["samples"][name] == pytest.approx(scores, rel=0.02, abs=0.005)


def test_fresh_result_is_not_stale_and_each_change_is_named(trained):
    manifest = zoo.load("dcgan-mnist", trained[2]).manifest
    assert storing.stale_reasons(manifest) == []
    old = {
        **manifest,
        "recipe": {**manifest["recipe"], "width": 3},
        "code": {**manifest["code"], "losses": "0" * 16},
        "versions": {**manifest["versions"], "keras": "2.0"},
        "data_sha256": "0" * 64,
        "metrics": {"classifiers": {"plain": "0" * 64}},
    }
    text = "\n".join(storing.stale_reasons(old))
    for part in ("resep width: 3 -> 2", "kode losses", "keras: 2.0 ->", "data mnist", "plain"):
        assert part in text
    variant = {**manifest, "name": "ragam-saya", "recipe": old["recipe"]}
    assert storing.stale_reasons(variant) == []
    foreign = {**variant, "recipe": {**variant["recipe"], "lama": 1}}
    assert "resep lama" in storing.stale_reasons(foreign)[0]
    gone = {**manifest, "recipe": {**manifest["recipe"], "name": "lama"}}
    assert storing.stale_reasons(gone) == ["resep lama profil kilat tidak ada lagi"]


def test_variant_on_other_data_is_compared_with_that_data(trained):
    manifest = zoo.load("dcgan-mnist", trained[2]).manifest
    content = CONTENT_SHA256["fashion_mnist"][manifest["recipe"]["source"]]
    judges = load_classifiers("fashion_mnist")
    variant = {
        **manifest,
        "name": "ragam-pakaian",
        "recipe": {**manifest["recipe"], "data": "fashion_mnist"},
        "data_sha256": content,
        "metrics": {"classifiers": {key: each.manifest["sha256"] for key, each in judges.items()}},
    }
    assert storing.stale_reasons(variant) == []
    assert storing.stale_reasons({**variant, "data_sha256": manifest["data_sha256"]}) == [
        "data fashion_mnist berubah"
    ]


def test_stored_result_is_replaced_only_on_request(trained, monkeypatch):
    _, work, store = trained
    with pytest.raises(ValueError, match="'dcgan-mnist' sudah ada di gudang. .* --ganti"):
        storing.store_run(work, store=store)
    written = []
    monkeypatch.setattr(storing.zoo, "save", lambda *given: written.append(given))
    monkeypatch.setattr(storing, "epoch_scores", lambda *_: {})
    storing.store_run(work, store=store, count=10, replace=True)
    storing.store_run(work, "dcgan-saya", store=store, count=10, brief=True)
    stored = [(name, list(networks)) for name, _, networks, *_ in written]
    assert stored == [
        ("dcgan-mnist", ["generator", "discriminator"]),
        ("dcgan-saya", ["generator"]),
    ]


@pytest.mark.parametrize(
    ("last", "complete", "brief"),
    [
        (1, [1], [1]),
        (4, [1, 2, 4], [1, 4]),
        (20, [1, 2, 5, 10, 20], [1, 20]),
        (23, [1, 2, 5, 10, 20, 23], [1, 23]),
    ],
)
def test_stored_pictures(last, complete, brief):
    assert storing.shown_epochs(last) == complete
    assert storing.shown_epochs(last, brief=True) == brief


def test_unfinished_training_is_not_stored(trained, tmp_path):
    work = trained[1]
    text = (work / "riwayat.csv").read_text().splitlines()
    (tmp_path / "riwayat.csv").write_text("\n".join(text[:2]) + "\n")
    (tmp_path / "resep.json").write_bytes((work / "resep.json").read_bytes())
    with pytest.raises(ValueError, match="baru selesai 1 dari 2 epoch"):
        storing.store_run(tmp_path)


@pytest.mark.parametrize(
    ("file_name", "content", "frames"),
    [("a.png", None, 1), ("a.webp", None, 48), ("a.gif", "kemajuan", 2)],
)
def test_samples_and_animations(trained, tmp_path, monkeypatch, file_name, content, frames):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    options = [] if content is None else ["--isi", content]
    path = tmp_path / file_name
    result = run("sampel", "dcgan-mnist", "--keluaran", path, "--banyak", 4, *options)
    assert result.exit_code == 0, result.output
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == frames


def test_same_seed_same_picture(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    pixels = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("sampel", "dcgan-mnist", "--keluaran", tmp_path / f"{name}.png", "--benih", seed)
        pixels[name] = np.asarray(Image.open(tmp_path / f"{name}.png"))
    np.testing.assert_array_equal(pixels["a"], pixels["b"])
    assert np.mean(pixels["a"] != pixels["c"]) > 0.1


@pytest.mark.parametrize(
    ("file_name", "content", "message"),
    [("a.bmp", None, "'.bmp'"), ("a.png", "jelajah", "tidak dapat ditulis ke a.png")],
)
def test_wrong_picture_kind(trained, tmp_path, monkeypatch, file_name, content, message):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    options = [] if content is None else ["--isi", content]
    result = run("sampel", "dcgan-mnist", "--keluaran", tmp_path / file_name, *options)
    assert message in result.output
    assert not (tmp_path / file_name).exists()


def test_measuring_prints_a_table_by_default(trained, monkeypatch):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    lines = run("ukur", "dcgan-mnist").output.splitlines()
    scores = zoo.load("dcgan-mnist").manifest["metrics"]["samples"]["residual"]
    assert len(lines) == 1 + 2 * 3
    assert lines[4].split()[:3] == ["residual", "buatan", f"{scores['frechet']:.2f}"]


def test_nothing_stale_is_said_plainly(trained, monkeypatch):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    assert run("basi").output == "Tidak ada hasil basi di antara 1 hasil.\n"


def test_picture_folder_must_exist_and_be_writable(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    result = run("sampel", "dcgan-mnist", "--keluaran", tmp_path / "tak/ada.png")
    assert "tak tidak ada. Buat dulu" in result.output
    assert not (tmp_path / "tak").exists()
    (tmp_path / "folder.png").mkdir()
    result = run("sampel", "dcgan-mnist", "--keluaran", tmp_path / "folder.png")
    assert "folder.png tidak dapat ditulis" in result.output


def test_measuring_prints_every_number(trained, monkeypatch):
    monkeypatch.setattr(zoo, "STORE", trained[2])
    text = run("ukur", "dcgan-mnist", "--lengkap").output
    frechet = zoo.load("dcgan-mnist").manifest["metrics"]["samples"]["plain"]["frechet"]
    assert f"samples.plain.frechet {frechet:.4f}" in " ".join(text.split())

"""Perintah `python -m generatif`: melatih, menyampel, mengukur, dan memeriksa hasil tersimpan."""

import gettext
import os
import sys
import warnings
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

# Click menerjemahkan teksnya lewat gettext; terjemahannya ikut di dalam paket.
gettext.bindtextdomain("messages", str(files("generatif") / "locale"))
os.environ.setdefault("LANGUAGE", "id")

import click  # noqa: E402

from generatif import recipes  # noqa: E402

click.INT.name, click.FLOAT.name = "bilangan bulat", "bilangan"

EXPECTED_ERRORS = (ValueError, TypeError, OSError, RuntimeError, FloatingPointError)


class IndonesianCommand(click.Command):
    """Perintah dengan baris pemakaian berbahasa Indonesia."""

    def collect_usage_pieces(self, context):
        """Ganti `[OPTIONS]` dengan `[PILIHAN]`."""
        return ["[PILIHAN]", *super().collect_usage_pieces(context)[1:]]


class IndonesianGroup(click.Group):
    """Kelompok perintah yang menampilkan galat paket sebagai satu kalimat, tanpa jejak Python."""

    command_class = IndonesianCommand

    def invoke(self, context):
        """Jalankan perintah; galat yang sudah berpesan jelas menjadi `click.ClickException`."""
        warnings.showwarning = _print_warning
        try:
            return super().invoke(context)
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # urusan Click sendiri, bukan galat pemakai
        except EXPECTED_ERRORS as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=IndonesianGroup,
    options_metavar="",
    subcommand_metavar="PERINTAH [PILIHAN]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def main():
    """Melatih resep buku Generatif dan memeriksa hasil yang tersimpan."""


@main.command()
@click.argument("resep")
@click.option(
    "--profil",
    type=click.Choice(recipes.PROFILES),
    default="laptop",
    show_default=True,
    help="Ukuran pelatihan.",
)
@click.option("--folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder kerja.")
@click.option("--benih", type=int, metavar="N", help="Benih acak; bakunya benih resep.")
@click.option("--epoch", type=int, metavar="N", help="Banyak epoch; bakunya menurut resep.")
@click.option(
    "--menit",
    type=float,
    metavar="M",
    default=5.0,
    show_default=True,
    help="Jarak titik simpan, dalam menit.",
)
@click.option(
    "--strategi",
    type=click.Choice(["satu", "mirrored", "multi-worker"]),
    default="satu",
    show_default=True,
    help="Pembagian kerja antarperangkat.",
)
@click.option(
    "--presisi",
    type=click.Choice(["float32", "float16"]),
    default="float32",
    show_default=True,
    help="Presisi hitungan; float16 hanya untuk GPU.",
)
@click.option("--tensorboard", is_flag=True, help="Tulis juga catatan TensorBoard.")
def latih(resep, profil, folder, benih, epoch, menit, strategi, presisi, tensorboard):
    """Latih RESEP; perintah yang sama melanjutkan pelatihan yang terputus."""
    recipe = recipes.customize(recipes.find(resep, profil), seed=benih, epochs=epoch)
    with quiet_tensorflow():
        from generatif import distribution
        from generatif.runs import default_folder
        from generatif.training import train
    folder = folder or default_folder(recipe)
    click.echo(f"Folder kerja: {folder}")
    strategy = distribution.create_strategy(strategi)
    distribution.use_precision(presisi)
    with interruptible():
        run = train(recipe, folder, minutes=menit, strategy=strategy, tensorboard=tensorboard)
    last = {key: values[-1] for key, values in run.history.items()}
    losses = ", ".join(f"{key} {last[key]:.4f}" for key in last if key.endswith("loss"))
    click.echo(f"Selesai: {len(run.history['epoch'])} epoch, {losses}.")
    minutes, cpu_minutes = (sum(run.history[key]) / 60 for key in ("seconds", "cpu_seconds"))
    click.echo(f"Lama {minutes:.1f} menit, waktu CPU {cpu_minutes:.1f} menit.")
    click.echo(f"Gambar kemajuan: {folder / 'gambar'}")
    click.echo(
        f"Agar dapat dipakai sampel dan ukur: {sys.executable} -m generatif simpan {folder} "
        f"--nama {recipe.name}-saya"
    )


@main.command()
def daftar():
    """Tampilkan semua resep dan biayanya."""
    from generatif.ledger import recipe_costs

    costs = recipe_costs()
    rows = [("RESEP", "PROFIL", "DATA", "EPOCH", "BATCH", "MENIT", "MENIT CPU")]
    for recipe in recipes.RECIPES:
        cost = costs.get(f"{recipe.name}/{recipe.profile}")
        keys = ("minutes", "cpu_minutes")
        minutes = [f"{cost[key]:.1f}" if cost else "belum diukur" for key in keys]
        size = f"{recipe.data} ({recipe.source})"
        rows.append((recipe.name, recipe.profile, size, recipe.epochs, recipe.batch_size, *minutes))
    _print_table(rows)
    for date, machine in sorted({(cost["date"], cost["machine"]) for cost in costs.values()}):
        click.echo(f"Diukur {date}, {machine}; titik simpan dan ukuran mutu tidak dihitung.")


@main.command()
@click.argument("nama")
@click.option(
    "--keluaran",
    type=click.Path(path_type=Path),
    required=True,
    metavar="BERKAS",
    help="Berkas .png, .gif, atau .webp.",
)
@click.option("--isi", type=click.Choice(["kisi", "jelajah", "kemajuan"]), help="Isi gambar.")
@click.option(
    "--banyak",
    type=click.IntRange(1, 1024),
    metavar="N",
    default=64,
    show_default=True,
    help="Banyak citra.",
)
@click.option(
    "--benih", type=int, metavar="N", default=0, show_default=True, help="Benih vektor laten."
)
def sampel(nama, keluaran, isi, banyak, benih):
    """Tulis citra dari hasil tersimpan NAMA.

    `kisi` = sampel acak; `jelajah` = animasi perjalanan di ruang laten; `kemajuan` = citra per
    epoch. Bakunya kisi untuk .png dan jelajah untuk .gif atau .webp.
    """
    with quiet_tensorflow():
        from generatif import sampling, zoo
    sampling.write_samples(zoo.load(nama), keluaran, isi, banyak, benih)
    click.echo(f"Ditulis: {keluaran}")


@main.command()
@click.argument("nama")
@click.option("--ulang", is_flag=True, help="Hitung ulang dari bobot (beberapa menit).")
@click.option("--lengkap", is_flag=True, help="Cetak semua bilangan, bukan ringkasannya.")
def ukur(nama, ulang, lengkap):
    """Cetak ukuran mutu hasil tersimpan NAMA."""
    with quiet_tensorflow():
        from generatif import zoo
    run = zoo.load(nama)
    metrics = run.manifest["metrics"]
    if ulang:
        metrics = run.recipe.scorer(metrics["count"]).final(run.main_network)
    summary = run.recipe.scorer().summary
    _print_table(list(_flatten(metrics)) if lengkap else summary(metrics))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--nama", metavar="NAMA", help="Nama di gudang; bakunya nama resep.")
@click.option("--ganti", is_flag=True, help="Timpa hasil bernama sama.")
@click.option(
    "--ringkas",
    is_flag=True,
    help="Simpan hanya jaringan utama, dan gambar epoch pertama dan terakhir.",
)
def simpan(folder, nama, ganti, ringkas):
    """Ukur pelatihan yang selesai di FOLDER dan simpan ke gudang repositori."""
    with quiet_tensorflow():
        from generatif.storing import store_run
    click.echo(f"Disimpan: {store_run(folder, nama, replace=ganti, brief=ringkas)}")
    click.echo("Indeks paket, src/generatif/store_index.json, ikut diperbarui.")


@main.command()
def basi():
    """Sebut hasil tersimpan yang tidak lagi cocok dengan kode, data, atau versi."""
    with quiet_tensorflow():
        from generatif import zoo
        from generatif.storing import stale_reasons
    stale = {}
    for name in zoo.names():
        manifest = zoo.load(name).manifest
        if reasons := stale_reasons(manifest):
            stale[name] = manifest["cpu_minutes"] / 60
            click.echo(f"{name} ({manifest['cpu_minutes'] / 60:.1f} jam CPU):")
            click.echo("".join(f"  - {reason}\n" for reason in reasons), nl=False)
    if stale:
        hours = f"melatih ulang yang basi {sum(stale.values()):.1f} jam CPU"
        click.echo(f"{len(stale)} dari {len(zoo.names())} hasil basi; {hours}.")
    else:
        click.echo(f"Tidak ada hasil basi di antara {len(zoo.names())} hasil.")


@main.group(cls=IndonesianGroup, options_metavar="", subcommand_metavar="PERINTAH [PILIHAN]")
def kuis():
    """Tulis bank soal untuk Moodle."""


@kuis.command()
@click.argument("tujuan", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("bab", nargs=-1)
def moodle(tujuan, bab):
    """Tulis kuis BAB ke berkas Moodle XML TUJUAN; tanpa BAB, kuis semua bab."""
    from generatif.classroom.quiz import load_quiz, quiz_names

    _write_bank(tujuan, [load_quiz(name) for name in bab or quiz_names()])


@kuis.command()
@click.argument("tujuan", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("bab", nargs=-1)
@click.option(
    "--banyak",
    type=click.IntRange(1, 50),
    metavar="N",
    default=4,
    show_default=True,
    help="Banyak soal dari setiap templat.",
)
@click.option(
    "--benih",
    envvar="GENERATIF_BENIH_UJIAN",
    prompt="Benih rahasia (paling sedikit 12 huruf)",
    hide_input=True,
    metavar="TEKS",
    help="Benih rahasia; ditanyakan bila tidak disebut.",
)
def ujian(tujuan, bab, banyak, benih):
    """Tulis bank soal ujian BAB ke berkas Moodle XML TUJUAN; tanpa BAB, semua templat.

    Templatnya terbuka; yang rahasia hanya benihnya. Simpan benih dan berkasnya di luar repositori.
    """
    from generatif.classroom.exam import exam_bank

    _write_bank(tujuan, exam_bank(benih, banyak, bab))


@contextmanager
def interruptible():
    """Ctrl-C dan SIGTERM (antrean klaster) menghentikan dengan pesan, bukan jejak Python."""
    import signal

    def stop(number, frame):
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        raise click.ClickException(
            "Pelatihan dihentikan. Jalankan perintah yang sama untuk melanjutkan dari titik "
            "simpan terakhir."
        ) from None
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def quiet_tensorflow():
    """Muat TensorFlow dengan oneDNN menyala dan tanpa catatan awalnya di stderr."""
    from generatif.runtime import configure

    configure()
    sys.stderr.flush()
    saved, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        import tensorflow  # noqa: F401

        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(sink)


def _write_bank(target, quizzes):
    from generatif.classroom.moodle import moodle_xml
    from generatif.pictures import write_atomic

    write_atomic(target, moodle_xml(quizzes))
    count = sum(len(quiz.questions) for quiz in quizzes)
    click.echo(f"Ditulis: {target}, {count} soal dalam {len(quizzes)} kategori.")


def _print_warning(message, category, filename, lineno, file=None, line=None):
    click.echo(f"Peringatan: {message}", err=True)


def _print_table(rows):
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _flatten(metrics, prefix=""):
    for key, value in metrics.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", f"{value:.4f}" if isinstance(value, float) else value

"""Perintah `generatif tugas`: merakit, membagikan, dan menilai tugas."""

from pathlib import Path

import click

from generatif.cli import IndonesianGroup

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(cls=IndonesianGroup, options_metavar="", subcommand_metavar="PERINTAH [PILIHAN]")
def tugas():
    """Merakit tugas dan menilainya di mesin dosen."""


@tugas.command()
@click.option("--butir-dosen", type=FOLDER, metavar="FOLDER", help="Folder butir rahasia.")
def daftar(butir_dosen):
    """Tampilkan butir yang tersedia."""
    from generatif.assignments.items import load_items

    for item in load_items(butir_dosen).values():
        kind = "bervariasi" if item.varies else "sama"
        click.echo(f"{item.id:24}{kind:12}{item.title}")


@tugas.command()
@click.argument("berkas", type=click.Path(path_type=Path, dir_okay=False))
def templat(berkas):
    """Tulis contoh butir rahasia ke BERKAS (.py) sebagai awal."""
    from importlib.resources import files

    if berkas.exists():
        raise FileExistsError(f"{berkas} sudah ada. Pilih nama lain agar tidak tertimpa.")
    text = files("generatif.assignments").joinpath("template_example.py").read_bytes()
    berkas.write_bytes(text)
    click.echo(f"Ditulis: {berkas}")


@tugas.command()
@click.option("--judul", required=True, metavar="TEKS", help="Judul tugas.")
@click.option("--tenggat", required=True, metavar="TEKS", help="Tenggat, ditulis apa adanya.")
@click.option(
    "--butir",
    "points",
    multiple=True,
    required=True,
    metavar="ID:NILAI",
    help="Butir dan nilai penuhnya; boleh diulang.",
)
@click.option(
    "--mahasiswa",
    "roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    metavar="CSV",
    help="Daftar mahasiswa: kolom nomor dan nama.",
)
@click.option("--keluaran", type=FOLDER, required=True, metavar="FOLDER", help="Folder baru.")
@click.option("--per-mahasiswa", is_flag=True, help="Satu notebook dan varian per mahasiswa.")
@click.option("--butir-dosen", type=FOLDER, metavar="FOLDER", help="Folder butir rahasia.")
@click.option("--benih", metavar="TEKS", help="Benih varian; bakunya acak dan rahasia.")
def buat(judul, tenggat, points, roster, keluaran, per_mahasiswa, butir_dosen, benih):
    """Rakit tugas: notebook untuk dibagikan dan folder dosen."""
    from generatif.assignments.making import assemble_assignment, write_assignment
    from generatif.assignments.roster import read_roster

    students = read_roster(roster)
    chosen = dict(map(_points, points))
    assignment = assemble_assignment(
        judul, tenggat, chosen, students, per_mahasiswa, benih, butir_dosen
    )
    shared, private = write_assignment(assignment, keluaran, butir_dosen)
    click.echo(f"Bagikan: {shared} ({len(assignment.variants)} notebook)")
    click.echo(f"Simpan sendiri, jangan dibagikan: {private}")
    varying = [item.id for item in assignment.items.values() if item.varies]
    if varying and not per_mahasiswa:
        names = ", ".join(varying)
        click.echo(f"Satu varian bagi seluruh kelas: {names}; lihat --per-mahasiswa.")


@tugas.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--tugas", "private", type=FOLDER, required=True, metavar="FOLDER", help="Folder dosen."
)
@click.option("--keluaran", type=FOLDER, required=True, metavar="FOLDER", help="Folder hasil.")
@click.option(
    "--lembar-moodle",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="Lembar penilaian unduhan Moodle, untuk diisi.",
)
@click.option(
    "--detik",
    type=click.IntRange(1, 600),
    default=10,
    show_default=True,
    metavar="N",
    help="Waktu prosesor per jawaban.",
)
@click.option(
    "--pekerja",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    metavar="N",
    help="Banyak kiriman sekaligus.",
)
@click.option("--ulang", is_flag=True, help="Nilai ulang yang sudah selesai.")
@click.option("--tanpa-pengurungan", metavar="KALIMAT", help="Kalimat lengkap; lihat panduan.")
def nilai(folder, private, keluaran, lembar_moodle, detik, pekerja, ulang, tanpa_pengurungan):
    """Nilai kiriman di FOLDER (atau arsip .zip) unduhan Moodle atau Google Classroom."""
    from tqdm import tqdm

    from generatif.assignments import containment, grading, making, reading, reports

    assignment = making.load_assignment(private)
    cage = containment.Cage(containment.Limits(seconds=detik), tanpa_pengurungan)
    click.echo(cage.describe())
    submissions = reading.collect(folder)
    keluaran.mkdir(parents=True, exist_ok=True, mode=0o700)

    def progress(total):
        return tqdm(total=total, desc="Menilai", unit="kiriman")

    graded, problems = grading.grade_all(
        assignment, submissions, keluaran, cage, pekerja, ulang, progress
    )
    reports.write_reports(assignment, graded, problems, submissions, keluaran, lembar_moodle)
    click.echo(f"Dinilai {len(graded)} dari {len(assignment.students)} mahasiswa: {keluaran}")
    for path, reason in problems:
        click.echo(f"  {path}: {reason}")


def _points(text):
    name, _, value = text.rpartition(":")
    if not name or not value.isdigit():
        raise ValueError(f"--butir menerima {text!r}; yang diharapkan ID:NILAI, misalnya psnr:20.")
    return name, int(value)

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
@click.option("--latihan", "chapter", metavar="BAB", help="Tampilkan latihan publik bab ini saja.")
def daftar(butir_dosen, chapter):
    """Tampilkan butir yang tersedia, atau latihan sebuah bab."""
    from generatif.assignments.items import load_items

    if chapter:
        _list_exercises(chapter)
        return
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
    metavar="ID:NILAI",
    help="Butir dan nilai penuhnya; boleh diulang.",
)
@click.option(
    "--latihan",
    "exercises",
    multiple=True,
    metavar="BAB/N:NILAI",
    help="Latihan publik bab dan nilai penuhnya; boleh diulang.",
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
def buat(judul, tenggat, points, exercises, roster, keluaran, per_mahasiswa, butir_dosen, benih):
    """Rakit tugas: notebook untuk dibagikan dan folder dosen."""
    from generatif.assignments.chapter_exercises import choose_exercises
    from generatif.assignments.making import assemble_assignment, write_assignment
    from generatif.assignments.roster import read_roster

    if not points and not exercises:
        raise ValueError("Tugas memerlukan sekurangnya satu --butir atau satu --latihan.")
    students = read_roster(roster)
    values = _points("--butir", points, "ID:NILAI, misalnya psnr:20")
    wanted = _points("--latihan", exercises, "BAB/N:NILAI, misalnya dcgan/3:10")
    chosen = choose_exercises(wanted)
    values |= dict(zip(chosen, wanted.values(), strict=True))
    assignment = assemble_assignment(
        judul, tenggat, values, students, per_mahasiswa, benih, butir_dosen, chosen
    )
    shared, private = write_assignment(assignment, keluaran, butir_dosen)
    click.echo(f"Bagikan: {shared} ({len(assignment.variants)} notebook)")
    click.echo(f"Simpan sendiri, jangan dibagikan: {private}")
    if chosen:
        click.echo(
            f"Solusi latihan terbuka bagi mahasiswa: {', '.join(chosen)}. Beri nilai kecil, atau "
            "pakai untuk berlatih mengumpulkan."
        )
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


def _points(option, texts, expected):
    """Dict ID ke nilai dari pilihan yang diulang; ID yang sama dua kali ditolak."""
    chosen = {}
    for text in texts:
        name, _, value = text.rpartition(":")
        if not name or not value.isdecimal():
            raise ValueError(f"{option} menerima {text!r}; yang diharapkan {expected}.")
        if name in chosen:
            raise ValueError(
                f"{option} menyebut {name} dua kali, dengan nilai {chosen[name]} dan {value}. "
                "Sebut satu kali, dengan nilai yang dimaksud."
            )
        chosen[name] = int(value)
    return chosen


def _list_exercises(chapter):
    from generatif.assignments.chapter_exercises import NotAssemblable, read_exercises

    exercises = read_exercises(chapter)
    click.echo("Latihan publik: solusinya terbuka bagi mahasiswa.")
    for number, found in exercises.items():
        refused = isinstance(found, NotAssemblable)
        text = f"tidak dapat dirakit: {found}" if refused else found.title
        click.echo(f"{chapter}/{number:<3} {text}")

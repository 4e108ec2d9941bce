"""Salinan bab bagi mahasiswa (tanpa jawaban) dan salinan solusinya; tidak masuk repositori.

Solusi sebuah latihan tertulis di antara `### BEGIN SOLUTION` dan `### END SOLUTION` di notebook
bab. Salinan memuat seluruh bab, karena soal memakai hasil sel sebelumnya, dan tanpa keluaran,
karena keluaran pun dapat memuat jawaban. Notebook dibaca dengan pustaka `nbformat`
(tambahan `generatif[classroom]`).
"""

from pathlib import Path

from generatif.pictures import write_atomic

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
KINDS = ("mahasiswa", "solusi")
REPOSITORY = Path(__file__).resolve().parents[3]


def write_copy(chapter, target, kind="mahasiswa", replace=False):
    """Tulis salinan satu bab.

    Args:
        chapter: nama berkas bab tanpa akhiran, misalnya `"dcgan"`, atau letak notebook.
        target: berkas `.ipynb` yang ditulis, atau folder yang sudah ada.
        kind: `"mahasiswa"` (tanpa jawaban) atau `"solusi"`.
        replace: apakah berkas yang sudah ada boleh ditimpa.

    Returns:
        `Path` berkas yang ditulis.

    Raises:
        FileNotFoundError: bila bab tidak ada.
        FileExistsError: bila berkas tujuan sudah ada dan `replace` salah.
        ValueError: bila jenis tidak dikenal, tujuan bukan `.ipynb`, bab tidak memuat latihan,
            atau tanda solusinya tidak berpasangan.
    """
    import nbformat

    if kind not in KINDS:
        raise ValueError(f"Jenis salinan {kind!r} tidak dikenal; pilih salah satu dari {KINDS}.")
    source = find_chapter(chapter)
    target = Path(target)
    if target.is_dir():
        target = target / f"{source.stem}-{kind}.ipynb"
    if target.suffix != ".ipynb":
        raise ValueError(
            f"Tujuan {target} bukan folder yang sudah ada; namanya harus "
            "berakhir dengan .ipynb, atau buat foldernya dulu."
        )
    if target.exists() and not replace:
        raise FileExistsError(
            f"{target} sudah ada dan tidak ditimpa: isinya mungkin pekerjaan Anda. Pilih nama "
            "lain, atau tambahkan --ganti."
        )
    notebook = clear_outputs(nbformat.read(source, as_version=4))
    if not any(BEGIN in cell.source for cell in notebook.cells):
        raise ValueError(f"{source.name} tidak memuat latihan bersolusi ({BEGIN}).")
    if kind == "mahasiswa":
        strip_solutions(notebook)
    write_atomic(target, nbformat.writes(notebook).encode())
    return target


def find_chapter(name):
    """Cari notebook sebuah bab.

    Args:
        name: seperti `chapter` pada :func:`write_copy`.

    Returns:
        `Path` notebook.

    Raises:
        FileNotFoundError: bila bab tidak ada.
    """
    if Path(name).suffix == ".ipynb" and Path(name).is_file():
        return Path(name)
    chapters = {path.stem: path for path in sorted((REPOSITORY / "book").glob("*/*.ipynb"))}
    if str(name) in chapters:
        return chapters[str(name)]
    listed = ", ".join(chapters) or (
        "tidak ada, karena paket ini tidak dijalankan dari salinan repositori (git clone)"
    )
    raise FileNotFoundError(f"Bab {str(name)!r} tidak ada. Yang tersedia: {listed}.")


def strip_solutions(notebook):
    """Buang semua jawaban dari notebook, di tempat.

    Args:
        notebook: `NotebookNode` dari `nbformat`.

    Returns:
        Notebook yang sama.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        cell.source = strip_solution(cell.source, f"sel ke-{number}")
    return notebook


def strip_solution(source, place="sel ini"):
    """Buang baris dari tanda awal sampai tanda akhir solusi.

    Args:
        source: isi sel.
        place: sebutan sel di dalam pesan galat.

    Returns:
        Isi sel tanpa solusi.

    Raises:
        ValueError: bila kedua tanda tidak berpasangan.
    """
    kept, hidden = [], False
    for line in source.splitlines():
        mark = line.strip()
        if mark == (END if hidden else BEGIN):
            hidden = not hidden
        elif mark in (BEGIN, END):
            raise ValueError(f"Tanda solusi di {place} tidak berpasangan: {mark} tanpa pasangan.")
        elif not hidden:
            kept.append(line)
    if hidden:
        raise ValueError(f"Tanda solusi di {place} tidak berpasangan: {BEGIN} tanpa {END}.")
    return "\n".join(kept)


def clear_outputs(notebook):
    """Kosongkan semua keluaran, di tempat.

    Args:
        notebook: `NotebookNode` dari `nbformat`.

    Returns:
        Notebook yang sama.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook

"""Menyiapkan semua yang diterbitkan di satu folder, dengan alamat yang berlaku.

Susunannya:

    situs/                       situs, untuk GitHub Pages atau peladen mana pun
    colab/book/<bagian>/*.ipynb  notebook Colab; letaknya sama dengan di repositori
    colab/paket/<hash>/*.whl     paket, di folder bernama awal SHA-256-nya
    colab/zoo/                   gudang hasil pelatihan

Isi `colab/` didorong ke cabang `colab` oleh `tools/push_branch.py`. Nama folder paket berubah bila
isi paket berubah, dan folder lama dibiarkan di cabang itu, sehingga notebook yang sudah disalin
mahasiswa tetap memasang paket yang sama.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml

import colab_notebook
from colab_links import SiteLinks, StagingError
from tasks import ROOT

sys.path.insert(0, str(ROOT / "website" / "ext"))
import site_address

SITE = ROOT / "_build" / "html"
MARK = "isi-terbitan.txt"
BRANCH_README = """\
# Notebook Colab buku Generatif

Cabang ini dibuat oleh `python tools/tasks.py terbit` dan ditimpa setiap penerbitan; jangan
menyuntingnya. Naskahnya ada di {repository}, bukunya di {site}/.
"""


@dataclass(frozen=True)
class Addresses:
    """Alamat yang dipakai terbitan, masing-masing tanpa garis miring di akhir.

    Attributes:
        repository: repositori naskah.
        site: situs.
        files: isi cabang `colab`, sebagai berkas mentah.
    """

    repository: str
    site: str
    files: str


def current_addresses():
    """Alamat menurut lingkungan atau `_config.yml`.

    Returns:
        :class:`Addresses`.

    Raises:
        StagingError: bila salah satunya belum diatur.
    """
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    repository = site_address.repository_address(settings["repository"]["url"])
    site = site_address.site_address(settings["html"]["baseurl"])
    if not repository or not site:
        raise StagingError(
            "Alamat repositori atau situs belum diatur, padahal notebook terbitan menautkannya. "
            "Isi repository.url dan html.baseurl di _config.yml, atau variabel lingkungan "
            "GENERATIF_REPOSITORY (https://github.com/pemilik/nama) dan GENERATIF_SITE_URL "
            "(https://alamat-situs/)."
        )
    project = repository.removeprefix("https://github.com/")
    raw = f"https://raw.githubusercontent.com/{project}/{site_address.COLAB_BRANCH}"
    return Addresses(repository, site, raw)


def stage(folder, addresses, wheel=None, site=SITE):
    """Tulis seluruh terbitan; hasil sebelumnya diganti sesudah yang baru lengkap.

    Args:
        folder: folder tujuan: belum ada, kosong, atau hasil penerbitan sebelumnya.
        addresses: :class:`Addresses`.
        wheel: letak paket; `None` berarti dibangun sekarang.
        site: folder situs yang sudah dibangun.

    Returns:
        `Path` folder tujuan.

    Raises:
        StagingError: bila folder tujuan berisi hal lain, situs belum dibangun, paket gagal
            dibangun, atau sebuah bab tidak dapat diubah.
    """
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise StagingError(
            f"Folder {folder} berisi hal lain dan tidak disentuh. Pilih folder kosong atau baru."
        )
    if not (site / "objects.inv").is_file():
        raise StagingError(f"Situs belum ada di {site}. Bangun dahulu dengan `make buku`.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as workplace:
        made = Path(workplace) / "terbitan"
        shutil.copytree(site, made / "situs")
        write_branch(made / "colab", addresses, wheel or build_wheel(Path(workplace)), site)
        (made / MARK).write_text(f"{addresses}\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(made, folder)
    return folder


def write_branch(branch, addresses, wheel, site):
    """Tulis isi cabang `colab`.

    Args:
        branch: folder yang ditulis.
        addresses: :class:`Addresses`.
        wheel: letak paket.
        site: folder situs yang sudah dibangun.
    """
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    package = Path("paket") / digest[:12] / wheel.name
    (branch / package).parent.mkdir(parents=True)
    shutil.copy(wheel, branch / package)
    shutil.copytree(ROOT / "zoo", branch / "zoo")
    readme = BRANCH_README.format(repository=addresses.repository, site=addresses.site)
    (branch / "README.md").write_text(readme, encoding="utf-8")
    links = SiteLinks(site / "objects.inv", ROOT / "book" / "pustaka.bib", addresses.site)
    install = f"{addresses.files}/{package.as_posix()}#sha256={digest}"
    for path in chapters():
        relative = path.relative_to(ROOT)
        docname = relative.with_suffix("").as_posix()
        notebook = colab_notebook.build(path, docname, links, install, f"{addresses.files}/zoo")
        (branch / relative).parent.mkdir(parents=True, exist_ok=True)
        (branch / relative).write_text(nbformat.writes(notebook), encoding="utf-8")


def chapters():
    """Letak notebook bab menurut `_toc.yml`.

    Returns:
        Daftar `Path`.
    """
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    names = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    paths = [ROOT / f"{name}.ipynb" for name in names]
    return [path for path in paths if path.is_file()]


def build_wheel(folder):
    """Bangun paket (PEP 517) dengan hatchling dari `.venv`, tanpa jaringan.

    Args:
        folder: folder tempat paket ditulis.

    Returns:
        `Path` berkas `.whl`.

    Raises:
        StagingError: bila pembangunan gagal.
    """
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    command = [sys.executable, "-m", "pip", "wheel", ".", *options, "--wheel-dir", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        raise StagingError(f"Paket gagal dibangun:\n{result.stderr}")
    return next(folder.glob("generatif-*.whl"))


def main():
    """Siapkan terbitan di folder yang disebut di baris perintah."""
    try:
        folder = stage(sys.argv[1], current_addresses())
    except StagingError as error:
        sys.exit(f"Galat: {error}")
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"Terbitan siap di {folder}: {len(files)} berkas, {size:.0f} MB.")
    print(f"Situs di {folder / 'situs'}; isi cabang colab di {folder / 'colab'}.")


if __name__ == "__main__":
    main()

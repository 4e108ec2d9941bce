"""Letak situs yang sudah dibangun, dan pembangunan buku contoh."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"
SITE = Path(os.environ.get("GENERATIF_SITE_DIR", ROOT / "_build" / "html"))
REPOSITORY = "https://github.com/contoh/generatif"
SITE_URL = "https://contoh.example/generatif/"
REDIRECT = "index.html"  # hanya mengalihkan ke beranda
NOT_FOUND = "404.html"  # hanya ada bila situs beralamat; tautannya ke alamat itu


def html_pages(site):
    """Jalur semua halaman situs, relatif terhadap akarnya."""
    pages = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(page.as_posix() for page in pages if page.parts[0] not in {"_static", "_sources"})


def build_sample(folder, **environment):
    """Bangun buku contoh dengan konfigurasi dan ekstensi yang sesungguhnya."""
    shutil.copytree(SAMPLE, folder)
    shutil.copy(ROOT / "_config.yml", folder)
    shutil.copytree(ROOT / "website", folder / "website", ignore=shutil.ignore_patterns("*.mo"))
    loader = folder / "web" / "demo"  # demos.toml milik buku contoh sendiri
    shutil.copytree(ROOT / "web" / "demo", loader)
    stills = folder / "web" / "models" / "stills"  # gambar kartu media sosial
    shutil.copytree(ROOT / "web" / "models" / "stills", stills)
    program = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    foreign = ("GENERATIF_", "GITHUB_REPOSITORY")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    result = subprocess.run(
        [program, "build", str(folder), "-n", "-W", "--keep-going"],
        env={**inherited, "NO_COLOR": "1", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    log = result.stdout + result.stderr
    return SimpleNamespace(html=folder / "_build" / "html", log=log, returncode=result.returncode)

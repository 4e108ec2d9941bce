"""Seluruh buku dalam satu zip, `generatif-luring.zip` di akar situs, ditulis setiap situs dibangun.

Isinya situs yang sama, tanpa zip itu sendiri dan peta gaya: semua tautannya nisbi dan semua
skripnya klasik, sehingga halaman terbuka dari `file://`. Ukuran zip ditulis ke unsur berkelas
`ukuran-luring`. Di dalam zip, ajakan mengunduh diganti keterangan.

*Service worker* tidak dibuat: zip sudah mencakup seluruh buku, sedangkan tembolok di peramban
menambah satu tempat lagi yang dapat menyajikan halaman lama, dan cacat di dalamnya tinggal di
peramban pembaca sampai ia kembali berinternet.
"""

import re
import zipfile
from pathlib import Path

ARCHIVE = "generatif-luring.zip"
FOLDER = "generatif-luring"
SIZE = re.compile(r'(<span class="ukuran-luring">)[^<]*(</span>)')
INVITATION = re.compile(r'<p class="unduh-luring">.*?</p>', re.DOTALL)
INSIDE = "<p>Anda sedang membaca salinan luring. Semua halamannya terbuka tanpa internet.</p>"
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # isi sama, zip sama
STORED = {".webp", ".woff2", ".png"}


def included(path, site):
    """Apakah sebuah berkas situs ikut di dalam zip."""
    return path.is_file() and path != site / ARCHIVE and path.suffix != ".map"


def write_archive(site):
    """Tulis zip seluruh situs.

    Args:
        site: folder situs yang sudah jadi.

    Returns:
        Letak zip.
    """
    archive = site / ARCHIVE
    with zipfile.ZipFile(archive, "w") as bundle:
        for path in sorted(site.rglob("*")):
            if included(path, site):
                add(bundle, path, f"{FOLDER}/{path.relative_to(site).as_posix()}")
    return archive


def add(bundle, path, name):
    """Masukkan satu berkas; halaman kehilangan ajakan mengunduh."""
    content = path.read_bytes()
    if path.suffix == ".html":
        content = INVITATION.sub(INSIDE, content.decode("utf-8")).encode("utf-8")
    info = zipfile.ZipInfo(name, FIXED_DATE)
    info.external_attr = 0o644 << 16
    kind = zipfile.ZIP_STORED if path.suffix in STORED else zipfile.ZIP_DEFLATED
    bundle.writestr(info, content, kind)


def state_size(site, archive):
    """Tulis ukuran zip, dibulatkan ke atas, di halaman yang menautkannya."""
    megabytes = -(-archive.stat().st_size // 1_000_000)
    for page in site.glob("book/**/*.html"):
        html = page.read_text(encoding="utf-8")
        stated = SIZE.sub(rf"\g<1>{megabytes} MB\g<2>", html)
        if stated != html:
            page.write_text(stated, encoding="utf-8")


def write_after_build(app, exception):
    """Tulis zip dan ukurannya."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    state_size(site, write_archive(site))


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("build-finished", write_after_build, priority=900)  # sesudah yang lain
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

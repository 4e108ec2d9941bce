"""MathJax dari paket PyPI ``django-static-mathjax``, disalin ke dalam situs.

Mengapa begini: rumus harus tampil tanpa jaringan dan tanpa pihak ketiga, `make buku` tidak boleh
menuntut npm, dan 1,5 MB skrip tidak patut disimpan di git. Paket itu hanya berisi berkas MathJax
3.2.2 (tanpa Django). Keluaran CHTML dipilih karena lebih ringan: 264 kB gzip ditambah huruf yang
dipakai saja, sedangkan keluaran SVG 680 kB.
"""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

SOURCE = "static/mathjax/es5"
SCRIPT = "tex-chtml.js"
FONTS = "output/chtml/fonts/woff-v2"


def configure(app, config):
    """Arahkan Sphinx ke salinan lokal, tanpa menu klik kanan MathJax yang berbahasa Inggris."""
    config.mathjax_path = f"../mathjax/{SCRIPT}"
    settings = config.mathjax3_config or {}
    options = {**settings.get("options", {}), "enableMenu": False}
    config.mathjax3_config = {**settings, "options": options}


def copy_mathjax(app, exception):
    """Salin skrip dan huruf MathJax ke ``mathjax/`` di akar situs."""
    if exception or app.builder.format != "html":
        return
    target = Path(app.outdir) / "mathjax"
    with as_file(files("mathjax") / SOURCE) as source:
        shutil.copytree(source / FONTS, target / FONTS, dirs_exist_ok=True)
        shutil.copy2(source / SCRIPT, target / SCRIPT)


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("config-inited", configure)
    app.connect("build-finished", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

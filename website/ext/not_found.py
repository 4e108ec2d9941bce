"""Halaman 404: disajikan GitHub Pages untuk alamat apa pun yang tidak ada, di kedalaman mana pun.

Karena itu tautannya memakai alamat situs (`<base>`), dan halaman ini hanya ditulis bila alamat itu
diketahui (`site_address`); semua isinya ada di dalam berkas itu sendiri.
"""

from html import escape
from pathlib import Path
from string import Template

NAME = "404.html"
SOURCE = Path(__file__).parents[1] / "pages" / NAME


def write_after_build(app, exception):
    """Tulis halaman 404 di akar situs."""
    if exception or app.builder.format != "html":
        return
    page = Template(SOURCE.read_text(encoding="utf-8")).substitute(
        address=escape(app.config.html_baseurl), title=escape(app.config.html_title)
    )
    (Path(app.outdir) / NAME).write_text(page, encoding="utf-8")


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("build-finished", write_after_build)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

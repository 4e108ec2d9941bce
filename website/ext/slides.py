"""Salindia setiap bab, ditulis ke `salindia/` sesudah situs selesai dibangun.

Mengapa dari halaman jadi, bukan dari notebook langsung: sitasi, tautan istilah, rumus, dan gambar
di halaman sudah diterjemahkan oleh Sphinx. Mengapa bukan reveal.js: berkasnya harus diunduh atau
disimpan di git, padahal yang diperlukan hanya berpindah salindia. Rumusnya sudah MathML.
"""

from html import escape
from pathlib import Path
from string import Template

import yaml
from pygments.formatters import HtmlFormatter
from slide_blocks import chapter_slides

ASSETS = Path(__file__).resolve().parents[1] / "slides"
FOLDER = "salindia"


def asset(name):
    """Isi sebuah berkas pendukung."""
    return (ASSETS / name).read_text(encoding="utf-8")


def book_parts(toc):
    """Pasangan (nama bagian, daftar nama halaman) menurut `_toc.yml`."""
    parts = yaml.safe_load(Path(toc).read_text(encoding="utf-8")).get("parts", [])
    return [(part["caption"], [each["file"] for each in part["chapters"]]) for part in parts]


def deck_name(page):
    """Nama berkas salindia sebuah halaman: `book/gan/dcgan` menjadi `gan-dcgan.html`."""
    return "-".join(page.split("/")[1:]) + ".html"


def write_decks(site, parts):
    """Tulis salindia semua bab dan daftar isinya.

    Args:
        site: folder situs yang sudah dibangun.
        parts: pasangan (nama bagian, daftar halaman bab).

    Returns:
        Daftar berkas yang ditulis.
    """
    folder = Path(site) / FOLDER
    folder.mkdir(exist_ok=True)
    written, listing = [], []
    for part, pages in parts:
        links = []
        for page in pages:
            title, slides = chapter_slides((Path(site) / f"{page}.html").read_text("utf-8"))
            target = folder / deck_name(page)
            target.write_text(deck(part, title, page, slides), encoding="utf-8")
            links.append(f'<li><a href="{target.name}">{escape(title)}</a></li>')
            written.append(target)
        if links:
            listing.append(f"<h2>{escape(part)}</h2>\n<ul>{''.join(links)}</ul>")
    index = Template(asset("index.html")).substitute(
        style=asset("deck.css"), listing="\n".join(listing)
    )
    (folder / "index.html").write_text(index, encoding="utf-8")
    return [*written, folder / "index.html"]


def deck(part, title, page, slides):
    """HTML salindia satu bab."""
    sections = [
        f'<section><h2>{slide.title}</h2><div class="isi">'
        f"{relocate(''.join(block.html for block in slide.blocks))}</div></section>"
        for slide in slides
    ]
    return Template(asset("deck.html")).substitute(
        style=asset("deck.css") + HtmlFormatter(style="default").get_style_defs(".highlight"),
        script=asset("deck.js"),
        part=escape(part),
        title=escape(title),
        page=f"../{page}.html",
        sections="\n".join(sections),
    )


def relocate(html):
    """Sesuaikan gambar bab bagi salindia: letaknya, dan pemuatan yang tidak ditunda."""
    return html.replace('="../../_images/', '="../_images/').replace(' loading="lazy"', "")


def write_after_build(app, exception):
    """Tulis salindia bab-bab yang berupa notebook."""
    if exception or app.builder.format != "html":
        return
    toc = Path(app.srcdir) / "_toc.yml"
    parts = [
        (part, [page for page in pages if app.env.doc2path(page).endswith(".ipynb")])
        for part, pages in book_parts(toc)
    ]
    write_decks(app.outdir, parts)


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("build-finished", write_after_build, priority=700)  # sesudah light_site
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

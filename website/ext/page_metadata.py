"""Keterangan setiap halaman bagi mesin pencari, dan kartu media sosial.

`<meta name="description">` sebuah bab adalah barisnya sendiri di daftar bab beranda; halaman lain
memakai paragraf pertamanya yang cukup panjang. Bila situs beralamat (`site_address`), keterangan
yang sama dipakai `og:description`, dan satu gambar 1200x630, buatan dekoder VAE buku ini, menjadi
kartu seluruh buku: kartu per halaman berarti puluhan gambar yang hanya berbeda judulnya. Tanpa
alamat, kartunya tidak dibuat.
"""

import re
from html import escape
from importlib.resources import files
from pathlib import Path

from docutils import nodes
from PIL import Image, ImageDraw, ImageFont

LONGEST = 200
SHORTEST = 60
PICTURE = Path(__file__).resolve().parents[2] / "web/models/stills/latent-map.webp"
CARD = "_static/kartu.png"
CARD_ALT = (
    "Generatif: autoencoder dan GAN, dijalankan dan diukur. Di kanan, petak busana buatan "
    "autoencoder variasional, berubah perlahan dari celana ke sepatu."
)
CARD_SIZE = (1200, 630)
CARD_TAGS = (
    '<meta property="og:locale" content="id_ID" />',
    f'<meta property="og:image:width" content="{CARD_SIZE[0]}" />',
    f'<meta property="og:image:height" content="{CARD_SIZE[1]}" />',
    '<meta name="twitter:card" content="summary_large_image" />',
)
DARK, LIGHT, PALE = "#14181e", "#ffffff", "#b9d8de"
TITLE, LINES = "Generatif", ("Autoencoder dan GAN,", "dijalankan dan diukur")
NOTE = "Buku terbuka berbahasa Indonesia"


def plain_text(node):
    """Teks sebuah simpul tanpa komentar HTML, pada satu baris."""
    pieces = [text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)]
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def shorten(text):
    """Potong di akhir kalimat atau kata yang masih muat; titik dua penutup menjadi titik."""
    text = re.sub(r":$", ".", text)
    if len(text) <= LONGEST:
        return text
    sentences = re.match(rf"(.{{{SHORTEST},{LONGEST - 1}}}[.?!])(?= )", text)
    return sentences[1] if sentences else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def chapter_lines(home):
    """Baris setiap halaman di daftar beranda: "[Judul](halaman): Anda ...".

    Args:
        home: pohon dokumen beranda yang tautannya sudah diurai.

    Returns:
        Kamus dari alamat halaman, relatif terhadap beranda, ke barisnya.
    """
    lines = {}
    for item in home.findall(nodes.list_item):
        paragraph = item[0]
        title, _, line = plain_text(paragraph).partition(": ")
        address = paragraph[0].get("refuri") if isinstance(paragraph[0], nodes.reference) else None
        if line and address:
            lines[address] = line
    return lines


def first_paragraph(doctree):
    """Paragraf pertama di badan halaman yang cukup panjang dan tanpa rumus."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section) and not list(paragraph.findall(nodes.math)):
            text = plain_text(paragraph)
            if len(text) >= SHORTEST:
                return text
    return ""


def describe(app, pagename, doctree):
    """Keterangan sebuah halaman, paling banyak :data:`LONGEST` huruf; boleh kosong."""
    root = app.config.root_doc
    if not hasattr(app, "chapter_lines"):
        home = app.env.get_and_resolve_doctree(root, app.builder)
        app.chapter_lines = chapter_lines(home)
    address = app.builder.get_relative_uri(root, pagename)
    return shorten(app.chapter_lines.get(address) or first_paragraph(doctree))


def add_description(app, pagename, templatename, context, doctree):
    """Pasang keterangan di kepala halaman, dan di kartunya bila situs beralamat."""
    if doctree is None:
        return
    text = describe(app, pagename, doctree)
    if text:
        context["metatags"] += f'<meta name="description" content="{escape(text)}" />\n'
        context["meta"] = {**(context.get("meta") or {}), "og:description": escape(text)}


def draw_card():
    """Kartu media sosial: judul di kiri, gambar buatan model di kanan."""
    card = Image.new("RGB", CARD_SIZE, DARK)
    with Image.open(PICTURE) as picture:
        side = CARD_SIZE[1]
        card.paste(picture.convert("RGB").resize((side, side)), (CARD_SIZE[0] - side, 0))
    draw = ImageDraw.Draw(card)
    draw.text((56, 170), TITLE, LIGHT, font("DejaVuSans-Bold", 76))
    for row, line in enumerate(LINES):
        draw.text((56, 290 + 48 * row), line, LIGHT, font("DejaVuSans", 36))
    draw.text((56, 420), NOTE, PALE, font("DejaVuSans", 24))
    return card.quantize(64)


def font(name, size):
    """Huruf DejaVu yang dibawa Matplotlib, sehingga kartunya sama di semua mesin."""
    path = files("matplotlib") / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"
    return ImageFont.truetype(str(path), size)


def write_card(app, exception):
    """Tulis kartu ke situs yang beralamat."""
    if not exception and app.builder.format == "html" and app.config.html_baseurl:
        draw_card().save(Path(app.outdir) / CARD, optimize=True)


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("html-page-context", add_description, priority=400)  # sebelum opengraph
    app.connect("build-finished", write_card, priority=590)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

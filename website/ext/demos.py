"""Direktif `demo`: model yang hidup di halaman, dengan gambar diam sebagai penggantinya.

Sumber JavaScript ada di `web/`; `web/demos.toml` menyebut berkas mana digabung menjadi apa, dan
demo mana memerlukan gabungan mana. Hasilnya ditulis ke `demo/` di dalam situs, bukan `_static`:
Jupyter Book memuat setiap skrip di `_static` pada setiap halaman. Skripnya klasik, bukan modul,
karena modul ditolak peramban pada `file://`.

Pengecil skripnya rjsmin (Apache-2.0): murni Python, sehingga Node tidak diperlukan.
"""

import gzip
import hashlib
import posixpath
import tomllib
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from PIL import Image
from rjsmin import jsmin
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

FOLDER = "demo"
LOADER = "demo"  # gabungan yang dimuat setiap halaman berdemo
TABLE = "demos.toml"
SCREENS = ("lebar", "ponsel", "sempit")


class DemoFigure(nodes.figure):
    """Gambar diam sebuah demo; pembangun selain HTML memperlakukannya sebagai gambar biasa."""


class DemoPicture(nodes.image):
    """Gambar di dalam :class:`DemoFigure`, dengan ukuran agar halaman tidak melompat."""


class DemoCaption(nodes.caption):
    """Keterangan di bawah demo."""


def read_table(source):
    """Isi `web/demos.toml` sebuah buku."""
    return tomllib.loads((Path(source) / "web" / TABLE).read_text(encoding="utf-8"))


def join_scripts(source, names):
    """Gabungkan lalu kecilkan beberapa sumber.

    Args:
        source: akar buku.
        names: letak setiap sumber di dalam `web/`.

    Returns:
        Teks skrip yang dikecilkan.
    """
    texts = [(Path(source) / "web" / name).read_text(encoding="utf-8") for name in names]
    return jsmin("\n".join(texts), keep_bang_comments=False) + "\n"


def write_bundles(app):
    """Tulis semua gabungan ke `demo/`, dan ingat nama serta ukurannya."""
    app.demos = {}
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, sources in read_table(app.srcdir)["bundles"].items():
        content = join_scripts(app.srcdir, sources).encode()
        (folder / f"{name}.js").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()[:8]
        app.demos[name] = {
            "file": f"{name}.js?v={digest}",
            "size": len(gzip.compress(content, 6, mtime=0)),
        }


class Demo(SphinxDirective):
    """`:::{demo} NAMA`: gambar diam, teks alternatif, dan keterangan sebuah demo."""

    required_arguments = 1
    has_content = True
    option_spec = {
        "picture": directives.unchanged_required,
        "alt": directives.unchanged_required,
    }

    def run(self):
        """Susun simpul gambar; nama, gambar, dan teks alternatif wajib ada."""
        name = self.arguments[0]
        demos = read_table(self.env.srcdir)["demos"]
        if name not in demos:
            raise self.error(f"Demo {name!r} tidak ada di web/{TABLE}; yang ada: {sorted(demos)}.")
        missing = [option for option in self.option_spec if not self.options.get(option)]
        if missing:
            raise self.error(f"Demo {name!r} memerlukan pilihan: {', '.join(missing)}.")
        figure = DemoFigure(demo=name, bundles=demos[name]["bundles"], ids=[f"demo-{name}"])
        figure["later"] = demos[name].get("later", [])
        figure["heights"] = demos[name]["heights"]
        figure += self.picture()
        caption = DemoCaption()
        inline, messages = self.state.inline_text(" ".join(self.content), self.lineno)
        caption += inline
        figure += caption
        self.set_source_info(figure)
        self.env.note_dependency(str(Path(self.env.srcdir) / "web" / TABLE))
        return [figure, *messages]

    def picture(self):
        """Simpul gambar diam beserta ukurannya dalam piksel."""
        relative, path = self.env.relfn2path(self.options["picture"])
        if not Path(path).is_file():
            raise self.error(f"Gambar demo {relative} tidak ada.")
        with Image.open(path) as image:
            width, height = image.size
        picture = DemoPicture(uri=self.options["picture"], alt=self.options["alt"])
        picture["pixels"] = (width, height)
        return picture


def open_figure(self, node):
    """Awal `figure`: nama demo, berkas yang diperlukannya, dan beratnya dalam kB."""
    known = self.builder.app.demos
    size = sum(known[name]["size"] for name in [*node["bundles"], *node["later"]])
    attributes = {
        "data-demo": node["demo"],
        "data-files": " ".join(known[name]["file"] for name in node["bundles"]),
        "data-kb": str(max(1, round(size / 1000))),
        "style": reserved_heights(node["heights"]),
    }
    if node["later"]:
        attributes["data-later"] = " ".join(known[name]["file"] for name in node["later"])
    self.body.append(self.starttag(node, "figure", CLASS="demo", **attributes))


def reserved_heights(heights):
    """Peubah gaya untuk tinggi cadangan; `generatif.css` memilih menurut lebar layar.

    Args:
        heights: tinggi dalam piksel di layar lebar, ponsel, dan ponsel sempit.

    Returns:
        Isi atribut `style`.
    """
    pairs = zip(SCREENS, heights, strict=True)
    return "; ".join(f"--tinggi-{screen}: {height}px" for screen, height in pairs)


def close_figure(self, node):
    """Akhir `figure`."""
    self.body.append("</figure>\n")


def show_picture(self, node):
    """Satu `img` malas dengan ukuran dan teks alternatif."""
    name = self.builder.images[node["uri"]]
    width, height = map(str, node["pixels"])
    source = posixpath.join(self.builder.imgpath, name)
    attributes = {"src": source, "alt": node["alt"], "width": width, "height": height}
    lazy = {"loading": "lazy", "fetchpriority": "low"}
    self.body.append(self.emptytag(node, "img", "\n", **lazy, **attributes))


def open_caption(self, node):
    """Awal keterangan."""
    self.body.append('<figcaption><p class="caption-text">')


def close_caption(self, node):
    """Akhir keterangan."""
    self.body.append("</p></figcaption>\n")


def nothing(self, node):
    """Simpul tanpa penutup."""


def load_on_page(app, pagename, templatename, context, doctree):
    """Pasang pemuat demo hanya pada halaman yang memuat demo."""
    if doctree is None or not list(doctree.findall(DemoFigure)):
        return
    if LOADER not in app.demos:
        raise ExtensionError(f"web/{TABLE} tidak memuat gabungan {LOADER!r}.")
    app.add_js_file(f"../{FOLDER}/{LOADER}.js", loading_method="async", fetchpriority="high")


def plain(kind, step):
    """Pengunjung simpul selain HTML: sama dengan gambar biasa."""

    def visit(self, node):
        getattr(self, f"{step}_{kind}")(node)

    return visit


def setup(app):
    """Daftarkan direktif, simpul, dan pemuatnya."""
    figure = (plain("figure", "visit"), plain("figure", "depart"))
    image = (plain("image", "visit"), plain("image", "depart"))
    app.add_node(DemoFigure, html=(open_figure, close_figure), latex=figure, text=figure)
    app.add_node(DemoPicture, html=(show_picture, nothing), latex=image, text=image)
    caption = (plain("caption", "visit"), plain("caption", "depart"))
    app.add_node(DemoCaption, html=(open_caption, close_caption), latex=caption, text=caption)
    app.add_directive("demo", Demo)
    app.connect("builder-inited", write_bundles)
    app.connect("html-page-context", load_on_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Situs yang ringan: sesudah dibangun, yang tidak dipakai dibuang dan gambar dikecilkan.

Tema mengirim 1,2 MB (gzip) sebelum gambar: skrip ikon, indeks pencarian di setiap halaman, dan gaya
yang tidak dipakai. Di sini, untuk seluruh situs sekaligus:

- skrip ikon dibuang; ikon digambar oleh huruf Font Awesome Free (OFL-1.1) yang disisakan bentuk
  yang dipakai (fontTools);
- gaya disatukan menjadi satu berkas, tanpa aturan yang kelasnya tidak muncul di HTML dan skrip;
- skrip tidak menahan tampilnya teks (`defer`), dan indeks pencarian hanya di halaman pencarian;
- gambar PNG menjadi WebP tanpa kehilangan, dengan ukuran dan pemuatan yang ditunda; yang bergerak
  diam bila pembaca mematikan gerak;
- tabel, yang digulir sendiri di layar sempit, dapat dicapai dengan papan ketik;
- butir daftar pustaka memakai peran ARIA yang masih berlaku.

Setiap langkah boleh diulang: pembangunan berikutnya hanya menulis ulang halaman yang berubah.
"""

import hashlib
import re
from fnmatch import fnmatch
from html import escape, unescape
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from mathml import styled
from PIL import Image

STYLE = "situs.css"
STYLE_ORDER = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "togglebutton.css",
    "copybutton.css",
    "mystnb.*.css",
    "exercise.css",
    "sphinx-design.min.css",
    "generatif.css",
)
OWN_STYLE = "generatif.css"  # gaya buku sendiri disimpan utuh
REPLACED = (*STYLE_ORDER, STYLE, "styles/theme.css", "sphinx-thebe.css")
ICONS = "vendor/fontawesome/webfonts"
MATH_FONT = "stix-two-math.woff2"
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SEARCH_ONLY = ("searchtools.js", "language_data.js", "searchindex.js")
DROPPED = ("scripts/fontawesome.js", "sphinx-thebe.js")
SCRIPT = re.compile(r'<script (?![^>]*\b(?:defer|async)\b)([^>]*\bsrc="([^"]*)"[^>]*)></script>\s*')
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')
ANY_SCRIPT = re.compile(r'<script [^>]*\bsrc="([^"]*)"[^>]*></script>\s*')
STYLESHEET = re.compile(
    r'<link (?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]*_static/)([^"?]*)[^"]*"[^>]*>'
)
PRELOAD = re.compile(r'<link rel="preload"[^>]*>\s*')
IMAGE = re.compile(r'<img\b([^>]*?)\bsrc="([^"]*_images/([^"/]+))"([^>]*?)(/?)>')
TABLE = re.compile(r'<table (?=class="(?:[^"]* )?table[ "])')
LOSSLESS = {"lossless": True, "quality": 80, "method": 4}
PNG = re.compile(r"(_images/[\w.-]+)\.png")
CLASSES = re.compile(r'\bclass="([^"]*)"')
CLASS_SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATION = re.compile(r":(?:not|is|where)\([^()]*(?:\([^()]*\)[^()]*)*\)")


def lighten(app, exception):
    """Ringankan situs yang baru dibangun."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    shrink_images(site / "_images")
    words = used_words(site, Path(app.srcdir) / "web")
    sheet = bundle_styles(site / "_static", words)
    subset_icons(site / "_static", sheet)
    subset_math(site)
    for name in DROPPED:
        (site / "_static" / name).unlink(missing_ok=True)
    for page in pages(site):
        rewrite(page, site)


def pages(site):
    """Halaman buku dan pencarian."""
    return [path for path in [*site.glob("book/**/*.html"), site / "search.html"] if path.is_file()]


def shrink_images(folder):
    """Ubah setiap PNG menjadi WebP tanpa kehilangan, lalu buang PNG-nya.

    PNG yang bergerak tetap bergerak; bingkai pertamanya ditulis juga sebagai gambar diam.
    """
    for source in folder.glob("*.png"):
        target = source.with_suffix(".webp")
        with Image.open(source) as image:
            if image.is_animated:
                image.save(still_of(target), **LOSSLESS)
            loops = image.info.get("loop", 0)
            image.save(target, save_all=image.is_animated, loop=loops, **LOSSLESS)
        source.unlink()


def still_of(path):
    """Letak gambar diam sebuah gambar bergerak."""
    return path.with_stem(f"{path.stem}-diam")


def used_words(site, web):
    """Nama kelas di semua halaman, dan semua kata di skrip yang mungkin memasang kelas."""
    words = set()
    for page in site.glob("**/*.html"):
        for value in CLASSES.findall(page.read_text(encoding="utf-8")):
            words.update(value.split())
    for script in [*(site / "_static").glob("**/*.js"), *web.glob("**/*.js")]:
        if "fontawesome" not in script.name:
            words.update(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return words


def bundle_styles(static, words):
    """Satukan gaya yang terpakai.

    Args:
        static: folder `_static`.
        words: kelas yang terpakai.

    Returns:
        Isi berkas gaya yang ditulis.
    """
    parts = []
    for pattern in STYLE_ORDER:
        for path in sorted(static.glob(pattern)):
            text = path.read_text(encoding="utf-8").replace("url(../", "url(")
            parts.append(text if path.name == OWN_STYLE else purge(text, words))
    sheet = "\n".join(parts)
    (static / STYLE).write_text(sheet, encoding="utf-8")
    return sheet


def purge(sheet, words):
    """Aturan CSS yang mungkin berlaku di situs.

    Args:
        sheet: isi berkas CSS.
        words: kelas yang terpakai.

    Returns:
        CSS tanpa aturan yang semua pemilihnya memakai kelas yang tidak ada.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(filter(None, (kept_rule(rule, words) for rule in rules)))


def kept_rule(rule, words):
    """Teks sebuah aturan, dipersempit; kosong bila tidak terpakai."""
    if rule.type == "at-rule":
        if rule.lower_at_keyword not in {"media", "supports"} or rule.content is None:
            return "" if rule.lower_at_keyword == "charset" else rule.serialize()
        inside = purge(tinycss2.serialize(rule.content), words)
        head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
        return f"{head}{{{inside}}}" if inside else ""
    if rule.type != "qualified-rule":
        return ""
    selectors = [one for one in split_selectors(rule.prelude) if may_match(one, words)]
    if not selectors:
        return ""
    return f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}"


def split_selectors(prelude):
    """Pemilih yang dipisahkan koma paling luar."""
    groups = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            groups.append([])
        else:
            groups[-1].append(token)
    return [tinycss2.serialize(group).strip() for group in groups]


def may_match(selector, words):
    """Apakah semua kelas yang wajib ada di pemilih ini terpakai."""
    required = CLASS_SELECTOR.findall(NEGATION.sub("", selector))
    return all(name in words for name in required)


def subset_icons(static, sheet):
    """Sisakan bentuk ikon yang disebut di berkas gaya; huruf TTF cadangan dibuang."""
    escaped = {int(code, 16) for code in re.findall(r"\\(f[0-9a-f]{3}|e[0-9a-f]{3})\b", sheet)}
    used = escaped | {ord(letter) for letter in sheet if 0xE000 <= ord(letter) <= 0xF8FF}
    for font in (static / ICONS).glob("*"):
        if font.suffix == ".woff2":
            subset_font(font, font, used)
        else:
            font.unlink()
    clean = re.sub(r',url\([^)]*\.ttf\) format\("truetype"\)', "", sheet)
    (static / STYLE).write_text(clean, encoding="utf-8")


def subset_math(site):
    """Tulis huruf rumus STIX Two Math (OFL-1.1, dari paket ziamath) yang dipakai situs."""
    used = {ord(" ")}
    for page in pages(site):
        for formula in FORMULA.findall(page.read_text(encoding="utf-8")):
            used.update(map(ord, mathematical(unescape(TAG.sub("", formula)))))
    with as_file(files("ziamath") / "fonts/STIXTwoMath-Regular.ttf") as source:
        subset_font(source, site / "_static" / MATH_FONT, used)


def mathematical(text):
    """Huruf di rumus, ditambah bentuk miringnya yang dipakai peramban untuk peubah."""
    italic = "".join(styled(letter, "ITALIC") for letter in set(text))
    return f"{text}{italic}\N{PLANCK CONSTANT}"  # h miring bernama lain di Unicode


def subset_font(source, target, used):
    """Tulis huruf yang hanya memuat bentuk terpakai, sebagai WOFF2.

    Args:
        source: berkas huruf asal.
        target: berkas yang ditulis.
        used: kode huruf yang terpakai.
    """
    # Tanpa petunjuk raster (hinting), yang tidak dipakai ponsel, dan tanpa bentuk khusus pangkat
    # (ssty), yang hanya dipakai Firefox: huruf rumus 23 kB, bukan 68 kB.
    options = subset.Options(flavor="woff2", notdef_outline=True, layout_features=[], hinting=False)
    options.drop_tables = [table for table in options.drop_tables if table != "MATH"]
    font = TTFont(source)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=used)
    worker.subset(font)
    font.flavor = "woff2"
    font.save(target)


def rewrite(page, site):
    """Tulis ulang kepala dan gambar sebuah halaman."""
    html = page.read_text(encoding="utf-8")
    html = one_stylesheet(html, site)
    html = PRELOAD.sub("", html)
    html = one_viewport(html)
    is_search = page.name == "search.html"
    html = ANY_SCRIPT.sub(lambda match: keep_script(match, is_search), html)
    html = SCRIPT.sub(r"<script defer \1></script>\n", html)
    html = TABLE.sub('<table tabindex="0" ', html)
    html = html.replace('role="doc-biblioentry"', 'role="listitem"')  # peran usang
    html = PNG.sub(r"\1.webp", html)
    html = IMAGE.sub(lambda match: sized_image(match, site / "_images"), html)
    page.write_text(html, encoding="utf-8")


def one_stylesheet(html, site):
    """Ganti semua gaya dengan satu berkas; sidik jarinya memperbarui tembolok peramban."""
    found = STYLESHEET.search(html)
    if not found:
        return html
    digest = hashlib.sha256((site / "_static" / STYLE).read_bytes()).hexdigest()[:8]
    link = f'<link rel="stylesheet" href="{found[1]}{STYLE}?v={digest}">'
    start = found.start()
    return html[:start] + link + STYLESHEET.sub(keep_style, html[start:])


def one_viewport(html):
    """Sphinx, docutils, dan tema masing-masing menulis `viewport`; satu cukup."""
    first = VIEWPORT.search(html)
    return html[: first.end()] + VIEWPORT.sub("", html[first.end() :]) if first else html


def keep_style(match):
    """Gaya yang tidak ikut disatukan tetap dimuat."""
    return "" if any(fnmatch(match[2], name) for name in REPLACED) else match[0]


def keep_script(match, is_search):
    """Skrip yang tetap dimuat sebuah halaman."""
    name = match[1].split("?")[0]
    if name.endswith(DROPPED) or (not is_search and name.endswith(SEARCH_ONLY)):
        return ""
    return match[0]


def sized_image(match, folder):
    """Gambar dengan ukuran aslinya dan pemuatan yang ditunda, juga bila ia bergerak."""
    before, source, name, after, close = match.groups()
    attributes = f"{before}{after}"
    path = folder / name
    added = []
    if path.suffix != ".svg" and not re.search(r"\b(width|height)=", attributes):
        with Image.open(path) as image:
            added.append(f'width="{image.width}" height="{image.height}"')
    is_new = "loading=" not in attributes
    if is_new:
        added.append('loading="lazy"')
    extra = "".join(f" {item}" for item in added)
    image = f'<img{before}src="{escape(source)}"{extra}{after}{close}>'
    return with_still(image, source) if is_new and still_of(path).is_file() else image


def with_still(image, source):
    """Gambar bergerak yang diam bagi pembaca yang mematikan gerak di perangkatnya."""
    still = escape(still_of(PurePosixPath(source)).as_posix())
    media = "(prefers-reduced-motion: reduce)"
    return f'<picture><source media="{media}" srcset="{still}">{image}</picture>'


def setup(app):
    """Daftarkan ekstensi."""
    # Sesudah tema menulis pygments.css (500), sebelum salindia (700).
    app.connect("build-finished", lighten, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

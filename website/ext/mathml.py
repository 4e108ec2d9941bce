r"""Rumus menjadi MathML saat situs dibangun; peramban tidak memuat skrip rumus apa pun.

TeX diterjemahkan oleh MathJax 3.2.2 (Apache-2.0) dari paket PyPI ``django-static-mathjax``, yang
dijalankan QuickJS (``quickjs-ng``, MIT) di dalam Python: tanpa Node, tanpa jaringan, dan
penerjemahnya sama dengan yang dahulu dikirim ke peramban. Latex2mathml 3.81 tidak dipakai: ia salah
pada `aligned`, `\sim`, dan `\arg`.

MathML Core, yang didukung Chromium, lebih sempit daripada keluaran MathJax. Karena itu huruf
tebal dan *blackboard* diganti huruf Unicode, perataan kolom dipindahkan ke setiap sel, dan koma
desimal digabung dengan bilangannya.
"""

import json
import unicodedata
from functools import cache
from importlib.resources import files

import quickjs
from docutils import nodes
from lxml import etree
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)

SCRIPTS = ("startup.js", "core.js", "adaptors/liteDOM.js", "input/tex-full.js")
BEFORE = """
globalThis.window = globalThis;
globalThis.global = globalThis;
globalThis.MathJax = {config: {}};
"""
AFTER = """
const parts = MathJax._;
parts.handlers.html_ts.RegisterHTMLHandler(parts.adaptors.liteAdaptor.liteAdaptor());
const reader = new parts.input.tex_ts.TeX({
  packages: ["base", "ams", "newcommand"],
  formatError: (_, error) => { throw new Error(error.message); },
});
const page = parts.mathjax.mathjax.document("", {InputJax: reader});
const writer = new parts.core.MmlTree.SerializedMmlVisitor.SerializedMmlVisitor();
const end = parts.core.MathItem.STATE.CONVERT;
// normalize() meratakan teks sambungan, yang tidak dikenal pengikat Python.
globalThis.translate = (tex, display) =>
  writer.visitTree(page.convert(tex, {display, end})).normalize();
"""
NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ALPHABETS = {
    "bold": "BOLD",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "-tex-calligraphic": "SCRIPT",
    "bold-italic": "BOLD ITALIC",
}
ACCENTS = {"^": "\u02c6", "~": "\u02dc", "\u00af": "\u00af", "\u02d9": "\u02d9"}
SIDES = {"left": "kiri", "right": "kanan"}
DROPPED = ("class", "data-mjx-texclass", "data-mjx-variant", "data-mjx-alternate", "data-latex")


@cache
def translator():
    """Mesin QuickJS yang sudah memuat penerjemah TeX."""
    engine = quickjs.Context()
    engine.eval(BEFORE)
    for name in SCRIPTS:
        engine.eval((files("mathjax") / "static/mathjax/es5" / name).read_text(encoding="utf-8"))
    engine.eval(AFTER)
    return engine


@cache
def mathml(tex, display=False):
    """Unsur `<math>` untuk satu rumus.

    Args:
        tex: rumus dalam TeX, tanpa pembatas.
        display: benar bila rumus berdiri sendiri.

    Returns:
        Teks HTML.

    Raises:
        ValueError: bila TeX tidak dikenal.
    """
    try:
        made = translator().eval(f"translate({json.dumps(tex)}, {json.dumps(display)})")
    except quickjs.JSException as error:
        raise ValueError(f"Rumus tidak dikenal: {tex} ({error})") from error
    root = etree.fromstring(made, etree.XMLParser(remove_blank_text=True))
    for element in root.iter():
        element.tag = etree.QName(element).localname
    for repair in REPAIRS:
        repair(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode", with_tail=False)


def join_decimals(root):
    """Gabungkan `0{,}45` menjadi satu bilangan; koma operator memberi jarak."""
    for group in list(root.iter("mrow", "TeXAtom")):
        before, after = group.getprevious(), group.getnext()
        alone = len(group) == 1 and group[0].tag == "mo" and group[0].text == ","
        if alone and before is not None and after is not None and before.tag == "mn":
            if after.tag == "mn":
                after.text = f"{before.text},{after.text}"
                group.getparent().remove(before)
                group.getparent().remove(group)
            elif after.tag in {"msup", "msub"} and after[0].tag == "mn":
                after[0].text = f"{before.text},{after[0].text}"
                group.getparent().remove(before)
                group.getparent().remove(group)


def use_unicode_letters(root):
    """Ganti `mathvariant`, yang di MathML Core hanya mengenal `normal`, dengan huruf Unicode."""
    for element in root.iter("mi", "mn", "mo", "mtext"):
        variant = element.get("data-mjx-variant") or element.get("mathvariant")
        if variant in ALPHABETS:
            del element.attrib["mathvariant"]
            element.text = "".join(styled(letter, ALPHABETS[variant]) for letter in element.text)


def styled(letter, alphabet):
    """Huruf `letter` dalam abjad matematika, atau huruf itu sendiri bila tidak ada."""
    name = unicodedata.name(letter, "")
    name = name.replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    for candidate in (f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter


def mark_accents(root):
    """Tandai topi dan sejenisnya agar ukurannya tidak mengecil seperti pangkat."""
    for element in root.iter("mover"):
        mark = element[1]
        if mark.tag == "mo" and mark.text in ACCENTS:
            mark.text = ACCENTS[mark.text]
            element.set("accent", "true")


def align_cells(root):
    """Pindahkan perataan kolom dari tabel ke kelas setiap selnya."""
    for table in root.iter("mtable"):
        sides = table.attrib.pop("columnalign", "").split()
        for name in ("columnspacing", "rowspacing", "displaystyle"):
            table.attrib.pop(name, None)
        if sides:
            table.set("displaystyle", "true")
        for row in table.iter("mtr"):
            for number, cell in enumerate(row.findall("mtd")):
                side = sides[number % len(sides)] if sides else ""
                if side in SIDES:
                    cell.set("data-sisi", SIDES[side])


def space_functions(root):
    """Beri jarak antara nama fungsi dan argumennya, kecuali argumen berkurung."""
    for apply in list(root.iter("mo")):
        following = apply.getnext()
        if (
            apply.text == "\u2061"
            and following is not None
            and not "".join(following.itertext()).startswith(("(", "[", "{"))
        ):
            apply.addnext(etree.Element("mspace", width="0.167em"))


def drop_private(root):
    """Buang atribut yang hanya berarti bagi MathJax."""
    for element in root.iter():
        for name in DROPPED:
            element.attrib.pop(name, None)


REPAIRS = (
    join_decimals,
    use_unicode_letters,
    mark_accents,
    align_cells,
    space_functions,
    drop_private,
)


def translated(node, tex, display):
    """MathML sebuah simpul; rumus yang tidak dikenal menjadi peringatan bangun."""
    try:
        return mathml(tex, display)
    except ValueError as error:
        logger.warning("%s", error, location=node)
        return ""


def visit_inline(self, node):
    """Tulis rumus sebaris."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(f"{translated(node, node.astext(), False)}</span>")
    raise nodes.SkipNode


def visit_display(self, node):
    """Tulis rumus yang berdiri sendiri, dengan nomor bila ada."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Tautan ke persamaan ini")
        self.body.append("</span>")
    tex = node.astext() if node["nowrap"] else wrapped(node.astext())
    formula = translated(node, tex, True)
    self.body.append(f'<div class="rumus" tabindex="0">{formula}</div></div>\n')
    raise nodes.SkipNode


def wrapped(tex):
    r"""Rumus beberapa baris menurut aturan Sphinx: `\\` berarti `split`."""
    parts = [part.strip() for part in tex.split("\n\n") if part.strip()]
    lines = [f"\\begin{{split}}{part}\\end{{split}}" if r"\\" in part else part for part in parts]
    joined = r"\\".join(lines)
    return joined if len(lines) == 1 else f"\\begin{{aligned}}{joined}\\end{{aligned}}"


def setup(app):
    """Daftarkan ekstensi."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("config-inited", lambda app, config: choose(config), priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def choose(config):
    """Pakai penyaji ini walaupun Jupyter Book memasang `sphinx.ext.mathjax`."""
    config.html_math_renderer = "mathml"

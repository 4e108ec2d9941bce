"""Sitasi dan daftar pustaka berbahasa Indonesia: "dan", "dkk.", "Dalam", "hlm.", "edisi"."""

from dataclasses import dataclass, field

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.template import Node, sentence
from pybtex.style.template import field as bib_field
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

WORDS = {
    " and ": " dan ",
    ", and ": ", dan ",
    "In": "Dalam",
    "of": "dari",
    "in": "dalam",
    "pages": "hlm.",
    "chapter": "bab",
    "edition": "edisi",
    "editor": "penyunting",
    "editors": "para penyunting",
    "volume": "volume",
    "number": "nomor",
    "Number": "Nomor",
    "Master's thesis": "Tesis magister",
    "PhD thesis": "Disertasi doktor",
    "Technical Report": "Laporan teknis",
    " (visited on ": " (diakses ",
}


def translate_template(node):
    """Terjemahkan kata Inggris di seluruh pohon templat pybtex."""
    if isinstance(node, str):
        return WORDS.get(node, node)
    if isinstance(node, list):
        return [translate_template(child) for child in node]
    if not isinstance(node, Node):
        return node
    translated = Node(node.name, node.f)
    translated.args = node.args
    translated.kwargs = {key: translate_template(value) for key, value in node.kwargs.items()}
    translated.children = translate_template(node.children)
    return translated


class IndonesianStyle(AlphaStyle):
    """Gaya daftar pustaka: urut pengarang dan tahun, judul dipertahankan seperti di berkas .bib."""

    def format_title(self, entry, which_field, as_sentence=True):
        """Kembalikan judul tanpa mengubah huruf besar-kecilnya."""
        title = bib_field(which_field)
        return sentence[title] if as_sentence else title

    def format_entry(self, label, entry, bib_data=None):
        """Kembalikan satu entri dengan kata penghubung bahasa Indonesia."""
        template = translate_template(getattr(self, f"get_{entry.type}_template")(entry))
        text = template.format_data({"entry": entry, "style": self, "bib_data": bib_data})
        return FormattedEntry(entry.key, text, label)


def indonesian_persons():
    """Aturan penulisan nama pengarang di dalam kalimat."""
    return PersonStyle(sep2=" dan ", last_sep=", dan ", other=" dkk.")


def round_brackets():
    """Kurung di sekeliling tahun atau sitasi."""
    return BracketStyle(left="(", right=")")


@dataclass
class IndonesianAuthorYear(AuthorYearReferenceStyle):
    """Sitasi pengarang-tahun: "Goodfellow dkk. (2014)"."""

    bracket_textual: BracketStyle = field(default_factory=round_brackets)
    bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
    person: PersonStyle = field(default_factory=indonesian_persons)


def setup(app):
    """Daftarkan kedua gaya ke pybtex dan sphinxcontrib-bibtex."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "indonesian", IndonesianStyle)
    sphinxcontrib.bibtex.plugin.register_plugin(
        "sphinxcontrib.bibtex.style.referencing", "indonesian_author_year", IndonesianAuthorYear
    )
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Mengurai Markdown buku (MyST) menjadi judul dan prosa, dengan pustaka yang sama dengan situs."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
DIRECTIVE = re.compile(r"\{([\w:-]+)\}")
BOX_TITLE = re.compile(r"\{admonition\} +(.+)")
DIRECTIVE_OPTIONS = re.compile(r"\A(---\n[\s\S]*?\n---\n|(?::[\w-]+:.*\n?)+)")
WORDLESS_DIRECTIVES = {
    "automodule",
    "bibliography",
    "code",
    "code-block",
    "code-cell",
    "literalinclude",
    "math",
    "tableofcontents",
    "toctree",
}
RESULT_OF_FORMULA = re.compile(
    r"(?:^|=|<|>|\\(?:approx|simeq|sim|to|le|ge|leq|geq)\b)\s*(-?\d[\d{},.]*)\s*(\\?%)?$"
)
# Pengganti satu huruf bagi yang bukan prosa (kode, tautan, rujukan) dan bagi komentar.
OPAQUE, MARK = "\ufffc", "\ue000"


def headings(sources):
    """Judul-judul dalam urutan tampil; judul kotak `{admonition}` dihitung setingkat `##`.

    Args:
        sources: daftar teks Markdown.

    Returns:
        Daftar `(tingkat, teks)`.
    """
    found = []
    for source in sources:
        tokens = _parser().parse(source)
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            if token.type == "heading_open":
                found.append((int(token.tag[1]), following.content))
            elif box := BOX_TITLE.fullmatch(token.info.strip()):
                found.append((2, box[1]))
    return found


def paragraphs(source):
    """Prosa sebuah teks Markdown: paragraf, butir, sel tabel, dan isi direktif.

    Judul, blok kode, dan rumus yang berdiri sendiri dilewati. Kode sebaris, tautan, rujukan,
    dan rumus sebaris menjadi `OPAQUE`, tetapi bilangan hasil di akhir rumus sebaris (`$D =
    0{,}45$`) tetap teks; komentar HTML menjadi `MARK`.

    Args:
        source: teks Markdown.

    Returns:
        Daftar `(teks, komentar)`; komentar ke-i milik `MARK` ke-i di dalam teks.
    """
    found, in_heading = [], False
    for token in _parser().parse(source):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and not in_heading:
            found.append(_flatten(token.children))
        elif token.type in ("fence", "colon_fence"):
            found += _directive_paragraphs(token)
    return found


def _parser():
    parser = MarkdownIt("commonmark")
    for plugin in (
        amsmath_plugin,
        colon_fence_plugin,
        dollarmath_plugin,
        front_matter_plugin,
        myst_block_plugin,
        myst_role_plugin,
    ):
        parser.use(plugin)
    return parser


def _directive_paragraphs(token):
    name = DIRECTIVE.match(token.info.strip())
    if name is None or name[1] in WORDLESS_DIRECTIVES:
        return []
    return paragraphs(DIRECTIVE_OPTIONS.sub("", token.content, count=1))


def _flatten(tokens):
    text, comments, link_depth = [], [], 0
    for token in tokens:
        link_depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        comment = COMMENT.fullmatch(token.content) if token.type == "html_inline" else None
        if comment:
            comments.append(comment[1].strip())
            text.append(MARK)
        elif link_depth or token.type in ("code_inline", "myst_role", "image"):
            text.append(OPAQUE)
        elif token.type in ("softbreak", "hardbreak"):
            text.append(" ")
        elif token.type == "math_inline":
            text.append(_formula_result(token.content))
        elif token.type == "text":
            text.append(token.content)
    return "".join(text), comments


def _formula_result(latex):
    result = RESULT_OF_FORMULA.search(latex.strip())
    return OPAQUE + re.sub("[{}]", "", result[1]) if result else OPAQUE

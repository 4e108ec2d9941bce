"""Markdown MyST menjadi Markdown biasa yang tampil benar di Colab.

Naskah diurai oleh pengurai MyST yang juga membangun situs; yang diganti hanya potongan yang
tidak dikenal Colab, sisanya tidak disentuh. Yang belum dikenal di sini ditolak, tidak dibiarkan
tampil mentah.
"""

import re
from functools import cache

import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from colab_links import StagingError
from tasks import ROOT

ADMONITIONS = {
    "admonition": "",
    "note": "Catatan",
    "tip": "Kiat",
    "important": "Penting",
    "warning": "Peringatan",
}
OPTION = re.compile(r":([\w-]+): *(.*)")
TITLED_ROLE = re.compile(r"(.+?)\s*<(.+)>", re.DOTALL)


@cache
def parser():
    """Pengurai dengan ekstensi MyST yang sama dengan situs."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    extensions = set(settings["parse"]["myst_enable_extensions"])
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def convert(text, docname, links):
    """Ganti unsur MyST di satu sel dengan Markdown biasa.

    Args:
        text: isi sel Markdown.
        docname: halaman asal sel, misalnya `"book/gan/dcgan"`.
        links: :class:`colab_links.SiteLinks`.

    Returns:
        Markdown biasa.

    Raises:
        StagingError: bila ada unsur MyST yang tidak dikenal, atau rujukan tanpa sasaran.
    """
    return Conversion(text, docname, links).run()


class Conversion:
    """Penelusuran satu teks dari depan ke belakang; `cursor` menandai yang sudah dilewati."""

    def __init__(self, text, docname, links):
        self.text, self.docname, self.links = text, docname, links
        self.cursor, self.done, self.kept = 0, 0, []
        lengths = [len(line) for line in text.splitlines(keepends=True)]
        self.starts = [sum(lengths[:i]) for i in range(len(lengths) + 1)]

    def run(self):
        """Telusuri semua token dan kembalikan teks hasilnya."""
        for token in parser().parse(self.text):
            if token.type == "inline":
                for child in token.children:
                    self.inline(child)
            else:
                self.block(token)
        return "".join([*self.kept, self.text[self.done :]]).strip("\n")

    def block(self, token):
        """Ganti satu blok bila tidak dikenal Colab."""
        directive = re.match(r"\{(.+?)\}(.*)", token.info) if "fence" in token.type else None
        if directive:
            self.replace_lines(token, self.directive(*directive.groups(), token.content))
        elif token.type in ("math_block_label", "amsmath"):
            self.replace_lines(token, f"$$\n{token.content.strip()}\n$$\n")
        elif token.type in ("myst_line_comment", "myst_target") or is_comment(token):
            self.replace_lines(token, "")
        elif token.type in ("fence", "colon_fence", "code_block", "math_block"):
            self.cursor = self.starts[token.map[1]]

    def inline(self, token):
        """Ganti satu unsur di dalam paragraf bila tidak dikenal Colab."""
        if token.type in ("code_inline", "math_inline"):
            self.cursor = self.locate(token.content).end()
        elif token.type == "myst_role":
            raw = self.locate(token.content, rf"\{{{token.meta['name']}\}}(`+)\s*", r"\s*\1")
            self.replace(raw.span(), self.role(token.meta["name"], token.content.strip()))
        elif is_comment(token):
            self.replace(self.locate(token.content).span(), "")
        elif token.type == "link_open" and not re.match(r"\w+:", token.attrs["href"]):
            href = token.attrs["href"]
            link = self.links.relative(href, self.docname)
            self.replace(self.locate(href, r"\]\(").span(), f"]({link}")

    def locate(self, content, before="", after=""):
        """Cari teks asal sebuah token, mulai dari kursor."""
        pattern = before + r"\s+".join(map(re.escape, content.split())) + after
        found = re.compile(pattern).search(self.text, self.cursor)
        if found is None:
            raise StagingError(f"{self.docname}: teks {content!r} tidak ditemukan kembali.")
        return found

    def replace(self, span, new):
        """Ganti satu potongan teks, lalu majukan kursor."""
        start, end = span
        self.kept += [self.text[self.done : start], new]
        self.done = self.cursor = end

    def replace_lines(self, token, new):
        """Ganti baris-baris satu blok; blok di dalam daftar atau kutipan ditolak."""
        start, end = self.starts[token.map[0]], self.starts[token.map[1]]
        if token.level:
            raise StagingError(
                f"{self.docname}: blok MyST di dalam daftar atau kutipan belum dapat diubah:\n"
                f"{self.text[start:end]}\nKeluarkan blok itu dari daftar."
            )
        self.replace((start, end), new)

    def directive(self, name, argument, content):
        """Bentuk Markdown biasa sebuah direktif."""
        options, body = split_options(content)
        body = convert(body, self.docname, self.links)
        title = convert(argument.strip(), self.docname, self.links)
        if name == "exercise":
            link = self.links.reference("ref", options["label"], self.docname)[0]
            return f"### Latihan: {title}\n\n[Soal ini di situs]({link})\n\n{body}\n"
        if name == "demo":
            link = f"{self.links.page(self.docname)}#demo-{argument.strip()}"
            return f"[Demo ini berjalan di situs]({link})\n\n{body}\n"
        if name in ADMONITIONS:
            quoted = "\n".join(f"> {line}".rstrip() for line in body.splitlines())
            return f"> **{title or ADMONITIONS[name]}**\n>\n{quoted}\n"
        raise StagingError(
            f"{self.docname} memakai direktif {{{name}}}, yang belum dikenal penerbitan. Tambahkan "
            "bentuk biasanya di tools/colab_markdown.py."
        )

    def role(self, name, content):
        """Bentuk Markdown biasa sebuah peran."""
        if name in ("cite:p", "cite:t"):
            keys = [key.strip() for key in content.split(",")]
            cited = [self.links.citation(key, self.docname) for key in keys]
            if name == "cite:p":
                return f"({'; '.join(f'[{who}, {year}]({url})' for who, year, url in cited)})"
            return ", ".join(f"{who} ([{year}]({url}))" for who, year, url in cited)
        if name in ("term", "ref", "doc"):
            titled = TITLED_ROLE.fullmatch(content)
            text, target = titled.groups() if titled else (None, content)
            url, title = self.links.reference(name, target, self.docname)
            return f"[{text or (content if name == 'term' else title)}]({url})"
        raise StagingError(
            f"{self.docname} memakai peran {{{name}}}, yang belum dikenal penerbitan. Tulis tautan "
            "biasa, atau tambahkan bentuk biasanya di tools/colab_markdown.py."
        )


def is_comment(token):
    """Apakah token ini komentar HTML, misalnya pengikat bilangan."""
    return token.type in ("html_block", "html_inline") and token.content.startswith("<!--")


def split_options(content):
    """Pisahkan pilihan di awal direktif dari isinya.

    Args:
        content: isi direktif: baris `:nama: nilai`, lalu isinya.

    Returns:
        Pasangan `dict` pilihan dan isi.
    """
    lines, options = content.splitlines(), {}
    while lines and (option := OPTION.fullmatch(lines[0])):
        options[option[1]] = option[2].strip()
        lines.pop(0)
    return options, "\n".join(lines)

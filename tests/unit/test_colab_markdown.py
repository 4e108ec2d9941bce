"""Markdown MyST menjadi Markdown biasa: hasilnya diurai lagi dan tidak memuat unsur MyST."""

import zlib

import pytest

from colab_links import SiteLinks, StagingError
from colab_markdown import convert, parser

SITE = "https://kampus.example/buku"
HERE = "book/gan/dcgan"
INVENTORY = """\
peluang std:term 1 book/glosarium.html#term-peluang -
dcgan-latihan-satu std:label 1 book/gan/dcgan.html#$ Latihan
book/gan/dcgan std:doc 1 book/gan/dcgan.html DCGAN
book/gan/teori std:doc 1 book/gan/teori.html Teori GAN
book/pustaka std:doc 1 book/pustaka.html Pustaka
"""
BIBLIOGRAPHY = """
@article{satu, author={Goodfellow, Ian}, title={A}, journal={J}, year={2014}}
@article{dua, author={Radford, Alec and Metz, Luke}, title={B}, journal={J}, year={2016}}
@article{tiga, author={Li, A. and Wu, B. and Xu, C.}, title={C}, journal={J}, year={2017}}
"""
CITED = f"{SITE}/book/pustaka.html#pustaka-"
TERM = f"{SITE}/book/glosarium.html#term-peluang"


@pytest.fixture(scope="module")
def links(tmp_path_factory):
    folder = tmp_path_factory.mktemp("situs")
    head = b"# Sphinx inventory version 2\n# Project: b\n# Version: 1\n# zlib\n"
    (folder / "objects.inv").write_bytes(head + zlib.compress(INVENTORY.encode()))
    (folder / "pustaka.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    return SiteLinks(folder / "objects.inv", folder / "pustaka.bib", SITE)


CASES = {
    "istilah": ("{term}`peluang`", f"[peluang]({TERM})"),
    "istilah berjudul": ("*{term}`Peluang besar <peluang>`*", f"*[Peluang besar]({TERM})*"),
    "istilah dua baris": ("{term}`Peluang\nbesar <peluang>`", f"[Peluang besar]({TERM})"),
    "sitasi": ("{cite:p}`satu`", f"([Goodfellow, 2014]({CITED}satu))"),
    "dua sitasi": (
        "{cite:p}`dua, tiga`",
        f"([Radford dan Metz, 2016]({CITED}dua); [Li dkk., 2017]({CITED}tiga))",
    ),
    "sitasi di kalimat": ("{cite:t}`tiga` menulis", f"Li dkk. ([2017]({CITED}tiga)) menulis"),
    "bagian": (
        "{ref}`dcgan-latihan-satu`",
        f"[Latihan]({SITE}/book/gan/dcgan.html#dcgan-latihan-satu)",
    ),
    "halaman": ("{doc}`teori`", f"[Teori GAN]({SITE}/book/gan/teori.html)"),
    "tautan relatif": ("[bab](../gan/teori.ipynb#a)", f"[bab]({SITE}/book/gan/teori.html#a)"),
    "jangkar": ("[atas](#rangkuman)", f"[atas]({SITE}/book/gan/dcgan.html#rangkuman)"),
    "tautan luar": ("[a](https://b.c/d) <https://e.f>", "[a](https://b.c/d) <https://e.f>"),
    "komentar": ("0,5<!-- cell:D --> dan $D = 1$<!-- calc:1 -->.", "0,5 dan $D = 1$."),
    "kode dibiarkan": (
        "`` {term}`peluang` `` lalu {term}`peluang`, `<!-- a -->` dan 1<!-- a -->",
        f"`` {{term}}`peluang` `` lalu [peluang]({TERM}), `<!-- a -->` dan 1",
    ),
    "blok kode dibiarkan": (
        "```\n{term}`peluang`\n```\n\n{term}`peluang`",
        f"```\n{{term}}`peluang`\n```\n\n[peluang]({TERM})",
    ),
    "tabel": (
        "| a |\n|---|\n| {term}`peluang` 2<!-- x --> |",
        f"| a |\n|---|\n| [peluang]({TERM}) 2 |",
    ),
    "rumus berlabel": ("$$\na < b\n$$ (nama)", "$$\na < b\n$$"),
    "sasaran dan komentar baris": ("% catatan\n\n(nama)=\n## Judul", "## Judul"),
    "peringatan": ("```{warning}\nAwas.\n\nDua.\n```", "> **Peringatan**\n>\n> Awas.\n>\n> Dua."),
    "kotak lipat": (
        ":::{admonition} Judul {term}`peluang`\n:class: dropdown\n\n1. satu\n:::",
        f"> **Judul [peluang]({TERM})**\n>\n> 1. satu",
    ),
    "demo": (
        ":::{demo} gan2d\n:picture: a.webp\n:alt: Titik.\nDua {term}`peluang`.\n:::",
        f"[Demo ini berjalan di situs]({SITE}/book/gan/dcgan.html#demo-gan2d)"
        f"\n\nDua [peluang]({TERM}).",
    ),
    "latihan": (
        "Kata.\n\n:::{exercise} Judul $x$\n:label: dcgan-latihan-satu\n\nIsi.\n:::\n\nSesudah.",
        "Kata.\n\n### Latihan: Judul $x$\n\n[Soal ini di situs]"
        f"({SITE}/book/gan/dcgan.html#dcgan-latihan-satu)\n\nIsi.\n\nSesudah.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_conversion(links, case):
    text, expected = CASES[case]
    assert convert(text, HERE, links) == expected


@pytest.mark.parametrize("case", CASES)
def test_converting_again_changes_nothing(links, case):
    once = convert(CASES[case][0], HERE, links)
    assert convert(once, HERE, links) == once
    tokens = [each for token in parser().parse(once) for each in (token, *(token.children or []))]
    assert not [token for token in tokens if "myst" in token.type or "{" in token.info]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (":::{figure} a.png\nJudul\n:::", "{figure}"),
        ("{numref}`gambar`", "{numref}"),
        ("{term}`tidak ada`", "tidak ada"),
        ("{cite:p}`tidakada`", "tidakada"),
        ("[x](../gan/hilang.ipynb)", "book/gan/hilang"),
        ("- butir\n\n  ```{warning}\n  Awas.\n  ```", "daftar"),
    ],
)
def test_the_unknown_is_refused_not_left_raw(links, text, named):
    with pytest.raises(StagingError) as error:
        convert(text, HERE, links)
    assert named in str(error.value)
    assert HERE in str(error.value)

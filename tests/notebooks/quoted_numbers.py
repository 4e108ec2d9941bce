"""Bilangan dalam prosa: setiap hasil ukur terikat pada keluaran, catatan pelatihan, atau sumber.

Ikatan adalah komentar HTML tepat sesudah bilangan (dan satuannya, paling banyak dua kata):

    0,45<!-- cell:D pada kesetimbangan -->      baris keluaran berlabel itu mencetak bilangannya
    12 menit<!-- run:dcgan-mnist:minutes -->    kunci di zoo/dcgan-mnist/manifest.json
    20 kali<!-- ukur:kills:kills -->            kunci di measurements/kills.json,
                                               atau di src/generatif/measured/
    2,3 bit<!-- source:goodfellow2014 -->       kunci di book/pustaka.bib
    468 langkah<!-- calc:60000 // 128 -->       hasil hitung; boleh memakai log, exp, sqrt
    40 menit<!-- given:perkiraan lama baca -->  tidak diukur; alasannya disebut

Tanpa ikatan boleh: cacah sampai 12 tanpa satuan ukur, tetapan yang tertulis di kode bab, tahun,
tanggal, versi, dan apa pun di dalam kode, tautan, judul, serta rumus. Lama waktu dan ukuran
berkas selalu terikat. Bilangan hasil di akhir rumus sebaris, seperti 0,45 pada `$D = 0{,}45$`,
diperlakukan seperti bilangan dalam teks.
"""

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal

from chapters import BOOK, ROOT
from markdown_prose import MARK, OPAQUE, paragraphs

ZOO = ROOT / "zoo"
MEASUREMENTS = ROOT / "measurements"
SHIPPED = ROOT / "src" / "generatif" / "measured"
BIBLIOGRAPHY = BOOK / "pustaka.bib"
LARGEST_COUNT = 12
MIN_REASON_LENGTH = 10

BINDING = re.compile(r"(cell|run|ukur|calc|source|given):\s*(.+)", re.DOTALL)
UNIT_BEFORE_BINDING = re.compile(r"\s?%?(?:\s?[^\W\d]+){0,2}[)\s]*")
LABEL_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")

ARITHMETIC = re.compile(r"(?:[\d\s.+\-*/%()]|log|exp|sqrt)+")
DIGITS = re.compile(r"(?<![A-Za-z_\d])\d+(?:[.,]\d+)*")
INDONESIAN = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<fraction>\d+))?")
PRINTED = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
MINUS = re.compile(rf"(?:^|[\s(\[=≈{OPAQUE}])[-−]$")
SIZE_SIGN = re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)")
INTERVAL = re.compile(r"\[\s*[-−]?\d+\s*[,;]\s*\d+\s*[\])]|\(\s*[-−]?\d+\s*[,;]\s*\d+\s*\]")

PERCENT = re.compile(r"\s?(?:%|persen\b)")
TIME_OR_SIZE = re.compile(r"\s?(?:detik|menit|jam|hari|[kMG]B|ms|s)\b")
MEASURED = re.compile(r"\s?(?:%|(?:persen|epoch|langkah|kali|poin|titik)\b)")
MONTH = (
    r"(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)"
)
BEFORE_DATED_YEAR = re.compile(rf"\b(?:tahun|{MONTH}) $")
BEFORE_CITED_YEAR = re.compile(r"(?:\(|[^\W\d]\.?, )$")
AFTER_CITED_YEAR = re.compile(r"[);,]")
AFTER_DAY = re.compile(rf" {MONTH}\b")
BEFORE_VERSION = re.compile(
    r"(?:Python|TensorFlow|Keras|NumPy|Matplotlib|ipywidgets|Sphinx|Book|BY-SA|BY|arXiv|versi|nomor)"
    r"[\s:]+(?:\d[\d.]*(?:\s?(?:–|-|,|sampai|hingga|dan|atau)\s?)+)*$"
)
BEFORE_NAMED_NUMBER = re.compile(r"[A-Z][A-Za-z]*-$")

HOW_TO_BIND = (
    "Cara mengikat: cetak bilangannya di sel yang dibandingkan, lalu tulis "
    "<!-- cell:label barisnya --> tepat sesudahnya; atau pakai run:, ukur:, calc:, source:, given: "
    "(lihat CONTRIBUTING.md)."
)


class BindingError(Exception):
    """Ikatan tidak menunjuk sebuah bilangan."""


@dataclass(frozen=True)
class Evidence:
    """Yang dapat dirujuk prosa satu halaman: baris keluaran dan tetapan di kodenya."""

    printed_lines: list
    constants: set


@dataclass(frozen=True)
class Quote:
    """Satu bilangan di dalam paragraf `paragraph`, pada posisi [start, end)."""

    paragraph: str
    start: int
    end: int

    @property
    def text(self):
        """Bilangan seperti tertulis."""
        return self.paragraph[self.start : self.end]

    @property
    def before(self):
        """Teks sebelum bilangan."""
        return self.paragraph[: self.start]

    @property
    def after(self):
        """Teks sesudah bilangan."""
        return self.paragraph[self.end :]

    @property
    def is_indonesian(self):
        """Apakah ditulis dengan koma desimal dan titik ribuan."""
        return INDONESIAN.fullmatch(self.text) is not None

    @property
    def value(self):
        """Nilai bilangan, bertanda."""
        magnitude = Decimal(self.text.replace(".", "").replace(",", "."))
        return -magnitude if MINUS.search(self.before) else magnitude

    @property
    def half_unit(self):
        """Setengah satuan angka terakhir: batas pembulatan yang wajar."""
        fraction = INDONESIAN.fullmatch(self.text)["fraction"] or ""
        return Decimal(5).scaleb(-len(fraction) - 1)

    def __str__(self):
        """Bilangan beserta beberapa kata di sekitarnya."""
        nearby = self.paragraph[max(0, self.start - 30) : self.end + 20]
        return f"'{self.text}' dalam '...{nearby.replace(MARK, '').replace(OPAQUE, '…')}...'"


def number_violations(sources, evidence):
    """Periksa semua bilangan dalam prosa satu halaman.

    Args:
        sources: daftar teks Markdown.
        evidence: :class:`Evidence` halaman itu.

    Returns:
        Daftar pelanggaran.
    """
    return [
        violation
        for source in sources
        for text, comments in paragraphs(source)
        for violation in _paragraph_violations(text, comments, evidence)
    ]


def bound_value(binding, evidence):
    """Nilai yang ditunjuk sebuah ikatan.

    Args:
        binding: isi komentar, misalnya `cell:rerata loss`.
        evidence: :class:`Evidence` halaman itu.

    Returns:
        `Decimal`, atau `None` bagi ikatan yang tidak berisi nilai (`source`, `given`).

    Raises:
        BindingError: bila yang ditunjuk tidak ada atau bukan bilangan.
    """
    kind, target = BINDING.fullmatch(binding).groups()
    if kind == "cell":
        return _printed_value(target, evidence.printed_lines)
    if kind in ("run", "ukur"):
        return _recorded_value(kind, target)
    if kind == "calc":
        return _calculated_value(target)
    if kind == "source" and f"{{{target}," not in BIBLIOGRAPHY.read_text(encoding="utf-8"):
        raise BindingError(f"kunci '{target}' tidak ada di {BIBLIOGRAPHY.name}")
    if kind == "given" and len(target) < MIN_REASON_LENGTH:
        raise BindingError(f"alasan '{target}' terlalu pendek; sebutkan asal bilangannya")
    return None


def _paragraph_violations(text, comments, evidence):
    text = INTERVAL.sub(OPAQUE, SIZE_SIGN.sub(" × ", text))
    quotes = [Quote(text, *match.span()) for match in DIGITS.finditer(text)]
    violations, bound = [], []
    marks = (match.start() for match in re.finditer(MARK, text))
    for position, comment in zip(marks, comments, strict=True):
        if BINDING.fullmatch(comment) is None:
            continue
        quote = _quote_before(position, quotes)
        bound.append(quote)
        violations += _binding_violations(quote, comment, evidence)
    return violations + [
        f"{quote}: {'belum terikat' if quote.is_indonesian else 'tulis desimal dengan koma'}"
        for quote in quotes
        if quote not in bound and not _may_stay_unbound(quote, evidence.constants)
    ]


def _quote_before(position, quotes):
    for quote in reversed(quotes):
        if quote.end <= position:
            between = quote.paragraph[quote.end : position]
            return quote if UNIT_BEFORE_BINDING.fullmatch(between) else None
    return None


def _binding_violations(quote, binding, evidence):
    if quote is None:
        return [f"ikatan '{binding}' tidak didahului bilangan"]
    if not quote.is_indonesian:
        return [f"{quote}: tulis desimal dengan koma dan ribuan dengan titik"]
    try:
        value = bound_value(binding, evidence)
    except BindingError as error:
        return [f"{quote}: {error}"]
    if value is None or abs(value - quote.value) <= quote.half_unit:
        return []
    return [f"{quote}: menurut '{binding}' nilainya {value}"]


def _printed_value(label, lines):
    pattern = re.compile(".*?".join(map(re.escape, LABEL_GAP.split(label))))
    found = {line: match.end() for line in lines if (match := pattern.search(line))}
    if len(found) != 1:
        raise BindingError(
            f"label '{label}' harus ada di tepat satu baris keluaran sel yang dibandingkan, "
            f"tetapi ditemukan {len(found)}: {sorted(found)}"
        )
    ((line, end),) = found.items()
    number = PRINTED.search(line[end:])
    if number is None:
        raise BindingError(f"tidak ada bilangan sesudah label '{label}' di baris '{line}'")
    return Decimal(number[0].replace(",", ""))


def _recorded_value(kind, target):
    name, _, key = target.partition(":")
    path = ZOO / name / "manifest.json" if kind == "run" else MEASUREMENTS / f"{name}.json"
    if kind == "ukur" and not path.is_file():
        path = SHIPPED / path.name
    place = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise BindingError(f"{place} tidak ada")
    value = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    for part in key.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise BindingError(f"kunci '{key}' di {place} bukan bilangan: {value!r}")
    return Decimal(value)


def _calculated_value(expression):
    if not ARITHMETIC.fullmatch(expression):
        raise BindingError(f"'{expression}' bukan hitungan bilangan dengan log, exp, atau sqrt")
    allowed = {"__builtins__": {}, "log": math.log, "exp": math.exp, "sqrt": math.sqrt}
    try:
        return Decimal(repr(eval(expression, allowed)))
    except (ArithmeticError, SyntaxError, TypeError, ValueError) as error:
        raise BindingError(f"'{expression}' tidak dapat dihitung ({error})") from error


def _may_stay_unbound(quote, constants):
    if BEFORE_VERSION.search(quote.before) or BEFORE_NAMED_NUMBER.search(quote.before):
        return True
    if not quote.is_indonesian:
        return False
    if TIME_OR_SIZE.match(quote.after):
        return False
    return _is_date(quote) or _is_count(quote) or _is_constant(quote, constants)


def _is_date(quote):
    if re.fullmatch(r"\d\d?", quote.text) and AFTER_DAY.match(quote.after):
        return True
    if not re.fullmatch(r"(?:19|20)\d\d", quote.text):
        return False
    cited = BEFORE_CITED_YEAR.search(quote.before) and AFTER_CITED_YEAR.match(quote.after)
    return bool(cited or BEFORE_DATED_YEAR.search(quote.before))


def _is_count(quote):
    whole = quote.text.isdigit() and int(quote.text) <= LARGEST_COUNT
    return whole and not MEASURED.match(quote.after)


def _is_constant(quote, constants):
    values = {quote.value, abs(quote.value)}
    if PERCENT.match(quote.after):
        values |= {value / 100 for value in values}
    return not values.isdisjoint(constants)

"""Peringkat hasil pencarian: BM25 per halaman, bukan hanya ada atau tidaknya kata.

Pencarian bawaan Sphinx memberi nilai sama kepada halaman yang menyebut sebuah kata sekali dan
yang membahasnya. Di sini tiap pasangan kata dan halaman diberi bobot BM25 (Robertson dan Zaragoza,
2009, *The Probabilistic Relevance Framework: BM25 and Beyond*); bobotnya ditulis ke
``_static/search_ranking.js``, yang hanya dimuat halaman pencarian.
"""

import json
import math
from collections import Counter
from pathlib import Path

from sphinx.search import WordCollector, languages

SCRIPT = Path(__file__).with_suffix(".js")
SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 dan b yang lazim pada BM25
TITLE, HEADING = 2.0, 1.0  # tambahan bagi kata di judul halaman dan judul bagian, kali kelangkaan
REFERENCE_PAGES = ("glosarium", "notasi", "referensi-api", "pustaka", "beranda")
REFERENCE_SHARE = 0.4  # halaman rujukan menyebut semua istilah, tetapi tidak menjelaskannya


def count_words(doctree, language):
    """Banyak tiap pangkal kata di sebuah halaman, dan tambahan bagi yang ada di judulnya."""
    collector = WordCollector(doctree, language)
    doctree.walk(collector)
    counts = Counter(stems(collector.found_words, language))
    bonus = {}
    for place, (title, _) in enumerate(collector.found_titles):
        for stem in stems(language.split(title), language):
            bonus.setdefault(stem, HEADING if place else TITLE)
    return counts, bonus


def stems(words, language):
    """Pangkal kata-kata yang masuk indeks."""
    for word in words:
        stem = language.stem(word)
        if language.word_filter(stem):
            yield stem


def weigh(pages):
    """Bobot BM25 setiap pasangan kata dan halaman.

    Args:
        pages: `dict` nama halaman ke pasangan :func:`count_words`.

    Returns:
        `dict` pangkal kata ke `dict` nama halaman ke bobot, dalam perseratus, bilangan bulat.
    """
    lengths = {name: sum(counts.values()) for name, (counts, _) in pages.items()}
    mean = sum(lengths.values()) / len(lengths)
    found_in = Counter(stem for counts, _ in pages.values() for stem in counts)
    weights = {}
    for name, (counts, bonus) in pages.items():
        share = REFERENCE_SHARE if name.rpartition("/")[2] in REFERENCE_PAGES else 1
        damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths[name] / mean)
        for stem, count in counts.items():
            rarity = math.log(1 + (len(pages) - found_in[stem] + 0.5) / (found_in[stem] + 0.5))
            saturated = count * (SATURATION + 1) / (count + damping)
            weight = rarity * (saturated + bonus.get(stem, 0))
            weights.setdefault(stem, {})[name] = round(100 * share * weight)
    return weights


def write_ranking(app, error):
    """Tulis bobot semua halaman beserta skripnya."""
    if error or app.builder.name != "html":
        return
    language = languages["id"](app.config.html_search_options)
    names = sorted(app.env.found_docs)
    weights = weigh({name: count_words(app.env.get_doctree(name), language) for name in names})
    table = {
        stem: {names.index(name): weight for name, weight in sorted(pages.items())}
        for stem, pages in sorted(weights.items())
    }
    data = json.dumps({"pages": names, "weights": table}, separators=(",", ":"))
    script = SCRIPT.read_text(encoding="utf-8")
    target = Path(app.outdir) / "_static" / SCRIPT.name
    target.write_text(f"const RANKING = {data};\n{script}", encoding="utf-8")


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("build-finished", write_ranking)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Pencarian situs dengan pemotongan imbuhan bahasa Indonesia.

Indeks dibuat Python (snowballstemmer), kata yang dicari dipotong di peramban oleh algoritme
Snowball yang sama (``stemmer_id.js``). Hasil keduanya harus sama: lihat tests/site/test_search.py.
"""

from pathlib import Path

import snowballstemmer
from sphinx.search import SearchLanguage, parse_stop_word

HERE = Path(__file__).parent


def browser_stemmer():
    """Bungkus modul ES ``stemmer_id.js`` menjadi kelas ``Stemmer`` yang diminta Sphinx."""
    module = (HERE / "stemmer_id.js").read_text(encoding="utf-8")
    script = module.replace("export function stemmer", "function stemmer")
    script = script.replace("export const language", "const language")
    stemmer_class = "return function () { this.stemWord = stemmer; };"
    return f"const Stemmer = (() => {{\n{script}\n{stemmer_class}\n}})();"


class IndonesianSearch(SearchLanguage):
    """Pencarian bahasa Indonesia untuk Sphinx."""

    lang = "id"
    language_name = "Indonesian"
    stopwords = parse_stop_word((HERE / "stopwords_id.txt").read_text(encoding="utf-8"))
    js_stemmer_code = browser_stemmer()

    def init(self, options):
        """Siapkan pemotong imbuhan."""
        self.stemmer = snowballstemmer.stemmer("indonesian")

    def stem(self, word):
        """Kembalikan kata tanpa imbuhan, misalnya "melatih" menjadi "latih"."""
        return self.stemmer.stemWord(word.lower())


def setup(app):
    """Daftarkan ekstensi."""
    app.add_search_language(IndonesianSearch)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

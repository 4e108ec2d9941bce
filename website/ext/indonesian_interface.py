"""Teks antarmuka berbahasa Indonesia untuk Sphinx, tema, dan ekstensinya.

Katalog di ``website/locale`` didahulukan dari terjemahan bawaan paket. Nama berkasnya adalah
nama domain gettext. Domain ``sphinx``, yang dipakai juga oleh pydata-sphinx-theme, dibaca Sphinx
sendiri lewat ``locale_dirs``; domain lain tidak, maka dipasang di sini.

Teks yang tertanam dalam JavaScript pihak ketiga diganti sesudah situs selesai ditulis; yang
tertanam dalam templat tema diganti di ``website/templates/layout.html``.
"""

import json
from pathlib import Path

from babel.messages.pofile import read_po
from docutils.utils import smartquotes
from sphinx import locale
from sphinx.errors import ExtensionError

CATALOGS = Path(__file__).parents[1] / "locale" / "id" / "LC_MESSAGES"
PACKAGE_DOMAINS = ("booktheme", "exercise")

SCRIPT_TEXTS = {
    "copybutton.js": {
        "'Copy'": "'Salin'",
        "'Copy to clipboard'": "'Salin ke papan klip'",
        "'Copied!'": "'Tersalin'",
        "'Failed to copy'": "'Gagal menyalin'",
    },
    "togglebutton.js": {"Toggle hidden content": "Tampilkan atau sembunyikan isi"},
}


def read_catalog(path):
    """Baca satu berkas .po menjadi kamus {teks Inggris: teks Indonesia}."""
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


class Catalog(locale.NullTranslations):
    """Katalog gettext yang isinya diberikan sebagai kamus."""

    def __init__(self, texts, fallback):
        super().__init__()
        self.texts = texts
        self.add_fallback(fallback)

    def gettext(self, message):
        """Kembalikan terjemahan proyek, atau terjemahan bawaan paket."""
        return self.texts.get(message) or super().gettext(message)


def install_catalogs():
    """Pasang katalog proyek di depan katalog paket."""
    for name in PACKAGE_DOMAINS:
        domain = ("general", name)
        packaged = locale.translators.get(domain, locale.NullTranslations())
        locale.translators[domain] = Catalog(read_catalog(CATALOGS / f"{name}.po"), packaged)


def translate_scripts(app, exception):
    """Tulis terjemahan untuk skrip Sphinx, lalu ganti teks Inggris di skrip pihak ketiga."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    messages = {"locale": "id", "messages": read_catalog(CATALOGS / "sphinx.po")}
    script = f"Documentation.addTranslations({json.dumps(messages, ensure_ascii=False)});\n"
    (static / "translations.js").write_text(script, encoding="utf-8")
    for name, texts in SCRIPT_TEXTS.items():
        replace_texts(static / name, texts)


def replace_texts(path, texts):
    """Ganti teks di berkas; galat jika teks asal sudah tidak ada (paketnya berubah)."""
    content = path.read_text(encoding="utf-8")
    for english, indonesian in texts.items():
        if english not in content and indonesian not in content:
            raise ExtensionError(
                f"{path.name} tidak lagi memuat {english!r}; "
                "sesuaikan SCRIPT_TEXTS di website/ext/indonesian_interface.py."
            )
        content = content.replace(english, indonesian)
    path.write_text(content, encoding="utf-8")


def setup(app):
    """Daftarkan ekstensi."""
    install_catalogs()
    smartquotes.smartchars.quotes["id"] = "“”‘’"
    app.connect("build-finished", translate_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

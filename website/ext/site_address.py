"""Alamat repositori dan situs: satu tempat, boleh kosong.

Urutannya: variabel lingkungan GENERATIF_REPOSITORY dan GENERATIF_SITE_URL; lalu, di alur kerja
GitHub, repositori yang menjalankannya (GITHUB_REPOSITORY) dan alamat Pages-nya; lalu
``repository.url`` dan ``html.baseurl`` di ``_config.yml``. Dengan begitu sebuah *fork* memakai
alamatnya sendiri tanpa menyunting apa pun. Tanpa alamat, semua yang membutuhkannya ditinggalkan;
tidak ada alamat yang ditebak.
"""

import os
import re

from page_metadata import CARD, CARD_ALT, CARD_TAGS
from sphinx.errors import ConfigError
from sphinx.util import logging

logger = logging.getLogger(__name__)

REPOSITORY_PATTERN = re.compile(r"https://github\.com/[\w-]+/(?!.*\.git$)[\w.-]+")
SITE_PATTERN = re.compile(r"https://[\w.-]+(:\d+)?(/[\w.~/-]*)?")
COLAB_BRANCH = "colab"  # cabang terbitan: notebook, paket, dan gudang (tools/stage.py)
REPOSITORY_FEATURES = "tombol Colab, repositori, suntingan, dan laporan masalah"
SITE_FEATURES = "tautan kanonis, peta situs, kartu media sosial, dan halaman 404"


def repository_address(configured):
    """Alamat repositori yang berlaku.

    Args:
        configured: ``repository.url`` di ``_config.yml``; boleh kosong.

    Returns:
        Alamat tanpa garis miring penutup, atau teks kosong.
    """
    return read_address(
        "GENERATIF_REPOSITORY",
        "repository.url",
        workflow_repository() or configured,
        REPOSITORY_PATTERN,
        "https://github.com/pemilik/nama",
    )


def site_address(configured):
    """Alamat situs yang berlaku.

    Args:
        configured: ``html.baseurl`` di ``_config.yml``; boleh kosong.

    Returns:
        Alamat tanpa garis miring penutup, atau teks kosong.
    """
    return read_address(
        "GENERATIF_SITE_URL",
        "html.baseurl",
        workflow_site() or configured,
        SITE_PATTERN,
        "https://nama-situs/buku/",
    )


def workflow_repository():
    """Repositori yang menjalankan alur kerja GitHub, atau teks kosong di luar GitHub."""
    name = os.environ.get("GITHUB_REPOSITORY")
    return f"https://github.com/{name}" if name else ""


def workflow_site():
    """Alamat baku GitHub Pages repositori itu, atau teks kosong di luar GitHub."""
    owner, _, name = os.environ.get("GITHUB_REPOSITORY", "").partition("/")
    host = f"{owner}.github.io".lower()
    if not owner:
        return ""
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"


def read_address(variable, key, configured, pattern, example):
    """Baca alamat dari lingkungan atau konfigurasi dan periksa bentuknya.

    Args:
        variable: nama variabel lingkungan yang didahulukan bila berisi.
        key: nama kunci di ``_config.yml``, untuk pesan galat.
        configured: nilai dari ``_config.yml``; boleh kosong.
        pattern: bentuk alamat yang diterima.
        example: contoh alamat yang benar, untuk pesan galat.

    Returns:
        Alamat tanpa garis miring penutup, atau teks kosong.

    Raises:
        ConfigError: bentuk alamat tidak dikenal.
    """
    source = variable if os.environ.get(variable) else f"{key} di _config.yml"
    address = (os.environ.get(variable) or configured or "").strip().rstrip("/")
    if address and not pattern.fullmatch(address):
        raise ConfigError(
            f"Alamat pada {source} tidak dikenal: {address!r}. Yang diharapkan berbentuk "
            f"{example}. Perbaiki nilainya, atau kosongkan agar fitur beralamat ditinggalkan."
        )
    return address


def apply_repository(config):
    """Pasang tombol yang memerlukan repositori, atau tinggalkan semuanya."""
    options = config.html_theme_options
    address = repository_address(options.get("repository_url"))
    options["repository_url"] = address
    for button in ("use_repository_button", "use_edit_page_button", "use_issues_button"):
        options[button] = bool(address)
    if not address:
        options["launch_buttons"] = {}
    report("repositori", address, REPOSITORY_FEATURES)


def apply_site(app):
    """Pasang ekstensi yang memerlukan alamat situs, atau tinggalkan semuanya."""
    address = site_address(app.config.html_baseurl)
    report("situs", address, SITE_FEATURES)
    if not address:
        return {}
    app.setup_extension("sphinxext.opengraph")
    app.setup_extension("sphinx_sitemap")
    app.setup_extension("not_found")
    return {
        "html_baseurl": f"{address}/",
        "ogp_site_url": f"{address}/",
        "ogp_site_name": app.config.html_title,
        "ogp_image": CARD,
        "ogp_image_alt": CARD_ALT,
        "ogp_custom_meta_tags": CARD_TAGS,
        "sitemap_url_scheme": "{link}",
    }


def point_to_colab_branch(app, pagename, templatename, context, doctree):
    """Arahkan tombol Colab ke cabang terbitan; tombol sunting tetap ke cabang naskah."""
    branch = app.config.html_theme_options.get("repository_branch")
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", []):
            if button.get("text") == "Colab":
                button["url"] = button["url"].replace(
                    f"/blob/{branch}/", f"/blob/{COLAB_BRANCH}/", 1
                )


def report(name, address, features):
    """Katakan dalam log bangun apa yang dipakai atau ditinggalkan."""
    if address:
        logger.info("Alamat %s: %s", name, address)
    else:
        logger.info("Alamat %s belum diatur: %s tidak dibuat.", name, features)


def setup(app):
    """Daftarkan ekstensi."""
    site_values = apply_site(app)

    def configure(app, config):
        apply_repository(config)
        for key, value in site_values.items():
            setattr(config, key, value)

    app.connect("config-inited", configure, priority=100)
    app.connect("html-page-context", point_to_colab_branch, priority=502)  # sesudah tema: 501
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Alamat repositori dan situs: satu tempat, boleh kosong.

Nilainya ditulis di ``_config.yml`` (``repository.url`` dan ``html.baseurl``) atau diberikan lewat
variabel lingkungan, misalnya oleh alur penerbitan. Tanpa alamat, semua yang membutuhkannya
ditinggalkan; tidak ada alamat yang ditebak.
"""

import os
import re

from sphinx.errors import ConfigError
from sphinx.util import logging

logger = logging.getLogger(__name__)

REPOSITORY_PATTERN = re.compile(r"https://github\.com/[\w-]+/(?!.*\.git$)[\w.-]+")
SITE_PATTERN = re.compile(r"https://[\w.-]+(:\d+)?(/[\w.~/-]*)?")
REPOSITORY_FEATURES = "tombol Colab, repositori, suntingan, dan laporan masalah"
SITE_FEATURES = "tautan kanonis, peta situs, dan kartu media sosial"


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
    address = read_address(
        "GENERATIF_REPOSITORY",
        "repository.url",
        options.get("repository_url"),
        REPOSITORY_PATTERN,
        "https://github.com/pemilik/nama",
    )
    options["repository_url"] = address
    for button in ("use_repository_button", "use_edit_page_button", "use_issues_button"):
        options[button] = bool(address)
    if not address:
        options["launch_buttons"] = {}
    report("repositori", address, REPOSITORY_FEATURES)


def apply_site(app):
    """Pasang ekstensi yang memerlukan alamat situs, atau tinggalkan semuanya."""
    address = read_address(
        "GENERATIF_SITE_URL",
        "html.baseurl",
        app.config.html_baseurl,
        SITE_PATTERN,
        "https://nama-situs/buku/",
    )
    report("situs", address, SITE_FEATURES)
    if not address:
        return {}
    app.setup_extension("sphinxext.opengraph")
    app.setup_extension("sphinx_sitemap")
    return {
        "html_baseurl": f"{address}/",
        "ogp_site_url": f"{address}/",
        "ogp_site_name": app.config.html_title,
        "sitemap_url_scheme": "{link}",
    }


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
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

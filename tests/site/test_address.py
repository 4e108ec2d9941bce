"""Alamat repositori dan situs: tanpa alamat, dengan alamat, dan alamat yang salah."""

import sys

import pytest
from site_build import REPOSITORY, ROOT, SITE_URL, build_sample, html_pages
from site_text import parse
from sphinx.errors import ConfigError

sys.path.insert(0, str(ROOT / "website" / "ext"))
from site_address import (
    REPOSITORY_PATTERN,
    SITE_PATTERN,
    read_address,
    repository_address,
    site_address,
)

CHAPTER = "book/gan/contoh.html"
BUTTONS = {
    "Colab": "https://colab.research.google.com/github/contoh/generatif/blob/colab/book/gan/contoh.ipynb",
    "Repositori": REPOSITORY,
    "Usulkan suntingan": f"{REPOSITORY}/edit/main/book/gan/contoh.ipynb",
    "Laporkan masalah": f"{REPOSITORY}/issues/new?title=Masalah%20di%20halaman",
}


def links(html, page=CHAPTER):
    """Teks dan alamat setiap tautan keluar pada sebuah halaman."""
    tree = parse((html / page).read_text(encoding="utf-8"))
    return {a.get_text(strip=True): a["href"] for a in tree.select("a[href^=http]")}


def test_without_address_nothing_is_invented(sample):
    assert sample.returncode == 0, sample.log
    assert "Alamat repositori belum diatur" in sample.log
    assert "Alamat situs belum diatur" in sample.log
    for name in html_pages(sample.html):
        tree = parse((sample.html / name).read_text(encoding="utf-8"))
        assert not tree.select(
            "link[rel=canonical], meta[property^='og:'], .dropdown-launch-buttons"
        )
        assert not tree.select("a[href*='github.com'], a[href*='colab']")
    assert not (sample.html / "sitemap.xml").exists()


@pytest.mark.parametrize("button", BUTTONS)
def test_button_points_to_the_repository(addressed_sample, button):
    assert addressed_sample.returncode == 0, addressed_sample.log
    assert links(addressed_sample.html)[button].startswith(BUTTONS[button])


def test_colab_button_only_on_notebooks(addressed_sample):
    assert "Colab" not in links(addressed_sample.html, "book/tugas.html")


def test_site_address_gives_canonical_link_sitemap_and_cards(addressed_sample):
    tree = parse((addressed_sample.html / CHAPTER).read_text(encoding="utf-8"))
    assert tree.select_one("link[rel=canonical]")["href"] == SITE_URL + CHAPTER
    assert tree.select_one("meta[property='og:url']")["content"] == SITE_URL + CHAPTER
    assert f"<loc>{SITE_URL}{CHAPTER}</loc>" in (addressed_sample.html / "sitemap.xml").read_text()


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("github.com/contoh/buku", REPOSITORY_PATTERN),
        ("https://github.com/contoh", REPOSITORY_PATTERN),
        ("https://github.com/contoh/buku.git", REPOSITORY_PATTERN),
        ("https://github.com/contoh/buku/tree/main", REPOSITORY_PATTERN),
        ("https://gitlab.com/contoh/buku", REPOSITORY_PATTERN),
        ("git@github.com:contoh/buku", REPOSITORY_PATTERN),
        ("contoh.example", SITE_PATTERN),
        ("https://contoh.example/a b", SITE_PATTERN),
        ("https://contoh.example/?a=b", SITE_PATTERN),
    ],
)
def test_bad_address_is_refused(monkeypatch, address, pattern):
    monkeypatch.setenv("GENERATIF_UJI", address)
    with pytest.raises(ConfigError) as error:
        read_address("GENERATIF_UJI", "kunci", "", pattern, "https://contoh")
    assert all(text in str(error.value) for text in ("GENERATIF_UJI", address, "https://contoh"))


def test_environment_wins_and_empty_variable_does_not_count(monkeypatch):
    configured = "https://github.com/dari/konfigurasi"
    arguments = ("GENERATIF_UJI", "kunci", configured, REPOSITORY_PATTERN, "contoh")
    monkeypatch.setenv("GENERATIF_UJI", "")
    assert read_address(*arguments) == configured
    monkeypatch.setenv("GENERATIF_UJI", f"{REPOSITORY}/")
    assert read_address(*arguments) == REPOSITORY


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("fork/salinan", "https://fork.github.io/salinan"),
        ("Fork/Fork.github.io", "https://fork.github.io"),
    ],
)
def test_a_workflow_uses_its_own_repository(monkeypatch, name, site):
    for variable in ("GENERATIF_REPOSITORY", "GENERATIF_SITE_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GITHUB_REPOSITORY", name)
    assert repository_address(REPOSITORY) == f"https://github.com/{name}"
    assert site_address(SITE_URL) == site
    monkeypatch.setenv("GENERATIF_SITE_URL", "https://buku.kampus.example/")
    assert site_address(SITE_URL) == "https://buku.kampus.example"
    monkeypatch.delenv("GITHUB_REPOSITORY")
    assert repository_address(f"{REPOSITORY}/") == REPOSITORY


def test_bad_address_stops_the_build(tmp_path):
    build = build_sample(tmp_path / "buku", GENERATIF_REPOSITORY="github.com/contoh")
    assert build.returncode != 0
    assert "GENERATIF_REPOSITORY tidak dikenal: 'github.com/contoh'" in build.log
    assert not (build.html / "index.html").exists()

"""Terbitan: lengkap, tanpa unsur MyST, tanpa jawaban, dan hanya memuat alamat yang berlaku."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from markdown_it import MarkdownIt
from site_build import ROOT
from site_text import parse

import stage
from colab_links import StagingError

FORK = "kampus-lain/buku-salinan"
FORK_SITE = "https://kampus-lain.github.io/buku-salinan"
PROJECT = re.compile(
    r"(?:(?<!/)github\.com|raw\.githubusercontent\.com|colab\.research\.google\.com/github)"
    r"/([\w-]+/[\w.-]+)"
)
PAGES = re.compile(r"[\w-]+\.github\.io(?:/[\w-]+)?")
MYST = re.compile(r"^\s*(:{3,}|`{3,}\{)|\{[\w:]+\}`|<!--", re.MULTILINE)
TEXT = {".html", ".ipynb", ".md", ".xml", ".txt"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return stage.build_wheel(tmp_path_factory.mktemp("paket"))


@pytest.fixture(scope="module")
def staged(site, wheel, tmp_path_factory):
    """Terbitan sebuah fork, alamatnya dari lingkungan alur kerja GitHub saja."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GENERATIF_REPOSITORY", raising=False)
        patch.delenv("GENERATIF_SITE_URL", raising=False)
        patch.setenv("GITHUB_REPOSITORY", FORK)
        addresses = stage.current_addresses()
    folder = tmp_path_factory.mktemp("terbit") / "isi"
    return stage.stage(folder, addresses, wheel=wheel, site=site)


@pytest.fixture(scope="module")
def notebooks(staged):
    """Letak notebook terbitan, relatif, ke isinya."""
    paths = sorted((staged / "colab" / "book").rglob("*.ipynb"))
    return {
        path.relative_to(staged / "colab").as_posix(): nbformat.read(path, as_version=4)
        for path in paths
    }


def markdown(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def links(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    children = [child for token in tokens for child in token.children or []]
    return [child.attrs["href"] for child in children if child.type == "link_open"]


def projects(folders):
    """Semua repositori GitHub dan situs Pages yang disebut berkas teks di folder-folder itu."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in TEXT]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return {name for text in texts for name in PROJECT.findall(text) + PAGES.findall(text)}


def test_every_chapter_is_published_where_the_site_button_points(notebooks):
    assert sorted(notebooks) == sorted(
        path.relative_to(ROOT).as_posix() for path in (ROOT / "book").glob("*/*.ipynb")
    )


def test_nothing_of_myst_is_shown_raw(notebooks):
    shown = [(name, MYST.search(text)) for name, nb in notebooks.items() for text in markdown(nb)]
    assert [(name, found.string[found.start() :][:60]) for name, found in shown if found] == []


def test_every_link_to_the_site_leads_somewhere(staged, notebooks):
    """Halaman dan jangkar tiap tautan memang ada di situs yang diterbitkan bersamanya."""
    wanted = {url for nb in notebooks.values() for text in markdown(nb) for url in links(text)}
    assert all(urlsplit(url).scheme == "https" for url in wanted)
    anchors = {}
    for url in (url for url in wanted if url.startswith(FORK_SITE)):
        page, _, anchor = url.removeprefix(f"{FORK_SITE}/").partition("#")
        if page not in anchors:
            tree = parse((staged / "situs" / page).read_text(encoding="utf-8"))
            anchors[page] = {each["id"] for each in tree.select("[id]")}
        assert not anchor or anchor in anchors[page], url
    assert len(anchors) > len(notebooks)


def test_citations_read_as_on_the_site(staged, notebooks):
    """Teks setiap sitasi dalam kurung sama dengan yang dicetak sphinxcontrib-bibtex."""
    for name, notebook in notebooks.items():
        page = (staged / "situs" / name).with_suffix(".html").read_text(encoding="utf-8")
        cited = {
            (each["href"].partition("#")[2], each.get_text().replace("\xa0", " "))
            for each in parse(page).select("a[href*='pustaka.html#pustaka-']")
        }
        made = re.findall(r"\[([^\]]+)\]\([^)]*#(pustaka-[^)]+)\)", "\n".join(markdown(notebook)))
        assert {(key, text) for text, key in made} == cited, name


def test_no_answer_and_no_output_is_published(notebooks):
    for name, notebook in notebooks.items():
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not any("SOLUTION" in cell.source for cell in code), name
        assert not any(cell.outputs for cell in code), name


def test_first_cell_installs_exactly_the_published_wheel(staged, notebooks):
    published = list((staged / "colab").rglob("*.whl"))
    assert len(published) == 1
    digest = hashlib.sha256(published[0].read_bytes()).hexdigest()
    place = published[0].relative_to(staged / "colab").as_posix()
    url = f"https://raw.githubusercontent.com/{FORK}/colab/{place}#sha256={digest}"
    for notebook in notebooks.values():
        first = notebook.cells[0].source
        assert f'%pip install -q --no-deps "{url}"' in first
        assert f'"https://raw.githubusercontent.com/{FORK}/colab/zoo"' in first


def test_only_the_music_chapter_installs_more(notebooks):
    more = [name for name, nb in notebooks.items() if "music21==" in nb.cells[0].source]
    assert more == ["book/penerapan/musik.ipynb"]


def test_first_cell_does_nothing_outside_colab(notebooks):
    assert "google.colab" not in sys.modules
    for notebook in notebooks.values():
        source = re.sub(r"%pip.*", "raise AssertionError", notebook.cells[0].source)
        before = dict(os.environ)
        exec(compile(source, "sel pertama", "exec"), {})
        assert dict(os.environ) == before


def test_a_failed_install_says_what_to_do(notebooks, monkeypatch):
    monkeypatch.setenv("GENERATIF_STORE_URL", "")
    monkeypatch.setitem(sys.modules, "google.colab", object())
    monkeypatch.setitem(sys.modules, "generatif.classroom.colab", None)
    for name, notebook in notebooks.items():
        source = re.sub(r"%pip.*", "", notebook.cells[0].source)
        page = f"{FORK_SITE}/{name.removesuffix('.ipynb')}.html"
        with pytest.raises(RuntimeError, match=f"gagal dipasang.*{re.escape(page)}"):
            exec(compile(source, "sel pertama", "exec"), {})


def test_the_store_matches_the_wheel(staged, wheel):
    with zipfile.ZipFile(wheel) as archive:
        index = json.loads(archive.read("generatif/store_index.json"))
        assert not [name for name in archive.namelist() if "/zoo/" in name]
    store = staged / "colab" / "zoo"
    assert sorted(index) == sorted(path.name for path in store.iterdir())
    for name, expected in index.items():
        content = (store / name / "manifest.json").read_bytes()
        assert hashlib.sha256(content).hexdigest() == expected


def test_the_same_source_gives_the_same_wheel(wheel, tmp_path):
    assert stage.build_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_no_other_address_in_the_branch(staged):
    """Selain yang memang tertulis di naskah, hanya alamat fork yang muncul."""
    named = projects([staged / "colab"])
    assert FORK in named
    assert FORK_SITE.removeprefix("https://") in named
    written = projects([ROOT / "book", ROOT / "zoo"])
    assert named - written == {FORK, FORK_SITE.removeprefix("https://")}


def test_another_folder_is_not_touched(site, wheel, tmp_path):
    (tmp_path / "skripsi.docx").write_text("isi")
    addresses = stage.Addresses("https://github.com/a/b", "https://a.b", "https://c.d")
    with pytest.raises(StagingError, match="berisi hal lain"):
        stage.stage(tmp_path, addresses, wheel=wheel, site=site)
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.docx"]


def test_without_address_nothing_is_staged(monkeypatch):
    for name in ("GENERATIF_REPOSITORY", "GENERATIF_SITE_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(StagingError, match="GENERATIF_REPOSITORY"):
        stage.current_addresses()


@pytest.mark.slow
def test_a_fork_builds_and_stages_without_an_edit(wheel, tmp_path):
    """Situs sesungguhnya, dibangun dan disiapkan dengan alamat fork dari lingkungan."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GENERATIF_")}
    environment = {**clean, "GITHUB_REPOSITORY": FORK}
    program = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    command = [program, "build", ".", "-n", "-W", "--path-output", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    files = f"https://raw.githubusercontent.com/{FORK}/colab"
    addresses = stage.Addresses(f"https://github.com/{FORK}", FORK_SITE, files)
    site = tmp_path / "_build" / "html"
    made = stage.stage(tmp_path / "terbit", addresses, wheel=wheel, site=site)
    written = projects([ROOT / "book", ROOT / "zoo", ROOT / "src"])
    named = projects([made])
    assert named - written == {FORK, FORK_SITE.removeprefix("https://")}
    page = parse((site / "book" / "gan" / "dcgan.html").read_text(encoding="utf-8"))
    button = page.select_one("a[href^='https://colab.research.google.com']")["href"]
    path = button.removeprefix(f"https://colab.research.google.com/github/{FORK}/blob/colab/")
    assert (made / "colab" / path).is_file()

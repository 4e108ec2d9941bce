"""Zip buku luring: dibuka dari `file://` tanpa jaringan, setiap halaman utuh."""

import math
import zipfile

import pytest
from conftest import watch_problems
from site_build import html_pages

ARCHIVE = "generatif-luring.zip"
SAMPLE = ["book/beranda.html", "book/gan/teori.html", "book/referensi-api.html", "search.html"]
BROKEN_IMAGES = """async () => {
  const images = [...document.images];
  images.forEach(image => { image.loading = "eager"; });
  const waited = images.map(image => image.decode().then(() => "", () => image.src));
  return (await Promise.all(waited)).filter(Boolean);
}"""


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    target = tmp_path_factory.mktemp("luring")
    with zipfile.ZipFile(site / ARCHIVE) as bundle:
        bundle.extractall(target)
    return target / "generatif-luring"


@pytest.fixture
def tab(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    context.set_offline(True)
    yield context.new_page()
    context.close()


def check_page(tab, folder, name):
    address = (folder / name).as_uri()
    problems = watch_problems(tab, address)
    tab.goto(address, wait_until="load")
    tab.evaluate("document.fonts.ready.then(() => true)")
    assert tab.evaluate(BROKEN_IMAGES) == [], name
    assert tab.locator("math").count() == tab.locator(".math").count(), name
    assert problems == [], name


@pytest.mark.parametrize("name", SAMPLE)
def test_sample_opens_without_network(folder, tab, name):
    check_page(tab, folder, name)


@pytest.mark.slow
def test_every_page_opens_without_network(site, folder, chromium):
    assert html_pages(folder) == html_pages(site)
    for name in html_pages(folder):
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        context.set_offline(True)
        check_page(context.new_page(), folder, name)
        context.close()


def test_search_works_without_network(folder, tab):
    tab.goto(f"{(folder / 'search.html').as_uri()}?q=difusi", wait_until="load")
    tab.wait_for_selector("#search-results li a")
    links = tab.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert any("difusi.html" in link for link in links)


def test_archive_holds_the_site_and_not_itself(site, folder):
    assert not (folder / ARCHIVE).exists()
    assert "Anda sedang membaca salinan luring" in (folder / SAMPLE[0]).read_text("utf-8")
    assert ARCHIVE not in (folder / SAMPLE[0]).read_text("utf-8")


def test_home_page_states_the_size(site):
    size = math.ceil((site / ARCHIVE).stat().st_size / 1e6)
    assert f'<span class="ukuran-luring">{size} MB</span>' in (site / SAMPLE[0]).read_text("utf-8")

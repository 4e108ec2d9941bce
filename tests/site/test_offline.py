"""Zip buku luring: dibuka dari `file://` tanpa jaringan; halaman, demo, bunyi, dan pencarian."""

import math
import sys
import zipfile

import pytest
from conftest import watch_problems
from site_build import ROOT, SITE, html_pages

sys.path.insert(0, str(ROOT / "tools"))

import measure_pages

ARCHIVE = "generatif-luring.zip"
SAMPLE = ["book/beranda.html", "book/gan/teori.html", "book/referensi-api.html", "search.html"]
DEMO_PAGES = measure_pages.demo_pages(SITE)
DEMO_SAMPLE = "book/autoencoder/peredam-derau.html"
# Yang terlihat di sebuah demo: kanvas, gambar, dan tulisannya.
APPEARANCE = """figure => JSON.stringify([
  [...figure.querySelectorAll("canvas")].map(each => each.toDataURL()),
  [...figure.querySelectorAll("img")].map(each => each.src),
  figure.innerText])"""
BLANK_CANVASES = """figure => [...figure.querySelectorAll("canvas")].filter(canvas => {
  if (!canvas.checkVisibility()) return false;
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels.every((value, index) => value === pixels[index % 4]);
}).map(canvas => canvas.getAttribute("aria-label"))"""
SOUND_SECONDS = """players => Promise.all(players.map(player => new Promise((done, fail) => {
  player.onloadeddata = () => done(player.duration);
  player.onerror = () => fail(new Error(player.src));
  player.preload = "auto";
  player.load();
})))"""
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
    for name in set(html_pages(folder)) - {"index.html"}:
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        context.set_offline(True)
        check_page(context.new_page(), folder, name)
        context.close()


def test_index_leads_to_the_home_page(folder, tab):
    tab.goto((folder / "index.html").as_uri())
    tab.wait_for_url("**/book/beranda.html")
    assert tab.locator("article h1").inner_text()


def check_demos(tab, folder, name):
    address = (folder / name).as_uri()
    problems = watch_problems(tab, address)
    tab.set_default_timeout(60_000)
    tab.goto(address, wait_until="load")
    figures = tab.locator("figure.demo").all()
    assert figures
    for figure in figures:
        demo = figure.get_attribute("data-demo")
        figure.evaluate("each => each.scrollIntoView({ behavior: 'instant' })")
        tab.wait_for_selector(f"#demo-{demo}[data-state=siap]")
        if figure.get_attribute("data-later"):
            tab.wait_for_selector(f"#demo-{demo}[data-rest=lengkap]")
        tab.wait_for_timeout(200)
        assert figure.evaluate(BLANK_CANVASES) == [], demo
        check_keyboard(tab, figure)
    assert problems == [], name


def check_keyboard(tab, figure):
    """Kendali pertama, dicapai dan digerakkan dengan papan ketik, mengubah yang terlihat."""
    control = figure.locator("button:enabled, input:enabled").first
    control.focus()
    assert control.evaluate("each => each.matches(':focus-visible')")
    before = figure.evaluate(APPEARANCE)
    is_button = control.evaluate("each => each.tagName === 'BUTTON'")
    tab.keyboard.press("Enter" if is_button else "ArrowRight")
    tab.wait_for_timeout(400)
    assert figure.evaluate(APPEARANCE) != before, figure.get_attribute("data-demo")


def test_sample_demo_works_without_network(folder, tab):
    assert DEMO_SAMPLE in DEMO_PAGES
    check_demos(tab, folder, DEMO_SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("name", DEMO_PAGES or ["situs-belum-dibangun"])
def test_every_demo_works_without_network(folder, tab, name):
    check_demos(tab, folder, name)


def test_sounds_load_without_network(folder, tab):
    tab.goto((folder / "book/penerapan/musik.html").as_uri(), wait_until="load")
    lengths = tab.locator("audio").evaluate_all(SOUND_SECONDS)
    assert len(lengths) >= 2
    assert min(lengths) > 1


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

"""Demo di halaman yang sebenarnya: berat, waktu terukur, tinggi yang dicadangkan, dan lompatan."""

import json
import sys

import pytest
from site_build import ROOT, SITE

sys.path.insert(0, str(ROOT / "tools"))

import measure_pages

DEMO_BYTES = 250_000
DEMO_SECONDS = 6
TEXT_SECONDS = 3
HEIGHT_ERROR = 0.1
LARGEST_SHIFT = 0.05  # Core Web Vitals: baik bila paling banyak 0,1 untuk seluruh halaman
PHONE, DESKTOP = (360, 740), (1280, 900)
PAGES = measure_pages.demo_pages(SITE)
REPORT = json.loads((ROOT / "measurements" / "pages-after.json").read_text(encoding="utf-8"))
LAYOUT_SHIFTS = """(() => {
  window.shifts = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
})()"""
NATURAL_HEIGHT = """figure => {
  figure.style.minHeight = "0";
  const height = figure.offsetHeight;
  figure.style.minHeight = "";
  return height;
}"""


@pytest.fixture(params=PAGES or ["situs-belum-dibangun"])
def demo_page(request, site):
    return request.param


def test_demos_of_a_page_weigh_little(site, demo_page):
    assert measure_pages.demo_bytes(site, demo_page) <= DEMO_BYTES


def test_weight_counts_every_file_once(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demo.js").write_bytes(b"")
    (tmp_path / "demo" / "a.js").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "demo" / "b.js").write_bytes(bytes(range(255, -1, -1)))
    figures = (
        '<figure class="demo" data-files="a.js?v=1 b.js?v=2">',
        '<figure class="demo" data-files="a.js?v=1" data-later="b.js?v=2">',
    )
    (tmp_path / "x.html").write_text("".join(figures), encoding="utf-8")
    sizes = [len(measure_pages.packed(path)) for path in (tmp_path / "demo").iterdir()]
    assert measure_pages.demo_bytes(tmp_path, "x.html") == sum(sizes)


def test_every_demo_page_was_measured(site):
    assert list(REPORT["demos"]) == PAGES, "jalankan: python tools/measure_pages.py after"


def test_measured_demos_meet_the_bars():
    for page, demo in REPORT["demos"].items():
        assert demo["first_demo_seconds"] <= DEMO_SECONDS, page
        assert demo["text_seconds"] <= TEXT_SECONDS, page
        assert demo["demo_bytes"] <= DEMO_BYTES, page


def visit(chromium, url, size, script):
    context = chromium.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(script)
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["ponsel", "lebar"])
def test_reserved_heights_are_the_real_ones(site_url, demo_page, chromium, size):
    """Demo berhenti bergeser: tingginya sesudah mulai sama dengan yang dicadangkan."""
    page = visit(chromium, f"{site_url}/{demo_page}", size, LAYOUT_SHIFTS)
    wrong = {}
    page.evaluate("window.shifts = 0")  # pertukaran huruf selesai
    for figure in page.locator("figure.demo").all():
        figure.evaluate("figure => figure.scrollIntoView({ behavior: 'instant' })")
        name = figure.get_attribute("data-demo")
        page.wait_for_selector(f"#demo-{name}[data-state=siap]")
        page.wait_for_timeout(300)
        reserved = float(figure.evaluate("each => getComputedStyle(each).minHeight")[:-2])
        natural = figure.evaluate(NATURAL_HEIGHT)
        if abs(natural - reserved) > HEIGHT_ERROR * reserved:
            wrong[name] = (reserved, natural)
    shifted = page.evaluate("window.shifts")
    page.context.close()
    assert wrong == {}
    assert shifted <= LARGEST_SHIFT


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["ponsel", "lebar"])
def test_waiting_figure_has_the_reserved_height(site_url, demo_page, chromium, size):
    idle = "window.IntersectionObserver = class { observe() {} unobserve() {} }"
    page = visit(chromium, f"{site_url}/{demo_page}", size, idle)
    for figure in page.locator("figure.demo").all():
        figure.evaluate("figure => figure.scrollIntoView({ behavior: 'instant' })")
        figure.locator("img").first.evaluate("image => image.decode()")
        reserved = float(figure.evaluate("each => getComputedStyle(each).minHeight")[:-2])
        assert figure.bounding_box()["height"] == pytest.approx(reserved, abs=1)
        caption = figure.locator("figcaption").bounding_box()
        frame = figure.bounding_box()
        assert caption["y"] + caption["height"] <= frame["y"] + frame["height"] + 1
    page.context.close()

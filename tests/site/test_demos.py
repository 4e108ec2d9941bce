"""Mesin demo: gambar diam, pemuatan malas, sekali per berkas, juga dari disk dan tanpa skrip."""

import pytest
from site_build import build_sample
from site_text import parse

PAGE = "book/gan/contoh.html"
SLOW_NETWORK = """Object.defineProperty(navigator, "connection",
  {value: {saveData: true, effectiveType: "4g"}})"""
NO_OBSERVER = "window.IntersectionObserver = class { observe() {} unobserve() {} }"


@pytest.fixture
def figures(sample):
    return parse((sample.html / PAGE).read_text(encoding="utf-8")).select("figure.demo")


def visit(chromium, url, script="", **options):
    """Halaman baru dengan skrip pendahulu; kesalahannya dicatat di `errors`."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}, **options).new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.add_init_script(script)
    page.goto(url)
    return page


def test_figure_holds_still_caption_and_files(figures):
    assert [figure["data-demo"] for figure in figures] == ["contoh", "kedua"]
    first = figures[0]
    assert first["id"] == "demo-contoh"
    assert [name.split("?")[0] for name in first["data-files"].split()] == ["data.js", "contoh.js"]
    assert int(first["data-kb"]) >= 1
    image = first.img
    assert (image["width"], image["height"], image["loading"]) == ("320", "200", "lazy")
    assert image["alt"] == "Bidang biru, gambar diam demo contoh."
    assert first.figcaption.em.get_text() == "demo"
    assert first.figcaption.select_one(".math")


def test_only_pages_with_a_demo_load_the_loader(sample):
    def loaders(name):
        scripts = parse((sample.html / name).read_text(encoding="utf-8")).select("script[src]")
        return [script for script in scripts if "demo/demo.js" in script["src"]]

    assert len(loaders(PAGE)) == 1
    assert loaders(PAGE)[0].has_attr("async")
    assert loaders("book/beranda.html") == []
    assert not list((sample.html / "_static").rglob("demo*.js"))


def test_bundles_are_joined_in_order_and_minified(sample):
    text = (sample.html / "demo" / "contoh.js").read_text(encoding="utf-8")
    assert "Komentar ini dibuang" not in text
    assert text.index("greeting=") < text.index("Generatif.demos")


@pytest.mark.parametrize("served", [True, False])
def test_demo_starts_near_the_viewport_and_files_load_once(sample, sample_url, chromium, served):
    url = f"{sample_url}/{PAGE}" if served else (sample.html / PAGE).as_uri()
    page = visit(chromium, url)
    page.locator("#demo-kedua").scroll_into_view_if_needed()
    page.wait_for_selector("#demo-contoh[data-state=siap], #demo-kedua[data-state=siap]")
    page.locator("#demo-contoh").scroll_into_view_if_needed()
    page.wait_for_selector("#demo-contoh[data-state=siap]")
    page.wait_for_selector("#demo-kedua[data-state=siap]")
    assert page.locator(".hasil").all_text_contents() == ["Demo contoh berjalan."] * 2
    assert page.evaluate("window.dataLoads") == 1
    assert page.errors == []
    page.context.close()


def test_demos_load_one_after_another(sample_url, chromium):
    """Berkas demo kedua baru diminta sesudah demo pertama siap."""
    at_once = """window.IntersectionObserver = class {
      constructor(report) { this.report = report; }
      observe(target) { setTimeout(() => this.report([{ isIntersecting: true, target }])); }
      unobserve() {}
    }"""
    page = visit(chromium, f"{sample_url}/{PAGE}", at_once)
    page.route("**/demo/data.js*", lambda route: None)
    page.goto("about:blank")
    page.goto(f"{sample_url}/{PAGE}", wait_until="commit")
    page.wait_for_selector("#demo-contoh[data-state=memuat]")
    page.wait_for_timeout(300)
    assert page.locator("#demo-kedua").get_attribute("data-state") is None
    page.context.close()


def test_nothing_loads_far_from_the_viewport(sample_url, chromium):
    page = visit(chromium, f"{sample_url}/{PAGE}", NO_OBSERVER)
    page.wait_for_selector("figure.demo.hidup")
    page.wait_for_timeout(300)
    assert page.evaluate("window.dataLoads") is None
    assert page.locator("#demo-contoh").bounding_box()["height"] >= 300
    page.context.close()


def test_saving_data_asks_first(sample_url, chromium):
    page = visit(chromium, f"{sample_url}/{PAGE}", SLOW_NETWORK)
    button = page.locator("#demo-contoh button.demo-muat")
    assert button.text_content() == "Muat demo (1 kB)"
    page.wait_for_timeout(300)
    assert page.evaluate("window.dataLoads") is None
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#demo-contoh[data-state=siap]")
    assert page.locator(".hasil").count() == 1
    page.context.close()


def test_a_failed_download_offers_another_try(sample_url, chromium):
    page = visit(chromium, f"{sample_url}/{PAGE}", SLOW_NETWORK)
    page.route("**/demo/data.js*", lambda route: route.abort())
    page.locator("#demo-contoh button.demo-muat").click()
    retry = page.get_by_role("button", name="Coba lagi")
    retry.wait_for()
    assert page.locator("#demo-contoh img").is_visible()
    page.unroute("**/demo/data.js*")
    retry.click()
    page.wait_for_selector("#demo-contoh[data-state=siap]")
    page.context.close()


def test_without_script_the_still_is_shown(sample_url, chromium):
    page = visit(chromium, f"{sample_url}/{PAGE}", java_script_enabled=False)
    assert page.locator("#demo-contoh img").is_visible()
    assert page.locator("#demo-contoh").bounding_box()["height"] < 300
    page.context.close()


def test_printing_shows_the_still(sample_url, chromium):
    page = visit(chromium, f"{sample_url}/{PAGE}")
    page.locator("#demo-contoh").scroll_into_view_if_needed()
    page.wait_for_selector("#demo-contoh[data-state=siap]")
    assert not page.locator("#demo-contoh img").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#demo-contoh img").is_visible()
    assert not page.locator("#demo-contoh .hasil").is_visible()
    page.context.close()


def test_slides_show_the_still(sample):
    deck = parse((sample.html / "salindia" / "gan-contoh.html").read_text(encoding="utf-8"))
    images = [image["alt"] for image in deck.select("figure img")]
    assert "Bidang biru, gambar diam demo contoh." in images


@pytest.mark.slow
def test_unknown_demo_and_missing_alt_stop_the_build(tmp_path, monkeypatch):
    import site_build

    broken = tmp_path / "contoh"
    site_build.shutil.copytree(site_build.SAMPLE, broken)
    page = broken / "book" / "gan" / "contoh.ipynb"
    text = page.read_text(encoding="utf-8")
    text = text.replace("{demo} kedua", "{demo} hilang")
    page.write_text(text.replace(":alt: Bidang biru, gambar diam demo contoh.", ":alt:"), "utf-8")
    monkeypatch.setattr(site_build, "SAMPLE", broken)
    built = build_sample(tmp_path / "buku")
    assert built.returncode != 0
    assert "Demo 'hilang' tidak ada" in built.log
    assert "memerlukan pilihan: alt" in built.log

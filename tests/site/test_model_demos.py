"""Demo model di Chromium: keluarannya sama dengan Keras, dan menjawab papan ketik serta penunjuk.

Yang dijalankan adalah gabungan yang dikecilkan seperti di situs, dibuka dari disk. Pembandingnya
jaringan Keras dari gudang, dihitung di sini, bukan oleh alat ekspor.
"""

import base64
import gzip
import json
import re
import shutil
import sys
import tomllib

import numpy as np
import pytest
from site_build import ROOT

import generatif

sys.path.insert(0, str(ROOT / "website" / "ext"))
demos_extension = pytest.importorskip("demos")
generatif.configure()

MAX_ERROR = 8 + 1  # batas alat ekspor, ditambah pembulatan kanvas
DIGIT_ERROR = 12 + 1
MEAN_ERROR = 0.3 + 0.5
OPENING_ERROR = 8  # rerata; gambar pembuka dikecilkan dengan kehilangan
PAGE_LIMIT = 250_000
TABLE = tomllib.loads((ROOT / "web" / "demos.toml").read_text(encoding="utf-8"))
MODEL_DEMOS = sorted(name for name, demo in TABLE["demos"].items() if "model" in demo["bundles"])
GRAY = """node => {
  const { data } = node.getContext('2d').getImageData(0, 0, node.width, node.height);
  return Array.from(data.filter((_, i) => i % 4 == 0));
}"""


@pytest.fixture(scope="module")
def bundles():
    """Nama gabungan ke isinya, dikecilkan seperti di situs."""
    return {
        name: demos_extension.join_scripts(ROOT, sources)
        for name, sources in TABLE["bundles"].items()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory, bundles):
    """Halaman kecil per demo, di disk."""
    target = tmp_path_factory.mktemp("demo-model")
    for name, text in bundles.items():
        (target / f"{name}.js").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "website" / "static" / "generatif.css", target)
    for name in MODEL_DEMOS:
        demo = TABLE["demos"][name]
        files = " ".join(f"{bundle}.js" for bundle in demo["bundles"])
        later = " ".join(f"{bundle}.js" for bundle in demo.get("later", []))
        rest = f' data-later="{later}"' if later else ""
        (target / f"{name}.html").write_text(
            '<!doctype html><html lang="id"><meta charset="utf-8"><title>Demo</title>'
            '<link rel="stylesheet" href="generatif.css"><body>'
            f'<figure class="demo" data-demo="{name}" data-files="{files}"{rest} data-kb="1">'
            '<img alt="diam" width="10" height="10"><figcaption>Demo</figcaption></figure>'
            '<script src="demo.js" async></script>',
            encoding="utf-8",
        )
    return target


@pytest.fixture
def open_demo(chromium, folder):
    """Fungsi yang membuka sebuah demo dan menunggunya siap."""
    contexts = []

    def start(name, width=1000):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda m: m.type == "error" and page.problems.append(m.text))
        page.goto((folder / f"{name}.html").as_uri())
        page.wait_for_selector("figure[data-state=siap]")
        if "later" in TABLE["demos"][name]:
            page.wait_for_selector("figure[data-rest=lengkap]")
        settle(page)
        return page

    yield start
    for context in contexts:
        context.close()


def settle(page):
    """Tunggu hitungan pada bingkai berikutnya selesai."""
    page.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")


def by_label(page, start):
    """Tingkat keabuan kanvas pertama yang labelnya diawali `start`."""
    return np.array(page.locator(f'canvas[aria-label^="{start}"]').first.evaluate(GRAY), "float64")


def close_to_keras(shown, expected, largest=MAX_ERROR):
    error = np.abs(shown - 255.0 * np.asarray(expected, "float64").ravel())
    assert error.max() <= largest
    assert error.mean() <= MEAN_ERROR


def network(name):
    from generatif import zoo

    return zoo.load(name).main_network


def slider_values(page, selector='input[type="range"]'):
    return [float(each.input_value()) for each in page.locator(selector).all()]


def press(page, locator, key, times=1):
    locator.focus()
    for _ in range(times):
        page.keyboard.press(key)
    settle(page)


def drag_on(page, locator, points):
    """Gerakkan penunjuk di atas kanvas melalui titik-titik pecahan."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()
    settle(page)


def test_map_follows_keyboard_and_pointer(open_demo):
    page = open_demo("latent-map")
    decoder = network("vae2-fashion").decoder

    def check():
        z = np.array([slider_values(page)], "float32")
        close_to_keras(by_label(page, "Citra di titik itu"), decoder(z)[0])
        return z[0].tolist()

    first = check()
    press(page, page.get_by_label("z₁ (mendatar)"), "ArrowRight", 5)
    assert check()[0] == pytest.approx(first[0] + 0.5)
    drag_on(page, page.locator(".demo-peta"), [(0.5, 0.5), (0.75, 0.25)])
    assert check() == pytest.approx([1.5, 1.5], abs=0.11)
    assert page.problems == []


def test_map_tiles_show_the_decoder_over_the_plane(open_demo):
    page = open_demo("latent-map")
    page.wait_for_timeout(3000)
    press(page, page.get_by_label("z₁ (mendatar)"), "Home")  # titik ke tepi kiri
    tiles = by_label(page, "Peta citra").reshape(252, 252)
    step = 6 / 9
    for row, column in [(0, 8), (4, 4), (8, 2)]:
        z = np.array([[(column + 0.5) * step - 3, 3 - (row + 0.5) * step]], "float32")
        tile = tiles[28 * row : 28 * row + 28, 28 * column : 28 * column + 28]
        close_to_keras(tile.ravel(), network("vae2-fashion").decoder(z)[0])


def test_sixteen_sliders_and_the_walk(open_demo):
    page = open_demo("latent-sliders")
    decoder = network("vae-fashion").decoder

    def check():
        z = np.array([slider_values(page, ".demo-lajur input")], "float32")
        close_to_keras(by_label(page, "Citra dari 16 bilangan"), decoder(z)[0])
        return by_label(page, "Citra dari 16 bilangan")

    before = check()
    press(page, page.get_by_label("z7", exact=True), "End")
    assert np.abs(check() - before).max() > 1
    page.get_by_role("button", name="Semua nol").click()
    settle(page)
    assert slider_values(page, ".demo-lajur input") == [0.0] * 16
    check()
    ends = []
    for key, name in (("Home", "A"), ("End", "B")):
        press(page, page.get_by_label("Campuran A ke B"), key)
        check()
        difference = by_label(page, "Citra dari 16 bilangan") - by_label(page, name)
        ends.append(np.abs(difference).mean())
    assert max(ends) < 6  # penggeser dibulatkan ke 0,1; ujung jalan tidak
    assert page.problems == []


def test_drawing_is_denoised_like_keras(open_demo):
    page = open_demo("denoise")
    model = network("denoising-fashion")

    def check():
        noisy = by_label(page, "Berderau").reshape(1, 28, 28, 1).astype("float32") / 255
        close_to_keras(by_label(page, "Keluaran jaringan"), model(noisy, training=False)[0])
        return noisy

    before = check()
    press(page, page.get_by_label("Derau", exact=True), "Home")
    np.testing.assert_allclose(255 * check().ravel(), by_label(page, "Gambar Anda"), atol=0.01)
    page.get_by_role("button", name="Hapus").click()
    settle(page)
    assert by_label(page, "Gambar Anda").max() == 0
    drag_on(page, page.locator(".demo-kanvas"), [(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)])
    drawn = by_label(page, "Gambar Anda").reshape(28, 28)
    assert drawn[13:15].max() == 255
    assert drawn[:8].max() == 0
    press(page, page.get_by_label("Derau", exact=True), "End")
    after = check()
    assert after.std() > before.std() * 0.5
    press(page, page.get_by_role("button", name="Contoh berikutnya"), "Enter")
    assert by_label(page, "Gambar Anda").reshape(28, 28)[:8].max() > 0
    check()
    assert page.problems == []


def test_drawing_is_encoded_and_decoded_like_keras(open_demo):
    page = open_demo("encode-decode")
    model = network("vae2-fashion")

    def check():
        drawn = by_label(page, "Gambar Anda").reshape(1, 28, 28, 1).astype("float32") / 255
        mean, log_var = (np.asarray(each) for each in model.encode(drawn))
        words = page.locator(".demo-laporan").text_content().replace("−", "-").replace(",", ".")
        numbers = [float(each) for each in re.findall(r"-?\d+\.\d+", words)]
        np.testing.assert_allclose(numbers[:2], mean[0], atol=0.06, rtol=0.02)
        np.testing.assert_allclose(numbers[2:], np.exp(log_var[0] / 2), atol=0.03, rtol=0.05)
        close_to_keras(by_label(page, "Didekode"), model.decoder(mean)[0])
        return numbers

    first = check()
    press(page, page.get_by_role("button", name="Contoh berikutnya"), "Enter")
    assert check() != first
    page.get_by_role("button", name="Hapus").click()
    drag_on(page, page.locator(".demo-kanvas"), [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)])
    drawn = by_label(page, "Gambar Anda").reshape(28, 28)
    assert drawn[:, 13:15].max() == 255
    assert page.problems == []


def test_sparse_units_rebuild_like_keras(open_demo):
    page = open_demo("sparse-units")
    model = network("sparse-fashion")
    count = page.get_by_label("Unit terbesar yang dipakai")

    def expected(kept, silenced=()):
        image = by_label(page, "Citra asli").reshape(1, 28, 28, 1).astype("float32") / 255
        code = np.asarray(model.get_layer("encoder")(image))[0].copy()
        order = np.argsort(-code, kind="stable")
        code[order[kept:]] = 0
        code[list(silenced)] = 0
        return np.asarray(model.get_layer("decoder")(code[None]))[0], order

    image, order = expected(20)
    close_to_keras(by_label(page, "Dari unit"), image)
    press(page, count, "ArrowRight", 5)
    close_to_keras(by_label(page, "Dari unit"), expected(25)[0])
    press(page, count, "End")
    close_to_keras(by_label(page, "Dari unit"), expected(300)[0])
    unit = page.locator(".demo-unit").first
    assert unit.get_attribute("aria-label").startswith(f"Unit {order[0]},")
    press(page, unit, "Enter")
    assert unit.get_attribute("aria-pressed") == "false"
    close_to_keras(by_label(page, "Dari unit"), expected(300, [order[0]])[0])
    page.get_by_role("button", name="Contoh berikutnya").click()
    settle(page)
    close_to_keras(by_label(page, "Dari unit"), expected(300)[0])
    assert page.problems == []


def test_classes_share_one_style(open_demo):
    page = open_demo("labelled-classes")
    model = network("conditional-vae-fashion")
    latent_size = model.decoder.input_shape[-1] - 10
    names = page.locator("fieldset label").all_text_contents()
    from generatif.datasets import CLASS_NAMES

    assert [name.strip() for name in names] == list(CLASS_NAMES["fashion_mnist"])

    def check(label):
        # Gaya tidak tampak di halaman: dibaca dari pengundi berbenih yang sama, di peramban.
        style = page.evaluate(
            f"Array.from(Generatif.controls.normals({latent_size}, Generatif.controls.random(8)))"
        )
        joined = np.array([[*style, *np.eye(10)[label]]], "float32")
        close_to_keras(by_label(page, "Citra buatan"), model.decoder(joined)[0])

    check(0)
    press(page, page.get_by_role("radio", name="kaus"), "ArrowDown", 3)
    check(3)
    page.get_by_role("radio", name="tas").click()
    settle(page)
    check(8)
    before = by_label(page, "Citra buatan")
    press(page, page.get_by_role("button", name="Gaya baru"), "Enter")
    assert np.abs(by_label(page, "Citra buatan") - before).mean() > 1
    assert page.problems == []


def test_digits_share_one_style_and_walk_between_two(open_demo):
    from generatif import zoo

    page = open_demo("labelled-digits")
    generator = zoo.load("cgan-mnist-small").generator
    # Gaya tidak tampak di halaman: dibaca dari pengundi berbenih yang sama, di peramban.
    drawn = page.evaluate(
        """() => {
          const { normals, random } = Generatif.controls;
          const draw = random(8);
          return Array.from({ length: 24 }, () => Array.from(normals(32, draw)));
        }"""
    )
    styles = np.array(drawn, "float32")

    def check(label, share, first):
        a, b, others = styles[first], styles[first + 1], styles[first + 2 : first + 12]
        latent = np.stack([*10 * [(1 - share) * a + share * b], *others]).astype("float32")
        labels = np.eye(10, dtype="float32")[[*range(10), *10 * [label]]]
        expected = (np.asarray(generator([latent, labels])) + 1) / 2
        close_to_keras(by_label(page, "Citra buatan"), expected[label], DIGIT_ERROR)
        for digit in range(10):
            close_to_keras(by_label(page, str(digit)), expected[digit], DIGIT_ERROR)
        for number in (1, 10):
            shown = by_label(page, f"gaya {number}:")
            close_to_keras(shown, expected[9 + number], DIGIT_ERROR)

    check(0, 0, 0)
    press(page, page.get_by_role("radio", name="0"), "ArrowDown", 3)
    check(3, 0, 0)
    press(page, page.get_by_label("Gaya A ke gaya B"), "ArrowRight", 8)
    check(3, 0.4, 0)
    page.get_by_role("radio", name="7").click()
    settle(page)
    check(7, 0.4, 0)
    press(page, page.get_by_role("button", name="Gaya baru"), "Enter")
    check(7, 0.4, 12)
    label = page.locator('canvas[aria-label^="Citra buatan"]').get_attribute("aria-label")
    assert label == "Citra buatan: 7"
    assert page.problems == []


def test_spread_layer_equals_depth_to_space(open_demo):
    import tensorflow as tf

    page = open_demo("labelled-digits")
    values = np.random.default_rng(5).standard_normal((1, 3, 2, 8)).astype("float32")
    shown = page.evaluate(
        """(values) => Array.from(new Generatif.Network({
          input: [3, 2, 8], layers: [{ kind: "spread", factor: 2 }],
        }, new Uint8Array()).run(values))""",
        values.ravel().tolist(),
    )
    expected = np.asarray(tf.nn.depth_to_space(values, 2)).ravel()
    np.testing.assert_array_equal(np.array(shown, "float32"), expected)


def test_progress_shows_the_stored_frames(open_demo):
    page = open_demo("progress")
    stored = sorted((ROOT / "zoo" / "dcgan-mnist").glob("epoch-*.png"))
    position = page.get_by_label("Titik simpan")
    for index, path in enumerate(stored):
        frame = page.locator(".demo-bingkai")
        content = base64.b64decode(frame.get_attribute("src").split(",")[1])
        assert content == path.read_bytes()
        assert f"epoch {int(path.stem[6:])} " in page.locator(".demo-laporan").text_content()
        assert frame.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
        if index + 1 < len(stored):
            press(page, position, "ArrowRight")
    box = position.bounding_box()
    page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    assert "epoch 1 " in page.locator(".demo-laporan").text_content()
    assert page.problems == []


def painted(places):
    """Piksel [0, 1] sesudah kuas bulat berjari-jari dua di setiap petak (baris, kolom)."""
    rows, columns = np.mgrid[:28, :28]
    image = np.zeros((28, 28))
    for row, column in places:
        image = np.maximum(image, np.clip(2 - np.hypot(rows - row, columns - column), 0, 1))
    return image


@pytest.mark.parametrize("name", ["denoise", "encode-decode"])
def test_keys_draw_and_the_model_follows(open_demo, name):
    page = open_demo(name)
    pad = page.locator(".demo-kanvas")
    page.get_by_role("button", name="Hapus").click()
    page.get_by_role("button", name="Hapus").focus()
    while not pad.evaluate("node => node === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    assert page.locator(".demo-petunjuk").is_visible()
    assert page.locator(".demo-penunjuk").is_visible()

    def drawn():
        settle(page)
        return by_label(page, "Gambar Anda").reshape(28, 28)

    for key in ["ArrowUp"] * 3 + ["ArrowLeft"] * 2:
        page.keyboard.press(key)
    assert drawn().max() == 0
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    for _ in range(20):
        page.keyboard.press("ArrowDown")  # berhenti di baris terakhir
    page.keyboard.press("Enter")
    places = [(11, column) for column in range(12, 17)] + [(27, 16)]
    expected = painted(places)
    np.testing.assert_allclose(drawn(), 255 * expected, atol=0.51)
    page.keyboard.press("Delete")
    expected[26:28, 15:18] = 0
    np.testing.assert_allclose(drawn(), 255 * expected, atol=0.51)

    spoken = page.locator(".demo-petunjuk [role=status]")
    page.wait_for_function(
        "node => node.textContent === 'Kolom 17, baris 28.'", arg=spoken.element_handle()
    )
    page.keyboard.press("Tab")
    assert not page.locator(".demo-petunjuk").is_visible()
    check_drawing(page, name, expected)
    assert page.problems == []


def check_drawing(page, name, pixels):
    """Keluaran model sama dengan Keras bagi gambar ini."""
    image = pixels.reshape(1, 28, 28, 1).astype("float32")
    if name == "denoise":
        press(page, page.get_by_label("Derau", exact=True), "Home")
        model = network("denoising-fashion")
        close_to_keras(by_label(page, "Keluaran jaringan"), model(image, training=False)[0])
    else:
        model = network("vae2-fashion")
        close_to_keras(by_label(page, "Didekode"), model.decoder(model.encode(image)[0])[0])


def test_place_is_not_announced_at_every_key(open_demo):
    page = open_demo("denoise")
    page.locator(".demo-kanvas").focus()
    page.wait_for_timeout(900)
    page.evaluate("""window.said = [];
      new MutationObserver(() => said.push(document.querySelector("[role=status]").textContent))
        .observe(document.querySelector("[role=status]"), { childList: true });""")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1200)
    assert page.evaluate("said") == ["Kolom 23, baris 15."]


def test_pointer_shows_no_key_help(open_demo):
    page = open_demo("denoise")
    drag_on(page, page.locator(".demo-kanvas"), [(0.2, 0.5), (0.5, 0.5)])
    assert not page.locator(".demo-petunjuk").is_visible()
    assert not page.locator(".demo-penunjuk").is_visible()


@pytest.fixture
def open_held(chromium, folder):
    """Fungsi yang membuka demo bertahap: halamannya, dan fungsi yang melepas sisanya."""
    contexts = []

    def start(name, rest):
        context = chromium.new_context(viewport={"width": 1000, "height": 900})
        contexts.append(context)
        page = context.new_page()
        held = []
        page.route(f"**/{rest}.js", lambda route: held.append(route))
        page.goto((folder / f"{name}.html").as_uri())
        page.wait_for_selector("figure[data-state=siap]")
        settle(page)

        def release():
            held[0].continue_()
            page.wait_for_selector("figure[data-rest=lengkap]")
            settle(page)

        return page, release

    yield start
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("name", "rest", "first", "error"),
    [
        ("labelled-classes", "labelled-decoder", "kaus", MAX_ERROR),
        ("labelled-digits", "digit-generator", "0", DIGIT_ERROR),
    ],
)
def test_opening_view_is_the_one_the_rest_would_compute(open_held, name, rest, first, error):
    """Sebelum sisanya datang, demo bertahap sudah menampilkan hasil yang sama."""
    page, release = open_held(name, rest)
    assert page.get_by_role("button", name="Gaya baru").is_disabled()
    press(page, page.get_by_role("radio", name=first), "ArrowDown", 3)
    before = by_label(page, "Citra buatan")
    release()
    assert before.max() > 100
    difference = np.abs(by_label(page, "Citra buatan") - before)
    assert difference.max() <= error
    assert difference.mean() <= MEAN_ERROR
    assert page.get_by_role("button", name="Gaya baru").is_enabled()


def test_map_opens_with_stored_tiles(open_held):
    """Sebelum dekodernya datang, citranya petak terdekat di peta tersimpan."""
    page, release = open_held("latent-map", "vae2-decoder")
    decoder = network("vae2-fashion").decoder
    drag_on(page, page.locator(".demo-peta"), [(0.5, 0.5), (0.83, 0.61)])
    z = np.array([[7.5 * 6 / 9 - 3, 3 - 5.5 * 6 / 9]], "float32")
    expected = np.asarray(decoder(z)).ravel() * 255
    shown = by_label(page, "Citra di petak terdekat")
    assert np.abs(shown - expected).mean() < OPENING_ERROR
    release()
    z = np.array([slider_values(page)], "float32")
    close_to_keras(by_label(page, "Citra di titik itu"), decoder(z)[0])
    assert page.locator('canvas[aria-label^="Citra di petak terdekat"]').count() == 0


def test_figures_are_taken_while_the_page_is_still_parsed(chromium, folder):
    text = (folder / "denoise.html").read_text("utf-8")
    page = chromium.new_page()
    held = []
    page.route("**/lambat.js", lambda route: held.append(route))
    slow = folder / "terurai.html"
    slow.write_text(text + '<p>Sesudahnya</p><script src="lambat.js"></script><p>Akhir</p>')
    page.goto(slow.as_uri(), wait_until="commit")
    page.wait_for_selector("figure[data-state=siap]")
    assert page.evaluate("document.readyState") == "loading"
    page.close()


def test_files_run_in_order_whatever_arrives_first(chromium, folder):
    context = chromium.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    held = []
    page.route("**/model.js", lambda route: held.append(route))
    page.goto((folder / "latent-map.html").as_uri())
    page.wait_for_timeout(800)  # berkas yang lain sudah tiba
    held[0].continue_()
    page.wait_for_selector("figure[data-state=siap]")
    assert page.problems == []
    context.close()


def test_a_missing_rest_can_be_asked_again(chromium, folder):
    context = chromium.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.route("**/sparse-rest.js", lambda route: route.abort())
    page.goto((folder / "sparse-units.html").as_uri())
    retry = page.get_by_role("button", name="Coba lagi")
    retry.wait_for()
    count = page.get_by_label("Unit terbesar yang dipakai")
    press(page, count, "End")
    assert count.input_value() == "24"
    page.unroute("**/sparse-rest.js")
    retry.click()
    page.wait_for_selector("figure[data-rest=lengkap]")
    press(page, count, "End")
    assert count.input_value() == "300"
    context.close()


@pytest.mark.parametrize("name", MODEL_DEMOS)
def test_demo_fits_a_phone_and_every_control_is_named(open_demo, name):
    page = open_demo(name, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    unnamed = page.evaluate(
        """[...document.querySelectorAll('.demo-model :is(input, button)')]
        .filter(node => !(node.getAttribute('aria-label') || node.textContent.trim()
          || node.labels?.[0]?.textContent.trim())).length"""
    )
    assert unnamed == 0
    small = page.evaluate(
        """[...document.querySelectorAll('.demo-model :is(input, button)')].filter(node => {
          const box = node.getBoundingClientRect();
          return box.width < 24 || box.height < 24;
        }).length"""
    )
    assert small == 0


def test_demos_of_a_page_weigh_little(bundles):
    weights = {name: len(gzip.compress(text.encode(), 6)) for name, text in bundles.items()}
    pages = {}
    for path in (ROOT / "book").rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        names = re.findall(r"^:::+\{demo\} (\S+)", text, re.MULTILINE)
        demos = [TABLE["demos"][name] for name in names]
        used = {name for demo in demos for name in [*demo["bundles"], *demo.get("later", [])]}
        pages[path.stem] = sum(weights[bundle] for bundle in used)
    assert sum(size > 0 for size in pages.values()) >= 5
    assert {page: size for page, size in pages.items() if size > PAGE_LIMIT} == {}


def test_weights_can_be_exported_again():
    import export_demo_models as tool

    contents, _ = tool.weight_files()
    stored = {path.stem: path.read_text("ascii") for path in tool.TARGET.glob("*.js")}
    assert contents == stored

"""Keadaan halaman di peramban: ukuran layar, terang atau gelap, demo yang sudah hidup."""

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 400, "height": 800}
SMALLEST = {"width": 360, "height": 740}
SCHEMES = ("light", "dark")

# Halaman yang mewakili: beranda, tiga bab dengan demo, tabel lebar, bunyi, dan pencarian.
SAMPLE_PAGES = [
    "book/beranda.html",
    "book/autoencoder/sparse.html",
    "book/gan/dcgan.html",
    "book/gan/kegagalan.html",
    "book/gan/teori.html",
    "book/penerapan/musik.html",
    "book/pengajar/rps.html",
    "search.html",
]

BACKGROUND = """() => {
  const painted = [document.querySelector("section.tampil"), document.body].find(Boolean);
  return getComputedStyle(painted).backgroundColor;
}"""


def use_scheme(page, scheme):
    """Pakai terang atau gelap, tanpa gerak; salindia tidak mempunyai mode gelap."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function(f"(document.documentElement.dataset.theme ?? '{scheme}') === '{scheme}'")
    page.wait_for_timeout(400)  # menunggu peralihan warna tema


def wake_demos(page):
    """Hidupkan semua demo di halaman, lalu kembali ke atas."""
    for demo in page.locator("figure.demo").all():
        demo.scroll_into_view_if_needed()
        demo.evaluate("""async (figure) => {
          while (figure.dataset.state !== "siap") await new Promise(requestAnimationFrame);
        }""")
    page.evaluate("scrollTo(0, 0)")


def brightness(page):
    """Terang latar halaman, atau latar salindia yang tampil, 0 sampai 255."""
    color = page.evaluate(BACKGROUND)
    return sum(int(part) for part in color.strip("rgb()").split(",")[:3]) / 3

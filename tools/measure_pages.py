"""Ukur beban pertama dan waktu tampil satu halaman tiap jenis, di profil ponsel.

Server lokalnya memampatkan seperti GitHub Pages (gzip untuk teks, tidak untuk gambar dan huruf).
Profil ponsel: layar 360x740, 400 kbps, latensi 400 ms, prosesor diperlambat empat kali, tembolok
kosong. Bita dihitung dari isi yang dikirim server, tanpa kepala HTTP, tanpa menggulir halaman.

Waktu demo pertama, di setiap halaman berdemo: dari mulai membuka halaman, digulir ke figur demo
yang pertama segera sesudah figur itu terurai (seperti pembaca yang melompat ke sana), sampai dua
bingkai layar sesudah `data-state="siap"`, yaitu ketika keluaran modelnya tergambar; dicatat yang
tercepat dari tiga kali, karena mesinnya dapat sedang mengerjakan yang lain. Berat demo
sebuah halaman: pemuat dan semua berkas semua demonya (gzip 6), tanpa gambar diamnya.

    python tools/measure_pages.py NAMA [FOLDER_SITUS]

menulis `measurements/pages-NAMA.json`. Dua berkas, `before` dan `after`, dibandingkan oleh
`python tools/write_tables.py`; hanya `after` yang mempunyai demo.
"""

import gzip
import http.server
import json
import os
import platform
import re
import shutil
import sys
import threading
from datetime import date
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "beranda": "book/beranda.html",
    "bab": "book/gan/dcgan.html",
    "bab penuh rumus": "book/gan/teori.html",
    "hasil dengan gambar": "book/gan/kegagalan.html",
    "referensi": "book/referensi-api.html",
    "pencarian": "search.html",
    "salindia": "salindia/gan-dcgan.html",
}
KINDS = {
    ".html": "html",
    ".css": "css",
    ".js": "js",
    ".woff2": "huruf",
    ".woff": "huruf",
    ".png": "gambar",
    ".webp": "gambar",
    ".svg": "gambar",
}
PACKED = {".html", ".css", ".js", ".svg", ".json", ".txt"}
SCREEN = {"width": 360, "height": 740}
SPEED = 400_000 / 8  # bita per detik
NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": SPEED,
    "uploadThroughput": SPEED,
}
SLOWDOWN = 4
TRIES = 3
DEMO_FIGURE = re.compile(r'<figure class="demo"[^>]*>')
DEMO_FILES = re.compile(r'\bdata-(?:files|later)="([^"]*)"')
JUMP_TO_DEMO = """(() => {
  const painted = act => requestAnimationFrame(() => requestAnimationFrame(act));
  const watch = () => {
    const figure = document.querySelector("figure.demo");
    if (figure?.dataset.state === "siap") {
      painted(() => { window.demoReady = performance.now(); });
      return;
    }
    figure?.scrollIntoView({ behavior: "instant" });
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
})()"""
FIRST_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""


class PackingHandler(http.server.SimpleHTTPRequestHandler):
    """Penyaji berkas yang memampatkan teks dan mencatat bita yang dikirim."""

    def __init__(self, *args, sent, **options):
        self.sent = sent
        super().__init__(*args, **options)

    def do_GET(self):
        """Kirim berkas, dimampatkan bila berupa teks."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.sent.append((KINDS.get(path.suffix, "lain"), len(body)))

    def log_message(self, *args):
        """Tidak mencatat apa pun."""


def packed(path):
    """Isi berkas seperti dikirim GitHub Pages."""
    content = path.read_bytes()
    return gzip.compress(content, 6, mtime=0) if path.suffix in PACKED else content


def start_server(site, sent):
    """Sajikan `site` di alamat loopback; setiap kiriman ditambahkan ke `sent`.

    Args:
        site: folder situs.
        sent: daftar yang diisi pasangan (jenis, bita).

    Returns:
        Server yang sudah berjalan.
    """
    handler = partial(PackingHandler, directory=str(site), sent=sent)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def measure_page(browser, site, page):
    """Bita menurut jenis, banyak permintaan, dan waktu tampil sebuah halaman.

    Args:
        browser: peramban Playwright.
        site: folder situs.
        page: letak halaman di dalam situs.

    Returns:
        Kamus hasil; waktu dalam detik, ukuran dalam bita.
    """
    sent = []
    server = start_server(site, sent)
    context = browser.new_context(viewport=SCREEN, locale="id-ID")
    tab = context.new_page()
    emulate_phone(context.new_cdp_session(tab))
    address = f"http://127.0.0.1:{server.server_port}/{page}"
    tab.goto(address, wait_until="load", timeout=180_000)
    loaded = tab.evaluate("performance.timing.loadEventStart - performance.timing.navigationStart")
    tab.wait_for_load_state("networkidle", timeout=180_000)
    painted = tab.evaluate(FIRST_PAINT)
    context.close()
    server.shutdown()
    server.server_close()
    kinds = {kind: 0 for kind in sorted({*KINDS.values(), "lain"})}
    for kind, size in sent:
        kinds[kind] += size
    return {
        "page": page,
        "requests": len(sent),
        "bytes": kinds,
        "before_figures": sum(kinds.values()) - kinds["gambar"],
        "text_seconds": round(painted / 1000, 2),
        "load_seconds": round(loaded / 1000, 2),
    }


def demo_pages(site):
    """Halaman berdemo, dibaca dari situs.

    Args:
        site: folder situs.

    Returns:
        Letak setiap halaman yang memuat figur demo.
    """
    return sorted(
        path.relative_to(site).as_posix()
        for path in site.glob("book/**/*.html")
        if DEMO_FIGURE.search(path.read_text(encoding="utf-8"))
    )


def demo_bytes(site, page):
    """Bita semua demo sebuah halaman.

    Args:
        site: folder situs.
        page: letak halaman di dalam situs.

    Returns:
        Jumlah bita terkirim: pemuat, dan berkas setiap demo, masing-masing sekali.
    """
    figures = DEMO_FIGURE.findall((site / page).read_text(encoding="utf-8"))
    lists = [names for figure in figures for names in DEMO_FILES.findall(figure)]
    files = {name.split("?")[0] for names in lists for name in names.split()}
    return sum(len(packed(site / "demo" / name)) for name in {*files, "demo.js"})


def fastest_demo(browser, site, page):
    """Yang tercepat dari TRIES kali :func:`measure_demo`: beban lain hanya memperlambat."""
    trials = [measure_demo(browser, site, page) for _ in range(TRIES)]
    return min(trials, key=lambda trial: trial["first_demo_seconds"])


def measure_demo(browser, site, page):
    """Detik sampai demo pertama siap, dan berat semua demo sebuah halaman."""
    server = start_server(site, [])
    context = browser.new_context(viewport=SCREEN, locale="id-ID")
    tab = context.new_page()
    emulate_phone(context.new_cdp_session(tab))
    tab.add_init_script(JUMP_TO_DEMO)
    tab.goto(f"http://127.0.0.1:{server.server_port}/{page}", wait_until="commit")
    tab.wait_for_function("window.demoReady", timeout=60_000)
    result = {
        "first_demo": tab.locator("figure.demo").first.get_attribute("data-demo"),
        "first_demo_seconds": round(tab.evaluate("window.demoReady") / 1000, 2),
        "text_seconds": round(tab.evaluate(FIRST_PAINT) / 1000, 2),
        "demo_bytes": demo_bytes(site, page),
    }
    context.close()
    server.shutdown()
    server.server_close()
    return result


def emulate_phone(session):
    """Pasang profil ponsel lewat protokol DevTools."""
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})


def measure_site(site):
    """Ukur satu halaman tiap jenis.

    Args:
        site: folder situs yang sudah dibangun.

    Returns:
        Kamus: tanggal, mesin, peramban, profil, dan hasil tiap jenis halaman.
    """
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = {kind: measure_page(browser, site, page) for kind, page in PAGES.items()}
        demos = {page: fastest_demo(browser, site, page) for page in demo_pages(site)}
        version = browser.version
        browser.close()
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, tanpa GPU",
        "browser": f"Chromium {version}",
        "profile": "360x740, 400 kbps, 400 ms, prosesor diperlambat 4 kali, tembolok kosong",
        "pages": pages,
        "demo_load_average": round(os.getloadavg()[0], 1),
        "demos": demos,
    }


def main():
    """Ukur situs dan tulis hasilnya."""
    name = sys.argv[1]
    site = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "_build" / "html"
    target = ROOT / "measurements" / f"pages-{name}.json"
    result = measure_site(site)
    target.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for kind, page in result["pages"].items():
        print(
            f"{kind:<22}{page['before_figures'] / 1000:>8.0f} kB{page['requests']:>5} permintaan"
            f"{page['text_seconds']:>7.1f} d teks{page['load_seconds']:>7.1f} d selesai"
        )
    for page, demo in result["demos"].items():
        print(
            f"{page:<48}{demo['demo_bytes'] / 1000:>5.0f} kB{demo['text_seconds']:>6.1f} d teks"
            f"{demo['first_demo_seconds']:>6.1f} d {demo['first_demo']}"
        )


if __name__ == "__main__":
    main()

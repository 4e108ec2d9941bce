"""Alat bersama pemeriksaan situs: situs yang sudah dibangun, buku contoh, server, dan peramban."""

import functools
import http.server
import os
import shutil
import subprocess
import threading

import pytest
from site_build import NOT_FOUND, REDIRECT, REPOSITORY, SITE, SITE_URL, build_sample, html_pages


def pytest_generate_tests(metafunc):
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", html_pages(SITE) or ["situs-belum-dibangun"])
    if "content_page" in metafunc.fixturenames:
        pages = [page for page in html_pages(SITE) if page not in {REDIRECT, NOT_FOUND}]
        metafunc.parametrize("content_page", pages or ["situs-belum-dibangun"])


def pytest_terminal_summary(terminalreporter):
    """Sebutkan dengan jelas pemeriksaan yang ditinggalkan, beserta sebabnya."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted({report.longrepr[2] for report in skipped if "/site/" in report.nodeid})
    if reasons:
        terminalreporter.section("PEMERIKSAAN SITUS YANG DITINGGALKAN")
    for reason in reasons:
        terminalreporter.write_line(reason.removeprefix("Skipped: "))


def find_program(names, package, consequence):
    """Jalur program; tanpa program, uji dilewati, atau gagal bila GENERATIF_WAJIB=1."""
    for name in names:
        if path := shutil.which(name):
            return path
    message = f"{names[0]} tidak ditemukan: {consequence}. Di Debian: apt-get install {package}"
    if os.environ.get("GENERATIF_WAJIB") == "1":
        pytest.fail(message, pytrace=False)
    return pytest.skip(message)


@pytest.fixture(scope="session")
def site():
    """Folder situs yang sudah dibangun."""
    if not (SITE / "index.html").exists():
        pytest.fail(f"Situs belum ada di {SITE}. Bangun dahulu dengan `make buku`.", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Buku contoh tanpa alamat repositori dan situs."""
    return build_sample(tmp_path_factory.mktemp("tanpa-alamat") / "buku")


@pytest.fixture(scope="session")
def addressed_sample(tmp_path_factory):
    """Buku contoh dengan alamat repositori dan situs."""
    folder = tmp_path_factory.mktemp("beralamat") / "buku"
    return build_sample(folder, GENERATIF_REPOSITORY=REPOSITORY, GENERATIF_SITE_URL=SITE_URL)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Penyaji berkas tanpa log."""

    def log_message(self, *args):
        """Tidak mencatat apa pun."""


@pytest.fixture(scope="session")
def serve():
    """Fungsi yang menyajikan sebuah folder di alamat loopback dan mengembalikan alamatnya."""
    servers = []

    def start(folder):
        handler = functools.partial(QuietHandler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site_url(site, serve):
    """Alamat situs sesungguhnya di server lokal."""
    return serve(site)


@pytest.fixture(scope="session")
def sample_url(sample, serve):
    """Alamat buku contoh di server lokal."""
    return serve(sample.html)


@pytest.fixture(scope="session")
def chromium():
    """Peramban Chromium dari sistem."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    path = find_program(names, "chromium", "menu, pencarian, dan tampilan tidak diperiksa")
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright().start()
    # Tanpa sandbox: CI berjalan sebagai root, dan yang dibuka hanya situs ini.
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()
    playwright.stop()


@pytest.fixture
def open_page(chromium):
    """Fungsi yang membuka sebuah alamat pada lebar layar tertentu sampai hurufnya siap."""
    contexts = []

    def open_at(url, width=1280, height=900):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="light", locale="id-ID"
        )
        contexts.append(context)
        page = context.new_page()
        page.problems = watch_problems(page, url)
        page.goto(url, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield open_at
    for context in contexts:
        context.close()


def watch_problems(page, url):
    """Catat galat konsol, galat skrip, dan permintaan ke luar asal halaman."""
    problems = []
    origin = "/".join(url.split("/")[:3])
    page.on("console", lambda m: m.type == "error" and problems.append(f"konsol: {m.text}"))
    page.on("pageerror", lambda error: problems.append(f"skrip: {error}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((origin, "data:", "blob:"))
            or problems.append(f"permintaan ke luar: {request.url}")
        ),
    )
    return problems


@pytest.fixture(scope="session")
def hunspell():
    """Jalur hunspell yang memiliki kamus bahasa Indonesia."""
    path = find_program(["hunspell"], "hunspell hunspell-id", "ejaan tidak diperiksa")
    check = subprocess.run([path, "-d", "id_ID", "-l"], input=b"rumah", capture_output=True)
    if check.returncode:
        find_program(["kamus hunspell id_ID"], "hunspell-id", "ejaan tidak diperiksa")
    return path

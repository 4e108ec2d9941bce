"""Terbitan yang disajikan di loopback, dan kembaran Colab."""

import functools
import http.server
import os
import threading

import pytest
import twin

import stage


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Penyaji berkas tanpa log."""

    def log_message(self, *args):
        """Tidak mencatat apa pun."""


@pytest.fixture(scope="session")
def colab():
    """Kembaran Colab yang siap; tanpa jaringan, uji dilewati, atau gagal bila diwajibkan."""
    try:
        version = twin.prepare()
    except twin.TwinError as error:
        message = f"kembaran Colab tidak dapat dibuat: {error}"
        if os.environ.get("GENERATIF_WAJIB") == "1":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return version


def pytest_terminal_summary(terminalreporter):
    """Sebutkan Python yang dipakai, terutama bila bukan milik Colab."""
    if twin.STAMP.is_file():
        version = twin.run(twin.PYTHON, "--version").strip()
        note = "" if twin.COLAB_PYTHON in version else f" (Colab: {twin.COLAB_PYTHON}!)"
        terminalreporter.write_line(f"Kembaran Colab memakai {version}{note}")


@pytest.fixture(scope="session")
def staged(tmp_path_factory):
    """Folder terbitan yang alamat berkasnya peladen loopback."""
    folder = tmp_path_factory.mktemp("terbit") / "isi"
    folder.mkdir()
    handler = functools.partial(QuietHandler, directory=str(folder / "colab"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        files = f"http://127.0.0.1:{server.server_port}"
        site, repository = "https://contoh.example/buku", "https://github.com/contoh/buku"
        yield stage.stage(folder, stage.Addresses(repository, site, files))
        server.shutdown()

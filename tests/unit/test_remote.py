"""Berkas gudang dari jauh: diuji terhadap peladen HTTP lokal dan catatan pemasangan tiruan."""

import errno
import hashlib
import json
import threading
import traceback
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from types import SimpleNamespace

import pooch
import pytest

from generatif import remote

NAME = "dcgan-mnist/manifest.json"
CONTENT = b'{"name": "dcgan-mnist"}' * 40_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Store(BaseHTTPRequestHandler):
    """Menyajikan satu berkas; awal alamat menentukan kelakuannya."""

    def do_GET(self):
        self.server.requests.append((self.path, self.headers.get("Authorization")))
        behaviour = self.path.split("/")[1]
        if behaviour == "kosong":
            self.send_error(404)
            return
        body = CONTENT.replace(b"dcgan", b"bulan") if behaviour == "lain" else CONTENT
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if behaviour == "putus" else body)

    def log_message(self, *_):
        """Jangan mencetak ke stderr."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as running:
        running.requests = []
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GENERATIF_CACHE", str(tmp_path / "tembolok"))
    monkeypatch.delenv("GENERATIF_STORE_URL", raising=False)
    return tmp_path / "tembolok" / "zoo"


@pytest.fixture
def use(server, monkeypatch):
    def choose(behaviour, login=""):
        address = f"http://{login}127.0.0.1:{server.server_port}/{behaviour}"
        monkeypatch.setenv("GENERATIF_STORE_URL", address)

    return choose


def installed_from(monkeypatch, origin):
    record = None if origin is None else json.dumps(origin)
    monkeypatch.setattr(
        metadata, "distribution", lambda name: SimpleNamespace(read_text=lambda file: record)
    )


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_download_is_checked_and_kept(use, cache):
    use("zoo")
    path = remote.fetch(NAME, SHA256)
    assert path == cache / NAME
    assert path.read_bytes() == CONTENT
    assert files_in(cache) == [path]


def test_second_time_needs_no_network(use, server, monkeypatch):
    use("zoo")
    first = remote.fetch(NAME, SHA256)
    monkeypatch.setenv("GENERATIF_STORE_URL", "http://127.0.0.1:9/mati")
    assert remote.fetch(NAME, SHA256) == first
    assert [path for path, _ in server.requests] == [f"/zoo/{NAME}"]


def test_cached_file_needs_no_known_origin(use, monkeypatch):
    use("zoo")
    first = remote.fetch(NAME, SHA256)
    monkeypatch.delenv("GENERATIF_STORE_URL")
    installed_from(monkeypatch, None)
    assert remote.fetch(NAME, SHA256) == first


def test_damaged_cache_is_replaced(use, cache):
    use("zoo")
    remote.fetch(NAME, SHA256).write_bytes(CONTENT[:-1])
    assert remote.fetch(NAME, SHA256).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("behaviour", "kind", "message"),
    [
        ("putus", ConnectionError, "terputus .*tidak ada berkas setengah jadi"),
        ("lain", ValueError, f"tidak cocok: SHA-256 .*seharusnya {SHA256[:12]}"),
        ("kosong", ConnectionError, "menjawab 404"),
    ],
)
def test_failed_download_leaves_nothing(use, cache, behaviour, kind, message):
    use(behaviour)
    with pytest.raises(kind, match=message):
        remote.fetch(NAME, SHA256)
    assert not files_in(cache)


def test_failed_update_keeps_the_older_file(use, cache):
    use("zoo")
    remote.fetch(NAME, SHA256)
    use("putus")
    with pytest.raises(ConnectionError):
        remote.fetch(NAME, "0" * 64)
    assert (cache / NAME).read_bytes() == CONTENT


def test_wrong_content_names_the_received_hash(use):
    use("lain")
    received = hashlib.sha256(CONTENT.replace(b"dcgan", b"bulan")).hexdigest()
    with pytest.raises(ValueError, match=received[:12]):
        remote.fetch(NAME, SHA256)


def test_offline_is_reported(monkeypatch, cache):
    monkeypatch.setenv("GENERATIF_STORE_URL", "http://127.0.0.1:9/zoo")
    with pytest.raises(ConnectionError, match="Sambungkan internet"):
        remote.fetch(NAME, SHA256)
    assert not files_in(cache)


def test_full_disk_is_reported(use, cache, monkeypatch):
    def write_half(self, url, output_file, caller):
        with open(output_file, "wb") as file:
            file.write(CONTENT[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    use("zoo")
    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", write_half)
    with pytest.raises(OSError, match="No space left.*GENERATIF_CACHE"):
        remote.fetch(NAME, SHA256)
    assert not files_in(cache)


def test_cache_that_is_a_file_is_reported(use, tmp_path):
    use("zoo")
    (tmp_path / "tembolok").write_text("bukan folder")
    with pytest.raises(OSError, match="Tembolok .* tidak dapat ditulisi"):
        remote.fetch(NAME, SHA256)


@pytest.mark.parametrize("behaviour", ["zoo", "kosong", "putus", "lain"])
def test_credentials_are_used_but_never_shown(use, server, capfd, behaviour):
    use(behaviour, login="siti:rahasia%21@")
    try:
        remote.fetch(NAME, SHA256)
    except (ConnectionError, ValueError):
        assert "rahasia" not in traceback.format_exc()
    header = server.requests[0][1]
    assert b64decode(header.removeprefix("Basic ")) == b"siti:rahasia!"
    assert "rahasia" not in "".join(capfd.readouterr())


def test_download_prints_nothing(use, caplog, monkeypatch):
    logger = pooch.get_logger()
    logger.setLevel("INFO")
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    use("zoo")
    remote.fetch(NAME, SHA256)
    assert not caplog.records


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "https://github.com/tim/buku.git",
            "https://raw.githubusercontent.com/tim/buku/COMMIT/zoo",
        ),
        ("https://github.com/tim/buku/", "https://raw.githubusercontent.com/tim/buku/COMMIT/zoo"),
        (
            "https://u:t@github.com/tim/buku",
            "https://raw.githubusercontent.com/tim/buku/COMMIT/zoo",
        ),
        ("ssh://git@github.com/tim/b.git", "https://raw.githubusercontent.com/tim/b/COMMIT/zoo"),
        ("https://gitlab.com/a/b/buku.git", "https://gitlab.com/a/b/buku/-/raw/COMMIT/zoo"),
        ("https://x:t@gitlab.ui.ac.id/a/buku", "https://gitlab.ui.ac.id/a/buku/-/raw/COMMIT/zoo"),
    ],
)
def test_git_installs_point_at_their_commit(monkeypatch, url, address):
    origin = {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    installed_from(monkeypatch, origin)
    assert remote.store_address() == address.replace("COMMIT", COMMIT)
    installed_from(monkeypatch, {**origin, "subdirectory": "paket"})
    assert remote.store_address().endswith(f"{COMMIT}/paket/zoo")


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        (None, "dari arsip atau indeks paket"),
        ({"url": "https://contoh.id/g.whl", "archive_info": {}}, "dari arsip atau indeks paket"),
        ({"url": "file:///tmp/generatif.whl", "archive_info": {}}, "dari arsip atau indeks paket"),
        (
            {"url": "https://u:rahasia@git.contoh.id/a/b", "vcs_info": {"commit_id": COMMIT}},
            "git.contoh.id",
        ),
        ({"url": "https://github.com/a/b", "vcs_info": {"commit_id": "../x"}}, "commit yang sah"),
    ],
)
def test_other_installs_say_what_to_do(monkeypatch, origin, message):
    installed_from(monkeypatch, origin)
    with pytest.raises(FileNotFoundError, match=message) as caught:
        remote.fetch(NAME, SHA256)
    assert "GENERATIF_STORE_URL" in str(caught.value)
    assert "rahasia" not in str(caught.value)


def test_package_without_metadata_says_what_to_do(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(FileNotFoundError, match="GENERATIF_STORE_URL"):
        remote.fetch(NAME, SHA256)


@pytest.fixture
def clone(tmp_path):
    path = tmp_path / "salinan saya" / "zoo" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize("kind", ["dir_info", "vcs_info"])
def test_local_folder_is_read_in_place(monkeypatch, clone, cache, kind):
    folder = clone.parents[2].as_uri()
    installed_from(monkeypatch, {"url": folder, kind: {"commit_id": COMMIT}})
    assert remote.fetch(NAME, SHA256) == clone
    assert not cache.exists()


def test_changed_or_missing_local_file_is_refused(monkeypatch, clone):
    monkeypatch.setenv("GENERATIF_STORE_URL", clone.parents[1].as_uri() + "/")
    assert remote.fetch(NAME, SHA256) == clone
    with pytest.raises(ValueError, match="git checkout"):
        remote.fetch(NAME, "0" * 64)
    clone.unlink()
    with pytest.raises(FileNotFoundError, match="dipindahkan"):
        remote.fetch(NAME, SHA256)


@pytest.mark.parametrize(
    "bad",
    ["../a", "a/../b", "/etc/passwd", "a//b", "", "a\\b", "C:/a", ".rahasia", "a/.b", "a?b", None],
)
def test_paths_cannot_leave_the_store(use, server, bad):
    use("zoo")
    with pytest.raises(ValueError, match="tidak sah"):
        remote.fetch(bad, SHA256)
    assert not server.requests


@pytest.mark.parametrize("bad", ["", "abc", SHA256.upper(), SHA256 + "0", None])
def test_hash_is_required(use, bad):
    use("zoo")
    with pytest.raises(ValueError, match="64 angka heksadesimal"):
        remote.fetch(NAME, bad)


@pytest.mark.parametrize("bad", ["contoh.id/zoo", "ftp://u:rahasia@contoh.id/zoo", "https://"])
def test_store_variable_must_be_an_address(monkeypatch, bad):
    monkeypatch.setenv("GENERATIF_STORE_URL", bad)
    with pytest.raises(ValueError, match="alamat folder zoo") as caught:
        remote.fetch(NAME, SHA256)
    assert "rahasia" not in str(caught.value)


def test_default_cache_belongs_to_the_system(monkeypatch):
    monkeypatch.delenv("GENERATIF_CACHE")
    assert remote.cache_folder() == pooch.os_cache("generatif") / "zoo"

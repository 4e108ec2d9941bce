"""Berkas gudang bagi paket terpasang: diambil menurut hash dari tempat paket itu dipasang.

Tempat pemasangan dibaca dari `direct_url.json` (PEP 610) yang ditulis pip. Berkas yang diunduh
disimpan di tembolok, sehingga pemakaian berikutnya tidak memerlukan jaringan.
"""

import hashlib
import json
import os
import re
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

STORE_VARIABLE = "GENERATIF_STORE_URL"
CACHE_VARIABLE = "GENERATIF_CACHE"
TIMEOUT_SECONDS = 30
CHUNK_BYTES = 64 * 1024

_WAY_OUT = (
    f"Isi variabel lingkungan {STORE_VARIABLE} dengan alamat folder `zoo` (https://… atau "
    "file:///…), atau pakai salinan repositori: git clone, lalu `pip install -e .`."
)


def fetch(relative_path, sha256):
    """Cari satu berkas gudang: di folder pemasangan, di tembolok, atau dengan mengunduhnya.

    Alamat dalam GENERATIF_STORE_URL didahulukan dari tempat pemasangan. Tembolok ada di folder
    baku sistem operasi, atau di GENERATIF_CACHE. Isi berkas selalu dicocokkan dengan hashnya.

    Args:
        relative_path: letak di dalam `zoo/`, misalnya `"dcgan-mnist/manifest.json"`.
        sha256: SHA-256 isi berkas, 64 angka heksadesimal kecil.

    Returns:
        `Path` berkas yang isinya cocok.

    Raises:
        ValueError: bila letak atau hash tidak sah, atau isi berkas tidak cocok.
        FileNotFoundError: bila tempat mengambilnya tidak diketahui, atau berkas tidak ada di
            folder pemasangan.
        ConnectionError: bila unduhan gagal atau terputus.
        OSError: bila tembolok tidak dapat ditulisi atau disk penuh.
    """
    _require_plain_path(relative_path)
    _require_sha256(sha256)
    cached = cache_folder() / relative_path
    if cached.is_file() and _file_sha256(cached) == sha256:
        return cached
    address = store_address()
    if urlsplit(address).scheme == "file":
        return _local_file(address, relative_path, sha256)
    return _download(f"{address}/{relative_path}", cached, sha256)


def cache_folder():
    """Folder tembolok berkas gudang; belum tentu sudah ada.

    Returns:
        `Path`: `zoo` di dalam GENERATIF_CACHE, atau di dalam tembolok baku sistem operasi.
    """
    if folder := os.environ.get(CACHE_VARIABLE):
        return Path(folder).expanduser() / "zoo"
    import pooch

    return pooch.os_cache("generatif") / "zoo"


def store_address():
    """Alamat folder `zoo` yang sesuai dengan paket ini.

    Returns:
        Alamat `https`, `http`, atau `file` tanpa garis miring di akhir.

    Raises:
        ValueError: bila isi GENERATIF_STORE_URL bukan alamat.
        FileNotFoundError: bila tempat pemasangan paket tidak menyediakan gudang.
    """
    if chosen := os.environ.get(STORE_VARIABLE):
        _require_address(chosen)
        return chosen.rstrip("/")
    origin = _read_origin()
    parts = urlsplit(origin.get("url", ""))
    folder = "/".join(filter(None, [origin.get("subdirectory"), "zoo"]))
    if parts.scheme == "file" and "archive_info" not in origin:
        return f"{parts.geturl().rstrip('/')}/{folder}"
    if "vcs_info" in origin:
        return f"{_raw_address(parts, origin['vcs_info'].get('commit_id', ''))}/{folder}"
    raise FileNotFoundError(
        "Gudang hasil pelatihan tidak ikut di dalam paket, dan paket ini dipasang dari arsip atau "
        f"indeks paket sehingga asal gudangnya tidak diketahui. {_WAY_OUT}"
    )


def _read_origin():
    try:
        text = metadata.distribution("generatif").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        text = None
    return json.loads(text or "{}")


def _raw_address(parts, commit):
    host = parts.hostname or ""
    project = parts.path.strip("/").removesuffix(".git")
    if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        raise FileNotFoundError(
            f"Catatan pemasangan paket tidak memuat commit yang sah: {commit!r}. {_WAY_OUT}"
        )
    if host == "github.com":
        return f"https://raw.githubusercontent.com/{project}/{commit}"
    if host.startswith("gitlab."):
        return f"https://{host}/{project}/-/raw/{commit}"
    raise FileNotFoundError(
        f"Paket dipasang dari repositori git di {host or 'alamat tanpa nama mesin'}; gudang hanya "
        f"dapat diambil langsung dari GitHub dan GitLab. {_WAY_OUT}"
    )


def _local_file(address, relative_path, sha256):
    path = Path(url2pathname(urlsplit(address).path)) / relative_path
    if not path.is_file():
        raise FileNotFoundError(
            f"Berkas gudang {path} tidak ada: folder asal pemasangan dipindahkan atau tidak memuat "
            f"gudang. {_WAY_OUT}"
        )
    if (received := _file_sha256(path)) != sha256:
        raise _mismatch(path, received, sha256, "Kembalikan isinya dengan `git checkout`.")
    return path


def _download(address, target, sha256):
    import pooch
    import requests

    # Sandi dikirim terpisah dari alamat, agar tidak tercetak di catatan maupun pesan galat.
    shown, login = _without_login(address)
    get = pooch.HTTPDownloader(auth=login, timeout=TIMEOUT_SECONDS, chunk_size=CHUNK_BYTES)

    def get_checked(url, output_file, caller):
        get(url, output_file, caller)
        if (received := _file_sha256(output_file)) != sha256:
            raise _mismatch(
                shown,
                received,
                sha256,
                "Jalankan lagi; bila berulang, alamat itu memuat versi lain.",
            )

    pooch.get_logger().setLevel("WARNING")
    try:
        path = pooch.retrieve(
            shown, f"sha256:{sha256}", target.name, target.parent, downloader=get_checked
        )
    except requests.HTTPError as error:
        raise _refused(shown, error.response.status_code) from None
    except requests.RequestException as error:
        raise ConnectionError(
            f"Unduhan {shown} gagal atau terputus ({type(error).__name__}); tidak ada berkas "
            "setengah jadi yang ditinggalkan. Sambungkan internet lalu jalankan lagi, atau pakai "
            "salinan repositori."
        ) from None
    except OSError as error:
        raise OSError(
            f"Tembolok {target.parent} tidak dapat ditulisi: {error.strerror or 'izin ditolak'}. "
            f"Kosongkan disk, atau pilih folder lain dengan variabel lingkungan {CACHE_VARIABLE}."
        ) from error
    return Path(path)


def _without_login(address):
    parts = urlsplit(address)
    place, login = parts.netloc.rpartition("@")[2], None
    if parts.username is not None:
        login = unquote(parts.username), unquote(parts.password or "")
    return parts._replace(netloc=place).geturl(), login


def _refused(address, status):
    return ConnectionError(
        f"Peladen menjawab {status} untuk {address}, seharusnya 200. Bila repositorinya tertutup "
        f"atau commit itu belum didorong: {_WAY_OUT}"
    )


def _mismatch(place, received, expected, remedy):
    return ValueError(
        f"Isi {place} tidak cocok: SHA-256 {received[:12]}…, seharusnya {expected[:12]}…. {remedy}"
    )


def _file_sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _require_plain_path(relative_path):
    part = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
    if not isinstance(relative_path, str) or not re.fullmatch(f"{part}(/{part})*", relative_path):
        raise ValueError(
            f"Letak berkas gudang {relative_path!r} tidak sah; yang diharapkan: nama folder dan "
            "berkas biasa di dalam zoo, misalnya 'dcgan-mnist/manifest.json'."
        )


def _require_sha256(sha256):
    if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(
            f"Hash {sha256!r} tidak sah; yang diharapkan: SHA-256, 64 angka heksadesimal kecil."
        )


def _require_address(address):
    shown, _ = _without_login(address)
    parts = urlsplit(shown)
    if parts.scheme not in ("http", "https", "file") or not (parts.netloc or parts.path):
        raise ValueError(
            f"{STORE_VARIABLE} = {shown!r}; yang diharapkan: alamat folder zoo, misalnya "
            "https://contoh.ac.id/generatif/zoo atau file:///data/zoo."
        )

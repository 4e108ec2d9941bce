"""Kurungan: yang jahat tertahan, mesin tidak berubah, dan tanpa kurungan ditolak."""

import ctypes
import errno
import json
import os
import platform
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from assignment_class import snapshot

import tasks
from generatif.assignments import cgroups, containment, runner, seccomp
from generatif.assignments.containment import CONSENT, Cage, Limits

needs_bubblewrap = pytest.mark.skipif(
    not tasks.cage_works(), reason="bubblewrap tidak berjalan: kurungan tidak diuji"
)
GOOD = "def answer(values):\n    return values * 2\n"
CALLS = [(np.arange(3),), (np.arange(4.0),)]
LIMITS = Limits(seconds=2)
SLOT = 77


@pytest.fixture(scope="module", params=["cgroup", "pengawas"])
def cage(request):
    cage = Cage(LIMITS)
    if request.param == "pengawas":
        cage.parents = []
    elif not cage.parents:
        pytest.skip("cgroup tidak dapat ditulis di mesin ini")
    return cage


def run(cage, code, seconds=10):
    cage.limits = Limits(seconds=seconds)
    return cage.run(code + GOOD, "answer", CALLS, SLOT)


def alive():
    """Nomor proses kurungan uji ini; sebagai root, dikenali dari nomor pekerjanya."""
    mark = str(containment.FIRST_UID + SLOT if os.geteuid() == 0 else 0).encode()
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"/run/jawaban.py" in words and mark in words:
            found.append(folder.name)
    return found


def nothing_survives():
    """Kernel menghentikan seluruh ruang nama; beri waktu sebentar."""
    deadline = time.monotonic() + 3
    while alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive()


@needs_bubblewrap
def test_answers_come_back(cage):
    lines, reason = run(cage, "")
    assert reason is None
    for line, (values,) in zip(lines, CALLS, strict=True):
        np.testing.assert_array_equal(runner.unpack_value(line["value"]), values * 2)


@needs_bubblewrap
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("while True: pass\n", containment.TOO_LONG),
        ("import time\ntime.sleep(60)\n", containment.TOO_LONG),
        ("x = bytearray(10**11)\n", "memori melewati batas"),
        (
            "import os, time\nfor _ in range(10):\n    if os.fork() == 0: break\n"
            "x = [b'1' * 10**7 for _ in range(60)]\ntime.sleep(30)\n",
            "memori melewati batas",
        ),
        (
            "import os\nwhile True:\n    try:\n        if os.fork() == 0: os.setsid()\n"
            "    except OSError: pass\n",
            containment.TOO_LONG,
        ),
        ("import os\nos._exit(0)\n", None),
        ("import os\nos.close(3)\nwhile True: pass\n", containment.TOO_LONG),
        (
            "import os\nos.close(3)\nfor _ in range(10):\n    if os.fork() == 0: break\n"
            "x = [b'1' * 10**7 for _ in range(60)]\nwhile True: pass\n",
            "memori melewati batas",
        ),
        (
            "import os\nfor i in range(99): open(f'/tmp/{i}', 'wb').write(b'x' * 2**23)\n",
            "No space",
        ),
        ("open('/tmp/a', 'wb').write(b'x' * 2**25)\n", "File too large"),
        ("open('/usr/a', 'w')\n", "Read-only file system"),
        ("open('/a', 'w')\n", "Read-only file system"),
        ("open('/dev/shm/a', 'w')\n", ("Read-only", "Permission denied")),
        ("import os\nos.memfd_create('a')\n", "Operation not permitted"),
        ("import socket\nsocket.create_connection(('192.0.2.1', 80), 1)\n", "unreachable"),
        ("import os\nwhile True:\n    os.write(3, b'x' * 65536)\n", "keluaran melewati batas"),
        ("assert 0, 'nama\\x00\\nlain'\n", "AssertionError"),
    ],
)
def test_hostile_code_is_contained(cage, code, message, tmp_path):
    before = snapshot(tmp_path)
    lines, reason = run(cage, code, seconds=2 if message == containment.TOO_LONG else 10)
    shown = reason or (lines[0].get("error") if lines else None)
    assert shown == message or any(part in shown for part in np.atleast_1d(message))
    assert not any("value" in line for line in lines)
    assert nothing_survives()
    assert snapshot(tmp_path) == before


@needs_bubblewrap
def test_nothing_of_the_lecturer_is_visible(cage, monkeypatch):
    monkeypatch.setenv("RAHASIA_DOSEN", "1234")
    code = (
        "import os, glob\n"
        "seen = [p for p in (os.environ.get('HOME'), '/root', '/home', '/etc', '/work') "
        "if os.path.exists(p) and os.listdir(p)]\n"
        "for path in glob.glob('/proc/*/environ'):\n"
        "    try: seen += ['bocor'] * (b'RAHASIA' in open(path, 'rb').read())\n"
        "    except OSError: pass\n"
        "seen += [n for n in os.listdir('/proc') if n.isdigit() and int(n) > 9]\n"
        "assert not seen, seen\n"
    )
    lines, _ = run(cage, code)
    assert [line for line in lines if "value" in line], lines


@needs_bubblewrap
def test_a_local_server_is_not_reached(cage):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        lines, _ = run(cage, f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)\n")
        assert "ConnectionRefused" in lines[0]["error"]
        with pytest.raises(TimeoutError):
            server.accept()


@needs_bubblewrap
def test_printing_a_gigabyte_costs_nothing(cage):
    lines, reason = run(cage, "for _ in range(1024): print('x' * 2**20)\n")
    assert reason is None
    assert len(lines) == len(CALLS)


@needs_bubblewrap
def test_a_fork_bomb_stays_small_and_ends_at_once(cage):
    code = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
    peak, done = [0], threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], len(alive()))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, reason = run(cage, code, seconds=2)
    survivors = alive()
    done.set()
    watcher.join()
    assert reason == containment.TOO_LONG
    assert 2 < peak[0] <= LIMITS.processes + 8  # bubblewrap sendiri, dan yang baru berakhir
    assert not survivors


@needs_bubblewrap
def test_group_folders_are_removed(cage):
    run(cage, "")
    left = [list(parent.glob(f"generatif-{os.getpid()}-*")) for parent in cage.parents]
    assert not any(left)


@needs_bubblewrap
def test_filter_denies_only_what_is_listed():
    """Nomor memfd_create di tabel dibandingkan dengan yang dipakai libc di mesin ini."""
    library = ctypes.CDLL(None, use_errno=True)
    number = seccomp.DENIED[platform.machine()][1][0]
    descriptor = library.syscall(number, b"uji", 0)
    assert descriptor >= 0, errno.errorcode[ctypes.get_errno()]
    os.close(descriptor)
    assert seccomp.program("pdp11") == b""


@needs_bubblewrap
@pytest.mark.skipif(os.geteuid() != 0, reason="hanya root yang dapat menjadi pengguna lain")
def test_works_for_an_ordinary_user(tmp_path):
    """Pengguna biasa tanpa cgroup, dengan Python sistem; Python proyek milik root."""
    python = "/usr/bin/python3"
    packages = str(Path(np.__file__).parents[1])
    probe = [python, "-c", f"import sys; sys.path.append({packages!r}); import numpy"]
    ordinary = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    source = str(Path(containment.__file__).parents[2])
    if subprocess.run([*ordinary, *probe], capture_output=True, cwd="/").returncode:
        pytest.skip("Python sistem tidak dapat memuat NumPy proyek")
    if subprocess.run([*ordinary, "ls", source], capture_output=True, cwd="/").returncode:
        pytest.skip("repositori ini tidak dapat dibaca pengguna lain")
    code = (
        f"import sys; sys.path[:0] = [{source!r}]; sys.path.append({packages!r})\n"
        "from generatif.assignments.containment import Cage, Limits\n"
        "import numpy as np, json\n"
        "cage = Cage(Limits(seconds=1))\n"
        "bomb = 'import os\\nwhile True:\\n    try: os.fork()\\n    except OSError: pass\\n'\n"
        'leak = \'assert b"RAHASIA" not in open("/proc/1/environ", "rb").read()\\n\'\n'
        f"good = {GOOD!r}\n"
        "out = [cage.run(c + good, 'answer', [(np.arange(2),)]) for c in (leak, bomb)]\n"
        "print(json.dumps([cage.parents == [], 'value' in out[0][0][0], out[1][1]]))\n"
    )
    command = [*ordinary, python, "-B", "-c", code]
    settings = {"PATH": "/usr/bin:/bin", "RAHASIA_DOSEN": "1"}
    result = subprocess.run(
        command, capture_output=True, text=True, cwd="/", check=True, env=settings
    )
    assert json.loads(result.stdout) == [True, True, containment.TOO_LONG]


def test_without_bubblewrap_it_refuses(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RuntimeError, match="bubblewrap tidak ditemukan.*tanpa-pengurungan"):
        Cage(LIMITS)


def test_a_failing_bubblewrap_is_refused(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(fake))
    with pytest.raises(RuntimeError, match="bubblewrap tidak berjalan"):
        Cage(LIMITS)


def test_consent_needs_the_full_sentence():
    with pytest.raises(RuntimeError, match="persis"):
        Cage(LIMITS, consent="ya")
    cage = Cage(LIMITS, consent=CONSENT)
    assert "TANPA KURUNGAN" in cage.describe()
    lines, reason = run(cage, "")
    assert reason is None
    assert len(lines) == len(CALLS)
    assert run(cage, "while True: pass\n", seconds=1)[1] == containment.TOO_LONG


def test_unusable_groups_are_not_used(tmp_path):
    membership = tmp_path / "cgroup"
    for text in ("0::/satu\n", "2:memory:/a\n1:pids:/b\n", "", "rusak"):
        membership.write_text(text, encoding="utf-8")
        assert cgroups.usable_parents(tmp_path, membership) == []


def test_group_writes_the_limits_it_knows(tmp_path, monkeypatch):
    made = Path.mkdir

    def with_files(self, *arguments, **named):
        made(self, *arguments, **named)
        for name in ("memory.max", "memory.swap.max", "pids.max"):
            (self / name).write_text("max", encoding="utf-8")

    monkeypatch.setattr(Path, "mkdir", with_files)
    group = cgroups.create(LIMITS, [tmp_path])
    values = [(group.folders[0] / name).read_text() for name in ("memory.max", "pids.max")]
    assert values == [str(LIMITS.memory), str(LIMITS.processes)]
    assert (group.folders[0] / "memory.swap.max").read_text() == "0"
    assert not group.out_of_memory()
    (group.folders[0] / "memory.events").write_text("oom 1\noom_kill 1\n", encoding="utf-8")
    assert group.out_of_memory()


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6).reshape(2, 3),
        1.5,
        True,
        (1, [2.0, np.ones(2)]),
        np.float32(2),
        np.zeros((0, 3)),
    ],
)
def test_encoding_round_trip(value):
    decoded = runner.unpack_value(json.loads(json.dumps(runner.pack_value(value))))
    flat = decoded if isinstance(decoded, tuple) else (decoded,)
    wanted = value if isinstance(value, tuple) else (value,)
    for got, want in zip(flat, wanted, strict=True):
        if isinstance(want, list):
            assert len(got) == len(want)
        else:
            np.testing.assert_array_equal(got, want)
            assert got.dtype == np.asarray(want).dtype


@pytest.mark.parametrize("value", ["teks", {"a": 1}, object(), None, 1j, [[[[[[[[1]]]]]]]]])
def test_other_values_are_refused_by_the_encoder(value):
    with pytest.raises(TypeError):
        runner.pack_value(value)


NESTED = {"items": []}
for _ in range(50):
    NESTED = {"items": [NESTED]}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {},
        {"items": 3},
        NESTED,
        {"dtype": "O", "shape": [1], "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": [10**12], "data": ""},
        {"dtype": "<f8", "shape": [-1], "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": "ab", "data": ""},
        {"dtype": "<f8", "shape": [1] * 40, "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": [1], "data": 7},
        {"dtype": "S99", "shape": [1], "data": "AAAA"},
        {"dtype": "bukan", "shape": [1], "data": "AAAA"},
        {"dtype": [["a", "<f8"]], "shape": [1], "data": "AAAA"},
    ],
)
def test_forged_values_are_refused_by_the_decoder(value):
    with pytest.raises(ValueError, match="keluaran"):
        runner.unpack_value(value)

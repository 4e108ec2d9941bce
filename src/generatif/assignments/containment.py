"""Kurungan bagi kode mahasiswa: bubblewrap, batas proses, cgroup, dan pengawas.

Di dalam kurungan tidak ada jaringan, folder rumah, kiriman lain, maupun jawaban acuan; yang
terlihat hanya `/usr` dan pustaka Python, semuanya hanya dapat dibaca, dan `/tmp` kecil milik
sendiri. Kurungan ini bergantung pada kernel Linux; ia bukan mesin maya.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy

from generatif.assignments import cgroups, runner, seccomp

CONSENT = "saya menjalankan kode mahasiswa tanpa pengurungan"
MEGABYTE = 2**20
FIRST_UID = 1_900_000_000  # tidak dimiliki siapa pun; satu per pekerja bila dijalankan oleh root
TOO_LONG = "melewati batas waktu"
TOO_BIG = "memori melewati batas"


@dataclass(frozen=True)
class Limits:
    """Batas satu jawaban: detik prosesor, bita memori, banyak proses, dan bita keluaran."""

    seconds: int = 10
    memory: int = 1024 * MEGABYTE
    processes: int = 24
    output: int = 8 * MEGABYTE

    @property
    def wall(self):
        """Batas waktu dinding, dalam detik."""
        return 1.5 * self.seconds + 2

    @property
    def resources(self):
        """Pasangan batas lunak dan keras per proses, untuk `resource.setrlimit`."""
        single = {
            "RLIMIT_AS": self.memory,
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_FSIZE": 16 * MEGABYTE,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_CORE": 0,
        }
        pairs = {name: (value, value) for name, value in single.items()}
        return {**pairs, "RLIMIT_CPU": (self.seconds, self.seconds + 2)}


class Cage:
    """Tempat menjalankan jawaban.

    Args:
        limits: :class:`Limits`.
        consent: kalimat `CONSENT` untuk bekerja tanpa kurungan, atau `None`.

    Raises:
        RuntimeError: bila kurungan tidak dapat dibuat dan kalimatnya tidak diberikan.
    """

    def __init__(self, limits=None, consent=None):
        self.limits = limits or Limits()
        self.contained = consent is None
        if os.name == "nt":
            raise RuntimeError("Penilaian tidak berjalan di Windows; jalankan di WSL 2.")
        if consent not in (None, CONSENT):
            raise RuntimeError(
                f"Kalimat persetujuan yang diterima: {consent!r}. Yang diharapkan, "
                f"persis: {CONSENT!r}."
            )
        self.parents = cgroups.usable_parents() if self.contained else []
        if self.contained:
            self._require_bubblewrap()

    def describe(self):
        """Satu kalimat tentang kurungan yang dipakai."""
        if not self.contained:
            return "TANPA KURUNGAN: kode mahasiswa berjalan dengan hak Anda di mesin ini."
        memory = "cgroup" if self.parents else "pengawas memori dan batas per proses"
        return f"Kurungan: bubblewrap tanpa jaringan, {memory}."

    def run(self, code, function, calls, slot=0):
        """Jalankan satu jawaban atas semua masukan.

        Args:
            code: teks Python milik mahasiswa.
            function: nama fungsi yang dipanggil.
            calls: daftar tuple argumen.
            slot: nomor pekerja.

        Returns:
            Pasangan (daftar dict baris keluaran, sebab berhenti atau `None`).
        """
        task = {"code": code, "function": function, "limits": self.limits.resources}
        if not self.contained:
            task["limits"] = {**task["limits"], "RLIMIT_NPROC": (4096, 4096)}
        task["calls"] = [runner.pack_value(call) for call in calls]
        group = cgroups.create(self.limits, self.parents)
        try:
            with _file(json.dumps(task).encode()) as stdin, _file(seccomp.program()) as rules:
                command = self._command(slot, group, rules.fileno())
                return self._supervise(command, stdin, group, [rules.fileno()])
        finally:
            if group:
                group.remove()

    def _supervise(self, command, stdin, group, descriptors):
        process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=descriptors,
            env={"PATH": "/usr/bin:/bin"},
        )
        try:
            output, reason = self._collect(process, watch=self.contained and not group)
        finally:
            _kill(process)
            _drain(process.stdout)
        killed_for_memory = group is not None and group.out_of_memory()
        if killed_for_memory:
            return _lines(output), TOO_BIG
        return _lines(output), reason or _reason(process.returncode)

    def _collect(self, process, watch):
        output, deadline = bytearray(), time.monotonic() + self.limits.wall
        channels = [process.stdout]
        while time.monotonic() < deadline:
            ready, _, _ = select.select(channels, [], [], 0.05)
            if watch and _resident(process.pid) > self.limits.memory:
                return output, TOO_BIG
            if not channels and process.poll() is not None:
                return output, None
            if ready:
                block = os.read(process.stdout.fileno(), 65536)
                output += block
                channels = channels if block else []
            if len(output) > self.limits.output:
                return output, "keluaran melewati batas"
        return output, TOO_LONG

    def _command(self, slot, group, rules):
        packages = Path(numpy.__file__).parents[1]
        script = str(Path(runner.__file__))
        if not self.contained:
            return [sys.executable, "-I", script, str(packages), "0"]
        root = os.geteuid() == 0
        cage = _bubblewrap(packages, script, root)
        cage += ["--seccomp", str(rules)] if seccomp.program() else []
        uid = str(FIRST_UID + slot if root else 0)
        program = f"/run/python/bin/python3.{sys.version_info.minor}"
        inside = [program, "-I", "-S", "/run/jawaban.py", "/run/pustaka", uid]
        if not group:
            return [*cage, *inside]
        join = "".join(f'echo $$ > "{path}" && ' for path in group.join)
        return ["/bin/sh", "-c", f'{join}exec "$@"', "kurungan", *cage, *inside]

    def _require_bubblewrap(self):
        found = sys.platform == "linux" and shutil.which("bwrap")
        if found:
            lines, reason = self.run("def probe():\n    return 1\n", "probe", [()])
            if lines and "value" in lines[0]:
                return
        cause = f"bubblewrap tidak berjalan ({reason})" if found else "bubblewrap tidak ditemukan"
        raise RuntimeError(
            f"Kode mahasiswa tidak dijalankan: {cause}. Yang diperlukan: Linux dengan bubblewrap "
            "0.8 atau lebih baru (Debian atau Ubuntu: sudo apt install bubblewrap) dan user "
            "namespace yang tidak dilarang. Di sistem lain, pakailah mesin maya Linux. Bila Anda "
            "tetap mau menanggung akibatnya, tulis lengkap: "
            f'--tanpa-pengurungan "{CONSENT}".'
        )


def _bubblewrap(packages, script, root):
    command = [
        shutil.which("bwrap"),
        "--unshare-ipc",
        "--unshare-net",
        "--unshare-pid",
        "--unshare-uts",
    ]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"]
    settings = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}
    settings |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    for name, value in settings.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/lib", "/lib64"):
        command += ["--ro-bind-try", name, name]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    command += ["--size", str(64 * MEGABYTE), "--perms", "1777", "--tmpfs", "/tmp"]
    command += ["--perms", "0755", "--dir", "/run", "--ro-bind", sys.base_prefix, "/run/python"]
    command += ["--ro-bind", str(packages), "/run/pustaka"]
    command += ["--ro-bind", script, "/run/jawaban.py", "--remount-ro", "/", "--chdir", "/tmp"]
    if root:
        return [*command, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*command, "--unshare-user"]


def _file(content):
    """Berkas sementara tanpa nama, siap dibaca dari awal."""
    file = tempfile.TemporaryFile()
    file.write(content)
    file.seek(0)
    return file


def _kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _drain(stream):
    """Tunggu semua pemegang saluran hasil berakhir, paling lama lima detik."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        ready, _, _ = select.select([stream], [], [], 0.1)
        if ready and not os.read(stream.fileno(), 65536):
            break
    stream.close()


def _reason(code):
    if code in (128 + signal.SIGXCPU, 128 + signal.SIGKILL, -signal.SIGXCPU, -signal.SIGKILL):
        return TOO_LONG
    return None if code == 0 else "proses berhenti sebelum menjawab"


def _lines(output):
    """Baris JSON yang utuh; sisanya diabaikan."""
    lines = []
    for text in bytes(output).split(b"\n")[:-1]:
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, dict):
            lines.append(line)
    return lines


def _resident(pid):
    """Bita memori nyata proses `pid` beserta semua keturunannya."""
    children, pages = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                pages[folder.name] = int((folder / "statm").read_text().split()[1])
            except (OSError, IndexError, ValueError):
                continue
            children.setdefault(parent, []).append(folder.name)
    total, pending = 0, [str(pid)]
    while pending:
        current = pending.pop()
        total += pages.get(current, 0)
        pending += children.get(current, [])
    return total * os.sysconf("SC_PAGE_SIZE")

"""Saringan panggilan sistem (seccomp) kurungan: yang menyembunyikan memori atau menambah hak.

Memori lewat `memfd_create`, `shmget`, dan `mount` tidak tampak pada pengawas memori; sisanya
tidak diperlukan oleh jawaban. Panggilan yang ditolak mendapat EPERM.
"""

import platform
import struct

# Nomor panggilan menurut arsitektur: kode audit, lalu daftar yang ditolak, berurutan
# memfd_create, memfd_secret, shmget, mount, fsopen, unshare, setns, ptrace, bpf,
# io_uring_setup, userfaultfd, keyctl, add_key, perf_event_open.
DENIED = {
    "x86_64": (
        0xC000003E,
        (319, 447, 29, 165, 430, 272, 308, 101, 321, 425, 323, 250, 248, 298),
    ),
    "aarch64": (
        0xC00000B7,
        (279, 447, 194, 40, 430, 97, 268, 117, 280, 425, 282, 219, 217, 241),
    ),
}
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE = 0, 4
FOREIGN = 0x40000000  # panggilan x32, yang bernomor lain untuk hal yang sama
ALLOW, KILL, PERMISSION_ERROR = 0x7FFF0000, 0x80000000, 0x00050001


def program(machine=None):
    """Program BPF untuk arsitektur mesin ini.

    Args:
        machine: nama arsitektur; bakunya mesin yang berjalan.

    Returns:
        Isi untuk `bwrap --seccomp`; kosong bila arsitekturnya tidak dikenal.
    """
    machine = machine or platform.machine()
    if machine not in DENIED:
        return b""
    audit, numbers = DENIED[machine]
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, FOREIGN), (RETURN, 0, 0, KILL)]
    for number in numbers:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, PERMISSION_ERROR)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)

"""Proses kecil yang menjalankan jawaban mahasiswa di dalam kurungan.

Berkas ini dijalankan sendirian, tanpa paket `generatif` di sekitarnya. Ia membaca satu dokumen
JSON, memasang batas, lalu menulis satu baris JSON per pemanggilan. Yang menilai ada di luar.
"""

import base64
import json
import os
import sys

KINDS = "biuf"
MAX_DEPTH = 6
MAX_TEXT = 300
NOT_DONE = "belum dikerjakan"


def pack_value(value, depth=0):
    """Ubah larik, bilangan, dan wadahnya menjadi JSON, tanpa pickle.

    Args:
        value: hasil fungsi.
        depth: dalamnya wadah sampai di sini.

    Returns:
        Nilai yang dapat ditulis `json.dumps`.

    Raises:
        TypeError: bila jenisnya tidak dikenal atau wadahnya terlalu dalam.
    """
    import numpy as np

    if depth > MAX_DEPTH:
        raise TypeError("hasilnya bersarang terlalu dalam")
    if isinstance(value, tuple | list):
        return {"items": [pack_value(item, depth + 1) for item in value]}
    array = np.asarray(value)
    if array.dtype.kind not in KINDS or array.dtype.itemsize > 8:
        raise TypeError(f"hasilnya {type(value).__name__}; yang diharapkan: bilangan atau larik")
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"dtype": array.dtype.str, "shape": list(array.shape), "data": data}


def unpack_value(value, depth=0):
    """Kebalikan :func:`pack_value`, dengan anggapan bahwa isinya buatan lawan.

    Args:
        value: hasil `json.loads`.
        depth: dalamnya wadah sampai di sini.

    Returns:
        Larik NumPy, atau tuple.

    Raises:
        ValueError: bila isinya bukan buatan :func:`pack_value`.
    """
    import numpy as np

    if depth > MAX_DEPTH or not isinstance(value, dict):
        raise ValueError("keluarannya bukan larik")
    if "items" in value:
        if not isinstance(value["items"], list):
            raise ValueError("keluarannya bukan larik")
        return tuple(unpack_value(item, depth + 1) for item in value["items"])
    try:
        dtype = np.dtype(str(value["dtype"]))
        shape = tuple(int(size) for size in value["shape"])
        data = base64.b64decode(value["data"], validate=True)
    except (KeyError, TypeError, ValueError, OverflowError, SyntaxError) as error:
        raise ValueError("keluarannya bukan larik") from error
    if dtype.kind not in KINDS or dtype.itemsize > 8 or len(shape) > MAX_DEPTH:
        raise ValueError("keluarannya bukan larik bilangan")
    try:
        if min(shape, default=0) < 0:
            raise ValueError("ukuran negatif")
        return np.frombuffer(data, dtype).reshape(shape).copy()
    except ValueError as error:
        raise ValueError("bentuk keluarannya tidak cocok dengan isinya") from error


def main():
    """Pasang batas, lepaskan hak, jalankan jawaban, dan tulis hasilnya."""
    packages, uid = sys.argv[1], int(sys.argv[2])
    task = json.load(sys.stdin)
    set_limits(task["limits"])
    if uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    sys.path.append(packages)
    results = silence()
    for line in answers(task):
        os.write(results, json.dumps(line).encode() + b"\n")


def set_limits(limits):
    """Pasang batas proses ini dan anak-anaknya, bila sistemnya mengenalnya."""
    try:
        import resource
    except ImportError:
        return
    if sys.platform == "darwin":
        limits.pop("RLIMIT_AS")  # macOS menolak batas ini
    for name, pair in limits.items():
        resource.setrlimit(getattr(resource, name), tuple(pair))


def silence():
    """Arahkan masukan dan cetakan ke tempat kosong; kembalikan saluran hasil."""
    results = os.dup(1)
    for descriptor in (0, 1, 2):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    return results


def answers(task):
    """Hasil setiap pemanggilan, satu dict per pemanggilan."""
    import numpy as np

    namespace = {"__name__": "__main__", "np": np}
    try:
        exec(compile(task["code"], "jawaban", "exec"), namespace)
        function = namespace[task["function"]]
    except BaseException as error:
        yield {"error": reason(error), "all": True}
        return
    for call in task["calls"]:
        try:
            yield {"value": pack_value(function(*unpack_value(call)))}
        except BaseException as error:
            yield {"error": reason(error)}


def reason(error):
    """Sebab yang dapat dibaca mahasiswa."""
    if isinstance(error, NotImplementedError):
        return NOT_DONE
    if isinstance(error, MemoryError):
        return "memori melewati batas"
    return f"{type(error).__name__}: {error}"[:MAX_TEXT]


if __name__ == "__main__":
    main()

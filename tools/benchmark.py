"""Tolok ukur kecepatan: langkah pelatihan kita, bentuk tutorial, dan puncak konvolusi mesin.

    python tools/benchmark.py                          ukuran resmi, mesin harus menganggur
    python tools/benchmark.py --putaran 2 --langkah 2  percobaan singkat, tidak ditulis

Setiap bentuk berjalan di proses sendiri, karena oneDNN dipilih saat TensorFlow diimpor. Proses-
proses itu bergiliran (A B C A B C …) dalam satu kali jalan; yang lain tidur. Dilaporkan median
dan rentang nisbah per putaran, sehingga beban mesin yang naik turun mengenai semuanya. Bentuk
tutorial dan cara menghitung FLOP dijelaskan di `tools/benchmark_workers.py`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from benchmark_workers import OTHER_RECIPES, OUR_RECIPE
from generatif import provenance, recipes
from generatif.pictures import write_atomic

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "measurements" / "benchmark.json"
WORKERS = Path(__file__).with_name("benchmark_workers.py")
ROUNDS = 9
STEPS = 6
PART_REPEATS = 4
SPEED_BAR, PEAK_BAR, MEMORY_BAR = 1.35, 0.65, 1500.0
OTHER_FORMS = ("tutorial", "tutorial-pita", "tutorial-tanpa-onednn", "mesin-lapisan-keras")


class Worker:
    """Satu proses pekerja yang dijalankan bergiliran.

    Args:
        name: nama pekerja, kunci `benchmark_workers.worker_functions`.
        onednn: isi TF_ENABLE_ONEDNN_OPTS, atau `None` agar TensorFlow memilih sendiri.
    """

    def __init__(self, name, onednn=None):
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
        if onednn is not None:
            environment["TF_ENABLE_ONEDNN_OPTS"] = onednn
        self.name = name
        self.results = []
        self._log = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [sys.executable, WORKERS, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment,
            text=True,
        )

    def take_turn(self, steps):
        """Jalankan satu giliran dan tunggu hasilnya.

        Args:
            steps: banyak langkah.

        Returns:
            `dict` hasil giliran.

        Raises:
            SystemExit: bila proses pekerja berhenti.
        """
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{steps}\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._log.seek(0)
            raise SystemExit(
                f"{self._log.read()}\nPekerja '{self.name}' berhenti dengan kode {code}; "
                "penyebabnya tercetak di atas. Perbaiki, lalu jalankan lagi tolok ukur ini."
            )
        return json.loads(line)

    def close(self):
        """Akhiri proses pekerja."""
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._log.close()


def other_recipes():
    """Nama resep keluarga lain yang sudah terdaftar."""
    known = {(recipe.name, recipe.profile) for recipe in recipes.RECIPES}
    return [name for name, profile in OTHER_RECIPES if (name, profile) in known]


def measure(rounds, steps):
    """Jalankan semua pekerja bergiliran; putaran pertama hanya pemanasan.

    Args:
        rounds: banyak putaran yang dihitung.
        steps: banyak langkah per giliran.

    Returns:
        `dict` nama pekerja ke daftar hasil per putaran.
    """
    names = ["mesin", *OTHER_FORMS, "puncak", *other_recipes()]
    switches = {"tutorial-tanpa-onednn": "0"}
    workers = [Worker(name, switches.get(name)) for name in names]
    try:
        for number in range(rounds + 1):
            print(f"putaran {number} dari {rounds}", file=sys.stderr, flush=True)
            for worker in workers:
                result = worker.take_turn(steps)
                if number:
                    worker.results.append(result)
    finally:
        for worker in workers:
            worker.close()
    return {worker.name: worker.results for worker in workers}


def measure_alone(name, turns):
    """Jalankan satu pekerja saja.

    Args:
        name: nama pekerja.
        turns: banyak langkah setiap giliran, berurutan.

    Returns:
        Daftar hasil, satu per giliran.
    """
    worker = Worker(name)
    try:
        return [worker.take_turn(steps) for steps in turns]
    finally:
        worker.close()


def summarize(results):
    """Hitung kecepatan, nisbah per putaran, dan syaratnya.

    Args:
        results: keluaran :func:`measure`.

    Returns:
        `dict` `forms`, `peak`, dan `ratios`, siap ditulis sebagai JSON.
    """
    forms = {name: describe_form(rows) for name, rows in results.items() if name != "puncak"}
    peak = describe_peak(results["puncak"])
    ours = forms["mesin"]["seconds_per_step"]
    ratios = {}
    for name in OTHER_FORMS:
        bar = SPEED_BAR if name == "tutorial" else None
        theirs = forms[name]["seconds_per_step"]
        pairs = zip(theirs, ours, strict=True)
        ratios[f"mesin terhadap {name}"] = describe_ratio([a / b for a, b in pairs], bar)
    for name in (name for name in forms if name not in OTHER_FORMS):
        speeds = zip(forms[name]["gigaflops_per_second"], peak["rounds"], strict=True)
        bar = PEAK_BAR if name == "mesin" else None
        ratios[f"{name} terhadap puncak"] = describe_ratio([a / b for a, b in speeds], bar)
    return {"forms": forms, "peak": peak, "ratios": ratios}


def describe_form(rows):
    """Ringkas hasil satu bentuk pelatihan."""
    seconds = [row["seconds"] for row in rows]
    gigaflops = rows[0]["gigaflops"]
    return {
        "batch_size": rows[0]["batch_size"],
        "onednn": rows[0]["onednn"],
        "gigaflops_per_step": gigaflops,
        "seconds_per_step": seconds,
        "gigaflops_per_second": [gigaflops / each for each in seconds],
    }


def describe_peak(rows):
    """Pilih konvolusi yang mediannya paling cepat sebagai puncak mesin."""
    speeds = {name: [row["speeds"][name] for row in rows] for name in rows[0]["speeds"]}
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    fastest = max((name for name in medians if name.startswith("konvolusi")), key=medians.get)
    return {"fastest": fastest, "rounds": speeds[fastest], "medians": medians}


def describe_ratio(values, bar=None):
    """Median dan rentang nisbah per putaran, beserta syaratnya bila ada."""
    median = statistics.median(values)
    described = {"median": median, "low": min(values), "high": max(values), "rounds": values}
    return described if bar is None else {**described, "bar": bar, "passed": median >= bar}


def describe_parts(rows):
    """Median lama setiap bagian dan lapisan, dalam milidetik."""
    medians = {
        name: 1e3 * statistics.median(row["seconds"][name] for row in rows)
        for name in rows[0]["seconds"]
    }
    flops = rows[0]["flops"]
    layers = {
        name: {
            "milliseconds": medians[name],
            "gigaflops_per_second": flops[name] / medians[name] / 1e6,
        }
        for name in flops
    }
    return {
        "parts_milliseconds": {name: medians[name] for name in medians if name not in flops},
        "layers": layers,
    }


def describe_memory(row):
    """Puncak memori pelatihan DCGAN pada seluruh MNIST."""
    megabytes = row["megabytes"]
    return {"peak_mib": megabytes, "bar": MEMORY_BAR, "passed": megabytes < MEMORY_BAR}


def print_tables(report):
    """Cetak hasil sebagai tabel.

    Args:
        report: `dict` dari :func:`summarize` ditambah bagian lain.
    """
    peak = statistics.median(report["peak"]["rounds"])
    print(f"\n{'bentuk':24}{'batch':>6}{'oneDNN':>8}{'GFLOP':>8}{'ms':>8}{'GFLOP/s':>9}")
    for name, form in report["forms"].items():
        milliseconds = 1e3 * statistics.median(form["seconds_per_step"])
        speed = statistics.median(form["gigaflops_per_second"])
        state = "hidup" if form["onednn"] else "mati"
        print(
            f"{name:24}{form['batch_size']:6}{state:>8}{form['gigaflops_per_step']:8.2f}"
            f"{milliseconds:8.1f}{speed:9.1f}"
        )
    print(f"\npuncak: {report['peak']['fastest']}, {peak:.1f} GFLOP/s")
    for name, speed in report["peak"]["medians"].items():
        print(f"  {name:32}{speed:9.1f}")
    print(f"\n{'nisbah per putaran':44}{'median':>8}{'rentang':>14}{'syarat':>8}")
    for name, ratio in report["ratios"].items():
        span = f"{ratio['low']:.2f}-{ratio['high']:.2f}"
        print(f"{name:44}{ratio['median']:8.2f}{span:>14}{verdict(ratio, '>=')}")
    print(f"\n{'bagian langkah kita':44}{'ms':>8}")
    for name, milliseconds in report["parts_milliseconds"].items():
        print(f"{name:44}{milliseconds:8.1f}")
    print(f"\n{'lapisan, maju dan mundur':44}{'ms':>8}{'GFLOP/s':>9}{'puncak':>8}")
    for name, layer in report["layers"].items():
        speed = layer["gigaflops_per_second"]
        print(f"{name:44}{layer['milliseconds']:8.1f}{speed:9.1f}{speed / peak:8.2f}")
    memory = report["memory"]
    print(f"\npuncak memori: {memory['peak_mib']:.0f} MiB{verdict(memory, '<')}")


def verdict(measured, sign):
    """Syarat dan hasilnya sebagai teks; kosong bila tidak ada syarat."""
    if "bar" not in measured:
        return ""
    return f"  {sign} {measured['bar']:g} {'terpenuhi' if measured['passed'] else 'TIDAK'}"


def run_benchmark(rounds, steps):
    """Ukur semuanya dan susun laporannya.

    Args:
        rounds: banyak putaran yang dihitung.
        steps: banyak langkah per giliran.

    Returns:
        `dict` siap ditulis sebagai JSON.
    """
    report = summarize(measure(rounds, steps))
    _, *parts = measure_alone("bagian", [1] + rounds * [PART_REPEATS])
    report.update(describe_parts(parts))
    report["memory"] = describe_memory(measure_alone("memori", [steps])[0])
    machine = {"processor": provenance.processor(), "cores": os.cpu_count()}
    return {
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "machine": machine,
        "versions": provenance.versions(),
        "settings": {"rounds": rounds, "steps_per_turn": steps, "recipe": list(OUR_RECIPE)},
        **report,
    }


def main():
    """Baca argumen lalu ukur, atau layani giliran sebagai pekerja."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--putaran", type=int, default=ROUNDS)
    parser.add_argument("--langkah", type=int, default=STEPS)
    arguments = parser.parse_args()
    report = run_benchmark(arguments.putaran, arguments.langkah)
    print_tables(report)
    if (arguments.putaran, arguments.langkah) == (ROUNDS, STEPS):
        text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
        write_atomic(RESULT, text.encode())
        print(f"\nDitulis: {RESULT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

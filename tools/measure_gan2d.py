"""Ukur setelan demo gan2d di Chromium: banyak modus yang ditemukan, per setelan dan benih.

    python tools/measure_gan2d.py pilih     # benih 1000 ke atas: di sinilah setelan dipilih
    python tools/measure_gan2d.py nilai     # benih 1-10 dan 101-110: sekali, sesudah memilih
    python tools/measure_gan2d.py laju      # ronde per detik

Skripnya skrip demo itu sendiri. Hasilnya ditulis ke `measurements/gan2d.json` sesudah setiap benih;
benih yang sudah diukur dengan setelan dan skrip yang sama tidak diulang.
"""

import hashlib
import json
import os
import shutil
import tomllib
from datetime import date

import click
from playwright.sync_api import sync_playwright

from generatif import provenance
from generatif.pictures import write_atomic
from tasks import ROOT

RESULT = ROOT / "measurements" / "gan2d.json"
TRAINING_SOURCES = ("gan2d/network.js", "gan2d/game.js", "gan2d/points.js")
ROUNDS = 1200
SELECTION = range(1000, 1010)
COLLAPSED_SELECTION = range(1000, 1020)
CURED_SELECTION = range(1000, 1100)
JUDGED = (*range(1, 11), *range(101, 111))
SLOW, FAST = 0.0001, 0.003
SETTINGS = [
    {
        "loss": loss,
        "generatorRate": FAST,
        "discriminatorRate": rate,
        "judgeSteps": steps,
        "penalty": penalty,
    }
    for loss, rate, steps, penalty in (
        ("saturating", SLOW, 3, 0),
        ("nonsaturating", SLOW, 3, 0),
        ("saturating", SLOW, 3, 0.1),
        ("saturating", FAST, 3, 0),
        ("nonsaturating", FAST, 3, 0),
        ("nonsaturating", FAST, 3, 0.1),
    )
]
TRAIN = """([setting, seed, rounds]) => {
  const { game: Game, points: Points } = Generatif;
  const drawReal = (count, uniform) => Points.samplePoints("ring", count, uniform);
  const game = Game.makeGame({ seed, ...setting });
  const started = performance.now();
  for (let i = 0; i < rounds; i += 1) Game.playRound(game, drawReal);
  const seconds = (performance.now() - started) / 1000;
  return [Points.coveredModes(Game.generate(game, 2500, 9)), rounds / seconds];
}"""


def slug(setting):
    """Kunci sebuah setelan di berkas ukur."""
    rate = "lambat" if setting["discriminatorRate"] == SLOW else "sama"
    penalty = "-r1" if setting["penalty"] else ""
    return f"{setting['loss']}-{rate}-{setting['judgeSteps']}{penalty}"


def sources_hash():
    """Sidik skrip yang menentukan pelatihan."""
    content = b"".join((ROOT / "web" / name).read_bytes() for name in TRAINING_SOURCES)
    return hashlib.sha256(content).hexdigest()[:16]


def read_report():
    """Isi berkas ukur; kosong bila belum ada atau bila skripnya berubah."""
    empty = {"sources": sources_hash(), "settings": {}}
    if not RESULT.exists():
        return empty
    report = json.loads(RESULT.read_text())
    return report if report["sources"] == empty["sources"] else empty


def write_report(report, browser):
    """Tulis berkas ukur beserta tanggal, mesin, peramban, dan rangkumannya."""
    for entry in report["settings"].values():
        entry["groups"] = {
            name: summarize(entry["modes"], seeds)
            for name, seeds in (
                ("selection", CURED_SELECTION), ("first", range(1, 11)), ("fresh", range(101, 111))
            )
        }  # fmt: skip
    report |= {
        "date": str(date.today()),
        "machine": f"{provenance.processor()}, {os.cpu_count()} inti",
        "browser": f"Chromium {browser.version}",
        "rounds": ROUNDS,
    }
    write_atomic(RESULT, (json.dumps(report, indent=1) + "\n").encode())


def summarize(modes, seeds):
    """Banyak benih yang menemukan sekurangnya tujuh modus, dan yang paling banyak lima."""
    found = [modes[str(seed)] for seed in seeds if str(seed) in modes]
    return {
        "seeds": len(found),
        "seven": sum(each >= 7 for each in found),
        "five": sum(each <= 5 for each in found),
    }


def open_page(browser):
    """Halaman kosong yang memuat skrip demo."""
    page = browser.new_page()
    page.set_default_timeout(0)
    names = tomllib.loads((ROOT / "web" / "demos.toml").read_text(encoding="utf-8"))
    for name in names["bundles"]["gan2d"]:
        page.add_script_tag(path=ROOT / "web" / name)
    return page


def presets(page):
    """Kedua setelan contoh demo, menurut nama."""
    return page.evaluate("Generatif.game.PRESETS")


def measure(page, report, setting, seeds):
    """Latih `setting` pada setiap benih yang belum diukur."""
    entry = report["settings"].setdefault(slug(setting), {"setting": setting, "modes": {}})
    for seed in seeds:
        if str(seed) not in entry["modes"]:
            entry["modes"][str(seed)] = page.evaluate(TRAIN, [setting, seed, ROUNDS])[0]
            write_report(report, page.context.browser)
    click.echo(f"{slug(setting):26} {entry['groups']}")


@click.command()
@click.argument("task", type=click.Choice(["pilih", "nilai", "laju"]))
def main(task):
    """Jalankan satu bagian pengukuran."""
    report = read_report()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = open_page(browser)
        chosen = presets(page)
        if task == "pilih":
            for seed in SELECTION:
                for setting in SETTINGS:
                    measure(page, report, setting, [seed])
            measure(page, report, chosen["collapsed"], COLLAPSED_SELECTION)
            measure(page, report, chosen["cured"], CURED_SELECTION)
        elif task == "nilai":
            for setting in chosen.values():
                measure(page, report, setting, JUDGED)
        else:
            for setting in SETTINGS:
                speed = page.evaluate(TRAIN, [setting, 1000, 300])[1]
                click.echo(f"{slug(setting):26} {speed:.0f} ronde per detik")
        browser.close()


if __name__ == "__main__":
    main()

"""Tulis tabel halaman buku dari berkas ukur dan manifes; tidak ada angka ketikan.

    python tools/write_tables.py

Tabel ada di `measurements/tables/` dan disisipkan ke halaman buku dengan `{include}`. Sebuah uji
membandingkan isinya dengan hasil alat ini.
"""

import json
from pathlib import Path

from gan_tables import gan_tables
from generatif import ledger
from generatif.pictures import write_atomic
from markdown_tables import number, significant, table

ROOT = Path(__file__).resolve().parents[1]
MEASUREMENTS = ROOT / "measurements"
TABLES = MEASUREMENTS / "tables"
CLASSIFIERS = ("plain", "residual")


def ledger_table(costs):
    """Buku kas: menit setiap hasil tersimpan."""
    rows = [
        (
            f"`{cost['name']}`",
            cost["profile"],
            cost["epochs"],
            cost["date"],
            number(cost["minutes"], 1),
            number(cost["cpu_minutes"], 1),
        )
        for cost in costs
    ]
    total = number(sum(cost["cpu_minutes"] for cost in costs), 1)
    rows.append(("**jumlah**", "", "", "", "", f"**{total}**"))
    header = ("hasil tersimpan", "profil", "epoch", "tanggal", "menit dinding", "menit CPU")
    return table(header, rows)


def cost_table(costs):
    """Biaya resep yang diukur dari beberapa langkahnya."""
    rows = [
        (*(f"`{part}`" for part in key.split("/")), number(cost["minutes"], 1),
         number(cost["cpu_minutes"], 1), number(1e3 * cost["step_seconds"], 1))
        for key, cost in costs.items()
    ]  # fmt: skip
    return table(("resep", "profil", "menit dinding", "menit CPU", "milidetik per langkah"), rows)


def kills_table(report):
    """Setiap pembunuhan: saatnya, titik simpan terakhir, dan hasilnya."""
    rows = [
        (
            index,
            f"`{trial['recipe']}`",
            number(trial["seconds"], 2),
            trial["last_checkpoint"],
            "ya" if trial["inside_write"] else "tidak",
            "sama" if trial["identical"] else "BERBEDA",
        )
        for index, trial in enumerate(report["trials"], 1)
    ]
    header = ("ke-", "resep", "detik sesudah langkah pertama", "titik simpan terakhir (langkah)",
              "di tengah penulisan", "hasil akhir")  # fmt: skip
    return table(header, rows)


def speed_table(report):
    """Kecepatan setiap bentuk terhadap tutorial dan terhadap puncak konvolusi mesin."""
    rows = []
    for name, ratio in report["ratios"].items():
        bar = f"≥ {number(ratio['bar'], 2)}" if "bar" in ratio else ""
        verdict = {True: "ya", False: "**tidak**"}[ratio["passed"]] if "bar" in ratio else ""
        span = f"{number(ratio['low'], 2)} sampai {number(ratio['high'], 2)}"
        label = " terhadap ".join(f"`{part}`" for part in name.split(" terhadap "))
        rows.append((label, number(ratio["median"], 2), span, bar, verdict))
    return table(("nisbah kecepatan", "median", "rentang antarputaran", "syarat", "dipenuhi"), rows)


def parts_table(report):
    """Ke mana waktu satu langkah DCGAN pergi."""
    rows = [(name, number(value, 1)) for name, value in report["parts_milliseconds"].items()]
    return table(("bagian", "milidetik"), rows)


def mini_table(report):
    """GAN tiga menit menurut benih dan saat; dua angka per ukuran, satu per pengklasifikasi."""
    rows = [
        (row["seed"], row["moment"], row["epoch"], *score_cells(row["scores"]))
        for row in report["rows"]
    ]
    moments = sorted({row["moment"] for row in report["rows"]})
    rows += [
        ("DCGAN bentuk tutorial", moments[-1], "", *score_cells(report["tutorial"])),
        ("Gauss per kelas", "", "", *score_cells(report["class_gaussians"])),
        ("citra asli (lantai)", "", "", *score_cells(report["real_floor"])),
    ]
    header = (
        "benih",
        "detik",
        "epoch",
        "Fréchet",
        "dikenali",
        "KL kelas",
        "*recall*",
        "*coverage*",
    )
    return table(header, rows)


def score_cells(scores):
    """Pasangan nilai di bawah kedua pengklasifikasi."""
    keys = {"frechet": 1, "confident_share": 3, "histogram_kl": 3, "recall": 2, "coverage": 2}
    return [
        " / ".join(number(scores[name][key], decimals) for name in CLASSIFIERS)
        for key, decimals in keys.items()
    ]


def fake_sets_table(report, data, classifier):
    """Ukuran mutu atas sampel palsu yang cacatnya diketahui."""
    keys = ("frechet", "kid", "classifier_score", "precision", "recall", "density", "coverage",
            "histogram_kl", "confident_share")  # fmt: skip
    rows = [
        (row["nama"], *(significant(row[classifier][key]) for key in keys),
         number(row["neighbor_share"], 3))
        for row in report["data"][data]["rows"]
    ]  # fmt: skip
    header = ("sampel", "Fréchet", "KID", "skor", "*precision*", "*recall*", "*density*",
              "*coverage*", "KL kelas", "dikenali", "terlalu dekat")  # fmt: skip
    return table(header, rows)


def sample_size_table(report, data):
    """Bias ukuran sampel: citra asli melawan citra asli."""
    sizes = report["data"][data]["sample_sizes"]
    rows = [
        (number(pair[0]["count"], 0),
         *(f"{number(row['frechet'], 2)} ± {number(row['frechet_sd'], 2)}" for row in pair))
        for pair in zip(*(sizes[name] for name in CLASSIFIERS), strict=True)
    ]  # fmt: skip
    return table(("N", *(f"Fréchet, `{name}`" for name in CLASSIFIERS)), rows)


def pages_table(before, after):
    """Bita, permintaan, dan waktu tiap jenis halaman, sebelum dan sesudah diringankan."""
    rows = []
    for kind, old in before["pages"].items():
        new = after["pages"][kind]
        pairs = [(old["before_figures"] / 1e3, new["before_figures"] / 1e3, 0),
                 (old["bytes"]["gambar"] / 1e3, new["bytes"]["gambar"] / 1e3, 0),
                 (old["requests"], new["requests"], 0),
                 (old["text_seconds"], new["text_seconds"], 1),
                 (old["load_seconds"], new["load_seconds"], 1)]  # fmt: skip
        rows.append((kind, *(f"{number(a, d)} → {number(b, d)}" for a, b, d in pairs)))
    header = ("halaman", "kB sebelum gambar", "kB gambar", "permintaan", "detik sampai teks",
              "detik sampai selesai")  # fmt: skip
    return table(header, rows)


def demo_table(report):
    """Demo pertama setiap halaman berdemo: berat dan waktunya di profil ponsel."""
    rows = [
        (page.removeprefix("book/").removesuffix(".html"), f"`{demo['first_demo']}`",
         number(demo["demo_bytes"] / 1e3, 0), number(demo["text_seconds"], 1),
         number(demo["first_demo_seconds"], 1))
        for page, demo in report["demos"].items()
    ]  # fmt: skip
    header = ("halaman", "demo pertama", "kB semua demo", "detik sampai teks",
              "detik sampai demo pertama")  # fmt: skip
    return table(header, rows)


def gan2d_table(report):
    """Setelan demo gan2d: berapa benih yang menemukan modusnya, dan yang kehilangan."""
    losses = {"saturating": "jenuh", "nonsaturating": "tidak jenuh"}
    rows = []
    for entry in report["settings"].values():
        setting = entry["setting"]
        counts = [
            f"{group['seven']} / {group['five']} dari {group['seeds']}" if group["seeds"] else ""
            for group in entry["groups"].values()
        ]
        rate = str(setting["discriminatorRate"]).replace(".", ",")
        penalty = str(setting["penalty"]).replace(".", ",") if setting["penalty"] else "tanpa"
        rows.append((losses[setting["loss"]], rate, setting["judgeSteps"], penalty, *counts))
    header = ("*loss* generator", "laju D", "langkah D", "R1", "≥ 7 / ≤ 5 modus, benih 1000 dst.",
              "benih 1–10", "benih 101–110")  # fmt: skip
    return table(header, rows)


def build_tables():
    """Isi semua tabel.

    Returns:
        `dict` nama berkas ke isi Markdown.
    """
    speed, mini, kills, before, after, gan2d = (
        json.loads((MEASUREMENTS / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("benchmark", "mini", "kills", "pages-before", "pages-after", "gan2d")
    )
    fakes = ledger.measured("fake_sets")
    fake_tables = {
        f"sampel-palsu-{data.replace('_', '-')}-{name}.md": fake_sets_table(fakes, data, name)
        for data in fakes["data"]
        for name in CLASSIFIERS
    }
    return {
        "buku-kas.md": ledger_table(ledger.stored_costs()),
        "biaya-resep.md": cost_table(ledger.recipe_costs()),
        "pembunuhan.md": kills_table(kills),
        "kecepatan.md": speed_table(speed),
        "bagian-langkah.md": parts_table(speed),
        "mini.md": mini_table(mini),
        "halaman.md": pages_table(before, after),
        "halaman-demo.md": demo_table(after),
        "gan2d.md": gan2d_table(gan2d),
        "ukuran-sampel.md": sample_size_table(fakes, "mnist"),
        **fake_tables,
        **gan_tables(),
    }


def main():
    """Tulis semua tabel."""
    for name, content in build_tables().items():
        write_atomic(TABLES / name, content.encode())
        print(f"Ditulis: {name}")


if __name__ == "__main__":
    main()

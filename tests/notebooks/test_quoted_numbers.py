"""Pemeriksa bilangan menerima kutipan yang terbukti dan menolak yang diubah atau tak terikat."""

import json
from decimal import Decimal

import pytest
import quoted_numbers
from quoted_numbers import Evidence, number_violations

LINES = [
    "D pada kesetimbangan: 0.4500",
    "epoch 1: d_loss 1.3108, g_loss 0.8042",
    "epoch 2: d_loss 1.2000, g_loss 0.9000",
    "citra latih: 60,000",
    "selisih: -0.25",
    "laju pembelajaran: 2e-04",
    "nilai loss: nan",
    "diulang 3", "diulang 3",
]  # fmt: skip
EVIDENCE = Evidence(LINES, {Decimal("0.0002"), Decimal(128), Decimal("0.2")})


@pytest.fixture(autouse=True)
def stored_files(tmp_path, monkeypatch):
    manifest = tmp_path / "dcgan-mnist" / "manifest.json"
    manifest.parent.mkdir()
    contents = {"minutes": 12.3, "images": 60000, "metrics": {"frechet": 8.049}, "date": "2026"}
    manifest.write_text(json.dumps(contents), encoding="utf-8")
    bibliography = tmp_path / "pustaka.bib"
    bibliography.write_text("@misc{radford2016,\n title={x}}\n", encoding="utf-8")
    (tmp_path / "kills.json").write_text('{"kills": 20, "trials": [{"seconds": 1.5}]}')
    monkeypatch.setattr(quoted_numbers, "MEASUREMENTS", tmp_path)
    monkeypatch.setattr(quoted_numbers, "ZOO", tmp_path)
    monkeypatch.setattr(quoted_numbers, "BIBLIOGRAPHY", bibliography)


def violations(source):
    return number_violations([source], EVIDENCE)


PROVEN = [
    "0,45<!-- cell:D pada kesetimbangan -->",
    "0,450<!-- cell:kesetimbangan: -->",
    "**0,45**<!-- cell:D pada kesetimbangan --> dan *miring*",
    "$D = 0{,}45$<!-- cell:D pada kesetimbangan -->",
    "$0{,}45$<!-- cell:D pada kesetimbangan -->",
    "1,31<!-- cell:epoch 1 … d_loss --> lalu 0,80<!-- cell:epoch 1 ... g_loss -->",
    "60.000 citra<!-- cell:citra latih -->",
    "−0,25<!-- cell:selisih --> atau -0,25<!-- cell:selisih -->",
    "$-0{,}25$<!-- cell:selisih -->",
    "0,0002<!-- cell:laju pembelajaran -->",
    "13 kali<!-- given:contoh hitung di kelas -->, 3<!-- cell:diulang -->",
    "12 menit<!-- run:dcgan-mnist:minutes -->, 12,3 menit<!-- run:dcgan-mnist:minutes -->",
    "60.000<!-- run:dcgan-mnist:images --> dan 8,05<!-- run:dcgan-mnist:metrics.frechet -->",
    "20 kali<!-- ukur:kills:kills -->, 1,5 detik<!-- ukur:kills:trials.0.seconds -->",
    "468 langkah<!-- calc:60000 // 128 -->; 1,386<!-- calc:2 * log(2) -->",
    "(37,1<!-- source:radford2016 -->)",
    "40 menit membaca<!-- given:perkiraan lama baca -->",
    "| a | b |\n|---|---|\n| 0,45<!-- cell:kesetimbangan --> | dua |",
    ":::{exercise} Judul 99\n:label: lat-77\n\n0,45<!-- cell:kesetimbangan -->\n:::",
]

FREE = [
    "Ada 4 lapisan awal, lalu 12 sel: dua, tiga.",
    "laju 0,0002 dengan *batch* 128 dan dropout 20% atau 20 persen",
    "Goodfellow dkk. (2014); (Radford dkk., 2016); pada tahun 1998; 22 November 2026",
    "Python 3.11 sampai 3.13, Python 3.11, 3.12, atau 3.13, CC BY-SA 4.0, arXiv 1511.06434",
    "SHA-256, CIFAR-10, citra 2D, interval [-1,1] dan [0, 1), beta_16",
    "`0.77` dan {eq}`pers-77` dan [tautan 77](https://contoh.invalid/77) dan <https://a.b/77>",
    "rumus $(v - 127{,}5)/127{,}5$, $x_{784}$, dan $7 \\times 7 \\times 256$ bobot",
    "# Judul 77\n\n## Bagian 78",
    "```python\nx = 77\n```\n\n$$\n\\log 77 = 88\n$$\n\n```{math}\n77\n```",
    "<!-- catatan 77 -->\n\nTeks <!-- catatan lain 77 --> biasa.",
    "8 × 8 dan 4x4",
]

FAULTS = [
    "0,46<!-- cell:D pada kesetimbangan -->",
    "0,45<!-- cell:D pada kesetimbangn -->",
    "0,45<!-- cell:d_loss -->",
    "1,31<!-- cell:epoch 1 … g_loss -->",
    "0,8<!-- cell:nilai loss -->",
    "0,25<!-- cell:selisih -->",
    "0.45<!-- cell:D pada kesetimbangan -->",
    "70.000<!-- cell:citra latih -->",
    "$D = 0{,}46$<!-- cell:D pada kesetimbangan -->",
    "13 menit<!-- run:dcgan-mnist:minutes -->",
    "12 menit<!-- run:dcgan-mnist:menit -->",
    "12 menit<!-- run:dcgan-cifar:minutes -->",
    "2026<!-- run:dcgan-mnist:date -->",
    "19 kali<!-- ukur:kills:kills -->",
    "20 kali<!-- ukur:mati:kills -->",
    "2 detik<!-- ukur:kills:trials.1.seconds -->",
    "469 langkah<!-- calc:60000 // 128 -->",
    "469 langkah<!-- calc:1 / 0 -->",
    "469 langkah<!-- calc:open('x') -->",
    "37,1<!-- source:radford2017 -->",
    "40 menit<!-- given:ya -->",
    "tanpa bilangan<!-- cell:D pada kesetimbangan -->",
    "0,45 yang jauh dari ikatannya<!-- cell:D pada kesetimbangan -->",
    "D mendekati 0,45.",
    "Jadi $D = 0{,}45$.",
    "Jadi $D \\approx 45\\%$.",
    "FID-nya 13.",
    "Turun 5% saja.",
    "Selesai dalam 7 menit.",
    "Lama baca: 128 menit.",
    "Turun dari 0.45.",
    "Butuh 2000 langkah.",
    "| a | b |\n|---|---|\n| 0,45 | dua |",
    "- butir 0,45",
    ":::{exercise} Judul\n:label: lat-1\n\nSkor 0,45.\n:::",
    "```{figure} a.png\n:alt: gambar\n\nSkor 0,45.\n```",
]


@pytest.mark.parametrize("source", PROVEN)
def test_proven_number_passes(source):
    assert violations(source) == []


@pytest.mark.parametrize("source", FREE)
def test_number_that_may_stay_unbound(source):
    assert violations(source) == []


@pytest.mark.parametrize("source", FAULTS)
def test_fault_is_found(source):
    assert violations(source)


def test_message_shows_quoted_and_measured_value():
    (message,) = violations("Nilainya 0,46<!-- cell:D pada kesetimbangan -->.")
    assert "'0,46'" in message
    assert "0.4500" in message

"""Cacah koral di korpus music21: berapa yang dipakai, mengapa sisanya tidak, dan apa lisensinya.

    python tools/survey_chorales.py

Hanya cacahannya yang ditulis, ke `src/generatif/measured/chorales.json`; isi berkasnya tidak.
"""

import json
import re
import zipfile
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

from generatif import chorales
from generatif.pictures import write_atomic

RESULT = Path(__file__).resolve().parents[1] / "src/generatif/measured/chorales.json"
NOTICE = re.compile(r"copyright|©|licen[cs]e|creative commons", re.IGNORECASE)
MODES = {(0, "major"): "C mayor", (9, "minor"): "A minor"}


def main():
    """Cacah semua berkas, lalu tulis hasilnya."""
    names = chorales.chorale_names()
    listed = list(chorales.require_music21().corpus.chorales.Iterator(returnType="filename"))
    reasons, keys, windows, notes = Counter(), Counter(), [], Counter()
    for name in names:
        score = chorales.parse_chorale(name)
        found, reason = chorales.read_windows(score)
        windows.append(found)
        reasons[reason or "dipakai"] += 1
        if reason is None:
            keys[analysed_key(score)] += 1
            notes.update(sounded(score))
    split = chorales.split_windows(windows)
    sides = {side: len(np.unique(split[f"y_{side}"])) for side in ("train", "test")}
    report = {
        "date": date.today().isoformat(),
        "music21": version("music21"),
        "listed": len(listed),
        "listed_files": len(set(listed)),
        "files": len(names),
        "outcomes": dict(reasons),
        "keys": dict(keys),
        "notes": notes["all"],
        "lost_notes": notes["lost"],
        "windows": {side: len(split[f"x_{side}"]) for side in sides},
        "chorales": sides,
        "licenses": licenses(chorales.find_file(name) for name in names),
    }
    write_atomic(RESULT, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
    print(report)


def analysed_key(score):
    """Nama kunci menurut analisis music21 (Krumhansl) sesudah tanda kuncinya dikosongkan."""
    music21 = chorales.require_music21()
    sharps = next(iter(score[music21.key.KeySignature])).sharps
    key = score.analyze("key")
    tonic = (key.tonic.pitchClass + chorales.key_shift(sharps)) % 12
    return MODES.get((tonic, key.mode), "lain")


def sounded(score):
    """Cacah not, dan not yang seluruhnya ada di antara dua awal langkah sehingga hilang."""
    counts = Counter()
    for each in score.flatten().notes:
        start, end = 2 * each.offset, 2 * (each.offset + each.quarterLength)
        counts["all"] += 1
        counts["lost"] += bool(np.ceil(start) >= np.ceil(end))
    return counts


def licenses(paths):
    """Cacah pernyataan hak di dalam berkas: unsur `rights`, dan tulisan hak cipta di halaman."""
    counts = Counter(rights_element=0, notice=0, without_notice=0)
    texts = Counter()
    for path in paths:
        text = read_musicxml(path)
        counts["rights_element"] += "<rights" in text
        words = re.findall(r"<credit-words[^>]*>(.*?)</credit-words>", text, re.DOTALL)
        found = [each for each in words if NOTICE.search(each)]
        counts["notice" if found else "without_notice"] += 1
        texts.update(re.sub(r"\s+", " ", each) for each in found)
    return {**counts, "texts": dict(texts)}


def read_musicxml(path):
    """Isi MusicXML sebuah berkas `.mxl` atau `.xml`."""
    if path.suffix == ".xml":
        content = path.read_bytes()
    else:
        with zipfile.ZipFile(path) as archive:
            inner = next(each for each in archive.namelist() if not each.startswith("META-INF"))
            content = archive.read(inner)
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")


if __name__ == "__main__":
    main()

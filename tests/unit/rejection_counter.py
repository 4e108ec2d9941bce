"""Plugin pytest: catat setiap putusan pemeriksa latihan ke berkas di REJECTIONS_FILE."""

import json
import os
from collections import defaultdict

from generatif.classroom import check

verdicts = defaultdict(set)
_verdict = check._verdict


def record(examine, answer):
    """Putusan asli, sesudah dicatat."""
    said = _verdict(examine, answer)
    verdicts[f"{examine.__module__}.{examine.__name__}"].add(said)
    return said


check._verdict = record


def pytest_sessionfinish():
    """Tulis catatannya."""
    content = {name: sorted(said) for name, said in verdicts.items()}
    with open(os.environ["REJECTIONS_FILE"], "w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1)

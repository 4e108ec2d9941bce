"""Bagian berkas ukur yang dipakai beberapa alat: kunci pelatihan dan pembulatan."""

import re


def slug(name, seed):
    """Kunci satu pelatihan: nama ragam tanpa spasi dan tanda baca, lalu benihnya."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()) + f"-{seed}"


def rounded(content, digits=5):
    """Bulatkan semua pecahan di dalam kamus dan daftar ke sekian angka berarti."""
    if isinstance(content, dict):
        return {key: rounded(value, digits) for key, value in content.items()}
    if isinstance(content, list):
        return [rounded(value, digits) for value in content]
    return float(f"{content:.{digits}g}") if isinstance(content, float) else content

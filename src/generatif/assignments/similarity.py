"""Kemiripan jawaban antarmahasiswa: bagian rangkaian token yang sama, tanpa nama dan bilangan.

Batasnya: jawaban pendek yang benar memang mirip, penyusunan ulang mengecilkan angkanya, dan
angka tinggi bukan bukti penyalinan. Laporan ini hanya menunjuk pasangan yang perlu dibaca.
"""

import io
import itertools
import keyword
import tokenize

WINDOW = 6
THRESHOLD = 0.8
MIN_WINDOWS = 12
SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def fingerprints(code):
    """Himpunan rangkaian token yang sudah dinormalkan.

    Args:
        code: teks Python, boleh rusak.

    Returns:
        `frozenset` dari tuple token; kosong bila teksnya tidak dapat dipotong menjadi token.
    """
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type not in SKIPPED:
                tokens.append(_normal(token))
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return frozenset(zip(*(tokens[start:] for start in range(WINDOW)), strict=False))


def similar_pairs(answers, starter):
    """Pasangan yang kemiripan Jaccard-nya mencapai ambang.

    Args:
        answers: dict nomor mahasiswa ke kode.
        starter: kode awal; rangkaian tokennya tidak dihitung.

    Returns:
        Daftar (kemiripan, nomor, nomor), dari yang paling mirip.
    """
    common = fingerprints(starter)
    sets = {number: fingerprints(code) - common for number, code in answers.items()}
    sets = {number: grams for number, grams in sets.items() if len(grams) >= MIN_WINDOWS}
    pairs = []
    for first, second in itertools.combinations(sorted(sets), 2):
        score = len(sets[first] & sets[second]) / len(sets[first] | sets[second])
        if score >= THRESHOLD:
            pairs.append((round(score, 3), first, second))
    return sorted(pairs, key=lambda pair: (-pair[0], *pair[1:]))


def _normal(token):
    if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
        return "nama"
    return {tokenize.NUMBER: "bilangan", tokenize.STRING: "teks"}.get(token.type, token.string)

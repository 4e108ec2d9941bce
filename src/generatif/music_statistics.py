"""Statistik nada sekumpulan potongan musik empat suara, jaraknya, dan salinannya.

Semua fungsi menerima larik bilangan bulat `(N, T, V)`: N potongan, T langkah seperdelapan mulai
dari awal birama, dan V suara dari yang tertinggi; isinya nomor MIDI.
"""

from itertools import combinations

import numpy as np

from generatif.chorales import STEPS_PER_BAR

OCTAVE = 12
FIFTH = 7
LONGEST_NOTE = 8
SCALE = (0, 2, 4, 5, 7, 9, 11)
TRIADS = np.array(
    [
        sum(1 << (root + step) % 12 for step in (0, third, FIFTH))
        for root in range(12)
        for third in (3, 4)
    ]
)


def pitch_classes(windows):
    """Sebaran kelas nada (C = 0 sampai B = 11) menurut lamanya berbunyi, `(12,)`."""
    return _shares(windows % OCTAVE, OCTAVE)


def verticals(windows):
    """Sebaran selang di atas suara terendah, dilipat ke satu oktaf, `(12,)`."""
    windows = np.asarray(windows, int)
    return _shares((windows[..., :-1] - windows[..., -1:]) % OCTAVE, OCTAVE)


def melodic_intervals(windows):
    """Sebaran lompatan melodi, turun 12 sampai naik 12 setengah nada, `(25,)`.

    Nada yang bertahan tidak dihitung; lompatan yang lebih jauh masuk ke ujungnya.
    """
    steps = np.diff(np.asarray(windows, int), axis=1)
    return _shares(np.clip(steps[steps != 0], -OCTAVE, OCTAVE) + OCTAVE, 2 * OCTAVE + 1)


def note_lengths(windows):
    """Sebaran lama not, 1 sampai 8 seperdelapan atau lebih, `(8,)`; ujung potongan memotong not."""
    return _shares(np.minimum(_run_lengths(windows), LONGEST_NOTE) - 1, LONGEST_NOTE)


def onsets(windows):
    """Sebaran letak pergantian nada di dalam birama, `(8,)`."""
    _, steps, _ = np.nonzero(np.diff(np.asarray(windows, int), axis=1))
    return _shares((steps + 1) % STEPS_PER_BAR, STEPS_PER_BAR)


DISTRIBUTIONS = {
    "pitch_classes": pitch_classes,
    "verticals": verticals,
    "intervals": melodic_intervals,
    "lengths": note_lengths,
    "onsets": onsets,
}


def variation_distance(first, second):
    """Jarak variasi total dua sebaran: separuh jumlah selisih mutlaknya.

    Args:
        first: larik `(K,)` berjumlah satu.
        second: larik `(K,)` berjumlah satu.

    Returns:
        Bilangan dalam [0, 1].
    """
    return float(np.abs(np.asarray(first) - second).sum() / 2)


def distances(windows, reference):
    """Jarak setiap sebaran di `DISTRIBUTIONS` antara dua kumpulan.

    Args:
        windows: larik `(N, T, V)`.
        reference: larik `(M, T, V)`.

    Returns:
        `dict` nama sebaran ke jarak dalam [0, 1].
    """
    return {
        name: variation_distance(each(windows), each(reference))
        for name, each in DISTRIBUTIONS.items()
    }


def scale_share(windows):
    """Bagian nada yang ada di tangga nada C mayor."""
    return float(np.isin(windows % OCTAVE, SCALE).mean())


def consonant_share(windows):
    """Bagian ketukan yang semua nadanya muat di satu trinada mayor atau minor."""
    beats = np.bitwise_or.reduce(1 << (np.asarray(windows[:, ::2], int) % OCTAVE), axis=-1)
    return float((beats[..., None] & ~TRIADS == 0).any(axis=-1).mean())


def crossing_share(windows):
    """Bagian langkah yang sebuah suaranya lebih rendah daripada suara di bawahnya."""
    return float((np.diff(np.asarray(windows, int), axis=-1) > 0).any(axis=-1).mean())


def parallels(windows):
    """Kuint dan oktaf sejajar per 100 perpindahan langkah, atas semua pasangan suara.

    Sepasang suara sejajar bila keduanya bergerak ke arah yang sama dan selangnya, dilipat ke satu
    oktaf, tetap 0 atau tetap 7 setengah nada.
    """
    windows = np.asarray(windows, int)
    found = 0
    for upper, lower in combinations(range(windows.shape[-1]), 2):
        gaps = np.abs(windows[..., upper] - windows[..., lower]) % OCTAVE
        moves = np.sign(np.diff(windows[..., [upper, lower]], axis=1))
        together = (moves[..., 0] == moves[..., 1]) & (moves[..., 0] != 0)
        kept = (gaps[:, 1:] == gaps[:, :-1]) & np.isin(gaps[:, 1:], (0, FIFTH))
        found += np.count_nonzero(together & kept)
    return 100 * found / (len(windows) * (windows.shape[1] - 1))


def voice_range(windows):
    """Rerata jarak nada terendah dan tertinggi satu suara di satu potongan, setengah nada."""
    return float(np.ptp(np.asarray(windows, int), axis=1).mean())


def unique_share(windows):
    """Bagian potongan yang berbeda satu sama lain."""
    return len(np.unique(np.reshape(windows, (len(windows), -1)), axis=0)) / len(windows)


MEASURES = {
    "scale": scale_share,
    "consonant": consonant_share,
    "crossing": crossing_share,
    "parallels": parallels,
    "range": voice_range,
    "unique": unique_share,
}


def longest_copies(windows, train):
    """Langkah berurutan terpanjang setiap potongan yang ada persis di data latih.

    Keempat suara harus sama; letaknya di dalam potongan boleh lain.

    Args:
        windows: larik `(N, T, V)`.
        train: larik `(M, T, V)`.

    Returns:
        Larik bilangan bulat `(N,)`, 0 sampai T.
    """
    longest = np.zeros(len(windows), int)
    chords, known = (_chord_numbers(each, train) for each in (windows, train))
    for length in range(1, windows.shape[1] + 1):
        seen = {part.tobytes() for part in _parts(known, length).reshape(-1, length)}
        for index in np.flatnonzero(longest == length - 1):
            parts = _parts(chords[[index]], length)[0]
            longest[index] += any(part.tobytes() in seen for part in parts)
    return longest


def _chord_numbers(windows, train):
    """Nomor akord menurut data latih, `(N, T)`; akord yang tidak dikenal bernomor -1."""
    known = np.unique(train.reshape(-1, train.shape[-1]), axis=0)
    numbers = {chord.tobytes(): number for number, chord in enumerate(known)}
    flat = np.ascontiguousarray(windows, train.dtype).reshape(-1, windows.shape[-1])
    found = [numbers.get(chord.tobytes(), -1) for chord in flat]
    return np.array(found, "int32").reshape(windows.shape[:2])


def _parts(chords, length):
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(chords, length, axis=1))


def _run_lengths(windows):
    lines = np.moveaxis(np.asarray(windows, int), 1, -1).reshape(-1, windows.shape[1])
    changes = np.diff(lines, axis=1) != 0
    edges = np.pad(changes, ((0, 0), (1, 1)), constant_values=True)
    positions = np.nonzero(edges)[1]
    lengths = np.diff(positions)
    return lengths[lengths > 0]


def _shares(values, count):
    found = np.bincount(np.ravel(values), minlength=count)
    return found / max(found.sum(), 1)

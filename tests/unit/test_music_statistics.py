"""Statistik musik terhadap hitungan perulangan, music21, dan sifat yang harus tetap."""

from collections import Counter
from itertools import combinations, groupby

import numpy as np
import pytest
from music21 import chord, note, voiceLeading

from generatif import music_statistics as statistics
from generatif.music_baselines import ChordChain, draw_independent

PERFECT = ("P1", "P5", "P8")
WHITE = [48, 50, 55, 57, 60, 62, 64, 67, 69, 72]


@pytest.fixture(scope="module")
def windows():
    rng = np.random.default_rng(3)
    held = rng.integers(48, 80, (20, 16, 4)).repeat(2, axis=1)
    moving = rng.random(held.shape) < 0.3
    return np.where(moving, rng.integers(48, 80, held.shape), held).astype("uint8")


def shares(values, keys):
    found = Counter(values)
    return [found[key] / found.total() for key in keys]


def lines(windows):
    return [window[:, voice].tolist() for window in windows for voice in range(4)]


def test_distributions_match_a_plain_loop(windows):
    notes = [pitch for line in lines(windows) for pitch in line]
    runs = [len(list(group)) for line in lines(windows) for _, group in groupby(line)]
    leaps = [b - a for line in lines(windows) for a, b in zip(line, line[1:], strict=False)]
    places = [
        step % 8 for line in lines(windows) for step in range(1, 32) if line[step] != line[step - 1]
    ]
    above = [
        (int(chord[voice]) - int(chord[3])) % 12
        for window in windows
        for chord in window
        for voice in range(3)
    ]
    wanted = {
        "pitch_classes": shares([each % 12 for each in notes], range(12)),
        "verticals": shares(above, range(12)),
        "intervals": shares([max(-12, min(12, each)) for each in leaps if each], range(-12, 13)),
        "lengths": shares([min(each, 8) for each in runs], range(1, 9)),
        "onsets": shares(places, range(8)),
    }
    for name, function in statistics.DISTRIBUTIONS.items():
        np.testing.assert_allclose(function(windows), wanted[name], err_msg=name)


def test_distance_is_total_variation():
    rng = np.random.default_rng(0)
    first, second = rng.dirichlet(np.ones(6), 2)
    largest = max(
        abs(first[list(some)].sum() - second[list(some)].sum())
        for size in range(7)
        for some in combinations(range(6), size)
    )
    assert statistics.variation_distance(first, second) == pytest.approx(largest)
    assert statistics.variation_distance(first, first) == 0
    assert statistics.variation_distance([1, 0], [0, 1]) == 1


def test_distances_ignore_order(windows):
    found = statistics.distances(windows, windows[::-1])
    assert found == dict.fromkeys(statistics.DISTRIBUTIONS, 0.0)


def test_consonance_matches_music21(windows):
    beats = windows[:3, ::2]
    wanted = []
    for each in beats.reshape(-1, 4):
        names = {pitch % 12 for pitch in each.tolist()}
        wanted.append(any(names <= each for each in triads()))
    assert statistics.consonant_share(windows[:3]) == pytest.approx(np.mean(wanted))
    c_major = np.tile(np.array([72, 67, 64, 48]), (1, 8, 1))
    assert statistics.consonant_share(c_major) == 1
    assert statistics.consonant_share(c_major + [0, 0, 1, 0]) == 0


def triads():
    for root in range(12):
        for third in (3, 4):
            names = {root, (root + third) % 12, (root + 7) % 12}
            made = chord.Chord([60 + root, 60 + root + third, 67 + root])
            assert made.isMajorTriad() if third == 4 else made.isMinorTriad()
            yield names


def test_crossings_and_parallels_match_music21():
    rng = np.random.default_rng(1)
    window = rng.choice(WHITE, (1, 500, 2))
    crossed, parallel = [], []
    for first, second in zip(window[0], window[0, 1:], strict=False):
        notes = [note.Note(int(each)) for each in (first[0], second[0], first[1], second[1])]
        quartet = voiceLeading.VoiceLeadingQuartet(*notes)
        crossed.append(quartet.voiceCrossing())
        found = any(quartet.parallelMotion(name, allowOctaveDisplacement=True) for name in PERFECT)
        gaps = {abs(int(high - low)) for high, low in (first, second)}
        parallel.append(found or (quartet.similarMotion() and gaps in ({0, 12}, {0, 24})))
    assert statistics.parallels(window) == pytest.approx(100 * np.mean(parallel))
    assert sum(parallel) >= 3
    pairs = [statistics.crossing_share(window[:, i : i + 2]) > 0 for i in range(499)]
    assert pairs == crossed


def test_plain_measures_by_hand():
    window = np.array([[[72, 67, 64, 48], [74, 69, 64, 61], [74, 69, 70, 50], [74, 69, 66, 50]]])
    assert statistics.scale_share(window) == pytest.approx(13 / 16)
    assert statistics.crossing_share(window) == pytest.approx(1 / 4)
    assert statistics.voice_range(window) == pytest.approx((2 + 2 + 6 + 13) / 4)
    assert statistics.unique_share(np.concatenate([window, window])) == 0.5


def test_parallels_count_every_pair_of_voices_per_hundred_moves():
    # Sopran dan bas berjalan dalam oktaf, alto dan bas dalam kuint; sopran-alto kuart.
    steps = np.array([0, 2, 2, 4])[:, None]
    window = (np.array([72, 67, 60]) + steps)[None]
    assert statistics.parallels(window) == pytest.approx(100 * 4 / 3)
    assert statistics.parallels(window[:, :, ::2] * [1, 0] + [0, 60]) == 0


def longest_by_force(window, train):
    chords = [tuple(each) for each in window.tolist()]
    best = 0
    for other in ([tuple(each) for each in piece.tolist()] for piece in train):
        for i in range(len(chords)):
            for j in range(len(other)):
                length = 0
                while (
                    i + length < len(chords)
                    and j + length < len(other)
                    and chords[i + length] == other[j + length]
                ):
                    length += 1
                best = max(best, length)
    return best


def test_longest_copies_match_brute_force():
    rng = np.random.default_rng(2)
    train = rng.integers(60, 62, (6, 12, 2)).astype("uint8")
    made = rng.integers(60, 63, (10, 12, 2))
    made[3, 2:9] = train[4, 5:12]
    made[5] = train[0]
    found = statistics.longest_copies(made, train)
    assert found.tolist() == [longest_by_force(each, train) for each in made]
    assert found[5] == 12
    assert statistics.longest_copies(made + 20, train).tolist() == [0] * 10


def test_independent_draws_keep_each_voice_but_nothing_else(windows):
    made = draw_independent(windows, 2000, seed=0)
    assert made.dtype == windows.dtype
    for voice in range(4):
        wanted = np.bincount(windows[..., voice].ravel(), minlength=80) / windows[..., 0].size
        found = np.bincount(made[..., voice].ravel(), minlength=80) / made[..., 0].size
        assert statistics.variation_distance(found, wanted) < 0.02
    correlation = np.corrcoef(made[:, :-1, 0].ravel(), made[:, 1:, 0].ravel())[0, 1]
    assert abs(correlation) < 0.02
    np.testing.assert_array_equal(made, draw_independent(windows, 2000, seed=0))


@pytest.mark.parametrize("period", [1, 8])
def test_chain_only_makes_transitions_it_has_seen(windows, period):
    few = np.repeat(windows[:2], 1, axis=0) % 3  # sedikit akord, banyak pertemuan
    made = ChordChain(few, period).sample(30, seed=4)
    ends = {(each[-1].tobytes()) for each in few}
    seen = {
        (step % period, each[step].tobytes(), each[step + 1].tobytes())
        for each in few
        for step in range(31)
    }
    for window in made:
        for step in range(31):
            move = (step % period, window[step].tobytes(), window[step + 1].tobytes())
            assert move in seen or move[1] in ends


def test_chain_follows_the_observed_frequencies():
    a, b, c = ([60, 50], [62, 50], [64, 50])
    train = np.array([[a, b], [a, b], [a, b], [a, c]], "uint8")
    made = ChordChain(train).sample(4000, seed=0)
    assert (made[:, 1, 0] == 62).mean() == pytest.approx(0.75, abs=0.03)
    with pytest.raises(ValueError, match="period = 0"):
        ChordChain(train, 0)

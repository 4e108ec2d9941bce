"""Koral dari music21: nada, geseran, potongan, pembagian, tembolok, dan galat."""

import subprocess
import sys

import numpy as np
import pytest
from music21 import key, meter, note, stream

from generatif import chorales
from generatif.datasets import CONTENT_SHA256, content_sha256


def score_of(lines, sharps=0, ratio="4/4"):
    """Partitur dari daftar suara: pasangan nada MIDI (None: diam) dan lama dalam seperempat."""
    score = stream.Score()
    for line in lines:
        part = stream.Part()
        part.append(meter.TimeSignature(ratio))
        part.append(key.KeySignature(sharps))
        for pitch, length in line:
            part.append(note.Rest() if pitch is None else note.Note(pitch))
            part[-1].quarterLength = length
        part.makeMeasures(inPlace=True)
        score.insert(0, part)
    return score


def quarters(*pitches):
    return [(pitch, 1) for pitch in pitches]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENERATIF_CACHE", str(tmp_path_factory.mktemp("tembolok")))
        yield patch


@pytest.fixture(scope="module")
def part(cache):
    return chorales.load_chorales("part")


@pytest.mark.parametrize("sharps", range(-7, 8))
def test_shift_moves_the_major_tonic_to_c(sharps):
    shift = chorales.key_shift(sharps)
    tonic = key.KeySignature(sharps).asKey("major").tonic.pitchClass
    assert (tonic + shift) % 12 == 0
    assert -5 <= shift <= 6


def test_windows_hold_the_pitches_that_sound_on_each_eighth():
    soprano = [(67, 0.5), (69, 0.25), (71, 0.25), (72, 1), (74, 2)] + 4 * quarters(67, 69, 71, 72)
    rest = 5 * quarters(55, 55, 55, 55)
    windows, reason = chorales.read_windows(score_of([soprano, rest, rest, rest], sharps=1))
    assert reason is None
    assert windows.shape == (2, 32, 4)
    first_bar = np.array([67, 69, 72, 72, 74, 74, 74, 74]) + 5  # G mayor naik lima ke C
    np.testing.assert_array_equal(windows[0, :8, 0], first_bar)
    np.testing.assert_array_equal(windows[1, :8, 0], np.repeat([72, 74, 76, 77], 2))
    assert (windows[..., 1:] == 60).all()


def test_windows_avoid_rests():
    voices = [6 * quarters(60, 60, 60, 60) for _ in range(4)]
    voices[2][3] = (None, 1)
    windows, reason = chorales.read_windows(score_of(voices))
    assert reason is None
    assert len(windows) == 2  # dua dari tiga letak tidak menyentuh birama pertama


@pytest.mark.parametrize(
    ("changes", "voices", "reason"),
    [
        ({}, 3, "suara"),
        ({"ratio": "3/4"}, 4, "birama"),
    ],
)
def test_unusable_scores_say_why(changes, voices, reason):
    score = score_of(voices * [6 * quarters(60, 62, 64, 65)], **changes)
    windows, found = chorales.read_windows(score)
    assert found == reason
    assert windows.shape == (0, 32, 4)


def test_changing_signature_and_short_pieces_are_refused():
    changing = score_of(4 * [6 * quarters(60, 62, 64, 65)])
    changing.parts[1].measure(3).insert(0, key.KeySignature(2))
    assert chorales.read_windows(changing)[1] == "kunci"
    assert chorales.read_windows(score_of(4 * [3 * quarters(60, 62, 64, 65)]))[1] == "diam"


def test_a_real_chorale_sounds_like_its_chords():
    """Pembanding: `chordify` music21, yang menyusun akord dari semua suara."""
    score = chorales.parse_chorale("bach/bwv347")
    windows, _ = chorales.read_windows(score)
    sharps = next(iter(score[key.KeySignature])).sharps
    start = next(
        each.offset for each in score.parts[0]["Measure"] if each.duration.quarterLength == 4
    )
    chords = score.chordify().flatten().notes
    for step in range(32):
        moment = start + step / 2
        (sounding,) = (
            each for each in chords if each.offset <= moment < each.offset + each.quarterLength
        )
        wanted = {pitch.midi + chorales.key_shift(sharps) for pitch in sounding.pitches}
        assert set(windows[0, step].tolist()) == wanted


def test_the_same_melody_is_never_on_both_sides():
    rng = np.random.default_rng(0)
    pieces = list(rng.integers(60, 72, (200, 2, 32, 4)).astype("uint8"))
    twins = [each.copy() for each in pieces]
    for twin in twins:
        twin[..., 1:] += 1
        twin[1:, :, 0] += 1
    split = chorales.split_windows([*pieces, *twins])
    tested = set(split["y_test"].tolist())
    assert {number % 200 for number in tested} == {n for n in tested if n < 200}
    assert not tested & set(split["y_train"].tolist())
    assert 0.1 < len(tested) / 400 < 0.3
    assert len(split["x_train"]) + len(split["x_test"]) == 800


def test_part_of_the_corpus(part):
    assert part.x_train.shape == (chorales.TRAIN_COUNTS["part"], 32, 4)
    assert part.x_train.dtype == np.uint8
    assert len(part.names) == chorales.PART_SIZE
    arrays = {name: getattr(part, name) for name in ("x_train", "y_train", "x_test", "y_test")}
    assert content_sha256(arrays) == CONTENT_SHA256["chorales"]["part"]
    with pytest.raises(ValueError, match="read-only"):
        part.x_train[0] = 0


def test_the_cache_is_used_and_checked(part, cache, monkeypatch):
    def refuse(name):
        raise AssertionError("tembolok tidak dipakai")

    monkeypatch.setattr(chorales, "parse_chorale", refuse)
    np.testing.assert_array_equal(chorales.load_chorales("part").x_test, part.x_test)
    (stored,) = chorales.cache_folder().parent.glob("chorales-*.npz")
    monkeypatch.setenv("GENERATIF_CACHE", str(stored.parent / "lain"))
    copy = stored.parent / "lain" / stored.name
    copy.parent.mkdir()
    with np.load(stored) as archive:
        arrays = dict(archive)
    np.savez(copy, **{**arrays, "x_test": arrays["x_test"] + 1})
    for content in (copy.read_bytes(), stored.read_bytes()[:-40]):
        copy.write_bytes(content)
        with pytest.raises(AssertionError, match="tidak dipakai"):
            chorales.load_chorales("part")


def test_another_corpus_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("GENERATIF_CACHE", str(tmp_path))
    monkeypatch.setattr(chorales, "PART_SIZE", 2)
    with pytest.raises(ValueError, match="berbeda dari yang tercatat untuk versi 10.5.1"):
        chorales.load_chorales("part")
    assert not list(tmp_path.iterdir())


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="source = 'semua'; yang diharapkan: salah satu dari part"):
        chorales.load_chorales("semua")
    with pytest.raises(ValueError, match="name = 'bach/tidak-ada'"):
        chorales.parse_chorale("bach/tidak-ada")


def test_missing_music21_is_explained(monkeypatch):
    monkeypatch.setitem(sys.modules, "music21", None)
    with pytest.raises(ModuleNotFoundError, match="pip install music21==10.5.1"):
        chorales.chorale_names()


def test_the_package_does_not_import_music21():
    code = (
        "import sys, generatif.recipes, generatif.music_files, generatif.music_scoring;"
        "sys.exit('music21' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

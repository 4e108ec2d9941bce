"""MIDI dibaca kembali oleh music21; WAV oleh modul wave; nada diperiksa dengan Fourier."""

import base64
import io
import re
import wave
from itertools import groupby

import numpy as np
import pytest
from music21 import midi, tempo

from generatif import music_files as files
from generatif.models import musegan


@pytest.fixture(scope="module")
def window():
    rng = np.random.default_rng(5)
    drawn = rng.integers([60, 55, 48, 36], [80, 70, 65, 55], (16, 4)).repeat(2, axis=0)
    drawn[8:20, 1] = 62
    drawn[:, 3] = 40  # satu not sepanjang 32 langkah: lama lebih dari satu byte
    return drawn


def test_notes_join_equal_neighbours(window):
    for line in window.T:
        wanted, step = [], 0
        for pitch, group in groupby(line.tolist()):
            length = len(list(group))
            wanted.append((step, length, pitch))
            step += length
        assert files.notes_of(line) == wanted


def test_music21_reads_the_same_notes(window):
    found = files.read_midi(files.midi_bytes(window))
    assert found == [files.notes_of(line) for line in window.T]


def test_music21_reads_the_tempo(window):
    file = midi.MidiFile()
    file.readstr(files.midi_bytes(window, tempo=96))
    score = midi.translate.midiFileToStream(file)
    assert {round(mark.number) for mark in score[tempo.MetronomeMark]} == {96}
    assert file.format == 1
    assert len(file.tracks) == 5


@pytest.mark.parametrize("pitch", [45, 57, 69, 76])
def test_a_note_sounds_at_its_frequency(pitch):
    sound = files.synthesize(np.full((8, 1), pitch))
    spectrum = np.abs(np.fft.rfft(sound))
    peak = np.fft.rfftfreq(len(sound), 1 / files.SAMPLE_RATE)[spectrum.argmax()]
    assert peak == pytest.approx(440 * 2 ** ((pitch - 69) / 12), abs=1)


def test_no_partial_folds_back():
    """Nada 100 (2637 Hz): gelombang kedua melewati separuh laju cuplik dan harus dibuang."""
    sound = files.synthesize(np.full((8, 1), 100))
    spectrum = np.abs(np.fft.rfft(sound))
    frequencies = np.fft.rfftfreq(len(sound), 1 / files.SAMPLE_RATE)
    folded = np.abs(frequencies - (8000 - 2 * 2637)) < 20
    assert spectrum[folded].max() < 0.02 * spectrum.max()


def test_sound_starts_and_ends_softly_and_stays_in_range(window):
    sound = files.synthesize(window, step_seconds=0.1)
    assert sound.shape == (len(window) * 800,)
    assert np.abs(sound).max() == pytest.approx(0.9)
    assert abs(sound[0]) < 1e-9
    assert abs(sound[-1]) < 0.05


def test_wave_file_holds_the_sound(window):
    sound = files.synthesize(window)
    content = files.wave_bytes(sound)
    assert len(content) == 44 + 2 * len(sound)
    with wave.open(io.BytesIO(content)) as file:
        assert file.getparams()[:4] == (1, 2, files.SAMPLE_RATE, len(sound))
        values = np.frombuffer(file.readframes(len(sound)), "<i2")
    np.testing.assert_allclose(values / 32767, sound, atol=0.5 / 32767 + 1e-9)


def test_a_whole_window_fits_in_the_page(window):
    """Alamat data memakai base64: empat byte tiap tiga byte berkas."""
    assert 4 / 3 * len(files.wave_bytes(files.synthesize(window))) < 200_000


def test_player_holds_the_file_and_its_name():
    text = files.player(b"RIFF", 'Potongan "A"').data
    assert 'controls aria-label="Potongan &quot;A&quot;"' in text
    (address,) = re.findall(r'base64,([^"]+)"', text)
    assert base64.b64decode(address) == b"RIFF"


def test_rolls_show_every_voice():
    rows = np.array([[[84, 70, 50, 31], [84, 70, 70, 31]]])
    picture = files.draw_rolls(rows)
    assert picture.shape == (1, musegan.PITCHES, 2, 3)
    assert (files.LOWEST_SHOWN, files.PITCHES_SHOWN) == (musegan.LOWEST, musegan.PITCHES)
    for row, voice in ((0, 0), (14, 1), (34, 2), (53, 3)):
        np.testing.assert_array_equal(picture[0, row, 0], files.COLORS[voice])
    np.testing.assert_array_equal(picture[0, 14, 1], files.COLORS[1])
    assert (picture != 255).any(axis=-1).sum() == 7


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: files.midi_bytes(np.zeros((4, 2, 1), int)), "bentuk potongan"),
        (lambda: files.midi_bytes(np.zeros((4, 5), int)), "bentuk potongan"),
        (lambda: files.midi_bytes(np.full((4, 4), 128)), "bilangan bulat 0 sampai 127"),
        (lambda: files.synthesize(np.full((4, 4), 60.5)), "bilangan bulat 0 sampai 127"),
        (lambda: files.midi_bytes(np.full((4, 4), 60), tempo=0), "tempo = 0"),
        (lambda: files.synthesize(np.full((4, 4), 60), step_seconds=0), "step_seconds = 0"),
        (lambda: files.wave_bytes(np.array([0.0, 1.5])), r"dalam \[-1, 1\]"),
        (lambda: files.wave_bytes(np.zeros((2, 2))), "satu dimensi"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()

"""Dari larik nada ke berkas: MIDI yang dibuka program musik, WAV yang berbunyi, dan gambar.

MIDI dan WAV ditulis tanpa pustaka tambahan. MIDI: *Standard MIDI Files 1.0*, format 1, satu jalur
per suara. WAV: mono, 16 bit.
"""

import base64
import html
import io
import struct
import wave

import numpy as np

from generatif.checks import require, require_positive_int
from generatif.chorales import VOICES, require_music21

TICKS_PER_STEP = 240
TICKS_PER_QUARTER = 2 * TICKS_PER_STEP
VELOCITY = 80
SAMPLE_RATE = 8000
PARTIALS = (1.0, 0.5, 0.25, 0.12)
ATTACK_SECONDS = 0.02
RELEASE_SECONDS = 0.06
LOUDNESS = 0.9
LOWEST_SHOWN = 31
PITCHES_SHOWN = 54
COLORS = np.array([[214, 69, 65], [230, 159, 0], [0, 158, 115], [0, 90, 181]], "uint8")


def notes_of(line):
    """Satukan langkah bernada sama yang berurutan menjadi not.

    Args:
        line: bilangan bulat `(T,)`, nomor MIDI satu suara.

    Returns:
        Daftar `(langkah mulai, banyak langkah, nomor MIDI)`.
    """
    line = np.asarray(line, int)
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    lengths = np.diff(starts, append=len(line))
    return [(int(a), int(n), int(line[a])) for a, n in zip(starts, lengths, strict=True)]


def midi_bytes(window, tempo=120):
    """Tulis satu potongan sebagai berkas MIDI.

    Args:
        window: bilangan bulat `(T, V)`, nomor MIDI 0 sampai 127.
        tempo: ketukan (not seperempat) per menit, bilangan bulat positif.

    Returns:
        Isi berkas `.mid`, `bytes`.

    Raises:
        ValueError: bila bentuk, nada, atau `tempo` tidak sah.
    """
    window = _require_window(window)
    require_positive_int(tempo=tempo)
    beat = struct.pack(">I", 60_000_000 // tempo)[1:]
    tracks = [b"\x00\xff\x51\x03" + beat]
    for channel, line in enumerate(window.T):
        events = b""
        for _, length, pitch in notes_of(line):
            events += bytes([0, 0x90 | channel, pitch, VELOCITY])
            events += _variable_length(length * TICKS_PER_STEP)
            events += bytes([0x80 | channel, pitch, 0])
        tracks.append(events)
    header = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), TICKS_PER_QUARTER)
    return header + b"".join(_track(events) for events in tracks)


def read_midi(content):
    """Buka isi berkas MIDI dengan music21.

    Args:
        content: `bytes`, misalnya dari :func:`midi_bytes`.

    Returns:
        Daftar suara; tiap suara daftar `(langkah mulai, banyak langkah, nomor MIDI)`, satu
        langkah satu not seperdelapan.

    Raises:
        ModuleNotFoundError: bila music21 tidak terpasang.
    """
    music21 = require_music21()
    score = music21.converter.parseData(content, format="midi")
    return [
        [
            (int(2 * note.offset), int(2 * note.quarterLength), note.pitch.midi)
            for note in part.flatten().notes
        ]
        for part in (each.stripTies() for each in score.parts)
    ]


def synthesize(window, step_seconds=0.25, rate=SAMPLE_RATE):
    """Bunyikan satu potongan: tiap not empat gelombang sinus, dengan awal dan akhir yang landai.

    Args:
        window: bilangan bulat `(T, V)`, nomor MIDI.
        step_seconds: lama satu langkah dalam detik.
        rate: banyak cuplikan per detik; nada di atas setengahnya dibuang.

    Returns:
        Larik float64 dalam [-0,9, 0,9], sepanjang T langkah.

    Raises:
        ValueError: bila bentuk, nada, atau lamanya tidak sah.
    """
    window = _require_window(window)
    require(step_seconds > 0, "step_seconds", step_seconds, "bilangan positif")
    require_positive_int(rate=rate)
    edges = np.rint(np.arange(len(window) + 1) * step_seconds * rate).astype(int)
    sound = np.zeros(edges[-1])
    for line in window.T:
        for start, length, pitch in notes_of(line):
            first, last = edges[start], edges[start + length]
            sound[first:last] += _tone(440.0 * 2 ** ((pitch - 69) / 12), last - first, rate)
    return LOUDNESS * sound / np.abs(sound).max()


def wave_bytes(sound, rate=SAMPLE_RATE):
    """Tulis suara sebagai berkas WAV mono 16 bit.

    Args:
        sound: larik `(K,)` dalam [-1, 1].
        rate: banyak cuplikan per detik.

    Returns:
        Isi berkas `.wav`, `bytes`: 44 bita kepala dan dua bita per cuplikan.

    Raises:
        ValueError: bila `sound` kosong atau melewati [-1, 1].
    """
    sound = np.asarray(sound)
    inside = sound.ndim == 1 and sound.size and np.abs(sound).max() <= 1
    require(inside, "sound", sound.shape, "larik satu dimensi berisi nilai dalam [-1, 1]")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.rint(32767 * sound).astype("<i2").tobytes())
    return buffer.getvalue()


def player(content, label):
    """Tombol pemutar bunyi untuk halaman dan notebook; bunyinya ikut di dalam halaman.

    Args:
        content: isi berkas WAV, `bytes`.
        label: nama bunyi bagi pembaca layar.

    Returns:
        `IPython.display.HTML`.
    """
    from IPython.display import HTML

    address = f"data:audio/wav;base64,{base64.b64encode(content).decode()}"
    return HTML(
        f'<audio controls aria-label="{html.escape(label)}" src="{address}">'
        "Bunyi ini tidak dapat diputar di sini.</audio>"
    )


def draw_rolls(windows):
    """Gambar *piano roll*: waktu ke kanan, nada ke atas, satu warna per suara.

    Args:
        windows: bilangan bulat `(N, T, 4)`, nomor MIDI 31 sampai 84.

    Returns:
        Citra uint8 `(N, 54, T, 3)` berlatar putih; suara yang lebih tinggi menutupi yang lain.
    """
    windows = np.asarray(windows, int)
    count, steps, voices = windows.shape
    images = np.full((count, PITCHES_SHOWN, steps, 3), 255, "uint8")
    where = np.arange(count)[:, None], np.arange(steps)
    for voice in reversed(range(voices)):
        rows = PITCHES_SHOWN - 1 - (windows[..., voice] - LOWEST_SHOWN)
        images[where[0], rows, where[1]] = COLORS[voice]
    return images


def _tone(frequency, count, rate):
    time = np.arange(count) / rate
    sound = sum(
        strength * np.sin(2 * np.pi * number * frequency * time)
        for number, strength in enumerate(PARTIALS, start=1)
        if number * frequency < rate / 2
    )
    rise = np.minimum(time / ATTACK_SECONDS, 1)
    fall = np.minimum((count / rate - time) / RELEASE_SECONDS, 1)
    return sound * rise * fall * np.exp(-time)


def _track(events):
    content = events + b"\x00\xff\x2f\x00"
    return struct.pack(">4sI", b"MTrk", len(content)) + content


def _variable_length(number):
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.insert(0, 0x80 | number & 0x7F)
    return bytes(digits)


def _require_window(window):
    window = np.asarray(window)
    require(
        window.ndim == 2 and window.size and window.shape[1] <= len(VOICES),
        "bentuk potongan",
        window.shape,
        "(langkah, suara) dengan paling banyak 4 suara",
    )
    valid = window.dtype.kind in "iu" and window.min() >= 0 and window.max() <= 127
    require(valid, "nada", f"{window.dtype}", "bilangan bulat 0 sampai 127 (nomor MIDI)")
    return window.astype(int)

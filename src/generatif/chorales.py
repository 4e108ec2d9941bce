"""Koral empat suara J. S. Bach dari korpus paket music21, sebagai larik nada.

Tidak ada berkas koral di dalam paket ini: semuanya dibaca dari music21 yang terpasang. Korpus itu
dibagikan dengan izin para pengetiknya, dan sebagian berkasnya tidak boleh dipakai secara
komersial (`music21/corpus/license.txt`); lihat juga `tools/survey_chorales.py`.

Setiap potongan empat birama 4/4 menjadi 32 langkah, satu langkah satu not seperdelapan. Sebuah
langkah memuat nada yang berbunyi pada awalnya, jadi not yang lebih pendek dan tidak jatuh di awal
langkah hilang, dan nada yang diulang tidak terbedakan dari nada yang ditahan.
"""

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from generatif.checks import require
from generatif.datasets import ARRAYS, CONTENT_SHA256, content_sha256
from generatif.pictures import atomic_file
from generatif.remote import cache_folder

VOICES = ("sopran", "alto", "tenor", "bas")
STEPS = 32
STEPS_PER_BAR = 8
MELODY_STEPS = 16
MUSIC21_VERSION = "10.5.1"
PART_SIZE = 24
TRAIN_COUNTS = {"part": 124, "full": 1649}
SOURCES = tuple(TRAIN_COUNTS)


@dataclass(frozen=True, eq=False)
class ChoraleDataset:
    """Potongan empat birama dari koral, terbagi menurut koralnya.

    Attributes:
        x_train: nada latih, uint8 `(N, 32, 4)`: nomor MIDI sopran, alto, tenor, dan bas.
        y_train: nomor koral setiap potongan latih, uint16 `(N,)`.
        x_test: nada uji, seperti `x_train`.
        y_test: nomor koral setiap potongan uji.
        source: `"part"` atau `"full"`.
        names: nama koral; `names[nomor]` menamai koral sebuah potongan.
    """

    x_train: np.ndarray = field(repr=False)
    y_train: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)
    source: str
    names: tuple[str, ...] = field(repr=False)


def load_chorales(source="full"):
    """Muat potongan koral; hasil bacaan disimpan di tembolok (`generatif.remote.cache_folder`).

    Koral yang enam belas langkah sopran pertamanya sama selalu jatuh di sisi yang sama: kira-kira
    seperlima melodi menjadi data uji.

    Args:
        source: `"full"`, semua koral, setengah menit bila belum ada di tembolok; atau `"part"`,
            24 berkas pertama, dua detik.

    Returns:
        :class:`ChoraleDataset`.

    Raises:
        ValueError: bila `source` tidak dikenal, atau isi korpus berbeda dari yang tercatat.
        ModuleNotFoundError: bila music21 tidak terpasang.
    """
    require(source in SOURCES, "source", source, f"salah satu dari {', '.join(SOURCES)}")
    names = chorale_names()[: PART_SIZE if source == "part" else None]
    cached = cache_folder().parent / f"chorales-{source}.npz"
    wanted = CONTENT_SHA256["chorales"][source]
    arrays = _read_cache(cached)
    if arrays is None or content_sha256(arrays) != wanted:
        arrays = split_windows([read_windows(parse_chorale(name))[0] for name in names])
        if content_sha256(arrays) != wanted:
            raise ValueError(
                f"Koral dari music21 {require_music21().__version__} berbeda dari yang tercatat "
                f"untuk versi {MUSIC21_VERSION}. Pasang versi itu: pip install "
                f"music21=={MUSIC21_VERSION}."
            )
        with atomic_file(cached) as file:
            np.savez_compressed(file, **arrays)
    for array in arrays.values():
        array.setflags(write=False)
    return ChoraleDataset(**arrays, source=source, names=tuple(names))


def chorale_names():
    """Nama berkas koral di korpus, urut abjad, tanpa ulangan.

    Penomoran Riemenschneider yang dipakai music21 menyebut 371 nomor; beberapa nomor menunjuk ke
    berkas yang sama, dan berkas yang tidak ada dilewati.

    Returns:
        Daftar nama seperti `"bach/bwv269"`.

    Raises:
        ModuleNotFoundError: bila music21 tidak terpasang.
    """
    named = set(require_music21().corpus.chorales.Iterator(returnType="filename"))
    return sorted(name for name in named if find_file(name))


def parse_chorale(name):
    """Baca satu koral dengan music21, tanpa memakai simpanan music21.

    Args:
        name: salah satu :func:`chorale_names`.

    Returns:
        `music21.stream.Score`.

    Raises:
        ValueError: bila berkasnya tidak ada.
        ModuleNotFoundError: bila music21 tidak terpasang.
    """
    path = find_file(name)
    require(path is not None, "name", name, "nama dari chorale_names()")
    return require_music21().converter.parse(path, forceSource=True, storePickle=False)


def read_windows(score):
    """Ambil potongan empat birama tanpa tanda diam dari sebuah partitur.

    Nadanya digeser sehingga tanda kuncinya kosong: C mayor atau A minor, tanpa memilih salah
    satunya. Geserannya antara -5 dan 6 setengah nada.

    Args:
        score: `music21.stream.Score`.

    Returns:
        Pasangan larik uint8 `(N, 32, 4)` dan sebab partitur tidak dipakai: `None`, `"suara"`
        (bukan empat suara), `"birama"` (bukan 4/4), `"kunci"` (tanda kuncinya berganti), atau
        `"diam"` (tidak ada empat birama tanpa tanda diam).
    """
    empty = np.zeros((0, STEPS, len(VOICES)), "uint8")
    parts = list(score.parts)
    meters = {each.ratioString for each in score[require_music21().meter.TimeSignature]}
    sharps = {each.sharps for each in score[require_music21().key.KeySignature]}
    for reason, refused in (
        ("suara", len(parts) != len(VOICES)),
        ("birama", meters != {"4/4"}),
        ("kunci", len(sharps) != 1),
    ):
        if refused:
            return empty, reason
    pitches = np.stack([_voice_pitches(part, score) for part in parts], axis=1)
    pitches[pitches > 0] += key_shift(sharps.pop())
    windows = [pitches[start : start + STEPS] for start in _bar_starts(parts[0])]
    whole = [each for each in windows if len(each) == STEPS and each.all()]
    return (np.stack(whole).astype("uint8"), None) if whole else (empty, "diam")


def key_shift(sharps):
    """Geseran yang mengosongkan tanda kunci, dalam setengah nada.

    Args:
        sharps: banyak kres; negatif untuk mol.

    Returns:
        Bilangan bulat dari -5 sampai 6.
    """
    return (-7 * sharps + 5) % 12 - 5


def split_windows(chorales):
    """Bagi potongan setiap koral ke data latih dan data uji menurut awal soprannya.

    Args:
        chorales: daftar larik `(N, 32, 4)`, satu per koral.

    Returns:
        `dict` `x_train`, `y_train`, `x_test`, `y_test`, seperti :class:`ChoraleDataset`.
    """
    owners = np.repeat(np.arange(len(chorales)), [len(each) for each in chorales])
    tested = np.array([is_tested(each) for each in chorales])[owners]
    windows, owners = np.concatenate(chorales), owners.astype("uint16")
    sides = (windows[~tested], owners[~tested], windows[tested], owners[tested])
    return dict(zip(ARRAYS, sides, strict=True))


def is_tested(windows):
    """Apakah sebuah koral menjadi data uji; ditentukan oleh enam belas nada sopran pertamanya.

    Args:
        windows: larik uint8 `(N, 32, 4)`.

    Returns:
        `bool`; `False` bila kosong.
    """
    return len(windows) > 0 and zlib.crc32(windows[0, :MELODY_STEPS, 0].tobytes()) % 5 == 0


def require_music21():
    """Impor music21, atau jelaskan cara memasangnya.

    Returns:
        Modul `music21`.

    Raises:
        ModuleNotFoundError: bila music21 tidak terpasang.
    """
    try:
        import music21
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Koral dan pembaca MIDI memerlukan paket music21, yang tidak terpasang. Pasang "
            f"dengan: pip install music21=={MUSIC21_VERSION} (di Colab: awali dengan %)."
        ) from error
    return music21


def find_file(name):
    """Letak berkas sebuah koral di dalam music21.

    Args:
        name: nama seperti `"bach/bwv269"`.

    Returns:
        `Path`, atau `None` bila tidak ada.
    """
    folder = Path(require_music21().corpus.__file__).parent
    found = (folder / f"{name}{suffix}" for suffix in (".mxl", ".xml"))
    return next((path for path in found if path.is_file()), None)


def _voice_pitches(part, score):
    pitches = np.zeros(_step(score.duration.quarterLength), int)
    for each in part.flatten().notes:
        start, end = each.offset, each.offset + each.quarterLength
        pitches[_step(start) : _step(end)] = each.pitches[0].midi
    return pitches


def _bar_starts(part):
    bars = [each for each in part["Measure"] if each.duration.quarterLength == 4]
    return [_step(each.offset) for each in bars if each.offset % 0.5 == 0]


def _step(quarters):
    return int(np.ceil(2 * quarters))


def _read_cache(path):
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in ARRAYS}
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return None

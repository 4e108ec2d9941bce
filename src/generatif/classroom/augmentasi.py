"""Pemeriksa latihan bab Augmentasi data."""

from collections import Counter
from math import isclose, sqrt

import numpy as np

from generatif.classroom.check import Hint, exercise, require

SHIFTS = (0, 1, 2, 4)


@exercise("Latihan 1")
def balanced_draw(function):
    """Periksa pengambilan sedikit contoh, sama banyak dari setiap kelas.

    Args:
        function: callable `(labels, per_class, rng) -> larik indeks`.
    """
    labels = np.random.default_rng(0).permutation(np.repeat([0, 1, 2], [50, 8, 20]))
    chosen = np.asarray(function(labels.copy(), 5, np.random.default_rng(1)))
    require(
        chosen.shape == (15,) and chosen.dtype.kind in "iu",
        f"Yang diminta larik 15 indeks bilangan bulat; diterima {chosen.dtype} {chosen.shape}.",
    )
    require(
        chosen.min() >= 0 and chosen.max() < len(labels),
        "Ada indeks di luar larik labels. Kembalikan letaknya, bukan nomor di dalam kelas.",
    )
    found = np.bincount(labels[chosen], minlength=3).tolist()
    require(found == [5, 5, 5], f"Banyak per kelas {found}; seharusnya lima dari setiap kelas.")
    require(
        len(set(chosen.tolist())) == 15,
        "Ada contoh yang terambil dua kali. Ambil tanpa pengembalian: `replace=False`.",
    )
    other = np.asarray(function(labels.copy(), 5, np.random.default_rng(2)))
    require(
        set(chosen.tolist()) != set(other.tolist()),
        "`rng` lain memberi contoh yang sama. Jangan selalu mengambil yang pertama.",
    )
    again = np.asarray(function(labels.copy(), 5, np.random.default_rng(1)))
    require(
        np.array_equal(chosen, again),
        "`rng` berbenih sama memberi contoh lain. Pakai `rng` yang diberikan.",
    )


@exercise("Latihan 2")
def nearer_set(function):
    """Periksa bagian citra yang lebih dekat ke citra yang dilihat.

    Args:
        function: callable `(images, seen, unseen) -> bilangan`; ketiganya larik dua dimensi.
    """
    rng = np.random.default_rng(6)
    seen, unseen = rng.normal(size=(2, 12, 6))
    copies = np.concatenate([seen[:6] + 0.01, unseen[:2] + 0.01])
    near, far = (_distances(copies, each).mean(axis=1) for each in (seen, unseen))
    found = _call(function, copies, seen, unseen)
    require(
        not isclose(found, np.mean(near < far)),
        "Itu jarak rata-rata ke seluruh kumpulan; yang diminta ke tetangga TERDEKATNYA.",
    )
    require(not isclose(found, 0.25), "Terbalik: yang dihitung yang dekat ke `seen`.")
    require(not isclose(found, 6), "Itu banyaknya. Bagi dengan banyak citra.")
    require(isclose(found, 0.75), "Enam dari delapan citra di uji ini salinan dari `seen`.")
    images = rng.normal(size=(40, 6))
    near, far = (_distances(images, each).min(axis=1) for each in (seen, unseen))
    require(
        isclose(_call(function, images, seen, unseen), np.mean(near < far)),
        "Bandingkan jarak ke tetangga terdekat di kedua kumpulan.",
    )
    require(
        isclose(_call(function, images, seen, seen), 0.5),
        "Bila kedua jaraknya sama, hitung separuh; kedua kumpulan sama berarti 0,5.",
    )


@exercise("Latihan 3")
def error_of_gaps(function):
    """Periksa rerata selisih berpasangan dan galat bakunya.

    Args:
        function: callable `(values, baseline) -> (rerata, galat baku)`.
    """
    values, base = [71.0, 68.5, 74.0, 70.0, 69.5], [70.0, 66.0, 73.5, 68.0, 69.0]
    gaps = np.subtract(values, base)
    found = function(list(values), list(base))
    require(
        isinstance(found, (tuple, list)) and len(found) == 2,
        "Kembalikan pasangan: (rerata selisih, galat baku).",
    )
    mean, error = map(float, found)
    require(not isclose(mean, -gaps.mean()), "Tandanya terbalik: nilai dikurangi pembanding.")
    require(isclose(mean, gaps.mean()), "Bilangan pertama: rerata selisih tiap benih.")
    right = gaps.std(ddof=1) / sqrt(5)
    for candidate, hint in (
        (gaps.std(ddof=1), "Itu simpangan baku selisihnya. Bagi dengan akar banyak benih."),
        (gaps.std() / sqrt(5), "Pembagi ragamnya n - 1: `ddof=1`."),
        (gaps.std(ddof=1) / 5, "Bagi dengan AKAR banyak benih."),
        (
            sqrt((np.var(values, ddof=1) + np.var(base, ddof=1)) / 5),
            "Itu galat baku tanpa pasangan. Hitung selisih tiap benih lebih dulu.",
        ),
    ):
        require(not isclose(error, candidate, rel_tol=1e-6), hint)
    require(isclose(error, right, rel_tol=1e-6), "Galat baku: simpangan baku selisih / akar n.")


@exercise("Latihan 4")
def lesions(answer):
    """Periksa pembacaan hasil lesi hati dalam banyak lesi.

    Args:
        answer: pasangan banyak lesi yang lebih banyak dikenali dan galat baku 78,6 persen.
    """
    require(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        "Isi `answer` dengan pasangan: (banyak lesi, galat baku dalam poin persen).",
    )
    count, error = map(float, answer)
    require(not isclose(count, 7.1, abs_tol=0.3), "Itu poin persen. Kalikan dengan banyak lesi.")
    require(count == 13, "7,1 persen dari 182, dibulatkan ke bilangan bulat.")
    right = 100 * sqrt(0.786 * 0.214 / 182)
    require(not isclose(error, right / 100, rel_tol=0.02), "Nyatakan galat baku dalam POIN persen.")
    require(
        not isclose(error, 100 * sqrt(0.786 * 0.214), rel_tol=0.02),
        "Bagi dengan banyak lesi di dalam akar.",
    )
    require(isclose(error, right, rel_tol=0.02), "Galat baku bagian p dari n: akar p(1 - p) / n.")


@exercise("Latihan 5")
def hidden_copies(answer):
    """Periksa bagian salinan bergeser yang masih tampak sebagai salinan.

    Args:
        answer: `dict` geseran (0, 1, 2, 4 piksel) ke `copied_share`.
    """
    require(
        isinstance(answer, dict) and Counter(answer.keys()) == Counter(SHIFTS),
        f"Isi `shares` dengan kamus berkunci {', '.join(map(str, SHIFTS))}.",
    )
    require(
        isclose(float(answer[0]), 1.0),
        "Tanpa geseran semuanya salinan: seharusnya 1. Urutan argumennya (images, seen, unseen).",
    )
    expected = _hidden_copies()
    for shift, right in expected.items():
        require(
            isclose(float(answer[shift]), right, abs_tol=1e-6),
            f"Geseran {shift} belum tepat. Geser ke kanan dengan `np.roll(seen, {shift}, axis=2)`, "
            "lalu bandingkan dengan `seen` yang tidak digeser dan `unseen`.",
        )


def hidden_copy_images():
    """Citra yang dilihat dan pembandingnya untuk Latihan 5, `uint8` `(100, 28, 28, 1)`.

    Returns:
        Pasangan `(few, control)`: sepuluh per kelas dari data latih dan dari data uji di paket.
    """
    from generatif.augmentation import draw_few
    from generatif.data import load_fashion_mnist

    data = load_fashion_mnist("embedded")
    few, _ = draw_few(data.x_train, data.y_train, 10, seed=1)
    control, _ = draw_few(data.x_test, data.y_test, 10, seed=2)
    return few, control


def _hidden_copies():
    few, control = (each.reshape(-1, 28, 28) / 255 for each in hidden_copy_images())
    flat = [each.reshape(len(each), -1) for each in (few, control)]
    found = {}
    for shift in SHIFTS:
        moved = np.concatenate([few[..., 28 - shift :], few[..., : 28 - shift]], axis=2)
        near, far = (_distances(moved.reshape(len(few), -1), each).min(axis=1) for each in flat)
        found[shift] = float(np.mean(near < far) + np.mean(near == far) / 2)
    return found


def _call(function, *arrays):
    found = np.asarray(function(*(each.copy() for each in arrays)), "float64")
    if found.shape != ():
        raise Hint(f"Yang diminta satu bilangan; diterima bentuk {found.shape}.")
    return float(found)


def _distances(images, others):
    return np.linalg.norm(images[:, None] - others[None], axis=2)

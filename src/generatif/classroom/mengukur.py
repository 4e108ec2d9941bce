"""Pemeriksa latihan bab Mengukur citra buatan."""

from functools import cache

import numpy as np

from generatif import ledger, metrics
from generatif.classroom.check import exercise, require

# Baris tanpa nama pada soal diagnosis, dari pengukuran kumpulan palsu Fashion-MNIST.
_MYSTERIES = {
    "A": ("class_dropped", "kelas hilang"),
    "B": ("memorized", "hafalan"),
    "C": ("blur_0.7", "kabur"),
    "D": ("memorized_x100", "sedikit citra"),
}
_JUDGE = "residual"
_SHOWN = ("frechet", "precision", "recall", "coverage", "histogram_kl")
_CLUES = {
    "hafalan": "Salinan seluruh data latih tetap beragam; yang membukanya hanya satu kolom.",
    "sedikit citra": "Bila hanya segelintir citra yang diulang, hampir tidak ada citra asli yang "
    "mempunyai sampel di sekitarnya.",
    "kabur": "Yang kabur hampir merata antarkelas, tetapi pindah ke daerah lain di ruang fitur.",
    "kelas hilang": "Kelas yang hilang mengubah histogram; yang tersisa tetap citra asli yang "
    "beragam.",
}

# Percobaan bias: banyak fitur, banyak contoh tiap sisi, dan ulangan pemeriksa.
_FEATURES = 16
_SIZES = (100, 200, 400, 800)
_REPEATS = 20
_SLACK = 0.15


@exercise("Latihan 1")
def frechet_of_two_gaussians(function):
    """Periksa jarak Fréchet dua sebaran Gauss satu dimensi.

    Args:
        function: callable `(mean_a, sd_a, mean_b, sd_b) -> float`.
    """
    made = float(function(-1.0, 3.0, 2.0, 1.0))
    _refuse(
        made,
        {
            np.sqrt(13): "Itu akarnya. Yang dilaporkan kuadrat jaraknya.",
            9 + 8**2: "Yang diselisihkan simpangan baku, bukan varians.",
            19: "Suku silangnya belum ada: kurangi dengan 2 sigma_a sigma_b.",
            4: "Selisih reratanya belum ikut.",
            9: "Selisih simpangan bakunya belum ikut.",
            7: "Selisih rerata dikuadratkan.",
            11: "Selisih simpangan baku dikuadratkan.",
            9 + (np.sqrt(3) - 1) ** 2: "Masukannya sudah simpangan baku: jangan diakarkan lagi.",
            25: "Tandanya: selisih simpangan baku, bukan jumlahnya.",
        },
    )
    require(np.isclose(made, 13), "Isi rumusnya dengan rerata dan simpangan baku satu dimensi.")
    require(
        np.isclose(float(function(2.0, 1.0, -1.0, 3.0)), 13),
        "Menukar kedua sebaran mengubah hasil; jarak harus simetris.",
    )
    require(
        np.isclose(float(function(2.0, 3.0, 2.0, 3.0)), 0), "Dua sebaran yang sama berjarak nol."
    )


@exercise("Latihan 2")
def unbiased_discrepancy(function):
    """Periksa taksiran tak bias kuadrat MMD dari tiga matriks kernel.

    Args:
        function: callable `(within_a, within_b, between) -> float`; matriks berbentuk
            `(n, n)`, `(m, m)`, dan `(n, m)`.
    """
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((5, 2)), rng.standard_normal((8, 2)) + 0.5
    first, second, cross = _cubic(a, a), _cubic(b, b), _cubic(a, b)
    made = float(function(first.copy(), second.copy(), cross.copy()))
    n, m = len(a), len(b)
    off_first, off_second = (part.sum() - np.trace(part) for part in (first, second))
    within = off_first / (n * (n - 1)) + off_second / (m * (m - 1))
    across = 2 * cross.mean()
    known = {
        first.mean() + second.mean() - across: "Diagonalnya masih ikut: sebuah contoh dibandingkan "
        "dengan dirinya sendiri.",
        off_first / n**2 + off_second / m**2 - across: "Diagonalnya sudah dibuang, jadi yang "
        "tersisa n(n − 1) suku, bukan n kuadrat.",
        first.sum() / (n * (n - 1)) + second.sum() / (m * (m - 1)) - across: "Pembagi n(n − 1) "
        "mensyaratkan diagonalnya dibuang.",
        within - cross.mean(): "Suku silangnya dikali dua.",
        within - 2 * (cross.sum() - np.trace(cross)) / (n * m - n): "Suku silang tidak punya "
        "diagonal yang perlu dibuang: kedua contohnya selalu berbeda.",
    }
    _refuse(made, known)
    require(
        np.isclose(made, within - across),
        "Rerata suku di luar diagonal masing-masing matriks, dikurangi dua kali rerata suku "
        "silang. Banyak contoh kedua sisi boleh berbeda.",
    )


@exercise("Latihan 3")
def most_deceived(function):
    """Periksa pencari kumpulan yang paling menipu sebuah ukuran.

    Args:
        function: callable `(rows, real, metric) -> str`; `rows` kamus nama ke kamus ukuran, `real`
            nama baris citra asli.
    """
    rows = {
        "asli": {"coverage": 0.95, "precision": 0.94},
        "jauh": {"coverage": 0.20, "precision": 0.50},
        "lebih tinggi": {"coverage": 0.99, "precision": 0.99},
        "dekat": {"coverage": 0.94, "precision": 0.90},
        "menengah": {"coverage": 0.70, "precision": 0.95},
    }
    made = function({key: dict(row) for key, row in rows.items()}, "asli", "coverage")
    require(isinstance(made, str), "Kembalikan nama kumpulannya, bukan nilainya.")
    hints = {
        "asli": "Baris citra aslinya sendiri harus dikecualikan.",
        "lebih tinggi": "Yang dicari paling mirip citra asli, bukan yang paling besar: nilai yang "
        "lebih bagus daripada citra asli pun ganjil.",
        "jauh": "Itu yang paling mudah dibongkar.",
    }
    require(made == "dekat", hints.get(made, "Bandingkan selisih mutlaknya terhadap citra asli."))
    other = function({key: dict(row) for key, row in rows.items()}, "asli", "precision")
    require(other == "menengah", "Pakai ukuran yang diminta argumen ketiga.")


def mystery_rows():
    """Empat baris ukuran tanpa nama untuk soal diagnosis.

    Returns:
        `dict` huruf ke `dict` ukuran; kunci `too_close` ialah bagian sampel yang lebih dekat ke
        data latih daripada 99 % citra uji.
    """
    measured = {
        row["key"]: row for row in ledger.measured("fake_sets")["data"]["fashion_mnist"]["rows"]
    }
    return {
        letter: {key: measured[name][_JUDGE][key] for key in _SHOWN}
        | {"too_close": measured[name]["neighbor_share"]}
        for letter, (name, _) in _MYSTERIES.items()
    }


@exercise("Latihan 4")
def diagnoses(answers):
    """Periksa diagnosis keempat kumpulan tanpa nama.

    Args:
        answers: kamus `{"A": diagnosis, ...}`.
    """
    answers = {str(letter): str(answer).strip().lower() for letter, answer in dict(answers).items()}
    require(
        sorted(answers) == sorted(_MYSTERIES), "Beri satu diagnosis untuk tiap huruf, A sampai D."
    )
    known = {answer for _, answer in _MYSTERIES.values()}
    strange = sorted(set(answers.values()) - known)
    require(not strange, f"Pilih dari: {', '.join(sorted(known))}. Tidak dikenal: {strange}.")
    for letter, (_, right) in _MYSTERIES.items():
        require(
            answers[letter] == right, f"{letter} bukan {answers[letter]}. {_CLUES[answers[letter]]}"
        )


@exercise("Latihan 5")
def sample_size_bias(measured):
    """Periksa percobaan bias jarak Fréchet terhadap banyaknya sampel.

    Args:
        measured: kamus `{N: rerata jarak}` untuk N = 100, 200, 400, dan 800; kedua sisi N contoh
            dari Gauss baku 16 dimensi.
    """
    measured = {int(size): float(value) for size, value in dict(measured).items()}
    require(sorted(measured) == sorted(_SIZES), "Laporkan tepat empat N: 100, 200, 400, dan 800.")
    values = np.array([measured[size] for size in _SIZES])
    require(np.all(values > 1e-9), "Jaraknya nol: kedua sisi harus dua undian yang berbeda.")
    right = np.array([_mean_distance(size, size, _FEATURES) for size in _SIZES])
    for wrong, hint in (
        (np.sqrt(right), "Itu akarnya; frechet_distance sudah kuadrat jaraknya, jangan diubah."),
        (
            [_mean_distance(size, 20_000, _FEATURES, repeats=5) for size in _SIZES],
            "Terlalu kecil: kedua sisi berisi N contoh, bukan hanya satu.",
        ),
        ([_mean_distance(size, size, 8) for size in _SIZES], "Banyak fiturnya 16, bukan 8."),
        ([_mean_distance(size, size, 32) for size in _SIZES], "Banyak fiturnya 16, bukan 32."),
    ):
        require(not _near(values, wrong), hint)
    for size, value, expected in zip(_SIZES, values, right, strict=True):
        require(
            _near(value, expected),
            f"Rerata pada N = {size} meleset lebih dari 15 %. Ulangi sekurangnya 20 undian lalu "
            "ambil reratanya.",
        )


@exercise("Latihan 6")
def copy_detector(function):
    """Periksa pendeteksi sampel yang terlalu dekat ke data latih.

    Args:
        function: callable `(samples, train, held_out) -> mask`; larik `(n, d)`.
    """
    rng = np.random.default_rng(11)
    train, held_out = rng.standard_normal((400, 3)), rng.standard_normal((300, 3))
    copies = train[:10] + 1e-4 * np.arange(10)[:, None]
    samples = np.concatenate([copies, rng.standard_normal((240, 3))])
    made = np.asarray(function(samples.copy(), train.copy(), held_out.copy()))
    require(
        made.shape == (len(samples),) and made.dtype == bool,
        "Kembalikan satu True atau False untuk tiap sampel.",
    )
    nearest, floor = _nearest(samples, train), _nearest(held_out, train)
    right = nearest < np.percentile(floor, 1)
    for wrong, hint in (
        (~right, "Terbalik: yang dicurigai jaraknya kecil."),
        (nearest == 0, "Salinan yang berubah sedikit lolos: bandingkan dengan citra yang tidak "
         "dilatihkan, bukan dengan nol."),
        (nearest < np.median(floor), "Ambangnya median: separuh citra asli pun akan dituduh. Pakai "
         "persentil 1."),
        (nearest < np.percentile(nearest, 1), "Ambangnya dari sampel sendiri; penghafal menentukan "
         "ambangnya sendiri. Pakai citra yang tidak dilatihkan."),
        (nearest < np.percentile(_nearest(train, train), 1), "Citra latih berjarak nol ke dirinya "
         "sendiri, jadi ambangnya nol. Pakai citra yang tidak dilatihkan."),
        (_nearest(samples, held_out) < np.percentile(floor, 1), "Jarak sampel dihitung ke data "
         "latih, bukan ke citra yang tidak dilatihkan."),
    ):  # fmt: skip
        require(not np.array_equal(made, wrong), hint)
    require(
        np.array_equal(made, right),
        "Bandingkan jarak tiap sampel ke data latih terdekat dengan persentil 1 jarak serupa milik "
        "citra yang tidak dilatihkan.",
    )


def _refuse(made, known):
    for wrong, hint in known.items():
        require(not np.isclose(made, wrong, rtol=1e-6, atol=0), hint)


def _cubic(a, b):
    return (a @ b.T / a.shape[1] + 1) ** 3


@cache
def _mean_distance(count, other_count, features, repeats=_REPEATS):
    rng = np.random.default_rng(99)
    pairs = (
        [rng.standard_normal((size, features)) for size in (count, other_count)]
        for _ in range(repeats)
    )
    return np.mean([metrics.frechet_distance(*pair) for pair in pairs])


def _near(values, expected):
    return np.allclose(values, expected, rtol=_SLACK, atol=0)


def _nearest(points, others):
    return np.linalg.norm(points[:, None] - others, axis=-1).min(axis=1)

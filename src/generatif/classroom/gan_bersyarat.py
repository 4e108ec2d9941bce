"""Pemeriksa latihan bab GAN bersyarat."""

import numpy as np

from generatif.classroom.check import exercise, require

# Percobaan kekuatan label.
_STRENGTHS = (0.0, 0.25, 0.5, 1.0, 8.0)
_COUNT = 250
_SLACK = 0.03


@exercise("Latihan 1")
def arxiv_date(function):
    """Periksa tahun dan bulan versi pertama dari nomor arXiv.

    Args:
        function: callable `(identifier) -> (year, month)`.
    """
    for identifier, date in {
        "1411.1784": (2014, 11),
        "1610.09585": (2016, 10),
        "1701.07875v3": (2017, 1),
        "2006.11239": (2020, 6),
    }.items():
        made = tuple(int(each) for each in function(identifier))
        require(
            len(made) == 2 and made != date[::-1], "Kembalikan dua bilangan: tahun, lalu bulan."
        )
        require(
            made[0] != date[0] - 2000,
            "Tahunnya dua angka; tambahkan 2000 agar menjadi tahun penuh.",
        )
        require(
            made == date,
            f"Untuk {identifier} hasilnya {made}. Dua angka pertama tahun, dua angka berikutnya "
            "bulan; angka sesudah titik hanya nomor urut.",
        )


@exercise("Latihan 2")
def map_contents(function):
    """Periksa peta label dari vektor label.

    Args:
        function: callable `(vectors, height, width) -> larik (B, height, width, K)`.
    """
    vectors = np.array([[0, 1, 0], [1, 0, 0], [0.25, 0, 0.75], [0, 0, 1]])
    made = np.asarray(function(vectors.copy(), 4, 6), dtype="float64")
    right = np.broadcast_to(vectors[:, None, None], (4, 4, 6, 3))
    require(
        made.shape != (4, 3, 4, 6),
        "Kanal label diletakkan sebelum tinggi dan lebar. Susunannya (B, tinggi, lebar, K).",
    )
    require(made.shape != (4, 6, 4, 3), "Tinggi dan lebar tertukar.")
    require(
        made.shape == right.shape,
        f"Bentuknya {made.shape}, seharusnya {right.shape}: (B, t, l, K).",
    )
    require(
        not np.allclose(made, np.repeat(vectors, 24).reshape(right.shape)),
        "Itu pita: setiap bilangan diulang sendiri-sendiri, lalu mengisi baris demi baris. Yang "
        "harus diulang seluruh vektor, di setiap piksel.",
    )
    require(
        not np.allclose(made, np.tile(vectors, (24, 1)).reshape(right.shape)),
        "Label contoh lain ikut masuk: satu peta berisi vektor semua contoh berselang-seling.",
    )
    require(
        np.ptp(made, axis=(1, 2)).max() == 0, "Semua piksel sebuah contoh harus memuat vektor sama."
    )
    require(
        np.allclose(made.sum(axis=-1), 1),
        "Jumlah per piksel bukan 1. Jangan bagi vektornya dengan banyak piksel, dan jangan ubah "
        "menjadi bilangan bulat.",
    )
    require(np.allclose(made, right), "Ada contoh yang mendapat vektor label contoh lain.")


@exercise("Latihan 3")
def value_with_labels(function):
    """Periksa nilai permainan melawan diskriminator terbaik yang melihat label.

    Args:
        function: callable `(p, q) -> float` dari dua tabel bersama `(K, M)`.
    """
    p = np.array([[0.30, 0.10, 0.20], [0.05, 0.15, 0.20]])
    q = np.array([[0.20, 0.25, 0.15], [0.10, 0.05, 0.25]])
    made = float(function(p.copy(), q.copy()))
    right = _best_value(p, q)
    rows = [_best_value(a / a.sum(), b / b.sum()) for a, b in zip(p, q, strict=True)]
    for wrong, hint in {
        _best_value(p.sum(axis=0), q.sum(axis=0)): "Label sudah dijumlahkan habis: itu nilai untuk "
        "diskriminator yang tidak melihat label.",
        float(np.mean(rows)): "Setiap label diberi bobot sama. Bobotnya peluang label itu.",
        float(np.sum(rows)): "Jumlahkan dengan bobot peluang label, bukan begitu saja.",
        right + np.log(4): "Tinggal 2 JSD; log 4-nya belum dikurangkan.",
        (right + np.log(4)) / 2: "Itu JSD. Nilai permainannya 2 JSD − log 4.",
        -right: "Tandanya terbalik: V rerata logaritma peluang, jadi tidak positif.",
        right / np.log(2): "Itu dalam bit. Pakai logaritma natural.",
        right / 2: "Kedua suku dijumlahkan, bukan dirata-ratakan.",
    }.items():
        require(not np.isclose(made, wrong, rtol=1e-6, atol=0), hint)
    require(
        np.isclose(made, right, atol=1e-9),
        "Di setiap pasangan label dan citra, D terbaik p/(p + q). Masukkan ke V.",
    )
    apart = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]])
    with np.errstate(all="ignore"):
        swapped = float(function(apart.copy(), apart[::-1].copy()))
    require(
        np.isfinite(swapped) and np.isclose(swapped, 0, atol=1e-9),
        "Pemalsu yang menukar label terbongkar sempurna, jadi nilainya 0. Periksa sel yang "
        "peluangnya nol: sumbangannya nol.",
    )


@exercise("Latihan 4")
def matched_pairs(function):
    """Periksa babak permainan: setiap citra dinilai bersama labelnya sendiri.

    Args:
        function: callable `(generator, judge, real, labels, wanted, latent)` yang mengembalikan
            pasangan nilai `(asli, palsu)`.
    """
    real = [("asli", 3), ("asli", 1), ("asli", 4)]
    labels, wanted = [3, 1, 4], [4, 3, 1]
    asked = []

    def generator(latent, conditions):
        asked.append(list(conditions))
        return [("palsu", condition) for condition in conditions]

    def judge(images, conditions):
        return [(kind, drawn, seen) for (kind, drawn), seen in zip(images, conditions, strict=True)]

    made = function(generator, judge, real, labels, wanted, [0, 0, 0])
    require(len(made) == 2, "Kembalikan dua nilai: untuk citra asli, lalu untuk citra palsu.")
    of_real, of_fake = (list(each) for each in made)
    require(
        [each[0] for each in of_real] == ["asli"] * 3,
        "Nilai pertama harus milik citra asli, yang kedua milik citra palsu.",
    )
    require(
        [each[0] for each in of_fake] == ["palsu"] * 3,
        "Nilai kedua harus milik citra palsu dari generator.",
    )
    require(len(asked) == 1, "Panggil generator satu kali saja per babak.")
    require(
        all(drawn == seen for _, drawn, seen in of_real),
        "Citra asli dinilai bersama label yang bukan miliknya. Labelnya `labels`.",
    )
    require(
        all(drawn == seen for _, drawn, seen in of_fake),
        "Citra palsu dinilai bersama label yang tidak dipesan. Diskriminator menghukum generator "
        "justru ketika ia menurut.",
    )
    require(
        asked[0] == wanted,
        "Pasangannya kini cocok, tetapi `wanted` tidak dipakai. Label pesanan diberikan kepada "
        "generator dan kepada diskriminator.",
    )


@exercise("Latihan 5")
def label_strengths(measured):
    """Periksa percobaan kekuatan label pada hasil tersimpan `cgan-mnist`.

    Args:
        measured: kamus `{kekuatan: ketelitian kelas}` untuk 0, 0,25, 0,5, 1, dan 8.
    """
    measured = {float(key): float(value) for key, value in dict(measured).items()}
    require(
        sorted(measured) == sorted(_STRENGTHS),
        "Laporkan tepat lima kekuatan: 0, 0,25, 0,5, 1, dan 8.",
    )
    require(
        max(measured.values()) <= 1,
        "Ketelitian kelas adalah bagian, di antara 0 dan 1; jangan dikali 100.",
    )
    require(
        abs(measured[0.0] - 0.1) < 0.06,
        "Pada kekuatan 0 generator tidak menerima label, jadi yang tepat hanya kira-kira "
        "sepersepuluh. Apakah yang Anda kalikan vektor labelnya, dan hasilnya dibandingkan dengan "
        "label yang dipesan?",
    )
    right = strength_accuracies(_STRENGTHS)
    for strength, value in right.items():
        require(
            abs(measured[strength] - value) <= _SLACK,
            f"Ketelitian pada kekuatan {strength:g} meleset. Pakai z dan label yang disebut di "
            "soal, jaringan tersimpan, dan pengklasifikasi `plain`.",
        )


def strength_accuracies(strengths):
    """Ketelitian kelas `cgan-mnist` bila vektor labelnya dikali sebuah bilangan.

    Args:
        strengths: pengali vektor label.

    Returns:
        `dict` pengali ke bagian sampel yang ditebak sekelas oleh pengklasifikasi `plain`.
    """
    from generatif import zoo
    from generatif.classifiers import load_classifier
    from generatif.data import symmetric_to_uint8

    generator, judge = zoo.load("cgan-mnist").generator, load_classifier("mnist-plain")
    latent = np.random.default_rng(0).standard_normal((_COUNT, 32)).astype("float32")
    labels = np.arange(_COUNT) % 10
    accuracies = {}
    for strength in strengths:
        vectors = strength * np.eye(10, dtype="float32")[labels]
        made = symmetric_to_uint8(np.asarray(generator([latent, vectors], training=False)))
        accuracies[strength] = float(np.mean(judge(made)[1].argmax(axis=1) == labels))
    return accuracies


def _best_value(p, q):
    total = p + q
    terms = [
        np.where(each > 0, each * np.log(np.where(each > 0, each / total, 1)), 0) for each in (p, q)
    ]
    return float(np.sum(terms))

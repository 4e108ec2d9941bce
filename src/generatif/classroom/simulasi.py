"""Pemeriksa latihan bab Simulasi dan pelatihan model lain."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def label_survival(function):
    """Periksa hitungan label yang hilang karena penghalusan.

    Args:
        function: callable `(before, after, labels) -> (bagian utuh, banyak hilang)`.
    """
    labels = np.array([3, 3, 5, 8, 0, 1, 7, 7])
    before = np.array([3, 3, 5, 3, 0, 1, 7, 1])
    after = np.array([3, 8, 6, 8, 0, 1, 1, 2])
    kept, lost = _pair(function(before.copy(), after.copy(), labels.copy()))
    require(
        not np.isclose(kept, np.mean(before == after)),
        "Itu bagian tebakan yang tidak berubah. Bandingkan tebakan sesudahnya dengan LABEL.",
    )
    require(
        not np.isclose(kept, np.mean(before == labels)),
        "Itu bagian yang benar SEBELUM diperhalus.",
    )
    require(np.isclose(kept, 0.5), "Bagian utuh: tebakan sesudah diperhalus sama dengan label.")
    require(
        lost != np.sum(after != labels),
        "Citra yang sejak semula ditebak salah tidak hilang karena penghalusan.",
    )
    require(
        lost != np.sum(before != after),
        "Setiap perubahan tebakan ikut terhitung. Yang diminta hanya dari benar menjadi salah.",
    )
    require(lost == 3, "Hilang: benar sebelum diperhalus, salah sesudahnya.")


@exercise("Latihan 2")
def refiner_loss(function):
    """Periksa loss penghalus dengan NumPy.

    Args:
        function: callable `(logits, made, synthetic, weight) -> bilangan`.
    """
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4, 7, 7, 1))
    made, synthetic = rng.uniform(size=(2, 4, 28, 28, 1))
    found = float(function(logits.copy(), made.copy(), synthetic.copy(), 0.5))
    fooled, kept = np.logaddexp(0, -logits), np.abs(made - synthetic)
    right = fooled.mean() + 0.5 * kept.mean()
    for candidate, hint in (
        (fooled.mean() + kept.mean(), "Regularisasi dirinya belum dikalikan `weight`."),
        (
            fooled.mean() + 0.5 * np.mean((made - synthetic) ** 2),
            "Yang dirata-ratakan selisih MUTLAK, bukan kuadratnya.",
        ),
        (
            np.logaddexp(0, logits).mean() + 0.5 * kept.mean(),
            "Itu -log(1 - D): tanda logitnya terbalik. Penghalus ingin dinilai ASLI.",
        ),
        (
            np.log1p(-1 / (1 + np.exp(-logits))).mean() + 0.5 * kept.mean(),
            "Itu bentuk minimaks log(1 - D), yang gradiennya lenyap. Pakai -log D.",
        ),
        (
            fooled.mean() + 0.5 * kept.sum(axis=(1, 2, 3)).mean(),
            "Regularisasi dirinya dijumlahkan per citra; rata-ratakan atas semua piksel.",
        ),
        (
            fooled.sum(axis=(1, 2, 3)).mean() + 0.5 * kept.mean(),
            "Loss adversarialnya dijumlahkan atas petak; rata-ratakan.",
        ),
    ):
        require(not np.isclose(found, candidate), hint)
    require(
        np.isclose(found, right),
        "Rerata -log D atas semua petak ditambah `weight` kali rerata |R(x) - x|.",
    )
    extreme = float(function(np.full((1, 7, 7, 1), -800.0), made[:1], made[:1], 1.0))
    require(
        np.isclose(extreme, 800),
        "Untuk logit -800 hasilnya tak hingga atau NaN. Pakai `np.logaddexp(0, -logits)`.",
    )


@exercise("Latihan 3")
def history_exchange(function):
    """Periksa pertukaran dengan penyangga riwayat.

    Args:
        function: callable `(made, buffer, places) -> (seen, new_buffer)`.
    """
    made = 100.0 + np.arange(6.0).reshape(6, 1, 1, 1)
    buffer = np.arange(10.0).reshape(10, 1, 1, 1)
    places = np.array([7, 0, 4])
    given = buffer.copy()
    answer = function(made.copy(), given, places.copy())
    require(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        "Kembalikan pasangan: yang dilihat diskriminator, lalu penyangga baru.",
    )
    seen, after = (np.asarray(each, "float64") for each in answer)
    require(
        seen.shape == made.shape,
        f"Yang dilihat berbentuk {seen.shape}, seharusnya {made.shape}: separuh baru, separuh "
        "lama.",
    )
    require(
        not np.allclose(seen[3:], made[:3]),
        "Separuh keduanya isi BARU: ambil dulu isi lama penyangga, baru timpa tempatnya.",
    )
    require(np.allclose(seen[:3], made[:3]), "Separuh pertama: `made` yang terdepan.")
    require(np.allclose(seen[3:], buffer[places]), "Separuh kedua: isi lama di `places`.")
    expected = buffer.copy()
    expected[places] = made[:3]
    require(
        not np.allclose(after, buffer), "Penyangganya tidak berubah. Timpa `places` dengan `made`."
    )
    require(np.allclose(after, expected), "Di `places` kini ada separuh pertama `made`.")
    require(
        np.array_equal(given, buffer),
        "Larik `buffer` yang diberikan ikut berubah. Salin dulu: `buffer.copy()`.",
    )


@exercise("Latihan 4")
def font_experiment(answer):
    """Periksa percobaan satu huruf lawan semua huruf.

    Args:
        answer: pasangan bagian tebakan benar tetangga terdekat: satu huruf, semua huruf.
    """
    found = _pair(answer)
    require(max(found) <= 1, "Tulis sebagai bagian antara 0 dan 1, bukan persen.")
    expected = [_nearest_right(fonts) for fonts in (("DejaVuSans",), None)]
    require(
        not np.allclose(found, expected[::-1], atol=0.004),
        "Urutannya terbalik: satu huruf dulu, lalu semua huruf.",
    )
    for value, right, name in zip(found, expected, ("satu huruf", "semua huruf"), strict=True):
        require(
            abs(value - right) < 0.004,
            f"Nilai {name} belum cocok. Periksa benih, banyak citra, dan jaraknya: jumlah kuadrat "
            "selisih piksel sebagai pecahan (uint8 berputar bila dikurangkan).",
        )


def _pair(answer):
    fits = isinstance(answer, (tuple, list, np.ndarray)) and len(answer) == 2
    require(fits, "Berikan pasangan dua bilangan.")
    return tuple(map(float, answer))


def _nearest_right(fonts):
    from scipy.spatial.distance import cdist

    from generatif.data import load_mnist
    from generatif.font_digits import FONTS, render_digits

    images, labels = render_digits(1_000, 5, fonts or FONTS)
    data = load_mnist("embedded")
    flat = [each.reshape(len(each), -1) / 255 for each in (data.x_test, images)]
    nearest = cdist(*flat, "sqeuclidean").argmin(axis=1)
    return float(np.mean(labels[nearest] == data.y_test))

"""Pemeriksa latihan bab GAN terhubung penuh."""

import numpy as np

from generatif.classroom.check import exercise, require

_PIXELS = 784
_SHIFTS = (0, 1, 2, 3, 4)
_SLACK = 0.006


@exercise("Latihan 1")
def generator_parameters(count):
    """Periksa banyak parameter generator dengan 64 bilangan laten dan lebar 128.

    Args:
        count: banyak parameter seluruhnya.
    """
    sizes = (64, 128, 256, _PIXELS)
    weights = _products(sizes)
    _refuse(
        float(count),
        {
            weights: "Bias belum terhitung: satu untuk setiap bilangan keluaran tiap lapisan.",
            weights + sum(sizes): "Masukan tidak punya bias; bias hanya milik keluaran lapisan.",
            _products((64, 128, 128, _PIXELS)) + 128 + 128 + _PIXELS: "Lapisan kedua dua kali "
            "lebih lebar daripada yang pertama.",
            _products((100, 128, 256, _PIXELS)) + 128 + 256 + _PIXELS: "Vektor latennya 64, "
            "bukan 100.",
        },
    )
    require(
        count == weights + sum(sizes[1:]),
        "Tiap lapisan dari m ke n bilangan punya m x n bobot dan n bias; jumlahkan ketiganya.",
    )


@exercise("Latihan 2")
def step_multiplications(function):
    """Periksa banyak perkalian dalam satu langkah pelatihan.

    Args:
        function: callable `(latent_dim, width, batch_size) -> int`.
    """
    latent_dim, width, batch_size = 100, 256, 128
    g = _products((latent_dim, width, 2 * width, _PIXELS))
    d = _products((_PIXELS, 2 * width, width, 1))
    made = float(function(latent_dim, width, batch_size))
    _refuse(
        made,
        {
            3 * g + 7 * d: "Itu untuk satu citra. Satu langkah mengolah satu batch.",
            batch_size * (g + d): "Itu sekali jalan maju. D berjalan dua kali, dan keduanya "
            "masih harus diturunkan.",
            batch_size * (g + 2 * d): "Itu baru bagian maju; tambahkan kedua penurunannya.",
            batch_size * (3 * g + 6 * d): "Gradien generator harus menembus D: tambahkan satu "
            "kali perkalian D lagi.",
            batch_size * (3 * g + 3 * d): "D menilai dua batch, asli dan buatan, dan menurunkan "
            "keduanya.",
            batch_size * (7 * g + 3 * d): "m_G dan m_D tertukar.",
        },
    )
    require(
        np.isclose(made, batch_size * (3 * g + 7 * d), rtol=1e-9),
        "Hitung m_G dan m_D dari ukuran lapisannya, lalu pakai 3 m_G + 7 m_D untuk tiap citra.",
    )
    small = float(function(10, 4, 1))
    expected = 3 * _products((10, 4, 8, _PIXELS)) + 7 * _products((_PIXELS, 8, 4, 1))
    require(
        np.isclose(small, expected, rtol=1e-9),
        "Benar untuk jaringan bab ini, meleset untuk ukuran lain. Adakah bilangan yang tertulis "
        "mati di dalam fungsi?",
    )


@exercise("Latihan 3")
def extra_watt_hours(function):
    """Periksa energi tambahan sebuah pelatihan menurut pengukur daya.

    Args:
        function: callable `(cpu_minutes, cores, idle_watts, busy_watts) -> float`, watt-jam.
    """
    minutes, cores, idle, busy = 50.0, 2, 8.0, 32.0
    made = float(function(minutes, cores, idle, busy))
    right = (busy - idle) * minutes / cores / 60
    _refuse(
        made,
        {
            60 * right: "Satuannya watt-menit. Satu jam 60 menit.",
            busy * minutes / cores / 60: "Laptop yang menganggur pun memakai daya; yang dimakan "
            "pelatihan hanya selisihnya.",
            right * cores: "Bila semua inti sibuk, lamanya menit prosesor dibagi banyak inti; "
            "daya yang diukur sudah milik seluruh laptop.",
            right * cores**2: "Menit prosesor dibagi banyak inti, bukan dikali.",
            -right: "Tandanya: daya sibuk dikurangi daya menganggur.",
            3600 * right: "Itu joule. Yang diminta watt-jam.",
        },
    )
    require(
        np.isclose(made, right),
        "Energi = selisih daya x lama dalam jam; lamanya menurut jam dinding.",
    )
    require(
        np.isclose(float(function(90.0, 6, 5.0, 45.0)), 10.0),
        "Benar untuk dua inti, meleset untuk enam. Adakah bilangan yang tertulis mati?",
    )
    require(
        np.isclose(float(function(6.0, 4, 10.0, 10.0)), 0, atol=1e-12),
        "Bila daya sibuk sama dengan daya menganggur, pelatihan tidak menambah energi.",
    )


@exercise("Latihan 4")
def steadiness(function):
    """Periksa tiga ukuran kemajuan sebuah kurva yang seharusnya turun.

    Args:
        function: callable `(curve) -> (naik, sesudah_terbaik, spearman)`.
    """
    curve = np.array([90.0, 40.0, 42.0, 30.0, 33.0, 20.0, 19.0, 24.0])
    made = np.asarray(function(curve.copy()), dtype="float64")
    require(made.shape == (3,), "Kembalikan tiga bilangan: naik, sesudah terbaik, korelasi.")
    rises, late, rho = made
    require(not np.isclose(rises, 4), "Itu banyaknya yang turun; yang diminta yang naik.")
    require(np.isclose(rises, 3), "Hitung pasangan epoch berurutan yang nilainya naik.")
    require(
        not (np.isclose(late, 6) or np.isclose(late, 7)),
        "Itu nomor epoch terbaik. Yang diminta: berapa epoch sudah lewat sesudahnya.",
    )
    require(np.isclose(late, 1), "Cari epoch bernilai terkecil, lalu hitung epoch sesudahnya.")
    known = {
        -_spearman(curve): "Tandanya terbalik: korelasi kurva yang turun negatif.",
        float(np.corrcoef(np.arange(8), curve)[0, 1]): "Itu korelasi Pearson. Ganti nilai dengan "
        "peringkatnya dahulu.",
    }
    _refuse(rho, known)
    require(
        np.isclose(rho, _spearman(curve), atol=1e-6), "Korelasikan peringkat dengan nomor epoch."
    )
    down = np.asarray(function(np.exp(-np.arange(12.0))), dtype="float64")
    require(
        np.allclose(down, (0, 0, -1)),
        "Kurva yang turun terus harus memberi 0, 0, dan −1.",
    )


@exercise("Latihan 5")
def negative_twin(function):
    """Periksa bobot kembaran yang hidup di dunia negatif.

    Args:
        function: callable `(generator_weights, discriminator_weights)` ke pasangan daftar larik
            baru, urutannya seperti `get_weights`.
    """
    rng = np.random.default_rng(0)
    sizes = {"G": (5, 6, 12, 9), "D": (9, 12, 6, 1)}
    weights = {name: _random_weights(rng, size) for name, size in sizes.items()}
    kept = {name: [each.copy() for each in row] for name, row in weights.items()}
    made_g, made_d = function(*weights.values())
    for name, row in weights.items():
        unchanged = all(map(np.array_equal, row, kept[name]))
        require(unchanged, f"Bobot {name} yang diberikan ikut berubah. Buat larik baru.")
    for name, row in (("G", made_g), ("D", made_d)):
        shapes = [np.shape(each) for each in row]
        require(
            shapes == [each.shape for each in kept[name]],
            f"Bentuk bobot {name} berubah; kembalikan daftar dengan susunan get_weights.",
        )
    latent, images = rng.normal(size=(20, 5)), rng.uniform(-1, 1, (20, 9))
    wanted = -np.tanh(_forward(kept["G"], latent))
    drawn = np.tanh(_forward(made_g, latent))
    require(
        not np.allclose(drawn, -wanted),
        "G kembaran masih menggambar citra yang sama. Lapisan mana yang menulis piksel?",
    )
    require(
        np.allclose(drawn, wanted),
        "G'(z) belum sama dengan −G(z). LeakyReLU tidak ganjil, jadi lapisan tersembunyi tidak "
        "boleh berubah; pada lapisan terakhir bobot DAN biasnya ikut.",
    )
    judged, expected = _forward(made_d, -images), _forward(kept["D"], images)
    require(
        not np.allclose(judged, -expected),
        "Logitnya yang berganti tanda. Citra yang asli harus tetap asli.",
    )
    require(
        np.allclose(judged, expected),
        "D'(−x) belum sama dengan D(x). Hanya bobot yang dikalikan dengan piksel yang berubah; "
        "bias lapisan pertama tidak dikalikan dengan piksel.",
    )


@exercise("Latihan 6")
def shifted_verdicts(measured):
    """Periksa rerata D(x) citra uji yang digeser.

    Args:
        measured: kamus `{geseran: rerata D}` untuk geseran 0 sampai 4 piksel ke kanan.
    """
    measured = {int(shift): float(value) for shift, value in dict(measured).items()}
    require(sorted(measured) == list(_SHIFTS), "Laporkan lima geseran: 0, 1, 2, 3, dan 4.")
    right = _verdicts()
    known = {
        "Rata-ratakan peluang, bukan logit: lewatkan dulu ke sigmoid.": _verdicts(squash=False),
        "Piksel harus dalam [-1, 1]: pakai scale_to_symmetric.": _verdicts(scale=False),
        "Itu geseran ke bawah. Sumbu larik citra: contoh, baris, kolom, kanal.": _verdicts(axis=1),
        "Itu geseran ke kiri.": _verdicts(sign=-1),
        "Itu citra latih; yang diminta citra uji.": _verdicts(part="x_train"),
    }
    values = np.array([measured[shift] for shift in _SHIFTS])
    if not np.allclose(values, right, atol=_SLACK):
        for hint, wrong in known.items():
            require(not np.allclose(values, wrong, atol=_SLACK), hint)
    require(
        abs(values[0] - right[0]) <= _SLACK,
        "Nilai tanpa geseran sudah meleset. Pakai diskriminator tersimpan dense-gan-mnist dan "
        "1.000 citra uji tertanam.",
    )
    require(
        np.allclose(values, right, atol=_SLACK),
        "Tanpa geseran sudah benar. Geser dengan np.roll sepanjang sumbu kolom.",
    )


def _verdicts(squash=True, scale=True, axis=2, sign=1, part="x_test"):
    from generatif import load_mnist, scale_to_symmetric, scale_to_unit, zoo

    images = getattr(load_mnist("embedded"), part)
    images = (scale_to_symmetric if scale else scale_to_unit)(images)
    judge = zoo.load("dense-gan-mnist").discriminator
    rows = []
    for shift in _SHIFTS:
        logits = judge.predict(np.roll(images, sign * shift, axis), batch_size=500, verbose=0)
        rows.append(np.mean(1 / (1 + np.exp(-logits)) if squash else logits))
    return np.array(rows)


def _products(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:], strict=False))


def _spearman(curve):
    return float(np.corrcoef(np.arange(len(curve)), np.argsort(np.argsort(curve)))[0, 1])


def _random_weights(rng, sizes):
    pairs = zip(sizes, sizes[1:], strict=False)
    return [w for a, b in pairs for w in (rng.normal(size=(a, b)), rng.normal(size=b))]


def _forward(weights, values):
    *hidden, last, bias = weights
    for kernel, shift in zip(hidden[::2], hidden[1::2], strict=True):
        values = values @ kernel + shift
        values = np.where(values > 0, values, 0.2 * values)
    return values @ last + bias


def _refuse(made, known):
    for wrong, hint in known.items():
        require(not np.isclose(made, wrong, rtol=1e-6, atol=0), hint)

"""Pemeriksa latihan bab Teori GAN."""

import numpy as np

from generatif.classroom.check import exercise, require

# Percobaan gesekan: laju, titik mulai, dan jarak yang dianggap sampai.
_RATE = 0.1
_START = (1.0, 0.0)
_NEAR = 0.01
_FRICTIONS = (0.1, 0.5, 2.0, 10.0)
_LIMIT = 3000
_STEP_SLACK = 2


@exercise("Latihan 1")
def two_label_judge(function):
    """Periksa diskriminator terbaik bila kedua sasaran bukan 1 dan 0.

    Args:
        function: callable `(p, q, real_label, fake_label) -> float`.
    """
    p, q, real, fake = 0.3, 0.1, 0.9, 0.2
    made = float(function(p, q, real, fake))
    _refuse(
        made,
        {
            real * p / (p + q): "Sasaran contoh palsu belum ikut. Suku buatan juga menyumbang "
            "pada log D bila sasarannya bukan 0.",
            real * p / (real * p + fake * q): "Penyebutnya keliru. Pengganti p dan pengganti q "
            "berjumlah p + q.",
            (real * p + (1 - fake) * q) / (p + q): "Bagian buatan yang mengalikan log D adalah "
            "sasaran palsunya; sisanya mengalikan log(1 − D).",
            (real * q + fake * p) / (p + q): "p dan q tertukar: p milik data.",
            ((1 - real) * p + (1 - fake) * q) / (p + q): "Itu 1 − D: koefisien log(1 − D) yang "
            "Anda ambil.",
        },
    )
    require(
        np.isclose(made, (real * p + fake * q) / (p + q), atol=1e-6),
        "Kumpulkan koefisien log D dan koefisien log(1 − D), lalu pakai u = a / (a + b).",
    )
    plain = float(function(0.2, 0.6, 1.0, 0.0))
    require(np.isclose(plain, 0.25), "Dengan sasaran 1 dan 0 hasilnya harus kembali ke p/(p + q).")


@exercise("Latihan 2")
def gradient_ratio(value):
    """Periksa D yang membuat gradien tidak jenuh seribu kali gradien jenuh.

    Args:
        value: nilai D(G(z)).
    """
    value = float(value)
    require(0 < value < 1, "D adalah peluang: di antara 0 dan 1.")
    _refuse(
        value,
        {
            1000 / 1001: "Terbalik: di situ gradien jenuh yang seribu kali lebih kuat.",
            1 / 1000: "Hampir, tetapi tidak tepat: pada D = 0,001 perbandingannya 999.",
            1 / 999: "Tandanya: gradien tidak jenuh besarnya 1 − D, bukan 1 + D.",
        },
        tolerance=1e-5,
    )
    require(
        np.isclose(value, 1 / 1001, rtol=1e-5, atol=0),
        "Tuliskan kedua gradien sebagai fungsi D, bagi, samakan dengan 1.000, lalu cari D.",
    )


@exercise("Latihan 3")
def jensen_shannon(function):
    """Periksa divergensi Jensen–Shannon dua histogram.

    Args:
        function: callable `(p, q) -> float`, dalam nat.
    """
    p, q = np.array([0.5, 0.3, 0.15, 0.05]), np.array([0.1, 0.2, 0.3, 0.4])
    made = float(function(p.copy(), q.copy()))
    middle = (p + q) / 2
    right = (_kl(p, middle) + _kl(q, middle)) / 2
    _refuse(
        made,
        {
            2 * right: "Rerata kedua KL, bukan jumlahnya.",
            right / np.log(2): "Itu dalam bit. Pakai logaritma natural.",
            _kl(p, q): "Itu KL(p‖q). JSD membandingkan masing-masing dengan reratanya.",
            (_kl(p, q) + _kl(q, p)) / 2: "Yang dibandingkan keliru: KL terhadap rerata m, bukan "
            "antara p dan q.",
            (_kl(middle, p) + _kl(middle, q)) / 2: "Arahnya terbalik: KL dari p dan q terhadap m.",
            np.sqrt(right): "Itu akarnya, jarak Jensen–Shannon.",
        },
    )
    require(np.isclose(made, right, atol=1e-6), "Periksa rerata m dan kedua suku KL.")
    apart = np.array([0.5, 0.5, 0.0, 0.0])
    with np.errstate(all="ignore"):
        disjoint = float(function(apart.copy(), apart[::-1].copy()))
    require(
        np.isfinite(disjoint),
        "Petak kosong memberi NaN atau tak hingga: sumbangannya nol, jangan ambil logaritmanya.",
    )
    require(
        np.isclose(disjoint, np.log(2), atol=1e-9),
        "Histogram yang tidak bertindih berjarak tepat log 2. Apakah ada bilangan kecil yang Anda "
        "tambahkan, atau petak yang dibuang dari keduanya?",
    )
    left, shifted = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])
    with np.errstate(all="ignore"):
        partly = float(function(left, shifted))
    require(
        np.isclose(partly, np.log(2) / 2, atol=1e-9),
        "Histogram yang bertindih sebagian meleset. Petak yang kosong pada satu histogram saja "
        "tetap menyumbang lewat histogram yang lain.",
    )


@exercise("Latihan 4")
def alternating_turn(function):
    """Periksa langkah bergiliran pada permainan V = -psi theta.

    Args:
        function: callable `(theta, psi, h) -> (theta, psi)`.
    """
    made = np.asarray(function(0.6, -0.4, 0.5), dtype="float64")
    require(made.shape == (2,), "Kembalikan dua bilangan: theta, lalu psi.")
    psi = -0.4 - 0.5 * 0.6
    theta = 0.6 + 0.5 * psi
    known = {
        (0.6 + 0.5 * -0.4, psi): "Masih serentak: generator memakai psi yang lama.",
        (0.6 + 0.5 * -0.4, -0.4 - 0.5 * (0.6 + 0.5 * -0.4)): "Urutannya terbalik: diskriminator "
        "melangkah lebih dulu.",
        (psi, theta): "Urutan keluarannya terbalik: theta dahulu.",
        (0.6 - 0.5 * psi, psi): "Tanda langkah generator keliru: ia menuruni V = −psi theta.",
        (0.6 + 0.5 * (-0.4 + 0.5 * 0.6), -0.4 + 0.5 * 0.6): "Tanda langkah diskriminator keliru: "
        "ia menaiki V = −psi theta.",
    }
    for wrong, hint in known.items():
        require(not np.allclose(made, wrong), hint)
    require(np.allclose(made, (theta, psi)), "Perbarui psi, lalu pakai psi yang baru itu.")
    point = (1.0, 0.0)
    for _ in range(1000):
        point = function(*point, 0.1)
    require(
        0.9 < np.hypot(*point) < 1.1,
        "Sesudah 1.000 langkah jaraknya seharusnya tetap di sekitar 1. Apakah h dipakai dua kali "
        "atau tidak dipakai?",
    )


@exercise("Latihan 5")
def friction_steps(measured):
    """Periksa percobaan bobot penalti R1 terhadap lama pelatihan.

    Args:
        measured: kamus `{bobot: banyak langkah}` untuk bobot 0,1, 0,5, 2, dan 10.
    """
    measured = {float(weight): float(count) for weight, count in dict(measured).items()}
    require(
        sorted(measured) == sorted(_FRICTIONS), "Laporkan tepat empat bobot: 0,1, 0,5, 2, dan 10."
    )
    for rule, hint in (
        (_together, "Itu langkah serentak. Generator harus memakai psi yang sudah diperbarui."),
        (_generator_first, "Giliran pertama milik diskriminator."),
        (_penalty_on_theta, "Penaltinya pada ψ, bukan θ."),
        (_half_penalty, "Turunan (λ/2)ψ² adalah λψ."),
    ):
        others = {weight: _count(rule, weight) for weight in _FRICTIONS}
        require(not all(_close(measured[w], others[w]) for w in _FRICTIONS), hint)
    right = {weight: _count(_in_turn, weight) for weight in _FRICTIONS}
    require(
        min(measured, key=measured.get) == 2.0,
        "Yang tercepat seharusnya bobot 2, tempat diskriminan λ² − 4 nol. Periksa cara Anda "
        "menghitung langkah.",
    )
    for weight, count in right.items():
        require(
            _close(measured[weight], count),
            f"Banyak langkah pada bobot {weight:g} meleset. Hitung sampai jaraknya pertama kali "
            "di bawah 0,01, dengan h = 0,1, mulai dari (1, 0).",
        )


def _kl(p, q):
    return float(np.sum(p * np.log(p / q)))


def _refuse(made, known, tolerance=1e-4):
    for wrong, hint in known.items():
        require(not np.isclose(made, wrong, rtol=tolerance, atol=0), hint)


def _in_turn(theta, psi, weight):
    psi = psi - _RATE * (theta + weight * psi)
    return theta + _RATE * psi, psi


def _together(theta, psi, weight):
    return theta + _RATE * psi, psi - _RATE * (theta + weight * psi)


def _generator_first(theta, psi, weight):
    theta = theta + _RATE * psi
    return theta, psi - _RATE * (theta + weight * psi)


def _penalty_on_theta(theta, psi, weight):
    psi = psi - _RATE * theta
    return theta + _RATE * (psi - weight * theta), psi


def _half_penalty(theta, psi, weight):
    return _in_turn(theta, psi, weight / 2)


def _count(rule, weight):
    point, count = _START, 0
    while np.hypot(*point) >= _NEAR and count < _LIMIT:
        point, count = rule(*point, weight), count + 1
    return count


def _close(made, expected):
    return abs(made - expected) <= _STEP_SLACK

"""Pemeriksa latihan bab Setelah GAN."""

import math

import numpy as np

from generatif.classroom.check import exercise, require

MILLISECONDS_PER_MINUTE = 60_000
CENTERS, HILL_SPREAD = (-1.5, 1.5), 0.5
STEP_CHOICES = (1, 2, 5, 20, 100)


@exercise("Latihan 1")
def half_signal(found):
    """Periksa tahap pertama yang sisa sinyalnya di bawah setengah.

    Args:
        found: `dict` `"lurus"` dan `"kosinus"` ke nomor tahap.
    """
    from generatif.models.diffusion_process import cosine_schedule, linear_schedule

    require(
        isinstance(found, dict) and found.keys() == {"lurus", "kosinus"},
        "Isi `found` dengan kamus berkunci 'lurus' dan 'kosinus'.",
    )
    for name, schedule in (("lurus", linear_schedule()), ("kosinus", cosine_schedule())):
        right = int(np.argmax(schedule < 0.5))
        require(
            found[name] != int(np.argmax(np.sqrt(schedule) < 0.5)),
            f"Jadwal {name}: itu tahap ketika akarnya, yaitu pengali citra, turun di bawah "
            "setengah. Yang ditanyakan sisa sinyalnya sendiri.",
        )
        require(
            found[name] not in (right - 1, right + 1),
            f"Jadwal {name}: meleset satu. Unsur ke-0 larik itu tahap 0, citra yang masih bersih.",
        )
        require(
            found[name] == right,
            f"Jadwal {name}: cari nomor tahap pertama yang sisa sinyalnya di bawah 0,5, misalnya "
            "dengan np.argmax atas larik benar dan salah.",
        )


@exercise("Latihan 2")
def gaussian_guess(function):
    """Periksa taksiran derau terbaik bagi data Gauss.

    Args:
        function: callable `(noisy, alpha_bar, mean, spread) -> larik`.
    """
    noisy, level, mean, spread = np.array([-1.2, 0.1, 0.8, 2.0]), 0.4, 0.7, 0.5
    found = np.asarray(function(noisy, level, mean, spread), "float64")
    require(found.shape == noisy.shape, "Hasilnya satu bilangan untuk setiap unsur `noisy`.")
    offset = noisy - np.sqrt(level) * mean
    total = level * spread**2 + 1 - level
    require(
        not np.allclose(found, offset / np.sqrt(1 - level)),
        "Itu benar bila datanya satu titik saja (spread = 0). Di sini ragam x_t memuat ragam data.",
    )
    require(
        not np.allclose(found, np.sqrt(1 - level) * noisy / total),
        "Rerata datanya hilang: yang dibandingkan dengan nol adalah x_t dikurangi reratanya.",
    )
    require(
        not np.allclose(found, (1 - level) * offset / total),
        "Kovarians derau dan x_t ialah pengali derau, yaitu akar dari 1 − sisa sinyal.",
    )
    require(
        not np.allclose(found, np.sqrt(1 - level) * offset / (level * spread + 1 - level)),
        "Ragam x_t memuat kuadrat `spread`.",
    )
    require(
        np.allclose(found, np.sqrt(1 - level) * offset / total),
        "Pakai regresi linear dua besaran Gauss: kovarians dibagi ragam, dikali simpangan x_t "
        "dari reratanya.",
    )


@exercise("Latihan 3")
def ddim_move(function):
    """Periksa satu langkah DDIM.

    Args:
        function: callable `(noisy, noise, now, before) -> larik`.
    """
    rng = np.random.default_rng(0)
    noisy, noise = rng.standard_normal((2, 5))
    now, before = 0.3, 0.7
    clean = (noisy - np.sqrt(1 - now) * noise) / np.sqrt(now)
    found = [np.asarray(function(noisy, noise, now, before), "float64") for _ in range(2)]
    require(found[0].shape == noisy.shape, "Hasilnya larik sebentuk `noisy`.")
    require(
        np.array_equal(*found), "Dua panggilan berbeda hasilnya. DDIM tidak menambah derau baru."
    )
    require(
        not np.allclose(found[0], clean),
        "Itu taksiran citra bersih. Langkah DDIM merusaknya lagi ke tahap sebelumnya.",
    )
    require(
        not np.allclose(found[0], np.sqrt(before) * clean),
        "Deraunya belum dikembalikan: citra di tahap sebelumnya masih berderau.",
    )
    require(
        not np.allclose(found[0], before * clean + (1 - before) * noise),
        "Pengalinya akar: jumlah KUADRAT kedua pengali yang sama dengan 1.",
    )
    swapped = (noisy - np.sqrt(1 - before) * noise) / np.sqrt(before)
    require(
        not np.allclose(found[0], np.sqrt(now) * swapped + np.sqrt(1 - now) * noise),
        "`now` dan `before` tertukar: x_t dibersihkan pada `now`, lalu dirusak pada `before`.",
    )
    require(
        np.allclose(found[0], np.sqrt(before) * clean + np.sqrt(1 - before) * noise),
        "Bersihkan x_t dengan derau taksirannya, lalu rusak lagi dengan derau yang SAMA sampai "
        "sisa sinyal `before`.",
    )
    require(
        np.allclose(function(noisy, noise, now, 1.0), clean),
        "Pada langkah terakhir, before = 1, hasilnya tepat taksiran citra bersih.",
    )


@exercise("Latihan 4")
def even_count(function):
    """Periksa banyak citra yang membuat dua model sama mahal.

    Args:
        function: callable `(first, second) -> bilangan`; masing-masing pasangan menit pelatihan
            dan milidetik per citra.
    """
    first, second = (10.0, 2.0), (4.0, 5.0)
    right = (first[0] - second[0]) * MILLISECONDS_PER_MINUTE / (second[1] - first[1])
    found = float(function(first, second))
    require(
        not math.isclose(found, right / MILLISECONDS_PER_MINUTE),
        "Satuannya bercampur: pelatihan dalam menit, penyampelan dalam milidetik.",
    )
    require(
        not math.isclose(found, right / 60),
        "Satu menit 60.000 milidetik, bukan 1.000.",
    )
    require(
        math.isclose(found, right, rel_tol=1e-6),
        "Tulis biaya keduanya sebagai garis lurus dalam N, lalu cari N tempat kedua garis "
        "berpotongan.",
    )
    require(
        math.isclose(float(function(second, first)), right, rel_tol=1e-6),
        "Urutan kedua model tidak boleh mengubah jawabannya.",
    )
    never = float(function((4.0, 2.0), (10.0, 5.0)))
    require(
        never == math.inf,
        "Model yang lebih murah dilatih DAN lebih murah disampel tidak pernah tersusul: math.inf.",
    )
    same_slope = float(function((4.0, 2.0), (10.0, 2.0)))
    require(
        same_slope == math.inf,
        "Bila waktu per citranya sama, selisihnya tetap: tidak pernah sama mahal, math.inf.",
    )


@exercise("Latihan 5")
def spread_by_steps(measured):
    """Periksa simpangan baku sampel DDIM menurut banyak langkah.

    Args:
        measured: `dict` banyak langkah ke simpangan baku sampel.
    """
    require(
        isinstance(measured, dict) and set(measured) == set(STEP_CHOICES),
        f"Isi `measured` dengan kamus berkunci {', '.join(map(str, STEP_CHOICES))}.",
    )
    right = {steps: _ddim_spread(steps) for steps in STEP_CHOICES}
    require(
        len({round(float(value), 4) for value in measured.values()}) > 1,
        "Semua simpangan bakunya sama. Apakah banyak langkahnya benar-benar diubah?",
    )
    limited = {steps: _ddim_spread(steps, limit=1.0) for steps in STEP_CHOICES}
    require(
        not _agree(measured, limited),
        "Taksiran bersihnya terpotong ke [−1, 1], padahal bukit data ini di −1,5 dan 1,5: "
        "pakai limit=None.",
    )
    require(
        abs(float(measured[100]) - right[100]) < 0.02,
        "Dengan 100 langkah simpangan bakunya harus dekat dengan simpangan baku data. Periksa "
        "derau awal dan jadwalnya.",
    )
    require(
        _agree(measured, right),
        "Pakai DDIM (tanpa derau baru), derau awal GRID, dan jadwal kosinus; laporkan simpangan "
        "baku hasilnya untuk setiap banyak langkah.",
    )


def _agree(measured, right):
    return all(abs(float(measured[steps]) - right[steps]) < 0.01 for steps in right)


def _ddim_spread(steps, limit=None, count=2000):
    from statistics import NormalDist

    from generatif.models.diffusion_process import cosine_schedule

    schedule = cosine_schedule()
    stages = np.linspace(len(schedule) - 1, 0, steps + 1).round().astype(int)
    x = np.array([NormalDist().inv_cdf((i + 0.5) / count) for i in range(count)])
    for now, before in zip(schedule[stages[:-1]], schedule[stages[1:]], strict=True):
        noise = _two_hills_noise(x, now)
        clean = (x - np.sqrt(1 - now) * noise) / np.sqrt(now)
        if limit is not None:
            clean = np.clip(clean, -limit, limit)
            noise = (x - np.sqrt(now) * clean) / np.sqrt(1 - now)
        x = np.sqrt(before) * clean + np.sqrt(1 - before) * noise
    return x.std()


def _two_hills_noise(x, level):
    total = level * HILL_SPREAD**2 + 1 - level
    offsets = np.stack([x - np.sqrt(level) * center for center in CENTERS])
    weights = np.exp(-(offsets**2 - (offsets**2).min(axis=0)) / (2 * total))
    weights /= weights.sum(axis=0)
    return np.sqrt(1 - level) * (weights * offsets).sum(axis=0) / total

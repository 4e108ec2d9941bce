"""Pemeriksa latihan bab Studi kasus, untung-rugi, dan etika."""

import math

import numpy as np

from generatif.classroom.check import exercise, require

# Nomor arXiv ke (judul, nama keluarga penulis pertama), menurut daftar pustaka buku.
LIBRARY = {
    "1406.2661": ("Generative Adversarial Nets", "Goodfellow"),
    "1411.1784": ("Conditional Generative Adversarial Nets", "Mirza"),
    "1610.04490": ("Amortised MAP Inference for Image Super-resolution", "Sønderby"),
    "1701.07875": ("Wasserstein Generative Adversarial Networks", "Arjovsky"),
    "1705.02355": (
        "Accelerating Science with Generative Adversarial Networks: An Application to 3D Particle "
        "Showers in Multi-Layer Calorimeters",
        "Paganini",
    ),
    "1712.10321": (
        "CaloGAN: Simulating 3D High Energy Particle Showers in Multi-Layer Electromagnetic "
        "Calorimeters with Generative Adversarial Networks",
        "Paganini",
    ),
    "2005.03844": (
        "SurfelGAN: Synthesizing Realistic Sensor Data for Autonomous Driving",
        "Yang",
    ),
}

METHODS = ("GAN", "VAE", "autoencoder", "difusi", "bandit", "NeRF", "simulator", "filter")
_RIGHT_METHODS = {
    "a": "bandit",
    "b": "difusi",
    "c": "GAN",
    "d": "autoencoder",
    "e": "NeRF",
    "f": "VAE",
    "g": "simulator",
    "h": "filter",
}
_METHOD_HINTS = {
    "a": "Tidak ada citra yang dibuat: gambarnya sudah ada, dan yang dipelajari cara memilihnya.",
    "b": "Lihat apa yang ditaksir, dan bahwa jaringannya dipanggil berkali-kali.",
    "c": "Asal masukannya bukan penentu. Cari jaringan kedua yang harus ditipu.",
    "d": "Tidak ada diskriminator dan tidak ada penyampelan; loss-nya hanya rekonstruksi.",
    "e": "Masukannya letak dan arah pandang, dan satu jaringan dilatih untuk satu tempat.",
    "f": "Enkodernya memberi rerata dan ragam, dan loss-nya memuat KL.",
    "g": "Tidak ada yang dilatih: hukumnya ditulis orang.",
    "h": "Satu rumus tetap atas piksel tetangga, tanpa pelatihan.",
}

SCOPES = ("penelitian", "demo", "produksi")
_VERDICTS = ("didukung", "sebagian", "tidak didukung")
CUTOFFS = (1, 2, 4, 8, 16)
_SAMPLES = 500


@exercise("Latihan 1")
def name_the_methods(answers):
    """Periksa nama metode bagi delapan uraian.

    Args:
        answers: `dict` huruf "a" sampai "h" ke salah satu `METHODS`.
    """
    require(
        isinstance(answers, dict) and answers.keys() == _RIGHT_METHODS.keys(),
        "Isi `answers` dengan kamus berkunci 'a' sampai 'h'.",
    )
    unknown = sorted(set(answers.values()) - set(METHODS))
    require(not unknown, f"{unknown} bukan nama di daftar. Yang boleh: {', '.join(METHODS)}.")
    for letter, right in _RIGHT_METHODS.items():
        require(answers[letter] == right, f"Uraian {letter}: {_METHOD_HINTS[letter]}")


@exercise("Latihan 2")
def claim_verdict(function):
    """Periksa putusan atas lembar periksa.

    Args:
        function: callable `(sheet) -> str`; `sheet` kamus berkunci `first_party` (bool),
            `method` (str atau `None`), `scope` dan `claimed` (salah satu `SCOPES`).
    """
    sheets = [
        {"first_party": first, "method": method, "scope": scope, "claimed": claimed}
        for first in (True, False)
        for method in ("GAN", "GAN bersyarat", "SimGAN", "VAE", None)
        for scope in SCOPES
        for claimed in SCOPES
    ]
    for sheet in sheets:
        made, right = function(dict(sheet)), _right_verdict(sheet)
        require(made in _VERDICTS, f"Jawabannya salah satu dari {_VERDICTS}, bukan {made!r}.")
        if made != right:
            require(False, _verdict_hint(sheet))


@exercise("Latihan 3")
def alarm_truth(function):
    """Periksa nilai prediktif positif sebuah detektor.

    Args:
        function: callable `(share, caught, false_alarm) -> float`.
    """
    share, caught, alarm = 0.02, 0.9, 0.05
    made = float(function(share, caught, alarm))
    right = share * caught / (share * caught + (1 - share) * alarm)
    for wrong, hint in {
        caught: "Itu bagian palsu yang tertangkap. Yang ditanyakan kebalikannya: bila alarm "
        "berbunyi, berapa peluangnya palsu?",
        1 - alarm: "Itu bagian asli yang tidak dituduh, bukan peluang bahwa yang dituduh palsu.",
        caught / (caught + alarm): "Laju dasarnya belum dipakai: yang asli jauh lebih banyak.",
        share * caught: "Itu bagian kiriman yang palsu DAN tertangkap. Bagi dengan semua alarm.",
        share * caught / (share * caught + alarm): "Alarm palsu hanya datang dari yang asli: "
        "bobotnya 1 − share.",
        1 - right: "Itu bagian alarm yang keliru; kembalikan bagian yang benar.",
    }.items():
        require(not math.isclose(made, wrong, rel_tol=1e-9), hint)
    require(
        math.isclose(made, right, rel_tol=1e-9),
        "Pakai kaidah Bayes: alarm yang benar dibagi semua alarm.",
    )
    require(
        math.isclose(float(function(0.5, 0.8, 0.2)), 0.8, rel_tol=1e-9),
        "Pada laju dasar 0,5 hasilnya keliru. Apakah `share` dipakai di kedua suku?",
    )
    require(
        math.isclose(float(function(0.0, caught, alarm)), 0.0, abs_tol=1e-12),
        "Bila tidak ada yang palsu, semua alarm keliru: hasilnya 0.",
    )
    require(
        math.isclose(float(function(share, caught, 0.0)), 1.0, rel_tol=1e-9),
        "Tanpa alarm palsu, setiap alarm benar: hasilnya 1.",
    )


@exercise("Latihan 4")
def even_point(function):
    """Periksa banyak citra pada titik impas.

    Args:
        function: callable `(setup_hours, by_hand, per_try, accepted)`; waktu selain penyiapan
            dalam detik, `accepted` bagian percobaan yang lolos.
    """
    setup, by_hand, per_try, accepted = 2.0, 10.0, 3.0, 0.5
    made = float(function(setup, by_hand, per_try, accepted))
    right = 3600 * setup / (by_hand - per_try / accepted)
    for wrong, hint in {
        right / 3600: "Satuannya bercampur: penyiapan dalam jam, yang lain dalam detik.",
        right / 60: "Satu jam 3.600 detik, bukan 60.",
        3600 * setup / (by_hand - per_try): "Yang ditolak juga memakan waktu: untuk satu citra "
        "yang lolos rata-rata perlu 1/accepted percobaan.",
        3600 * setup / (by_hand - per_try * accepted): "Bagi dengan `accepted`, bukan kalikan: "
        "makin sedikit yang lolos, makin banyak percobaan.",
        3600 * setup / by_hand: "Ongkos setiap percobaan belum dikurangkan.",
    }.items():
        require(not math.isclose(made, wrong, rel_tol=1e-9), hint)
    require(
        math.isclose(made, right, rel_tol=1e-9),
        "Samakan dua ongkos: penyiapan ditambah N kali waktu per citra yang lolos, dan N kali "
        "waktu mengerjakannya dengan tangan.",
    )
    for slow in ((setup, 6.0, 3.0, 0.5), (setup, 5.0, 3.0, 0.5)):
        require(
            float(function(*slow)) == math.inf,
            "Bila satu citra yang lolos tidak lebih cepat daripada dengan tangan, titik impas "
            "tidak pernah tercapai: math.inf.",
        )


@exercise("Latihan 5")
def cleaning_sweep(measured):
    """Periksa percobaan membersihkan jejak pada hasil tersimpan `dense-gan-mnist`.

    Args:
        measured: kamus ambang pembersihan ke bagian citra buatan yang tertangkap.
    """
    measured = {int(key): float(value) for key, value in dict(measured).items()}
    require(
        sorted(measured) == sorted(CUTOFFS),
        f"Isi `hits` dengan kamus berkunci {', '.join(map(str, CUTOFFS))}.",
    )
    require(
        max(measured.values()) <= 1,
        "Laporkan bagian, di antara 0 dan 1; jangan dikali 100.",
    )
    require(
        measured[16] == 0,
        "Pada ambang 16 tidak tersisa satu piksel pun bernilai 1 sampai 15, jadi tidak ada yang "
        "tertangkap. Apakah citranya benar-benar dibersihkan sebelum dinilai?",
    )
    right = caught_after_cleaning(CUTOFFS)
    for cutoff, value in right.items():
        require(
            abs(measured[cutoff] - value) <= 0.02,
            f"Bagian pada ambang {cutoff} meleset. Pakai vektor laten, batas, dan urutan kerja "
            "yang disebut di soal: bersihkan dulu, lalu nilai.",
        )


def caught_after_cleaning(cutoffs):
    """Bagian citra `dense-gan-mnist` yang tertangkap sesudah piksel gelapnya dihitamkan.

    Args:
        cutoffs: piksel bernilai kurang dari bilangan ini diganti 0.

    Returns:
        `dict` ambang ke bagian yang tertangkap.
    """
    from generatif import load_mnist, zoo
    from generatif.recipes import latent_sample

    run = zoo.load("dense-gan-mnist")
    latent = latent_sample(_SAMPLES, run.recipe.prior_dim, 0)
    images = run.recipe.samples(run.main_network, latent)
    limit = np.quantile(_faint_share(load_mnist("embedded").x_train), 0.99)
    return {
        cutoff: float(np.mean(_faint_share(np.where(images < cutoff, 0, images)) > limit))
        for cutoff in cutoffs
    }


def _faint_share(images):
    return np.mean((images > 0) & (images < 16), axis=(1, 2, 3))


def _right_verdict(sheet):
    if not sheet["first_party"] or "GAN" not in (sheet["method"] or ""):
        return "tidak didukung"
    reached = SCOPES.index(sheet["scope"]) >= SCOPES.index(sheet["claimed"])
    return "didukung" if reached else "sebagian"


def _verdict_hint(sheet):
    if not sheet["first_party"]:
        return (
            f"Lembar {sheet}: sumbernya bukan pihak pertama, jadi pernyataannya tidak didukung, "
            "apa pun isinya."
        )
    if sheet["method"] is None:
        return f"Lembar {sheet}: sumbernya tidak menyebut metode apa pun."
    if "GAN" not in sheet["method"]:
        return f"Lembar {sheet}: metode yang disebut bukan GAN."
    return (
        f"Lembar {sheet}: bandingkan yang dikatakan sumber dengan yang dinyatakan. Urutannya "
        "penelitian, demo, produksi: sumber yang sampai atau melampaui pernyataannya mendukung, "
        "yang kurang hanya mendukung sebagian."
    )

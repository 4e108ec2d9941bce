"""Pemeriksa latihan bab Translasi citra."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def gain_over_copy(function):
    """Periksa keunggulan L1 atas penyalinan masukan.

    Args:
        function: callable `(made, source, target) -> bilangan`, larik `uint8`.
    """
    rng = np.random.default_rng(0)
    made, source, target = (rng.integers(0, 256, (3, 4, 4, 1)).astype("uint8") for _ in range(3))
    found = float(function(made.copy(), source.copy(), target.copy()))
    copied, own = (_l1(each, target) for each in (source, made))
    wrapped = [np.mean(each - target) / 255 for each in (source, made)]
    for candidate, hint in (
        (own, "Itu L1 hasilnya. Yang diminta: L1 penyalinan dikurangi L1 hasil."),
        (own - copied, "Tandanya terbalik: unggul berarti L1 hasil LEBIH KECIL, dan nilainya > 0."),
        (255 * (copied - own), "Satuannya masih tingkat keabuan; bagi dengan 255."),
        (
            wrapped[0] - wrapped[1],
            "Selisih `uint8` berputar: 3 - 5 menjadi 254. Ubah tipenya dulu.",
        ),
        (copied - _l1(made, source), "Hasil dibandingkan dengan KEBENARAN, bukan dengan masukan."),
    ):
        require(not np.isclose(found, candidate), hint)
    require(
        np.isclose(found, copied - own),
        "L1 adalah rerata selisih MUTLAK piksel dalam satuan [0, 1].",
    )


@exercise("Latihan 2")
def receptive_field(function):
    """Periksa bidang pandang tumpukan konvolusi.

    Args:
        function: callable `(layers) -> int`; `layers` daftar pasangan (sisi kernel, langkah).
    """
    stack = [(4, 2), (4, 2), (3, 1)]
    found = function(list(stack))
    for candidate, hint in (
        (
            9,
            "Langkahnya belum dihitung: satu piksel di dalam mewakili beberapa piksel citra",
        ),
        (11, "Itu jumlah sisi kernel"),
        (27, "Kernel sebuah lapisan hanya terkena langkah lapisan SEBELUMNYA, bukan langkahnya"),
        (12, "Urutannya terbalik: langkah lapisan SEBELUMNYA yang memperbesar kernel berikutnya"),
    ):
        require(found != candidate, f"{hint}.")
    for layers, expected in (
        (stack, 18),
        ([(5, 1)], 5),
        ([(3, 1)] * 4, 9),
        ([(4, 2)] * 3 + [(4, 1)] * 2, 70),
        ([(2, 2), (3, 3), (2, 1)], 12),
    ):
        require(
            function(list(layers)) == expected,
            f"Untuk {layers} seharusnya {expected}. Mulai dari 1 piksel; setiap lapisan menambah "
            "(sisi - 1) kali hasil kali langkah lapisan-lapisan sebelumnya.",
        )


@exercise("Latihan 3")
def best_answers(function):
    """Periksa jawaban tunggal dengan L1 dan galat kuadrat terkecil.

    Args:
        function: callable `(outcomes) -> (terbaik menurut L1, terbaik menurut galat kuadrat)`.
    """
    outcomes = np.random.default_rng(0).uniform(size=(5, 3, 4)) ** 3
    found = function(outcomes.copy())
    require(
        isinstance(found, (tuple, list)) and len(found) == 2,
        "Kembalikan pasangan: jawaban menurut L1, lalu menurut galat kuadrat.",
    )
    first, second = (np.asarray(each, "float64") for each in found)
    require(
        first.shape == second.shape == (3, 4),
        f"Bentuknya {first.shape} dan {second.shape}, seharusnya (3, 4): satu jawaban per piksel, "
        "dihitung sepanjang sumbu pertama.",
    )
    median, mean = np.median(outcomes, axis=0), outcomes.mean(axis=0)
    require(
        not (np.allclose(first, mean) and np.allclose(second, median)),
        "Keduanya tertukar. Mana yang tidak peduli pada satu nilai yang jauh?",
    )
    require(not np.allclose(first, mean), "Rerata meminimalkan galat KUADRAT, bukan L1.")
    require(np.allclose(first, median), "L1 terkecil di nilai tengah, dihitung tiap piksel.")
    require(np.allclose(second, mean), "Galat kuadrat terkecil di rerata, dihitung tiap piksel.")


@exercise("Latihan 4")
def hidden_test(function):
    """Periksa uji sinyal tersembunyi.

    Args:
        function: callable `(there, back, x, disturb) -> (tanpa usikan, dengan usikan)`.
    """
    x = np.random.default_rng(0).uniform(0.2, 0.8, size=(4, 6, 6, 1))

    def there(images):
        return 0.5 * images + 0.1

    def back(images):
        return 2 * (images - 0.1) + 0.05

    def disturb(images):
        return np.round(4 * images) / 4

    found = function(there, back, x.copy(), disturb)
    require(
        isinstance(found, (tuple, list)) and len(found) == 2,
        "Kembalikan pasangan L1: tanpa usikan, lalu dengan usikan.",
    )
    found = [float(each) for each in found]
    exact, disturbed = (np.abs(back(each) - x).mean() for each in (there(x), disturb(there(x))))
    for candidate, hint in (
        (np.abs(back(there(disturb(x))) - x).mean(), "Yang diusik MASUKANNYA; usik terjemahannya."),
        (np.abs(disturb(back(there(x))) - x).mean(), "Yang diusik PULANGNYA; usik terjemahannya."),
        (
            np.abs(back(disturb(there(x))) - back(there(x))).mean(),
            "Kedua L1 diukur terhadap citra asal, bukan terhadap pulang yang tidak diusik.",
        ),
        (np.abs(disturb(there(x)) - there(x)).mean(), "Terjemahannya belum dipulangkan."),
    ):
        require(not np.isclose(found[1], candidate), hint)
    require(
        np.isclose(found[0], exact), "Tanpa usikan: L1 antara back(there(x)) dan x, dirata-ratakan."
    )
    require(
        np.isclose(found[1], disturbed),
        "Dengan usikan: terjemahkan, usik, pulangkan, lalu bandingkan dengan x.",
    )


def _l1(a, b):
    return np.abs(a.astype("float64") - b).mean() / 255

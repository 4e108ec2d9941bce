"""Pemeriksa latihan bab Mengukur: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict
from scipy.spatial.distance import cdist

from generatif import metrics
from generatif.classroom import mengukur

RIGHT = {"A": "kelas hilang", "B": "hafalan", "C": "kabur", "D": "sedikit citra"}


def by_quantiles(mean_a, sd_a, mean_b, sd_b):
    """Jarak kuadrat antarkuantil: angkutan termurah satu dimensi, tanpa rumus Gauss."""
    from scipy.stats import norm

    levels = (np.arange(400_000) + 0.5) / 400_000
    return np.mean((norm.ppf(levels, mean_a, sd_a) - norm.ppf(levels, mean_b, sd_b)) ** 2)


def frechet(mean_a, sd_a, mean_b, sd_b):
    return (mean_a - mean_b) ** 2 + (sd_a - sd_b) ** 2


def by_loops(first, second, cross):
    pairs = [
        np.mean([part[i, j] for i in range(len(part)) for j in range(len(part)) if i != j])
        for part in (first, second)
    ]
    return sum(pairs) - 2 * np.mean(cross)


def off(part):
    return part.sum() - np.trace(part)


def closest(rows, real, metric):
    return min(
        (name for name in rows if name != real),
        key=lambda name: abs(rows[name][metric] - rows[real][metric]),
    )


def experiment(sizes=(100, 200, 400, 800), features=16, repeats=40, reference=None, seed=5):
    rng = np.random.default_rng(seed)
    return {
        size: np.mean(
            [
                metrics.frechet_distance(
                    rng.standard_normal((size, features)),
                    rng.standard_normal((reference or size, features)),
                )
                for _ in range(repeats)
            ]
        )
        for size in sizes
    }


MEASURED = experiment()


def detector(samples, train, held_out, share=1):
    limit = np.percentile(cdist(held_out, train).min(axis=1), share)
    return cdist(samples, train).min(axis=1) < limit


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (mengukur.frechet_of_two_gaussians, frechet),
        (mengukur.unbiased_discrepancy, by_loops),
        (mengukur.most_deceived, closest),
        (mengukur.diagnoses, RIGHT),
        (mengukur.diagnoses, {key: value.upper() for key, value in RIGHT.items()}),
        (mengukur.sample_size_bias, MEASURED),
        (mengukur.copy_detector, detector),
    ],
)
def test_right_answers_pass(capsys, check, answer):
    assert verdict(capsys, check, answer).endswith(": LULUS")


def test_the_expected_distance_equals_the_cheapest_transport():
    assert by_quantiles(-1, 3, 2, 1) == pytest.approx(13, abs=0.01)


def test_twenty_repeats_are_enough_for_the_experiment(capsys):
    for seed in range(3):
        answer = experiment(repeats=20, seed=seed)
        assert verdict(capsys, mengukur.sample_size_bias, answer).endswith(": LULUS")


def test_mystery_rows_leave_one_reading():
    rows = mengukur.mystery_rows()
    assert list(rows) == list(RIGHT)
    assert max(rows, key=lambda key: rows[key]["histogram_kl"]) == "A"
    assert {key for key, row in rows.items() if row["too_close"] > 0.5} == {"B", "D"}
    assert rows["B"]["recall"] > 0.9 > 0.1 > rows["D"]["recall"]
    assert rows["C"]["too_close"] < 0.05
    assert rows["C"]["coverage"] < 0.5


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (mengukur.frechet_of_two_gaussians, lambda *a: frechet(*a) ** 0.5, "akarnya"),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: (m - n) ** 2 + (s**2 - t**2) ** 2,
            "bukan varians",
        ),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: (m - n) ** 2 + s**2 + t**2,
            "Suku silangnya",
        ),
        (mengukur.frechet_of_two_gaussians, lambda m, s, n, t: (s - t) ** 2, "rerata"),
        (mengukur.frechet_of_two_gaussians, lambda m, s, n, t: (m - n) ** 2, "belum ikut"),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: abs(m - n) + (s - t) ** 2,
            "Selisih rerata dikuadratkan",
        ),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: (m - n) ** 2 + abs(s - t),
            "Selisih simpangan baku dikuadratkan",
        ),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: (m - n) ** 2 + (s**0.5 - t**0.5) ** 2,
            "jangan diakarkan",
        ),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: (m - n) ** 2 + (s + t) ** 2,
            "bukan jumlahnya",
        ),
        (mengukur.frechet_of_two_gaussians, lambda *a: 1.0, "Isi rumusnya"),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: frechet(m, s, n, t) if m < n else 0,
            "simetris",
        ),
        (
            mengukur.frechet_of_two_gaussians,
            lambda m, s, n, t: frechet(m, s, n, t) + (m == n),
            "berjarak nol",
        ),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: a.mean() + b.mean() - 2 * c.mean(),
            "Diagonalnya masih ikut",
        ),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: off(a) / a.size + off(b) / b.size - 2 * c.mean(),
            "bukan n kuadrat",
        ),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: (
                a.sum() / (a.size - len(a)) + b.sum() / (b.size - len(b)) - 2 * c.mean()
            ),
            "mensyaratkan",
        ),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: off(a) / (a.size - len(a)) + off(b) / (b.size - len(b)) - c.mean(),
            "dikali dua",
        ),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: (
                off(a) / (a.size - len(a))
                + off(b) / (b.size - len(b))
                - 2 * (c.sum() - np.trace(c)) / (c.size - len(c))
            ),
            "Suku silang tidak punya diagonal",
        ),
        (mengukur.unbiased_discrepancy, lambda a, b, c: 0.0, "boleh berbeda"),
        (
            mengukur.unbiased_discrepancy,
            lambda a, b, c: (off(a) + off(b)) / (a.size - len(a)) - 2 * c.mean(),
            "boleh berbeda",
        ),
        (mengukur.most_deceived, lambda r, real, m: real, "dikecualikan"),
        (
            mengukur.most_deceived,
            lambda r, real, m: max((n for n in r if n != real), key=lambda n: r[n][m]),
            "paling besar",
        ),
        (
            mengukur.most_deceived,
            lambda r, real, m: min(r, key=lambda n: r[n][m]),
            "mudah dibongkar",
        ),
        (mengukur.most_deceived, lambda r, real, m: 0.94, "bukan nilainya"),
        (mengukur.most_deceived, lambda r, real, m: "menengah", "selisih mutlak"),
        (mengukur.most_deceived, lambda r, real, m: closest(r, real, "coverage"), "argumen ketiga"),
        (mengukur.diagnoses, RIGHT | {"A": "hafalan"}, "satu kolom"),
        (mengukur.diagnoses, RIGHT | {"B": "sedikit citra"}, "segelintir"),
        (mengukur.diagnoses, RIGHT | {"C": "kelas hilang"}, "histogram"),
        (mengukur.diagnoses, RIGHT | {"D": "kabur"}, "ruang fitur"),
        (mengukur.diagnoses, RIGHT | {"D": "rusak"}, "Pilih dari"),
        (mengukur.diagnoses, {"A": "kabur"}, "tiap huruf"),
        (mengukur.sample_size_bias, {100: 1.0}, "empat N"),
        (mengukur.sample_size_bias, dict.fromkeys(MEASURED, 0.0), "dua undian"),
        (
            mengukur.sample_size_bias,
            {size: value**0.5 for size, value in MEASURED.items()},
            "akarnya",
        ),
        (mengukur.sample_size_bias, experiment(reference=20_000, repeats=5), "kedua sisi"),
        (mengukur.sample_size_bias, experiment(features=8), "bukan 8"),
        (mengukur.sample_size_bias, experiment(features=32, repeats=5), "bukan 32"),
        (mengukur.sample_size_bias, MEASURED | {400: 2 * MEASURED[400]}, "N = 400"),
        (mengukur.copy_detector, lambda s, t, h: ~detector(s, t, h), "Terbalik"),
        (mengukur.copy_detector, lambda s, t, h: cdist(s, t).min(axis=1) == 0, "berubah sedikit"),
        (mengukur.copy_detector, lambda s, t, h: detector(s, t, h, 50), "median"),
        (mengukur.copy_detector, lambda s, t, h: detector(s, t, s), "ambangnya sendiri"),
        (mengukur.copy_detector, lambda s, t, h: detector(s, t, t), "dirinya sendiri"),
        (
            mengukur.copy_detector,
            lambda s, t, h: cdist(s, h).min(axis=1) < np.percentile(cdist(h, t).min(axis=1), 1),
            "bukan ke citra yang tidak",
        ),
        (mengukur.copy_detector, lambda s, t, h: np.flatnonzero(detector(s, t, h)), "tiap sampel"),
        (mengukur.copy_detector, lambda s, t, h: detector(s, t, h).mean(), "tiap sampel"),
        (mengukur.copy_detector, lambda s, t, h: np.arange(len(s)) % 2 == 0, "persentil 1"),
    ],
)
def test_wrong_answers_get_a_hint(capsys, check, answer, hint):
    said = verdict(capsys, check, answer)
    assert ": BELUM. " in said
    assert hint in said

"""Jawaban benar lulus, jawaban keliru yang lazim ditolak dengan petunjuk."""

import numpy as np
import pytest

from generatif.classroom import perbandingan as check


def auroc(labels, scores):
    labels, scores = np.asarray(labels), np.asarray(scores)
    odd, normal = scores[labels == 1][:, None], scores[labels == 0][None]
    return np.mean((odd > normal) + 0.5 * (odd == normal))


def threshold(errors, false_alarms):
    ordered = np.sort(errors)
    return ordered[len(ordered) - 1 - int(np.floor(false_alarms * len(ordered) + 1e-9))]


def mean_psnr(made, images):
    errors = ((made - images) ** 2).reshape(len(made), -1).mean(axis=1)
    return np.mean(-10 * np.log10(errors))


def verdict(first, second, ddof=1, counted=True, swapped=False, power=2, limit=2):
    gap = np.mean(first) - np.mean(second)
    counts = (len(first), len(second)) if counted else (1, 1)
    if swapped:
        counts = counts[::-1]
    variances = np.var(first, ddof=ddof), np.var(second, ddof=ddof)
    errors = [np.sqrt(v / n) for v, n in zip(variances, counts, strict=True)]
    error = sum(each**power for each in errors) ** (1 / power)
    if abs(gap) <= limit * error:
        return "seri"
    return "pertama" if gap < 0 else "kedua"


@pytest.mark.parametrize(
    ("examine", "answer"),
    [
        (check.auroc, auroc),
        (check.threshold, threshold),
        (check.mean_psnr, mean_psnr),
        (check.verdict, verdict),
    ],
)
def test_right_answers_pass(examine, answer, capsys):
    examine(answer)
    assert "LULUS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("examine", "answer", "hint"),
    [
        (check.auroc, lambda labels, scores: auroc(1 - labels, scores), "Terbalik"),
        (
            check.auroc,
            lambda labels, scores: np.mean(
                scores[labels == 1][:, None] > scores[labels == 0][None]
            ),
            "setengah",
        ),
        (check.threshold, lambda errors, share: np.sort(errors)[int(share * len(errors)) - 1],
         "ekor bawah"),
        (check.threshold, lambda errors, share: np.max(errors), "belum yang terkecil"),
        (check.threshold, lambda errors, share: np.sort(errors)[-int(share * len(errors)) - 2],
         "Lebih dari"),
        (check.threshold, lambda errors, share: np.quantile(errors, 1 - share),
         "bukan salah satu"),
        (check.threshold,
         lambda errors, share: np.sort(errors)[len(errors) - 1 - round(share * len(errors))],
         "28 % dari sepuluh"),
        (check.threshold, lambda errors, share: np.quantile(errors, 1 - share, method="lower"),
         "28 % dari sepuluh"),
        (check.mean_psnr, lambda made, images: -10 * np.log10(np.mean((made - images) ** 2)),
         "PSNR dari rerata galat"),
        (check.mean_psnr, lambda made, images: -mean_psnr(made, images), "tandanya"),
        (check.mean_psnr, lambda made, images: mean_psnr(made, images) / 2, "KUADRAT"),
        (check.verdict, lambda first, second: verdict(second, first), "Terbalik"),
        (check.verdict, lambda first, second: verdict(first, second, ddof=0), "ddof=1"),
        (check.verdict, lambda first, second: verdict(first, second, counted=False),
         "banyak benih"),
        (check.verdict, lambda first, second: "menang", "Kembalikan"),
        (check.verdict, lambda first, second: verdict(first, second, limit=3), "SENDIRI"),
        (check.verdict, lambda first, second: verdict(first, second, swapped=True), "SENDIRI"),
        (check.verdict, lambda first, second: verdict(first, second, power=1), "SENDIRI"),
    ],
)  # fmt: skip
def test_usual_mistakes_get_a_hint(examine, answer, hint, capsys):
    examine(answer)
    printed = capsys.readouterr().out
    assert "BELUM" in printed
    assert hint in printed


def test_hardest_classes(capsys):
    areas = [check._class_areas(k) for k in (5, 30)]
    for each in areas:
        smallest, next_one = np.sort(each)[:2]
        assert next_one - smallest > 0.005
    hardest = tuple(int(np.argmin(each)) for each in areas)
    easiest = tuple(int(np.argmax(each)) for each in areas)
    for answer, expected in ((hardest, "LULUS"), (easiest, "termudah"), (hardest[::-1], "Terbalik"),
                             ((3, 3), "Bukan itu"), (8, "pasangan"),
                             (("tas", 6), "pasangan")):  # fmt: skip
        check.hardest_classes(answer)
        assert expected in capsys.readouterr().out

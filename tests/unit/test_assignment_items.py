"""Butir tugas: acuan terhadap hitungan yang bebas, varian, dan jawaban keliru."""

import json

import numpy as np
import pytest
from scipy import integrate, linalg, optimize, stats

from generatif.assignments import items, template_example
from generatif.assignments.items import Item, Mistake, fill, load_items, run_code, same

ITEMS = {**load_items(), **{item.id: item for item in template_example.ITEMS}}
VARYING = [item for item in ITEMS.values() if item.varies]
NUMBERS = [f"23100{number:03}" for number in range(60)]


def reference(item_id, constants, calls):
    return ITEMS[item_id].expected(constants, calls)


def each(item_id):
    """Varian, masukan, dan hasil acuan untuk beberapa nomor mahasiswa."""
    item = ITEMS[item_id]
    for number in NUMBERS[:4]:
        constants = item.variant(number, "uji")
        calls = item.calls(constants, "uji", number)
        yield constants, calls, item.expected(constants, calls)


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_reference_scores_full_for_every_variant(item):
    for number in NUMBERS:
        constants = item.variant(number, "uji")
        calls = item.calls(constants, "uji", number)
        assert item.score(constants, calls, item.expected(constants, calls))[0] == 1.0


@pytest.mark.parametrize("item", VARYING, ids=[item.id for item in VARYING])
def test_anothers_answer_fails(item):
    for mine, other in zip(NUMBERS, [*NUMBERS[1:], NUMBERS[0]], strict=True):
        own, foreign = item.variant(mine, "uji"), item.variant(other, "uji")
        assert own != foreign
        calls = item.calls(own, "uji", mine)
        assert item.score(own, calls, item.expected(foreign, calls))[0] < 0.5


@pytest.mark.parametrize("item", VARYING, ids=[item.id for item in VARYING])
def test_variant_is_repeatable_and_survives_json(item):
    first = item.variant("2310001", "uji")
    assert first == item.variant("2310001", "uji") == json.loads(json.dumps(first))
    assert first != item.variant("2310001", "benih lain")


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_every_mistake_is_rejected_with_its_own_feedback(item):
    assert item.mistakes
    constants = item.variant("2310001", "uji")
    calls = item.calls(constants, "uji", "2310001")
    for mistake in item.mistakes:
        outputs = run_code(mistake.code, item.function, constants, calls)
        fraction, feedback = item.score(constants, calls, outputs)
        assert fraction < 1
        assert mistake.feedback in feedback


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_texts_are_filled_and_starter_is_not_done(item):
    constants = item.variant("2310001", "uji")
    for text in (item.prompt, item.starter, item.solution):
        assert "@" not in fill(text, constants).replace(" @ ", "")
    with pytest.raises(NotImplementedError):
        run_code(item.starter, item.function, constants, item.calls(constants, "uji", "1")[:1])


def test_scaling_agrees_with_linear_interpolation():
    for constants, calls, results in each("skala-data"):
        ends = constants["low"], constants["high"]
        for (images,), result in zip(calls, results, strict=True):
            np.testing.assert_allclose(result, np.interp(images, (0, 255), ends), rtol=1e-12)


def test_reconstruction_error_agrees_with_loops():
    for _, calls, results in each("galat-rekonstruksi"):
        for (images, other), result in zip(calls, results, strict=True):
            sums = [
                sum((a - b) ** 2 for a, b in zip(*map(np.ravel, pair), strict=True))
                for pair in zip(images, other, strict=True)
            ]
            assert result == pytest.approx(sum(sums) / len(sums))


def test_kl_agrees_with_integration():
    for constants, calls, results in each("kl-gauss"):
        prior = stats.norm(constants["mean"], constants["std"])
        (means, log_variances), result = calls[0], results[0]
        total = 0
        for mean, log_variance in zip(means.ravel(), log_variances.ravel(), strict=True):
            own = stats.norm(mean, np.exp(log_variance / 2))

            def gap(x, own=own, prior=prior):
                return own.pdf(x) * (own.logpdf(x) - prior.logpdf(x))

            total += integrate.quad(gap, *own.interval(1 - 1e-12))[0]
        assert result == pytest.approx(total / len(means), rel=1e-6)


def test_interpolation_turns_by_equal_angles():
    for _, calls, _ in each("interpolasi-laten"):
        start, end, steps = calls[0]
        unit = [vector / np.linalg.norm(vector) for vector in (start, end)]
        (path,) = reference("interpolasi-laten", {}, [(*unit, steps)])
        np.testing.assert_allclose(np.linalg.norm(path, axis=1), 1)
        turns = np.arccos(np.clip((path[1:] * path[:-1]).sum(axis=1), -1, 1))
        np.testing.assert_allclose(turns, turns[0])
        np.testing.assert_allclose(path[[0, -1]], unit, atol=1e-12)


def test_best_discriminator_agrees_with_scipy_densities():
    for constants, calls, results in each("diskriminator-terbaik"):
        weight = constants["weight"]
        (x,), result = calls[0], results[0]
        data = weight * stats.norm.pdf(x, constants["left"])
        data += (1 - weight) * stats.norm.pdf(x, constants["right"])
        np.testing.assert_allclose(result, data / (data + stats.norm.pdf(x, 0, 2)))


def test_smoothed_optimum_minimizes_the_cross_entropy():
    for constants, calls, results in each("penghalusan-label"):
        (data, generated), result = calls[0], results[0]
        for p, q, found in zip(data, generated, result, strict=True):

            def loss(d, p=p, q=q, constants=constants):
                pull = p * constants["real"] + q * constants["fake"]
                push = p * (1 - constants["real"]) + q * (1 - constants["fake"])
                return -(pull * np.log(d) + push * np.log(1 - d))

            best = optimize.minimize_scalar(loss, bounds=(1e-6, 1 - 1e-6), method="bounded")
            assert found == pytest.approx(best.x, abs=1e-4)


def test_gradient_penalty_agrees_with_finite_differences():
    for _, calls, results in each("penalti-gradien"):
        (real, fake, epsilon, matrix), result = calls[0], results[0]
        penalties = []
        for x, y, weight in zip(real, fake, epsilon, strict=True):
            point = weight * x + (1 - weight) * y
            slope = optimize.approx_fprime(point, lambda v, m=matrix: v @ m @ v / 2, 1e-7)
            penalties.append((np.linalg.norm(slope) - 1) ** 2)
        assert result == pytest.approx(np.mean(penalties), rel=1e-4)


def test_covered_modes_agree_with_loops():
    for constants, calls, results in each("hitung-modus"):
        (samples,), result = calls[0], results[0]
        angles = 2 * np.pi * np.arange(constants["modes"]) / constants["modes"]
        counts, good = dict.fromkeys(angles, 0), 0
        for x, y in samples:
            distance, angle = min(
                (
                    np.hypot(
                        x - constants["radius"] * np.cos(a), y - constants["radius"] * np.sin(a)
                    ),
                    a,
                )
                for a in angles
            )
            if distance < constants["distance"]:
                counts[angle] += 1
                good += 1
        assert result == (sum(count >= 5 for count in counts.values()), good / len(samples))


def test_frechet_agrees_with_the_matrix_square_root():
    for _, calls, results in each("jarak-frechet"):
        (real, fake), result = calls[0], results[0]
        a, b = np.cov(real.T), np.cov(fake.T)
        gap = ((real.mean(0) - fake.mean(0)) ** 2).sum()
        expected = gap + np.trace(a + b - 2 * linalg.sqrtm(a @ b).real)
        assert result == pytest.approx(expected)


def test_psnr_agrees_with_scikit_image():
    ratio = pytest.importorskip("skimage.metrics").peak_signal_noise_ratio
    for _, calls, results in each("psnr-gabungan"):
        (images, truth), result = calls[0], results[0]
        assert result == pytest.approx(ratio(truth, images, data_range=2))


def test_selection_agrees_with_loops():
    for constants, calls, results in each("pilih-kelas"):
        classes = constants["classes"]
        (images, labels), (kept, renamed) = calls[0], results[0]
        pairs = zip(images, labels, strict=True)
        expected = [(image, classes.index(label)) for image, label in pairs if label in classes]
        np.testing.assert_array_equal(kept, [image for image, _ in expected])
        np.testing.assert_array_equal(renamed, [label for _, label in expected])


@pytest.mark.parametrize(
    ("want", "got", "verdict"),
    [
        (np.ones(3), np.ones(3) + 1e-8, True),
        (np.ones(3), np.ones(3) + 1e-3, False),
        (np.ones(3), np.ones((3, 1)), False),
        (np.ones(3), 1.0, False),
        (1.0, np.nan, False),
        (np.ones(2), np.array(["1", "1"]), False),
        ((1, 2.0), (1, 2.0), True),
        ((1, 2.0), (1, 2.0, 3), False),
        ((1, 2.0), 1, False),
        (1.0, None, False),
    ],
)
def test_same_compares_shape_and_value(want, got, verdict):
    assert same(want, got) is verdict


def test_private_items_come_from_a_folder(tmp_path):
    (tmp_path / "rahasia.py").write_text(
        "from generatif.assignments.template_example import ITEMS\n", encoding="utf-8"
    )
    assert "rerata-contoh" in load_items(tmp_path)
    (tmp_path / "lain.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="tidak mendefinisikan ITEMS"):
        load_items(tmp_path)


def test_changed_text_changes_the_fingerprint():
    parts = {"id": "a", "title": "A", "function": "f", "prompt": "", "starter": "", "hint": ""}
    first = Item(**parts, solution="x", inputs=items.no_constants)
    second = Item(**parts, solution="y", inputs=items.no_constants)
    third = Item(**parts, solution="x", inputs=items.no_constants, mistakes=(Mistake("", ""),))
    assert len({each.fingerprint() for each in (first, second, third)}) == 3

"""Ukuran karakter: sifat yang dipenuhi, jarak sekelompok, garis dasar tanpa jaringan, hakim."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import generatif
from generatif import character_judges, recipes, training
from generatif.character_judges import BUILDERS, CharacterJudge, load_character_judges
from generatif.character_scoring import (
    CharacterScorer,
    attribute_scores,
    copy_training_images,
    edit_training_images,
    inner_distance,
)
from generatif.characters import ATTRIBUTES, HELD_OUT, is_held_out, load_characters
from generatif.datasets import ImageDataset

WEIGHTS = Path(character_judges.__file__).parent / "character_judge_weights"


def small_data(images, attributes):
    return ImageDataset(
        images, attributes, images, attributes, name="kecil", source="uji", class_names=ATTRIBUTES
    )


@pytest.fixture
def recipe():
    return recipes.customize(recipes.find("characters", "kilat"), epochs=1, width=2, seed=1)


def test_attribute_scores_by_hand():
    wanted = np.array([[0, 0, 1, 1, 0], [1, 1, 1, 1, 1]])
    found = np.array([[0, 0, 1, 0, 0], [1, 1, 1, 1, 1]])
    scores = attribute_scores(found, wanted)
    assert scores == {"long_hair": 1, "glasses": 1, "beard": 1, "hat": 0.5, "smile": 1, "all": 0.5}


def test_inner_distance_compares_only_equal_attributes():
    images = np.zeros((4, 16, 16, 3), np.uint8)
    images[1] = 51
    images[2:] = 255
    attributes = np.array([[0] * 5, [0] * 5, [1] * 5, [1] * 5])
    assert inner_distance(images, attributes) == pytest.approx((0.2 + 0.2 + 0 + 0) / 4)


def test_linear_edit_recovers_an_additive_world():
    """Bila piksel memang jumlah pengaruh sifat, regresi mengubah sifat dengan tepat."""
    rng = np.random.default_rng(0)
    known = rng.integers(0, 2, (200, 5)).astype(np.uint8)
    effects = rng.integers(0, 40, (5, 16, 16, 3))
    images = (20 + np.tensordot(known, effects, 1)).astype(np.uint8)
    wanted = np.array(HELD_OUT)
    made = edit_training_images(small_data(images, known), wanted, seed=3)
    expected = 20 + np.tensordot(wanted, effects, 1)
    np.testing.assert_array_equal(made, expected)


def test_linear_edit_is_clipped_instead_of_wrapped():
    known = np.array([row for row in product((0, 1), repeat=5) if sum(row) < 4], np.uint8)
    effects = np.full((5, 16, 16, 3), 40)
    effects[:, :, 8:] = -30
    images = (100 + np.tensordot(known, effects, 1)).astype(np.uint8)
    made = edit_training_images(small_data(images, known), np.ones((3, 5)), seed=0)
    assert (made[:, :, :8] == 255).all()
    assert (made[:, :, 8:] == 0).all()


def test_copies_have_the_nearest_attributes_that_exist():
    data = load_characters()
    wanted = data.y_test[:64]
    made = copy_training_images(data, wanted, seed=0)
    position = {image.tobytes(): row for image, row in zip(data.x_train, data.y_train, strict=True)}
    missing = np.array(
        [(position[image.tobytes()] != row).sum() for image, row in zip(made, wanted, strict=True)]
    )
    np.testing.assert_array_equal(missing, is_held_out(wanted))


def test_judges_read_real_characters_as_recorded():
    data = load_characters()
    for name, judge in load_character_judges().items():
        features, found = judge(data.x_test)
        assert (features.shape, found.shape) == ((1000, 64), (1000, 5))
        assert features.min() >= 0
        right = (found == data.y_test).mean(axis=0)
        recorded = json.loads((WEIGHTS / f"{name}.json").read_text())["test_accuracy"]
        np.testing.assert_allclose(right, [recorded[key] for key in ATTRIBUTES], atol=2e-3)
        assert min(recorded.values()) > 0.8


def test_changed_judge_weights_are_refused(tmp_path, monkeypatch):
    folder = tmp_path / "character_judge_weights"
    folder.mkdir()
    for path in WEIGHTS.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    with (folder / "pooled.npz").open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(character_judges, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="Bobot hakim karakter 'pooled' berubah"):
        character_judges._load("pooled")


def test_judges_differ_in_structure():
    kinds = [{type(layer).__name__ for layer in build(1).layers} for build in BUILDERS.values()]
    assert "MaxPooling2D" in kinds[0] - kinds[1]


def test_recipe_trains_and_is_scored(recipe, tmp_path):
    run = training.train(recipe, tmp_path, minutes=1)
    generator = recipe.networks(run.model)["generator"]
    scorer = recipe.scorer(200)
    scores = scorer.final(generator)
    assert scores["count"] == 200
    for judge in BUILDERS:
        row = scores["judges"][judge]
        assert set(row["seen"]) == set(row["held_out"]) == {*ATTRIBUTES, "all"}
        assert scorer.epoch(generator)[f"all_{judge}"] == pytest.approx(
            np.average(
                [row["seen"]["all"], row["held_out"]["all"]],
                weights=[(~is_held_out(load_characters().y_test[:200])).sum(), 25],
            ),
            abs=0.02,
        )
    assert len(scorer.summary(scores)) == 8
    made = scorer.made(generator)
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, scorer.made(generator))
    latent, wanted = recipe.probe(40)
    assert recipe.render(generator, (latent, wanted)).shape == (40, 16, 16, 3)
    np.testing.assert_array_equal(
        recipe.render(generator, (latent, wanted))[:1],
        generatif.data.symmetric_to_uint8(np.asarray(run.model([latent[:1], wanted[:1]]))),
    )


def test_training_pixels_span_the_range_of_the_generator(recipe):
    pixels, attributes = recipe.prepare(np.array([0, 255], np.uint8), np.array([0, 1]))
    np.testing.assert_allclose(pixels, [-1, 1])
    np.testing.assert_array_equal(attributes, [0, 1])


def test_real_images_have_their_own_attributes(recipe):
    scores = CharacterScorer(recipe, 300).baselines()
    for judge in BUILDERS:
        assert scores["real"]["judges"][judge]["seen"]["hat"] > 0.98
        assert scores["copied"]["judges"][judge]["seen"]["hat"] > 0.98
        assert scores["copied"]["judges"][judge]["held_out"]["all"] < 0.5
    assert scores["real"]["inner_distance"] == pytest.approx(
        scores["copied"]["inner_distance"], rel=0.1
    )


def test_references_are_the_training_images(recipe):
    """Salinan berjarak nol dari data latih; citra uji tidak; satu citra berulang tidak mencakup."""
    scorer = CharacterScorer(recipe, 300)
    scores = scorer.baselines()
    assert scores["copied"]["memorization"]["neighbor_percentiles"] == [0, 0, 0, 0]
    assert scores["real"]["memorization"]["neighbor_share"] < 0.1
    repeated = scorer.scores(np.repeat(load_characters().x_train[:1], 300, axis=0))
    for judge in BUILDERS:
        assert scores["real"]["judges"][judge]["frechet"] > 1
        row = repeated["judges"][judge]
        assert max(row["recall"], row["coverage"]) < 0.1


def test_judge_refuses_scaled_images():
    judge = CharacterJudge(BUILDERS["pooled"](1), {})
    with pytest.raises(TypeError, match="uint8"):
        judge(np.zeros((1, 16, 16, 3), "float32"))


def test_characters_come_embedded_only():
    with pytest.raises(ValueError, match='source = .full.; yang diharapkan: "embedded"'):
        recipes.base.load_data("characters", "full")

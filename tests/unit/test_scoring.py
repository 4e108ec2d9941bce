"""Ukuran rekonstruksi terhadap NumPy, aljabar PCA, dan kode yang jawabannya diketahui."""

import dataclasses

import keras
import numpy as np
import pytest

from generatif import recipes, scoring
from generatif.data import load_mnist, scale_to_unit
from generatif.models.autoencoder import build_autoencoder


@pytest.fixture(scope="module")
def images():
    return scale_to_unit(load_mnist("embedded").x_test[:200])


def test_reconstruction_scores_equal_numpy(images):
    made = np.clip(images + 0.2, 0.01, 0.99).astype("float32")
    scores = scoring.reconstruction_scores(made, images)
    entropy = -(images * np.log(made) + (1 - images) * np.log(1 - made))
    assert scores["test_mse"] == pytest.approx(np.mean((made - images) ** 2), rel=1e-5)
    assert scores["test_bce"] == pytest.approx(entropy.mean(), rel=1e-5)
    assert 0 < scores["test_ssim"] < 1
    errors = np.mean((made - images) ** 2, axis=(1, 2, 3))
    assert scores["test_psnr"] == pytest.approx(np.mean(-10 * np.log10(errors)), rel=1e-4)


def test_values_outside_the_range_count_in_the_squared_error_only(images):
    inside = scoring.reconstruction_scores(np.zeros_like(images), images)
    outside = scoring.reconstruction_scores(np.full_like(images, -0.5), images)
    assert outside["test_mse"] > inside["test_mse"]
    assert outside["test_psnr"] == inside["test_psnr"]
    assert np.isfinite(outside["test_bce"])


def test_probe_reads_labels_that_lie_in_the_code():
    labels = np.random.default_rng(0).integers(0, 3, 300)
    codes = np.eye(3)[labels] * 1e3 + 5
    assert scoring.probe_accuracy(codes[:200], codes[200:], labels[:200], labels[200:]) == 1
    noise = np.random.default_rng(1).normal(size=(300, 3))
    guessed = scoring.probe_accuracy(noise[:200], noise[200:], labels[:200], labels[200:])
    assert guessed == pytest.approx(1 / 3, abs=0.15)


def test_pca_equals_the_singular_vectors(images):
    train, test = images[:150], images[150:]
    labels = np.arange(200) % 2
    scores = scoring.pca_scores(train, test, labels[:150], labels[150:], 5)
    flat_train, flat_test = train.reshape(150, -1), test.reshape(50, -1)
    mean = flat_train.mean(0)
    axes = np.linalg.svd(flat_train - mean, full_matrices=False)[2][:5]
    made = (flat_test - mean) @ axes.T @ axes + mean
    assert scores["test_mse"] == pytest.approx(np.mean((made - flat_test) ** 2), rel=1e-4)


def test_final_scores_describe_network_code_and_baseline():
    recipe = recipes.find("autoencoder-mnist", "kilat")
    network = build_autoencoder(7, (5,), seed=0)
    scores = scoring.ReconstructionScorer(recipe, count=50).final(network)
    test = scale_to_unit(recipe.load().x_test[:50])
    made = network(test).numpy()
    assert (scores["count"], scores["code_dim"]) == (50, 7)
    assert scores["parameters"] == sum(weight.size for weight in network.get_weights())
    assert scores["test_mse"] == pytest.approx(np.mean((made - test) ** 2), rel=1e-4)
    assert scores["pca"]["test_mse"] < scores["test_mse"]
    assert scores["probe_accuracy"] > 0.2


def test_feature_map_codes_count_every_number():
    recipe = recipes.find("report-fashion", "kilat")
    scores = scoring.ReconstructionScorer(recipe, count=20).final(recipe.build())
    assert scores["code_dim"] == 4 * 4 * 8
    test = scale_to_unit(recipe.load().x_test[:20])
    train = scale_to_unit(recipe.load().x_train)
    rows = recipe.load().y_train, recipe.load().y_test[:20]
    assert scores["pca"] == scoring.pca_scores(train, test, *rows, 128)


def test_epoch_score_is_taken_on_training_images():
    recipe = recipes.find("autoencoder-mnist", "kilat")
    copy = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Rescaling(1.0, offset=0.1)])
    row = scoring.ReconstructionScorer(recipe, count=30).epoch(copy)
    assert row == {"train_mse": pytest.approx(0.01, rel=1e-4)}


class Drawer:
    """Pengganti generator bersyarat: mengeluarkan citra uji asli menurut label yang diterima."""

    def __init__(self, digits, obeys=True):
        self.obeys = obeys
        self.images = np.stack([digits.x_test[digits.y_test == label][:50] for label in range(10)])
        self.asked = []

    def predict(self, inputs, **options):
        latent, condition = inputs
        labels = condition.argmax(axis=1)
        self.asked.append(labels)
        place = (np.abs(latent[:, 0]) * 1e4).astype(int) % 50
        return self.images[labels if self.obeys else 0 * labels + 3, place] / 127.5 - 1


def test_conditional_gan_is_judged_by_class_and_by_uniform_labels():
    recipe = recipes.find("cgan-mnist", "kilat")
    scorer = scoring.ConditionalGANScorer(recipe, count=300)
    digits = recipe.load()
    obedient, deaf = Drawer(digits), Drawer(digits, obeys=False)
    accuracy = scorer.class_accuracy(obedient)
    np.testing.assert_array_equal(obedient.asked[0], np.arange(300) % 10)
    assert min(each.min() for each in accuracy.values()) > 0.85
    ignored = scorer.class_accuracy(deaf)
    for each in ignored.values():
        assert each.shape == (10,)
        assert each[3] > 0.85
        assert np.delete(each, 3).max() < 0.1
    scorer.samples(obedient)
    drawn = np.bincount(obedient.asked[-1], minlength=10)
    assert 10 < drawn.min() < drawn.max() < 50
    row = scorer.epoch(deaf)
    assert row["class_accuracy_plain"] == pytest.approx(0.1, abs=0.02)
    assert row["histogram_kl_plain"] > 1.5


def test_conditional_summary_states_the_class_of_the_samples_only():
    row = dict.fromkeys(("frechet", "recall", "coverage", "histogram_kl", "confident_share"), 0.5)
    found = {
        "classifiers": {"plain": "…"},
        "class_accuracy": {"plain": 0.9876},
        **{key: {"plain": row} for key in ("samples", "real_floor", "class_gaussians")},
    }
    rows = scoring.ConditionalGANScorer(recipes.find("cgan-mnist", "kilat")).summary(found)
    assert [each[-1] for each in rows] == ["SEKELAS (besar)", "0.988", "", ""]
    assert len({len(each) for each in rows}) == 1


def test_floor_of_the_curve_needs_no_more_images_than_there_are(monkeypatch):
    recipe = recipes.find("mini", "kilat")
    data = recipe.load()
    few = dataclasses.replace(data, x_train=data.x_train[:200], y_train=data.y_train[:200])
    monkeypatch.setattr(type(recipe), "load", lambda _: few)
    floor = scoring.GANScorer(recipe, count=200).surroundings()["curve_floor"]
    assert np.isfinite(list(floor.values())).all()

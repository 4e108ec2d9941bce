"""Ukuran VAE dan sampel: kedua suku menurut NumPy, sampel yang mutunya diketahui."""

import keras
import numpy as np
import pytest
from keras import ops

from generatif import recipes
from generatif.classifiers import load_classifiers
from generatif.code_mixture import CodeMixture
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.latent_scoring import (
    ConditionalVAEScorer,
    SampleScorer,
    VAEScorer,
    elbo_scores,
)
from generatif.metrics import frechet_distance
from generatif.models.vae import VAE
from generatif.recipes import latent_sample

RECIPE = recipes.find("vae-fashion", "kilat")
COUNT = 300


@pytest.fixture(scope="module")
def clothes():
    return RECIPE.load()


@pytest.fixture(scope="module")
def network():
    return RECIPE.build()


def test_elbo_terms_equal_numpy_with_the_same_draw(network, clothes):
    images = scale_to_unit(clothes.x_test[:50])
    mean, log_var = np.split(network.encoder(images).numpy().astype("float64"), 2, axis=1)
    noise = ops.convert_to_numpy(keras.random.normal((50, 2), seed=4))
    made = network.decoder(mean + np.exp(log_var / 2) * noise).numpy().astype("float64")
    error = -np.sum(images * np.log(made) + (1 - images) * np.log(1 - made), axis=(1, 2, 3))
    kl = 0.5 * np.sum(np.exp(log_var) + mean**2 - 1 - log_var, axis=1)
    scores = elbo_scores(network, images, seed=4)
    assert scores["reconstruction"] == pytest.approx(error.mean(), rel=1e-5)
    assert scores["kl"] == pytest.approx(kl.mean(), rel=1e-5)
    assert scores["elbo"] == pytest.approx(-(error + kl).mean(), rel=1e-5)


def test_active_units_vary_over_images(clothes):
    """Unit 0 mengikuti kecerahan citra, unit 1 tetap, unit 2 berubah terlalu sedikit."""
    weights = np.zeros((784, 6), "float32")
    weights[:, 0] = 1 / 100
    weights[:, 2] = 1 / 5000
    encoder = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(6)], name="encoder"
    )
    encoder.layers[-1].set_weights([weights, np.array([0, 5, 0, 0, 0, 0], "float32")])
    decoder = recipes.customize(RECIPE, code_dim=3).build().decoder
    images = scale_to_unit(clothes.x_test[:200])
    brightness = images.sum(axis=(1, 2, 3))
    assert np.var(brightness / 100) > 0.01 > np.var(brightness / 5000)
    assert elbo_scores(VAE(encoder, decoder), images)["active_units"] == 1


def test_real_images_score_better_than_noise(clothes):
    scorer = SampleScorer(RECIPE, COUNT)
    itself = scorer.score(clothes.x_test[:COUNT])
    noise = np.random.default_rng(0).integers(0, 256, (COUNT, 28, 28, 1)).astype("uint8")
    worst = scorer.score(noise)
    for name in load_classifiers("fashion_mnist"):
        assert itself[name]["frechet"] == pytest.approx(0, abs=0.05)
        assert itself[name]["confident_share"] > 0.7
        assert worst[name]["frechet"] > 100


def test_score_is_the_frechet_distance_to_the_first_test_images(clothes):
    scores = SampleScorer(RECIPE, COUNT).score(clothes.x_train[:COUNT])
    for name, classifier in load_classifiers("fashion_mnist").items():
        features = [classifier(each[:COUNT])[0] for each in (clothes.x_train, clothes.x_test)]
        assert scores[name]["frechet"] == pytest.approx(frechet_distance(*features), rel=1e-6)


def test_prior_samples_decode_standard_normal_vectors(network):
    scorer = SampleScorer(RECIPE, COUNT)
    latent = latent_sample(COUNT, 2, seed=0)
    assert scorer.prior(network) == scorer.score(unit_to_uint8(network.decoder(latent).numpy()))


def test_mixture_samples_are_fitted_to_training_codes(network, clothes):
    scorer = SampleScorer(RECIPE, COUNT)
    train = scale_to_unit(clothes.x_train)
    codes = network.encoder.predict(train, batch_size=500, verbose=0)[:, :2]
    made = network.decoder(CodeMixture(codes).sample(COUNT)).numpy()
    found, expected = scorer.mixture(network), scorer.score(unit_to_uint8(made))
    for name, scores in expected.items():
        assert found[name]["frechet"] == pytest.approx(scores["frechet"], rel=0.01)


def test_references_are_the_floor_and_the_baseline():
    references = SampleScorer(RECIPE, COUNT).references()
    assert list(references) == ["real_floor", "class_gaussians"]
    for name in load_classifiers("fashion_mnist"):
        distances = [references[key][name]["frechet"] for key in references]
        assert distances == sorted(distances)


def test_final_scores_of_a_vae(network, clothes):
    scores = VAEScorer(RECIPE, COUNT).final(network)
    test = scale_to_unit(clothes.x_test[:COUNT])
    assert scores["code_dim"] == 2
    assert scores["elbo"] == elbo_scores(network, test)
    assert scores["prior"] == SampleScorer(RECIPE, COUNT).prior(network)
    error = np.mean((network(test).numpy() - test) ** 2)
    assert scores["test_mse"] == pytest.approx(error, rel=1e-4)


class Wardrobe:
    """Pengganti VAE bersyarat: mengeluarkan citra uji asli berkelas tertentu."""

    def __init__(self, clothes, obeys):
        self.obeys = obeys
        self.images = scale_to_unit(
            np.stack([clothes.x_test[clothes.y_test == label][:60] for label in range(10)])
        )

    def decode(self, latent, labels):
        place = (np.abs(latent[:, 0]) * 1e4).astype(int) % 60
        return self.images[labels if self.obeys else np.full_like(labels, 3), place]

    def count_params(self):
        return 7


def test_class_accuracy_of_samples(clothes):
    recipe = recipes.find("conditional-vae-fashion", "kilat")
    scorer = ConditionalVAEScorer(recipe, COUNT)
    obedient, deaf = (Wardrobe(clothes, obeys) for obeys in (True, False))
    scores = scorer.final(obedient)
    assert (scores["count"], scores["parameters"]) == (COUNT, 7)
    assert set(scores["class_accuracy"]) == set(scores["prior"])
    assert min(scores["class_accuracy"].values()) > 0.85
    assert max(scorer.final(deaf)["class_accuracy"].values()) == pytest.approx(0.1, abs=0.02)
    ((name, accuracy),) = scorer.epoch(obedient).items()
    assert name.startswith("class_accuracy_")
    assert accuracy > 0.85


def test_summary_has_one_row_per_judge():
    recipe = recipes.find("conditional-vae-fashion", "kilat")
    names = ("plain", "residual")
    scores = {
        "prior": {name: {"frechet": 12.34} for name in names},
        "class_accuracy": dict.fromkeys(names, 0.9876),
    }
    rows = ConditionalVAEScorer(recipe).summary(scores)
    assert rows[1:] == [("plain", "12.3", "0.988"), ("residual", "12.3", "0.988")]
    assert len(rows[0]) == 3

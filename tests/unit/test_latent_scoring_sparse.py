"""Ukuran kejarangan: dihitung tangan pada kode kecil, dan dipasang pada data uji."""

import numpy as np
import pytest

from generatif import recipes
from generatif.data import scale_to_unit
from generatif.latent_scoring import SparseScorer, hoyer_sparsity, sparsity_scores

CODES = np.float32(
    [
        [0.0, 0.005, 0.2, 0.9],
        [0.0, 0.05, 0.1, 0.6],
        [0.0, 0.0, 0.3, 0.0],
    ]
)


def test_scores_of_a_code_counted_by_hand():
    scores = sparsity_scores(CODES)
    assert scores["mean_activation"] == pytest.approx((0.205 + 0.95 + 0.1 + 0.9) / 12)
    assert scores["active"] == {
        "0.01": pytest.approx((2 + 3 + 1) / 3),
        "0.1": pytest.approx((2 + 1 + 1) / 3),
        "0.5": pytest.approx(2 / 3),
    }
    assert scores["dead"] == {"0.01": 1, "0.1": 2, "0.5": 3}


def test_active_is_counted_per_image_not_per_unit():
    """Kode bukan bujur sangkar dan tidak simetris: sumbu yang tertukar memberi angka lain."""
    codes = np.zeros((5, 3), dtype="float32")
    codes[:, 0] = 1
    scores = sparsity_scores(codes)
    assert scores["active"]["0.5"] == 1
    assert scores["dead"]["0.5"] == 2


def test_same_mean_different_counts():
    spread, peaked = np.full((20, 10), 0.05), np.zeros((20, 10))
    peaked[np.arange(10), np.arange(10)] = 1
    scores = [sparsity_scores(codes.astype("float32")) for codes in (spread, peaked)]
    assert [each["mean_activation"] for each in scores] == pytest.approx([0.05, 0.05])
    assert [each["active"]["0.01"] for each in scores] == pytest.approx([10, 0.5])


def test_hoyer_from_the_definition():
    codes = np.float32([[3, 4, 0, 0], [1, 1, 1, 1], [0, 0, 7, 0], [0, 0, 0, 0], [-3, 0, 0, 4]])
    np.testing.assert_allclose(hoyer_sparsity(codes), [0.6, 0, 1, 0, 0.6], atol=1e-12)
    assert sparsity_scores(codes)["hoyer"] == pytest.approx(2.2 / 5)


def test_only_hoyer_ignores_the_scale():
    scores, halved = sparsity_scores(CODES), sparsity_scores(0.5 * CODES)
    assert halved["hoyer"] == pytest.approx(scores["hoyer"], rel=1e-6)
    assert halved["mean_activation"] == pytest.approx(scores["mean_activation"] / 2)
    assert halved["active"] != scores["active"]


def test_history_row_describes_training_images_and_atoms():
    recipe = recipes.find("sparse-fashion", "kilat")
    network = recipe.build()
    row = SparseScorer(recipe, count=30).epoch(network)
    train = scale_to_unit(recipe.load().x_train[:30])
    codes = network.get_layer("encoder")(train).numpy()
    assert row.keys() == {
        *("train_mse", "mean_activation", "active_0.1", "active_0.5", "hoyer", "atom_norm")
    }
    assert row["train_mse"] == pytest.approx(np.mean((network(train).numpy() - train) ** 2), 1e-4)
    assert row["mean_activation"] == pytest.approx(codes.mean(), rel=1e-5)
    assert row["active_0.5"] == pytest.approx((codes > 0.5).sum() / 30)
    assert row["active_0.1"] == pytest.approx((codes > 0.1).sum() / 30)
    assert row["hoyer"] == pytest.approx(hoyer_sparsity(codes).mean(), rel=1e-4)
    columns = network.get_layer("decoder").get_weights()[0]
    assert columns.shape == (20, 784)
    lengths = [np.sqrt((column**2).sum()) for column in columns]
    assert row["atom_norm"] == pytest.approx(np.mean(lengths), rel=1e-5)


@pytest.mark.parametrize("penalty", ["kl", "l1"])
def test_scorer_measures_the_codes_of_test_images(penalty):
    recipe = recipes.customize(recipes.find("sparse-fashion", "kilat"), penalty=penalty)
    network = recipe.build()
    scores = SparseScorer(recipe, count=40).final(network)
    test = scale_to_unit(recipe.load().x_test[:40])
    codes = network.get_layer("encoder")(test).numpy()
    assert scores["sparsity"]["mean_activation"] == pytest.approx(codes.mean(), rel=1e-5)
    assert scores["sparsity"]["active"]["0.5"] == pytest.approx((codes > 0.5).sum() / 40)
    assert (scores["count"], scores["code_dim"]) == (40, 20)
    made = network(test).numpy()
    assert scores["test_mse"] == pytest.approx(np.mean((made - test) ** 2), rel=1e-4)
    assert {"probe_accuracy", "pca", "test_ssim"} <= scores.keys()


def test_recipe_passes_its_settings_to_the_network():
    recipe = recipes.customize(
        recipes.find("sparse-fashion", "kilat"), penalty="l1", weight=0.25, code_dim=6
    )
    layer = recipe.build().get_layer("encoder").layers[-1]
    assert (layer.penalty, layer.weight) == ("l1", 0.25)
    recipe = recipes.find("sparse-fashion", "penuh")
    layer = recipe.build().get_layer("encoder").layers[-1]
    assert (layer.penalty, layer.weight, layer.target) == ("kl", 1e-4, 0.05)
    assert recipe.code_dim == 300

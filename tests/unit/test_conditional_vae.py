"""VAE bersyarat: label dipakai kedua jaringan, loss menurut NumPy, kelas mengikuti label."""

import keras
import numpy as np
import pytest
from keras import ops

from generatif.data import load_fashion_mnist, scale_to_unit
from generatif.models.conditional_vae import build_conditional_vae


@pytest.fixture(scope="module")
def data():
    clothes = load_fashion_mnist("embedded")
    return scale_to_unit(clothes.x_train[:32]), clothes.y_train[:32]


def small(seed=1, classes=10, **options):
    return build_conditional_vae(3, 4, classes, seed=seed, **options)


def one_hot(labels):
    return np.eye(10, dtype="float32")[labels]


def test_label_joins_features_and_latent_as_one_hot(data):
    images, labels = data
    model = small()
    seen = np.concatenate([model.features(images).numpy(), one_hot(labels)], axis=1)
    np.testing.assert_allclose(
        np.concatenate(model.encode(images, labels), axis=1), model.posterior(seen), rtol=1e-5
    )
    latent = np.ones((32, 3), "float32")
    joined = np.concatenate([latent, one_hot(labels)], axis=1)
    np.testing.assert_allclose(model.decode(latent, labels), model.decoder(joined), rtol=1e-5)


def test_changing_the_label_changes_posterior_and_image(data):
    images, labels = data
    model, other = small(), (labels + 1) % 10
    latent = np.zeros((32, 3), "float32")
    for first, second in (
        (model.encode(images, labels)[0], model.encode(images, other)[0]),
        (model.decode(latent, labels), model.decode(latent, other)),
    ):
        changed = np.abs(np.asarray(first) - np.asarray(second)).reshape(32, -1).max(axis=1)
        assert changed.min() > 0


def test_loss_equals_numpy_with_the_same_draw(data):
    images, labels = data
    model, twin = small(), small()
    noise = ops.convert_to_numpy(keras.random.normal((32, 3), seed=twin.seed_generator))
    mean, log_var = (np.asarray(each, "float64") for each in twin.encode(images, labels))
    made = np.asarray(twin.decode(mean + np.exp(log_var / 2) * noise, labels), "float64")
    made = np.clip(made, 1e-7, 1 - 1e-7)
    error = -np.sum(images * np.log(made) + (1 - images) * np.log(1 - made), axis=(1, 2, 3))
    kl = 0.5 * np.sum(np.exp(log_var) + mean**2 - 1 - log_var, axis=1)
    assert float(model.negative_elbo(images, labels)) == pytest.approx(
        np.mean(error + kl), rel=1e-5
    )
    logs = {key: float(value) for key, value in model.get_metrics_result().items()}
    assert logs["loss"] == pytest.approx(logs["reconstruction"] + logs["kl"], rel=1e-5)
    assert logs["kl"] == pytest.approx(kl.mean(), rel=1e-4)


def test_step_moves_every_weight(data):
    model = small()
    before = [weight.numpy() for weight in model.trainable_variables]
    model.train_step(data)
    assert len(before) == 6 + 2 + 6
    for old, new in zip(before, model.trainable_variables, strict=True):
        assert np.abs(new.numpy() - old).max() > 0


def test_same_seed_same_losses(data):
    losses = {}
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        model = small(seed)
        losses[name] = model.fit(*data, batch_size=8, shuffle=False, verbose=0).history["loss"]
    assert losses["first"] == losses["again"]
    assert losses["first"] != losses["other"]


def test_call_decodes_the_posterior_mean_with_the_label(data):
    images, labels = data
    model = small()
    mean, _ = model.encode(images, labels)
    np.testing.assert_allclose(model((images, labels)), model.decode(mean, labels), rtol=1e-5)


def test_class_follows_the_label_after_training():
    """Kelas 0 terang di kiri, kelas 1 di kanan; terangnya tidak bergantung kelas."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 256)
    images = np.zeros((256, 28, 28, 1), "float32")
    for image, label, light in zip(images, labels, rng.uniform(0.5, 1, 256), strict=True):
        image[:, 14 * label : 14 * label + 14] = light
    model = build_conditional_vae(1, 4, classes=2, seed=1)
    model.compile(keras.optimizers.Adam(1e-2))
    model.fit(images, labels, epochs=60, batch_size=32, verbose=0)
    latent = rng.normal(size=(200, 1)).astype("float32")
    for label in (0, 1):
        made = np.asarray(model.decode(latent, np.full(200, label)))
        left, right = made[:, :, :14].sum(axis=(1, 2, 3)), made[:, :, 14:].sum(axis=(1, 2, 3))
        assert np.mean((right > left) == bool(label)) > 0.9


def test_optimizer_is_ready_and_its_rate_falls_to_zero(data):
    model = small(steps=2)
    assert model.optimizer.built
    for _ in range(2):
        model.train_step(data)
    assert float(model.optimizer.learning_rate) == 0


def test_bad_sizes():
    for sizes in ({"latent_dim": 0}, {"width": 2.5}, {"classes": -1}):
        with pytest.raises(ValueError, match="bilangan bulat positif"):
            build_conditional_vae(**sizes)

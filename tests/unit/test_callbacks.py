"""Callback: jadwal derau, vektor laten tetap, dan penghenti."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from generatif.callbacks import ImageGrid, InstanceNoiseDecay, StopOnNonFinite
from generatif.models.dcgan import build_dcgan


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(-1, 1, (8, 28, 28, 1)).astype("float32")


@pytest.fixture
def gan():
    return build_dcgan(latent_dim=4, width=1, seed=1)


def test_noise_falls_linearly_to_its_end(gan, images):
    history = gan.fit(
        images, batch_size=8, epochs=5, verbose=0, callbacks=[InstanceNoiseDecay(0.10, 0.0)]
    ).history
    assert history["noise_stddev"] == pytest.approx([0.1, 0.075, 0.05, 0.025, 0.0], abs=1e-7)


def test_noise_schedule_continues_after_a_resume(gan, images):
    history = gan.fit(
        images,
        batch_size=8,
        initial_epoch=3,
        epochs=5,
        verbose=0,
        callbacks=[InstanceNoiseDecay(0.10, 0.0)],
    ).history
    assert history["noise_stddev"] == pytest.approx([0.025, 0.0], abs=1e-7)


def test_one_epoch_uses_the_start_value(gan, images):
    decay = InstanceNoiseDecay(0.2, 0.0)
    history = gan.fit(images, batch_size=8, epochs=1, verbose=0, callbacks=[decay]).history
    assert history["noise_stddev"] == pytest.approx([0.2])


def test_negative_noise_is_refused():
    with pytest.raises(ValueError, match="simpangan baku >= 0"):
        InstanceNoiseDecay(-0.1)


def test_grid_is_made_at_epoch_1_and_every_k(gan, images, tmp_path):
    latent = np.random.default_rng(0).standard_normal((4, 4)).astype("float32")
    grid = ImageGrid(latent, every=2, folder=tmp_path)
    gan.fit(images, batch_size=8, epochs=5, verbose=0, callbacks=[grid])
    assert list(grid.frames) == [1, 2, 4]
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"epoch-000{k}.png" for k in (1, 2, 4)]
    assert np.asarray(Image.open(tmp_path / "epoch-0004.png")).shape == (59, 59)


def test_grid_shows_the_moving_average_of_a_fixed_latent(gan, images):
    latent = np.random.default_rng(0).standard_normal((4, 4)).astype("float32")
    grid = ImageGrid(latent, every=1)
    gan.fit(images, batch_size=8, epochs=2, verbose=0, callbacks=[grid])
    expected = 127.5 * gan.average_generator(latent).numpy() + 127.5
    np.testing.assert_allclose(grid.frames[2], expected, atol=0.51)


def test_grid_every_must_be_positive():
    with pytest.raises(ValueError, match="every = 0"):
        ImageGrid(np.zeros((1, 4)), every=0)


def test_infinite_learning_rate_stops_and_names_the_loss(gan, images, capsys):
    gan.d_optimizer.learning_rate = float("inf")
    data = tf.data.Dataset.from_tensor_slices(images).repeat().batch(8)
    stop = StopOnNonFinite()
    history = gan.fit(data, steps_per_epoch=20, epochs=3, verbose=0, callbacks=[stop])
    assert len(history.epoch) == 1
    assert "pada epoch 1, langkah 2" in stop.reason
    assert stop.reason in capsys.readouterr().out


@pytest.mark.parametrize("name", ["d_loss", "g_loss", "d_real"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_every_key_is_watched(name, value):
    stop = StopOnNonFinite()
    stop.set_model(keras.Sequential())
    stop.on_epoch_begin(6)
    stop.on_train_batch_end(2, {"loss": 0.0, name: value})
    assert stop.model.stop_training
    assert f"{name} = {value} pada epoch 7, langkah 3" in stop.reason


def test_finite_values_do_not_stop(gan, images):
    stop = StopOnNonFinite()
    history = gan.fit(images, batch_size=8, epochs=2, verbose=0, callbacks=[stop])
    assert len(history.epoch) == 2
    assert stop.reason is None

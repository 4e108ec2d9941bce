"""Beberapa replika: sama dengan satu perangkat, derau terpisah, dan penolakan yang jelas.

Perangkat CPU logis hanya dapat dibuat sebelum TensorFlow berjalan, maka perbandingannya
dikerjakan di proses lain oleh `tools/check_distribution.py`.
"""

import json
import os
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

import check_distribution
from generatif import distribution
from generatif.data import load_mnist
from generatif.models.autoencoder import build_autoencoder
from generatif.models.gan import GAN
from generatif.runs import RunFolder

TOLERANCE = 1e-4

NOISE = """
import json
import os
import generatif
generatif.configure()
import keras, numpy as np, tensorflow as tf
from generatif.distribution import *
from generatif.models.dcgan import build_dcgan

split_cpu(2)
strategy = create_strategy("mirrored")
gan = build_replicated(lambda: build_dcgan(4, 1, seed=5), strategy)
weights = [v for v in gan.generator.trainable_variables]

def sample():
    latent = strategy.run(tf.function(lambda: gan.sample_latent(3)))
    return [each.numpy().tolist() for each in strategy.experimental_local_results(latent)]

def states():
    found = [v for v in gan.variables if v.path.endswith("seed_generator_state")]
    return [[each.numpy().tolist() for each in v.value.values] for v in found]

fresh = states()
first, second = sample(), sample()
stored = [keras.ops.convert_to_numpy(v) for v in gan.variables]
third = sample()
for variable, array in zip(gan.variables, stored):
    variable.assign(array)
separate_noise(gan, strategy)
print(json.dumps({
    "fresh": fresh, "first": first, "second": second, "third": third, "resumed": sample(),
    "factors": [each.loss_scale_factor for each in (gan.g_optimizer, gan.d_optimizer)],
}))
"""


@pytest.fixture(scope="module")
def local():
    return check_distribution.run_process("mirrored")


@pytest.fixture(scope="module")
def noise():
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", NOISE], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_autoencoder_losses_equal_one_device(local):
    losses = local["autoencoder"]
    assert len(losses["satu"]) == 50
    assert losses["satu"][-1] < losses["satu"][0] / 2
    np.testing.assert_allclose(losses["mirrored"], losses["satu"], rtol=0, atol=TOLERANCE)


def test_own_train_step_averages_gradients(local):
    """`train_step` GAN tidak membagi loss-nya; tanpa pembagian, langkahnya dua kali lipat."""
    losses = local["gan"]
    assert np.ptp(losses["satu"]) > 0.01
    np.testing.assert_allclose(losses["mirrored"], losses["satu"], rtol=0, atol=TOLERANCE)


def test_batch_norm_differs_but_only_slightly(local):
    difference = check_distribution.largest_difference(**local["gan_batch_norm"])
    assert TOLERANCE < difference < 0.05


def test_replicas_draw_their_own_noise(noise):
    for first, second in noise["fresh"]:
        assert first[0] != second[0]
        assert first[1] == second[1]
    for draw in ("first", "second"):
        one, other = noise[draw]
        assert np.abs(np.subtract(one, other)).max() > 0.01
    assert noise["first"] != noise["second"]


def test_first_replica_draws_what_one_device_draws(noise):
    from generatif.models.dcgan import build_dcgan

    np.testing.assert_array_equal(build_dcgan(4, 1, seed=5).sample_latent(3), noise["first"][0])


def test_noise_continues_from_the_first_replicas_state(noise):
    assert noise["resumed"] == noise["third"]


def test_noise_differs_for_every_one_of_many_replicas():
    seeds = distribution._noise_seeds(np.array([7, 3]), 4)
    assert seeds[0].tolist() == [7, 3]
    assert len(set(seeds[:, 0])) == 4
    assert set(seeds[:, 1]) == {3}


def test_both_optimizers_divide_by_the_replicas(noise):
    assert noise["factors"] == [2.0, 2.0]


def tiny_gan():
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    discriminator = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    gan = GAN(generator, discriminator)
    gan.compile(keras.optimizers.SGD(), keras.optimizers.SGD())
    return gan


def test_one_device_is_the_default_and_leaves_the_model_alone():
    strategy = distribution.create_strategy("satu")
    assert strategy is tf.distribute.get_strategy()
    assert not distribution.is_multi_worker(strategy)
    assert distribution.is_chief(strategy)
    gan = tiny_gan()
    distribution.average_gradients(gan, strategy)
    assert gan.g_optimizer.loss_scale_factor is None


def test_step_on_one_device_is_a_plain_train_step():
    images = load_mnist("embedded").x_train[:40].astype("float32") / 255
    plain, stepped = build_autoencoder(seed=3), build_autoencoder(seed=3)
    asked = []

    def batch_of(order, part):
        rows = tf.gather(order, tf.range(part * 20, (part + 1) * 20))
        asked.append(part)
        return tf.gather(images, rows), tf.gather(images, rows)

    order = np.random.default_rng(0).permutation(40)
    step = distribution.make_step(stepped, batch_of, tf.distribute.get_strategy())
    for number in range(2):
        step(tf.constant(order), tf.constant(number))
        batch = images[order[20 * number : 20 * (number + 1)]]
        plain.train_step((batch, batch))
    assert [int(part) for part in asked] == [0, 1]
    for one, other in zip(plain.get_weights(), stepped.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_uneven_share_is_refused():
    class Three:
        num_replicas_in_sync = 3

    assert distribution.share(96, Three) == 32
    with pytest.raises(ValueError, match=r"batch_size = 128.*kelipatan banyak replika \(3\)"):
        distribution.share(128, Three)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="'tpu'.*satu, mirrored, multi-worker"):
        distribution.create_strategy("tpu")
    with pytest.raises(ValueError, match="'bfloat16'.*float32, float16"):
        distribution.use_precision("bfloat16")


def test_mirrored_needs_two_devices():
    with pytest.raises(ValueError, match=r"paling sedikit dua.*0 GPU dan 1 CPU.*--gres=gpu:2"):
        distribution.create_strategy("mirrored")


def test_workers_must_be_listed(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    with pytest.raises(ValueError, match="TF_CONFIG.*belum diisi"):
        distribution.create_strategy("multi-worker")


def test_cpu_is_split_before_the_first_operation():
    tf.constant(1)
    with pytest.raises(RuntimeError, match="sudah berjalan.*sebelum membuat model"):
        distribution.split_cpu(2)
    with pytest.raises(ValueError, match="count = 0"):
        distribution.split_cpu(0)


@pytest.fixture
def policy():
    before = keras.config.dtype_policy()
    yield keras.config.dtype_policy
    keras.config.set_dtype_policy(before)


def test_float16_is_refused_without_a_gpu(policy):
    with pytest.raises(ValueError, match="tidak melihat GPU.*lebih lambat.*Pakai 'float32'"):
        distribution.use_precision("float16")
    assert policy().name == "float32"


def test_float16_computes_in_half_and_stores_in_full(policy, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(tf.config, "list_physical_devices", lambda kind: [kind])
        distribution.use_precision("float16")
    model = build_autoencoder(seed=1)
    assert {layer.compute_dtype for layer in model.layers} == {"float16"}
    assert {str(each.dtype) for each in model.trainable_variables} == {"float32"}
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert distribution.build_replicated(lambda: model, tf.distribute.get_strategy()) is model
    with pytest.raises(ValueError, match="float16.*GAN.*tidak menskalakan loss"):
        distribution.build_replicated(tiny_gan, tf.distribute.get_strategy())
    distribution.use_precision("float32")
    assert policy().name == "float32"


@pytest.mark.slow
def test_two_workers_equal_one_device(local):
    workers = check_distribution.run_workers("loop")
    assert workers[0] == workers[1]
    np.testing.assert_allclose(workers[0], local["autoencoder"]["satu"], rtol=0, atol=TOLERANCE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("loop", "error"),
    [("fit", "PerReplica"), ("train_on_batch", "Invalid reduction dimension 0")],
)
def test_keras_loops_still_fail_with_two_workers(loop, error):
    """Bila uji ini merah, Keras sudah memperbaikinya: perbarui halaman klaster."""
    assert all(error in answer for answer in check_distribution.run_workers(loop))


@pytest.mark.slow
def test_command_line_trains_the_same_with_two_workers(tmp_path):
    """Perintah `latih` seutuhnya: riwayat, citra, dan titik simpan, di dua proses."""
    command = [sys.executable, "-m", "generatif", "latih", "autoencoder-mnist"]
    options = ["--profil", "kilat", "--epoch", "1"]
    alone = [*command, *options, "--folder", str(tmp_path / "satu")]
    subprocess.run(alone, check=True, capture_output=True)
    ports = check_distribution.free_ports(2)
    cluster = {"worker": [f"127.0.0.1:{port}" for port in ports]}
    together = []
    for index in range(2):
        task = {"cluster": cluster, "task": {"type": "worker", "index": index}}
        environment = {**os.environ, "TF_CONFIG": json.dumps(task)}
        shared = ["--strategi", "multi-worker", "--folder", str(tmp_path / "dua")]
        together.append(
            subprocess.Popen([*command, *options, *shared], env=environment, stderr=subprocess.PIPE)
        )
    for process in together:
        errors = process.communicate(timeout=check_distribution.TIMEOUT)[1]
        assert process.returncode == 0, errors[-2000:]
    histories = [RunFolder(tmp_path / name).read_history() for name in ("satu", "dua")]
    assert histories[0]["loss"] == pytest.approx(histories[1]["loss"], abs=TOLERANCE)
    assert (tmp_path / "dua" / "gambar" / "epoch-0001.png").exists()

"""Periksa pelatihan di beberapa replika terhadap pelatihan di satu perangkat, tanpa GPU.

    python tools/check_distribution.py

Autoencoder (tanpa normalisasi *batch* dan dropout) dan GAN kecil dilatih di satu perangkat, di dua
perangkat CPU logis (`mirrored`), dan di dua proses yang berbicara lewat loopback
(`multi-worker`), dengan *batch* global yang sama. `keras.Model.fit` dan `train_on_batch` juga
dicoba di dua proses. Hasilnya dicatat di `measurements/distribution.json`.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import click
import numpy as np

from generatif import provenance
from generatif.batches import epoch_order, gather_batch
from generatif.data import load_mnist, scale_to_unit
from generatif.pictures import write_atomic
from generatif.runtime import configure

ROOT = Path(__file__).resolve().parents[1]
STEPS = 50
BATCH_SIZE = 120
SEED = 2026
LATENT_DIM = 8
TIMEOUT = 300
KERAS_LOOPS = ("fit", "train_on_batch")


@click.group(invoke_without_command=True)
@click.option(
    "--catatan", type=click.Path(path_type=Path), default=ROOT / "measurements/distribution.json"
)
@click.pass_context
def main(context, catatan):
    """Jalankan semua pemeriksaan dan tulis catatannya."""
    if context.invoked_subcommand:
        return
    local = run_process("mirrored")
    reference = local["autoencoder"]["satu"]
    workers = run_workers("loop")
    report = {
        "steps": STEPS,
        "batch_size": BATCH_SIZE,
        "replicas": 2,
        "mirrored": {name: largest_difference(**pair) for name, pair in local.items()},
        "multi_worker": {
            "autoencoder": max(largest_difference(reference, each) for each in workers),
            **{loop: run_workers(loop)[0] for loop in KERAS_LOOPS},
        },
        "seed": SEED,
        "date": date.today().isoformat(),
        "commit": provenance.commit(),
        "versions": provenance.versions(),
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
    }
    content = json.dumps(report, indent=1) + "\n"
    write_atomic(catatan, content.encode())
    print(content)


def largest_difference(satu, mirrored):
    """Selisih loss terbesar di antara dua pelatihan, atas semua langkah.

    Args:
        satu: daftar loss per langkah di satu perangkat.
        mirrored: daftar yang sama di beberapa replika.

    Returns:
        Bilangan >= 0.
    """
    return max(abs(one - other) for one, other in zip(satu, mirrored, strict=True))


def run_process(kind, environment=None, wait=True):
    """Jalankan satu proses anak.

    Args:
        kind: nama perintah anak.
        environment: tambahan variabel lingkungan.
        wait: `False` untuk langsung kembali.

    Returns:
        Isi jawaban anak, atau fungsi yang menunggunya bila `wait` salah.
    """
    answer = Path(tempfile.mkdtemp()) / "jawaban.json"
    process = subprocess.Popen(
        [sys.executable, __file__, kind, str(answer)],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1", **(environment or {})},
        stderr=subprocess.PIPE,
        text=True,
    )

    def collect():
        try:
            stderr = process.communicate(timeout=TIMEOUT)[1]
        finally:
            process.kill()
        if process.returncode:
            raise RuntimeError(f"Proses {kind} gagal:\n{stderr[-2000:]}")
        return json.loads(answer.read_text())

    return collect() if wait else collect


def run_workers(kind, count=2):
    """Jalankan beberapa pekerja `MultiWorkerMirroredStrategy` di mesin ini.

    Args:
        kind: nama perintah anak.
        count: banyak pekerja.

    Returns:
        Daftar jawaban, satu per pekerja.
    """
    cluster = {"worker": [f"127.0.0.1:{port}" for port in free_ports(count)]}
    waiting = []
    for index in range(count):
        task = {"cluster": cluster, "task": {"type": "worker", "index": index}}
        waiting.append(run_process(kind, {"TF_CONFIG": json.dumps(task)}, wait=False))
    return [collect() for collect in waiting]


def free_ports(count):
    """Nomor port yang sedang bebas di loopback."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def child(function):
    """Jadikan fungsi sebuah perintah anak yang menulis jawabannya ke berkas."""

    @main.command(function.__name__, hidden=True)
    @click.argument("answer", type=click.Path(path_type=Path))
    def command(answer):
        configure()
        answer.write_text(json.dumps(function()))

    return function


@child
def mirrored():
    """Loss per langkah di satu perangkat dan di dua perangkat CPU logis."""
    from generatif.distribution import create_strategy, split_cpu

    split_cpu(2)
    strategies = {name: create_strategy(name) for name in ("satu", "mirrored")}
    cases = {
        "autoencoder": build_autoencoder,
        "gan": lambda: build_gan(batch_norm=False),
        "gan_batch_norm": lambda: build_gan(batch_norm=True),
    }
    return {
        case: {name: losses(build, strategy) for name, strategy in strategies.items()}
        for case, build in cases.items()
    }


@child
def loop():
    """Loss per langkah satu pekerja, dengan perulangan `strategy.run`."""
    from generatif.distribution import create_strategy

    return losses(build_autoencoder, create_strategy("multi-worker"))


@child
def fit():
    """Galat `keras.Model.fit` di beberapa pekerja; kosong bila berhasil."""
    import tensorflow as tf

    def attempt(model, images):
        batches = tf.data.Dataset.from_tensor_slices((images, images)).batch(BATCH_SIZE)
        options = tf.data.Options()
        policy = tf.data.experimental.AutoShardPolicy.DATA
        options.experimental_distribute.auto_shard_policy = policy
        model.fit(batches.with_options(options), verbose=0)

    return keras_error(attempt)


@child
def train_on_batch():
    """Galat `keras.Model.train_on_batch` di beberapa pekerja; kosong bila berhasil."""
    return keras_error(lambda model, images: model.train_on_batch(images, images))


def keras_error(attempt):
    """Kalimat pertama dan terakhir galat yang dilempar `attempt`."""
    from generatif.distribution import build_replicated, create_strategy

    model = build_replicated(build_autoencoder, create_strategy("multi-worker"))
    images = scale_to_unit(load_mnist("embedded").x_train[:BATCH_SIZE])
    try:
        attempt(model, images)
    except Exception as error:
        lines = str(error).strip().splitlines()
        return f"{type(error).__name__}: " + " … ".join(dict.fromkeys([lines[0], lines[-1]]))
    return ""


def losses(build, strategy):
    """Latih `STEPS` langkah di dalam `tf.function`, satu langkah per panggilan.

    Args:
        build: fungsi pembuat model.
        strategy: `tf.distribute.Strategy`.

    Returns:
        Daftar loss setiap langkah; bagi GAN jumlah kedua loss.
    """
    import tensorflow as tf

    from generatif.distribution import build_replicated, make_step, share

    model = build_replicated(build, strategy)
    images = scale_to_unit(load_mnist("embedded").x_train)
    latent = np.random.default_rng(SEED).standard_normal((len(images), LATENT_DIM))
    tensors = [tf.constant(images), tf.constant(latent.astype("float32"))]
    size = share(BATCH_SIZE, strategy)
    one_step = make_step(
        model, lambda order, part: model.choose(*gather_batch(tensors, order, part, size)), strategy
    )

    @tf.function(autograph=False)
    def run_step(order, step):
        one_step(order, step)

    order = tf.constant(epoch_order(len(images), SEED, 0))
    values = []
    for step in range(STEPS):
        model.reset_metrics()
        run_step(order, tf.constant(step))
        logs = model.get_metrics_result()
        values.append(sum(float(logs[key]) for key in logs if key.endswith("loss")))
    return values


def build_autoencoder():
    """Autoencoder paket; sasarannya citra itu sendiri."""
    from generatif.models import autoencoder

    model = autoencoder.build_autoencoder(seed=SEED)
    model.choose = lambda images, latent: (images, images)
    return model


def build_gan(batch_norm):
    """GAN kecil tanpa keacakan saat dilatih: vektor latennya bagian dari data."""
    import keras
    from keras import layers

    from generatif.models.gan import GAN

    class GivenLatentGAN(GAN):
        def train_step(self, data):
            images, self.latent = data
            return super().train_step(images)

        def sample_latent(self, batch_size):
            return self.latent

    keras.utils.set_random_seed(SEED)
    hidden = [layers.Dense(64, "relu"), *([layers.BatchNormalization()] if batch_norm else [])]
    generator = keras.Sequential(
        [
            keras.Input((LATENT_DIM,)),
            *hidden,
            layers.Dense(784, "sigmoid"),
            layers.Reshape((28, 28, 1)),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(64, "leaky_relu"),
            layers.Dense(1),
        ]
    )
    gan = GivenLatentGAN(generator, discriminator, seed=SEED)
    gan.compile(keras.optimizers.SGD(0.02), keras.optimizers.SGD(0.02))
    gan.choose = lambda images, latent: (images, latent)
    return gan


if __name__ == "__main__":
    main()

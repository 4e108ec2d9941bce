"""Proses pekerja tolok ukur: menunggu giliran, menjalankan beberapa langkah, melaporkan lamanya.

Dijalankan oleh `tools/benchmark.py`. Bentuk tutorial R2 ditulis di sini dengan jaringan, loss, dan
pengoptimal yang sama dengan langkah kita, lapisan Keras biasa, pada lingkungan TensorFlow apa
adanya:

- `tutorial`: `train_step` Keras yang lazim, lewat `fit` dengan `tf.data`: diskriminator dilatih
  pada *batch* gabungan asli dan palsu, lalu generator dijalankan sekali lagi untuk dirinya.
- `tutorial-pita`: dua `GradientTape` dalam satu `tf.function` per *batch*; satu keluaran
  generator dan satu keluaran diskriminator dipakai bersama.
- `mesin-lapisan-keras`: langkah kita tanpa lapisan cepat `generatif.layers`.
- `tutorial-tanpa-onednn`: seperti `tutorial`, dengan oneDNN dimatikan. Beginilah TensorFlow pada
  prosesor yang tidak menyalakannya sendiri.

FLOP dihitung dari bentuk lapisan: konvolusi dan lapisan terhubung penuh, 2 per perkalian-tambah,
maju ditambah gradien bobot dan gradien masukan yang diperlukan. Puncak dihitung dengan cara sama.
"""

import dataclasses
import json
import math
import os
import sys
import tempfile
import time
from pathlib import Path

BATCH_SIZE = 128
NOISE_STDDEV = 0.1
MEGABYTE = 2**20

# (sisi citra, kanal masuk, kanal keluar, sisi kernel): seukuran lapisan model, bentuknya baik.
PEAK_CONVOLUTIONS = ((7, 256, 128, 5), (14, 128, 128, 3), (14, 128, 128, 5), (28, 64, 64, 3))
PEAK_MATMUL = 2048

OUR_RECIPE = ("dcgan-mnist", "penuh")
OTHER_RECIPES = (("autoencoder-mnist", "laptop"), ("mini", "laptop"))


def layer_flops(layer):
    """FLOP maju satu lapisan untuk satu contoh.

    Args:
        layer: lapisan Keras yang sudah dibangun.

    Returns:
        Bilangan bulat; 0 bagi lapisan tanpa kernel.

    Raises:
        ValueError: bila lapisan punya kernel tetapi jenisnya tidak dikenal di sini.
    """
    from keras import layers

    if isinstance(layer, layers.Dense):
        return 2 * math.prod(layer.kernel.shape)
    if isinstance(layer, layers.Conv2DTranspose):
        return 2 * math.prod(layer.kernel.shape) * math.prod(layer.input.shape[1:3])
    if isinstance(layer, layers.Conv2D):
        return 2 * math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:3])
    if any(len(weight.shape) > 1 for weight in layer.weights):
        raise ValueError(
            f"FLOP lapisan {layer.name} ({type(layer).__name__}) belum dapat dihitung; tambahkan "
            "rumusnya di tools/benchmark.py."
        )
    return 0


def kernel_layers(network):
    """Lapisan berkernel sebuah jaringan, urut dari masukan, sampai ke dalam jaringan bersarang.

    Args:
        network: model Keras.

    Returns:
        Daftar lapisan Keras dengan FLOP lebih dari 0.
    """
    found = []
    for layer in network.layers:
        if hasattr(layer, "layers"):
            found += kernel_layers(layer)
        elif layer_flops(layer):
            found.append(layer)
    return found


def network_flops(network, weights=True, inputs=True):
    """FLOP satu contoh: maju, ditambah gradien yang diminta.

    Args:
        network: model Keras.
        weights: `True` bila gradien bobot dihitung.
        inputs: `True` bila gradien mengalir sampai masukan jaringan.

    Returns:
        Bilangan bulat.
    """
    flops = [layer_flops(layer) for layer in kernel_layers(network)]
    passed_down = sum(flops) if inputs else sum(flops[1:]) if weights else 0
    return sum(flops) * (1 + weights) + passed_down


def step_flops(model, form="mesin"):
    """FLOP satu contoh pada satu langkah pelatihan.

    Args:
        model: model Keras; GAN dikenali dari kedua jaringannya.
        form: `"mesin"` (langkah kita) atau salah satu bentuk tutorial.

    Returns:
        Bilangan bulat.
    """
    if not hasattr(model, "discriminator"):
        return network_flops(model, inputs=False)
    generator, discriminator = model.generator, model.discriminator
    judged = network_flops(discriminator, weights=False)
    learned = 2 * network_flops(discriminator, inputs=False)
    flops = network_flops(generator, inputs=False) + judged + learned
    if form in ("mesin", "tutorial-pita"):
        return flops - network_flops(discriminator, weights=False, inputs=False)
    return flops + network_flops(generator, weights=False, inputs=False)


def peak_flops(shape):
    """FLOP satu konvolusi puncak, maju dan mundur, untuk satu *batch*.

    Args:
        shape: salah satu isi `PEAK_CONVOLUTIONS`.

    Returns:
        Bilangan bulat.
    """
    side, channels, filters, kernel = shape
    return 3 * 2 * BATCH_SIZE * side**2 * channels * filters * kernel**2


class Turns:
    """Saluran giliran sebuah proses pekerja: menunggu perintah, melaporkan hasil."""

    def __init__(self):
        self._results = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)

    def wait(self):
        """Tidur sampai giliran tiba; proses berakhir bila induknya selesai."""
        line = sys.stdin.readline()
        if not line:
            sys.exit()
        return int(line)

    def report(self, **result):
        """Serahkan hasil satu giliran."""
        print(json.dumps(result), file=self._results, flush=True)

    def serve(self, run, **notes):
        """Layani giliran demi giliran dengan `run(steps)`."""
        while True:
            steps = self.wait()
            started = time.perf_counter()
            run(steps)
            self.report(seconds=(time.perf_counter() - started) / steps, **notes)


def work_engine(turns, name, profile, rebuild=None):
    """Langkah kita: fungsi terkompilasi milik mesin pelatihan, data `uint8` di memori."""
    import generatif

    generatif.configure(seed=0)
    model, run = compile_recipe(name, profile, rebuild)
    recipe = find_recipe(name, profile)
    gigaflops = step_flops(model) * recipe.batch_size / 1e9
    turns.serve(run, gigaflops=gigaflops, batch_size=recipe.batch_size, onednn=onednn_is_on())


def compile_recipe(name, profile, rebuild=None):
    """Model sebuah resep dan fungsi `run(steps)`; `rebuild` mengubah model yang baru dibangun."""
    import tensorflow as tf

    from generatif import batches, distribution, training

    recipe = find_recipe(name, profile)
    strategy = distribution.create_strategy()
    build = recipe.build if rebuild is None else lambda: rebuild(recipe.build())
    model = distribution.build_replicated(build, strategy)
    arrays = recipe.arrays(recipe.load())
    position = tf.Variable(0, dtype="int64")
    order = tf.constant(batches.epoch_order(len(arrays[0]), recipe.seed, 0))
    run_steps = training.compile_steps(model, recipe, arrays, position, strategy)
    return model, lambda steps: run_steps(order, 0, steps)


def find_recipe(name, profile):
    """Resep menurut nama dan profil."""
    from generatif import recipes

    return recipes.find(name, profile)


def work_tutorial(turns, form):
    """Bentuk tutorial: `fit` dari Keras dengan aliran `tf.data` pada pengaturan baku."""
    import keras

    class TakeTurns(keras.callbacks.Callback):
        """Berhenti di antara dua *batch* sampai giliran berikutnya."""

        def __init__(self):
            super().__init__()
            self.begin()

        def begin(self):
            self.steps = self.left = turns.wait()
            self.started = time.perf_counter()

        def on_train_batch_end(self, batch, logs=None):
            self.left -= 1
            if self.left == 0:
                seconds = (time.perf_counter() - self.started) / self.steps
                turns.report(seconds=seconds, **notes)
                self.begin()

    model, dataset = tutorial_gan(), tutorial_dataset()
    notes = tutorial_notes(model, form)
    model.fit(dataset, steps_per_epoch=10**9, verbose=0, callbacks=[TakeTurns()])


def work_tutorial_tapes(turns, form):
    """Bentuk tutorial: satu `tf.function` per *batch* di dalam perulangan Python."""
    model, images = tutorial_gan(), iter(tutorial_dataset())
    step = tape_step(model)

    def run(steps):
        for _ in range(steps):
            step(next(images))

    turns.serve(run, **tutorial_notes(model, form))


def tutorial_notes(model, form):
    """Keterangan yang menyertai hasil bentuk tutorial."""
    gigaflops = step_flops(model, form) * BATCH_SIZE / 1e9
    return {"gigaflops": gigaflops, "batch_size": BATCH_SIZE, "onednn": onednn_is_on()}


def tutorial_dataset():
    """Aliran data R2: diacak seluruhnya, dikelompokkan, disiapkan lebih dulu."""
    import tensorflow as tf

    import generatif

    images = generatif.scale_to_symmetric(generatif.load_mnist("full").x_train)
    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(len(images))
    return dataset.batch(BATCH_SIZE, drop_remainder=True).prefetch(tf.data.AUTOTUNE).repeat()


def tutorial_gan():
    """GAN R2 dalam bentuk `train_step` Keras yang lazim."""
    import keras
    from keras import ops

    from generatif.models.dcgan import build_discriminator, build_generator

    class TutorialGAN(keras.Model):
        """Diskriminator pada *batch* gabungan; generator dijalankan dua kali."""

        def __init__(self):
            super().__init__()
            self.generator = plain_network(build_generator())
            self.discriminator = plain_network(build_discriminator())
            self.g_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
            self.d_optimizer = keras.optimizers.Adam(1e-4, beta_1=0.5)
            self.cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)

        def train_step(self, real_images):
            import tensorflow as tf

            count = ops.shape(real_images)[0]
            fake_images = self.generator(self.draw_latent(count), training=True)
            images = ops.concatenate([real_images, fake_images])
            targets = ops.concatenate([0.9 * ops.ones((count, 1)), ops.zeros((count, 1))])
            with tf.GradientTape() as tape:
                logits = self.discriminator(add_noise(images), training=True)
                d_loss = 2.0 * self.cross_entropy(targets, logits)
            weights = self.discriminator.trainable_variables
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
            with tf.GradientTape() as tape:
                fake_images = self.generator(self.draw_latent(count), training=True)
                logits = self.discriminator(add_noise(fake_images), training=True)
                g_loss = self.cross_entropy(ops.ones((count, 1)), logits)
            weights = self.generator.trainable_variables
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
            return {"d_loss": d_loss, "g_loss": g_loss}

        def draw_latent(self, count):
            return keras.random.normal((count, self.generator.input_shape[-1]))

    model = TutorialGAN()
    model.g_optimizer.build(model.generator.trainable_variables)
    model.d_optimizer.build(model.discriminator.trainable_variables)
    model.compile()
    return model


def plain_network(network):
    """Salinan jaringan dengan lapisan Keras biasa sebagai ganti lapisan paket ini."""
    import keras

    def copy(layer):
        kind = type(layer)
        plain = kind.__base__ if kind.__module__ == "generatif.layers" else kind
        return plain.from_config(layer.get_config())

    return keras.models.clone_model(network, clone_function=copy)


def plain_gan(gan):
    """GAN yang sama dengan lapisan Keras biasa, untuk mengukur andil lapisan paket ini."""
    from generatif.models.gan import GAN

    plain = GAN(*map(plain_network, (gan.generator, gan.discriminator)), seed=0)
    optimizers = (gan.g_optimizer, gan.d_optimizer)
    plain.compile(*(type(each).from_config(each.get_config()) for each in optimizers))
    return plain


def tape_step(model):
    """Langkah dua pita: keluaran generator dan diskriminator dipakai bersama."""
    import tensorflow as tf

    @tf.function
    def train_step(real_images):
        latent = tf.random.normal((BATCH_SIZE, model.generator.input_shape[-1]))
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake_images = model.generator(latent, training=True)
            real_logits = model.discriminator(add_noise(real_images), training=True)
            fake_logits = model.discriminator(add_noise(fake_images), training=True)
            g_loss = model.cross_entropy(tf.ones_like(fake_logits), fake_logits)
            d_loss = model.cross_entropy(0.9 * tf.ones_like(real_logits), real_logits)
            d_loss += model.cross_entropy(tf.zeros_like(fake_logits), fake_logits)
        g_weights = model.generator.trainable_variables
        d_weights = model.discriminator.trainable_variables
        model.g_optimizer.apply(g_tape.gradient(g_loss, g_weights), g_weights)
        model.d_optimizer.apply(d_tape.gradient(d_loss, d_weights), d_weights)
        return d_loss, g_loss

    return train_step


def add_noise(images):
    """Derau masukan diskriminator menurut R2."""
    import keras

    return images + NOISE_STDDEV * keras.random.normal(keras.ops.shape(images))


def work_peak(turns):
    """Puncak mesin: konvolusi berbentuk baik maju dan mundur, dan perkalian matriks."""
    import generatif

    generatif.configure(seed=0)
    parts = {f"konvolusi {shape}": convolution_pass(shape) for shape in PEAK_CONVOLUTIONS}
    flops = {f"konvolusi {shape}": peak_flops(shape) for shape in PEAK_CONVOLUTIONS}
    parts["perkalian matriks"] = matrix_product(PEAK_MATMUL)
    flops["perkalian matriks"] = 2 * PEAK_MATMUL**3
    while True:
        steps = turns.wait()
        seconds = {name: seconds_per_call(run, steps) for name, run in parts.items()}
        speeds = {name: flops[name] / 1e9 / each for name, each in seconds.items()}
        turns.report(speeds=speeds, onednn=onednn_is_on())


def convolution_pass(shape):
    """Fungsi yang menjalankan satu konvolusi, gradien masukannya, dan gradien kernelnya."""
    import tensorflow as tf

    side, channels, filters, kernel = shape
    images = tf.random.normal((BATCH_SIZE, side, side, channels))
    weights = tf.random.normal((kernel, kernel, channels, filters))

    @tf.function
    def run():
        with tf.GradientTape() as tape:
            tape.watch([images, weights])
            outputs = tf.nn.conv2d(images, weights, 1, "SAME")
        gradients = tape.gradient(outputs, [images, weights], outputs)
        return [gradient[0, 0, 0, 0] for gradient in gradients]

    return run


def matrix_product(size):
    """Fungsi yang mengalikan dua matriks `(size, size)`."""
    import tensorflow as tf

    left, right = tf.random.normal((size, size)), tf.random.normal((size, size))
    return tf.function(lambda: (left @ right)[0, 0])


def seconds_per_call(run, calls):
    """Rata-rata lama `run()` atas beberapa panggilan."""
    started = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - started) / calls


def work_parts(turns):
    """Bagian-bagian langkah kita, masing-masing dijalankan sendiri."""
    import generatif

    generatif.configure(seed=0)
    model, run = compile_recipe(*OUR_RECIPE)
    parts = {"satu langkah utuh": lambda: run(1), **step_parts(model)}
    layers = {}
    for network in (model.generator, model.discriminator):
        for layer in kernel_layers(network):
            layers[f"{network.name}/{layer.name}"] = layer
    for name, layer in layers.items():
        parts[name] = layer_pass(layer)
    flops = {name: 3 * BATCH_SIZE * layer_flops(layer) for name, layer in layers.items()}
    while True:
        steps = turns.wait()
        seconds = {name: seconds_per_call(part, steps) for name, part in parts.items()}
        turns.report(seconds=seconds, flops=flops)


def step_parts(model):
    """`dict` nama ke fungsi bagi setiap bagian langkah GAN."""
    import tensorflow as tf

    shape = (BATCH_SIZE, *model.discriminator.input_shape[1:])
    images = tf.random.uniform(shape, -1, 1)
    latent = tf.random.normal((BATCH_SIZE, model.latent_dim))
    upstream = tf.random.normal((BATCH_SIZE, 1))
    g_weights = model.generator.trainable_variables
    d_weights = model.discriminator.trainable_variables
    g_gradients = [tf.random.normal(weight.shape) for weight in g_weights]
    d_gradients = [tf.random.normal(weight.shape) for weight in d_weights]

    def run_generator():
        with tf.GradientTape() as tape:
            fakes = model.generator(latent, training=True)
        return tape.gradient(fakes, g_weights, images)

    def run_discriminator():
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(images)
            real, fake = (model.discriminator(images, training=True) for _ in range(2))
        learned = tape.gradient([real, fake], d_weights, [upstream, upstream])
        return learned, tape.gradient(fake, images, upstream)

    def run_optimizers():
        model.g_optimizer.apply(g_gradients, g_weights)
        model.d_optimizer.apply(d_gradients, d_weights)

    def draw():
        noise = [model.add_noise(images) for _ in range(2)]
        return model.sample_latent(BATCH_SIZE), noise

    parts = {
        "generator maju dan mundur": run_generator,
        "diskriminator maju dan mundur": run_discriminator,
        "kedua pengoptimal": run_optimizers,
        "rata-rata bergerak": model.update_average,
        "vektor laten dan derau": draw,
    }
    return {name: first_values(part) for name, part in parts.items()}


def first_values(part):
    """Kompilasi sebuah bagian; hanya satu angka per tensor yang diserahkan kembali."""
    import tensorflow as tf

    @tf.function
    def run():
        tensors = [tensor for tensor in tf.nest.flatten(part()) if tensor is not None]
        return [tf.reshape(tensor, [-1])[0] for tensor in tensors]

    return run


def layer_pass(layer):
    """Fungsi yang menjalankan satu lapisan, gradien masukannya, dan gradien bobotnya."""
    import tensorflow as tf

    inputs = tf.random.normal((BATCH_SIZE, *layer.input.shape[1:]))

    def run():
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            outputs = layer(inputs)
        return tape.gradient(outputs, [inputs, *layer.trainable_variables], outputs)

    return first_values(run)


def work_memory(turns):
    """Puncak memori: beberapa langkah, citra kemajuan, lalu titik simpan, pada data penuh."""
    import generatif

    generatif.configure(seed=0)
    from tqdm import tqdm

    from generatif import distribution, runs, training

    recipe = dataclasses.replace(find_recipe(*OUR_RECIPE), epochs=1)
    with tempfile.TemporaryDirectory() as folder:
        run = runs.RunFolder(Path(folder) / "memori")
        strategy = distribution.create_strategy()
        run.claim(recipe, distribution.describe(strategy))
        session = training.Training(recipe, run, strategy)
        session.epoch_steps = turns.wait()
        session.run_epoch(0, math.inf, tqdm(disable=True))
        session.finish_epoch(0, session.losses())
        turns.report(megabytes=peak_megabytes())


def peak_megabytes():
    """Puncak memori proses ini (RSS) dalam MiB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (MEGABYTE if sys.platform == "darwin" else 1024)


def onednn_is_on():
    """`True` bila TensorFlow di proses ini memakai operasi oneDNN."""
    from tensorflow.python.util import _pywrap_util_port

    return bool(_pywrap_util_port.IsMklEnabled())


def worker_functions():
    """`dict` nama pekerja ke fungsi yang dijalankan di prosesnya."""
    functions = {
        "mesin": lambda turns: work_engine(turns, *OUR_RECIPE),
        "mesin-lapisan-keras": lambda turns: work_engine(turns, *OUR_RECIPE, plain_gan),
        "tutorial": lambda turns: work_tutorial(turns, "tutorial"),
        "tutorial-pita": lambda turns: work_tutorial_tapes(turns, "tutorial-pita"),
        "tutorial-tanpa-onednn": lambda turns: work_tutorial(turns, "tutorial-tanpa-onednn"),
        "puncak": work_peak,
        "bagian": work_parts,
        "memori": work_memory,
    }
    for name, profile in OTHER_RECIPES:
        functions[name] = lambda turns, name=name, profile=profile: work_engine(
            turns, name, profile
        )
    return functions


if __name__ == "__main__":
    worker_functions()[sys.argv[1]](Turns())

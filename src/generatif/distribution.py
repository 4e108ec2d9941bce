"""Melatih di beberapa perangkat: strategi `tf.distribute`, pembagian *batch*, dan presisi.

Setiap replika memegang salinan model, mengolah bagiannya sendiri dari *batch* global, lalu
gradien semua replika dirata-ratakan sehingga salinannya tetap sama. Yang tidak sama dengan
pelatihan di satu perangkat: normalisasi *batch* menghitung rerata dan variansi dari bagian satu
replika saja (statistik berjalan yang disimpan milik replika pertama), dan deret bilangan acak
setiap replika berbeda.
"""

import os

import keras
import numpy as np
import tensorflow as tf

from generatif.checks import require, require_positive_int

STRATEGIES = ("satu", "mirrored", "multi-worker")
PRECISIONS = ("float32", "float16")


def split_cpu(count):
    """Bagi CPU menjadi beberapa perangkat logis, untuk mencoba strategi tanpa GPU.

    Panggil sebelum TensorFlow menjalankan operasi pertama.

    Args:
        count: banyak perangkat logis, bilangan bulat positif.

    Raises:
        ValueError: bila `count` bukan bilangan bulat positif.
        RuntimeError: bila TensorFlow sudah berjalan.
    """
    require_positive_int(count=count)
    (cpu,) = tf.config.list_physical_devices("CPU")
    try:
        tf.config.set_logical_device_configuration(
            cpu, [tf.config.LogicalDeviceConfiguration()] * count
        )
    except RuntimeError as error:
        raise RuntimeError(
            f"CPU tidak dapat lagi dibagi menjadi {count} perangkat logis karena TensorFlow sudah "
            "berjalan. Panggil split_cpu sebelum membuat model atau tensor apa pun."
        ) from error


def create_strategy(name="satu"):
    """Buat strategi pelatihan.

    Args:
        name: `"satu"` (satu perangkat), `"mirrored"` (semua GPU di satu mesin; tanpa GPU, semua
            perangkat CPU logis dari :func:`split_cpu`), atau `"multi-worker"` (beberapa proses,
            yang alamatnya ada di variabel lingkungan TF_CONFIG).

    Returns:
        `tf.distribute.Strategy`.

    Raises:
        ValueError: bila nama tidak dikenal, perangkatnya kurang dari dua, atau TF_CONFIG
            kosong.
        RuntimeError: bila `"multi-worker"` diminta sesudah TensorFlow berjalan.
    """
    require(name in STRATEGIES, "strategi", name, f"salah satu dari {', '.join(STRATEGIES)}")
    if name == "mirrored":
        return tf.distribute.MirroredStrategy(_mirrored_devices())
    if name == "multi-worker":
        return _multi_worker_strategy()
    return tf.distribute.get_strategy()


def use_precision(name="float32"):
    """Tetapkan presisi hitungan model yang dibangun sesudah ini.

    Dengan `"float16"`, lapisan menghitung dalam float16 dan menyimpan bobot dalam float32.

    Args:
        name: `"float32"` atau `"float16"`.

    Raises:
        ValueError: bila nama tidak dikenal, atau float16 diminta tanpa GPU.
    """
    require(name in PRECISIONS, "presisi", name, f"salah satu dari {', '.join(PRECISIONS)}")
    if name == "float16" and not tf.config.list_physical_devices("GPU"):
        raise ValueError(
            "presisi = 'float16', tetapi TensorFlow tidak melihat GPU. Kebanyakan CPU tidak punya "
            "unit hitung float16, sehingga pelatihan menjadi lebih lambat, bukan lebih cepat. "
            "Pakai 'float32', atau jalankan di mesin dengan GPU."
        )
    keras.config.set_dtype_policy("mixed_float16" if name == "float16" else "float32")


def build_replicated(build, strategy):
    """Bangun model yang salinannya ada di setiap replika.

    Pada pelatihan dari titik simpan, panggil :func:`separate_noise` lagi sesudah keadaannya
    diisi.

    Args:
        build: fungsi tanpa argumen yang mengembalikan `keras.Model` yang sudah di-`compile`.
        strategy: `tf.distribute.Strategy`.

    Returns:
        Model Keras.

    Raises:
        ValueError: bila presisinya float16 dan model tidak menskalakan loss-nya.
    """
    with strategy.scope():
        model = build()
    _require_scaled_loss(model)
    average_gradients(model, strategy)
    separate_noise(model, strategy)
    return model


def average_gradients(model, strategy):
    """Jadikan pengoptimal merata-ratakan gradien antarreplika, bukan menjumlahkannya.

    Pengoptimal Keras menjumlahkan gradien semua replika. `keras.Model.train_step` sudah membagi
    loss dengan banyak replika; `train_step` milik model sendiri, misalnya GAN, tidak. Di sini
    pengoptimalnya yang membagi, lewat `loss_scale_factor`, sehingga kode model tidak berubah.

    Args:
        model: model Keras yang sudah di-`compile`.
        strategy: `tf.distribute.Strategy`.
    """
    replicas = strategy.num_replicas_in_sync
    if replicas > 1 and type(model).train_step is not keras.Model.train_step:
        for optimizer in _optimizers(model):
            optimizer.loss_scale_factor = float(replicas)


def separate_noise(model, strategy):
    """Beri setiap replika deret bilangan acaknya sendiri.

    Tanpa ini semua replika mengambil vektor laten, derau, dan pola dropout yang sama. Panggil
    ketika keadaan acak semua replika masih sama, yaitu sesudah model dibangun atau diisi dari
    titik simpan. Keadaan replika pertama tidak berubah, maka cukup itu yang disimpan.

    Args:
        model: model Keras yang dibangun di dalam `strategy.scope()`.
        strategy: `tf.distribute.Strategy`.
    """
    replicas = strategy.num_replicas_in_sync
    states = [each for each in model.variables if each.path.endswith("seed_generator_state")]
    tables = [
        tf.constant(_noise_seeds(keras.ops.convert_to_numpy(state), replicas)) for state in states
    ]

    @tf.function
    def assign():
        replica = tf.distribute.get_replica_context().replica_id_in_sync_group
        for state, table in zip(states, tables, strict=True):
            state.assign(tf.gather(table, replica))

    if replicas > 1:
        strategy.run(assign)


def share(batch_size, strategy):
    """Banyak contoh bagian satu replika dari *batch* global.

    Args:
        batch_size: banyak contoh *batch* global.
        strategy: `tf.distribute.Strategy`.

    Returns:
        `batch_size` dibagi banyak replika.

    Raises:
        ValueError: bila tidak habis dibagi.
    """
    replicas = strategy.num_replicas_in_sync
    require(
        batch_size % replicas == 0,
        "batch_size",
        batch_size,
        f"kelipatan banyak replika ({replicas}), agar semua replika mendapat bagian yang sama",
    )
    return batch_size // replicas


def make_step(model, batch_of, strategy):
    """Susun satu langkah pelatihan yang dikerjakan bersama oleh semua replika.

    *Batch* global langkah ke-n terdiri atas bagian ke-`n * replika` sampai sebelum bagian
    ke-`(n + 1) * replika`; replika bernomor r mengerjakan bagian ke-`n * replika + r`. Di satu
    perangkat, langkah ini sama dengan `model.train_step(batch_of(order, step))`.

    Args:
        model: model Keras dari :func:`build_replicated`.
        batch_of: fungsi `(order, part)` yang menghasilkan masukan `train_step` sebanyak
            :func:`share` contoh.
        strategy: `tf.distribute.Strategy`.

    Returns:
        Fungsi `(order, step)` untuk dipanggil di dalam `tf.function`.
    """
    replicas = strategy.num_replicas_in_sync

    @tf.autograph.experimental.do_not_convert
    def replica_step(order, step):
        replica = tf.distribute.get_replica_context().replica_id_in_sync_group
        model.train_step(batch_of(order, step * replicas + replica))

    return lambda order, step: strategy.run(replica_step, args=(order, step))


def describe(strategy):
    """Pengaturan yang ikut menentukan hasil, untuk dicatat bersama resep.

    Args:
        strategy: `tf.distribute.Strategy`.

    Returns:
        `dict` dengan kunci `strategy`, `replicas`, dan `precision`.
    """
    return {
        "strategy": type(strategy).__name__,
        "replicas": strategy.num_replicas_in_sync,
        "precision": keras.config.dtype_policy().name,
    }


def is_multi_worker(strategy):
    """`True` bila replikanya tersebar di beberapa proses."""
    return isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy)


def is_chief(strategy):
    """`True` bila proses ini yang bertugas menulis hasil: pekerja ke-0, atau satu-satunya."""
    return not is_multi_worker(strategy) or strategy.cluster_resolver.task_id in (0, None)


def _mirrored_devices():
    gpus, cpus = (tf.config.list_logical_devices(kind) for kind in ("GPU", "CPU"))
    devices = gpus or cpus
    if len(devices) < 2:
        raise ValueError(
            f"strategi = 'mirrored' membutuhkan paling sedikit dua perangkat, tetapi TensorFlow "
            f"melihat {len(gpus)} GPU dan {len(cpus)} CPU. Pakai strategi 'satu', atau minta "
            "beberapa GPU dari penjadwal, misalnya `#SBATCH --gres=gpu:2`."
        )
    return [device.name for device in devices]


def _multi_worker_strategy():
    if "TF_CONFIG" not in os.environ:
        raise ValueError(
            "strategi = 'multi-worker', tetapi variabel lingkungan TF_CONFIG, yaitu daftar alamat "
            "semua pekerja, belum diisi. Contohnya ada di halaman klaster buku ini."
        )
    try:
        return tf.distribute.MultiWorkerMirroredStrategy()
    except RuntimeError as error:
        raise RuntimeError(
            "Strategi 'multi-worker' harus dibuat sebelum TensorFlow menjalankan operasi apa pun. "
            "Panggil create_strategy paling awal."
        ) from error


def _optimizers(model):
    return [item for item in vars(model).values() if isinstance(item, keras.Optimizer)]


def _require_scaled_loss(model):
    scaled = keras.optimizers.LossScaleOptimizer
    half = keras.config.dtype_policy().compute_dtype == "float16"
    if half and not all(isinstance(each, scaled) for each in _optimizers(model)):
        raise ValueError(
            f"presisi = 'float16' belum dapat dipakai untuk {type(model).__name__}: langkah "
            "pelatihannya tidak menskalakan loss, sehingga gradien yang kecil menjadi nol dalam "
            "float16. Pakai 'float32'."
        )


def _noise_seeds(state, replicas):
    seed, counter = (int(value) for value in state)
    others = (np.random.SeedSequence([seed, each]) for each in range(1, replicas))
    seeds = [seed, *(int(each.generate_state(1)[0]) for each in others)]
    return np.array([[each, counter] for each in seeds], state.dtype)

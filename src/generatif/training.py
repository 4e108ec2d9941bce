"""Mesin pelatihan: satu fungsi terkompilasi per langkah, titik simpan, dan kelanjutan persis.

Keadaan lengkap sebuah pelatihan adalah variabel model, metrik, dan pengoptimal, ditambah
riwayat dan banyak langkah. Urutan data tidak disimpan karena dapat dihitung ulang
(`generatif.batches`). Maka pelatihan yang terputus kapan pun berakhir dengan bobot dan riwayat
yang sama, bita demi bita, di mesin dan dengan pengaturan yang sama.
"""

import math
import time
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tqdm.auto import tqdm

from generatif import distribution
from generatif.batches import epoch_order, gather_batch
from generatif.checkpoints import CheckpointFolder
from generatif.checks import require
from generatif.runs import RunFolder, default_folder

CALL_SECONDS = 1.0
WORKER_CALL_STEPS = 100


@dataclass(frozen=True)
class TrainedRun:
    """Hasil :func:`train`.

    Attributes:
        recipe: resepnya.
        model: model Keras terlatih.
        history: `dict` nama kolom ke daftar bilangan per epoch.
        folder: folder kerja.
    """

    recipe: object
    model: keras.Model
    history: dict
    folder: Path


def train(recipe, folder=None, *, minutes=5.0, strategy=None, tensorboard=False, progress=True):
    """Latih sebuah resep sampai selesai, melanjutkan bila pernah terputus.

    Titik simpan ditulis sesudah setiap epoch dan setiap `minutes` menit.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        folder: folder kerja; `None` untuk :func:`~generatif.runs.default_folder`.
        minutes: jarak titik simpan di dalam epoch, dalam menit; 0 = sesudah setiap langkah.
        strategy: `tf.distribute.Strategy` dari `generatif.distribution.create_strategy`; `None`
            untuk satu perangkat.
        tensorboard: `True` untuk menulis catatan TensorBoard (perlu paket `tensorboard`).
        progress: `True` untuk menampilkan bilah kemajuan dan sisa waktu.

    Returns:
        :class:`TrainedRun`.

    Raises:
        ValueError: bila folder berisi resep lain, data lebih sedikit dari satu *batch*, atau
            semua titik simpan rusak.
        FloatingPointError: bila suatu loss atau bobot menjadi NaN atau tak hingga; titik simpan
            terakhir yang baik tetap ada.
        OSError: bila folder tidak dapat ditulisi atau disk penuh.
        KeyboardInterrupt: bila dihentikan pemakai, sesudah titik simpan ditulis.
    """
    require(minutes >= 0, "minutes", minutes, "bilangan >= 0")
    strategy = strategy or distribution.create_strategy()
    run = RunFolder(default_folder(recipe) if folder is None else folder)
    run.claim(recipe, distribution.describe(strategy))
    callbacks = [*recipe.callbacks(), *([_tensorboard(run)] if tensorboard else [])]
    training = Training(recipe, run, strategy)
    for callback in callbacks:
        callback.set_model(training.model)
        callback.set_params({"epochs": recipe.epochs, "steps": training.epoch_steps})
        callback.on_train_begin()
    with tqdm(
        total=recipe.epochs * training.epoch_steps,
        initial=training.position,
        disable=not progress,
        bar_format="{desc} {percentage:3.0f} %|{bar}| {n}/{total} langkah, sisa {remaining}",
    ) as bar:
        if progress and training.position:
            bar.write(_describe_start(training.position, bar.total))
        try:
            for epoch in range(len(training.rows), recipe.epochs):
                bar.set_description(f"epoch {epoch + 1}/{recipe.epochs}")
                for callback in callbacks:
                    callback.on_epoch_begin(epoch)
                training.run_epoch(epoch, 60 * minutes, bar)
                logs = training.losses()
                for callback in callbacks:
                    callback.on_epoch_end(epoch, logs)
                training.finish_epoch(epoch, logs)
        except KeyboardInterrupt:
            training.save_when_alone()
            raise
    for callback in callbacks:
        callback.on_train_end()
    history = {key: [row[key] for row in training.rows] for key in training.rows[0]}
    return TrainedRun(recipe, training.model, history, run.folder)


class Training:
    """Satu pelatihan yang sedang berjalan, dilanjutkan dari titik simpan terakhir bila ada.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        run: :class:`~generatif.runs.RunFolder` yang sudah menjadi milik resep itu.
        strategy: `tf.distribute.Strategy`.

    Attributes:
        model: model Keras.
        rows: riwayat epoch yang sudah selesai, daftar `dict`.
        epoch_steps: banyak langkah per epoch.
    """

    def __init__(self, recipe, run, strategy):
        self.recipe = recipe
        self.run = run
        self.strategy = strategy
        self.model = distribution.build_replicated(lambda: build_model(recipe), strategy)
        arrays = recipe.arrays(recipe.load())
        self.count = len(arrays[0])
        self.epoch_steps = recipe.epoch_steps(self.count)
        if self.epoch_steps == 0:
            raise ValueError(
                f"Data hanya berisi {self.count} contoh, kurang dari satu batch "
                f"({recipe.batch_size}). Perkecil batch_size atau tambah data."
            )
        self.rows = []
        self._position = tf.Variable(0, dtype="int64", name="position")
        self._run_steps = compile_steps(self.model, recipe, arrays, self._position, strategy)
        self._checkpoints = CheckpointFolder(run.folder / "titik")
        self._clock = _EpochClock()
        self._step_seconds = CALL_SECONDS
        self._is_writer = distribution.is_chief(strategy)
        self._has_workers = distribution.is_multi_worker(strategy)
        self._restore()

    @property
    def position(self):
        """Banyak langkah yang sudah dijalani sejak awal pelatihan."""
        return int(self._position)

    def run_epoch(self, epoch, save_seconds, bar):
        """Jalani sisa langkah sebuah epoch.

        Args:
            epoch: nomor epoch, mulai dari 0.
            save_seconds: jarak titik simpan dalam detik.
            bar: bilah kemajuan dengan metode `update`.
        """
        order = tf.constant(epoch_order(self.count, self.recipe.seed, epoch))
        done = self.position - epoch * self.epoch_steps
        if done == 0:
            self.model.reset_metrics()
        self._clock.start()
        saved = time.perf_counter()
        while done < self.epoch_steps:
            started = time.perf_counter()
            steps = self._steps_per_call(save_seconds, self.epoch_steps - done)
            self._run_steps(order, done, steps)
            self._step_seconds = (time.perf_counter() - started) / steps
            done += steps
            bar.update(steps)
            self._require_finite(self.losses())
            if done < self.epoch_steps and time.perf_counter() - saved >= save_seconds:
                self.save_when_alone()
                saved = time.perf_counter()

    def finish_epoch(self, epoch, logs):
        """Catat epoch yang selesai: bobot, citra, riwayat, lalu titik simpan paling akhir.

        Args:
            epoch: nomor epoch, mulai dari 0.
            logs: `dict` besaran epoch itu.
        """
        arrays = self._finite_state()
        network = next(iter(self.recipe.networks(self.model).values()))
        images = self.recipe.render(network, self.recipe.probe())
        if self._is_writer:
            self.run.write_epoch(epoch + 1, network, images)
        seconds, cpu_seconds = self._clock.read()
        row = {"epoch": epoch + 1, **logs, "seconds": seconds, "cpu_seconds": cpu_seconds}
        self.rows = [*self.rows, row]
        self._clock = _EpochClock()
        if self._is_writer:
            self.run.write_history(self.rows)
        self._write(arrays)

    def losses(self):
        """Rerata berjalan setiap besaran pada epoch ini, `dict` nama ke bilangan."""
        return {key: float(value) for key, value in self.model.get_metrics_result().items()}

    def save(self):
        """Tulis titik simpan; keadaan yang memuat NaN ditolak agar yang baik tidak tergusur."""
        self._write(self._finite_state())

    def save_when_alone(self):
        """Tulis titik simpan di tengah epoch; beberapa pekerja hanya menulis di akhir epoch."""
        if not self._has_workers:
            self.save()

    def _finite_state(self):
        variables = state_variables(self.model)
        arrays = [keras.ops.convert_to_numpy(variable) for variable in variables]
        for variable, array in zip(variables, arrays, strict=True):
            if not np.isfinite(array).all():
                raise self._divergence(f"bobot {variable.path}", "NaN")
        return arrays

    def _write(self, arrays):
        note = {"position": self.position, "rows": self.rows, "clock": self._clock.read()}
        if self._is_writer:
            self._checkpoints.save(self.position, arrays, note)

    def _restore(self):
        if (found := self._checkpoints.load()) is None:
            return
        arrays, note = found
        assign_state(self.model, arrays)
        distribution.separate_noise(self.model, self.strategy)
        self._position.assign(note["position"])
        self.rows = note["rows"]
        self._clock = _EpochClock(*note["clock"])

    def _steps_per_call(self, save_seconds, remaining):
        if self._has_workers:  # jam pekerja berbeda, sedangkan langkahnya harus sama banyak
            return min(WORKER_CALL_STEPS, remaining)
        wanted = min(CALL_SECONDS, save_seconds) / self._step_seconds
        return max(1, min(int(wanted), remaining))

    def _require_finite(self, logs):
        for name, value in logs.items():
            if not math.isfinite(value):
                raise self._divergence(name, value)

    def _divergence(self, name, value):
        epoch = len(self.rows)
        step = self.position - epoch * self.epoch_steps
        return FloatingPointError(
            f"Pelatihan dihentikan: {name} = {value} pada epoch {epoch + 1}, langkah {step}. "
            f"Titik simpan terakhir yang baik tetap ada di {self.run.folder}. Turunkan laju "
            "pembelajaran atau periksa data."
        )


def compile_steps(model, recipe, arrays, position, strategy=None):
    """Susun satu fungsi TensorFlow yang menjalankan banyak langkah tanpa kembali ke Python.

    Args:
        model: model Keras dengan `train_step`.
        recipe: resep; `prepare` dan `batch_size`-nya dipakai.
        arrays: daftar larik `(N, ...)`; disalin sekali ke memori TensorFlow.
        position: `tf.Variable` penghitung langkah, dinaikkan sesudah setiap langkah.
        strategy: `tf.distribute.Strategy`; `None` untuk satu perangkat.

    Returns:
        Fungsi `(order, first, count)`: urutan data, langkah pertama, dan banyak langkah.

    Raises:
        ValueError: bila `batch_size` bukan kelipatan banyak replika.
    """
    strategy = strategy or distribution.create_strategy()
    tensors = [tf.constant(array) for array in arrays]
    size = distribution.share(recipe.batch_size, strategy)

    def batch_of(order, part):
        return recipe.prepare(*gather_batch(tensors, order, part, size))

    one_step = distribution.make_step(model, batch_of, strategy)

    @tf.function(autograph=False)
    def run_steps(order, first, count):
        def body(step):
            one_step(order, step)
            position.assign_add(1)
            return (step + 1,)

        tf.while_loop(lambda step: step < first + count, body, (first,))

    return lambda order, first, count: run_steps(order, tf.constant(first), tf.constant(count))


def state_variables(model):
    """Semua variabel yang menentukan kelanjutan pelatihan, dalam urutan tetap.

    Args:
        model: model Keras.

    Returns:
        Daftar variabel: jaringan, keadaan acak, metrik, lalu setiap pengoptimal.
    """
    optimizers = [item for item in vars(model).values() if isinstance(item, keras.Optimizer)]
    variables = [*model.variables, *model.metrics_variables]
    return [*variables, *(each for optimizer in optimizers for each in optimizer.variables)]


def assign_state(model, arrays):
    """Isi semua :func:`state_variables` dari sebuah titik simpan.

    Args:
        model: model Keras.
        arrays: daftar larik dari titik simpan.

    Raises:
        ValueError: bila banyak atau bentuknya tidak cocok dengan model.
    """
    variables = state_variables(model)
    if [array.shape for array in arrays] != [tuple(each.shape) for each in variables]:
        raise ValueError(
            f"Bentuk {len(arrays)} variabel di titik simpan tidak cocok dengan {len(variables)} "
            "variabel model sekarang: kode model berubah. Pilih folder lain, atau pakai versi "
            "paket yang memulai pelatihan itu."
        )
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(array)


def restore_model(recipe, checkpoints):
    """Bangun model sebuah resep dengan keadaan titik simpan terakhir.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        checkpoints: :class:`~generatif.checkpoints.CheckpointFolder`.

    Returns:
        Model Keras.

    Raises:
        FileNotFoundError: bila belum ada titik simpan.
    """
    if (found := checkpoints.load()) is None:
        raise FileNotFoundError(f"Belum ada titik simpan di {checkpoints.folder}. Latih dulu.")
    model = build_model(recipe)
    assign_state(model, found[0])
    return model


def build_model(recipe):
    """Bangun model sebuah resep beserta semua variabel metriknya.

    Keras menunda variabel metrik `compile(metrics=...)` sampai langkah pertama. Titik simpan
    memuatnya, jadi model yang akan diisi kembali harus sudah memilikinya.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.

    Returns:
        Model Keras.
    """
    model = recipe.build()
    if not all(metric.variables for metric in model.metrics):
        inputs = keras.ops.zeros((1, *model.input_shape[1:]))
        outputs = model(inputs)
        model.compute_metrics(inputs, outputs, outputs)
        model.reset_metrics()
    return model


class _EpochClock:
    """Waktu dinding dan waktu prosesor sebuah epoch, bersambung antarproses."""

    def __init__(self, seconds=0.0, cpu_seconds=0.0):
        self._carried = seconds, cpu_seconds
        self._started = None

    def start(self):
        self._started = time.perf_counter(), time.process_time()

    def read(self):
        if self._started is None:
            return self._carried
        now = time.perf_counter(), time.process_time()
        return tuple(
            carried + end - begin
            for carried, end, begin in zip(self._carried, now, self._started, strict=True)
        )


def _describe_start(position, total):
    if position < total:
        return f"Melanjutkan dari langkah {position} dari {total}."
    return "Pelatihan di folder ini sudah selesai sebelumnya; tidak ada yang dilatih."


def _tensorboard(run):
    try:
        import tensorboard  # noqa: F401
    except ImportError as error:
        raise ValueError(
            "Catatan TensorBoard memerlukan paket tensorboard, yang belum terpasang. Pasang "
            "dengan `pip install tensorboard`, atau jalankan tanpa --tensorboard."
        ) from error
    return keras.callbacks.TensorBoard(str(run.folder / "tensorboard"), write_graph=False)

"""Mesin pelatihan: kelanjutan persis, penolakan resep lain, dan kegagalan yang tidak merusak."""

import dataclasses
import errno

import keras
import numpy as np
import pytest

from generatif import checkpoints, training
from generatif.batches import epoch_order
from generatif.data import load_mnist
from generatif.recipes.autoencoder import SparseRecipe
from generatif.recipes.base import Recipe
from generatif.recipes.gan import DCGANRecipe
from generatif.runs import RunFolder

CLOCK = {"seconds", "cpu_seconds"}


class PowerCut(BaseException):
    """Pelatihan terputus mendadak."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TinyRecipe(DCGANRecipe):
    def load(self):
        data = load_mnist("embedded")
        return dataclasses.replace(data, x_train=data.x_train[:200])


@pytest.fixture(scope="module")
def recipe():
    return TinyRecipe(
        name="uji",
        profile="kilat",
        source="embedded",
        epochs=2,
        width=2,
        batch_size=32,
        latent_dim=8,
        noise_start=0.1,
    )


def train(recipe, folder, **options):
    return training.train(recipe, folder, progress=False, **options)


@pytest.fixture(scope="module")
def uninterrupted(recipe, tmp_path_factory):
    return train(recipe, tmp_path_factory.mktemp("utuh"))


def final_state(run):
    arrays, note = checkpoints.CheckpointFolder(run.folder / "titik").load()
    return arrays, note["position"]


def assert_same_run(run, reference):
    (arrays, position), (expected, expected_position) = map(final_state, (run, reference))
    assert position == expected_position
    for array, other in zip(arrays, expected, strict=True):
        np.testing.assert_array_equal(array, other)
    assert run.history.keys() == reference.history.keys()
    for key in run.history.keys() - CLOCK:
        assert run.history[key] == reference.history[key]
    for name in ("bobot/0001.npz", "bobot/0002.npz", "gambar/epoch-0002.png"):
        assert (run.folder / name).read_bytes() == (reference.folder / name).read_bytes()


def cut_power_at(monkeypatch, position):
    """Putuskan tepat sesudah langkah `position`, sebelum titik simpannya ditulis."""
    original = training.Training._require_finite

    def check(self, logs):
        if self.position >= position:
            raise PowerCut
        original(self, logs)

    monkeypatch.setattr(training.Training, "_require_finite", check)


@pytest.mark.parametrize("position", [1, 3, 6, 7, 11])
def test_interrupted_training_ends_with_the_same_bits(
    recipe, uninterrupted, tmp_path, monkeypatch, position
):
    with monkeypatch.context() as patch:
        cut_power_at(patch, position)
        with pytest.raises(PowerCut):
            train(recipe, tmp_path, minutes=0)
    assert_same_run(train(recipe, tmp_path), uninterrupted)


@dataclasses.dataclass(frozen=True, kw_only=True)
class TinySparseRecipe(SparseRecipe):
    """Model dengan `compile(metrics=...)`: Keras menunda variabel metriknya."""

    load = TinyRecipe.load


@pytest.mark.parametrize("position", [3, 7])
def test_metrics_built_late_by_keras_survive_interruption(tmp_path, monkeypatch, position):
    recipe = TinySparseRecipe(
        name="uji", profile="kilat", source="embedded", epochs=2, batch_size=32, code_dim=4
    )
    reference = train(recipe, tmp_path / "utuh")
    with monkeypatch.context() as patch:
        cut_power_at(patch, position)
        with pytest.raises(PowerCut):
            train(recipe, tmp_path / "putus", minutes=0)
    assert_same_run(train(recipe, tmp_path / "putus"), reference)
    restored = training.restore_model(
        recipe, checkpoints.CheckpointFolder(reference.folder / "titik")
    )
    for array, expected in zip(restored.get_weights(), reference.model.get_weights(), strict=True):
        np.testing.assert_array_equal(array, expected)
    assert float(restored.get_metrics_result()["mse"]) == reference.history["mse"][-1]


def test_stopping_by_hand_saves_first(recipe, uninterrupted, tmp_path, monkeypatch):
    def stop(self, logs):
        if self.position >= 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(training.Training, "_require_finite", stop)
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path)
    _, note = checkpoints.CheckpointFolder(tmp_path / "titik").load()
    assert note["position"] >= 5
    assert_same_run(train(recipe, tmp_path), uninterrupted)


def test_stopping_at_the_end_of_an_epoch(recipe, uninterrupted, tmp_path, monkeypatch):
    def stop(self, epoch, network, images):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "write_epoch", stop)
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path)
    assert_same_run(train(recipe, tmp_path), uninterrupted)


def test_finished_training_is_left_alone(recipe, uninterrupted):
    before = (uninterrupted.folder / "riwayat.csv").read_bytes()
    again = train(recipe, uninterrupted.folder)
    assert (uninterrupted.folder / "riwayat.csv").read_bytes() == before
    latent = np.ones((2, 8), "float32")
    np.testing.assert_array_equal(again.model(latent), uninterrupted.model(latent))


def test_history_holds_losses_noise_and_time(uninterrupted):
    history = uninterrupted.history
    assert list(history)[:3] == ["epoch", "d_loss", "g_loss"]
    assert history["epoch"] == [1, 2]
    assert history["noise_stddev"] == pytest.approx([0.1, 0.0])
    assert min(history["seconds"] + history["cpu_seconds"]) > 0


def test_steps_equal_plain_train_steps(recipe, uninterrupted, tmp_path):
    """Satu panggilan banyak langkah = `train_step` satu per satu atas batch yang sama."""
    model = recipe.build()
    model.noise_stddev.assign(recipe.noise_start)
    images = recipe.load().x_train
    order = epoch_order(len(images), recipe.seed, 0)
    for step in range(6):
        batch = images[order[32 * step : 32 * (step + 1)]]
        logs = model.train_step(keras.ops.convert_to_tensor(batch.astype("float32") / 127.5 - 1))
    for key, value in logs.items():
        assert float(value) == pytest.approx(uninterrupted.history[key][0], rel=1e-5)


def test_every_epoch_sees_each_image_once_in_another_order():
    orders = [epoch_order(1000, 7, epoch) for epoch in (0, 1)]
    for order in orders:
        np.testing.assert_array_equal(np.sort(order), np.arange(1000))
    assert np.mean(orders[0] == orders[1]) < 0.05
    assert np.mean(orders[0] == epoch_order(1000, 8, 0)) < 0.05


def test_changed_recipe_is_refused_and_named(recipe, uninterrupted):
    other = dataclasses.replace(recipe, epochs=3, noise_start=0.2)
    with pytest.raises(ValueError, match=r"epochs: 2 -> 3; noise_start: 0\.1 -> 0\.2"):
        train(other, uninterrupted.folder)


def test_folder_with_other_files_is_refused_untouched(recipe, tmp_path):
    (tmp_path / "tugas.txt").write_text("punya saya")
    with pytest.raises(ValueError, match=r"sudah berisi tugas\.txt, tetapi bukan folder kerja"):
        train(recipe, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["tugas.txt"]


def test_continuing_is_announced(recipe, uninterrupted, capsys):
    training.train(recipe, uninterrupted.folder)
    assert "sudah selesai sebelumnya; tidak ada yang dilatih" in capsys.readouterr().out


def test_other_strategy_or_precision_is_refused(recipe, uninterrupted, monkeypatch):
    from generatif import distribution

    two = {"strategy": "MirroredStrategy", "replicas": 2, "precision": "mixed_float16"}
    monkeypatch.setattr(distribution, "describe", lambda strategy: two)
    with pytest.raises(ValueError, match="precision: float32 -> mixed_float16; replicas: 1 -> 2"):
        train(recipe, uninterrupted.folder)


def test_changed_code_or_version_is_warned_about(recipe, uninterrupted, monkeypatch):
    from generatif import provenance

    changed = dict.fromkeys(provenance.LIBRARIES, "9.9")
    monkeypatch.setattr(provenance, "versions", lambda: changed)
    with pytest.warns(UserWarning, match="keras: .* -> 9.9"):
        train(recipe, uninterrupted.folder)


def test_damaged_newest_checkpoint_falls_back(recipe, uninterrupted, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        cut_power_at(patch, 5)
        with pytest.raises(PowerCut):
            train(recipe, tmp_path, minutes=0)
    older, newest = sorted((tmp_path / "titik").glob("*.titik"))
    newest.write_bytes(newest.read_bytes()[:-9])
    with pytest.warns(UserWarning, match=f"{newest.name} rusak"):
        resumed = train(recipe, tmp_path)
    assert_same_run(resumed, uninterrupted)
    assert newest.with_name(newest.name + ".rusak").exists()


def test_all_checkpoints_damaged(tmp_path):
    folder = checkpoints.CheckpointFolder(tmp_path)
    folder.save(1, [np.ones(3)], {}).write_bytes(b"x")
    with (
        pytest.warns(UserWarning, match="rusak"),
        pytest.raises(ValueError, match="Semua titik simpan"),
    ):
        folder.load()


def test_two_generations_and_no_leftovers(tmp_path):
    folder = checkpoints.CheckpointFolder(tmp_path)
    for position in (1, 2, 3):
        folder.save(position, [np.arange(position)], {"position": position})
    (tmp_path / ".000000004.titik.99").write_bytes(b"separuh")
    arrays, note = folder.load()
    np.testing.assert_array_equal(arrays[0], [0, 1, 2])
    assert note == {"position": 3}
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "000000002.titik",
        "000000003.titik",
    ]


def test_full_disk_is_reported_and_the_last_checkpoint_survives(tmp_path, monkeypatch):
    folder = checkpoints.CheckpointFolder(tmp_path)
    folder.save(1, [np.arange(3)], {})

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("generatif.pictures.os.fsync", full)
        with pytest.raises(OSError, match=r"disk penuh.*utuh: 000000001\.titik") as caught:
            folder.save(2, [np.arange(3)], {})
    assert caught.value.errno == errno.ENOSPC
    np.testing.assert_array_equal(folder.load()[0][0], [0, 1, 2])


def test_full_disk_at_the_end_of_an_epoch(recipe, uninterrupted, tmp_path, monkeypatch):
    def full(images, path, columns=None):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("generatif.runs.save_grid", full)
        with pytest.raises(OSError, match="Hasil epoch 1 .* disk penuh"):
            train(recipe, tmp_path, minutes=0)
    assert_same_run(train(recipe, tmp_path), uninterrupted)


def test_unwritable_folder_is_refused(recipe, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(OSError, match="tidak dapat ditulisi.*--folder"):
        train(recipe, tmp_path / "berkas" / "anak")


def test_too_little_data(recipe, tmp_path):
    greedy = dataclasses.replace(recipe, batch_size=201)
    with pytest.raises(ValueError, match="200 contoh, kurang dari satu batch"):
        train(greedy, tmp_path)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExplodingRecipe(Recipe):
    """Regresi yang bobotnya meledak pada epoch kedua."""

    def load(self):
        return load_mnist("embedded")

    def arrays(self, data):
        return [data.x_train[:64]]

    def build(self):
        model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Dense(1)])
        rate = keras.optimizers.schedules.PiecewiseConstantDecay([5], [1e-3, 1e30])
        model.compile(keras.optimizers.SGD(rate), "mse")
        model.optimizer.build(model.trainable_variables)
        return model

    def prepare(self, pixels):
        return keras.ops.cast(pixels, "float32"), keras.ops.cast(pixels, "float32")

    def networks(self, model):
        return {"network": model}

    def probe(self, count=1):
        return None

    def render(self, network, inputs):
        return np.zeros((1, 28, 28, 1), "uint8")


@pytest.mark.parametrize(
    ("minutes", "named"), [(0, r"bobot \S+/kernel = NaN"), (5, "loss = (inf|nan)")]
)
def test_divergence_is_named_and_the_last_good_checkpoint_kept(tmp_path, minutes, named):
    recipe = ExplodingRecipe(name="ledak", profile="kilat", epochs=3, batch_size=16)
    with pytest.raises(FloatingPointError, match=f"{named} pada epoch 2, langkah [1-4]"):
        train(recipe, tmp_path, minutes=minutes)
    arrays, note = checkpoints.CheckpointFolder(tmp_path / "titik").load()
    assert note["position"] >= 4
    assert all(np.isfinite(array).all() for array in arrays)


def test_failure_before_the_first_step_leaves_the_folder_free(recipe, tmp_path, monkeypatch):
    class NoData(type(recipe)):
        def load(self):
            raise FileNotFoundError("data tidak ada")

    broken = NoData(**dataclasses.asdict(recipe))
    with pytest.raises(FileNotFoundError):
        train(broken, tmp_path)
    other = dataclasses.replace(recipe, epochs=1)
    assert len(train(other, tmp_path).history["epoch"]) == 1


def test_results_without_checkpoints_still_own_their_folder(recipe, tmp_path):
    run = RunFolder(tmp_path)
    run.claim(recipe, {})
    run.write_history([{"epoch": 1}])
    with pytest.raises(ValueError, match="epochs: 2 -> 1"):
        run.claim(dataclasses.replace(recipe, epochs=1), {})

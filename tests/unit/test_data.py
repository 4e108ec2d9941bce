import gzip
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from generatif import datasets
from generatif.data import (
    load_fashion_mnist,
    load_mnist,
    make_dataset,
    scale_to_symmetric,
    scale_to_unit,
    split_validation,
    symmetric_to_uint8,
    unit_to_uint8,
)

LEVELS = np.arange(256, dtype=np.uint8)


def numbered_images(count):
    """Citra 2 x 2 yang seluruh pikselnya memuat nomor urutnya, diperkecil ke [0, 1)."""
    return np.broadcast_to(
        (np.arange(count, dtype=np.float32) / count)[:, None, None, None], (count, 2, 2, 1)
    )


def order_of(dataset, count):
    return [
        np.rint(batch[:, 0, 0, 0] * count).astype(int).tolist()
        for batch in dataset.as_numpy_iterator()
    ]


# --- Sumber data ---------------------------------------------------------------------------


@pytest.mark.parametrize("loader", [load_mnist, load_fashion_mnist])
@pytest.mark.parametrize("source", ["", "kecil", None, 1, ["full"], "EMBEDDED"])
def test_unknown_source_is_refused(loader, source):
    with pytest.raises(ValueError, match='tidak dikenal.*"embedded".*"full"'):
        loader(source)


@pytest.mark.parametrize(("typed", "meant"), [("embeded", "embedded"), ("Full", "full")])
def test_nearest_source_is_suggested(typed, meant):
    with pytest.raises(ValueError, match=f'Maksud Anda "{meant}"'):
        load_mnist(typed)


def test_loaded_arrays_are_read_only_and_results_are_not():
    data = load_mnist("embedded")
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0] = 0
    scale_to_unit(data.x_train[:2])[0] = 0


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    path.write_bytes(gzip.compress(header + array.tobytes()))


@pytest.fixture
def full_folder(tmp_path, monkeypatch):
    """Folder GENERATIF_DATA buatan: MNIST sebagai npz, Fashion-MNIST sebagai empat IDX."""
    rng = np.random.default_rng(0)
    contents = {}
    for name in ("mnist", "fashion_mnist"):
        arrays = {}
        for part, count in (("train", 30), ("test", 20)):
            arrays[f"x_{part}"] = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
            arrays[f"y_{part}"] = rng.integers(0, 10, count, dtype=np.uint8)
        contents[name] = arrays
        with_channel = {
            key: value.reshape(*value.shape, *[1] * (value.ndim > 1))
            for key, value in arrays.items()
        }
        recorded = datasets.content_sha256(with_channel)
        monkeypatch.setitem(datasets.CONTENT_SHA256[name], "full", recorded)
    np.savez(tmp_path / "mnist.npz", **contents["mnist"])
    fashion = tmp_path / "fashion-mnist"
    fashion.mkdir()
    for part, stem in (("train", "train"), ("test", "t10k")):
        write_idx(fashion / f"{stem}-images-idx3-ubyte.gz", contents["fashion_mnist"][f"x_{part}"])
        write_idx(fashion / f"{stem}-labels-idx1-ubyte.gz", contents["fashion_mnist"][f"y_{part}"])
    monkeypatch.setenv("GENERATIF_DATA", str(tmp_path))
    return tmp_path, contents


@pytest.mark.parametrize(
    ("loader", "name"), [(load_mnist, "mnist"), (load_fashion_mnist, "fashion_mnist")]
)
def test_full_data_come_from_the_named_folder(loader, name, full_folder):
    _, contents = full_folder
    data = loader("full")
    assert (data.name, data.source) == (name, "full")
    for key, array in contents[name].items():
        np.testing.assert_array_equal(getattr(data, key).reshape(array.shape), array)
    assert data.x_train.shape == (30, 28, 28, 1)


def test_fashion_mnist_may_lie_in_an_npz(full_folder):
    folder, contents = full_folder
    np.savez(folder / "fashion_mnist.npz", **contents["fashion_mnist"])
    for file in (folder / "fashion-mnist").iterdir():
        file.unlink()
    assert load_fashion_mnist("full").x_test.shape == (20, 28, 28, 1)


def test_embedded_is_never_the_full_set(full_folder):
    assert len(load_mnist("embedded").x_train) == 6000
    assert len(load_mnist("full").x_train) == 30


@pytest.mark.parametrize("loader", [load_mnist, load_fashion_mnist])
def test_empty_folder_is_refused_without_downloading(loader, tmp_path, monkeypatch):
    monkeypatch.setenv("GENERATIF_DATA", str(tmp_path))
    monkeypatch.setattr(datasets, "_read_keras", lambda name: pytest.fail("Keras dipanggil"))
    with pytest.raises(FileNotFoundError, match='GENERATIF_DATA menunjuk.*"embedded"'):
        loader("full")


def test_missing_idx_file_is_named(full_folder):
    folder, _ = full_folder
    (folder / "fashion-mnist" / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"t10k-labels-idx1-ubyte\.gz tidak ada"):
        load_fashion_mnist("full")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-40],
        lambda content: b"",
        lambda content: b"bukan gzip",
        lambda content: gzip.compress(b""),
        lambda content: gzip.compress(gzip.decompress(content)[:-1]),
        lambda content: gzip.compress(gzip.decompress(content) + b"\0"),
        lambda content: gzip.compress(b"\x01" + gzip.decompress(content)[1:]),
    ],
)
def test_damaged_idx_file_is_named(damage, full_folder):
    folder, _ = full_folder
    path = folder / "fashion-mnist" / "train-images-idx3-ubyte.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"train-images-idx3-ubyte\.gz tidak terbaca.*Hapus"):
        load_fashion_mnist("full")


def test_altered_idx_content_is_refused(full_folder):
    folder, contents = full_folder
    images = contents["fashion_mnist"]["x_train"].copy()
    images[3, 4, 5] ^= 1
    write_idx(folder / "fashion-mnist" / "train-images-idx3-ubyte.gz", images)
    with pytest.raises(ValueError, match="fashion-mnist.*berubah"):
        load_fashion_mnist("full")


def test_altered_npz_content_is_refused(full_folder):
    folder, contents = full_folder
    np.savez(
        folder / "mnist.npz", **contents["mnist"] | {"y_test": contents["mnist"]["y_test"] + 1}
    )
    with pytest.raises(ValueError, match=r"mnist\.npz.*berubah"):
        load_mnist("full")


@pytest.mark.parametrize(
    ("loader", "name"), [(load_mnist, "mnist"), (load_fashion_mnist, "fashion_mnist")]
)
def test_without_a_folder_keras_provides_the_data(loader, name, full_folder, monkeypatch):
    import keras

    _, contents = full_folder
    x_train, y_train, x_test, y_test = (contents[name][key] for key in datasets.ARRAYS)
    monkeypatch.delenv("GENERATIF_DATA")
    module = getattr(keras.datasets, name)
    monkeypatch.setattr(module, "load_data", lambda: ((x_train, y_train), (x_test, y_test)))
    np.testing.assert_array_equal(loader("full").x_train[..., 0], x_train)
    monkeypatch.setattr(module, "load_data", lambda: ((x_test, y_test), (x_train, y_train)))
    with pytest.raises(ValueError, match=r"datasets.*berubah.*Hapus"):
        loader("full")


def test_real_keras_without_network_or_with_a_damaged_cache(tmp_path):
    cache = tmp_path / "datasets" / "fashion-mnist"
    cache.mkdir(parents=True)
    for stem in ("train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3"):
        (cache / f"{stem}-ubyte.gz").write_bytes(gzip.compress(bytes(5000))[:-12])
    code = """
from generatif.data import load_fashion_mnist, load_mnist
for loader in load_fashion_mnist, load_mnist:
    try:
        loader("full")
    except Exception as error:
        print(type(error).__name__, error)
"""
    unreachable = "http://127.0.0.1:9"
    environment = {key: value for key, value in os.environ.items() if key != "GENERATIF_DATA"}
    environment |= {"KERAS_HOME": str(tmp_path), "https_proxy": unreachable, "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    damaged, offline = run.stdout.splitlines()[0], run.stdout.splitlines()[-1]
    assert damaged.startswith(f"ValueError Isi {Path(cache)} tidak terbaca")
    assert "Hapus" in damaged
    assert offline.startswith("ConnectionError Keras tidak dapat mengunduh mnist")
    assert "GENERATIF_DATA" in offline
    assert '"embedded"' in offline


# --- Penskalaan ----------------------------------------------------------------------------


def test_known_levels():
    levels = np.array([0, 51, 255], np.uint8)
    np.testing.assert_array_equal(scale_to_unit(levels), np.float32([0, 0.2, 1]))
    np.testing.assert_allclose(scale_to_symmetric(levels), [-1, -0.6, 1], rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (scale_to_unit, [level / 255 for level in range(256)]),
        (scale_to_symmetric, [2 * level / 255 - 1 for level in range(256)]),
    ],
)
def test_all_levels_equal_plain_arithmetic(scale, expected):
    scaled = scale(LEVELS)
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled, expected, rtol=0, atol=1e-7)
    assert (scaled.min(), scaled.max()) == (expected[0], 1)


@pytest.mark.parametrize(
    ("scale", "invert"), [(scale_to_unit, unit_to_uint8), (scale_to_symmetric, symmetric_to_uint8)]
)
def test_scaling_round_trip_is_exact(scale, invert):
    levels = LEVELS.reshape(4, 8, 8, 1)
    restored = invert(scale(levels))
    assert restored.dtype == np.uint8
    np.testing.assert_array_equal(restored, levels)


@pytest.mark.parametrize(("invert", "low"), [(unit_to_uint8, 0.0), (symmetric_to_uint8, -1.0)])
def test_inverse_tolerates_only_rounding_beyond_the_range(invert, low):
    assert invert(np.float32([low - 9e-4, 1 + 9e-4])).tolist() == [0, 255]
    for wrong in ([low - 0.01, 0.5], [0.5, 1.01]):
        with pytest.raises(ValueError, match=rf"\[{low:g}, 1\].*penskalaan"):
            invert(np.float32(wrong))


def test_inverse_rounds_to_the_nearest_level():
    levels = np.array([0.499, 0.501, 99.6, 254.4])
    assert unit_to_uint8(levels / 255).tolist() == [0, 1, 100, 254]
    assert symmetric_to_uint8(levels / 127.5 - 1).tolist() == [0, 1, 100, 254]


@pytest.mark.parametrize("scale", [scale_to_unit, scale_to_symmetric])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.int8, bool])
def test_scaling_takes_uint8_only(scale, dtype):
    with pytest.raises(TypeError, match="uint8.*menerima.*sudah diskalakan"):
        scale(np.zeros((1, 28, 28, 1), dtype))


@pytest.mark.parametrize("scale", [scale_to_unit, scale_to_symmetric])
def test_scaling_twice_is_refused(scale):
    with pytest.raises(TypeError, match="float32"):
        scale(scale(LEVELS))


@pytest.mark.parametrize(
    ("function", "dtype"),
    [
        (scale_to_unit, np.uint8),
        (scale_to_symmetric, np.uint8),
        (unit_to_uint8, np.float32),
        (symmetric_to_uint8, np.float32),
    ],
)
def test_empty_images_are_refused(function, dtype):
    with pytest.raises(ValueError, match="kosong"):
        function(np.zeros((0, 28, 28, 1), dtype))


@pytest.mark.parametrize("invert", [unit_to_uint8, symmetric_to_uint8])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_inverse_refuses_non_finite_pixels(invert, value):
    with pytest.raises(ValueError, match="NaN atau tak hingga"):
        invert(np.float32([0.5, value]))


@pytest.mark.parametrize("invert", [unit_to_uint8, symmetric_to_uint8])
def test_inverse_refuses_integers(invert):
    with pytest.raises(TypeError, match="pecahan.*uint8"):
        invert(LEVELS)


# --- Data validasi -------------------------------------------------------------------------

CLASS_SIZES = (50, 30, 20)
SPLIT_LABELS = np.random.default_rng(1).permutation(np.repeat([0, 1, 2], CLASS_SIZES))
SPLIT_EXAMPLES = np.arange(100) * 10 + SPLIT_LABELS


def test_split_is_stratified_complete_and_without_overlap():
    train, validation = split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, fraction=0.2, seed=3)
    assert np.bincount(validation[1]).tolist() == [10, 6, 4]
    assert np.bincount(train[1]).tolist() == [40, 24, 16]
    assert sorted([*train[0], *validation[0]]) == sorted(SPLIT_EXAMPLES)
    for x, y in (train, validation):
        np.testing.assert_array_equal(x % 10, y)


def test_split_follows_its_seed():
    validations = [
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, fraction=0.2, seed=seed)[1][0].tolist()
        for seed in (3, 3, 4)
    ]
    assert validations[0] == validations[1] != validations[2]


def test_split_does_not_touch_its_input_or_global_randomness():
    labels = SPLIT_LABELS.copy()
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    split_validation(SPLIT_EXAMPLES, labels, fraction=0.2, seed=3)
    np.testing.assert_array_equal(labels, SPLIT_LABELS)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, np.nan, "0.1", None, True])
def test_split_refuses_fraction(fraction):
    with pytest.raises(ValueError, match="`fraction` harus di antara 0 dan 1"):
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, fraction=fraction, seed=0)


@pytest.mark.parametrize("fraction", [0.01, 0.99])
def test_split_refuses_a_class_too_small(fraction):
    with pytest.raises(ValueError, match="terlalu sedikit untuk dibagi"):
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, fraction=fraction, seed=0)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.zeros((4, 2)), np.zeros(3, int), r"\(4, 2\).*\(3,\)"),
        (np.zeros((4, 2)), np.zeros((4, 1), int), r"\(4, 1\)"),
        (np.float64(1), np.zeros(1, int), r"\(\)"),
        (np.zeros((0, 2)), np.zeros(0, int), "kosong"),
    ],
)
def test_split_refuses_shapes(x, y, message):
    with pytest.raises(ValueError, match=message):
        split_validation(x, y, seed=0)


def test_split_refuses_fractional_labels():
    with pytest.raises(TypeError, match="bilangan bulat.*float64"):
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS.astype(float), seed=0)


@pytest.mark.parametrize(
    ("seed", "error"), [(None, TypeError), (0.5, TypeError), (True, TypeError)]
)
def test_split_refuses_seed_type(seed, error):
    with pytest.raises(error, match="`seed` harus bilangan bulat"):
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, seed=seed)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_seed_outside_its_range_is_refused(seed):
    with pytest.raises(ValueError, match="`seed` harus dari 0"):
        split_validation(SPLIT_EXAMPLES, SPLIT_LABELS, seed=seed)
    with pytest.raises(ValueError, match="`seed` harus dari 0"):
        make_dataset(numbered_images(4), batch_size=2, seed=seed)


# --- Aliran tf.data ------------------------------------------------------------------------


@pytest.fixture
def global_seed():
    import tensorflow as tf

    tf.random.set_seed(7)
    return tf.random.set_seed


@pytest.mark.usefixtures("global_seed")
def test_batches_are_full_shuffled_and_without_repeats():
    dataset = make_dataset(numbered_images(100), batch_size=32, seed=1)
    assert dataset.element_spec.shape == (32, 2, 2, 1)
    batches = order_of(dataset, 100)
    assert [len(batch) for batch in batches] == [32, 32, 32]
    seen = sum(batches, [])
    assert len(set(seen)) == 96
    assert np.abs(np.array(seen) - np.arange(96)).mean() > 15


@pytest.mark.usefixtures("global_seed")
def test_default_batch_size_is_128():
    assert make_dataset(numbered_images(128), seed=1).element_spec.shape[0] == 128


@pytest.mark.usefixtures("global_seed")
def test_whole_data_are_shuffled():
    """Contoh dari ujung akhir dapat muncul di *batch* pertama: penyangga memuat seluruh data."""
    first = order_of(make_dataset(numbered_images(1000), batch_size=100, seed=1), 1000)[0]
    assert max(first) > 900
    assert 350 < np.mean(first) < 650


@pytest.mark.usefixtures("global_seed")
def test_each_epoch_has_another_order():
    dataset = make_dataset(numbered_images(64), batch_size=16, seed=1)
    first, second = order_of(dataset, 64), order_of(dataset, 64)
    assert first != second
    assert sorted(sum(first, [])) == sorted(sum(second, [])) == list(range(64))


def test_order_follows_the_seed(global_seed):
    def order(seed):
        global_seed(7)
        dataset = make_dataset(numbered_images(64), batch_size=16, seed=seed)
        return order_of(dataset, 64), order_of(dataset, 64)

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert order(None) == order(None)


def test_explicit_seed_fixes_the_order_whatever_was_drawn_before(global_seed):
    import tensorflow as tf

    orders = []
    for draws in (0, 3):
        global_seed(7)
        for _ in range(draws):
            tf.random.uniform(())
        orders.append(order_of(make_dataset(numbered_images(64), batch_size=16, seed=1), 64))
    assert orders[0] == orders[1]


def test_labels_stay_with_their_images():
    labels = np.arange(50)
    for images, batch_labels in make_dataset(numbered_images(50), labels, batch_size=10, seed=1):
        np.testing.assert_array_equal(np.rint(images[:, 0, 0, 0] * 50), batch_labels)


def test_symmetric_images_pass_unchanged():
    images = scale_to_symmetric(LEVELS.reshape(4, 8, 8, 1))
    (batch,) = make_dataset(images, batch_size=4, seed=1).as_numpy_iterator()
    np.testing.assert_array_equal(np.sort(batch, axis=None), images.ravel())


def with_value(value):
    images = np.zeros((4, 2, 2, 1), np.float32)
    images[2, 1, 1, 0] = value
    return images


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (np.zeros((4, 2, 2, 1), np.uint8), TypeError, "float32.*uint8.*scale_to"),
        (np.zeros((4, 2, 2, 1)), TypeError, "float32.*float64"),
        (np.zeros((4, 2, 2), np.float32), ValueError, r"\(N, H, W, C\).*\(4, 2, 2\)"),
        (np.zeros((0, 2, 2, 1), np.float32), ValueError, "kosong"),
        (with_value(np.nan), ValueError, "NaN"),
        (with_value(np.inf), ValueError, "tak hingga"),
        (with_value(255), ValueError, r"\[-1, 1\].*255"),
        (with_value(-1.5), ValueError, r"\[-1, 1\].*-1\.5"),
    ],
)
def test_make_dataset_refuses_images(images, error, message):
    with pytest.raises(error, match=message):
        make_dataset(images, batch_size=2)


@pytest.mark.parametrize("batch_size", [0, -1, 5])
def test_make_dataset_refuses_batch_size(batch_size):
    with pytest.raises(ValueError, match=rf"1 sampai banyak citra \(4\).*{batch_size}"):
        make_dataset(with_value(0), batch_size=batch_size)


@pytest.mark.parametrize("batch_size", [2.0, "2", None, True])
def test_make_dataset_refuses_batch_size_type(batch_size):
    with pytest.raises(TypeError, match="`batch_size` harus bilangan bulat"):
        make_dataset(with_value(0), batch_size=batch_size)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.zeros(3), r"4 citra.*\(3,\)"),
        (5, r"4 citra.*\(\)"),
        (np.array([0, 1, np.nan, 0]), "NaN"),
    ],
)
def test_make_dataset_refuses_labels(labels, message):
    with pytest.raises(ValueError, match=message):
        make_dataset(with_value(0), labels, batch_size=2)

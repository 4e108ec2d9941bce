import gzip
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from generatif import datasets
from generatif.data import load_fashion_mnist, load_mnist

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = ROOT / "src" / "generatif" / "data_embedded"
LOADERS = {"mnist": load_mnist, "fashion_mnist": load_fashion_mnist}
# Rerata dan simpangan baku piksel data latih yang lazim dikutip untuk normalisasi.
KNOWN_MOMENTS = {"mnist": (0.1307, 0.3081), "fashion_mnist": (0.2860, 0.3530)}

needs_full_data = pytest.mark.skipif(
    not os.environ.get("GENERATIF_DATA"), reason="GENERATIF_DATA tidak diisi: tanpa data lengkap"
)


@pytest.fixture
def tool():
    path = ROOT / "tools" / "build_embedded_data.py"
    spec = importlib.util.spec_from_file_location("build_embedded_data", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package_copy(tmp_path, monkeypatch):
    """Membuat paket seakan-akan terpasang di `tmp_path`, agar berkas datanya boleh dirusak."""
    folder = tmp_path / "data_embedded"
    folder.mkdir()
    for name in LOADERS:
        (folder / f"{name}.npz").write_bytes((EMBEDDED / f"{name}.npz").read_bytes())
    monkeypatch.setattr(datasets, "files", lambda package: tmp_path)
    return folder


def stored_arrays(path):
    with np.load(path, allow_pickle=False) as archive:
        return dict(archive)


def read_original(name):
    """Data lengkap, dibaca tanpa satu baris pun dari paket."""
    folder = Path(os.environ["GENERATIF_DATA"])
    if name == "mnist":
        return stored_arrays(folder / "mnist.npz")
    names = {"x_train": "train-images-idx3", "y_train": "train-labels-idx1"}
    names |= {"x_test": "t10k-images-idx3", "y_test": "t10k-labels-idx1"}
    arrays = {}
    for key, stem in names.items():
        raw = gzip.open(folder / "fashion-mnist" / f"{stem}-ubyte.gz").read()
        pixels = np.frombuffer(raw[16:] if key[0] == "x" else raw[8:], np.uint8)
        arrays[key] = pixels.reshape(-1, 28, 28) if key[0] == "x" else pixels
    return arrays


@pytest.mark.parametrize("name", LOADERS)
def test_shapes_types_and_balance(name):
    data = LOADERS[name]("embedded")
    assert (data.name, data.source) == (name, "embedded")
    assert (data.x_train.shape, data.x_test.shape) == ((6000, 28, 28, 1), (1000, 28, 28, 1))
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.uint8
    assert np.bincount(data.y_train).tolist() == [600] * 10
    assert np.bincount(data.y_test).tolist() == [100] * 10
    assert len(set(data.class_names)) == 10
    assert (data.x_train.min(), data.x_train.max()) == (0, 255)


@pytest.mark.parametrize("name", LOADERS)
def test_pixel_moments_are_those_of_the_named_dataset(name):
    pixels = LOADERS[name]("embedded").x_train / 255
    assert (pixels.mean(), pixels.std()) == pytest.approx(KNOWN_MOMENTS[name], abs=0.005)


def test_labels_belong_to_their_images():
    data = load_mnist("embedded")
    ones = data.x_train[data.y_train == 1].mean() / 255
    zeros = data.x_train[data.y_train == 0].mean() / 255
    assert ones < 0.09 < 0.16 < zeros
    fashion = load_fashion_mnist("embedded")
    sandal = fashion.class_names.index("sandal")
    coat = fashion.class_names.index("mantel")
    brightness = [fashion.x_train[fashion.y_train == label].mean() for label in (sandal, coat)]
    assert brightness[0] < 45 < 90 < brightness[1]


def test_class_names_follow_the_published_order():
    published = {
        "T-shirt/top": "kaus",
        "Trouser": "celana panjang",
        "Pullover": "pulover",
        "Dress": "gaun",
        "Coat": "mantel",
        "Sandal": "sandal",
        "Shirt": "kemeja",
        "Sneaker": "sepatu kets",
        "Bag": "tas",
        "Ankle boot": "sepatu bot",
    }
    assert load_fashion_mnist("embedded").class_names == tuple(published.values())
    assert load_mnist("embedded").class_names == tuple("0123456789")


@pytest.mark.parametrize("name", LOADERS)
def test_no_image_is_both_trained_and_tested(name):
    data = LOADERS[name]("embedded")
    trained = {image.tobytes() for image in data.x_train}
    assert not [image for image in data.x_test if image.tobytes() in trained]


@needs_full_data
@pytest.mark.parametrize("name", LOADERS)
def test_full_data_equal_the_original_files(name):
    data, original = LOADERS[name]("full"), read_original(name)
    assert data.source == "full"
    assert (len(data.x_train), len(data.x_test)) == (60000, 10000)
    for key, array in original.items():
        np.testing.assert_array_equal(getattr(data, key).reshape(array.shape), array)
    pixels = data.x_train / np.float32(255)
    moments = (pixels.mean(dtype="f8"), pixels.std(dtype="f8"))
    assert moments == pytest.approx(KNOWN_MOMENTS[name], abs=5e-5)


@needs_full_data
@pytest.mark.parametrize("name", LOADERS)
def test_embedded_data_are_the_documented_selection_of_the_original(name):
    original, data = read_original(name), LOADERS[name]("embedded")
    for part, per_class in (("train", 600), ("test", 100)):
        labels = original[f"y_{part}"].tolist()
        positions = []
        for label in range(10):
            members = [i for i, each in enumerate(labels) if each == label]
            positions += [members[k * len(members) // per_class] for k in range(per_class)]
        images = original[f"x_{part}"][sorted(positions)]
        np.testing.assert_array_equal(getattr(data, f"x_{part}")[..., 0], images)
        np.testing.assert_array_equal(
            getattr(data, f"y_{part}"), [labels[i] for i in sorted(positions)]
        )


@pytest.mark.parametrize("name", LOADERS)
def test_recorded_hash_covers_type_shape_and_bytes(name):
    arrays = stored_arrays(EMBEDDED / f"{name}.npz")
    sizes = {"train": 6000, "test": 1000}
    content = b""
    for part, size in sizes.items():
        content += f"uint8({size}, 28, 28, 1)".encode() + arrays[f"x_{part}"].tobytes()
        content += f"uint8({size},)".encode() + arrays[f"y_{part}"].tobytes()
    assert hashlib.sha256(content).hexdigest() == datasets.CONTENT_SHA256[name]["embedded"]


def change_one_pixel(path):
    arrays = stored_arrays(path)
    arrays["x_test"][-1, -1, -1, 0] ^= 1
    np.savez_compressed(path, **arrays)


def swap_train_and_test(path):
    arrays = stored_arrays(path)
    swapped = {key: arrays[other] for key, other in zip(arrays, reversed(arrays), strict=True)}
    np.savez_compressed(path, **swapped)


def flatten_images(path):
    arrays = stored_arrays(path)
    arrays["x_train"] = arrays["x_train"].reshape(6000, -1)
    np.savez_compressed(path, **arrays)


def lose_an_array(path):
    arrays = stored_arrays(path)
    del arrays["y_test"]
    np.savez_compressed(path, **arrays)


def smuggle_pickled_object(path):
    np.savez_compressed(path, **(stored_arrays(path) | {"y_test": np.array([{}], dtype=object)}))


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1000])


def flip_a_compressed_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


DAMAGES = [
    change_one_pixel,
    swap_train_and_test,
    flatten_images,
    lose_an_array,
    smuggle_pickled_object,
    truncate,
    flip_a_compressed_byte,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"bukan npz"),
    lambda path: path.unlink(),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_package_file_is_refused(damage, package_copy):
    path = package_copy / "mnist.npz"
    damage(path)
    with pytest.raises(ValueError, match=r"mnist\.npz.*rusak, terpotong, atau berubah.*Hapus"):
        load_mnist("embedded")


def test_one_dataset_in_place_of_the_other_is_refused(package_copy):
    (package_copy / "fashion_mnist.npz").replace(package_copy / "mnist.npz")
    with pytest.raises(ValueError, match="berubah"):
        load_mnist("embedded")


def test_files_are_small_and_licensed():
    assert sum(path.stat().st_size for path in EMBEDDED.glob("*.npz")) <= 5_000_000
    mnist = (EMBEDDED / "LICENSE-mnist.txt").read_text(encoding="utf-8")
    assert all(word in mnist for word in ("LeCun", "Cortes", "Burges", "CC BY-SA 3.0", "Perubahan"))
    fashion = (EMBEDDED / "LICENSE-fashion-mnist.txt").read_text(encoding="utf-8")
    assert all(word in fashion for word in ("Zalando SE", "Permission is hereby granted"))


def test_tool_spreads_its_choice_evenly_over_each_class(tool):
    labels = np.array([0, 1] * 10, np.uint8)
    assert tool.evenly_spaced_per_class(labels, 2).tolist() == [0, 1, 10, 11]
    assert tool.evenly_spaced_per_class(labels, 10).tolist() == list(range(20))


def test_tool_refuses_a_package_with_other_content(tool, monkeypatch):
    fake = {key: np.zeros((20, 28, 28, 1), np.uint8) for key in ("x_train", "x_test")}
    fake |= {key: np.zeros(20, np.uint8) for key in ("y_train", "y_test")}
    monkeypatch.setitem(tool.FETCHERS, "mnist", lambda folder: fake)
    with pytest.raises(SystemExit, match="tidak sama dengan himpunan aslinya"):
        tool.build_subset("mnist")


def test_tool_check_notices_a_difference(tool, tmp_path):
    arrays = stored_arrays(EMBEDDED / "mnist.npz")
    assert tool.equals_stored(arrays, EMBEDDED / "mnist.npz")
    assert not tool.equals_stored(arrays, EMBEDDED / "fashion_mnist.npz")
    assert not tool.equals_stored(arrays, tmp_path / "mnist.npz")


def test_tool_leaves_no_half_written_file(tool, tmp_path, monkeypatch):
    path = tmp_path / "mnist.npz"
    path.write_bytes(b"lama")

    def break_halfway(partial, **arrays):
        Path(partial).write_bytes(b"separuh")
        raise OSError("cakram penuh")

    monkeypatch.setattr(tool.np, "savez_compressed", break_halfway)
    with pytest.raises(OSError, match="cakram penuh"):
        tool.write_subset({}, path)
    assert path.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("command", "message"),
    [(["perintah-yang-tidak-ada"], "tidak ada; pasang"), (["false"], "Gagal: false")],
)
def test_tool_explains_a_failed_download(command, message, tool, tmp_path):
    with pytest.raises(SystemExit, match=message):
        tool.run_command(command, tmp_path)


def test_importing_the_module_loads_no_tensorflow():
    code = "import sys, generatif.data; print(sorted({'tensorflow', 'keras'} & set(sys.modules)))"
    command = [sys.executable, "-W", "error", "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"

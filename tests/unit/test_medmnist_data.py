"""Pembacaan MedMNIST, diuji pada tiruan kecil berisi derau: bukan citra medis."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from generatif import medmnist_data as medical


def write(path, *, color=False, classes=2, **changes):
    """Tulis tiruan MedMNIST: derau, dengan bentuk dan kunci seperti aslinya."""
    rng = np.random.default_rng(0)
    arrays = {}
    for part, count in (("train", 8), ("val", 4), ("test", 6)):
        shape = (count, 28, 28, 3) if color else (count, 28, 28)
        arrays[f"{part}_images"] = rng.integers(0, 256, shape, dtype=np.uint8)
        arrays[f"{part}_labels"] = (np.arange(count) % classes).astype(np.uint8)[:, None]
    arrays |= changes
    np.savez(path, **{key: value for key, value in arrays.items() if value is not None})
    return arrays, hashlib.md5(path.read_bytes()).hexdigest()


def test_gray_file_is_read_as_it_is(tmp_path):
    path = tmp_path / "tiruan.npz"
    arrays, md5 = write(path)
    data = medical.load_medmnist(path, "pneumoniamnist", md5=md5)
    for part in medical.PARTS:
        images, labels = getattr(data, part)
        np.testing.assert_array_equal(images[..., 0], arrays[f"{part}_images"])
        np.testing.assert_array_equal(labels, arrays[f"{part}_labels"][:, 0])
    assert images.shape == (6, 28, 28, 1)
    assert (data.name, data.license) == ("pneumoniamnist", "CC BY 4.0")


def test_color_becomes_gray_like_pillow(tmp_path):
    path = tmp_path / "tiruan.npz"
    arrays, md5 = write(path, color=True, classes=7)
    data = medical.load_medmnist(path, "dermamnist", md5=md5)
    expected = np.stack(
        [np.asarray(Image.fromarray(x).convert("L")) for x in arrays["test_images"]]
    )
    assert np.abs(data.test[0][..., 0].astype(int) - expected).max() <= 1
    assert data.license == "CC BY-NC 4.0"


def test_a_stand_in_does_not_pass_for_the_published_file(tmp_path):
    path = tmp_path / "pneumoniamnist.npz"
    _, md5 = write(path)
    with pytest.raises(ValueError, match=f"{md5}, sedangkan pneumoniamnist seharusnya 28209eda"):
        medical.load_medmnist(path, "pneumoniamnist")


def test_a_missing_file_says_where_to_get_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"Unduh octmnist\.npz .*zenodo.*letaknya"):
        medical.load_medmnist(tmp_path / "octmnist.npz", "octmnist")


@pytest.mark.parametrize("name", ["chestmnist", "organmnist3d", ""])
def test_unknown_or_unsuited_sets_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match="berlabel tunggal: bloodmnist"):
        medical.load_medmnist(tmp_path / "x.npz", name)


WRONG = {
    "tanpa label uji": ({"test_labels": None}, "test_labels"),
    "berukuran 64": ({"val_images": np.zeros((4, 64, 64), np.uint8)}, r"\(4, 64, 64\)"),
    "pecahan": ({"train_images": np.zeros((8, 28, 28))}, "float64"),
    "label mendatar": ({"train_labels": np.zeros(8, np.uint8)}, r"berbentuk \(8,\)"),
    "label kurang": ({"train_labels": np.zeros((7, 1), np.uint8)}, r"berbentuk \(8, 1\)"),
    "kelas asing": (
        {"test_labels": np.array([[0], [1], [0], [1], [0], [2]], np.uint8)},
        "0 sampai 1 per citra",
    ),
    "label negatif": ({"test_labels": np.full((6, 1), -1)}, "0 sampai 1 per citra"),
    "label pecahan": ({"test_labels": np.zeros((6, 1))}, "bertipe float64"),
    "pickle": ({"val_labels": np.array([[None]] * 4)}, "tidak dapat dibaca"),
}


@pytest.mark.parametrize(("changes", "message"), WRONG.values(), ids=WRONG)
def test_wrong_contents_are_named(tmp_path, changes, message):
    path = tmp_path / "tiruan.npz"
    _, md5 = write(path, **changes)
    with pytest.raises(ValueError, match=message):
        medical.load_medmnist(path, "breastmnist", md5=md5)


def test_a_file_that_is_no_archive(tmp_path):
    path = tmp_path / "tiruan.npz"
    path.write_bytes(b"bukan arsip")
    with pytest.raises(ValueError, match="tidak dapat dibaca sebagai MedMNIST"):
        medical.load_medmnist(path, "breastmnist", md5=hashlib.md5(path.read_bytes()).hexdigest())


def test_the_table_is_well_formed():
    digests = [subset.md5 for subset in medical.SUBSETS.values()]
    assert len(set(digests)) == len(digests) == 11
    assert all(len(each) == 32 and int(each, 16) for each in digests)
    assert {subset.license for subset in medical.SUBSETS.values()} == {"CC BY 4.0", "CC BY-NC 4.0"}

import io

import numpy as np
import pytest
from PIL import Image

from generatif.data import load_folder

EXIF_ORIENTATION = 0x0112
RED, GREEN, WHITE = (255, 0, 0), (0, 255, 0), (255, 255, 255)


def save(path, color=RED, size=(40, 40), mode="RGB", **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, color).save(path, **options)
    return path


@pytest.fixture
def two_classes(tmp_path):
    for name, color in (("kucing", RED), ("anjing", GREEN)):
        for number in (2, 1):
            save(tmp_path / name / f"{number}.png", color)
    return tmp_path


def test_subfolders_become_sorted_classes(two_classes):
    images, labels, class_names = load_folder(two_classes, color="rgb")
    assert class_names == ("anjing", "kucing")
    assert (images.shape, images.dtype) == ((4, 28, 28, 3), np.uint8)
    assert labels.tolist() == [0, 0, 1, 1]
    assert images[:, 0, 0].tolist() == [list(GREEN)] * 2 + [list(RED)] * 2


def test_files_are_read_in_the_order_of_their_names(tmp_path):
    for level in (30, 10, 20):
        save(tmp_path / f"{level}.png", level, mode="L")
    images, labels, class_names = load_folder(tmp_path)
    assert images[:, 0, 0, 0].tolist() == [10, 20, 30]
    assert labels.tolist() == [0, 0, 0]
    assert class_names == (tmp_path.name,)


def test_relative_path_still_names_its_class(two_classes, monkeypatch):
    monkeypatch.chdir(two_classes / "kucing")
    assert load_folder(".").class_names == ("kucing",)


def test_gray_uses_the_luma_weights_of_bt601(tmp_path):
    color = (200, 100, 50)
    for name in "ab":
        save(tmp_path / f"{name}.png", color)
    expected = round(0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2])
    assert np.unique(load_folder(tmp_path).images).tolist() == [expected]


def test_gray_levels_are_kept(tmp_path):
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for name in "ab":
        Image.fromarray(ramp).save(tmp_path / f"{name}.png")
    images = load_folder(tmp_path, size=(16, 16)).images
    np.testing.assert_array_equal(images[0, ..., 0], ramp)


def test_size_is_height_then_width(tmp_path):
    ramp = np.repeat(np.arange(20, dtype=np.uint8)[:, None], 12, axis=1)
    for name in "ab":
        Image.fromarray(ramp).save(tmp_path / f"{name}.png")
    images = load_folder(tmp_path, size=(20, 12)).images
    assert images.shape == (2, 20, 12, 1)
    np.testing.assert_array_equal(images[0, ..., 0], ramp)


def test_wide_picture_is_cropped_at_its_sides_not_squeezed(tmp_path):
    """Pita merah-putih-merah 90 x 30: setelah dipotong di tengah hanya putih yang tersisa."""
    pixels = np.full((30, 90, 3), RED, np.uint8)
    pixels[:, 30:60] = WHITE
    for name in "ab":
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    image = load_folder(tmp_path, size=(10, 10), color="rgb").images[0]
    assert np.unique(image[:, 1:-1]).tolist() == [255]


def test_camera_orientation_is_applied(tmp_path):
    """Kode 6: kamera diputar, maka sisi kiri berkas menjadi sisi atas gambar."""
    pixels = np.zeros((32, 32), np.uint8)
    pixels[:, :16] = 255
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    for name in "ab":
        Image.fromarray(pixels).save(tmp_path / f"{name}.png", exif=exif)
    image = load_folder(tmp_path, size=(32, 32)).images[0, ..., 0]
    assert image[:14].min() == 255
    assert image[18:].max() == 0


@pytest.mark.parametrize(("mode", "clear"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_transparency_becomes_white(mode, clear, tmp_path):
    for name in "ab":
        save(tmp_path / f"{name}.png", clear, mode=mode)
    assert load_folder(tmp_path).images.min() == 255


def test_palette_transparency_becomes_white(tmp_path):
    for name in "ab":
        save(tmp_path / f"{name}.png", 0, mode="P", transparency=0)
    assert load_folder(tmp_path, color="rgb").images.min() == 255


def test_hidden_and_system_files_are_skipped(two_classes):
    (two_classes / ".DS_Store").write_bytes(b"x")
    (two_classes / "kucing" / "Thumbs.db").write_bytes(b"x")
    (two_classes / "__MACOSX").mkdir()
    (two_classes / ".ipynb_checkpoints").mkdir()
    assert len(load_folder(two_classes).images) == 4


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_path_must_be_a_folder(kind, tmp_path):
    path = tmp_path / "gambar.png"
    if kind == "file":
        save(path)
    with pytest.raises(FileNotFoundError, match=r"gambar\.png bukan folder"):
        load_folder(path)


def test_empty_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="kosong. Isi dengan gambar"):
        load_folder(tmp_path)


def test_class_with_one_picture_is_refused(two_classes):
    (two_classes / "anjing" / "1.png").unlink()
    with pytest.raises(ValueError, match='"anjing".*berisi 1 gambar'):
        load_folder(two_classes)


def test_loose_file_beside_subfolders_is_refused(two_classes):
    save(two_classes / "lepas.png")
    with pytest.raises(ValueError, match=r"berkas lepas \(lepas\.png\)"):
        load_folder(two_classes)


def test_nested_folder_is_refused(two_classes):
    save(two_classes / "kucing" / "oren" / "1.png")
    with pytest.raises(ValueError, match="oren.*di dalam folder kelas"):
        load_folder(two_classes)


def png_bytes():
    buffer = io.BytesIO()
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(buffer, "png")
    return buffer.getvalue()


def jpeg_bytes():
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png_bytes())).save(buffer, "jpeg")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"catatan, bukan gambar",
        png_bytes()[:-2000],
        png_bytes()[:20],
        jpeg_bytes()[: len(jpeg_bytes()) // 2],
        png_bytes()[:60] + b"\xff\x00\xff" + png_bytes()[63:],
    ],
)
def test_damaged_picture_is_named(content, two_classes):
    (two_classes / "kucing" / "3.png").write_bytes(content)
    with pytest.raises(ValueError, match=r"kucing.3\.png bukan gambar yang utuh"):
        load_folder(two_classes)


@pytest.mark.parametrize("limit", [1500, 799], ids=["peringatan Pillow", "galat Pillow"])
def test_decompression_bomb_is_refused(limit, two_classes, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
    with pytest.raises(ValueError, match=f"terlalu besar: lebih dari {limit}"):
        load_folder(two_classes)


@pytest.mark.parametrize("mode", ["I;16", "F"])
def test_unreadable_pixel_mode_is_refused(mode, tmp_path):
    for name in "ab":
        save(tmp_path / f"{name}.tiff", 7, mode=mode)
    with pytest.raises(ValueError, match=r"a\.tiff memakai ragam piksel.*8 bit"):
        load_folder(tmp_path)


@pytest.mark.parametrize("color", ["", "merah", None, "L", ["gray"]])
def test_unknown_color_is_refused(color, two_classes):
    with pytest.raises(ValueError, match='`color` harus "gray" atau "rgb"'):
        load_folder(two_classes, color=color)


@pytest.mark.parametrize(("typed", "meant"), [("grey", "gray"), ("RGB", "rgb")])
def test_nearest_color_is_suggested(typed, meant, two_classes):
    with pytest.raises(ValueError, match=f'Maksud Anda "{meant}"'):
        load_folder(two_classes, color=typed)


@pytest.mark.parametrize(
    "size", [28, (28,), (28, 28, 1), (0, 28), (-1, 28), (28.0, 28), "28", None]
)
def test_size_must_be_two_positive_integers(size, two_classes):
    with pytest.raises(ValueError, match=r"\(tinggi, lebar\)"):
        load_folder(two_classes, size=size)

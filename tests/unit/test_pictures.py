"""Kisi citra dan penulisan berkas."""

import io
import os
import stat

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from generatif import pictures

mpl.use("agg")


def numbered(count, channels=1):
    levels = np.arange(1, count + 1, dtype="uint8")
    return np.broadcast_to(levels[:, None, None, None], (count, 3, 2, channels)).copy()


def test_mosaic_keeps_order_and_fills_with_white():
    mosaic = pictures.grid_array(numbered(5), columns=3)
    assert mosaic.shape == (2 * 4 + 1, 3 * 3 + 1)
    assert [mosaic[1, 1], mosaic[1, 4], mosaic[1, 7], mosaic[5, 1], mosaic[5, 4]] == [1, 2, 3, 4, 5]
    assert mosaic[5, 7] == 255
    assert mosaic[0, 0] == 255


def test_mosaic_keeps_colour():
    assert pictures.grid_array(numbered(4, channels=3)).shape == (9, 7, 3)


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (np.zeros((2, 3, 2, 1)), TypeError, "symmetric_to_uint8"),
        (np.zeros((3, 2), "uint8"), ValueError, "N, tinggi, lebar, kanal"),
        (np.zeros((0, 3, 2, 1), "uint8"), ValueError, "N >= 1"),
        (np.zeros((2, 3, 2, 2), "uint8"), ValueError, "kanal 1 atau 3"),
    ],
)
def test_bad_images_are_refused(images, error, message):
    for draw in (pictures.grid_array, pictures.image_grid):
        with pytest.raises(error, match=message):
            draw(images)


def test_columns_must_be_positive():
    with pytest.raises(ValueError, match="columns = -1"):
        pictures.grid_array(numbered(2), columns=-1)


def test_figure_has_one_axis_per_image_and_the_true_gray_scale():
    figure = pictures.image_grid(numbered(4), columns=2, titles=list("abcd"))
    assert [axis.get_title() for axis in figure.axes] == list("abcd")
    assert figure.axes[2].images[0].get_array()[0, 0] == 3
    assert figure.axes[2].images[0].get_clim() == (0, 255)


def test_titles_must_match():
    with pytest.raises(ValueError, match="1 judul untuk 2 citra"):
        pictures.image_grid(numbered(2), titles=["a"])


def test_ticks_follow_indonesian_prose():
    figure, axis = plt.subplots()
    axis.plot([1, 3], [0.25, 1000.5])
    axis.set_xlabel("epoch")
    pictures.write_indonesian_ticks(axis)
    assert axis.yaxis.get_major_formatter()(0.25, 0) == "0,25"
    assert all(float(tick).is_integer() for tick in axis.get_xticks())
    plt.close(figure)


def test_word_labels_survive():
    figure, axis = plt.subplots()
    axis.plot([0.25, 1.5], [0, 1])
    axis.set_yticks([0, 1], ["asli", "buatan"])
    pictures.write_indonesian_ticks(axis)
    figure.canvas.draw()
    assert [label.get_text() for label in axis.get_yticklabels()] == ["asli", "buatan"]
    assert axis.xaxis.get_major_formatter()(0.25, 0) == "0,25"
    plt.close(figure)


def test_saved_grid_reads_back(tmp_path):
    pictures.save_grid(numbered(4), tmp_path / "baru" / "kisi.png")
    saved = np.asarray(Image.open(tmp_path / "baru" / "kisi.png"))
    np.testing.assert_array_equal(saved, pictures.grid_array(numbered(4)))


def test_zoom_repeats_pixels():
    pixels = np.array([[0, 100], [200, 255]], dtype="uint8")
    enlarged = np.asarray(Image.open(io.BytesIO(pictures.encode_png(pixels, zoom=3))))
    np.testing.assert_array_equal(enlarged, np.kron(pixels, np.ones((3, 3), "uint8")))


def test_interrupted_write_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "berkas"
    pictures.write_atomic(path, b"lama")

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        pictures.write_atomic(path, b"baru")
    assert path.read_bytes() == b"lama"
    assert [p.name for p in tmp_path.iterdir()] == ["berkas"]


@pytest.mark.skipif(os.name == "nt", reason="izin berkas POSIX")
def test_written_files_follow_the_umask(tmp_path):
    old = os.umask(0o022)
    try:
        pictures.write_atomic(tmp_path / "berkas", b"")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "berkas").stat().st_mode) == 0o644


@pytest.mark.parametrize("kind", ["gif", "png"])
def test_animation_keeps_its_frames_and_stops_after_its_loops(kind):
    mosaics = [np.full((4, 6), value, np.uint8) for value in (0, 120, 240)]
    content = pictures.encode_animation(mosaics, kind, 150, loops=3)
    with Image.open(io.BytesIO(content)) as image:
        assert image.n_frames == 3
        assert image.info["loop"] == 3
        image.seek(2)
        assert np.asarray(image.convert("L")).max() == 240

"""Pemeriksa latihan bab Superresolusi: jawaban benar lulus, yang keliru ditolak."""

import numpy as np
import pytest
from classroom_checks import verdict
from skimage.transform import downscale_local_mean

from generatif.classroom import superresolusi as check


def block_mean(images, scale):
    return downscale_local_mean(images, (1, scale, scale, 1))


def far_blocks(images, scale):
    count, height, width, channels = images.shape
    parts = images.reshape(count, scale, height // scale, scale, width // scale, channels)
    return parts.mean(axis=(1, 3))


def to_pixels(channels):
    top = np.stack([channels[..., 0], channels[..., 1]], axis=3)
    bottom = np.stack([channels[..., 2], channels[..., 3]], axis=3)
    count, height, width, _ = channels.shape
    rows = [each.reshape(count, height, 1, 2 * width) for each in (top, bottom)]
    return np.concatenate(rows, axis=2).reshape(count, 2 * height, 2 * width, 1)


def consistent(large, low):
    scale = large.shape[1] // low.shape[1]
    kernel = np.ones((1, scale, scale, 1))
    return large + np.kron(low - block_mean(large, scale), kernel)


def corner_only(large, low):
    scale = large.shape[1] // low.shape[1]
    made = large.copy()
    made[:, ::scale, ::scale] += scale**2 * (low - block_mean(large, scale))
    return made


def pooled(values):
    return -10 * np.log10(np.mean(np.power(10.0, np.asarray(values) / -10)))


RIGHT = [
    (check.block_average, block_mean),
    (check.channels_to_pixels, to_pixels),
    (check.projection, consistent),
    (check.psnr_of_the_mean, pooled),
]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(capsys, examine, answer):
    assert verdict(capsys, examine, answer).endswith("LULUS")


WRONG = [
    (check.block_average, lambda x, s: x[:, ::s, ::s], "satu piksel"),
    (check.block_average, lambda x, s: s**2 * block_mean(x, s), "dijumlahkan"),
    (check.block_average, far_blocks, "berjauhan"),
    (check.block_average, lambda x, s: block_mean(x, 2), "`scale` 4"),
    (check.block_average, lambda x, s: block_mean(x, s)[..., :1], "Bentuknya"),
    (check.block_average, lambda x, s: block_mean(x, s)[:, ::-1], "di tempatnya"),
    (check.channels_to_pixels, lambda c: c.reshape(2, 6, 10, 1), "berderet"),
    (check.channels_to_pixels, lambda c: to_pixels(c[..., [0, 2, 1, 3]]), "KANAN"),
    (check.channels_to_pixels, lambda c: to_pixels(c[..., ::-1]), "2h + i"),
    (check.channels_to_pixels, lambda c: c, "Bentuknya"),
    (check.projection, lambda x, u: np.kron(u, np.ones((1, 2, 2, 1))), "diulang"),
    (check.projection, lambda x, u: np.clip(consistent(x, u), 0, 1), "dipotong"),
    (check.projection, corner_only, "SEMUA piksel"),
    (check.projection, lambda x, u: u, "sebentuk"),
    (
        check.projection,
        lambda x, u: x + np.kron(u - block_mean(x, 2), np.ones((1, 2, 2, 1))),
        "bentuk",
    ),
    (
        check.projection,
        lambda x, u: consistent(x, u) if len(u[0]) == 4 else np.kron(u, np.ones((1, 4, 4, 1))),
        "skala 4",
    ),
    (check.psnr_of_the_mean, np.mean, "rerata PSNR"),
    (check.psnr_of_the_mean, lambda v: pooled(v) - 10 * np.log10(len(v)), "dijumlahkan"),
    (check.psnr_of_the_mean, lambda v: -pooled(v), "Tandanya"),
    (check.psnr_of_the_mean, lambda v: pooled(v) * np.log(10), "berbasis 10"),
    (
        check.psnr_of_the_mean,
        lambda v: -20 * np.log10(np.mean(np.power(10.0, np.asarray(v) / -20))),
        "KUADRAT",
    ),
    (check.psnr_of_the_mean, lambda v: 0.0, "10 pangkat"),
]


@pytest.mark.parametrize(("examine", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(capsys, examine, answer, hint):
    said = verdict(capsys, examine, answer)
    assert "BELUM" in said
    assert hint in said


def test_sharpening_accepts_only_the_best_amount_and_its_gain(capsys, monkeypatch):
    monkeypatch.setattr(check, "_sharpening", lambda: (1.2, 0.8))
    assert verdict(capsys, check.sharpening, (1.2, 0.805)).endswith("LULUS")
    assert "PSNR-nya" in verdict(capsys, check.sharpening, (1.2, 20.1))
    assert "lebih tinggi" in verdict(capsys, check.sharpening, (1.0, 0.8))
    assert "belum" in verdict(capsys, check.sharpening, (1.2, 0.786))  # PSNR dari rerata galat
    assert "pasangan" in verdict(capsys, check.sharpening, 1.2)


def test_sharpening_agrees_with_another_blur_and_psnr():
    from skimage.metrics import peak_signal_noise_ratio

    from generatif.data import load_fashion_mnist
    from generatif.superresolution_scoring import interpolate, shrink_images

    amount, gain = check._sharpening()
    pixels = load_fashion_mnist("embedded").x_test
    smooth = interpolate(shrink_images(pixels, 2))
    padded = np.pad(smooth, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    shifts = [padded[:, i : i + 28, j : j + 28] for i in range(3) for j in range(3)]
    blurred = np.mean(shifts, axis=0)

    def score(a):
        made = np.clip(smooth + a * (smooth - blurred), 0, 1)
        pairs = zip(pixels / 255, made, strict=True)
        return np.mean([peak_signal_noise_ratio(*pair, data_range=1) for pair in pairs])

    assert score(amount) - score(0) == pytest.approx(gain, abs=1e-3)
    assert score(amount) > max(score(amount - 0.2), score(amount + 0.2))

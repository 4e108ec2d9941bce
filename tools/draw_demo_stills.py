"""Tulis gambar diam demo model ke `web/models/stills/`: tampil tanpa JavaScript dan saat dicetak.

    python tools/draw_demo_stills.py

Gambarnya dihitung oleh jaringan Keras dari gudang, bukan difoto dari layar.
"""

import io
from pathlib import Path

import numpy as np

import generatif

generatif.configure(seed=2026)

from PIL import Image  # noqa: E402

from export_demo_models import first_of_each_class  # noqa: E402
from generatif import zoo  # noqa: E402
from generatif.data import symmetric_to_uint8, unit_to_uint8  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402

TARGET = Path(__file__).resolve().parents[1] / "web" / "models" / "stills"
GAP = 2
QUALITY = 75
SHIRT, BAG, BOOT = 0, 8, 9


def mosaic(images, columns):
    """Petak citra `(N, 28, 28)` uint8 dengan celah putih."""
    rows = -(-len(images) // columns)
    side = 28 + GAP
    sheet = np.full((rows * side - GAP, columns * side - GAP), 255, np.uint8)
    for index, image in enumerate(images):
        top, left = side * (index // columns), side * (index % columns)
        sheet[top : top + 28, left : left + 28] = image
    return sheet


def decode(decoder, codes):
    """Citra `(N, 28, 28)` uint8 dari kode."""
    return unit_to_uint8(np.asarray(decoder(np.asarray(codes, "float32"))))[..., 0]


def latent_map():
    """Sembilan kali sembilan titik bidang laten."""
    places = np.linspace(-3, 3, 19)[1::2]
    codes = [(z1, z2) for z2 in places[::-1] for z1 in places]
    return mosaic(decode(zoo.load("vae2-fashion").main_network.decoder, codes), 9)


def encode_decode():
    """Sepuluh citra uji, dan di bawahnya yang didekode dari rerata posterior."""
    model = zoo.load("vae2-fashion").main_network
    images = first_of_each_class()
    mean, _ = model.encode(images)
    return mosaic([*unit_to_uint8(images)[..., 0], *decode(model.decoder, mean)], 10)


def latent_sliders():
    """Tujuh langkah antara dua vektor laten."""
    ends = np.random.default_rng(8).standard_normal((2, 16))
    codes = [ends[0] + share * (ends[1] - ends[0]) for share in np.linspace(0, 1, 7)]
    return mosaic(decode(zoo.load("vae-fashion").main_network.decoder, codes), 7)


def denoise():
    """Asli, berderau, dan keluaran jaringan, untuk tiga citra."""
    images = first_of_each_class()[[SHIRT, BAG, BOOT]]
    noise = 0.4 * np.random.default_rng(8).standard_normal(images.shape)
    noisy = np.clip(images + noise, 0, 1).astype("float32")
    model = zoo.load("denoising-fashion").main_network
    made = np.asarray(model(noisy, training=False))
    return mosaic([*unit_to_uint8(np.concatenate([images, noisy, made]))[..., 0]], 3)


def sparse_units():
    """Citra asli, lalu yang dibangun dari 1, 5, 20, 60, dan 300 unit terbesar."""
    model = zoo.load("sparse-fashion").main_network
    images = first_of_each_class()[[BOOT]]
    code = np.asarray(model.get_layer("encoder")(images))[0]
    order = np.argsort(-code)
    codes = [
        np.where(np.isin(np.arange(300), order[:kept]), code, 0) for kept in (1, 5, 20, 60, 300)
    ]
    return mosaic([*unit_to_uint8(images)[..., 0], *decode(model.get_layer("decoder"), codes)], 6)


def labelled_classes():
    """Tiga gaya, masing-masing dengan sepuluh label."""
    decoder = zoo.load("conditional-vae-fashion").main_network.decoder
    styles = np.random.default_rng(8).standard_normal((3, decoder.input_shape[-1] - 10))
    codes = [np.concatenate([style, label]) for style in styles for label in np.eye(10)]
    return mosaic(decode(decoder, codes), 10)


def labelled_digits():
    """Tiga gaya, masing-masing dengan sepuluh label."""
    generator = zoo.load("cgan-mnist-small").generator
    styles = np.random.default_rng(8).standard_normal((3, generator.input_shape[0][-1]))
    latent, labels = np.repeat(styles, 10, axis=0), np.tile(np.eye(10), (3, 1))
    made = generator([latent.astype("float32"), labels.astype("float32")])
    return mosaic(symmetric_to_uint8(np.asarray(made))[..., 0], 10)


def progress():
    """Gambar kemajuan epoch pertama dan terakhir, berdampingan."""
    frames = zoo.load("dcgan-mnist").progress
    first, last = frames[min(frames)], frames[max(frames)]
    gap = np.full((first.shape[0], 12, *first.shape[2:]), 255, np.uint8)
    return np.concatenate([first, gap, last], axis=1)


def main():
    """Tulis semua gambar sebagai WebP; sedikit kehilangan, karena ia diambil bersama demonya."""
    drawings = {
        "latent-map": latent_map, "encode-decode": encode_decode, "latent-sliders": latent_sliders,
        "denoise": denoise, "sparse-units": sparse_units, "labelled-classes": labelled_classes,
        "labelled-digits": labelled_digits, "progress": progress,
    }  # fmt: skip
    for name, draw in drawings.items():
        sheet = Image.fromarray(draw())
        if sheet.width < 330:
            sheet = sheet.resize((2 * sheet.width, 2 * sheet.height), Image.Resampling.NEAREST)
        content = io.BytesIO()
        sheet.save(content, "WEBP", quality=QUALITY, method=6)
        write_atomic(TARGET / f"{name}.webp", content.getvalue())
        print(f"{name:18} {sheet.width}x{sheet.height} {len(content.getvalue()) / 1000:6.1f} kB")


if __name__ == "__main__":
    main()

"""Tulis bobot demo halaman dari gudang `zoo/` ke `web/models/weights/`.

    python tools/export_demo_models.py

Setiap jaringan menjadi satu skrip klasik `<nama>.js` berisi susunan lapisan dan bobot base64.
Bobot int8 dengan satu skala per kanal keluaran; pada konvolusi juga per letak kernel dan per blok
kanal masuk. Bila citranya berbeda lebih dari batas di bawah dari keluaran Keras, lapisan dijadikan
float16 satu demi satu, mulai dari yang bobotnya paling sedikit. Normalisasi *batch* dilipat ke
lapisan di depannya. Lapisan yang tidak dikenal ditolak.

Hasilnya disimpan di git, bukan dibuat saat situs dibangun: membangun situs tidak menjalankan
TensorFlow. Sebuah uji mengekspor ulang dan membandingkannya bita demi bita.
"""

import base64
import gzip
import io
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import generatif

generatif.configure(seed=2026)

import tensorflow as tf  # noqa: E402
from keras import layers, ops  # noqa: E402
from PIL import Image  # noqa: E402

from generatif import zoo  # noqa: E402
from generatif.datasets import load_fashion_mnist  # noqa: E402
from generatif.models.denoising_autoencoder import Corruption  # noqa: E402
from generatif.models.sparse_autoencoder import SparsityPenalty  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402

TARGET = Path(__file__).resolve().parents[1] / "web" / "models" / "weights"
MAX_ERROR = 8.0
DIGIT_ERROR = 12.0  # tepi goresan GAN curam; batas 8 menuntut float16, dua kali lebih berat
MEAN_ERROR = 0.3
PROBES = 200
FIRST_UNITS = 24  # unit sparse yang datang lebih dahulu, menurut citra pembuka
OPENING_SAMPLE = 7
CODE_STEP = 1 / 1024  # lebih halus daripada dua desimal yang ditampilkan
MAP_TILES, MAP_LIMIT = 9, 3  # petak setiap sisi dan tepi peta di latent-map.js
PREVIEW_QUALITY = 50  # WebP pembuka; yang tepat menyusul
OPENING_SEED = 8  # benih gaya pembuka di labelled-classes.js
SAMPLE_LABELS = (0, 1, 2, 3, 5, 7, 8, 9)  # mantel dan kemeja mirip pulover; halaman tetap ringan
SCALE_BLOCK = 32  # kanal masuk konvolusi yang berbagi satu skala
IGNORED = (layers.InputLayer, layers.Dropout, layers.GaussianNoise, Corruption, SparsityPenalty)
ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh")
SMALLEST_SCALE = np.float16(6e-8)


@dataclass(frozen=True)
class Export:
    """Satu jaringan yang diekspor.

    Attributes:
        name: nama berkas, tanpa akhiran.
        layers: daftar lapisan Keras, berurutan.
        network: fungsi Keras yang sama, pembanding galatnya.
        probes: masukan uji `(N, ...)`.
        gray: fungsi keluaran jaringan ke tingkat keabuan [0, 255].
        largest: galat terbesar yang diizinkan, tingkat keabuan.
    """

    name: str
    layers: list
    network: object
    probes: np.ndarray
    gray: object
    largest: float = MAX_ERROR


def fold(keras_layers):
    """Susunan lapisan tanpa normalisasi *batch*: daftar `dict` dengan kernel dan bias float32.

    Raises:
        ValueError: bila sebuah lapisan tidak dikenal.
    """
    folded = []
    remaining = [layer for layer in keras_layers if not isinstance(layer, IGNORED)]
    while remaining:
        if spread := describe_spread(remaining[:3]):
            folded.append(spread)
            del remaining[:3]
            continue
        layer = remaining.pop(0)
        if isinstance(layer, layers.BatchNormalization):
            fold_normalization(folded, layer)
        elif isinstance(layer, layers.LeakyReLU):
            set_activation(folded, layer, "leaky", slope=float(layer.negative_slope))
        elif isinstance(layer, layers.ReLU | layers.Activation):
            set_activation(folded, layer, activation_name(layer))
        else:
            folded.append(describe(layer))
    return folded


def describe_spread(three):
    """Kanal yang disebar menjadi blok piksel (Reshape, Permute, Reshape), atau `None`."""
    kinds = (layers.Reshape, layers.Permute, layers.Reshape)
    if len(three) < 3 or not all(map(isinstance, three, kinds)):
        return None
    first, permute, last = three
    height, width, rows, columns = first.target_shape
    supported = rows == columns and permute.dims == (1, 3, 2, 4)
    require(permute, supported and last.target_shape == (rows * height, columns * width, 1))
    return {"kind": "spread", "factor": rows}


def set_activation(folded, layer, name, **options):
    """Pindahkan lapisan aktivasi ke lapisan berbobot di depannya."""
    if not folded or "kernel" not in folded[-1] or folded[-1]["activation"] != "linear":
        raise ValueError(f"Aktivasi {layer.name} tidak didahului lapisan linear.")
    folded[-1].update(activation=name, **options)


def fold_normalization(folded, layer):
    """Lipat statistik berjalan ke kernel dan bias di depannya."""
    if not folded or folded[-1].get("activation") != "linear":
        raise ValueError(f"Normalisasi {layer.name} tidak didahului lapisan linear.")
    previous = folded[-1]
    gain = 1 / np.sqrt(np.asarray(layer.moving_variance) + layer.epsilon)
    gain *= np.asarray(layer.gamma) if layer.scale else 1.0
    shift = np.asarray(layer.beta) if layer.center else 0.0
    previous["kernel"] = previous["kernel"] * gain
    previous["bias"] = (previous["bias"] - np.asarray(layer.moving_mean)) * gain + shift


def activation_name(layer):
    """Nama aktivasi, atau galat bila peramban belum mengenalnya."""
    name = "relu" if isinstance(layer, layers.ReLU) else layer.activation.__name__
    if name not in ACTIVATIONS:
        raise ValueError(f"Aktivasi '{name}' di {layer.name} belum dikenal forward.js.")
    return name


def describe(layer):
    """Ubah satu lapisan Keras menjadi `dict`."""
    if isinstance(layer, layers.Dense):
        return weighted(layer, "dense", layer.get_weights()[0])
    if isinstance(layer, layers.Conv2DTranspose):
        require(layer, layer.padding == "same" and min(layer.kernel_size) >= max(layer.strides))
        kernel = layer.get_weights()[0].transpose(0, 1, 3, 2)
        return {**weighted(layer, "transpose", kernel), **window(layer, layer.kernel_size)}
    if isinstance(layer, layers.Conv2D):
        require(layer, layer.groups == 1 and set(layer.dilation_rate) == {1})
        kernel = layer.get_weights()[0]
        return {**weighted(layer, "conv", kernel), **window(layer, layer.kernel_size)}
    if isinstance(layer, layers.MaxPooling2D):
        return {"kind": "pool", **window(layer, layer.pool_size)}
    if isinstance(layer, layers.UpSampling2D):
        require(layer, layer.interpolation == "nearest" and len(set(layer.size)) == 1)
        return {"kind": "upsample", "factor": layer.size[0]}
    if isinstance(layer, layers.Flatten):
        return {"kind": "reshape", "shape": [1, 1, int(np.prod(layer.input.shape[1:]))]}
    if isinstance(layer, layers.Reshape):
        require(layer, len(layer.target_shape) == 3)
        return {"kind": "reshape", "shape": list(layer.target_shape)}
    raise ValueError(f"Lapisan {type(layer).__name__} ({layer.name}) belum dikenal forward.js.")


def require(layer, supported):
    """Tolak pengaturan lapisan yang tidak dihitung forward.js."""
    if not supported:
        raise ValueError(f"Pengaturan {type(layer).__name__} ({layer.name}) belum dikenal.")


def weighted(layer, kind, kernel):
    """Lapisan berbobot; kernelnya [..., kanal masuk, kanal keluar]."""
    units = kernel.shape[-1]
    bias = layer.get_weights()[1] if layer.use_bias else np.zeros(units, "float32")
    activation = activation_name(layer)
    return {"kind": kind, "units": units, "activation": activation, "kernel": kernel, "bias": bias}


def window(layer, size):
    """Jendela bujur sangkar: sisi kernel, langkah, dan tepi."""
    require(layer, len(set(size)) == 1 and len(set(layer.strides)) == 1)
    return {"kernelSize": size[0], "stride": layer.strides[0], "padding": layer.padding}


def quantize(kernel, floor=0.0):
    """Kernel int8 [blok, masuk, keluar] dan skala float16 [blok, 1, keluar].

    Args:
        kernel: kernel float32 [..., masuk, keluar].
        floor: skala terkecil, sebagai bagian dari skala median. Skala yang dinaikkan membuat kernel
            kanal yang kecil lebih mudah dimampatkan.
    """
    incoming, outgoing = kernel.shape[-2:]
    split = kernel.ndim == 4 and incoming % SCALE_BLOCK == 0
    rows = kernel.reshape(-1, SCALE_BLOCK if split else incoming, outgoing)
    scales = (np.abs(rows).max(1, keepdims=True) / 127).astype("<f2")
    scales = np.maximum(scales, max(SMALLEST_SCALE, np.float16(floor * np.median(scales))))
    levels = np.clip(np.rint(rows / scales.astype("float32")), -127, 127).astype(np.int8)
    return levels, scales


def precisions(folded):
    """Ketelitian per lapisan, dari yang paling ringan: int8 semua sampai float16 semua."""
    sizes = [layer["kernel"].size if "kernel" in layer else 0 for layer in folded]
    order = [index for index in np.argsort(sizes, kind="stable") if sizes[index]]
    for count in range(len(order) + 1):
        precise = order[:count]
        yield ["float16" if index in precise else "int8" for index in range(len(folded))]


def pack(folded, plan, floor=0.0):
    """Susunan lapisan untuk peramban, bitanya, dan lapisan yang sama sesudah dibulatkan.

    Args:
        folded: hasil :func:`fold`.
        plan: ketelitian setiap lapisan, `"int8"` atau `"float16"`.
        floor: lihat :func:`quantize`.
    """
    described, content, rounded = [], bytearray(), []
    for layer, precision in zip(folded, plan, strict=True):
        plain = {key: value for key, value in layer.items() if key not in ("kernel", "bias")}
        if "kernel" not in layer:
            described.append(plain)
            rounded.append(layer)
            continue
        plain |= {"weights": layer["kernel"].size, "type": precision}
        bias = layer["bias"].astype("<f2")
        if precision == "int8":
            levels, scales = quantize(layer["kernel"], floor)
            plain["scales"] = scales.size
            content += levels.tobytes() + scales.tobytes()
            kernel = (levels * scales.astype("float32")).reshape(layer["kernel"].shape)
        else:
            kernel = layer["kernel"].astype("<f2")
            content += kernel.tobytes()
        content += bias.tobytes()
        described.append(plain)
        rounded.append({**layer, "kernel": kernel.astype("f4"), "bias": bias.astype("f4")})
    return described, bytes(content), rounded


def run(folded, inputs):
    """Hitung lapisan terlipat dengan operasi Keras; `inputs` `(N, ...)`."""
    x = ops.convert_to_tensor(inputs)
    for layer in folded:
        x = step(layer, x)
    return ops.convert_to_numpy(x)


def step(layer, x):
    """Satu lapisan terlipat."""
    kind = layer["kind"]
    if kind == "reshape":
        shape = layer["shape"] if layer["shape"][:2] != [1, 1] else layer["shape"][2:]
        return ops.reshape(x, (-1, *shape))
    if kind == "upsample":
        return ops.repeat(ops.repeat(x, layer["factor"], axis=1), layer["factor"], axis=2)
    if kind == "spread":
        return tf.nn.depth_to_space(x, layer["factor"])
    if kind == "pool":
        return ops.max_pool(x, layer["kernelSize"], layer["stride"], layer["padding"])
    if kind == "dense":
        x = ops.matmul(x, layer["kernel"])
    elif kind == "conv":
        x = ops.conv(x, layer["kernel"], layer["stride"], layer["padding"])
    else:
        kernel = layer["kernel"].transpose(0, 1, 3, 2)
        x = ops.conv_transpose(x, kernel, layer["stride"], layer["padding"])
    return activate(layer, x + layer["bias"])


def activate(layer, x):
    """Aktivasi sebuah lapisan terlipat."""
    functions = {"relu": ops.relu, "sigmoid": ops.sigmoid, "tanh": ops.tanh}
    functions["leaky"] = partial(ops.leaky_relu, negative_slope=layer.get("slope"))
    return functions.get(layer["activation"], lambda value: value)(x)


def export(item):
    """Isi berkas, ketelitian, dan galatnya.

    Returns:
        Tuple isi skrip, lapisan float16 dari semua lapisan berbobot, galat terbesar, dan galat
        rerata (tingkat keabuan).

    Raises:
        ValueError: bila float16 pun melampaui batas.
    """
    folded = fold(item.layers)
    expected = item.gray(np.asarray(item.network(item.probes)))
    for plan in precisions(folded):
        described, content, rounded = pack(folded, plan)
        error = np.abs(item.gray(run(rounded, item.probes)) - expected)
        if error.max() <= item.largest and error.mean() <= MEAN_ERROR:
            shape = item.probes.shape[1:]
            head = {"input": list(shape if len(shape) == 3 else (1, 1, *shape))}
            head["layers"] = described
            share = f"{count_precise(described)}/{sum('type' in each for each in described)}"
            return script(item.name, head, content), share, error.max(), error.mean()
    raise ValueError(f"{item.name}: galat {error.max():.1f} walaupun bobotnya float16.")


def count_precise(described):
    """Banyak lapisan float16."""
    return sum(layer.get("type") == "float16" for layer in described)


def script(name, head, content):
    """Skrip klasik yang mendaftarkan satu entri `Generatif.weights`."""
    entry = {**head, "data": base64.b64encode(content).decode("ascii")}
    text = json.dumps(entry, separators=(",", ":"))
    return (
        '"use strict";\nwindow.Generatif ??= {};\nGeneratif.weights ??= {};\n'
        f"Generatif.weights[{json.dumps(name)}] = {text};\n"
    )


def unit_gray(pixels):
    """Piksel [0, 1] ke tingkat keabuan."""
    return 255.0 * np.asarray(pixels).reshape(len(pixels), -1)


def symmetric_gray(pixels):
    """Piksel [-1, 1] ke tingkat keabuan."""
    return unit_gray((np.asarray(pixels) + 1) / 2)


def decoder_export(name, decoder):
    """Dekoder dari sebaran prior."""
    size = decoder.input_shape[-1]
    probes = np.random.default_rng(8).standard_normal((PROBES, size)).astype("float32")
    return Export(name, decoder.layers, decoder, probes, unit_gray)


def unseen_images():
    """Citra uji Fashion-MNIST pertama, [0, 1]; data yang ikut di dalam paket."""
    pixels = load_fashion_mnist("embedded").x_test[:PROBES]
    return (pixels.reshape(-1, 28, 28, 1) / 255.0).astype("float32")


def latent_encoder_export(name, model):
    """Enkoder VAE; galatnya dinilai sesudah rerata posteriornya didekode."""
    size = model.latent_dim

    def gray(output):
        return unit_gray(np.asarray(model.decoder(output[:, :size])))

    return Export(name, model.encoder.layers, model.encoder, unseen_images(), gray)


def denoiser_export(name, model):
    """Peredam derau tanpa lapisan perusak."""
    encoder, decoder = model.get_layer("encoder"), model.get_layer("decoder")
    noise = 0.4 * np.random.default_rng(8).standard_normal((PROBES, 28, 28, 1))
    probes = np.clip(unseen_images() + noise, 0, 1).astype("float32")
    return Export(
        name,
        [*encoder.layers, *decoder.layers],
        lambda images: decoder(encoder(images)),
        probes,
        unit_gray,
    )


def sparse_export(name, model):
    """Dekoder *sparse*, dengan kode citra uji sebagai masukan uji."""
    decoder = model.get_layer("decoder")
    codes = np.asarray(model.get_layer("encoder")(unseen_images()))
    return Export(name, decoder.layers, decoder, codes, unit_gray)


def sample_codes(model):
    """Kode *sparse* citra contoh, float16 `(N, 300)`, dibulatkan ke kelipatan CODE_STEP."""
    images = first_of_each_class()[list(SAMPLE_LABELS)]
    codes = np.asarray(model.get_layer("encoder")(images))
    return (CODE_STEP * np.rint(codes / CODE_STEP)).astype("<f2")


def sparse_scripts(model):
    """Dekoder *sparse* dalam dua berkas: unit citra pembuka dahulu, lalu sisanya.

    Berkas pertama memuat kernel unit-unit itu, skala, dan bias; berkas kedua hanya kernel sisanya.
    Unitnya berurutan menurut kode citra pembuka, dari yang terbesar; sparse-units.js mengurutkan
    kode yang sama dengan cara yang sama.

    Returns:
        `dict` nama berkas ke isinya, dan baris tabel dekoder utuh.
    """
    item = sparse_export("sparse", model)
    order = np.argsort(-sample_codes(model)[OPENING_SAMPLE], kind="stable")
    folded = fold(item.layers)
    folded[0]["kernel"] = folded[0]["kernel"][order]
    described, content, rounded = pack(folded, ["int8"] * len(folded), floor=1.0)
    expected = item.gray(np.asarray(item.network(item.probes)))
    error = np.abs(item.gray(run(rounded, item.probes[:, order])) - expected)
    if error.max() > MAX_ERROR or error.mean() > MEAN_ERROR:
        raise ValueError(f"Dekoder sparse: galat {error.max():.1f} dengan int8.")
    first, *others = described
    cut, whole = FIRST_UNITS * first["units"], first["weights"]
    head = {"input": [1, 1, FIRST_UNITS], "layers": [{**first, "weights": cut}, *others]}
    files = {
        "sparse-first": script("sparse-first", head, content[:cut] + content[whole:]),
        "sparse-rest": script("sparse-rest", {}, content[cut:whole]),
    }
    return files, ("sparse-rest", "0/1", error.max(), error.mean())


def uniforms(seed):
    """Pengundi mulberry32 yang sama dengan `random` di controls.js."""
    mask = 0xFFFFFFFF
    while True:
        seed = (seed + 0x6D2B79F5) & mask
        bits = ((seed ^ (seed >> 15)) * (1 | seed)) & mask
        bits = ((bits + (((bits ^ (bits >> 7)) * (61 | bits)) & mask)) & mask) ^ bits
        yield (bits ^ (bits >> 14)) / 2**32


def normals(count, draw):
    """Bilangan normal baku seperti `normals` di controls.js."""
    pairs = [(next(draw), next(draw)) for _ in range(count)]
    return [np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v) for u, v in pairs]


def opening_script(name, network, gray):
    """Sepuluh kelas bergaya pembuka, uint8, agar halaman tidak menunggu jaringannya."""
    style = normals(network.input_shape[-1] - 10, uniforms(OPENING_SEED))
    codes = np.array([[*style, *label] for label in np.eye(10)], "float32")
    pixels = np.rint(gray(np.asarray(network(codes)))).astype(np.uint8)
    return script(name, {}, pixels.tobytes())


def labelled_export(name, network, gray, largest=MAX_ERROR):
    """Jaringan yang masukannya vektor laten disambung dengan label satu-panas."""
    rng = np.random.default_rng(8)
    latent = rng.standard_normal((PROBES, network.input_shape[-1] - 10))
    labels = np.eye(10)[np.arange(PROBES) % 10]
    probes = np.concatenate([latent, labels], axis=1).astype("float32")
    return Export(name, network.layers, network, probes, gray, largest)


def class_network():
    """Dekoder VAE bersyarat pada busana."""
    return zoo.load("conditional-vae-fashion").main_network.decoder


def digit_network():
    """Generator angka tanpa penyambung: masukannya vektor laten disambung label satu-panas."""
    return zoo.load("cgan-mnist-small").generator.get_layer("generator")


def demo_exports():
    """Semua jaringan yang dipakai demo."""
    plane = zoo.load("vae2-fashion").main_network
    return [
        decoder_export("vae2-decoder", plane.decoder),
        latent_encoder_export("vae2-encoder", plane),
        decoder_export("vae16-decoder", zoo.load("vae-fashion").main_network.decoder),
        denoiser_export("denoiser", zoo.load("denoising-fashion").main_network),
        labelled_export("labelled-decoder", class_network(), unit_gray),
        labelled_export("digit-generator", digit_network(), symmetric_gray, DIGIT_ERROR),
    ]


def first_of_each_class():
    """Citra uji pertama setiap kelas, `(10, 28, 28, 1)` dalam [0, 1]."""
    data = load_fashion_mnist("embedded")
    first = [int(np.argmax(data.y_test == label)) for label in range(10)]
    return (data.x_test[first].reshape(-1, 28, 28, 1) / 255.0).astype("float32")


def sample_script():
    """Citra contoh sebagai uint8, satu setiap kelas di SAMPLE_LABELS."""
    pixels = np.rint(255 * first_of_each_class()[list(SAMPLE_LABELS)]).astype(np.uint8)
    return script("samples", {"labels": SAMPLE_LABELS}, pixels.tobytes())


def sparse_codes_script():
    """Kode 300 unit dari citra contoh, float16."""
    codes = sample_codes(zoo.load("sparse-fashion").main_network)
    return script("sparse-codes", {"units": codes.shape[1]}, codes.tobytes())


def map_opening_script(decoder):
    """Peta laten pembuka: petak-petak latent-map.js sebagai satu gambar."""
    places = (np.arange(MAP_TILES) + 0.5) * (2 * MAP_LIMIT / MAP_TILES) - MAP_LIMIT
    codes = np.array([(z1, z2) for z2 in places[::-1] for z1 in places], "float32")
    tiles = np.rint(unit_gray(np.asarray(decoder(codes)))).astype(np.uint8)
    rows = tiles.reshape(MAP_TILES, MAP_TILES, 28, 28).transpose(0, 2, 1, 3)
    sheet = Image.fromarray(rows.reshape(28 * MAP_TILES, 28 * MAP_TILES))
    return script("map-opening", {"image": preview(sheet)}, b"")


def preview(image):
    """Gambar sebagai alamat data WebP, kecil dan dengan kehilangan."""
    content = io.BytesIO()
    image.save(content, "WEBP", quality=PREVIEW_QUALITY, method=6)
    return data_address("webp", content.getvalue())


def data_address(kind, content):
    """Alamat `data:` sebuah gambar."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def progress_scripts():
    """Gambar kemajuan DCGAN: pembuka kecil, lalu PNG yang tersimpan apa adanya."""
    run_ = zoo.load("dcgan-mnist")
    names = sorted(name for name in run_.manifest["files"] if name.startswith("epoch-"))
    frames = {int(name[6:-4]): data_address("png", run_.read_file(name)) for name in names}
    epochs = sorted(frames)
    first = preview(Image.fromarray(run_.progress[epochs[0]]))
    opening = {"epochs": epochs, "frames": {epochs[0]: first}}
    return {
        "progress-first": script("progress-first", opening, b""),
        "progress-rest": script("progress-rest", {"frames": frames}, b""),
    }


def weight_files():
    """Pasangan nama berkas dan isinya, dan baris tabel jaringan."""
    contents, rows = {}, []
    for item in demo_exports():
        contents[item.name], share, largest, mean = export(item)
        rows.append((item.name, share, largest, mean))
    contents["samples"] = sample_script()
    plane = zoo.load("vae2-fashion").main_network.decoder
    contents["map-opening"] = map_opening_script(plane)
    contents["sparse-codes"] = sparse_codes_script()
    sparse_files, row = sparse_scripts(zoo.load("sparse-fashion").main_network)
    contents |= sparse_files | progress_scripts()
    rows.append(row)
    contents["labelled-opening"] = opening_script("labelled-opening", class_network(), unit_gray)
    contents["digit-opening"] = opening_script("digit-opening", digit_network(), symmetric_gray)
    return contents, rows


def main():
    """Tulis semua berkas dan cetak tabelnya."""
    contents, rows = weight_files()
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        write_atomic(TARGET / f"{name}.js", text.encode("ascii"))
    errors = {name: rest for name, *rest in rows}
    print(f"{'berkas':18} {'float16':8} {'maks':>6} {'rerata':>7} {'kB gzip':>8}")
    for name, text in contents.items():
        share, largest, mean = errors.get(name, ("-", 0.0, 0.0))
        size = len(gzip.compress(text.encode("ascii"), 6)) / 1000
        print(f"{name:18} {share:8} {largest:6.2f} {mean:7.3f} {size:8.1f}")


if __name__ == "__main__":
    main()

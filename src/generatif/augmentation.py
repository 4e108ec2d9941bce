"""Augmentasi: sedikit citra berlabel, pengubahan klasik, dan *batch* berisi citra buatan.

Pengklasifikasinya jaringan konvolusi kecil. Dari benih yang sama semua cara mendapat citra asli,
bobot awal, banyak langkah, dan ukuran *batch* yang sama; yang berbeda hanya isi *batch*-nya.
"""

import keras
import numpy as np
from keras import layers

from generatif.checks import require, require_labels, require_positive_int
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

SHIFT = 0.05
TURN = 5 / 360
ZOOM = 0.05
LEARNING_RATE = 2e-3


def draw_few(images, labels, per_class, seed):
    """Ambil sedikit citra berlabel, sama banyak dari setiap kelas.

    Args:
        images: larik `(N, ...)`.
        labels: larik bilangan bulat `(N,)`, dari 0 sampai K - 1.
        per_class: banyak citra tiap kelas.
        seed: benih acak.

    Returns:
        Pasangan citra `(K * per_class, ...)` dan labelnya, terurut menurut kelas, tanpa ulangan.

    Raises:
        ValueError: bila sebuah kelas tidak punya cukup citra.
    """
    require_positive_int(per_class=per_class)
    rng = np.random.default_rng(seed)
    chosen = []
    for label in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == label)
        if len(members) < per_class:
            raise ValueError(
                f"Kelas {label} berisi {len(members)} citra, sedangkan yang diminta {per_class} "
                "per kelas. Kecilkan `per_class` atau tambah citranya."
            )
        chosen.append(rng.choice(members, per_class, replace=False))
    chosen = np.concatenate(chosen)
    return images[chosen], labels[chosen]


def classic_layers(seed=None):
    """Geser, putar, dan perbesar setiap citra secara acak, hanya saat pelatihan.

    Paling jauh 5 persen sisi, 5 derajat, dan 5 persen; tepi yang kosong diisi nol. Tanpa
    pencerminan: sepatu Fashion-MNIST semuanya menghadap ke kiri, dan angka tercermin bukan angka.

    Args:
        seed: `int` atau `None`.

    Returns:
        Daftar tiga lapisan Keras `(B, H, W, C) -> (B, H, W, C)`.
    """
    edges = {"fill_mode": "constant", "fill_value": 0.0}
    shift_seed, turn_seed, zoom_seed = split_seed(seed, 3)
    return [
        layers.RandomTranslation(SHIFT, SHIFT, seed=shift_seed, **edges),
        layers.RandomRotation(TURN, seed=turn_seed, **edges),
        layers.RandomZoom(ZOOM, seed=zoom_seed, **edges),
    ]


def build_classifier(classes=10, width=16, *, classic=False, seed=None):
    """Tiga konvolusi 3x3, dropout, dan satu lapisan rapat.

    Args:
        classes: banyak kelas K.
        width: banyak kanal konvolusi pertama; berikutnya dua dan empat kalinya.
        classic: apakah masukannya diubah menurut :func:`classic_layers` saat pelatihan.
        seed: `int` atau `None`; bobot awalnya tidak bergantung pada `classic`.

    Returns:
        Model Keras `(B, 28, 28, 1)`, piksel dalam [0, 1], ke logit `(B, classes)`.
    """
    require_positive_int(classes=classes, width=width)
    weight_seed, dropout_seed, change_seed = split_seed(seed, 3)
    init = keras.initializers.HeNormal(keras.random.SeedGenerator(weight_seed))
    convolution = {"activation": "relu", "kernel_initializer": init}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *(classic_layers(change_seed) if classic else []),
            layers.Conv2D(width, 3, **convolution),
            layers.MaxPooling2D(),
            layers.Conv2D(2 * width, 3, **convolution),
            layers.MaxPooling2D(),
            layers.Conv2D(4 * width, 3, **convolution),
            layers.Flatten(),
            layers.Dropout(0.5, seed=dropout_seed),
            layers.Dense(64, activation="relu", kernel_initializer=init),
            layers.Dense(classes, kernel_initializer=init),
        ],
        name="classifier",
    )


def shuffled_rounds(count, needed, rng):
    """Ulangi 0 sampai `count - 1` putaran demi putaran, setiap putaran diacak.

    Args:
        count: banyak contoh.
        needed: banyak indeks yang diperlukan.
        rng: `numpy.random.Generator`.

    Returns:
        Larik bilangan bulat `(needed,)`; banyak kemunculan dua indeks berselisih paling besar 1.
    """
    rounds = -(-needed // count) if needed else 0
    orders = [rng.permutation(count) for _ in range(rounds)]
    return np.concatenate([np.empty(0, int), *orders])[:needed]


def plan_batches(real_count, made_count, *, steps, batch_size, share, seed):
    """Rencanakan isi setiap *batch*: sebagian citra asli, sebagian citra buatan.

    Dalam setiap putaran semua citra muncul sekali, dalam urutan acak.

    Args:
        real_count: banyak citra asli.
        made_count: banyak citra buatan.
        steps: banyak *batch*.
        batch_size: banyak citra tiap *batch*.
        share: bagian citra buatan tiap *batch*, dalam [0, 1].
        seed: benih acak.

    Returns:
        Larik bilangan bulat `(steps, batch_size)`; di bawah `real_count` menunjuk citra asli,
        selebihnya citra buatan ke `indeks - real_count`.
    """
    require(0 <= share <= 1, "share", share, "bilangan dalam [0, 1]")
    made_size = round(share * batch_size)
    require(made_count > 0 or made_size == 0, "made_count", made_count, "positif bila share > 0")
    rng = np.random.default_rng(seed)
    real = shuffled_rounds(real_count, steps * (batch_size - made_size), rng)
    made = shuffled_rounds(made_count, steps * made_size, rng) + real_count
    return np.concatenate([real.reshape(steps, -1), made.reshape(steps, -1)], axis=1)


def train_classifier(
    real,
    made=None,
    *,
    share=0.5,
    classic=False,
    classes=10,
    steps=1500,
    batch_size=32,
    width=16,
    seed=None,
):
    """Latih pengklasifikasi dari sedikit citra asli, ditambah citra buatan bila ada.

    Tidak ada titik simpan yang dipilih: yang dikembalikan bobot sesudah langkah terakhir.

    Args:
        real: pasangan citra `float32` `(N, 28, 28, 1)` dalam [0, 1] dan label `(N,)`.
        made: pasangan serupa berisi citra buatan, atau `None`.
        share: bagian citra buatan tiap *batch*; tidak dipakai bila `made` `None`.
        classic: apakah isi *batch*, asli maupun buatan, diubah menurut :func:`classic_layers`.
        classes: banyak kelas.
        steps: banyak langkah.
        batch_size: banyak citra tiap langkah.
        width: lebar jaringan.
        seed: `int` atau `None`; benih bobot awal, urutan, dropout, dan pengubahan.

    Returns:
        Model dari :func:`build_classifier` yang sudah dilatih.
    """
    parts = [real] if made is None else [real, made]
    for images, labels in parts:
        require_labels(labels, len(images), classes)
    network_seed, order_seed = split_seed(seed, 2)
    network = build_classifier(classes, width, classic=classic, seed=network_seed)
    network.compile(
        cosine_adam(LEARNING_RATE, steps),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    order = plan_batches(
        len(real[0]),
        0 if made is None else len(made[0]),
        steps=steps,
        batch_size=batch_size,
        share=0.0 if made is None else share,
        seed=order_seed,
    ).ravel()
    images, labels = (np.concatenate(each) for each in zip(*parts, strict=True))
    network.fit(images[order], labels[order], batch_size=batch_size, shuffle=False, verbose=0)
    return network


def accuracy(network, images, labels):
    """Bagian citra yang ditebak benar.

    Args:
        network: model Keras ke logit.
        images: larik `float32` `(N, 28, 28, 1)` dalam [0, 1].
        labels: larik bilangan bulat `(N,)`.

    Returns:
        Bilangan dalam [0, 1].
    """
    logits = network.predict(images, batch_size=500, verbose=0)
    return float(np.mean(logits.argmax(axis=1) == labels))

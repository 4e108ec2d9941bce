"""Ukur kumpulan citra dengan cacat yang diketahui: apa yang dilihat dan dilewatkan tiap ukuran.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_fake_sets.py

Data latih dibagi dua secara acak. Separuh pertama (`seen`) berperan sebagai data latih sebuah
generator rekaan, jadi kumpulan yang menghafal disalin dari sana dan tetangga terdekat dicari di
sana. Separuh kedua (`unseen`) adalah citra asli yang tidak dilihatnya: lantai setiap ukuran dan
bahan kumpulan yang dirusak. Semua kumpulan berukuran sama dan dibandingkan dengan data uji.
"""

import argparse
import json
import os
import platform
import time
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import generatif

generatif.configure()

import numpy as np  # noqa: E402
from scipy.ndimage import gaussian_filter  # noqa: E402
from sklearn.decomposition import PCA  # noqa: E402

from generatif import metrics  # noqa: E402
from generatif.classifiers import load_classifiers  # noqa: E402
from generatif.pictures import write_atomic  # noqa: E402
from measured_report import rounded  # noqa: E402

OUTPUT = Path(__file__).resolve().parents[1] / "src" / "generatif" / "measured" / "fake_sets.json"
LOADERS = {"mnist": generatif.load_mnist, "fashion_mnist": generatif.load_fashion_mnist}
LIBRARIES = ("tensorflow", "keras", "numpy", "scipy", "scikit-learn")
SEED = 2026
COUNT = 10_000
QUERIES = 1_000
SIZES = (250, 500, 1_000, 2_000, 5_000, 10_000)
REPEATS = 5


@dataclass(frozen=True, eq=False)
class Material:
    """Bahan pembuat kumpulan: data latih utuh dan kedua separuhnya."""

    images: np.ndarray
    labels: np.ndarray
    seen: np.ndarray
    unseen: np.ndarray
    unseen_labels: np.ndarray
    count: int


def split_halves(data, count, seed=SEED):
    """Bagi data latih menjadi separuh `seen` dan separuh `unseen`."""
    order = np.random.default_rng(seed).permutation(len(data.x_train))
    seen, unseen = np.array_split(order, 2)
    images, labels = data.x_train, data.y_train
    return Material(images, labels, images[seen], images[unseen], labels[unseen], count)


def take(images, count):
    """Ambil `count` citra pertama; tolak bila kurang."""
    if len(images) < count:
        raise ValueError(f"Hanya ada {len(images)} citra untuk kumpulan berisi {count}; kecilkan.")
    return images[:count]


def unseen_real(material, rng):
    """Citra asli yang tidak dilihat generator rekaan."""
    return take(material.unseen, material.count)


def memorized(material, rng, copies=1):
    """Salinan citra latih, masing-masing `copies` kali."""
    return np.tile(take(material.seen, material.count // copies), (copies, 1, 1, 1))


def only_classes(material, rng, classes):
    """Citra asli dari sebagian kelas saja."""
    return take(material.unseen[np.isin(material.unseen_labels, classes)], material.count)


def noisy(material, rng, stddev):
    """Citra asli ditambah derau Gauss bersimpangan baku `stddev` (piksel dalam [0, 1])."""
    images = unseen_real(material, rng)
    return to_uint8(images + 255 * stddev * rng.standard_normal(images.shape))


def shifted(material, rng):
    """Citra asli digeser satu piksel ke kanan."""
    images = np.roll(unseen_real(material, rng), 1, axis=2)
    images[:, :, 0] = 0
    return images


def flipped(material, rng):
    """Citra asli dicerminkan kiri-kanan."""
    return unseen_real(material, rng)[:, :, ::-1]


def blurred(material, rng, stddev):
    """Citra asli dikaburkan dengan Gauss bersimpangan baku `stddev` piksel."""
    images = unseen_real(material, rng).astype("float64")
    return to_uint8(gaussian_filter(images, (0, stddev, stddev, 0)))


def pca_reconstructed(material, rng, components):
    """Citra asli sesudah dimampatkan menjadi `components` komponen utama."""
    images = flat(unseen_real(material, rng))
    pca = PCA(components, svd_solver="covariance_eigh").fit(flat(material.images))
    restored = pca.inverse_transform(pca.transform(images))
    return to_uint8(restored).reshape(-1, *material.images.shape[1:])


def one_gaussian(material, rng):
    """Satu Gauss untuk semua kelas di ruang PCA-50."""
    classes = np.zeros(len(material.images), "uint8")
    return metrics.class_gaussian_images(material.images, classes, material.count, seed=0)


def class_gaussians(material, rng):
    """Satu Gauss per kelas di ruang PCA-50: garis dasar yang sama dengan milik model tersimpan."""
    return metrics.class_gaussian_images(material.images, material.labels, material.count, seed=0)


def uniform_noise(material, rng):
    """Derau seragam."""
    shape = (material.count, *material.images.shape[1:])
    return rng.integers(0, 256, shape, dtype="uint8")


FAKE_SETS = {
    "unseen_real": ("citra asli lain (lantai)", unseen_real),
    "memorized": ("salinan citra latih", memorized),
    "memorized_x10": ("{tenth} citra latih, masing-masing 10 kali", partial(memorized, copies=10)),
    "memorized_x100": (
        "{hundredth} citra latih, masing-masing 100 kali",
        partial(memorized, copies=100),
    ),
    "class_dropped": ("satu kelas hilang", partial(only_classes, classes=range(9))),
    "five_classes": ("hanya lima kelas", partial(only_classes, classes=range(5))),
    "noise_0.05": ("derau 0,05", partial(noisy, stddev=0.05)),
    "noise_0.2": ("derau 0,2", partial(noisy, stddev=0.2)),
    "shifted": ("geser 1 piksel", shifted),
    "flipped": ("cermin kiri-kanan", flipped),
    "blur_0.7": ("kabur 0,7 piksel", partial(blurred, stddev=0.7)),
    "blur_1.5": ("kabur 1,5 piksel", partial(blurred, stddev=1.5)),
    "pca_30": ("rekonstruksi PCA-30", partial(pca_reconstructed, components=30)),
    "pca_2": ("rekonstruksi PCA-2", partial(pca_reconstructed, components=2)),
    "one_gaussian": ("satu Gauss dalam PCA-50", one_gaussian),
    "class_gaussians": ("sepuluh Gauss per kelas dalam PCA-50", class_gaussians),
    "uniform_noise": ("derau seragam", uniform_noise),
}


def make_fake_set(key, material, seed=SEED):
    """Buat satu kumpulan; benihnya bergantung pada namanya, bukan pada urutan pembuatan."""
    rng = np.random.default_rng([seed, list(FAKE_SETS).index(key)])
    return np.ascontiguousarray(FAKE_SETS[key][1](material, rng))


def measure_fake_set(key, material, references, test_distances):
    """Buat dan ukur satu kumpulan.

    Args:
        key: nama dari `FAKE_SETS`.
        material: `Material`.
        references: dari `metrics.prepare_references`.
        test_distances: jarak citra uji ke tetangga terdekatnya di `material.seen`.

    Returns:
        Kamus `key`, `nama`, ukuran tetangga terdekat, dan satu kamus per pengklasifikasi.
    """
    images = make_fake_set(key, material)
    tenth, hundredth = material.count // 10, material.count // 100
    return {
        "key": key,
        "nama": FAKE_SETS[key][0].format(tenth=tenth, hundredth=hundredth),
        **metrics.compare_neighbor_distances(seen_distances(images, material), test_distances),
        **metrics.score_images(images, references),
    }


def seen_distances(images, material):
    """Jarak sebagian `images` ke tetangga terdekatnya di data latih generator rekaan."""
    return metrics.nearest_neighbors(metrics.evenly_spaced(images, QUERIES), material.seen)[1]


def measure_sample_sizes(reference, train, sizes, seed=SEED):
    """Ukur bias karena N: citra latih asli terhadap citra uji asli.

    Args:
        reference: fitur citra uji `(M, F)`.
        train: fitur citra latih `(T, F)`.
        sizes: daftar N, paling besar M.
        seed: benih pengundian.

    Returns:
        Daftar kamus `count`, `repeats`, serta rerata dan simpangan baku jarak Fréchet dan KID.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for size in sizes:
        values = []
        for _ in range(REPEATS):
            pair = [rng.choice(part, size, replace=False) for part in (train, reference)]
            scaled = [metrics.standardize_features(part, train) for part in pair]
            kid, _ = metrics.kernel_distance(
                *scaled, subsets=10, subset_size=min(1000, size // 2), seed=0
            )
            values.append((metrics.frechet_distance(*pair), kid))
        mean, spread = np.mean(values, axis=0), np.std(values, axis=0, ddof=1)
        row = {"count": size, "repeats": REPEATS, "frechet": mean[0], "frechet_sd": spread[0]}
        rows.append({**row, "kid": mean[1], "kid_sd": spread[1]})
    return rows


def measure_large_samples(reference, train):
    """Jarak Fréchet dengan sampel asli sebanyak yang ada, di atas ukuran data uji."""
    halves = np.array_split(np.random.default_rng(SEED).permutation(train), 2)
    return {
        "all_train_to_test": metrics.frechet_distance(train, reference),
        "half_train_to_half_train": metrics.frechet_distance(*halves),
        "train_count": len(train),
        "test_count": len(reference),
    }


def measure_test_images(classifier, test_images):
    """Ukuran tanpa pembanding bagi citra uji: nilai yang dituju generator."""
    _, probabilities = classifier(test_images)
    return {
        "classifier_score": metrics.classifier_score(probabilities),
        "histogram_kl": metrics.histogram_kl(metrics.class_shares(probabilities)),
        "confident_share": metrics.confident_share(probabilities),
    }


def measure_data(data, classifiers, count, keys=tuple(FAKE_SETS)):
    """Ukur semua kumpulan untuk satu himpunan data.

    Args:
        data: `generatif.data.ImageDataset`.
        classifiers: kamus nama ke pengklasifikasi beku.
        count: banyak citra di kedua sisi.
        keys: nama kumpulan dari `FAKE_SETS`.

    Returns:
        Kamus pengklasifikasi, ukuran citra uji, baris kumpulan, dan bias ukuran sampel.
    """
    test_images = take(data.x_test, count)
    references = metrics.prepare_references(classifiers, test_images, data.x_train)
    material = split_halves(data, count)
    test_distances = seen_distances(test_images, material)
    rows = []
    for key in keys:
        rows.append(measure_fake_set(key, material, references, test_distances))
        frechet = [f"{rows[-1][name]['frechet']:.3f}" for name in classifiers]
        print(data.name, rows[-1]["nama"], *frechet, sep="\t", flush=True)
    sizes = [size for size in SIZES if size <= count]
    return {
        "source": data.source,
        "seen_count": len(material.seen),
        "classifiers": {
            name: {key: each.manifest[key] for key in ("sha256", "test_accuracy")}
            for name, each in classifiers.items()
        },
        "test_images": {
            name: measure_test_images(each, test_images) for name, each in classifiers.items()
        },
        "rows": rows,
        "sample_sizes": {
            name: measure_sample_sizes(each["reference"], each["train"], sizes)
            for name, each in references.items()
        },
        "large_samples": {
            name: measure_large_samples(each["reference"], each["train"])
            for name, each in references.items()
        },
    }


def flat(images):
    """Citra sebagai baris piksel pecahan, skala 0 sampai 255."""
    return images.reshape(len(images), -1).astype("float64")


def to_uint8(pixels):
    """Bulatkan dan pangkas piksel pecahan berskala 0 sampai 255."""
    return np.rint(np.clip(pixels, 0, 255)).astype("uint8")


def main():
    """Ukur, lalu tulis hasilnya secara atomik."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--himpunan", nargs="+", choices=LOADERS, default=list(LOADERS))
    parser.add_argument("--sumber", choices=["embedded", "full"], default="full")
    parser.add_argument("--banyak", type=int, default=COUNT)
    parser.add_argument("--hasil", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    measured = {
        name: measure_data(
            LOADERS[name](arguments.sumber), load_classifiers(name), arguments.banyak
        )
        for name in arguments.himpunan
    }
    result = {
        "date": date.today().isoformat(),
        "seed": SEED,
        "count": arguments.banyak,
        "neighbors": 5,
        "neighbor_queries": QUERIES,
        "versions": {name: version(name) for name in LIBRARIES},
        "machine": {"processor": platform.machine(), "cores": os.cpu_count()},
        "cpu_minutes": time.process_time() / 60,
        "data": measured,
    }
    content = json.dumps(rounded(result, digits=6), indent=1, ensure_ascii=False) + "\n"
    write_atomic(arguments.hasil, content.encode())


if __name__ == "__main__":
    main()

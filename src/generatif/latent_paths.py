"""Perjalanan di ruang laten: sisipan di antara dua kode, dan ukuran mulusnya.

"Mulus" di sini berarti tiga hal yang diukur terpisah: langkahnya rata, citra di tengahnya masih
dikenali, dan citra itu dekat dengan citra asli. Pudar silang piksel menunjukkan mengapa satu ukuran
saja tidak cukup: langkahnya rata sempurna, tetapi tengahnya dua citra yang bertumpuk.
"""

import numpy as np

from generatif import metrics
from generatif.checks import require


def straight_path(start, end, steps):
    """Titik-titik berjarak sama pada garis lurus.

    Args:
        start: larik `(N, ...)`, titik awal.
        end: larik sebentuk, titik akhir.
        steps: banyak titik, sekurangnya 2; yang pertama dan terakhir `start` dan `end`.

    Returns:
        Larik `float32` `(steps, N, ...)`.

    Raises:
        ValueError: bila bentuknya berbeda atau `steps` kurang dari 2.
    """
    start, end = np.asarray(start, "float32"), np.asarray(end, "float32")
    require(start.shape == end.shape, "end", end.shape, f"bentuk {start.shape}, seperti start")
    require(steps >= 2, "steps", steps, "sekurangnya 2")
    shares = np.linspace(0, 1, steps, dtype="float32").reshape(-1, *[1] * start.ndim)
    return (1 - shares) * start + shares * end


def path_scores(frames, classifiers, train_images):
    """Nilai kemulusan sekumpulan perjalanan.

    Args:
        frames: larik `uint8` `(T, N, H, W, C)`: N perjalanan, masing-masing T citra; T ganjil.
        classifiers: kamus nama ke pengklasifikasi beku.
        train_images: larik `uint8` `(M, H, W, C)`, citra asli pembanding.

    Returns:
        `dict`: `largest_step`, langkah terpanjang dibagi langkah rata-rata, rerata atas
        perjalanan (1 berarti rata); `detour`, panjang perjalanan dibagi jarak kedua ujungnya;
        `neighbor_distance`, jarak citra tengah ke citra latih terdekat, median; dan
        `middle_confident` serta `end_confident`, bagian citra tengah dan citra ujung yang
        dikenali dengan peluang >= 0,9, menurut nama pengklasifikasi. Jarak: Euklides atas piksel
        dalam [0, 1].

    Raises:
        ValueError: bila banyak citra per perjalanan genap atau kurang dari 3, atau kedua ujung
            sebuah perjalanan sama.
    """
    count = len(frames)
    require(count >= 3 and count % 2 == 1, "banyak citra per perjalanan", count, "ganjil, >= 3")
    pixels = frames.reshape(count, frames.shape[1], -1).astype("float32") / 255
    steps = np.linalg.norm(np.diff(pixels, axis=0), axis=2)
    straight = np.linalg.norm(pixels[-1] - pixels[0], axis=1)
    require(straight.min() > 0, "jarak kedua ujung", 0, "ujung yang berbeda pada setiap perjalanan")
    middle, ends = frames[count // 2], np.concatenate([frames[0], frames[-1]])
    _, distances = metrics.nearest_neighbors(middle, train_images)
    return {
        "largest_step": float(np.mean(steps.max(axis=0) / steps.mean(axis=0))),
        "detour": float(np.mean(steps.sum(axis=0) / straight)),
        "neighbor_distance": float(np.median(distances)),
        "middle_confident": _confident(classifiers, middle),
        "end_confident": _confident(classifiers, ends),
    }


def _confident(classifiers, images):
    return {name: metrics.confident_share(each(images)[1]) for name, each in classifiers.items()}

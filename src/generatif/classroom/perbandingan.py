"""Pemeriksa latihan bab perbandingan keluarga autoencoder."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def auroc(function):
    """Periksa AUROC dari definisi pasangan.

    Args:
        function: callable `(labels, scores) -> float`; label 1 berarti anomali.
    """
    labels, scores = np.array([0, 0, 1, 1, 1]), np.array([0.1, 0.5, 0.4, 0.8, 0.9])
    value = float(function(labels, scores))
    require(
        not np.isclose(value, 1 / 6),
        "Terbalik: hitung pasangan yang skor ANOMALI-nya lebih besar.",
    )
    require(np.isclose(value, 5 / 6), "Ada 3 x 2 pasangan di contoh itu; lima di antaranya benar.")
    tied = float(function(np.array([0, 1, 1]), np.array([0.3, 0.3, 0.3])))
    require(np.isclose(tied, 0.5), "Skor yang sama dihitung setengah.")
    rng = np.random.default_rng(0)
    labels, scores = rng.integers(0, 2, 60), rng.integers(0, 9, 60) / 8
    require(np.isclose(float(function(labels, scores)), _auroc(labels, scores)), "Belum tepat.")


@exercise("Latihan 2")
def threshold(function):
    """Periksa pemilihan ambang dari galat validasi yang normal.

    Args:
        function: callable `(errors, false_alarms) -> float`.
    """
    errors = np.array([0.5, 0.1, 0.4, 0.2, 0.3, 0.6, 0.8, 0.7, 1.0, 0.9])
    value = float(function(errors.copy(), 0.2))
    require(
        not np.isclose(value, 0.2),
        "Itu ekor bawah. Anomali bergalat besar: ambangnya di ekor atas.",
    )
    require(not (errors > value).mean() > 0.2, "Lebih dari 20 % contoh normal melewati ambang itu.")
    require(
        np.isclose(value, 0.8),
        "Ambang itu belum yang terkecil, atau bukan salah satu galat validasi. Dari sepuluh galat "
        "di contoh, dua yang terbesar boleh melewatinya.",
    )
    none = float(function(errors.copy(), 0.0))
    require(np.isclose(none, 1.0), "Bila tidak boleh ada alarm palsu, ambangnya galat terbesar.")
    odd = float(function(np.arange(7.0), 0.3))
    require(np.isclose(odd, 4.0), "Dua dari tujuh kurang dari 30 %, tiga lebih: bulatkan ke bawah.")
    near = float(function(errors.copy(), 0.28))
    require(
        np.isclose(near, 0.8),
        "28 % dari sepuluh adalah 2,8: hanya dua yang boleh lewat, bulatkan ke bawah.",
    )


@exercise("Latihan 3")
def mean_psnr(function):
    """Periksa rerata PSNR tiap citra.

    Args:
        function: callable `(made, images) -> float`, dB.
    """
    images = np.zeros((2, 4, 4, 1))
    made = images + np.array([0.1, 0.01]).reshape(2, 1, 1, 1)
    value = float(function(made, images))
    require(
        not np.isclose(value, -10 * np.log10((0.01 + 0.0001) / 2)),
        "Itu PSNR dari rerata galat. Hitung PSNR tiap citra dulu, baru reratanya.",
    )
    require(not np.isclose(value, -30), "PSNR positif: tandanya terbalik.")
    require(
        not np.isclose(value, 15),
        "PSNR memakai galat KUADRAT; 10 kali log10-nya, bukan dari galat mutlak.",
    )
    require(np.isclose(value, 30), "Contohnya punya PSNR 20 dB dan 40 dB, reratanya 30 dB.")
    rng = np.random.default_rng(1)
    made, images = rng.uniform(size=(2, 3, 5, 5, 1))
    expected = np.mean(
        [-10 * np.log10(np.mean((a - b) ** 2)) for a, b in zip(made, images, strict=True)]
    )
    require(np.isclose(float(function(made, images)), expected), "Belum tepat untuk citra acak.")


@exercise("Latihan 4")
def verdict(function):
    """Periksa putusan menang atau seri.

    Args:
        function: callable `(first, second) -> str`.
    """
    cases = (
        ([0.10, 0.11, 0.12], [0.20, 0.21, 0.22], "pertama"),
        ([0.30, 0.31, 0.32], [0.20, 0.21, 0.22], "kedua"),
        ([0.10, 0.20, 0.30], [0.15, 0.25, 0.35], "seri"),
    )
    for first, second, expected in cases:
        answer = function(list(first), list(second))
        require(
            answer in ("pertama", "kedua", "seri"), 'Kembalikan "pertama", "kedua", atau "seri".'
        )
        reverse = {"pertama": "kedua", "kedua": "pertama"}.get(expected)
        require(answer != reverse, "Terbalik: galat yang kecil lebih baik.")
        require(answer == expected, f"Untuk {first} dan {second} putusannya {expected}.")
    close = [0.100, 0.110, 0.120], [0.1135, 0.1235, 0.1335]
    require(
        function(*close) == "seri",
        "Selisihnya 0,0135 dan galat bakunya 0,0082: belum dua kali. Pakai simpangan baku sampel "
        "(ddof=1) dan jumlahkan kedua ragamnya.",
    )
    many = [0.100, 0.110, 0.120] * 4, [0.1135, 0.1235, 0.1335] * 4
    require(
        function(*many) == "pertama",
        "Dengan dua belas benih selisih yang sama menjadi nyata: bagi ragam dengan banyak benih.",
    )
    few, steady = [0.10, 0.14], [0.149, 0.151] * 10
    for first, second, expected in (
        ([0.100, 0.110, 0.120], [0.1205, 0.1305, 0.1405], "pertama"),
        (few, steady, "seri"),
        (steady, few, "seri"),
    ):
        require(
            function(list(first), list(second)) == expected,
            "Kuadratkan setiap s, bagi dengan n-nya SENDIRI, jumlahkan, baru akarkan; batasnya "
            "dua kali akar itu.",
        )


@exercise("Latihan 5")
def hardest_classes(answer):
    """Periksa kelas normal dengan AUROC terendah menurut PCA-5 dan menurut PCA-30.

    Args:
        answer: pasangan nomor kelas, masing-masing 0 sampai 9.
    """
    numbers = answer if isinstance(answer, tuple | list) else ()
    require(
        len(numbers) == 2 and all(isinstance(each, int | np.integer) for each in numbers),
        "Jawabannya pasangan nomor kelas: menurut PCA-5, lalu menurut PCA-30.",
    )
    areas = [_class_areas(k) for k in (5, 30)]
    hardest = [int(np.argmin(each)) for each in areas]
    easiest = [int(np.argmax(each)) for each in areas]
    require(list(numbers) != easiest, "Itu kelas yang termudah: AUROC tinggi berarti mudah.")
    require(list(numbers) != hardest[::-1], "Terbalik: PCA-5 dulu, lalu PCA-30.")
    require(
        list(numbers) == hardest,
        "Bukan itu. Cocokkan PCA dengan citra latih SATU kelas, ukur galat pada SEMUA citra uji, "
        "dan jadikan kelas lain sebagai anomali.",
    )


def _auroc(labels, scores):
    pairs = scores[labels == 1][:, None] - scores[labels == 0][None]
    return np.mean((pairs > 0) + 0.5 * (pairs == 0))


def _class_areas(k):
    from sklearn.decomposition import PCA

    from generatif.data import load_fashion_mnist, scale_to_unit

    data = load_fashion_mnist("embedded")
    train, test = (
        scale_to_unit(each).reshape(len(each), -1) for each in (data.x_train, data.x_test)
    )
    areas = []
    for normal in range(10):
        pca = PCA(k, svd_solver="covariance_eigh").fit(train[data.y_train == normal])
        errors = np.mean((pca.inverse_transform(pca.transform(test)) - test) ** 2, axis=1)
        areas.append(_auroc((data.y_test != normal).astype(int), errors))
    return areas

"""Butir tugas tentang ukuran dan data citra; terbuka bagi mahasiswa, seperti seluruh paket."""

import numpy as np

from generatif.assignments.items import Item, Mistake


def _features(generator, constants):
    real = generator.normal(size=(40, 3)) @ generator.normal(size=(3, 3))
    fake = generator.normal(size=(30, 3)) @ generator.normal(size=(3, 3)) + 1
    return real, fake


FRECHET = Item(
    id="jarak-frechet",
    title="Jarak Fréchet dua Gauss",
    function="frechet_distance",
    inputs=_features,
    prompt="""Tulis `frechet_distance(real, fake)`: jarak Fréchet (dikuadratkan, seperti pada FID)
antara dua Gauss yang reratanya dan kovariansnya dihitung dari fitur `(N, D)`. Kovarians memakai
pembagi N - 1, seperti `np.cov`.""",
    starter='''def frechet_distance(real, fake):
    """Jarak Fréchet antara dua kumpulan fitur."""
    raise NotImplementedError
''',
    solution="""def frechet_distance(real, fake):
    means = real.mean(axis=0), fake.mean(axis=0)
    covariances = np.cov(real.T), np.cov(fake.T)
    eigenvalues = np.linalg.eigvals(covariances[0] @ covariances[1])
    root = np.sqrt(np.clip(eigenvalues.real, 0, None)).sum()
    gap = ((means[0] - means[1]) ** 2).sum()
    return gap + np.trace(covariances[0] + covariances[1]) - 2 * root
""",
    hint="Uji dengan dua kumpulan yang sama: hasilnya harus nol.",
    mistakes=(
        Mistake(
            """def frechet_distance(real, fake):
    gap = ((real.mean(axis=0) - fake.mean(axis=0)) ** 2).sum()
    return gap + np.trace(np.cov(real.T) + np.cov(fake.T))
""",
            "Suku akar hasil kali kovarians tertinggal.",
        ),
        Mistake(
            """def frechet_distance(real, fake):
    a, b = np.cov(real.T), np.cov(fake.T)
    gap = ((real.mean(axis=0) - fake.mean(axis=0)) ** 2).sum()
    return gap + np.trace(a + b - 2 * np.sqrt(np.abs(a @ b)))
""",
            "Akar matriks bukan akar setiap unsurnya.",
        ),
    ),
)


def _images(generator, constants):
    truth = generator.uniform(-1, 1, (4, 5, 5))
    noise = generator.normal(size=truth.shape) * generator.uniform(0.05, 0.5, (4, 1, 1))
    return np.clip(truth + noise, -1, 1), truth


PSNR = Item(
    id="psnr-gabungan",
    title="PSNR atas seluruh kumpulan",
    function="pooled_psnr",
    inputs=_images,
    prompt="""Tulis `pooled_psnr(images, truth)`: PSNR dalam dB dari rerata kuadrat selisih atas
seluruh kumpulan citra. Piksel berada di [-1, 1], sehingga rentangnya 2.""",
    starter='''def pooled_psnr(images, truth):
    """PSNR dari rerata galat kuadrat, rentang piksel 2."""
    raise NotImplementedError
''',
    solution="""def pooled_psnr(images, truth):
    return 10 * np.log10(4 / ((images - truth) ** 2).mean())
""",
    hint="Rata-ratakan galat kuadratnya dulu, baru hitung logaritmanya.",
    mistakes=(
        Mistake(
            """def pooled_psnr(images, truth):
    return -10 * np.log10(((images - truth) ** 2).mean())
""",
            "Rentang piksel di [-1, 1] adalah 2, bukan 1.",
        ),
        Mistake(
            """def pooled_psnr(images, truth):
    return (10 * np.log10(4 / ((images - truth) ** 2).mean(axis=(1, 2)))).mean()
""",
            "Rerata PSNR bukan PSNR dari rerata galat.",
        ),
    ),
)


def _classes(generator):
    return {"classes": [int(label) for label in generator.choice(10, 5, replace=False)]}


def _labelled(generator, constants):
    labels = generator.integers(0, 10, 40)
    return generator.integers(0, 256, (40, 2, 2), dtype=np.uint8), labels


SELECTION = Item(
    id="pilih-kelas",
    title="Himpunan data dari kelas Anda",
    function="select_classes",
    constants=_classes,
    inputs=_labelled,
    prompt="""Kelas Anda, berurutan, adalah @classes@. Tulis `select_classes(images, labels)`:
simpan hanya citra dari kelas itu, urutan citranya tetap, lalu beri label baru 0, 1, 2, dan
seterusnya menurut urutan kelas di atas. Kembalikan tuple (citra, label baru).""",
    starter='''def select_classes(images, labels):
    """Citra dari kelas @classes@ dan label barunya."""
    raise NotImplementedError
''',
    solution="""def select_classes(images, labels):
    classes = np.array(@classes@)
    kept = np.isin(labels, classes)
    renamed = (labels[kept][:, None] == classes).argmax(axis=1)
    return images[kept], renamed
""",
    hint="Label baru mengikuti urutan kelas di soal, bukan urutan besarnya.",
    mistakes=(
        Mistake(
            """def select_classes(images, labels):
    kept = np.isin(labels, @classes@)
    return images[kept], labels[kept]
""",
            "Labelnya belum diganti.",
        ),
        Mistake(
            """def select_classes(images, labels):
    classes = np.array(@classes@)
    kept = np.isin(labels, classes)
    order = labels[kept].argsort(kind="stable")
    renamed = (labels[kept][:, None] == classes).argmax(axis=1)
    return images[kept][order], renamed[order]
""",
            "Urutan citranya berubah.",
        ),
    ),
)

ITEMS = (FRECHET, PSNR, SELECTION)

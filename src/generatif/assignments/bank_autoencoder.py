"""Butir tugas dari bab autoencoder; terbuka bagi mahasiswa, seperti seluruh paket."""

import numpy as np

from generatif.assignments.items import Item, Mistake


def _range(generator):
    low, high = sorted(int(value) for value in generator.choice(4000, 2, replace=False))
    return {"low": round(low / 1000 - 4, 3), "high": round(high / 1000 + 0.5, 3)}


def _bytes(generator, constants):
    return (generator.integers(0, 200, (3, 4, 4), dtype=np.uint8),)


SCALING = Item(
    id="skala-data",
    title="Skala citra",
    function="scale_images",
    constants=_range,
    inputs=_bytes,
    prompt="""Tulis `scale_images(images)`: citra `uint8` dengan piksel 0 sampai 255 menjadi larik
pecahan berbentuk sama, dengan 0 menjadi @low@ dan 255 menjadi @high@, linear di antaranya.""",
    starter='''def scale_images(images):
    """Petakan 0..255 ke @low@..@high@."""
    raise NotImplementedError
''',
    solution="""def scale_images(images):
    return @low@ + (@high@ - @low@) * images.astype(float) / 255
""",
    hint="Periksa nilai yang dipetakan dari 0 dan dari 255, juga bila citra tidak memuat 255.",
    mistakes=(
        Mistake(
            """def scale_images(images):
    return images / 255
""",
            "Hasil Anda berada di [0, 1], bukan di rentang yang diminta.",
        ),
        Mistake(
            """def scale_images(images):
    return @low@ + (@high@ - @low@) * images / images.max()
""",
            "Bagilah dengan 255, bukan dengan nilai terbesar di dalam data.",
        ),
    ),
)


def _pairs(generator, constants):
    return generator.random((5, 3, 3)), generator.random((5, 3, 3))


RECONSTRUCTION = Item(
    id="galat-rekonstruksi",
    title="Galat rekonstruksi",
    function="reconstruction_error",
    inputs=_pairs,
    prompt="""Tulis `reconstruction_error(images, reconstructions)`: jumlah kuadrat selisih tiap
citra, lalu reratanya atas semua citra. Kedua larik berbentuk `(N, H, W)`; hasilnya satu
bilangan.""",
    starter='''def reconstruction_error(images, reconstructions):
    """Jumlah per citra, rerata atas citra."""
    raise NotImplementedError
''',
    solution="""def reconstruction_error(images, reconstructions):
    squared = (images - reconstructions) ** 2
    return squared.sum(axis=(1, 2)).mean()
""",
    hint="Jumlahkan atas tinggi dan lebar, lalu rata-ratakan atas citra.",
    mistakes=(
        Mistake(
            """def reconstruction_error(images, reconstructions):
    return ((images - reconstructions) ** 2).mean()
""",
            "Anda merata-ratakan atas piksel; yang diminta menjumlahkannya.",
        ),
        Mistake(
            """def reconstruction_error(images, reconstructions):
    return np.abs(images - reconstructions).sum(axis=(1, 2)).mean()
""",
            "Anda memakai selisih mutlak, bukan kuadratnya.",
        ),
    ),
)


def _prior(generator):
    return {
        "mean": int(generator.integers(200, 3000)) / 1000,
        "std": int(generator.integers(1200, 3000)) / 1000,
    }


def _posterior(generator, constants):
    return generator.normal(size=(4, 3)), generator.normal(size=(4, 3)) / 2


KL = Item(
    id="kl-gauss",
    title="Divergensi KL ke prior Anda",
    function="kl_to_prior",
    constants=_prior,
    inputs=_posterior,
    prompt="""Enkoder VAE memberi rerata dan logaritma ragam, keduanya berbentuk `(N, D)`.
Prior Anda bukan N(0, 1): setiap koordinatnya N(@mean@, @std@²), dengan simpangan baku @std@.
Tulis `kl_to_prior(mean, log_variance)`: divergensi KL dari posterior ke prior itu, dijumlahkan
atas D, dirata-ratakan atas N.""",
    starter='''def kl_to_prior(mean, log_variance):
    """KL(N(mean, exp(log_variance)) || N(@mean@, @std@ ** 2))."""
    raise NotImplementedError
''',
    solution="""def kl_to_prior(mean, log_variance):
    prior_variance = @std@**2
    squares = (np.exp(log_variance) + (mean - @mean@) ** 2) / prior_variance
    kl = 0.5 * (squares - 1 - log_variance + np.log(prior_variance))
    return kl.sum(axis=1).mean()
""",
    hint="Uji dengan posterior yang sama dengan prior: hasilnya harus nol.",
    mistakes=(
        Mistake(
            """def kl_to_prior(mean, log_variance):
    kl = 0.5 * (np.exp(log_variance) + mean**2 - 1 - log_variance)
    return kl.sum(axis=1).mean()
""",
            "Itu divergensi ke N(0, 1), bukan ke prior Anda.",
        ),
        Mistake(
            """def kl_to_prior(mean, log_variance):
    squares = (np.exp(log_variance) + (mean - @mean@) ** 2) / @std@**2
    kl = squares - 1 - log_variance + np.log(@std@**2)
    return kl.sum(axis=1).mean()
""",
            "Faktor setengah di depan rumus tertinggal.",
        ),
    ),
)


def _codes(generator, constants):
    return generator.normal(size=5), generator.normal(size=5), int(generator.integers(4, 9))


INTERPOLATION = Item(
    id="interpolasi-laten",
    title="Interpolasi bola di ruang laten",
    function="interpolate",
    inputs=_codes,
    prompt="""Tulis `interpolate(start, end, steps)`: larik `(steps, D)` dari `start` sampai `end`,
keduanya termasuk, dengan interpolasi bola. Bila $\\theta$ sudut antara kedua vektor,
titik ke-$t$ adalah $(\\sin((1-t)\\theta)\\,a + \\sin(t\\theta)\\,b) / \\sin\\theta$,
dengan $t$ dari 0 sampai 1 berjarak sama.""",
    starter='''def interpolate(start, end, steps):
    """Interpolasi bola, kedua ujung termasuk."""
    raise NotImplementedError
''',
    solution="""def interpolate(start, end, steps):
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(np.clip(cosine, -1, 1))
    t = np.linspace(0, 1, steps)[:, None]
    weights = np.sin((1 - t) * angle), np.sin(t * angle)
    return (weights[0] * start + weights[1] * end) / np.sin(angle)
""",
    hint="Periksa bahwa baris pertama dan terakhir sama dengan kedua masukan.",
    mistakes=(
        Mistake(
            """def interpolate(start, end, steps):
    t = np.linspace(0, 1, steps)[:, None]
    return (1 - t) * start + t * end
""",
            "Itu interpolasi lurus, bukan interpolasi bola.",
        ),
        Mistake(
            """def interpolate(start, end, steps):
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(cosine)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    weights = np.sin((1 - t) * angle), np.sin(t * angle)
    return (weights[0] * start + weights[1] * end) / np.sin(angle)
""",
            "Titik akhirnya tidak ikut.",
        ),
    ),
)

ITEMS = (SCALING, RECONSTRUCTION, KL, INTERPOLATION)

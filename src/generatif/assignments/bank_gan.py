"""Butir tugas dari bab GAN; terbuka bagi mahasiswa, seperti seluruh paket."""

import numpy as np

from generatif.assignments.items import Item, Mistake


def _mixture(generator):
    return {
        "weight": int(generator.integers(200, 800)) / 1000,
        "left": -int(generator.integers(1000, 3000)) / 1000,
        "right": int(generator.integers(1000, 3000)) / 1000,
    }


def _points(generator, constants):
    return (generator.uniform(-3, 3, 7),)


OPTIMUM = Item(
    id="diskriminator-terbaik",
    title="Diskriminator terbaik",
    function="best_discriminator",
    constants=_mixture,
    inputs=_points,
    prompt="""Data Anda campuran dua sebaran Gauss bersimpangan baku 1: bobot @weight@ di @left@,
sisanya di @right@. Generator menghasilkan N(0, 2²), dengan simpangan baku 2. Tulis
`best_discriminator(x)`: nilai diskriminator terbaik di setiap titik larik `x`.""",
    starter='''def best_discriminator(x):
    """D terbaik untuk campuran di @left@ dan @right@, bobot @weight@."""
    raise NotImplementedError
''',
    solution="""def best_discriminator(x):
    def density(mean, std):
        return np.exp(-0.5 * ((x - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi))

    data = @weight@ * density(@left@, 1) + (1 - @weight@) * density(@right@, 1)
    return data / (data + density(0, 2))
""",
    hint="D terbaik adalah p_data / (p_data + p_g), dengan kepekatan yang berluas satu.",
    mistakes=(
        Mistake(
            """def best_discriminator(x):
    def bell(mean, std):
        return np.exp(-0.5 * ((x - mean) / std) ** 2)

    data = @weight@ * bell(@left@, 1) + (1 - @weight@) * bell(@right@, 1)
    return data / (data + bell(0, 2))
""",
            "Kepekatan Anda belum dinormalkan: simpangan baku kedua sebaran berbeda.",
        ),
        Mistake(
            """def best_discriminator(x):
    def density(mean, std):
        return np.exp(-0.5 * ((x - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi))

    data = @weight@ * density(@left@, 1) + (1 - @weight@) * density(@right@, 1)
    return density(0, 2) / (data + density(0, 2))
""",
            "Itu peluang bahwa titiknya palsu; D adalah peluang bahwa titiknya asli.",
        ),
    ),
)


def _labels(generator):
    return {
        "real": int(generator.integers(700, 960)) / 1000,
        "fake": int(generator.integers(50, 300)) / 1000,
    }


def _densities(generator, constants):
    return generator.uniform(0.1, 2, 6), generator.uniform(0.1, 2, 6)


SMOOTHING = Item(
    id="penghalusan-label",
    title="Label yang dihaluskan di kedua sisi",
    function="smoothed_optimum",
    constants=_labels,
    inputs=_densities,
    prompt="""Diskriminator dilatih dengan entropi silang, label asli @real@ dan label palsu @fake@.
Tulis `smoothed_optimum(data, generated)`: keluaran terbaiknya bila kepekatan data dan kepekatan
generator di titik-titik itu diberikan sebagai larik.""",
    starter='''def smoothed_optimum(data, generated):
    """Keluaran terbaik dengan label @real@ dan @fake@."""
    raise NotImplementedError
''',
    solution="""def smoothed_optimum(data, generated):
    return (@real@ * data + @fake@ * generated) / (data + generated)
""",
    hint="Turunkan entropi silang di satu titik, dengan kedua label di dalamnya.",
    mistakes=(
        Mistake(
            """def smoothed_optimum(data, generated):
    return data / (data + generated)
""",
            "Itu jawaban untuk label 1 dan 0.",
        ),
        Mistake(
            """def smoothed_optimum(data, generated):
    return @real@ * data / (data + generated)
""",
            "Label palsu yang dihaluskan ikut menggeser keluaran terbaik.",
        ),
    ),
)


def _critic(generator, constants):
    real, fake = generator.normal(size=(2, 6, 3))
    return real, fake, generator.random(6), generator.normal(size=(3, 3))


PENALTY = Item(
    id="penalti-gradien",
    title="Penalti gradien WGAN-GP",
    function="gradient_penalty",
    inputs=_critic,
    prompt="""Kritikus Anda $f(x) = \\frac{1}{2} x^\\top A x$, dengan $A$ tidak harus simetris.
Tulis `gradient_penalty(real, fake, epsilon, matrix)`: rerata dari
$(\\lVert\\nabla f(\\bar{x})\\rVert - 1)^2$ di titik sisipan
$\\bar{x} = \\epsilon x + (1 - \\epsilon) \\tilde{x}$. `real` dan `fake` berbentuk `(N, D)`,
`epsilon` berbentuk `(N,)`: satu bilangan per pasangan.""",
    starter='''def gradient_penalty(real, fake, epsilon, matrix):
    """Penalti gradien di titik sisipan."""
    raise NotImplementedError
''',
    solution="""def gradient_penalty(real, fake, epsilon, matrix):
    weight = epsilon[:, None]
    points = weight * real + (1 - weight) * fake
    gradients = points @ (matrix + matrix.T) / 2
    return ((np.linalg.norm(gradients, axis=1) - 1) ** 2).mean()
""",
    hint="Periksa gradien f dengan selisih hingga, dan arah epsilon pada kedua ujungnya.",
    mistakes=(
        Mistake(
            """def gradient_penalty(real, fake, epsilon, matrix):
    weight = epsilon[0]
    points = weight * real + (1 - weight) * fake
    gradients = points @ (matrix + matrix.T) / 2
    return ((np.linalg.norm(gradients, axis=1) - 1) ** 2).mean()
""",
            "Setiap pasangan punya epsilon sendiri.",
        ),
        Mistake(
            """def gradient_penalty(real, fake, epsilon, matrix):
    weight = epsilon[:, None]
    points = weight * real + (1 - weight) * fake
    gradients = points @ (matrix + matrix.T) / 2
    return (((gradients**2).sum(axis=1) - 1) ** 2).mean()
""",
            "Kuadrat norma bukan norma.",
        ),
        Mistake(
            """def gradient_penalty(real, fake, epsilon, matrix):
    weight = epsilon[:, None]
    points = weight * real + (1 - weight) * fake
    gradients = points @ matrix.T
    return ((np.linalg.norm(gradients, axis=1) - 1) ** 2).mean()
""",
            "Gradien bentuk kuadrat memakai bagian simetris dari A.",
        ),
    ),
)


def _ring(generator):
    return {
        "modes": int(generator.integers(6, 13)),
        "radius": int(generator.integers(1500, 3500)) / 1000,
        "distance": int(generator.integers(300, 600)) / 1000,
    }


def _samples(generator, constants):
    kept = generator.choice(constants["modes"], 4)
    angles = 2 * np.pi * kept.repeat(20) / constants["modes"]
    centers = constants["radius"] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return (centers + 0.3 * generator.normal(size=centers.shape),)


MODES = Item(
    id="hitung-modus",
    title="Modus yang tercakup",
    function="covered_modes",
    constants=_ring,
    inputs=_samples,
    prompt="""Data Anda punya @modes@ modus, berjarak sama di lingkaran berjari-jari @radius@ dan
berpusat di (0, 0); modus pertama di sudut 0. Sampel dianggap baik bila jaraknya ke modus terdekat
kurang dari @distance@, dan modus tercakup bila sekurangnya lima sampel baik paling dekat dengannya.
Tulis `covered_modes(samples)` untuk `samples` berbentuk `(N, 2)`; kembalikan tuple (banyak modus
tercakup, bagian sampel yang baik).""",
    starter='''def covered_modes(samples):
    """Banyak modus tercakup dan bagian sampel yang baik."""
    raise NotImplementedError
''',
    solution="""def covered_modes(samples):
    angles = 2 * np.pi * np.arange(@modes@) / @modes@
    modes = @radius@ * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distances = np.linalg.norm(samples[:, None] - modes, axis=2)
    good = distances.min(axis=1) < @distance@
    counts = np.bincount(distances.argmin(axis=1)[good], minlength=@modes@)
    return int((counts >= 5).sum()), good.mean()
""",
    hint="Hitung jarak setiap sampel ke setiap modus, lalu hitung hanya sampel yang baik.",
    mistakes=(
        Mistake(
            """def covered_modes(samples):
    angles = 2 * np.pi * np.arange(@modes@) / @modes@
    modes = @radius@ * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distances = np.linalg.norm(samples[:, None] - modes, axis=2)
    return len(np.unique(distances.argmin(axis=1))), 1.0
""",
            "Sampel yang jauh dari semua modus tidak boleh dihitung.",
        ),
        Mistake(
            """def covered_modes(samples):
    angles = 2 * np.pi * np.arange(@modes@) / @modes@
    modes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distances = np.linalg.norm(samples[:, None] - modes, axis=2)
    good = distances.min(axis=1) < @distance@
    counts = np.bincount(distances.argmin(axis=1)[good], minlength=@modes@)
    return int((counts >= 5).sum()), good.mean()
""",
            "Jari-jari lingkaran modus belum dipakai.",
        ),
    ),
)

ITEMS = (OPTIMUM, SMOOTHING, PENALTY, MODES)

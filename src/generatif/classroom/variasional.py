"""Pemeriksa latihan bab autoencoder variasional."""

import numpy as np

from generatif.classroom.check import exercise, require


@exercise("Latihan 1")
def divergence(nats):
    """Periksa divergensi KL tiga unit dengan rerata 2 dan simpangan baku 0,5.

    Args:
        nats: divergensi KL dalam nat.
    """
    expected = 3 * _kl(2, 0.25)
    require(
        not np.isclose(nats, expected / 3),
        "Itu satu unit. Unit-unit saling bebas, jadi KL-nya dijumlahkan.",
    )
    require(not np.isclose(nats, 2 * expected), "Faktor setengah di depan tertinggal.")
    require(
        not np.isclose(nats, 3 * _kl(2, 0.5)),
        "Rumusnya memakai ragam: kuadratkan simpangan bakunya dulu.",
    )
    require(
        not np.isclose(nats, 1.5 * (0.25 + 4 - 1 - np.log(0.5))),
        "Yang dilogaritma adalah ragam, bukan simpangan baku.",
    )
    require(nats > 0, "Divergensi KL tidak pernah negatif. Periksa tanda keempat sukunya.")
    require(not np.isclose(nats, expected / np.log(2)), "Itu dalam bit. Pakai logaritma natural.")
    require(
        np.isclose(nats, expected, atol=0.01),
        "Hitung (ragam + rerata kuadrat - 1 - log ragam) / 2 untuk tiap unit, lalu jumlahkan.",
    )


@exercise("Latihan 2")
def reparameterization(function):
    """Periksa trik reparameterisasi dalam NumPy.

    Args:
        function: callable `(mean, log_var, noise) -> sampel`, semuanya larik `(B, d)`.
    """
    rng = np.random.default_rng(0)
    mean, log_var, noise = rng.normal(size=(3, 5, 4))
    made = np.asarray(function(mean.copy(), log_var.copy(), noise.copy()))
    require(made.shape == mean.shape, "Hasilnya harus seukuran `mean`.")
    require(
        not np.allclose(made, mean + np.exp(log_var) * noise),
        "exp(log_var) adalah ragam. Simpangan baku adalah akarnya: exp(log_var / 2).",
    )
    require(
        not np.allclose(made, mean + log_var * noise),
        "log_var masih logaritma; ubah dulu menjadi simpangan baku.",
    )
    require(not np.allclose(made, mean + noise), "Deraunya belum diskalakan simpangan baku.")
    again = np.asarray(function(mean, log_var, noise))
    require(
        np.allclose(made, again), "Pakai `noise` yang diberikan; jangan menarik derau yang baru."
    )
    require(
        np.allclose(made, mean + np.exp(log_var / 2) * noise),
        "Sampelnya rerata ditambah simpangan baku kali derau.",
    )


@exercise("Latihan 3")
def negative_elbo(function):
    """Periksa negatif ELBO dalam NumPy, nat per citra.

    Args:
        function: callable `(images, made, mean, log_var, beta) -> float`.
    """
    rng = np.random.default_rng(0)
    images = rng.uniform(0, 1, (3, 4, 4, 1))
    made = rng.uniform(0.1, 0.9, (3, 4, 4, 1))
    mean, log_var = rng.normal(size=(2, 3, 2))
    error = -np.sum(images * np.log(made) + (1 - images) * np.log(1 - made), axis=(1, 2, 3))
    kl = _kl(mean, np.exp(log_var)).sum(axis=1)
    beta = 3.0
    found = np.asarray(function(images, made, mean, log_var, beta))
    require(found.shape == (), "Hasilnya satu bilangan: rata-ratakan atas citra.")
    wrong = {
        "Entropi silang dirata-ratakan atas piksel, padahal KL dijumlahkan: suku KL menjadi "
        "terlalu berat dan posterior runtuh.": error / 16 + beta * kl,
        "KL dirata-ratakan atas unit laten; jumlahkan.": error + beta * kl / 2,
        "beta mengalikan suku KL, bukan galat rekonstruksi.": beta * error + kl,
        "Tanda KL terbalik: KL ditambahkan pada loss.": error - beta * kl,
        "beta belum dipakai.": error + kl,
        "Itu ELBO. Loss adalah negatifnya.": -error - beta * kl,
    }
    for hint, values in wrong.items():
        require(not np.isclose(found, values.mean()), hint)
    require(
        not np.isclose(found, (error + beta * kl).sum()),
        "Dijumlahkan atas citra; rata-ratakan, agar satuannya nat per citra.",
    )
    require(
        np.isclose(found, (error + beta * kl).mean()),
        "Jumlahkan entropi silang atas piksel, KL atas unit laten, lalu rata-ratakan atas citra.",
    )


@exercise("Latihan 4")
def elbo_gap(nats):
    """Periksa jurang ELBO untuk q = N(0, 1) pada model z dari N(0, 1), x dari N(2z, 1), x = 1,5.

    Args:
        nats: jurang dalam nat.
    """
    expected = _gaussian_kl(0, 1, 0.6, 0.2)
    require(
        not np.isclose(nats, 0, atol=1e-3),
        "Nol adalah KL ke prior. Jurangnya KL ke posterior yang sebenarnya.",
    )
    require(nats > 0, "Jurang tidak pernah negatif.")
    require(
        not np.isclose(nats, _gaussian_kl(0.6, 0.2, 0, 1), atol=0.01),
        "Arahnya terbalik: KL dari q ke posterior, bukan dari posterior ke q.",
    )
    require(
        np.isclose(nats, expected, atol=0.01),
        "Posteriornya N(0,4 x; 0,2). Hitung KL dari N(0, 1) ke sana, atau log p(x) dikurangi ELBO.",
    )


@exercise("Latihan 5")
def most_useful_unit(answer):
    """Periksa unit laten VAE tersimpan yang paling berguna bagi rekonstruksi.

    Args:
        answer: nomor unit, mulai dari 0.
    """
    increases = _squared_errors_without_each_unit()
    require(
        isinstance(answer, int | np.integer) and 0 <= answer < len(increases),
        f"Jawabannya nomor unit, 0 sampai {len(increases) - 1}.",
    )
    require(
        answer != int(np.argmin(increases)),
        "Itu unit yang kenaikannya terkecil. Cari yang terbesar.",
    )
    require(
        increases[answer] > 0.99 * increases.max(),
        "Bukan itu. Ganti satu kolom rerata dengan nol, sisanya utuh; pakai 1.000 citra uji di "
        "paket dan galat kuadrat.",
    )


def _kl(mean, variance):
    return 0.5 * (variance + mean**2 - 1 - np.log(variance))


def _gaussian_kl(mean, variance, other_mean, other_variance):
    ratio = variance / other_variance
    shift = (mean - other_mean) ** 2 / other_variance
    return 0.5 * (ratio + shift - 1 - np.log(ratio))


def _squared_errors_without_each_unit():
    from generatif import zoo
    from generatif.data import load_fashion_mnist, scale_to_unit

    test = scale_to_unit(load_fashion_mnist("embedded").x_test)
    run = zoo.load("vae-fashion")
    network = run.network("vae")
    mean = run.recipe.codes(network, test)
    errors = []
    for unit in range(mean.shape[1]):
        changed = mean.copy()
        changed[:, unit] = 0
        errors.append(np.mean((run.recipe.decode(network, changed) - test) ** 2))
    return np.array(errors)

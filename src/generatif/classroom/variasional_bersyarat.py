"""Pemeriksa latihan bab VAE bersyarat dan campuran Gauss di kode."""

import numpy as np

from generatif.classroom.check import exercise, require

FITTED = 2000


@exercise("Latihan 1")
def join_labels(function):
    """Periksa penyambungan vektor laten dan label satu-panas.

    Args:
        function: callable `(latent, labels, classes) -> larik` `(B, d + K)`.
    """
    latent, labels = np.random.default_rng(0).normal(size=(4, 3)), np.array([2, 0, 4, 2])
    joined = np.asarray(function(latent.copy(), labels.copy(), 5))
    require(
        joined.shape != (4, 4), "Label masih satu bilangan; ubah menjadi vektor satu-panas dulu."
    )
    require(joined.shape == (4, 8), "Hasilnya harus (B, d + K): satu kolom per kelas.")
    one_hot = np.eye(5)[labels]
    require(
        not np.allclose(joined, np.concatenate([one_hot, latent], axis=1)),
        "Label di kanan, vektor laten di kiri.",
    )
    require(
        np.allclose(joined[:, :3], latent), "Kolom-kolom pertama harus vektor laten, tanpa diubah."
    )
    require(
        np.array_equal(joined[:, 3:], one_hot),
        "Tiap label: satu di kelasnya, nol di lainnya.",
    )


@exercise("Latihan 2")
def mixture_sampling(function):
    """Periksa penyampelan campuran Gauss.

    Args:
        function: callable `(weights, means, covariances, count, rng) -> larik` `(count, d)`.
    """
    weights = np.array([0.7, 0.2, 0.1])
    means = np.array([[20.0, 0.0], [-20.0, 0.0], [0.0, 30.0]])
    covariances = np.array(
        [[[4.0, 1.5], [1.5, 1.0]], [[1.0, 0.0], [0.0, 1.0]], [[2.0, 0.0], [0.0, 0.5]]]
    )
    points = np.asarray(function(weights, means, covariances, 4000, np.random.default_rng(0)))
    require(points.shape == (4000, 2), "Hasilnya harus (count, d).")
    blended = np.linalg.norm(points - weights @ means, axis=1).mean()
    require(
        blended > 5,
        "Titik-titiknya berkumpul di satu tempat: rerata komponen dicampur. Pilih satu komponen "
        "untuk tiap titik.",
    )
    which = np.linalg.norm(points[:, None] - means, axis=2).argmin(axis=1)
    shares = np.bincount(which, minlength=3) / len(points)
    require(
        not np.allclose(shares, 1 / 3, atol=0.04),
        "Semua komponen terpilih sama sering; pakai `weights` sebagai peluangnya.",
    )
    require(np.allclose(shares, weights, atol=0.04), "Komponen harus terpilih menurut `weights`.")
    spread = np.cov(points[which == 0].T)
    require(
        not np.allclose(spread, covariances[0] @ covariances[0], atol=1),
        "Kovariansnya terkuadratkan: kalikan derau dengan akarnya (Cholesky), bukan dengan "
        "kovariansnya.",
    )
    require(
        abs(spread[0, 1] - 1.5) < 0.4,
        "Kedua unsur di dalam satu komponen berkorelasi; pakai kovarians penuh, bukan diagonalnya.",
    )
    require(np.allclose(spread, covariances[0], atol=0.6), "Sebaran di dalam komponen belum tepat.")
    for k in (1, 2):
        require(
            np.allclose(np.cov(points[which == k].T), covariances[k], atol=0.5),
            f"Sebaran komponen {k} belum tepat: tiap komponen punya kovariansnya sendiri.",
        )
    again = np.asarray(function(weights, means, covariances, 4000, np.random.default_rng(0)))
    require(
        np.array_equal(points, again), "Pakai `rng` yang diberikan, agar hasilnya dapat diulang."
    )
    other = np.asarray(function(weights, means, covariances, 4000, np.random.default_rng(1)))
    nearest = np.linalg.norm(other[:, None] - means, axis=2).argmin(axis=1)
    require(
        not np.array_equal(np.bincount(nearest), np.bincount(which)),
        "Cacah tiap komponen tetap; komponen tiap titik juga harus dipilih acak dengan `rng`.",
    )


@exercise("Latihan 3")
def kl_split(function):
    """Periksa penguraian suku KL menjadi keterangan dan jarak ke prior.

    Args:
        function: callable `(posteriors, prior) -> (information, distance)`, nat.
    """
    rng = np.random.default_rng(0)
    posteriors = rng.dirichlet(np.ones(4), size=6)
    prior = np.array([0.4, 0.3, 0.2, 0.1])
    parts = np.asarray(function(posteriors.copy(), prior.copy()), dtype="float64")
    require(parts.shape == (2,), "Kembalikan dua bilangan: keterangan, lalu jarak ke prior.")
    average = posteriors.mean(axis=0)
    information, distance = _divergence(posteriors, average).mean(), _divergence(average, prior)
    total = _divergence(posteriors, prior).mean()
    require(
        not np.allclose(parts, [information, distance] / np.log(2)),
        "Itu dalam bit. Pakai logaritma natural.",
    )
    require(not np.allclose(parts, [distance, information]), "Urutannya tertukar.")
    require(
        not np.isclose(parts[0], total),
        "Yang pertama masih seluruh suku KL: bandingkan tiap posterior dengan reratanya, bukan "
        "dengan prior.",
    )
    require(
        not np.isclose(parts[1], _divergence(prior, average)),
        "Arah KL terbalik: dari posterior agregat ke prior.",
    )
    require(
        np.isclose(parts.sum(), total),
        "Jumlah keduanya harus sama dengan rerata KL tiap posterior ke prior.",
    )
    require(np.allclose(parts, [information, distance]), "Salah satu sukunya belum tepat.")
    certain = np.asarray(function(np.eye(4)[[0, 1, 0, 1]], np.full(4, 0.25)), dtype="float64")
    require(
        np.allclose(certain, np.log(2)),
        "Untuk posterior yang pasti, 0 log 0 dihitung nol. Di soal uji ini kedua sukunya log 2.",
    )


@exercise("Latihan 4")
def best_component_count(answer):
    """Periksa banyak komponen yang terbaik bagi kode citra uji.

    Args:
        answer: salah satu dari 1, 3, 10, 30.
    """
    require(answer in (1, 3, 10, 30), "Pilih salah satu dari 1, 3, 10, 30.")
    likelihoods = _test_likelihoods()
    train_best = max(likelihoods, key=lambda count: likelihoods[count][0])
    best = max(likelihoods, key=lambda count: likelihoods[count][1])
    require(
        answer == best or answer != train_best,
        "Itu yang terbaik pada kode citra latih. Campuran yang besar menghafal; nilai di kode "
        "citra uji.",
    )
    require(
        answer == best,
        "Bukan itu. Cocokkan ke kode 2.000 citra latih pertama, lalu bandingkan `score` di 1.000 "
        "kode citra uji.",
    )


def _divergence(q, p):
    return np.sum(q * np.log(np.where(q > 0, q, 1) / p), axis=-1)


def _test_likelihoods():
    from sklearn.mixture import GaussianMixture

    from generatif import zoo
    from generatif.data import load_fashion_mnist, scale_to_unit

    data = load_fashion_mnist("embedded")
    run = zoo.load("convolutional-fashion")
    network = run.network("autoencoder")
    train, test = (
        run.recipe.codes(network, scale_to_unit(each)).astype("float64")
        for each in (data.x_train[:FITTED], data.x_test)
    )
    fitted = {
        count: GaussianMixture(count, random_state=0, reg_covar=1e-3, tol=1e-2).fit(train)
        for count in (1, 3, 10, 30)
    }
    return {count: (each.score(train), each.score(test)) for count, each in fitted.items()}

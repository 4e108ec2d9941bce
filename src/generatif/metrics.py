"""Ukuran mutu citra buatan, semuanya atas larik NumPy.

Fitur dan peluang kelas datang dari pengklasifikasi beku (lihat `generatif.classifiers`).
Jarak Fréchet, KID, dan skor pengklasifikasi di sini BUKAN FID, KID, atau Inception Score dari
makalah: ketiganya memakai fitur Inception dari ImageNet, sehingga angkanya tidak dapat
dibandingkan. Rumusnya ada di `generatif.feature_metrics` dan `generatif.image_metrics`; modul
ini mengumpulkannya dan menilai satu kumpulan citra dengan semuanya.
"""

from generatif.feature_metrics import (
    class_shares,
    classifier_score,
    confident_share,
    frechet_distance,
    histogram_kl,
    kernel_distance,
    manifold_scores,
    standardize_features,
)
from generatif.image_metrics import (
    auroc,
    class_gaussian_images,
    compare_neighbor_distances,
    edge_strength,
    evenly_spaced,
    gray_share,
    memorization,
    nearest_neighbors,
    psnr,
    ssim,
)

__all__ = [
    "frechet_distance",
    "kernel_distance",
    "standardize_features",
    "manifold_scores",
    "classifier_score",
    "class_shares",
    "histogram_kl",
    "confident_share",
    "prepare_references",
    "score_images",
    "score_features",
    "quick_scores",
    "gray_share",
    "edge_strength",
    "nearest_neighbors",
    "compare_neighbor_distances",
    "memorization",
    "evenly_spaced",
    "class_gaussian_images",
    "psnr",
    "ssim",
    "auroc",
]


def prepare_references(classifiers, reference_images, train_images):
    """Hitung fitur citra pembanding sekali, untuk dipakai banyak :func:`score_images`.

    Args:
        classifiers: kamus nama ke pengklasifikasi beku, dari
            `generatif.classifiers.load_classifiers`.
        reference_images: larik `uint8` `(M, H, W, C)`, biasanya 10.000 citra uji.
        train_images: larik `uint8`, citra latih asli penyeragam skala fitur untuk KID.

    Returns:
        Kamus nama ke `{"classifier", "reference", "train"}`; dua yang terakhir larik fitur.
    """
    return {
        name: {
            "classifier": classifier,
            "reference": classifier(reference_images)[0],
            "train": classifier(train_images)[0],
        }
        for name, classifier in classifiers.items()
    }


def score_images(images, references):
    """Ukur satu kumpulan citra di bawah setiap pengklasifikasi beku.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        references: dari :func:`prepare_references`.

    Returns:
        Kamus nama pengklasifikasi ke kamus datar dari :func:`score_features`.
    """
    scores = {}
    for name, each in references.items():
        features, probabilities = each["classifier"](images)
        scores[name] = score_features(features, probabilities, each["reference"], each["train"])
    return scores


def score_features(features, probabilities, reference_features, train_features, seed=0):
    """Semua ukuran fitur untuk satu kumpulan citra.

    KID memakai 100 subset berukuran 1.000, atau setengah N bila N kurang dari 2.000; tetangga
    untuk *precision* dan kawan-kawannya k = 5.

    Args:
        features: larik `(N, F)`.
        probabilities: larik `(N, K)`.
        reference_features: larik `(M, F)`; untuk angka yang dilaporkan, citra uji dengan M = N.
        train_features: larik `(T, F)`, penyeragam skala fitur untuk KID.
        seed: benih subset KID.

    Returns:
        Kamus `count`, `reference_count`, `frechet`, `kid`, `kid_se`, `precision`, `recall`,
        `density`, `coverage`, `classifier_score`, `histogram_kl`, `confident_share`.

    Raises:
        ValueError: bila bentuknya tidak cocok, sampelnya kurang, atau ada NaN.
    """
    scaled = [standardize_features(f, train_features) for f in (features, reference_features)]
    subset_size = min(1000, len(features) // 2, len(reference_features) // 2)
    kid, kid_error = kernel_distance(*scaled, subset_size=subset_size, seed=seed)
    return {
        "count": len(features),
        "reference_count": len(reference_features),
        "frechet": frechet_distance(features, reference_features),
        "kid": kid,
        "kid_se": kid_error,
        **manifold_scores(features, reference_features),
        "classifier_score": classifier_score(probabilities),
        "histogram_kl": histogram_kl(class_shares(probabilities)),
        "confident_share": confident_share(probabilities),
    }


def quick_scores(images, classifier, reference_features):
    """Ukuran murah untuk kurva per epoch.

    Args:
        images: larik `uint8` `(N, H, W, C)`.
        classifier: satu pengklasifikasi beku.
        reference_features: larik `(M, F)` dari pengklasifikasi yang sama.

    Returns:
        Kamus `frechet`, `histogram_kl`, `confident_share`, `gray_share`.
    """
    features, probabilities = classifier(images)
    return {
        "frechet": frechet_distance(features, reference_features),
        "histogram_kl": histogram_kl(class_shares(probabilities)),
        "confident_share": confident_share(probabilities),
        "gray_share": gray_share(images),
    }

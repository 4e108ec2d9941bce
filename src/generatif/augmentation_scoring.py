"""Satu kasus augmentasi dari awal sampai akhir, ukuran salinan, dan selisih berpasangan."""

from math import sqrt

import numpy as np

from generatif import augmentation, metrics
from generatif.checks import require, require_positive_int
from generatif.data import scale_to_unit
from generatif.few_image_generators import sampler
from generatif.runtime import split_seed

# Nama cara: apakah isi batch diubah, pembuat citra, dan bagian citra buatan tiap batch.
ROWS = {
    "none": (False, None, 0.0),
    "classic": (True, None, 0.0),
    "gauss": (False, "gauss", 0.5),
    "vae": (False, "vae", 0.5),
    "gan": (False, "gan", 0.5),
    "classic_vae": (True, "vae", 0.5),
    "classic_gan": (True, "gan", 0.5),
    "only_gan": (False, "gan", 1.0),
}
# Kuantil 0,975 sebaran t Student menurut derajat bebas 1 sampai 9.
_T_QUANTILES = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


def run_case(
    train,
    test,
    per_class,
    seed,
    *,
    rows=ROWS,
    made_per_class=100,
    steps=1500,
    width=16,
    generator_options=None,
    judges=None,
):
    """Latih semua pembuat citra dan semua pengklasifikasi pada satu himpunan kecil.

    Args:
        train: pasangan citra latih `uint8` `(N, 28, 28, 1)` dan label; hanya `per_class` per kelas
            yang dipakai.
        test: pasangan citra uji dan label; tidak pernah dipakai untuk memilih.
        per_class: banyak citra asli tiap kelas.
        seed: benih acak; menentukan citra yang terambil dan semua bobot awal.
        rows: cara yang dilatih, bentuknya seperti `ROWS`.
        made_per_class: banyak citra buatan tiap kelas.
        steps: banyak langkah setiap pengklasifikasi.
        width: lebar pengklasifikasi.
        generator_options: `dict` nama pembuat citra ke argumen bernamanya.
        judges: `dict` nama ke :class:`~generatif.classifiers.FrozenClassifier`, atau `None`.

    Returns:
        Pasangan `dict`: nilai, yaitu `accuracy` menurut cara dan `made` menurut pembuat citra
        (isi :func:`score_made`); dan citra buatan `uint8` menurut pembuat citra.
    """
    classes = int(train[1].max()) + 1
    few_seed, control_seed, classifier_seed, generator_seed = split_seed(seed, 4)
    few = augmentation.draw_few(*train, per_class, few_seed)
    control = augmentation.draw_few(*test, per_class, control_seed)
    labels = np.arange(classes).repeat(made_per_class)
    options = generator_options or {}
    made = {
        kind: sampler(kind, **options.get(kind, {}))(
            *few, classes, made_per_class, seed=generator_seed
        )
        for kind in dict.fromkeys(kind for _, kind, _ in rows.values() if kind)
    }
    test_images = scale_to_unit(test[0])
    right = {}
    for name, (classic, kind, share) in rows.items():
        network = augmentation.train_classifier(
            (scale_to_unit(few[0]), few[1]),
            (scale_to_unit(made[kind]), labels) if kind else None,
            share=share,
            classic=classic,
            classes=classes,
            steps=steps,
            width=width,
            seed=classifier_seed,
        )
        right[name] = augmentation.accuracy(network, test_images, test[1])
    scores = {
        kind: score_made(images, labels, few[0], control[0], judges or {})
        for kind, images in made.items()
    }
    return {"accuracy": right, "made": scores}, made


def score_made(made, labels, few, control, judges):
    """Ukur citra buatan: seberapa dekat ke citra yang dilihat pembuatnya, dan benarkah kelasnya.

    Args:
        made: larik `uint8` `(N, H, W, C)`.
        labels: label yang dipesan, `(N,)`.
        few: citra yang dilihat pembuatnya.
        control: citra asli baru, sebanyak `few`.
        judges: `dict` nama ke pengklasifikasi beku.

    Returns:
        `dict` `copied_share`, lalu `accuracy_<hakim>` bagi setiap hakim.
    """
    right = {
        f"accuracy_{name}": float(np.mean(judge(made)[1].argmax(axis=1) == labels))
        for name, judge in judges.items()
    }
    return {"copied_share": copied_share(made, few, control), **right}


def copied_share(images, seen, unseen):
    """Bagian citra yang lebih dekat ke citra yang dilihat daripada ke citra yang tidak dilihat.

    Kedua kumpulan sama besar dan dari sebaran yang sama, sehingga citra yang tidak menyalin
    memberi kira-kira 0,5, berapa pun besarnya kumpulan itu. Jarak sama dihitung separuh.

    Args:
        images: larik `(N, H, W, C)` yang diperiksa.
        seen: larik `(M, H, W, C)`, citra yang dilihat pembuatnya.
        unseen: larik `(M, H, W, C)`, citra asli lain.

    Returns:
        Bilangan dalam [0, 1]; 1 berarti semuanya lebih dekat ke citra yang dilihat.

    Raises:
        ValueError: bila kedua kumpulan tidak sama besar.
    """
    if len(seen) != len(unseen):
        raise ValueError(
            f"Kumpulan yang dilihat berisi {len(seen)} citra dan pembandingnya {len(unseen)}; yang "
            "diharapkan: sama banyak. Kumpulan yang lebih besar selalu lebih dekat."
        )
    near, far = (metrics.nearest_neighbors(images, each)[1] for each in (seen, unseen))
    return float(np.mean(near < far) + np.mean(near == far) / 2)


def paired_difference(values, baseline):
    """Selisih berpasangan: rerata, galat baku, dan selang 95 persen menurut sebaran t.

    Args:
        values: daftar nilai sebuah cara, satu per benih.
        baseline: daftar nilai cara pembanding, benihnya berurutan sama.

    Returns:
        `dict` `mean`, `error` (galat baku rerata), `low` dan `high` (selang 95 persen), `wins`
        (banyak benih yang selisihnya positif), dan `distinct` (apakah selang itu tidak memuat 0).

    Raises:
        ValueError: bila banyak nilai berbeda atau di luar 2 sampai 10.
    """
    count = len(values)
    require_positive_int(count=count)
    require(count == len(baseline), "banyak baseline", len(baseline), f"{count}, satu per nilai")
    require(2 <= count <= 10, "banyak pasangan", count, "2 sampai 10")
    gaps = np.asarray(values, float) - np.asarray(baseline, float)
    mean, error = float(gaps.mean()), float(gaps.std(ddof=1) / sqrt(count))
    reach = _T_QUANTILES[count - 2] * error
    return {
        "mean": mean,
        "error": error,
        "low": mean - reach,
        "high": mean + reach,
        "wins": int((gaps > 0).sum()),
        "distinct": abs(mean) > reach,
    }

"""Katalog kegagalan GAN: sebabnya satu kunci pengaturan, akibatnya beberapa ukuran.

Setiap :class:`Failure` menyebut pengaturan yang sembuh, satu kunci, dan nilai kunci yang
merusaknya, jadi kedua pengaturannya tidak mungkin berbeda dalam hal lain. Ukurannya sedikitnya
satu yang membuktikan sebabnya bekerja atau akibatnya tampak. Pengaturan, ukuran, dan batasnya
dipilih sesudah penjajakan dengan benih `EXPLORED`; yang dinilai adalah benih lain, `SEEDS`.
Hasilnya ditulis `tools/measure_failures.py` dan dibaca :func:`stored`.
"""

from dataclasses import dataclass, replace

from generatif.ledger import measured, measured_picture
from generatif.models.laboratory_setting import DIGITS, RING, Setting

SEEDS = (11, 12, 13)
EXPLORED = (2026, 1, 2)
PICTURES = "failures"


@dataclass(frozen=True)
class Failure:
    """Satu kegagalan: pengaturan yang sembuh, kunci yang diubah, dan ukuran yang memisahkan.

    Args:
        name: nama pendek.
        title: nama dalam bahasa Indonesia.
        cured: :class:`~generatif.models.laboratory_setting.Setting` yang sembuh.
        key: kunci yang diubah.
        value: nilai kunci pada pengaturan yang gagal.
        limits: `dict` nama ukuran ke pasangan batas (gagal, sembuh). Bila batas gagal lebih
            besar, semua benih yang gagal harus di atasnya dan semua yang sembuh di bawah batas
            sembuh; bila lebih kecil, sebaliknya.
    """

    name: str
    title: str
    cured: Setting
    key: str
    value: object
    limits: dict

    @property
    def failing(self):
        """Pengaturan yang gagal, yaitu yang sembuh dengan satu kunci diganti."""
        return replace(self.cured, **{self.key: self.value})


# Generator yang menuruni gradien apa adanya: Adam akan membesarkan kembali gradien yang lenyap.
PLAIN = replace(DIGITS, g_optimizer="sgd", g_rate=0.1, d_rate=1e-3)
HEAD_START = 300

FAILURES = {
    each.name: each
    for each in (
        Failure(
            "ring-collapse", "keruntuhan modus pada cincin", RING, "d_rate", 1e-4, {"modes": (3, 7)}
        ),
        Failure(
            "digit-collapse",
            "keruntuhan modus pada angka",
            DIGITS,
            "g_rate",
            2e-2,
            {"frechet": (150, 100), "histogram_kl": (0.3, 0.1), "twin": (2, 4)},
        ),
        Failure(
            "strong-discriminator",
            "diskriminator terlalu kuat",
            replace(PLAIN, g_loss="saturating"),
            "head_start",
            HEAD_START,
            {"frechet": (150, 100), "d_gap": (0.99, 0.5)},
        ),
        Failure(
            "saturating-loss",
            "generator tanpa gradien",
            replace(PLAIN, head_start=HEAD_START),
            "g_loss",
            "saturating",
            {"frechet": (150, 100), "slope": (0.001, 0.1)},
        ),
        Failure(
            "range-mismatch",
            "rentang data tidak cocok",
            DIGITS,
            "data_range",
            "unit",
            {"frechet": (150, 100), "gray_share": (0.1, 0.06)},
        ),
        Failure(
            "swapped-labels",
            "label tertukar",
            DIGITS,
            "swap_labels",
            True,
            {"frechet": (150, 100), "d_real": (0.01, 0.4)},
        ),
        Failure(
            "missing-training",
            "training=True terlupa",
            DIGITS,
            "training",
            False,
            {"frechet": (150, 100), "statistics_moved": (0, 6)},
        ),
        Failure(
            "frozen-discriminator",
            "diskriminator beku",
            DIGITS,
            "d_trainable",
            False,
            {"frechet": (150, 100), "d_moved": (0, 8)},
        ),
        Failure(
            "high-rate",
            "laju pembelajaran terlalu tinggi",
            DIGITS,
            "rate_scale",
            100.0,
            {"frechet": (150, 100), "peak": (4, 2.5)},
        ),
    )
}

# Pengaturan lain yang dibandingkan bab dengan pasangan di atas.
CONTRASTS = (
    PLAIN,
    replace(DIGITS, g_loss="saturating"),
    replace(DIGITS, g_loss="saturating", head_start=HEAD_START),
    replace(DIGITS, d_rate=1e-3, g_loss="saturating", head_start=HEAD_START),
    replace(DIGITS, rate_scale=10.0),
    replace(DIGITS, rate_scale=10.0, training=False),
)


def label(setting):
    """Nama pendek sebuah pengaturan: tugasnya dan kunci yang berbeda dari bakunya.

    Args:
        setting: :class:`~generatif.models.laboratory_setting.Setting`.

    Returns:
        Misalnya `"digits"` atau `"digits-d_rate-0.02"`.
    """
    base = RING if setting.task == "ring" else DIGITS
    changed = [
        f"-{key}-{value}" for key, value in vars(setting).items() if value != getattr(base, key)
    ]
    return setting.task + "".join(changed)


def settings():
    """Semua pengaturan yang diukur, `dict` nama ke pengaturan."""
    pairs = [each for failure in FAILURES.values() for each in (failure.cured, failure.failing)]
    return {label(each): each for each in (*pairs, *CONTRASTS)}


def separates(failure, failing, cured):
    """Apakah setiap ukuran memisahkan semua benih yang gagal dari semua yang sembuh.

    Args:
        failure: :class:`Failure`.
        failing: daftar `dict` ukuran, satu per benih.
        cured: daftar serupa bagi pengaturan yang sembuh.

    Returns:
        `bool`.
    """
    for measure, (bad, good) in failure.limits.items():
        sign = 1 if bad > good else -1
        if any(sign * each[measure] < sign * bad for each in failing):
            return False
        if any(sign * each[measure] > sign * good for each in cured):
            return False
    return True


def stored():
    """Hasil `tools/measure_failures.py`: pengaturan, kurva, dan ukuran setiap benih.

    Returns:
        `dict` dengan `settings`, `runs` (nama pengaturan, lalu benih), dan `references`.
    """
    return measured("failures")


def stored_picture(name):
    """Citra buatan satu pengaturan, benih pertama.

    Args:
        name: dari :func:`label`, misalnya `"digits"`.

    Returns:
        Larik `uint8` `(32, 28, 28, 1)`.
    """
    return measured_picture(f"{PICTURES}/{name}")

"""Pemeriksa latihan dan kurva tanpa nama bab Laboratorium kegagalan."""

import numpy as np

from generatif.classroom.check import exercise, require

# Huruf kurva ke nama di katalog; "sembuh" pengaturan angka yang tidak dirusak.
_BLIND = {
    "A": "swapped-labels",
    "B": "range-mismatch",
    "C": "frozen-discriminator",
    "D": None,
    "E": "strong-discriminator",
    "F": "missing-training",
}
_BLIND_SEED = "12"
_HINTS = {
    "A": "Kedua loss nol, seperti pada E. Bandingkan D(asli) dengan D(buatan): siapa yang disebut "
    "asli?",
    "B": "Diskriminator menang tetapi tidak mutlak, dan norma gradiennya lebih dari seratus "
    "kali norma pada pelatihan yang sembuh. Petunjuk apa yang tidak dapat ditiru generator?",
    "C": "D(asli) mendatar di tengah, bukan di 1, sedangkan D(buatan) naik. Apa yang tidak "
    "berubah?",
    "D": "Cari tanda kegagalan di setiap panel. Bila tidak ada, itu juga sebuah jawaban.",
    "E": "Norma gradien generator di bawah 0,001 sejak titik pertama.",
    "F": "Awalnya wajar, lalu diskriminator menang makin telak, tetapi gradiennya tidak menetap di "
    "dekat nol. Tidak ada yang jenuh dan tidak ada yang beku.",
}
_SWEEP = (1e-4, 1e-3)


def blind_curves():
    """Kurva enam pelatihan tersimpan tanpa namanya, dari benih yang tidak digambar di bab.

    Returns:
        `dict` huruf ke `dict` kurva.
    """
    from generatif import failures

    runs = failures.stored()["runs"]
    names = {
        letter: failures.label(failures.FAILURES[name].failing if name else failures.DIGITS)
        for letter, name in _BLIND.items()
    }
    return {letter: runs[name][_BLIND_SEED]["curves"] for letter, name in names.items()}


@exercise("Latihan 1")
def changed_keys(function):
    """Periksa pembanding dua pengaturan.

    Args:
        function: callable `(dict, dict) -> himpunan kunci yang berbeda`.
    """
    one = {"g_rate": 1e-3, "training": True, "penalty": 0.0, "g_loss": "nonsaturating"}
    require(
        _keys(function(one, dict(one))) == set(),
        "Dua pengaturan yang sama harus memberi himpunan kosong.",
    )
    require(
        _keys(function(one, {**one, "training": False})) == {"training"},
        "Satu kunci diubah, tetapi jawaban Anda bukan tepat kunci itu.",
    )
    require(
        _keys(function(one, {**one, "training": False, "penalty": 0.1})) == {"training", "penalty"},
        "Dua kunci diubah; keduanya harus disebut.",
    )
    require(
        _keys(function(one, {**one, "noise": 0.1})) == {"noise"},
        "Kunci yang hanya ada di pengaturan kedua juga perbedaan.",
    )
    require(
        _keys(function({**one, "noise": None}, one)) == {"noise"},
        "Kunci yang hanya ada di pengaturan pertama juga perbedaan, sekalipun nilainya None.",
    )


@exercise("Latihan 2")
def covered_modes(function):
    """Periksa penghitung modus yang tercakup.

    Args:
        function: callable `(points, centers, spread) -> int`; modus tercakup bila sedikitnya
            1 % titik berada dalam tiga simpangan baku dari pusatnya.
    """
    centers = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0]])
    near = np.repeat(centers[:2], 400, axis=0) + [0.5, 0.0]
    lost = np.tile([[5.0, 5.0]], (180, 1))
    edge = np.tile([[0.0, 12.5]], (15, 1))
    rare = np.tile([[10.0, 10.0]], (5, 1))
    points = np.concatenate([near, lost, edge, rare])
    made = function(points.copy(), centers.copy(), 1.0)
    require(np.ndim(made) == 0, "Kembalikan satu bilangan: banyak modus.")
    for wrong, hint in (
        (4, "Satu titik tersesat belum mencakup modus: syaratnya sedikitnya 1 % dari semua titik."),
        (2, "Batasnya tiga simpangan baku, bukan satu atau dua."),
        (0.82, "Itu bagian titik yang berada di dalam modus, bukan banyak modus."),
    ):
        require(not np.isclose(made, wrong), hint)
    require(made == 3, "Hitung titik di dekat setiap pusat, lalu bandingkan dengan 1 % titik.")
    far = np.tile([[0.0, -4.0]], (100, 1))
    require(
        function(far, centers, 1.0) == 0,
        "Titik yang jauh dari semua pusat tidak mencakup apa pun, walaupun satu pusat terdekat.",
    )
    few = np.concatenate([np.tile(centers[:1], (99, 1)), centers[1:2]])
    require(function(few, centers, 1.0) == 2, "Tepat 1 % sudah cukup.")
    require(
        function(3 * points, 3 * centers, 3.0) == 3,
        "Bila semua jarak dan simpangan bakunya dikali tiga, jawabannya harus tetap.",
    )


@exercise("Latihan 3")
def label_alarm(function):
    """Periksa penguji tanda label.

    Args:
        function: callable yang menerima fungsi loss diskriminator
            `(real_logits, fake_logits) -> bilangan` dan mengembalikan `True` bila labelnya benar.
    """
    for name, loss in _RIGHT_LOSSES.items():
        require(
            bool(function(loss)),
            f"Loss yang benar ({name}) Anda tolak. Yang diperiksa tandanya, bukan nilainya yang "
            "tepat.",
        )
    for name, (loss, hint) in _WRONG_LOSSES.items():
        require(not bool(function(loss)), f"Loss dengan {name} lolos. {hint}")


@exercise("Latihan 4")
def name_the_failures(answers):
    """Periksa tebakan kurva tanpa nama.

    Args:
        answers: `dict` huruf ke nama kegagalan di katalog, atau `"sembuh"`.
    """
    answers = dict(answers)
    known = {name or "sembuh" for name in _BLIND.values()}
    require(sorted(answers) == sorted(_BLIND), f"Jawab keenam huruf: {', '.join(_BLIND)}.")
    for letter, answer in answers.items():
        require(
            answer in known,
            f"{letter}: {answer!r} tidak ada dalam daftar: {', '.join(sorted(known))}.",
        )
    wrong = [letter for letter, name in _BLIND.items() if answers[letter] != (name or "sembuh")]
    right = len(_BLIND) - len(wrong)
    require(
        not wrong,
        f"{right} dari {len(_BLIND)} benar. {wrong[0] if wrong else ''}: "
        f"{_HINTS.get(wrong[0]) if wrong else ''}",
    )


@exercise("Latihan 5")
def rate_sweep(measured):
    """Periksa percobaan laju diskriminator terhadap modus yang tercakup.

    Args:
        measured: kamus `{laju: banyak modus}`, 1e-4, 1e-3, dan sedikitnya tiga laju di antaranya.
    """
    measured = {float(rate): float(modes) for rate, modes in dict(measured).items()}
    require(
        all(any(np.isclose(rate, each, rtol=1e-3) for each in measured) for rate in _SWEEP),
        "Kedua laju dari bab, 0,0001 dan 0,001, harus ikut: tanpa pembanding, percobaan ini tidak "
        "berkata apa-apa.",
    )
    between = [rate for rate in measured if 1.001 * _SWEEP[0] < rate < 0.999 * _SWEEP[1]]
    require(
        len(between) >= 3,
        "Ukur sedikitnya tiga laju di antara 0,0001 dan 0,001; dengan yang lebih sedikit, selang "
        "tempat jumlah modus berubah terlalu lebar untuk disebut.",
    )
    require(
        all(0 <= modes <= 8 and modes == int(modes) for modes in measured.values()),
        "Banyak modus adalah bilangan bulat 0 sampai 8. Apakah Anda melaporkan bagian titik?",
    )
    low, high = (
        next(modes for rate, modes in measured.items() if np.isclose(rate, each, rtol=1e-3))
        for each in _SWEEP
    )
    require(
        not (low >= 7 and high <= 3),
        "Terbalik: apakah laju generator yang Anda ubah, bukan laju diskriminator?",
    )
    require(
        low <= 3,
        "Pada laju 0,0001 bab ini menemukan paling banyak 3 modus. Periksa bahwa hanya d_rate "
        "yang Anda ubah dari RING.",
    )
    require(
        high >= 7,
        "Pada laju 0,001 bab ini menemukan sedikitnya 7 modus. Apakah penaltinya masih 0,1 dan "
        "langkahnya masih 3.000?",
    )


def _keys(answer):
    return set(answer)


def _bce(logits, target):
    return float(np.mean(np.logaddexp(0, logits) - target * np.asarray(logits)))


def _loss(real_target, fake_target, weight=1.0):
    def loss(real_logits, fake_logits):
        real, fake = (np.asarray(each, "float64") for each in (real_logits, fake_logits))
        return weight * (_bce(real, real_target) + _bce(fake, fake_target))

    return loss


_RIGHT_LOSSES = {
    "label 1 dan 0": _loss(1, 0),
    "label asli 0,9": _loss(0.9, 0),
    "dirata-ratakan, bukan dijumlahkan": _loss(1, 0, weight=0.5),
}
_WRONG_LOSSES = {
    "kedua label tertukar": (
        _loss(0, 1),
        "Pada logit yang sama besar nilainya pun 1,386: masukan seperti itu tidak membedakannya. "
        "Beri logit yang yakin.",
    ),
    "kedua label 1": (_loss(1, 1), "Uji juga citra palsu sendirian."),
    "kedua label 0": (_loss(0, 0), "Uji juga citra asli sendirian."),
    "tanda terbalik": (_loss(1, 0, weight=-1.0), "Yakin dan salah harus lebih mahal, bukan murah."),
}

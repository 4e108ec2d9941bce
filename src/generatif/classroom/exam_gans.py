"""Templat ujian GAN dan sesudahnya; jawaban kelirunya hasil kesalahan yang lazim."""

from math import exp, hypot, log, log2, log10, sqrt

from generatif.classroom.exam import decimal, numeric, template


@template(
    "teori_gan",
    real=[value / 100 for value in range(5, 100)],
    fake=[value / 100 for value in range(5, 100)],
)
def best_discriminator(real, fake):
    """Diskriminator terbaik di satu titik."""
    return numeric(
        f"Di sebuah titik, kerapatan data $p_{{data}}$ = {decimal(real, 2)} dan kerapatan citra "
        f"buatan $p_g$ = {decimal(fake, 2)}. Berapa $D(x)$ terbaik di titik itu?",
        (real / (real + fake), r"$D^* = p_{data} / (p_{data} + p_g)$."),
        [
            (fake / (real + fake), "Itu peluang bahwa titiknya buatan."),
            (real, "Kerapatan bukan peluang bahwa titiknya asli."),
            (0.5, "Itu hanya di tempat kedua kerapatan sama."),
        ],
    )


@template("teori_gan", logit=[value / 10 for value in range(-60, 0) if value != -10])
def generator_gradient(logit):
    """Besar gradien loss generator tidak jenuh."""
    probability = 1 / (1 + exp(-logit))
    return numeric(
        f"Diskriminator memberi logit $s$ = {decimal(logit, 1)} kepada citra buatan. Berapa besar "
        r"gradien *loss* generator tidak jenuh, $-\log\mathrm{sigm}(s)$, terhadap $s$?",
        (1 - probability, r"$|{-(1 - \mathrm{sigm}(s))}|$: besar selagi generator kalah."),
        [
            (probability, r"Itu gradien *loss* jenuh, $\log(1 - \mathrm{sigm}(s))$."),
            (probability * (1 - probability), "Itu turunan sigmoid, bukan turunan logaritmanya."),
            (-log(probability), "Itu nilai loss, bukan gradiennya."),
        ],
    )


@template("teori_gan", logit=[value / 10 for value in range(-40, 41) if value])
def logit_loss(logit):
    """Entropi silang dari logit, untuk citra asli."""
    return numeric(
        f"Diskriminator memberi logit $s$ = {decimal(logit, 1)} kepada citra **asli** (label 1). "
        "Berapa entropi silang binernya, dalam nat?",
        (log(1 + exp(-logit)), r"$-\ln\mathrm{sigm}(s) = \ln(1 + e^{-s})$."),
        [
            (log(1 + exp(logit)), "Itu untuk label 0."),
            (1 / (1 + exp(-logit)), "Itu peluangnya; logaritmanya belum diambil."),
            (log2(1 + exp(-logit)), "Itu dalam bit."),
        ],
    )


@template("dcgan", label=[value / 100 for value in range(60, 100)])
def smoothed_equilibrium(label):
    """Keluaran diskriminator pada kesetimbangan dengan label yang dihaluskan."""
    return numeric(
        f"Label asli dihaluskan menjadi {decimal(label, 2)}, label palsu tetap 0. Berapa $D(x)$ "
        "terbaik bila citra buatan tidak terbedakan dari citra asli?",
        (label / 2, "Rerata label kedua kelas, yang sama banyak."),
        [
            (0.5, "Itu tanpa penghalusan label."),
            (label, "Itu bila semua citra asli."),
            (1 - label / 2, "Label palsu tetap 0, tidak ikut dihaluskan."),
        ],
    )


@template(
    "mengukur",
    shift=[value / 10 for value in range(5, 41)],
    first=[value / 10 for value in range(5, 31)],
    second=[value / 10 for value in range(5, 31)],
)
def frechet_distance(shift, first, second):
    """Jarak Fréchet dua sebaran Gauss satu dimensi."""
    gap = abs(first - second)
    return numeric(
        f"Dua sebaran Gauss satu dimensi berselisih rerata {decimal(shift, 1)}; simpangan bakunya "
        f"{decimal(first, 1)} dan {decimal(second, 1)}. Berapa jarak Fréchetnya (kuadrat, seperti "
        "FID)?",
        (shift**2 + gap**2, "Kuadrat selisih rerata ditambah kuadrat selisih simpangan baku."),
        [
            (shift + gap, "Kedua selisihnya belum dikuadratkan."),
            (
                shift**2 + abs(first**2 - second**2),
                "Ragamnya dikurangkan, bukan simpangan bakunya.",
            ),
            (shift**2, "Sebarannya berbeda lebar; suku kedua tidak nol."),
        ],
        digits=2,
    )


@template("superresolusi", error=[value / 10000 for value in range(5, 400)])
def signal_to_noise(error):
    """PSNR dari galat kuadrat rerata."""
    return numeric(
        f"Galat kuadrat rerata sebuah hasil adalah {decimal(error, 4)}, dengan piksel dalam "
        "[0, 1]. Berapa PSNR-nya, dalam dB?",
        (-10 * log10(error), r"$10 \log_{10}(1 / \mathrm{MSE})$."),
        [
            (-20 * log10(error), "Faktor 20 untuk akar galatnya, bukan galat kuadrat."),
            (-10 * log(error), "Logaritmanya berbasis 10."),
            (10 * log10(255**2 / error), "Nilai terbesar pikselnya 1, bukan 255."),
        ],
        digits=1,
    )


@template(
    "stabil",
    first=[value / 10 for value in range(-30, 31) if value],
    second=[value / 10 for value in range(-30, 31) if value],
)
def gradient_penalty(first, second):
    """Penalti gradien sebuah kritikus linear."""
    norm = hypot(first, second)
    return numeric(
        f"Kritikus $f(x) = w \\cdot x$ dengan $w$ = ({decimal(first, 1)}; {decimal(second, 1)}) "
        r"dan $\lambda = 10$. Berapa penalti gradien WGAN-GP-nya?",
        (10 * (norm - 1) ** 2, r"Gradiennya $w$ di mana-mana: $\lambda(\lVert w\rVert - 1)^2$."),
        [
            (10 * (norm**2 - 1) ** 2, "Norma dikuadratkan sebelum dikurangi satu."),
            (10 * norm**2, "Sasarannya kemiringan satu, bukan nol."),
            ((norm - 1) ** 2, "Bobot penaltinya belum dikalikan."),
        ],
        digits=2,
    )


@template(
    "stabil",
    real=[(a, b, c) for a in range(0, 4) for b in range(4, 8) for c in range(8, 12)],
    fake=[(c, a, b) for a in range(1, 6) for b in range(6, 10) for c in range(10, 16)],
)
def sand_moving(real, fake):
    """Jarak Wasserstein dua himpunan titik di garis."""
    paired = [abs(a - b) for a, b in zip(sorted(real), sorted(fake), strict=True)]
    listed = [abs(a - b) for a, b in zip(real, fake, strict=True)]
    return numeric(
        f"Tiga titik data di {real[0]}, {real[1]}, {real[2]} dan tiga titik buatan di {fake[0]}, "
        f"{fake[1]}, {fake[2]}, semuanya berbobot sama. Berapa jarak Wasserstein-1-nya?",
        (sum(paired) / 3, "Di garis, rencana termurah memasangkan titik menurut urutannya."),
        [
            (sum(listed) / 3, "Titik dipasangkan menurut urutan tertulis, bukan urutan letak."),
            (sum(paired), "Setiap titik berbobot sepertiga."),
            (sqrt(sum(gap**2 for gap in paired) / 3), "Itu jarak Wasserstein-2."),
        ],
        digits=2,
    )


@template("difusi", rate=[value / 1000 for value in range(5, 51)], steps=range(5, 61))
def noise_level(rate, steps):
    """Simpangan baku derau sesudah beberapa tahap difusi."""
    kept = (1 - rate) ** steps
    return numeric(
        f"Jadwal derau tetap $\\beta_t$ = {decimal(rate, 3)}. Sesudah {steps} tahap, berapa "
        "simpangan baku derau di dalam $x_t$?",
        (sqrt(1 - kept), r"$\sqrt{1 - \bar\alpha_t}$ dengan $\bar\alpha_t = (1 - \beta)^t$."),
        [
            (1 - kept, "Itu ragamnya."),
            (sqrt(kept), "Itu pengali citra aslinya."),
            (sqrt(rate * steps), "Derau lama ikut menyusut di setiap tahap."),
        ],
    )


@template(
    "studi_kasus",
    share=[value / 1000 for value in range(2, 101)],
    hit=[value / 100 for value in range(80, 100)],
    alarm=[value / 100 for value in range(1, 11)],
)
def base_rate(share, hit, alarm):
    """Nilai prediktif positif sebuah detektor."""
    found, false = share * hit, (1 - share) * alarm
    return numeric(
        f"Citra buatan meliputi {decimal(share, 3)} bagian dari semua citra. Detektor mengenali "
        f"{decimal(hit, 2)} bagian citra buatan dan menuduh {decimal(alarm, 2)} bagian citra asli. "
        "Sebuah citra dituduh buatan. Berapa peluang bahwa tuduhannya benar?",
        (found / (found + false), "Tuduhan benar dibagi semua tuduhan, menurut laju dasarnya."),
        [
            (hit, "Itu bagian citra buatan yang dikenali; laju dasarnya terabaikan."),
            (1 - alarm, "Itu bagian citra asli yang tidak dituduh."),
            (found, "Itu bagian tuduhan benar dari semua citra, bukan dari semua tuduhan."),
        ],
    )

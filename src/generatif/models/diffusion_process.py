r"""Proses difusi: jadwal derau, perusakan citra, dan penyampelan balik.

Sumber: Ho, Jain, Abbeel (2020), *Denoising Diffusion Probabilistic Models* (DDPM), arXiv
2006.11239; jadwal kosinus dari Nichol dan Dhariwal (2021), arXiv 2102.09672; penyampelan tanpa
derau dari Song, Meng, Ermon (2021), *Denoising Diffusion Implicit Models* (DDIM), arXiv
2010.02502. Perbedaan dari DDPM: sampel boleh melompati tahap, dan taksiran citra bersih dipotong.

Yang diteruskan antarfungsi adalah sisa sinyal $\bar\alpha_t = \prod_{s \le t} (1 - \beta_s)$, bukan
$\beta_t$.
"""

import keras
import numpy as np
import tensorflow as tf

from generatif.checks import require, require_positive_int

STAGES = 1000
CHUNK = 500


def remaining_signal(betas):
    r"""Sisa sinyal $\bar\alpha_t = \prod_{s \le t}(1 - \beta_s)$ sesudah setiap tahap.

    Args:
        betas: larik `(T,)`, $\beta_1, \ldots, \beta_T$ dalam (0, 1).

    Returns:
        Larik `float64` `(T + 1,)`; unsur ke-0 bernilai 1.
    """
    return np.concatenate([[1.0], np.cumprod(1 - betas)])


def linear_schedule(stages=STAGES, first=1e-4, last=0.02):
    r"""Sisa sinyal $\bar\alpha_0, \ldots, \bar\alpha_T$ bila $\beta_t$ naik lurus (DDPM, bagian 4).

    Args:
        stages: banyak tahap T, bilangan bulat positif.
        first: $\beta_1$.
        last: $\beta_T$.

    Returns:
        Larik `float64` `(T + 1,)`; unsur ke-0 bernilai 1.
    """
    require_positive_int(stages=stages)
    return remaining_signal(np.linspace(first, last, stages))


def cosine_schedule(stages=STAGES, offset=0.008):
    r"""Sisa sinyal $\bar\alpha_0, \ldots, \bar\alpha_T$ yang turun menurut kosinus.

    Sumber: arXiv 2102.09672, persamaan 17. $\beta_t$ dibatasi 0,999 seperti di sana, maka
    $\bar\alpha_T$ kecil tetapi tidak nol.

    Args:
        stages: banyak tahap T, bilangan bulat positif.
        offset: geseran s di dalam kosinus.

    Returns:
        Larik `float64` `(T + 1,)`; unsur ke-0 bernilai 1.
    """
    require_positive_int(stages=stages)
    progress = (np.arange(stages + 1) / stages + offset) / (1 + offset)
    wanted = np.cos(progress * np.pi / 2) ** 2
    return remaining_signal(np.minimum(1 - wanted[1:] / wanted[:-1], 0.999))


def diffuse(images, noise, alpha_bar):
    r"""Rusak citra $x_0$ langsung ke tahap t.

    $x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon$ (DDPM, persamaan 4).
    Ketiga argumen boleh larik NumPy atau tensor yang dapat disiarkan.
    """
    return alpha_bar**0.5 * images + (1 - alpha_bar) ** 0.5 * noise


def estimate_clean(noisy, noise, alpha_bar):
    """Citra bersih yang menghasilkan `noisy` bila deraunya `noise`: kebalikan :func:`diffuse`."""
    return (noisy - (1 - alpha_bar) ** 0.5 * noise) / alpha_bar**0.5


def posterior(clean, noisy, alpha_bar, previous):
    r"""Rerata dan ragam $q(x_s \mid x_t, x_0)$ untuk tahap s < t.

    Sumber: DDPM, persamaan 6 dan 7, dengan $\alpha = \bar\alpha_t / \bar\alpha_s$; s = t - 1
    memberi rumus makalah.

    Args:
        clean: $x_0$, larik atau tensor.
        noisy: $x_t$, berbentuk sama.
        alpha_bar: $\bar\alpha_t$, dalam (0, 1).
        previous: $\bar\alpha_s$, lebih besar dari `alpha_bar`.

    Returns:
        Pasangan: rerata berbentuk seperti `clean`, dan ragam.
    """
    alpha = alpha_bar / previous
    clean_share = previous**0.5 * (1 - alpha) / (1 - alpha_bar)
    noisy_share = alpha**0.5 * (1 - previous) / (1 - alpha_bar)
    variance = (1 - alpha) * (1 - previous) / (1 - alpha_bar)
    return clean_share * clean + noisy_share * noisy, variance


def sample(network, start, alpha_bar, steps, *, ancestral=False, limit=1.0, seed=None):
    r"""Ubah derau menjadi citra dengan `steps` panggilan jaringan.

    Args:
        network: callable `([x, t], training=False) -> derau`, bentuk seperti `x`; t `int32` `(B,)`.
        start: larik `(N, ...)` dari N(0, I), yaitu $x_T$.
        alpha_bar: larik `(T + 1,)` dari sebuah jadwal.
        steps: banyak panggilan, 1 sampai T; tahap yang dilalui tersebar merata.
        ancestral: `True` untuk DDPM (Algoritma 2, dengan ragam posterior): setiap langkah menambah
            derau baru. `False` untuk DDIM (persamaan 12 dengan $\sigma_t = 0$): tanpa keacakan.
        limit: taksiran citra bersih dipotong ke [-limit, limit]; `None` untuk tidak dipotong.
        seed: `int` atau `None`; benih derau baru DDPM.

    Returns:
        Larik `float32` sebentuk `start`.

    Raises:
        ValueError: bila `steps` di luar 1 sampai T.
    """
    last = len(alpha_bar) - 1
    require(1 <= steps <= last, "steps", steps, f"bilangan bulat 1 sampai {last}")
    stages = np.linspace(last, 0, steps + 1).round().astype("int32")
    levels = np.asarray(alpha_bar, "float32")[stages]
    fresh = keras.random.SeedGenerator(seed)

    @tf.function(reduce_retracing=True)
    def step(noisy, stage, now, before):
        noise = network([noisy, tf.fill(tf.shape(noisy)[:1], stage)], training=False)
        clean = estimate_clean(noisy, noise, now)
        if limit is not None:
            clean = tf.clip_by_value(clean, -limit, limit)
        if ancestral:
            mean, variance = posterior(clean, noisy, now, before)
            return mean + variance**0.5 * keras.random.normal(tf.shape(noisy), seed=fresh)
        return diffuse(clean, (noisy - now**0.5 * clean) / (1 - now) ** 0.5, before)

    made = []
    for first in range(0, len(start), CHUNK):
        images = tf.constant(start[first : first + CHUNK], "float32")
        for stage, now, before in zip(stages[:-1], levels[:-1], levels[1:], strict=True):
            images = step(images, *map(tf.constant, (stage, now, before)))
        made.append(images.numpy())
    return np.concatenate(made)

"""Gambar dan animasi dari hasil tersimpan."""

from pathlib import Path

import numpy as np

from generatif.pictures import encode_animation, encode_png, grid_array, write_atomic
from generatif.recipes import latent_sample

ANIMATIONS = (".gif", ".webp")
WALK_FRAMES = 48
ZOOM = 2


def write_samples(run, path, content=None, count=64, seed=0):
    """Tulis kisi sampel atau animasi.

    Args:
        run: :class:`~generatif.zoo.StoredRun`.
        path: berkas tujuan berakhiran `.png`, `.gif`, atau `.webp`.
        content: `"kisi"`, `"jelajah"`, atau `"kemajuan"`; `None` untuk kisi pada `.png` dan
            jelajah pada animasi.
        count: banyak citra per kisi.
        seed: benih vektor laten.

    Raises:
        ValueError: bila akhiran berkas tidak cocok dengan isinya, atau hasil itu tidak punya
            prior atas vektor latennya.
        OSError: bila foldernya tidak ada atau berkasnya tidak dapat ditulis.
    """
    path = Path(path)
    if not path.absolute().parent.is_dir():
        raise FileNotFoundError(
            f"Folder {path.absolute().parent} tidak ada. Buat dulu, atau pilih letak lain."
        )
    if path.suffix not in (".png", *ANIMATIONS):
        raise ValueError(
            f"Berkas {path.name} berakhiran {path.suffix!r}; yang diharapkan: .png untuk kisi, "
            ".gif atau .webp untuk animasi."
        )
    animated = path.suffix in ANIMATIONS
    content = content or ("jelajah" if animated else "kisi")
    if animated != (content != "kisi"):
        raise ValueError(
            f"Isi {content!r} tidak dapat ditulis ke {path.name}: kisi memerlukan .png, jelajah "
            "dan kemajuan memerlukan .gif atau .webp."
        )
    picture = DRAWERS[content](run, path.suffix[1:], count, seed)
    try:
        write_atomic(path, picture)
    except OSError as error:
        raise OSError(
            f"{path} tidak dapat ditulis ({error.strerror}). Pilih letak lain."
        ) from error


def draw_progress(run, kind, count, seed):
    """Animasi citra kemajuan; `count` dan `seed` tidak berpengaruh karena citranya tersimpan."""
    mosaics = [run.progress[epoch] for epoch in sorted(run.progress)]
    return encode_animation(mosaics, kind, milliseconds=800)


def draw_grid(run, kind, count, seed):
    """Kisi `count` sampel sebagai PNG."""
    require_prior(run)
    latent = latent_sample(count, run.recipe.prior_dim, seed)
    return encode_png(grid_array(run.recipe.samples(run.main_network, latent)), ZOOM)


def draw_walk(run, kind, count, seed):
    """Animasi `count` perjalanan di ruang laten."""
    require_prior(run)
    latents = latent_walk(count, run.recipe.prior_dim, WALK_FRAMES, seed)
    mosaics = [grid_array(run.recipe.samples(run.main_network, latent)) for latent in latents]
    return encode_animation(mosaics, kind, milliseconds=80)


DRAWERS = {"kisi": draw_grid, "jelajah": draw_walk, "kemajuan": draw_progress}


def require_prior(run):
    """Tolak hasil yang vektor latennya tidak diatur menurut sebuah prior."""
    if run.recipe.prior_dim is None:
        raise ValueError(
            f"Hasil '{run.name}' tidak punya prior atas vektor latennya, jadi tidak dapat "
            "disampel. Pakai --isi kemajuan, atau hasil sebuah GAN atau VAE."
        )


def latent_walk(count, latent_dim, frames, seed=0):
    r"""Perjalanan tertutup di ruang laten: setiap titik tetap berdistribusi N(0, I).

    Dua vektor bebas a dan b menentukan lingkaran $a\cos t + b\sin t$.

    Args:
        count: banyak perjalanan.
        latent_dim: ukuran vektor laten.
        frames: banyak titik per putaran.
        seed: benih.

    Returns:
        Larik `float32` `(frames, count, latent_dim)`.
    """
    start, turn = latent_sample(2 * count, latent_dim, seed).reshape(2, count, latent_dim)
    angles = np.linspace(0, 2 * np.pi, frames, endpoint=False, dtype="float32")[:, None, None]
    return np.cos(angles) * start + np.sin(angles) * turn

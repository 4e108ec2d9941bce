"""Resep pelatihan: semua yang menentukan satu hasil, dalam satu dataclass datar per keluarga.

Profil `kilat` selesai dalam hitungan detik (untuk CI), `laptop` dalam hitungan menit di dua
inti, dan `penuh` memakai seluruh data dengan pengaturan laporan atau makalah.
"""

from dataclasses import fields, replace
from difflib import get_close_matches

from generatif.recipes import (
    autoencoder,
    cgan,
    characters,
    diffusion,
    gan,
    inpainting,
    music,
    simulation,
    stable,
    superresolution,
    translation,
    variational,
    video,
)
from generatif.recipes.autoencoder import ReconstructionRecipe
from generatif.recipes.base import PROGRESS_IMAGES, REPORTED_COUNT, Recipe, latent_sample

__all__ = [
    "PROFILES",
    "PROGRESS_IMAGES",
    "RECIPES",
    "REPORTED_COUNT",
    "Recipe",
    "ReconstructionRecipe",
    "customize",
    "find",
    "from_dict",
    "latent_sample",
]

PROFILES = ("kilat", "laptop", "penuh")
RECIPES = (
    *gan.RECIPES,
    *cgan.RECIPES,
    *stable.RECIPES,
    *diffusion.RECIPES,
    *autoencoder.RECIPES,
    *variational.RECIPES,
    *superresolution.RECIPES,
    *inpainting.RECIPES,
    *simulation.RECIPES,
    *music.RECIPES,
    *translation.RECIPES,
    *characters.RECIPES,
    *video.RECIPES,
)


def find(name, profile="laptop"):
    """Cari resep menurut nama dan profil.

    Args:
        name: nama resep.
        profile: `"kilat"`, `"laptop"`, atau `"penuh"`.

    Returns:
        :class:`~generatif.recipes.base.Recipe`.

    Raises:
        ValueError: bila tidak ada; menyebut nama yang mirip atau profil yang tersedia.
    """
    names = list(dict.fromkeys(recipe.name for recipe in RECIPES))
    if name not in names:
        near = get_close_matches(str(name), names, n=2, cutoff=0.4)
        hint = f"Maksud Anda: {', '.join(near)}? " if near else ""
        raise ValueError(
            f"Resep {name!r} tidak dikenal. {hint}Yang tersedia: {', '.join(names)}; lihat "
            "`python -m generatif daftar`."
        )
    choices = {recipe.profile: recipe for recipe in RECIPES if recipe.name == name}
    if profile not in choices:
        raise ValueError(
            f"Resep {name!r} tidak punya profil {profile!r}. Yang tersedia: {', '.join(choices)}; "
            f"misalnya --profil {next(iter(choices))}."
        )
    return choices[profile]


def customize(recipe, **changes):
    """Ganti sebagian isi resep; nilai `None` diabaikan.

    Args:
        recipe: :class:`~generatif.recipes.base.Recipe`.
        **changes: isi baru, misalnya `seed=7`.

    Returns:
        :class:`~generatif.recipes.base.Recipe` baru.
    """
    return replace(recipe, **{key: value for key, value in changes.items() if value is not None})


def from_dict(content):
    """Bangun kembali resep dari isi :meth:`~generatif.recipes.base.Recipe.to_dict`.

    Args:
        content: `dict` dengan kunci `family` dan isi resep.

    Returns:
        :class:`~generatif.recipes.base.Recipe`.

    Raises:
        ValueError: bila keluarganya tidak dikenal atau isinya tidak cocok dengan kode sekarang.
    """
    content = dict(content)
    family = content.pop("family", None)
    kinds = {type(recipe).family: type(recipe) for recipe in RECIPES}
    known = {field.name for field in fields(kinds[family])} if family in kinds else set()
    if not known or content.keys() - known:
        raise ValueError(
            f"Resep tersimpan tidak cocok dengan kode ini: keluarga {family!r}, isi asing "
            f"{sorted(content.keys() - known)}. Pakai versi paket yang membuat hasil itu."
        )
    return kinds[family](**content)

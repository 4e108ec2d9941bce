"""Letak folder kerja, asal-usul, dan perjalanan laten."""

import ast
from pathlib import Path

import numpy as np
import pytest

import generatif
from generatif import provenance, recipes, runs, sampling

RECIPE = recipes.find("dcgan-mnist", "kilat")


def test_environment_variable_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("GENERATIF_RUNS", str(tmp_path))
    assert runs.default_folder(RECIPE) == tmp_path / "dcgan-mnist-kilat-2026"


def test_outside_the_repository_by_default(monkeypatch):
    monkeypatch.delenv("GENERATIF_RUNS", raising=False)
    folder = runs.default_folder(RECIPE)
    assert Path(__file__).resolve().parents[2] not in folder.parents
    assert folder.parent.name == "latihan"


def test_colab_uses_the_mounted_drive(monkeypatch, tmp_path):
    monkeypatch.delenv("GENERATIF_RUNS", raising=False)
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    monkeypatch.setattr(runs, "COLAB_DRIVE", tmp_path)
    assert runs.default_folder(RECIPE).parent == tmp_path / "generatif"
    monkeypatch.setattr(runs, "COLAB_DRIVE", tmp_path / "tidak-ada")
    with pytest.warns(UserWarning, match="Google Drive belum dipasang.*drive.mount"):
        assert str(runs.default_folder(RECIPE)).startswith("/content/generatif")


def test_code_hash_ignores_comments_and_docstrings(monkeypatch, tmp_path):
    monkeypatch.setattr(provenance, "files", lambda package: tmp_path)

    def sidik(source):
        (tmp_path / "modul.py").write_text(source)
        return provenance.code_sha256("modul")

    original = sidik('"""Lama."""\n\ndef f(x):\n    """Lama."""\n    return x + 1\n')
    assert sidik('"""Baru."""\ndef f(x):\n    # catatan\n    return (x + 1)\n') == original
    assert sidik("def f(x):\n    return x + 2\n") != original


def test_every_recipe_names_its_model_module():
    for recipe in recipes.RECIPES:
        assert any(module.startswith("models.") for module in recipe.modules)
        assert "batches" in recipe.modules
        for module in recipe.modules:
            assert len(provenance.code_sha256(module)) == 16


def test_recipes_survive_json():
    for recipe in recipes.RECIPES:
        assert recipes.from_dict(recipe.to_dict()) == recipe


@pytest.mark.parametrize("change", [{"family": "lain"}, {"warna": 1}])
def test_foreign_recipes_are_refused(change):
    with pytest.raises(ValueError, match="tidak cocok dengan kode ini"):
        recipes.from_dict({**RECIPE.to_dict(), **change})


def test_report_code_size_cannot_be_chosen():
    with pytest.raises(ValueError, match="code_dim = 30; yang diharapkan: 128"):
        recipes.customize(recipes.find("report-fashion", "kilat"), code_dim=30)


def test_missing_profile_lists_the_others():
    with pytest.raises(ValueError, match="Yang tersedia: kilat, laptop"):
        recipes.find("autoencoder-mnist", "penuh")


def test_latent_walk_is_closed_and_stays_standard_normal():
    walk = sampling.latent_walk(2000, 4, 8, seed=1)
    assert walk.shape == (8, 2000, 4)
    for latent in walk:
        assert latent.mean() == pytest.approx(0, abs=0.05)
        assert latent.std() == pytest.approx(1, abs=0.05)
    steps = np.linalg.norm(np.diff(walk, axis=0, append=walk[:1]), axis=-1)
    np.testing.assert_allclose(steps.mean(axis=1), steps.mean(), rtol=0.05)


# Isi data dijaga oleh sidiknya sendiri, `data_sha256`.
HELPERS = {"checks", "data", "datasets", "pictures", "runtime"}


@pytest.mark.parametrize("recipe", recipes.RECIPES, ids=lambda each: f"{each.name}-{each.profile}")
def test_recipes_list_every_module_that_shapes_their_result(recipe):
    """Modul yang tidak tercatat dapat berubah tanpa hasil tersimpan disebut basi."""
    waiting, needed = [*recipe.modules], set()
    while waiting:
        if (module := waiting.pop()) not in needed:
            needed.add(module)
            waiting += imported_modules(module) - HELPERS
    assert needed == set(recipe.modules)


def imported_modules(module):
    """Modul paket yang diimpor, juga lewat `from generatif.models import dcgan`."""
    tree = ast.parse(source_path(module).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {node.module for node in imports}
    names |= {f"{node.module}.{name.name}" for node in imports for name in node.names}
    modules = {name.removeprefix("generatif.") for name in names if name.startswith("generatif.")}
    return {name for name in modules if source_path(name).exists()}


def source_path(module):
    package = Path(generatif.__file__).parent
    return package.joinpath(*module.split(".")).with_suffix(".py")

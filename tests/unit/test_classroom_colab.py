"""Pemeriksaan versi di sel pertama notebook terbitan."""

from importlib import metadata

import pytest

from generatif.classroom import colab


@pytest.fixture
def installed(monkeypatch):
    """Versi terpasang buatan."""
    versions = {"python": "3.13.15", "keras": "3.13.2", "numpy": "2.1.3"}
    monkeypatch.setattr(colab, "installed_version", versions.get)
    return versions


def test_same_versions(installed, capsys):
    colab.check_versions(python="3.13", keras="3.13.2")
    said = capsys.readouterr().out
    assert f"generatif {metadata.version('generatif')} siap" in said
    assert "Semua versi sama" in said
    assert colab.ADVICE not in said


@pytest.mark.parametrize(
    ("tested", "said"),
    [
        ({"keras": "3.12.0"}, "- keras: 3.13.2, diuji 3.12.0"),
        ({"python": "3.12"}, "- python: 3.13.15, diuji 3.12"),
        ({"python": "3.1"}, "- python: 3.13.15, diuji 3.1"),
        ({"tensorflow": "2.20.0"}, "- tensorflow: tidak terpasang, diuji 2.20.0"),
    ],
)
def test_each_difference_is_named_with_what_to_do(installed, capsys, tested, said):
    colab.check_versions(numpy="2.1.3", **tested)
    lines = capsys.readouterr().out.splitlines()
    assert said in lines
    assert not any("numpy" in line for line in lines)
    assert "Jangan mengganti versi pustaka" in lines[-1]


def test_installed_versions_are_those_of_this_python():
    import numpy

    assert colab.installed_version("numpy") == numpy.__version__
    assert colab.installed_version("paket-yang-tidak-ada") is None

"""Kode yang ditampilkan bab dibandingkan dengan paket: yang berbeda ditemukan, gaya tidak."""

import sys

import package_code
import pytest
from package_code import package_code_matches
from sample_chapter import chapter, code

MODULE = '''
"""Modul contoh."""

SIZE = 28


def scale(pixels):
    """Ubah skala piksel."""
    require(pixels)
    # komentar paket
    return pixels / 127.5 - 1


class Model(Base):
    """Model contoh."""

    rate = 0.5

    @property
    def metrics(self):
        return [self.loss]

    def train_step(self, images):
        """Satu langkah."""
        if images.ndim > 3:
            images = images[0]
        return self.loss(images, 0.9)


def _private():
    return 1
'''
SCALE = "# Kode paket: generatif.contoh.scale\n"
STEP = "# Kode paket: generatif.contoh.Model.train_step\n"


@pytest.fixture(autouse=True)
def package(tmp_path, monkeypatch):
    folder = tmp_path / "generatif"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "contoh.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(package_code, "SOURCE", tmp_path)


def violations(source):
    return package_code_matches(chapter(code(source)))


SAME = [
    "def own_function():\n    return 1",
    SCALE + "def scale(pixels):\n    require(pixels)\n    return (pixels / 127.5) - 1",
    SCALE + "# bebas\ndef scale(pixels):\n    '''Lain.'''\n    # bebas\n"
    "    require(pixels)\n    return pixels / 127.5 - 1\n\nprint(scale(255))",
    STEP + "class Short(Model):\n    def train_step(self, images):\n"
    "        if images.ndim > 3:\n            images = images[0]\n"
    "        return self.loss(images, 0.9)",
    STEP + "def train_step(self, images):\n"
    "    if images.ndim > 3:\n        images = images[0]\n    return self.loss(images, 0.9)",
    "# Kode paket: generatif.contoh.SIZE, generatif.contoh.scale\nSIZE = 28\n\n\n"
    "def scale(pixels):\n    require(pixels)\n    return pixels / 127.5 - 1",
    "# Kode paket: generatif.contoh.SIZE\n# Kode paket: generatif.contoh.scale\nSIZE = 28\n\n\n"
    "def scale(pixels):\n    require(pixels)\n    return pixels / 127.5 - 1",
    "# Kode paket: generatif.contoh.Model\nclass Model(Base):\n    rate = 0.5\n    @property\n"
    "    def metrics(self):\n        return [self.loss]\n    def train_step(self, images):\n"
    "        if images.ndim > 3:\n            images = images[0]\n"
    "        return self.loss(images, 0.9)",
]

FAULTS = {
    "constant": SCALE + "def scale(pixels):\n    require(pixels)\n    return pixels / 128 - 1",
    "operator": SCALE + "def scale(pixels):\n    require(pixels)\n    return pixels / 127.5 + 1",
    "argument": SCALE + "def scale(image):\n    return image / 127.5 - 1",
    "check left out": SCALE + "def scale(pixels):\n    return pixels / 127.5 - 1",
    "check changed": SCALE + "def scale(pixels):\n    require(1)\n    return pixels / 127.5 - 1",
    "label": STEP + "class Short(Model):\n    def train_step(self, images):\n"
    "        if images.ndim > 3:\n            images = images[0]\n"
    "        return self.loss(images, 1.0)",
    "branch left out": STEP + "def train_step(self, images):\n    return self.loss(images, 0.9)",
    "decorator": "# Kode paket: generatif.contoh.Model.metrics\nclass Short(Model):\n"
    "    def metrics(self):\n        return [self.loss]",
    "module constant": "# Kode paket: generatif.contoh.SIZE\nSIZE = 32",
    "missing definition": SCALE + "print(1)",
    "misspelt name": "# Kode paket: generatif.contoh.skale\ndef skale(pixels):\n    return 1",
    "misspelt module": "# Kode paket: generatif.cntoh.scale\ndef scale(pixels):\n    return 1",
    "undeclared function": SCALE
    + "def scale(pixels):\n    require(pixels)\n    return pixels / 127.5 - 1\n\n\n"
    "def other():\n    return 2",
    "undeclared method": STEP + "class Short(Model):\n    def train_step(self, images):\n"
    "        if images.ndim > 3:\n            images = images[0]\n"
    "        return self.loss(images, 0.9)\n    def test_step(self):\n        return 1",
    "package name without header": "def scale(pixels):\n    return pixels / 127.5 - 1",
    "header not first": "x = 1\n" + SCALE + "def scale(pixels):\n    return pixels / 128 - 1",
}


@pytest.mark.parametrize("source", SAME)
def test_equal_code_passes(source):
    assert violations(source) == []


@pytest.mark.parametrize("source", FAULTS.values(), ids=FAULTS)
def test_fault_is_found(source):
    assert len(violations(source)) == 1


def test_message_shows_the_difference():
    (message,) = violations(FAULTS["constant"])
    assert "-    return pixels / 127.5 - 1" in message
    assert "+    return pixels / 128 - 1" in message


def test_comparison_does_not_import_the_package():
    violations(SAME[1])
    assert "generatif.contoh" not in sys.modules

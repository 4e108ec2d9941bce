"""Kembaran Colab: lingkungan berversi sama, tiruan `google.colab`, dan penjalan notebook."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".venv-colab"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "kembaran.txt"
CONSTRAINTS = Path(__file__).with_name("constraints.txt")
COLAB_PYTHON = "3.13"
KERNEL = "kembaran-colab"
# Yang diimpor paket dan bab, semuanya bawaan Colab; empat terakhir dibutuhkan music21.
PACKAGES = (
    *("tensorflow-cpu", "keras", "numpy", "pandas", "matplotlib", "pillow"),
    *("ipykernel", "ipython", "ipywidgets", "setuptools"),
    *("scikit-learn", "scikit-image", "click", "tqdm", "pooch", "requests", "platformdirs"),
    *("chardet", "jsonpickle", "more-itertools", "webcolors"),
)
MUSIC = "music21"


class TwinError(Exception):
    """Kembaran Colab tidak dapat dibuat."""


def colab_python():
    """Python 3.13 bila terpasang (juga milik pyenv); bila tidak, Python yang berjalan."""
    names = [shutil.which(f"python{COLAB_PYTHON}")]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names += sorted(versions.glob(f"{COLAB_PYTHON}.*/bin/python{COLAB_PYTHON}"))
    for name in filter(None, names):
        if subprocess.run([name, "-c", "import ensurepip"], capture_output=True).returncode == 0:
            return str(name)
    return sys.executable


def prepare():
    """Buat kembaran; yang masih cocok dipakai kembali. Kembalikan versi Python-nya."""
    base = colab_python()
    content = CONSTRAINTS.read_bytes() + repr((base, PACKAGES)).encode()
    expected = hashlib.sha256(content).hexdigest()
    if not (STAMP.is_file() and STAMP.read_text() == expected):
        run(base, "-m", "venv", "--clear", str(FOLDER))
        pip("install", "--constraint", str(CONSTRAINTS), *PACKAGES)
        imitate_colab()
        run(PYTHON, "-m", "ipykernel", "install", "--prefix", str(FOLDER), "--name", KERNEL)
        STAMP.write_text(expected)
    return run(PYTHON, "-c", "import platform; print(platform.python_version())").strip()


def imitate_colab():
    """Tiruan `google.colab`, dimuat sejak awal seperti di Colab, dan nama `tensorflow`."""
    libraries = Path(
        run(PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    )
    (libraries / "google" / "colab").mkdir(parents=True, exist_ok=True)
    (libraries / "google" / "colab" / "__init__.py").touch()
    (libraries / "google-colab.pth").write_text("import google.colab\n")
    version = run(
        PYTHON, "-c", "from importlib.metadata import version as v; print(v('tensorflow-cpu'))"
    )
    record = libraries / f"tensorflow-{version.strip()}.dist-info"
    record.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: tensorflow\nVersion: {version}"
    (record / "METADATA").write_text(metadata)


def forget_package():
    """Kembalikan kembaran ke keadaan Colab yang baru dibuka: tanpa paket buku."""
    pip("uninstall", "--yes", "generatif", MUSIC)


def execute(path, folder):
    """Jalankan notebook terbitan dari sel pertama, di folder kosong.

    Args:
        path: letak notebook terbitan.
        folder: folder kerja; tembolok gudang juga ditaruh di sini.

    Returns:
        Notebook dengan keluarannya.
    """
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, kernel_name=KERNEL, timeout=900, resources=place)
    with patch.dict(os.environ, JUPYTER_PATH=str(FOLDER / "share" / "jupyter")):
        client.execute(env=environment(folder))
    return notebook


def environment(folder):
    """Variabel lingkungan kernel: tanpa sisa proyek, dengan tembolok gudang yang kosong."""
    foreign = ("GENERATIF_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "CUDA_VISIBLE_DEVICES": "-1",
        "GENERATIF_CACHE": str(folder / "tembolok"),
        "PATH": os.pathsep.join([str(PYTHON.parent), os.environ["PATH"]]),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def pip(*arguments):
    """Jalankan pip milik kembaran."""
    run(PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def run(*command):
    """Jalankan satu perintah dan kembalikan keluarannya."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, env=clean)
    if result.returncode:
        raise TwinError(f"{' '.join(map(str, command))}\n{result.stderr[-2000:]}")
    return result.stdout

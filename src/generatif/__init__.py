"""Paket pendamping buku Generatif: data, model, ukuran, dan gambar."""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "configure": "runtime",
    "load_mnist": "data",
    "load_fashion_mnist": "data",
    "load_folder": "data",
    "make_dataset": "data",
    "split_validation": "data",
    "scale_to_unit": "data",
    "scale_to_symmetric": "data",
    "unit_to_uint8": "data",
    "symmetric_to_uint8": "data",
}
_MODULES = (
    "callbacks",
    "checkpoints",
    "classifiers",
    "classroom",
    "data",
    "datasets",
    "distribution",
    "folder",
    "layers",
    "ledger",
    "losses",
    "metrics",
    "models",
    "pictures",
    "recipes",
    "remote",
    "runs",
    "runtime",
    "sampling",
    "scoring",
    "storing",
    "training",
    "zoo",
)

__all__ = ["__version__", *_HOMES, *_MODULES]


def __getattr__(name):
    # Impor malas (PEP 562): `import generatif` tidak memuat NumPy maupun TensorFlow.
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"paket 'generatif' tidak memiliki '{name}'")


def __dir__():
    return sorted(__all__)

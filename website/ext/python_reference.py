"""Penyesuaian halaman referensi API yang dibuat dari docstring."""

import os
import re

from sphinx.util.inspect import signature, stringify_signature

FORMULA = re.compile(r"\$([^$]+)\$")


def skip_tuple_alias(app, what, name, obj, skip, options):
    """Lewati docstring Inggris yang dibuat Python bagi unsur NamedTuple."""
    return skip or str(getattr(obj, "__doc__", "")).startswith("Alias for field number")


def read_formulas(app, what, name, obj, options, lines):
    """Ubah rumus bergaya Markdown, ``$x$``, menjadi rumus reStructuredText."""
    lines[:] = [FORMULA.sub(r":math:`\1`", line) for line in lines]


def show_init_signature(app, what, name, obj, options, shown, return_annotation):
    """Tampilkan parameter ``__init__`` kelas yang ``__new__``-nya menerima apa saja (Keras)."""
    if what != "class" or shown != "(*args, **kwargs)":
        return None
    return stringify_signature(signature(obj.__init__, bound_method=True)), return_annotation


def setup(app):
    """Daftarkan ekstensi; autodoc mengimpor TensorFlow, yang diminta tidak menulis log."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    app.connect("autodoc-skip-member", skip_tuple_alias)
    app.connect("autodoc-process-docstring", read_formulas)
    app.connect("autodoc-process-signature", show_init_signature)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Buang skrip Thebe, yang selalu dipasang Jupyter Book 1.x.

Buku ini tidak memakai kode hidup dari server lain. Skripnya menyebut alamat pihak ketiga dan,
karena terpasang dua kali, menimbulkan galat di konsol peramban.
"""


def is_thebe(asset):
    """Benar bila berkas atau skrip sebaris ini milik Thebe."""
    return "thebe" in f"{asset.filename} {asset.attributes.get('body', '')}".lower()


def drop_thebe(app, pagename, templatename, context, doctree):
    """Keluarkan Thebe dari daftar skrip dan gaya sebuah halaman."""
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if not is_thebe(asset)]


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("html-page-context", drop_thebe)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

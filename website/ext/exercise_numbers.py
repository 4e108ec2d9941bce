"""Nomori latihan dari satu di setiap halaman, sama dengan yang dicetak pemeriksanya.

sphinx-exercise menomori lurus dari bab pertama sampai bab terakhir.
"""


def number_per_page(app, env):
    """Ganti nomor yang ditetapkan Sphinx; daftar halaman yang perlu ditulis ulang tetap."""
    for numbers in env.toc_fignumbers.values():
        labels = numbers.get("exercise", {})
        for position, label in enumerate(labels, start=1):
            labels[label] = (position,)
    return []


def setup(app):
    """Daftarkan ekstensi, sesudah Sphinx menetapkan nomornya."""
    app.connect("env-get-updated", number_per_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

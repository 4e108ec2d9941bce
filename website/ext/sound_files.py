"""Bunyi di dalam keluaran sel menjadi berkas di `suara/`, agar halaman tidak menunggunya.

Di notebook, bunyi ikut di dalam keluaran (base64), sehingga Colab dan Jupyter memutarnya tanpa
berkas lain. Di situs, pemutarnya menunjuk berkas bernama sidik jari, nisbi, sehingga jalan juga
dari `file://`. `preload="none"`: tidak satu bita pun diambil sebelum tombol putar ditekan; lama
dan ukurannya tertulis di tautan unduhan, yang juga dipakai bila peramban tidak dapat memutarnya.

Bentuknya tetap WAV. FLAC lebih kecil, tetapi memerlukan pustaka lagi (`soundfile` beserta
libsndfile) hanya untuk dua potongan yang kini diunduh bila diminta saja.
"""

import base64
import hashlib
import io
import re
import wave
from pathlib import Path

from docutils import nodes

FOLDER = "suara"
PLAYER = re.compile(r'<audio ([^>]*?) src="data:audio/wav;base64,([^"]+)">(.*?)</audio>', re.DOTALL)
LABEL = re.compile(r'aria-label="([^"]*)"')


def write_sounds(app, doctree, docname):
    """Ganti setiap bunyi base64 di sebuah halaman dengan berkas."""
    if app.builder.format != "html":
        return
    root = "../" * docname.count("/")
    for node in doctree.findall(nodes.raw):
        html = node.astext()
        if PLAYER.search(html):
            changed = PLAYER.sub(lambda match: file_player(match, Path(app.outdir), root), html)
            node.children = [nodes.Text(changed)]


def file_player(match, site, root):
    """Tulis satu bunyi, dan susun pemutar beserta tautan unduhannya.

    Args:
        match: kecocokan :data:`PLAYER`.
        site: folder situs.
        root: awalan nisbi dari halaman ke akar situs.

    Returns:
        HTML pemutar.
    """
    attributes, content, fallback = match.groups()
    sound = base64.b64decode(content)
    name = f"{hashlib.sha256(sound).hexdigest()[:12]}.wav"
    target = site / FOLDER / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(sound)
    address = f"{root}{FOLDER}/{name}"
    label = LABEL.search(attributes)[1]
    size = f"WAV, {seconds(sound)} detik, {round(len(sound) / 1000)} kB"
    return (
        f'<audio {attributes} preload="none" src="{address}">{fallback}</audio>'
        f'<p><a href="{address}" download>Unduh {label}</a> ({size})</p>'
    )


def seconds(sound):
    """Lama bunyi WAV, dibulatkan ke detik."""
    with wave.open(io.BytesIO(sound)) as file:
        return round(file.getnframes() / file.getframerate())


def setup(app):
    """Daftarkan ekstensi."""
    app.connect("doctree-resolved", write_sounds)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Kuis yang hidup di halaman, dan daftar "Kemajuan Anda".

Kuis tersimpan sebagai keluaran notebook (`generatif.classroom.quiz`) dan tetap terbaca tanpa
skrip. Di sini `<div class="kuis">` diberi `data-soal`: untuk setiap soal pengenalnya, nomor pilihan
yang benar, dan banyak pilihannya. Pengenal itu sidik jari soal dan pilihannya, tanpa penjelasannya:
soal yang diubah kehilangan catatan pembaca, penjelasan yang diperbaiki tidak. Halaman berkuis
memuat `web/kuis/`, halaman dengan `<section class="kemajuan">` memuat daftar bab berkuis, yang
disusun sesudah semua halaman jadi.

Urutan pilihan tidak diacak: letak jawaban benar sudah merata, dan huruf pilihan yang sama dengan di
Colab dan di kertas memudahkan pembicaraan di kelas. Yang dicatat hanya pilihan pembaca, di
`localStorage`; tidak ada yang dikirim.
"""

import hashlib
import re
from pathlib import Path
from posixpath import relpath

from bs4 import BeautifulSoup
from demos import FOLDER

from slides import book_parts

QUIZ = re.compile(r'<div class="kuis"[^>]*>(.*?)</div>', re.DOTALL)
MARKED = re.compile(r'<div class="kuis" data-soal="([^"]*)"')
PROGRESS = re.compile(r'<section class="kemajuan"[^>]*>.*?</section>', re.DOTALL)
TITLE = re.compile(r'<h1>(.*?)<a class="headerlink"')
RIGHT = "Benar."
SCRIPTS = {"kuis": QUIZ, "kemajuan": PROGRESS}


def describe_quiz(html):
    """Isi `data-soal` sebuah kuis.

    Args:
        html: isi `<div class="kuis">`.

    Returns:
        `PENGENAL:BENAR:BANYAK` setiap soal, dipisahkan spasi.
    """
    questions = []
    for element in BeautifulSoup(html, "html.parser").find_all(recursive=False):
        if element.name == "p":
            questions.append([element.get_text()])
        else:
            questions[-1].append(element)
    return " ".join(describe_question(text, options) for text, *options in questions)


def describe_question(text, options):
    """Pengenal, nomor pilihan benar, dan banyak pilihan sebuah soal."""
    choices = [option.summary.get_text() for option in options]
    right = [option.strong.get_text() for option in options].index(RIGHT)
    content = "\n".join([re.sub(r"^\d+\. ", "", text), *choices, str(right)])
    identity = hashlib.sha256(content.encode()).hexdigest()[:12]
    return f"{identity}:{right}:{len(choices)}"


def enliven(app, pagename, templatename, context, doctree):
    """Beri keterangan pada kuis, dan pasang skrip hanya di halaman yang memerlukannya."""
    body = context.get("body") or ""
    context["body"] = QUIZ.sub(
        lambda quiz: f'<div class="kuis" data-soal="{describe_quiz(quiz[1])}">{quiz[1]}</div>', body
    )
    for name, needed in SCRIPTS.items():
        if needed.search(body):
            app.add_js_file(f"../{FOLDER}/{name}.js", loading_method="defer")


def quizzes_of(site, toc):
    """Judul, halaman, dan keterangan soal setiap bab berkuis, menurut urutan buku."""
    for _, pages in book_parts(toc):
        for page in pages:
            html = (Path(site) / f"{page}.html").read_text(encoding="utf-8")
            if quiz := MARKED.search(html):
                yield TITLE.search(html)[1], page, quiz[1]


def progress_section(chapters, folder):
    """Bagian "Kemajuan Anda", tersembunyi sampai skripnya jalan.

    Args:
        chapters: hasil :func:`quizzes_of`.
        folder: folder halaman yang memuatnya, relatif terhadap akar situs.

    Returns:
        HTML bagian itu.
    """
    rows = "\n".join(
        f'<li data-soal="{questions}"><a href="{relpath(page, folder)}.html#periksa-pemahaman">'
        f"{title}</a>: <span></span></li>"
        for title, page, questions in chapters
    )
    return f"""<section class="kemajuan" hidden>
<h2 id="kemajuan-anda">Kemajuan Anda</h2>
<p class="kemajuan-ringkas" tabindex="-1"></p>
<details><summary>Kuis setiap bab</summary><ul>
{rows}
</ul></details>
<p>Catatan ini hanya ada di peramban ini; tidak ada yang dikirim.
<span data-bagian="dari-disk" hidden>Halaman ini dibuka dari disk, dan sebagian peramban memisahkan
catatan setiap berkas: daftarnya dapat kosong walaupun kuis di bab tetap ingat.</span></p>
<p><button type="button" data-bagian="hapus" hidden>Hapus kemajuan</button>
<span data-bagian="tanya" hidden>Semua catatan kuis akan hilang.
<button type="button" data-bagian="ya">Ya, hapus</button>
<button type="button" data-bagian="batal">Batal</button></span></p>
</section>"""


def list_progress(app, exception):
    """Isi daftar kemajuan di halaman yang memintanya."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    chapters = list(quizzes_of(site, Path(app.srcdir) / "_toc.yml"))
    for path in site.glob("book/**/*.html"):
        html = path.read_text(encoding="utf-8")
        if PROGRESS.search(html):
            section = progress_section(chapters, path.parent.relative_to(site).as_posix())
            head, rest = PROGRESS.split(html, maxsplit=1)
            path.write_text(f"{head}{section}{rest}", encoding="utf-8")


def setup(app):
    """Daftarkan ekstensi."""
    # Sebelum no_thebe (500), yang menyalin daftar skrip: yang dipasang sesudahnya hilang.
    app.connect("html-page-context", enliven, priority=450)
    app.connect("build-finished", list_progress, priority=550)  # sebelum light_site
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

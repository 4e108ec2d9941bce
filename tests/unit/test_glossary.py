"""Glosarium: memuat setiap istilah pedoman, tanpa ganda, dan semua tautan istilah sampai."""

import json
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
GLOSSARY = BOOK / "glosarium.md"

# Istilah dari tabel pedoman bahasa.
GUIDE_TERMS = """
autoencoder, enkoder, dekoder, generator, diskriminator, kritikus,
ruang laten, vektor laten, kode laten, fungsi loss, loss, derau, pelatihan, pelatih,
data latih, data validasi, data uji, himpunan data, batch, epoch, langkah, laju pembelajaran,
bobot, bias, lapisan, konvolusi, konvolusi transpos, pembesaran, pooling, aktivasi,
normalisasi batch, penghalusan label, derau masukan diskriminator, keruntuhan modus,
gradien lenyap, kesetimbangan, minimaks, likelihood, prior, posterior, trik reparameterisasi,
divergensi KL, batas bawah evidence, sparse, peredam derau, variasional, overfitting,
galat rekonstruksi, sampel, penyampelan, titik simpan, benih acak, tolok ukur, citra, gambar,
sebaran, peluang, asli, palsu, buatan, jaringan saraf, fitur, lapisan terhubung penuh,
penalti gradien, difusi, ambang, galat baku, pengoptimal, superresolusi, translasi citra
"""
# Istilah lain yang diperlukan bab-bab.
CHAPTER_TERMS = """
GAN, DCGAN, lapisan konvolusi transpos, langkah geser, rata-rata bergerak bobot, logit,
sigmoid, entropi silang biner, dropout, pengoptimal Adam, riwayat, tf.data,
bilangan titik kambang, padding, pita gradien, bobot terikat, PCA, derau Gauss, derau penutup,
derau garam-merica, filter median, rerata tak lokal, rerata bersyarat, anomali, AUROC,
dekonvolusi, papan catur, t-SNE, atom, kejarangan, unit mati, keruntuhan posterior, unit aktif,
pemanasan KL, VAE bersyarat, campuran Gauss, posterior agregat,
divergensi Jensen–Shannon, permainan jumlah nol, Dirac-GAN, medan vektor, tumpuan,
fungsi nilai, loss tidak jenuh, informasi bersama, GAN bersyarat, peta label,
vektor satu-panas, korelasi Spearman, matriks permutasi, KID, precision, recall, density,
coverage, penyalinan, jarak Wasserstein, Lipschitz, normalisasi spektral, penjepitan bobot,
pusat massa, jadwal derau, tahap difusi, sisa sinyal, penaksir derau, DDPM, DDIM, U-Net,
modus, alarm palsu, deepfake, laju dasar, nilai prediktif positif, tanda air, titik impas,
bicubic, blok residual, konvolusi sub-pixel, loss fitur, proyeksi balik, PSNR, SRGAN, SSIM,
topeng, penambalan citra, context encoder, penempelan, arah atribut, proyeksi laten,
isian biharmonik, IoU,
augmentasi data, selisih berpasangan, sensitivitas, spesifisitas,
adaptasi domain, label semu, penghalus, penyangga riwayat, regularisasi diri, SimGAN, simulator,
rantai Markov, jarak variasi total, koral, kuint sejajar, MIDI, MuseGAN, piano roll,
bidang pandang, CycleGAN, konsistensi siklus, PatchGAN, pix2pix, sambungan lintas,
sinyal tersembunyi,
diskriminator proyeksi, loss engsel, gabungan sifat,
bingkai, klip, kode gerak, kode isi, lintasan
"""
EXPECTED = [term.strip() for term in f"{GUIDE_TERMS},{CHAPTER_TERMS}".split(",")]

TERM_LINK = re.compile(r"\{term\}`([^`<]+?)(?:\s*<([^>]+)>)?`")


def read_glossary():
    """Pasangan (daftar kata kepala, definisi) dari berkas sumber."""
    fence = re.search(r"^```\{glossary\}\n(.*?)^```$", GLOSSARY.read_text("utf-8"), re.M | re.S)
    entries = []
    for block in fence[1].split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith(":")]
        heads = [re.sub(r"[*`]", "", line) for line in lines if not line.startswith(" ")]
        definition = " ".join(line.strip() for line in lines if line.startswith(" "))
        if lines:
            entries.append((heads, definition))
    return entries


ENTRIES = read_glossary()
HEADWORDS = [head.lower() for heads, _ in ENTRIES for head in heads]


def pages():
    """Teks setiap halaman buku: seluruh isi berkas .md dan sel Markdown notebook."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in BOOK.rglob("*.md")}
    for path in BOOK.rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        texts[path.name] = "\n\n".join(prose)
    return texts


@pytest.mark.parametrize("term", EXPECTED)
def test_expected_term_has_an_entry(term):
    assert term.lower() in HEADWORDS


def test_headwords_are_unique():
    assert sorted(HEADWORDS) == sorted(set(HEADWORDS))


@pytest.mark.parametrize(("heads", "definition"), ENTRIES, ids=[heads[0] for heads, _ in ENTRIES])
def test_entry_gives_the_english_term_and_a_short_definition(heads, definition):
    english, text = re.fullmatch(r"\((\*.+?\*[^)]*)\) (.+)", definition).groups()
    assert english
    assert text.endswith(".")
    assert 40 <= len(text) <= 500


def test_every_term_link_reaches_an_entry():
    missing = {
        (page, target or text)
        for page, content in pages().items()
        for text, target in TERM_LINK.findall(content)
        if (target or text).lower() not in HEADWORDS
    }
    assert missing == set()


def test_definitions_link_to_each_other():
    assert len(TERM_LINK.findall(GLOSSARY.read_text(encoding="utf-8"))) > 20


def test_loss_is_never_translated_outside_the_glossary():
    offenders = [page for page, content in pages().items() if "kerugian" in content.lower()]
    assert offenders == ["glosarium.md"]

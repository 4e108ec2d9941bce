"""Setiap aturan menerima bab kecil yang benar dan menolak bab yang melanggarnya."""

import chapter_rules as rules
import pytest
from sample_chapter import (
    CONFIGURE,
    FRAME_SECTIONS,
    chapter,
    code,
    display,
    error,
    good_cells,
    markdown,
    stream,
)

ALT = "Dua lengkung loss yang saling mendekat."
PICTURE = {"image_png": "iVBORw0KGgo="}
IGNORED = ("nbval-ignore-output",)

FAULTS = {
    rules.executed_in_order: [
        chapter(code("1", number=2)),
        chapter(code("1", number=1), code("2", number=None)),
    ],
    rules.no_stored_errors: [chapter(code("1 / 0", error()))],
    rules.no_stored_stderr: [chapter(code("1", stream("UserWarning: hati-hati", "stderr")))],
    rules.no_trailing_semicolon: [
        chapter(code("plt.plot(x);")),
        chapter(code("a = 1;\nb = 2")),
        chapter(code("%matplotlib inline\nplt.plot(x);  # gambar")),
    ],
    rules.small_enough: [chapter(size=1_000_001)],
    rules.no_widget_state: [
        chapter(metadata={"widgets": {}}),
        chapter(code("w", display(**{"application_vnd.jupyter.widget-view+json": {}}))),
    ],
    rules.images_have_alt: [
        chapter(code("gambar", display(**PICTURE))),
        chapter(code("gambar", display(**PICTURE), alt="pendek")),
        chapter(code("gambar", display(**PICTURE), alt="_build/jupyter_execute/angka.png")),
        chapter(code("gambar", display(**PICTURE), alt="Loss curves of the generator")),
        chapter(code("dua", display(**PICTURE), display(**PICTURE), alt=ALT)),
        chapter(code("svg", display(**{"image_svg+xml": "<svg/>"}))),
    ],
    rules.known_tags: [
        chapter(code("1", tags=("nbval-skip",))),
        chapter(code("# NBVAL_IGNORE_OUTPUT\n1")),
        chapter(code("1\n  # NBVAL_SKIP")),
    ],
    rules.exceptions_have_reason: [
        chapter(code("1", tags=IGNORED)),
        chapter(code("# Tidak dibandingkan: ya\n1", tags=IGNORED)),
        chapter(code("1", tags=("remove-output",))),
    ],
    rules.enough_cells_compared: [
        chapter(code("1", "rerata 0.5"), code("2"), code("3")),
        chapter(code("1", "True\n")),
        chapter(code("1", "galat turun: True\n")),
        chapter(code("1", "lebih kecil dari 3: False\n")),
        chapter(code("1", "Latihan 1: LULUS\n")),
        chapter(code("1", "tipe float32\n")),
        chapter(code("1", display(text_plain="<Figure size 640x480 with 1 Axes>"))),
        chapter(code("1", display(text_html="<b>0.5</b>"))),
        chapter(code("1", stream("0.5", "stderr"))),
        chapter(code("# Tidak dibandingkan: acak\n1", "0.5", tags=IGNORED)),
    ],
    rules.no_paths: [
        chapter(code("open('/home/ani/mnist.npz')")),
        chapter(code("open('../data/mnist.npz')")),
        chapter(code("open('./mnist.npz')")),
        chapter(code("open('data/mnist.npz')")),
        chapter(code(r"open(r'C:\data\mnist.npz')")),
        chapter(code("open('~/mnist.npz')")),
        chapter(code("%cd /content")),
        chapter(code("print(generatif.__file__)", "/usr/lib/generatif/__init__.py")),
    ],
    rules.configure_comes_first: [
        chapter(),
        chapter(code("import keras"), code(CONFIGURE)),
        chapter(code("import generatif, keras\ngeneratif.configure")),
        chapter(code("from keras import layers\nimport generatif\ngeneratif.configure(seed=1)")),
    ],
    rules.plain_file_name: [
        chapter(path="gan/bab-01-dcgan.ipynb"),
        chapter(path="gan/DCGAN.ipynb"),
        chapter(path="model_gan/dcgan.ipynb"),
    ],
    rules.frame_in_order: [
        chapter(markdown("# Judul\n\n## Capaian pembelajaran")),
        chapter(markdown(FRAME_SECTIONS.replace("# Judul bab", ""))),
        chapter(markdown(FRAME_SECTIONS), markdown("# Judul kedua")),
        chapter(markdown(FRAME_SECTIONS), markdown("## Latihan")),
        chapter(markdown(FRAME_SECTIONS.replace("Rangkuman", "Ringkasan"))),
        chapter(
            markdown(FRAME_SECTIONS.replace("Latihan\n\n## Rangkuman", "Rangkuman\n\n## Latihan"))
        ),
    ],
}


FAULTY_CHAPTERS = [
    pytest.param(rule, faulty, id=f"{rule.__name__}-{number}")
    for rule, chapters in FAULTS.items()
    for number, faulty in enumerate(chapters, start=1)
]


def test_every_rule_has_a_fault():
    assert set(FAULTS) == set(rules.RULES)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_good_chapter_passes(rule):
    assert rule(chapter(*good_cells())) == []


@pytest.mark.parametrize(("rule", "faulty"), FAULTY_CHAPTERS)
def test_fault_is_found(rule, faulty):
    assert rule(faulty)


@pytest.mark.parametrize(
    "line", ["bentuk: (60000, 28, 28, 1)", "D(x) = 0.450", "-3", "1e-05", "kelas 10: 600 citra"]
)
def test_line_that_says_a_number(line):
    assert rules.says_a_number(line)


def test_source_that_only_looks_like_a_path_is_allowed():
    source = (
        "%pip install -q https://contoh.invalid/paket/generatif.whl\n"
        "rasio = 1 / 2\nmime = 'image/png'\nlabel = 'asli/palsu'"
    )
    assert rules.no_paths(chapter(code(source))) == []


def test_semicolon_inside_text_is_allowed():
    assert rules.no_trailing_semicolon(chapter(code("print('a;')\nx = 1; y = 2  # dua;"))) == []

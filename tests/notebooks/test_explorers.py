"""Penjelajah ipywidgets bereaksi ketika penggesernya digerakkan, tanpa kernel dan peramban."""

import ipywidgets as widgets
import numpy as np
import pytest
from chapters import find_chapters, load_chapter

from generatif import pictures


def explorer_cells():
    return [
        pytest.param(cell.source, id=path.stem)
        for path in find_chapters()
        for cell in load_chapter(path).code
        if "import ipywidgets" in cell.source
    ]


def descendants(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from descendants(child)


def stand_in(start, end, t):
    """Pengganti `walk`: tingkat keabuannya menyatakan ketiga penggeser."""
    return np.full((28, 28, 1), (start + 2 * end + int(60 * t)) % 251, dtype="uint8")


@pytest.mark.parametrize("source", explorer_cells())
def test_every_slider_changes_the_picture(source):
    shown = []
    exec(source, {"walk": stand_in, "pictures": pictures, "display": shown.append})
    parts = list(descendants(shown[0]))
    (picture,) = [part for part in parts if isinstance(part, widgets.Image)]
    sliders = [part for part in parts if hasattr(part, "step")]
    assert len(sliders) == 3
    for slider in sliders:
        before = bytes(picture.value)
        slider.value = slider.max
        assert bytes(picture.value) != before
        assert bytes(picture.value).startswith(b"\x89PNG")


def test_some_chapter_has_an_explorer():
    assert explorer_cells()

"""Halaman dijelajahi dengan papan ketik saja: urutan, letak yang terlihat, tanpa jebakan."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from site_text import parse
from site_view import DESKTOP, PHONE, SCHEMES, SMALLEST, use_scheme, wake_demos

from color_vision import linear

WALKED = [
    "book/gan/kegagalan.html",
    "book/penerapan/musik.html",
    "search.html?q=difusi",
]
MOST_STOPS = 700
MARGIN = 8
CLEAR = 3  # kontras bukan teks menurut WCAG 1.4.11
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
STOP = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const middle = (start, end, edge) => (Math.max(start, 0) + Math.min(end, edge)) / 2;
  const isSeen = part => {
    const top = document.elementFromPoint(
      middle(part.left, part.right, innerWidth), middle(part.top, part.bottom, innerHeight));
    return Boolean(top) && (element.contains(top) || top.contains(element));
  };
  const parts = [box, ...element.getClientRects()]; // tautan dapat terpotong baris
  return {
    name: `${element.tagName}.${element.className}`,
    text: (element.innerText || element.ariaLabel || element.title || "").slice(0, 40),
    seen: parts.some(isSeen),
    box: [box.left, box.top, box.width, box.height],
  };
}"""
FOCUSABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, audio, summary, [tabindex='0']")].filter(element =>
  element.tabIndex >= 0 && !element.disabled && element.checkVisibility({visibilityProperty: true})
  && !(element.type === "radio" && !element.checked)).length"""


def settled_stop(page):
    """Perhentian papan ketik; daftar isi halaman boleh baru saja bergulir."""
    stop = page.evaluate(STOP)
    if stop and not stop["seen"]:
        page.wait_for_timeout(250)
        stop = page.evaluate(STOP)
    return stop


def walk(page):
    """Semua perhentian Tab sampai kembali ke luar halaman."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = settled_stop(page)
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail(f"papan ketik terjebak; perhentian terakhir: {stops[-3:]}")


def brightness_at(page, area):
    png = page.screenshot(clip=area, animations="disabled", caret="hide")
    with Image.open(io.BytesIO(png)) as image:
        return linear(np.asarray(image.convert("RGB"))) @ LUMINANCE


def clear_pixels(page, box):
    """Banyak piksel di sekitar unsur yang berubah jelas karena fokus."""
    left, top, width, height = box
    x, y = max(left - MARGIN, 0), max(top - MARGIN, 0)
    size = page.viewport_size
    area = {
        "x": x,
        "y": y,
        "width": min(width + 2 * MARGIN, size["width"] - x),
        "height": min(height + 2 * MARGIN, size["height"] - y),
    }
    focused = brightness_at(page, area)
    element = page.evaluate_handle("document.activeElement")
    element.evaluate("element => element.blur()")
    plain = brightness_at(page, area)
    element.evaluate("element => element.focus({ preventScroll: true })")
    ratio = (np.maximum(focused, plain) + 0.05) / (np.minimum(focused, plain) + 0.05)
    return int((ratio >= CLEAR).sum())


def check_walk(page):
    stops = walk(page)
    assert stops[0]["text"] == "Langsung ke isi utama"
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len(stops) >= 0.9 * page.evaluate(FOCUSABLE)  # tautan berulang di daftar isi berganti


@pytest.mark.parametrize("size", [DESKTOP, SMALLEST], ids=["lebar", "sempit"])
@pytest.mark.parametrize("name", WALKED)
def test_tab_walks_through_the_page(site_url, name, size, open_page):
    page = open_page(f"{site_url}/{name}", **size)
    wake_demos(page)
    use_scheme(page, "light")
    check_walk(page)


@pytest.mark.slow
def test_tab_walks_through_every_page(site_url, content_page, open_page):
    page = open_page(f"{site_url}/{content_page}", **DESKTOP)
    wake_demos(page)
    use_scheme(page, "light")
    if content_page.startswith("salindia/"):
        assert walk(page)
    else:
        check_walk(page)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", WALKED)
def test_focus_is_clear(site_url, name, scheme, open_page):
    """Setiap jenis unsur: bingkai fokusnya berkontras 3:1 sepanjang sedikitnya separuh tepinya."""
    page = open_page(f"{site_url}/{name}", **DESKTOP)
    wake_demos(page)
    use_scheme(page, scheme)
    faint, kinds = [], set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = settled_stop(page)
        if stop is None:
            break
        if stop["name"] not in kinds:
            kinds.add(stop["name"])
            _, _, width, height = stop["box"]
            found, wanted = clear_pixels(page, stop["box"]), width + min(height, 200)
            if found < wanted:
                faint.append((stop["name"], stop["text"], found, wanted))
    assert len(kinds) >= 6
    assert faint == []


def test_skip_link_leads_to_the_content(site_url, open_page):
    page = open_page(f"{site_url}/book/gan/teori.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_menu_and_search_answer_the_keyboard(site_url, open_page):
    page = open_page(f"{site_url}/book/gan/teori.html", **PHONE)
    page.locator(".primary-toggle:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert page.evaluate("Boolean(document.activeElement.closest('dialog, .bd-sidebar-primary'))")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    page.keyboard.type("difusi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=difusi")


def test_headings_form_an_outline(site, content_page):
    tree = parse((site / content_page).read_text(encoding="utf-8"))
    for printed_only in tree.select("#jb-print-docs-body"):
        printed_only.decompose()
    levels = [int(heading.name[1]) for heading in tree.main.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(next_ <= level + 1 for level, next_ in zip(levels, levels[1:], strict=False))


def test_nothing_moves_when_motion_is_off(site_url, open_page):
    page = open_page(f"{site_url}/book/gan/kegagalan.html", **PHONE)
    wake_demos(page)
    use_scheme(page, "dark")
    page.locator(".primary-toggle:visible").first.click()
    assert page.evaluate("document.getAnimations().length") == 0
    moving = """all => all.filter(element => {
      const style = getComputedStyle(element);
      return style.scrollBehavior === "smooth" || style.transitionDuration !== "0s";
    }).length"""
    assert page.eval_on_selector_all("*", moving) == 0

"""Perilaku situs di peramban sungguhan: menu, mode gelap, ponsel, rumus, dan galat konsol."""

import pytest
from site_view import (
    DESKTOP,
    PHONE,
    SAMPLE_PAGES,
    SCHEMES,
    SMALLEST,
    brightness,
    use_scheme,
    wake_demos,
)

IS_IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= innerWidth && element.checkVisibility();
}"""
LINKS = ":is(.bd-sidebar-primary, dialog) .bd-links a"


def chapter_link(page):
    """Tautan ke bab terakhir selain halaman ini."""
    return page.locator(f"{LINKS}:not([href='#'])").last


def press_menu(page):
    page.locator(".primary-toggle:visible").first.click()
    page.wait_for_timeout(500)  # menunggu animasi bilah sisi


def is_deck(name):
    return name.startswith("salindia/")


def test_page_has_no_error_nor_foreign_request(site_url, content_page, open_page):
    page = open_page(f"{site_url}/{content_page}")
    wake_demos(page)
    assert page.problems == []


def test_page_does_not_scroll_sideways(site_url, content_page, open_page):
    page = open_page(f"{site_url}/{content_page}", **SMALLEST)
    wake_demos(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def check_menu(page):
    """Menu terbuka di ponsel, dan sebuah bab tercapai lewatnya."""
    assert not chapter_link(page).evaluate(IS_IN_VIEW)
    press_menu(page)
    assert chapter_link(page).evaluate(IS_IN_VIEW)
    target = chapter_link(page).get_attribute("href")
    chapter_link(page).click()
    page.wait_for_url(f"**/{target.split('/')[-1]}")
    assert page.locator("article h1").first.is_visible()


def check_deck_links(page):
    """Salindia tidak bermenu: tautan di salindia judul menuju bab dan daftar salindia."""
    links = page.locator("section.tampil a, .daftar main a").all()
    assert links
    for target in [link.evaluate("link => link.href") for link in links]:
        assert page.request.get(target).ok, target


def check_way_out(page, name):
    if is_deck(name):
        check_deck_links(page)
    else:
        check_menu(page)


@pytest.mark.parametrize("name", SAMPLE_PAGES)
def test_menu_opens_on_phone(site_url, name, open_page):
    check_way_out(open_page(f"{site_url}/{name}", **PHONE), name)


@pytest.mark.slow
def test_menu_opens_on_phone_on_every_page(site_url, content_page, open_page):
    check_way_out(open_page(f"{site_url}/{content_page}", **PHONE), content_page)


def check_schemes(page, name):
    """Terang dan gelap: latar sesuai, tanpa galat; salindia selalu putih seperti di layar kelas."""
    wake_demos(page)
    for scheme in SCHEMES:
        use_scheme(page, scheme)
        light = scheme == "light" or (is_deck(name) and page.locator("#panggung").count())
        assert brightness(page) > 200 if light else brightness(page) < 60, scheme
    assert page.problems == []


@pytest.mark.parametrize("name", SAMPLE_PAGES)
def test_page_is_light_or_dark(site_url, name, open_page):
    check_schemes(open_page(f"{site_url}/{name}", **PHONE), name)


@pytest.mark.slow
def test_every_page_is_light_or_dark(site_url, content_page, open_page):
    check_schemes(open_page(f"{site_url}/{content_page}", **PHONE), content_page)


def test_sidebar_toggles_on_desktop(site_url, open_page):
    page = open_page(f"{site_url}/book/beranda.html", **DESKTOP)
    assert chapter_link(page).evaluate(IS_IN_VIEW)
    press_menu(page)
    assert not chapter_link(page).evaluate(IS_IN_VIEW)
    press_menu(page)
    assert chapter_link(page).evaluate(IS_IN_VIEW)


def test_desktop_has_one_search_button(site_url, open_page):
    page = open_page(f"{site_url}/book/beranda.html", **DESKTOP)
    assert page.locator(".search-button__button:visible").count() == 1


def test_dark_mode_can_be_chosen_and_is_kept(site_url, open_page):
    page = open_page(f"{site_url}/book/beranda.html", **PHONE)
    assert brightness(page) > 200
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") != "dark":
            page.locator(".theme-switch-button:visible").click()
    assert brightness(page) < 60
    page.reload()
    assert brightness(page) < 60


def test_formulas_are_drawn_without_server(sample, open_page):
    page = open_page((sample.html / "book/gan/contoh.html").as_uri())
    assert page.locator("math").count() == page.locator(".math").count() > 0
    assert page.locator("math").evaluate_all("all => all.every(one => one.offsetWidth !== 0)")
    font = "document.fonts.ready.then(() => document.fonts.check('1em \"STIX Two Math\"'))"
    assert page.evaluate(font)


def test_folded_solution_opens(sample_url, open_page):
    page = open_page(f"{sample_url}/book/gan/contoh.html", **PHONE)
    answer = page.get_by_text("Jawaban yang dilipat.")
    assert not answer.is_visible()
    page.locator(".solution button.toggle-button").click()
    assert answer.is_visible()

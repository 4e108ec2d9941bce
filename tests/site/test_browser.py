"""Perilaku situs di peramban sungguhan: menu, mode gelap, ponsel, rumus, dan galat konsol."""

PHONE = {"width": 400, "height": 800}
DESKTOP = {"width": 1280, "height": 900}
SMALLEST = {"width": 360, "height": 740}

IS_IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= innerWidth && element.checkVisibility();
}"""


def chapter_link(page):
    return page.locator(".bd-sidebar-primary .bd-links a, dialog .bd-links a").last


def press_menu(page):
    page.locator(".primary-toggle:visible").first.click()
    page.wait_for_timeout(500)  # menunggu animasi bilah sisi


def test_page_has_no_error_nor_foreign_request(site_url, content_page, open_page):
    assert open_page(f"{site_url}/{content_page}").problems == []


def test_page_does_not_scroll_sideways(site_url, content_page, open_page):
    page = open_page(f"{site_url}/{content_page}", **SMALLEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def test_menu_opens_on_phone(site_url, open_page):
    page = open_page(f"{site_url}/book/beranda.html", **PHONE)
    assert not chapter_link(page).evaluate(IS_IN_VIEW)
    press_menu(page)
    assert chapter_link(page).evaluate(IS_IN_VIEW)
    target = chapter_link(page).get_attribute("href")
    chapter_link(page).click()
    page.wait_for_url(f"**/{target.split('/')[-1]}")


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


def brightness(page):
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in color.strip("rgb()").split(",")[:3]) / 3


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

"""Kuis di halaman: jawaban, penjelasan, nilai, catatan di peramban, dan "Kemajuan Anda"."""

import gzip
import re
import sys

import pytest
from site_build import ROOT, SITE, html_pages
from site_text import parse
from test_accessibility import violations
from test_browser import DESKTOP, SMALLEST

from generatif.classroom.quiz import load_quiz

sys.path.insert(0, str(ROOT / "website" / "ext"))
from quizzes import QUIZ, describe_quiz

PAGE = "book/gan/dcgan.html"
HOME = "book/beranda.html"
PREFIX = "generatif.kuis.1."
NAME = re.compile(r"load_quiz\W+(\w+)")
LARGEST = 6_000  # bita gzip seluruh skrip kuis satu halaman
STORED = f"""() => Object.fromEntries(Object.entries(localStorage)
  .filter(([key]) => key.startsWith("{PREFIX}")))"""
BLOCKED = """const own = Storage.prototype;
for (const name of ["getItem", "setItem", "removeItem"]) {
  const original = own[name];
  own[name] = function (key, ...rest) {
    if (key.startsWith("generatif.")) { throw new DOMException("ditolak", "SecurityError"); }
    return original.call(this, key, ...rest);
  };
}"""


@pytest.fixture(scope="module")
def questions():
    """Soal bab DCGAN menurut bank soal."""
    return load_quiz("dcgan").questions


def right(question):
    return [option.correct for option in question.option].index(True)


def wrong(question):
    return [option.correct for option in question.option].index(False)


def answer(page, number, choice):
    """Pilih lalu periksa sebuah jawaban; kembalikan putusannya."""
    form = page.locator(".kuis-soal").nth(number)
    form.locator("input").nth(choice).check()
    form.get_by_role("button", name="Periksa").click()
    return form.get_by_role("status").inner_text()


def score(page):
    return page.locator(".kuis-nilai").inner_text()


def quiz_pages():
    """Halaman berkuis, nama kuisnya, dan unsurnya."""
    for name in html_pages(SITE):
        if name.startswith("book/"):
            tree = parse((SITE / name).read_text(encoding="utf-8"))
            if quiz := tree.select_one("div.kuis"):
                code = quiz.find_parent(class_="cell").select_one("pre").get_text()
                yield name, NAME.search(code.split("display")[1])[1], quiz


def test_every_question_is_described_as_in_the_bank(site):
    seen = []
    for name, chapter, quiz in quiz_pages():
        bank = load_quiz(chapter).questions
        described = [each.split(":") for each in quiz["data-soal"].split()]
        expected = [[str(right(each)), str(len(each.option))] for each in bank]
        assert [rest for _, *rest in described] == expected, name
        seen += [identity for identity, *_ in described]
    assert len(seen) == len(set(seen)) >= 150


def test_only_the_changed_question_gets_a_new_identity():
    html = load_quiz("dcgan")._repr_html_()
    content = QUIZ.fullmatch(html)[1]
    before = describe_quiz(content).split()
    assert describe_quiz(content.replace("Itu tidak dijanjikan", "Tidak")).split() == before
    after = describe_quiz(content.replace("Citra buatannya memburuk", "Memburuk")).split()
    assert [old == new for old, new in zip(before, after, strict=True)] == [1, 0, 1, 1, 1]


def test_scripts_are_small_and_only_where_needed(site):
    for name, needed in (("kuis", [PAGE]), ("kemajuan", [HOME])):
        script = (SITE / "demo" / f"{name}.js").read_bytes()
        assert len(gzip.compress(script, 6)) < LARGEST
        pages = [
            page
            for page in (PAGE, HOME, "book/glosarium.html")
            if f"demo/{name}.js" in (SITE / page).read_text(encoding="utf-8")
        ]
        assert pages == needed


def test_answers_get_their_explanation_and_the_first_try_counts(site_url, open_page, questions):
    page = open_page(f"{site_url}/{PAGE}")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    assert score(page) == "5 soal, belum ada yang dijawab."
    first, second = questions[:2]
    verdict = answer(page, 0, wrong(first))
    assert verdict == f"✗ Belum tepat. {first.option[wrong(first)].feedback}"
    assert score(page) == "0 dari 5 benar pada percobaan pertama; 1 soal sudah dijawab."
    assert answer(page, 0, right(first)) == f"✓ Benar. {first.option[right(first)].feedback}"
    assert score(page).startswith("0 dari 5")
    answer(page, 1, right(second))
    answer(page, 1, wrong(second))
    assert score(page) == "1 dari 5 benar pada percobaan pertama; 2 soal sudah dijawab."
    marks = page.locator(".kuis-soal").nth(0).locator(".kuis-tanda").all_inner_texts()
    assert marks[wrong(first)].strip() == "✗ belum tepat"
    assert marks[right(first)].strip() == "✓ benar"
    assert "tidak ada yang dikirim" in page.locator(".kuis-petunjuk").inner_text()
    assert sent == []
    assert page.problems == []


def test_checking_without_a_choice_asks_for_one(site_url, open_page):
    page = open_page(f"{site_url}/{PAGE}")
    form = page.locator(".kuis-soal").first
    form.get_by_role("button", name="Periksa").click()
    assert form.get_by_role("status").inner_text() == "Pilih satu jawaban dahulu."
    assert page.evaluate(STORED) == {}


def test_progress_survives_a_reload_and_can_be_repeated(site_url, open_page, questions):
    page = open_page(f"{site_url}/{PAGE}")
    answer(page, 0, wrong(questions[0]))
    verdict = answer(page, 0, right(questions[0]))
    assert list(page.evaluate(STORED).values()) == [f"{wrong(questions[0])},{right(questions[0])}"]
    page.reload()
    form = page.locator(".kuis-soal").first
    assert form.get_by_role("status").inner_text() == verdict
    assert form.locator("input").nth(right(questions[0])).is_checked()
    assert score(page).startswith("0 dari 5 benar")
    page.get_by_role("button", name="Ulangi kuis").click()
    assert page.evaluate(STORED) == {}
    assert form.locator("input").first.evaluate("each => each === document.activeElement")
    assert page.locator("input:checked, .kuis-putusan:not(:empty)").count() == 0
    assert not page.get_by_role("button", name="Ulangi kuis").is_visible()


def test_foreign_records_are_ignored(site_url, open_page):
    page = open_page(f"{site_url}/{PAGE}")
    ids = [each.split(":")[0] for each in page.get_attribute(".kuis", "data-soal").split()]
    bad = ["7", "satu", '{"a": 1}', "", "0,9"]
    for identity, text in zip(ids, bad, strict=True):
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [PREFIX + identity, text])
    page.reload()
    assert score(page) == "5 soal, belum ada yang dijawab."
    assert page.problems == []


def test_blocked_storage_does_not_break_the_quiz(site_url, open_page, questions):
    page = open_page(f"{site_url}/{HOME}")
    page.add_init_script(BLOCKED)
    page.goto(f"{site_url}/{PAGE}")
    assert answer(page, 0, right(questions[0])).startswith("✓ Benar.")
    assert score(page).startswith("1 dari 5 benar")
    assert "menolak mencatat" in page.locator(".kuis-petunjuk").inner_text()
    page.get_by_role("button", name="Ulangi kuis").click()
    page.goto(f"{site_url}/{HOME}")
    assert page.locator(".kemajuan-ringkas").inner_text().startswith("Belum ada kuis")
    assert page.problems == []


def test_keyboard_answers(site_url, open_page, questions):
    page = open_page(f"{site_url}/{PAGE}")
    form = page.locator(".kuis-soal").first
    form.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    assert form.locator("input").nth(1).is_checked()
    page.keyboard.press("Enter")
    status = form.get_by_role("status")
    assert questions[0].option[1].feedback in status.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert questions[0].option[2].feedback in status.inner_text()
    assert status.get_attribute("aria-live") == "polite"


def test_answered_quiz_is_accessible_and_fits_a_phone(site_url, open_page, questions):
    for size in (DESKTOP, SMALLEST):
        page = open_page(f"{site_url}/{PAGE}", **size)
        answer(page, 0, wrong(questions[0]))
        answer(page, 1, right(questions[1]))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
            page.wait_for_timeout(400)
            assert violations(page) == []
            dim = page.locator(".text_html:has(.kuis)").evaluate(
                "each => getComputedStyle(each).backgroundColor"
            )
            assert dim == "rgba(0, 0, 0, 0)"
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    for target in page.locator(".kuis input, .kuis button").all():
        if target.is_visible():
            box = target.bounding_box()
            assert min(box["width"], box["height"]) >= 24


def test_without_script_the_options_unfold(site_url, chromium, questions):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}/{PAGE}")
    assert page.locator(".kuis form").count() == 0
    option = page.locator(".kuis details").first
    option.locator("summary").click()
    assert questions[0].option[0].feedback in option.inner_text()
    page.goto(f"{site_url}/{HOME}")
    assert not page.locator(".kemajuan").is_visible()
    page.context.close()


@pytest.mark.parametrize("served", [True, False])
def test_progress_is_listed_and_deleted_at_home(site_url, open_page, questions, served):
    root = site_url if served else SITE.as_uri()
    page = open_page(f"{root}/{PAGE}")
    answer(page, 0, right(questions[0]))
    answer(page, 1, wrong(questions[1]))
    page.evaluate("localStorage.setItem('milik-lain', 'tetap')")
    page.evaluate(f"localStorage.setItem('{PREFIX}soal-lama', '0')")
    page.goto(f"{root}/{HOME}")
    summary = page.locator(".kemajuan-ringkas")
    assert re.match(r"Anda sudah menjawab 2 dari \d+ soal kuis; 1 benar", summary.inner_text())
    page.locator(".kemajuan summary").click()
    chapter = page.locator(".kemajuan li").filter(has_text="DCGAN pada MNIST")
    assert chapter.inner_text() == "DCGAN pada MNIST: 1 dari 5 benar; 2 dijawab"
    assert page.get_by_text("Halaman ini dibuka dari disk").is_visible() != served
    page.get_by_role("button", name="Hapus kemajuan").click()
    page.get_by_role("button", name="Batal").click()
    assert len(page.evaluate(STORED)) == 3
    page.get_by_role("button", name="Hapus kemajuan").click()
    page.get_by_role("button", name="Ya, hapus").click()
    assert page.evaluate(STORED) == {}
    assert page.evaluate("localStorage.getItem('milik-lain')") == "tetap"
    assert summary.inner_text().startswith("Belum ada kuis")
    chapter.get_by_role("link").click()
    page.wait_for_url("**/dcgan.html#periksa-pemahaman")
    assert score(page) == "5 soal, belum ada yang dijawab."
    assert page.problems == []


def test_progress_lists_every_quiz_in_book_order(site):
    home = parse((SITE / HOME).read_text(encoding="utf-8"))
    listed = [link["href"].split("#")[0] for link in home.select(".kemajuan li a")]
    expected = {name.removeprefix("book/") for name, *_ in quiz_pages()}
    assert set(listed) == expected
    assert len(listed) == len(expected)
    assert listed.index("autoencoder/sparse.html") < listed.index("gan/dcgan.html")


@pytest.mark.slow
def test_every_option_of_every_quiz_shows_its_own_explanation(site_url, open_page):
    for name, chapter, _ in quiz_pages():
        page = open_page(f"{site_url}/{name}", **SMALLEST)
        bank = load_quiz(chapter).questions
        for number, question in enumerate(bank):
            form = page.locator(".kuis-soal").nth(number)
            assert form.locator("legend").inner_text() == f"{number + 1}. {question.text}"
            for index, option in enumerate(question.option):
                verdict = "✓ Benar." if option.correct else "✗ Belum tepat."
                assert answer(page, number, index) == f"{verdict} {option.feedback}"
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
        assert page.problems == []
        page.context.close()

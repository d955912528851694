"""The pages in a real Chromium over a real stack: reading, searching, checking, by every way in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.web_browser import (
    api,
    article_with_sentences,
    launch,
    overflow,
    violations,
    watched_page,
)

pytestmark = pytest.mark.browser

BAIT = "충격! 매일 먹던 이것, 결국 알고 보니 상상 초월"
ANNOUNCED = re.compile(r"(낚시 의심|판단 보류|낚시 낮음), 신뢰도 \d{1,3}, 표현 \d{1,3}%")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, running_stack):
    with watched_page(browser, running_stack) as watched:
        yield watched


@pytest.fixture
def phone(browser, running_stack):
    with watched_page(
        browser, running_stack, viewport={"width": 360, "height": 740}, has_touch=True
    ) as watched:
        yield watched


def open_list(page: Page) -> None:
    page.goto("/")
    expect(page.locator("article").first).to_be_visible()


def paths(base: str) -> dict[str, str]:
    article = article_with_sentences(base)["article"]["url_hash"]
    return {
        "list": "/",
        "search": "/search?q=지원",
        "start": "/search",
        "article": f"/article/{article}",
        "check": "/check",
        "method": "/method",
    }


def test_list_shows_judged_rows_and_the_day_as_dots(page, running_stack):
    today = api(running_stack, "/v1/today")
    open_list(page)
    expect(page.locator("[data-dot]")).to_have_count(len(today["points"]))
    expect(page.locator("article").first).to_contain_text(ANNOUNCED)
    expect(page.locator("article [data-marks]").first).to_be_visible()


def test_band_chip_keeps_only_its_band(page):
    open_list(page)
    page.get_by_role("button", name="낚시 의심").click()
    expect(page).to_have_url(re.compile("band=suspected"))
    rows = page.locator("article")
    expect(rows.filter(has_text=re.compile("낚시 낮음|판단 보류"))).to_have_count(0)
    expect(rows.first).to_contain_text("낚시 의심")


def test_a_filter_pressed_while_the_strip_settles_stays(page):
    open_list(page)
    page.get_by_role("slider", name="신뢰도 범위 끝").focus()
    page.keyboard.press("PageDown")
    page.get_by_role("button", name=re.compile("^낚시 의심")).first.click()
    expect(page).to_have_url(re.compile("trust=0-90"))
    expect(page).to_have_url(re.compile("band=suspected"))


def test_strip_filters_by_keyboard_and_by_drag_and_opens_a_dot(page):
    open_list(page)
    page.get_by_role("slider", name="신뢰도 범위 끝").focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("trust=0-50"))
    expect(page.get_by_text("신뢰도 0–50")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("trust="))

    box = page.get_by_role("img", name=re.compile("신뢰도 0에서 100")).bounding_box()
    assert box is not None
    middle = box["y"] + 40
    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("trust=50-90"))
    page.get_by_role("button", name="거르기 해제").click()

    dot = page.locator("[data-dot]").first
    url_hash = dot.get_attribute("data-dot")
    place = dot.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page).to_have_url(re.compile(f"/article/{url_hash}"))


def test_marks_tell_their_tactic_on_hover(page):
    open_list(page)
    page.locator("article [data-marks]").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_a_tap_on_a_mark_tells_its_tactic(phone, running_stack):
    bait = api(running_stack, "/v1/articles", band="suspected")["items"]
    marked = next(item for item in bait if item["verdict"]["marks"])
    phone.goto(f"/article/{marked['url_hash']}")
    phone.locator("h1 [data-marks]").first.tap()
    expect(phone.get_by_role("tooltip")).to_contain_text(marked["verdict"]["marks"][0]["note_ko"])


def test_article_evidence_lights_the_sentence_in_its_place(page, running_stack):
    detail = article_with_sentences(running_stack)
    reason = next(r for r in detail["assessment"]["reasons"] if r["where"] == "body")
    page.goto(f"/article/{detail['article']['url_hash']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(detail["article"]["title"])
    evidence = page.locator(f"[data-evidence='{reason['start']}-{reason['end']}']").first
    evidence.click()
    lit = page.locator("[data-lit=true]")
    expect(lit).to_have_text(reason["text"])
    expect(lit).to_be_in_viewport()
    page.get_by_role("button", name="근거로 돌아가기").click()
    expect(evidence).to_be_focused()
    original = page.get_by_role("link", name=re.compile("원문 읽기")).first
    expect(original).to_have_attribute("href", detail["article"]["url"])


@pytest.mark.parametrize(
    ("mode", "name"), [("hybrid", "통합"), ("text", "단어"), ("vector", "의미")]
)
def test_search_finds_in_each_mode(page, running_stack, mode, name):
    article = api(running_stack, "/v1/articles", band="low")["items"][0]
    page.goto("/search")
    page.get_by_role("button", name=name, exact=True).click()
    field = page.get_by_role("textbox", name="찾을 말")
    field.fill(article["title"])
    field.press("Enter")
    expect(page.locator(f"article [data-row-link='{article['url_hash']}']")).to_be_visible()
    if mode == "hybrid":
        expect(page).not_to_have_url(re.compile("mode="))
    else:
        expect(page).to_have_url(re.compile(f"mode={mode}"))
    if mode == "text":
        expect(page.locator("article mark").first).to_be_visible()


def test_a_way_of_searching_chosen_before_the_typing_is_searched_stays(page):
    page.goto("/search")
    page.get_by_role("textbox", name="찾을 말").fill("지원")
    page.get_by_role("button", name="단어", exact=True).click()
    expect(page).to_have_url(re.compile("q="))
    expect(page).to_have_url(re.compile("mode=text"))


def test_check_judges_while_typing_and_shows_evidence(page):
    page.goto("/check")
    page.get_by_label("제목", exact=True).press_sequentially(BAIT, delay=15)
    result = page.get_by_test_id("check-result")
    expect(result).to_have_attribute("data-stale", "false")
    expect(page.locator("[aria-live=polite]").filter(has_text=ANNOUNCED)).to_have_count(1)
    expect(result.locator("[data-marks]").first).to_be_visible()
    page.get_by_role("textbox", name=re.compile("본문")).fill(
        "가람대 연구진은 흔히 먹는 배추에서 새 성분을 찾았다고 24일 밝혔다.\n"
        "성분은 잎의 겉쪽에 많았다. 연구진은 내년에 효과를 더 살필 계획이다."
    )
    result.locator("[data-evidence]").first.click()
    expect(page.locator("[data-lit=true]")).to_be_in_viewport()


def test_a_version_of_the_verdict_leads_to_the_method(page, running_stack):
    method = api(running_stack, "/v1/method")
    page.goto(paths(running_stack)["article"])
    page.get_by_role("link", name=method["policy_version"]).click()
    expect(page).to_have_url(re.compile("/method#policy$"))
    expect(page.locator("#policy")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("방법")
    expect(page.locator("#policy")).to_contain_text(method["policy_version"])


def test_language_switch_is_remembered(page):
    open_list(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("headlines", re.I))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Check")).to_be_visible()
    expect(page.locator("article h2 [lang=ko]").first).to_be_visible()


def test_browser_language_is_the_first_guess(browser, running_stack):
    with watched_page(browser, running_stack, locale="en-GB") as page:
        open_list(page)
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_keyboard_moves_through_rows_opens_and_finds_the_search(page):
    open_list(page)
    links = page.locator("[data-row-link]")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/article/[0-9a-f]{32}"))
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile("/search$"))
    expect(page.get_by_role("textbox", name="찾을 말")).to_be_focused()


@pytest.mark.parametrize("name", ["list", "search", "start", "article", "check", "method"])
def test_nothing_is_wider_than_a_phone(phone, running_stack, name):
    phone.goto(paths(running_stack)[name])
    if name == "check":
        phone.get_by_label("제목", exact=True).fill(BAIT)
        expect(phone.get_by_test_id("check-result")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert overflow(phone) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["list", "search", "article", "check", "method"])
def test_axe_finds_nothing_serious(browser, running_stack, name, scheme):
    with watched_page(browser, running_stack, color_scheme=scheme) as page:
        page.goto(paths(running_stack)[name])
        if name == "check":
            page.get_by_label("제목", exact=True).fill(BAIT)
            expect(page.get_by_test_id("check-result")).to_have_attribute("data-stale", "false")
        page.wait_for_load_state("networkidle")
        assert violations(page) == []


def test_pretendard_is_served_from_here(page):
    open_list(page)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.fonts.check('700 20px \"Pretendard Variable\"', '제목')")
    used = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').length")
    assert used > 0


def test_a_failed_list_says_so_and_tries_again(browser, running_stack):
    context = browser.new_context(base_url=running_stack, locale="ko-KR")
    page = context.new_page()
    page.route("**/v1/articles?*", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("불러오지 못했습니다", timeout=10_000)
    page.unroute("**/v1/articles?*")
    page.get_by_role("button", name="다시 시도").click()
    expect(page.locator("article").first).to_be_visible()
    context.close()


def test_an_unknown_article_is_told_calmly(browser, running_stack):
    context = browser.new_context(base_url=running_stack, locale="ko-KR")
    page = context.new_page()
    page.goto(f"/article/{'0' * 32}")
    expect(page.get_by_text("찾는 페이지가 없습니다.")).to_be_visible()
    context.close()

"""Folds, the history as a diff, headlines side by side: in a real Chromium over the real gateway.

The sample newsroom need not have groups for it: the day is written through the internal API and
the built pages are served beside the gateway in this process.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.e2e.web_browser import api, launch, overflow, violations, watched_page
from tests.integration.gateway.conftest import served
from tests.integration.gateway.told_by_many import seed

pytestmark = pytest.mark.browser

BUNDLE = Path(str(files("imfact.bundled"))) / "web"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser():
    if not (BUNDLE / "index.html").exists():
        pytest.skip("the pages are not built: cd web && npm run build")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def day(browser, gateway, database):
    return seed(gateway, database)


@pytest.fixture
def base(day, parts):
    with served(parts, BUNDLE) as url:
        yield url


def row_of(page, url_hash):
    return page.locator("article").filter(has=page.locator(f"[data-row-link='{url_hash}']"))


def test_a_row_unfolds_by_keyboard_is_announced_and_folds_again(browser, base, day):
    with watched_page(browser, base) as page:
        page.goto("/")
        expect(page.locator("article")).to_have_count(2)
        row = row_of(page, day.lead.url_hash)
        fold = row.get_by_role("button", name="같은 사건 3건")
        expect(fold).to_have_text("같은 사건 3건제목 변경 1회")
        expect(fold).to_have_attribute("aria-expanded", "false")
        row.get_by_role("link", name=day.lead.title).focus()
        page.keyboard.press("Tab")
        expect(fold).to_be_focused()
        page.keyboard.press("Enter")
        expect(fold).to_have_attribute("aria-expanded", "true")
        expect(row.get_by_role("status").first).to_have_text(
            "같은 사건 3건, 제목 변경 1회, 펼쳤습니다"
        )
        expect(row.get_by_role("link", name=day.wire.title)).to_be_visible()
        expect(row.get_by_text("낚시 의심, 신뢰도 21, 표현 79%")).to_be_attached()
        expect(row.locator("[data-revision=headline] del")).to_contain_text("무슨 일이")
        page.keyboard.press("Escape")
        expect(fold).to_have_attribute("aria-expanded", "false")
        expect(fold).to_be_focused()
        expect(row.get_by_role("status").first).to_contain_text("접었습니다")
        expect(row_of(page, day.plain.url_hash).get_by_role("button")).to_have_count(0)


def test_strip_counts_copies_once_and_its_brush_lists_every_dot(browser, base, day):
    with watched_page(browser, base) as page:
        page.goto("/?trust=0-100")
        expect(page.locator("[data-dot]")).to_have_count(5)
        page.goto("/?trust=0-80")
        expect(page.locator("article")).to_have_count(2)
        expect(page.locator("article")).to_contain_text(["반도체 겨울", "이럴 줄은"])


def test_article_page_shows_the_history_as_a_diff_with_scores(browser, base, day):
    with watched_page(browser, base) as page:
        page.goto(f"/article/{day.edited.url_hash}")
        history = page.get_by_role("region", name="제목 변경 기록")
        states = history.get_by_role("listitem")
        expect(states).to_have_count(3)
        expect(states.nth(0)).to_contain_text("본문만 바뀜")
        expect(states.nth(0)).to_contain_text("제목은 그대로이고")
        expect(states.nth(1)).to_contain_text("2번째 제목")
        expect(states.nth(1).locator("del")).to_contain_text("대체 무슨 일이 있었나")
        expect(states.nth(1).locator("ins").first).to_contain_text("3분기 적자에")
        expect(states.nth(1)).to_contain_text("낚시 낮음, 신뢰도 97")
        expect(states.nth(2)).to_contain_text("처음 본 제목")
        expect(states.nth(2)).to_contain_text("회사 이름과 사건을 감추고")
        expect(states.nth(2)).to_contain_text("낚시 의심, 신뢰도 34")


def test_headlines_of_a_story_stand_side_by_side_and_lead_to_their_pages(browser, base, day):
    with watched_page(browser, base) as page:
        page.goto(f"/article/{day.lead.url_hash}")
        story = page.get_by_role("region", name="같은 사건을 다룬 다른 제목")
        rows = story.get_by_role("listitem")
        expect(rows).to_have_count(4)
        expect(rows.nth(0)).to_contain_text("이 글")
        gauges = [row.locator("svg").last.bounding_box() for row in rows.all()]
        assert len({(box["x"], box["width"]) for box in gauges if box}) == 1
        story.get_by_role("link", name=day.wire.title).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(day.wire.title)
        copies = page.get_by_role("region", name="같은 글", exact=True)
        expect(copies.get_by_role("listitem")).to_have_count(2)
        copies.get_by_role("link", name="별하신문").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(day.copies[1].title)
        expect(page.get_by_text("처음 실은 글", exact=True)).to_be_visible()


def test_a_failed_history_says_so_in_its_row_and_comes_on_retry(browser, base, day):
    context = browser.new_context(base_url=base, locale="en-GB")
    page = context.new_page()
    page.route("**/v1/articles/*", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("button", name="headline changed once").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded", timeout=10_000)
    expect(page.get_by_role("link", name=day.wire.title)).to_be_visible()
    page.unroute("**/v1/articles/*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-revision]")).to_have_count(3)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_folds_fit_a_phone_and_axe_finds_nothing_serious(browser, base, day, scheme):
    with watched_page(browser, base, viewport=PHONE, has_touch=True, color_scheme=scheme) as page:
        page.goto("/")
        page.get_by_role("button", name=re.compile("같은 사건")).tap()
        expect(page.locator("[data-revision]")).to_have_count(3)
        assert overflow(page) <= 0
        assert violations(page) == []
        scales = [one.bounding_box() for one in page.locator("li svg[height='16']").all()]
        assert len(scales) == 6
        assert len({(box["x"], box["width"]) for box in scales if box}) == 1
        for one in (day.lead, day.wire):
            page.goto(f"/article/{one.url_hash}")
            expect(page.get_by_role("region", name="같은 사건을 다룬 다른 제목")).to_be_visible()
            assert overflow(page) <= 0
            assert violations(page) == []


@pytest.mark.parametrize("locale", ["ko-KR", "en-GB"])
@pytest.mark.parametrize("at", [0.02, 0.06, 0.5, 0.95])
def test_labels_of_a_gauge_never_touch(browser, base, day, locale, at):
    method = api(base, "/v1/method") | {"threshold": at, "unsure_band": [at, at]}
    with watched_page(browser, base, viewport=PHONE, locale=locale) as page:
        page.route("**/v1/method", lambda route: route.fulfill(json=method))
        page.goto(f"/article/{day.lead.url_hash}")
        threshold = page.get_by_text(re.compile(r"^(기준|threshold) \d+$")).first
        expect(threshold).to_be_visible()
        boxes = [one.bounding_box() for one in threshold.locator("xpath=..").locator("span").all()]
        zero, middle, hundred = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
        assert zero[1] + 4 <= middle[0]
        assert middle[1] + 4 <= hundred[0]

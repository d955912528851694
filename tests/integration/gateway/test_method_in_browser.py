"""Signals with their evidence, and the page on method and quality, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.web_browser import overflow, violations, watched_page
from tests.integration.gateway.conftest import served
from tests.integration.gateway.judged_whole import (
    ADVERTISING,
    FOREIGN,
    TURNED,
    put_bare,
    put_whole,
)
from tests.integration.gateway.test_folds_in_browser import BUNDLE, PHONE, browser

pytestmark = pytest.mark.browser

__all__ = ["browser"]

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def base(browser, parts):
    with served(parts, BUNDLE) as url:
        yield url


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize("locale", ["ko-KR", "en-GB"])
def test_the_method_page_shows_the_figures_of_the_model(browser, base, viewport, locale):
    korean = locale == "ko-KR"
    with watched_page(browser, base, viewport=viewport, locale=locale) as page:
        page.goto("/")
        page.get_by_role("link", name="방법" if korean else "Method", exact=True).click()
        expect(page).to_have_url(re.compile("/method$"))
        plot = page.get_by_role("img", name=re.compile("2770"))
        expect(plot.locator("circle")).to_have_count(6)
        table = page.get_by_role("table", name="말한 확률과 실제" if korean else "Said and seen")
        expect(table.get_by_role("row")).to_have_count(7)
        risk = page.get_by_role(
            "table", name="오류와 판정 범위" if korean else "Errors and coverage"
        )
        expect(risk.get_by_role("row", name=re.compile("10% +78%"))).to_be_visible()
        match = page.get_by_role("region", name="제목–본문 일치" if korean else "Fits the body")
        expect(match).to_contain_text(".900")
        expect(match).to_contain_text(".870 (cosine of headline and lead)")
        told = "짧은 제목에 약합니다." if korean else "It is weak on short headlines."
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.get_by_text("not by people").first).to_be_visible()
        assert overflow(page) <= 0
        assert violations(page) == []


def test_a_model_without_figures_says_so(browser, base, engine, monkeypatch):
    monkeypatch.setattr(engine, "_quality", None)
    with watched_page(browser, base) as page:
        page.goto("/method")
        expect(page.get_by_text("이 모델 버전은 잰 수치를 싣고 있지 않습니다.")).to_be_visible()
        expect(page.get_by_text(engine.model_version, exact=True)).to_be_visible()


def test_a_failed_method_says_so_and_tries_again(browser, base):
    context = browser.new_context(base_url=base, locale="ko-KR")
    page = context.new_page()
    page.route("**/v1/method", lambda route: route.abort())
    page.goto("/method")
    expect(page.get_by_role("alert")).to_contain_text("불러오지 못했습니다", timeout=10_000)
    expect(page.get_by_role("heading", name="판정이 뜻하는 것")).to_be_visible()
    page.unroute("**/v1/method")
    page.get_by_role("button", name="다시 시도").click()
    expect(page.get_by_role("heading", name="지금 쓰는 버전")).to_be_visible()
    context.close()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "360"])
def test_each_signal_shows_its_gauge_band_and_evidence(browser, base, gateway, viewport):
    one = put_whole(gateway)
    with watched_page(browser, base, viewport=viewport) as page:
        page.goto(f"/article/{one.url_hash}")
        style, match, flow = (
            page.get_by_role("region", name=name)
            for name in ("제목 표현", "제목–본문 일치", "본문 흐름")
        )
        expect(style).to_contain_text("낚시 의심")
        expect(style).to_contain_text("이 부분이 없으면 낚시 확률 91% → 62%")
        expect(match).to_contain_text("판단 보류")
        chips = match.get_by_role("list", name="본문에서 찾지 못한 말과 숫자")
        expect(chips.get_by_role("listitem")).to_have_text(["12%", "시민들"])
        expect(match.locator("strong")).to_have_text("인상")
        expect(flow).to_contain_text("다른 글이 섞였을 확률 30%")
        for block, text in ((match, TURNED), (flow, FOREIGN), (flow, ADVERTISING)):
            evidence = block.locator("[data-evidence]").filter(has_text=text)
            evidence.focus()
            page.keyboard.press("Enter")
            expect(page.locator("[data-lit=true]")).to_have_text(text)
            expect(page.locator("[data-lit=true]")).to_be_in_viewport()
            page.get_by_role("button", name="근거로 돌아가기").click()
            expect(evidence).to_be_focused()
        assert overflow(page) <= 0
        assert violations(page) == []
        page.get_by_role("link", name="m1").click()
        expect(page).to_have_url(re.compile("/method#model$"))
        expect(page.locator("#model")).to_be_focused()


def test_words_that_the_body_lacks_are_told_in_the_headline(browser, base, gateway):
    one = put_whole(gateway)
    with watched_page(browser, base) as page:
        page.goto(f"/article/{one.url_hash}")
        page.locator("h1 [data-marks]").filter(has_text="12%").focus()
        expect(page.get_by_role("tooltip")).to_have_text("본문에서 찾지 못한 말")


def test_a_verdict_without_evidence_says_so(browser, base, gateway):
    one = put_bare(gateway)
    with watched_page(browser, base) as page:
        page.goto(f"/article/{one.url_hash}")
        expect(page.get_by_text("이 판정에는 보여 드릴 근거가 없습니다.")).to_be_visible()

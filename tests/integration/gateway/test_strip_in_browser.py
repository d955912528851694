"""The strip's handles are moved by hand, by mouse and by finger, in a real Chromium over the real gateway."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.web_browser import watched_page
from tests.integration.gateway.test_folds_in_browser import (  # noqa: F401
    PHONE,
    base,
    browser,
    day,
)

pytestmark = pytest.mark.browser


def plot_of(page):
    page.goto("/")
    expect(page.locator("article").first).to_be_visible()
    return page.get_by_role("img", name=re.compile("신뢰도 0에서 100")).bounding_box()


def middle_of(page, name):
    box = page.get_by_role("slider", name=name).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_mouse(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def by_finger(page, start, end):
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        given = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", start)
    for step in range(1, 5):
        touch("touchMove", (start[0] + (end[0] - start[0]) * step / 4, start[1]))
    touch("touchEnd")


@pytest.mark.parametrize("way", [by_mouse, by_finger])
def test_a_handle_moves_its_own_end(browser, base, way):  # noqa: F811
    with watched_page(browser, base, has_touch=True, viewport=PHONE) as page:
        plot = plot_of(page)

        def drag(name, share):
            x, y = middle_of(page, name)
            way(page, (x, y), (plot["x"] + plot["width"] * share, y))

        drag("신뢰도 범위 끝", 0.5)
        expect(page).to_have_url(re.compile("trust=0-50"))
        drag("신뢰도 범위 시작", 0.25)
        expect(page).to_have_url(re.compile("trust=25-50"))
        drag("신뢰도 범위 끝", 0.75)
        expect(page).to_have_url(re.compile("trust=25-75"))

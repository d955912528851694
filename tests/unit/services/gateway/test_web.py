"""The built web app as it is served, and what is said where it was not built."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from imfact.services.gateway.web import install_web
from imfact.services.problems import install_problems

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = ["/", "/search", "/search?q=버스", "/article/" + "a" * 32, "/check", "/method"]


def client(folder: Path | None) -> TestClient:
    app = FastAPI()
    install_problems(app)
    install_web(app, folder)
    return TestClient(app)


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>오늘</title>", "utf-8")
    (folder / "assets" / "index-1a2b.js").write_text("export {}")
    (folder / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.mark.parametrize("path", PAGES)
def test_the_app_answers_its_own_routes(built, path):
    answer = client(built).get(path)
    assert "오늘" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_hashed_assets_are_kept_for_ever_and_others_are_asked_for(built):
    web = client(built)
    asset = web.get("/assets/index-1a2b.js")
    assert "immutable" in asset.headers["cache-control"]
    assert "javascript" in asset.headers["content-type"]
    assert web.get("/favicon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/assets/none.js", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets", "/%00", "/v1/none"],
)
def test_nothing_else_is_served(built, path):
    answer = client(built).get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nowhere", "/search/", "/article", "/check/x?q=1"])
def test_a_browser_at_a_wrong_address_gets_the_app_which_says_so(built, path):
    answer = client(built).get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "오늘" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/v1/none", "/health/none", "/..%2fsecret.txt"]
)
def test_what_is_no_page_stays_a_problem_in_a_browser_too(built, path):
    answer = client(built).get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("folder", [None, Path("/nowhere")])
def test_without_a_built_app_the_page_says_what_to_do(folder):
    answer = client(folder).get("/")
    assert answer.status_code == 503
    assert "make install" in answer.text
    assert client(folder).get("/assets/x.js").status_code == 404

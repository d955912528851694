"""Serves the built web app: hashed assets for ever, index.html for the routes the app itself draws."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

IMMUTABLE = "public, max-age=31536000, immutable"
CLIENT_ROUTES = ("/", "/search", "/article/{url_hash}", "/check", "/method")
# What could have been a page: nothing of the API, no file, no way out.
_PAGE_PATH = re.compile(r"(?!(?:v1|internal|health|assets)(?:/|$))[^.\x00]*")
# Only its own files may run or be shown; the built page holds no inline script.
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
}
_MISSING = """<!doctype html><html lang="ko"><meta charset="utf-8"><title>imfact</title>
<p>웹 앱이 아직 만들어지지 않았습니다. <code>make install</code>을 실행해 주십시오.</p>
<p lang="en">The web app has not been built yet. Run <code>make install</code>.</p></html>"""


def install_web(app: FastAPI, folder: Path | None) -> None:
    """Add the pages to ``app``; where ``folder`` holds no built app, they say how to build it."""
    index = None if folder is None else folder / "index.html"

    def drawn(status: int) -> Response:
        if index is None or not index.is_file():
            return HTMLResponse(_MISSING, 503, headers=_PAGE_HEADERS)
        return HTMLResponse(index.read_bytes(), status, headers=_PAGE_HEADERS)

    def page() -> Response:
        return drawn(200)

    for route in CLIENT_ROUTES:
        app.add_api_route(route, page, methods=["GET"], include_in_schema=False)

    def file(path: str, accept: Annotated[str, Header()] = "") -> Response:
        found = _inside(folder, path)
        if found is None:
            # Who comes by a wrong link is told by the app, in their language and with a way on.
            if "text/html" in accept and _PAGE_PATH.fullmatch(path):
                return drawn(404)
            raise HTTPException(404, "There is nothing at this address.")
        hashed = path.startswith("assets/")
        return FileResponse(found, headers={"Cache-Control": IMMUTABLE if hashed else "no-cache"})

    app.add_api_route("/{path:path}", file, methods=["GET"], include_in_schema=False)


def _inside(folder: Path | None, path: str) -> Path | None:
    """Return the file below ``folder``, None where there is none or the path leads outside."""
    if folder is None or "\x00" in path:
        return None
    root = folder.resolve()
    found = (root / path).resolve()
    return found if found.is_relative_to(root) and found.is_file() else None

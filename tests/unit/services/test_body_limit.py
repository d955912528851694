"""Bodies that come in pieces and do not say how long they will be."""

from __future__ import annotations

import asyncio

import pytest

from imfact.services.body_limit import BodyLimit


async def echo(scope, receive, send):
    message = await receive()
    assert not message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


def ask(pieces, headers=(), method="POST"):
    """Return the status, the body and how many of the pieces were read."""
    waiting = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent = []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "headers": list(headers), "path": "/"}
    asyncio.run(BodyLimit(echo, most=10)(scope, receive, send))
    return sent[0]["status"], sent[1]["body"], len(pieces) + 1 - len(waiting)


@pytest.mark.parametrize("pieces", [[], [b"12345"], [b"12345", b"67890"]])
def test_a_body_within_the_limit_arrives_whole(pieces):
    status, body, _ = ask(pieces)
    assert (status, body) == (200, b"".join(pieces))


def test_a_body_beyond_it_is_refused_as_soon_as_it_is():
    status, body, read = ask([b"123456"] * 9)
    assert status == 413
    assert b"too_large" in body
    assert read == 2


def test_one_that_says_how_long_it_is_is_not_read_at_all():
    status, _, read = ask([b"1"], headers=[(b"content-length", b"11")])
    assert (status, read) == (413, 0)

"""The database or a service goes away in mid-run and comes back."""

from __future__ import annotations

import socket
from contextlib import closing

import httpx2
import pytest

from imfact.clients.ai import AiClient
from imfact.clients.gateway import GatewayClient, ReaderClient
from imfact.clients.transport import ServiceConnection
from imfact.kit.errors import BackendUnavailable, NotFoundError
from imfact.services.gateway.db import schema
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.embedded import EmbeddedServer, stop
from imfact.services.gateway.parts import GatewayParts
from tests.integration.conftest import internal_client
from tests.integration.gateway.conftest import served
from tests.integration.gateway.samples import SOURCES, article, upserts


def test_the_database_is_gone_and_comes_back(tmp_path, ai, search, engine):
    server = EmbeddedServer.start(tmp_path / "db", durable=False)
    database = Database(server.url)
    schema.upgrade(database)
    batch = internal_client(database)
    batch.put_sources(SOURCES)
    articles = [article(number) for number in range(4)]
    batch.upsert_articles(upserts(articles[:2]))
    with (
        served(GatewayParts(database, ai, search, engine.method)) as address,
        httpx2.Client(base_url=address, timeout=60) as public,
    ):
        assert len(public.get("/v1/articles").json()["items"]) == 2

        assert stop(tmp_path / "db")
        with pytest.raises(BackendUnavailable):
            batch.upsert_articles(upserts(articles[2:]))
        for path in ("/v1/articles", "/v1/today", "/health/ready"):
            answer = public.get(path)
            assert answer.status_code == 503, path
            assert answer.json()["code"] == "database_unavailable"
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) > 0
        assert public.get("/health/live").status_code == 200

        again = EmbeddedServer.start(tmp_path / "db", durable=False)
        assert again.url == server.url
        outcomes = batch.upsert_articles(upserts(articles))
        assert [one.outcome for one in outcomes] == ["unchanged"] * 2 + ["inserted"] * 2
        assert len(public.get("/v1/articles").json()["items"]) == 4
    batch.close()
    database.close()
    again.release()
    server.release()


def test_the_ai_service_is_away(database, search, engine):
    nobody = AiClient(
        ServiceConnection(
            f"http://127.0.0.1:{unused_port()}",
            setting="IMFACT_AI",
            attempts=2,
            backoff_seconds=0.01,
        )
    )
    parts = GatewayParts(database, nobody, search, engine.method)
    with served(parts) as address:
        answer = httpx2.post(f"{address}/v1/assess", json={"title": "해담시 버스"}, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (503, "backend_unavailable")
    nobody.close()


def test_a_gateway_that_is_not_there_is_an_unavailable_backend():
    client = GatewayClient(
        ServiceConnection(
            f"http://127.0.0.1:{unused_port()}",
            setting="IMFACT_SERVICE_TOKEN",
            attempts=2,
            backoff_seconds=0.01,
        )
    )
    with pytest.raises(BackendUnavailable, match="does not answer"):
        client.put_sources(SOURCES)
    client.close()


def test_the_readers_client_over_a_real_socket(parts, newsroom):
    with (
        served(parts) as address,
        closing(ReaderClient(ServiceConnection(address, setting="IMFACT_GATEWAY"))) as reader,
    ):
        page = reader.articles(limit=3, band="low", sort="most_trusted")
        assert len(page.items) == 3
        assert reader.articles(band="low", sort="most_trusted", cursor=page.next).items
        one = newsroom[0]
        assert reader.lookup(one.url) == reader.article(one.url_hash)
        assert reader.search("버스", mode="text", limit=2).items[0].matched == ("text",)
        with pytest.raises(NotFoundError):
            reader.article("0" * 32)


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""The public gateway with everything real but the models: AI service, LanceDB, PostgreSQL.

``public`` is a plain HTTP client of it in this process; ``newsroom`` fills it with twelve judged,
indexed articles.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn

from imfact.adapters.search.lancedb import LanceSearch
from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.clients.ai import AiClient
from imfact.clients.gateway import GatewayClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.article import CuratedArticle
from imfact.contracts.assessment import Band
from imfact.contracts.model import Calibration
from imfact.contracts.search import SearchDocument
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.services.ai.app import create_app as create_ai_app
from imfact.services.ai.engine import JudgingEngine
from imfact.services.gateway.app import create_app
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.parts import GatewayParts
from imfact.store.objects import ObjectStore
from tests.encoders import MarkClassifier, PairEncoder, no_spans
from tests.integration.gateway.quality import QUALITY
from tests.integration.gateway.samples import SOURCES, START, article, upserts, verdict

NOW = START + timedelta(hours=6)


@pytest.fixture
def encoder() -> PairEncoder:
    return PairEncoder()


@pytest.fixture
def engine(encoder: PairEncoder, tmp_path: Path) -> JudgingEngine:
    store = ObjectStore(tmp_path / "config")
    install_defaults(store)
    return JudgingEngine(
        encoder=encoder,
        classifier=MarkClassifier(),
        calibration=Calibration(
            method="platt", slope=1.0, intercept=0.0, fitted_on="nothing", base_rate=0.2
        ),
        policy=load_policy(store),
        summariser=ExtractiveSummariser(),
        trained_on="nothing",
        quality=QUALITY,
        morphemes=no_spans,
        clock=lambda: NOW,
        encoded_characters=1_000,
    )


@pytest.fixture
def ai(engine: JudgingEngine) -> Iterator[AiClient]:
    transport = in_process_transport(create_ai_app(engine))
    client = AiClient(ServiceConnection("http://ai", setting="IMFACT_AI", transport=transport))
    yield client
    client.close()


@pytest.fixture
def search(tmp_path: Path) -> Iterator[LanceSearch]:
    engine = LanceSearch(tmp_path / "search")
    yield engine
    engine.close()


@pytest.fixture
def parts(
    database: Database, ai: AiClient, search: LanceSearch, engine: JudgingEngine
) -> GatewayParts:
    return GatewayParts(database, ai, search, engine.method, lambda: NOW)


@pytest.fixture
def public(parts: GatewayParts) -> Iterator[httpx2.Client]:
    transport = in_process_transport(create_app(parts))
    with httpx2.Client(base_url="http://gateway", transport=transport) as client:
        yield client


@pytest.fixture
def newsroom(
    gateway: GatewayClient, search: LanceSearch, encoder: PairEncoder
) -> list[CuratedArticle]:
    """Articles 0 to 11, a minute apart, trust 5, 13, 21 … in that order."""
    gateway.put_sources(SOURCES)
    articles = [
        article(
            number,
            source=SOURCES[number % 2].slug,
            section=("사회", "경제", "문화")[number % 3],
        )
        for number in range(12)
    ]
    gateway.upsert_articles(upserts(articles))
    bands: tuple[Band, ...] = ("suspected", "unsure", "low")
    gateway.put_assessments(
        [
            verdict(one, trust=5 + 8 * number, band=bands[number // 4])
            for number, one in enumerate(articles)
        ]
    )
    index(gateway, search, encoder, articles)
    return articles


def index(
    gateway: GatewayClient,
    search: LanceSearch,
    encoder: PairEncoder,
    articles: Sequence[CuratedArticle],
) -> None:
    """Index what the gateway gives, as the index stage does."""
    if search.current() is None:
        search.create(1)
        search.swap(1)
    documents = gateway.documents([one.url_hash for one in articles])
    vectors = encoder.encode([f"{one.title} {one.body}" for one in documents])
    search.write(
        1,
        [
            SearchDocument(
                **one.model_dump(exclude={"text_hash", "part_key"}), vector=tuple(vector.tolist())
            )
            for one, vector in zip(documents, vectors, strict=True)
        ],
    )


@contextmanager
def served(parts: GatewayParts, web_folder: Path | None = None) -> Iterator[str]:
    """Serve over a real socket; yield the address."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(parts, web_folder), port=0, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()

"""An engine over the packaged policy with small models; ``client`` reaches it through the real app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.clients.ai import AiClient
from imfact.clients.transport import ServiceConnection, in_process_transport
from imfact.contracts.model import Calibration
from imfact.contracts.policy import Policy
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.services.ai.app import create_app
from imfact.services.ai.engine import JudgingEngine
from imfact.store.objects import ObjectStore
from tests.encoders import MarkClassifier, PairEncoder, no_spans

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
CALIBRATION = Calibration(
    method="platt", slope=1.0, intercept=0.0, fitted_on="nothing", base_rate=0.2
)
MakeEngine = Callable[..., JudgingEngine]
Morphemes = Callable[[str], list[tuple[int, int]]]


@pytest.fixture(scope="session")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    store = ObjectStore(Path(tmp_path_factory.mktemp("config")))
    install_defaults(store)
    return load_policy(store)


@pytest.fixture
def encoder() -> PairEncoder:
    return PairEncoder()


@pytest.fixture
def classifier() -> MarkClassifier:
    return MarkClassifier()


@pytest.fixture
def make_engine(policy: Policy, encoder: PairEncoder, classifier: MarkClassifier) -> MakeEngine:
    def make(encoded_characters: int = 1_000, morphemes: Morphemes = no_spans) -> JudgingEngine:
        return JudgingEngine(
            encoder=encoder,
            classifier=classifier,
            calibration=CALIBRATION,
            policy=policy,
            summariser=ExtractiveSummariser(),
            trained_on="nothing",
            morphemes=morphemes,
            clock=lambda: NOW,
            encoded_characters=encoded_characters,
        )

    return make


@pytest.fixture
def client(make_engine: MakeEngine) -> Iterator[AiClient]:
    transport = in_process_transport(create_app(make_engine()))
    client = AiClient(ServiceConnection("http://ai", setting="IMFACT_AI", transport=transport))
    yield client
    client.close()

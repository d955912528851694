"""What the judge's tests share: the packaged policy, one calibration, and cases with made-up vectors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from imfact.contracts.model import Calibration
from imfact.contracts.policy import Policy
from imfact.judge.assess import Bench, Case
from imfact.kit.korean import split_sentences
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_policy
from imfact.store.objects import ObjectStore

BODY = (
    "가람시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 문을 여는 자리에 함께했다. "
    "한편 새별산에는 올해 첫 서리가 내렸다고 한다. 사진=가람시 제공"
)

MakeCase = Callable[..., Case]


@pytest.fixture(scope="session")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    store = ObjectStore(Path(tmp_path_factory.mktemp("config")))
    install_defaults(store)
    return load_policy(store)


@pytest.fixture
def bench(policy: Policy) -> Bench:
    calibration = Calibration(
        method="platt",
        slope=1.2,
        intercept=-0.1,
        covariance=((0.01, 0.001), (0.001, 0.02)),
        fitted_on="nothing",
        base_rate=0.19,
    )
    return Bench(policy, calibration, "2026-11-24-v1", "2026-11-23-v1")


@pytest.fixture
def make_case() -> MakeCase:
    def make(title: str, logit: float = 0.0, body: str = BODY, *, paywalled: bool = False) -> Case:
        sentences = split_sentences(body)
        # The n-th sentence turns away from the headline by n tenths.
        angles = np.arange(len(sentences), dtype=np.float32) / 10
        vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        title_vector = np.array([1, 0], dtype=np.float32)
        return Case(title, body, paywalled, sentences, title_vector, vectors, logit)

    return make

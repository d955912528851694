"""`imfact rescore` over a whole house: only what another version judged, and nothing is lost."""

from __future__ import annotations

import json

import pytest

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.bootstrap.house import House
from imfact.bootstrap.promotion import make_current, route_canary
from imfact.cli.rescore import find_outdated, run_rescoring
from imfact.cli.run import run_once
from imfact.contracts.policy import Canary
from imfact.kit.errors import BackendUnavailable
from imfact.lake.tombstones import read_tombstones
from imfact.pipeline.exchange.articles_import import import_articles
from imfact.policy.presets import SourceBook, load_preset
from imfact.registry.routing import takes_canary
from tests.integration.services.conftest import FIRST, SECOND, THIRD

BODY = (
    "가온시는 어제 어린이 도서관 {n}곳을 다음 달에 연다고 밝혔다. 도서관마다 책 만 권과 작은 마당이 있다. "
    "시민 백여 명이 문을 여는 자리에 함께할 예정이다. 시는 내년에도 더 지을 계획이라고 덧붙였다. "
    "여는 시간은 아침 아홉 시부터 저녁 여섯 시까지이며 월요일에는 쉰다고 한다."
)


@pytest.fixture
def stocked(house, tmp_path):
    """A house in a folder of its own that holds ten judged articles; the encoder is shared."""
    path = tmp_path / "articles.jsonl"
    path.write_text(
        "".join(
            json.dumps(
                {
                    "url": f"https://hanbit.example/{n}",
                    "source": "한빛",
                    "title": f"가온시 도서관 {n}곳 다음 달 연다",
                    "body": BODY.format(n=n),
                    "published_at": f"2026-11-2{n % 4}T09:00:00+09:00",
                },
                ensure_ascii=False,
            )
            + "\n"
            for n in range(1, 11)
        ),
        "utf-8",
    )
    settings = house.settings.model_copy(
        update={
            "lake": f"file:{tmp_path}/lake",
            "database": f"embedded:{tmp_path}/db",
            "search": f"lancedb:{tmp_path}/search",
        }
    )
    own = House(settings)
    own.engines._encoders = house.engines._encoders
    book = SourceBook(own.config, load_preset(own.config, "research"))
    import_articles(
        path,
        own.lake,
        book,
        fetched_at=own.clock(),
        tombstones=frozenset(read_tombstones(own.lake)),
    )
    run_once(own, quiet=True, origin="curated")
    yield own
    own.close()


def again(house):
    """The same house after its service started anew: it follows the pointer when it starts."""
    for name in ("model", "judging", "ai", "batch_ai"):
        house.__dict__.pop(name, None)
    return house


def versions(house):
    return [one.model_version for one in house.gateway.standing_verdicts()]


def history(house):
    with house.database.transaction() as connection:
        rows = connection.exec_driver_sql(
            "select model_version, count(*) from assessments group by 1"
        )
        return {row[0]: row[1] for row in rows}


def test_only_what_differs_is_judged_again_and_old_scores_stay(stocked, monkeypatch):
    house = stocked
    assert versions(house) == [FIRST] * 10
    assert find_outdated(house).entries == ()
    make_current(house, SECOND, "for the test", force=True)
    again(house)
    # A part of them first; then the service stays away in the middle; then the rest.
    part = find_outdated(house, 3)
    assert part.first == "enrich"
    report = run_rescoring(house, part, quiet=True)
    assert [(s.stage, s.counts.in_, s.counts.out) for s in report.stages] == [
        ("enrich", 3, 3),
        ("index", 3, 3),
    ]
    assert sorted(versions(house)) == [FIRST] * 7 + [SECOND] * 3
    rest = find_outdated(house)
    assert len(rest.entries) == 7

    def away(_batch):
        raise BackendUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(house.batch_ai, "assess", away)
        report = run_rescoring(house, rest, quiet=True)
    assert report.stages[0].counts.deferred == 7
    assert sorted(versions(house)) == [FIRST] * 7 + [SECOND] * 3
    encoded: list[str] = []
    encode = OnnxEncoder.encode

    def watched(self, texts, kind="passage"):
        encoded.extend(texts)
        return encode(self, texts, kind)

    monkeypatch.setattr(OnnxEncoder, "encode", watched)
    report = run_rescoring(house, find_outdated(house), quiet=True)
    # Its vectors are in the lake: at most a doubted headline is read without each of its words.
    longest = len("가온시 도서관 10곳 다음 달 연다")
    assert max(map(len, encoded), default=0) < longest
    assert report.stages[0].counts.out == 7
    assert versions(house) == [SECOND] * 10
    assert history(house) == {FIRST: 10, SECOND: 10}
    assert find_outdated(house).entries == ()
    # Back again: the verdicts of the first version show again, none is made twice.
    make_current(house, FIRST)
    again(house)
    run_rescoring(house, find_outdated(house), quiet=True)
    assert versions(house) == [FIRST] * 10
    assert history(house) == {FIRST: 10, SECOND: 10}


def test_a_canary_is_asked_for_its_share_alone(stocked):
    house = stocked
    canary = Canary(version=THIRD, share=0.5)
    route_canary(house, canary)
    again(house)
    hashes = [one.url_hash for one in house.gateway.standing_verdicts()]
    share = {each for each in hashes if takes_canary(each, canary)}
    found = find_outdated(house)
    assert {entry.url_hash for entry in found.entries} == share
    run_rescoring(house, found, quiet=True)
    judged = {one.url_hash: one.model_version for one in house.gateway.standing_verdicts()}
    assert judged == {each: THIRD if each in share else FIRST for each in hashes}
    assert find_outdated(house).entries == ()

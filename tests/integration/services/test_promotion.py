"""Promote, roll back and put on trial, as the command line does it over real models."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from imfact.bootstrap.promotion import (
    go_back,
    make_current,
    put_on_trial,
    route_canary,
    route_shadow,
)
from imfact.cli.labelled import read_bare, read_labelled, read_signal
from imfact.cli.main import app
from imfact.contracts.model import PointerChange
from imfact.contracts.policy import Canary
from imfact.kit.errors import ConfigError, DataError, NotFoundError, QualityError
from imfact.policy.routing import read_routing
from imfact.registry.candidate import read_candidate
from imfact.registry.gate import BelowFloor, NotEvaluated, evaluations
from imfact.registry.names import POINTER_KEY, file_key
from imfact.registry.pointer import pointer_bytes, read_pointer
from tests.integration.services.conftest import FIRST, SECOND, THIRD, put_variant
from tests.unit.registry.test_gate import evaluated


def test_a_promotion_needs_an_evaluation_or_a_reason(house):
    with pytest.raises(NotEvaluated):
        make_current(house, SECOND)
    evaluated(house.models, SECOND, FIRST)
    assert make_current(house, SECOND, "better on sports") == FIRST
    assert read_pointer(house.models).history[-1].reason == "better on sports"
    assert make_current(house, THIRD, "nothing else is left", force=True) == SECOND
    last = read_pointer(house.models).history[-1]
    assert (last.target, last.forced, last.reason) == (THIRD, True, "nothing else is left")
    # Going back to who was current before needs neither; who came by force has proved nothing.
    assert make_current(house, FIRST) == THIRD
    with pytest.raises(NotEvaluated):
        make_current(house, THIRD)
    evaluated(house.models, SECOND, FIRST, ("auroc 0.5 below 0.9",))
    with pytest.raises(BelowFloor):
        make_current(house, SECOND)


def test_pointer_and_routing_never_contradict_each_other(house, run):
    running = run()
    route_canary(house, Canary(version=SECOND, share=0.2))
    route_shadow(house, SECOND)
    make_current(house, SECOND, "it proved itself", force=True)
    routing = read_routing(house.config)
    assert (routing.cbt_current, routing.canary, routing.shadow) == (SECOND, None, None)
    assert running.holder.refresh()
    assert go_back(house, None) == (SECOND, FIRST)
    assert read_routing(house.config).cbt_current == FIRST
    assert running.holder.refresh()
    assert running.holder.serving.current.model_version == FIRST


def test_what_cannot_serve_is_refused_even_by_force(house):
    golden = json.loads(house.models.get(file_key("clickbait", FIRST, "golden.json")))
    golden["headlines"][0]["logit"] += 1
    put_variant(house, SECOND, golden_json=json.dumps(golden).encode())
    with pytest.raises(QualityError):
        make_current(house, SECOND, "I insist", force=True)
    with pytest.raises(QualityError):
        put_on_trial(house, SECOND)
    key = file_key("clickbait", THIRD, "model.onnx")
    house.models.put(key, house.models.get(key)[:-1])
    with pytest.raises(QualityError):
        make_current(house, THIRD, "I insist", force=True)
    assert read_pointer(house.models).target == FIRST


def test_a_broken_pointer_is_mended_by_promoting(house):
    house.models.put(POINTER_KEY, b"{}")
    assert make_current(house, FIRST) is None
    assert read_pointer(house.models).target == FIRST


def test_a_pointer_to_nothing_is_mended_by_what_its_error_says(house, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    put_variant(house, "2031-01-01-v3")

    def cli(*words):
        return CliRunner().invoke(app, ["model", *words])

    for pointer in (b"{", pointer_bytes("2020-01-01-v1")):
        house.models.put(POINTER_KEY, pointer)
        listed = cli("list")
        assert listed.exit_code == 0
        assert "2031-01-01-v3" in listed.output
        assert "imfact model promote VERSION" in listed.output
        # Beside which version should it be measured?
        promoted = cli("promote", "2031-01-01-v3")
        assert promoted.exit_code == 0, promoted.output
        assert "current: 2031-01-01-v3" in promoted.output
    key = file_key("clickbait", "2031-01-01-v3", "meta.json")
    house.models.put(key, house.models.get(key) + b" ")
    listed = cli("list")
    assert listed.exit_code == 0
    assert FIRST in listed.output
    assert "altered" in " ".join(listed.output.split())
    forced = cli("promote", FIRST, "--force", "--reason", "the current one is broken")
    assert forced.exit_code == 0, forced.output
    put_variant(house, "2031-01-01-v3")


def test_verify_names_every_version_that_does_not_answer_as_it_should(house, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    golden = json.loads(house.models.get(file_key("clickbait", FIRST, "golden.json")))
    golden["headlines"][0]["logit"] += 1
    wrong = ("2031-01-02-v1", "2031-01-02-v2")
    for version in wrong:
        put_variant(house, version, golden_json=json.dumps(golden).encode())
    told = CliRunner().invoke(app, ["model", "verify"])
    assert isinstance(told.exception, QualityError)
    assert wrong[0] in told.output
    assert wrong[1] in told.exception.message
    for version in wrong:
        put_variant(house, version)


def test_what_is_told_of_a_canary_and_of_the_history_is_exact(house, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))

    def cli(*words):
        return " ".join(CliRunner().invoke(app, ["model", *words]).output.split())

    assert cli("canary", SECOND, "0.0004") == f"canary: {SECOND}, 0.04%"
    assert "canary 0.04%" in cli("list")
    past = PointerChange(action="promote", target=FIRST, at=datetime(2026, 1, 31, 20, tzinfo=UTC))
    house.models.put(POINTER_KEY, pointer_bytes(FIRST, (past,)))
    assert "2026-02-01 05:00:00 promote" in cli("history")


def test_one_trial_takes_the_slot_of_the_other(house):
    route_canary(house, Canary(version=SECOND, share=0.2))
    routing = route_shadow(house, THIRD)
    assert (routing.canary, routing.shadow) == (None, THIRD)
    candidate = read_candidate(house.models)
    assert candidate is not None
    assert candidate.version == THIRD
    routing = route_canary(house, Canary(version=THIRD, share=0.1))
    assert routing.shadow == THIRD
    assert route_canary(house, None).canary is None
    assert route_shadow(house, None).shadow is None
    with pytest.raises(ConfigError, match="current"):
        route_shadow(house, FIRST)


LEAD = "가온시는 어제 이와 같이 밝혔다."
HEADLINES = [
    ("가온시 도서관 세 곳, 다음 달 문 연다", 0),
    ("결국 눈물 쏟은 그 사람, 대체 무슨 일이?", 2),
    ("버스 요금 내년 3월부터 1,500원으로 오른다", 0),
    ("“이것만은 꼭 피하세요” 전문가가 밝힌 뜻밖의 이유", 2),
    ("한빛은행 3분기 순이익 1조2000억원", 0),
    ("모두가 놀란 도서관의 정체… 알고 보니", 3),
]


def test_the_command_line_measures_and_shows_flips(house, tmp_path, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    data = tmp_path / "rows.jsonl"
    data.write_text(
        "\n".join(
            json.dumps({"title": title, "lead": LEAD, "score": score}, ensure_ascii=False)
            for title, score in HEADLINES
        ),
        "utf-8",
    )

    def cli(*words):
        return CliRunner().invoke(app, ["model", *words])

    assert "logged nothing" in cli("diff", FIRST, SECOND, "--shadow").output
    assert "No article is stored" in cli("diff", FIRST, SECOND).output
    for name in ("../x", "cbt_candidate"):
        for words in (["shadow", name], ["diff", FIRST, name, "--shadow"]):
            assert isinstance(cli(*words).exception, NotFoundError)
    assert isinstance(cli("promote", SECOND).exception, NotEvaluated)
    measured = cli("evaluate", SECOND, "--data", str(data))
    assert isinstance(measured.exception, BelowFloor)
    assert measured.exception.exit_code == 65
    for name in ("auroc", "average_precision", "spearman", "ece", "coverage at 10% errors"):
        assert name in measured.output
    (kept,) = evaluations(house.models, SECOND)
    assert kept.against == FIRST
    assert kept.figures.auroc == kept.against_figures.auroc
    assert [said.split()[0] for said in kept.below] == ["ece"]
    assert isinstance(cli("promote", SECOND).exception, BelowFloor)
    assert isinstance(cli("promote", SECOND, "--force").exception, ConfigError)
    assert read_pointer(house.models).target == FIRST
    flips = cli("diff", FIRST, SECOND, "--data", str(data))
    assert flips.exit_code == 0
    assert "of 6 change their band" in flips.output
    assert "low → " in flips.output
    assert cli("promote", SECOND, "--force", "--reason", "연습").exit_code == 0
    assert "promote (forced)" in cli("history").output
    assert cli("rollback").exit_code == 0
    assert read_pointer(house.models).target == FIRST
    assert cli("canary", SECOND, "0.25").exit_code == 0
    assert "canary 25%" in cli("list").output
    assert cli("canary", "off").exit_code == cli("shadow", "off").exit_code == 0


BODIES = {
    "도서관": "가온시는 다음 달 어린이 도서관 세 곳의 문을 연다고 어제 밝혔다. 도서관마다 책 1만 권이 꽂힌다. "
    "시는 내년 봄까지 도서관 두 곳을 더 열 계획이다. 시민 누구나 회원증으로 책을 빌릴 수 있다.",
    "요금": "한빛도는 내년 3월부터 시내버스 요금을 1,500원으로 올린다고 밝혔다. 청소년 요금은 그대로 둔다. "
    "버스 회사들은 기름값이 크게 올라 요금을 올릴 수밖에 없었다고 했다. 환승 할인은 계속된다.",
    "은행": "새솔은행이 3분기 순이익 1조 2000억 원을 냈다고 공시했다. 이자 이익이 한 해 전보다 8% 늘었다. "
    "은행은 연말 배당을 늘리는 방안을 이사회에서 다룬다. 연체율은 0.3%로 낮은 수준이다.",
}
FITTING = {
    "도서관": "가온시, 다음 달 어린이 도서관 세 곳 연다",
    "요금": "시내버스 요금 내년 3월부터 1,500원으로 오른다",
    "은행": "새솔은행 3분기 순이익 1조 2000억 원",
}


def test_match_is_measured_by_bodies_that_do_not_carry_the_headline(house, tmp_path, monkeypatch):
    monkeypatch.setenv("IMFACT_VAR", str(house.settings.var))
    data = tmp_path / "swaps.jsonl"
    rows = [
        {"title": FITTING[title], "body": body, "label": int(title != subject)}
        for subject, body in BODIES.items()
        for title in FITTING
    ]
    data.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")

    def cli(*words):
        return CliRunner().invoke(app, ["model", "evaluate", SECOND, "--data", str(data), *words])

    assert isinstance(cli().exception, DataError)  # no readings of style in this file
    cli("--signal", "match")
    (kept,) = evaluations(house.models, SECOND)
    assert kept.signal == "match"
    assert kept.against_figures.auroc == 1.0
    assert kept.against_figures.rows == 9
    cli("--signal", "coherence")
    assert {one.signal for one in evaluations(house.models, SECOND)} == {"match", "coherence"}


def test_a_row_without_a_body_measures_neither_match_nor_coherence(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"title": "t", "body": " ", "label": 1}', "utf-8")
    with pytest.raises(DataError, match=r"line 1.*no body"):
        read_signal(path)


ROWS = [
    {"id": "a", "title": "가온시 도서관 연다", "lead": "앞글", "score": 0},
    {"title": "결국 눈물 쏟은 그 사람", "score": 2},
    {"title": "대체 무슨 일이", "mean": 0.75, "clickbait": True, "scores": [1, 2, 3]},
    {"title": "요금 오른다", "mean": 0.4},
]


@pytest.mark.parametrize("packed", [True, False])
def test_labelled_rows_are_read_in_each_form(tmp_path, packed):
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    path = tmp_path / "rows.jsonl"
    path.write_bytes(gzip.compress(data) if packed else data)
    assert [(row.bait, row.grade) for row in read_labelled(path)] == [
        (False, 0),
        (True, 2),
        (True, 0.75),
        (False, 0.4),
    ]
    assert read_bare(path)[0].text == "앞글"


@pytest.mark.parametrize(
    "data", [b"{", b'{"title": ""}', b'{"title": "t"}', b"\xff", b"\x1f\x8b broken"]
)
def test_broken_rows_name_the_line(tmp_path, data):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"rows\.jsonl"):
        read_labelled(path)
    with pytest.raises(DataError, match="cannot be read"):
        read_labelled(tmp_path / "nowhere.jsonl")

"""The engine encodes each text once, uses vectors that it is given, and bounds what a body costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from imfact.adapters.summariser.port import Piece
from imfact.contracts.ai_api import AssessItem, GivenVectors, pack_vectors
from imfact.contracts.assessment import Summary
from imfact.contracts.policy import Policy
from imfact.judge.match import MATCH_FEATURES
from imfact.kit.errors import ContractError
from imfact.kit.korean import lead_of, split_sentences
from imfact.services.ai.engine import JudgingEngine
from tests.encoders import MarkClassifier, PairEncoder, no_spans, word_spans
from tests.unit.services.ai.conftest import CALIBRATION, NOW, MakeEngine

TITLE = "가람시 도서관 세 곳, 결국 문 열었다!"
BODY = (
    "가람시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다. 시민 백여 명이 문을 여는 자리에 함께했다.\n"
    "도서관마다 책 만 권과 작은 마당이 있다. 한편 새별산에는 올해 첫 서리가 내렸다고 한다."
)


def given(encoder: PairEncoder, version: str | None = None, sentences: int = 4) -> GivenVectors:
    texts = [sentence.text for sentence in split_sentences(BODY)][:sentences]
    rows = encoder.encode(texts) if texts else np.empty((0, 384), dtype=np.float32)
    return GivenVectors(
        encoder_version=version or encoder.version,
        title=pack_vectors(encoder.encode([TITLE])),
        lead=pack_vectors(encoder.encode([lead_of(BODY)])),
        sentences=pack_vectors(rows),
    )


def test_every_text_is_encoded_once(make_engine: MakeEngine, encoder: PairEncoder):
    item = AssessItem(title=TITLE, body=BODY, summarise=True)
    answers = make_engine().assess([item, item, AssessItem(title=TITLE)])
    assert len(encoder.asked) == len(set(encoder.asked))
    assert answers[0] == answers[1]
    assert ("passage", TITLE) in encoder.asked
    assert ("passage", lead_of(BODY)) in encoder.asked


def test_given_vectors_are_used_and_give_the_same_verdict(
    make_engine: MakeEngine, encoder: PairEncoder
):
    bare = AssessItem(title=TITLE, body=BODY, summarise=True)
    whole = bare.model_copy(update={"vectors": given(encoder)})
    encoder.asked.clear()
    (with_vectors,) = make_engine().assess([whole])
    assert encoder.asked == []
    assert make_engine().assess([bare]) == [with_vectors]
    assert with_vectors.summary is not None
    assert with_vectors.assessment.judged_at == NOW


def test_match_is_given_the_headline_as_a_query_encoded_once(
    make_engine: MakeEngine, encoder: PairEncoder, classifier: MarkClassifier
):
    classifier.features = {"match": MATCH_FEATURES}
    item = AssessItem(title=TITLE, body=BODY, vectors=given(encoder))
    encoder.asked.clear()
    make_engine().assess([item, item, AssessItem(title=TITLE)])
    assert [text for kind, text in encoder.asked if kind == "query"] == [TITLE]
    query, passage = (encoder.encode([TITLE], kind)[0] for kind in ("query", "passage"))
    one, _, bare = classifier.seen[:3]
    assert one.query_vector is not None
    assert np.allclose(one.query_vector, query)
    assert one.title_vector is not None
    assert np.allclose(one.title_vector, passage)
    assert one.match_features is not None
    assert one.match_features[0] == pytest.approx(float(query @ one.lead_vector))
    assert bare.query_vector is None


def test_vectors_of_another_encoder_are_passed_over(make_engine: MakeEngine, encoder: PairEncoder):
    item = AssessItem(title=TITLE, body=BODY, vectors=given(encoder, version="2020-01-01-v1"))
    encoder.asked.clear()
    make_engine().assess([item])
    assert ("passage", TITLE) in encoder.asked


def test_a_body_without_sentence_vectors_is_judged_without_evidence(
    make_engine: MakeEngine, encoder: PairEncoder
):
    item = AssessItem(title=TITLE, body=BODY, summarise=True, vectors=given(encoder, sentences=0))
    (answer,) = make_engine().assess([item])
    assert {reason.where for reason in answer.assessment.reasons} == {"title"}
    assert answer.summary is None


NO_NUMBERS = pack_vectors(np.full((1, 384), np.nan, dtype=np.float32))


@pytest.mark.parametrize("place", ["title", "lead", "sentences"])
def test_vectors_that_are_no_numbers_are_refused(
    make_engine: MakeEngine, encoder: PairEncoder, place: str
):
    vectors = given(encoder).model_copy(update={place: NO_NUMBERS})
    with pytest.raises(ContractError, match="no numbers"):
        make_engine().assess([AssessItem(title=TITLE, body=BODY, vectors=vectors)])


@pytest.mark.parametrize("packed", ["AAAA", "", "%%%"])
def test_broken_vectors_are_refused(make_engine: MakeEngine, encoder: PairEncoder, packed: str):
    vectors = given(encoder).model_copy(update={"title": packed})
    with pytest.raises(ContractError):
        make_engine().assess([AssessItem(title=TITLE, body=BODY, vectors=vectors)])


def test_more_vectors_than_sentences_are_refused(make_engine: MakeEngine, encoder: PairEncoder):
    item = AssessItem(title=TITLE, body="한 문장뿐이다.", vectors=given(encoder))
    with pytest.raises(ContractError, match="More sentence vectors"):
        make_engine().assess([item])


def test_without_reasons_no_sentence_is_encoded(make_engine: MakeEngine, encoder: PairEncoder):
    (answer,) = make_engine().assess([AssessItem(title=TITLE, body=BODY)], reasons=False)
    assert encoder.asked == [("passage", TITLE), ("passage", lead_of(BODY))]
    assert answer.assessment.reasons == ()


def test_reasons_tell_what_the_score_would_be_without_a_word(make_engine: MakeEngine):
    engine = make_engine(morphemes=word_spans)
    item = AssessItem(title="가람시 도서관 이럴수가?!?!", body=BODY)
    (answer,) = engine.assess([item])
    (span,) = [reason for reason in answer.assessment.reasons if reason.kind == "span"]
    assert span.text == "이럴수가?!?!"
    assert span.p_without is not None
    assert span.p_without < answer.assessment.p_clickbait
    (bare,) = engine.assess([item], reasons=False)
    assert bare.assessment.p_clickbait == answer.assessment.p_clickbait


@pytest.mark.parametrize("reads_vectors", [False, True])
def test_variants_are_encoded_for_a_classifier_that_reads_vectors_alone(
    make_engine: MakeEngine,
    encoder: PairEncoder,
    classifier: MarkClassifier,
    reads_vectors: bool,
):
    classifier.reads_vectors = reads_vectors
    title = "가람시 도서관 이럴수가?!?!"
    make_engine(morphemes=word_spans).assess([AssessItem(title=title, body=BODY)])
    assert (("passage", "가람시 도서관") in encoder.asked) is reads_vectors
    variants = [one for one in classifier.seen if one.title != title]
    assert variants
    assert all((one.title_vector is not None) is reads_vectors for one in variants)


def test_a_long_body_costs_no_more_than_its_budget(make_engine: MakeEngine, encoder: PairEncoder):
    body = (
        BODY + "\n" + "\n".join(f"{n}번째로 소개하는 마당의 나무는 무척 크다." for n in range(900))
    )
    (answer,) = make_engine(encoded_characters=300).assess([AssessItem(title=TITLE, body=body)])
    passages = [text for kind, text in encoder.asked if kind == "passage"]
    assert sum(map(len, passages)) <= 300 + 200 + len(TITLE)
    supporting = next(r for r in answer.assessment.reasons if r.kind == "supporting")
    assert supporting.text.startswith("가람시는 어제")


def test_the_classifier_gets_the_lead_as_it_was_trained(
    make_engine: MakeEngine, classifier: MarkClassifier
):
    make_engine().assess([AssessItem(title=TITLE, body="가나다 " * 200), AssessItem(title=TITLE)])
    assert len(classifier.seen[0].lead) == 200
    assert classifier.seen[0].lead_vector is not None
    assert (classifier.seen[1].lead, classifier.seen[1].lead_vector) == ("", None)


@pytest.mark.parametrize(
    "title", ["가", "😀😀", "\x00\x01", "You will not believe this", " ", "가" * 10_000]
)
@pytest.mark.parametrize("body", ["", " \n", "\x00", "본문 " * 30_000])
def test_no_text_makes_it_fail(make_engine: MakeEngine, title: str, body: str):
    (answer,) = make_engine().assess([AssessItem(title=title, body=body, summarise=True)])
    assert 0 <= answer.assessment.p_clickbait <= 1


def test_nothing_asked_is_nothing_answered(make_engine: MakeEngine):
    assert make_engine().assess([]) == []


class Numbering:
    """A summariser that numbers what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[list[Piece]] = []

    def summarise(self, pieces: Sequence[Piece]) -> list[Summary | None]:
        self.asked.append(list(pieces))
        return [
            Summary(method="extractive", sentences=(str(number),), spans=((0, 1),))
            for number, _ in enumerate(pieces)
        ]


def test_summaries_are_asked_for_together_and_go_to_who_wanted_them(
    policy: Policy, encoder: PairEncoder, classifier: MarkClassifier
):
    summariser = Numbering()
    engine = JudgingEngine(
        encoder=encoder,
        classifier=classifier,
        calibration=CALIBRATION,
        policy=policy,
        summariser=summariser,
        trained_on="nothing",
        morphemes=no_spans,
    )
    items = [
        AssessItem(title=TITLE, body=BODY, summarise=True, written=True),
        AssessItem(title=TITLE, body=BODY, written=True),
        AssessItem(title=TITLE, body=BODY, summarise=True),
    ]
    answers = engine.assess(items)
    assert [answer.summary and answer.summary.sentences for answer in answers] == [
        ("0",),
        None,
        ("1",),
    ]
    ((first, second),) = summariser.asked
    assert (first.written, second.written) == (True, False)
    assert (first.title, first.body) == (TITLE, BODY)
    assert len(first.sentences) == len(first.vectors) == 4

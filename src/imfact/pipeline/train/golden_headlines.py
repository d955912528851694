"""Golden outputs of a clickbait version: headlines of nobody's and what it says of them."""

from __future__ import annotations

import numpy as np

from imfact.adapters.classifier.port import Classifier, ClassifierInput
from imfact.adapters.encoder.port import Encoder
from imfact.judge.coherence import measure_segments
from imfact.judge.match import match_features
from imfact.kit.korean import lead_of, split_sentences
from imfact.pipeline.train.artefact import rounded
from imfact.registry.golden import ClassifierGolden, GoldenHeadline

_TOLERANCE = 0.005
"""In logits. Processors differ by a hundredth of it; inputs rounded to eight bits, by more."""

_BUS = (
    "가온시는 24일 시내버스 기본요금을 올린다고 밝혔다. 시는 연료비가 3년 새 18% 올랐다고 설명했다. "
    "요금은 내년 3월부터 1,500원이 된다. 청소년과 어르신 요금은 그대로다. 시는 배차도 늘리기로 했다."
)
_FOREIGN = (
    "가온시는 24일 시내버스 기본요금을 올린다고 밝혔다. 지금 바로 주문하면 매트리스를 50% 할인합니다. "
    "선착순 30명에게 사은품을 증정합니다. 시는 연료비가 3년 새 18% 올랐다고 설명했다. 요금은 내년에 오른다."
)
# Written for this purpose; nothing of it ever happened.
GOLDEN_HEADLINES = (
    ("가온시 시내버스 요금 내년 3월부터 1,500원으로 오른다", _BUS),
    ("가온시 시내버스 요금 내년부터 내린다", _FOREIGN),
    (
        "“이것만은 꼭 피하세요”… 전문가가 밝힌 뜻밖의 이유",
        "겨울철 실내 습도는 40~60%가 알맞다고 한다.",
    ),
    ("결국 눈물 쏟은 그 사람, 대체 무슨 일이", ""),
    ("한빛은행 3분기 순이익 1조2000억원… 작년보다 12% 늘어", _BUS),
)


def golden_outputs(classifier: Classifier, encoder: Encoder) -> ClassifierGolden:
    """Return what ``classifier`` says of the golden headlines here and now."""
    rows = []
    for title, body in GOLDEN_HEADLINES:
        lead = lead_of(body)
        # Rounded first: the logits belong to what is stored.
        vector = rounded(encoder.encode([title])[0])
        lead_vector = rounded(encoder.encode([lead])[0]) if lead else None
        sentences = [sentence.text for sentence in split_sentences(body)]
        query = rounded(encoder.encode([title], "query")[0]) if lead else None
        query_array = None if query is None else np.asarray(query, dtype=np.float32)
        title_array = np.asarray(vector, dtype=np.float32)
        lead_array = None if lead_vector is None else np.asarray(lead_vector, dtype=np.float32)
        match = (
            None
            if query_array is None or lead_array is None
            else rounded(match_features(title, body, query_array, lead_array))
        )
        vectors = np.empty((0, len(vector)), dtype=np.float32)
        if sentences:
            vectors = encoder.encode(sentences)
        places = classifier.places(np.vstack([title_array[None], vectors]))
        measured = measure_segments(sentences, vectors, title_array, places)
        coherence = None if measured is None else tuple(map(rounded, measured.features))
        given = ClassifierInput(
            title,
            lead,
            title_array,
            lead_array,
            query_array,
            None if match is None else np.asarray(match, dtype=np.float32),
            None if coherence is None else np.asarray(coherence, dtype=np.float32),
        )
        logits = classifier.logits([given])
        rows.append(
            GoldenHeadline(
                title=title,
                lead=lead,
                title_vector=vector,
                lead_vector=lead_vector,
                query_vector=query,
                match_features=match,
                coherence_features=coherence,
                place=rounded(places[0]),
                logit=float(logits.style[0]),
                match=None if np.isnan(logits.match[0]) else float(logits.match[0]),
                coherence=None if np.isnan(logits.coherence[0]) else float(logits.coherence[0]),
            )
        )
    return ClassifierGolden(tolerance=_TOLERANCE, headlines=tuple(rows))

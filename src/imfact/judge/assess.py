"""One headline judged: style, band, trust, words and reasons put together into an Assessment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import Assessment, Reason, Signal, Signals, Tactic, Versions
from imfact.contracts.model import Calibration
from imfact.contracts.policy import Policy
from imfact.judge.bands import band_of, trust_of, unsure_because
from imfact.judge.calibration import Probability
from imfact.judge.evidence import sentence_evidence
from imfact.judge.hits import Hit, find_hits, main_tactic
from imfact.judge.style import style_probability
from imfact.judge.words import verdict_sentences
from imfact.kit.hashing import text_hash
from imfact.kit.korean import Sentence

_HANGUL = re.compile(r"[가-힣]")
_MARKS = " …‥.?!？！\"'“”‘’"
_LONGEST_WORD = 12


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one headline: its text, the encoder's vectors and the classifier's logit."""

    title: str
    body: str
    paywalled: bool
    sentences: Sequence[Sentence]
    """Of the body, as far as they have vectors."""
    title_vector: npt.NDArray[np.float32]
    sentence_vectors: npt.NDArray[np.float32]
    logit: float


@dataclass(frozen=True, slots=True)
class Bench:
    """What every case of a batch is judged by."""

    policy: Policy
    calibration: Calibration
    model_version: str
    encoder_version: str


def assess(case: Case, bench: Bench, judged_at: datetime, *, reasons: bool = True) -> Assessment:
    """Return the verdict. Any text is accepted; what cannot be judged is unsure and says why.

    Where the headline is too short or not Korean nothing is known beyond the base rate: that is then
    ``p_clickbait``, and ``signals.style.p`` is null.
    """
    thresholds = bench.policy.thresholds
    hits = find_hits(case.title, bench.policy)
    style = style_probability(case.logit, hits, bench.calibration, bench.policy)
    unsure = unsure_because(case.title, case.body, paywalled=case.paywalled)
    judged = unsure not in ("too_short", "not_korean")
    if not judged:
        style = Probability(thresholds.assumed_base_rate, None)
    band = band_of([style.p], thresholds) if unsure is None else "unsure"
    if band == "unsure" and unsure is None:
        unsure = "near_threshold"
    tactic = main_tactic(hits)
    sentence_ko, sentence_en = verdict_sentences(
        band, unsure, tactic, _telling_word(case.title, hits, tactic), style.p
    )
    return Assessment(
        p_clickbait=style.p,
        interval=style.interval,
        band=band,
        unsure_reason=unsure,
        trust=trust_of([style.p]),
        signals=Signals(style=Signal(p=style.p if judged else None)),
        tactic=tactic,
        sentence_ko=sentence_ko,
        sentence_en=sentence_en,
        reasons=tuple(_reasons(case, hits)) if reasons else (),
        versions=Versions(
            model_version=bench.model_version,
            encoder_version=bench.encoder_version,
            policy_version=bench.policy.version,
            text_hash=text_hash(case.title, case.body),
        ),
        judged_at=judged_at,
    )


def _reasons(case: Case, hits: Sequence[Hit]) -> list[Reason]:
    found = [
        Reason(
            kind=hit.kind,
            where="title",
            text=hit.text,
            start=hit.span[0] if hit.span else None,
            end=hit.span[1] if hit.span else None,
            tactic=hit.tactic,
            weight=hit.weight,
            note_ko=hit.note_ko,
            note_en=hit.note_en,
        )
        for hit in hits
    ]
    return found + sentence_evidence(case.title_vector, case.sentences, case.sentence_vectors)


def _telling_word(title: str, hits: Sequence[Hit], tactic: Tactic | None) -> str | None:
    """Return the heaviest find of the main tactic that reads as a word, None where it is a mark."""
    words = [
        (hit.kind == "lexicon", hit.weight, hit.text.strip(_MARKS))
        for hit in hits
        if hit.tactic == tactic and hit.weight > 0 and _is_word(title, hit)
    ]
    return max(words)[2] if words else None


def _is_word(title: str, hit: Hit) -> bool:
    """Whether the find is short, has Hangul and does not begin in the middle of a word."""
    if hit.span is None or len(hit.text) > _LONGEST_WORD or not _HANGUL.search(hit.text):
        return False
    start = hit.span[0]
    return hit.kind == "lexicon" or start == 0 or not title[start - 1].isalnum()

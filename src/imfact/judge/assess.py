"""One headline judged: style, band, trust, words and reasons put together into an Assessment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from imfact.contracts.assessment import (
    Assessment,
    Reason,
    SignalName,
    Signals,
    Tactic,
    Versions,
)
from imfact.contracts.model import Calibration
from imfact.contracts.policy import Policy
from imfact.judge.bands import trust_of, unsure_because
from imfact.judge.calibration import Probability
from imfact.judge.carried import carried_evidence
from imfact.judge.coherence import Segment
from imfact.judge.evidence import sentence_evidence
from imfact.judge.foreign import foreign_evidence
from imfact.judge.hits import Hit, find_hits, main_tactic
from imfact.judge.signals import JudgedSignals, judge_signals
from imfact.judge.spans import Variant, span_reasons
from imfact.judge.style import style_probability
from imfact.judge.words import signal_sentences, verdict_sentences
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
    """Raw, of style."""
    match_logit: float | None = None
    """Raw; None where match was not judged, as coherence may be."""
    coherence_logit: float | None = None
    segment: Segment | None = None
    """Of the body, the one that ``coherence_logit`` is of."""
    without: Sequence[tuple[Variant, float]] = ()
    """The headline without each of its morphemes, with the raw logit of style."""


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
    hits = find_hits(case.title, bench.policy)
    unsure = unsure_because(case.title, case.body, paywalled=case.paywalled)
    carried = unsure is None
    signals = judge_signals(
        case.logit,
        case.match_logit if carried else None,
        case.coherence_logit if carried else None,
        hits,
        bench.calibration,
        bench.policy,
    )
    judged = unsure not in ("too_short", "not_korean")
    style = signals.signals[0].probability
    if not judged:
        style = Probability(bench.policy.thresholds.assumed_base_rate, None)
    band = signals.band if unsure is None else "unsure"
    if band == "unsure" and unsure is None:
        unsure = "near_threshold"
    tactic = main_tactic(hits)
    word = _telling_word(case.title, hits, tactic)
    deciding = signals.deciding
    if judged and band != "low" and deciding.name != "style":
        sentence_ko, sentence_en = signal_sentences(deciding.name, band, deciding.p)
    else:
        sentence_ko, sentence_en = verdict_sentences(band, unsure, tactic, word, style.p)
    return Assessment(
        p_clickbait=style.p,
        interval=style.interval,
        band=band,
        unsure_reason=unsure,
        trust=trust_of([signals.largest if judged else style.p]),
        signals=signals.shown() if judged else Signals(),
        tactic=tactic,
        sentence_ko=sentence_ko,
        sentence_en=sentence_en,
        reasons=tuple(_reasons(case, hits, signals, bench)) if reasons else (),
        versions=Versions(
            model_version=bench.model_version,
            encoder_version=bench.encoder_version,
            policy_version=bench.policy.version,
            text_hash=text_hash(case.title, case.body),
        ),
        judged_at=judged_at,
    )


def _reasons(case: Case, hits: Sequence[Hit], signals: JudgedSignals, bench: Bench) -> list[Reason]:
    """Return the evidence of each signal; that of a doubt only where there is one."""
    found = [
        Reason(
            kind=hit.kind,
            where="title",
            text=hit.text,
            start=hit.span[0] if hit.span else None,
            end=hit.span[1] if hit.span else None,
            tactic=hit.tactic,
            signal="style",
            weight=hit.weight,
            note_ko=hit.note_ko,
            note_en=hit.note_en,
        )
        for hit in hits
    ]
    found += span_reasons(case.title, signals.signals[0].p, _without(case, bench), hits)
    if _doubted(signals, "match"):
        found += carried_evidence(case.title, case.body, case.sentences)
    found += sentence_evidence(case.title_vector, case.sentences, case.sentence_vectors)
    if _doubted(signals, "coherence"):
        found += foreign_evidence(case.sentences, case.segment)
    return found


def _doubted(signals: JudgedSignals, name: SignalName) -> bool:
    signal = signals.of(name)
    return signal is not None and signal.band in ("unsure", "suspected")


def _without(case: Case, bench: Bench) -> list[tuple[Variant, float]]:
    """Return each variant's probability: what policy says of it goes with the words it loses."""
    return [
        (
            variant,
            style_probability(
                logit, find_hits(variant.title, bench.policy), bench.calibration, bench.policy
            ).p,
        )
        for variant, logit in case.without
    ]


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

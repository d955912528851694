"""Judging as a plain object: encode, classify, judge, summarise a batch. HTTP is app.py's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from imfact.adapters.classifier.port import Classifier, ClassifierInput
from imfact.adapters.encoder.port import Encoder, Vectors
from imfact.adapters.summariser.port import Piece, Summariser
from imfact.contracts.ai_api import Assessed, AssessItem, GivenVectors, unpack_vectors
from imfact.contracts.assessment import Assessment, Summary
from imfact.contracts.model import Calibration, Quality
from imfact.contracts.policy import Policy, SignalThresholds
from imfact.contracts.public_api import Method, SignalMarks
from imfact.judge.assess import Bench, Case, assess
from imfact.judge.calibration import calibrate
from imfact.judge.coherence import COHERENCE_FEATURES, Measured
from imfact.judge.match import MATCH_FEATURES, match_features
from imfact.judge.reading import choose_sentences, read_sentences, text_to_encode
from imfact.judge.spans import Variant, variants
from imfact.kit.clock import Clock, utc_now
from imfact.kit.errors import ConfigError, ContractError
from imfact.kit.korean import Sentence, lead_of, tells
from imfact.services.ai.encoded import Encoded
from imfact.services.ai.segments import Body, chosen_segment, measured_bodies

# What one headline may cost while somebody waits; batch sends vectors of the whole body instead.
ENCODED_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class _Reading:
    """One item with its sentences and vectors."""

    item: AssessItem
    lead: str
    sentences: Sequence[Sentence]
    title_vector: Vectors
    lead_vector: Vectors | None
    query_vector: Vectors | None
    """The headline's as a query, for match; None without a lead."""
    sentence_vectors: Vectors
    whole: bool
    """Whether every sentence that tells something has a vector; coherence needs them all."""


class JudgingEngine:
    """Everything a verdict needs, loaded once; thread-safe if its parts are.

    Args:
        encoder: Makes the vectors of whatever comes without its own.
        classifier: Gives the raw logits.
        calibration: The classifier's own.
        policy: Lexicon, rules and thresholds in force.
        summariser: Asked only for items that want a summary.
        trained_on: What the classifier learned from, in words.
        quality: How good the version was seen to be; None where it was not measured.
        morphemes: Gives the spans of a headline that reasons leave out one at a time.
        clock: Gives ``judged_at``.
        encoded_characters: How much of a body is encoded for evidence and summary, at most.
    """

    def __init__(
        self,
        *,
        encoder: Encoder,
        classifier: Classifier,
        calibration: Calibration,
        policy: Policy,
        summariser: Summariser,
        trained_on: str,
        morphemes: Callable[[str], Sequence[tuple[int, int]]],
        quality: Quality | None = None,
        clock: Clock = utc_now,
        encoded_characters: int = ENCODED_CHARACTERS,
    ) -> None:
        self._encoder = encoder
        self._classifier = classifier
        self._summariser = summariser
        self._trained_on = trained_on
        self._quality = quality
        self._morphemes = morphemes
        _require_features(classifier)
        self._clock = clock
        self._encoded_characters = encoded_characters
        self._bench = Bench(policy, calibration, classifier.version, encoder.version)

    def assess(self, items: Sequence[AssessItem], *, reasons: bool = True) -> list[Assessed]:
        """Return one verdict an item, in the order given. Without ``reasons`` no sentence is encoded.

        Raises:
            ContractError: vectors were given that do not fit the encoder.
        """
        if not items:
            return []
        cases = self._cases(items, reasons)
        moment = self._clock()
        judged: list[Assessment] = []
        for _, case in cases:
            verdict = assess(case, self._bench, moment, reasons=reasons)
            judged.append(verdict)
        summaries = self._summaries([reading for reading, _ in cases])
        return [
            Assessed(assessment=verdict, summary=summary)
            for verdict, summary in zip(judged, summaries, strict=True)
        ]

    def cases(self, items: Sequence[AssessItem]) -> list[Case]:
        """Return what verdicts without reasons are made of, to be judged by more than one policy.

        Raises:
            ContractError: vectors were given that do not fit the encoder.
        """
        return [case for _, case in self._cases(items, reasons=False)] if items else []

    def bench(self, policy: Policy) -> Bench:
        """Return what this engine judges by, under another policy."""
        return replace(self._bench, policy=policy)

    def under(self, policy: Policy) -> JudgingEngine:
        """Return an engine of the same models under another policy."""
        other = copy(self)
        other._bench = self.bench(policy)
        return other

    def embed(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        """Return one unit row a text."""
        return self._encoder.encode(texts, kind)

    @property
    def encoder_version(self) -> str:
        """The encoder in force."""
        return self._encoder.version

    @property
    def dimension(self) -> int:
        """Length of the encoder's vectors."""
        return self._encoder.dimension

    @property
    def model_version(self) -> str:
        """The clickbait version in force."""
        return self._bench.model_version

    @property
    def policy_version(self) -> str:
        """The policy in force."""
        return self._bench.policy.version

    def method(self) -> Method:
        """Return what the verdicts rest on."""
        thresholds = self._bench.policy.thresholds
        return Method(
            threshold=thresholds.T,
            unsure_band=thresholds.unsure_band,
            match=_marks(thresholds.match),
            coherence=_marks(thresholds.coherence),
            assumed_base_rate=thresholds.assumed_base_rate,
            derived_from=thresholds.derived_from,
            model_version=self._bench.model_version,
            encoder_version=self._bench.encoder_version,
            policy_version=self._bench.policy.version,
            trained_on=self._trained_on,
            quality=self._quality,
        )

    def _summaries(self, readings: Sequence[_Reading]) -> list[Summary | None]:
        """Ask for all summaries together: a language model answers several at a time."""
        wanted = [number for number, reading in enumerate(readings) if reading.item.summarise]
        made = self._summariser.summarise(
            [
                Piece(
                    one.item.title,
                    one.item.body,
                    one.sentences,
                    one.sentence_vectors,
                    one.item.written,
                )
                for one in (readings[number] for number in wanted)
            ]
        )
        found = dict(zip(wanted, made, strict=True))
        return [found.get(number) for number in range(len(readings))]

    def _cases(self, items: Sequence[AssessItem], reasons: bool) -> list[tuple[_Reading, Case]]:
        readings = self._read(items, reasons)
        segments = measured_bodies(
            self._classifier,
            [
                Body(one.sentences, one.sentence_vectors, one.title_vector) if one.whole else None
                for one in readings
            ],
        )
        logits = self._classifier.logits(
            [
                self._given_to_model(reading, measured)
                for reading, measured in zip(readings, segments, strict=True)
            ]
        )
        without = self._without(readings, logits.style.tolist()) if reasons else {}
        return [
            (
                reading,
                Case(
                    title=reading.item.title,
                    body=reading.item.body,
                    paywalled=reading.item.paywalled,
                    sentences=reading.sentences,
                    title_vector=reading.title_vector,
                    sentence_vectors=reading.sentence_vectors,
                    logit=float(logits.style[number]),
                    match_logit=_judged(logits.match[number]),
                    coherence_logit=_judged(logits.coherence[number]),
                    segment=chosen_segment(segments[number], int(logits.segment[number])),
                    without=without.get(number, ()),
                ),
            )
            for number, reading in enumerate(readings)
        ]

    def _given_to_model(self, reading: _Reading, segments: Measured | None) -> ClassifierInput:
        """Return what the model is given."""
        item, query, lead = reading.item, reading.query_vector, reading.lead_vector
        return ClassifierInput(
            item.title,
            reading.lead,
            reading.title_vector,
            lead,
            query,
            None
            if query is None or lead is None
            else match_features(item.title, item.body, query, lead),
            None if segments is None else segments.features,
        )

    def _without(
        self, readings: Sequence[_Reading], logits: Sequence[float]
    ) -> dict[int, list[tuple[Variant, float]]]:
        """Judge doubted headlines again without each of their morphemes, all variants together."""
        low = self._bench.policy.thresholds.unsure_band[0]
        rate = self._bench.policy.thresholds.assumed_base_rate
        asked: list[tuple[int, Variant]] = []
        for number, (reading, logit) in enumerate(zip(readings, logits, strict=True)):
            if calibrate(logit, self._bench.calibration, rate).p >= low:
                title = reading.item.title
                asked += [(number, one) for one in variants(title, self._morphemes(title))]
        if not asked:
            return {}
        titles = [variant.title for _, variant in asked]
        vectors: Sequence[Vectors | None] = [None] * len(titles)
        if self._classifier.reads_vectors:
            vectors = list(self._encoder.encode(titles, "passage"))
        again = self._classifier.logits(
            [
                ClassifierInput(title, readings[n].lead, vector, readings[n].lead_vector)
                for title, (n, _), vector in zip(titles, asked, vectors, strict=True)
            ]
        )
        found: dict[int, list[tuple[Variant, float]]] = {}
        for (number, variant), logit in zip(asked, again.style, strict=True):
            found.setdefault(number, []).append((variant, float(logit)))
        return found

    def _read(self, items: Sequence[AssessItem], reasons: bool) -> list[_Reading]:
        """Find or make the vectors; what must be encoded is encoded once and together."""
        given = [self._given(item) for item in items]
        chosen = [
            self._chosen(item, reasons) if reading is None else (reading.sentences, reading.whole)
            for item, reading in zip(items, given, strict=True)
        ]
        bare = [number for number, reading in enumerate(given) if reading is None]
        encoded = Encoded(
            self._encoder,
            (
                text
                for n in bare
                for text in (
                    items[n].title,
                    lead_of(items[n].body),
                    *map(text_to_encode, chosen[n][0]),
                )
                if text
            ),
        )
        readings: list[_Reading] = []
        for number, item in enumerate(items):
            reading = given[number]
            if reading is None:
                lead = lead_of(item.body)
                sentences, whole = chosen[number]
                reading = _Reading(
                    item,
                    lead,
                    sentences,
                    encoded.rows([item.title])[0],
                    encoded.rows([lead])[0] if lead else None,
                    None,
                    encoded.rows([text_to_encode(s) for s in sentences]),
                    whole,
                )
            readings.append(reading)
        return self._asked(readings)

    def _asked(self, readings: list[_Reading]) -> list[_Reading]:
        """Add the headlines as queries where match is judged and there is a text to compare with."""
        titles = [one.item.title for one in readings if one.lead_vector is not None]
        if not titles or "match" not in self._classifier.features:
            return readings
        encoded = Encoded(self._encoder, titles, "query")
        return [
            one
            if one.lead_vector is None
            else replace(one, query_vector=encoded.rows([one.item.title])[0])
            for one in readings
        ]

    def _chosen(self, item: AssessItem, reasons: bool) -> tuple[Sequence[Sentence], bool]:
        """Return the sentences to encode, and whether they are all that tell something."""
        if not (reasons or item.summarise):
            return (), False
        sentences = read_sentences(item.body)
        chosen = choose_sentences(item.title, sentences, self._encoded_characters)
        return chosen, len(chosen) >= _telling(sentences)

    def _given(self, item: AssessItem) -> _Reading | None:
        """Return the item with the vectors it brought, None where it brought none of this encoder."""
        vectors = item.vectors
        if vectors is None or vectors.encoder_version != self._encoder.version:
            return None
        title, lead, rows = self._unpacked(vectors)
        sentences = read_sentences(item.body)
        if len(rows) > len(sentences):
            raise ContractError(
                "More sentence vectors were given than the body has sentences.",
                vectors=len(rows),
                sentences=len(sentences),
            )
        whole = len(rows) >= _telling(sentences)
        told = sentences[: len(rows)]
        return _Reading(item, lead_of(item.body), told, title, lead, None, rows, whole)

    def _unpacked(self, given: GivenVectors) -> tuple[Vectors, Vectors | None, Vectors]:
        try:
            title = unpack_vectors(given.title, self._encoder.dimension)[0]
            lead = None if given.lead is None else unpack_vectors(given.lead, title.shape[0])[0]
            rows = unpack_vectors(given.sentences, title.shape[0])
        except (ValueError, IndexError) as exc:
            raise ContractError(
                f"The vectors given are not rows of {self._encoder.dimension} float32."
            ) from exc
        if not all(np.isfinite(part).all() for part in (title, lead, rows) if part is not None):
            raise ContractError("The vectors given hold values that are no numbers.")
        return title, lead, rows


def _require_features(classifier: Classifier) -> None:
    """Refuse a model that was trained on other features than are measured here. Raises ConfigError."""
    measured = {"match": MATCH_FEATURES, "coherence": COHERENCE_FEATURES}
    for signal, names in classifier.features.items():
        if names != measured[signal]:
            raise ConfigError(
                f"Model {classifier.version} was trained on other features of {signal} than this "
                "release measures; promote a version that was made for it.",
                version=classifier.version,
            )


def _telling(sentences: Sequence[Sentence]) -> int:
    return sum(tells(sentence.text) for sentence in sentences)


def _judged(logit: float) -> float | None:
    return None if np.isnan(logit) else float(logit)


def _marks(limits: SignalThresholds | None) -> SignalMarks | None:
    if limits is None:
        return None
    return SignalMarks(threshold=limits.T, unsure_band=limits.unsure_band)

"""Fits match and coherence and calibrates them on the latest events, which they did not learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from imfact.adapters.encoder.port import Encoder
from imfact.contracts.model import PlattLine
from imfact.judge.match import MATCH_FEATURES
from imfact.pipeline.train.coherence_data import (
    Made,
    beginnings,
    made_bodies,
    read_bodies,
    whole_bodies,
)
from imfact.pipeline.train.coherence_fit import CoherenceSignal, Learned, fit_coherence, measured
from imfact.pipeline.train.data.actors import leading_names
from imfact.pipeline.train.data.articles import TrainArticle
from imfact.pipeline.train.data.splits import kept_back
from imfact.pipeline.train.data.written import KEPT_BACK, bundled_contradictions
from imfact.pipeline.train.headlines import story_groups
from imfact.pipeline.train.match_data import article_pairs, match_rows, written_pairs
from imfact.pipeline.train.match_fit import MatchSignal, fit_match
from imfact.pipeline.train.platt import fit_calibration
from imfact.pipeline.train.prepare import SEED, kept_vectors

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]

MATCH_KEPT_BACK = 0.12
COHERENCE_KEPT_BACK = 0.25
_DRAWS = 3

Weights = TypeVar("Weights")


@dataclass(frozen=True)
class FittedSignal(Generic[Weights]):
    """One signal: its weights, its line, and the kept-back rows it is measured on."""

    signal: Weights
    line: PlattLine
    logits: Floats
    baseline: Floats
    """Of the same rows: what one plain measure says, growing with the problem."""
    baseline_name: str
    labels: Numbers
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodySignals:
    """The signals that read the body."""

    match: FittedSignal[MatchSignal]
    coherence: FittedSignal[CoherenceSignal]

    @property
    def by_name(self) -> dict[str, FittedSignal[Any]]:
        """Both, whatever their weights look like."""
        return {"match": self.match, "coherence": self.coherence}


def fit_body_signals(
    articles: Sequence[TrainArticle], encoder: Encoder, work: Path, tell: Callable[[str], None]
) -> BodySignals:
    """Return match and coherence; the vectors of headlines, leads and sentences are kept in ``work``."""
    headlines = [article.title for article in articles]
    titles = kept_vectors(work / "article_titles.npz", headlines, encoder)
    queries = kept_vectors(work / "article_queries.npz", headlines, encoder, "query")
    leads = kept_vectors(
        work / "article_leads.npz", [article.lead for article in articles], encoder
    )
    groups = story_groups(titles)
    dates = [article.published_on for article in articles]
    tell("match: own, swapped, edited and written headlines")
    names = leading_names(headlines)
    late = kept_back(groups, dates, MATCH_KEPT_BACK)
    written = bundled_contradictions()
    parts = []
    for number, places in enumerate((np.flatnonzero(~late), np.flatnonzero(late))):
        chosen = [articles[place] for place in places.tolist()]
        pairs = article_pairs(
            chosen,
            titles[places],
            queries[places],
            leads[places],
            groups[places],
            names,
            SEED + number,
        )
        items = [one for n, one in enumerate(written) if (n % KEPT_BACK == 0) == bool(number)]
        pairs += written_pairs(items, len(groups))
        parts.append(match_rows(pairs, encoder))
    learned, kept = parts
    match = fit_match(MATCH_FEATURES, learned, SEED)
    logits = match.logits(kept)
    fitted_match = FittedSignal(
        match,
        _line(
            logits,
            kept.labels,
            "swapped and edited headlines of the latest events, and written contradictions",
        ),
        logits,
        -kept.features[:, MATCH_FEATURES.index("cosine")],
        "cosine of headline and lead",
        kept.labels,
        kept.kinds,
    )
    tell("coherence: bodies with foreign sentences and advertising")
    coherence = _coherence(articles, titles, leads, groups, encoder, work)
    return BodySignals(fitted_match, coherence)


def _coherence(
    articles: Sequence[TrainArticle],
    titles: Vectors,
    leads: Vectors,
    groups: Numbers,
    encoder: Encoder,
    work: Path,
) -> FittedSignal[CoherenceSignal]:
    whole = np.array(whole_bodies(articles), dtype=np.int64)
    events = groups[whole]
    bodies = read_bodies(
        [articles[place] for place in whole.tolist()], titles[whole], encoder, work
    )
    late = kept_back(
        events, [articles[place].published_on for place in whole.tolist()], COHERENCE_KEPT_BACK
    )

    def make(places: Numbers, seed: int, draws: int) -> list[Made]:
        chosen = [bodies[place] for place in places.tolist()]
        return made_bodies(chosen, leads[whole[places]], events[places], encoder, seed, draws)

    early, last = np.flatnonzero(~late), np.flatnonzero(late)
    short = np.array([place for place, a in enumerate(articles) if not a.whole], dtype=np.int64)
    rest = beginnings([articles[place] for place in short.tolist()], titles[short], encoder, work)
    # Nothing of a kept-back event is learned from, not even how its sentences go together.
    open_to = np.flatnonzero(~np.isin(groups[short], events[last]))
    signal = fit_coherence(
        Learned(
            [bodies[place] for place in early.tolist()],
            events[early],
            [articles[place].id for place in whole[early].tolist()],
            [rest[place] for place in open_to.tolist()],
            groups[short][open_to],
        ),
        lambda places, seed: make(early[places], seed, _DRAWS),
        SEED,
    )
    kept = make(last, SEED + 1, 1)
    logits = signal.logits(measured(kept, [bodies[place] for place in last.tolist()], signal.space))
    labels = np.array([int(one.kind != "own") for one in kept])
    return FittedSignal(
        signal,
        _line(logits, labels, "bodies of the latest events, some with foreign sentences"),
        logits,
        np.array([one.farthest for one in kept]),
        "the sentence least like the others",
        labels,
        tuple(one.kind for one in kept),
    )


def _line(logits: Floats, labels: Numbers, fitted_on: str) -> PlattLine:
    line = fit_calibration(logits, labels, np.arange(len(labels)), fitted_on, SEED)
    return PlattLine.model_validate(
        line.model_dump(exclude={"schema_version", "match", "coherence"})
    )

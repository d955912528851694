"""Fits match and coherence and calibrates them on the latest events, which they did not learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from imfact.adapters.encoder.port import Encoder
from imfact.contracts.model import PlattLine
from imfact.judge.coherence import COHERENCE_FEATURES
from imfact.judge.match import MATCH_FEATURES
from imfact.pipeline.train.coherence_data import coherence_rows, read_bodies, whole_bodies
from imfact.pipeline.train.data.articles import TrainArticle
from imfact.pipeline.train.data.splits import kept_back
from imfact.pipeline.train.headlines import story_groups
from imfact.pipeline.train.match_data import EDITS, match_rows
from imfact.pipeline.train.platt import fit_calibration
from imfact.pipeline.train.prepare import SEED, kept_vectors
from imfact.pipeline.train.signals import JoinedSignal, fit_coherence, fit_match

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

MATCH_KEPT_BACK = 0.12
COHERENCE_KEPT_BACK = 0.25
_DRAWS = 2


@dataclass(frozen=True, slots=True)
class FittedSignal:
    """One signal: its weights, its line, and the kept-back rows it is measured on."""

    signal: JoinedSignal
    line: PlattLine
    logits: Floats
    baseline: Floats
    """Of the same rows: what one plain measure says, growing with the problem."""
    baseline_name: str
    labels: Numbers
    kinds: tuple[str, ...]


def fit_body_signals(
    articles: Sequence[TrainArticle], encoder: Encoder, work: Path, tell: Callable[[str], None]
) -> dict[str, FittedSignal]:
    """Return "match" and "coherence"; the vectors of headlines and leads are kept in ``work``."""
    titles = kept_vectors(
        work / "article_titles.npz", [article.title for article in articles], encoder
    )
    leads = kept_vectors(
        work / "article_leads.npz", [article.lead for article in articles], encoder
    )
    groups = story_groups(titles)
    dates = [article.published_on for article in articles]
    tell("match: own, swapped and edited headlines")
    parts = []
    late = kept_back(groups, dates, MATCH_KEPT_BACK)
    for number, places in enumerate((np.flatnonzero(~late), np.flatnonzero(late))):
        chosen = [articles[place] for place in places.tolist()]
        parts.append(
            match_rows(
                chosen, titles[places], leads[places], groups[places], encoder, SEED + number
            )
        )
    learned, kept = parts
    # A swap and an edit show in different ways: fitted together, each spoils the other.
    ways = (learned.where("own", "hard", "random"), learned.where("own", *EDITS))
    match = JoinedSignal(
        tuple(
            fit_match(
                MATCH_FEATURES,
                learned.features[rows],
                learned.titles[rows],
                learned.leads[rows],
                learned.labels[rows],
            )
            for rows in ways
        )
    )
    logits = match.logits(kept.features, kept.titles, kept.leads)
    found = {
        "match": FittedSignal(
            match,
            _line(logits, kept.labels, "swapped and edited headlines of the latest events"),
            logits,
            -kept.features[:, MATCH_FEATURES.index("cosine")],
            "cosine of headline and lead",
            kept.labels,
            kept.kinds,
        )
    }
    tell("coherence: bodies with foreign sentences and advertising")
    whole = np.array(whole_bodies(articles), dtype=np.int64)
    bodies = read_bodies(
        [articles[place] for place in whole.tolist()], titles[whole], encoder, work
    )
    late = kept_back(groups[whole], [dates[place] for place in whole.tolist()], COHERENCE_KEPT_BACK)
    sets = []
    for number, places in enumerate((np.flatnonzero(~late), np.flatnonzero(late))):
        sets.append(
            coherence_rows(
                [bodies[place] for place in places.tolist()],
                leads[whole[places]],
                groups[whole[places]],
                encoder,
                SEED + number,
                _DRAWS if number == 0 else 1,
            )
        )
    coherence = fit_coherence(COHERENCE_FEATURES, sets[0].features, sets[0].labels)
    logits = coherence.logits(sets[1].features)
    found["coherence"] = FittedSignal(
        coherence,
        _line(logits, sets[1].labels, "bodies of the latest events, some with foreign sentences"),
        logits,
        -sets[1].features[:, COHERENCE_FEATURES.index("farthest_sentence")],
        "the sentence least like the others",
        sets[1].labels,
        sets[1].kinds,
    )
    return found


def _line(logits: Floats, labels: Numbers, fitted_on: str) -> PlattLine:
    line = fit_calibration(logits, labels, np.arange(len(labels)), fitted_on, SEED)
    return PlattLine.model_validate(
        line.model_dump(exclude={"schema_version", "match", "coherence"})
    )

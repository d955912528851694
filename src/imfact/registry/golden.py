"""Golden outputs: a model is refused where this machine makes it answer otherwise than it should."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imfact.adapters.classifier.port import Classifier, ClassifierInput
from imfact.adapters.encoder.port import Encoder
from imfact.kit.errors import QualityError
from imfact.registry.checksums import corrupt
from imfact.registry.names import GOLDEN

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class GoldenMismatch(QualityError):
    """The model answers otherwise on this machine than where it was made."""

    code = "golden_mismatch"


class GoldenText(BaseModel):
    """A text and its vector."""

    model_config = _CONFIG

    text: str
    kind: Literal["query", "passage"]
    vector: tuple[float, ...]


class EncoderGolden(BaseModel):
    """``golden.json`` of an encoder; quantised models differ between processors, within the cosine."""

    model_config = _CONFIG

    minimum_cosine: float = Field(gt=0, lt=1)
    texts: tuple[GoldenText, ...] = Field(min_length=1)


class GoldenHeadline(BaseModel):
    """A headline with its vectors and the logit they give; the encoder plays no part."""

    model_config = _CONFIG

    title: str
    lead: str
    title_vector: tuple[float, ...]
    lead_vector: tuple[float, ...] | None
    query_vector: tuple[float, ...] | None = None
    match_features: tuple[float, ...] | None = None
    coherence_features: tuple[tuple[float, ...], ...] | None = None
    """Of the body's segments, one a row."""
    place: tuple[float, ...] | None = None
    """Where the model puts ``title_vector``."""
    logit: float
    match: float | None = None
    coherence: float | None = None


class ClassifierGolden(BaseModel):
    """``golden.json`` of a clickbait model."""

    model_config = _CONFIG

    tolerance: float = Field(gt=0)
    headlines: tuple[GoldenHeadline, ...] = Field(min_length=1)


_Golden = TypeVar("_Golden", EncoderGolden, ClassifierGolden)


def verify_encoder(folder: Path, encoder: Encoder) -> float:
    """Return the least cosine to the golden vectors of ``folder``.

    Raises:
        GoldenMismatch: it is below the version's minimum.
        ModelCorrupt: there are no readable golden outputs.
    """
    golden = _load(folder, EncoderGolden)
    least = 1.0
    for expected in golden.texts:
        vector = encoder.encode([expected.text], expected.kind)[0].astype(np.float64)
        other = np.asarray(expected.vector)
        if other.shape != vector.shape:
            raise GoldenMismatch(
                f"The encoder {encoder.version} has another dimension than it should."
            )
        norms = float(np.linalg.norm(vector) * np.linalg.norm(other))
        # Written so that a vector of NaN fails as well.
        cosine = float(vector @ other) / norms if norms > 0 else 0.0
        least = cosine if not cosine >= least else least
    if not least >= golden.minimum_cosine:
        raise GoldenMismatch(
            f"The encoder {encoder.version} answers otherwise on this machine "
            f"(cosine {least:.4f} < {golden.minimum_cosine}); report the processor.",
            version=encoder.version,
            cosine=least,
        )
    return least


def verify_classifier(folder: Path, classifier: Classifier) -> float:
    """Return the largest difference to the golden logits of ``folder``.

    Raises:
        GoldenMismatch: it is above the version's tolerance.
        ModelCorrupt: there are no readable golden outputs.
    """
    golden = _load(folder, ClassifierGolden)
    logits = classifier.logits([_input(headline) for headline in golden.headlines])
    pairs = [
        (logits.style, [headline.logit for headline in golden.headlines]),
        (logits.match, [headline.match for headline in golden.headlines]),
        (logits.coherence, [headline.coherence for headline in golden.headlines]),
    ]
    if "coherence" in classifier.features:
        vectors = [np.asarray(one.title_vector, dtype=np.float32) for one in golden.headlines]
        places = classifier.places(np.stack(vectors)).astype(np.float64)
        pairs += [
            (place, np.asarray(one.place, dtype=np.float64))
            for place, one in zip(places, golden.headlines, strict=True)
            if one.place is not None
        ]
    largest = max(
        _difference(found, np.asarray(expected, dtype=np.float64)) for found, expected in pairs
    )
    if not largest <= golden.tolerance:
        raise GoldenMismatch(
            f"The clickbait model {classifier.version} answers otherwise on this machine "
            f"(by {largest:.4f} > {golden.tolerance}); report the processor.",
            version=classifier.version,
            difference=largest,
        )
    return largest


def _input(headline: GoldenHeadline) -> ClassifierInput:
    return ClassifierInput(
        headline.title,
        headline.lead,
        np.asarray(headline.title_vector, dtype=np.float32),
        _array(headline.lead_vector),
        _array(headline.query_vector),
        _array(headline.match_features),
        _array(headline.coherence_features),
    )


def _array(
    values: tuple[float, ...] | tuple[tuple[float, ...], ...] | None,
) -> npt.NDArray[np.float32] | None:
    return None if values is None else np.asarray(values, dtype=np.float32)


def _difference(found: npt.NDArray[np.float64], expected: npt.NDArray[np.float64]) -> float:
    """Return the largest difference; infinite where one side is not judged and the other is."""
    if not np.array_equal(np.isnan(found), np.isnan(expected)):
        return float("inf")
    judged = ~np.isnan(expected)
    return float(np.max(np.abs(found - expected)[judged], initial=0.0))


def _load(folder: Path, form: type[_Golden]) -> _Golden:
    path = folder / GOLDEN
    try:
        return form.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise corrupt("The golden outputs are missing or unreadable", str(path)) from exc

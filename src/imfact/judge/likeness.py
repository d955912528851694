"""How a body's segments lie among its sentences, by their cosines. Not for words; all segments at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

LIKENESS_FEATURES = (
    "across",
    "contrast",
    "contrast_of_length",
    "contrast_standardised",
    "inner",
    "centroids",
    "edge",
    "edge_standardised",
    "bridge",
    "near",
    "near_bridge",
    "nearest",
    "nearest_mean",
    "nearest_relative",
)
_LONGEST = 6
_NEIGHBOURS = 3
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Spans:
    """The segments of a body that may be foreign: sentences ``starts`` to ``ends`` (exclusive).

    The first sentence is in none: what a body is about begins with it. None is longer than six
    sentences or half of the body.
    """

    count: int
    """Sentences of the body."""
    starts: Numbers
    ends: Numbers

    @property
    def lengths(self) -> Numbers:
        """Sentences of each."""
        return self.ends - self.starts

    def sums(self, values: Doubles) -> Doubles:
        """Return the sum over each segment of one value a sentence."""
        running = np.concatenate([np.zeros((1, *values.shape[1:])), values.cumsum(axis=0)])
        return np.asarray(running[self.ends] - running[self.starts])


def spans_of(count: int) -> Spans:
    """Return the segments of a body of at least four sentences, the shorter ones first."""
    lengths = range(1, min(_LONGEST, count // 2) + 1)
    starts = [np.arange(1, count - length + 1) for length in lengths]
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    return Spans(count, np.concatenate(starts), np.concatenate(ends))


def likeness_features(cosines: Doubles, spans: Spans) -> Doubles:
    """Return ``LIKENESS_FEATURES``, one row a segment.

    Contrast: mean cosine among the rest less the mean cosine between segment and rest, so that a
    foreign paragraph counts however well its own sentences go together. Edge: how much less the
    segment's ends are like their neighbours than neighbours of this body are. Bridge: how much more
    alike the neighbours on both sides are, as if the segment had been put between them.

    Args:
        cosines: Of the body's sentences, (n, n).
        spans: Its segments.
    """
    count, starts, ends, lengths = spans.count, spans.starts, spans.ends, spans.lengths
    rest = count - lengths
    total = cosines.sum()
    block = _Blocks(cosines)
    own = block.sums(starts, ends, starts, ends)
    rows = spans.sums(cosines.sum(axis=1))
    beyond = total - 2 * rows + own
    across = (rows - own) / (lengths * rest)
    among = (beyond - rest) / (rest * (rest - 1))
    contrast = among - across
    of_length = contrast * np.sqrt(lengths)  # one odd sentence is common, an odd paragraph is not
    to_rest = (cosines.sum(axis=1) - 1.0) / (count - 1)
    pairs = np.maximum(lengths * (lengths - 1), 1)
    inner = np.where(lengths > 1, (own - lengths) / pairs - among, 0.0)
    norms = np.sqrt(np.maximum(own, 1e-9) * np.maximum(beyond, 1e-9))

    inside = ends < count
    after = np.minimum(ends, count - 1)
    left = cosines[starts - 1, starts]
    edges = np.where(inside, (left + cosines[ends - 1, after]) / 2, left)
    steps = np.diagonal(cosines, 1)
    edge = steps.mean() - edges
    bridge = np.where(inside, cosines[starts - 1, after] - edges, 0.0)

    first, last = np.maximum(starts - _NEIGHBOURS, 0), np.minimum(ends + _NEIGHBOURS, count)
    before, behind = starts - first, last - ends
    sides = block.sums(starts, ends, first, starts) + block.sums(starts, ends, ends, last)
    near = sides / (lengths * (before + behind))
    between = block.sums(first, starts, ends, last) / np.maximum(before * behind, 1)
    most, mean_most, usual = _nearest(cosines, spans)
    return np.column_stack(
        [
            across,
            contrast,
            of_length,
            of_length / (to_rest.std() + _LEAST_SPREAD),
            inner,
            (rows - own) / norms,
            edge,
            edge / (steps.std() + _LEAST_SPREAD),
            bridge,
            among - near,
            np.where(inside, between - near, 0.0),
            most,
            mean_most,
            usual - mean_most,
        ]
    )


class _Blocks:
    """Sums over blocks of a matrix, each in a constant time."""

    def __init__(self, matrix: Doubles) -> None:
        self._sums = np.zeros((len(matrix) + 1, len(matrix) + 1))
        self._sums[1:, 1:] = matrix.cumsum(axis=0).cumsum(axis=1)

    def sums(self, top: Numbers, bottom: Numbers, left: Numbers, right: Numbers) -> Doubles:
        """Return the sums of rows top to bottom, columns left to right (both exclusive)."""
        sums = self._sums
        found = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.asarray(found)


def _nearest(cosines: Doubles, spans: Spans) -> tuple[Doubles, Doubles, float]:
    """Return the greatest cosine of each segment's sentences to the rest: the most, and the mean.

    The third is the mean over the whole body of each sentence's greatest cosine.
    """
    others = cosines.copy()
    np.fill_diagonal(others, -1.0)
    until = np.maximum.accumulate(others, axis=1)
    since = np.maximum.accumulate(others[:, ::-1], axis=1)[:, ::-1]
    since = np.column_stack([since, np.full(len(others), -1.0)])
    most, mean = np.empty(len(spans.starts)), np.empty(len(spans.starts))
    for length in range(1, int(spans.lengths.max()) + 1):
        these = spans.lengths == length
        rows = spans.starts[these] + np.arange(length)[:, None]
        each = np.maximum(until[rows, spans.starts[these] - 1], since[rows, spans.ends[these]])
        most[these], mean[these] = each.max(axis=0), each.mean(axis=0)
    return most, mean, float(others.max(axis=1).mean())

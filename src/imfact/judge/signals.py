"""The three signals of one headline: probability and band of each, and which one decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imfact.contracts.assessment import Band, Signal, SignalName, Signals
from imfact.contracts.model import Calibration, PlattLine
from imfact.contracts.policy import Policy, SignalThresholds
from imfact.judge.bands import band_of, joined_band
from imfact.judge.calibration import Probability, calibrate
from imfact.judge.hits import Hit
from imfact.judge.style import style_probability

_RANK: Mapping[Band, int] = {"low": 0, "unsure": 1, "suspected": 2}


@dataclass(frozen=True, slots=True)
class JudgedSignal:
    """One signal that was judged; ``band`` is None where policy has no threshold for it."""

    name: SignalName
    probability: Probability
    band: Band | None

    @property
    def p(self) -> float:
        """The probability of the problem."""
        return self.probability.p


@dataclass(frozen=True, slots=True)
class JudgedSignals:
    """All signals that were judged, style first."""

    signals: tuple[JudgedSignal, ...]

    @property
    def band(self) -> Band:
        """The band of all that have one."""
        return joined_band([one.band for one in self.signals if one.band is not None])

    @property
    def deciding(self) -> JudgedSignal:
        """The signal of the worst band, among equals the first."""
        return max(self.signals, key=lambda one: -1 if one.band is None else _RANK[one.band])

    @property
    def largest(self) -> float:
        """The largest probability."""
        return max(one.p for one in self.signals)

    def of(self, name: SignalName) -> JudgedSignal | None:
        """Return a signal, None where it was not judged."""
        return next((one for one in self.signals if one.name == name), None)

    def shown(self) -> Signals:
        """Return the signals as a verdict carries them."""
        found = {
            one.name: Signal(p=one.p, interval=one.probability.interval, band=one.band)
            for one in self.signals
        }
        return Signals(**found)


def judge_signals(
    logit: float,
    match_logit: float | None,
    coherence_logit: float | None,
    hits: Sequence[Hit],
    calibration: Calibration,
    policy: Policy,
) -> JudgedSignals:
    """Return the calibrated signals; policy's words and rules move style alone."""
    thresholds = policy.thresholds
    style = style_probability(logit, hits, calibration, policy)
    found = [JudgedSignal("style", style, band_of(style.p, thresholds))]
    others: tuple[
        tuple[SignalName, float | None, PlattLine | None, SignalThresholds | None], ...
    ] = (
        ("match", match_logit, calibration.match, thresholds.match),
        ("coherence", coherence_logit, calibration.coherence, thresholds.coherence),
    )
    for name, raw, line, limits in others:
        if raw is None or line is None:
            continue
        rate = line.base_rate if limits is None else limits.assumed_base_rate
        probability = calibrate(raw, line, rate)
        band = None if limits is None else band_of(probability.p, limits)
        found.append(JudgedSignal(name, probability, band))
    return JudgedSignals(tuple(found))

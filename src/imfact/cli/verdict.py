"""A verdict on the terminal: headline with its marks, the gauge, one sentence, the evidence."""

from __future__ import annotations

from rich.text import Text

from imfact.cli.gauge import BAND_COLOURS, draw_gauge
from imfact.cli.signals import signal_lines
from imfact.contracts.assessment import Assessment, Band, Reason
from imfact.contracts.policy import Thresholds

_BANDS: dict[Band, tuple[str, str]] = {
    "low": ("● 낚시 낮음", "● low"),
    "unsure": ("◐ 판단 보류", "◐ unsure"),
    "suspected": ("▲ 낚시 의심", "▲ suspected"),
}
_NO_EVIDENCE = ("이 판정에는 보여 드릴 근거가 없습니다.", "There is no evidence to show for it.")


def band_name(band: Band, *, english: bool = False) -> str:
    """Return the band's mark and name."""
    return _BANDS[band][1 if english else 0]


def gauge(assessment: Assessment, thresholds: Thresholds) -> Text:
    """Return the scale 0-100 of trust: unsure band shaded, threshold ticked, value as a dot.

    Without a value where nobody measured; without marks where another signal gives trust, for they
    are those of the wording.
    """
    marks = (thresholds.T, *thresholds.unsure_band)
    if assessment.unsure_reason in ("too_short", "not_korean"):
        return Text.assemble(draw_gauge(None, "dim", marks), "   –")
    of_wording = abs(assessment.trust - 100 * (1 - assessment.p_clickbait)) < 1
    scale = draw_gauge(
        assessment.trust, BAND_COLOURS[assessment.band], marks if of_wording else None
    )
    return Text.assemble(scale, f" {assessment.trust:>3}")


def render(
    title: str, assessment: Assessment, thresholds: Thresholds, *, english: bool = False
) -> Text:
    """Return the whole verdict; plain where the console has no colour."""
    second = 1 if english else 0
    lines = [
        _headline(title, assessment),
        Text.assemble(
            gauge(assessment, thresholds),
            "  ",
            (_BANDS[assessment.band][second], BAND_COLOURS[assessment.band]),
        ),
        Text(assessment.sentence_en if english else assessment.sentence_ko),
        Text(),
        *signal_lines(assessment, thresholds, english=english),
    ]
    if not assessment.reasons:
        lines.append(Text(_NO_EVIDENCE[second], style="dim"))
    versions = assessment.versions
    lines += [
        Text(),
        Text(
            f"model {versions.model_version} · encoder {versions.encoder_version} · "
            f"policy {versions.policy_version} · text {versions.text_hash}",
            style="dim",
        ),
    ]
    return Text("\n").join(lines)


def _headline(title: str, assessment: Assessment) -> Text:
    """Return the headline with each span that counted in its colour."""
    headline = Text(title, style="bold")
    for reason in assessment.reasons:
        if reason.where == "title" and reason.start is not None and reason.end is not None:
            headline.stylize(_mark(reason, assessment), reason.start, reason.end)
    return headline


def _mark(reason: Reason, assessment: Assessment) -> str:
    """Return how a span is marked: what the body lacks is of another colour than wording."""
    if reason.kind in ("missing", "contradicting"):
        return "underline magenta"
    return f"underline {BAND_COLOURS[assessment.band]}"

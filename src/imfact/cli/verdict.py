"""A verdict on the terminal: headline with its marks, the gauge, one sentence, the evidence."""

from __future__ import annotations

from rich.text import Text

from imfact.contracts.assessment import Assessment, Band
from imfact.contracts.policy import Thresholds

_BANDS: dict[Band, tuple[str, str, str]] = {
    "low": ("● 낚시 낮음", "● low", "cyan"),
    "unsure": ("◐ 판단 보류", "◐ unsure", "yellow"),
    "suspected": ("▲ 낚시 의심", "▲ suspected", "red"),
}
_EVIDENCE = {
    "supporting": ("뒷받침하는 문장", "supporting sentence"),
    "least_related": ("가장 먼 문장", "least related sentence"),
}
_GAUGE_CELLS = 40


def band_name(band: Band, *, english: bool = False) -> str:
    """Return the band's mark and name."""
    return _BANDS[band][1 if english else 0]


def gauge(assessment: Assessment, thresholds: Thresholds, cells: int = _GAUGE_CELLS) -> Text:
    """Return the scale 0-100 of trust: unsure band shaded, threshold ticked, value as a dot."""

    def cell(trust: float) -> int:
        return min(cells - 1, max(0, int(trust / 100 * cells)))

    low, high = (100 * (1 - p) for p in reversed(thresholds.unsure_band))
    characters = ["─"] * cells
    for position in range(cell(low), cell(high) + 1):
        characters[position] = "░"
    characters[cell(100 * (1 - thresholds.T))] = "│"
    dot = cell(assessment.trust)
    characters[dot] = "●"
    text = Text("├" + "".join(characters) + "┤ " + f"{assessment.trust:>3}")
    text.stylize(f"bold {_BANDS[assessment.band][2]}", dot + 1, dot + 2)
    return text


def render(
    title: str, assessment: Assessment, thresholds: Thresholds, *, english: bool = False
) -> Text:
    """Return the whole verdict; plain where the console has no colour."""
    second = 1 if english else 0
    colour = _BANDS[assessment.band][2]
    headline = Text(title, style="bold")
    for reason in assessment.reasons:
        if reason.where == "title" and reason.start is not None and reason.end is not None:
            headline.stylize(f"underline {colour}", reason.start, reason.end)
    lines = [
        headline,
        Text.assemble(
            gauge(assessment, thresholds), "  ", (_BANDS[assessment.band][second], colour)
        ),
        Text(assessment.sentence_en if english else assessment.sentence_ko),
    ]
    for reason in assessment.reasons:
        note = reason.note_en if english else reason.note_ko
        if reason.kind in _EVIDENCE:
            name = _EVIDENCE[reason.kind][second]
            lines.append(Text.assemble(("  · ", "dim"), (f"{name}: ", "dim"), reason.text))
        else:
            weight = "" if reason.weight is None else f" ({reason.weight:+.2f})"
            lines.append(
                Text.assemble(("  · ", "dim"), (reason.text, colour), f" {note}", (weight, "dim"))
            )
    versions = assessment.versions
    lines.append(
        Text(
            f"model {versions.model_version} · encoder {versions.encoder_version} · "
            f"policy {versions.policy_version} · text {versions.text_hash}",
            style="dim",
        )
    )
    return Text("\n").join(lines)

"""The gauge in characters: trust 0-100, unsure band shaded, threshold ticked, value as a dot."""

from __future__ import annotations

from rich.text import Text

from imfact.contracts.assessment import Band

BAND_COLOURS: dict[Band, str] = {"low": "cyan", "unsure": "yellow", "suspected": "red"}
CELLS = 40


def draw_gauge(
    trust: float | None,
    colour: str,
    marks: tuple[float, float, float] | None,
    cells: int = CELLS,
) -> Text:
    """Return the scale.

    Args:
        trust: 0-100; None draws the empty scale of something not measured.
        colour: Of the dot.
        marks: Threshold and both ends of the unsure band, in probabilities; None leaves them out.
        cells: Width between the ends.
    """

    def cell(value: float) -> int:
        return min(cells - 1, max(0, int(value / 100 * cells)))

    characters = ["─"] * cells
    if marks is not None:
        threshold, low, high = (100 * (1 - p) for p in marks)
        for position in range(cell(high), cell(low) + 1):
            characters[position] = "░"
        characters[cell(threshold)] = "│"
    if trust is None:
        return Text("├" + "".join(characters) + "┤", style="dim")
    dot = cell(trust)
    characters[dot] = "●"
    text = Text("├" + "".join(characters) + "┤")
    text.stylize(f"bold {colour}", dot + 1, dot + 2)
    return text

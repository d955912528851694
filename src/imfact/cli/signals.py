"""The three signals of a verdict on the terminal, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from imfact.cli.gauge import BAND_COLOURS, draw_gauge
from imfact.contracts.assessment import Assessment, Band, Reason, ReasonKind, Signal, SignalName
from imfact.contracts.policy import Thresholds

_CELLS = 20
_NAMES: dict[SignalName, tuple[str, str]] = {
    "style": ("제목 표현", "wording"),
    "match": ("제목–본문 일치", "fits the body"),
    "coherence": ("본문 흐름", "holds together"),
}
_PROBLEMS: dict[SignalName, tuple[str, str]] = {
    "style": ("낚시로 볼 확률", "read as bait"),
    "match": ("본문과 어긋날 확률", "not carried by the body"),
    "coherence": ("다른 글이 섞였을 확률", "foreign text mixed in"),
}
_BANDS: dict[SignalName, dict[Band, tuple[str, str]]] = {
    "style": {
        "low": ("● 낚시 낮음", "● low"),
        "unsure": ("◐ 판단 보류", "◐ unsure"),
        "suspected": ("▲ 낚시 의심", "▲ suspected"),
    },
    "match": {
        "low": ("● 본문과 맞음", "● fits"),
        "unsure": ("◐ 판단 보류", "◐ unsure"),
        "suspected": ("▲ 어긋남 의심", "▲ may not fit"),
    },
    "coherence": {
        "low": ("● 한 이야기", "● one story"),
        "unsure": ("◐ 판단 보류", "◐ unsure"),
        "suspected": ("▲ 섞임 의심", "▲ may be mixed"),
    },
}
_SENTENCES: dict[ReasonKind, tuple[str, str, str]] = {
    "supporting": ("뒷받침하는 문장", "supporting sentence", "green"),
    "least_related": ("가장 먼 문장", "least related sentence", "dim"),
    "contradicting": ("어긋나는 문장", "contradicting sentence", "magenta"),
    "foreign": ("흐름이 다른 문장", "foreign sentence", "magenta"),
    "advertising": ("광고로 보이는 문장", "advertising", "magenta"),
}
_NOT_MEASURED = ("재지 않았습니다", "not measured")
_NOTHING = ("보여 드릴 근거가 없습니다", "no evidence to show")
_WHOLE = ("제목 전체", "the whole headline")
_REACTS = ("모델이 반응한 말", "the model reacts to this")
_MISSING = ("본문에서 찾지 못한 말", "not found in the body")


def signal_of(reason: Reason) -> SignalName:
    """Return the signal that a reason speaks for, also in verdicts that do not say it."""
    if reason.signal is not None:
        return reason.signal
    if reason.kind in ("foreign", "advertising"):
        return "coherence"
    return "style" if reason.where == "title" else "match"


def signal_lines(
    assessment: Assessment, thresholds: Thresholds, *, english: bool
) -> Iterator[Text]:
    """Yield the lines: one a signal with a small gauge, below it its reasons."""
    second = 1 if english else 0
    signals = assessment.signals
    width = max(cell_len(names[second]) for names in _NAMES.values())
    measured: tuple[tuple[SignalName, Signal], ...] = (
        ("style", signals.style),
        ("match", signals.match),
        ("coherence", signals.coherence),
    )
    for name, signal in measured:
        label = _NAMES[name][second]
        yield Text.assemble(
            (label, "bold"),
            " " * (width - cell_len(label) + 2),
            _measure(name, signal, assessment, thresholds, second),
        )
        reasons = [reason for reason in assessment.reasons if signal_of(reason) == name]
        yield from _reason_lines(reasons, assessment.p_clickbait, second)
        if not reasons and signal.p is not None and assessment.reasons:
            yield Text(f"  · {_NOTHING[second]}", style="dim")


def _measure(
    name: SignalName,
    signal: Signal,
    assessment: Assessment,
    thresholds: Thresholds,
    second: int,
) -> Text:
    limits = {"style": thresholds, "match": thresholds.match, "coherence": thresholds.coherence}[
        name
    ]
    marks = None if limits is None else (limits.T, *limits.unsure_band)
    if signal.p is None:
        empty = draw_gauge(None, "dim", marks, _CELLS)
        return Text.assemble(empty, "  ", (_NOT_MEASURED[second], "dim"))
    alone = assessment.signals.match.p is None and assessment.signals.coherence.p is None
    band = signal.band or (assessment.band if name == "style" and alone else None)
    colour = "bold" if band is None else BAND_COLOURS[band]
    percent = f"{round(100 * signal.p)}%"
    return Text.assemble(
        draw_gauge(100 * (1 - signal.p), colour, marks, _CELLS),
        "  ",
        f"{_PROBLEMS[name][second]} " if second == 0 else "",
        (percent, colour),
        f" {_PROBLEMS[name][second]}" if second == 1 else "",
        "" if band is None else "  ",
        "" if band is None else (_BANDS[name][band][second], colour),
    )


def _reason_lines(reasons: Sequence[Reason], p: float, second: int) -> Iterator[Text]:
    missing = [reason.text for reason in reasons if reason.kind == "missing"]
    if missing:
        told = Text.assemble(("  · ", "dim"), f"{_MISSING[second]}: ")
        yield told + Text(" · ").join(Text(word, style="magenta") for word in missing)
    for reason in _joined(reasons):
        if reason.kind == "missing":
            continue
        yield (
            _title_line(reason, p, second) if reason.where == "title" else _sentence(reason, second)
        )


def _joined(reasons: Sequence[Reason]) -> list[Reason]:
    """Return each word once: with policy's find stands what would be without it."""
    spans = {(r.start, r.end): r for r in reasons if r.kind == "span"}
    found = []
    for reason in reasons:
        if reason.kind in ("lexicon", "rule") and reason.start is not None:
            span = spans.pop((reason.start, reason.end), None)
            found.append(
                reason.model_copy(update={"p_without": span.p_without}) if span else reason
            )
        elif reason.kind != "span" or (reason.start, reason.end) in spans:
            found.append(reason)
    return found


def _title_line(reason: Reason, p: float, second: int) -> Text:
    """Return a word of the headline with what it does and what would be without it."""
    note = reason.note_en if second else reason.note_ko
    word = reason.text if reason.start is not None else _WHOLE[second]
    lowers = reason.weight is not None and reason.weight < 0
    if reason.p_without is not None:
        lowers = reason.p_without > p
    weight = "" if reason.weight is None else f" ({reason.weight:+.2f})"
    line = Text.assemble(("  · ", "dim"), (word, "cyan" if lowers else "red"), "  ")
    if reason.kind == "span":
        # Its weight and its note say nothing that the probability without it does not.
        line.append(_REACTS[second])
    else:
        line.append_text(Text.assemble(note, (weight, "dim")))
    if reason.p_without is None:
        return line
    without = round(100 * reason.p_without)
    told = f"{without}% without this" if second else f"이 부분이 없으면 낚시 확률 {without}%"
    return line.append(" → ").append(told, style="bold")


def _sentence(reason: Reason, second: int) -> Text:
    """Return a sentence of the body; what contradicts also says what."""
    ko, en, colour = _SENTENCES.get(reason.kind, ("본문", "body", "dim"))
    note = reason.note_en if second else reason.note_ko
    line = Text.assemble(("  · ", "dim"), (f"{en if second else ko}: ", colour), reason.text)
    if reason.kind in ("contradicting", "advertising", "foreign") and note:
        line.append(f"  ({note})", style="dim")
    return line

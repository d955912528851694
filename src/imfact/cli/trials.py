"""`imfact model evaluate|diff|shadow|canary`: what a version would do, before it does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from rich.progress import track
from rich.table import Table

from imfact.bootstrap.house import House
from imfact.bootstrap.promotion import route_canary, route_shadow
from imfact.cli.console import console, errors
from imfact.cli.labelled import read_bare, read_labelled, read_signal
from imfact.cli.session import open_house
from imfact.contracts.ai_api import AssessItem
from imfact.contracts.assessment import Assessment, Band, SignalName
from imfact.contracts.model import Evaluation, Figures
from imfact.contracts.policy import Canary, Thresholds
from imfact.judge.comparison import Compared, Comparison, compare
from imfact.judge.evaluation import figures_of
from imfact.kit.errors import ConfigError, DataError, ImfactError
from imfact.kit.hashing import sha256_hex
from imfact.lake.articles import read_article
from imfact.lake.shadow import read_scores
from imfact.registry.gate import BelowFloor, below, floors_of, keep_evaluation
from imfact.registry.pointer import current_version
from imfact.registry.versions import show_version
from imfact.services.ai.engine import JudgingEngine

_BATCH = 32
_BANDS: tuple[Band, ...] = ("low", "unsure", "suspected")
_FIGURES = ("auroc", "average_precision", "spearman", "ece")
_OFF = "off"

VersionArgument = Annotated[str, typer.Argument(help="A clickbait version of the registry.")]


def evaluate(
    version: VersionArgument,
    data: Annotated[
        Path,
        typer.Option(
            help="JSON lines, plain or gzip: title, lead, and score (0-3) or mean/clickbait; "
            "for match and coherence title, body, label (1: the problem is there)."
        ),
    ],
    signal: Annotated[SignalName, typer.Option(help="Whose probabilities to measure.")] = "style",
) -> None:
    """Measure a version beside the current one; the result decides whether it may be promoted.

    Exits with 65 where it is worse than the current one by more than chance explains.
    """
    rows = read_labelled(data) if signal == "style" else read_signal(data)
    items = [AssessItem(title=row.title, body=row.lead) for row in rows]
    with open_house() as house:
        current = current_version(house.models).version
        base_rate = _assumed_base_rate(house.policy.thresholds, signal)
        figures = []
        for name in dict.fromkeys((version, current)):
            judged = _judge(house.engines.of(name), items, name)
            try:
                p = _probabilities(judged, signal, base_rate)
                figures.append(figures_of(p, rows, base_rate))
            except ValueError as exc:
                raise DataError(f"{data} measures nothing: {exc}.") from exc
        mine, other = figures[0], figures[-1]
        floors = floors_of(other)
        found = below(mine, floors)
        evaluation = Evaluation(
            version=version,
            against=current,
            signal=signal,
            data=data.name,
            data_sha256=sha256_hex(data.read_bytes()),
            figures=mine,
            against_figures=other,
            below=found,
            evaluated_at=house.clock(),
        )
        console.print(_figures_table(evaluation, floors))
        if version == current:
            return
        keep_evaluation(house.models, evaluation)
    if found:
        raise BelowFloor(
            f"{version} does not keep the floors of {current} in {signal}: {'; '.join(found)}."
        )


def diff(
    before: VersionArgument,
    after: VersionArgument,
    data: Annotated[
        Path | None, typer.Option(help="JSON lines of title and body; else stored articles.")
    ] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Compare what the shadow logged instead of judging.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many headlines.")] = 500,
    shown: Annotated[int, typer.Option(min=0, help="Flips printed, largest move first.")] = 30,
) -> None:
    """Show which headlines change their band from one version to another."""
    with open_house() as house:
        if shadow:
            for name in (before, after):
                show_version(house.models, "clickbait", name)
            compared = list(_logged(house, before, after))[-limit:]
        else:
            items = _bare(data)[:limit] if data else list(_stored(house, limit))
            one = _judge(house.engines.of(before), items, before)
            two = _judge(house.engines.of(after), items, after)
            compared = [
                Compared(item.title, a.p_clickbait, a.band, b.p_clickbait, b.band)
                for item, a, b in zip(items, one, two, strict=True)
            ]
    if not compared:
        console.print(_nothing_compared(before, after, data, shadow=shadow))
        return
    _tell(compare(compared), before, after, shown)


def shadow(
    version: Annotated[str, typer.Argument(help="A version, or `off`.")],
) -> None:
    """Log a version's scores beside the current ones; readers never see them."""
    with open_house() as house:
        routing = route_shadow(house, None if version == _OFF else version)
        console.print(f"shadow: {routing.shadow or _OFF}")


def canary(
    version: Annotated[str, typer.Argument(help="A version, or `off`.")],
    share: Annotated[
        float | None, typer.Argument(min=0, max=1, help="Of the articles, such as 0.1.")
    ] = None,
) -> None:
    """Let a version judge a share of the articles; always the same ones, for readers too."""
    if version != _OFF and not share:
        raise ConfigError("Say the share: imfact model canary VERSION 0.1, or: canary off.")
    with open_house() as house:
        wanted = None if version == _OFF else Canary(version=version, share=share or 0.0)
        routing = route_canary(house, wanted)
        now = routing.canary
        console.print(f"canary: {f'{now.version}, {percent(now.share)}' if now else _OFF}")


def percent(share: float) -> str:
    """Return a share with the digits that it has: one of 0.0004 is not 0%."""
    return f"{100 * share:g}%"


def _judge(engine: JudgingEngine, items: Sequence[AssessItem], name: str) -> list[Assessment]:
    starts = range(0, len(items), _BATCH)
    return [
        judged.assessment
        for start in track(starts, name, console=errors, disable=not errors.is_terminal)
        for judged in engine.assess(items[start : start + _BATCH], reasons=False)
    ]


def _assumed_base_rate(thresholds: Thresholds, signal: SignalName) -> float:
    own = {"style": thresholds, "match": thresholds.match, "coherence": thresholds.coherence}
    if (found := own[signal]) is None:
        raise ConfigError(
            f"The policy has no thresholds for {signal}, so its base rate is unknown; add them to "
            "thresholds/clickbait.json and run `imfact policy publish`."
        )
    return found.assumed_base_rate


def _probabilities(
    judged: Sequence[Assessment], signal: SignalName, base_rate: float
) -> npt.NDArray[np.float64]:
    """Return a probability a row; one that the signal did not judge is no more than the base rate."""
    told = [getattr(one.signals, signal).p for one in judged]
    return np.array([base_rate if p is None else p for p in told])


def _bare(path: Path) -> list[AssessItem]:
    return [AssessItem(title=row.title, body=row.text) for row in read_bare(path)]


def _stored(house: House, limit: int) -> Iterator[AssessItem]:
    """Yield stored articles in the order of their url_hash: a sample of no particular kind."""
    left = limit
    for standing in house.gateway.standing_verdicts():
        if not left:
            return
        try:
            article = read_article(house.lake, standing.curated_key)
        except ImfactError as exc:
            errors.print(f"{standing.url_hash}: {exc.message}")
            continue
        left -= 1
        yield AssessItem(title=article.title, body=article.body, paywalled=article.paywalled)


def _logged(house: House, before: str, after: str) -> Iterator[Compared]:
    for score in read_scores(house.lake, after):
        if score.current == before:
            yield Compared(
                score.url_hash or score.text_hash,
                score.current_p,
                score.current_band,
                score.candidate_p,
                score.candidate_band,
            )


def _nothing_compared(before: str, after: str, data: Path | None, *, shadow: bool) -> str:
    if shadow:
        return (
            f"The shadow logged nothing of {after} beside {before}; run `imfact model shadow "
            f"{after}` while {before} is current, and let articles be judged."
        )
    if data is not None:
        return f"{data} holds no rows."
    return (
        "No article is stored and judged yet; `imfact run` brings some, or give --data FILE.jsonl."
    )


def _figures_table(evaluation: Evaluation, floors: dict[str, float]) -> Table:
    mine, other = evaluation.figures, evaluation.against_figures
    table = Table(
        title=f"{evaluation.signal} on {evaluation.data}: {mine.rows} rows, {mine.base_rate:.1%} "
        + ("bait" if evaluation.signal == "style" else "with the problem"),
        title_justify="left",
        box=None,
    )
    for name in ("", evaluation.version, f"{evaluation.against} (current)", "floor"):
        table.add_column(name, justify="right" if name else "left")
    for name in _FIGURES:
        floor = floors.get(name)
        limit = "" if floor is None else f"{'≤' if name == 'ece' else '≥'} {floor:.3f}"
        table.add_row(name, _shown(mine, name), _shown(other, name), limit)
    for risk, covered in mine.coverage.items():
        row = (f"{covered:.1%}", f"{other.coverage[risk]:.1%}", "")
        table.add_row(f"coverage at {risk}% errors", *row)
    return table


def _shown(figures: Figures, name: str) -> str:
    value = getattr(figures, name)
    return "–" if value is None else f"{value:.3f}"


def _tell(comparison: Comparison, before: str, after: str, shown: int) -> None:
    table = Table(title=f"{before} ↓  {after} →", title_justify="left", box=None)
    table.add_column("")
    for band in _BANDS:
        table.add_column(band, justify="right")
    for band in _BANDS:
        table.add_row(band, *(str(comparison.moves.get((band, other), 0)) for other in _BANDS))
    console.print(table)
    console.print(
        f"{len(comparison.flips)} of {comparison.rows} change their band; "
        f"p moves by {comparison.mean_moved:.3f} on average"
    )
    for flip in comparison.flips[:shown]:
        console.print(
            f"  {flip.before_p:.2f} {flip.before} → {flip.after_p:.2f} {flip.after}  {flip.name}",
        )

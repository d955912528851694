"""The report of a training as one HTML page: curves, reliability, coverage, errors. No network needed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from imfact.contracts.model import Quality

WIDTH, HEIGHT = 420, 220


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """Headlines of one kind at the threshold: how many, how many baits missed, how many false alarms."""

    group: str
    name: str
    rows: int
    bait: int
    missed: int
    alarms: int


def error_rows(
    groups: Mapping[str, Sequence[str]],
    probabilities: Sequence[float],
    labels: Sequence[int],
    threshold: float,
) -> list[ErrorRow]:
    """Return the errors by each grouping, such as tactic or length, names in order."""
    found: list[ErrorRow] = []
    for group, names in groups.items():
        places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            places[name].append(place)
        for name in sorted(places):
            own = places[name]
            found.append(
                ErrorRow(
                    group,
                    name,
                    rows=len(own),
                    bait=sum(labels[n] for n in own),
                    missed=sum(labels[n] == 1 and probabilities[n] < threshold for n in own),
                    alarms=sum(labels[n] == 0 and probabilities[n] >= threshold for n in own),
                )
            )
    return found


def write_report(
    path: Path, version: str, quality: Quality, errors: Sequence[ErrorRow], log: Path
) -> None:
    """Write the page; ``log`` is the training's record of losses, which may be absent."""
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    page = template.render(
        version=version,
        quality=quality,
        errors=errors,
        curves={name: _line(points) for name, points in _losses(log).items()},
        reliability=_line([(b.said, b.seen) for b in quality.reliability], unit=True),
        coverage=_line([(c.risk, c.coverage) for c in quality.risk_coverage]),
        width=WIDTH,
        height=HEIGHT,
    )
    path.write_text(page, encoding="utf-8")


def _losses(log: Path) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found[record["phase"]].append((float(record["step"]), float(record["loss"])))
    return dict(found)


def _line(points: Sequence[tuple[float, float]], *, unit: bool = False) -> str:
    """Return the points of an SVG polyline; ``unit`` keeps both axes from 0 to 1."""
    if not points:
        return ""
    right = 1.0 if unit else max(x for x, _ in points) or 1.0
    top = 1.0 if unit else max(y for _, y in points) or 1.0
    return " ".join(
        f"{x / right * WIDTH:.1f},{HEIGHT - y / top * HEIGHT:.1f}" for x, y in sorted(points)
    )


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Training of {{ version }}</title>
<style>
body{font:15px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1d22;background:#fcfbf9}
svg{border:1px solid #ccc;margin:.5rem 0}polyline{fill:none;stroke:#1d6f73;stroke-width:2}
table{border-collapse:collapse}td,th{border-bottom:1px solid #ddd;padding:.2rem .8rem;text-align:right}
td:first-child,th:first-child{text-align:left}.diagonal{stroke:#bbb;stroke-width:1}
</style>
<h1>Training of {{ version }}</h1>
<h2>Figures</h2>
<table><tr><th>signal, figure</th><th>value</th><th>beside</th><th>rows</th><th>data</th><th>readings</th></tr>
{% for f in quality.figures %}
<tr><td>{{ f.signal }} {{ f.name }}</td><td>{{ f.value }}</td><td>{{ f.baseline_name or "" }} {{ f.baseline if f.baseline is not none else "" }}</td><td>{{ f.rows }}</td><td>{{ f.data }}</td><td>{{ f.readings }}</td></tr>
{% endfor %}
</table>
<h2>Loss by step</h2>
{% for name, points in curves.items() %}
<p>{{ name }}</p><svg width="{{ width }}" height="{{ height }}"><polyline points="{{ points }}"/></svg>
{% endfor %}
<h2>Reliability: seen by said</h2>
<svg width="{{ width }}" height="{{ height }}"><line class="diagonal" x1="0" y1="{{ height }}" x2="{{ width }}" y2="0"/><polyline points="{{ reliability }}"/></svg>
<h2>Coverage by risk</h2>
<svg width="{{ width }}" height="{{ height }}"><polyline points="{{ coverage }}"/></svg>
<table><tr><th>risk</th><th>coverage</th></tr>
{% for c in quality.risk_coverage %}<tr><td>{{ c.risk }}</td><td>{{ c.coverage }}</td></tr>{% endfor %}
</table>
<h2>Errors at the threshold</h2>
<table><tr><th>by</th><th></th><th>headlines</th><th>bait</th><th>missed</th><th>false alarms</th></tr>
{% for e in errors %}<tr><td>{{ e.group }}</td><td>{{ e.name }}</td><td>{{ e.rows }}</td><td>{{ e.bait }}</td><td>{{ e.missed }}</td><td>{{ e.alarms }}</td></tr>
{% endfor %}
</table></html>
"""

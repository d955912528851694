"""What `imfact policy` prints, Korean or English; plain lines where there is no terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from imfact.cli.verdict import band_name
from imfact.contracts.assessment import Assessment
from imfact.contracts.policy import Policy, PolicyVersion
from imfact.judge.changes import BANDS, Shift, Tally
from imfact.kit.clock import SEOUL
from imfact.policy.diff import Change

Lang = Literal["ko", "en"]

_PARTS = {
    "lexicon": ("낱말", "lexicon"),
    "rules": ("규칙", "rules"),
    "thresholds": ("기준", "thresholds"),
    "aliases": ("색인 별칭", "index aliases"),
    "batch": ("처리 단위", "batch"),
}
_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_ON_A_LINE = ("weight", "tactic", "form", "pattern", "quoted_share_over")


def either(lang: Lang, korean: str, english: str) -> str:
    """Return the text in the language asked for."""
    return korean if lang == "ko" else english


def versions_table(console: Console, known: Sequence[PolicyVersion], current: str) -> None:
    """Print one line a version."""
    rows = [
        (
            record.version,
            "current" if record.version == current else "",
            f"{record.published_at.astimezone(SEOUL):%Y-%m-%d %H:%M}",
            record.note,
        )
        for record in known
    ]
    if not console.is_terminal:
        for row in rows:
            typer.echo("\t".join(row))
        return
    table = Table("version", "", "published", "note", box=None)
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def policy_text(policy: Policy, record: PolicyVersion, lang: Lang) -> Text:
    """Return a policy in a few lines."""
    thresholds = policy.thresholds
    low, high = thresholds.unsure_band
    tactics: dict[str, int] = {}
    for entry in policy.lexicon.entries:
        tactics[entry.tactic] = tactics.get(entry.tactic, 0) + 1
    bonus = sum(1 for rule in policy.rules.rules if rule.weight < 0)
    lines = [
        f"{record.version}  {record.published_at.astimezone(SEOUL):%Y-%m-%d %H:%M}  {record.note}",
        either(lang, "기준   ", "thresholds  ")
        + f"T {thresholds.T:.0%} · "
        + either(lang, "판단 보류", "unsure")
        + f" {low:.0%}-{high:.0%} · "
        + either(lang, "가정한 낚시 비율", "assumed base rate")
        + f" {thresholds.assumed_base_rate:.0%}",
        either(lang, "낱말   ", "lexicon     ")
        + f"{policy.lexicon.version}: {len(policy.lexicon.entries)} ("
        + ", ".join(f"{name} {count}" for name, count in tactics.items())
        + ")",
        either(lang, "규칙   ", "rules       ")
        + f"{policy.rules.version}: {len(policy.rules.rules) - bonus} + {bonus} "
        + either(lang, "(감점 + 가점)", "(penalties + bonuses)")
        + f", cap {policy.rules.cap:g}",
        *(f"       {digest[:12]}  {name}" for name, digest in record.files.items()),
    ]
    return Text("\n".join(lines))


def diff_text(changes: Sequence[Change], lang: Lang) -> Text:
    """Return the changes, part by part; a line each."""
    text = Text()
    for part, words in _PARTS.items():
        mine = [change for change in changes if change.part == part]
        if not mine:
            continue
        counts = ", ".join(
            f"{sign}{number}"
            for kind, (sign, _) in _SIGNS.items()
            if (number := sum(1 for change in mine if change.kind == kind))
        )
        text.append(f"{either(lang, *words)}  {counts}\n", style="bold")
        for change in mine:
            sign, colour = _SIGNS[change.kind]
            text.append(f"  {sign} {change.name}", style=colour)
            text.append(f"  {_values(change)}\n")
    text.rstrip()
    return text or Text(either(lang, "같습니다.", "There is no difference."))


def what_if_text(tally: Tally, before: Policy, after: Policy, lang: Lang) -> Text:
    """Return how the bands move, and the headlines that move most."""
    second = lang == "en"
    share = tally.changed / tally.judged if tally.judged else 0.0
    text = Text()
    text.append(f"{before.version} → {after.version}\n", style="bold")
    text.append(
        either(
            lang,
            f"제목 {tally.judged:,}건 가운데 {tally.changed:,}건의 판정이 달라집니다 ({share:.1%}).\n",
            f"Of {tally.judged:,} headlines {tally.changed:,} change band ({share:.1%}).\n",
        )
    )
    for old in BANDS:
        for new in BANDS:
            if old != new and (count := tally.moves[old, new]):
                text.append(
                    f"  {band_name(old, english=second)} → {band_name(new, english=second)}"
                    f"  {count:,}\n"
                )
    for shift in tally.biggest:
        first, then = shift.before, shift.after
        bands = band_name(then.band, english=second)
        if first.band != then.band:
            bands = f"{band_name(first.band, english=second)} → {bands}"
        text.append(f"  {first.p_clickbait:>4.0%} → {then.p_clickbait:>4.0%}  {bands}  ")
        text.append(f"{shift.title}\n", style="bold")
    text.rstrip()
    return text


# Any: a JSON document.
def what_if_json(tally: Tally, before: Policy, after: Policy) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "before": before.version,
        "after": after.version,
        "judged": tally.judged,
        "changed": tally.changed,
        "bands": [
            {"before": old, "after": new, "count": tally.moves[old, new]}
            for old in BANDS
            for new in BANDS
            if tally.moves[old, new]
        ],
        "biggest": [_shift_json(shift) for shift in tally.biggest],
    }


# Any: a JSON document.
def _shift_json(shift: Shift) -> dict[str, Any]:
    def side(verdict: Assessment) -> dict[str, Any]:
        return {"p_clickbait": verdict.p_clickbait, "band": verdict.band, "trust": verdict.trust}

    return {
        "id": shift.id,
        "title": shift.title,
        "before": side(shift.before),
        "after": side(shift.after),
    }


def _values(change: Change) -> str:
    if change.kind == "changed":
        if isinstance(change.before, dict) and isinstance(change.after, dict):
            return ", ".join(
                f"{field}: {_json(change.before[field])} → {_json(change.after[field])}"
                for field in change.before
            )
        return f"{_json(change.before)} → {_json(change.after)}"
    row = change.after if change.before is None else change.before
    if not isinstance(row, dict):
        return _json(row)
    return " · ".join(f"{row[name]}" for name in _ON_A_LINE if row.get(name) is not None)


# Any: a value of a policy's field.
def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

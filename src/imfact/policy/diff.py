"""What differs between two policies, entry by entry; not what that does to verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from imfact.contracts.policy import Policy

# Any: values of JSON fields.
Value = Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; ``before`` is None where it was added, ``after`` where it was removed."""

    part: str
    """lexicon, rules, thresholds, aliases or batch."""
    name: str
    """A term, a rule's id or a field."""
    before: Value | None
    after: Value | None

    @property
    def kind(self) -> str:
        """Say whether it was added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def compare(before: Policy, after: Policy) -> list[Change]:
    """Return the changes from ``before`` to ``after``: lexicon, rules, thresholds, then the stages' sizes.

    Of a changed entry or rule only the fields that differ are given.
    """
    return [
        *_rows("lexicon", _by_term(before), _by_term(after)),
        *_rows("rules", _by_id(before), _by_id(after)),
        *_fields("rules", {"cap": before.rules.cap}, {"cap": after.rules.cap}),
        *_fields("thresholds", _dump(before.thresholds), _dump(after.thresholds)),
        *_fields("aliases", _dump(before.aliases), _dump(after.aliases)),
        *_fields("batch", _dump(before.batch), _dump(after.batch)),
    ]


def _by_term(policy: Policy) -> dict[str, dict[str, Value]]:
    return {entry.term: _dump(entry) for entry in policy.lexicon.entries}


def _by_id(policy: Policy) -> dict[str, dict[str, Value]]:
    return {rule.id: _dump(rule) for rule in policy.rules.rules}


def _dump(model: BaseModel) -> dict[str, Value]:
    return model.model_dump(mode="json")


def _rows(
    part: str, before: Mapping[str, dict[str, Value]], after: Mapping[str, dict[str, Value]]
) -> list[Change]:
    changes: list[Change] = []
    for name in _names(before, after):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            changes.append(Change(part, name, old, new))
        elif old != new:
            differing = [field for field in new if old.get(field) != new[field]]
            changes.append(
                Change(
                    part,
                    name,
                    {field: old.get(field) for field in differing},
                    {field: new[field] for field in differing},
                )
            )
    return changes


def _fields(part: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Change]:
    return [
        Change(part, name, before.get(name), after.get(name))
        for name in _names(before, after)
        if before.get(name) != after.get(name)
    ]


def _names(before: Mapping[str, Value], after: Mapping[str, Value]) -> Sequence[str]:
    return list(dict.fromkeys([*before, *after]))

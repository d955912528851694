"""Whether a set of policy files is a policy: every file read, and what files owe each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imfact.contracts.policy import (
    BatchParams,
    IndexAliases,
    Lexicon,
    ModelRouting,
    Policy,
    Rules,
    Thresholds,
)
from imfact.contracts.rights import RightsMatrix
from imfact.contracts.source import Source
from imfact.kit.hashing import sha256_hex
from imfact.kit.korean import quoted_share
from imfact.policy import names
from imfact.policy.files import WHOLE, Model, PolicyFileBroken, broken, look

# An escape, a class of characters, a repeat without end, or any one character of an expression.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,\}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a set of files says; ``policy`` is None where ``faults`` has any."""

    policy: Policy | None
    faults: tuple[PolicyFileBroken, ...]

    def require(self) -> Policy:
        """Return the policy. Raises PolicyFileBroken with the first fault."""
        if self.policy is None:
            raise self.faults[0]
        return self.policy


class _Reading:
    """Reads files one by one and collects what is wrong with them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.faults: list[PolicyFileBroken] = []

    def one(self, name: str, model: type[Model]) -> Model | None:
        if name not in self._files:
            self.faults.append(broken(name, WHOLE, "it is missing; add it"))
            return None
        parsed, faults = look(name, self._files[name], model)
        self.faults += faults
        return parsed

    def newest(
        self, pattern: re.Pattern[str], like: str, model: type[Model]
    ) -> tuple[str, Model | None]:
        """Read every file that matches and return the one with the highest number."""
        found = {int(match[1]): name for name in self._files if (match := pattern.match(name))}
        if not found:
            return like, self.one(like, model)
        read = {number: self.one(found[number], model) for number in sorted(found)}
        return found[max(found)], read[max(found)]


def check(files: Mapping[str, bytes], version: str, routing: ModelRouting | None = None) -> Checked:
    """Read a policy's files, name → bytes. Of lexicon and rules the highest ``_vN`` counts.

    Args:
        files: Names as in ``policy.names``; live files are checked where they are given.
        version: What the policy is to be called.
        routing: The live routing, where ``files`` holds none.
    """
    reading = _Reading(files)
    lexicon_key, lexicon = reading.newest(
        names.LEXICON, "rules/lexicon/ko_clickbait_v1.json", Lexicon
    )
    rules_key, rules = reading.newest(names.RULES, "rules/rules_v1.yaml", Rules)
    thresholds = reading.one(names.THRESHOLDS, Thresholds)
    aliases = reading.one(names.ALIASES, IndexAliases)
    batch = reading.one(names.BATCH, BatchParams)
    if names.README not in files:
        reading.faults.append(broken(names.README, WHOLE, "it is missing; add it"))
    for name in sorted(files):
        if name == names.ROUTING:
            routing = reading.one(name, ModelRouting)
        elif names.is_live(name):
            reading.one(name, Source if name.startswith(names.SOURCES) else RightsMatrix)
        elif not names.is_versioned(name):
            reading.faults.append(
                broken(name, WHOLE, "no such policy file is known; remove or rename it")
            )
    faults = [
        *reading.faults,
        *(_lexicon_faults(lexicon_key, lexicon) if lexicon else ()),
        *(_rule_faults(rules_key, rules) if rules else ()),
        *(_threshold_faults(thresholds) if thresholds else ()),
    ]
    if faults or not (lexicon and rules and thresholds and aliases and batch):
        return Checked(None, tuple(faults))
    policy = Policy(
        version=version,
        lexicon=lexicon,
        rules=rules,
        thresholds=thresholds,
        routing=routing or ModelRouting(),
        aliases=aliases,
        batch=batch,
    )
    return Checked(policy, ())


def digest(files: Mapping[str, bytes]) -> str:
    """Return the digest of what a version is made of: names and bytes, in order of names."""
    lines = [f"{name}\0{sha256_hex(files[name])}\n" for name in sorted(files)]
    return sha256_hex("".join(lines).encode())


def _lexicon_faults(key: str, lexicon: Lexicon) -> Iterator[PolicyFileBroken]:
    seen: set[str] = set()
    for number, entry in enumerate(lexicon.entries):
        if entry.term in seen:
            yield broken(
                key, f"entries.{number}.term", f"{entry.term!r} occurs twice; remove one of them"
            )
        if "".join(entry.term.split()) not in "".join(entry.example.split()):
            yield broken(
                key,
                f"entries.{number}.example",
                f"it does not contain {entry.term!r}; write one that does",
            )
        seen.add(entry.term)


def _rule_faults(key: str, rules: Rules) -> Iterator[PolicyFileBroken]:
    seen: set[str] = set()
    for number, rule in enumerate(rules.rules):
        if rule.id in seen:
            yield broken(key, f"rules.{number}.id", f"{rule.id!r} occurs twice; rename one of them")
        seen.add(rule.id)
        if _is_endless(rule.pattern or ""):
            yield broken(
                key,
                f"rules.{number}.pattern",
                "a repeat within a repeat may search for ever; take one of them out",
            )
            continue
        if rule.quoted_share_over is not None:
            matched = quoted_share(rule.example) > rule.quoted_share_over
        else:
            try:
                matched = re.search(rule.pattern or "", rule.example) is not None
            except re.error as exc:
                yield broken(
                    key, f"rules.{number}.pattern", f"no regular expression ({exc}); correct it"
                )
                continue
        if not matched:
            yield broken(
                key, f"rules.{number}.example", "the rule does not match it; write one that it does"
            )


def _is_endless(pattern: str) -> bool:
    """Return whether a group repeated without end repeats without end inside, at any depth: ((a+)b)+.

    On some headlines the search of such a pattern would not end in a lifetime.
    """
    outer: list[bool] = []
    inside = closed = False
    for piece in _TOKEN.findall(pattern):
        if piece == "(":
            outer.append(inside)
            inside = closed = False
        elif piece == ")" and outer:
            closed = inside
            inside = outer.pop() or inside
        elif piece in ("*", "+") or (piece.startswith("{") and piece.endswith(",}")):
            if closed:
                return True
            inside, closed = True, False
        else:
            closed = False
    return False


def _threshold_faults(thresholds: Thresholds) -> Iterator[PolicyFileBroken]:
    content = thresholds.model_dump()
    # A signal with thresholds of its own has them within, under its name.
    within = [(f"{name}.", part) for name, part in content.items() if isinstance(part, dict)]
    for prefix, part in [("", content), *within]:
        low, high = part["unsure_band"]
        if not 0.0 <= low <= part["T"] <= high <= 1.0:
            yield broken(
                names.THRESHOLDS,
                f"{prefix}unsure_band",
                "it must be [low, high] with 0 ≤ low ≤ T ≤ high ≤ 1; correct it or T",
            )

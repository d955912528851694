"""The policy and the sources in force, read from the config bucket and checked; not for writing them."""

from __future__ import annotations

import json
import re

from imfact.contracts.policy import (
    BatchParams,
    IndexAliases,
    Lexicon,
    ModelRouting,
    Policy,
    Rules,
    Thresholds,
)
from imfact.contracts.source import Source
from imfact.kit.errors import ConfigError
from imfact.kit.hashing import sha256_hex
from imfact.policy import files
from imfact.store.objects import ObjectStore


def load_policy(store: ObjectStore) -> Policy:
    """Return the policy in force; of lexicon and rules the highest ``_vN`` counts.

    Raises:
        ConfigError: a file is missing or wrong; the message names file, field and remedy.
    """
    lexicon_key = files.newest(store, "rules/lexicon", files.LEXICON)
    rules_key = files.newest(store, "rules", files.RULES)
    lexicon = files.read(store, lexicon_key, Lexicon)
    rules = files.read(store, rules_key, Rules)
    thresholds = files.read(store, files.THRESHOLDS, Thresholds)
    _check_lexicon(lexicon_key, lexicon)
    _check_rules(rules_key, rules)
    _check_thresholds(thresholds)
    return Policy(
        version=policy_version(lexicon, rules, thresholds),
        lexicon=lexicon,
        rules=rules,
        thresholds=thresholds,
        routing=files.read(store, files.ROUTING, ModelRouting),
        aliases=files.read(store, files.ALIASES, IndexAliases),
        batch=files.read(store, files.BATCH, BatchParams),
    )


def load_sources(store: ObjectStore) -> tuple[Source, ...]:
    """Return every ``sources/*.json``, by slug. Raises ConfigError, also where two share a slug."""
    found: dict[str, Source] = {}
    for key in store.keys(files.SOURCES):
        if not key.endswith(".json"):
            continue
        source = files.read(store, key, Source)
        if source.slug in found:
            raise files.broken(key, "slug", f"another file has the slug {source.slug!r} too")
        found[source.slug] = source
    return tuple(found[slug] for slug in sorted(found))


def policy_version(lexicon: Lexicon, rules: Rules, thresholds: Thresholds) -> str:
    """Return the name of what can change a verdict: ``p-`` and 12 hex digits of its digest."""
    content = [part.model_dump(mode="json") for part in (lexicon, rules, thresholds)]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"p-{sha256_hex(canonical.encode())[:12]}"


def require_agreement(routing: ModelRouting, pointer_target: str) -> None:
    """Refuse a routing file that names another version than the registry's pointer.

    Raises:
        ConfigError: they contradict each other.
    """
    if routing.cbt_current not in (None, pointer_target):
        raise ConfigError(
            f"{files.ROUTING} says cbt_current is {routing.cbt_current}, but the registry's pointer "
            f"says {pointer_target}; the pointer decides, so correct the file or set it to null.",
            file=files.ROUTING,
            field="cbt_current",
        )


def _check_lexicon(key: str, lexicon: Lexicon) -> None:
    seen: set[str] = set()
    for number, entry in enumerate(lexicon.entries):
        if entry.term in seen:
            raise files.broken(key, f"entries.{number}.term", f"{entry.term!r} occurs twice")
        if entry.term not in entry.example:
            raise files.broken(
                key, f"entries.{number}.example", f"it does not contain {entry.term!r}"
            )
        seen.add(entry.term)


def _check_rules(key: str, rules: Rules) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(rules.rules):
        if rule.id in seen:
            raise files.broken(key, f"rules.{number}.id", f"{rule.id!r} occurs twice")
        try:
            matched = re.search(rule.pattern, rule.example)
        except re.error as exc:
            raise files.broken(
                key, f"rules.{number}.pattern", f"no regular expression: {exc}"
            ) from exc
        if matched is None:
            raise files.broken(key, f"rules.{number}.example", "the pattern does not match it")
        seen.add(rule.id)


def _check_thresholds(thresholds: Thresholds) -> None:
    low, high = thresholds.unsure_band
    if not 0.0 <= low <= thresholds.T <= high <= 1.0:
        raise files.broken(
            files.THRESHOLDS, "unsure_band", "it must be [low, high] with 0 ≤ low ≤ T ≤ high ≤ 1"
        )

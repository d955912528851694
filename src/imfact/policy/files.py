"""One policy file's bytes as its contract; a broken one is a ConfigError that says what to mend."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from imfact.kit.errors import ConfigError, NotFoundError
from imfact.store.objects import ObjectStore

Model = TypeVar("Model", bound=BaseModel)

WHOLE = "(whole file)"


class PolicyFileBroken(ConfigError):
    """A policy file is missing, unreadable or holds a wrong field."""

    code = "policy_broken"


def broken(key: str, field: str, what: str) -> PolicyFileBroken:
    """Return the error for a wrong ``field`` of the policy file ``key``; ``what`` ends without a stop."""
    return PolicyFileBroken(f"Policy file {key}, field {field}: {what}.", file=key, field=field)


def read(store: ObjectStore, key: str, model: type[Model]) -> Model:
    """Return the live file at ``key`` as ``model``.

    Raises:
        PolicyFileBroken: it is missing, no JSON/YAML, or a field is wrong; names file, field and remedy.
    """
    try:
        data = store.get(key)
    except NotFoundError as exc:
        raise broken(key, WHOLE, "it is missing; put one there") from exc
    return parse(key, data, model)


def parse(key: str, data: bytes, model: type[Model]) -> Model:
    """Return ``data``, the content of ``key``, as ``model``. Raises PolicyFileBroken with the first fault."""
    parsed, faults = look(key, data, model)
    if parsed is None:
        raise faults[0]
    return parsed


def look(key: str, data: bytes, model: type[Model]) -> tuple[Model | None, list[PolicyFileBroken]]:
    """Return ``data`` as ``model``, or None and everything that is wrong with it."""
    kind = "JSON" if key.endswith(".json") else "YAML"
    try:
        content = _document(key, data)
    except (ValueError, RecursionError, yaml.YAMLError) as exc:
        return None, [broken(key, WHOLE, f"it is not readable {kind} ({_one_line(exc)}); mend it")]
    try:
        return model.model_validate(content), []
    except ValidationError as exc:
        return None, [
            broken(
                key, ".".join(map(str, fault["loc"])) or WHOLE, _said(fault["type"], fault["msg"])
            )
            for fault in exc.errors(include_url=False)
        ]


# Any: JSON or YAML of any form; the contract decides.
def _document(key: str, data: bytes) -> Any:
    text = data.decode("utf-8")
    if key.endswith(".json"):
        return json.loads(text, object_pairs_hook=_without_repeats)
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """Refuses a name that stands twice: YAML too would silently keep the second value only."""

    # Any: values of a YAML mapping.
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        _refuse_repeats([key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)])
        return super().construct_mapping(node, deep)


# Any: values of a JSON object.
def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: JSON would silently keep the second value only."""
    _refuse_repeats([name for name, _ in pairs])
    return dict(pairs)


def _refuse_repeats(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")


def _said(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "no such field is known; remove it or correct its spelling"
    if kind == "missing":
        return "it is missing; add it"
    return f"{message}; correct it"


def _one_line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:200]

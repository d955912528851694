"""Reading one policy file into its contract; a broken one is a ConfigError that says what to mend."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from imfact.kit.errors import ConfigError, NotFoundError
from imfact.store.objects import ObjectStore

Model = TypeVar("Model", bound=BaseModel)

LEXICON = re.compile(r"^rules/lexicon/ko_clickbait_v(\d+)\.json$")
RULES = re.compile(r"^rules/rules_v(\d+)\.yaml$")
THRESHOLDS = "thresholds/clickbait.json"
ROUTING = "routing/model_alias.json"
ALIASES = "pipeline/opensearch_alias.json"
BATCH = "pipeline/batch_params.yaml"
SOURCES = "sources"
RIGHTS = "rights"


def newest(store: ObjectStore, folder: str, pattern: re.Pattern[str]) -> str:
    """Return the key with the highest version number that matches ``pattern``. Raises ConfigError."""
    found = {int(match[1]): key for key in store.keys(folder) if (match := pattern.match(key))}
    if not found:
        raise ConfigError(
            f"The config bucket has no file {pattern.pattern!r}; put one there, or start with an "
            "empty bucket to get the defaults.",
            file=folder,
        )
    return found[max(found)]


def read(store: ObjectStore, key: str, model: type[Model]) -> Model:
    """Return the file at ``key`` as ``model``.

    Raises:
        ConfigError: it is missing, no JSON/YAML, or a field is wrong; names file, field and remedy.
    """
    try:
        return model.model_validate(_parse(store, key))
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise broken(key, field, first["msg"]) from exc


def broken(key: str, field: str, what: str) -> ConfigError:
    """Return the error for a wrong ``field`` of the policy file ``key``."""
    return ConfigError(
        f"Policy file {key}, field {field}: {what}. Correct it in the config bucket and start again.",
        file=key,
        field=field,
    )


# Any: JSON or YAML of any form; the contract decides.
def _parse(store: ObjectStore, key: str) -> Any:
    try:
        text = store.get(key).decode("utf-8")
        return json.loads(text) if key.endswith(".json") else yaml.safe_load(text)
    except NotFoundError as exc:
        raise broken(key, "(whole file)", "it is missing") from exc
    except (ValueError, yaml.YAMLError) as exc:
        kind = "JSON" if key.endswith(".json") else "YAML"
        raise broken(key, "(whole file)", f"it is not readable {kind}: {exc}") from exc

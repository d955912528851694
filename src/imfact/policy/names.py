"""The names of the config bucket: built and parsed here, nowhere else.

policy_current/pointer.json    which version is current
policy/00002.json              the record of the second publication, written last
policy/v2-3f2a9c1d04ab/…       its files, never changed
routing/ sources/ rights/      live files: they follow models and outlets, not the policy
"""

from __future__ import annotations

import re

from imfact.contracts.policy import POLICY_VERSION_PATTERN

POINTER_KEY = "policy_current/pointer.json"
VERSIONS = "policy"
README = "secrets_placeholders/README.md"
THRESHOLDS = "thresholds/clickbait.json"
ALIASES = "pipeline/opensearch_alias.json"
BATCH = "pipeline/batch_params.yaml"
ROUTING = "routing/model_alias.json"
SOURCES = "sources"
RIGHTS = "rights"
LEXICON = re.compile(r"^rules/lexicon/ko_clickbait_v(\d+)\.json$")
RULES = re.compile(r"^rules/rules_v(\d+)\.yaml$")

_VERSION = re.compile(POLICY_VERSION_PATTERN)
_RECORD = re.compile(rf"^{VERSIONS}/(\d{{5}})\.json$")
_LIVE = re.compile(rf"^(?:{ROUTING}|{SOURCES}/[^/]+\.json|{RIGHTS}/[^/]+\.json)$")


def version_id(number: int, digest: str) -> str:
    """Return the id of the ``number``-th version, such as ``v2-3f2a9c1d04ab``."""
    return f"v{number}-{digest[:12]}"


def is_version_id(text: str) -> bool:
    """Return whether ``text`` has the form of a version's id."""
    return _VERSION.match(text) is not None


def number_of(version: str) -> int:
    """Return the number in a version's id."""
    return int(version.partition("-")[0].removeprefix("v"))


def digest_of(version: str) -> str:
    """Return the digits of the content digest in a version's id."""
    return version.partition("-")[2]


def record_key(number: int) -> str:
    """Return the key of a version's record; keys sort by number."""
    return f"{VERSIONS}/{number:05d}.json"


def is_record_key(key: str) -> bool:
    """Return whether ``key`` is that of a record."""
    return _RECORD.match(key) is not None


def file_key(version: str, name: str) -> str:
    """Return the key of a version's file ``name``."""
    return f"{VERSIONS}/{version}/{name}"


def is_versioned(name: str) -> bool:
    """Return whether a file of that name belongs to a policy version."""
    fixed = name in (README, THRESHOLDS, ALIASES, BATCH)
    return fixed or LEXICON.match(name) is not None or RULES.match(name) is not None


def is_live(name: str) -> bool:
    """Return whether a file of that name lies beside the versions and is changed in place."""
    return _LIVE.match(name) is not None

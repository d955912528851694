"""The packaged policy is sound, and a broken file is named with its field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imfact.contracts.policy import ModelRouting
from imfact.kit.errors import ConfigError
from imfact.policy.defaults import default_files, install_defaults
from imfact.policy.loading import load_policy, load_sources, require_agreement
from imfact.store.objects import ObjectStore


@pytest.fixture
def config(tmp_path: Path) -> ObjectStore:
    store = ObjectStore(tmp_path / "config")
    install_defaults(store)
    return store


def test_the_layout_is_that_of_the_original_design(config: ObjectStore):
    assert {
        "rules/lexicon/ko_clickbait_v1.json",
        "rules/rules_v1.yaml",
        "thresholds/clickbait.json",
        "routing/model_alias.json",
        "pipeline/opensearch_alias.json",
        "pipeline/batch_params.yaml",
        "secrets_placeholders/README.md",
    } <= set(config.keys())


def test_the_packaged_policy_loads_and_covers_every_tactic(config: ObjectStore):
    policy = load_policy(config)
    assert len(policy.lexicon.entries) >= 150
    assert {entry.tactic for entry in policy.lexicon.entries} == {
        "gap",
        "shock",
        "exaggeration",
        "question",
        "vague",
        "quote",
        "gossip",
        "distortion",
        "list",
        "other",
    }
    assert any(rule.weight < 0 for rule in policy.rules.rules)
    assert policy.version.startswith("p-")
    assert len(policy.version) == 14


def test_installing_again_writes_nothing_and_keeps_what_an_operator_changed(config: ObjectStore):
    config.put("thresholds/clickbait.json", b"{}")
    assert install_defaults(config) == []
    assert config.get("thresholds/clickbait.json") == b"{}"


def test_the_version_follows_what_can_change_a_verdict_and_nothing_else(config: ObjectStore):
    before = load_policy(config).version
    config.put("pipeline/batch_params.yaml", b"enrich_batch: 3\n")
    changed = load_policy(config)
    assert changed.batch.enrich_batch == 3
    assert changed.version == before
    thresholds = json.loads(config.get("thresholds/clickbait.json"))
    thresholds["assumed_base_rate"] = 0.2
    config.put("thresholds/clickbait.json", json.dumps(thresholds).encode())
    assert load_policy(config).version != before


def test_the_newest_lexicon_counts(config: ObjectStore):
    lexicon = json.loads(default_files()["rules/lexicon/ko_clickbait_v1.json"])
    lexicon["version"] = "ko_clickbait_v10"
    config.put("rules/lexicon/ko_clickbait_v10.json", json.dumps(lexicon).encode())
    config.put("rules/lexicon/ko_clickbait_v9.json", b"not read")
    assert load_policy(config).lexicon.version == "ko_clickbait_v10"


def _lexicon(**entry: object) -> bytes:
    base = {"term": "충격", "tactic": "shock", "weight": 0.5, "example": "충격 한 줄"}
    return json.dumps({"version": "x", "entries": [base | entry]}).encode()


def _rules(pattern: str, example: str = "가") -> bytes:
    return json.dumps(
        {
            "version": "x",
            "rules": [
                {
                    "id": "r",
                    "pattern": pattern,
                    "weight": 1,
                    "note_ko": "",
                    "note_en": "",
                    "example": example,
                }
            ],
        }
    ).encode()


@pytest.mark.parametrize(
    ("key", "data", "field"),
    [
        ("rules/lexicon/ko_clickbait_v1.json", b"{", "(whole file)"),
        ("rules/lexicon/ko_clickbait_v1.json", b"\xff\xfe", "(whole file)"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(tactic="rude"), "entries.0.tactic"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(example="없음"), "entries.0.example"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(surprise=1), "entries.0.surprise"),
        ("rules/rules_v1.yaml", b"rules: [", "(whole file)"),
        ("rules/rules_v1.yaml", _rules("("), "rules.0.pattern"),
        ("rules/rules_v1.yaml", _rules("나"), "rules.0.example"),
        (
            "thresholds/clickbait.json",
            b'{"T": 0.5, "unsure_band": [0.6, 0.7], "assumed_base_rate": 0.1, "derived_from": ""}',
            "unsure_band",
        ),
        (
            "thresholds/clickbait.json",
            b'{"T": 1.5, "unsure_band": [0.4, 0.7], "assumed_base_rate": 0.1, "derived_from": ""}',
            "T",
        ),
        ("pipeline/batch_params.yaml", b"enrich_batch: 0\n", "enrich_batch"),
        ("routing/model_alias.json", b'{"cbt_next": "x"}', "cbt_next"),
    ],
)
def test_a_broken_file_is_named_with_its_field(
    config: ObjectStore, key: str, data: bytes, field: str
):
    config.put(key, data)
    with pytest.raises(ConfigError) as caught:
        load_policy(config)
    assert caught.value.context == {"file": key, "field": field}
    assert key in caught.value.message


@pytest.mark.parametrize("key", ["thresholds/clickbait.json", "rules/rules_v1.yaml"])
def test_a_missing_file_is_a_configuration_error(config: ObjectStore, key: str):
    config.delete(key)
    with pytest.raises(ConfigError):
        load_policy(config)


def test_two_sources_never_share_a_slug(config: ObjectStore):
    source = b'{"slug": "hana", "name": "n", "homepage": "https://hana.example/", "feeds": []}'
    config.put("sources/one.json", source)
    assert "hana" in [item.slug for item in load_sources(config)]
    config.put("sources/two.json", source)
    with pytest.raises(ConfigError, match="slug"):
        load_sources(config)


def test_routing_may_only_agree_with_the_pointer():
    require_agreement(ModelRouting(), "2026-11-24-v1")
    require_agreement(ModelRouting(cbt_current="2026-11-24-v1"), "2026-11-24-v1")
    with pytest.raises(ConfigError, match="pointer"):
        require_agreement(ModelRouting(cbt_current="2026-11-24-v2"), "2026-11-24-v1")

"""The packaged policy is sound, and every fault of a folder is named with file, field and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imfact.contracts.policy import ModelRouting
from imfact.judge.terms import places
from imfact.kit.errors import ConfigError
from imfact.policy.checks import check
from imfact.policy.defaults import bundled_version_files, default_files, install_defaults
from imfact.policy.loading import load_policy, load_sources, require_agreement
from imfact.store.objects import ObjectStore

TACTICS = {
    "gap",
    "shock",
    "exaggeration",
    "question",
    "vague",
    "quote",
    "gossip",
    "distortion",
    "list",
}


@pytest.fixture
def config(tmp_path: Path) -> ObjectStore:
    store = ObjectStore(tmp_path / "config")
    install_defaults(store)
    return store


def test_the_layout_is_that_of_the_original_design():
    assert {
        "rules/lexicon/ko_clickbait_v1.json",
        "rules/rules_v1.yaml",
        "thresholds/clickbait.json",
        "routing/model_alias.json",
        "pipeline/opensearch_alias.json",
        "pipeline/batch_params.yaml",
        "secrets_placeholders/README.md",
    } <= set(default_files())


def test_the_packaged_lexicon_is_large_and_covers_every_tactic(config: ObjectStore):
    lexicon = load_policy(config).lexicon
    assert len(lexicon.entries) >= 400
    assert {entry.tactic for entry in lexicon.entries} >= TACTICS
    assert lexicon.weights_from
    for entry in lexicon.entries:
        assert places(entry.example, entry.term, entry.form), entry.term
        assert 0 < entry.weight <= 1, entry.term


def test_the_packaged_rules_have_penalties_and_bonuses(config: ObjectStore):
    rules = load_policy(config).rules.rules
    assert any(rule.weight > 0 for rule in rules)
    assert any(rule.weight < 0 for rule in rules)
    assert all(rule.note_ko and rule.note_en for rule in rules)


def test_the_newest_lexicon_counts_and_the_older_one_is_checked_too():
    files = bundled_version_files()
    lexicon = json.loads(files["rules/lexicon/ko_clickbait_v1.json"])
    lexicon["version"] = "ko_clickbait_v10"
    files["rules/lexicon/ko_clickbait_v10.json"] = json.dumps(lexicon).encode()
    files["rules/lexicon/ko_clickbait_v9.json"] = b"not read"
    (fault,) = check(files, "x").faults
    assert fault.context["file"] == "rules/lexicon/ko_clickbait_v9.json"
    del files["rules/lexicon/ko_clickbait_v9.json"]
    assert check(files, "x").require().lexicon.version == "ko_clickbait_v10"


def _lexicon(**entry: object) -> bytes:
    base = {"term": "충격", "tactic": "shock", "weight": 0.5, "example": "충격 한 줄"}
    return json.dumps({"version": "x", "entries": [base | entry]}).encode()


def _rules(pattern: str, example: str = "가", **more: object) -> bytes:
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
                    **more,
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
        ("thresholds/clickbait.json", b'{"T": 0.1, "T": 0.2}', "(whole file)"),
        ("pipeline/batch_params.yaml", b"enrich_batch: 8\nenrich_batch: 9\n", "(whole file)"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(term=" 충격"), "entries.0.term"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(weight=float("nan")), "entries.0.weight"),
        ("rules/lexicon/ko_clickbait_v1.json", _lexicon(form="suffix"), "entries.0.form"),
        ("rules/rules_v1.yaml", _rules("가", quoted_share_over=0.5), "rules.0"),
        ("rules/rules_v1.yaml", _rules("(가+)+나", "가나"), "rules.0.pattern"),
        ("sources/hana.json", b"{}", "slug"),
        ("thresholds/other.json", b"{}", "(whole file)"),
        ("notes.txt", b"", "(whole file)"),
    ],
)
def test_a_broken_file_is_named_with_its_field(key: str, data: bytes, field: str):
    checked = check({**default_files(), key: data}, "x")
    assert checked.policy is None
    assert {"file": key, "field": field} in [fault.context for fault in checked.faults]
    with pytest.raises(ConfigError, match=key):
        checked.require()


@pytest.mark.parametrize(
    ("pattern", "example", "endless"),
    [
        ("((가+))+나", "가나", True),
        ("(가+(나|다)?)+!", "가!", True),
        ("(?:(?:가{1,}))*나", "가나", True),
        ("(가*){2,}나", "가나", True),
        (r"(가\+)+나", "가+나", False),
        ("([+*(]가)+나", "+가나", False),
        ("(가|나)+다*(라)", "가라", False),
        ("가+(나+다)라+", "가나다라", False),
    ],
)
def test_a_repeat_within_a_repeat_is_found_at_any_depth(pattern: str, example: str, endless: bool):
    files = {**bundled_version_files(), "rules/rules_v1.yaml": _rules(pattern, example)}
    told = [fault.message for fault in check(files, "x").faults]
    assert any("search for ever" in message for message in told) is endless
    assert len(told) == endless


def test_all_faults_are_told_at_once():
    files = {
        **bundled_version_files(),
        "rules/rules_v1.yaml": _rules("("),
        "thresholds/clickbait.json": b'{"T": 2}',
    }
    files.pop("pipeline/batch_params.yaml")
    faults = check(files, "x").faults
    assert {fault.context["file"] for fault in faults} == {
        "rules/rules_v1.yaml",
        "thresholds/clickbait.json",
        "pipeline/batch_params.yaml",
    }
    # What is wrong, then what to do.
    assert all(";" in fault.message for fault in faults)


@pytest.mark.parametrize("name", sorted(bundled_version_files()))
def test_a_missing_file_is_a_configuration_error(name: str):
    files = bundled_version_files()
    del files[name]
    with pytest.raises(ConfigError, match="missing"):
        check(files, "x").require()


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

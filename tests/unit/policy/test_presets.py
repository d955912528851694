"""Named rights and the sources that an import brings."""

import pytest

from imfact.contracts.rights import RightsMatrix
from imfact.contracts.source import Source
from imfact.kit.errors import ConfigError
from imfact.policy.defaults import install_defaults
from imfact.policy.loading import load_sources
from imfact.policy.presets import DEFAULT_PRESET, SourceBook, load_preset
from imfact.store.objects import ObjectStore


@pytest.fixture
def config(tmp_path):
    store = ObjectStore(tmp_path)
    install_defaults(store)
    return store


def test_every_preset_is_readable_and_the_default_is_that_of_an_unknown_source(config):
    names = ["full", "none", "research", "snippet"]
    presets = {name: load_preset(config, name) for name in names}
    assert presets[DEFAULT_PRESET] == RightsMatrix()
    assert presets["research"].export
    assert not presets["none"].allows("show")
    with pytest.raises(ConfigError, match="full, none, research, snippet"):
        load_preset(config, "everything")


def test_a_broken_preset_names_file_and_field(config):
    config.put("rights/mine.json", b'{"stor": true}')
    with pytest.raises(ConfigError, match=r"rights/mine.json, field stor"):
        load_preset(config, "mine")


def test_a_source_is_made_once_a_host_and_a_known_one_keeps_its_rights(config):
    own = Source(slug="garam", name="가람", homepage="https://www.garam.example/", feeds=())
    config.put("sources/garam.json", own.model_dump_json().encode())
    book = SourceBook(config, RightsMatrix(export=True))
    assert book.of("http://garam.example/1").rights == RightsMatrix()
    first = book.of("https://www.Nuri-News.example/1")
    assert (first.slug, first.name, first.rights.export) == (
        "nuri-news-example", "nuri-news.example", True,
    )  # fmt: skip
    assert book.of("https://nuri-news.example/2") is first
    assert book.of("https://nuri.news.example/2").slug != first.slug
    assert book.of("https://x.example/1", "garam").slug == "garam"
    assert book.of("https://x.example/1", "가람").slug == "garam"
    named = book.of("https://해들.example/1", "해들신문")
    assert named.name == "해들신문"
    assert {source.slug for source in load_sources(config)} >= {first.slug, named.slug}
    long = book.of(f"https://{'a' * 60}.{'b' * 60}.example/")
    assert len(long.slug) <= 63

"""Settings: defaults under IMFACT_VAR, typing errors refused, the page in docs up to date."""

from pathlib import Path

import pytest

from imfact.kit.errors import ConfigError
from imfact.settings import Settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    import os

    for name in list(os.environ):
        if name.startswith("IMFACT_"):
            monkeypatch.delenv(name)


def test_everything_lies_under_var(monkeypatch, tmp_path):
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "one"))
    settings = Settings.load()
    for url in (
        settings.lake,
        settings.models,
        settings.config,
        settings.database,
        settings.search,
    ):
        assert url.split(":", 1)[1].startswith(str(tmp_path / "one"))
    assert settings.host == "127.0.0.1"


def test_relative_var_is_made_absolute():
    assert Settings.load().var == Path("var").absolute()


def test_a_given_address_wins(monkeypatch):
    monkeypatch.setenv("IMFACT_LAKE", "file:/elsewhere")
    assert Settings.load().lake == "file:/elsewhere"


def test_a_typing_error_is_refused(monkeypatch):
    monkeypatch.setenv("IMFACT_PROT", "8081")
    with pytest.raises(ConfigError, match=r"IMFACT_PROT.*docs/settings.md"):
        Settings.load()


def test_an_unusable_value_names_its_setting(monkeypatch):
    monkeypatch.setenv("IMFACT_PORT", "many")
    with pytest.raises(ConfigError, match="IMFACT_PORT"):
        Settings.load()


@pytest.mark.parametrize(
    ("value", "port"),
    [("prometheus:", 9464), ("prometheus:9000", 9000), ("prometheus:0", 0), ("emf:", None)],
)
def test_metrics_name_their_port(monkeypatch, value, port):
    monkeypatch.setenv("IMFACT_METRICS", value)
    assert Settings.load().metrics_port == port


def test_metrics_are_never_served_on_another_address(monkeypatch):
    monkeypatch.setenv("IMFACT_METRICS", "prometheus:0.0.0.0:9464")
    with pytest.raises(ConfigError, match="IMFACT_METRICS"):
        Settings.load()

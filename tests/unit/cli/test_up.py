"""`imfact up` before it serves: an address that cannot be had is told in one line, before any work."""

from __future__ import annotations

import socket
import sys

import pytest

from imfact.cli.main import main
from imfact.cli.up import _address, _bound
from imfact.kit.errors import ConfigError


@pytest.fixture
def up(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IMFACT_METRICS", "null:")
    monkeypatch.setenv("IMFACT_VAR", str(tmp_path / "var"))

    def run(*words, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.setattr(sys, "argv", ["imfact", "up", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr()

    return run


def test_a_port_that_is_taken_is_told_before_anything_is_crawled(up, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = up("--newsroom", IMFACT_PORT=port)
    assert code == 78
    assert said.out == ""
    assert said.err.startswith(f"config_error Nothing can be served at 127.0.0.1, port {port}")
    assert not (tmp_path / "var" / "lake").exists()


def test_a_host_of_somebody_else_is_told(up):
    code, said = up(IMFACT_HOST="192.0.2.1", IMFACT_PORT=0)
    assert code == 78
    assert "192.0.2.1" in said.err


def test_port_0_is_told_as_the_port_that_it_became():
    with _bound("127.0.0.1", 0) as first:
        host, port = first.getsockname()
        assert _address(first) == f"http://{host}:{port}"
        assert port > 0
        with pytest.raises(ConfigError):
            _bound("127.0.0.1", port)

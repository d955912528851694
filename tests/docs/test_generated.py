"""What is generated from code is committed as generated."""

from pathlib import Path

import pytest

from imfact.cli.generate import generated

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("path", "text"), generated().items(), ids=lambda value: value[:60])
def test_committed_file_is_current(path, text):
    assert (ROOT / path).read_text("utf-8") == text, "run `make schemas` and commit the result"


def test_no_stray_schema():
    committed = {p.relative_to(ROOT).as_posix() for p in (ROOT / "schemas").iterdir()}
    assert committed == {path for path in generated() if path.startswith("schemas/")}

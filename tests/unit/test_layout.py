"""The rules of the house that a linter does not know: module length and names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    p for p in (ROOT / "src" / "imfact").rglob("*.py") if "migrations/versions" not in p.as_posix()
)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "manager", "base", "misc"}


def test_there_are_modules():
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_module(path):
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= 400, "split the module: no module is above 400 lines"
    assert path.stem not in FORBIDDEN_NAMES, "name the module by what it holds"
    assert ast.get_docstring(ast.parse("\n".join(lines))), "say in one line what the module is for"


def test_median_length_is_near_a_hundred_lines():
    lengths = sorted(len(p.read_text("utf-8").splitlines()) for p in MODULES)
    assert lengths[len(lengths) // 2] <= 130
    assert lengths[int(len(lengths) * 0.9)] <= 300


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "web" / "src").rglob("*.ts*")),
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_web_module(path):
    if not path.name.endswith(".gen.ts"):
        assert len(path.read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "unit").iterdir()), ids=lambda p: p.name)
def test_unit_tests_mirror_the_package(path):
    if path.is_dir() and path.name != "__pycache__":
        assert (ROOT / "src" / "imfact" / path.name).is_dir()


def test_no_download_address_is_locked():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        assert "://" not in path.read_text("utf-8"), path
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text("utf-8")

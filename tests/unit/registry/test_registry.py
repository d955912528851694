from __future__ import annotations

import json
import threading

import pytest

from imfact.contracts.model import ModelVersion, PointerChange
from imfact.kit.clock import utc_now
from imfact.kit.errors import ConfigError
from imfact.registry.candidate import fill_candidate, read_candidate
from imfact.registry.checksums import ModelCorrupt, parse_checksums, render_checksums
from imfact.registry.install import bundled_versions, install_bundled
from imfact.registry.names import POINTER_KEY, file_key, parse_version
from imfact.registry.pointer import current_version, pointer_bytes, promote, read_pointer, rollback
from imfact.registry.versions import (
    VersionNotFound,
    list_versions,
    materialise,
    show_version,
    verify_version,
)
from imfact.store.objects import ObjectStore
from imfact.store.pointer import PointerMoved

FIRST, SECOND = "2026-01-02-v1", "2026-01-02-v2"


@pytest.fixture
def store(tmp_path):
    return ObjectStore(tmp_path / "models")


def put_version(store, version, kind="clickbait", requires_encoder=None):
    """A complete version whose model is a few bytes: the registry never runs one."""
    meta = ModelVersion(
        kind=kind,
        version=version,
        description="for a test",
        licence="MIT",
        created_at=utc_now(),
        trained_on="nothing",
        code="none",
        requires_encoder=requires_encoder,
    )
    files = {
        "model.onnx": f"bytes of {version}".encode(),
        "tokenizer/tokenizer.json": b"{}",
        "meta.json": meta.model_dump_json().encode(),
    }
    for name, data in files.items():
        store.put(file_key(kind, version, name), data)
    store.put(file_key(kind, version, "checksums.txt"), render_checksums(files).encode())


def test_names_build_and_parse():
    assert parse_version("encoder", file_key("encoder", FIRST, "model.onnx")) == FIRST
    assert parse_version("clickbait", POINTER_KEY) is None
    assert parse_version("encoder", file_key("clickbait", FIRST, "model.onnx")) is None


@pytest.mark.parametrize("text", ["", "nonsense\n", f"{'0' * 64}  ../out\n"])
def test_unreadable_checksums_are_refused(text):
    with pytest.raises(ModelCorrupt):
        parse_checksums(text, "clickbait/x/checksums.txt")


def test_checksums_are_what_sha256sum_writes():
    text = render_checksums({"b": b"", "a": b"x"})
    assert [line.split("  ")[1] for line in text.splitlines()] == ["a", "b"]
    assert text.splitlines()[1].startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert parse_checksums(text, "key")["a"] == text[:64]


def test_a_version_without_checksums_is_not_there_yet(store):
    put_version(store, FIRST)
    put_version(store, SECOND)
    store.delete(file_key("clickbait", SECOND, "checksums.txt"))
    assert list_versions(store, "clickbait") == [FIRST]
    assert list_versions(store, "encoder") == []


def test_materialise_brings_every_file_and_leaves_right_ones_alone(store, tmp_path):
    put_version(store, FIRST)
    folder = materialise(store, "clickbait", FIRST, tmp_path / "cache")
    model = folder / "model.onnx"
    assert model.read_bytes() == f"bytes of {FIRST}".encode()
    assert json.loads((folder / "meta.json").read_text())["version"] == FIRST
    before = model.stat().st_mtime_ns
    (folder / "tokenizer" / "tokenizer.json").write_bytes(b"altered in the cache")
    materialise(store, "clickbait", FIRST, tmp_path / "cache")
    assert model.stat().st_mtime_ns == before
    assert (folder / "tokenizer" / "tokenizer.json").read_bytes() == b"{}"


@pytest.mark.parametrize("name", ["model.onnx", "meta.json", "tokenizer/tokenizer.json"])
@pytest.mark.parametrize("missing", [True, False])
def test_an_altered_or_missing_file_is_named_with_what_helps(store, tmp_path, name, missing):
    put_version(store, FIRST)
    key = file_key("clickbait", FIRST, name)
    if missing:
        store.delete(key)
    else:
        store.put(key, store.get(key) + b" ")
    with pytest.raises(ModelCorrupt) as caught:
        materialise(store, "clickbait", FIRST, tmp_path / "cache")
    assert key in caught.value.message
    assert "imfact model install --repair" in caught.value.message


def test_no_version_and_no_checksums_are_two_errors(store):
    put_version(store, FIRST)
    with pytest.raises(VersionNotFound):
        show_version(store, "clickbait", SECOND)
    store.delete(file_key("clickbait", FIRST, "checksums.txt"))
    with pytest.raises(ModelCorrupt):
        show_version(store, "clickbait", FIRST)


@pytest.mark.parametrize(
    "name", ["", "latest", "../x", "/etc", "cbt_candidate", "cbt_current", f"{FIRST}/tokenizer"]
)
def test_what_has_not_the_form_of_a_version_is_no_version(store, name):
    put_version(store, FIRST)
    fill_candidate(store, FIRST)
    with pytest.raises(VersionNotFound, match="imfact model list"):
        show_version(store, "clickbait", name)
    assert read_candidate(store) == show_version(store, "clickbait", FIRST)


def test_promote_and_rollback_change_the_pointer_alone(store):
    put_version(store, FIRST)
    put_version(store, SECOND)
    promote(store, FIRST)
    before = {key: store.get(key) for key in store.keys("") if key != POINTER_KEY}
    promote(store, SECOND, expected=FIRST)
    assert current_version(store).version == SECOND
    promote(store, FIRST, expected=SECOND)
    assert json.loads(store.get(POINTER_KEY))["target"] == FIRST
    assert {key: store.get(key) for key in store.keys("") if key != POINTER_KEY} == before


def test_promote_refuses_what_cannot_serve(store):
    put_version(store, FIRST)
    promote(store, FIRST)
    with pytest.raises(VersionNotFound):
        promote(store, SECOND)
    put_version(store, SECOND)
    with pytest.raises(PointerMoved):
        promote(store, SECOND, expected=SECOND)
    store.put(file_key("clickbait", SECOND, "model.onnx"), b"altered")
    with pytest.raises(ModelCorrupt):
        promote(store, SECOND)
    put_version(store, "2026-01-03-v1", requires_encoder="2020-01-01-v1")
    with pytest.raises(VersionNotFound):
        promote(store, "2026-01-03-v1")
    assert read_pointer(store).target == FIRST


def test_of_many_promotions_from_one_version_one_wins(store):
    put_version(store, FIRST)
    promote(store, FIRST)
    for number in range(3, 9):
        put_version(store, f"2026-01-02-v{number}")
    outcomes: list[str] = []
    barrier = threading.Barrier(6)

    def attempt(version):
        barrier.wait()
        try:
            promote(store, version, expected=FIRST)
            outcomes.append(version)
        except PointerMoved:
            outcomes.append("moved")

    threads = [
        threading.Thread(target=attempt, args=(f"2026-01-02-v{number}",)) for number in range(3, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("moved") == 5
    assert read_pointer(store).target in outcomes


@pytest.mark.parametrize(
    "pointer", [None, b"{", b'{"target": "latest"}', b'{"target": "2020-01-01-v1"}']
)
def test_a_pointer_to_nothing_is_a_configuration_error(store, pointer):
    put_version(store, FIRST)
    if pointer is not None:
        store.put(POINTER_KEY, pointer)
    with pytest.raises(ConfigError, match="imfact model"):
        current_version(store)


def test_install_bundled_is_idempotent_and_leaves_the_pointer(store):
    written = install_bundled(store)
    assert POINTER_KEY in written
    assert install_bundled(store) == []
    model = current_version(store)
    assert model.version == bundled_versions("clickbait")[-1]
    assert model.requires_encoder in list_versions(store, "encoder")
    put_version(store, FIRST)
    promote(store, FIRST)
    install_bundled(store)
    assert read_pointer(store).target == FIRST


def test_a_release_is_followed_until_somebody_chooses(store):
    install_bundled(store)
    newest = bundled_versions("clickbait")[-1]
    put_version(store, FIRST)
    installed = PointerChange(action="install", target=FIRST)
    store.put(POINTER_KEY, pointer_bytes(FIRST, (installed,)))
    assert install_bundled(store) == [POINTER_KEY]
    assert read_pointer(store).target == newest
    assert rollback(store) == (newest, FIRST)
    # That was a choice, and a pointer without a history may be one.
    assert install_bundled(store) == []
    store.put(POINTER_KEY, pointer_bytes(FIRST))
    assert install_bundled(store) == []
    assert read_pointer(store).target == FIRST


def test_repair_puts_an_altered_bundled_version_back(store):
    install_bundled(store)
    version = bundled_versions("clickbait")[-1]
    key = file_key("clickbait", version, "model.onnx")
    store.put(key, b"altered")
    assert install_bundled(store) == []
    with pytest.raises(ModelCorrupt):
        verify_version(store, "clickbait", version)
    assert key in install_bundled(store, repair=True)
    verify_version(store, "clickbait", version)
    assert install_bundled(store, repair=True) == []

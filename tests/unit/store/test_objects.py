"""The object store: one writer wins, nothing is half written, errors are ours."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from imfact.kit.errors import ConfigError
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore


@pytest.fixture
def store(tmp_path):
    return ObjectStore.open(f"file:{tmp_path}/bucket")


def test_put_and_get(store):
    store.put("a/b.json", b"1")
    store.put("a/b.json", b"2")
    assert store.get("a/b.json") == b"2"
    assert store.exists("a/b.json")
    assert not store.exists("a/c.json")


def test_one_of_many_creates(store):
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: store.put_if_absent("k", str(n).encode()), range(64)))
    assert won.count(True) == 1
    assert store.get("k") == str(won.index(True)).encode()


def test_compare_and_set_refuses_what_changed(store):
    store.compare_and_set("pointer", None, b"1")
    with pytest.raises(ObjectChanged):
        store.compare_and_set("pointer", None, b"2")
    store.compare_and_set("pointer", b"1", b"2")
    assert store.get("pointer") == b"2"


def test_compare_and_set_loses_no_update_between_threads(store):
    store.put("n", b"0")

    def set_once(number):
        try:
            store.compare_and_set("n", b"0", str(number).encode())
        except ObjectChanged:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(set_once, range(1, 33))).count(True) == 1


def _count_up(url, times):
    store = ObjectStore.open(url)
    done = 0
    while done < times:
        now = store.get("n")
        try:
            store.compare_and_set("n", now, str(int(now) + 1).encode())
        except ObjectChanged:
            continue
        done += 1


def test_compare_and_set_loses_no_update_between_processes(store, tmp_path):
    store.put("n", b"0")
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_count_up, args=(f"file:{tmp_path}/bucket", 25)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert store.get("n") == b"50"


def test_missing_object(store):
    with pytest.raises(ObjectNotFound):
        store.get("nothing/here")
    store.delete("nothing/here")


def test_keys_are_sorted_and_by_whole_segments(store):
    for key in ("b/2", "a/1", "ab/3"):
        store.put(key, b"")
    assert list(store.keys()) == ["a/1", "ab/3", "b/2"]
    assert list(store.keys("a")) == ["a/1"]
    assert list(store.keys("none")) == []


@pytest.mark.parametrize("url", ["ftp://x/y", "file:", "file://host/x", "nonsense"])
def test_unusable_url(url):
    with pytest.raises(ConfigError, match="file:"):
        ObjectStore.open(url)

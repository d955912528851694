"""The object store, on the local disk and on S3: one writer wins, nothing is half written, errors are ours."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.store.objects import ObjectChanged, ObjectNotFound, ObjectStore
from tests.s3 import bucket, credentials, s3_endpoint
from tests.switch import Switch


@pytest.fixture(params=["local", "s3"])
def url(request, tmp_path, monkeypatch):
    if request.param == "local":
        yield f"file:{tmp_path}/bucket"
        return
    endpoint = s3_endpoint()
    for name, value in credentials(endpoint).items():
        monkeypatch.setenv(name, value)
    with bucket(endpoint) as name:
        yield f"s3://{name}/a/prefix"


@pytest.fixture
def store(url):
    return ObjectStore.open(url)


def test_put_and_get(store):
    store.put("a/b.json", b"1")
    store.put("a/b.json", b"2")
    assert store.get("a/b.json") == b"2"
    assert store.exists("a/b.json")
    assert not store.exists("a/c.json")


def test_an_etag_changes_with_a_write_and_only_then(store):
    with pytest.raises(ObjectNotFound):
        store.etag("pointer.json")
    store.put("pointer.json", b"1")
    first = store.etag("pointer.json")
    assert store.etag("pointer.json") == first
    store.compare_and_set("pointer.json", b"1", b"2")
    assert store.etag("pointer.json") != first


def test_an_object_of_many_parts(store):
    data = bytes(range(256)) * 50_000
    store.put("model.onnx", data)
    assert store.put_if_absent("other.onnx", data)
    assert store.get("model.onnx") == store.get("other.onnx") == data


def test_keys_may_hold_any_character_of_a_file_name(store):
    for key in ("가/나 다.json", "a/b+c=d&e.json", "a/b%20c.json"):
        store.put(key, key.encode())
        assert store.get(key) == key.encode()
        assert key in list(store.keys())


@pytest.mark.parametrize("key", ["a/../b.json", "../b.json", "a//b.json", "a/b\n.json"])
def test_what_can_be_no_key_is_not_found(store, key):
    with pytest.raises(ObjectNotFound, match="no object"):
        store.get(key)
    assert not store.exists(key)


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
    with pytest.raises(ObjectChanged):
        store.compare_and_set("absent", b"1", b"2")
    assert not store.exists("absent")


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


def test_compare_and_set_loses_no_update_between_processes(store, url):
    store.put("n", b"0")
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_count_up, args=(url, 25)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert store.get("n") == b"50"


def test_missing_object(store):
    with pytest.raises(ObjectNotFound):
        store.get("nothing/here")
    store.delete("nothing/here")


def test_what_was_deleted_is_gone(store):
    store.put("a/b", b"1")
    store.delete("a/b")
    assert not store.exists("a/b")
    assert store.put_if_absent("a/b", b"2")


def test_keys_are_sorted_and_by_whole_segments(store):
    for key in ("b/2", "a/1", "ab/3"):
        store.put(key, b"")
    assert list(store.keys()) == ["a/1", "ab/3", "b/2"]
    assert list(store.keys("a")) == ["a/1"]
    assert list(store.keys("none")) == []


def test_more_keys_than_one_answer_lists(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.put(f"many/{n:04d}", b""), range(1_001)))
    assert len(list(store.keys("many"))) == 1_001


# -- S3 alone ----------------------------------------------------------------------------------


@pytest.fixture
def switched(monkeypatch):
    """A store on S3 behind a switch."""
    endpoint = s3_endpoint()
    parts = urlsplit(endpoint)
    with Switch((str(parts.hostname), int(parts.port or 80))) as switch, bucket(endpoint) as name:
        for variable, value in credentials(switch.url).items():
            monkeypatch.setenv(variable, value)
        yield ObjectStore.open(f"s3://{name}"), switch


def test_a_write_whose_answer_was_lost_knows_itself_again(switched):
    store, switch = switched
    switch.swallow_answers(1)
    assert store.put_if_absent("k", b"1")
    assert store.get("k") == b"1"
    assert not store.put_if_absent("k", b"1")
    switch.swallow_answers(1)
    store.compare_and_set("k", b"1", b"2")
    assert store.get("k") == b"2"


def test_a_server_that_comes_back_is_waited_for(switched):
    store, switch = switched
    store.put("k", b"1")
    switch.off()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(store.get, "k")
        with pytest.raises(TimeoutError):
            answer.result(1.0)
        switch.on()
        assert answer.result(15) == b"1"


def test_a_server_that_stays_away_is_an_error_within_20_seconds(switched):
    store, switch = switched
    switch.off()
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(store.put_if_absent, "k", b"1").exception(timeout=25)
    assert isinstance(error, BackendUnavailable)
    assert "s3://" in error.message


@pytest.mark.parametrize("call", ["get", "put", "put_if_absent", "keys"])
def test_a_missing_bucket_is_named(monkeypatch, call):
    for name, value in credentials(s3_endpoint()).items():
        monkeypatch.setenv(name, value)
    store = ObjectStore.open("s3://there-is-no-such-bucket/x")
    calls = {
        "get": lambda: store.get("k"),
        "put": lambda: store.put("k", b""),
        "put_if_absent": lambda: store.put_if_absent("k", b""),
        "keys": lambda: list(store.keys()),
    }
    with pytest.raises(ConfigError, match="there-is-no-such-bucket"):
        calls[call]()

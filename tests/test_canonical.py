"""The canonical dump sees what differs and overlooks what no two runs share."""

import pytest

from imfact.lake import keys
from imfact.store.objects import ObjectStore
from tests.canonical import differences, lake

RUNS = ("20261124T044500Z-0a1b2c", "20261125T010203Z-ffeedd")


@pytest.fixture
def stores(tmp_path):
    return [ObjectStore.open(f"file:{tmp_path}/{n}") for n in (1, 2)]


def test_two_runs_over_the_same_pages_are_equal(stores):
    for store, run, day in zip(stores, RUNS, ("24", "25"), strict=True):
        store.put(f"raw/hanbit/2026/11/{day}/{'a' * 32}.html", b"<p>")
        store.put(
            keys.stage_manifest(run, "crawl"),
            f'{{"run_id": "{run}", "entries": [{{"key": "raw/hanbit/2026/11/{day}/x"}}],'
            f' "fetched_at": "{day}", "seconds": {day}.5}}'.encode(),
        )
    assert differences(lake(stores[0]), lake(stores[1])) == []


def test_another_page_another_object_and_another_number_are_seen(stores):
    one, other = stores
    for store, body in ((one, b"a"), (other, b"b")):
        store.put("raw/hanbit/2026/11/24/x.html", body)
        store.put("curated/x.json", b'{"published_at": "%s"}' % body)
    one.put("curated/y.json", b"{}")
    found = differences(lake(one), lake(other))
    assert [line.split(":")[0] for line in found] == [
        "curated/x.json › published_at",
        "curated/y.json",
        "raw/hanbit/{day}/x.html",
    ]
    assert differences({"p": [0.1, 0.2]}, {"p": [0.1, 0.2 + 1e-9]}) == []
    assert differences({"p": [0.1, 0.2]}, {"p": [0.1, 0.3]})
    assert differences({"p": [0.1]}, {"p": [0.1, 0.3]})

"""Micro-batches: like lengths together, one queue with an end, nobody pays for another's mistake."""

from __future__ import annotations

import threading
import time

import pytest

from imfact.services.ai.batching import Batcher, BatchLimits, QueueFull
from imfact.services.ai.counters import Counters


class Recorder:
    """Answers in capitals, remembers its batches; ``open`` lets it go on."""

    def __init__(self, held: bool = False) -> None:
        self.batches: list[tuple[str, list[str]]] = []
        self.open = threading.Event()
        self.started = threading.Event()
        self.threads: set[int] = set()
        if not held:
            self.open.set()

    def __call__(self, key, items):
        self.started.set()
        assert self.open.wait(10)
        self.threads.add(threading.get_ident())
        self.batches.append((key, list(items)))
        if any("!" in item for item in items):
            raise ValueError("cannot be used")
        return [item.upper() for item in items]


def submit(batcher, *items, key="v1"):
    return batcher.submit(key, items, [len(item) for item in items])


def make(recorder, **limits):
    counters = Counters()
    return Batcher(recorder, BatchLimits(**limits), counters), counters


def test_answers_stand_in_the_order_asked_and_batches_in_that_of_length():
    recorder = Recorder(held=True)
    batcher, counters = make(recorder, most=2, wait_seconds=0)
    running = submit(batcher, "x")
    assert recorder.started.wait(5)
    first, second = submit(batcher, "ccc", "a", "dddd"), submit(batcher, "bb")
    recorder.open.set()
    assert running.result(5) == ["X"]
    assert first.result(5) == ["CCC", "A", "DDDD"]
    assert second.result(5) == ["BB"]
    assert recorder.batches[1:] == [("v1", ["a", "bb"]), ("v1", ["ccc", "dddd"])]
    assert threading.get_ident() not in recorder.threads
    counted = counters.read()
    assert (counted.batches, counted.batch_items, counted.queue_depth) == (3, 5, 0)


def test_the_first_does_not_wait_for_company_for_ever():
    batcher, _ = make(Recorder(), most=100, wait_seconds=0.02)
    started = time.monotonic()
    assert submit(batcher, "a").result(5) == ["A"]
    assert time.monotonic() - started < 1


def test_versions_are_never_mixed():
    recorder = Recorder()
    batcher, _ = make(recorder, most=8, wait_seconds=1)
    futures = [submit(batcher, f"{key}{n}", key=key) for n in range(4) for key in ("x", "y")]
    assert [future.result(5)[0] for future in futures] == [
        f"{k}{n}" for n in range(4) for k in "XY"
    ]
    assert [key for key, _ in recorder.batches] == ["x", "y"]


def test_what_does_not_fit_is_refused_whole_and_the_rest_is_done():
    recorder = Recorder(held=True)
    batcher, counters = make(recorder, most=1, wait_seconds=0, capacity=3)
    running = submit(batcher, "a")
    assert recorder.started.wait(5)
    waiting = submit(batcher, "b", "c")
    with pytest.raises(QueueFull):
        submit(batcher, "d", "e")
    fits = submit(batcher, "f")
    assert counters.read().queue_depth == 3
    recorder.open.set()
    assert [f.result(5) for f in (running, waiting, fits)] == [["A"], ["B", "C"], ["F"]]
    assert counters.read().queue_refusals == 1


def test_a_request_larger_than_the_queue_is_taken_by_an_empty_one():
    batcher, _ = make(Recorder(), most=2, capacity=3)
    assert submit(batcher, *"abcdef").result(5) == list("ABCDEF")


def test_only_whoever_asked_gets_the_error():
    batcher, _ = make(Recorder(), most=4, wait_seconds=1)
    good, bad, other = submit(batcher, "a"), submit(batcher, "b", "!"), submit(batcher, "c")
    assert good.result(5) == ["A"]
    assert other.result(5) == ["C"]
    with pytest.raises(ValueError, match="cannot be used"):
        bad.result(5)
    assert submit(batcher, "still there").result(5) == ["STILL THERE"]


def test_whoever_went_away_is_passed_over():
    recorder = Recorder(held=True)
    batcher, _ = make(recorder, most=1, wait_seconds=0)
    submit(batcher, "a")
    assert recorder.started.wait(5)
    gone, stays = submit(batcher, "b"), submit(batcher, "c")
    assert gone.cancel()
    recorder.open.set()
    assert stays.result(5) == ["C"]
    assert [items for _, items in recorder.batches] == [["a"], ["c"]]


def test_whoever_gives_up_while_it_is_done_does_not_stop_the_others():
    recorder = Recorder(held=True)
    batcher, _ = make(recorder, most=1, wait_seconds=0)
    gone = submit(batcher, "a")
    assert recorder.started.wait(5)
    assert gone.cancel()
    recorder.open.set()
    assert submit(batcher, "b").result(5) == ["B"]


def test_an_answer_too_few_is_an_error_and_not_the_end():
    answers = [["A"], ["B"]]
    batcher: Batcher[str, str, str] = Batcher(
        lambda _key, _items: answers.pop(0), BatchLimits(wait_seconds=0), Counters()
    )
    with pytest.raises(ValueError, match="zip"):
        submit(batcher, "a", "aa").result(5)
    assert submit(batcher, "b").result(5) == ["B"]


def test_nothing_asked_is_nothing_answered():
    assert submit(make(Recorder())[0]).result(0) == []


def test_many_threads_lose_nothing():
    batcher, counters = make(Recorder(), most=7, wait_seconds=0.001, capacity=10_000)
    answers: list[list[str]] = []

    def load(name):
        for n in range(50):
            answers.append(submit(batcher, f"{name}{n}", f"{name}-{n}").result(10))

    threads = [threading.Thread(target=load, args=(f"t{n}x",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 300
    assert len({tuple(answer) for answer in answers}) == 300
    assert counters.read().batch_items == 600
    assert counters.read().queue_depth == 0
    batcher.close()

"""How many articles a second are judged: with reasons and without, with vectors and without."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.texts import articles
from imfact.bootstrap.house import House
from imfact.bootstrap.judging import Engines
from imfact.contracts.ai_api import AssessItem, GivenVectors, pack_vectors
from imfact.judge.reading import read_sentences, text_to_encode
from imfact.kit.korean import lead_of
from imfact.kit.memory import hand_back_freed_memory
from imfact.settings import Settings

_COUNT = 64
_BATCH = 16
# Half of the headlines are made to bait: only doubted ones are judged word by word.
_BAIT = "결국 이것 때문에… {title}, 대체 무슨 일이"


def main() -> None:
    """Print articles/s of each way, and their ratio to encoding the same texts alone."""
    hand_back_freed_memory()  # as every command does
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(var=Path(folder) / "var"))
        engine = Engines(house).of(house.model.version)
        bare = [
            AssessItem(
                title=text.title if number % 2 else _BAIT.format(title=text.title),
                body=text.body,
            )
            for number, text in enumerate(articles(_COUNT))
        ]
        started = time.perf_counter()
        given = [_with_vectors(item, house) for item in bare]
        encoding = _COUNT / (time.perf_counter() - started)
        print(f"encoder alone, all sentences      {encoding:6.1f} articles/s")
        ways: Sequence[tuple[str, Sequence[AssessItem], bool]] = (
            ("with reasons, vectors given", given, True),
            ("with reasons, with encoding", bare, True),
            ("verdict alone, vectors given", given, False),
            ("verdict alone, with encoding", bare, False),
        )
        for name, items, reasons in ways:
            rate = _rate(lambda part, r=reasons: engine.assess(part, reasons=r), items)
            print(f"{name:33} {rate:6.1f} articles/s  ({rate / encoding:.2f} of the encoder)")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory, at most                   {used:6.0f} MB")


def _with_vectors(item: AssessItem, house: House) -> AssessItem:
    sentences = [text_to_encode(sentence) for sentence in read_sentences(item.body)]
    rows = house.encoder.encode([item.title, lead_of(item.body), *sentences])
    return item.model_copy(
        update={
            "vectors": GivenVectors(
                encoder_version=house.encoder.version,
                title=pack_vectors(rows[:1]),
                lead=pack_vectors(rows[1:2]),
                sentences=pack_vectors(rows[2:]),
            )
        }
    )


def _rate(judge: Callable[[Sequence[AssessItem]], object], items: Sequence[AssessItem]) -> float:
    judge(items[:_BATCH])
    started = time.perf_counter()
    for start in range(0, len(items), _BATCH):
        judge(items[start : start + _BATCH])
    return len(items) / (time.perf_counter() - started)

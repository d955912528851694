"""Builders of training examples: splits, swaps, edits, foreign sentences, other people's records."""

from __future__ import annotations

import gzip
import json
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imfact.kit.errors import ConfigError, DataError, QualityError
from imfact.pipeline.train.data.actors import leading_names
from imfact.pipeline.train.data.aihub import read_aihub, write_headlines
from imfact.pipeline.train.data.articles import read_articles
from imfact.pipeline.train.data.contradictions import edit_headline
from imfact.pipeline.train.data.foreign import compose
from imfact.pipeline.train.data.labelled import read_labelled
from imfact.pipeline.train.data.readings import (
    Reading,
    quadratic_kappa,
    read_readings,
    require_agreement,
)
from imfact.pipeline.train.data.splits import folds, kept_back, split_digest
from imfact.pipeline.train.data.swaps import hard_swaps, random_swaps
from imfact.pipeline.train.headlines import read_headlines
from imfact.pipeline.train.prepare import check

TITLE = "가온시, 버스 요금 1500원으로 인상"
LEAD = "가온시는 시내버스 요금을 1500원으로 올린다고 밝혔다. 인상은 3월부터다."


def record(**label):
    return {
        "sourceDataInfo": {
            "newsID": "N1",
            "newsTitle": "가온시 도서관 열어",
            "newsContent": "가온시가 도서관을 열었다.",
            "partNum": "P1",
            "processPattern": "11",
            "sentenceInfo": [{"sentenceNo": 1, "sentenceContent": "가온시가 도서관을 열었다."}],
        },
        "labeledDataInfo": label,
    }


def test_class_nought_is_clickbait_and_the_new_title_was_shown(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record(newTitle="가온시, 결국 이것 열었다", clickbaitClass=0)))
    (row,) = read_aihub([path])
    assert (row.title, row.clickbait) == ("가온시, 결국 이것 열었다", True)
    path.write_text(json.dumps(record(clickbaitClass=1)))
    (row,) = read_aihub([path])
    assert (row.title, row.clickbait) == ("가온시 도서관 열어", False)


def test_foreign_sentences_are_numbered_and_stand_in_the_body(tmp_path):
    sentences = [
        {"sentenceNo": 1, "sentenceContent": "도서관이 열렸다.", "subjectConsistencyYn": "Y"},
        {"sentenceNo": 2, "sentenceContent": "주가가 올랐다.", "subjectConsistencyYn": "N"},
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([record(clickbaitClass=0, processSentenceInfo=sentences)]))
    (row,) = read_aihub([path])
    assert row.foreign == (2,)
    assert "주가가 올랐다." in row.body


def test_headlines_of_the_set_are_labelled_headlines_for_training(tmp_path):
    bait = record(newTitle="가온시, 결국 이것 열었다", clickbaitClass=0)
    plain, altered = record(clickbaitClass=1), record(clickbaitClass=0)
    altered["sourceDataInfo"]["partNum"] = "P2"
    path, out = tmp_path / "a.json", tmp_path / "headlines.jsonl.gz"
    path.write_text(json.dumps([bait, plain, altered]))
    assert write_headlines(read_aihub([path]), out) == {"P1": 2, "P2": 1}
    headlines = read_headlines(out)
    assert headlines.titles == ("가온시, 결국 이것 열었다", "가온시 도서관 열어")
    assert headlines.clickbait.tolist() == [1, 0]
    assert read_labelled(out)[0].lead == "가온시가 도서관을 열었다."


def test_what_cannot_become_headlines_leaves_the_file_that_was_there(tmp_path):
    good, odd, out = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "headlines.jsonl.gz"
    good.write_text(json.dumps(record(clickbaitClass=0)))
    odd.write_text("{}")
    with pytest.raises(DataError, match=r"b\.json.*: sourceDataInfo: Field required\.$"):
        write_headlines(read_aihub([good, odd]), out)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.json", "b.json"]
    write_headlines(read_aihub([good]), out)
    before = out.read_bytes()
    altered = record(clickbaitClass=0)
    altered["sourceDataInfo"]["partNum"] = "P2"
    odd.write_text(json.dumps(altered))
    with pytest.raises(DataError, match="none is of part 1"):
        write_headlines(read_aihub([odd]), out)
    assert out.read_bytes() == before
    with pytest.raises(ConfigError, match="cannot be written"):
        write_headlines(read_aihub([good]), tmp_path / "nowhere" / "headlines.jsonl.gz")


_BAIT = {"id": 1, "title": "결국 이것", "lead": "", "score": 2, "tactic": "gap", "pool": "a"}
_PLAIN = {"id": "b", "title": "도서관 열어", "lead": None, "score": 0, "tactic": "none"}


def lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_labelled_headlines_are_read_plain_or_packed(tmp_path, pack):
    path = tmp_path / "headlines"
    path.write_bytes(pack(lines(_BAIT, _PLAIN) + b"\n\n"))
    assert [(row.id, row.mark) for row in read_labelled(path)] == [
        ("1", (2, "gap")),
        ("b", (0, None)),
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (lines(_PLAIN, {**_BAIT, "score": 9}), "line 2, score: "),
        (lines(_PLAIN, {**_BAIT, "tactic": "rude"}), "line 2, tactic"),
        (lines({k: v for k, v in _BAIT.items() if k != "lead"}), "line 1, lead: Field required"),
        (b"no json", "line 1, row: "),
        (b"\xff\xfe", "cannot be read"),
        (gzip.compress(lines(_BAIT), mtime=0)[:-12], "cannot be read"),
        (b"", "0 baiting headlines among 0"),
        (lines(_BAIT, _BAIT), "both kinds"),
    ],
)
def test_what_training_cannot_learn_from_is_refused_before_it_begins(tmp_path, data, told):
    path = tmp_path / "headlines"
    path.write_bytes(data)
    with pytest.raises(DataError, match=told):
        check(path, {})


def test_articles_and_readings_that_break_off_are_refused(tmp_path):
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(lines(_BAIT))[:-12])
    for read in (read_articles, lambda path: read_readings([path])):
        with pytest.raises(DataError, match="cannot be read"):
            read(path)
    path.write_bytes(lines(_BAIT))
    with pytest.raises(DataError, match="line 1, is no article"):
        read_articles(path)


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", json.dumps(record(clickbaitClass=2))])
def test_another_form_is_refused_by_name(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(DataError, match=r"odd\.json"):
        list(read_aihub([path]))


@given(st.lists(st.integers(0, 8), min_size=4, max_size=40))
def test_an_event_is_never_on_both_sides(numbers):
    groups = np.array(numbers)
    dates = [f"2026{1 + place % 12:02d}01" for place in range(len(numbers))]
    held = kept_back(groups, dates, 0.3)
    assert not set(groups[held]) & set(groups[~held])
    parts = folds(groups, [str(place) for place in range(len(numbers))], 3, 1)
    assert all(len(set(parts[groups == group])) == 1 for group in set(numbers))


def test_the_latest_are_kept_back_and_a_split_is_known_by_its_digest():
    groups, dates = np.array([0, 1, 2, 3]), ["20260101", "20260301", "", "20260201"]
    assert kept_back(groups, dates, 0.25).tolist() == [False, True, False, False]
    assert split_digest(["a", "b"], [0, 1]) == split_digest(["b", "a"], [1, 0])
    assert split_digest(["a", "b"], [0, 1]) != split_digest(["a", "b"], [1, 1])


def test_a_swap_is_of_another_event():
    generator = np.random.default_rng(3)
    vectors = generator.normal(size=(40, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = np.arange(40) // 2
    for swapped in (hard_swaps(vectors, vectors, groups, 1), random_swaps(groups, 1)):
        assert (groups[swapped] != groups).all()
    assert sorted(hard_swaps(vectors, vectors, groups, 1)) == list(range(40))


def test_an_edit_says_what_the_text_does_not():
    kinds = set()
    for seed in range(40):
        edit = edit_headline(TITLE, LEAD, ["가온시", "누리시"], Random(seed))
        assert edit is not None
        assert edit.title != TITLE
        kinds.add(edit.kind)
        if edit.kind == "number":
            assert "1500" not in edit.title
        if edit.kind == "antonym":
            assert "인하" in edit.title
        if edit.kind == "name":
            assert edit.title.startswith("누리시")
    assert kinds == {"number", "antonym", "name"}
    assert edit_headline("봄이 왔다", "", [], Random(1)) is None
    assert leading_names([TITLE, "이름 없는 제목"]) == ["가온시"]


@pytest.mark.parametrize("kind", ["inserted", "replaced", "advertising"])
def test_foreign_sentences_stand_behind_the_first(kind):
    for seed in range(20):
        made = compose(0, 1, [8, 6], kind, Random(seed))
        own = [part for part in made.parts if isinstance(part, tuple) and part[0] == 0]
        foreign = [part for part in made.parts if part not in own]
        assert made.parts[0] == (0, 0)
        assert foreign
        assert len(own) == (8 if kind != "replaced" else 8 - len(foreign)) or kind == "replaced"


def test_a_reader_counts_after_agreeing(tmp_path):
    def read(reader, scores):
        return {
            str(n): [
                Reading(
                    id=str(n),
                    score=score,
                    reader=reader,
                    label_source="model",
                    guide="v1",
                    read_on=date(2026, 11, 24),
                )
            ]
            for n, score in enumerate(scores)
        }

    known = {str(n): n % 4 for n in range(200)}
    assert require_agreement(read("r1", [n % 4 for n in range(200)]), known) == {"r1": 1.0}
    with pytest.raises(QualityError, match="r2 agrees"):
        require_agreement(read("r2", [n // 50 for n in range(200)]), known)
    with pytest.raises(QualityError, match="r3 read 150"):
        require_agreement(read("r3", [n % 4 for n in range(150)]), known)


def test_rows_read_because_they_are_doubtful_say_nothing_about_the_reader():
    known = {str(n): n % 4 for n in range(260)}
    readings = {
        str(n): [
            Reading(
                id=str(n),
                score=n % 4 if n < 200 else 3 - n % 4,
                reader="r1",
                label_source="model",
                guide="v1",
                read_on=date(2026, 11, 24),
                calibration=n < 200,
            )
        ]
        for n in range(260)
    }
    assert require_agreement(readings, known) == {"r1": 1.0}
    # Without the mark all rows of known score count, and those at odds with it show.
    unmarked = {
        name: [mark.model_copy(update={"calibration": False}) for mark in marks]
        for name, marks in readings.items()
    }
    with pytest.raises(QualityError, match="r1 agrees"):
        require_agreement(unmarked, known)


def test_kappa_and_readings(tmp_path):
    assert quadratic_kappa([0, 1, 2, 3], [0, 1, 2, 3]) == pytest.approx(1.0)
    assert quadratic_kappa([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0.0)
    line = {
        "id": "a",
        "score": 2,
        "tactic": "gap",
        "reader": "r1",
        "label_source": "model",
        "guide": "v1",
        "read_on": "2026-11-24",
    }
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(line) + "\n")
    assert read_readings([path])["a"][0].score == 2
    path.write_text(json.dumps(line | {"score": 4}) + "\n")
    with pytest.raises(DataError, match=r"r\.jsonl:1"):
        read_readings([path])

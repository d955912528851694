"""One suite over both search engines; what holds here is what the rest of imfact may rely on."""

from __future__ import annotations

import pytest

from imfact.adapters.search.port import IndexExists, IndexGone, SearchEngine, SearchUnavailable
from imfact.contracts.search import IndexRecord, SearchFilters
from imfact.kit.errors import ConflictError, ContractError
from tests.adapters.search_engines import ALL, ENGINES, direction, document, opened, url_hash


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    with opened(request.param, tmp_path / "search") as engine:
        yield engine


@pytest.fixture
def ready(engine):
    """The engine with an empty version 1 that readers see."""
    engine.create(1)
    engine.swap(1)
    return engine


def found(engine: SearchEngine, query: str, filters: SearchFilters = ALL) -> list[int]:
    return [int(hit.url_hash, 16) for hit in engine.text(query, 20, filters)]


# -- versions and aliases ----------------------------------------------------------------------


def test_before_the_first_swap_there_is_nothing_to_read(engine):
    assert engine.current() is None
    assert engine.versions() == []
    engine.create(1)
    engine.write(1, [document(1, "강물 축제")])
    assert engine.current() is None
    with pytest.raises(SearchUnavailable):
        engine.text("축제", 5, ALL)
    with pytest.raises(SearchUnavailable):
        engine.vector(direction(0), 5, ALL)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"articles_text_current": 5}', "\xff"])
def test_aliases_that_are_unreadable_are_named_with_the_way_out(tmp_path, content):
    with opened("lancedb", tmp_path / "search") as engine:
        engine.create(1)
        engine.swap(1)
        file = tmp_path / "search" / "aliases.json"
        file.write_text(content, "latin-1")
        with pytest.raises(SearchUnavailable, match=r"aliases\.json.*index swap"):
            engine.current()
        file.unlink()
        engine.swap(1)
        assert engine.current() == 1


def test_a_version_is_created_once(engine):
    engine.create(3)
    with pytest.raises(IndexExists):
        engine.create(3)
    assert engine.versions() == [3]
    assert engine.count(3) == (0, 0)


def test_a_swap_moves_words_and_vectors_together_and_back(ready):
    ready.write(1, [document(1, "강물 축제")])
    ready.create(2)
    ready.write(2, [document(2, "강물 축제")])
    assert found(ready, "축제") == [1]
    ready.swap(2)
    assert ready.current() == 2
    assert found(ready, "축제") == [2]
    assert [hit.url_hash for hit in ready.vector(direction(0), 5, ALL)] == [url_hash(2)]
    ready.swap(1)
    assert ready.current() == 1
    assert found(ready, "축제") == [1]
    assert ready.versions() == [1, 2]


def test_a_missing_version_is_neither_swapped_in_nor_written(ready):
    with pytest.raises(SearchUnavailable):
        ready.swap(9)
    with pytest.raises(SearchUnavailable):
        ready.write(9, [document(1)])
    with pytest.raises(SearchUnavailable):
        ready.count(9)
    assert ready.current() == 1
    assert ready.versions() == [1]


def test_a_dropped_version_is_gone_and_the_current_one_stays(ready):
    ready.create(2)
    ready.drop(2)
    ready.drop(2)
    assert ready.versions() == [1]
    with pytest.raises(ConflictError):
        ready.drop(1)
    ready.create(2)
    assert ready.count(2) == (0, 0)


def test_a_reading_stays_with_its_version_whatever_is_swapped(ready):
    ready.write(1, [document(1, "강물 축제")])
    ready.create(2)
    ready.write(2, [document(2, "강물 축제")])
    reading = ready.reading()
    ready.swap(2)
    assert reading.version == 1
    assert [hit.url_hash for hit in reading.text("축제", 5, ALL)] == [url_hash(1)]
    assert [hit.url_hash for hit in reading.vector(direction(0), 5, ALL)] == [url_hash(1)]
    assert ready.reading().version == 2
    assert ready.reading(1).version == 1


def test_reading_what_was_dropped_says_so(ready):
    ready.write(1, [document(1, "강물 축제")])
    ready.create(2)
    reading = ready.reading()
    ready.swap(2)
    ready.drop(1)
    with pytest.raises(IndexGone):
        reading.text("축제", 5, ALL)
    with pytest.raises(IndexGone):
        reading.vector(direction(0), 5, ALL)
    assert ready.reading().text("축제", 5, ALL) == []


def test_a_record_is_kept_beside_its_version_and_goes_with_it(ready):
    assert ready.record(1) == IndexRecord()
    kept = IndexRecord(cursor=12, ready=True, encoder_version="e1")
    ready.put_record(1, kept)
    ready.write(1, [document(1)])
    assert ready.record(1) == kept
    assert ready.versions() == [1]
    ready.put_record(1, kept.model_copy(update={"cursor": 13}))
    assert ready.record(1).cursor == 13
    with pytest.raises(SearchUnavailable):
        ready.put_record(9, kept)
    ready.create(2)
    ready.put_record(2, kept)
    ready.drop(2)
    ready.create(2)
    assert ready.record(2) == IndexRecord()
    assert ready.halves() == []


def test_the_url_hashes_of_both_indices_are_told(ready):
    assert ready.url_hashes(1) == (frozenset(), frozenset())
    ready.write(1, [document(1), document(2)])
    both = frozenset({url_hash(1), url_hash(2)})
    assert ready.url_hashes(1) == (both, both)


# -- documents ---------------------------------------------------------------------------------


def test_an_equal_url_hash_replaces_everywhere(ready):
    ready.write(1, [document(1, "강물 축제"), document(2, "눈꽃 행사", degrees=90)])
    ready.write(1, [document(1, "바다 음악회", source="maru", degrees=180)])
    assert ready.count(1) == (2, 2)
    assert found(ready, "축제") == []
    assert found(ready, "음악회") == [1]
    assert found(ready, "음악회", SearchFilters(source="duru")) == []
    assert ready.vector(direction(180), 1, ALL)[0].url_hash == url_hash(1)


def test_of_equal_url_hashes_in_one_write_the_last_stays(ready):
    ready.write(1, [document(1, "강물 축제"), document(1, "바다 음악회")])
    assert ready.count(1) == (1, 1)
    assert found(ready, "음악회") == [1]
    assert found(ready, "축제") == []


def test_what_is_removed_is_no_longer_found(ready):
    ready.write(1, [document(n, "강물 축제") for n in (1, 2, 3)])
    ready.remove(1, [url_hash(2), url_hash(77)])
    ready.remove(1, [])
    assert ready.count(1) == (2, 2)
    assert sorted(found(ready, "축제")) == [1, 3]
    hits = ready.vector(direction(0), 10, ALL)
    assert {hit.url_hash for hit in hits} == {url_hash(1), url_hash(3)}


def test_the_checksum_tells_which_documents_are_there(ready):
    empty = ready.checksum(1)
    ready.write(1, [document(1), document(2)])
    both = ready.checksum(1)
    assert both[0] == both[1] != empty[0]
    ready.remove(1, [url_hash(1)])
    ready.write(1, [document(3)])
    assert ready.count(1) == (2, 2)
    assert ready.checksum(1)[0] == ready.checksum(1)[1] != both[0]
    ready.remove(1, [url_hash(3)])
    ready.write(1, [document(1)])
    assert ready.checksum(1) == both


@pytest.mark.parametrize("vector", [(0.0,) * 384, (1.0,) * 3, (float("nan"),) * 384])
def test_a_vector_without_direction_is_refused(ready, vector):
    broken = document(1).model_copy(update={"vector": vector})
    with pytest.raises(ContractError):
        ready.write(1, [document(2), broken])
    assert ready.count(1) == (0, 0)
    with pytest.raises(ContractError):
        ready.vector(vector, 5, ALL)


# -- Korean ------------------------------------------------------------------------------------


KOREAN = [
    # query, what the title says, whether they meet
    ("한국은행", "한국은행이 금리를 올렸다", True),
    ("한국은행이", "한국은행, 금리 동결", True),
    ("한국은행", "한국 은행 총재들의 만남", True),
    ("은행", "한국은행이 금리를 올렸다", True),
    ("금리를", "기준금리 동결", True),
    ("기준금리", "기준금리를 묶었다", True),
    ("가람바이오", "가람바이오가 신약을 내놓았다", True),
    ("가람바이오가", "신약 내놓은 가람바이오", True),
    ("전기자동차", "전기자동차보조금이 줄었다", True),
    ("전기자동차보조금", "전기자동차 보조금 축소", True),
    ("비급여", "비급여 진료비가 올랐다", True),
    ("비급여", "비급여가 늘었다", True),
    ("비급여", "급여 진료비가 올랐다", False),
    ("비급여를", "급여를 올렸다", False),
    ("급여", "급여가 올랐다", True),
    ("무관심", "관심이 커졌다", False),
    ("AI", "AI반도체 수출", True),
    ("ai반도체", "AI 반도체 수출", True),
    ("반도체", "차세대 AI반도체를 공개", True),
    ("gpt-5", "GPT-5를 써 보니", True),
    ("ＧＰＴ", "GPT 시대", True),
    ("3.5%", "물가가 3.5%로 올랐다", True),
    ("3.5%", "물가가 5.3%로 올랐다", False),
    ("1234억원", "예산 1,234억원을 늘렸다", True),
    ("5G", "5G를 깔았다", True),
    ("왜", "시장은 왜 떠났나", True),
    ("빵", "빵을 굽는 마을", True),
    ("물가", "불가 판정을 받았다", False),
    ("동결했다", "기준금리 동결하기로", True),
]


@pytest.mark.parametrize(("query", "title", "meets"), KOREAN)
def test_korean_words_meet(corpus, query, title, meets):
    hits = found(corpus, query)
    place = [row[1] for row in KOREAN].index(title) + 1
    assert (place in hits) is meets


@pytest.fixture(scope="module", params=ENGINES)
def corpus(request, tmp_path_factory):
    """All titles above in one index; read only."""
    with opened(request.param, tmp_path_factory.mktemp("corpus")) as engine:
        engine.create(1)
        titles = [row[1] for row in KOREAN]
        engine.write(1, [document(titles.index(each) + 1, each) for each in dict.fromkeys(titles)])
        engine.swap(1)
        yield engine


def test_a_body_is_indexed_to_its_end(ready):
    ready.write(1, [document(1, body="강물이 맑다. " * 3000 + "마지막에 등대가 나온다.")])
    assert found(ready, "등대") == [1]


def test_the_title_weighs_more_than_the_body(ready):
    long = "마을 사람들이 모여 이야기를 나누었다. " * 5
    ready.write(
        1,
        [
            document(1, "오늘의 소식", long + "축제가 열렸다."),
            document(2, "축제가 열렸다", long + "오늘의 소식."),
            document(3, "오늘의 소식", long),
        ],
    )
    assert found(ready, "축제") == [2, 1]


def test_more_of_the_words_rank_higher(ready):
    ready.write(
        1,
        [document(1, "강물 축제"), document(2, "강물 음악회"), document(3, "강물 음악회와 축제")],
    )
    assert found(ready, "음악회 축제")[0] == 3
    assert sorted(found(ready, "음악회 축제")) == [1, 2, 3]


# -- queries of every kind ---------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "?!…", "🙂", "\x00", "()", "%"])
def test_a_query_without_words_finds_nothing(ready, query):
    ready.write(1, [document(1, "강물 축제", source="duru")])
    assert ready.text(query, 5, ALL) == []


@pytest.mark.parametrize(
    "query", ["강물 축제 " * 1700, "강물축제" * 2500, "강" * 10_000, "a" * 10_000, '"(' * 5000]
)
def test_a_query_of_10_000_characters_is_answered(ready, query):
    ready.write(1, [document(1, "강물 축제")])
    ready.text(query[:10_000], 5, ALL)


def test_the_first_words_of_a_long_query_count(ready):
    ready.write(1, [document(1, "강물 축제"), document(2, "등대 음악회")])
    filler = " ".join(f"낱말{n}번째" for n in range(2000))
    assert found(ready, f"강물 {filler} 등대"[:10_000]) == [1]


@pytest.mark.parametrize(
    "query",
    [
        "강물 AND NOT 축제", "강물 -축제", "+강물 -축제", "title:강물", "강물*", '"강물', "(강물", "강물~2", "강물^3",
        "강물 || ;", "강물\\", "강물'", "강물' OR '1'='1", "{강물}", "/강물/", "<강물>", "강물 && !",
    ],
)  # fmt: skip
def test_operators_are_words_like_others(ready, query):
    ready.write(1, [document(1, "강물 축제"), document(2, "등대 음악회")])
    assert found(ready, query) == [1]


def test_a_wildcard_matches_nothing_by_itself(ready):
    ready.write(1, [document(1, "강물 축제")])
    assert found(ready, "* _all:* 등*") == []


def test_limits_hold_and_hits_are_sorted(ready):
    ready.write(
        1, [document(n, "축제 " * n, degrees=n * 10.0) for n in range(1, 9)] + [document(20)]
    )
    for hits in (ready.text("축제", 20, ALL), ready.vector(direction(0), 20, ALL)):
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert len({hit.url_hash for hit in hits}) == len(hits) >= 8
    for limit in (1, 3):
        assert len(ready.text("축제", limit, ALL)) == limit
        assert len(ready.vector(direction(0), limit, ALL)) == limit
    assert ready.text("축제", 0, ALL) == ready.vector(direction(0), 0, ALL) == []


def test_filters_hold_for_words_and_vectors(ready):
    ready.write(
        1,
        [
            document(1, "강물 축제", source="duru", section="culture", band="low"),
            document(2, "강물 축제", source="maru", section="culture", band="suspected"),
            document(3, "강물 축제", source="maru", section='it\'s "new"', band="low"),
            document(4, "강물 축제", source="maru"),
        ],
    )
    for filters, expected in (
        (SearchFilters(), [1, 2, 3, 4]),
        (SearchFilters(source="maru"), [2, 3, 4]),
        (SearchFilters(section="culture"), [1, 2]),
        (SearchFilters(band="low"), [1, 3]),
        (SearchFilters(source="maru", band="low"), [3]),
        (SearchFilters(section='it\'s "new"'), [3]),
        (SearchFilters(source="' OR 1=1 --"), []),
        (SearchFilters(source="duru", band="unsure"), []),
    ):
        assert sorted(found(ready, "축제", filters)) == expected
        hits = ready.vector(direction(0), 10, filters)
        assert sorted(int(hit.url_hash, 16) for hit in hits) == expected


def test_a_filter_does_not_hide_what_ranks_low(ready):
    """Filtered after the ranking, the only match would be behind the first five."""
    crowd = [document(n, "축제 축제", degrees=1) for n in range(1, 60)]
    ready.write(1, [*crowd, document(99, "등대", "축제", source="maru", degrees=80)])
    assert found(ready, "축제", SearchFilters(source="maru")) == [99]
    hits = ready.vector(direction(0), 5, SearchFilters(source="maru"))
    assert [hit.url_hash for hit in hits] == [url_hash(99)]


def test_vectors_rank_by_cosine(ready):
    ready.write(1, [document(n, degrees=n * 30.0) for n in range(6)])
    hits = ready.vector(direction(60), 6, ALL)
    assert hits[0].url_hash == url_hash(2)
    assert [round(hit.score, 3) for hit in hits] == [1.0, 0.866, 0.866, 0.5, 0.5, 0.0]


def test_an_engine_that_is_closed_can_be_closed_again(engine):
    engine.close()
    engine.close()

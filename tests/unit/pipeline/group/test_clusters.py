"""Groups out of pairs: no order matters, a second pass changes nothing, names stay."""

import dataclasses
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from imfact.pipeline.group.clusters import Member, copy_groups, stories

START = datetime(2026, 11, 24, tzinfo=UTC)
KEYS = [f"{number:032x}" for number in range(9)]


def member(number, hours=None, story=None):
    return Member(KEYS[number], START + timedelta(hours=number if hours is None else hours), story)


def pair(one, other):
    return tuple(sorted((KEYS[one], KEYS[other])))


PAIRS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1]), max_size=24
).map(lambda found: [pair(*one) for one in found])
SCORES = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8))
    .filter(lambda p: p[0] < p[1])
    .map(lambda p: pair(*p)),
    st.floats(0.1, 9),
    max_size=30,
)
MEMBERS = st.lists(st.integers(0, 5), min_size=9, max_size=9).map(
    lambda hours: [member(number, hours[number]) for number in range(9)]
)


def groups_of(members, copies, events):
    originals = copy_groups(members, copies)
    return originals, stories(members, originals, events)


@given(MEMBERS, PAIRS, SCORES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(members, copies, events, random):
    expected = groups_of(members, copies, events)
    shuffled = [list(one) for one in (members, copies, events.items())]
    for one in shuffled:
        random.shuffle(one)
    assert groups_of(shuffled[0], shuffled[1], dict(shuffled[2])) == expected


@given(MEMBERS, PAIRS, SCORES)
def test_a_second_pass_changes_nothing(members, copies, events):
    originals, names = groups_of(members, copies, events)
    again = [dataclasses.replace(one, story=names[one.url_hash]) for one in members]
    assert groups_of(again, copies, events) == (originals, names)


@given(MEMBERS, PAIRS, SCORES, st.integers(1, 8))
def test_what_comes_later_renames_no_story(members, copies, events, known):
    early = members[:known]
    keys = {one.url_hash for one in early}

    def inside(p):
        return set(p) <= keys

    _, before = groups_of(
        early, [c for c in copies if inside(c)], {p: s for p, s in events.items() if inside(p)}
    )
    grown = [dataclasses.replace(one, story=before.get(one.url_hash)) for one in members]
    _, after = groups_of(grown, copies, events)
    age = {one.url_hash: one.age for one in members}
    for name in {name for name in before.values() if name}:
        (now,) = {after[key] for key in keys if before[key] == name}
        # The same, or that of an older story that it turned out to be part of.
        assert now == name or (now in before.values() and age[now] < age[name])


@given(MEMBERS, PAIRS, SCORES)
def test_copies_share_an_original_and_a_story(members, copies, events):
    originals, names = groups_of(members, copies, events)
    age = {one.url_hash: one.age for one in members}
    for key, original in originals.items():
        assert originals[original] == original
        assert age[original] <= age[key]
        assert names[key] == names[original]


def test_a_story_is_named_by_the_article_that_began_it():
    members = [member(0), member(1), member(2)]
    _, names = groups_of(members, [], {pair(0, 1): 2.0})
    assert names == {KEYS[0]: KEYS[0], KEYS[1]: KEYS[0], KEYS[2]: None}


def test_copies_alone_are_no_story():
    assert set(groups_of([member(0), member(1)], [pair(0, 1)], {})[1].values()) == {None}


def test_an_earlier_article_that_comes_late_joins_without_renaming():
    members = [member(0), member(1, story=KEYS[1]), member(2, story=KEYS[1])]
    _, names = groups_of(members, [], {pair(0, 1): 3.0, pair(0, 2): 3.0})
    assert set(names.values()) == {KEYS[1]}


def test_of_two_stories_that_are_one_the_older_name_stays():
    members = [member(0, story=KEYS[0]), member(1, story=KEYS[0])]
    members += [member(2, story=KEYS[2]), member(3, story=KEYS[2])]
    events = {pair(a, b): 1.0 for a in (0, 1) for b in (2, 3)}
    assert set(groups_of(members, [], events)[1].values()) == {KEYS[0]}


def test_one_link_does_not_chain_two_stories():
    events = {pair(0, 1): 4.0, pair(2, 3): 4.0, pair(1, 2): 1.0}
    _, names = groups_of([member(number) for number in range(4)], [], events)
    assert [names[key] for key in KEYS[:4]] == [KEYS[0], KEYS[0], KEYS[2], KEYS[2]]


def test_a_story_whose_founder_is_gone_keeps_its_name():
    members = [member(1, story=KEYS[0]), member(2)]
    assert set(groups_of(members, [], {pair(1, 2): 2.0})[1].values()) == {KEYS[0]}

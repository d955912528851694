"""What is read of a body: bounded, in text order, both ends of the evidence."""

from __future__ import annotations

from imfact.judge.reading import (
    MOST_SENTENCES,
    choose_sentences,
    read_sentences,
    sentences_to_encode,
)

TITLE = "가람시 어린이 도서관 세 곳 열어"
NEAR = "가람시는 어제 어린이 도서관 세 곳을 열었다고 밝혔다."
FAR = "새별산 꼭대기에는 올해 들어 처음으로 서리가 하얗게 내렸다."
FILLER = "마당의 나무 {n}그루는 모두 주민이 심고 가꾸었다고 한다."


def body(count: int) -> str:
    fillers = [FILLER.format(n=n) for n in range(count)]
    return "\n".join([fillers[0], *fillers[1 : count // 2], NEAR, *fillers[count // 2 :], FAR])


def test_no_more_than_eighty_sentences_are_read():
    assert len(read_sentences(body(500))) == MOST_SENTENCES


def test_few_sentences_of_a_foreign_body_are_encoded():
    foreign = " ".join(f"The council met for the {n}th time this year." for n in range(30))
    assert len(read_sentences(foreign)) == 30
    assert sentences_to_encode(foreign) == read_sentences(foreign)[:8]
    assert sentences_to_encode(body(30)) == read_sentences(body(30))


def test_what_lies_beyond_forty_thousand_characters_is_not_read():
    sentences = read_sentences("가" * 50_000 + ". " + NEAR)
    assert [len(sentence.text) for sentence in sentences] == [40_000]


def test_all_are_chosen_where_they_fit():
    sentences = read_sentences(body(3))
    assert choose_sentences(TITLE, sentences, 1_000) == sentences


def test_captions_are_never_chosen():
    sentences = read_sentences(f"사진=가람시 제공\n{NEAR}")
    assert [one.text for one in choose_sentences(TITLE, sentences, 1_000)] == [NEAR]


def test_where_not_all_fit_the_nearest_and_the_farthest_are_among_them_in_text_order():
    sentences = read_sentences(body(60))
    chosen = choose_sentences(TITLE, sentences, 300)
    texts = [one.text for one in chosen]
    assert sum(map(len, texts)) <= 300
    assert texts[0] == sentences[0].text
    assert NEAR in texts
    assert FAR in texts
    assert chosen == sorted(chosen, key=lambda one: one.start)


def test_an_empty_body_has_nothing_to_choose():
    assert choose_sentences(TITLE, read_sentences(" \n"), 300) == []

"""Pages that a browser builds have their text in the data sent along."""

import json

import lxml.html

from imfact.pipeline.refine.body import read_body
from imfact.pipeline.refine.hydration import hydrated_text

LINE = "가람시는 어제 시민 도서관의 문을 열고 누구나 밤까지 책을 읽을 수 있게 했다고 밝혔다."
MARKUP = f'<div class="caption"><p>사진 설명이다.</p></div><p class="a"><b>{LINE}</b></p><p>둘째 {LINE}</p>'


def page(*pushes):
    scripts = "".join(f"<script>self.__next_f.push({json.dumps(p)})</script>" for p in pushes)
    return lxml.html.document_fromstring(f"<html><body><div></div>{scripts}</body></html>")


def test_paragraphs_of_the_data_are_the_text_without_captions():
    tree = page([0], [1, "24:T1b7b,"], [1, MARKUP], [1, "<p>하나뿐</p>"])
    assert hydrated_text(tree) == f"{LINE}\n둘째 {LINE}"
    assert read_body(tree, None, "제목") == (f"{LINE}\n둘째 {LINE}", "hydration")


def test_other_data_is_no_text():
    assert hydrated_text(page([1, '{"a": "<p>x</p>"}'], [1, 3], "x")) == ""
    broken = lxml.html.document_fromstring(
        "<html><body><script>self.__next_f.push([1,</script></body></html>"
    )
    assert hydrated_text(broken) == ""


def test_a_description_that_says_all_twice_is_refused():
    text = "\n".join(f"{n}번째 문단. {LINE}" for n in range(6))
    html = "".join(f"<p>{line}</p>" for line in text.splitlines())
    tree = lxml.html.document_fromstring(f"<html><body><article>{html}</article></body></html>")
    assert read_body(tree, text, "제목")[1] == "jsonld"
    body, path = read_body(tree, f"{text}\n{text}", "제목")
    assert (path, body.count("0번째")) == ("trafilatura", 1)

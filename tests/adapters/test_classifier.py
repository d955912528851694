"""The classifier port's rules, over every adapter; and the bundled model's own."""

from __future__ import annotations

import json
import shutil
import zlib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.classifier.ngrams import NgramForm, gram_arrays, headline_buckets
from imfact.adapters.classifier.onnx import OnnxClassifier
from imfact.adapters.classifier.port import ClassifierInput
from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.contracts.model import Calibration
from imfact.kit.errors import ConfigError
from imfact.registry.golden import GoldenMismatch, verify_classifier
from imfact.registry.install import bundled_versions
from tests.encoders import MarkClassifier, PairEncoder

MODELS = Path(str(files("imfact.bundled"))) / "models"
FOLDER = MODELS / "clickbait" / bundled_versions("clickbait")[-1]
ENCODER = MODELS / "encoder" / bundled_versions("encoder")[-1]

PLAIN = [
    "가온시 시내버스 요금 내년 3월부터 1,500원으로 오른다",
    "한빛은행 3분기 순이익 1조2000억원, 작년보다 12% 늘어",
    "누리군, 내년 예산안 6200억원 의회에 제출",
    "해담전자, 새 반도체 공장 다음 달 착공",
]
BAIT = [
    "“이것만은 꼭 피하세요” 전문가가 밝힌 충격적인 이유",
    "결국 눈물 쏟은 그 여배우, 대체 무슨 일이길래",
    "모두가 경악한 그의 정체… 알고 보니 ‘헉’",
    "이 사람의 놀라운 근황, 10년 만에 이렇게 변했다",
]


@pytest.fixture(scope="module")
def onnx():
    return OnnxClassifier(FOLDER)


@pytest.fixture(params=["onnx", "marks"])
def classifier(request):
    return MarkClassifier() if request.param == "marks" else request.getfixturevalue("onnx")


def inputs(titles, lead="", encoder=None):
    encoder = encoder or PairEncoder()
    leads = encoder.encode([lead])[0] if lead else None
    return [
        ClassifierInput(title, lead, vector, leads)
        for title, vector in zip(titles, encoder.encode(titles), strict=True)
    ]


def test_one_finite_logit_an_input_in_order(classifier):
    given = inputs([*PLAIN, *BAIT, "", "가" * 3_000])
    together = classifier.logits(given).style
    assert together.shape == (len(given),)
    assert together.dtype == np.float64
    assert np.isfinite(together).all()
    alone = [float(classifier.logits([one]).style[0]) for one in given]
    assert np.allclose(together, alone, atol=1e-4)


def test_no_inputs_give_no_logits(classifier):
    assert classifier.logits([]).style.shape == (0,)


def test_places_are_unit_rows_in_order(classifier):
    vectors = PairEncoder().encode([*PLAIN, *BAIT])
    places = classifier.places(vectors)
    assert len(places) == len(vectors)
    assert np.linalg.norm(places, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert np.allclose(classifier.places(vectors[2:3]), places[2:3], atol=1e-5)


def test_without_segments_coherence_is_not_judged(classifier):
    found = classifier.logits(inputs(PLAIN))
    assert np.isnan(found.coherence).all()
    assert found.segment.tolist() == [-1] * len(PLAIN)
    assert classifier.logits([]).segment.shape == (0,)


def test_the_most_foreign_segment_is_the_bodys(onnx):
    plain = inputs(PLAIN)
    width = len(onnx.features["coherence"])
    rows = np.random.default_rng(3).normal(size=(5, width)).astype(np.float32)

    def judged(features):
        return onnx.logits([replace(plain[0], coherence_features=features), plain[1]])

    alone = [float(judged(rows[n : n + 1]).coherence[0]) for n in range(len(rows))]
    together = judged(rows)
    assert together.coherence[0] == pytest.approx(max(alone), abs=1e-5)
    assert alone[together.segment[0]] == max(alone)
    assert np.isnan(together.coherence[1])
    assert together.segment[1] == -1


def test_bait_scores_above_plain_news(onnx):
    encoder = OnnxEncoder(ENCODER, threads=1)
    assert min(onnx.logits(inputs(BAIT, encoder=encoder)).style) > max(
        onnx.logits(inputs(PLAIN, encoder=encoder)).style
    )


def test_style_reads_the_headline_alone(onnx):
    assert not onnx.reads_vectors
    bare = onnx.logits([ClassifierInput(title) for title in PLAIN]).style
    assert np.allclose(onnx.logits(inputs(PLAIN, lead=BAIT[0])).style, bare, atol=1e-5)


def test_golden_outputs_hold_here(onnx):
    assert verify_classifier(FOLDER, onnx) < 0.01


@pytest.mark.parametrize("answer", ["logit", "coherence", "place"])
def test_another_answer_than_golden_is_refused(tmp_path, onnx, answer):
    golden = json.loads((FOLDER / "golden.json").read_text())
    headline = golden["headlines"][0]
    if answer == "place":
        headline["place"][0] += 0.5
    else:
        headline[answer] += 0.5
    (tmp_path / "golden.json").write_text(json.dumps(golden))
    with pytest.raises(GoldenMismatch):
        verify_classifier(tmp_path, onnx)


@pytest.mark.parametrize("name", ["sentences.onnx", "segments.onnx"])
def test_a_version_of_another_release_is_refused(tmp_path, name):
    shutil.copytree(FOLDER, tmp_path / "older")
    (tmp_path / "older" / name).unlink()
    with pytest.raises(ConfigError, match=f"lacks {name}, with which this release judges"):
        OnnxClassifier(tmp_path / "older")


@pytest.mark.parametrize(
    "name",
    ["model.onnx", "segments.onnx", "tokenizer/tokenizer.json", "meta.json"],
)
def test_a_broken_folder_is_a_configuration_error(tmp_path, name):
    shutil.copytree(FOLDER, tmp_path / "broken")
    (tmp_path / "broken" / name).write_text('{"buckets": "many"}')
    with pytest.raises(ConfigError, match="broken"):
        OnnxClassifier(tmp_path / "broken")


def test_the_version_is_whole():
    names = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert {
        "model.onnx",
        "heads.onnx",
        "sentences.onnx",
        "segments.onnx",
        "tokenizer/tokenizer.json",
        "calibration.json",
        "label_map.json",
        "meta.json",
        "golden.json",
        "checksums.txt",
    } <= names
    calibration = Calibration.model_validate_json((FOLDER / "calibration.json").read_bytes())
    assert calibration.covariance is not None


def test_buckets_are_what_the_description_says():
    form = NgramForm(shortest=1, longest=2, buckets=101)
    # " a a " → " " thrice, "a" twice, " a" twice, "a " twice
    import math
    import zlib

    def bucket(text):
        return zlib.crc32(text.encode()) % 100 + 1

    expected = {
        bucket(" "): 1 + math.log(3),
        bucket("a"): 1 + math.log(2),
        bucket(" a"): 1 + math.log(2),
        bucket("a "): 1 + math.log(2),
    }
    assert len(expected) == 4
    assert headline_buckets("A\t Ａ", form) == pytest.approx(expected)


def test_arrays_are_padded_with_bucket_nought():
    form = NgramForm()
    grams = gram_arrays(["가", "가나다라"], ["", ""], form)
    ids, values = grams.ids, grams.values
    assert ids.shape == values.shape
    assert ids.dtype == np.int64
    assert (ids[0][values[0] == 0] == 0).all()
    assert (values[1] > 0).all()
    assert ids.max() < form.buckets
    assert not grams.carried.any()


def test_what_the_lead_carries_is_marked_as_the_headline_writes_it():
    form = NgramForm(shortest=2, longest=2)
    grams = gram_arrays(["ＡＢ나다", "가나"], ["ab 가나", "다른 글"], form)
    found = dict(zip(grams.ids[0].tolist(), grams.carried[0].tolist(), strict=True))
    bucket = {run: next(iter(_only(run, form))) for run in (" a", "ab", "b나", "나다")}
    assert {run: found[number] for run, number in bucket.items()} == {
        " a": 1.0,
        "ab": 1.0,
        "b나": 0.0,
        "나다": 0.0,
    }
    assert not grams.carried[1].any()


def _only(run, form):
    return {zlib.crc32(run.encode()) % (form.buckets - 1) + 1}


def test_heads_that_read_vectors_are_given_them(tmp_path):
    """As in versions up to 2026-11-30-v6; a blank lead counts as none."""
    onnx = pytest.importorskip("onnx", reason="the train extra is not installed")
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    helper, numpy_helper, real = onnx.helper, onnx.numpy_helper, onnx.TensorProto.FLOAT
    vectors = ("title_vector", "lead_vector")
    graph = helper.make_graph(
        [
            helper.make_node("Add", list(vectors), ["both"]),
            helper.make_node("ReduceSum", ["both", "last"], ["logit"], keepdims=0),
        ],
        "heads",
        [
            *(helper.make_tensor_value_info(name, real, ["n", 384]) for name in vectors),
            helper.make_tensor_value_info("ngram_ids", onnx.TensorProto.INT64, ["n", "l"]),
            helper.make_tensor_value_info("ngram_values", real, ["n", "l"]),
            helper.make_tensor_value_info("network_logit", real, ["n"]),
        ],
        [helper.make_tensor_value_info("logit", real, ["n"])],
        [numpy_helper.from_array(np.array([1]), "last")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "heads.onnx")
    classifier = OnnxClassifier(folder)
    assert classifier.reads_vectors
    one = np.ones(384, dtype=np.float32)
    given = [
        ClassifierInput("가", "", one, None),
        ClassifierInput("가", "  ", one, one),
        ClassifierInput("가", "나", one, one),
    ]
    assert classifier.logits(given).style.tolist() == [384, 384, 768]


def test_heads_that_do_not_read_what_the_lead_carries_are_refused(tmp_path):
    onnx = pytest.importorskip("onnx", reason="the train extra is not installed")
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    helper, real = onnx.helper, onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node("Identity", ["network_logit"], ["logit"])],
        "heads",
        [helper.make_tensor_value_info("network_logit", real, ["n"])],
        [helper.make_tensor_value_info("logit", real, ["n"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"match_features": "cosine"})
    onnx.save(model, folder / "heads.onnx")
    with pytest.raises(ConfigError, match="which characters the lead carries"):
        OnnxClassifier(folder)

"""Edited headlines are fair examples, and match is served as it was fitted."""

from random import Random

import numpy as np
import pytest

from imfact.adapters.classifier.ngrams import Grams
from imfact.judge.evaluation import auroc
from imfact.pipeline.train.data.contradictions import edit_headline
from imfact.pipeline.train.match_data import EDITS, MatchRows
from imfact.pipeline.train.match_fit import fit_match

NAMES = ("one", "two", "three")
SIZE = 8


@pytest.mark.parametrize(
    ("title", "lead", "edited"),
    [
        ("가온시 버스 요금 상승 전망", "가온시의 버스 요금이 상승할 것으로 보인다.", True),
        ("가온시 버스 요금 상승 전망", "가온시의 버스 요금이 오를 것으로 보인다.", True),
        ("가온시 버스 요금 상승 전망", "가온시의 버스 요금이 비싸질 것으로 보인다.", False),
        ("가온시 버스 요금 상승 전망", "버스 요금 상승이 끝나고 하락한다.", False),
        ("가온시 새 도서관 건립 추진 계획", "가온시가 도서관 건립을 추진한다.", True),
        ("가온시 새 도서관 건립 추진 계획", "가온시가 도서관을 짓기로 했다.", False),
    ],
)
def test_nothing_is_edited_that_the_lead_would_not_contradict(title, lead, edited):
    made = [edit_headline(title, lead, [], Random(seed)) for seed in range(8)]
    assert [edit is not None for edit in made] == [edited] * 8


def tiny_rows(count=400):
    """Swaps far from the lead, and edits that show only in two measures together."""
    generator = np.random.default_rng(5)
    kinds = np.array(["own", "hard", "random", "number"])[np.arange(count) % 4]
    leads = generator.normal(size=(count, SIZE))
    queries = leads + 0.3 * generator.normal(size=(count, SIZE))
    swapped = np.isin(kinds, ("hard", "random"))
    queries[swapped] = generator.normal(size=(int(swapped.sum()), SIZE))
    features = generator.normal(size=(count, 3))
    edited = kinds == "number"
    own = ~swapped & ~edited
    features[edited, :2] = np.abs(features[edited, :2]) * generator.choice([-1, 1], (100, 1))
    features[own, 1] = -np.sign(features[own, 0]) * np.abs(features[own, 1])
    ids = generator.integers(1, 50, size=(count, 4))
    return MatchRows(
        grams=Grams(
            ids,
            np.ones(ids.shape, dtype=np.float32),
            generator.integers(0, 2, size=ids.shape).astype(np.float32),
        ),
        features=features,
        queries=(queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32),
        leads=(leads / np.linalg.norm(leads, axis=1, keepdims=True)).astype(np.float32),
        labels=(kinds != "own").astype(np.int64),
        kinds=tuple(kinds.tolist()),
        events=np.arange(count) // 4,
        weights=np.ones(count),
    )


@pytest.mark.train
def test_trees_see_an_edit_that_no_line_sees_and_onnx_says_the_same():
    pytest.importorskip("sklearn", reason="the train extra is not installed")
    onnx = pytest.importorskip("onnx", reason="the train extra is not installed")
    import onnxruntime

    from imfact.pipeline.train.match_onnx import match_constants, match_nodes
    from imfact.pipeline.train.tree_onnx import DOMAIN, OPSET

    rows = tiny_rows()
    signal = fit_match(NAMES, rows, 3)
    logits = signal.logits(rows)
    own, edited = rows.where("own"), rows.where(*EDITS)
    bare = np.column_stack([rows.features, np.zeros((len(logits), 3))])
    line = signal.edit.logits(bare, rows.queries, rows.leads)
    assert auroc(logits[own | edited], rows.labels[own | edited]) > 0.9
    assert auroc(line[own | edited], rows.labels[own | edited]) < 0.75

    helper, real = onnx.helper, onnx.TensorProto.FLOAT
    constants = [
        onnx.numpy_helper.from_array(value.astype(np.float32), name)
        for name, value in match_constants(signal).items()
    ]
    constants.append(onnx.numpy_helper.from_array(np.array([1]), "last"))
    constants.append(onnx.numpy_helper.from_array(np.array([1e-9], dtype=np.float32), "tiny"))
    given = {"query_vector": SIZE, "lead_vector": SIZE, "match_features": len(NAMES)}
    graph = helper.make_graph(
        match_nodes(signal),
        "match",
        [
            *(
                helper.make_tensor_value_info(name, real, ["n", size])
                for name, size in given.items()
            ),
            helper.make_tensor_value_info("ngram_ids", onnx.TensorProto.INT64, ["n", "l"]),
            helper.make_tensor_value_info("ngram_values", real, ["n", "l"]),
            helper.make_tensor_value_info("ngram_carried", real, ["n", "l"]),
        ],
        [helper.make_tensor_value_info("match", real, ["n"])],
        constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(DOMAIN, OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (served,) = session.run(
        None,
        {
            "query_vector": rows.queries,
            "lead_vector": rows.leads,
            "ngram_ids": rows.grams.ids,
            "ngram_values": rows.grams.values,
            "ngram_carried": rows.grams.carried,
            "match_features": rows.features.astype(np.float32),
        },
    )
    # Where a measure lies on a tree's threshold, float32 may fall on the other side.
    assert np.quantile(np.abs(served - logits), 0.95) < 1e-3

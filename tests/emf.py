"""AWS's "Specification: Embedded metric format", as far as a document can be checked for it."""

from __future__ import annotations

import json


def require_embedded_metric_format(line):
    """What AWS's specification of the embedded metric format says that a document must be."""
    assert len(line.encode()) <= 256 * 1024
    document = json.loads(line)
    meta = document.pop("_aws")
    assert set(meta) == {"Timestamp", "CloudWatchMetrics"}
    # Milliseconds since 1970, as a whole number.
    assert isinstance(meta["Timestamp"], int)
    assert meta["Timestamp"] > 1_600_000_000_000
    targets = set()
    for directive in meta["CloudWatchMetrics"]:
        assert set(directive) == {"Namespace", "Dimensions", "Metrics"}
        assert 1 <= len(directive["Namespace"]) <= 1024
        assert directive["Dimensions"]
        for dimensions in directive["Dimensions"]:
            assert len(dimensions) <= 30
            for name in dimensions:
                assert 1 <= len(name) <= 250
                assert isinstance(document[name], str)
                assert 1 <= len(document[name]) <= 1024
                targets.add(name)
        assert 1 <= len(directive["Metrics"]) <= 100
        for metric in directive["Metrics"]:
            assert set(metric) <= {"Name", "Unit", "StorageResolution"}
            assert 1 <= len(metric["Name"]) <= 255
            assert metric["Unit"] in {"Seconds", "Count", "None"}
            value = document[metric["Name"]]
            numbers = value if isinstance(value, list) else [value]
            assert 1 <= len(numbers) <= 100
            assert all(type(number) in (int, float) for number in numbers)
            targets.add(metric["Name"])
    assert targets == set(document), "members that nothing refers to"

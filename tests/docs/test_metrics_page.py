"""docs/runbook/metrics.md names every metric with its labels, and no other."""

import re
from pathlib import Path

from imfact.contracts.metrics import METRICS

PAGE = Path(__file__).parents[2] / "docs" / "runbook" / "metrics.md"
ROW = re.compile(r"^\| `(imfact_\w+)` \| (\w+) \|([^|]*)\|", re.MULTILINE)


def test_the_table_is_the_list():
    rows = {
        name: (kind, tuple(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels in ROW.findall(PAGE.read_text("utf-8"))
    }
    assert rows == {metric.name: (metric.kind, metric.labels) for metric in METRICS}


def test_alarms_name_known_metrics():
    known = {metric.name for metric in METRICS}
    suffixes = r"(_bucket|_sum|_count)?$"
    for name in re.findall(r"imfact_[a-z_]+", PAGE.read_text("utf-8")):
        assert name in known or re.sub(suffixes, "", name) in known, name

"""Tells that a run ended: the page into the lake, the message to every channel; never fails a run."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from imfact.adapters.notifier.port import Notifier, NotifyFailed
from imfact.contracts.runs import RunReport
from imfact.kit.errors import TransientError
from imfact.lake import keys
from imfact.pipeline.notify.report import notice_of
from imfact.store.objects import ObjectStore

_log = structlog.get_logger(__name__)


def tell(report: RunReport, lake: ObjectStore, notifiers: Sequence[Notifier]) -> list[str]:
    """Write the page and send the message; return the names of the channels that failed.

    A channel that is away is logged and passed over: what it would have told has happened.
    """
    failed = []
    try:
        notice = notice_of(report, lake)
    except TransientError as exc:
        _log.warning("run_not_told", code=exc.code)
        return [notifier.name for notifier in notifiers]
    try:
        lake.put(keys.run_page(report.run_id), notice.html.encode())
    except TransientError as exc:
        _log.warning("run_page_not_written", code=exc.code)
    for notifier in notifiers:
        try:
            notifier.send(notice)
        except NotifyFailed as exc:
            _log.warning("notify_failed", channel=notifier.name, reason=exc.message)
            failed.append(notifier.name)
    return failed

"""Tells the log; the default where no channel is configured."""

from __future__ import annotations

import structlog

from imfact.adapters.notifier.port import Notice

_log = structlog.get_logger(__name__)


class LogNotifier:
    """``Notifier`` that writes a line of log."""

    name = "log"

    def send(self, notice: Notice) -> None:
        """See the port."""
        (_log.error if notice.failed else _log.info)("run_ended", subject=notice.subject)

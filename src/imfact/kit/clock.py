"""Time: UTC inside, Asia/Seoul at the edges; injected, so that tests can stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

SEOUL = ZoneInfo("Asia/Seoul")


def utc_now() -> datetime:
    """Return the present moment with zone UTC; the default ``Clock``."""
    return datetime.now(UTC)


def as_utc(moment: datetime, assumed_zone: ZoneInfo = SEOUL) -> datetime:
    """Return ``moment`` in UTC; a naive one is read in ``assumed_zone`` (Korean news omits its zone).

    Raises:
        ValueError: at the ends of the calendar, where UTC has no such moment.
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=assumed_zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError(f"{moment} lies outside the calendar") from exc

"""The notifier port: one message to one channel. Not for deciding what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from imfact.kit.errors import TransientError


class NotifyFailed(TransientError):
    """The channel did not take the message; what it was told of has happened all the same."""

    code = "notify_failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: a line, a plain text, and the same as a page for channels that show one."""

    subject: str
    text: str
    html: str
    failed: bool


class Notifier(Protocol):
    """One channel."""

    @property
    def name(self) -> str:
        """What logs call it; never holds an address or a secret."""

    def send(self, notice: Notice) -> None:
        """Deliver within seconds. Raises NotifyFailed, whose message holds no secret."""

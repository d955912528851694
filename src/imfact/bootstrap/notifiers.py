"""The channels that IMFACT_NOTIFY names, and who tells them that a run ended.

Nothing it says repeats an address, which may be a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from imfact.adapters.notifier.log import LogNotifier
from imfact.adapters.notifier.port import Notifier
from imfact.adapters.notifier.slack import SlackNotifier
from imfact.adapters.notifier.smtp import SUBMISSION_PORT, MailServer, SmtpNotifier
from imfact.contracts.runs import RunReport
from imfact.kit.errors import ConfigError
from imfact.pipeline.notify.telling import tell
from imfact.store.objects import ObjectStore

_FORMS = (
    "log:, slack+https://… or smtp://[USER:PASSWORD@]HOST[:PORT]/?from=ADDRESS&to=ADDRESS "
    "(several recipients: to=ADDRESS&to=ADDRESS)"
)


def open_notifiers(urls: str) -> tuple[Notifier, ...]:
    """Return a notifier for each URL of a comma-separated list. Raises ConfigError."""
    return tuple(_open(url.strip()) for url in urls.split(",") if url.strip())


def open_teller(urls: str, lake: ObjectStore) -> Callable[[RunReport], list[str]]:
    """Return what tells the page and every channel of ``urls`` that a run ended, however it was driven.

    Open it before the run: a channel that cannot be read must not be noticed at its end only.

    Raises:
        ConfigError: ``urls`` has an entry that cannot be used.
    """
    notifiers = open_notifiers(urls)
    return lambda report: tell(report, lake, notifiers)


def _open(url: str) -> Notifier:
    scheme, _, rest = url.partition(":")
    if scheme == "log":
        return LogNotifier()
    if scheme in ("slack+https", "slack+http") and rest.startswith("//"):
        return SlackNotifier(url.removeprefix("slack+"))
    if scheme == "smtp":
        return _mail(url)
    raise ConfigError(f"IMFACT_NOTIFY has an entry of an unknown form; write {_FORMS}.")


def _mail(url: str) -> SmtpNotifier:
    try:
        parts = urlsplit(url)
        port = parts.port or SUBMISSION_PORT
    except ValueError:
        raise ConfigError(f"IMFACT_NOTIFY has an unusable smtp: entry; write {_FORMS}.") from None
    asked = parse_qs(parts.query)
    sender, recipients = asked.get("from", [""])[0], asked.get("to", [])
    if not (parts.hostname and sender and recipients):
        raise ConfigError(f"IMFACT_NOTIFY's smtp: entry needs host, from and to; write {_FORMS}.")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return SmtpNotifier(MailServer(parts.hostname, port, user, password), sender, recipients)

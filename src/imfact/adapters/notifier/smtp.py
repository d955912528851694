"""Tells by mail, over SMTP with STARTTLS where the server offers it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from imfact.adapters.notifier.port import Notice, NotifyFailed

_SECONDS = 10.0
SUBMISSION_PORT = 587


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in; with a password only over an encrypted connection."""

    host: str
    port: int = SUBMISSION_PORT
    user: str | None = None
    password: str | None = field(default=None, repr=False)


class SmtpNotifier:
    """``Notifier`` by mail from one address to some."""

    name = "smtp"

    def __init__(self, server: MailServer, sender: str, recipients: Sequence[str]) -> None:
        self._server = server
        self._sender = sender
        self._recipients = tuple(recipients)

    def send(self, notice: Notice) -> None:
        """See the port."""
        try:
            message = self._message(notice)
            with smtplib.SMTP(self._server.host, self._server.port, timeout=_SECONDS) as client:
                self._enter(client)
                refused = client.send_message(message)
        # ValueError is what addresses and passwords raise that no mail can hold.
        except (smtplib.SMTPException, OSError, ValueError) as exc:
            raise NotifyFailed(f"The mail server did not take it: {type(exc).__name__}.") from None
        if refused:
            raise NotifyFailed(f"The mail server refused {len(refused)} of the recipients.")

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = notice.subject
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message.set_content(notice.text)
        message.add_alternative(notice.html, subtype="html")
        return message

    def _enter(self, client: smtplib.SMTP) -> None:
        client.ehlo()
        encrypted = client.has_extn("starttls")
        if encrypted:
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        if self._server.user is None:
            return
        if not encrypted:
            raise NotifyFailed(
                "The mail server offers no encryption, so the password was not sent; "
                "use a server with STARTTLS or leave user and password out."
            )
        client.login(self._server.user, self._server.password or "")

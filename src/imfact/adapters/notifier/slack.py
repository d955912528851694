"""Tells a Slack channel through an incoming webhook."""

from __future__ import annotations

import httpx2

from imfact.adapters.notifier.port import Notice, NotifyFailed

_SECONDS = 10.0
# The three characters that Slack's own markup is made of.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class SlackNotifier:
    """``Notifier`` on an incoming webhook; its whole URL is a secret and never said."""

    name = "slack"

    def __init__(self, webhook_url: str, seconds: float = _SECONDS) -> None:
        self._url = webhook_url
        self._seconds = seconds

    def send(self, notice: Notice) -> None:
        """See the port."""
        text = f"*{notice.subject}*\n```{notice.text}```"
        body = {"text": text.translate(_ESCAPED)}
        try:
            answer = httpx2.post(self._url, json=body, timeout=self._seconds)
        # The library's own message would tell the address; InvalidURL is no HTTPError.
        except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
            raise NotifyFailed(f"Slack does not answer: {type(exc).__name__}.") from None
        if answer.status_code != 200:
            raise NotifyFailed(f"Slack answered {answer.status_code}; check the webhook.")

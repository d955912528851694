"""The notifier port's rules, over every adapter against servers on loopback; secrets are never said."""

from __future__ import annotations

import smtplib
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from imfact.adapters.notifier.log import LogNotifier
from imfact.adapters.notifier.port import Notice, Notifier, NotifyFailed
from imfact.adapters.notifier.slack import SlackNotifier
from imfact.adapters.notifier.smtp import MailServer, SmtpNotifier
from imfact.bootstrap.notifiers import open_notifiers
from imfact.kit.errors import ConfigError
from tests.webhook import Inbox, webhook_into

NOTICE = Notice("imfact: run 1 succeeded", "refine 3 in 3 out\n한 줄", "<p>한 줄</p>", failed=False)
SECRET = "T0PS3CR3T"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def webhook(inbox):
    with webhook_into(inbox, f"/services/{SECRET}") as address:
        yield address


@pytest.fixture
def mail_port(inbox):
    class Handler:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library names it
            if inbox.refusal:
                return inbox.refusal
            mail = message_from_bytes(envelope.content, policy=policy.default)
            plain = mail.get_body(("plain",))
            assert plain is not None
            text = plain.get_content()
            inbox.taken.append(f"{mail['Subject']}\n{text}{envelope.rcpt_tos}")
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture(params=["log", "slack", "smtp"])
def notifier(request):
    if request.param == "log":
        return LogNotifier()
    if request.param == "slack":
        return SlackNotifier(request.getfixturevalue("webhook"))
    port = request.getfixturevalue("mail_port")
    return SmtpNotifier(MailServer("127.0.0.1", port), "imfact@hanbit.example", ["a@b.example"])


def test_a_notice_arrives_whole(notifier, inbox):
    notifier.send(NOTICE)
    if notifier.name != "log":
        (told,) = inbox.taken
        assert NOTICE.subject in told
        assert "한 줄" in told


def test_a_channel_that_refuses_is_an_error_of_ours(notifier, inbox):
    if notifier.name == "log":
        pytest.skip("the log refuses nothing")
    inbox.status, inbox.refusal = 500, "554 refused"
    with pytest.raises(NotifyFailed) as raised:
        notifier.send(NOTICE)
    assert SECRET not in str(raised.value)


def test_a_channel_that_is_away_is_an_error_of_ours():
    away: list[Notifier] = [
        SlackNotifier(f"http://127.0.0.1:1/services/{SECRET}", seconds=0.5),
        SmtpNotifier(MailServer("127.0.0.1", 1), "a@b.example", ["c@d.example"]),
    ]
    for notifier in away:
        with pytest.raises(NotifyFailed) as raised:
            notifier.send(NOTICE)
        assert SECRET not in str(raised.value)


def test_a_password_never_travels_in_the_clear(mail_port, inbox):
    server = MailServer("127.0.0.1", mail_port, "user", SECRET)
    assert SECRET not in repr(server)
    with pytest.raises(NotifyFailed, match="no encryption"):
        SmtpNotifier(server, "a@b.example", ["c@d.example"]).send(NOTICE)
    assert inbox.taken == []


def test_the_setting_names_channels_and_a_wrong_one_is_not_repeated():
    urls = (
        f"log:, slack+https://hooks.example/{SECRET}, smtp://u:p@h.example/?from=a@b&to=c@d&to=e@f"
    )
    assert [one.name for one in open_notifiers(urls)] == ["log", "slack", "smtp"]
    assert open_notifiers("") == ()
    for wrong in (f"slak://{SECRET}", f"smtp://{SECRET}", f"smtp://h:{SECRET}/?from=a&to=b"):
        with pytest.raises(ConfigError) as raised:
            open_notifiers(wrong)
        assert SECRET not in str(raised.value)


def test_slack_shows_what_its_markup_would_take_for_a_link(webhook, inbox):
    SlackNotifier(webhook).send(Notice("run 1 failed", "load: <urlopen error> & more", "", True))
    assert inbox.taken == ["*run 1 failed*\n```load: &lt;urlopen error&gt; &amp; more```"]


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [("a\n@b.example", "c@d.example"), ("a@b.example", "가\r\nBcc: x@y.example")],
)
def test_an_address_that_no_mail_can_have_is_an_error_of_ours(mail_port, inbox, sender, recipient):
    with pytest.raises(NotifyFailed):
        SmtpNotifier(MailServer("127.0.0.1", mail_port), sender, [recipient]).send(NOTICE)
    assert inbox.taken == []


def test_a_password_that_smtp_cannot_say_is_an_error_of_ours(monkeypatch, mail_port):
    # The server on loopback has no certificate: as if it had one, and asked for a password.
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda _self, _name: True)
    monkeypatch.setattr(smtplib.SMTP, "starttls", lambda _self, **_options: (220, b"ready"))
    monkeypatch.setattr(
        smtplib.SMTP, "login", lambda _self, _user, password: password.encode("ascii")
    )
    server = MailServer("127.0.0.1", mail_port, "user", "비밀")
    with pytest.raises(NotifyFailed, match="UnicodeEncodeError"):
        SmtpNotifier(server, "a@b.example", ["c@d.example"]).send(NOTICE)


def test_two_recipients_in_one_field_are_told_how_to_be_written():
    with pytest.raises(ConfigError, match="to=ADDRESS&to=ADDRESS"):
        open_notifiers("smtp://h.example/?from=a@b.example&to=c@d.example,e@f.example")

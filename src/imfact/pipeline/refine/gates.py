"""What a capture must be before and after extraction; each refusal has a reason of its own."""

from __future__ import annotations

from imfact.kit.errors import ExtractionError, TooLarge


class EmptyPage(ExtractionError):
    """The page has no bytes, or nothing but white space."""

    code = "empty_page"


class NotHtml(ExtractionError):
    """The capture is no HTML page."""

    code = "not_html"


class NoBody(ExtractionError):
    """The page has no text."""

    code = "no_body"


class BodyTooShort(ExtractionError):
    """The text is shorter than an article."""

    code = "body_too_short"


_SNIFFED_BYTES = 2_048


def check_bytes(data: bytes, limit_bytes: int) -> None:
    """Refuse what must not be parsed at all. Raises EmptyPage, TooLarge or NotHtml."""
    if not data.strip():
        raise EmptyPage("The page is empty.")
    if len(data) > limit_bytes:
        raise TooLarge(
            f"The page has {len(data):,} bytes; the policy's limit is {limit_bytes:,}.",
            bytes=len(data),
        )
    head = data[:_SNIFFED_BYTES]
    if b"<" not in head and b"\x00<" not in head:
        raise NotHtml("The capture does not begin like an HTML page.")


def check_body(body: str, least_characters: int, *, paywalled: bool) -> None:
    """Refuse a text that is none; behind a paywall a teaser is all there is. Raises NoBody, BodyTooShort."""
    if paywalled:
        return
    if not body:
        raise NoBody("No article text was found on the page.")
    if len(body) < least_characters:
        raise BodyTooShort(
            f"The text has {len(body)} characters; an article has at least {least_characters}."
        )

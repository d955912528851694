"""URL normalisation and the identity derived from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from imfact.kit.errors import DataError
from imfact.kit.ids import UrlHash

# Parameters that say where a reader came from, never which article is shown.
_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref|referer|referrer|cmpid|ocid|spm)$"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL_CHARACTERS = 2_048


class InvalidUrl(DataError):
    """The text is not a usable http(s) URL."""

    code = "invalid_url"


def normalise_url(url: str) -> str:
    """Return the one form of ``url`` that identifies a page; idempotent.

    Scheme becomes https, host lower-case IDNA without ``www.`` or ``m.`` being touched, default
    port, fragment, tracking parameters and a trailing slash dropped, query sorted, percent-escapes
    made uniform.

    Raises:
        InvalidUrl: not http(s), no host, or longer than 2,048 characters.
    """
    text = url.strip()
    if len(text) > _MAX_URL_CHARACTERS:
        raise InvalidUrl(
            f"The URL is longer than {_MAX_URL_CHARACTERS} characters.", url=text[:120]
        )
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as exc:
        raise InvalidUrl("The URL cannot be read.", url=text[:120]) from exc
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        raise InvalidUrl("Only http and https URLs with a host are accepted.", url=text[:120])
    if ":" in host:
        host = f"[{host}]"
    authority = host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"
    path = _escape(parts.path).rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(
        sorted((key, value) for key, value in pairs if not _TRACKING.match(key.lower()))
    )
    return urlunsplit(("https", authority, path, query, ""))


def url_hash(normalised_url: str) -> UrlHash:
    """Return the article's identity: the first 32 hex digits of sha256(normalised URL)."""
    return UrlHash(hashlib.sha256(normalised_url.encode()).hexdigest()[:32])


def _escape(path: str) -> str:
    """Escape a path once, whatever mixture of escapes it came with."""
    return quote(
        unquote(path, errors="surrogateescape").encode("utf-8", "surrogateescape"),
        safe="/:@!$&'()*+,;=~-._",
    )

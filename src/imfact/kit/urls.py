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
_TOO_LONG = f"The URL is longer than {_MAX_URL_CHARACTERS} characters."
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_SAFE = ":@!$&'()*+,;=~-._"  # what RFC 3986 allows in a segment as it is


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
        raise InvalidUrl(_TOO_LONG, url=text[:120])
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        # An IPv6 literal has no IDNA form.
        host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = sorted((key, value) for key, value in pairs if not _TRACKING.match(key.lower()))
        path, query = _escape(parts.path).rstrip("/") or "/", urlencode(kept)
    except (ValueError, UnicodeError) as exc:
        raise InvalidUrl("The URL cannot be read.", url=ascii(text[:120])) from exc
    if parts.scheme.lower() not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        raise InvalidUrl("Only http and https URLs with a host are accepted.", url=text[:120])
    authority = host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"
    normalised = urlunsplit(("https", authority, path, query, ""))
    # Escapes are longer than the letters they stand for; the form itself must be usable again.
    if len(normalised) > _MAX_URL_CHARACTERS:
        raise InvalidUrl(_TOO_LONG, url=text[:120])
    return normalised


def url_hash(normalised_url: str) -> UrlHash:
    """Return the article's identity: the first 32 hex digits of sha256(normalised URL)."""
    return UrlHash(hashlib.sha256(normalised_url.encode()).hexdigest()[:32])


def _escape(path: str) -> str:
    """Escape a path once, whatever mixture of escapes it came with, and resolve its dot segments.

    An escaped slash stays escaped: it is part of a name, not a separator.
    """
    kept: list[str] = []
    for segment in path.split("/"):
        name = unquote(segment, errors="surrogateescape")
        if name == "..":
            if len(kept) > 1:
                kept.pop()
        elif name != ".":
            kept.append(quote(name.encode("utf-8", "surrogateescape"), safe=_SAFE))
    return "/".join(kept)

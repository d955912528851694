"""What a capture of a page says that no site delivered."""

from __future__ import annotations

from imfact.contracts.capture import CaptureMeta
from imfact.kit.clock import utc_now
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url, url_hash


def capture_of(
    url: str, data: bytes, *, source: str = "bench", run_id: str = "bench", html_key: str = ""
) -> CaptureMeta:
    """Return the meta of ``data`` as if ``url`` had answered it just now."""
    normalised = normalise_url(url)
    return CaptureMeta(
        url_hash=url_hash(normalised),
        source=source,
        url=url,
        final_url=url,
        normalised_url=normalised,
        fetched_at=utc_now(),
        http_status=200,
        content_type="text/html; charset=utf-8",
        body_sha256=sha256_hex(data),
        body_bytes=len(data),
        html_key=html_key,
        run_id=run_id,
    )

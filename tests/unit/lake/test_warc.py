"""Web archives: what is written is read again; a cut keeps what was before it; no record is lost."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from imfact.contracts.capture import CaptureMeta
from imfact.kit.hashing import sha256_hex
from imfact.kit.urls import normalise_url, url_hash
from imfact.lake.transfer import Unreadable, decoded
from imfact.lake.warc import WarcBroken, WarcOther, WarcPage, gzipped, read_warc, warc_record

LIMIT = 100_000
PAGE = "<html><body><p>가람시가 도서관을 열었다.</p></body></html>".encode("euc-kr")


def meta_of(number, page=PAGE, **headers):
    url = f"https://www.garam.example/{number}?b=2&a=1"
    return CaptureMeta(
        url_hash=url_hash(normalise_url(url)),
        source="garam",
        url=url,
        final_url=f"{url}&moved",
        normalised_url=normalise_url(url),
        fetched_at=datetime(2026, 11, 24, 3, 4, 5, 123456, tzinfo=UTC),
        http_status=200,
        content_type="text/html; charset=euc-kr",
        headers={"content-type": "text/html; charset=euc-kr", **headers},
        encoding="euc-kr",
        body_sha256=sha256_hex(page),
        body_bytes=len(page),
        html_key="",
        run_id="20261124T030000Z-abcdef",
        feed_title="가람시 소식",
    )


def raw_record(kind, head, block, url="https://garam.example/x"):
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2026-11-24T00:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Length: {len(head) + len(block)}\r\n\r\n"
        ).encode()
        + head
        + block
        + b"\r\n\r\n"
    )


def http(status, content_type, *lines):
    return "\r\n".join(
        [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *lines, "", ""]
    ).encode()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_written_record_is_read_again(tmp_path, name):
    metas = [meta_of(n, etag=f'"{n}"') for n in range(3)]
    records = [warc_record(meta, PAGE) for meta in metas]
    path = tmp_path / name
    path.write_bytes(b"".join(map(gzipped, records) if name.endswith("gz") else records))
    found = [page for page in read_warc(path, LIMIT) if isinstance(page, WarcPage)]
    assert [page.url for page in found] == [meta.url for meta in metas]
    assert all(page.page == PAGE for page in found)
    assert [page.headers for page in found] == [meta.headers for meta in metas]
    assert found[0].fetched_at == metas[0].fetched_at
    assert found[0].note == {
        "final_url": metas[0].final_url,
        "run_id": metas[0].run_id,
        "feed_title": "가람시 소식",
    }


def test_headers_of_the_transfer_survive_though_the_page_is_decoded(tmp_path):
    wire = {"content-encoding": "gzip", "transfer-encoding": "chunked", "content-length": "7"}
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record(meta_of(1, **wire), PAGE))
    (page,) = read_warc(path, LIMIT)
    assert isinstance(page, WarcPage)
    assert (page.page, page.headers) == (PAGE, meta_of(1, **wire).headers)


def test_each_record_that_is_no_page_has_its_reason(tmp_path):
    html = "text/html"
    records = [
        raw_record("request", b"GET / HTTP/1.1\r\n\r\n", b""),
        raw_record("response", http("404 Not Found", html), b"<html>"),
        raw_record("response", http("200 OK", "image/png"), b"\x89PNG"),
        raw_record("response", http("200 OK", html), b"<html>" + b"x" * LIMIT),
        raw_record("response", http("200 OK", html, "Content-Encoding: gzip"), b"neither"),
        raw_record("response", http("200 OK", html, "Content-Encoding: gzip"), gzip.compress(PAGE)),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    found = list(read_warc(path, LIMIT))
    assert [r.reason if isinstance(r, WarcOther) else r.page for r in found] == [
        "request_record", "http_404", "not_html", "too_large", "undecodable_transfer", PAGE,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_lies_before_a_cut_is_read_wherever_it_is(tmp_path, name):
    records = [warc_record(meta_of(n), PAGE) for n in range(3)]
    if name.endswith("gz"):
        records = [gzipped(record) for record in records]
    whole, path = b"".join(records), tmp_path / name
    first, second = len(records[0]), len(records[0]) + len(records[1])
    for place in range(first, len(whole), 7):
        path.write_bytes(whole[:place])
        found, broken = read_until_broken(path)
        assert broken == (place not in (first, second))
        # The last bytes of a member or record are its end mark: the page before them is whole.
        assert len(found) in ({1, 2} if place < second else {2, 3})
        assert all(page.page == PAGE for page in found)


def read_until_broken(path):
    found: list[WarcPage | WarcOther] = []
    try:
        found.extend(read_warc(path, LIMIT))
    except WarcBroken:
        return found, True
    return found, False


def test_what_is_no_archive_is_said(tmp_path):
    path = tmp_path / "a.warc"
    for data in (b"", b"<html>no archive</html>", gzip.compress(b"")):
        path.write_bytes(data)
        with pytest.raises(WarcBroken):
            list(read_warc(path, LIMIT))


def test_transfer_is_undone_and_never_without_a_limit():
    chunked = b"5\r\n<html\r\n6;x=1\r\n></htm\r\n2\r\nl>\r\n0\r\n\r\n"
    assert decoded(chunked, {"transfer-encoding": "chunked"}, LIMIT) == b"<html></html>"
    assert decoded(PAGE, {"transfer-encoding": "chunked"}, LIMIT) == PAGE
    assert decoded(PAGE, {"content-encoding": "br"}, LIMIT) == PAGE
    assert decoded(zlib.compress(PAGE), {"content-encoding": "deflate"}, LIMIT) == PAGE
    bare = zlib.compressobj(wbits=-15)
    assert (
        decoded(bare.compress(PAGE) + bare.flush(), {"content-encoding": "deflate"}, LIMIT) == PAGE
    )
    for coding, whole in (("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE))):
        with pytest.raises(Unreadable, match="truncated"):
            decoded(whole[:-9], {"content-encoding": coding}, LIMIT)
    bomb = gzip.compress(b"<" * 10 * LIMIT)
    with pytest.raises(Unreadable, match="too_large"):
        decoded(bomb, {"content-encoding": "gzip"}, LIMIT)

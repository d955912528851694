"""Buckets on the S3 API that ``IMFACT_TEST_S3`` names, each of its own and deleted afterwards.

Where none is named the test is skipped, or fails where ``IMFACT_REQUIRE_S3=1`` forbids to skip it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config

REGION = "ap-northeast-2"


def credentials(endpoint: str) -> dict[str, str]:
    """The variables by which an SDK finds the server."""
    return {
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests-only",
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
    }


def s3_endpoint() -> str:
    """The server's address; skips or fails where there is none."""
    url = os.environ.get("IMFACT_TEST_S3")
    if not url:
        reason = "IMFACT_TEST_S3 is not set: start one with make ministack"
        if os.environ.get("IMFACT_REQUIRE_S3") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return url


@contextmanager
def bucket(endpoint: str) -> Iterator[str]:
    """Make a bucket and delete it with all that is in it."""
    # Any: boto3 ships no types.
    client: Any = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="tests",
        aws_secret_access_key="tests-only",
        config=Config(s3={"addressing_style": "path"}),
    )
    name = f"imfact-test-{secrets.token_hex(6)}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    try:
        yield name
    finally:
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=name):
            for found in page.get("Contents", ()):
                client.delete_object(Bucket=name, Key=found["Key"])
        client.delete_bucket(Bucket=name)
        client.close()

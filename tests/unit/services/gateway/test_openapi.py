"""The OpenAPI documents: every operation named, every refusal a declared problem."""

from __future__ import annotations

import pytest

from imfact.services.gateway.openapi import internal_openapi, public_openapi


@pytest.mark.parametrize("document", [public_openapi(), internal_openapi()], ids=["v1", "internal"])
def test_operations_are_named_and_declare_their_problems(document):
    assert document["openapi"].startswith("3.1")
    names = []
    for path in document["paths"].values():
        for operation in path.values():
            names.append(operation["operationId"])
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"]
    assert len(set(names)) == len(names) > 5
    assert all(name == name.lower() and name.isidentifier() for name in names)


def test_the_two_do_not_mix():
    assert not [path for path in public_openapi()["paths"] if "internal" in path]
    assert all(path.startswith("/internal/v1/") for path in internal_openapi()["paths"])

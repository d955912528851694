"""Policy versions in the config bucket: published once, listed, read back and verified; the pointer is pointer.py's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import ValidationError

from imfact.contracts.policy import ModelRouting, Policy, PolicyVersion
from imfact.kit.errors import NotFoundError
from imfact.kit.hashing import sha256_hex
from imfact.policy import names
from imfact.policy.checks import check, digest
from imfact.policy.files import WHOLE, broken
from imfact.store.objects import ObjectNotFound, ObjectStore


class PolicyVersionNotFound(NotFoundError):
    """There is no policy version of that name."""

    code = "policy_version_not_found"


def list_versions(store: ObjectStore) -> list[PolicyVersion]:
    """Return every publication, by number. Raises PolicyFileBroken for an unreadable record."""
    return [_record(store, key) for key in store.keys(names.VERSIONS) if names.is_record_key(key)]


def find_version(store: ObjectStore, name: str) -> PolicyVersion:
    """Return the version with the id ``name``, or the number (``2``, ``v2``).

    Raises:
        PolicyVersionNotFound: there is none.
    """
    if names.is_version_id(name):
        key = names.record_key(names.number_of(name))
        if store.exists(key) and (record := _record(store, key)).version == name:
            return record
    known = list_versions(store)
    for record in known:
        if name in (record.version, f"v{record.number}", str(record.number)):
            return record
    raise PolicyVersionNotFound(
        f"There is no policy version {name!r}; known are "
        f"{', '.join(record.version for record in known) or 'none'}.",
        version=name,
    )


def publish_files(
    store: ObjectStore, files: Mapping[str, bytes], published_at: datetime, note: str = ""
) -> PolicyVersion:
    """Check ``files`` and make an immutable version of them; the pointer stays where it is.

    The same files are the same version: published again, they are found, and put back where they were
    altered or lost. The record is written last and claims its number, so a version that is listed is whole, whoever else publishes.

    Raises:
        PolicyFileBroken: they are no policy; names file, field and remedy.
    """
    check(files, "candidate").require()
    whole = digest(files)
    while True:
        known = list_versions(store)
        for record in known:
            if names.digest_of(record.version) == whole[:12]:
                _put_back(store, record, files)
                return record
        number = known[-1].number + 1 if known else 1
        record = PolicyVersion(
            version=names.version_id(number, whole),
            number=number,
            published_at=published_at,
            note=note,
            files={name: sha256_hex(data) for name, data in sorted(files.items())},
        )
        for name, data in files.items():
            store.put(names.file_key(record.version, name), data)
        if store.put_if_absent(names.record_key(number), _bytes(record)):
            return record
        # Another publisher took the number with other files; ours would lie there unlisted.
        if _record(store, names.record_key(number)).version != record.version:
            for name in files:
                store.delete(names.file_key(record.version, name))


def _put_back(store: ObjectStore, record: PolicyVersion, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        key = names.file_key(record.version, name)
        if record.files.get(name) == sha256_hex(data) and not (
            store.exists(key) and store.get(key) == data
        ):
            store.put(key, data)


def version_files(store: ObjectStore, record: PolicyVersion) -> dict[str, bytes]:
    """Return a version's files, name → bytes.

    Raises:
        PolicyFileBroken: one is missing or its bytes are not those that were published.
    """
    files: dict[str, bytes] = {}
    for name, expected in record.files.items():
        key = names.file_key(record.version, name)
        remedy = "roll back with `imfact policy rollback VERSION`, or publish it anew"
        try:
            files[name] = store.get(key)
        except ObjectNotFound as exc:
            raise broken(key, WHOLE, f"it is missing; {remedy}") from exc
        if sha256_hex(files[name]) != expected:
            raise broken(key, WHOLE, f"it is not what was published; {remedy}")
    return files


def load_version(store: ObjectStore, version: str, routing: ModelRouting | None = None) -> Policy:
    """Return a version as a policy, verified and checked.

    Raises:
        PolicyVersionNotFound: there is none of that name.
        PolicyFileBroken: a file is altered, or no longer meets its contract.
    """
    record = find_version(store, version)
    return check(version_files(store, record), record.version, routing).require()


def _record(store: ObjectStore, key: str) -> PolicyVersion:
    try:
        return PolicyVersion.model_validate_json(store.get(key))
    except ValidationError as exc:
        raise broken(key, WHOLE, "it is no record of a version; restore it from a backup") from exc


def _bytes(record: PolicyVersion) -> bytes:
    return record.model_dump_json(indent=2).encode() + b"\n"

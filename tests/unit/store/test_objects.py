"""Which URLs name a store; what a store promises is in tests/adapters/test_store.py."""

import pytest

from imfact.kit.errors import ConfigError
from imfact.store.objects import ObjectStore


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "file:", "file://host/x", "nonsense", "s3:", "s3:///prefix", "s3://b?x=1"]
)
def test_unusable_url(url):
    with pytest.raises(ConfigError, match="file:"):
        ObjectStore.open(url)


def test_a_folder_that_cannot_be_made_is_told_as_a_setting(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ConfigError, match=r"file/lake cannot be made or used: Not a directory"):
        ObjectStore.open(f"file:{tmp_path}/file/lake")

"""A file for somebody outside: it appears when it is whole; not for the lake, whose store does that itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imfact.kit.errors import ConfigError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield where to write what becomes ``path`` when the block ends well; else all is as it was.

    Raises:
        ConfigError: ``path`` is a folder or a device, or the place takes no file.
    """
    if path.exists() and not path.is_file():
        raise ConfigError(f"{path} is no file that could be replaced.")
    # Behind a link, so that the link stays.
    target = path.resolve()
    partial = target.with_name(target.name + ".partial")
    try:
        yield partial
        partial.replace(target)
    except OSError as exc:
        raise ConfigError(f"{path} cannot be written: {exc.strerror or exc}.") from exc
    finally:
        # Nothing is there where all went well, nor where the place takes no file.
        with suppress(OSError):
            partial.unlink()

"""Settings: the one place that reads the environment. Behaviour that operators tune is policy instead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from imfact.kit.errors import ConfigError

PREFIX = "IMFACT_"
METRICS_PORT = 9464
"""Where `prometheus:` without a port listens; customary for exporters inside a program."""
# Read by the test suite, never by the product.
_FOREIGN_PREFIXES = ("IMFACT_TEST_", "IMFACT_EVAL_", "IMFACT_REQUIRE_")


class Settings(BaseSettings):
    """Every field has a default that works on a laptop; one URL a capability carries choice and address."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    var: Path = Field(Path("var"), description="Folder of all data of this instance.")
    host: str = Field("127.0.0.1", description="Address that the gateway binds to.")
    port: int = Field(8080, ge=0, le=65535, description="Port of the gateway.")
    lake: str = Field("", description="Lake bucket. Default: `file:{IMFACT_VAR}/lake`.")
    models: str = Field("", description="Model bucket. Default: `file:{IMFACT_VAR}/models`.")
    config: str = Field("", description="Policy bucket. Default: `file:{IMFACT_VAR}/config`.")
    database: str = Field(
        "",
        description="`embedded:FOLDER` or `postgresql://…`. Default: `embedded:{IMFACT_VAR}/db`.",
    )
    search: str = Field(
        "",
        description="`lancedb:FOLDER` or `opensearch+http://HOST:PORT`. "
        "Default: `lancedb:{IMFACT_VAR}/search`.",
    )
    summariser: str = Field(
        "extractive:",
        description="`extractive:` picks sentences; `bedrock:MODEL_ID?region=…&daily_tokens=…` has a "
        "language model write them, see [how to](how-to/summarise-with-bedrock.md).",
    )
    threads: int = Field(
        0, ge=0, le=256, description="Threads for inference; 0 takes all processors of the machine."
    )
    notify: str = Field(
        "log:",
        description="Who is told that a run ended, comma-separated: `log:`, `slack+https://…`, "
        "`smtp://USER:PASSWORD@HOST:PORT/?from=…&to=…`.",
    )
    metrics: str = Field(
        "prometheus:",
        pattern=r"^(null:|emf:|prometheus:\d{0,5})$",
        description="Where figures go: `null:`, `prometheus:` (`/metrics` on 127.0.0.1, port "
        f"{METRICS_PORT}, or another as `prometheus:PORT`), `emf:` (CloudWatch, by standard output).",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="Least level that is logged."
    )

    @model_validator(mode="before")
    @classmethod
    def _addresses_under_var(cls, values: dict[str, Any]) -> dict[str, Any]:
        folder = Path(values.get("var") or "var").absolute()
        defaults = {
            "lake": f"file:{folder}/lake",
            "models": f"file:{folder}/models",
            "config": f"file:{folder}/config",
            "database": f"embedded:{folder}/db",
            "search": f"lancedb:{folder}/search",
        }
        return {**values, "var": folder, **{k: values.get(k) or v for k, v in defaults.items()}}

    @property
    def metrics_port(self) -> int | None:
        """The port of /metrics, None where nothing is served."""
        scheme, _, port = self.metrics.partition(":")
        return int(port or METRICS_PORT) if scheme == "prometheus" else None

    @classmethod
    def load(cls) -> Self:
        """Read the environment.

        Raises:
            ConfigError: a value is unusable, or an ``IMFACT_`` variable is unknown (a typing error
                would otherwise pass silently).
        """
        known = {PREFIX + name.upper() for name in cls.model_fields}
        strangers = sorted(
            name
            for name in os.environ
            if name.startswith(PREFIX)
            and name not in known
            and not name.startswith(_FOREIGN_PREFIXES)
        )
        if strangers:
            raise ConfigError(
                f"Unknown setting {', '.join(strangers)}; docs/settings.md lists the known ones."
            )
        try:
            return cls()
        except ValidationError as exc:
            first = exc.errors()[0]
            name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
            raise ConfigError(f"{name} is not usable: {first['msg']}.") from exc

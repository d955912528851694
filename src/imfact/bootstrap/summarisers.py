"""The summariser that IMFACT_SUMMARISER names."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote

from imfact.adapters.summariser.extractive import ExtractiveSummariser
from imfact.adapters.summariser.port import Summariser
from imfact.kit.clock import Clock
from imfact.kit.errors import ConfigError
from imfact.lake.summaries import DailyTokens, LakeReplies
from imfact.store.objects import ObjectStore

# About four hundred articles a day; what it costs stands in docs/how-to/summarise-with-bedrock.md.
DAILY_TOKENS = 1_000_000
_KNOWN = {"region", "daily_tokens"}
_FORMS = "extractive: or bedrock:MODEL_ID?region=REGION&daily_tokens=NUMBER"


def open_summariser(url: str, lake: Callable[[], ObjectStore], clock: Clock) -> Summariser:
    """Return the summariser; the lake, which keeps replies and counts tokens, is opened only if needed.

    Raises:
        ConfigError: another scheme, no model, an unknown option, or no region anywhere.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "extractive" and not rest:
        return ExtractiveSummariser()
    # An ARN of an inference profile holds colons and slashes, so the rest is no ordinary URL.
    model, _, query = rest.partition("?")
    options = parse_qs(query, keep_blank_values=True)
    tokens = options.get("daily_tokens", [str(DAILY_TOKENS)])[-1]
    if (
        scheme != "bedrock"
        or not model
        or not options.keys() <= _KNOWN
        or not re.fullmatch(r"\d{1,12}", tokens)
    ):
        raise ConfigError(f"IMFACT_SUMMARISER={url} is not usable; write {_FORMS}.")
    try:
        from imfact.adapters.summariser.bedrock import BedrockSummariser
        from imfact.adapters.summariser.converse import Converse
        from imfact.adapters.summariser.prompt import Prompt
    except ImportError as exc:
        raise ConfigError(
            "Summaries by Bedrock need boto3; install imfact with the extra aws."
        ) from exc
    bucket = lake()
    return BedrockSummariser(
        Converse(unquote(model), region=options.get("region", [""])[-1] or None),
        Prompt.packaged(),
        LakeReplies(bucket),
        DailyTokens(bucket, int(tokens), clock),
    )

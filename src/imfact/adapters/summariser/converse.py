"""One question to a model on Amazon Bedrock through its Converse operation, with retries of our own.

Not for what the reply says; bedrock.py reads and checks it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from imfact.adapters.summariser.port import NotWritten
from imfact.adapters.summariser.prompt import Prompt
from imfact.kit.errors import ConfigError

_ENOUGH = {"end_turn", "stop_sequence"}
_THROTTLED = {"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException"}
_AWAY = {
    "ServiceUnavailableException", "InternalServerException", "ModelNotReadyException",
    "ModelErrorException",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, whole, and what it cost."""

    text: str
    tokens: int


class Converse:
    """A model on Bedrock; safe between threads, as clients of boto3 are.

    Address, credentials and region are found as boto3 finds them (``AWS_*``, profiles, roles).

    Args:
        model_id: Model or inference profile, as the Converse operation takes it.
        region: Region, None for boto3's own.
        timeout_seconds: For each of connecting and waiting.
        attempts: How often a question is asked in all while the service is busy or away.
        backoff_seconds: The first pause, which doubles each time and is spread by half.
        sleep: Waits.
        monotonic: Gives the time by which ``deadline`` is meant.
    """

    def __init__(
        self,
        model_id: str,
        *,
        region: str | None = None,
        timeout_seconds: float = 12.0,
        attempts: int = 3,
        backoff_seconds: float = 0.5,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model_id = model_id
        self._attempts = attempts
        self._backoff_seconds = backoff_seconds
        self._sleep = sleep
        self._monotonic = monotonic
        try:
            # Any: boto3 makes its clients from data and ships no types.
            self._client: Any = boto3.client(
                "bedrock-runtime",
                region_name=region,
                config=Config(
                    connect_timeout=timeout_seconds,
                    read_timeout=timeout_seconds,
                    # Retries are made here: they must know the deadline and what may be paid twice.
                    retries={"total_max_attempts": 1, "mode": "standard"},
                ),
            )
        except NoRegionError as exc:
            raise ConfigError(
                "IMFACT_SUMMARISER names no region; write bedrock:MODEL_ID?region=… or set AWS_REGION."
            ) from exc
        except BotoCoreError as exc:
            raise ConfigError(f"The client of Bedrock cannot be made: {exc}") from exc

    def ask(self, prompt: Prompt, message: str, deadline: float) -> Reply:
        """Return the reply. Raises NotWritten; no pause goes beyond ``deadline``."""
        for attempt in range(1, self._attempts):
            try:
                return self._once(prompt, message)
            except NotWritten as exc:
                # What timed out may have been written and is paid for: asking again pays twice.
                if exc.reason not in ("throttled", "unavailable"):
                    raise
                pause = self._backoff_seconds * 2 ** (attempt - 1)
                pause *= random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, hides nothing
                if self._monotonic() + pause >= deadline:
                    raise
                self._sleep(pause)
        return self._once(prompt, message)

    def _once(self, prompt: Prompt, message: str) -> Reply:
        try:
            answer = self._client.converse(
                modelId=self.model_id,
                system=[{"text": prompt.file.system}],
                messages=[{"role": "user", "content": [{"text": message}]}],
                inferenceConfig={
                    "maxTokens": prompt.file.max_tokens,
                    "temperature": prompt.file.temperature,
                },
            )
        except ClientError as exc:
            raise _translated(exc) from exc
        except ReadTimeoutError as exc:
            raise NotWritten("timeout", "Bedrock did not answer in time.") from exc
        except (NoCredentialsError, PartialCredentialsError) as exc:
            raise NotWritten("misconfigured", "There are no credentials for Bedrock.") from exc
        except ParamValidationError as exc:
            raise NotWritten("misconfigured", "boto3 refuses the model's name.") from exc
        except (BotoCoreError, ResponseParserError) as exc:
            raise NotWritten("unavailable", f"Bedrock failed: {type(exc).__name__}.") from exc
        return _read(answer)


# Any: the answer as boto3 parsed it.
def _read(answer: Any) -> Reply:
    """Return the text; whatever ended early or was blocked is an empty reply, which is paid for too."""
    if not answer.get("stopReason"):
        # boto3 takes a page that is no JSON for an answer without members: a proxy's, above all.
        raise NotWritten("unavailable", "Something else than Bedrock answered.")
    tokens = int((answer.get("usage") or {}).get("totalTokens") or 0)
    content = ((answer.get("output") or {}).get("message") or {}).get("content") or []
    text = "".join(block["text"] for block in content if isinstance(block.get("text"), str))
    return Reply(text if answer.get("stopReason") in _ENOUGH else "", tokens)


def _translated(exc: ClientError) -> NotWritten:
    code = str(exc.response.get("Error", {}).get("Code", ""))
    status = int(exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    if code in _THROTTLED or status == 429:
        return NotWritten("throttled", "Bedrock is busy.")
    if code == "ModelTimeoutException":
        return NotWritten("timeout", "The model did not answer in time.")
    if code in _AWAY or status >= 500:
        return NotWritten("unavailable", f"Bedrock failed with {code or status}.")
    return NotWritten("misconfigured", f"Bedrock refuses the call with {code or status}.")

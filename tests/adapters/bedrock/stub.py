"""Amazon Bedrock's Converse operation on loopback, for boto3 as it is: answers are scripted in turn."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; ``error`` is the exception's name in Bedrock's header."""

    status: int
    body: bytes
    error: str | None = None
    delay: float = 0.0


def said(text: str, *, stop: str = "end_turn", tokens: int = 900) -> Answer:
    """The model's reply, as Converse wraps it."""
    document = {
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
        "stopReason": stop,
        "usage": {"inputTokens": tokens - 100, "outputTokens": 100, "totalTokens": tokens},
        "metrics": {"latencyMs": 5},
    }
    return Answer(200, json.dumps(document).encode())


def wrote(*sentences: str, title: str | None = None) -> Answer:
    """A reply in the form that the prompt asks for."""
    return said(json.dumps({"sentences": sentences, "title": title}, ensure_ascii=False))


def failed(status: int, error: str) -> Answer:
    return Answer(status, json.dumps({"message": "no"}).encode(), error)


@dataclass
class Bedrock:
    """What was asked, and what is answered: the script in turn, then its last answer for ever."""

    script: list[Answer | Callable[[Any], Answer]] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    models: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def answer(self, path: str, request: Any) -> Answer:
        with self._lock:
            self.asked.append(request)
            self.models.append(unquote(path.split("/")[2]))
            chosen = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return chosen(request) if callable(chosen) else chosen


def serve(bedrock: Bedrock) -> tuple[ThreadingHTTPServer, threading.Thread]:
    """Start the stub on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = bedrock.answer(self.path, request)
            time.sleep(answer.delay)
            try:
                self.send_response(answer.status)
                if answer.error:
                    self.send_header("x-amzn-ErrorType", answer.error)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                # Who asked gave up waiting.
                self.close_connection = True

        def log_message(self, *args): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    return server, thread

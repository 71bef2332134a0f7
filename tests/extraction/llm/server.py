"""A server on the loopback that speaks the chat-completions protocol and answers as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]
Answer = Callable[[str], Any]


class Model:
    """What the server was asked, and how it answers: `answer` gets the user's message."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.headers: list[dict[str, str]] = []
        self.base_url = ""


class Fault(Exception):  # noqa: N818 - a behaviour of the server
    """An HTTP status instead of an answer."""


class Slow(Exception):  # noqa: N818 - a behaviour of the server
    """No answer for a while."""


@contextmanager
def serving(answer: Answer) -> Iterator[Model]:
    """A model that answers until the block ends.

    An answer is a dict (arguments of the tool call), a str (prose instead of a call), or raises
    Fault(status) or Slow(seconds).
    """
    model = Model(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(asked)
            model.headers.append(dict(self.headers))
            status, body = 200, b""
            try:
                body = _completion(asked, model.answer(asked["messages"][1]["content"]))
            except Fault as fault:
                status, body = fault.args[0], b'{"error": {"message": "no"}}'
            except Slow as slow:
                time.sleep(slow.args[0])
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                pass  # the client did not wait

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _completion(asked: Asked, answer: Any) -> bytes:
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if isinstance(answer, str) and not answer.startswith("{"):
        message["content"] = answer
    else:
        arguments = answer if isinstance(answer, str) else json.dumps(answer)
        name = asked["tools"][0]["function"]["name"]
        call = {"id": "call", "type": "function"}
        message["tool_calls"] = [call | {"function": {"name": name, "arguments": arguments}}]
    reason = "tool_calls" if "tool_calls" in message else "stop"
    reply = {
        "id": "reply",
        "object": "chat.completion",
        "created": 0,
        "model": asked["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return json.dumps(reply).encode()


def fact(frame: str, quote: str, **values: object) -> dict[str, Any]:
    """A fact all of whose values one quote states; (value, unit, qualifier) where there is more."""
    told = []
    for name, value in values.items():
        number, unit, qualifier = value if isinstance(value, tuple) else (value, None, None)
        told.append(
            {
                "property": name,
                "value": number,
                "unit": unit,
                "qualifier": qualifier,
                "quote": quote,
            }
        )
    return {"frame": frame, "values": told}
